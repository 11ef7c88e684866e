/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Limits whose file tests other things: each reader takes exactly as much as the limit says, and
 * not one more. The bytes are put together here, since the writers would not write more either. */

#include "core/epoch.h"
#include "core/file-head.h"
#include "core/frame.h"
#include "core/link-text.h"
#include "core/invite.h"
#include "core/moderation.h"
#include "core/queries.h"
#include "core/sealed.h"
#include "core/dag-batch.h"
#include "core/store-rows.h"
#include "tests/support/forge.h"

#include <string.h>

/* --- CBOR by hand --- */

static GByteArray *
payload_new (void)
{
  static const guint8 salt[CEN_SALT_LEN] = { 1 };
  GByteArray *payload = g_byte_array_new ();

  return g_byte_array_append (payload, salt, sizeof salt);
}

static void
put_head (GByteArray *to, guint major, guint64 n)
{
  guint8 head[5] = { (guint8) (major << 5) };
  guint len = n < 24 ? 1 : n < 256 ? 2 : n < 65536 ? 3 : 5;

  head[0] |= (guint8) (len == 1 ? n : len == 2 ? 24 : len == 3 ? 25 : 26);
  for (guint i = len - 1, shift = 0; i >= 1; i--, shift += 8)
    head[i] = (guint8) (n >> shift);
  g_byte_array_append (to, head, len);
}

static void
put_filled (GByteArray *to, guint major, guint len, guint8 with)
{
  g_autofree guint8 *bytes = g_malloc (len + 1);

  memset (bytes, with, len);
  put_head (to, major, len);
  g_byte_array_append (to, bytes, len);
}

/* @n byte strings of @len, ascending. */
static void
put_list (GByteArray *to, guint n, guint len)
{
  put_head (to, 4, n);
  for (guint i = 0; i < n; i++) {
    guint8 bytes[CEN_ID_LEN] = { (guint8) (i >> 8), (guint8) i, 1 };

    put_head (to, 2, len);
    g_byte_array_append (to, bytes, len);
  }
}

/* --- One reader each: TRUE when it takes @n --- */

static gboolean
takes_hide_reason (guint n)
{
  g_autoptr (GByteArray) payload = payload_new ();
  g_autofree char *reason = NULL;

  put_head (payload, 5, 1);
  put_head (payload, 0, 0);
  put_filled (payload, 3, n, 'a');
  return cen_hide_parse (&reason, payload->data, payload->len, NULL);
}

static gboolean
takes_endorsed (guint n)
{
  g_autoptr (GByteArray) payload = payload_new ();
  CenEndorse endorse;

  put_head (payload, 5, 1);
  put_head (payload, 0, 0);
  put_list (payload, n, CEN_ID_LEN);
  return cen_endorse_parse (&endorse, payload->data, payload->len, NULL);
}

static gboolean
takes_cut (guint n)
{
  g_autoptr (GByteArray) payload = payload_new ();
  CenFrame frame;

  put_head (payload, 5, 2);
  put_head (payload, 0, 0);
  put_filled (payload, 2, CEN_ID_LEN, 7);
  put_head (payload, 0, 1);
  put_list (payload, n, CEN_ID_LEN);
  return cen_frame_parse (&frame, CEN_OP_REVOKE, payload->data, payload->len, NULL);
}

static gboolean
takes_revoke_reason (guint n)
{
  g_autoptr (GByteArray) payload = payload_new ();
  CenFrame frame;

  put_head (payload, 5, 2);
  put_head (payload, 0, 0);
  put_filled (payload, 2, CEN_ID_LEN, 7);
  put_head (payload, 0, 2);
  put_filled (payload, 3, n, 'a');
  return cen_frame_parse (&frame, CEN_OP_REVOKE, payload->data, payload->len, NULL);
}

static gboolean
takes_epoch (guint n_parents, guint n_wraps)
{
  g_autoptr (GByteArray) payload = payload_new ();
  CenEpoch epoch;

  put_head (payload, 5, 5);
  put_head (payload, 0, 0);
  put_head (payload, 0, 2);
  put_head (payload, 0, 1);
  put_list (payload, n_parents, CEN_KEYID_LEN);
  put_head (payload, 0, 2);
  put_filled (payload, 2, CEN_KEY_LEN, 9);
  put_head (payload, 0, 3);
  put_filled (payload, 2, n_wraps * CEN_WRAP_LEN, 1);
  put_head (payload, 0, 4);
  put_filled (payload, 2, n_parents * CEN_KEY_LEN + CEN_MAC_LEN, 1);
  return cen_epoch_parse (&epoch, payload->data, payload->len, NULL);
}

static gboolean
takes_parents (guint n)
{
  return takes_epoch (n, 1);
}

static gboolean
takes_wraps (guint n)
{
  return takes_epoch (1, n);
}

static gboolean
takes_named (guint n)
{
  g_autoptr (GByteArray) payload = payload_new ();
  CenSealed sealed;

  put_head (payload, 5, 5);
  put_head (payload, 0, 0);
  put_list (payload, n, CEN_ID_LEN);
  put_head (payload, 0, 1);
  put_filled (payload, 2, CEN_KEY_LEN, 9);
  put_head (payload, 0, 2);
  put_filled (payload, 2, 8 + CEN_WRAP_LEN, 1);
  put_head (payload, 0, 3);
  put_filled (payload, 2, CEN_ID_LEN, 1);
  put_head (payload, 0, 4);
  put_filled (payload, 2, 100, 1);
  return cen_sealed_parse (&sealed, payload->data, payload->len, NULL);
}

static gboolean
takes_passphrase (guint n)
{
  g_autofree char *passphrase = g_strnfill (n, 'a');

  return cen_passphrase_check (passphrase, NULL);
}

static const struct {
  const char *name;
  guint max;
  gboolean (*takes) (guint n);
} limits[] = {
  { "hide-reason", CEN_HIDE_REASON_MAX, takes_hide_reason },
  { "endorsed-ops", CEN_ENDORSE_OPS_MAX, takes_endorsed },
  { "ids-in-a-cut", CEN_FRAME_CUT_MAX, takes_cut },
  { "revoke-reason", CEN_FRAME_REASON_MAX, takes_revoke_reason },
  { "epoch-parents", CEN_EPOCH_PARENTS_MAX, takes_parents },
  { "epoch-wraps", CEN_DEVICES_MAX, takes_wraps },
  { "sealed-named", CEN_SEALED_NAMED_MAX, takes_named },
  { "passphrase", CEN_PASSPHRASE_MAX, takes_passphrase },
};

static void
test_limit (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);

  g_assert_true (limits[i].takes (limits[i].max));
  g_assert_false (limits[i].takes (limits[i].max + 1));
}

/* The largest body that its fields allow fits; a longer one is refused before anything is read. */
static void
test_op_body (void)
{
  CenOp op = { .seq = CEN_OP_NUMBER_MAX,
               .has_prev = TRUE,
               .n_deps = CEN_OP_DEPS_MAX,
               .lamport = CEN_OP_NUMBER_MAX,
               .wall_ms = CEN_OP_NUMBER_MAX,
               .kind = CEN_OP_KIND_MAX,
               .has_object = TRUE,
               .has_key = TRUE };
  guint8 seed[CEN_KEY_LEN] = { 5 };
  g_autoptr (GBytes) largest = NULL;
  g_autoptr (GByteArray) longer = g_byte_array_new ();
  CenSignKey key;
  CenId circle = { .bytes = { 1 } };
  CenOp read;

  cen_sign_key_from_seed (&key, seed);
  for (guint i = 0; i < CEN_OP_DEPS_MAX; i++)
    op.deps[i] = (CenId){ .bytes = { (guint8) (i + 1) } };
  largest = cen_op_sign (&op, &circle, &key);
  g_assert_true (
      cen_op_decode (&read, g_bytes_get_data (largest, NULL), g_bytes_get_size (largest), NULL));
  g_assert_cmpuint (read.body_len, <=, CEN_OP_BODY_MAX);
  put_head (longer, 4, 2);
  put_filled (longer, 2, CEN_OP_BODY_MAX + 1, 0);
  put_filled (longer, 2, CEN_SIG_LEN, 0);
  g_assert_false (cen_op_decode (&read, longer->data, longer->len, NULL));
}

/* The longest link there can be fits into what a reader takes. */
static void
test_link_text (void)
{
  CenInviteLink link = { .circle.bytes = { 1 }, .n_addresses = CEN_INVITE_ADDRS_MAX };
  g_autofree char *longest = NULL;
  CenInviteLink read;

  for (guint i = 0; i < CEN_INVITE_ADDRS_MAX; i++) {
    g_autofree char *host = g_strnfill (200, 'a');

    g_snprintf (link.addresses[i].address, sizeof link.addresses[i].address, "tcp://%s:65535",
                host);
    memset (link.addresses[i].curve, 9, CEN_KEY_LEN);
  }
  longest = cen_invite_link_to_text (&link);
  g_assert_cmpuint (strlen (longest), <=, CEN_LINK_TEXT_MAX);
  g_assert_true (cen_invite_link_parse (&read, longest, NULL));
  g_assert_cmpuint (read.n_addresses, ==, CEN_INVITE_ADDRS_MAX);
}

/* An op after its prev and as many others as it may name is one the graph takes. */
static void
test_op_parents (void)
{
  g_autoptr (TestWorld) world = test_world_new (1);
  g_autoptr (TestPerson) ana = test_person_new (world, "Ana");
  g_autoptr (TestOp) tip = NULL;
  g_autoptr (TestOp) last = NULL;
  TestOp *forks[CEN_DAG_PARENTS_MAX];

  test_person_found (ana, "Analysis");
  tip = test_op_read_tip (ana);
  for (guint i = 0; i < CEN_DAG_PARENTS_MAX; i++)
    forks[i] = test_op_forge (ana, CEN_OP_MERGE, tip, NULL, 0, NULL, test_payload_empty (ana));
  g_assert_cmpuint (test_person_give (ana, forks, CEN_DAG_PARENTS_MAX), ==, CEN_DAG_PARENTS_MAX);
  last = test_op_forge (ana, CEN_OP_MERGE, forks[0], (const TestOp *const *) forks + 1,
                        CEN_OP_DEPS_MAX, NULL, test_payload_empty (ana));
  g_assert_cmpuint (test_person_give_one (ana, last), ==, 1);
  test_assert_verified (ana);
  for (guint i = 0; i < CEN_DAG_PARENTS_MAX; i++)
    test_op_free (forks[i]);
}

static guint
count_rows (TestPerson *person, guint limit)
{
  CenPage page = { .direction = CEN_PAGE_NEWEST, .limit = limit };
  CenSearch search = { .text = "word", .limit = limit };
  g_autoptr (GPtrArray) messages =
      cen_query_messages (person->replica->store, &person->circle->id, &page, NULL);
  g_autoptr (GPtrArray) found = cen_query_search (person->replica->store, &search, NULL);

  g_assert_cmpuint (messages->len, ==, found->len);
  return messages->len;
}

/* Whoever asks for more rows than are given at once gets that many. */
static void
test_rows (void)
{
  g_autoptr (TestWorld) world = test_world_new (1);
  g_autoptr (TestPerson) ana = test_person_new (world, "Ana");

  test_person_found (ana, "Analysis");
  g_assert_true (cen_store_begin (ana->replica->store, CEN_STORE_NORMAL, NULL));
  for (guint i = 0; i <= CEN_ROWS_LIMIT_MAX; i++)
    test_person_post (ana, "word");
  g_assert_true (cen_store_commit (ana->replica->store, NULL));
  g_assert_true (cen_store_index_words (ana->replica->store, 0, NULL));
  g_assert_cmpuint (count_rows (ana, CEN_ROWS_LIMIT_MAX - 1), ==, CEN_ROWS_LIMIT_MAX - 1);
  g_assert_cmpuint (count_rows (ana, CEN_ROWS_LIMIT_MAX), ==, CEN_ROWS_LIMIT_MAX);
  g_assert_cmpuint (count_rows (ana, CEN_ROWS_LIMIT_MAX + 1), ==, CEN_ROWS_LIMIT_MAX);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  cen_crypto_init ();
  for (guint i = 0; i < G_N_ELEMENTS (limits); i++) {
    g_autofree char *path = g_strconcat ("/limits/", limits[i].name, NULL);

    g_test_add_data_func (path, GUINT_TO_POINTER (i), test_limit);
  }
  g_test_add_func ("/limits/op-body", test_op_body);
  g_test_add_func ("/limits/link-text", test_link_text);
  g_test_add_func ("/limits/op-parents", test_op_parents);
  g_test_add_func ("/limits/rows", test_rows);
  return g_test_run ();
}
