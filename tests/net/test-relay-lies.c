/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Files at a relay that does not do as it should: the real code of both sides, without sockets. */

#include "core/relay-files.h"
#include "core/relay-link.h"
#include "core/store-sql.h"
#include "net/relay-file-wire.h"
#include "net/relay-session.h"
#include "net/relay-visit.h"
#include "tests/support/swarm.h"

#include <string.h>

#define LEN ((gsize) 700000) /* three chunks and a piece */

typedef enum {
  LIE_NONE,
  LIE_ALTERS,    /* a bit of each parcel is changed */
  LIE_TRUNCATES, /* the end of each is missing */
  LIE_REPLAYS,   /* the first that was given comes again and again */
  LIE_WITHHOLDS, /* says that it has all, and gives nothing */
  LIE_DENIES,    /* says that it has nothing */
  LIE_NOISE,     /* answers with what is no answer */
} Lie;

typedef struct {
  TestSwarm *swarm;
  CenStore *store;
  NetRelayDesk desk;
  CenBoxKey key;
  guint8 grant[CEN_KEY_LEN];
  Lie lie;
  GBytes *first;
  guint n_frames;
} House;

static void
house_begin (House *house, guint32 seed)
{
  const CenWorld *world;
  CenBoxKey grant;

  house->swarm = test_swarm_new (seed, 2);
  world = test_swarm_get_person (house->swarm, 0)->circle->world;
  house->store = cen_store_open (":memory:", CEN_STORE_READ_WRITE, NULL);
  house->desk = (NetRelayDesk){ .store = house->store, .world = world };
  cen_box_key_generate (&house->key, world);
  world->random (world, house->grant, CEN_KEY_LEN);
  cen_relay_grant_from_seed (&grant, house->grant);
  g_assert_true (cen_mailboxes_add_grant (house->store, grant.public_key, 0, 0, NULL));
}

static void
house_clear (House *house)
{
  g_clear_pointer (&house->first, g_bytes_unref);
  g_clear_pointer (&house->store, cen_store_free);
  g_clear_pointer (&house->swarm, test_swarm_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (House, house_clear)

static GBytes *
distort_parcel (House *house, const NetRelayParcel *parcel)
{
  g_autofree guint8 *bytes = g_memdup2 (parcel->bytes, parcel->len);
  g_autoptr (GBytes) given = NULL;

  if (house->lie == LIE_ALTERS)
    bytes[parcel->len / 2] ^= 1;
  given = g_bytes_new (bytes, house->lie == LIE_TRUNCATES ? parcel->len - 1 : parcel->len);
  if (house->first == NULL)
    house->first = g_bytes_ref (given);
  return net_relay_parcel_to_frame (house->lie == LIE_WITHHOLDS ? NULL
                                    : house->lie == LIE_REPLAYS ? house->first
                                                                : given);
}

/* What the relay says instead; eats @frame. */
static GBytes *
distort (House *house, GBytes *frame)
{
  g_autoptr (GBytes) owned = frame;
  static const guint8 noise[] = { NET_RELAY_PARCEL, 0x83, 0xff };
  gsize len;
  const guint8 *bytes = g_bytes_get_data (frame, &len);
  guint8 states[NET_RELAY_NAMES_MAX];
  NetRelayParcel parcel;
  guint n;

  if (house->lie == LIE_DENIES && net_relay_having_from_frame (bytes, len, &n) != NULL) {
    memset (states, CEN_PARCEL_UNKNOWN, n);
    return net_relay_having_to_frame (states, n);
  }
  if (house->lie == LIE_NOISE && bytes[0] == NET_RELAY_PARCEL)
    return g_bytes_new_static (noise, sizeof noise);
  if (net_relay_parcel_from_frame (&parcel, bytes, len) && parcel.bytes != NULL)
    return distort_parcel (house, &parcel);
  return g_steal_pointer (&owned);
}

static void
accepted_cb (NetRelaySession *session G_GNUC_UNUSED, GPtrArray *accepted G_GNUC_UNUSED,
             gpointer user_data G_GNUC_UNUSED)
{
}

static void
changed_cb (NetRelaySession *session G_GNUC_UNUSED, gpointer user_data G_GNUC_UNUSED)
{
}

static void
put_cb (NetRelayVisit *visit G_GNUC_UNUSED, gint64 drawer G_GNUC_UNUSED,
        gpointer user_data G_GNUC_UNUSED)
{
}

static gboolean
carry (House *house, NetRelaySession *session, NetRelayVisit *visit, GError **error)
{
  gint64 now = test_swarm_get_now_ms (house->swarm);
  GBytes *frame;

  while ((frame = net_relay_session_pop (session)) != NULL) {
    house->n_frames++;
    g_assert_true (net_relay_visit_receive (visit, g_bytes_get_data (frame, NULL),
                                            g_bytes_get_size (frame), now, NULL));
    g_bytes_unref (frame);
  }
  while ((frame = net_relay_visit_pop (visit)) != NULL) {
    g_autoptr (GBytes) said = distort (house, frame);

    if (!net_relay_session_receive (session, g_bytes_get_data (said, NULL), g_bytes_get_size (said),
                                    now, error))
      return FALSE;
  }
  return net_relay_session_tick (session, now, error);
}

/* @person is with the relay for @ms. Returns what was noticed; @ret_error: what ended it. */
static guint
visit_for (House *house, guint person, gint64 ms, GError **ret_error)
{
  static const NetRelaySessionEvents session_events = { .on_accepted = accepted_cb,
                                                        .on_changed = changed_cb };
  static const NetRelayVisitEvents visit_events = { put_cb };
  CenCircle *circle = test_swarm_get_person (house->swarm, person)->circle;
  gint64 now = test_swarm_get_now_ms (house->swarm);
  g_autoptr (CenCarried) carried = cen_carried_new (circle);
  g_autoptr (NetRelaySession) session = NULL;
  g_autoptr (NetRelayVisit) visit = NULL;
  CenVisitor visitor;
  CenBoxKey grant;

  cen_relay_grant_from_seed (&grant, house->grant);
  g_assert_true (cen_mailboxes_recognise (house->store, grant.public_key, 1, &visitor, NULL));
  session = net_relay_session_new (circle, carried, house->key.public_key, person + 1,
                                   &session_events, NULL, now);
  visit = net_relay_visit_new (&house->desk, &visitor, &visit_events, NULL, now);
  for (gint64 i = 0; i < ms && carry (house, session, visit, ret_error); i++) {
    test_swarm_run (house->swarm, 1);
    net_relay_session_set_transfer (session, test_swarm_get_transfer (house->swarm, person));
  }
  return net_relay_session_get_problems (session);
}

/* Ana's file lies at the relay, and she has gone. */
static CenId
leave_file (House *house)
{
  CenId blob = test_swarm_share (house->swarm, 0, LEN, 1);
  CenCircle *ana = test_swarm_get_person (house->swarm, 0)->circle;
  CenId relay;

  cen_id_from_bytes (&relay, house->key.public_key);
  g_assert_cmpuint (visit_for (house, 0, 500, NULL), ==, 0);
  g_assert_true (cen_relay_files_waits_at (ana, &blob, &relay));
  g_assert_cmpuint (cen_relay_files_count (ana->store, &ana->id, &relay), ==, 1);
  return blob;
}

static void
test_brings (void)
{
  g_auto (House) house = { 0 };
  CenId blob;

  house_begin (&house, 1);
  blob = leave_file (&house);
  g_assert_cmpuint (visit_for (&house, 1, 1000, NULL), ==, 0);
  g_assert_true (test_swarm_is_here (house.swarm, 1, &blob));
  test_swarm_assert_content (house.swarm, 1, &blob, LEN, 1);
}

/* A connection that ends in between: what is here already is not asked for again. */
static void
test_resumes (void)
{
  g_auto (House) house = { 0 };
  guint n_asked;
  CenId blob;

  house_begin (&house, 2);
  blob = leave_file (&house);
  house.n_frames = 0;
  for (n_asked = 0; n_asked < 60 && !test_swarm_is_here (house.swarm, 1, &blob); n_asked++)
    visit_for (&house, 1, 60 + n_asked % 7, NULL);
  g_assert_true (test_swarm_is_here (house.swarm, 1, &blob));
  test_swarm_assert_content (house.swarm, 1, &blob, LEN, 1);
}

/* Nothing wrong is taken for the file, little is asked of a liar, and others give what it does
 * not; once it is honest again, so does it. */
static void
test_lies (gconstpointer data)
{
  static const TestSwarmRoad lan = { 1, 50 << 20 };
  g_auto (House) house = { 0 };
  g_autoptr (GError) error = NULL;
  guint problems;
  CenId blob;

  house_begin (&house, 3);
  blob = leave_file (&house);
  house.lie = (Lie) GPOINTER_TO_INT (data);
  house.n_frames = 0;
  problems = visit_for (&house, 1, 3000, &error);
  g_test_message ("lie %d: problems %u, %u frames, %s", (int) house.lie, problems, house.n_frames,
                  error != NULL ? error->message : "no error");
  g_assert_false (test_swarm_is_here (house.swarm, 1, &blob));
  g_assert_cmpuint (house.n_frames, <, 100);
  switch (house.lie) {
  case LIE_WITHHOLDS:
    g_assert_cmpuint (problems & NET_RELAY_WITHHELD, !=, 0);
    break;
  case LIE_NOISE:
    g_assert_error (error, CEN_ERROR, CEN_ERROR_INVALID);
    break;
  case LIE_DENIES:
    break;
  case LIE_ALTERS:
  case LIE_TRUNCATES:
  case LIE_REPLAYS:
  case LIE_NONE:
  default:
    g_assert_cmpuint (problems & NET_RELAY_GAVE_JUNK, !=, 0);
    break;
  }
  if (house.lie % 2 == 0) {
    test_swarm_link (house.swarm, 0, 1, &lan);
  } else {
    house.lie = LIE_NONE;
    visit_for (&house, 0, 500, NULL);
    visit_for (&house, 1, 1000, NULL);
  }
  test_swarm_until_here (house.swarm, 1, &blob, 5000);
  test_swarm_assert_content (house.swarm, 1, &blob, LEN, 1);
}

/* One that lost what it had is brought it again, and that is told. */
static void
test_loses (void)
{
  g_auto (House) house = { 0 };
  CenId blob;

  house_begin (&house, 4);
  blob = leave_file (&house);
  g_assert_true (cen_sql_run (house.store, NULL,
                              "DELETE FROM parcel WHERE no IN (SELECT max (no) FROM parcel)", ""));
  g_assert_cmpuint (visit_for (&house, 0, 500, NULL), ==, NET_RELAY_LOST);
  visit_for (&house, 1, 1000, NULL);
  g_assert_true (test_swarm_is_here (house.swarm, 1, &blob));
}

/* What was let go for room is not brought again unasked. */
static void
test_let_go (void)
{
  g_auto (House) house = { 0 };
  CenCircle *ana;
  CenId blob, relay;
  gint64 n;

  house_begin (&house, 5);
  blob = leave_file (&house);
  ana = test_swarm_get_person (house.swarm, 0)->circle;
  g_assert_true (
      cen_mailboxes_expire (house.store, ana->world->now_ms (ana->world) + 2000, 1500, NULL));
  g_assert_cmpuint (visit_for (&house, 0, 500, NULL), ==, 0);
  cen_id_from_bytes (&relay, house.key.public_key);
  g_assert_false (cen_relay_files_waits_at (ana, &blob, &relay));
  g_assert_true (cen_sql_get_int (house.store, 0, &n, NULL,
                                  "SELECT count (*) FROM parcel WHERE bytes IS NOT NULL", ""));
  g_assert_cmpint (n, ==, 0);
}

static void
test_limits (void)
{
  g_assert_cmpint (CEN_PARCEL_MAX + CEN_ID_LEN + 64, <=, CEN_MESSAGE_MAX);
  g_assert_cmpint (NET_RELAY_NAMES_MAX * CEN_ID_LEN + 32, <=, CEN_CBOR_ITEM_MAX);
  g_assert_cmpint (CEN_RELAY_DROPPED_MAX, <=, NET_RELAY_NAMES_MAX);
  g_assert_cmpint (CEN_RELAY_GIVEN_MAX, <, NET_FETCHES_MAX);
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *path;
    Lie lie;
  } lies[] = {
    { "/relay-lies/lies/alters", LIE_ALTERS },   { "/relay-lies/lies/truncates", LIE_TRUNCATES },
    { "/relay-lies/lies/replays", LIE_REPLAYS }, { "/relay-lies/lies/withholds", LIE_WITHHOLDS },
    { "/relay-lies/lies/denies", LIE_DENIES },   { "/relay-lies/lies/noise", LIE_NOISE },
  };

  g_test_init (&argc, &argv, NULL);
  cen_crypto_init ();
  g_test_add_func ("/relay-lies/brings", test_brings);
  g_test_add_func ("/relay-lies/resumes", test_resumes);
  for (guint i = 0; i < G_N_ELEMENTS (lies); i++)
    g_test_add_data_func (lies[i].path, GINT_TO_POINTER (lies[i].lie), test_lies);
  g_test_add_func ("/relay-lies/loses", test_loses);
  g_test_add_func ("/relay-lies/let-go", test_let_go);
  g_test_add_func ("/relay-lies/limits", test_limits);
  return g_test_run ();
}
