/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/crypto.h"
#include "core/error.h"
#include "net/reconcile.h"
#include "net/varint.h"

#include <string.h>

#define ROUNDS_MAX 1000

/* Both sides of one reconciliation, driven to its end. */
typedef struct {
  NetItemSet *ours;
  NetItemSet *theirs;
  GArray *have;
  GArray *need;
  guint n_rounds;
  gsize bytes_max; /* the largest message */
} Fixture;

static void
make_id (CenId *ret_id, guint64 number)
{
  cen_crypto_hash (ret_id->bytes, "test.id", &number, sizeof number);
}

static void
fixture_init (Fixture *self)
{
  *self = (Fixture){ .ours = net_item_set_new (0),
                     .theirs = net_item_set_new (0),
                     .have = g_array_new (FALSE, FALSE, sizeof (CenId)),
                     .need = g_array_new (FALSE, FALSE, sizeof (CenId)) };
}

static void
fixture_clear (Fixture *self)
{
  net_item_set_unref (self->ours);
  net_item_set_unref (self->theirs);
  g_array_unref (self->have);
  g_array_unref (self->need);
}

static GBytes *
answer (NetReconcile *side, GBytes *message, Fixture *fixture, gboolean *ret_is_done)
{
  g_autoptr (GError) error = NULL;
  gsize len;
  const guint8 *bytes = g_bytes_get_data (message, &len);
  GBytes *reply;

  fixture->bytes_max = MAX (fixture->bytes_max, len);
  reply =
      net_reconcile_receive (side, bytes, len, fixture->have, fixture->need, ret_is_done, &error);
  g_assert_no_error (error);
  return reply;
}

static void
fixture_run (Fixture *self, gsize our_limit, gsize their_limit)
{
  g_autoptr (NetReconcile) us = NULL;
  g_autoptr (NetReconcile) them = NULL;
  g_autoptr (GBytes) message = NULL;
  gboolean is_done = FALSE;

  g_assert_true (net_item_set_seal (self->ours));
  g_assert_true (net_item_set_seal (self->theirs));
  us = net_reconcile_new (self->ours, our_limit, NULL);
  them = net_reconcile_new (self->theirs, their_limit, NULL);
  message = net_reconcile_initiate (us, NULL);
  while (!is_done) {
    g_autoptr (GBytes) reply = answer (them, message, self, &is_done);

    g_assert_false (is_done);
    g_bytes_unref (message);
    message = answer (us, reply, self, &is_done);
    g_assert_cmpuint (++self->n_rounds, <, ROUNDS_MAX);
  }
  g_assert_cmpuint (g_bytes_get_size (message), ==, 0);
}

static int
compare_ids_cb (gconstpointer a, gconstpointer b)
{
  return cen_id_compare (a, b);
}

/* Every id of @found is in @set and not in @other, and there are @n of them, all different. */
static void
assert_difference (GArray *found, NetItemSet *set, NetItemSet *other, guint n)
{
  guint64 ref;

  g_assert_cmpuint (found->len, ==, n);
  g_array_sort (found, compare_ids_cb);
  for (guint i = 0; i < n; i++) {
    const CenId *id = &g_array_index (found, CenId, i);

    g_assert_true (net_item_set_lookup (set, id, &ref));
    g_assert_false (net_item_set_lookup (other, id, &ref));
    if (i > 0)
      g_assert_false (cen_id_equal (id, &g_array_index (found, CenId, i - 1)));
  }
}

typedef struct {
  const char *name;
  guint n_common;
  guint n_ours;
  guint n_theirs;
  guint64 timestamp_max; /* 0: all alike */
  gsize our_limit;
  gsize their_limit;
} Case;

static const Case cases[] = {
  { "nothing", 0, 0, 0, 0, 0, 0 },
  { "equal", 500, 0, 0, 100, 0, 0 },
  { "only-ours", 0, 40, 0, 100, 0, 0 },
  { "only-theirs", 0, 0, 40, 100, 0, 0 },
  { "one-each", 1, 1, 1, 0, 0, 0 },
  { "below-list", 31, 0, 1, 10, 0, 0 },
  { "at-list", 32, 1, 0, 10, 0, 0 },
  { "one-timestamp", 2000, 10, 10, 0, 0, 0 },
  { "few-timestamps", 2000, 50, 70, 3, 0, 0 },
  { "large-timestamps", 2000, 50, 70, G_MAXUINT64 - 2, 0, 0 },
  { "half", 1000, 1000, 1000, 1000, 0, 0 },
  { "our-limit", 3000, 800, 900, 5000, 4096, 0 },
  { "their-limit", 3000, 800, 900, 5000, 0, 4096 },
  { "both-limits", 3000, 800, 900, 5000, 4096, 4096 },
  { "long-answer", 0, 0, 5000, 50, 0, 4096 },
  { "long-offer", 0, 5000, 0, 50, 4096, 4096 },
  { "session", 20000, 100, 100, 20000, 65536, 65536 },
};

static void
add_random (GRand *random, const Case *test, guint n, guint64 *number, NetItemSet *a, NetItemSet *b)
{
  for (guint i = 0; i < n; i++) {
    guint64 wide = (guint64) g_rand_int (random) << 32 | g_rand_int (random);
    guint64 timestamp = test->timestamp_max == 0 ? 7 : wide % (test->timestamp_max + 1);
    CenId id;

    make_id (&id, (*number)++);
    if (a != NULL)
      net_item_set_add (a, timestamp, &id, *number);
    if (b != NULL)
      net_item_set_add (b, timestamp, &id, *number);
  }
}

static void
test_case (gconstpointer data)
{
  const Case *test = data;
  g_autoptr (GRand) random = g_rand_new_with_seed (41);
  guint64 number = 0;
  gsize limit = MAX (test->our_limit, test->their_limit);
  Fixture fixture;

  fixture_init (&fixture);
  add_random (random, test, test->n_common, &number, fixture.ours, fixture.theirs);
  add_random (random, test, test->n_ours, &number, fixture.ours, NULL);
  add_random (random, test, test->n_theirs, &number, NULL, fixture.theirs);
  fixture_run (&fixture, test->our_limit, test->their_limit);
  assert_difference (fixture.have, fixture.ours, fixture.theirs, test->n_ours);
  assert_difference (fixture.need, fixture.theirs, fixture.ours, test->n_theirs);
  if (test->our_limit != 0 && test->their_limit != 0)
    g_assert_cmpuint (fixture.bytes_max, <=, limit);
  fixture_clear (&fixture);
}

/* Sizes around every threshold, and ids that share long prefixes. */
static void
test_random_sets (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (7);

  for (guint round = 0; round < 200; round++) {
    guint n = (guint) g_rand_int_range (random, 0, 120);
    guint counts[3] = { 0 };
    Fixture fixture;

    fixture_init (&fixture);
    for (guint i = 0; i < n; i++) {
      guint where = (guint) g_rand_int_range (random, 0, 3);
      CenId id;

      make_id (&id, round * 1000 + i);
      memset (id.bytes, 0, (gsize) g_rand_int_range (random, 0, CEN_ID_LEN - 8));
      if (where != 1)
        net_item_set_add (fixture.ours, round % 4 == 0 ? i / 8 : 0, &id, i);
      if (where != 2)
        net_item_set_add (fixture.theirs, round % 4 == 0 ? i / 8 : 0, &id, i);
      counts[where]++;
    }
    fixture_run (&fixture, 0, 0);
    assert_difference (fixture.have, fixture.ours, fixture.theirs, counts[2]);
    assert_difference (fixture.need, fixture.theirs, fixture.ours, counts[1]);
    fixture_clear (&fixture);
  }
}

static NetReconcile *
make_side (guint n, gsize frame_max)
{
  g_autoptr (NetItemSet) items = net_item_set_new (n);

  for (guint i = 0; i < n; i++) {
    CenId id;

    make_id (&id, i);
    net_item_set_add (items, i / 3, &id, i);
  }
  g_assert_true (net_item_set_seal (items));
  return net_reconcile_new (items, frame_max, NULL);
}

static void
assert_refused (NetReconcile *side, const guint8 *bytes, gsize len)
{
  g_autoptr (GArray) have = g_array_new (FALSE, FALSE, sizeof (CenId));
  g_autoptr (GArray) need = g_array_new (FALSE, FALSE, sizeof (CenId));
  g_autoptr (GError) error = NULL;
  gboolean is_done = 2;

  g_assert_null (net_reconcile_receive (side, bytes, len, have, need, &is_done, &error));
  g_assert_error (error, CEN_ERROR, CEN_ERROR_INVALID);
  g_assert_cmpuint (have->len + need->len, ==, 0);
  g_assert_cmpint (is_done, ==, 2);
}

static void
test_versions (void)
{
  g_autoptr (NetReconcile) responder = make_side (40, 0);
  g_autoptr (NetReconcile) initiator = make_side (40, 0);
  g_autoptr (GBytes) message = net_reconcile_initiate (initiator, NULL);
  g_autoptr (GError) error = NULL;

  for (guint version = 0; version < 256; version++) {
    guint8 bytes[] = { (guint8) version, 0, 0, 1 };
    gboolean is_done;

    if (version == 0x61)
      continue;
    assert_refused (initiator, bytes, sizeof bytes);
    if (version >= 0x60 && version <= 0x6f) {
      g_autoptr (GBytes) reply =
          net_reconcile_receive (responder, bytes, sizeof bytes, NULL, NULL, &is_done, NULL);

      g_assert_cmpmem (g_bytes_get_data (reply, NULL), g_bytes_get_size (reply), "\x61", 1);
    } else {
      assert_refused (responder, bytes, sizeof bytes);
    }
  }
  g_assert_null (net_reconcile_initiate (initiator, &error));
  g_assert_error (error, CEN_ERROR, CEN_ERROR_INVALID);
}

static void
test_frame_limit (void)
{
  g_autoptr (NetItemSet) items = net_item_set_new (0);
  g_autoptr (NetReconcile) least = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (net_item_set_seal (items));
  least = net_reconcile_new (items, NET_RECONCILE_FRAME_MIN, NULL);
  g_assert_nonnull (least);
  g_assert_null (net_reconcile_new (items, NET_RECONCILE_FRAME_MIN - 1, &error));
  g_assert_error (error, CEN_ERROR, CEN_ERROR_INVALID);
}

typedef struct {
  const char *what;
  const char *bytes;
  gsize len;
} BadMessage;

#define BAD(what, bytes)                                                                           \
  {                                                                                                \
    what, bytes, sizeof bytes - 1                                                                  \
  }

static const BadMessage bad_messages[] = {
  BAD ("empty", ""),
  BAD ("unknown mode", "\x61\x00\x00\x03"),
  BAD ("bound without mode", "\x61\x00\x00"),
  BAD ("bound without length", "\x61\x00"),
  BAD ("bound longer than an id", "\x61\x00\x21"
                                  "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\x00"),
  BAD ("bound cut short", "\x61\x00\x04"
                          "aa"),
  BAD ("endless number", "\x61\x81\x81\x81\x81\x81\x81\x81\x81\x81\x81\x81"),
  BAD ("number above 64 bits", "\x61\x82\x80\x80\x80\x80\x80\x80\x80\x80\x00\x00\x00"),
  BAD ("padded number", "\x61\x80\x01\x00\x00"),
  BAD ("fingerprint cut short", "\x61\x00\x00\x01"
                                "aaaaaaaaaaaaaaa"),
  BAD ("list without its ids", "\x61\x00\x00\x02\x01"),
  BAD ("list of 2^63 ids", "\x61\x00\x00\x02\x81\x80\x80\x80\x80\x80\x80\x80\x80\x00"),
  BAD ("descending bounds", "\x61\x05\x01\x09\x00\x01\x01\x08\x00"),
};

static void
test_bad_messages (void)
{
  g_autoptr (NetReconcile) responder = make_side (100, 4096);
  g_autoptr (NetReconcile) initiator = make_side (100, 4096);
  g_autoptr (GBytes) message = net_reconcile_initiate (initiator, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (bad_messages); i++) {
    const BadMessage *bad = &bad_messages[i];

    g_test_message ("%s", bad->what);
    assert_refused (responder, (const guint8 *) bad->bytes, bad->len);
    assert_refused (initiator, (const guint8 *) bad->bytes, bad->len);
  }
}

/* A valid message cut at every byte and with every byte changed: answered or refused, never more.
 */
static void
test_mutations (void)
{
  g_autoptr (NetReconcile) responder = make_side (300, 4096);
  g_autoptr (NetReconcile) initiator = make_side (280, 4096);
  g_autoptr (GRand) random = g_rand_new_with_seed (3);
  g_autoptr (GBytes) first = net_reconcile_initiate (initiator, NULL);
  g_autoptr (GArray) have = g_array_new (FALSE, FALSE, sizeof (CenId));
  g_autoptr (GArray) need = g_array_new (FALSE, FALSE, sizeof (CenId));
  g_autofree guint8 *bytes = NULL;
  gsize len = g_bytes_get_size (first);

  bytes = g_memdup2 (g_bytes_get_data (first, NULL), len);
  for (guint i = 0; i < 4 * len; i++) {
    guint8 *cut = g_memdup2 (bytes, MAX (i % len, 1));
    gsize at = (gsize) g_rand_int_range (random, 0, (gint32) len);
    guint8 old = bytes[at];

    for (guint side = 0; side < 2; side++) {
      NetReconcile *to = side == 0 ? responder : initiator;
      gboolean is_done;
      g_autoptr (GBytes) reply =
          net_reconcile_receive (to, cut, i % len, have, need, &is_done, NULL);
      g_autoptr (GBytes) other = NULL;

      bytes[at] = (guint8) g_rand_int (random);
      other = net_reconcile_receive (to, bytes, len, have, need, &is_done, NULL);
      bytes[at] = old;
      g_assert_true (reply == NULL || g_bytes_get_size (reply) <= 4096);
      g_assert_true (other == NULL || g_bytes_get_size (other) <= 4096);
    }
    g_free (cut);
  }
}

/* An id that comes twice in a list is needed once, or not at all if we have it. */
static void
test_list_with_duplicates (void)
{
  g_autoptr (NetReconcile) initiator = make_side (1, 0);
  g_autoptr (GBytes) first = net_reconcile_initiate (initiator, NULL);
  g_autoptr (GArray) have = g_array_new (FALSE, FALSE, sizeof (CenId));
  g_autoptr (GArray) need = g_array_new (FALSE, FALSE, sizeof (CenId));
  g_autoptr (GBytes) reply = NULL;
  guint8 bytes[5 + 4 * CEN_ID_LEN] = { 0x61, 0, 0, 2, 4 };
  gboolean is_done;
  CenId ids[2];

  make_id (&ids[0], 0);
  make_id (&ids[1], 1);
  for (guint i = 0; i < 4; i++)
    memcpy (bytes + 5 + i * CEN_ID_LEN, ids[i % 2].bytes, CEN_ID_LEN);
  reply = net_reconcile_receive (initiator, bytes, sizeof bytes, have, need, &is_done, NULL);
  g_assert_nonnull (reply);
  g_assert_true (is_done);
  g_assert_cmpuint (have->len, ==, 0);
  g_assert_cmpuint (need->len, ==, 1);
  g_assert_true (cen_id_equal (&g_array_index (need, CenId, 0), &ids[1]));
}

static char *
dup_hex (GBytes *message)
{
  GString *hex = g_string_new (NULL);
  gsize len;
  const guint8 *bytes = g_bytes_get_data (message, &len);

  for (gsize i = 0; i < len; i++)
    g_string_append_printf (hex, "%02x", bytes[i]);
  return g_string_free (hex, FALSE);
}

/* Bytes that the reference implementation gives for the same items. */
static void
test_vectors (void)
{
  g_autoptr (NetItemSet) items = net_item_set_new (2);
  g_autoptr (NetReconcile) side = NULL;
  g_autoptr (GBytes) message = NULL;
  g_autofree char *hex = NULL;
  CenId id;

  memset (id.bytes, 0x11, CEN_ID_LEN);
  net_item_set_add (items, 5, &id, 0);
  memset (id.bytes, 0x22, CEN_ID_LEN);
  net_item_set_add (items, 3, &id, 0);
  g_assert_true (net_item_set_seal (items));
  side = net_reconcile_new (items, 0, NULL);
  message = net_reconcile_initiate (side, NULL);
  hex = dup_hex (message);
  g_assert_cmpstr (hex, ==,
                   "6100000202"
                   "2222222222222222222222222222222222222222222222222222222222222222"
                   "1111111111111111111111111111111111111111111111111111111111111111");
}

/* The digest of a whole conversation, whose messages were the reference's to the byte. */
static void
test_transcript (void)
{
  g_autoptr (NetReconcile) us = make_side (1000, 0);
  g_autoptr (NetReconcile) them = make_side (1100, 4096);
  g_autoptr (CenHasher) hasher = cen_hasher_new ("test.transcript");
  g_autoptr (GArray) have = g_array_new (FALSE, FALSE, sizeof (CenId));
  g_autoptr (GArray) need = g_array_new (FALSE, FALSE, sizeof (CenId));
  g_autoptr (GBytes) message = net_reconcile_initiate (us, NULL);
  g_autoptr (GBytes) digest = NULL;
  g_autofree char *hex = NULL;
  guint8 hash[CEN_ID_LEN];
  gboolean is_done = FALSE;

  for (guint turn = 1; !is_done; turn++) {
    gsize len;
    const guint8 *bytes = g_bytes_get_data (message, &len);
    GBytes *reply =
        net_reconcile_receive (turn % 2 == 1 ? them : us, bytes, len, have, need, &is_done, NULL);

    g_assert_nonnull (reply);
    cen_hasher_update (hasher, bytes, len);
    g_bytes_unref (message);
    message = reply;
  }
  cen_hasher_finish (hasher, hash);
  digest = g_bytes_new (hash, sizeof hash);
  hex = dup_hex (digest);
  g_assert_cmpstr (hex, ==, "af967f60fb99f4b283cbc0ff56fd7b1c47619a02de306b97b6999f3930020107");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  cen_crypto_init ();
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strdup_printf ("/reconcile/sets/%s", cases[i].name);

    g_test_add_data_func (path, &cases[i], test_case);
  }
  g_test_add_func ("/reconcile/random-sets", test_random_sets);
  g_test_add_func ("/reconcile/versions", test_versions);
  g_test_add_func ("/reconcile/frame-limit", test_frame_limit);
  g_test_add_func ("/reconcile/bad-messages", test_bad_messages);
  g_test_add_func ("/reconcile/mutations", test_mutations);
  g_test_add_func ("/reconcile/list-with-duplicates", test_list_with_duplicates);
  g_test_add_func ("/reconcile/vectors", test_vectors);
  g_test_add_func ("/reconcile/transcript", test_transcript);
  return g_test_run ();
}
