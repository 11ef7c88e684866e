/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "replica-internal.h"

#include "epoch.h"
#include "store-local.h"
#include "store-sql.h"
#include "tor-way.h"

#include <string.h>

static gboolean
load_circles (CenReplica *self, GError **error)
{
  g_auto (CenRows) rows = { 0 };

  if (!cen_sql_query (self->store, &rows, error, "SELECT no, id FROM circle ORDER BY no", ""))
    return FALSE;
  while (cen_rows_next (&rows, error)) {
    CenId id = cen_rows_get_id (&rows, 1);
    CenCircle *circle = cen_circle_load (self->store, self->world, cen_rows_get_int (&rows, 0),
                                         cen_secrets_get (self->secrets, &id), error);

    if (circle == NULL)
      return FALSE;
    g_ptr_array_add (self->circles, circle);
  }
  return !rows.has_failed;
}

gboolean
cen_replica_reload (CenReplica *self, GError **error)
{
  g_ptr_array_set_size (self->circles, 0);
  return load_circles (self, error);
}

CenReplica *
cen_replica_open (const char *path, const char *secrets_path, const CenWorld *world, GError **error)
{
  return cen_replica_unlock (path, secrets_path, NULL, world, error);
}

CenReplica *
cen_replica_unlock (const char *path, const char *secrets_path, const guint8 *key,
                    const CenWorld *world, GError **error)
{
  g_autoptr (CenReplica) self = g_new0 (CenReplica, 1);

  self->world = world;
  self->circles = g_ptr_array_new_with_free_func ((GDestroyNotify) cen_circle_free);
  self->store = cen_store_open (path, CEN_STORE_READ_WRITE, error);
  if (self->store == NULL)
    return NULL;
  self->secrets = cen_secrets_open (secrets_path, key, world, error);
  if (self->secrets == NULL || !load_circles (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
cen_replica_free (CenReplica *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->circles);
  cen_store_free (self->store);
  cen_secrets_free (self->secrets);
  g_free (self);
}

CenCircle *
cen_replica_find (CenReplica *self, const CenId *circle)
{
  for (guint i = 0; i < self->circles->len; i++) {
    CenCircle *one = self->circles->pdata[i];

    if (cen_id_equal (&one->id, circle))
      return one;
  }
  return NULL;
}

/* A row for a circle of which this device holds @keys, loaded. */
static CenCircle *
add_circle (CenReplica *self, const CenId *id, CenCircleKeys *keys, GError **error)
{
  CenId member, device;
  CenCircle *circle;
  gint64 no;

  cen_id_from_bytes (&member, keys->member.public_key);
  cen_id_from_bytes (&device, keys->device.public_key);
  no = cen_circle_insert (self->store, id, &member, &device, error);
  if (no == 0)
    return NULL;
  circle = cen_circle_load (self->store, self->world, no, keys, error);
  if (circle != NULL)
    g_ptr_array_add (self->circles, circle);
  return circle;
}

/* A circle that did not come to be: out of memory, and its keys out of the file. */
static void
drop_circle (CenReplica *self, const CenId *id)
{
  for (guint i = self->circles->len; i-- > 0;) {
    if (cen_id_equal (&((CenCircle *) self->circles->pdata[i])->id, id))
      g_ptr_array_remove_index (self->circles, i);
  }
  cen_secrets_remove (self->secrets, id, NULL);
}

static gboolean
delete_rows (CenReplica *self, gint64 no, GError **error)
{
  static const char *const statements[] = {
    "DELETE FROM body WHERE no IN (SELECT no FROM op WHERE circle = ?)",
    "DELETE FROM modlog WHERE circle = ?",
    "DELETE FROM frame WHERE circle = ?",
    "DELETE FROM op WHERE circle = ?",
    "DELETE FROM body WHERE no IN (SELECT no FROM op WHERE no < 0 AND circle = -?)",
    "DELETE FROM op WHERE no < 0 AND circle = -?",
    "DELETE FROM past WHERE circle = ?",
    "DELETE FROM device WHERE circle = ?",
    "DELETE FROM member WHERE circle = ?",
    "DELETE FROM address WHERE circle = ?",
    "DELETE FROM meeting WHERE circle = ?",
    "DELETE FROM port WHERE circle = ?",
    "DELETE FROM tor WHERE circle = ?",
    "DELETE FROM told WHERE circle = ?",
    "DELETE FROM attached WHERE circle = ?",
    "DELETE FROM blob WHERE circle = ?",
    "DELETE FROM file_words WHERE rowid / 128 IN (SELECT no FROM file_index WHERE circle = ?)",
    "DELETE FROM file_index WHERE circle = ?",
    "DELETE FROM blob_copy WHERE circle = ?",
    "DELETE FROM preference WHERE circle = ?",
    "DELETE FROM circle WHERE no = ?",
  };

  for (guint i = 0; i < G_N_ELEMENTS (statements); i++) {
    if (!cen_sql_run (self->store, error, statements[i], "i", no))
      return FALSE;
  }
  return TRUE;
}

gboolean
cen_replica_forget (CenReplica *self, CenCircle *circle, GError **error)
{
  CenId id = circle->id;

  if (circle->n_ops > 1)
    return TRUE;
  if (!cen_store_begin (self->store, CEN_STORE_FULL, error))
    return FALSE;
  if (!delete_rows (self, circle->no, error)) {
    cen_store_rollback (self->store);
    return FALSE;
  }
  if (!cen_store_commit (self->store, error))
    return FALSE;
  drop_circle (self, &id);
  return TRUE;
}

gboolean
cen_replica_check_room (CenReplica *self, GError **error)
{
  if (self->circles->len < CEN_CIRCLES_MAX)
    return TRUE;
  g_set_error (error, CEN_ERROR, CEN_ERROR_REFUSED,
               "You are in %d circles already: leave one before another one begins.",
               CEN_CIRCLES_MAX);
  return FALSE;
}

static gboolean
check_name (const char *name, GError **error)
{
  if (name != NULL && cen_name_is_valid (name))
    return TRUE;
  g_set_error (error, CEN_ERROR, CEN_ERROR_REFUSED, "A name is one line of 1 to %d characters.",
               CEN_NAME_POINTS_MAX);
  return FALSE;
}

/* --- Founding --- */

static GBytes *
build_genesis (CenReplica *self, const CenCircleKeys *keys, GBytes **ret_payload, CenId *ret_circle)
{
  CenFrame frame = { .kind = CEN_OP_GENESIS };
  CenOp op = { .kind = CEN_OP_GENESIS, .lamport = 1 };
  CenId device;
  GBytes *bytes;

  cen_id_from_bytes (&device, keys->device.public_key);
  memcpy (frame.genesis.box, keys->box.public_key, CEN_KEY_LEN);
  memcpy (frame.genesis.curve, keys->curve.public_key, CEN_KEY_LEN);
  cen_certificate_sign (&frame.genesis, NULL, &device, &keys->member);
  *ret_payload = cen_frame_build (&frame, self->world);
  cen_op_commit_payload (&op, g_bytes_get_data (*ret_payload, NULL),
                         g_bytes_get_size (*ret_payload));
  op.wall_ms = (guint64) MAX (self->world->now_ms (self->world), 0);
  bytes = cen_op_sign (&op, NULL, &keys->device);
  cen_op_circle_id (&op, ret_circle);
  return bytes;
}

static gboolean
write_first_epoch (CenCircle *circle, GError **error)
{
  g_autoptr (GBytes) payload = NULL;
  guint8 secret[CEN_KEY_LEN];
  CenEpochKey key;
  CenId id;
  gboolean ok;

  circle->world->random (circle->world, secret, sizeof secret);
  cen_epoch_key_from_bytes (&key, secret);
  payload = cen_epoch_build (&key, 0, NULL, 0, circle->keys->box.public_key, 1, circle->world);
  ok = cen_author_write (circle, CEN_OP_EPOCH, NULL, payload, &id, error);
  cen_epoch_key_clear (&key);
  cen_crypto_wipe (secret, sizeof secret);
  return ok;
}

static gboolean
write_circle_object (CenCircle *circle, const CenCircleOptions *options, GError **error)
{
  const char *texts[] = { options->name, options->intention, options->charter, options->colour,
                          options->continues };
  CenValue values[G_N_ELEMENTS (texts)];
  guint n = 0;
  CenId id;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    const CenField *field = cen_kind_get_field (cen_kind_get (CEN_KIND_CIRCLE), i + 1);

    if (texts[i] != NULL)
      values[n++] = (CenValue){ .field = field->id, .type = field->type, .text = texts[i] };
  }
  return cen_author_create (circle, cen_kind_get (CEN_KIND_CIRCLE), values, n, &id, error);
}

static gboolean
write_first_content (CenCircle *circle, const CenCircleOptions *options, GError **error)
{
  CenValue channel = { .field = CEN_CHANNEL_NAME, .type = CEN_FIELD_NAME, .text = "general" };
  CenId id;

  return write_first_epoch (circle, error) && write_circle_object (circle, options, error) &&
         cen_replica_ensure_profile (circle, options->as, error) &&
         cen_author_create (circle, cen_kind_get (CEN_KIND_CHANNEL), &channel, 1, &id, error);
}

static CenCircle *
found (CenReplica *self, const CenCircleOptions *options, CenCircleKeys *keys, GBytes *genesis,
       GBytes *payload, GError **error)
{
  g_auto (CenReceived) received = { 0 };
  CenIncoming incoming = { .op = genesis, .payload = payload };
  CenCircle *circle = add_circle (self, &keys->circle, keys, error);

  if (circle == NULL ||
      !cen_dag_receive (circle, &incoming, 1, 0, CEN_STORE_FULL, &received, error))
    return NULL;
  g_assert (received.accepted->len == 1);
  return write_first_content (circle, options, error) ? circle : NULL;
}

CenCircle *
cen_replica_create_circle (CenReplica *self, const CenCircleOptions *options, GError **error)
{
  g_autoptr (GBytes) genesis = NULL;
  g_autoptr (GBytes) payload = NULL;
  CenCircleKeys *keys;
  CenCircle *circle;
  CenId id;

  if (!cen_replica_check_room (self, error) || !check_name (options->name, error) ||
      !check_name (options->as, error))
    return NULL;
  keys = cen_circle_keys_generate (self->world);
  genesis = build_genesis (self, keys, &payload, &keys->circle);
  id = keys->circle;
  if (!cen_secrets_take (self->secrets, keys, error) ||
      !cen_store_begin (self->store, CEN_STORE_FULL, error))
    return NULL;
  circle = found (self, options, keys, genesis, payload, error);
  if (circle != NULL && cen_store_commit (self->store, error))
    return circle;
  if (circle == NULL)
    cen_store_rollback (self->store);
  drop_circle (self, &id);
  return NULL;
}

gboolean
cen_replica_ensure_profile (CenCircle *circle, const char *name, GError **error)
{
  CenValue value = { .field = CEN_PROFILE_NAME, .type = CEN_FIELD_NAME, .text = name };
  CenId profile;

  if (!cen_author_find_profile (circle, &profile, error))
    return FALSE;
  if (!cen_id_is_zero (&profile))
    return TRUE;
  return cen_author_create (circle, cen_kind_get (CEN_KIND_PROFILE), &value, 1, &profile, error);
}

/* --- Joining --- */

CenJoinRequest *
cen_join_request_new (const CenWorld *world, const CenInviteLink *link, const char *name,
                      const CenBoxKey *curve)
{
  CenJoinRequest *request = g_new0 (CenJoinRequest, 1);
  CenFrame frame = { .kind = CEN_OP_JOIN };
  CenOp op = { .kind = CEN_OP_JOIN, .lamport = 1 };
  CenInviteKeys invite;
  CenId device;

  request->link = *link;
  cen_crypto_wipe (request->link.seed, sizeof request->link.seed);
  request->keys = cen_circle_keys_generate (world);
  request->keys->circle = link->circle;
  if (curve != NULL)
    request->keys->curve = *curve;
  cen_id_from_bytes (&device, request->keys->device.public_key);
  memcpy (frame.join.certificate.box, request->keys->box.public_key, CEN_KEY_LEN);
  memcpy (frame.join.certificate.curve, request->keys->curve.public_key, CEN_KEY_LEN);
  cen_certificate_sign (&frame.join.certificate, &link->circle, &device, &request->keys->member);
  g_strlcpy (frame.join.name, name, sizeof frame.join.name);
  cen_invite_keys_from_seed (&invite, link->seed);
  cen_frame_join_prove (&frame.join, &link->circle, &device, &invite.proof);
  cen_invite_keys_clear (&invite);
  request->payload = cen_frame_build (&frame, world);
  cen_op_commit_payload (&op, g_bytes_get_data (request->payload, NULL),
                         g_bytes_get_size (request->payload));
  op.wall_ms = (guint64) MAX (world->now_ms (world), 0);
  request->op = cen_op_sign (&op, &link->circle, &request->keys->device);
  request->join = op.id;
  return request;
}

CenJoinRequest *
cen_replica_begin_join (CenReplica *self, const CenInviteLink *link, const char *name,
                        GError **error)
{
  const CenCircle *circle = cen_replica_find (self, &link->circle);

  if (circle != NULL && (!cen_circle_is_left (circle) || circle->keys == NULL)) {
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_REFUSED, "You are in this circle already.");
    return NULL;
  }
  if (!cen_replica_check_room (self, error) || !check_name (name, error))
    return NULL;
  return cen_join_request_new (self->world, link, name,
                               circle != NULL ? &circle->keys->curve : NULL);
}

void
cen_join_request_free (CenJoinRequest *self)
{
  if (self == NULL)
    return;
  cen_circle_keys_free (self->keys);
  g_clear_pointer (&self->op, g_bytes_unref);
  g_clear_pointer (&self->payload, g_bytes_unref);
  g_free (self);
}

/* The answer must found the very circle of the link and admit the very JOIN we made. */
static gboolean
check_answer (const CenJoinRequest *request, GBytes *genesis, GBytes *admit, GBytes *admit_payload,
              GError **error)
{
  CenFrame frame;
  CenOp op;
  CenId founded;
  gsize len, payload_len;
  const guint8 *bytes = g_bytes_get_data (genesis, &len);
  const guint8 *payload = g_bytes_get_data (admit_payload, &payload_len);
  gboolean ok = cen_op_decode (&op, bytes, len, NULL) && op.kind == CEN_OP_GENESIS;

  if (ok) {
    cen_op_circle_id (&op, &founded);
    bytes = g_bytes_get_data (admit, &len);
    ok = cen_id_equal (&founded, &request->link.circle) && cen_op_decode (&op, bytes, len, NULL) &&
         op.kind == CEN_OP_ADMIT && cen_op_matches_payload (&op, payload, payload_len) &&
         cen_frame_parse (&frame, CEN_OP_ADMIT, payload, payload_len, NULL) &&
         cen_id_equal (&frame.admit.join, &request->join);
  }
  if (!ok)
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_INVALID,
                         "The answer to the request to join is not for this invite.");
  return ok;
}

/* The circle of which this home has new keys: a new row, or that of one it had left, whose log goes
 * on. */
static CenCircle *
enter_circle (CenReplica *self, const CenId *id, GError **error)
{
  CenCircleKeys *keys = cen_secrets_get (self->secrets, id);
  CenCircle *circle = cen_replica_find (self, id);
  CenId member, device;

  if (circle == NULL)
    return add_circle (self, id, keys, error);
  cen_id_from_bytes (&member, keys->member.public_key);
  cen_id_from_bytes (&device, keys->device.public_key);
  circle->keys = keys;
  if (!cen_sql_run (self->store, error,
                    "UPDATE circle SET self_member = ?, self_device = ? WHERE no = ?", "IIi",
                    &member, &device, circle->no) ||
      !cen_circle_reload (circle, error))
    return NULL;
  return circle;
}

static gboolean
keep_addresses (CenCircle *circle, const CenLinkContent *link, GError **error)
{
  for (guint i = 0; i < link->n_addresses; i++) {
    if (cen_address_is_device (link->addresses[i].address) &&
        !cen_local_add_address (circle, link->addresses[i].curve, link->addresses[i].address, 0,
                                error))
      return FALSE;
  }
  return TRUE;
}

CenCircle *
cen_replica_enter (CenReplica *self, CenCircleKeys *keys, const CenLinkContent *link,
                   const CenIncoming *ops, guint n_ops, GError **error)
{
  g_auto (CenReceived) received = { 0 };
  CenId id = keys->circle;
  gboolean is_new = cen_replica_find (self, &id) == NULL;
  CenCircle *circle = NULL;

  if (!cen_secrets_remove (self->secrets, &id, error)) {
    cen_circle_keys_free (keys);
    return NULL;
  }
  if (!cen_secrets_take (self->secrets, keys, error))
    return NULL;
  if (cen_store_begin (self->store, CEN_STORE_FULL, error)) {
    circle = enter_circle (self, &id, error);
    if (circle == NULL || !keep_addresses (circle, link, error) ||
        (cen_tor_way_is_asked (link) && !cen_tor_way_set (circle, CEN_TOR_ONLY, error)) ||
        !cen_sql_run (self->store, error, "DELETE FROM joining WHERE circle = ?", "I", &id) ||
        !cen_dag_receive (circle, ops, n_ops, 0, CEN_STORE_FULL, &received, error)) {
      cen_store_rollback (self->store);
      circle = NULL;
    } else if (!cen_store_commit (self->store, error)) {
      circle = NULL;
    }
  }
  if (circle == NULL && is_new)
    drop_circle (self, &id);
  return circle;
}

CenCircle *
cen_replica_finish_join (CenReplica *self, CenJoinRequest *request, GBytes *genesis,
                         GBytes *genesis_payload, GBytes *admit, GBytes *admit_payload,
                         GError **error)
{
  CenIncoming incoming[] = {
    { .op = genesis, .payload = genesis_payload },
    { .op = request->op, .payload = request->payload },
    { .op = admit, .payload = admit_payload },
  };

  if (!check_answer (request, genesis, admit, admit_payload, error))
    return NULL;
  return cen_replica_enter (self, g_steal_pointer (&request->keys), &request->link, incoming,
                            G_N_ELEMENTS (incoming), error);
}
