/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/author.h"
#include "core/cbor.h"
#include "net/peers.h"
#include "tests/support/people.h"

#include <string.h>

#define WALL_MS  G_GINT64_CONSTANT (1790000000000)
#define BODY_MAX 8192

#define LONG_ADDRESS "tcp://[2001:0db8:1111:2222:3333:4444:5555:6666]"

static TestWorld *world;
static TestPerson *ana;
static TestPerson *bo;

static void
set_up (void)
{
  world = test_world_new (1);
  ana = test_person_new (world, "Ana");
  bo = test_person_new (world, "Bo");
  test_person_found (ana, "Analysis");
  test_person_join (bo, ana);
  test_person_pull (ana, bo);
}

static void
tear_down (void)
{
  g_clear_pointer (&ana, test_person_free);
  g_clear_pointer (&bo, test_person_free);
  g_clear_pointer (&world, test_world_free);
}

/* Whoever's @keys signed it: the body says that it is @device's. */
static GBytes *
sign_body (const CenCircle *circle, const CenSignKey *key, const guint8 *body, gsize len)
{
  CenPart parts[2] = { { circle->id.bytes, CEN_ID_LEN }, { body, len } };
  guint8 record[BODY_MAX], sig[CEN_SIG_LEN];
  CenCborWriter writer;

  cen_crypto_sign (sig, key, "cen1.addr", parts, G_N_ELEMENTS (parts));
  cen_cbor_writer_init (&writer, record, sizeof record);
  cen_cbor_put_array (&writer, 2);
  cen_cbor_put_bytes (&writer, body, len);
  cen_cbor_put_bytes (&writer, sig, CEN_SIG_LEN);
  g_assert_false (writer.has_overflowed);
  return g_bytes_new (record, writer.len);
}

static GBytes *
sign_addresses (TestPerson *signer, const CenId *device, const char *const *addresses, guint n)
{
  guint8 body[BODY_MAX];
  CenCborWriter writer;

  cen_cbor_writer_init (&writer, body, sizeof body);
  cen_cbor_put_array (&writer, 3);
  cen_cbor_put_bytes (&writer, device->bytes, CEN_ID_LEN);
  cen_cbor_put_array (&writer, n);
  for (guint i = 0; i < n; i++)
    cen_cbor_put_text (&writer, addresses[i]);
  cen_cbor_put_uint (&writer, WALL_MS);
  g_assert_false (writer.has_overflowed);
  return sign_body (signer->circle, &signer->circle->keys->device, body, writer.len);
}

static void
assert_not_taken (TestPerson *reader, GBytes *record)
{
  GPtrArray *addresses = NULL;
  gint64 wall_ms = -1;

  g_assert_null (net_peer_record_check (reader->circle, record, &addresses, &wall_ms));
  g_assert_null (addresses);
  g_assert_cmpint (wall_ms, ==, -1);
}

static void
test_round_trip (void)
{
  static const char *const said[] = { "tcp://10.0.0.7:4000", "tcp://[2001:db8::7]:4000",
                                      "tcp://[::1]:65535" };
  g_autoptr (GPtrArray) given = g_ptr_array_new ();
  g_autoptr (GPtrArray) addresses = NULL;
  g_autoptr (GBytes) record = NULL;
  g_autoptr (GBytes) same = NULL;
  const CenDevice *device;
  gint64 wall_ms;

  set_up ();
  for (guint i = 0; i < G_N_ELEMENTS (said); i++)
    g_ptr_array_add (given, (gpointer) said[i]);
  record = net_peer_record_sign (ana->circle, given);
  device = net_peer_record_check (bo->circle, record, &addresses, &wall_ms);
  g_assert_nonnull (device);
  g_assert_true (cen_id_equal (&device->key, &ana->circle->self_device));
  g_assert_cmpint (wall_ms, ==, world->now_ms);
  g_assert_cmpuint (addresses->len, ==, G_N_ELEMENTS (said));
  for (guint i = 0; i < G_N_ELEMENTS (said); i++)
    g_assert_cmpstr (addresses->pdata[i], ==, said[i]);
  same = net_peer_record_sign (ana->circle, addresses);
  g_assert_true (g_bytes_equal (record, same));
  tear_down ();
}

static void
test_no_address (void)
{
  g_autoptr (GPtrArray) given = g_ptr_array_new ();
  g_autoptr (GPtrArray) addresses = NULL;
  g_autoptr (GBytes) record = NULL;
  gint64 wall_ms;

  set_up ();
  record = net_peer_record_sign (ana->circle, given);
  g_assert_nonnull (net_peer_record_check (bo->circle, record, &addresses, &wall_ms));
  g_assert_cmpuint (addresses->len, ==, 0);
  tear_down ();
}

/* The longest addresses, and more of them than a record takes. */
static void
test_many_addresses (void)
{
  g_autoptr (GPtrArray) given = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) addresses = NULL;
  g_autoptr (GBytes) record = NULL;
  g_autoptr (GBytes) forged = NULL;
  gint64 wall_ms;

  set_up ();
  for (guint i = 0; i < NET_PEER_ADDRESSES_MAX + 1; i++)
    g_ptr_array_add (given, g_strdup_printf (LONG_ADDRESS ":%u", 10000 + i));
  record = net_peer_record_sign (ana->circle, given);
  g_assert_nonnull (net_peer_record_check (bo->circle, record, &addresses, &wall_ms));
  g_assert_cmpuint (addresses->len, ==, NET_PEER_ADDRESSES_MAX);
  forged = sign_addresses (ana, &ana->circle->self_device, (const char *const *) given->pdata,
                           NET_PEER_ADDRESSES_MAX + 1);
  assert_not_taken (bo, forged);
  tear_down ();
}

static void
test_bad_addresses (void)
{
  static const char *const said[] = { "",
                                      "tcp://10.0.0.7",
                                      "udp://10.0.0.7:1",
                                      "tcp://10.0.0.7:0",
                                      "tcp://10.0.0.7:65536",
                                      "ipc:///tmp/x",
                                      "tcp://ana.example.org:1", /* a name leads elsewhere later */
                                      "tcp://10.0.0.8:1" };
  g_autoptr (GPtrArray) addresses = NULL;
  g_autoptr (GBytes) record = NULL;
  gint64 wall_ms;

  set_up ();
  record = sign_addresses (ana, &ana->circle->self_device, said, G_N_ELEMENTS (said));
  g_assert_nonnull (net_peer_record_check (bo->circle, record, &addresses, &wall_ms));
  g_assert_cmpint (wall_ms, ==, WALL_MS);
  g_assert_cmpuint (addresses->len, ==, 1);
  g_assert_cmpstr (addresses->pdata[0], ==, "tcp://10.0.0.8:1");
  tear_down ();
}

static void
test_long_address (void)
{
  g_autofree char *longest = g_strnfill (CEN_ADDR_MAX, 'x');
  g_autofree char *longer = g_strnfill (CEN_ADDR_MAX + 1, 'x');
  const char *const said[] = { longest, "tcp://10.0.0.8:1" };
  const char *const too_long[] = { longer, "tcp://10.0.0.8:1" };
  g_autoptr (GPtrArray) addresses = NULL;
  g_autoptr (GBytes) record = NULL;
  g_autoptr (GBytes) malformed = NULL;
  gint64 wall_ms;

  set_up ();
  record = sign_addresses (ana, &ana->circle->self_device, said, G_N_ELEMENTS (said));
  g_assert_nonnull (net_peer_record_check (bo->circle, record, &addresses, &wall_ms));
  g_assert_cmpuint (addresses->len, ==, 1);
  malformed = sign_addresses (ana, &ana->circle->self_device, too_long, G_N_ELEMENTS (too_long));
  assert_not_taken (bo, malformed);
  tear_down ();
}

static void
test_foreign_signature (void)
{
  static const char *const said[] = { "tcp://10.0.0.7:1" };
  g_autoptr (GBytes) by_bo = NULL;
  g_autoptr (GBytes) by_stranger = NULL;
  g_autoptr (GBytes) of_elsewhere = NULL;
  TestPerson *stranger;

  set_up ();
  stranger = test_person_new (world, "Stranger");
  test_person_found (stranger, "Elsewhere");
  by_bo = sign_addresses (bo, &ana->circle->self_device, said, 1);
  assert_not_taken (ana, by_bo);
  assert_not_taken (bo, by_bo);
  by_stranger = sign_addresses (stranger, &stranger->circle->self_device, said, 1);
  assert_not_taken (ana, by_stranger);
  /* A good record, but of another circle. */
  of_elsewhere = sign_addresses (ana, &ana->circle->self_device, said, 1);
  assert_not_taken (stranger, of_elsewhere);
  test_person_free (stranger);
  tear_down ();
}

static void
test_removed_device (void)
{
  static const char *const said[] = { "tcp://10.0.0.7:1" };
  g_autoptr (GPtrArray) addresses = NULL;
  g_autoptr (GBytes) record = NULL;
  g_autoptr (GError) error = NULL;
  gint64 wall_ms;

  set_up ();
  record = sign_addresses (bo, &bo->circle->self_device, said, 1);
  g_assert_nonnull (net_peer_record_check (ana->circle, record, &addresses, &wall_ms));
  cen_author_leave (bo->circle, &error);
  g_assert_no_error (error);
  test_person_pull (ana, bo);
  assert_not_taken (ana, record);
  tear_down ();
}

static void
test_malformed (void)
{
  static const char *const said[] = { "tcp://10.0.0.7:1", "tcp://[::1]:2" };
  g_autoptr (GBytes) record = NULL;
  const guint8 *bytes;
  gsize len;

  set_up ();
  record = sign_addresses (ana, &ana->circle->self_device, said, G_N_ELEMENTS (said));
  bytes = g_bytes_get_data (record, &len);
  for (gsize i = 0; i < len; i++) {
    g_autoptr (GBytes) cut = g_bytes_new (bytes, i);
    g_autofree guint8 *bent = g_memdup2 (bytes, len);
    g_autoptr (GBytes) other = NULL;

    assert_not_taken (bo, cut);
    bent[i] ^= 1;
    other = g_bytes_new (bent, len);
    assert_not_taken (bo, other);
  }
  {
    g_autofree guint8 *more = g_malloc0 (len + 1);
    g_autoptr (GBytes) longer = NULL;

    memcpy (more, bytes, len);
    longer = g_bytes_new (more, len + 1);
    assert_not_taken (bo, longer);
  }
  tear_down ();
}

/* The body cut at each byte, and signed like that by whom it names. */
static void
test_malformed_body (void)
{
  static const guint8 bodies[][4] = { { 0x80 }, { 0xa0 }, { 0x83, 0x40, 0x80, 0x00 }, { 0xff } };
  guint8 body[128];
  CenCborWriter writer;

  set_up ();
  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++) {
    g_autoptr (GBytes) record =
        sign_body (ana->circle, &ana->circle->keys->device, bodies[i], sizeof bodies[i]);

    assert_not_taken (bo, record);
  }
  cen_cbor_writer_init (&writer, body, sizeof body);
  cen_cbor_put_array (&writer, 3);
  cen_cbor_put_bytes (&writer, ana->circle->self_device.bytes, CEN_ID_LEN);
  cen_cbor_put_array (&writer, 1);
  cen_cbor_put_text (&writer, "tcp://10.0.0.7:1");
  cen_cbor_put_uint (&writer, WALL_MS);
  for (gsize len = 0; len < writer.len; len++) {
    g_autoptr (GBytes) record = sign_body (ana->circle, &ana->circle->keys->device, body, len);

    assert_not_taken (bo, record);
  }
  tear_down ();
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  cen_crypto_init ();
  g_test_add_func ("/peers/round-trip", test_round_trip);
  g_test_add_func ("/peers/no-address", test_no_address);
  g_test_add_func ("/peers/many-addresses", test_many_addresses);
  g_test_add_func ("/peers/bad-addresses", test_bad_addresses);
  g_test_add_func ("/peers/long-address", test_long_address);
  g_test_add_func ("/peers/foreign-signature", test_foreign_signature);
  g_test_add_func ("/peers/removed-device", test_removed_device);
  g_test_add_func ("/peers/malformed", test_malformed);
  g_test_add_func ("/peers/malformed-body", test_malformed_body);
  return g_test_run ();
}
