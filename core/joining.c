/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "joining.h"

#include "invite.h"
#include "store-sql.h"

#include <string.h>

/* What the invite shows to everybody. */
static CenId
name_invite (const CenInviteLink *link)
{
  CenInviteKeys keys;
  CenId name;

  cen_invite_keys_from_seed (&keys, link->seed);
  cen_id_from_bytes (&name, keys.proof.public_key);
  cen_invite_keys_clear (&keys);
  return name;
}

static CenId
name_device_link (const CenDeviceLink *link)
{
  CenDeviceLinkKeys keys;
  CenId name;

  cen_device_link_keys_from_seed (&keys, link->seed);
  cen_id_from_bytes (&name, keys.curve.public_key);
  cen_device_link_keys_clear (&keys);
  return name;
}

/* The seed stands with the keys. */
static char *
write_without_seed (const CenLinkContent *link, char *(*to_text) (const CenLinkContent *link))
{
  CenLinkContent copy = *link;

  cen_crypto_wipe (copy.seed, sizeof copy.seed);
  return to_text (&copy);
}

static CenCircleKeys *
copy_keys (const CenCircleKeys *from, const CenWorld *world)
{
  CenCircleKeys *keys = cen_circle_keys_generate (world);

  keys->circle = from->circle;
  keys->member = from->member;
  keys->device = from->device;
  keys->box = from->box;
  keys->curve = from->curve;
  return keys;
}

CenJoinRequest *
cen_joining_find (CenReplica *replica, const CenInviteLink *link)
{
  const CenCircleKeys *keys = cen_secrets_get (replica->secrets, &link->circle);
  CenId invite = name_invite (link);
  g_auto (CenRows) rows = { 0 };
  g_autoptr (GBytes) bytes = NULL;
  CenJoinRequest *request;
  gsize len;
  CenOp op;

  if (keys == NULL || keys->renewal != CEN_RENEWAL_NONE ||
      !cen_sql_query (replica->store, &rows, NULL,
                      "SELECT op, payload FROM joining WHERE circle = ? AND invite = ?", "II",
                      &link->circle, &invite) ||
      !cen_rows_next (&rows, NULL))
    return NULL;
  bytes = cen_rows_dup_bytes (&rows, 0);
  if (!cen_op_decode (&op, g_bytes_get_data (bytes, &len), g_bytes_get_size (bytes), NULL) ||
      memcmp (op.device.bytes, keys->device.public_key, CEN_KEY_LEN) != 0)
    return NULL;
  request = g_new0 (CenJoinRequest, 1);
  request->link = *link;
  cen_crypto_wipe (request->link.seed, sizeof request->link.seed);
  request->keys = copy_keys (keys, replica->world);
  request->join = op.id;
  request->op = g_steal_pointer (&bytes);
  request->payload = cen_rows_dup_bytes (&rows, 1);
  return request;
}

/* @op, @payload: NULL for a device. */
static gboolean
keep (CenReplica *replica, const CenCircleKeys *keys, const CenId *name, const CenLinkContent *link,
      const char *text, GBytes *op, GBytes *payload, GError **error)
{
  if (!cen_secrets_remove (replica->secrets, &link->circle, error) ||
      !cen_secrets_take (replica->secrets, copy_keys (keys, replica->world), error) ||
      !cen_secrets_add_invite (replica->secrets, &link->circle, name, link->seed, error) ||
      !cen_store_begin (replica->store, CEN_STORE_FULL, error))
    return FALSE;
  if (!cen_sql_run (replica->store, error,
                    "INSERT OR REPLACE INTO joining (circle, invite, op, payload, link)"
                    " VALUES (?, ?, ?, ?, ?)",
                    "IIbbt", &link->circle, name, op != NULL ? g_bytes_get_data (op, NULL) : NULL,
                    op != NULL ? g_bytes_get_size (op) : (gsize) 0,
                    payload != NULL ? g_bytes_get_data (payload, NULL) : NULL,
                    payload != NULL ? g_bytes_get_size (payload) : (gsize) 0, text)) {
    cen_store_rollback (replica->store);
    return FALSE;
  }
  return cen_store_commit (replica->store, error);
}

gboolean
cen_joining_keep (CenReplica *replica, const CenJoinRequest *request, const CenInviteLink *link,
                  GError **error)
{
  CenId invite = name_invite (link);
  g_autofree char *text = write_without_seed (link, cen_invite_link_to_text);

  return keep (replica, request->keys, &invite, link, text, request->op, request->payload, error);
}

void
cen_joining_forget (CenReplica *replica, const CenId *circle)
{
  if (cen_replica_find (replica, circle) != NULL)
    return;
  cen_sql_run (replica->store, NULL, "DELETE FROM joining WHERE circle = ?", "I", circle);
  cen_secrets_remove (replica->secrets, circle, NULL);
}

static void
free_link (gpointer link)
{
  cen_invite_link_clear (link);
  g_free (link);
}

typedef gboolean (*ParseFunc) (CenLinkContent *ret_link, const char *text, GError **error);

/* The link of the row at hand, with its seed; NULL when that is lost, or it is of another kind. */
static CenLinkContent *
read_link (CenReplica *replica, CenRows *rows, ParseFunc parse)
{
  CenId circle = cen_rows_get_id (rows, 0);
  CenId name = cen_rows_get_id (rows, 1);
  g_autofree char *text = cen_rows_dup_text (rows, 2);
  const CenCircleKeys *keys = cen_secrets_get (replica->secrets, &circle);
  const guint8 *seed = keys != NULL ? cen_circle_keys_get_invite_seed (keys, &name) : NULL;
  CenLinkContent link;

  if (seed == NULL || !parse (&link, text, NULL))
    return NULL;
  memcpy (link.seed, seed, CEN_KEY_LEN);
  return g_memdup2 (&link, sizeof link);
}

static GPtrArray *
list_links (CenReplica *replica, ParseFunc parse)
{
  GPtrArray *links = g_ptr_array_new_with_free_func (free_link);
  g_auto (CenRows) rows = { 0 };

  if (!cen_sql_query (replica->store, &rows, NULL, "SELECT circle, invite, link FROM joining", ""))
    return links;
  while (cen_rows_next (&rows, NULL)) {
    CenLinkContent *link = read_link (replica, &rows, parse);

    if (link != NULL)
      g_ptr_array_add (links, link);
  }
  return links;
}

GPtrArray *
cen_joining_list (CenReplica *replica)
{
  return list_links (replica, cen_invite_link_parse);
}

/* --- Further devices --- */

static gboolean
has_row (CenReplica *replica, const CenId *circle, const CenId *name)
{
  gint64 n;

  return cen_sql_get_int (replica->store, 0, &n, NULL,
                          "SELECT count (*) FROM joining WHERE circle = ? AND invite = ?", "II",
                          circle, name) &&
         n > 0;
}

CenDeviceRequest *
cen_joining_find_device (CenReplica *replica, const CenDeviceLink *link)
{
  const CenCircleKeys *keys = cen_secrets_get (replica->secrets, &link->circle);
  CenId name = name_device_link (link);

  if (keys == NULL || keys->renewal != CEN_RENEWAL_NONE || !has_row (replica, &link->circle, &name))
    return NULL;
  return cen_device_request_from_keys (link, copy_keys (keys, replica->world));
}

gboolean
cen_joining_keep_device (CenReplica *replica, const CenDeviceRequest *request, GError **error)
{
  CenId name = name_device_link (&request->link);
  g_autofree char *text = write_without_seed (&request->link, cen_device_link_to_text);

  return keep (replica, request->keys, &name, &request->link, text, NULL, NULL, error);
}

GPtrArray *
cen_joining_list_devices (CenReplica *replica)
{
  return list_links (replica, cen_device_link_parse);
}

void
cen_joining_forget_device (CenReplica *replica, const CenDeviceLink *link)
{
  CenId name = name_device_link (link);

  if (has_row (replica, &link->circle, &name))
    cen_joining_forget (replica, &link->circle);
}
