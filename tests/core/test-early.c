/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/author-content.h"
#include "core/early-pick.h"
#include "core/early.h"
#include "core/log.h"
#include "core/queries.h"
#include "core/store-sql.h"
#include "tests/support/people.h"

#include <string.h>

#define POSTS 40

typedef struct {
  TestWorld *world;
  TestPerson *ana;
  TestPerson *ben;
} Pair;

static GArray *
new_ops (void)
{
  return g_array_new (FALSE, FALSE, sizeof (CenIncoming));
}

static void
free_ops (GArray *ops)
{
  for (guint i = 0; i < ops->len; i++) {
    CenIncoming *op = &g_array_index (ops, CenIncoming, i);

    g_bytes_unref (op->op);
    g_clear_pointer (&op->payload, g_bytes_unref);
  }
  g_array_unref (ops);
}

/* What Ana would send first, at most @n_max. */
static GArray *
pick (TestPerson *person, guint n_max)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) nos = cen_early_pick (person->circle, n_max, &error);
  GArray *ops = new_ops ();

  g_assert_no_error (error);
  g_assert_cmpuint (nos->len, <=, n_max);
  for (guint i = 0; i < nos->len; i++) {
    CenIncoming op = { .op = NULL };

    cen_log_read (person->circle, g_array_index (nos, gint64, i), &op.op, &op.payload, &error);
    g_assert_no_error (error);
    g_array_append_val (ops, op);
  }
  return ops;
}

static guint
take (TestPerson *person, GArray *ops)
{
  g_autoptr (GError) error = NULL;
  guint n_junk;

  cen_early_take (person->circle, (const CenIncoming *) ops->data, ops->len, 1, &n_junk, &error);
  g_assert_no_error (error);
  return n_junk;
}

static guint
count_early (TestPerson *person)
{
  g_autoptr (GArray) prefixes = cen_early_list_prefixes (person->circle);
  g_autoptr (GError) error = NULL;
  gint64 n_rows;

  cen_sql_get_int (person->replica->store, 0, &n_rows, &error,
                   "SELECT count(*) FROM op WHERE no < 0", "");
  g_assert_no_error (error);
  g_assert_cmpint (n_rows, ==, prefixes->len);
  return prefixes->len;
}

static GPtrArray *
read_page (TestPerson *person, const CenId *channel)
{
  CenPage page = { .channel = channel, .direction = CEN_PAGE_NEWEST, .limit = 10 };
  g_autoptr (GError) error = NULL;
  GPtrArray *rows = cen_query_messages (person->replica->store, &person->circle->id, &page, &error);

  g_assert_no_error (error);
  return rows;
}

static void
assert_same_page (Pair *pair)
{
  CenId channel = test_person_get_channel (pair->ana);
  g_autoptr (GPtrArray) there = read_page (pair->ana, &channel);
  g_autoptr (GPtrArray) here = read_page (pair->ben, &channel);

  g_assert_cmpuint (here->len, ==, there->len);
  for (guint i = 0; i < here->len; i++) {
    const CenMessageRow *a = here->pdata[i];
    const CenMessageRow *b = there->pdata[i];

    g_assert_cmpstr (a->text, ==, b->text);
    g_assert_cmpstr (a->author_name, ==, b->author_name);
    g_assert_cmpint (a->is_edited, ==, b->is_edited);
    g_assert_true (cen_id_equal (&a->id, &b->id));
    g_assert_true (cen_id_equal (&a->author, &b->author));
    g_assert_cmpuint (a->reactions->len, ==, b->reactions->len);
  }
}

/* Ana's circle of @n_posts, which Ben has only just entered. */
static void
pair_init (Pair *pair, guint n_posts)
{
  guint8 seed[CEN_KEY_LEN];
  g_autoptr (GError) error = NULL;
  CenId invite, message;

  pair->world = test_world_new (3);
  pair->ana = test_person_new (pair->world, "Ana");
  pair->ben = test_person_new (pair->world, "Ben");
  test_person_found (pair->ana, "Analysis");
  cen_author_invite (pair->ana->circle, CEN_ROLE_MEMBER, 5, 0, seed, &invite, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < n_posts; i++) {
    g_autofree char *text = g_strdup_printf ("Message %u", i);

    message = test_person_post (pair->ana, text);
  }
  cen_author_mark (pair->ana->circle, &message, "reaction", "+1", CEN_MARK_PUT, &error);
  g_assert_no_error (error);
  test_person_enter (pair->ben, pair->ana, seed);
}

static void
pair_clear (Pair *pair)
{
  test_person_free (pair->ana);
  test_person_free (pair->ben);
  test_world_free (pair->world);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Pair, pair_clear)

/* The newest page is read before anything of its past is here, and changes no digest; then the past
 * comes and nothing early is left. */
static void
test_read_first (void)
{
  g_auto (Pair) pair = { 0 };
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  GArray *ops;

  pair_init (&pair, POSTS);
  before = test_person_dup_state (pair.ben);
  ops = pick (pair.ana, 25);
  g_assert_cmpuint (take (pair.ben, ops), ==, 0);
  g_assert_cmpuint (count_early (pair.ben), >, 15);
  assert_same_page (&pair);
  after = test_person_dup_state (pair.ben);
  g_assert_cmpstr (before, ==, after);
  g_assert_cmpuint (take (pair.ben, ops), ==, 0);
  test_person_pull (pair.ben, pair.ana);
  g_assert_cmpuint (count_early (pair.ben), ==, 0);
  assert_same_page (&pair);
  test_assert_same_state (pair.ana, pair.ben);
  free_ops (ops);
}

/* Only the rest comes: what is early joins it. */
static void
test_rest (void)
{
  g_auto (Pair) pair = { 0 };
  g_autoptr (GArray) all = NULL;
  g_autoptr (GHashTable) sent = g_hash_table_new (g_bytes_hash, g_bytes_equal);
  GArray *ops;

  pair_init (&pair, POSTS);
  ops = pick (pair.ana, 25);
  take (pair.ben, ops);
  for (guint i = 0; i < ops->len; i++)
    g_hash_table_add (sent, g_array_index (ops, CenIncoming, i).op);
  all = test_person_list_ops (pair.ana);
  for (guint i = 0; i < all->len; i++) {
    const CenIncoming *op = &g_array_index (all, CenIncoming, i);
    g_auto (CenReceived) received = { 0 };
    g_autoptr (GError) error = NULL;

    if (g_hash_table_contains (sent, op->op))
      continue;
    cen_dag_receive (pair.ben->circle, op, 1, 1, CEN_STORE_NORMAL, &received, &error);
    g_assert_no_error (error);
    g_assert_cmpuint (received.n_junk, ==, 0);
  }
  g_assert_cmpuint (count_early (pair.ben), ==, 0);
  test_assert_same_state (pair.ana, pair.ben);
  free_ops (ops);
}

/* What is shown can be answered only when its past is here, and that is said. */
static void
test_not_yet (void)
{
  g_auto (Pair) pair = { 0 };
  CenId channel, message;
  GArray *ops;

  pair_init (&pair, POSTS);
  ops = pick (pair.ana, 25);
  take (pair.ben, ops);
  channel = test_person_get_channel (pair.ana);
  {
    g_autoptr (GPtrArray) rows = read_page (pair.ben, &channel);

    message = ((CenMessageRow *) rows->pdata[rows->len - 1])->id;
  }
  for (guint what = 0; what < 2; what++) {
    CenValue value = { .field = CEN_MESSAGE_TEXT, .type = CEN_FIELD_TEXT, .text = "x" };
    g_autoptr (GError) error = NULL;

    g_assert_false (what == 0 ? cen_author_set (pair.ben->circle, &message, &value, 1, &error)
                              : cen_author_redact (pair.ben->circle, &message, &error));
    g_assert_error (error, CEN_ERROR, CEN_ERROR_REFUSED);
    g_assert_nonnull (strstr (error->message, "still on its way"));
  }
  test_person_pull (pair.ben, pair.ana);
  {
    g_autoptr (GError) error = NULL;

    /* Now there is another reason. */
    g_assert_false (cen_author_redact (pair.ben->circle, &message, &error));
    g_assert_null (strstr (error->message, "still on its way"));
  }
  free_ops (ops);
}

/* It outlives a restart, and is dropped when asked for and when the views are made anew. */
static void
test_kept (void)
{
  g_auto (Pair) pair = { 0 };
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;
  GArray *ops;
  guint n;

  pair_init (&pair, POSTS);
  before = test_person_dup_state (pair.ben);
  ops = pick (pair.ana, 25);
  take (pair.ben, ops);
  n = count_early (pair.ben);
  cen_replica_reload (pair.ben->replica, &error);
  g_assert_no_error (error);
  pair.ben->circle = pair.ben->replica->circles->pdata[0];
  g_assert_cmpuint (count_early (pair.ben), ==, n);
  assert_same_page (&pair);
  cen_early_clear (pair.ben->circle, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (count_early (pair.ben), ==, 0);
  after = test_person_dup_state (pair.ben);
  g_assert_cmpstr (before, ==, after);
  take (pair.ben, ops);
  g_assert_cmpuint (count_early (pair.ben), ==, n);
  test_person_pull (pair.ben, pair.ana);
  test_assert_same_state (pair.ana, pair.ben);
  free_ops (ops);
}

/* What is not signed is not shown, whatever goes on from it. */
static void
test_forged (void)
{
  g_auto (Pair) pair = { 0 };
  GArray *ops;
  CenIncoming *last;
  gsize len;
  guint8 *bytes;

  pair_init (&pair, 3);
  ops = pick (pair.ana, 25);
  last = &g_array_index (ops, CenIncoming, ops->len - 1);
  for (guint i = 0; i < ops->len; i++) {
    CenIncoming *op = &g_array_index (ops, CenIncoming, i);
    CenOp decoded, newest;

    cen_op_decode (&decoded, g_bytes_get_data (op->op, NULL), g_bytes_get_size (op->op), NULL);
    cen_op_decode (&newest, g_bytes_get_data (last->op, NULL), g_bytes_get_size (last->op), NULL);
    if (decoded.lamport > newest.lamport)
      last = op;
  }
  bytes = g_bytes_unref_to_data (last->op, &len);
  bytes[len - 1] ^= 1;
  last->op = g_bytes_new_take (bytes, len);
  g_assert_cmpuint (take (pair.ben, ops), ==, 1);
  /* The GENESIS came with the answer to the JOIN. */
  g_assert_cmpuint (count_early (pair.ben), ==, ops->len - 2);
  free_ops (ops);
}

/* No more are kept than there is room for. */
static void
test_room (void)
{
  g_auto (Pair) pair = { 0 };
  GArray *ops;

  pair_init (&pair, CEN_EARLY_MAX + 20);
  ops = pick (pair.ana, CEN_EARLY_MAX + 100);
  g_assert_cmpuint (ops->len, >, CEN_EARLY_MAX);
  take (pair.ben, ops);
  take (pair.ben, ops);
  g_assert_cmpuint (count_early (pair.ben), ==, CEN_EARLY_MAX);
  test_person_pull (pair.ben, pair.ana);
  test_assert_same_state (pair.ana, pair.ben);
  free_ops (ops);
}

int
main (int argc, char **argv)
{
  cen_crypto_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/early/read-first", test_read_first);
  g_test_add_func ("/early/rest", test_rest);
  g_test_add_func ("/early/kept", test_kept);
  g_test_add_func ("/early/not-yet", test_not_yet);
  g_test_add_func ("/early/forged", test_forged);
  g_test_add_func ("/early/room", test_room);
  return g_test_run ();
}
