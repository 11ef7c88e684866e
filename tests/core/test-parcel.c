/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/parcel.h"

#include <string.h>

static CenBlobRef
make_ref (guint8 n)
{
  CenBlobRef ref = { .size = 1000, .key = { n, 1 }, .pieces = { { { n, 2 } } } };

  return ref;
}

static CenParcelKey
make_key (guint8 file, guint8 at)
{
  CenBlobRef ref = make_ref (file);
  const guint8 relay[CEN_KEY_LEN] = { at };
  CenParcelKey key;

  cen_parcel_key_init (&key, &ref, relay);
  return key;
}

static const struct {
  gsize len;
  gsize parcel_len;
} lengths[] = {
  { 0, CEN_PARCEL_MIN },
  { 1, CEN_PARCEL_MIN },
  { CEN_PARCEL_MIN - 20, CEN_PARCEL_MIN },
  { CEN_PARCEL_MIN - 19, 2 * CEN_PARCEL_MIN },
  { 2 * CEN_PARCEL_MIN - 20, 2 * CEN_PARCEL_MIN },
  { 131072 - 20, 131072 },
  { 131072 - 19, 262144 },
  { 262144 - 20, 262144 },
  { 262144 - 19, CEN_PARCEL_MAX },
  { CEN_BLOB_BLOCK_MAX, CEN_PARCEL_MAX },
};

/* Few lengths show, and what went in comes out. */
static void
test_lengths (void)
{
  g_autofree guint8 *ct = g_malloc (CEN_BLOB_BLOCK_MAX);
  CenParcelKey key = make_key (1, 1);

  for (gsize i = 0; i < CEN_BLOB_BLOCK_MAX; i++)
    ct[i] = (guint8) (i * 7);
  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++) {
    g_autoptr (GBytes) parcel = cen_parcel_seal (&key, i, ct, lengths[i].len);
    g_autoptr (GBytes) again = cen_parcel_seal (&key, i, ct, lengths[i].len);
    g_autoptr (GBytes) opened =
        cen_parcel_open (&key, i, g_bytes_get_data (parcel, NULL), g_bytes_get_size (parcel));

    g_assert_cmpuint (g_bytes_get_size (parcel), ==, lengths[i].parcel_len);
    g_assert_true (g_bytes_equal (parcel, again));
    g_assert_nonnull (opened);
    g_assert_cmpmem (g_bytes_get_data (opened, NULL), g_bytes_get_size (opened), ct,
                     lengths[i].len);
  }
}

/* Of another block, file or relay, or altered anywhere, it is none. */
static void
test_others (void)
{
  CenParcelKey key = make_key (1, 1);
  CenParcelKey other_file = make_key (2, 1);
  CenParcelKey other_relay = make_key (1, 2);
  g_autoptr (GBytes) parcel = cen_parcel_seal (&key, 3, (const guint8 *) "closed", 6);
  gsize len;
  const guint8 *bytes = g_bytes_get_data (parcel, &len);
  g_autofree guint8 *altered = g_memdup2 (bytes, len);

  g_assert_null (cen_parcel_open (&key, 4, bytes, len));
  g_assert_null (cen_parcel_open (&other_file, 3, bytes, len));
  g_assert_null (cen_parcel_open (&other_relay, 3, bytes, len));
  for (gsize i = 0; i < len; i += 101) {
    altered[i] ^= 1;
    g_assert_null (cen_parcel_open (&key, 3, altered, len));
    altered[i] ^= 1;
  }
  g_assert_null (cen_parcel_open (&key, 3, bytes, len - 1));
  g_assert_null (cen_parcel_open (&key, 3, bytes, 0));
}

static void
test_names (void)
{
  CenParcelKey keys[] = { make_key (1, 1), make_key (2, 1), make_key (1, 2) };
  CenId names[G_N_ELEMENTS (keys) * 2];

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    cen_parcel_get_name (&keys[i / 2], i % 2, &names[i]);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    for (guint k = 0; k < i; k++)
      g_assert_false (cen_id_equal (&names[i], &names[k]));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  cen_crypto_init ();
  g_test_add_func ("/parcel/lengths", test_lengths);
  g_test_add_func ("/parcel/others", test_others);
  g_test_add_func ("/parcel/names", test_names);
  return g_test_run ();
}
