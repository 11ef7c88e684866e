/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "link-text.h"

#include "cbor.h"

#include <string.h>

#define VERSION_PREFIX "1:"
#define CHECK_LEN      4

static gboolean
read_address (CenCborReader *reader, CenLinkAddress *address)
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
  return cen_address_get_kind (address->address) != CEN_ADDRESS_NONE && cen_cbor_leave (reader);
}

static gboolean
read_link (CenLinkContent *link, const guint8 *bytes, gsize len)
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

gboolean
cen_link_text_is_of (const char *text, const CenLinkForm *form)
{
  while (g_ascii_isspace (*text))
    text++;
  return g_ascii_strncasecmp (text, form->scheme, strlen (form->scheme)) == 0;
}

/* A number greater than ours between the colons; a link cut short is only broken. */
static gboolean
is_of_later_version (const char *text, const CenLinkForm *form)
{
  const char *digits = text + strlen (form->scheme);
  char *end;

  return cen_link_text_is_of (text, form) && g_ascii_isdigit (*digits) &&
         g_ascii_strtoull (digits, &end, 10) > CEN_PROTOCOL_VERSION && *end == ':';
}

/* The bytes before the check, when it is right; NULL. */
static guint8 *
decode_text (const char *text, const CenLinkForm *form, gsize *ret_len)
{
  g_autofree char *prefix = g_strconcat (form->scheme, VERSION_PREFIX, NULL);
  gsize prefix_len = strlen (prefix);
  guint8 check[CEN_ID_LEN];
  guint8 *bytes = NULL;
  gsize len = 0;

  if (g_ascii_strncasecmp (text, prefix, prefix_len) == 0 && strlen (text) <= CEN_LINK_TEXT_MAX)
    bytes = cen_base32_decode (text + prefix_len, strlen (text + prefix_len), &len);
  if (bytes == NULL)
    return NULL;
  if (len > CHECK_LEN) {
    cen_crypto_hash (check, form->domain, bytes, len - CHECK_LEN);
    if (memcmp (check, bytes + len - CHECK_LEN, CHECK_LEN) == 0) {
      *ret_len = len - CHECK_LEN;
      return bytes;
    }
  }
  cen_crypto_wipe (bytes, len);
  g_free (bytes);
  return NULL;
}

gboolean
cen_link_text_parse (CenLinkContent *ret_link, const CenLinkForm *form, const char *text,
                     GError **error)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));
  g_autofree guint8 *bytes = NULL;
  CenLinkContent link = { 0 };
  gsize len = 0;
  gboolean ok = FALSE;

  if (is_of_later_version (stripped, form)) {
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_NEWER, form->newer);
  } else {
    bytes = decode_text (stripped, form, &len);
    ok = bytes != NULL && read_link (&link, bytes, len);
    if (ok)
      *ret_link = link;
    else
      g_set_error_literal (error, CEN_ERROR, CEN_ERROR_INVALID, form->broken);
  }
  cen_link_text_clear (&link);
  cen_crypto_wipe (stripped, strlen (stripped));
  if (bytes != NULL)
    cen_crypto_wipe (bytes, len);
  return ok;
}

char *
cen_link_text_write (const CenLinkContent *self, const CenLinkForm *form)
{
  guint8 buf[CEN_LINK_TEXT_MAX / 2];
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
  cen_crypto_hash (check, form->domain, buf, writer.len);
  cen_cbor_put_raw (&writer, check, CHECK_LEN);
  g_assert (!writer.has_overflowed);
  text = cen_base32_encode (buf, writer.len);
  cen_crypto_wipe (buf, sizeof buf);
  return g_strconcat (form->scheme, VERSION_PREFIX, text, NULL);
}

void
cen_link_text_clear (CenLinkContent *self)
{
  cen_crypto_wipe (self, sizeof *self);
}
