/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "peers.h"

#include "core/cbor.h"
#include "core/invite.h"
#include "ip.h"

#include <string.h>

#define BODY_MAX   3072
#define RECORD_MAX (BODY_MAX + 128)

static void
fill_parts (CenPart parts[static 2], const CenCircle *circle, const guint8 *body, gsize len)
{
  parts[0] = (CenPart){ circle->id.bytes, CEN_ID_LEN };
  parts[1] = (CenPart){ body, len };
}

GBytes *
net_peer_record_sign (CenCircle *circle, GPtrArray *addresses)
{
  guint n = MIN (addresses->len, NET_PEER_ADDRESSES_MAX);
  guint8 body[BODY_MAX], record[RECORD_MAX], sig[CEN_SIG_LEN];
  CenCborWriter writer;
  CenPart parts[2];
  gsize body_len;

  cen_cbor_writer_init (&writer, body, sizeof body);
  cen_cbor_put_array (&writer, 3);
  cen_cbor_put_bytes (&writer, circle->self_device.bytes, CEN_ID_LEN);
  cen_cbor_put_array (&writer, n);
  for (guint i = 0; i < n; i++)
    cen_cbor_put_text (&writer, addresses->pdata[i]);
  cen_cbor_put_uint (&writer, (guint64) MAX (circle->world->now_ms (circle->world), 0));
  body_len = writer.len;
  fill_parts (parts, circle, body, body_len);
  cen_crypto_sign (sig, &circle->keys->device, "cen1.addr", parts, 2);
  cen_cbor_writer_init (&writer, record, sizeof record);
  cen_cbor_put_array (&writer, 2);
  cen_cbor_put_bytes (&writer, body, body_len);
  cen_cbor_put_bytes (&writer, sig, CEN_SIG_LEN);
  g_assert (!writer.has_overflowed);
  return g_bytes_new (record, writer.len);
}

/* A member's record names no host: looking one up would hold up every circle, and tell others. */
static gboolean
is_found_without_asking (const char *address)
{
  NetIp ip;

  return cen_address_get_kind (address) == CEN_ADDRESS_ONION ||
         (cen_address_is_valid (address) && net_ip_parse (&ip, address + strlen ("tcp://")));
}

static GPtrArray *
read_body (const guint8 *body, gsize len, CenId *ret_device, gint64 *ret_wall_ms)
{
  g_autoptr (GPtrArray) addresses = g_ptr_array_new_with_free_func (g_free);
  CenCborReader reader;
  guint64 n, n_addresses, wall;

  cen_cbor_reader_init (&reader, body, len);
  if (!cen_cbor_enter_array (&reader, &n) || n != 3 ||
      !cen_cbor_read_fixed (&reader, ret_device->bytes, CEN_ID_LEN) ||
      !cen_cbor_enter_array (&reader, &n_addresses) || n_addresses > NET_PEER_ADDRESSES_MAX)
    return NULL;
  for (guint i = 0; i < n_addresses; i++) {
    g_autofree char *address = cen_cbor_read_dup_text (&reader, CEN_ADDR_MAX);

    if (address != NULL && is_found_without_asking (address))
      g_ptr_array_add (addresses, g_steal_pointer (&address));
  }
  if (!cen_cbor_leave (&reader) || !cen_cbor_read_uint_max (&reader, CEN_OP_NUMBER_MAX, &wall) ||
      !cen_cbor_leave (&reader) || !cen_cbor_finish (&reader))
    return NULL;
  *ret_wall_ms = (gint64) wall;
  return g_steal_pointer (&addresses);
}

const CenDevice *
net_peer_record_check (CenCircle *circle, GBytes *record, GPtrArray **ret_addresses,
                       gint64 *ret_wall_ms)
{
  g_autoptr (GPtrArray) addresses = NULL;
  guint8 sig[CEN_SIG_LEN];
  CenCborReader reader;
  const CenDevice *device;
  const guint8 *body;
  CenPart parts[2];
  gsize body_len;
  gint64 wall_ms;
  guint64 n;
  CenId key;

  cen_cbor_reader_init (&reader, g_bytes_get_data (record, NULL), g_bytes_get_size (record));
  if (!cen_cbor_enter_array (&reader, &n) || n != 2 ||
      !cen_cbor_read_bytes (&reader, &body, &body_len) ||
      !cen_cbor_read_fixed (&reader, sig, CEN_SIG_LEN) || !cen_cbor_leave (&reader) ||
      !cen_cbor_finish (&reader))
    return NULL;
  addresses = read_body (body, body_len, &key, &wall_ms);
  device = addresses != NULL ? cen_circle_find_device (circle, &key) : NULL;
  fill_parts (parts, circle, body, body_len);
  if (device == NULL || !cen_circle_device_is_effective (circle, device) ||
      !cen_crypto_verify (sig, key.bytes, "cen1.addr", parts, 2))
    return NULL;
  *ret_addresses = g_steal_pointer (&addresses);
  *ret_wall_ms = wall_ms;
  return device;
}
