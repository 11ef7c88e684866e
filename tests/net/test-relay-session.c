/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/author-members.h"
#include "core/author-rotate.h"
#include "core/envelope.h"
#include "core/relay-link.h"
#include "net/door.h"
#include "net/hub-relays.h"
#include "net/reconcile.h"
#include "net/relay-mark.h"
#include "net/relay-tags.h"
#include "net/relay.h"
#include "tests/support/post.h"

#include <string.h>

static void
assert_has (TestPost *post, guint person, CenId id)
{
  gint64 no;

  g_assert_true (cen_circle_find_op (test_post_get_person (post, person)->circle, &id, &no, NULL));
  g_assert_cmpint (no, !=, 0);
}

static void
assert_lacks (TestPost *post, guint person, CenId id)
{
  gint64 no;

  g_assert_true (cen_circle_find_op (test_post_get_person (post, person)->circle, &id, &no, NULL));
  g_assert_cmpint (no, ==, 0);
}

/* Both have the same and show the same, but for GENESIS and what else goes under no key. */
static void
test_forwards (void)
{
  g_autoptr (TestPost) post = test_post_new (1, 3, 1);
  TestPerson *ana = test_post_get_person (post, 0);
  TestPerson *bo = test_post_get_person (post, 1);
  TestPerson *cleo = test_post_get_person (post, 2);

  for (guint i = 0; i < 40; i++)
    test_person_post (ana, "From Ana");
  test_post_visit_well (post, 0, 0);
  for (guint i = 0; i < 25; i++)
    test_person_post (bo, "From Bo");
  test_post_visit_well (post, 1, 0);
  test_post_visit_well (post, 2, 0);
  test_assert_same_state (bo, cleo);
  test_post_visit_well (post, 0, 0);
  test_assert_same_state (ana, bo);
}

/* Equal is told with six short frames, marks included; little that is new costs little more. */
static void
test_costs (void)
{
  g_autoptr (TestPost) post = test_post_new (2, 2, 1);
  TestPerson *ana = test_post_get_person (post, 0);
  g_auto (TestPostVisit) equal = { 0 };
  g_auto (TestPostVisit) one = { 0 };

  for (guint i = 0; i < 1500; i++)
    test_person_post (ana, "A message of some length, as people write them");
  test_post_visit_well (post, 0, 0);
  test_post_visit_well (post, 1, 0);
  test_post_visit (post, 0, 0, &equal);
  g_assert_true (equal.is_settled);
  g_assert_cmpuint (equal.n_up + equal.n_down, <=, 6);
  g_assert_cmpuint (equal.n_bytes, <, 4096);
  test_person_post (ana, "One more");
  test_post_visit_well (post, 0, 0);
  test_post_visit (post, 1, 0, &one);
  g_assert_true (one.is_settled);
  g_assert_cmpuint (one.n_taken, ==, 1);
  g_assert_cmpuint (one.n_bytes, <, 8192);
}

/* Who lagged behind finds removal and new key in the old drawer; who is out finds no more. */
static void
test_removal (void)
{
  g_autoptr (TestPost) post = test_post_new (3, 3, 1);
  TestPerson *ana = test_post_get_person (post, 0);
  CenId cleo = test_post_get_person (post, 2)->circle->self_member;
  CenId before, after, late;
  g_auto (TestPostVisit) visit = { 0 };

  before = test_person_post (ana, "Before");
  test_post_visit_well (post, 0, 0);
  g_assert_true (cen_author_revoke (ana->circle, &cleo, NULL, 0, NULL, NULL));
  after = test_person_post (ana, "After");
  test_post_visit_well (post, 0, 0);
  late = test_person_post (test_post_get_person (post, 1), "Not knowing of it");
  test_post_visit_well (post, 1, 0);
  assert_has (post, 1, after);
  test_post_visit_well (post, 0, 0);
  assert_has (post, 0, late);
  test_assert_same_state (ana, test_post_get_person (post, 1));
  test_post_visit (post, 2, 0, &visit);
  assert_has (post, 2, before);
  assert_lacks (post, 2, after);
  g_assert_cmpuint (cen_carried_get_keys (test_post_get_carried (post, 2))->len, ==, 1);
  g_assert_cmpuint (cen_carried_get_keys (test_post_get_carried (post, 1))->len, ==, 2);
}

/* What is written between a leave and the new key goes under that one, and holds up nobody. */
static void
test_written_while_a_key_is_due (void)
{
  g_autoptr (TestPost) post = test_post_new (4, 3, 1);
  TestPerson *ana = test_post_get_person (post, 0);
  CenId between;

  g_assert_true (cen_author_leave (test_post_get_person (post, 2)->circle, NULL));
  test_person_pull (ana, test_post_get_person (post, 2));
  between = test_person_post (ana, "Between");
  test_post_visit_well (post, 0, 0);
  test_post_visit_well (post, 1, 0);
  assert_lacks (post, 1, between);
  g_assert_true (cen_author_rotate (ana->circle, NULL));
  test_person_post (ana, "Afterwards");
  test_post_visit_well (post, 0, 0);
  test_post_visit_well (post, 1, 0);
  assert_has (post, 1, between);
  test_assert_same_state (ana, test_post_get_person (post, 1));
}

static void
test_erased (void)
{
  g_autoptr (TestPost) post = test_post_new (5, 2, 1);
  TestPerson *ana = test_post_get_person (post, 0);
  CenId id = test_person_post (ana, "Said too quickly");

  test_person_post (ana, "Something else");
  test_post_visit_well (post, 0, 0);
  g_assert_true (cen_author_redact (ana->circle, &id, NULL));
  test_post_visit_well (post, 0, 0);
  test_post_visit_well (post, 1, 0);
  test_assert_same_state (ana, test_post_get_person (post, 1));
  /* Where it was erased before it was ever brought, all the same. */
  id = test_person_post (ana, "And again");
  g_assert_true (cen_author_redact (ana->circle, &id, NULL));
  test_post_visit_well (post, 0, 0);
  test_post_visit_well (post, 1, 0);
  test_assert_same_state (ana, test_post_get_person (post, 1));
}

/* A mark says what its device has; whoever else made it, it says nothing. */
static void
test_marks (void)
{
  g_autoptr (TestPost) post = test_post_new (10, 2, 1);
  CenCircle *ana = test_post_get_person (post, 0)->circle;
  CenCircle *bo = test_post_get_person (post, 1)->circle;
  guint8 slot[CEN_MAIL_SLOT_LEN];
  g_autoptr (GBytes) mark = NULL;
  g_autoptr (GBytes) altered = NULL;
  g_autoptr (GArray) clock = NULL;
  g_autofree guint8 *bytes = NULL;
  const CenDevice *device;
  const CenEpochKey *key;
  gboolean is_done;
  gint64 wall_ms;

  g_assert_true (cen_carried_update (test_post_get_carried (post, 0), 1, &is_done, NULL));
  key = &cen_carried_get_writing (test_post_get_carried (post, 0))->key;
  mark = net_relay_mark_seal (ana, key, slot);
  device = net_relay_mark_open (bo, key, mark, &clock, &wall_ms);
  g_assert_nonnull (device);
  g_assert_true (cen_id_equal (&device->key, &ana->self_device));
  g_assert_cmpuint (clock->len, ==, 2);
  g_assert_cmpuint (g_bytes_get_size (mark), <=, CEN_MAIL_MARK_MAX);
  bytes = g_memdup2 (g_bytes_get_data (mark, NULL), g_bytes_get_size (mark));
  bytes[60] ^= 1;
  altered = g_bytes_new (bytes, g_bytes_get_size (mark));
  g_clear_pointer (&clock, g_array_unref);
  g_assert_null (net_relay_mark_open (bo, key, altered, &clock, &wall_ms));
}

/* --- Relays that do not do as they should --- */

typedef enum {
  LIE_DROPS,    /* every third envelope is not given */
  LIE_REPLAYS,  /* every envelope is given twice */
  LIE_ALTERS,   /* a bit of each third is changed */
  LIE_REVERSES, /* they come in the wrong order */
  LIE_EQUAL,    /* says that nothing is there */
  LIE_COUNTS,   /* says that there is more than there is */
  LIE_SILENT,   /* answers nothing but the greeting */
  LIE_JUNK,     /* answers with noise */
} Lie;

typedef struct {
  Lie lie;
  guint liar;
  GRand *rand;
} Liar;

static GPtrArray *
distort (Liar *liar, GPtrArray *items)
{
  GPtrArray *given = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  for (guint i = 0; i < items->len; i++) {
    GBytes *one = items->pdata[liar->lie == LIE_REVERSES ? items->len - 1 - i : i];
    g_autofree guint8 *bytes = g_memdup2 (g_bytes_get_data (one, NULL), g_bytes_get_size (one));

    if (liar->lie == LIE_DROPS && i % 3 == 0)
      continue;
    if (liar->lie == LIE_ALTERS && i % 3 == 0) {
      bytes[g_rand_int_range (liar->rand, 40, (gint32) g_bytes_get_size (one))] ^= 1;
      g_ptr_array_add (given, g_bytes_new (bytes, g_bytes_get_size (one)));
      continue;
    }
    g_ptr_array_add (given, g_bytes_ref (one));
    if (liar->lie == LIE_REPLAYS)
      g_ptr_array_add (given, g_bytes_ref (one));
  }
  return given;
}

static GBytes *
distort_batch (Liar *liar, GBytes *frame)
{
  g_auto (NetRelayBatch) batch = { 0 };
  GPtrArray *given;

  if (!net_relay_batch_from_frame (&batch, g_bytes_get_data (frame, NULL),
                                   g_bytes_get_size (frame)))
    return frame;
  given = distort (liar, batch.items);
  g_ptr_array_unref (batch.items);
  batch.items = given;
  g_bytes_unref (frame);
  return net_relay_batch_to_frame (NET_RELAY_ENVELOPES, &batch);
}

static GBytes *
distort_states (Liar *liar, GBytes *frame)
{
  g_autofree NetRelayStates *states = g_new0 (NetRelayStates, 1);

  if ((liar->lie != LIE_EQUAL && liar->lie != LIE_COUNTS) ||
      !net_relay_states_from_frame (states, g_bytes_get_data (frame, NULL),
                                    g_bytes_get_size (frame)))
    return frame;
  for (guint i = 0; i < states->n; i++) {
    states->states[i].last = liar->lie == LIE_COUNTS ? states->states[i].last + 7 : 0;
    states->states[i].n = liar->lie == LIE_COUNTS ? states->states[i].n + 7 : 0;
    states->states[i].digest[0] ^= 1;
  }
  g_bytes_unref (frame);
  return net_relay_states_to_frame (states);
}

static GBytes *
lie_cb (guint relay, gboolean is_up, GBytes *frame, gpointer user_data)
{
  Liar *liar = user_data;
  guint type = net_frame_get_type (g_bytes_get_data (frame, NULL), g_bytes_get_size (frame));
  static const guint8 noise[] = { NET_RELAY_STATES, 0x83, 0x00, 0xff };

  if (is_up || relay != liar->liar)
    return frame;
  if (type != NET_RELAY_HELLO && liar->lie == LIE_SILENT) {
    g_bytes_unref (frame);
    return NULL;
  }
  if (type != NET_RELAY_HELLO && liar->lie == LIE_JUNK) {
    g_bytes_unref (frame);
    return g_bytes_new_static (noise, sizeof noise);
  }
  return type == NET_RELAY_ENVELOPES ? distort_batch (liar, frame)
         : type == NET_RELAY_STATES  ? distort_states (liar, frame)
                                     : frame;
}

/* Whatever one relay does, the honest one beside it brings all there is; and what came from the
 * liar does no harm. */
static void
test_lies (gconstpointer data)
{
  Liar liar = { .lie = (Lie) GPOINTER_TO_INT (data), .rand = g_rand_new_with_seed (7) };
  g_autoptr (TestPost) post = test_post_new (6, 2, 2);
  TestPerson *ana = test_post_get_person (post, 0);
  TestPerson *bo = test_post_get_person (post, 1);
  g_auto (TestPostVisit) visit = { 0 };

  for (guint i = 0; i < 60; i++)
    test_person_post (ana, "Worth reading");
  test_post_visit_well (post, 0, 0);
  test_post_visit_well (post, 0, 1);
  test_post_set_filter (post, lie_cb, &liar);
  test_post_visit (post, 1, 0, &visit);
  g_test_message ("lie %d: settled %d, problems %u, error %s, %u frames", (int) liar.lie,
                  visit.is_settled, visit.problems, visit.error != NULL ? visit.error : "none",
                  visit.n_up + visit.n_down);
  g_assert_cmpuint (visit.n_up + visit.n_down, <, 1000);
  switch (liar.lie) {
  case LIE_REPLAYS:
  case LIE_REVERSES:
    g_assert_true (visit.is_settled);
    test_assert_same_state (ana, bo);
    break;
  case LIE_ALTERS:
    g_assert_nonnull (visit.error);
    g_assert_cmpuint (visit.problems & NET_RELAY_GAVE_JUNK, !=, 0);
    break;
  case LIE_SILENT:
  case LIE_JUNK:
    g_assert_nonnull (visit.error);
    break;
  case LIE_DROPS:
  case LIE_EQUAL:
  case LIE_COUNTS:
  default:
    g_assert_true (visit.error != NULL || !visit.is_settled || visit.n_taken >= 60);
    break;
  }
  test_post_visit_well (post, 1, 1);
  test_assert_same_state (ana, bo);
  g_rand_free (liar.rand);
}

/* One that lost everything is brought it again, and that is told. */
static void
test_loses (void)
{
  g_autoptr (TestPost) post = test_post_new (8, 2, 1);
  TestPerson *ana = test_post_get_person (post, 0);

  for (guint i = 0; i < 30; i++)
    test_person_post (ana, "Kept");
  test_post_visit_well (post, 0, 0);
  test_post_visit_well (post, 1, 0);
  test_person_post (ana, "More");
  test_post_set_back (post, 0);
  test_post_visit_well (post, 0, 0);
  test_post_visit_well (post, 1, 0);
  test_assert_same_state (ana, test_post_get_person (post, 1));
}

/* --- What a relay bears --- */

typedef struct {
  TestWorld *world;
  CenStore *store;
  NetRelayDesk desk;
  NetRelayVisit *visit;
} House;

static void
ignore_put_cb (NetRelayVisit *visit G_GNUC_UNUSED, gint64 drawer G_GNUC_UNUSED,
               gpointer user_data G_GNUC_UNUSED)
{
}

static void
house_begin (House *house)
{
  static const NetRelayVisitEvents events = { ignore_put_cb };
  CenVisitor visitor = { .kind = CEN_VISITOR_GRANT };

  house->world = test_world_new (9);
  house->store = cen_store_open (":memory:", CEN_STORE_READ_WRITE, NULL);
  house->desk = (NetRelayDesk){ .store = house->store, .world = &house->world->world };
  house->visit = net_relay_visit_new (&house->desk, &visitor, &events, NULL, 0);
}

static void
house_clear (House *house)
{
  net_relay_visit_free (house->visit);
  cen_store_free (house->store);
  test_world_free (house->world);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (House, house_clear)

/* The error with which @frame (eaten) ends the visit; 0 when it does not. */
static int
give (House *house, GBytes *frame)
{
  g_autoptr (GBytes) owned = frame;
  g_autoptr (GError) error = NULL;

  if (net_relay_visit_receive (house->visit, g_bytes_get_data (owned, NULL),
                               g_bytes_get_size (owned), house->world->monotonic_ms, &error))
    return 0;
  g_assert_true (error->domain == CEN_ERROR);
  return error->code + 1;
}

static void
greet (House *house)
{
  NetRelayHello hello = { .version = CEN_PROTOCOL_VERSION };

  g_assert_cmpint (give (house, net_relay_hello_to_frame (&hello)), ==, 0);
  g_bytes_unref (net_relay_visit_pop (house->visit));
}

static void
test_out_of_turn (void)
{
  const CenId id = { { 1 } };
  NetRelayHello newer = { .version = CEN_PROTOCOL_VERSION + 1 };
  GBytes *early[] = { net_relay_make_to_frame (&(CenDrawerWish){ .id = id }),
                      net_relay_after_to_frame (0, 0), net_relay_get_to_frame (0, &id, 1),
                      net_relay_made_to_frame (CEN_MAIL_DONE), net_relay_hello_to_frame (&newer) };

  for (guint i = 0; i < G_N_ELEMENTS (early); i++) {
    g_auto (House) house = { 0 };

    house_begin (&house);
    g_assert_cmpint (give (&house, g_bytes_ref (early[i])), !=, 0);
    if (i + 1 < G_N_ELEMENTS (early) && i > 0) {
      g_auto (House) greeted = { 0 };

      house_begin (&greeted);
      greet (&greeted);
      g_assert_cmpint (give (&greeted, g_bytes_ref (early[i])), ==, CEN_ERROR_INVALID + 1);
    }
    g_bytes_unref (early[i]);
  }
}

/* Who asks without listening, or too much, is hung up on. */
static void
test_floods (void)
{
  g_auto (House) deaf = { 0 };
  g_auto (House) greedy = { 0 };
  guint8 seeds[CEN_KEY_LEN] = { 5 };
  guint n = 0;

  house_begin (&deaf);
  greet (&deaf);
  while (give (&deaf, net_relay_look_to_frame (seeds, 1)) == 0)
    n++;
  g_assert_cmpuint (n, ==, NET_RELAY_QUEUE_MAX);
  house_begin (&greedy);
  greet (&greedy);
  for (n = 0; n < NET_RELAY_DRAWERS_MAX; n++) {
    g_assert_cmpint (give (&greedy, net_relay_look_to_frame (seeds, 1)), ==, 0);
    g_bytes_unref (net_relay_visit_pop (greedy.visit));
  }
  g_assert_cmpint (give (&greedy, net_relay_look_to_frame (seeds, 1)), ==, CEN_ERROR_INVALID + 1);
}

/* Only so many comparisons are open at once; more are put off. */
static void
test_comparisons (void)
{
  g_auto (House) house = { 0 };
  guint8 seeds[CEN_KEY_LEN] = { 5 };
  g_autoptr (NetItemSet) none = net_item_set_new (0);
  g_autoptr (NetReconcile) reconcile = NULL;
  g_autoptr (GBytes) message = NULL;
  g_autoptr (GBytes) answer = NULL;
  NetRelayCompare compare;
  CenId drawer;
  CenBoxKey key;

  house_begin (&house);
  greet (&house);
  cen_relay_drawer_from_seed (&key, seeds);
  cen_id_from_bytes (&drawer, key.public_key);
  give (&house, net_relay_make_to_frame (&(CenDrawerWish){ .id = drawer }));
  g_bytes_unref (net_relay_visit_pop (house.visit));
  give (&house, net_relay_look_to_frame (seeds, 1));
  g_bytes_unref (net_relay_visit_pop (house.visit));
  g_assert_true (net_item_set_seal (none));
  reconcile = net_reconcile_new (none, NET_RELAY_MESSAGE_MAX, NULL);
  message = net_reconcile_initiate (reconcile, NULL);
  house.desk.n_comparing = NET_RELAY_COMPARING_MAX;
  g_assert_cmpint (give (&house, net_relay_compare_to_frame (0, 0, message)), ==, 0);
  answer = net_relay_visit_pop (house.visit);
  g_assert_true (net_relay_compare_from_frame (&compare, g_bytes_get_data (answer, NULL),
                                               g_bytes_get_size (answer)));
  g_assert_cmpuint (compare.len, ==, 0);
  house.desk.n_comparing = 0;
  g_assert_cmpint (give (&house, net_relay_compare_to_frame (0, 0, message)), ==, 0);
  g_assert_cmpuint (house.desk.n_comparing, ==, 1);
}

static void
test_limits (void)
{
  g_assert_cmpint (NET_RELAY_LIES_MAX, <, NET_RELAY_UNSETTLED_MAX);
  g_assert_cmpint (NET_RELAY_VISITS_PER_DRAWER_MAX, <=, NET_RELAY_VISITS_MAX);
  g_assert_cmpint (NET_RELAY_VISITS_MAX, <=, NET_DOOR_VISITORS_MAX);
  g_assert_cmpint (NET_RELAY_BACKOFF_MAX, <, NET_RELAY_LIAR_MS);
  g_assert_cmpint (NET_RELAY_BATCH_MAX + CEN_ENVELOPE_MAX + 64, <=, CEN_MESSAGE_MAX);
  g_assert_cmpint (NET_RELAY_GET_MAX * CEN_ID_LEN + 32, <=, CEN_CBOR_ITEM_MAX);
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *path;
    Lie lie;
  } lies[] = {
    { "/relay-session/lies/drops", LIE_DROPS },   { "/relay-session/lies/replays", LIE_REPLAYS },
    { "/relay-session/lies/alters", LIE_ALTERS }, { "/relay-session/lies/reverses", LIE_REVERSES },
    { "/relay-session/lies/equal", LIE_EQUAL },   { "/relay-session/lies/counts", LIE_COUNTS },
    { "/relay-session/lies/silent", LIE_SILENT }, { "/relay-session/lies/junk", LIE_JUNK },
  };

  g_test_init (&argc, &argv, NULL);
  cen_crypto_init ();
  g_test_add_func ("/relay-session/forwards", test_forwards);
  g_test_add_func ("/relay-session/costs", test_costs);
  g_test_add_func ("/relay-session/removal", test_removal);
  g_test_add_func ("/relay-session/written-while-a-key-is-due", test_written_while_a_key_is_due);
  g_test_add_func ("/relay-session/erased", test_erased);
  for (guint i = 0; i < G_N_ELEMENTS (lies); i++)
    g_test_add_data_func (lies[i].path, GINT_TO_POINTER (lies[i].lie), test_lies);
  g_test_add_func ("/relay-session/marks", test_marks);
  g_test_add_func ("/relay-session/loses", test_loses);
  g_test_add_func ("/relay-session/out-of-turn", test_out_of_turn);
  g_test_add_func ("/relay-session/floods", test_floods);
  g_test_add_func ("/relay-session/comparisons", test_comparisons);
  g_test_add_func ("/relay-session/limits", test_limits);
  return g_test_run ();
}
