/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "author-internal.h"

#include "cbor.h"
#include "dag.h"
#include "early-log.h"
#include "epochs.h"
#include "log.h"

#include <string.h>

/* --- One op --- */

gboolean
cen_author_refuse (GError **error, const char *sentence)
{
  g_set_error_literal (error, CEN_ERROR, CEN_ERROR_REFUSED, sentence);
  return FALSE;
}

gboolean
cen_author_refuse_missing (CenCircle *circle, const CenId *object, GError **error)
{
  gint64 early_no;

  if (!cen_early_log_find (circle->store, circle->no, object, &early_no, error))
    return FALSE;
  if (early_no != 0)
    return cen_author_refuse (error,
                              "What came before this is still on its way: try again when the "
                              "circle is up to date.");
  g_set_error_literal (error, CEN_ERROR, CEN_ERROR_NOT_FOUND,
                       "There is no such thing in this circle, or it was deleted.");
  return FALSE;
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  return cen_id_compare (a, b);
}

/* prev is our tip; deps are heads except it, at most @max of them. */
static void
fill_parents (CenCircle *circle, CenOp *op, guint max)
{
  const CenDevice *device = cen_circle_find_device (circle, &circle->self_device);
  GHashTableIter iter;
  gpointer head;

  if (device != NULL && device->has_tip) {
    op->has_prev = TRUE;
    op->prev = device->tip_id;
    op->seq = device->tip_seq + 1;
  }
  g_hash_table_iter_init (&iter, circle->heads);
  while (op->n_deps < max && g_hash_table_iter_next (&iter, &head, NULL)) {
    if (!op->has_prev || !cen_id_equal (head, &op->prev))
      op->deps[op->n_deps++] = *(CenId *) head;
  }
}

static gboolean
fill_lamport (CenCircle *circle, CenOp *op, GError **error)
{
  for (guint i = 0; i < op->n_deps + op->has_prev; i++) {
    const CenId *id = i < op->n_deps ? &op->deps[i] : &op->prev;
    CenLogRow parent;

    if (!cen_log_find (circle, id, &parent, error))
      return FALSE;
    op->lamport = MAX (op->lamport, parent.lamport);
  }
  op->lamport++;
  return TRUE;
}

static gboolean
fill_key (CenCircle *circle, CenOp *op, GError **error)
{
  const CenKnownEpoch *epoch;

  if (op->kind == CEN_OP_GENESIS || op->kind == CEN_OP_JOIN)
    return TRUE;
  if (!cen_epochs_get_writing (circle, &epoch, error))
    return FALSE;
  op->has_key = epoch != NULL;
  if (op->has_key)
    memcpy (op->key_id, epoch->key.key_id, CEN_KEYID_LEN);
  return TRUE;
}

/* Signs @op and takes it in, with a JOIN that comes with an ADMIT. */
static gboolean
take_in (CenCircle *circle, CenOp *op, GBytes *payload, const CenIncoming *join, CenId *ret_id,
         GError **error)
{
  g_autoptr (GBytes) bytes = NULL;
  g_auto (CenReceived) received = { 0 };
  CenIncoming incoming[2];
  guint n = 0;

  if (op->n_deps > 1)
    qsort (op->deps, op->n_deps, sizeof op->deps[0], compare_ids);
  op->wall_ms = (guint64) MAX (circle->world->now_ms (circle->world), 0);
  cen_op_commit_payload (op, g_bytes_get_data (payload, NULL), g_bytes_get_size (payload));
  bytes = cen_op_sign (op, op->kind == CEN_OP_GENESIS ? NULL : &circle->id, &circle->keys->device);
  circle->just_signed = op->id;
  if (join != NULL)
    incoming[n++] = *join;
  incoming[n++] = (CenIncoming){ .op = bytes, .payload = payload };
  if (!cen_dag_receive (circle, incoming, n, 0, CEN_STORE_FULL, &received, error))
    return FALSE;
  if (received.accepted->len != n)
    return cen_author_refuse (error,
                              "This could not be written: the circle is being brought up to date.");
  *ret_id = op->id;
  return TRUE;
}

static gboolean
gather_heads (CenCircle *circle, guint max, GError **error)
{
  g_autoptr (GBytes) nothing = g_bytes_new (NULL, 0);

  while (g_hash_table_size (circle->heads) > max) {
    CenOp op = { .kind = CEN_OP_MERGE };
    CenId id;

    fill_parents (circle, &op, CEN_OP_DEPS_MAX);
    if (!fill_lamport (circle, &op, error) || !fill_key (circle, &op, error) ||
        !take_in (circle, &op, nothing, NULL, &id, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
cen_author_write (CenCircle *circle, CenOpKind kind, const CenId *object, GBytes *payload,
                  CenId *ret_id, GError **error)
{
  CenOp op = { .kind = (guint) kind, .has_object = object != NULL };

  if (circle->keys == NULL)
    return cen_author_refuse (error, "This device has no keys for the circle.");
  if (circle->keys->renewal != CEN_RENEWAL_NONE)
    return cen_author_refuse (error,
                              "This home is a copy and has to become a device of its own first: "
                              "start it again.");
  if (object != NULL)
    op.object = *object;
  if (!gather_heads (circle, CEN_OP_DEPS_MAX, error))
    return FALSE;
  fill_parents (circle, &op, CEN_OP_DEPS_MAX);
  return fill_lamport (circle, &op, error) && fill_key (circle, &op, error) &&
         take_in (circle, &op, payload, NULL, ret_id, error);
}

/* --- What one may do --- */

gboolean
cen_author_check_member (CenCircle *circle, CenRole least, CenRole *ret_role, GError **error)
{
  const CenMemberInfo *info = cen_authority_get_member (circle->authority, &circle->self_member);

  if (info == NULL)
    return cen_author_refuse (error,
                              "You are not in this circle yet: wait until it is up to date.");
  if (info->state == CEN_MEMBER_LEFT)
    return cen_author_refuse (error, "You have left this circle.");
  if (info->state == CEN_MEMBER_REMOVED)
    return cen_author_refuse (error, "You were removed from this circle.");
  if (info->role > least && least <= CEN_ROLE_FACILITATOR)
    return cen_author_refuse (error, "Only a facilitator can do this.");
  if (info->role > least)
    return cen_author_refuse (error, "A guest can read, not write.");
  *ret_role = info->role;
  return TRUE;
}

/* One whose first op is not here yet may write what waits for it; one that was put out may not. */
static gboolean
check_device (CenCircle *circle, GError **error)
{
  const CenDevice *device = cen_circle_find_device (circle, &circle->self_device);

  return device == NULL || cen_circle_device_is_effective (circle, device) ||
         cen_author_refuse (error,
                            "This device was removed from the circle: add it again by a link made "
                            "on another device of yours.");
}

gboolean
cen_author_check_role (CenCircle *circle, CenRole least, CenRole *ret_role, GError **error)
{
  return cen_author_check_member (circle, least, ret_role, error) && check_device (circle, error);
}

/* --- Frame --- */

gboolean
cen_author_write_frame (CenCircle *circle, const CenFrame *frame, CenId *ret_id, GError **error)
{
  g_autoptr (GBytes) payload = cen_frame_build (frame, circle->world);

  return cen_author_write (circle, (CenOpKind) frame->kind, NULL, payload, ret_id, error);
}

gboolean
cen_author_leave (CenCircle *circle, GError **error)
{
  CenFrame frame = { .kind = CEN_OP_LEAVE };
  CenRole role;
  CenId id;

  return cen_author_check_role (circle, CEN_ROLE_GUEST, &role, error) &&
         cen_author_write_frame (circle, &frame, &id, error);
}

gboolean
cen_author_invite_on_terms (CenCircle *circle, const CenInviteTerms *terms,
                            guint8 ret_seed[static CEN_KEY_LEN], CenId *ret_invite, GError **error)
{
  CenFrame frame = { .kind = CEN_OP_INVITE };
  CenInviteKeys keys;
  CenRole own;

  if (!cen_author_check_role (circle, CEN_ROLE_FACILITATOR, &own, error))
    return FALSE;
  if (terms->role < CEN_ROLE_MEMBER)
    return cen_author_refuse (error,
                              "An invite makes a member or a guest; appoint facilitators later.");
  if (terms->max_uses < 1 || terms->max_uses > CEN_INVITE_USES_MAX)
    return cen_author_refuse (error, "An invite can be used from 1 to 10,000 times.");
  circle->world->random (circle->world, ret_seed, CEN_KEY_LEN);
  cen_invite_keys_from_seed (&keys, ret_seed);
  memcpy (frame.invite.proof_key, keys.proof.public_key, CEN_KEY_LEN);
  memcpy (frame.invite.curve, keys.curve.public_key, CEN_KEY_LEN);
  memcpy (frame.invite.discovery, keys.discovery, CEN_KEY_LEN);
  cen_invite_keys_clear (&keys);
  frame.invite.role = terms->role;
  frame.invite.max_uses = terms->max_uses;
  frame.invite.expires_ms = terms->expires_ms;
  frame.invite.needs_confirmation = terms->needs_confirmation;
  return cen_author_write_frame (circle, &frame, ret_invite, error);
}

gboolean
cen_author_invite (CenCircle *circle, CenRole role, guint max_uses, gint64 expires_ms,
                   guint8 ret_seed[static CEN_KEY_LEN], CenId *ret_invite, GError **error)
{
  CenInviteTerms terms = { role, max_uses, expires_ms, FALSE };

  return cen_author_invite_on_terms (circle, &terms, ret_seed, ret_invite, error);
}

gboolean
cen_author_revoke_invite (CenCircle *circle, const CenId *invite, GError **error)
{
  guint number = GPOINTER_TO_UINT (g_hash_table_lookup (circle->frame_numbers, invite));
  CenFrame frame = { .kind = CEN_OP_INVITE_REVOKE, .invite_revoke = *invite };
  CenRole role;
  CenId id;

  if (number == 0 ||
      ((CenFrameOp *) circle->frames->pdata[number - 1])->frame.kind != CEN_OP_INVITE) {
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_NOT_FOUND, "There is no such invite.");
    return FALSE;
  }
  return cen_author_check_role (circle, CEN_ROLE_FACILITATOR, &role, error) &&
         cen_author_write_frame (circle, &frame, &id, error);
}

CenInviteState
cen_author_find_invite (CenCircle *circle, const guint8 *curve, const guint8 *proof,
                        guint *ret_number)
{
  gint64 now = circle->world->now_ms (circle->world);

  for (guint i = 0; i < circle->frames->len; i++) {
    const CenFrameOp *op = circle->frames->pdata[i];
    const CenFrameInvite *invite = &op->frame.invite;

    if (op->frame.kind != CEN_OP_INVITE || !cen_authority_is_effective (circle->authority, i) ||
        (curve != NULL && memcmp (invite->curve, curve, CEN_KEY_LEN) != 0) ||
        (proof != NULL && memcmp (invite->proof_key, proof, CEN_KEY_LEN) != 0))
      continue;
    *ret_number = i;
    if (cen_authority_is_revoked (circle->authority, i))
      return CEN_INVITE_REVOKED;
    if (invite->expires_ms != 0 && invite->expires_ms <= now)
      return CEN_INVITE_EXPIRED;
    if (cen_authority_count_uses (circle->authority, i) >= invite->max_uses)
      return CEN_INVITE_USED_UP;
    return CEN_INVITE_USABLE;
  }
  return CEN_INVITE_UNKNOWN;
}

const char *
cen_invite_state_to_sentence (CenInviteState state)
{
  switch (state) {
  case CEN_INVITE_REVOKED:
    return "This invite was taken back: ask for a new one.";
  case CEN_INVITE_EXPIRED:
    return "This invite has expired: ask for a new one.";
  case CEN_INVITE_USED_UP:
    return "This invite was already used as often as it may be: ask for a new one.";
  case CEN_INVITE_UNKNOWN:
    return "This invite is not known to the circle: ask for a new one.";
  case CEN_INVITE_USABLE:
  default:
    return "This invite can be used.";
  }
}

/* The ADMIT that named @join before; FALSE when there is none. */
static gboolean
find_admit (CenCircle *circle, const CenId *join, CenId *ret_admit)
{
  for (guint i = 0; i < circle->frames->len; i++) {
    const CenFrameOp *op = circle->frames->pdata[i];

    if (op->frame.kind == CEN_OP_ADMIT && cen_id_equal (&op->frame.admit.join, join) &&
        cen_authority_is_effective (circle->authority, i)) {
      *ret_admit = op->id;
      return TRUE;
    }
  }
  return FALSE;
}

static gboolean
check_join (CenCircle *circle, GBytes *join, GBytes *payload, CenOp *ret_op, CenFrame *ret_frame,
            GError **error)
{
  gsize len, payload_len;
  const guint8 *bytes = g_bytes_get_data (join, &len);
  const guint8 *content = g_bytes_get_data (payload, &payload_len);

  if (cen_op_decode (ret_op, bytes, len, error) && ret_op->kind == CEN_OP_JOIN &&
      cen_op_matches_payload (ret_op, content, payload_len) &&
      cen_op_verify (ret_op, &circle->id) &&
      cen_frame_parse (ret_frame, CEN_OP_JOIN, content, payload_len, NULL) &&
      cen_certificate_is_valid (&ret_frame->join.certificate, &circle->id, &ret_op->device) &&
      cen_frame_join_is_proven (&ret_frame->join, &circle->id, &ret_op->device))
    return TRUE;
  g_clear_error (error);
  g_set_error_literal (error, CEN_ERROR, CEN_ERROR_INVALID, "A request to join is malformed.");
  return FALSE;
}

gboolean
cen_author_wrap_key (CenCircle *circle, const guint8 *box, CenKeyWrap *ret_wrap, GError **error)
{
  const CenKnownEpoch *epoch;

  if (!cen_epochs_get_writing (circle, &epoch, error))
    return FALSE;
  if (epoch == NULL)
    return cen_author_refuse (error, "This member has no key of the circle yet: try another one.");
  return cen_key_wrap_seal (ret_wrap, &epoch->key, box, circle->world);
}

static gboolean
write_admit (CenCircle *circle, const CenOp *join, const CenFrame *frame,
             const CenIncoming *incoming, CenId *ret_admit, GError **error)
{
  g_autoptr (GBytes) payload = cen_frame_build (frame, circle->world);
  CenOp op = { .kind = CEN_OP_ADMIT };

  if (!gather_heads (circle, CEN_OP_DEPS_MAX - 1, error))
    return FALSE;
  fill_parents (circle, &op, CEN_OP_DEPS_MAX - 1);
  if (!fill_lamport (circle, &op, error) || !fill_key (circle, &op, error))
    return FALSE;
  op.deps[op.n_deps++] = join->id;
  return take_in (circle, &op, payload, incoming, ret_admit, error);
}

static gboolean
is_full (CenCircle *circle)
{
  g_autoptr (GPtrArray) devices = cen_circle_list_effective_devices (circle);
  GPtrArray *members = cen_authority_get_members (circle->authority);
  guint n_active = 0;

  for (guint i = 0; i < members->len; i++)
    n_active += ((const CenMemberInfo *) members->pdata[i])->state == CEN_MEMBER_ACTIVE;
  return devices->len >= CEN_DEVICES_MAX || n_active >= CEN_MEMBERS_MAX;
}

gboolean
cen_author_admit (CenCircle *circle, GBytes *join, GBytes *payload, CenId *ret_admit,
                  GError **error)
{
  CenIncoming incoming = { .op = join, .payload = payload };
  CenFrame frame, admit = { .kind = CEN_OP_ADMIT };
  CenInviteState state;
  CenRole role;
  guint number;
  CenOp op;

  if (!check_join (circle, join, payload, &op, &frame, error))
    return FALSE;
  if (find_admit (circle, &op.id, ret_admit))
    return TRUE;
  state = cen_author_find_invite (circle, NULL, frame.join.proof_key, &number);
  if (state != CEN_INVITE_USABLE)
    return cen_author_refuse (error, cen_invite_state_to_sentence (state));
  if (is_full (circle))
    return cen_author_refuse (error, "This circle is full.");
  admit.admit.join = op.id;
  admit.admit.invite = ((CenFrameOp *) circle->frames->pdata[number])->id;
  return cen_author_check_role (circle, CEN_ROLE_MEMBER, &role, error) &&
         cen_author_wrap_key (circle, frame.join.certificate.box, &admit.admit.wrap, error) &&
         write_admit (circle, &op, &admit, &incoming, ret_admit, error);
}
