/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "net/beacon-limit.h"
#include "net/beacon.h"
#include "tests/support/world.h"

#include <string.h>

#define PORT      4711
#define N_DEVICES 100

/* What both sides of a pair have. */
typedef struct {
  CenBoxKey box;
  CenId id;
} Device;

static NetIp
read_ip (const char *text)
{
  NetIp ip;

  g_assert_true (net_ip_parse (&ip, text));
  return ip;
}

static Device
make_device (guint8 byte)
{
  Device device;
  guint8 seed[CEN_KEY_LEN];

  memset (seed, byte, sizeof seed);
  cen_box_key_from_seed (&device.box, seed);
  memset (device.id.bytes, 0x80 ^ byte, CEN_ID_LEN);
  return device;
}

static NetBeaconKey
make_pair_key (const Device *own, const Device *other, const Device *from)
{
  NetBeaconKey key = { .kind = NET_BEACON_PAIR, .from = from->id };

  g_assert_true (
      net_beacon_key_for_pair (key.key, &own->box, &own->id, other->box.public_key, &other->id));
  return key;
}

static NetBeaconKey
make_shared_key (guint8 byte)
{
  NetBeaconKey key = { .kind = NET_BEACON_SHARED };

  memset (key.key, byte, CEN_KEY_LEN);
  return key;
}

/* The value of @name in tests/vectors/beacon.txt, which another implementation made. */
static char *
dup_vector (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "vectors", "beacon.txt", NULL);
  g_autofree char *prefix = g_strdup_printf ("%s ", name);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++) {
    if (g_str_has_prefix (lines[i], prefix))
      return g_strdup (lines[i] + strlen (prefix));
  }
  g_error ("no vector %s", name);
}

static guint64
read_number (const char *name)
{
  g_autofree char *text = dup_vector (name);

  return g_ascii_strtoull (text, NULL, 10);
}

static void
read_hex (const char *name, guint8 *ret_bytes, gsize len)
{
  g_autofree char *text = dup_vector (name);

  g_assert_cmpuint (strlen (text), ==, 2 * len);
  for (gsize i = 0; i < len; i++)
    ret_bytes[i] =
        (guint8) (g_ascii_xdigit_value (text[2 * i]) << 4 | g_ascii_xdigit_value (text[2 * i + 1]));
}

static void
test_vector (void)
{
  g_autofree char *source = dup_vector ("source.text");
  const NetIp ip = read_ip (source);
  Device ana = make_device (1), bo = make_device (2);
  NetBeaconKey keys[2] = { [1] = make_shared_key (7) };
  guint8 beacon[NET_BEACON_LEN], pair[CEN_KEY_LEN], curve[CEN_KEY_LEN];
  g_autoptr (GArray) found = NULL;
  const NetBeaconFound *one;

  memset (ana.id.bytes, 0x11, CEN_ID_LEN);
  memset (bo.id.bytes, 0x12, CEN_ID_LEN);
  memset (curve, 9, sizeof curve);
  read_hex ("beacon", beacon, sizeof beacon);
  read_hex ("pair.key", pair, sizeof pair);
  keys[0] = make_pair_key (&bo, &ana, &ana);
  g_assert_cmpmem (keys[0].key, CEN_KEY_LEN, pair, sizeof pair);
  found = net_beacon_read (beacon, sizeof beacon, &ip, keys, 2);
  g_assert_cmpuint (found->len, ==, 2);
  one = &g_array_index (found, NetBeaconFound, 0);
  g_assert_cmpuint (one->entry.port, ==, read_number ("pair.port.text"));
  one = &g_array_index (found, NetBeaconFound, 1);
  g_assert_cmpuint (one->entry.port, ==, read_number ("shared.port.text"));
  g_assert_cmpmem (one->entry.curve, CEN_KEY_LEN, curve, sizeof curve);
}

static void
test_both_sides_have_one_key (void)
{
  const Device ana = make_device (1), bo = make_device (2), cleo = make_device (3);
  NetBeaconKey hers = make_pair_key (&ana, &bo, &ana);
  NetBeaconKey his = make_pair_key (&bo, &ana, &ana);
  NetBeaconKey other = make_pair_key (&ana, &cleo, &ana);
  static const guint8 nothing[CEN_KEY_LEN] = { 0 };

  g_assert_cmpmem (hers.key, CEN_KEY_LEN, his.key, CEN_KEY_LEN);
  g_assert_true (memcmp (hers.key, other.key, CEN_KEY_LEN) != 0);
  g_assert_false (net_beacon_key_for_pair (hers.key, &ana.box, &ana.id, nothing, &bo.id));
}

static void
test_finds (void)
{
  g_autoptr (TestWorld) world = test_world_new (1);
  const Device ana = make_device (1), bo = make_device (2), cleo = make_device (3);
  const NetBeaconKey said[] = { make_pair_key (&ana, &bo, &ana), make_pair_key (&ana, &cleo, &ana),
                                make_shared_key (7), make_shared_key (8) };
  const NetBeaconKey looked_for[] = { make_shared_key (8), make_pair_key (&bo, &cleo, &cleo),
                                      make_pair_key (&bo, &ana, &ana) };
  NetBeaconEntry entries[G_N_ELEMENTS (said)] = { { .port = 1 }, { .port = 2 } };
  const NetIp ip = read_ip ("fe80::1");

  entries[3].port = 65535;
  memset (entries[3].curve, 5, CEN_KEY_LEN);
  for (guint i = 0; i < 200; i++) {
    guint8 beacon[NET_BEACON_LEN];
    g_autoptr (GArray) found = NULL;
    const NetBeaconFound *first, *second;

    g_assert_cmpuint (net_beacon_build (beacon, &ip, said, entries, G_N_ELEMENTS (said),
                                        &world->world),
                      ==, G_N_ELEMENTS (said));
    found = net_beacon_read (beacon, sizeof beacon, &ip, looked_for, G_N_ELEMENTS (looked_for));
    g_assert_cmpuint (found->len, ==, 2);
    first = &g_array_index (found, NetBeaconFound, 0);
    second = &g_array_index (found, NetBeaconFound, 1);
    g_assert_cmpuint (first->key, ==, 0);
    g_assert_cmpuint (first->entry.port, ==, 65535);
    g_assert_cmpmem (first->entry.curve, CEN_KEY_LEN, entries[3].curve, CEN_KEY_LEN);
    g_assert_cmpuint (second->key, ==, 2);
    g_assert_cmpuint (second->entry.port, ==, 1);
  }
}

/* One's own beacons come back, and another host may send them again. */
static void
test_replay (void)
{
  g_autoptr (TestWorld) world = test_world_new (2);
  const Device ana = make_device (1), bo = make_device (2);
  const NetBeaconKey said[] = { make_pair_key (&ana, &bo, &ana), make_shared_key (7) };
  const NetBeaconKey own[] = { make_pair_key (&ana, &bo, &bo) };
  const NetBeaconKey theirs[] = { make_pair_key (&bo, &ana, &ana), make_shared_key (7) };
  const NetBeaconEntry entries[2] = { { .port = PORT }, { .port = PORT } };
  const NetIp ip = read_ip ("10.0.0.1"), elsewhere = read_ip ("10.0.0.2");
  guint8 beacon[NET_BEACON_LEN];
  g_autoptr (GArray) right = NULL, echo = NULL, replayed = NULL;

  net_beacon_build (beacon, &ip, said, entries, 2, &world->world);
  right = net_beacon_read (beacon, sizeof beacon, &ip, theirs, 2);
  echo = net_beacon_read (beacon, sizeof beacon, &ip, own, 1);
  replayed = net_beacon_read (beacon, sizeof beacon, &elsewhere, theirs, 2);
  g_assert_cmpuint (right->len, ==, 2);
  g_assert_cmpuint (echo->len, ==, 0);
  g_assert_cmpuint (replayed->len, ==, 0);
}

/* Whatever bit is turned on the way, no other port and no other key comes out. */
static void
test_altered (void)
{
  g_autoptr (TestWorld) world = test_world_new (3);
  const NetBeaconKey keys[] = { make_shared_key (7) };
  NetBeaconEntry entry = { .port = PORT };
  const NetIp ip = read_ip ("10.0.0.1");
  guint8 beacon[NET_BEACON_LEN];
  guint n_found = 0;

  memset (entry.curve, 9, CEN_KEY_LEN);
  net_beacon_build (beacon, &ip, keys, &entry, 1, &world->world);
  for (guint bit = 0; bit < 8 * NET_BEACON_LEN; bit++) {
    g_autoptr (GArray) found = NULL;

    beacon[bit / 8] ^= (guint8) (1 << bit % 8);
    found = net_beacon_read (beacon, sizeof beacon, &ip, keys, 1);
    beacon[bit / 8] ^= (guint8) (1 << bit % 8);
    g_assert_true ((found == NULL) == (bit < 8));
    if (found == NULL || found->len == 0)
      continue;
    n_found++;
    g_assert_cmpmem (&g_array_index (found, NetBeaconFound, 0).entry, sizeof entry, &entry,
                     sizeof entry);
  }
  /* All that is not the nonce or the entry itself may change. */
  g_assert_cmpuint (n_found, ==, 8 * NET_BEACON_SLOT_LEN * (NET_BEACON_SLOTS - NET_BEACON_WIDE));
  for (gsize len = 0; len < sizeof beacon; len++)
    g_assert_null (net_beacon_read (beacon, len, &ip, keys, 1));
}

static void
collect (GHashTable *pieces, const guint8 *beacon)
{
  for (guint at = 1; at + 8 <= NET_BEACON_LEN; at++) {
    GBytes *piece = g_bytes_new (beacon + at, 8);

    g_assert_true (g_hash_table_add (pieces, piece));
  }
}

/* Without a key nothing tells that two beacons are of one engine, nor whom they name. */
static void
test_outsider (void)
{
  g_autoptr (TestWorld) world = test_world_new (4);
  g_autoptr (GHashTable) pieces =
      g_hash_table_new_full (g_bytes_hash, g_bytes_equal, (GDestroyNotify) g_bytes_unref, NULL);
  const Device ana = make_device (1), bo = make_device (2);
  const NetBeaconKey said[] = { make_pair_key (&ana, &bo, &ana), make_shared_key (7) };
  NetBeaconEntry entries[2] = { { .port = PORT }, { .port = PORT } };
  const NetIp ip = read_ip ("10.0.0.1");

  memcpy (entries[1].curve, ana.box.public_key, CEN_KEY_LEN);
  for (guint i = 0; i < 50; i++) {
    guint8 beacon[NET_BEACON_LEN];

    net_beacon_build (beacon, &ip, said, entries, 2, &world->world);
    collect (pieces, beacon);
    g_assert_null (memmem (beacon, sizeof beacon, ana.id.bytes, 8));
    g_assert_null (memmem (beacon, sizeof beacon, bo.id.bytes, 8));
    g_assert_null (memmem (beacon, sizeof beacon, entries[1].curve, 8));
  }
}

/* More than fit go into several, each named once. */
static void
test_many (void)
{
  g_autoptr (TestWorld) world = test_world_new (5);
  const NetIp ip = read_ip ("10.0.0.1");
  NetBeaconKey keys[N_DEVICES];
  NetBeaconEntry entries[N_DEVICES];
  guint seen[N_DEVICES] = { 0 };
  guint n_beacons = 0;

  for (guint i = 0; i < N_DEVICES; i++) {
    keys[i] = make_shared_key ((guint8) i);
    keys[i].kind = i % 10 == 0 ? NET_BEACON_SHARED : NET_BEACON_PAIR;
    entries[i] = (NetBeaconEntry){ .port = (guint16) (i + 1) };
  }
  for (guint done = 0; done < N_DEVICES; n_beacons++) {
    guint8 beacon[NET_BEACON_LEN];
    g_autoptr (GArray) found = NULL;
    guint n = net_beacon_build (beacon, &ip, keys + done, entries + done, N_DEVICES - done,
                                &world->world);

    g_assert_cmpuint (n, >, 0);
    found = net_beacon_read (beacon, sizeof beacon, &ip, keys, N_DEVICES);
    g_assert_cmpuint (found->len, ==, n);
    for (guint i = 0; i < found->len; i++) {
      const NetBeaconFound *one = &g_array_index (found, NetBeaconFound, i);

      g_assert_cmpuint (one->entry.port, ==, one->key + 1);
      seen[one->key]++;
    }
    done += n;
  }
  for (guint i = 0; i < N_DEVICES; i++)
    g_assert_cmpuint (seen[i], ==, 1);
  /* 90 slots, and 10 times 3. */
  g_assert_cmpuint (n_beacons, ==, 4);
}

static void
test_limit (void)
{
  const NetIp one = read_ip ("10.0.0.1");
  NetBeaconLimit limit;
  guint n = 0;

  net_beacon_limit_init (&limit);
  for (guint i = 0; i < NET_BEACON_LIMIT_SOURCE; i++)
    g_assert_true (net_beacon_limit_take (&limit, &one, 5000));
  g_assert_false (net_beacon_limit_take (&limit, &one, 5999));
  for (guint i = 0; i < 2 * NET_BEACON_LIMIT_ALL; i++) {
    g_autofree char *text = g_strdup_printf ("fe80::%x", i);
    const NetIp other = read_ip (text);

    n += net_beacon_limit_take (&limit, &other, 5999);
  }
  g_assert_cmpuint (n, ==, NET_BEACON_LIMIT_ALL - NET_BEACON_LIMIT_SOURCE);
  g_assert_true (net_beacon_limit_take (&limit, &one, 6000));
  net_beacon_limit_clear (&limit);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  cen_crypto_init ();
  g_test_add_func ("/beacon/vector", test_vector);
  g_test_add_func ("/beacon/both-sides-have-one-key", test_both_sides_have_one_key);
  g_test_add_func ("/beacon/finds", test_finds);
  g_test_add_func ("/beacon/replay", test_replay);
  g_test_add_func ("/beacon/altered", test_altered);
  g_test_add_func ("/beacon/outsider", test_outsider);
  g_test_add_func ("/beacon/many", test_many);
  g_test_add_func ("/beacon/limit", test_limit);
  return g_test_run ();
}
