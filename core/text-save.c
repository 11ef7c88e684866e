/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The form is a version byte and columns, each packed by itself so that numbers of one sort stand
 * together: `raw length, packed length, packed bytes`. Numbers have seven bits a byte, the least
 * first. A chain is what was written at one place at once: each character hangs on the right of the
 * one before. Of what hangs where, only the first of a chain says it; the spans follow from that
 * and from what is deleted. Siblings stand in an order that only ids tell, so that is said too. */

#include "text-save.h"

#include "deflate.h"

#include <string.h>

#define VERSION     1
#define COLUMN_MAX  (64u << 20) /* bytes; more than any document of CEN_NOTE_CHARS_MAX takes */
#define NUMBER_BITS 7

typedef enum {
  COLUMN_RUNS,    /* number of edits or characters, with the kind of run */
  COLUMN_CHAINS,  /* lengths */
  COLUMN_PARENTS, /* how far back the first of each chain hangs, with the side */
  COLUMN_KILLS,   /* edits without a kill before it, number, how */
  COLUMN_KILLED,  /* how far back the first one is */
  COLUMN_KIN,     /* for each family the ranks of its members */
  COLUMN_TEXT,
  N_COLUMNS,
} Column;

/* --- Saving --- */

static void
put_number (GByteArray *out, guint32 number)
{
  guint8 bytes[5];
  guint n = 0;

  do {
    bytes[n] = (guint8) ((number & 0x7f) | (number > 0x7f ? 0x80 : 0));
    number >>= NUMBER_BITS;
    n++;
  } while (number > 0);
  g_byte_array_append (out, bytes, n);
}

static void
save_runs (const CenTextLog *log, GByteArray *column)
{
  for (guint i = 0; i < log->runs->len; i++) {
    const CenTextRun *run = &g_array_index (log->runs, CenTextRun, i);
    gboolean is_last = i + 1 == log->runs->len;
    guint32 n_edits = (is_last ? log->n_edits : run[1].edit) - run->edit;
    guint32 n_chars = (is_last ? log->n_chars : run[1].at) - run->at;
    guint32 n = run->kind == CEN_TEXT_RUN_WHOLE ? n_chars : n_edits;

    put_number (column, n << 2 | run->kind);
  }
}

static void
save_kills (CenTextLog *log, GByteArray *kills, GByteArray *killed)
{
  guint32 edit = 0;

  for (guint i = 0; i < log->kills->len; i++) {
    const CenTextKill *kill = &g_array_index (log->kills, CenTextKill, i);
    guint32 at, n;

    cen_text_log_get_chars (log, kill->edit, &at, &n);
    put_number (kills, kill->edit - edit);
    put_number (kills, (guint32) (kill->n << 2 | kill->is_each << 1 | kill->is_backward));
    put_number (killed, at + n - kill->at);
    edit = kill->edit;
  }
}

static int
compare_numbers (gconstpointer a, gconstpointer b)
{
  guint32 x = *(const guint32 *) a;
  guint32 y = *(const guint32 *) b;

  return x < y ? -1 : x > y;
}

/* The rank of each of @n siblings among them as they came. */
static void
save_kin (const guint32 *kids, guint n, GByteArray *column)
{
  g_autofree guint32 *sorted = g_memdup2 (kids, n * sizeof *kids);

  qsort (sorted, n, sizeof *sorted, compare_numbers);
  for (guint i = 0; i < n; i++) {
    const guint32 *found = bsearch (&kids[i], sorted, n, sizeof *sorted, compare_numbers);

    put_number (column, (guint32) (found - sorted));
  }
}

static void
save_spans (const CenTextTree *tree, GByteArray **columns)
{
  guint32 chain = 0;
  const CenTextSpan *span = NULL;

  for (guint32 at = 0; at < tree->log.n_chars; at += span->len) {
    span = &tree->spans[cen_text_tree_find (tree, at)];
    if (at > 0 && (span->parent != at - 1 || span->side == CEN_TEXT_LEFT)) {
      put_number (columns[COLUMN_CHAINS], at - chain);
      put_number (columns[COLUMN_PARENTS], (at - 1 - span->parent) << 1 | span->side);
      chain = at;
    }
    for (guint side = 0; side < G_N_ELEMENTS (span->kids); side++) {
      guint n;
      const guint32 *kids = cen_text_tree_get_kids (tree, &span->kids[side], &n);

      if (n > 1)
        save_kin (kids, n, columns[COLUMN_KIN]);
    }
  }
  put_number (columns[COLUMN_CHAINS], tree->log.n_chars - chain);
}

static void
put_column (GByteArray *out, const GByteArray *column)
{
  g_autoptr (GByteArray) packed = g_byte_array_new ();

  cen_deflate_pack (column->data, column->len, packed);
  put_number (out, column->len);
  put_number (out, packed->len);
  g_byte_array_append (out, packed->data, packed->len);
}

GBytes *
cen_text_save (CenText *self)
{
  CenTextTree *tree = &self->tree;
  GByteArray *columns[N_COLUMNS];
  GByteArray *out = g_byte_array_new ();
  GString *text = g_string_new (NULL);
  guint8 version = VERSION;

  g_assert (!tree->log.is_open);
  for (guint i = 0; i < N_COLUMNS; i++)
    columns[i] = g_byte_array_new ();
  save_runs (&tree->log, columns[COLUMN_RUNS]);
  save_kills (&tree->log, columns[COLUMN_KILLS], columns[COLUMN_KILLED]);
  save_spans (tree, columns);
  cen_text_chars_copy (&tree->chars, 1, tree->log.n_chars - 1, text);
  g_byte_array_append (columns[COLUMN_TEXT], (const guint8 *) text->str, (guint) text->len);
  g_byte_array_append (out, &version, 1);
  for (guint i = 0; i < N_COLUMNS; i++) {
    put_column (out, columns[i]);
    g_byte_array_unref (columns[i]);
  }
  g_string_free (text, TRUE);
  return g_byte_array_free_to_bytes (out);
}

/* --- Opening --- */

typedef struct {
  guint8 *bytes;
  const guint8 *at;
  const guint8 *end;
} Numbers;

/* What is read of a form before there is a tree; bits by character. */
typedef struct {
  Numbers columns[N_COLUMNS];
  guint32 n_chars;
  guint8 *is_deleted;
  guint8 *is_start; /* of a span */
  GArray *chains;   /* guint32: the first of each */
  GArray *parents;  /* guint32: twice what it hangs on, plus the side */
} Opening;

static gboolean
get_number (const guint8 **at, const guint8 *end, guint32 *ret_number)
{
  guint32 number = 0;

  for (guint shift = 0; shift < 32 && *at < end; shift += NUMBER_BITS) {
    guint8 byte = *(*at)++;

    number |= (guint32) (byte & 0x7f) << shift;
    if (byte < 0x80) {
      *ret_number = number;
      return TRUE;
    }
  }
  return FALSE;
}

static gboolean
take_number (Numbers *column, guint32 *ret_number)
{
  return get_number (&column->at, column->end, ret_number);
}

static gboolean
read_columns (Opening *opening, const guint8 *bytes, gsize len)
{
  const guint8 *at = bytes + 1;
  const guint8 *end = bytes + len;

  if (len == 0 || bytes[0] != VERSION)
    return FALSE;
  for (guint i = 0; i < N_COLUMNS; i++) {
    guint32 n, packed;

    if (!get_number (&at, end, &n) || !get_number (&at, end, &packed) || n > COLUMN_MAX ||
        packed > (gsize) (end - at) || n / 1100 > packed)
      return FALSE;
    opening->columns[i].bytes = g_malloc (n + 1);
    opening->columns[i].at = opening->columns[i].bytes;
    opening->columns[i].end = opening->columns[i].bytes + n;
    opening->columns[i].bytes[n] = '\0';
    if (!cen_deflate_unpack (at, packed, opening->columns[i].bytes, n))
      return FALSE;
    at += packed;
  }
  return at == end;
}

static gboolean
open_runs (Opening *opening, CenTextLog *log)
{
  Numbers *column = &opening->columns[COLUMN_RUNS];

  g_array_set_size (log->runs, 0);
  log->n_edits = log->n_chars = 0;
  while (column->at < column->end) {
    CenTextRun run = { .edit = log->n_edits, .at = log->n_chars };
    guint32 number;

    if (!take_number (column, &number) || (number & 3) > CEN_TEXT_RUN_WHOLE || number >> 2 == 0)
      return FALSE;
    run.kind = number & 3;
    number >>= 2;
    if (number > G_MAXINT32 - log->n_edits)
      return FALSE;
    log->n_edits += run.kind == CEN_TEXT_RUN_WHOLE ? 1 : number;
    if (run.kind != CEN_TEXT_RUN_NONE && number > CEN_NOTE_CHARS_MAX + 1 - log->n_chars)
      return FALSE;
    log->n_chars += run.kind == CEN_TEXT_RUN_NONE ? 0 : number;
    g_array_append_val (log->runs, run);
  }
  opening->n_chars = log->n_chars;
  return log->runs->len > 0 && g_array_index (log->runs, CenTextRun, 0).kind == CEN_TEXT_RUN_EACH;
}

/* Whether all edits and characters of @kill are there, the root not among them. */
static gboolean
kill_is_sound (const CenTextLog *log, const CenTextKill *kill)
{
  if (kill->at == 0 || kill->at >= log->n_chars ||
      (kill->is_each && kill->n > log->n_edits - kill->edit))
    return FALSE;
  return kill->n <= (kill->is_backward ? kill->at : log->n_chars - kill->at);
}

static gboolean
open_kills (Opening *opening, CenTextLog *log)
{
  Numbers *column = &opening->columns[COLUMN_KILLS];
  guint32 edit = 0;

  while (column->at < column->end) {
    CenTextKill kill = { 0 };
    guint32 number, back, at, n;

    if (!take_number (column, &number) || number >= log->n_edits - edit)
      return FALSE;
    kill.edit = edit += number;
    if (!take_number (column, &number) || !take_number (&opening->columns[COLUMN_KILLED], &back) ||
        number >> 2 == 0 || number >> 2 > CEN_NOTE_CHARS_MAX)
      return FALSE;
    kill.n = number >> 2;
    kill.is_each = (number >> 1) & 1;
    kill.is_backward = number & 1;
    cen_text_log_get_chars (log, edit, &at, &n);
    kill.at = at + n - back;
    if (back > at + n || !kill_is_sound (log, &kill))
      return FALSE;
    memset (opening->is_deleted + (kill.is_backward ? kill.at + 1 - kill.n : kill.at), 1, kill.n);
    g_array_append_val (log->kills, kill);
  }
  return TRUE;
}

/* Chains and what they hang on; a span starts at each, and where something hangs in its midst. */
static gboolean
open_chains (Opening *opening)
{
  guint32 at = 0;
  guint32 n, number;

  while (take_number (&opening->columns[COLUMN_CHAINS], &n)) {
    if (n == 0 || n > opening->n_chars - at)
      return FALSE;
    at += n;
    if (at == opening->n_chars)
      break;
    if (!take_number (&opening->columns[COLUMN_PARENTS], &number) || number >> 1 >= at)
      return FALSE;
    number = (at - 1 - (number >> 1)) << 1 | (number & 1);
    g_array_append_val (opening->chains, at);
    g_array_append_val (opening->parents, number);
    opening->is_start[at] = 1;
    opening->is_start[(number >> 1) + (number & 1)] = 1;
  }
  return at == opening->n_chars;
}

static void
add_spans (Opening *opening, CenTextTree *tree)
{
  guint next = 0;

  for (guint32 at = 1, end = 1; at < opening->n_chars; at = end) {
    CenTextSpan span = { .at = at,
                         .is_deleted = opening->is_deleted[at],
                         .parent = at - 1,
                         .side = CEN_TEXT_RIGHT,
                         .kids = { CEN_TEXT_NONE, CEN_TEXT_NONE } };
    guint32 parent;

    do
      end++;
    while (end < opening->n_chars && !opening->is_start[end] &&
           opening->is_deleted[end] == opening->is_deleted[at]);
    span.len = end - at;
    if (next < opening->chains->len && g_array_index (opening->chains, guint32, next) == at) {
      guint32 number = g_array_index (opening->parents, guint32, next++);

      span.parent = number >> 1;
      span.side = number & 1;
    }
    parent = cen_text_tree_find (tree, span.parent);
    span.depth = tree->spans[parent].depth + span.parent - tree->spans[parent].at + 1;
    cen_text_tree_add_kid (tree, parent, span.side, at);
    cen_text_tree_add_span (tree, &span);
  }
}

/* Puts @n siblings, which stand as they came, into the order that is told: each rank once. */
static gboolean
open_kin (Numbers *column, guint32 *kids, guint n)
{
  g_autofree guint32 *sorted = g_memdup2 (kids, n * sizeof *kids);
  guint32 rank;

  for (guint i = 0; i < n; i++) {
    if (!take_number (column, &rank) || rank >= n || sorted[rank] == CEN_TEXT_NONE)
      return FALSE;
    kids[i] = sorted[rank];
    sorted[rank] = CEN_TEXT_NONE;
  }
  return TRUE;
}

static gboolean
sort_kin (Opening *opening, CenTextTree *tree)
{
  for (guint32 i = 0; i < tree->n_spans; i++) {
    for (guint side = 0; side < G_N_ELEMENTS (tree->spans[i].kids); side++) {
      guint n;
      const guint32 *kids = cen_text_tree_get_kids (tree, &tree->spans[i].kids[side], &n);

      if (n > 1 && !open_kin (&opening->columns[COLUMN_KIN], (guint32 *) kids, n))
        return FALSE;
    }
  }
  return TRUE;
}

/* A span on the way from the root to where one is, and how many of its children were passed. */
typedef struct {
  guint32 span;
  guint n_passed;
} Step;

/* The children of @step's span that come before it, and those behind. */
static gboolean
get_next_kid (const CenTextTree *tree, Step *step, gboolean *ret_is_itself, guint32 *ret_kid)
{
  const CenTextSpan *span = &tree->spans[step->span];
  guint n_left, n_right;
  const guint32 *left = cen_text_tree_get_kids (tree, &span->kids[CEN_TEXT_LEFT], &n_left);
  const guint32 *right = cen_text_tree_get_kids (tree, &span->kids[CEN_TEXT_RIGHT], &n_right);
  guint i = step->n_passed++;

  *ret_is_itself = i == n_left;
  if (i < n_left)
    *ret_kid = left[i];
  else if (i > n_left && i - n_left - 1 < n_right)
    *ret_kid = right[i - n_left - 1];
  return i <= n_left + n_right;
}

/* Reads the tree from left to right. The joint between two spans is the depth of the highest
 * character that one comes by from the one to the other. */
static void
build_order (CenTextTree *tree)
{
  g_autoptr (GArray) path = g_array_new (FALSE, FALSE, sizeof (Step));
  Step step = { 0, 0 };
  guint32 before = CEN_TEXT_NONE;
  guint32 joint = 0;

  cen_text_order_clear (&tree->order);
  cen_text_order_init (&tree->order);
  g_array_append_val (path, step);
  while (path->len > 0) {
    Step *last = &g_array_index (path, Step, path->len - 1);
    const CenTextSpan *span = &tree->spans[last->span];
    gboolean is_itself;
    guint32 kid = 0;

    if (!get_next_kid (tree, last, &is_itself, &kid)) {
      joint = MIN (joint, span->depth - 1);
      g_array_set_size (path, path->len - 1);
    } else if (!is_itself) {
      step.span = cen_text_tree_find (tree, kid);
      g_array_append_val (path, step);
    } else {
      if (before != CEN_TEXT_NONE)
        cen_text_order_append (&tree->order, before,
                               tree->spans[before].is_deleted ? 0 : tree->spans[before].len, joint);
      before = last->span;
      joint = span->depth + span->len - 1;
    }
  }
  cen_text_order_append (&tree->order, before,
                         tree->spans[before].is_deleted ? 0 : tree->spans[before].len, 0);
  cen_text_order_seal (&tree->order);
}

static gboolean
open_text (Opening *opening, CenTextTree *tree)
{
  const char *text = (const char *) opening->columns[COLUMN_TEXT].bytes;
  gsize len = (gsize) (opening->columns[COLUMN_TEXT].end - opening->columns[COLUMN_TEXT].at);

  if (!g_utf8_validate_len (text, len, NULL) ||
      g_utf8_strlen (text, (gssize) len) != (glong) opening->n_chars - 1)
    return FALSE;
  cen_text_chars_add (&tree->chars, text, opening->n_chars - 1);
  return TRUE;
}

static gboolean
open_all (Opening *opening, const guint8 *bytes, gsize len, CenTextTree *tree)
{
  if (!read_columns (opening, bytes, len) || !open_runs (opening, &tree->log))
    return FALSE;
  opening->is_deleted = g_malloc0 (opening->n_chars + 1);
  opening->is_start = g_malloc0 (opening->n_chars + 1);
  if (!open_text (opening, tree) || !open_kills (opening, &tree->log) || !open_chains (opening))
    return FALSE;
  cen_text_index_reserve (&tree->index, opening->n_chars);
  add_spans (opening, tree);
  if (!sort_kin (opening, tree))
    return FALSE;
  for (guint i = 0; i < COLUMN_TEXT; i++) {
    if (opening->columns[i].at != opening->columns[i].end)
      return FALSE;
  }
  build_order (tree);
  return TRUE;
}

CenText *
cen_text_open (const guint8 *bytes, gsize len, CenTextCompare compare, gconstpointer data)
{
  g_autoptr (CenText) self = cen_text_new (compare, data);
  Opening opening = { .chains = g_array_new (FALSE, FALSE, sizeof (guint32)),
                      .parents = g_array_new (FALSE, FALSE, sizeof (guint32)) };
  gboolean ok = open_all (&opening, bytes, len, &self->tree);

  for (guint i = 0; i < N_COLUMNS; i++)
    g_free (opening.columns[i].bytes);
  g_free (opening.is_deleted);
  g_free (opening.is_start);
  g_array_unref (opening.chains);
  g_array_unref (opening.parents);
  return ok ? g_steal_pointer (&self) : NULL;
}
