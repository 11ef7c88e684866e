/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "blob-root.h"

#include <string.h>

gboolean
cen_blob_root (CenCircle *circle, guint8 ret_root[static CEN_KEY_LEN], GError **error)
{
  const CenKeyring *keyring = cen_keyring_get (circle, error);
  const CenKnownEpoch *first = NULL;

  if (keyring == NULL)
    return FALSE;
  for (guint i = 0; i < keyring->epochs->len; i++) {
    const CenKnownEpoch *epoch = keyring->epochs->pdata[i];

    if (epoch->n_parents == 0 && epoch->has_key && epoch->verdict == CEN_EPOCH_USABLE &&
        (first == NULL || memcmp (epoch->key.key_id, first->key.key_id, CEN_KEYID_LEN) < 0))
      first = epoch;
  }
  if (first != NULL)
    cen_crypto_derive (ret_root, first->key.key, "cen1.blob.root", circle->id.bytes, CEN_ID_LEN);
  else
    circle->world->random (circle->world, ret_root, CEN_KEY_LEN);
  return TRUE;
}
