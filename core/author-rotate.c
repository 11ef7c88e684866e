/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "author-rotate.h"

#include "author-internal.h"
#include "epochs.h"

static gboolean
check_right (CenCircle *circle, GError **error)
{
  const CenDevice *device = cen_circle_find_device (circle, &circle->self_device);
  CenRole role;

  if (!cen_author_check_role (circle, CEN_ROLE_MEMBER, &role, error))
    return FALSE;
  return (device != NULL && cen_circle_device_is_effective (circle, device)) ||
         cen_author_refuse (error, "This device was removed from the circle.");
}

/* The payload of an EPOCH for @recipients after the epochs @newest. */
static GBytes *
build_payload (CenCircle *circle, const GPtrArray *newest, const GPtrArray *recipients)
{
  guint n_parents = MIN (newest->len, CEN_EPOCH_PARENTS_MAX);
  CenEpochKey parents[CEN_EPOCH_PARENTS_MAX];
  g_autoptr (GByteArray) boxes = g_byte_array_new ();
  guint8 secret[CEN_KEY_LEN];
  CenEpochKey key;
  guint64 n_max = 0;
  GBytes *payload;

  for (guint i = 0; i < n_parents; i++) {
    const CenKnownEpoch *parent = newest->pdata[i];

    parents[i] = parent->key;
    n_max = MAX (n_max, parent->n);
  }
  for (guint i = 0; i < recipients->len; i++)
    g_byte_array_append (boxes, ((CenDevice *) recipients->pdata[i])->box, CEN_KEY_LEN);
  circle->world->random (circle->world, secret, sizeof secret);
  cen_epoch_key_from_bytes (&key, secret);
  payload = cen_epoch_build (&key, n_max, parents, n_parents, boxes->data, recipients->len,
                             circle->world);
  cen_epoch_key_clear (&key);
  cen_crypto_wipe (parents, sizeof parents);
  cen_crypto_wipe (secret, sizeof secret);
  return payload;
}

gboolean
cen_author_rotate (CenCircle *circle, GError **error)
{
  g_autoptr (GPtrArray) recipients = NULL;
  g_autoptr (GBytes) payload = NULL;
  GPtrArray *newest;
  CenId id;

  if (circle->keys == NULL)
    return cen_author_refuse (error, "This device has no keys for the circle.");
  if (!check_right (circle, error))
    return FALSE;
  newest = cen_epochs_list_newest (circle, error);
  if (newest == NULL)
    return FALSE;
  if (newest->len == 0)
    return cen_author_refuse (error, "This device has no key of the circle yet: try again later.");
  /* What is written now has all that is known in its past, so these are the recipients then. */
  recipients = cen_keyring_list_recipients (circle, circle->authority);
  if (recipients->len > CEN_DEVICES_MAX)
    return cen_author_refuse (error, "This circle has more devices than a key can be given to.");
  payload = build_payload (circle, newest, recipients);
  return cen_author_write (circle, CEN_OP_EPOCH, NULL, payload, &id, error);
}
