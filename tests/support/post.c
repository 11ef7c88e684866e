/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tests/support/post.h"

#include "core/relay-link.h"

#include <string.h>

#define QUIET_MS  (10 * 60 * 1000) /* after which nothing more is to be expected */
#define TURNS_MAX 100000

typedef struct {
  CenStore *store;
  NetRelayDesk desk;
  CenBoxKey key;
  guint8 grant[CEN_KEY_LEN];
} Relay;

struct _TestPost {
  TestWorld *world;
  guint n_people;
  guint n_relays;
  TestPerson *people[TEST_POST_PEOPLE_MAX];
  CenCarried *carried[TEST_POST_PEOPLE_MAX];
  Relay relays[TEST_POST_RELAYS_MAX];
  TestPostFilter filter;
  gpointer user_data;
  guint64 next_source;
};

void
test_post_visit_clear (TestPostVisit *self)
{
  g_clear_pointer (&self->error, g_free);
  g_clear_pointer (&self->relay_error, g_free);
}

static void
open_relay (TestPost *self, Relay *relay)
{
  g_autoptr (GError) error = NULL;
  CenBoxKey grant;

  relay->store = cen_store_open (":memory:", CEN_STORE_READ_WRITE, &error);
  g_assert_no_error (error);
  relay->desk = (NetRelayDesk){ .store = relay->store, .world = &self->world->world };
  cen_relay_grant_from_seed (&grant, relay->grant);
  g_assert_true (
      cen_mailboxes_add_grant (relay->store, grant.public_key, self->world->now_ms, 0, &error));
}

TestPost *
test_post_new (guint32 seed, guint n_people, guint n_relays)
{
  TestPost *self = g_new0 (TestPost, 1);
  const char *const names[] = { "Ana", "Bo", "Cleo", "Dan", "Eve", "Fay", "Gil", "Hal" };

  g_assert (n_people <= TEST_POST_PEOPLE_MAX && n_relays <= TEST_POST_RELAYS_MAX);
  self->world = test_world_new (seed);
  self->n_people = n_people;
  self->n_relays = n_relays;
  for (guint i = 0; i < n_people; i++) {
    self->people[i] = test_person_new (self->world, names[i]);
    if (i == 0) {
      test_person_found (self->people[0], "Far away");
    } else {
      test_person_join (self->people[i], self->people[0]);
      test_person_pull (self->people[0], self->people[i]);
    }
  }
  for (guint i = 0; i < n_people; i++) {
    test_person_pull (self->people[i], self->people[0]);
    self->carried[i] = cen_carried_new (self->people[i]->circle);
  }
  for (guint i = 0; i < n_relays; i++) {
    cen_box_key_generate (&self->relays[i].key, &self->world->world);
    self->world->world.random (&self->world->world, self->relays[i].grant, CEN_KEY_LEN);
    open_relay (self, &self->relays[i]);
  }
  return self;
}

void
test_post_free (TestPost *self)
{
  for (guint i = 0; i < self->n_people; i++) {
    cen_carried_free (self->carried[i]);
    test_person_free (self->people[i]);
  }
  for (guint i = 0; i < self->n_relays; i++)
    cen_store_free (self->relays[i].store);
  test_world_free (self->world);
  g_free (self);
}

TestWorld *
test_post_get_world (TestPost *self)
{
  return self->world;
}

TestPerson *
test_post_get_person (TestPost *self, guint person)
{
  return self->people[person];
}

guint
test_post_add (TestPost *self, TestPerson *person)
{
  g_assert (self->n_people < TEST_POST_PEOPLE_MAX);
  self->people[self->n_people] = person;
  self->carried[self->n_people] = cen_carried_new (person->circle);
  return self->n_people++;
}

NetRelayDesk *
test_post_get_desk (TestPost *self, guint relay)
{
  return &self->relays[relay].desk;
}

CenCarried *
test_post_get_carried (TestPost *self, guint person)
{
  return self->carried[person];
}

CenStore *
test_post_get_store (TestPost *self, guint relay)
{
  return self->relays[relay].store;
}

const guint8 *
test_post_get_key (TestPost *self, guint relay)
{
  return self->relays[relay].key.public_key;
}

void
test_post_set_filter (TestPost *self, TestPostFilter filter, gpointer user_data)
{
  self->filter = filter;
  self->user_data = user_data;
}

void
test_post_set_back (TestPost *self, guint relay)
{
  cen_store_free (self->relays[relay].store);
  open_relay (self, &self->relays[relay]);
}

/* --- Visits --- */

static gboolean
recognise (const Relay *relay, const CenBoxKey *key, CenVisitor *ret_visitor)
{
  g_assert_true (cen_mailboxes_recognise (relay->store, key->public_key,
                                          relay->desk.world->now_ms (relay->desk.world),
                                          ret_visitor, NULL));
  return ret_visitor->kind != CEN_VISITOR_NONE;
}

/* As a hub comes: with the newest drawer's key, the link's, or an older one. */
static void
come_in (TestPost *self, guint person, const Relay *relay, CenVisitor *ret_visitor)
{
  GPtrArray *keys;
  gboolean is_done;
  CenBoxKey key;

  g_assert_true (cen_carried_update (self->carried[person], 1, &is_done, NULL));
  keys = cen_carried_get_keys (self->carried[person]);
  for (guint i = keys->len; i-- > 0;) {
    guint8 seed[CEN_KEY_LEN];

    cen_relay_drawer_seed (seed, &((CenCarriedKey *) keys->pdata[i])->key, relay->key.public_key);
    cen_relay_drawer_from_seed (&key, seed);
    if (recognise (relay, &key, ret_visitor))
      return;
  }
  cen_relay_grant_from_seed (&key, relay->grant);
  g_assert_true (recognise (relay, &key, ret_visitor));
}

/* Whose session it is. */
typedef struct {
  TestPost *post;
  guint person;
} Host;

static void
accepted_cb (NetRelaySession *session G_GNUC_UNUSED, GPtrArray *accepted G_GNUC_UNUSED,
             gpointer user_data G_GNUC_UNUSED)
{
}

static void
changed_cb (NetRelaySession *session G_GNUC_UNUSED, gpointer user_data G_GNUC_UNUSED)
{
}

static NetRelayVerdict
request_cb (NetRelaySession *session G_GNUC_UNUSED, const CenIncoming *request, NetBye *ret_bye,
            NetRelayAnswer *ret_answer, gpointer user_data)
{
  Host *host = user_data;

  return net_admission_answer (host->post->people[host->person]->circle,
                               host->post->carried[host->person], request, ret_bye, ret_answer);
}

static NetRelayVerdict
device_cb (NetRelaySession *session G_GNUC_UNUSED, const guint8 *curve, const NetRelayWord *request,
           NetBye *ret_bye, NetRelayAnswer *ret_answer, gpointer user_data)
{
  Host *host = user_data;
  TestPerson *person = host->post->people[host->person];

  return net_admission_answer_device (person->replica->secrets, person->circle,
                                      host->post->carried[host->person], curve, &request->join,
                                      request->content, ret_bye, ret_answer);
}

static void
put_cb (NetRelayVisit *visit G_GNUC_UNUSED, gint64 drawer G_GNUC_UNUSED,
        gpointer user_data G_GNUC_UNUSED)
{
}

static GBytes *
pass (TestPost *self, guint relay, gboolean is_up, GBytes *frame, TestPostVisit *visit)
{
  if (self->filter != NULL)
    frame = self->filter (relay, is_up, frame, self->user_data);
  if (frame != NULL) {
    visit->n_bytes += g_bytes_get_size (frame);
    visit->n_up += is_up;
    visit->n_down += !is_up;
  }
  return frame;
}

typedef struct {
  TestPost *post;
  guint relay;
  NetRelaySession *session;
  NetRelayVisit *visit;
  TestPostVisit *told;
} Road;

/* Whether a frame went either way. */
static gboolean
exchange (Road *road, GError **error, GError **relay_error)
{
  gint64 now = road->post->world->monotonic_ms;
  GBytes *frame = net_relay_session_pop (road->session);
  gboolean has_moved = frame != NULL;

  if (frame != NULL)
    frame = pass (road->post, road->relay, TRUE, frame, road->told);
  if (frame != NULL) {
    net_relay_visit_receive (road->visit, g_bytes_get_data (frame, NULL), g_bytes_get_size (frame),
                             now, relay_error);
    g_bytes_unref (frame);
  }
  frame = *relay_error == NULL ? net_relay_visit_pop (road->visit) : NULL;
  has_moved = has_moved || frame != NULL;
  if (frame != NULL)
    frame = pass (road->post, road->relay, FALSE, frame, road->told);
  if (frame != NULL) {
    net_relay_session_receive (road->session, g_bytes_get_data (frame, NULL),
                               g_bytes_get_size (frame), now, error);
    g_bytes_unref (frame);
  }
  return has_moved;
}

static void
run_road (Road *road, GError **error, GError **relay_error)
{
  TestWorld *world = road->post->world;
  gint64 begun_ms = world->monotonic_ms;

  for (guint i = 0; i < TURNS_MAX && *error == NULL && *relay_error == NULL; i++) {
    gint64 deadline;

    if (exchange (road, error, relay_error))
      continue;
    if (*error != NULL || *relay_error != NULL || net_relay_session_is_settled (road->session))
      return;
    deadline = net_relay_session_get_deadline (road->session);
    if (deadline - begun_ms > QUIET_MS)
      return;
    if (deadline > world->monotonic_ms)
      test_world_advance (world, deadline - world->monotonic_ms);
    net_relay_session_tick (road->session, world->monotonic_ms, error);
  }
}

void
test_post_visit (TestPost *self, guint person, guint relay, TestPostVisit *ret_visit)
{
  static const NetRelaySessionEvents session_events = { .on_accepted = accepted_cb,
                                                        .on_request = request_cb,
                                                        .on_device = device_cb,
                                                        .on_changed = changed_cb };
  static const NetRelayVisitEvents visit_events = { put_cb };
  Relay *house = &self->relays[relay];
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) relay_error = NULL;
  CenVisitor visitor;
  Road road = { .post = self, .relay = relay, .told = ret_visit };
  Host host = { self, person };

  memset (ret_visit, 0, sizeof *ret_visit);
  come_in (self, person, house, &visitor);
  road.session = net_relay_session_new (self->people[person]->circle, self->carried[person],
                                        house->key.public_key, ++self->next_source, &session_events,
                                        &host, self->world->monotonic_ms);
  road.visit =
      net_relay_visit_new (&house->desk, &visitor, &visit_events, NULL, self->world->monotonic_ms);
  run_road (&road, &error, &relay_error);
  ret_visit->is_settled = net_relay_session_is_settled (road.session);
  ret_visit->problems = net_relay_session_get_problems (road.session);
  net_relay_session_get_counts (road.session, &ret_visit->n_given, &ret_visit->n_taken);
  ret_visit->error = error != NULL ? g_strdup (error->message) : NULL;
  ret_visit->relay_error = relay_error != NULL ? g_strdup (relay_error->message) : NULL;
  net_relay_session_free (road.session);
  net_relay_visit_free (road.visit);
}

void
test_post_visit_well (TestPost *self, guint person, guint relay)
{
  g_auto (TestPostVisit) visit = { 0 };

  test_post_visit (self, person, relay, &visit);
  g_assert_cmpstr (visit.error, ==, NULL);
  g_assert_cmpstr (visit.relay_error, ==, NULL);
  g_assert_true (visit.is_settled);
  g_assert_cmpuint (visit.problems, ==, 0);
}

/* Frames go both ways until nobody has any. */
static void
talk (NetRelayAsk *ask, NetRelayVisit *visit, gint64 now_ms)
{
  g_autoptr (GError) error = NULL;
  GBytes *frame;

  for (gboolean has_moved = TRUE; has_moved;) {
    has_moved = FALSE;
    while ((frame = net_relay_ask_pop (ask)) != NULL) {
      net_relay_visit_receive (visit, g_bytes_get_data (frame, NULL), g_bytes_get_size (frame),
                               now_ms, &error);
      g_assert_no_error (error);
      g_bytes_unref (frame);
      has_moved = TRUE;
    }
    while ((frame = net_relay_visit_pop (visit)) != NULL) {
      net_relay_ask_receive (ask, g_bytes_get_data (frame, NULL), g_bytes_get_size (frame), now_ms,
                             &error);
      g_assert_no_error (error);
      g_bytes_unref (frame);
      has_moved = TRUE;
    }
  }
}

NetRelayWord
test_post_look_in (TestPost *self, const guint8 discovery[static CEN_KEY_LEN],
                   const NetRelayWord *request, gboolean *ret_is_let_in)
{
  static const NetRelayVisitEvents events = { put_cb };
  NetRelayDesk *desk = test_post_get_desk (self, 0);
  const guint8 *relay = test_post_get_key (self, 0);
  gint64 now = self->world->monotonic_ms;
  NetRelayWord found = { .content = NULL };
  g_autoptr (NetRelayVisit) visit = NULL;
  g_autoptr (NetRelayAsk) ask = NULL;
  CenVisitor visitor;
  CenBoxKey key;

  net_relay_ask_get_key (discovery, relay, &key);
  g_assert_true (cen_mailboxes_recognise (desk->store, key.public_key,
                                          desk->world->now_ms (desk->world), &visitor, NULL));
  *ret_is_let_in = visitor.kind == CEN_VISITOR_TRAY;
  if (!*ret_is_let_in)
    return found;
  visit = net_relay_visit_new (desk, &visitor, &events, NULL, now);
  ask = net_relay_ask_new (desk->world, discovery, relay, request, now);
  talk (ask, visit, now);
  if (net_relay_ask_get_word (ask) != NULL) {
    found = *net_relay_ask_get_word (ask);
    g_bytes_ref (found.content);
  }
  return found;
}
