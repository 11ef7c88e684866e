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

/* The seed stands with the keys. */
static char *
write_without_seed (const CenInviteLink *link)
{
  CenInviteLink copy = *link;

  cen_crypto_wipe (copy.seed, sizeof copy.seed);
  return cen_invite_link_to_text (&copy);
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

gboolean
cen_joining_keep (CenReplica *replica, const CenJoinRequest *request, const CenInviteLink *link,
                  GError **error)
{
  CenId invite = name_invite (link);
  g_autofree char *text = write_without_seed (link);

  if (!cen_secrets_remove (replica->secrets, &link->circle, error) ||
      !cen_secrets_take (replica->secrets, copy_keys (request->keys, replica->world), error) ||
      !cen_secrets_add_invite (replica->secrets, &link->circle, &invite, link->seed, error) ||
      !cen_store_begin (replica->store, CEN_STORE_FULL, error))
    return FALSE;
  if (!cen_sql_run (replica->store, error,
                    "INSERT OR REPLACE INTO joining (circle, invite, op, payload, link)"
                    " VALUES (?, ?, ?, ?, ?)",
                    "IIbbt", &link->circle, &invite, g_bytes_get_data (request->op, NULL),
                    g_bytes_get_size (request->op), g_bytes_get_data (request->payload, NULL),
                    g_bytes_get_size (request->payload), text)) {
    cen_store_rollback (replica->store);
    return FALSE;
  }
  return cen_store_commit (replica->store, error);
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

/* The link of the row at hand, with its seed; NULL when that is lost. */
static CenInviteLink *
read_link (CenReplica *replica, CenRows *rows)
{
  CenId circle = cen_rows_get_id (rows, 0);
  CenId invite = cen_rows_get_id (rows, 1);
  g_autofree char *text = cen_rows_dup_text (rows, 2);
  const CenCircleKeys *keys = cen_secrets_get (replica->secrets, &circle);
  const guint8 *seed = keys != NULL ? cen_circle_keys_get_invite_seed (keys, &invite) : NULL;
  CenInviteLink link;

  if (seed == NULL || !cen_invite_link_parse (&link, text, NULL))
    return NULL;
  memcpy (link.seed, seed, CEN_KEY_LEN);
  return g_memdup2 (&link, sizeof link);
}

GPtrArray *
cen_joining_list (CenReplica *replica)
{
  GPtrArray *links = g_ptr_array_new_with_free_func (free_link);
  g_auto (CenRows) rows = { 0 };

  if (!cen_sql_query (replica->store, &rows, NULL, "SELECT circle, invite, link FROM joining", ""))
    return links;
  while (cen_rows_next (&rows, NULL)) {
    CenInviteLink *link = read_link (replica, &rows);

    if (link != NULL)
      g_ptr_array_add (links, link);
  }
  return links;
}
