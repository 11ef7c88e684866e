/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What may begin a chain (PROTOCOL.md, Acceptance: A2). The payloads of frame ops always come with
 * them and are committed to, so to look at them leaves acceptance a function of the set of ops. */

#include "dag-batch.h"

#include <string.h>

/* What is before a candidate: candidates of the same batch, and frame ops of the log. */
typedef struct {
  GHashTable *candidates; /* CenDagCandidate * */
  CenBitset *frames;      /* numbers */
} Past;

static void
past_clear (Past *past)
{
  g_hash_table_unref (past->candidates);
  cen_bitset_free (past->frames);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Past, past_clear)

static const CenId *
get_parent_id (const CenOp *op, guint i)
{
  return op->has_prev && i == 0 ? &op->prev : &op->deps[i - (op->has_prev ? 1 : 0)];
}

static void
add_parents (CenDagBatch *batch, const CenDagCandidate *candidate, Past *past, GPtrArray *stack)
{
  for (guint i = 0; i < candidate->n_parents; i++) {
    const CenDagParent *parent = &candidate->parents[i];
    const CenId *id = get_parent_id (&candidate->pending->op, i);

    if (parent->candidate != NULL) {
      if (g_hash_table_add (past->candidates, parent->candidate))
        g_ptr_array_add (stack, parent->candidate);
    } else if (parent->row.no != 0) {
      guint number = GPOINTER_TO_UINT (g_hash_table_lookup (batch->circle->frame_numbers, id));

      cen_bitset_union (past->frames, cen_circle_get_past (batch->circle, parent->row.past));
      if (number > 0)
        cen_bitset_add (past->frames, number - 1);
    }
  }
}

static void
past_init (Past *past, CenDagBatch *batch, const CenDagCandidate *of)
{
  g_autoptr (GPtrArray) stack = g_ptr_array_new ();

  past->candidates = g_hash_table_new (NULL, NULL);
  past->frames = cen_bitset_new ();
  add_parents (batch, of, past, stack);
  while (stack->len > 0)
    add_parents (batch, g_ptr_array_steal_index_fast (stack, stack->len - 1), past, stack);
}

/* The payload of a candidate of kind @kind; FALSE when it is of another or malformed. */
static gboolean
parse (const CenPending *pending, guint kind, CenFrame *ret_frame)
{
  gsize len;
  const guint8 *bytes = pending->payload != NULL ? g_bytes_get_data (pending->payload, &len) : NULL;

  return pending->op.kind == kind && bytes != NULL &&
         cen_frame_parse (ret_frame, kind, bytes, len, NULL);
}

gboolean
cen_dag_claims_hold (CenCircle *circle, const CenOp *op, GBytes *payload)
{
  gsize len;
  const guint8 *bytes;
  CenFrame frame;

  if (op->kind != CEN_OP_JOIN && op->kind != CEN_OP_DEVICE_ADD)
    return TRUE;
  bytes = g_bytes_get_data (payload, &len);
  if (!cen_frame_parse (&frame, op->kind, bytes, len, NULL))
    return FALSE;
  if (op->kind == CEN_OP_DEVICE_ADD)
    return cen_certificate_is_valid (&frame.device_add.certificate, &circle->id, &op->device);
  return cen_certificate_is_valid (&frame.join.certificate, &circle->id, &op->device) &&
         cen_frame_join_is_proven (&frame.join, &circle->id, &op->device);
}

/* --- JOIN --- */

static gboolean
has_parent (const CenDagCandidate *candidate, const CenDagCandidate *parent)
{
  for (guint i = 0; i < candidate->n_parents; i++) {
    if (candidate->parents[i].candidate == parent)
      return TRUE;
  }
  return FALSE;
}

/* Whether the op @invite is an INVITE in the past of @admit with the proof key @proof. */
static gboolean
has_invite (CenDagBatch *batch, const CenDagCandidate *admit, const CenId *invite,
            const guint8 *proof)
{
  guint number = GPOINTER_TO_UINT (g_hash_table_lookup (batch->circle->frame_numbers, invite));
  CenDagCandidate *candidate = g_hash_table_lookup (batch->by_id, invite);
  g_auto (Past) past = { 0 };
  CenFrame frame;

  past_init (&past, batch, admit);
  if (number > 0) {
    const CenFrameOp *op = batch->circle->frames->pdata[number - 1];

    return cen_bitset_has (past.frames, number - 1) && op->is_valid &&
           op->frame.kind == CEN_OP_INVITE &&
           memcmp (op->frame.invite.proof_key, proof, CEN_KEY_LEN) == 0;
  }
  return candidate != NULL && g_hash_table_contains (past.candidates, candidate) &&
         parse (candidate->pending, CEN_OP_INVITE, &frame) &&
         memcmp (frame.invite.proof_key, proof, CEN_KEY_LEN) == 0;
}

/* Whether its INVITE is there and fits does not change while the batch is closed: it is looked at
 * once. */
static gboolean
admits (CenDagBatch *batch, CenDagCandidate *admit, const CenDagCandidate *join)
{
  CenFrame said, asked;

  if (admit->admission == CEN_DAG_ADMITS_NOBODY || !parse (admit->pending, CEN_OP_ADMIT, &said) ||
      !cen_id_equal (&said.admit.join, &join->pending->op.id))
    return FALSE;
  if (admit->admission == CEN_DAG_UNKNOWN)
    admit->admission = parse (join->pending, CEN_OP_JOIN, &asked) &&
                               has_invite (batch, admit, &said.admit.invite, asked.join.proof_key)
                           ? CEN_DAG_ADMITS
                           : CEN_DAG_ADMITS_NOBODY;
  return admit->admission == CEN_DAG_ADMITS;
}

gboolean
cen_dag_join_is_admitted (CenDagBatch *batch, const CenDagCandidate *join)
{
  for (guint i = 0; i < batch->candidates->len; i++) {
    CenDagCandidate *candidate = batch->candidates->pdata[i];

    if (candidate->state == CEN_DAG_SOUND && candidate->pending->op.kind == CEN_OP_ADMIT &&
        has_parent (candidate, join) && admits (batch, candidate, join))
      return TRUE;
  }
  return FALSE;
}

/* --- DEVICE_ADD --- */

static gboolean
is_entry_of (const CenPending *pending, const CenId *member)
{
  CenFrame frame;

  return (parse (pending, CEN_OP_GENESIS, &frame) &&
          cen_id_equal (&frame.genesis.member, member)) ||
         (parse (pending, CEN_OP_JOIN, &frame) &&
          cen_id_equal (&frame.join.certificate.member, member));
}

gboolean
cen_dag_device_has_member (CenDagBatch *batch, const CenDagCandidate *addition)
{
  g_auto (Past) past = { 0 };
  GHashTableIter iter;
  gpointer candidate;
  const CenId *member;
  CenFrame frame;

  if (!parse (addition->pending, CEN_OP_DEVICE_ADD, &frame))
    return FALSE;
  member = &frame.device_add.certificate.member;
  past_init (&past, batch, addition);
  for (guint i = 0; i < batch->circle->devices->len; i++) {
    const CenDevice *device = batch->circle->devices->pdata[i];
    const CenFrameOp *root = batch->circle->frames->pdata[device->root_number];

    if (device->member_no != 0 && cen_id_equal (&device->member, member) &&
        root->frame.kind != CEN_OP_DEVICE_ADD && cen_bitset_has (past.frames, device->root_number))
      return TRUE;
  }
  g_hash_table_iter_init (&iter, past.candidates);
  while (g_hash_table_iter_next (&iter, &candidate, NULL)) {
    if (is_entry_of (((CenDagCandidate *) candidate)->pending, member))
      return TRUE;
  }
  return FALSE;
}
