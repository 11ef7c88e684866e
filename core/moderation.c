/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "moderation.h"

#include "cbor.h"

#include <string.h>

/* --- HIDE --- */

static gboolean
read_reason (CenCborReader *reader, char **ret_reason)
{
  const char *text;
  gsize len;

  if (cen_cbor_take_null (reader)) {
    *ret_reason = NULL;
    return TRUE;
  }
  if (!cen_cbor_read_text (reader, &text, &len) || len < 1 || len > CEN_HIDE_REASON_MAX)
    return FALSE;
  *ret_reason = g_strndup (text, len);
  return TRUE;
}

static gboolean
read_ids (CenCborReader *reader, CenEndorse *endorse)
{
  guint64 n;

  if (!cen_cbor_enter_array (reader, &n) || n < 1 || n > CEN_ENDORSE_OPS_MAX)
    return FALSE;
  for (guint i = 0; i < n; i++) {
    if (!cen_cbor_read_fixed (reader, endorse->ops[i].bytes, CEN_ID_LEN))
      return FALSE;
  }
  endorse->n_ops = (guint) n;
  return cen_cbor_leave (reader);
}

/* Reads the map; key 0 goes to one of the two that is not NULL. */
static gboolean
read_map (const guint8 *payload, gsize len, char **ret_reason, CenEndorse *ret_endorse)
{
  CenCborReader reader;
  guint64 n, key;
  gboolean has_one = FALSE;
  gboolean ok = len >= CEN_SALT_LEN;

  if (ok) {
    cen_cbor_reader_init (&reader, payload + CEN_SALT_LEN, len - CEN_SALT_LEN);
    ok = cen_cbor_enter_map (&reader, &n);
  }
  while (ok && cen_cbor_next_key (&reader, &key)) {
    has_one = has_one || key == 0;
    if (key > 0)
      ok = cen_cbor_skip (&reader, NULL, NULL);
    else
      ok =
          ret_endorse != NULL ? read_ids (&reader, ret_endorse) : read_reason (&reader, ret_reason);
  }
  return ok && has_one && cen_cbor_leave (&reader) && cen_cbor_finish (&reader);
}

gboolean
cen_hide_parse (char **ret_reason, const guint8 *payload, gsize len, GError **error)
{
  g_autofree char *reason = NULL;

  if (read_map (payload, len, &reason, NULL)) {
    *ret_reason = g_steal_pointer (&reason);
    return TRUE;
  }
  g_set_error_literal (error, CEN_ERROR, CEN_ERROR_INVALID,
                       "The content of an operation is malformed.");
  return FALSE;
}

GBytes *
cen_hide_build (const char *reason, const CenWorld *world)
{
  guint8 buf[CEN_SALT_LEN + CEN_HIDE_REASON_MAX + 16];
  CenCborWriter writer;

  g_assert (reason == NULL || (*reason != '\0' && strlen (reason) <= CEN_HIDE_REASON_MAX));
  world->random (world, buf, CEN_SALT_LEN);
  cen_cbor_writer_init (&writer, buf + CEN_SALT_LEN, sizeof buf - CEN_SALT_LEN);
  cen_cbor_put_map (&writer, 1);
  cen_cbor_put_uint (&writer, 0);
  if (reason != NULL)
    cen_cbor_put_text (&writer, reason);
  else
    cen_cbor_put_null (&writer);
  g_assert (!writer.has_overflowed);
  return g_bytes_new (buf, CEN_SALT_LEN + writer.len);
}

/* --- ENDORSE --- */

gboolean
cen_endorse_parse (CenEndorse *ret_endorse, const guint8 *payload, gsize len, GError **error)
{
  if (read_map (payload, len, NULL, ret_endorse))
    return TRUE;
  g_set_error_literal (error, CEN_ERROR, CEN_ERROR_INVALID,
                       "The content of an operation is malformed.");
  return FALSE;
}

GBytes *
cen_endorse_build (const CenId *ops, guint n_ops, const CenWorld *world)
{
  guint8 buf[CEN_SALT_LEN + CEN_ENDORSE_OPS_MAX * (CEN_ID_LEN + 2) + 16];
  CenCborWriter writer;

  g_assert (n_ops >= 1 && n_ops <= CEN_ENDORSE_OPS_MAX);
  world->random (world, buf, CEN_SALT_LEN);
  cen_cbor_writer_init (&writer, buf + CEN_SALT_LEN, sizeof buf - CEN_SALT_LEN);
  cen_cbor_put_map (&writer, 1);
  cen_cbor_put_uint (&writer, 0);
  cen_cbor_put_array (&writer, n_ops);
  for (guint i = 0; i < n_ops; i++)
    cen_cbor_put_bytes (&writer, ops[i].bytes, CEN_ID_LEN);
  g_assert (!writer.has_overflowed);
  return g_bytes_new (buf, CEN_SALT_LEN + writer.len);
}

/* --- The log --- */

const char *
cen_mod_action_to_name (CenModAction action)
{
  static const char *const names[] = {
    "",
    "admitted",
    "left",
    "removed",
    "role-changed",
    "vouched",
    "invite-made",
    "invite-revoked",
    "device-added",
    "device-removed",
    "keys-renewed",
    "hidden",
    "shown",
    "deleted",
    "endorsed",
  };

  return (guint) action < G_N_ELEMENTS (names) ? names[action] : "";
}
