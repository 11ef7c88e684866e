/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A batch becomes candidates: the new ops, and the orphans around them. Each candidate is sound
 * when it passes A1 to A5 with parents that are in the log or are sound candidates; vouched for
 * when its own signature verifies or that of a later op of its chain does (A6). Candidates are
 * dropped until the rest is closed under both, so a run is accepted as a whole or not at all. A
 * dropped one waits among the orphans; one that breaks a rule with all its parents at hand is
 * junk. A JOIN stands or falls with an ADMIT that names it (dag-roots.c). */

#include "dag-batch.h"

#include "early-views.h"
#include "fold.h"
#include "judge.h"
#include "log.h"
#include "note-fold.h"
#include "modlog.h"
#include "opened.h"
#include "store-sql.h"
#include "views.h"

#include <string.h>

void
cen_received_clear (CenReceived *self)
{
  g_clear_pointer (&self->accepted, g_ptr_array_unref);
}

static void
candidate_free (gpointer data)
{
  CenDagCandidate *candidate = data;

  cen_pending_unref (candidate->pending);
  g_free (candidate);
}

static void
add_candidate (CenDagBatch *batch, CenPending *pending)
{
  gsize size = sizeof (CenDagCandidate) +
               (pending->op.has_prev + pending->op.n_deps) * sizeof (CenDagParent);
  CenDagCandidate *candidate = g_malloc0 (size);

  candidate->pending = cen_pending_ref (pending);
  g_ptr_array_add (batch->candidates, candidate);
  g_hash_table_insert (batch->by_id, &pending->op.id, candidate);
}

/* --- Gathering --- */

static void
pending_clear (gpointer pending)
{
  if (pending != NULL)
    cen_pending_unref (pending);
}

/* The content of a SEALED op has come at last: what is it about? */
static gboolean
open_late (CenDagBatch *batch, const CenIncoming *incoming, gint64 no, gint64 *object,
           GError **error)
{
  gsize len;
  const guint8 *bytes = g_bytes_get_data (incoming->op, &len);
  gint64 device;
  CenOp op;

  if (!cen_op_decode (&op, bytes, len, error))
    return FALSE;
  if (op.kind != CEN_OP_SEALED)
    return TRUE;
  /* Folding the op itself erases it again when a REDACT names it. */
  return cen_sql_get_int (batch->circle->store, 0, &device, error,
                          "SELECT device FROM op WHERE no = ?", "i", no) &&
         cen_opened_admit (batch->circle, no, &op.id, cen_circle_get_device (batch->circle, device),
                           incoming->payload, object, error) &&
         cen_fold_object (batch->circle, no, NULL, error);
}

/* A known op whose payload was missing and is not meant to be. */
static gboolean
fill_payload (CenDagBatch *batch, const CenIncoming *incoming, gint64 no, GError **error)
{
  gsize len;
  const guint8 *bytes;
  gint64 object;

  if (!cen_sql_get_int (batch->circle->store, 0, &object, error,
                        "SELECT ifnull (o.object, o.no) FROM op o JOIN body b ON b.no = o.no"
                        " WHERE o.no = ?1 AND b.payload IS NULL AND NOT EXISTS (SELECT 1 FROM"
                        " object WHERE no = ifnull (o.object, o.no) AND state = 1)",
                        "i", no))
    return FALSE;
  if (object == 0 || incoming->payload == NULL)
    return TRUE;
  bytes = g_bytes_get_data (incoming->payload, &len);
  return cen_sql_run (batch->circle->store, error, "UPDATE body SET payload = ? WHERE no = ?", "bi",
                      bytes, len, no) &&
         cen_circle_settle_wanted (batch->circle, no, CEN_WANTED_OP, error) &&
         open_late (batch, incoming, no, &object, error) &&
         (object == 0 || (cen_note_forget (batch->circle, object, error) &&
                          cen_fold_object (batch->circle, object, NULL, error)));
}

/* CenPending of each of @all, NULL for what is no op. @redacted: the objects that REDACT ops among
 * them name. */
static GPtrArray *
decode_all (const CenIncoming *all, guint n_all, guint64 source, GHashTable *redacted)
{
  GPtrArray *decoded = g_ptr_array_new_full (n_all, pending_clear);

  for (guint i = 0; i < n_all; i++) {
    gsize len;
    const guint8 *bytes = g_bytes_get_data (all[i].op, &len);
    CenOp op;

    if (!(all[i].is_made ? cen_op_decode_as (&op, bytes, len, &all[i].id, NULL)
                         : cen_op_decode (&op, bytes, len, NULL))) {
      g_ptr_array_add (decoded, NULL);
      continue;
    }
    g_ptr_array_add (decoded, cen_pending_new (&op, all[i].op, all[i].payload, source));
    if (op.kind == CEN_OP_REDACT && op.has_object)
      g_hash_table_add (redacted, cen_id_dup (&op.object));
  }
  return decoded;
}

/* Whether this op may come without its payload: content, of an object that a REDACT names. */
static gboolean
may_lack_payload (CenDagBatch *batch, const CenOp *op)
{
  gboolean is_subject = op->kind == CEN_OP_CREATE || op->kind == CEN_OP_SEALED;
  const CenId *object = is_subject ? &op->id : &op->object;
  gint64 is_redacted = 0;

  if (cen_op_is_frame (op) || op->kind == CEN_OP_REDACT || (!is_subject && !op->has_object))
    return FALSE;
  if (g_hash_table_contains (batch->redacted, object) ||
      cen_orphans_has_redaction (batch->circle->orphans, object))
    return TRUE;
  /* One that came before its object stands among the dangling. */
  return cen_sql_get_int (batch->circle->store, 0, &is_redacted, NULL,
                          "SELECT 1 FROM op o JOIN op r ON r.object = o.no WHERE " CEN_SQL_IS_OP_O
                          " AND r.kind = 24 UNION ALL SELECT 1 FROM dangling d"
                          " JOIN op r ON r.no = d.op WHERE d.id = ?1 AND r.circle = ?2"
                          " AND r.kind = 24 LIMIT 1",
                          "Ii", object, batch->circle->no) &&
         is_redacted != 0;
}

/* FALSE when the payload is not the op's own, or is missing without excuse. */
static gboolean
payload_is_right (CenDagBatch *batch, const CenOp *op, const CenIncoming *incoming)
{
  gsize len;
  const guint8 *bytes;

  if (incoming->payload == NULL)
    return may_lack_payload (batch, op);
  if (incoming->is_made)
    return TRUE;
  bytes = g_bytes_get_data (incoming->payload, &len);
  return cen_op_matches_payload (op, bytes, len);
}

/* @pending: of @incoming; NULL when that is no op. */
static gboolean
gather_one (CenDagBatch *batch, const CenIncoming *incoming, CenPending *pending, GError **error)
{
  const CenOp *op = pending != NULL ? &pending->op : NULL;
  CenOrphans *orphans = batch->circle->orphans;
  const CenPending *known;
  gint64 no = 0;

  if (op == NULL || cen_orphans_is_junk (orphans, &op->id) ||
      !payload_is_right (batch, op, incoming)) {
    batch->received->n_junk++;
    return TRUE;
  }
  if (g_hash_table_contains (batch->by_id, &op->id))
    return TRUE;
  if (cen_circle_may_hold (batch->circle, &op->device, op->seq) &&
      !cen_circle_find_op (batch->circle, &op->id, &no, error))
    return FALSE;
  if (no != 0) {
    batch->received->n_known++;
    return fill_payload (batch, incoming, no, error);
  }
  known = cen_orphans_lookup (orphans, &op->id);
  if (known == NULL && !cen_dag_claims_hold (batch->circle, op, incoming->payload)) {
    cen_orphans_add_junk (orphans, &op->id);
    batch->received->n_junk++;
    return TRUE;
  }
  pending->early_no = known != NULL ? known->early_no : 0;
  add_candidate (batch, pending);
  return TRUE;
}

/* Adds the orphans that wait for a candidate, or that one could vouch for, and so on. */
static void
gather_orphans (CenDagBatch *batch)
{
  CenOrphans *orphans = batch->circle->orphans;

  for (guint i = 0; cen_orphans_has_any (orphans) && i < batch->candidates->len; i++) {
    const CenOp *op = &((CenDagCandidate *) batch->candidates->pdata[i])->pending->op;
    g_autoptr (GPtrArray) children = cen_orphans_list_children (orphans, &op->id);

    for (guint k = 0; k < children->len; k++) {
      CenPending *child = children->pdata[k];

      if (!g_hash_table_contains (batch->by_id, &child->op.id))
        add_candidate (batch, child);
    }
    for (guint k = 0; k < op->n_deps + op->has_prev; k++) {
      const CenId *id = k < op->n_deps ? &op->deps[k] : &op->prev;
      CenPending *parent = cen_orphans_lookup (orphans, id);

      if (parent != NULL && !g_hash_table_contains (batch->by_id, id))
        add_candidate (batch, parent);
    }
  }
}

/* --- A2 to A5 --- */

static gboolean
find_parent (CenDagBatch *batch, const CenId *id, CenDagParent *ret_parent, GError **error)
{
  ret_parent->candidate = g_hash_table_lookup (batch->by_id, id);
  if (ret_parent->candidate == NULL)
    return cen_log_find (batch->circle, id, &ret_parent->row, error);
  ret_parent->row.seq = ret_parent->candidate->pending->op.seq;
  ret_parent->row.lamport = ret_parent->candidate->pending->op.lamport;
  ret_parent->row.kind = ret_parent->candidate->pending->op.kind;
  return TRUE;
}

static gboolean
starts_chain_rightly (CenDagBatch *batch, const CenDagCandidate *candidate)
{
  const CenOp *op = &candidate->pending->op;
  CenId founded;

  switch (op->kind) {
  case CEN_OP_GENESIS:
    cen_op_circle_id (op, &founded);
    return op->n_deps == 0 && cen_id_equal (&founded, &batch->circle->id);
  case CEN_OP_JOIN:
    return op->n_deps == 0;
  case CEN_OP_DEVICE_ADD:
    return cen_dag_device_has_member (batch, candidate);
  default:
    return FALSE;
  }
}

static gboolean
continues_chain_rightly (CenDagBatch *batch, const CenOp *op, const CenDagParent *prev)
{
  const CenDevice *device;

  if (op->kind == CEN_OP_GENESIS || op->kind == CEN_OP_JOIN || op->kind == CEN_OP_DEVICE_ADD)
    return FALSE;
  if (op->seq != prev->row.seq + 1)
    return FALSE;
  if (prev->candidate != NULL)
    return cen_id_equal (&prev->candidate->pending->op.device, &op->device);
  device = cen_circle_get_device (batch->circle, prev->row.device);
  return device != NULL && cen_id_equal (&device->key, &op->device);
}

static CenDagState
judge_parents (CenDagBatch *batch, const CenDagCandidate *candidate)
{
  const CenOp *op = &candidate->pending->op;
  CenDagState state = CEN_DAG_SOUND;
  guint64 lamport_max = 0;

  for (guint i = 0; i < candidate->n_parents; i++) {
    const CenDagParent *parent = &candidate->parents[i];
    gboolean is_in_log = parent->candidate == NULL && parent->row.no != 0;

    lamport_max = MAX (lamport_max, parent->row.lamport);
    if (is_in_log)
      continue;
    if (parent->candidate == NULL)
      state = MAX (state, CEN_DAG_WAITING);
    else if (parent->row.lamport >= op->lamport)
      return CEN_DAG_JUNK;
    else
      state = MAX (state, parent->candidate->state);
  }
  if (state != CEN_DAG_SOUND)
    return state;
  if (op->lamport != lamport_max + 1)
    return CEN_DAG_JUNK;
  return op->has_prev ? (continues_chain_rightly (batch, op, &candidate->parents[0]) ? CEN_DAG_SOUND
                                                                                     : CEN_DAG_JUNK)
         : starts_chain_rightly (batch, candidate) ? CEN_DAG_SOUND
                                                   : CEN_DAG_JUNK;
}

static gboolean
resolve (CenDagBatch *batch, CenDagCandidate *candidate, GError **error)
{
  const CenOp *op = &candidate->pending->op;

  for (guint i = 0; i < op->n_deps + op->has_prev; i++) {
    const CenId *id = op->has_prev && i == 0 ? &op->prev : &op->deps[i - (op->has_prev ? 1 : 0)];

    if (cen_orphans_is_junk (batch->circle->orphans, id))
      candidate->state = CEN_DAG_JUNK;
    if (!find_parent (batch, id, &candidate->parents[candidate->n_parents++], error))
      return FALSE;
  }
  if (candidate->state == CEN_DAG_SOUND)
    candidate->state = judge_parents (batch, candidate);
  return TRUE;
}

/* --- A6, and the closing of the set --- */

static gboolean
is_authentic (CenDagBatch *batch, CenPending *pending)
{
  if (!pending->is_checked) {
    pending->is_authentic = cen_id_equal (&pending->op.id, &batch->circle->just_signed) ||
                            cen_op_verify (&pending->op, &batch->circle->id);
    pending->is_checked = TRUE;
  }
  return pending->is_authentic;
}

/* Children come after parents in the order, so one pass from the end settles every chain. */
static void
vouch (CenDagBatch *batch)
{
  for (guint i = 0; i < batch->candidates->len; i++)
    ((CenDagCandidate *) batch->candidates->pdata[i])->is_vouched = FALSE;
  for (guint i = batch->candidates->len; i-- > 0;) {
    CenDagCandidate *candidate = batch->candidates->pdata[i];

    if (candidate->state != CEN_DAG_SOUND)
      continue;
    if (!candidate->is_vouched)
      candidate->is_vouched = is_authentic (batch, candidate->pending);
    if (candidate->is_vouched && candidate->pending->op.has_prev &&
        candidate->parents[0].candidate != NULL)
      candidate->parents[0].candidate->is_vouched = TRUE;
  }
}

static gboolean
must_wait (CenDagBatch *batch, const CenDagCandidate *candidate)
{
  if (!candidate->is_vouched)
    return TRUE;
  for (guint i = 0; i < candidate->n_parents; i++) {
    const CenDagCandidate *parent = candidate->parents[i].candidate;

    if (parent != NULL && parent->state != CEN_DAG_SOUND)
      return TRUE;
  }
  return candidate->pending->op.kind == CEN_OP_JOIN && !cen_dag_join_is_admitted (batch, candidate);
}

static void
close_set (CenDagBatch *batch)
{
  gboolean has_changed;

  do {
    has_changed = FALSE;
    vouch (batch);
    for (guint i = 0; i < batch->candidates->len; i++) {
      CenDagCandidate *candidate = batch->candidates->pdata[i];

      if (candidate->state == CEN_DAG_SOUND && must_wait (batch, candidate)) {
        candidate->state = CEN_DAG_WAITING;
        has_changed = TRUE;
      }
    }
  } while (has_changed);
}

/* --- Taking them in --- */

/* What an accepted op makes to be folded. */
typedef struct {
  GHashTable *fresh; /* gint64 * object row → CenDagCandidate, or NULL to fold it from the log */
  GArray *order;     /* gint64 object rows */
  gboolean has_endorse;
} Touched;

static void
touch (Touched *touched, gint64 object, CenDagCandidate *fresh)
{
  if (g_hash_table_contains (touched->fresh, &object))
    fresh = NULL;
  else
    g_array_append_val (touched->order, object);
  g_hash_table_insert (touched->fresh, g_memdup2 (&object, sizeof object), fresh);
}

/* Op row @no has waited for @candidate. What is sealed is about what is sealed alone. */
static gboolean
set_subject (CenDagBatch *batch, gint64 no, guint kind, const CenDagCandidate *candidate,
             gint64 *ret_object, GError **error)
{
  gboolean is_sealed = candidate->pending->op.kind == CEN_OP_SEALED;

  *ret_object = kind != CEN_OP_SEALED || is_sealed ? candidate->row.no : 0;
  if (kind == CEN_OP_SEALED)
    return !is_sealed || cen_opened_set_object (batch->circle, no, candidate->row.no, error);
  return cen_sql_run (batch->circle->store, error, "UPDATE op SET object = ? WHERE no = ?", "ii",
                      candidate->row.no, no);
}

/* Ops that named @candidate before it was here: now they are about something. */
static gboolean
resolve_dangling (CenDagBatch *batch, CenDagCandidate *candidate, Touched *touched, GError **error)
{
  const CenId *id = &candidate->pending->op.id;
  g_auto (CenRows) rows = { 0 };
  gboolean has_any = FALSE;

  if (!cen_sql_query (batch->circle->store, &rows, error,
                      "SELECT o.no, o.kind, o.object FROM dangling d JOIN op o ON o.no = d.op"
                      " WHERE d.id = ? AND o.circle = ?",
                      "Ii", id, batch->circle->no))
    return FALSE;
  while (cen_rows_next (&rows, error)) {
    gint64 no = cen_rows_get_int (&rows, 0);
    guint kind = (guint) cen_rows_get_int (&rows, 1);
    gint64 object = cen_rows_get_int (&rows, 2);

    has_any = TRUE;
    if (kind == CEN_OP_CREATE)
      object = no;
    else if (object == 0 && !set_subject (batch, no, kind, candidate, &object, error))
      return FALSE;
    if (object != 0)
      touch (touched, object, NULL);
    if (kind == CEN_OP_TEXT && !cen_note_forget (batch->circle, object, error))
      return FALSE;
  }
  if (rows.has_failed || !has_any)
    return !rows.has_failed;
  cen_rows_clear (&rows);
  return cen_sql_run (batch->circle->store, error,
                      "DELETE FROM dangling WHERE id = ?1 AND op IN (SELECT d.op FROM dangling d"
                      " JOIN op o ON o.no = d.op WHERE d.id = ?1 AND o.circle = ?2)",
                      "Ii", id, batch->circle->no);
}

/* What a SEALED is about, for those who can open it; and what an ENDORSE makes to be folded. */
static gboolean
admit_by_kind (CenDagBatch *batch, CenDagCandidate *candidate, Touched *touched, GError **error)
{
  const CenPending *pending = candidate->pending;
  g_autoptr (GArray) objects = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (pending->op.kind == CEN_OP_SEALED)
    return cen_opened_admit (batch->circle, candidate->row.no, &pending->op.id,
                             cen_circle_get_device (batch->circle, candidate->row.device),
                             pending->payload, &candidate->object, error);
  if (pending->op.kind != CEN_OP_ENDORSE)
    return TRUE;
  if (!cen_judge_note_endorse (batch->circle, candidate->row.no, pending->payload, objects, error))
    return FALSE;
  for (guint i = 0; i < objects->len; i++) {
    touch (touched, g_array_index (objects, gint64, i), NULL);
    if (!cen_note_forget (batch->circle, g_array_index (objects, gint64, i), error))
      return FALSE;
  }
  touched->has_endorse = TRUE;
  return TRUE;
}

static gboolean
insert_candidate (CenDagBatch *batch, CenDagCandidate *candidate, Touched *touched, GError **error)
{
  CenLogRow rows[CEN_DAG_PARENTS_MAX];
  gboolean is_create = candidate->pending->op.kind == CEN_OP_CREATE;
  gint64 early_no = candidate->pending->early_no;

  if (early_no != 0 && !cen_early_views_remove (batch->circle, early_no, error))
    return FALSE;
  for (guint i = 0; i < candidate->n_parents; i++) {
    const CenDagParent *parent = &candidate->parents[i];

    rows[i] = parent->candidate != NULL ? parent->candidate->row : parent->row;
  }
  if (!cen_log_insert (batch->circle, candidate->pending, rows, candidate->n_parents,
                       &candidate->row, &candidate->object, error) ||
      (early_no != 0 && !cen_early_views_move (batch->circle, early_no, candidate->row.no, error)))
    return FALSE;
  if (!admit_by_kind (batch, candidate, touched, error))
    return FALSE;
  if (candidate->object != 0)
    touch (touched, candidate->object, is_create ? candidate : NULL);
  if ((is_create || candidate->pending->op.kind == CEN_OP_SEALED) &&
      batch->circle->n_dangling > 0 && !resolve_dangling (batch, candidate, touched, error))
    return FALSE;
  g_ptr_array_add (batch->received->accepted, cen_pending_ref (candidate->pending));
  return TRUE;
}

static gboolean
fold_touched (CenDagBatch *batch, Touched *touched, gboolean may_be_fresh, GError **error)
{
  for (guint i = 0; i < touched->order->len; i++) {
    gint64 no = g_array_index (touched->order, gint64, i);
    const CenDagCandidate *fresh = g_hash_table_lookup (touched->fresh, &no);
    CenFoldFresh source;

    if (fresh != NULL && may_be_fresh && fresh->pending->payload != NULL) {
      source.op = &fresh->pending->op;
      source.device = cen_circle_get_device (batch->circle, fresh->row.device);
      source.past = fresh->row.past;
      source.payload = fresh->pending->payload;
      if (!cen_fold_object (batch->circle, no, &source, error))
        return FALSE;
    } else if (!cen_fold_object (batch->circle, no, NULL, error)) {
      return FALSE;
    }
  }
  return TRUE;
}

static gboolean
insert_all (CenDagBatch *batch, GError **error)
{
  g_autoptr (GHashTable) fresh = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr (GArray) order = g_array_new (FALSE, FALSE, sizeof (gint64));
  Touched touched = { fresh, order, FALSE };
  gboolean has_frame = FALSE;

  for (guint i = 0; i < batch->candidates->len; i++) {
    CenDagCandidate *candidate = batch->candidates->pdata[i];

    if (candidate->state != CEN_DAG_SOUND)
      continue;
    has_frame = has_frame || cen_op_is_frame (&candidate->pending->op);
    if (!insert_candidate (batch, candidate, &touched, error))
      return FALSE;
  }
  if (has_frame && !cen_views_update (batch->circle, error))
    return FALSE;
  if (touched.has_endorse && !cen_modlog_update_endorse (batch->circle, error))
    return FALSE;
  /* A change of authority may already have folded what is new here. */
  return fold_touched (batch, &touched, !has_frame, error) &&
         cen_fold_note_erased (batch->circle, error) &&
         (batch->received->accepted->len == 0 || cen_circle_save (batch->circle, error));
}

/* After the commit: what was accepted leaves the orphans, the rest joins them or is junk. */
static void
settle (CenDagBatch *batch)
{
  CenOrphans *orphans = batch->circle->orphans;

  for (guint i = 0; i < batch->candidates->len; i++) {
    CenDagCandidate *candidate = batch->candidates->pdata[i];
    const CenId *id = &candidate->pending->op.id;

    switch (candidate->state) {
    case CEN_DAG_SOUND:
      cen_orphans_remove (orphans, id);
      break;
    case CEN_DAG_WAITING:
      cen_orphans_add (orphans, candidate->pending);
      batch->received->n_orphans++;
      break;
    case CEN_DAG_JUNK:
    default:
      cen_orphans_remove (orphans, id);
      cen_orphans_add_junk (orphans, id);
      /* Nobody is blamed for what another left among the orphans. */
      batch->received->n_junk += candidate->pending->source == batch->source;
      break;
    }
  }
}

static int
compare_candidates (gconstpointer a, gconstpointer b)
{
  const CenOp *x = &(*(CenDagCandidate *const *) a)->pending->op;
  const CenOp *y = &(*(CenDagCandidate *const *) b)->pending->op;

  if (x->lamport != y->lamport)
    return x->lamport < y->lamport ? -1 : 1;
  return cen_id_compare (&x->id, &y->id);
}

static gboolean
run (CenDagBatch *batch, const CenIncoming *incoming, guint n_incoming, GError **error)
{
  g_autoptr (GPtrArray) decoded = decode_all (incoming, n_incoming, batch->source, batch->redacted);

  for (guint i = 0; i < n_incoming; i++) {
    if (!gather_one (batch, &incoming[i], decoded->pdata[i], error))
      return FALSE;
  }
  gather_orphans (batch);
  g_ptr_array_sort (batch->candidates, compare_candidates);
  for (guint i = 0; i < batch->candidates->len; i++) {
    if (!resolve (batch, batch->candidates->pdata[i], error))
      return FALSE;
  }
  close_set (batch);
  return insert_all (batch, error);
}

/* An op of our own that goes on a chain and that we did not write: a copy of this home did, or this
 * home before it was set back. */
static void
notice_own (CenCircle *circle, const CenReceived *received)
{
  for (guint i = 0; i < received->accepted->len; i++) {
    const CenOp *op = &((CenPending *) received->accepted->pdata[i])->op;

    if (op->has_prev && cen_id_equal (&op->device, &circle->self_device) &&
        !cen_id_equal (&op->id, &circle->just_signed))
      circle->is_elsewhere = TRUE;
  }
}

gboolean
cen_dag_receive (CenCircle *circle, const CenIncoming *incoming, guint n_incoming, guint64 source,
                 CenDurability durability, CenReceived *ret_received, GError **error)
{
  g_autoptr (GPtrArray) candidates = g_ptr_array_new_with_free_func (candidate_free);
  g_autoptr (GHashTable) by_id = g_hash_table_new (cen_id_hash, cen_id_hash_equal);
  g_autoptr (GHashTable) redacted =
      g_hash_table_new_full (cen_id_hash, cen_id_hash_equal, g_free, NULL);
  CenDagBatch batch = { circle, candidates, by_id, redacted, source, ret_received };

  memset (ret_received, 0, sizeof *ret_received);
  ret_received->accepted = g_ptr_array_new_with_free_func ((GDestroyNotify) cen_pending_unref);
  if (!cen_store_begin (circle->store, durability, error))
    return FALSE;
  if (!run (&batch, incoming, n_incoming, error)) {
    cen_store_rollback (circle->store);
  } else if (cen_store_commit (circle->store, error)) {
    settle (&batch);
    notice_own (circle, ret_received);
    return TRUE;
  }
  g_ptr_array_set_size (ret_received->accepted, 0);
  circle->changes = 0;
  cen_circle_reload (circle, NULL);
  return FALSE;
}
