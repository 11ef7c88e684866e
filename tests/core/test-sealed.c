/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The payload of SEALED: what was sealed opens again for those it is for and for nobody else, and
 * whatever is altered or malformed does not. */

#include "core/cbor.h"
#include "core/sealed.h"
#include "tests/support/world.h"

#include <string.h>

#define ENTRY_LEN (CEN_SEALED_HINT_LEN + CEN_WRAP_LEN)

typedef struct {
  TestWorld *world;
  CenId circle;
  CenId author;       /* device */
  CenId named[2];     /* members */
  CenId devices[3];   /* the author's, and one of each named */
  CenBoxKey boxes[3]; /* theirs */
  guint8 key[CEN_KEY_LEN];
  GBytes *payload;
} Letter;

static CenId
make_id (guint8 byte)
{
  CenId id;

  memset (id.bytes, byte, sizeof id.bytes);
  return id;
}

static GArray *
list_readers (const Letter *letter)
{
  GArray *readers = g_array_new (FALSE, FALSE, sizeof (CenSealedReader));

  for (guint i = G_N_ELEMENTS (letter->devices); i-- > 0;) {
    CenSealedReader reader = { .device = letter->devices[i] };

    memcpy (reader.box, letter->boxes[i].public_key, CEN_KEY_LEN);
    g_array_append_val (readers, reader);
  }
  return readers;
}

static GBytes *
build (Letter *letter, const CenSealedInner *inner, GError **error)
{
  g_autoptr (GArray) readers = list_readers (letter);

  return cen_sealed_build (&letter->circle, &letter->author, letter->named, 2, readers, inner,
                           &letter->world->world, letter->key, error);
}

static void
letter_init (Letter *letter, const char *words)
{
  g_autoptr (GBytes) inside = g_bytes_new (words, strlen (words));
  CenSealedInner inner = { .kind = CEN_OP_CREATE, .payload = inside };
  g_autoptr (GError) error = NULL;

  letter->world = test_world_new (7);
  letter->circle = make_id (1);
  letter->author = letter->devices[0] = make_id (2);
  for (guint i = 0; i < 2; i++) {
    letter->named[i] = make_id ((guint8) (20 + i));
    letter->devices[i + 1] = make_id ((guint8) (3 + i));
  }
  for (guint i = 0; i < 3; i++)
    cen_box_key_generate (&letter->boxes[i], &letter->world->world);
  letter->payload = build (letter, &inner, &error);
  g_assert_no_error (error);
}

static void
letter_clear (Letter *letter)
{
  g_bytes_unref (letter->payload);
  test_world_free (letter->world);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Letter, letter_clear)

static gboolean
parse (GBytes *payload, CenSealed *ret_sealed)
{
  gsize len;
  const guint8 *bytes = g_bytes_get_data (payload, &len);

  return cen_sealed_parse (ret_sealed, bytes, len, NULL);
}

static void
test_opens_for_readers (void)
{
  g_auto (Letter) letter = { 0 };
  CenSealed sealed;

  letter_init (&letter, "words");
  g_assert_true (parse (letter.payload, &sealed));
  g_assert_cmpuint (sealed.n_named, ==, 2);
  g_assert_cmpuint (sealed.n_wraps, ==, 3);
  g_assert_true (cen_sealed_names (&sealed, &letter.named[1]));
  g_assert_false (cen_sealed_names (&sealed, &letter.author));
  for (guint i = 0; i < 3; i++) {
    g_auto (CenSealedInner) inner = { 0 };
    guint8 key[CEN_KEY_LEN];

    g_assert_true (cen_sealed_find_key (&sealed, &letter.devices[i], &letter.boxes[i], key));
    g_assert_cmpmem (key, CEN_KEY_LEN, letter.key, CEN_KEY_LEN);
    g_assert_true (cen_sealed_open (&sealed, key, &letter.circle, &letter.author, &inner));
    g_assert_cmpuint (inner.kind, ==, CEN_OP_CREATE);
    g_assert_false (inner.has_object);
    g_assert_cmpmem (g_bytes_get_data (inner.payload, NULL), g_bytes_get_size (inner.payload),
                     "words", 5);
  }
}

static void
test_closed_to_others (void)
{
  g_auto (Letter) letter = { 0 };
  g_auto (CenSealedInner) inner = { 0 };
  CenId stranger = make_id (9), other = make_id (8);
  guint8 key[CEN_KEY_LEN], wrong[CEN_KEY_LEN] = { 1 };
  CenSealed sealed;

  letter_init (&letter, "words");
  g_assert_true (parse (letter.payload, &sealed));
  /* no wrap for this device; a wrap, but not for this box key */
  g_assert_false (cen_sealed_find_key (&sealed, &stranger, &letter.boxes[0], key));
  g_assert_false (cen_sealed_find_key (&sealed, &letter.devices[1], &letter.boxes[2], key));
  g_assert_false (cen_sealed_key_is_of (&sealed, wrong));
  g_assert_false (cen_sealed_open (&sealed, wrong, &letter.circle, &letter.author, &inner));
  /* nobody else can pass the words off as theirs, or as of another circle */
  g_assert_false (cen_sealed_open (&sealed, letter.key, &letter.circle, &other, &inner));
  g_assert_false (cen_sealed_open (&sealed, letter.key, &other, &letter.author, &inner));
  g_assert_null (memmem (g_bytes_get_data (letter.payload, NULL), g_bytes_get_size (letter.payload),
                         "words", 5));
}

/* A key that opens the words, under the commitment to another one. */
static void
test_commitment (void)
{
  g_auto (Letter) letter = { 0 };
  g_auto (CenSealedInner) inner = { 0 };
  guint8 key[CEN_KEY_LEN];
  CenSealed sealed;

  letter_init (&letter, "words");
  g_assert_true (parse (letter.payload, &sealed));
  sealed.commitment[31] ^= 1;
  g_assert_false (cen_sealed_find_key (&sealed, &letter.devices[1], &letter.boxes[1], key));
  g_assert_false (cen_sealed_open (&sealed, letter.key, &letter.circle, &letter.author, &inner));
}

static void
test_every_bit_counts (void)
{
  g_auto (Letter) letter = { 0 };
  gsize len, n_opened = 0;
  const guint8 *bytes;

  letter_init (&letter, "words");
  bytes = g_bytes_get_data (letter.payload, &len);
  for (gsize i = CEN_SALT_LEN; i < len; i++) {
    g_autofree guint8 *altered = g_memdup2 (bytes, len);
    g_autoptr (GBytes) payload = NULL;
    g_auto (CenSealedInner) inner = { 0 };
    guint8 key[CEN_KEY_LEN];
    CenSealed sealed;

    altered[i] ^= 1;
    payload = g_bytes_new (altered, len);
    n_opened += parse (payload, &sealed) &&
                cen_sealed_find_key (&sealed, &letter.devices[1], &letter.boxes[1], key) &&
                cen_sealed_open (&sealed, key, &letter.circle, &letter.author, &inner);
  }
  /* Who is named, and the wraps of the two others, are not this reader's to check. */
  g_assert_cmpuint (n_opened, <=, 2 * CEN_ID_LEN + 2 * ENTRY_LEN);
  for (gsize i = 0; i < len; i++) {
    g_autofree guint8 *cut = g_memdup2 (bytes, i);
    CenSealed sealed;

    g_assert_false (cen_sealed_parse (&sealed, cut, i, NULL));
  }
}

/* Only the magnitude of a length shows. */
static void
test_padding (void)
{
  g_auto (Letter) short_one = { 0 };
  g_auto (Letter) longer = { 0 };

  letter_init (&short_one, "1234567890123456789012345678901234567890");
  letter_init (&longer, "12345678901234567890123456789012345678901");
  g_assert_cmpuint (g_bytes_get_size (short_one.payload), ==, g_bytes_get_size (longer.payload));
}

static void
test_inner_forms (void)
{
  static const struct {
    guint kind;
    gboolean has_object;
    gboolean is_good;
  } forms[] = {
    { CEN_OP_CREATE, FALSE, TRUE }, { CEN_OP_CREATE, TRUE, FALSE }, { CEN_OP_SET, TRUE, TRUE },
    { CEN_OP_SET, FALSE, FALSE },   { CEN_OP_REDACT, TRUE, TRUE },  { CEN_OP_HIDE, TRUE, FALSE },
    { CEN_OP_SEALED, TRUE, FALSE }, { CEN_OP_MERGE, FALSE, FALSE }, { 0, FALSE, FALSE },
  };
  g_auto (Letter) letter = { 0 };
  g_autoptr (GBytes) inside = g_bytes_new_static ("x", 1);

  letter_init (&letter, "");
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++) {
    CenSealedInner inner = { forms[i].kind, forms[i].has_object, make_id (5), inside };
    g_auto (CenSealedInner) opened = { 0 };
    g_autoptr (GBytes) payload = build (&letter, &inner, NULL);
    CenSealed sealed;

    g_assert_true (parse (payload, &sealed));
    g_assert_cmpint (cen_sealed_open (&sealed, letter.key, &letter.circle, &letter.author, &opened),
                     ==, forms[i].is_good);
  }
}

static void
test_too_long (void)
{
  g_auto (Letter) letter = { 0 };
  g_autofree char *filler = g_strnfill (CEN_PAYLOAD_MAX - 200, 'z');
  g_autoptr (GBytes) inside = g_bytes_new (filler, strlen (filler));
  CenSealedInner inner = { .kind = CEN_OP_CREATE, .payload = inside };
  g_autoptr (GError) error = NULL;

  letter_init (&letter, "");
  g_assert_null (build (&letter, &inner, &error));
  g_assert_error (error, CEN_ERROR, CEN_ERROR_REFUSED);
}

/* --- Malformed lists --- */

typedef struct {
  guint n_named;
  gboolean is_descending;
  guint n_wraps;
  gboolean has_equal_hints;
  gsize extra_len;
  gboolean is_good;
} Shape;

static GBytes *
build_shape (const Shape *shape)
{
  gsize size = 80000, wraps_len = shape->n_wraps * (gsize) ENTRY_LEN + shape->extra_len;
  g_autofree guint8 *buf = g_malloc0 (size);
  g_autofree guint8 *wraps = g_malloc0 (wraps_len + 1);
  guint8 zeros[CEN_ID_LEN] = { 0 };
  CenCborWriter writer;

  for (guint i = 0; i < shape->n_wraps && !shape->has_equal_hints; i++) {
    wraps[(gsize) i * ENTRY_LEN + 6] = (guint8) (i >> 8);
    wraps[(gsize) i * ENTRY_LEN + 7] = (guint8) i;
  }
  cen_cbor_writer_init (&writer, buf + CEN_SALT_LEN, size - CEN_SALT_LEN);
  cen_cbor_put_map (&writer, 5);
  cen_cbor_put_uint (&writer, 0);
  cen_cbor_put_array (&writer, shape->n_named);
  for (guint i = 0; i < shape->n_named; i++) {
    CenId id = make_id ((guint8) (shape->is_descending ? 100 - i : 100 + i));

    cen_cbor_put_bytes (&writer, id.bytes, CEN_ID_LEN);
  }
  cen_cbor_put_uint (&writer, 1);
  cen_cbor_put_bytes (&writer, zeros, CEN_KEY_LEN);
  cen_cbor_put_uint (&writer, 2);
  cen_cbor_put_bytes (&writer, wraps, wraps_len);
  cen_cbor_put_uint (&writer, 3);
  cen_cbor_put_bytes (&writer, zeros, CEN_ID_LEN);
  cen_cbor_put_uint (&writer, 4);
  cen_cbor_put_bytes (&writer, zeros, CEN_MAC_LEN + 1);
  g_assert_false (writer.has_overflowed);
  return g_bytes_new (buf, CEN_SALT_LEN + writer.len);
}

static void
test_lists (void)
{
  static const Shape shapes[] = {
    { 1, FALSE, 1, FALSE, 0, TRUE },
    { 0, FALSE, 1, FALSE, 0, FALSE },
    { CEN_SEALED_NAMED_MAX, FALSE, 1, FALSE, 0, TRUE },
    { CEN_SEALED_NAMED_MAX + 1, FALSE, 1, FALSE, 0, FALSE },
    { 2, TRUE, 1, FALSE, 0, FALSE },
    { 1, FALSE, 0, FALSE, 0, FALSE },
    { 1, FALSE, CEN_DEVICES_MAX, FALSE, 0, TRUE },
    { 1, FALSE, CEN_DEVICES_MAX + 1, FALSE, 0, FALSE },
    { 1, FALSE, 2, TRUE, 0, FALSE },
    { 1, FALSE, 1, FALSE, 1, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++) {
    g_autoptr (GBytes) payload = build_shape (&shapes[i]);
    CenSealed sealed;

    g_test_message ("shape %u", i);
    g_assert_cmpint (parse (payload, &sealed), ==, shapes[i].is_good);
  }
}

int
main (int argc, char **argv)
{
  cen_crypto_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sealed/opens-for-readers", test_opens_for_readers);
  g_test_add_func ("/sealed/closed-to-others", test_closed_to_others);
  g_test_add_func ("/sealed/commitment", test_commitment);
  g_test_add_func ("/sealed/every-bit-counts", test_every_bit_counts);
  g_test_add_func ("/sealed/padding", test_padding);
  g_test_add_func ("/sealed/inner-forms", test_inner_forms);
  g_test_add_func ("/sealed/too-long", test_too_long);
  g_test_add_func ("/sealed/lists", test_lists);
  return g_test_run ();
}
