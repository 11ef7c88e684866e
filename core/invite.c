/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "invite.h"

#include "cbor.h"

#include <string.h>

#define LINK_SCHEME "cenacle:"
#define LINK_PREFIX LINK_SCHEME "1:"
#define CHECK_LEN   4

gboolean
cen_address_is_valid (const char *address)
{
  const char *host = address + strlen ("tcp://");
  const char *colon;
  guint64 port;

  if (!g_str_has_prefix (address, "tcp://") || strlen (address) > CEN_ADDR_MAX)
    return FALSE;
  colon = strrchr (host, ':');
  if (colon == NULL || colon == host || colon - host > 200)
    return FALSE;
  for (const char *p = host; p < colon; p++) {
    if (!g_ascii_isalnum (*p) && strchr (".-:[]%_", *p) == NULL)
      return FALSE;
  }
  return g_ascii_string_to_unsigned (colon + 1, 10, 1, 65535, &port, NULL);
}

static gboolean
read_address (CenCborReader *reader, CenInviteAddress *address)
{
  const char *text;
  gsize len;
  guint64 n;

  if (!cen_cbor_enter_array (reader, &n) || n != 2 ||
      !cen_cbor_read_fixed (reader, address->curve, CEN_KEY_LEN) ||
      !cen_cbor_read_text (reader, &text, &len) || len > CEN_ADDR_MAX)
    return FALSE;
  memcpy (address->address, text, len);
  address->address[len] = '\0';
  return cen_address_is_valid (address->address) && cen_cbor_leave (reader);
}

static gboolean
read_link (CenInviteLink *link, const guint8 *bytes, gsize len)
{
  CenCborReader reader;
  guint64 n, version, n_addresses, expires;

  cen_cbor_reader_init (&reader, bytes, len);
  if (!cen_cbor_enter_array (&reader, &n) || n != 5 || !cen_cbor_read_uint (&reader, &version) ||
      version != CEN_PROTOCOL_VERSION ||
      !cen_cbor_read_fixed (&reader, link->circle.bytes, CEN_ID_LEN) ||
      !cen_cbor_read_fixed (&reader, link->seed, CEN_KEY_LEN) ||
      !cen_cbor_enter_array (&reader, &n_addresses) || n_addresses > CEN_INVITE_ADDRS_MAX)
    return FALSE;
  for (link->n_addresses = 0; link->n_addresses < n_addresses; link->n_addresses++) {
    if (!read_address (&reader, &link->addresses[link->n_addresses]))
      return FALSE;
  }
  if (!cen_cbor_leave (&reader) ||
      !cen_cbor_read_uint_max (&reader, G_GUINT64_CONSTANT (1) << 53, &expires) ||
      !cen_cbor_leave (&reader) || !cen_cbor_finish (&reader))
    return FALSE;
  link->expires_ms = (gint64) expires;
  return TRUE;
}

/* A number greater than ours between the colons; a link cut short is only broken. */
static gboolean
is_of_later_version (const char *text)
{
  const char *digits = text + strlen (LINK_SCHEME);
  char *end;

  return g_ascii_strncasecmp (text, LINK_SCHEME, strlen (LINK_SCHEME)) == 0 &&
         g_ascii_isdigit (*digits) && g_ascii_strtoull (digits, &end, 10) > CEN_PROTOCOL_VERSION &&
         *end == ':';
}

gboolean
cen_invite_link_parse (CenInviteLink *ret_link, const char *text, GError **error)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));
  g_autofree guint8 *bytes = NULL;
  guint8 check[CEN_ID_LEN];
  CenInviteLink link = { 0 };
  gsize len = 0;
  gsize prefix_len = strlen (LINK_PREFIX);
  gboolean ok = FALSE;

  if (is_of_later_version (stripped)) {
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_NEWER,
                         "This invite was made by a newer version of Cenacle.");
    return FALSE;
  }
  if (g_ascii_strncasecmp (stripped, LINK_PREFIX, prefix_len) == 0 &&
      strlen (stripped) <= CEN_INVITE_LINK_MAX)
    bytes = cen_base32_decode (stripped + prefix_len, strlen (stripped + prefix_len), &len);
  if (bytes != NULL && len > CHECK_LEN) {
    cen_crypto_hash (check, "cen1.link", bytes, len - CHECK_LEN);
    ok = memcmp (check, bytes + len - CHECK_LEN, CHECK_LEN) == 0 &&
         read_link (&link, bytes, len - CHECK_LEN);
  }
  if (ok)
    *ret_link = link;
  else
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_INVALID,
                         "This is not a whole invite link: copy it again, from “cenacle:” to its "
                         "last letter.");
  cen_invite_link_clear (&link);
  if (bytes != NULL)
    cen_crypto_wipe (bytes, len);
  return ok;
}

char *
cen_invite_link_to_text (const CenInviteLink *self)
{
  guint8 buf[CEN_INVITE_LINK_MAX / 2];
  guint8 check[CEN_ID_LEN];
  g_autofree char *text = NULL;
  CenCborWriter writer;

  cen_cbor_writer_init (&writer, buf, sizeof buf);
  cen_cbor_put_array (&writer, 5);
  cen_cbor_put_uint (&writer, CEN_PROTOCOL_VERSION);
  cen_cbor_put_bytes (&writer, self->circle.bytes, CEN_ID_LEN);
  cen_cbor_put_bytes (&writer, self->seed, CEN_KEY_LEN);
  cen_cbor_put_array (&writer, self->n_addresses);
  for (guint i = 0; i < self->n_addresses; i++) {
    cen_cbor_put_array (&writer, 2);
    cen_cbor_put_bytes (&writer, self->addresses[i].curve, CEN_KEY_LEN);
    cen_cbor_put_text (&writer, self->addresses[i].address);
  }
  cen_cbor_put_uint (&writer, (guint64) self->expires_ms);
  cen_crypto_hash (check, "cen1.link", buf, writer.len);
  cen_cbor_put_raw (&writer, check, CHECK_LEN);
  g_assert (!writer.has_overflowed);
  text = cen_base32_encode (buf, writer.len);
  cen_crypto_wipe (buf, sizeof buf);
  return g_strconcat (LINK_PREFIX, text, NULL);
}

void
cen_invite_link_clear (CenInviteLink *self)
{
  cen_crypto_wipe (self, sizeof *self);
}

void
cen_invite_keys_from_seed (CenInviteKeys *ret_keys, const guint8 seed[static CEN_KEY_LEN])
{
  guint8 derived[CEN_KEY_LEN];

  cen_crypto_derive (derived, seed, "cen1.inv.proof", NULL, 0);
  cen_sign_key_from_seed (&ret_keys->proof, derived);
  cen_crypto_derive (derived, seed, "cen1.inv.curve", NULL, 0);
  cen_box_key_from_seed (&ret_keys->curve, derived);
  cen_crypto_derive (ret_keys->discovery, seed, "cen1.inv.disc", NULL, 0);
  cen_crypto_wipe (derived, sizeof derived);
}

void
cen_invite_keys_clear (CenInviteKeys *self)
{
  cen_crypto_wipe (self, sizeof *self);
}
