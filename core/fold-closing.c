/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A vote is late when its time label is after the poll's closing time, and when it is not in the
 * past of the op that closed the poll: the first in order that says so and is its author's or a
 * facilitator's. What was in that past was here before it, so the question is asked once. */

#include "fold-closing.h"

#include "kinds-life.h"
#include "spared.h"

/* Whether @op is a SET that closes, if it may. */
static gboolean
says_closed (const CenFoldOp *op)
{
  CenContent content;
  gsize len;
  const guint8 *bytes = op->payload != NULL ? g_bytes_get_data (op->payload, &len) : NULL;

  return bytes != NULL && op->kind == CEN_OP_SET &&
         cen_content_parse (&content, op->kind, bytes, len, NULL) &&
         cen_fields_get_bool (content.fields, CEN_POLL_CLOSED);
}

/* The op that closed it; NULL when none did. */
static gboolean
find_closing (CenCircle *circle, const CenFold *fold, const CenFoldOp **ret_closing, GError **error)
{
  const CenFoldOp *create = fold->ops->pdata[0];
  gboolean is_effective;
  CenRole role;

  *ret_closing = NULL;
  for (guint i = 1; i < fold->ops->len; i++) {
    const CenFoldOp *op = fold->ops->pdata[i];

    if (op->lamport <= create->lamport || op->op.device == NULL || !says_closed (op))
      continue;
    if (!cen_judge_op (circle, &op->op, &is_effective, &role, error))
      return FALSE;
    if (is_effective && role <= CEN_ROLE_MEMBER &&
        (role <= CEN_ROLE_FACILITATOR ||
         cen_id_equal (&op->op.device->member, &create->op.device->member))) {
      *ret_closing = op;
      return TRUE;
    }
  }
  return TRUE;
}

static GArray *
list_marks (const CenFold *fold)
{
  GArray *places = g_array_new (FALSE, FALSE, sizeof (CenPlace));

  for (guint i = 1; i < fold->ops->len; i++) {
    const CenFoldOp *op = fold->ops->pdata[i];
    CenPlace place = { op->lamport, op->op.no };

    if (op->kind == CEN_OP_MARK)
      g_array_append_val (places, place);
  }
  return places;
}

static gboolean
is_late (CenCircle *circle, const CenFoldOp *op, guint64 closes_ms, const CenFoldOp *closing,
         gboolean *ret_is_late, GError **error)
{
  gboolean was_known = TRUE;

  if (closing != NULL && !cen_spared_has (circle, closing->op.no, op->op.no, &was_known, error))
    return FALSE;
  *ret_is_late = op->wall_ms > closes_ms || !was_known;
  return TRUE;
}

gboolean
cen_fold_find_late (CenCircle *circle, CenFold *fold, GError **error)
{
  const CenSpan *closes = &fold->values[CEN_POLL_CLOSES];
  const CenFoldOp *closing;
  g_autoptr (GArray) marks = NULL;

  if (!fold->exists || fold->kind == NULL || fold->kind->id != CEN_KIND_POLL)
    return TRUE;
  if (!find_closing (circle, fold, &closing, error))
    return FALSE;
  if (closing != NULL && closing->op.no < 0)
    closing = NULL; /* shown early: its past is not all here yet */
  marks = list_marks (fold);
  if (closing != NULL && !cen_spared_note_past (circle, closing->op.no, marks, error))
    return FALSE;
  fold->late = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  for (guint i = 1; i < fold->ops->len; i++) {
    const CenFoldOp *op = fold->ops->pdata[i];
    gboolean late = FALSE;

    if (op->kind == CEN_OP_MARK &&
        !is_late (circle, op, cen_span_get_uint (*closes, G_MAXUINT64), closing, &late, error))
      return FALSE;
    if (late)
      g_hash_table_add (fold->late, g_memdup2 (&op->op.no, sizeof op->op.no));
  }
  return TRUE;
}
