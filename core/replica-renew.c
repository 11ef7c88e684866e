/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Keys and log are two files, so the renewal has three steps, each of which can be the last before
 * a crash: the new keys are in the file of keys (renewal underway); the log has their DEVICE_ADD
 * and names the new device as its own; the file of keys knows that it is done. Whoever finds it
 * underway goes on where it stopped. */

#include "replica-renew.h"

#include "author-members.h"
#include "store-sql.h"

#include <string.h>

static gboolean
set_self (CenCircle *circle, const CenId *device, GError **error)
{
  return cen_sql_run (circle->store, error,
                      "UPDATE circle SET self_device = ?, renewed = ? WHERE no = ?", "Iii", device,
                      circle->world->now_ms (circle->world), circle->no);
}

/* The DEVICE_ADD, unless it is there, and that it is ours, both or neither. */
static gboolean
begin_chain (CenCircle *circle, GError **error)
{
  CenId device, id;

  cen_id_from_bytes (&device, circle->keys->device.public_key);
  if (!cen_store_begin (circle->store, CEN_STORE_FULL, error))
    return FALSE;
  if ((cen_circle_find_device (circle, &device) != NULL ||
       cen_author_add_device (circle, circle->keys, &id, error)) &&
      set_self (circle, &device, error))
    return cen_store_commit (circle->store, error) && cen_circle_reload (circle, error);
  cen_store_rollback (circle->store);
  cen_circle_reload (circle, NULL);
  return FALSE;
}

static gboolean
retire (CenCircle *circle, GError **error)
{
  for (guint i = 0; i < circle->keys->former->len; i++) {
    const CenFormerDevice *former = &g_array_index (circle->keys->former, CenFormerDevice, i);
    const CenDevice *device = cen_circle_find_device (circle, &former->device);

    if (device != NULL && cen_circle_device_is_effective (circle, device) &&
        !cen_author_remove_device (circle, &former->device, NULL, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
cen_replica_renew_device (CenReplica *self, CenCircle *circle, CenRetirement retirement,
                          GError **error)
{
  CenCircleKeys *keys = circle->keys;

  if (keys == NULL)
    return TRUE;
  if (!cen_circle_is_left (circle)) {
    if ((keys->renewal != CEN_RENEWAL_UNDERWAY &&
         !cen_secrets_renew (self->secrets, &circle->id, error)) ||
        !begin_chain (circle, error))
      return FALSE;
    circle->is_elsewhere = FALSE;
    circle->was_renewed = TRUE;
    circle->changes |= CEN_CHANGED_FRAME | CEN_CHANGED_MEMBERS;
  }
  keys->renewal = CEN_RENEWAL_NONE;
  if (!cen_secrets_save (self->secrets, error))
    return FALSE;
  return retirement == CEN_KEEP_FORMER || cen_circle_is_left (circle) || retire (circle, error);
}

gboolean
cen_circle_needs_renewal (const CenCircle *circle)
{
  return circle->keys != NULL &&
         (circle->is_elsewhere || circle->keys->renewal != CEN_RENEWAL_NONE);
}

guint
cen_replica_renew_needed (CenReplica *self, GError **error)
{
  guint n = 0;

  for (guint i = 0; i < self->circles->len; i++) {
    CenCircle *circle = self->circles->pdata[i];
    g_autoptr (GError) cause = NULL;

    if (!cen_circle_needs_renewal (circle))
      continue;
    if (cen_replica_renew_device (self, circle, CEN_KEEP_FORMER, &cause))
      n++;
    else if (error != NULL && *error == NULL)
      g_propagate_error (error, g_steal_pointer (&cause));
  }
  return n;
}
