/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A record of where a device can be reached, as members pass it on: first as it is; then as the
 * body of a record that Bo, who may, has signed, so that what lies behind the signature is reached
 * too. */

#include "fuzz.h"

#include "core/cbor.h"
#include "net/peers.h"
#include "tests/support/people.h"

static TestWorld *world;
static TestPerson *ana;
static TestPerson *bo;

static void
make_people (void)
{
  if (ana != NULL)
    return;
  cen_crypto_init ();
  world = test_world_new (22);
  ana = test_person_new (world, "Ana");
  bo = test_person_new (world, "Bo");
  test_person_found (ana, "Analysis");
  test_person_join (bo, ana);
  test_person_pull (ana, bo);
}

static void
check (GBytes *record)
{
  g_autoptr (GPtrArray) addresses = NULL;
  gint64 wall_ms;
  const CenDevice *device = net_peer_record_check (ana->circle, record, &addresses, &wall_ms);

  if (device == NULL)
    return;
  g_assert (addresses != NULL && addresses->len <= NET_PEER_ADDRESSES_MAX);
  g_assert (wall_ms >= 0);
  for (guint i = 0; i < addresses->len; i++)
    g_assert (cen_address_is_device (addresses->pdata[i]));
}

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t len)
{
  g_autoptr (GBytes) raw = g_bytes_new (bytes, len);
  g_autofree guint8 *buf = NULL;
  g_autoptr (GBytes) signed_record = NULL;
  guint8 sig[CEN_SIG_LEN];
  CenCborWriter cbor;

  make_people ();
  check (raw);
  if (len > 4096)
    return 0;
  buf = g_malloc (len + 128);
  cen_crypto_sign (sig, &bo->circle->keys->device, "cen1.addr",
                   (CenPart[]){ { ana->circle->id.bytes, CEN_ID_LEN }, { bytes, len } }, 2);
  cen_cbor_writer_init (&cbor, buf, len + 128);
  cen_cbor_put_array (&cbor, 2);
  cen_cbor_put_bytes (&cbor, bytes, len);
  cen_cbor_put_bytes (&cbor, sig, sizeof sig);
  signed_record = g_bytes_new (buf, cbor.len);
  check (signed_record);
  return 0;
}
