/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "serve.h"

#include "core/early-pick.h"
#include "core/log.h"
#include "core/store-sql.h"

#include <string.h>

#define SCAN_ROWS       1024
#define LOOKED_UP_MAX   2048  /* ops; of more the log is walked */
#define EARLY_FRAME_MAX 65536 /* the first page is soon complete */

typedef struct {
  guint64 from;
  guint64 to;
} Span;

/* Either rows to send, or spans of chains to find: each by itself when they are short, else by
 * walking the log from @cursor on. */
typedef struct {
  GArray *nos; /* gint64; the next is at @at */
  guint at;
  GHashTable *spans;   /* gint64 * device row → Span *; NULL for a job of rows */
  GHashTable *skipped; /* gint64 * rows that the peer has, or is sent before; NULL: none */
  guint64 n_asked;     /* ops in @spans, at most */
  gint64 cursor;
  gboolean is_scanned;
  NetOpsFlag flag;
} Job;

struct _NetServe {
  CenCircle *circle;
  GQueue jobs; /* Job */
};

static void
job_free (gpointer data)
{
  Job *job = data;

  g_array_unref (job->nos);
  g_clear_pointer (&job->spans, g_hash_table_unref);
  g_clear_pointer (&job->skipped, g_hash_table_unref);
  g_free (job);
}

NetServe *
net_serve_new (CenCircle *circle)
{
  NetServe *self = g_new0 (NetServe, 1);

  self->circle = circle;
  return self;
}

void
net_serve_free (NetServe *self)
{
  if (self == NULL)
    return;
  g_queue_clear_full (&self->jobs, job_free);
  g_free (self);
}

gboolean
net_serve_is_idle (const NetServe *self)
{
  return self->jobs.length == 0;
}

void
net_serve_take_rows (NetServe *self, GArray *nos, NetOpsFlag flag)
{
  Job *job = g_new0 (Job, 1);

  job->nos = nos;
  job->flag = flag;
  job->is_scanned = TRUE;
  g_queue_push_tail (&self->jobs, job);
}

/* Adds the chains whose key starts as the range says; the walk begins at the earliest row. */
static gboolean
add_range (NetServe *self, Job *job, const NetRange *range, GError **error)
{
  for (guint i = 0; i < self->circle->devices->len; i++) {
    const CenDevice *device = self->circle->devices->pdata[i];
    Span span = { range->from, range->to };
    gint64 first;

    if (memcmp (device->key.bytes, range->device, NET_CLOCK_KEY_LEN) != 0)
      continue;
    if (!cen_sql_get_int (self->circle->store, 0, &first, error,
                          "SELECT min (no) FROM op WHERE device = ? AND seq = ?", "ii", device->no,
                          (gint64) range->from))
      return FALSE;
    if (first == 0)
      continue;
    job->n_asked += MIN (range->to, MAX (device->tip_seq, range->from)) - range->from + 1;
    g_hash_table_insert (job->spans, g_memdup2 (&device->no, sizeof device->no),
                         g_memdup2 (&span, sizeof span));
    job->cursor = MIN (job->cursor, first - 1);
  }
  return TRUE;
}

static Job *
add_job (NetServe *self, GArray *ranges, GError **error)
{
  Job *job = g_new0 (Job, 1);

  job->nos = g_array_new (FALSE, FALSE, sizeof (gint64));
  job->spans = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  job->flag = NET_OPS_LAST;
  job->cursor = G_MAXINT64;
  g_queue_push_tail (&self->jobs, job);
  for (guint i = 0; i < ranges->len; i++) {
    if (!add_range (self, job, &g_array_index (ranges, NetRange, i), error))
      return NULL;
  }
  job->is_scanned = g_hash_table_size (job->spans) == 0;
  return job;
}

gboolean
net_serve_add_ranges (NetServe *self, GArray *ranges, GError **error)
{
  return add_job (self, ranges, error) != NULL;
}

/* --- What goes first --- */

static gboolean
skip_known (NetServe *self, Job *job, const GArray *early, GError **error)
{
  job->skipped = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  for (guint i = 0; i < early->len; i++) {
    g_auto (CenRows) rows = { 0 };
    CenId id = { { 0 } };

    memcpy (id.bytes, &g_array_index (early, guint64, i), sizeof (guint64));
    if (!cen_sql_query (self->circle->store, &rows, error,
                        "SELECT no FROM op WHERE prefix = cen_prefix (?) AND circle = ?", "Ii", &id,
                        self->circle->no))
      return FALSE;
    while (cen_rows_next (&rows, error)) {
      gint64 no = cen_rows_get_int (&rows, 0);

      g_hash_table_add (job->skipped, g_memdup2 (&no, sizeof no));
    }
    if (rows.has_failed)
      return FALSE;
  }
  return TRUE;
}

/* Whether row @no is among what @job asks for, and not skipped. */
static gboolean
is_asked (NetServe *self, const Job *job, gint64 no, gboolean *ret_is_asked, GError **error)
{
  g_auto (CenRows) rows = { 0 };

  *ret_is_asked = FALSE;
  if (g_hash_table_contains (job->skipped, &no))
    return TRUE;
  if (!cen_sql_query (self->circle->store, &rows, error, "SELECT device, seq FROM op WHERE no = ?",
                      "i", no))
    return FALSE;
  if (cen_rows_next (&rows, error)) {
    gint64 device = cen_rows_get_int (&rows, 0);
    guint64 seq = (guint64) cen_rows_get_int (&rows, 1);
    const Span *span = g_hash_table_lookup (job->spans, &device);

    *ret_is_asked = span != NULL && seq >= span->from && seq <= span->to;
  }
  return !rows.has_failed;
}

/* Takes those of @picked that @job asks for from it into a job of their own, which goes before. */
static gboolean
add_picked (NetServe *self, Job *job, const GArray *picked, GError **error)
{
  Job *first = g_new0 (Job, 1);

  first->nos = g_array_new (FALSE, FALSE, sizeof (gint64));
  first->flag = NET_OPS_EARLY;
  first->is_scanned = TRUE;
  g_queue_insert_before (&self->jobs, g_queue_peek_tail_link (&self->jobs), first);
  for (guint i = 0; i < picked->len; i++) {
    gint64 no = g_array_index (picked, gint64, i);
    gboolean asked;

    if (!is_asked (self, job, no, &asked, error))
      return FALSE;
    if (asked) {
      g_array_append_val (first->nos, no);
      g_hash_table_add (job->skipped, g_memdup2 (&no, sizeof no));
    }
  }
  if (first->nos->len == 0) {
    g_queue_remove (&self->jobs, first);
    job_free (first);
  }
  return TRUE;
}

static guint64
count_asked (const GArray *ranges)
{
  guint64 n = 0;

  for (guint i = 0; i < ranges->len; i++) {
    const NetRange *range = &g_array_index (ranges, NetRange, i);

    n += range->to - range->from + 1;
  }
  return n;
}

gboolean
net_serve_add_early (NetServe *self, GArray *ranges, const GArray *early, GError **error)
{
  Job *job = add_job (self, ranges, error);
  g_autoptr (GArray) picked = NULL;

  if (job == NULL || !skip_known (self, job, early, error))
    return FALSE;
  if (count_asked (ranges) < NET_SERVE_EARLY_MIN || job->is_scanned)
    return TRUE;
  picked = cen_early_pick (self->circle, CEN_EARLY_MAX, error);
  return picked != NULL && add_picked (self, job, picked, error);
}

static int
compare_nos (gconstpointer a, gconstpointer b)
{
  gint64 x = *(const gint64 *) a;
  gint64 y = *(const gint64 *) b;

  return x < y ? -1 : x > y;
}

static gboolean
look_up (NetServe *self, Job *job, GError **error)
{
  GHashTableIter iter;
  gpointer device, data;

  g_hash_table_iter_init (&iter, job->spans);
  while (g_hash_table_iter_next (&iter, &device, &data)) {
    const Span *span = data;
    g_auto (CenRows) rows = { 0 };

    if (!cen_sql_query (self->circle->store, &rows, error,
                        "SELECT no FROM op WHERE device = ? AND seq BETWEEN ? AND ?", "iii",
                        *(const gint64 *) device, (gint64) span->from, (gint64) span->to))
      return FALSE;
    while (cen_rows_next (&rows, error)) {
      gint64 no = cen_rows_get_int (&rows, 0);

      if (job->skipped == NULL || !g_hash_table_contains (job->skipped, &no))
        g_array_append_val (job->nos, no);
    }
    if (rows.has_failed)
      return FALSE;
  }
  g_array_sort (job->nos, compare_nos);
  job->is_scanned = TRUE;
  return TRUE;
}

/* Walks the log further until some rows are found or it ends. Rows of other circles lie between. */
static gboolean
scan (NetServe *self, Job *job, GError **error)
{
  g_array_set_size (job->nos, 0);
  job->at = 0;
  if (job->n_asked <= LOOKED_UP_MAX)
    return look_up (self, job, error);
  while (job->nos->len == 0 && !job->is_scanned) {
    g_auto (CenRows) rows = { 0 };
    guint n_rows = 0;

    if (!cen_sql_query (self->circle->store, &rows, error,
                        "SELECT no, device, seq, circle FROM op WHERE no > ? ORDER BY no LIMIT ?",
                        "ii", job->cursor, (gint64) SCAN_ROWS))
      return FALSE;
    while (cen_rows_next (&rows, error)) {
      gint64 device = cen_rows_get_int (&rows, 1);
      guint64 seq = (guint64) cen_rows_get_int (&rows, 2);
      const Span *span = g_hash_table_lookup (job->spans, &device);

      n_rows++;
      job->cursor = cen_rows_get_int (&rows, 0);
      if (span != NULL && seq >= span->from && seq <= span->to &&
          (job->skipped == NULL || !g_hash_table_contains (job->skipped, &job->cursor)))
        g_array_append_val (job->nos, job->cursor);
    }
    if (rows.has_failed)
      return FALSE;
    job->is_scanned = n_rows < SCAN_ROWS;
  }
  return TRUE;
}

static gboolean
append_op (CenCircle *circle, gint64 no, GArray *ops, gsize *size, gboolean *ret_is_erased,
           GError **error)
{
  CenIncoming incoming = { .op = NULL };

  if (!cen_log_read (circle, no, &incoming.op, &incoming.payload, error))
    return FALSE;
  *size += net_ops_measure (incoming.op, incoming.payload);
  *ret_is_erased = incoming.payload == NULL;
  g_array_append_val (ops, incoming);
  return TRUE;
}

gboolean
net_serve_read (CenCircle *circle, gint64 no, GArray *ops, gsize *size, GError **error)
{
  gboolean is_erased;
  gint64 redaction;

  if (!append_op (circle, no, ops, size, &is_erased, error))
    return FALSE;
  if (!is_erased)
    return TRUE;
  return cen_log_find_redaction (circle, no, &redaction, error) &&
         (redaction == 0 || append_op (circle, redaction, ops, size, &is_erased, error));
}

GBytes *
net_serve_next (NetServe *self, guint *ret_n_ops, GError **error)
{
  g_autoptr (GArray) ops = net_ops_array_new ();
  Job *job = g_queue_peek_head (&self->jobs);
  gsize size = 0, size_max;
  gboolean is_done;
  GBytes *frame;

  if (job == NULL)
    return NULL;
  size_max = job->flag == NET_OPS_EARLY ? EARLY_FRAME_MAX
                                        : CEN_OPS_FRAME_MAX - CEN_PAYLOAD_MAX - CEN_OP_MAX;
  for (;;) {
    if (job->at == job->nos->len && !job->is_scanned && !scan (self, job, error))
      return NULL;
    if (job->at == job->nos->len || size >= size_max || ops->len >= NET_OPS_MAX - 2)
      break;
    if (!net_serve_read (self->circle, g_array_index (job->nos, gint64, job->at), ops, &size,
                         error))
      return NULL;
    job->at++;
  }
  is_done = job->at == job->nos->len && job->is_scanned;
  frame = net_ops_to_frame (NET_FRAME_OPS,
                            is_done || job->flag == NET_OPS_EARLY ? job->flag : NET_OPS_MORE,
                            (const CenIncoming *) ops->data, ops->len);
  *ret_n_ops = ops->len;
  if (is_done)
    job_free (g_queue_pop_head (&self->jobs));
  return frame;
}
