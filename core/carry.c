/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "carry.h"

#include "envelope.h"
#include "log.h"

#include <string.h>

/* The key of the usable epoch with @key_id, effective or not any more; NULL. */
static const CenEpochKey *
find_key (const CenKeyring *keyring, const guint8 key_id[static CEN_KEYID_LEN])
{
  for (guint i = 0; i < keyring->epochs->len; i++) {
    const CenKnownEpoch *epoch = keyring->epochs->pdata[i];

    if (epoch->has_key && epoch->verdict == CEN_EPOCH_USABLE &&
        memcmp (epoch->key.key_id, key_id, CEN_KEYID_LEN) == 0)
      return &epoch->key;
  }
  return NULL;
}

GBytes *
cen_carry_seal (CenCircle *circle, const CenId *id, CenId *ret_envelope, GError **error)
{
  const CenKeyring *keyring = cen_keyring_get (circle, error);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GBytes) payload = NULL;
  const CenEpochKey *key;
  gboolean may;
  gint64 no;
  CenOp op;

  if (keyring == NULL || !cen_epochs_may_carry (circle, id, &may, error) ||
      !cen_circle_find_op (circle, id, &no, error) ||
      !cen_log_read (circle, no, &bytes, &payload, error) ||
      !cen_op_decode (&op, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), error))
    return NULL;
  key = may && payload != NULL ? find_key (keyring, op.key_id) : NULL;
  if (key != NULL)
    return cen_envelope_seal (key, &circle->id, bytes, payload, NULL, ret_envelope);
  g_set_error_literal (error, CEN_ERROR, CEN_ERROR_REFUSED,
                       "This goes from member to member only.");
  return NULL;
}

const CenEpochKey *
cen_carry_find_key (CenCircle *circle, const guint8 key_id[static CEN_KEYID_LEN])
{
  const CenKeyring *keyring = cen_keyring_get (circle, NULL);

  return keyring != NULL ? find_key (keyring, key_id) : NULL;
}

/* Whether the op in an envelope under @key_id names that key, or is a JOIN, which names none; and
 * has @payload. */
static gboolean
is_of (GBytes *bytes, GBytes *payload, const guint8 key_id[static CEN_KEYID_LEN])
{
  CenOp op;

  return cen_op_decode (&op, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL) &&
         (op.has_key ? memcmp (op.key_id, key_id, CEN_KEYID_LEN) == 0 : op.kind == CEN_OP_JOIN) &&
         (payload == NULL || cen_op_matches_payload (&op, g_bytes_get_data (payload, NULL),
                                                     g_bytes_get_size (payload)));
}

gboolean
cen_carry_open (CenCircle *circle, const guint8 *bytes, gsize len, GBytes **ret_op,
                GBytes **ret_payload, GError **error)
{
  const CenKeyring *keyring = cen_keyring_get (circle, error);
  guint8 key_id[CEN_KEYID_LEN];
  g_autoptr (GBytes) op = NULL;
  g_autoptr (GBytes) payload = NULL;
  const CenEpochKey *key;
  CenId id;

  if (keyring == NULL || !cen_envelope_peek (bytes, len, &id, key_id, error))
    return FALSE;
  key = find_key (keyring, key_id);
  if (key == NULL) {
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_NOT_FOUND,
                         "An envelope is closed with a key that does not count here.");
    return FALSE;
  }
  if (!cen_envelope_open (key, &circle->id, bytes, len, &op, &payload, error))
    return FALSE;
  if (!is_of (op, payload, key_id)) {
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_INVALID,
                         "An envelope does not fit what is in it.");
    return FALSE;
  }
  *ret_op = g_steal_pointer (&op);
  *ret_payload = g_steal_pointer (&payload);
  return TRUE;
}
