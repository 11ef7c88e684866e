/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Replicas in memory: founding, joining, talking, and that order and duplication change nothing. */

#include "core/queries.h"
#include "core/store-local.h"
#include "core/store-private.h"
#include "core/store-sql.h"
#include "core/views.h"
#include "tests/support/people.h"

#include <string.h>

typedef struct {
  TestWorld *world;
  TestPerson *ana;
  TestPerson *bo;
} Two;

static void
two_clear (Two *two)
{
  test_person_free (two->ana);
  test_person_free (two->bo);
  test_world_free (two->world);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Two, two_clear)

static void
make_people (Two *two)
{
  two->world = test_world_new (7);
  two->ana = test_person_new (two->world, "Ana");
  two->bo = test_person_new (two->world, "Bo");
}

static void
found_and_join (Two *two)
{
  test_person_found (two->ana, "Analysis");
  test_person_join (two->bo, two->ana);
  test_person_pull (two->ana, two->bo);
}

static void
meet (Two *two)
{
  make_people (two);
  found_and_join (two);
}

static void
assert_verified (TestPerson *person)
{
  g_autoptr (GPtrArray) faults = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;

  cen_verify (person->replica->store, NULL, faults, &error);
  g_assert_no_error (error);
  if (faults->len > 0)
    g_error ("%s", (char *) faults->pdata[0]);
}

static GPtrArray *
read_all (TestPerson *person)
{
  CenPage page = { .direction = CEN_PAGE_NEWEST, .limit = 1000 };
  g_autoptr (GError) error = NULL;
  GPtrArray *found =
      cen_query_messages (person->replica->store, &person->circle->id, &page, &error);

  g_assert_no_error (error);
  return found;
}

static void
test_found (void)
{
  g_autoptr (TestWorld) world = test_world_new (1);
  g_autoptr (TestPerson) ana = test_person_new (world, "Ana");
  g_autoptr (CenCircleRow) row = NULL;
  g_autoptr (GPtrArray) members = NULL;
  g_autoptr (GError) error = NULL;

  test_person_found (ana, "Analysis");
  row = cen_query_circle (ana->replica->store, &ana->circle->id, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (row->name, ==, "Analysis");
  g_assert_cmpstr (row->intention, ==, "To learn");
  g_assert_cmpint (row->self_role, ==, CEN_ROLE_OWNER);
  g_assert_cmpuint (row->n_members, ==, 1);
  members = cen_query_members (ana->replica->store, &ana->circle->id, &error);
  g_assert_cmpuint (members->len, ==, 1);
  g_assert_cmpstr (((CenMemberRow *) members->pdata[0])->name, ==, "Ana");
  assert_verified (ana);
}

static void
test_two_talk (void)
{
  g_auto (Two) two = { 0 };
  g_autoptr (GPtrArray) rows = NULL;

  meet (&two);
  test_assert_same_state (two.ana, two.bo);
  test_person_post (two.ana, "How do you substitute?");
  test_person_post (two.bo, "Look at page 12.");
  test_person_pull (two.ana, two.bo);
  test_person_pull (two.bo, two.ana);
  test_assert_same_state (two.ana, two.bo);
  rows = read_all (two.ana);
  g_assert_cmpuint (rows->len, ==, 2);
  assert_verified (two.ana);
  assert_verified (two.bo);
}

static void
test_edit_react_redact (void)
{
  g_auto (Two) two = { 0 };
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GError) error = NULL;
  CenMessageRow *row;
  CenValue text = { .field = CEN_MESSAGE_TEXT, .type = CEN_FIELD_TEXT, .text = "better" };
  CenId first, second;

  meet (&two);
  first = test_person_post (two.ana, "good");
  second = test_person_post (two.ana, "secret words");
  test_person_pull (two.bo, two.ana);
  g_assert_true (cen_author_mark (two.bo->circle, &first, "reaction", "🙏", CEN_MARK_PUT, &error));
  g_assert_false (cen_author_set (two.bo->circle, &first, &text, 1, &error));
  g_assert_error (error, CEN_ERROR, CEN_ERROR_REFUSED);
  g_clear_error (&error);
  g_assert_true (cen_author_set (two.ana->circle, &first, &text, 1, &error));
  g_assert_true (cen_author_redact (two.ana->circle, &second, &error));
  g_assert_no_error (error);
  test_person_pull (two.bo, two.ana);
  test_person_pull (two.ana, two.bo);
  test_assert_same_state (two.ana, two.bo);
  rows = read_all (two.bo);
  row = rows->pdata[0];
  g_assert_cmpstr (row->text, ==, "better");
  g_assert_true (row->is_edited);
  g_assert_cmpuint (row->reactions->len, ==, 1);
  g_assert_true (((CenReactionRow *) row->reactions->pdata[0])->is_mine);
  row = rows->pdata[1];
  g_assert_true (row->is_redacted);
  g_assert_cmpstr (row->text, ==, "");
  assert_verified (two.bo);
}

/* Pinning is everybody's to do: it is no edit, not even by the author. */
static void
test_pin_is_no_edit (void)
{
  g_auto (Two) two = { 0 };
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GError) error = NULL;
  CenValue pinned = { .field = CEN_MESSAGE_PINNED, .type = CEN_FIELD_BOOL, .number = 1 };
  CenMessageRow *row;
  CenId id;

  meet (&two);
  id = test_person_post (two.ana, "worth keeping in sight");
  g_assert_true (cen_author_set (two.ana->circle, &id, &pinned, 1, &error));
  g_assert_no_error (error);
  rows = read_all (two.ana);
  row = rows->pdata[0];
  g_assert_true (row->is_pinned);
  g_assert_false (row->is_edited);
}

/* What a newer version writes is accepted, kept and passed on, and shows nothing here: an op kind,
 * an object kind and a field that this version does not know. */
static void
test_newer_version (void)
{
  g_auto (Two) two = { 0 };
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GError) error = NULL;
  CenKind later = { .id = 99, .name = "later" };
  CenValue unknown = { .field = 7, .type = CEN_FIELD_UINT, .number = 1 };
  CenValue with_more[] = {
    { .field = CEN_MESSAGE_CHANNEL, .type = CEN_FIELD_REF },
    { .field = CEN_MESSAGE_TEXT, .type = CEN_FIELD_TEXT, .text = "with more" },
    { .field = 60, .type = CEN_FIELD_TEXT, .text = "which nobody here knows" },
  };
  g_autoptr (GBytes) object = NULL;
  g_autoptr (GBytes) message = NULL;
  g_autoptr (GBytes) nothing = NULL;
  CenId id;

  meet (&two);
  with_more[0].ref = test_person_get_channel (two.ana);
  object = cen_content_build_fields (&later, &unknown, 1, &two.world->world, &error);
  message = cen_content_build_fields (cen_kind_get (CEN_KIND_MESSAGE), with_more, 3,
                                      &two.world->world, &error);
  nothing = cen_content_build_empty (&two.world->world);
  cen_author_write (two.ana->circle, CEN_OP_CREATE, NULL, object, &id, &error);
  g_assert_no_error (error);
  cen_author_write (two.ana->circle, (CenOpKind) 40, &id, nothing, &id, &error);
  g_assert_no_error (error);
  cen_author_write (two.ana->circle, CEN_OP_CREATE, NULL, message, &id, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (test_person_pull (two.bo, two.ana), ==, 3);
  test_person_post (two.bo, "after it");
  test_person_pull (two.ana, two.bo);
  test_assert_same_state (two.ana, two.bo);
  rows = read_all (two.bo);
  g_assert_cmpuint (rows->len, ==, 2);
  g_assert_cmpstr (((CenMessageRow *) rows->pdata[0])->text, ==, "with more");
  assert_verified (two.bo);
}

/* One who comes later gets the erased message without its content and still agrees. */
static void
test_erased_reaches_newcomer (void)
{
  g_auto (Two) two = { 0 };
  g_autoptr (TestPerson) cleo = NULL;
  g_autoptr (GError) error = NULL;
  CenId id;

  meet (&two);
  id = test_person_post (two.ana, "to be forgotten");
  test_person_post (two.ana, "stays");
  g_assert_true (cen_author_redact (two.ana->circle, &id, &error));
  cleo = test_person_new (two.world, "Cleo");
  test_person_join (cleo, two.ana);
  test_person_pull (two.ana, cleo);
  test_assert_same_state (two.ana, cleo);
}

static void
shuffle (GArray *ops, GRand *rand)
{
  for (guint i = ops->len; i > 1; i--) {
    guint k = (guint) g_rand_int_range (rand, 0, (gint32) i);
    CenIncoming moved = g_array_index (ops, CenIncoming, i - 1);

    g_array_index (ops, CenIncoming, i - 1) = g_array_index (ops, CenIncoming, k);
    g_array_index (ops, CenIncoming, k) = moved;
  }
}

/* Gives @to all of @from's ops in random order, in random groups, some twice. */
static void
deliver_shuffled (TestPerson *to, TestPerson *from, GRand *rand)
{
  g_autoptr (GArray) ops = test_person_list_ops (from);

  for (guint round = 0; round < 2; round++) {
    shuffle (ops, rand);
    for (guint i = 0; i < ops->len;) {
      guint wish = (guint) g_rand_int_range (rand, 1, 9);
      guint n = MIN (wish, ops->len - i);
      g_auto (CenReceived) received = { 0 };
      g_autoptr (GError) error = NULL;

      cen_dag_receive (to->circle, &g_array_index (ops, CenIncoming, i), n, 1, CEN_STORE_NORMAL,
                       &received, &error);
      g_assert_no_error (error);
      i += n;
    }
  }
}

static void
live_a_while (Two *two, GRand *rand)
{
  CenId last = test_person_post (two->ana, "one");

  for (guint i = 0; i < 30; i++) {
    TestPerson *who = g_rand_boolean (rand) ? two->ana : two->bo;
    g_autoptr (GError) error = NULL;
    CenId id = test_person_post (who, i % 3 ? "words" : "**more** words");

    if (g_rand_int_range (rand, 0, 4) == 0)
      cen_author_redact (who->circle, &id, &error);
    if (g_rand_int_range (rand, 0, 4) == 0)
      cen_author_mark (who->circle, &last, "reaction", "❤", CEN_MARK_PUT, NULL);
    last = id;
    if (g_rand_int_range (rand, 0, 5) == 0) {
      test_person_pull (two->ana, two->bo);
      test_person_pull (two->bo, two->ana);
    }
  }
  test_person_pull (two->ana, two->bo);
  test_person_pull (two->bo, two->ana);
}

static void
test_any_order (void)
{
  for (guint32 seed = 0; seed < 8; seed++) {
    g_auto (Two) two = { 0 };
    g_autoptr (TestPerson) cleo = NULL;
    g_autoptr (GRand) rand = g_rand_new_with_seed (seed);

    meet (&two);
    cleo = test_person_new (two.world, "Cleo");
    test_person_join (cleo, two.ana);
    test_person_pull (two.ana, cleo);
    test_person_pull (two.bo, two.ana);
    live_a_while (&two, rand);
    test_assert_same_state (two.ana, two.bo);
    deliver_shuffled (cleo, two.bo, rand);
    test_assert_same_state (two.ana, cleo);
    assert_verified (cleo);
  }
}

/* All ids have one prefix: what tells ops apart is the whole id. */
static void
same_prefix_cb (sqlite3_context *context, int n_values G_GNUC_UNUSED,
                sqlite3_value **values G_GNUC_UNUSED)
{
  sqlite3_result_int64 (context, 7);
}

static void
make_prefixes_collide (TestPerson *person)
{
  g_assert_cmpint (sqlite3_create_function (person->replica->store->db, "cen_prefix", 1,
                                            SQLITE_UTF8 | SQLITE_DETERMINISTIC, NULL,
                                            same_prefix_cb, NULL, NULL),
                   ==, SQLITE_OK);
}

static void
test_colliding_prefixes (void)
{
  g_auto (Two) two = { 0 };
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);

  make_people (&two);
  make_prefixes_collide (two.ana);
  make_prefixes_collide (two.bo);
  found_and_join (&two);
  live_a_while (&two, rand);
  deliver_shuffled (two.bo, two.ana, rand);
  deliver_shuffled (two.ana, two.bo, rand);
  test_assert_same_state (two.ana, two.bo);
  assert_verified (two.ana);
  assert_verified (two.bo);
}

/* What is remembered of objects and chains says what the log says, also after it was read again. */
static void
assert_remembered (TestPerson *person)
{
  CenCircle *circle = person->circle;
  g_auto (CenRows) rows = { 0 };
  CenId unknown = circle->id;
  gint64 no;

  g_assert_true (cen_sql_query (person->replica->store, &rows, NULL,
                                "SELECT o.no, o.id, o.seq, o.kind, d.key FROM op o"
                                " JOIN device d ON d.no = o.device",
                                ""));
  while (cen_rows_next (&rows, NULL)) {
    CenId id = cen_rows_get_id (&rows, 1);
    CenId key = cen_rows_get_id (&rows, 4);
    gboolean is_object = cen_rows_get_int (&rows, 3) == CEN_OP_CREATE;

    g_assert_true (cen_circle_find_object (circle, &id, &no, NULL));
    g_assert_cmpint (no, ==, is_object ? cen_rows_get_int (&rows, 0) : 0);
    g_assert_true (cen_circle_may_hold (circle, &key, (guint64) cen_rows_get_int (&rows, 2)));
  }
  for (guint i = 0; i < circle->devices->len; i++) {
    const CenDevice *device = circle->devices->pdata[i];

    g_assert_false (cen_circle_may_hold (circle, &device->key, device->tip_seq + 1));
  }
  g_assert_false (cen_circle_may_hold (circle, &unknown, 0));
  g_assert_true (cen_circle_find_object (circle, &unknown, &no, NULL));
  g_assert_cmpint (no, ==, 0);
}

static void
test_remembered (void)
{
  g_auto (Two) two = { 0 };
  guint n = 2 * CEN_CIRCLE_N_FOUND;

  meet (&two);
  g_assert_true (cen_store_begin (two.ana->replica->store, CEN_STORE_NORMAL, NULL));
  for (guint i = 0; i < n; i++)
    test_person_post (two.ana, "words");
  g_assert_true (cen_store_commit (two.ana->replica->store, NULL));
  test_person_pull (two.bo, two.ana);
  assert_remembered (two.ana);
  assert_remembered (two.bo);
  g_assert_true (cen_circle_reload (two.bo->circle, NULL));
  assert_remembered (two.bo);
  /* What is taken back is forgotten. */
  g_assert_true (cen_store_begin (two.bo->replica->store, CEN_STORE_NORMAL, NULL));
  test_person_post (two.bo, "words");
  cen_store_rollback (two.bo->replica->store);
  g_assert_true (cen_circle_reload (two.bo->circle, NULL));
  assert_remembered (two.bo);
}

static void
test_rebuild (void)
{
  g_auto (Two) two = { 0 };
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;

  meet (&two);
  live_a_while (&two, rand);
  before = test_person_dup_state (two.ana);
  g_assert_true (cen_store_begin (two.ana->replica->store, CEN_STORE_NORMAL, &error));
  g_assert_true (cen_views_rebuild (two.ana->circle, &error));
  g_assert_true (cen_store_commit (two.ana->replica->store, &error));
  after = test_person_dup_state (two.ana);
  g_assert_cmpstr (before, ==, after);
}

static void
test_search (void)
{
  g_auto (Two) two = { 0 };
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GError) error = NULL;
  CenSearch search = { .text = "integr" };

  meet (&two);
  test_person_post (two.ana, "Une intégrale par parties");
  test_person_post (two.ana, "something else");
  found = cen_query_search (two.ana->replica->store, &search, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (found->len, ==, 1);
  g_assert_nonnull (strstr (((CenSearchRow *) found->pdata[0])->snippet, "\002intégrale\003"));
}

static void
test_leave (void)
{
  g_auto (Two) two = { 0 };
  g_autoptr (GPtrArray) members = NULL;
  g_autoptr (GError) error = NULL;
  CenValue text = { .field = CEN_MESSAGE_TEXT, .type = CEN_FIELD_TEXT, .text = "x" };
  CenId id;

  meet (&two);
  id = test_person_post (two.bo, "before");
  g_assert_true (cen_author_leave (two.bo->circle, &error));
  g_assert_false (cen_author_set (two.bo->circle, &id, &text, 1, &error));
  g_assert_error (error, CEN_ERROR, CEN_ERROR_REFUSED);
  test_person_pull (two.ana, two.bo);
  test_assert_same_state (two.ana, two.bo);
  members = cen_query_members (two.ana->replica->store, &two.ana->circle->id, NULL);
  g_assert_cmpint (((CenMemberRow *) members->pdata[1])->state, ==, CEN_MEMBER_LEFT);
}

/* Who stops right after being admitted finds in the replica whom to ask for the rest. */
static void
test_link_is_kept (void)
{
  static const char *const address = "tcp://192.0.2.7:4321";
  g_autoptr (TestWorld) world = test_world_new (9);
  g_autoptr (TestPerson) ana = test_person_new (world, "Ana");
  g_autoptr (TestPerson) bo = test_person_new (world, "Bo");
  g_autoptr (GPtrArray) known = NULL;
  g_autoptr (GError) error = NULL;
  CenInviteLink link = { .n_addresses = 1 };
  const CenPeerAddress *one;
  CenId invite;

  test_person_found (ana, "Analysis");
  link.circle = ana->circle->id;
  memcpy (link.addresses[0].curve, ana->circle->keys->curve.public_key, CEN_KEY_LEN);
  g_strlcpy (link.addresses[0].address, address, sizeof link.addresses[0].address);
  cen_author_invite (ana->circle, CEN_ROLE_MEMBER, 1, 0, link.seed, &invite, &error);
  g_assert_no_error (error);
  test_person_enter_by (bo, ana, &link);
  known = cen_local_list_addresses (bo->circle, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (known->len, ==, 1);
  one = known->pdata[0];
  g_assert_cmpstr (one->address, ==, address);
  g_assert_cmpmem (one->curve, CEN_KEY_LEN, link.addresses[0].curve, CEN_KEY_LEN);
}

int
main (int argc, char **argv)
{
  cen_crypto_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/circle/found", test_found);
  g_test_add_func ("/circle/two-talk", test_two_talk);
  g_test_add_func ("/circle/edit-react-redact", test_edit_react_redact);
  g_test_add_func ("/circle/pin-is-no-edit", test_pin_is_no_edit);
  g_test_add_func ("/circle/newer-version", test_newer_version);
  g_test_add_func ("/circle/erased-reaches-newcomer", test_erased_reaches_newcomer);
  g_test_add_func ("/circle/any-order", test_any_order);
  g_test_add_func ("/circle/colliding-prefixes", test_colliding_prefixes);
  g_test_add_func ("/circle/remembered", test_remembered);
  g_test_add_func ("/circle/rebuild", test_rebuild);
  g_test_add_func ("/circle/search", test_search);
  g_test_add_func ("/circle/leave", test_leave);
  g_test_add_func ("/circle/link-is-kept", test_link_is_kept);
  return g_test_run ();
}
