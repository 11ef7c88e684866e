/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Several nodes in one process, over real sockets on loopback, each turned in its turn until what
 * the case waits for is there. */

#include "app/control/system-world.h"
#include "core/author-content.h"
#include "core/author-members.h"
#include "core/author-rotate.h"
#include "core/epochs.h"
#include "core/queries.h"
#include "core/store-sql.h"
#include "net/node.h"
#include "net/wire.h"

#include <glib/gstdio.h>
#include <string.h>

#define DEADLINE_MS 60000
#define TURN_MS     1
#define WAIT_MS     15000 /* of a join that is to work */
#define SHORT_MS    800   /* of one that is not */
#define HANDSHAKES  1000  /* a minute: more than any case makes */
#define QUIET_TURNS 100
#define ROTATION_MS 50 /* that a renewal waits */
#define PEOPLE_MAX  3

typedef struct {
  const char *name;
  CenReplica *replica;
  NetNode *node;
  CenCircle *circle;
  guint n_status_changes;
  CenId typing_channel;
  CenId typing_member;
  guint n_typing;
  GString *live; /* what was said last; NULL */
} Person;

/* What a preview or join came to. */
typedef struct {
  gboolean is_over;
  char *name;
  char *intention;
  char *inviter;
  guint n_members;
  gint64 expires_ms;
  CenCircle *circle;
  GError *error;
} Outcome;

typedef gboolean (*Condition) (gpointer data);

/* Everybody of the case that runs; who is away has no node. */
static Person people[PEOPLE_MAX];
static Person *const ana = &people[0];
static Person *const bo = &people[1];
static Person *const cleo = &people[2];

static void
changed_cb (NetNode *node G_GNUC_UNUSED, const CenId *circle G_GNUC_UNUSED,
            CenChanges changes G_GNUC_UNUSED, gboolean is_status_changed, gpointer user_data)
{
  Person *person = user_data;

  person->n_status_changes += is_status_changed;
}

static void
typing_cb (NetNode *node G_GNUC_UNUSED, const CenId *circle, const CenId *channel,
           const CenId *member, gpointer user_data)
{
  Person *person = user_data;

  g_assert_true (cen_id_equal (circle, &person->circle->id));
  person->typing_channel = *channel;
  person->typing_member = *member;
  person->n_typing++;
}

static void
live_cb (NetNode *node G_GNUC_UNUSED, const CenId *circle, const NetLiveState *state,
         const CenId *member G_GNUC_UNUSED, gpointer user_data)
{
  Person *person = user_data;
  gsize len;
  const char *body = g_bytes_get_data (state->body, &len);

  g_assert_true (person->circle == NULL || cen_id_equal (circle, &person->circle->id));
  if (person->live != NULL)
    g_string_free (person->live, TRUE);
  person->live = g_string_new_len (body, (gssize) len);
}

static NetNode *
make_node (Person *person, const char *endpoint, GError **error)
{
  static const NetNodeEvents events = { changed_cb, typing_cb, live_cb };
  g_autoptr (GPtrArray) listen = g_ptr_array_new ();
  NetNodeOptions options = { .listen = listen,
                             .handshakes_per_minute = HANDSHAKES,
                             .rotation_wait_ms = ROTATION_MS };

  g_ptr_array_add (listen, (gpointer) endpoint);
  return net_node_new (person->replica, &options, &events, person, error);
}

static void
arrive (Person *person)
{
  g_autoptr (GError) error = NULL;

  person->node = make_node (person, "tcp://127.0.0.1:0", &error);
  g_assert_no_error (error);
}

static void
go (Person *person)
{
  g_clear_pointer (&person->node, net_node_free);
}

static void
open_replica (Person *person, const char *path, const char *secrets)
{
  g_autoptr (GError) error = NULL;

  person->replica = cen_replica_open (path, secrets, cenacle_system_world_get (), &error);
  g_assert_no_error (error);
  if (person->replica->circles->len > 0)
    person->circle = person->replica->circles->pdata[0];
}

static void
set_up (void)
{
  static const char *const names[] = { "Ana", "Bo", "Cléo" };

  for (guint i = 0; i < PEOPLE_MAX; i++) {
    people[i] = (Person){ .name = names[i] };
    open_replica (&people[i], ":memory:", NULL);
    arrive (&people[i]);
  }
}

static void
tear_down (void)
{
  for (guint i = 0; i < PEOPLE_MAX; i++) {
    go (&people[i]);
    g_clear_pointer (&people[i].replica, cen_replica_free);
    if (people[i].live != NULL)
      g_string_free (people[i].live, TRUE);
  }
}

static void
turn (void)
{
  for (guint i = 0; i < PEOPLE_MAX; i++) {
    if (people[i].node != NULL)
      net_node_run_once (people[i].node, TURN_MS);
  }
}

static void
turn_until (Condition condition, gpointer data)
{
  const CenWorld *world = cenacle_system_world_get ();
  gint64 deadline = world->monotonic_ms (world) + DEADLINE_MS;

  while (!condition (data)) {
    g_assert_cmpint (world->monotonic_ms (world), <, deadline);
    turn ();
  }
}

/* --- What people do --- */

static void
found (Person *person)
{
  CenCircleOptions options = { .name = "Analysis", .intention = "To learn", .as = person->name };
  g_autoptr (GError) error = NULL;

  person->circle = cen_replica_create_circle (person->replica, &options, &error);
  g_assert_no_error (error);
  net_node_add_circle (person->node, person->circle, &error);
  g_assert_no_error (error);
}

static CenInviteLink
invite (Person *person, guint n_uses, gint64 expires_ms, CenId *ret_invite)
{
  CenInviteLink link = { .circle = person->circle->id, .expires_ms = expires_ms };
  g_autoptr (GError) error = NULL;

  cen_author_invite (person->circle, CEN_ROLE_MEMBER, n_uses, expires_ms, link.seed, ret_invite,
                     &error);
  g_assert_no_error (error);
  net_node_flush (person->node);
  net_node_fill_invite (person->node, &link, NULL);
  g_assert_cmpuint (link.n_addresses, >, 0);
  return link;
}

static void
outcome_clear (Outcome *outcome)
{
  g_free (outcome->name);
  g_free (outcome->intention);
  g_free (outcome->inviter);
  g_clear_error (&outcome->error);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Outcome, outcome_clear)

static void
over_cb (const NetPreviewFound *found, CenCircle *circle, const GError *error, gpointer user_data)
{
  Outcome *outcome = user_data;

  g_assert_false (outcome->is_over);
  outcome->is_over = TRUE;
  outcome->circle = circle;
  outcome->error = error != NULL ? g_error_copy (error) : NULL;
  if (found == NULL)
    return;
  outcome->name = g_strdup (found->name);
  outcome->intention = g_strdup (found->intention);
  outcome->inviter = g_strdup (found->inviter);
  outcome->n_members = found->n_members;
  outcome->expires_ms = found->expires_ms;
}

static gboolean
is_over (gpointer data)
{
  return ((Outcome *) data)->is_over;
}

static void
preview (Person *person, const CenInviteLink *link, gint64 wait_ms, Outcome *outcome)
{
  g_autoptr (GError) error = NULL;

  net_node_preview (person->node, link, wait_ms, over_cb, outcome, &error);
  g_assert_no_error (error);
  turn_until (is_over, outcome);
}

static void
try_join (Person *person, const CenInviteLink *link, gint64 wait_ms, Outcome *outcome)
{
  g_autoptr (GError) error = NULL;

  net_node_join (person->node, link, person->name, wait_ms, over_cb, outcome, &error);
  g_assert_no_error (error);
  turn_until (is_over, outcome);
}

static void
join_by (Person *person, const CenInviteLink *link)
{
  g_auto (Outcome) outcome = { 0 };

  try_join (person, link, WAIT_MS, &outcome);
  g_assert_no_error (outcome.error);
  g_assert_nonnull (outcome.circle);
  person->circle = outcome.circle;
}

static void
join (Person *person, Person *host)
{
  CenId id;
  CenInviteLink link = invite (host, 1, 0, &id);

  join_by (person, &link);
}

static void
assert_join_fails (Person *person, const CenInviteLink *link, CenError code, const char *words)
{
  g_auto (Outcome) outcome = { 0 };

  try_join (person, link, SHORT_MS, &outcome);
  g_assert_error (outcome.error, CEN_ERROR, (int) code);
  g_assert_nonnull (strstr (outcome.error->message, words));
  g_assert_null (outcome.circle);
  g_assert_cmpuint (person->replica->circles->len, ==, 0);
}

static CenId
get_channel (Person *person)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) channels =
      cen_query_channels (person->replica->store, &person->circle->id, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (channels->len, ==, 1);
  return ((CenChannelRow *) channels->pdata[0])->id;
}

static CenId
post (Person *person, const char *text)
{
  CenValue values[] = {
    { .field = CEN_MESSAGE_CHANNEL, .type = CEN_FIELD_REF, .ref = get_channel (person) },
    { .field = CEN_MESSAGE_TEXT, .type = CEN_FIELD_TEXT, .text = text },
  };
  g_autoptr (GError) error = NULL;
  CenId id;

  cen_author_create (person->circle, cen_kind_get (CEN_KIND_MESSAGE), values, G_N_ELEMENTS (values),
                     &id, &error);
  g_assert_no_error (error);
  if (person->node != NULL)
    net_node_flush (person->node);
  return id;
}

/* --- What people see --- */

typedef struct {
  Person *person;
  const CenId *id;
} Reading;

static gboolean
can_read (gpointer data)
{
  const Reading *reading = data;
  g_autoptr (CenMessageRow) row =
      cen_query_message (reading->person->replica->store, &reading->person->circle->id, reading->id,
                         NULL);

  return row != NULL;
}

static void
wait_to_read (Person *person, CenId id)
{
  Reading reading = { person, &id };

  turn_until (can_read, &reading);
}

static gboolean
is_in_sync (gpointer data)
{
  Person *person = data;
  g_autoptr (NetStatus) status = net_node_get_status (person->node, &person->circle->id);

  return status->is_in_sync;
}

static void
wait_to_agree (Person *a, Person *b)
{
  turn_until (is_in_sync, a);
  turn_until (is_in_sync, b);
}

/* The row of @other in @person's status; its address is gone. */
static NetPeerStatus
get_peer (Person *person, Person *other)
{
  g_autoptr (NetStatus) status = net_node_get_status (person->node, &person->circle->id);

  for (guint i = 0; i < status->peers->len; i++) {
    NetPeerStatus row = g_array_index (status->peers, NetPeerStatus, i);

    row.address = NULL;
    if (cen_id_equal (&row.member, &other->circle->self_member))
      return row;
  }
  g_assert_not_reached ();
}

typedef struct {
  Person *person;
  Person *other;
  NetPeerState state;
} Seeing;

static gboolean
sees (gpointer data)
{
  const Seeing *seeing = data;

  return get_peer (seeing->person, seeing->other).state == seeing->state;
}

static void
wait_to_see (Person *person, Person *other, NetPeerState state)
{
  Seeing seeing = { person, other, state };

  turn_until (sees, &seeing);
}

/* For a while nobody's connections change, once what happened has been told. */
static void
assert_quiet (void)
{
  guint before[PEOPLE_MAX];

  for (guint i = 0; i < QUIET_TURNS; i++)
    turn ();
  for (guint i = 0; i < PEOPLE_MAX; i++)
    before[i] = people[i].n_status_changes;
  for (guint i = 0; i < QUIET_TURNS; i++)
    turn ();
  for (guint i = 0; i < PEOPLE_MAX; i++)
    g_assert_cmpuint (people[i].n_status_changes, ==, before[i]);
}

/* --- Cases --- */

static void
test_join (void)
{
  g_auto (Outcome) outcome = { 0 };
  CenInviteLink link;
  CenId id;

  set_up ();
  found (ana);
  link = invite (ana, 1, G_GINT64_CONSTANT (4102444800000), &id);
  preview (bo, &link, WAIT_MS, &outcome);
  g_assert_no_error (outcome.error);
  g_assert_cmpstr (outcome.name, ==, "Analysis");
  g_assert_cmpstr (outcome.intention, ==, "To learn");
  g_assert_cmpstr (outcome.inviter, ==, "Ana");
  g_assert_cmpuint (outcome.n_members, ==, 1);
  g_assert_cmpint (outcome.expires_ms, ==, G_GINT64_CONSTANT (4102444800000));
  g_assert_cmpuint (bo->replica->circles->len, ==, 0);
  join_by (bo, &link);
  g_assert_true (cen_id_equal (&bo->circle->id, &ana->circle->id));
  wait_to_agree (ana, bo);
  wait_to_read (bo, post (ana, "Welcome"));
  wait_to_read (ana, post (bo, "Thank you"));
  tear_down ();
}

static void
test_refused_invites (void)
{
  g_autoptr (GError) error = NULL;
  const CenWorld *world = cenacle_system_world_get ();
  CenInviteLink link;
  CenId id;

  set_up ();
  found (ana);
  link = invite (ana, 1, 0, &id);
  link.seed[0] ^= 1;
  assert_join_fails (bo, &link, CEN_ERROR_REFUSED, "not known");
  link = invite (ana, 1, 0, &id);
  cen_author_revoke_invite (ana->circle, &id, &error);
  g_assert_no_error (error);
  assert_join_fails (bo, &link, CEN_ERROR_REFUSED, "taken back");
  link = invite (ana, 1, world->now_ms (world) + 1, &id);
  while (world->now_ms (world) <= link.expires_ms)
    turn ();
  assert_join_fails (bo, &link, CEN_ERROR_REFUSED, "expired");
  link = invite (ana, 1, 0, &id);
  join_by (bo, &link);
  assert_join_fails (cleo, &link, CEN_ERROR_REFUSED, "already used");
  tear_down ();
}

static void
test_preview_of_refused_invite (void)
{
  g_auto (Outcome) outcome = { 0 };
  g_autoptr (GError) error = NULL;
  CenInviteLink link;
  CenId id;

  set_up ();
  found (ana);
  link = invite (ana, 1, 0, &id);
  cen_author_revoke_invite (ana->circle, &id, &error);
  g_assert_no_error (error);
  preview (bo, &link, SHORT_MS, &outcome);
  g_assert_error (outcome.error, CEN_ERROR, CEN_ERROR_REFUSED);
  g_assert_null (outcome.name);
  tear_down ();
}

static void
test_unreachable (void)
{
  g_auto (Outcome) unused = { 0 };
  g_auto (Outcome) outcome = { 0 };
  g_autoptr (GError) error = NULL;
  CenInviteLink link;
  CenId id;

  set_up ();
  found (ana);
  link = invite (ana, 1, 0, &id);
  go (ana);
  assert_join_fails (bo, &link, CEN_ERROR_UNREACHABLE, "could be reached");
  preview (bo, &link, SHORT_MS, &outcome);
  g_assert_error (outcome.error, CEN_ERROR, CEN_ERROR_UNREACHABLE);
  net_node_set_online (bo->node, FALSE);
  g_assert_false (net_node_join (bo->node, &link, "Bo", SHORT_MS, over_cb, &unused, &error));
  g_assert_error (error, CEN_ERROR, CEN_ERROR_UNREACHABLE);
  g_clear_error (&error);
  net_node_set_online (bo->node, TRUE);
  link.n_addresses = 0;
  g_assert_false (net_node_preview (bo->node, &link, SHORT_MS, over_cb, &unused, &error));
  g_assert_error (error, CEN_ERROR, CEN_ERROR_UNREACHABLE);
  g_assert_false (unused.is_over);
  tear_down ();
}

/* Somebody comes while a join still waits. */
static void
test_join_waits (void)
{
  g_auto (Outcome) outcome = { 0 };
  g_autoptr (GError) error = NULL;
  CenInviteLink link;
  CenId id;

  set_up ();
  found (ana);
  link = invite (ana, 1, 0, &id);
  go (ana);
  net_node_join (bo->node, &link, "Bo", WAIT_MS, over_cb, &outcome, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < 10; i++)
    turn ();
  g_assert_false (outcome.is_over);
  arrive (ana);
  turn_until (is_over, &outcome);
  g_assert_no_error (outcome.error);
  tear_down ();
}

/* One who was admitted and ended before the answer came is let in by the same invite, once. */
static void
test_join_cut (void)
{
  g_auto (Outcome) outcome = { 0 };
  g_autoptr (GError) error = NULL;
  CenInviteLink link;
  CenId id;

  set_up ();
  found (ana);
  link = invite (ana, 1, 0, &id);
  net_node_join (bo->node, &link, "Bo", WAIT_MS, over_cb, &outcome, &error);
  g_assert_no_error (error);
  while (cen_authority_get_members (ana->circle->authority)->len == 1) {
    net_node_run_once (bo->node, TURN_MS);
    net_node_run_once (ana->node, TURN_MS);
  }
  g_assert_false (outcome.is_over);
  go (bo);
  arrive (bo);
  g_assert_cmpuint (bo->replica->circles->len, ==, 0);
  join_by (bo, &link);
  wait_to_agree (ana, bo);
  g_assert_cmpuint (cen_authority_get_members (ana->circle->authority)->len, ==, 2);
  wait_to_read (ana, post (bo, "Here I am"));
  assert_join_fails (cleo, &link, CEN_ERROR_REFUSED, "already used");
  tear_down ();
}

static gboolean
has_profile (gpointer data)
{
  Person *person = data;
  CenId profile;

  g_assert_true (cen_author_find_profile (person->circle, &profile, NULL));
  return !cen_id_is_zero (&profile);
}

/* One who ended after the answer, and before the circle came, has a profile once it has come. */
static void
test_profile_after_a_cut (void)
{
  g_auto (Outcome) outcome = { 0 };
  g_autoptr (GError) error = NULL;
  CenInviteLink link;
  CenId id;

  set_up ();
  found (ana);
  link = invite (ana, 1, 0, &id);
  net_node_join (bo->node, &link, "Bo", WAIT_MS, over_cb, &outcome, &error);
  g_assert_no_error (error);
  while (bo->replica->circles->len == 0) {
    net_node_run_once (ana->node, TURN_MS);
    net_node_run_once (bo->node, TURN_MS);
  }
  go (bo);
  bo->circle = bo->replica->circles->pdata[0];
  g_assert_false (has_profile (bo));
  arrive (bo);
  turn_until (has_profile, bo);
  wait_to_agree (ana, bo);
  go (bo);
  arrive (bo); /* once */
  wait_to_agree (ana, bo);
  wait_to_read (ana, post (bo, "Here I am"));
  tear_down ();
}

static void
test_join_by_third (void)
{
  CenInviteLink link;
  CenId id;

  set_up ();
  found (ana);
  join (bo, ana);
  wait_to_agree (ana, bo);
  link = invite (ana, 1, 0, &id);
  wait_to_read (bo, post (ana, "Bo has the invite now"));
  go (ana);
  net_node_fill_invite (bo->node, &link, NULL);
  join_by (cleo, &link);
  wait_to_agree (bo, cleo);
  arrive (ana);
  wait_to_read (ana, post (cleo, "Here by Bo"));
  tear_down ();
}

/* Cléo is let in by Bo while Ana is away; when Ana is back Bo is gone, and Ana does not know who
 * Cléo is. */
static void
test_introduction (void)
{
  CenInviteLink link;
  CenId id;

  set_up ();
  found (ana);
  join (bo, ana);
  wait_to_agree (ana, bo);
  link = invite (ana, 1, 0, &id);
  wait_to_read (bo, post (ana, "Bo has the invite now"));
  go (ana);
  net_node_fill_invite (bo->node, &link, NULL);
  join_by (cleo, &link);
  wait_to_agree (bo, cleo);
  go (bo);
  arrive (ana);
  wait_to_read (ana, post (cleo, "You do not know me yet"));
  wait_to_agree (ana, cleo);
  wait_to_read (cleo, post (ana, "Now I do"));
  tear_down ();
}

static gboolean
has_second (gpointer data)
{
  const CenKeyring *keyring = cen_keyring_get (((Person *) data)->circle, NULL);

  return keyring->epochs->len >= 2;
}

/* The same while Ana has renewed the key, which Bo has not heard of. */
static void
test_introduction_under_an_old_key (void)
{
  g_autoptr (GError) error = NULL;
  CenInviteLink link;
  CenId id;

  set_up ();
  found (ana);
  join (bo, ana);
  wait_to_agree (ana, bo);
  link = invite (ana, 1, 0, &id);
  wait_to_read (bo, post (ana, "Bo has the invite now"));
  net_node_set_online (ana->node, FALSE);
  g_assert_true (cen_author_rotate (ana->circle, &error));
  post (ana, "Under the new key");
  go (ana);
  net_node_fill_invite (bo->node, &link, NULL);
  join_by (cleo, &link);
  wait_to_agree (bo, cleo);
  go (bo);
  arrive (ana);
  wait_to_read (ana, post (cleo, "You do not know me yet"));
  turn_until (has_second, cleo);
  wait_to_agree (ana, cleo);
  wait_to_read (cleo, post (ana, "Now I do"));
  tear_down ();
}

static void
test_double_dial (void)
{
  set_up ();
  found (ana);
  join (bo, ana);
  wait_to_agree (ana, bo);
  for (guint i = 0; i < 4; i++) {
    net_node_set_online (ana->node, FALSE);
    net_node_set_online (bo->node, FALSE);
    turn ();
    net_node_set_online (ana->node, TRUE);
    net_node_set_online (bo->node, TRUE);
    wait_to_agree (ana, bo);
  }
  wait_to_read (bo, post (ana, "One link"));
  wait_to_read (ana, post (bo, "stays"));
  assert_quiet ();
  g_assert_cmpint (get_peer (ana, bo).state, ==, NET_PEER_CONNECTED);
  g_assert_cmpint (get_peer (bo, ana).state, ==, NET_PEER_CONNECTED);
  tear_down ();
}

static void
test_coming_back (void)
{
  CenId written;

  set_up ();
  found (ana);
  join (bo, ana);
  wait_to_agree (ana, bo);
  go (bo);
  wait_to_see (ana, bo, NET_PEER_AWAY);
  written = post (ana, "While you were away");
  arrive (bo);
  wait_to_read (bo, written);
  go (ana);
  written = post (bo, "And now you");
  arrive (ana);
  wait_to_read (ana, written);
  tear_down ();
}

static void
test_offline (void)
{
  CenId written;

  set_up ();
  found (ana);
  join (bo, ana);
  wait_to_agree (ana, bo);
  net_node_set_online (bo->node, FALSE);
  g_assert_false (net_node_is_online (bo->node));
  wait_to_see (ana, bo, NET_PEER_AWAY);
  wait_to_see (bo, ana, NET_PEER_AWAY);
  written = post (ana, "Later");
  /* Who is offline is not met by dialling either. */
  net_node_sync_now (ana->node, &ana->circle->id);
  for (guint i = 0; i < QUIET_TURNS; i++)
    turn ();
  g_assert_cmpint (get_peer (ana, bo).state, !=, NET_PEER_CONNECTED);
  net_node_set_online (bo->node, TRUE);
  wait_to_read (bo, written);
  tear_down ();
}

static void
copy_file (const char *from, const char *to)
{
  g_autofree char *bytes = NULL;
  g_autoptr (GError) error = NULL;
  gsize len;

  g_file_get_contents (from, &bytes, &len, &error);
  g_assert_no_error (error);
  g_file_set_contents (to, bytes, (gssize) len, &error);
  g_assert_no_error (error);
}

static void
close_replica (Person *person)
{
  go (person);
  g_clear_pointer (&person->replica, cen_replica_free);
  person->circle = NULL;
}

static gboolean
bo_is_gone (gpointer data G_GNUC_UNUSED)
{
  g_autoptr (NetStatus) status = net_node_get_status (ana->node, &ana->circle->id);

  return status->peers->len == 0;
}

/* Bo left and Ana knows; a backup of Bo's home does not. */
static void
test_left_is_refused (void)
{
  g_autofree char *dir = g_dir_make_tmp ("cen-node-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "replica.db", NULL);
  g_autofree char *secrets = g_build_filename (dir, "secrets", NULL);
  g_autofree char *backup = g_build_filename (dir, "backup.db", NULL);
  g_autoptr (GError) error = NULL;

  set_up ();
  close_replica (bo);
  open_replica (bo, path, secrets);
  arrive (bo);
  found (ana);
  join (bo, ana);
  wait_to_agree (ana, bo);
  close_replica (bo);
  copy_file (path, backup);
  open_replica (bo, path, secrets);
  arrive (bo);
  wait_to_agree (ana, bo);
  cen_author_leave (bo->circle, &error);
  g_assert_no_error (error);
  net_node_flush (bo->node);
  turn_until (bo_is_gone, NULL);
  close_replica (bo);
  open_replica (bo, backup, secrets);
  arrive (bo);
  wait_to_see (bo, ana, NET_PEER_REFUSED);
  post (ana, "Among ourselves");
  /* Refused for good, Bo tries ever more seldom. */
  bo->n_status_changes = 0;
  for (guint i = 0; i < 4 * QUIET_TURNS; i++)
    turn ();
  g_assert_cmpuint (bo->n_status_changes, <, 12);
  wait_to_see (bo, ana, NET_PEER_REFUSED);
  g_assert_cmpuint (bo->circle->n_ops + 1, <, ana->circle->n_ops);
  tear_down ();
  g_remove (path);
  g_remove (backup);
  g_remove (secrets);
  g_rmdir (dir);
}

/* --- Removals --- */

static void
remove_cleo (const char *reason)
{
  CenId member = cleo->circle->self_member;
  g_autoptr (GError) error = NULL;

  cen_author_revoke (ana->circle, &member, NULL, 0, reason, &error);
  g_assert_no_error (error);
  net_node_flush (ana->node);
}

static gboolean
cleo_was_told (gpointer data)
{
  g_autoptr (NetStatus) status = net_node_get_status (cleo->node, &cleo->circle->id);

  return status->removal == NET_REMOVAL_MEMBER &&
         cen_id_equal (&status->removed_by, &ana->circle->self_member) &&
         g_str_equal (status->reason, data);
}

/* n of the epoch that @person writes with. */
static guint64
get_n (Person *person)
{
  const CenKnownEpoch *epoch;
  g_autoptr (GError) error = NULL;

  g_assert_true (cen_epochs_get_writing (person->circle, &epoch, &error));
  g_assert_no_error (error);
  return epoch->n;
}

static gboolean
writes_with_second (gpointer data)
{
  return get_n (data) == 2;
}

static void
meet_all_three (void)
{
  set_up ();
  found (ana);
  join (bo, ana);
  join (cleo, ana);
  wait_to_see (bo, cleo, NET_PEER_CONNECTED);
  wait_to_agree (ana, cleo);
  wait_to_agree (ana, bo);
}

/* What is written after the removal stays here; nobody speaks with the one who is out, and that one
 * does not go on knocking. */
static void
assert_out (void)
{
  guint64 n_ops;

  wait_to_read (bo, post (ana, "Among ourselves"));
  turn_until (writes_with_second, ana);
  turn_until (writes_with_second, bo);
  n_ops = cleo->circle->n_ops;
  net_node_sync_now (cleo->node, &cleo->circle->id);
  for (guint i = 0; i < QUIET_TURNS; i++)
    turn ();
  cleo->n_status_changes = 0;
  for (guint i = 0; i < 4 * QUIET_TURNS; i++)
    turn ();
  g_assert_cmpuint (cleo->n_status_changes, <, 6);
  g_assert_cmpuint (cleo->circle->n_ops, ==, n_ops);
  g_assert_cmpuint (get_n (cleo), ==, 1);
  g_assert_cmpint (get_peer (cleo, ana).state, !=, NET_PEER_CONNECTED);
  g_assert_cmpint (get_peer (cleo, bo).state, !=, NET_PEER_CONNECTED);
}

static void
test_removed_while_here (void)
{
  meet_all_three ();
  remove_cleo ("Spam");
  turn_until (cleo_was_told, (gpointer) "Spam");
  assert_out ();
  g_assert_true (cen_circle_is_left (cleo->circle));
  tear_down ();
}

/* The removal has in its past what the one who is out has never seen: word of it is all they get.
 */
static void
test_removed_while_away (void)
{
  meet_all_three ();
  go (cleo);
  wait_to_see (ana, cleo, NET_PEER_AWAY);
  wait_to_read (bo, post (ana, "Something they did not see"));
  remove_cleo ("We agreed on it");
  turn_until (writes_with_second, bo);
  arrive (cleo);
  turn_until (cleo_was_told, (gpointer) "We agreed on it");
  wait_to_see (cleo, ana, NET_PEER_REFUSED);
  assert_out ();
  g_assert_false (cen_circle_is_left (cleo->circle));
  tear_down ();
}

/* That op is not taken in without its past, so the word itself is kept. */
static void
test_told_across_a_restart (void)
{
  g_autofree char *dir = g_dir_make_tmp ("cen-node-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "replica.db", NULL);
  g_autofree char *secrets = g_build_filename (dir, "secrets", NULL);

  set_up ();
  close_replica (cleo);
  open_replica (cleo, path, secrets);
  arrive (cleo);
  found (ana);
  join (cleo, ana);
  wait_to_agree (ana, cleo);
  go (cleo);
  wait_to_see (ana, cleo, NET_PEER_AWAY);
  post (ana, "Something they did not see");
  remove_cleo ("We agreed on it");
  arrive (cleo);
  turn_until (cleo_was_told, (gpointer) "We agreed on it");
  g_assert_false (cen_circle_is_left (cleo->circle));
  go (ana);
  close_replica (cleo);
  open_replica (cleo, path, secrets);
  arrive (cleo);
  g_assert_true (cleo_was_told ((gpointer) "We agreed on it"));
  tear_down ();
  g_remove (path);
  g_remove (secrets);
  g_rmdir (dir);
}

/* The link they have is enough: nobody can be dialled any more. */
static void
test_told_before_the_end (void)
{
  meet_all_three ();
  wait_to_see (ana, cleo, NET_PEER_CONNECTED);
  wait_to_see (cleo, ana, NET_PEER_CONNECTED);
  remove_cleo ("Spam");
  net_node_set_online (ana->node, FALSE);
  net_node_set_online (bo->node, FALSE);
  turn_until (cleo_was_told, (gpointer) "Spam");
  g_assert_true (cen_circle_is_left (cleo->circle));
  tear_down ();
}

/* What a program that is no engine heard when it knocked with the key of an epoch. */
typedef struct {
  NetLink *link;
  GBytes *first; /* what it says once it is in */
  gboolean is_over;
  gboolean had_clock;
  NetBye bye;
} Knock;

static void
knock_open_cb (NetLink *link G_GNUC_UNUSED, NetConn *conn, gpointer user_data)
{
  net_conn_send (conn, g_bytes_ref (((Knock *) user_data)->first));
}

static void
knock_message_cb (NetLink *link G_GNUC_UNUSED, NetConn *conn, const guint8 *bytes, gsize len,
                  gpointer user_data)
{
  Knock *knock = user_data;

  if (net_frame_get_type (bytes, len) == NET_FRAME_BYE)
    g_assert_true (net_bye_from_frame (&knock->bye, bytes, len));
  else
    knock->had_clock = net_frame_get_type (bytes, len) == NET_FRAME_CLOCK;
  net_conn_close (conn);
}

static void
knock_close_cb (NetLink *link G_GNUC_UNUSED, NetConn *conn G_GNUC_UNUSED,
                NetConnEnd end G_GNUC_UNUSED, gpointer user_data)
{
  ((Knock *) user_data)->is_over = TRUE;
}

static gboolean
knock_is_over (gpointer data)
{
  Knock *knock = data;

  net_link_run_once (knock->link, TURN_MS);
  return knock->is_over;
}

/* @person's key of the epoch number @n, with a JOIN made up for a new member, at Ana's door. */
static void
knock_at_ana (Person *person, guint n, Knock *knock)
{
  static const NetLinkEvents events = { NULL, knock_open_cb, knock_message_cb, knock_close_cb };
  const CenWorld *world = cenacle_system_world_get ();
  CenInviteLink invite = { .circle = ana->circle->id, .seed = { 5 } };
  g_autoptr (CenJoinRequest) request = cen_join_request_new (world, &invite, "Nobody", NULL);
  g_autoptr (NetLink) link = NULL;
  g_autoptr (GPtrArray) addresses = net_node_list_own_addresses (ana->node, &ana->circle->id);
  const CenKnownEpoch *epoch = cen_keyring_get (person->circle, NULL)->epochs->pdata[n - 1];
  CenIncoming join = { .op = request->op, .payload = request->payload };
  CenBoxKey key;

  *knock = (Knock){ .first = net_ops_to_frame (NET_FRAME_INTRODUCE, NET_OPS_MORE, &join, 1) };
  link = knock->link = net_link_new (&events, knock, world, NULL);
  cen_epoch_key_get_introduction (&epoch->key, &key);
  g_assert_nonnull (net_link_dial (link, &ana->circle->id, addresses->pdata[0],
                                   ana->circle->keys->curve.public_key, &key, WAIT_MS, NULL));
  turn_until (knock_is_over, knock);
  g_bytes_unref (knock->first);
}

/* Under the old key a JOIN made up for a new member sees nothing, under the new one the clock. */
static void
test_old_key_opens_nothing (void)
{
  guint64 n_ops;
  Knock knock;

  meet_all_three ();
  knock_at_ana (cleo, 1, &knock);
  g_assert_true (knock.had_clock);
  remove_cleo ("Spam");
  turn_until (writes_with_second, bo);
  n_ops = ana->circle->n_ops;
  knock_at_ana (cleo, 1, &knock);
  g_assert_false (knock.had_clock);
  g_assert_cmpint (knock.bye, ==, NET_BYE_NOT_MEMBER);
  knock_at_ana (bo, 2, &knock);
  g_assert_true (knock.had_clock);
  g_assert_cmpuint (ana->circle->n_ops, ==, n_ops);
  tear_down ();
}

static void
test_leave_is_followed (void)
{
  g_autoptr (GError) error = NULL;

  meet_all_three ();
  cen_author_leave (cleo->circle, &error);
  g_assert_no_error (error);
  net_node_flush (cleo->node);
  turn_until (writes_with_second, ana);
  turn_until (writes_with_second, bo);
  wait_to_agree (ana, bo);
  for (guint i = 0; i < QUIET_TURNS; i++)
    turn ();
  g_assert_cmpuint (get_n (ana), ==, 2);
  g_assert_cmpuint (get_n (cleo), ==, 1);
  tear_down ();
}

static gboolean
ana_saw_typing (gpointer data G_GNUC_UNUSED)
{
  return ana->n_typing > 0;
}

static void
test_typing (void)
{
  CenId channel;

  set_up ();
  found (ana);
  join (bo, ana);
  wait_to_agree (ana, bo);
  channel = get_channel (bo);
  net_node_send_typing (bo->node, &bo->circle->id, &channel);
  turn_until (ana_saw_typing, NULL);
  g_assert_true (cen_id_equal (&ana->typing_channel, &channel));
  g_assert_true (cen_id_equal (&ana->typing_member, &bo->circle->self_member));
  g_assert_cmpuint (bo->n_typing, ==, 0);
  tear_down ();
}

static gboolean
cleo_heard (gpointer data)
{
  return cleo->live != NULL && g_str_equal (cleo->live->str, data);
}

/* Cleo is linked to Ana alone, and hears of Bo through her, though she comes later. */
static void
test_live (void)
{
  g_autoptr (GBytes) body = g_bytes_new_static ("here", 4);
  g_autoptr (GBytes) nothing = g_bytes_new_static ("", 0);
  CenId channel;

  set_up ();
  found (ana);
  join (bo, ana);
  wait_to_agree (ana, bo);
  channel = get_channel (bo);
  g_assert_true (
      net_node_set_live (bo->node, &bo->circle->id, NET_LIVE_CURSOR, &channel, body, 60000, NULL));
  join (cleo, ana);
  turn_until (cleo_heard, (gpointer) "here");
  g_assert_true (
      net_node_set_live (bo->node, &bo->circle->id, NET_LIVE_CURSOR, &channel, nothing, 0, NULL));
  turn_until (cleo_heard, (gpointer) "");
  tear_down ();
}

static void
test_status (void)
{
  g_autoptr (NetStatus) alone = NULL;
  g_autoptr (NetStatus) status = NULL;
  const NetPeerStatus *row;
  CenId stranger = { { 1 } };

  set_up ();
  found (ana);
  g_assert_null (net_node_get_status (ana->node, &stranger));
  alone = net_node_get_status (ana->node, &ana->circle->id);
  g_assert_cmpuint (alone->peers->len, ==, 0);
  g_assert_false (alone->is_in_sync);
  g_assert_true (alone->is_online);
  g_assert_false (alone->is_storage_failing);
  g_assert_cmpuint (alone->listening->len, ==, 1);
  g_assert_true (g_str_has_prefix (alone->listening->pdata[0], "tcp://127.0.0.1:"));
  join (bo, ana);
  wait_to_agree (ana, bo);
  status = net_node_get_status (bo->node, &bo->circle->id);
  g_assert_true (cen_id_equal (&status->circle, &bo->circle->id));
  g_assert_true (status->is_in_sync);
  g_assert_cmpuint (status->n_ops, ==, bo->circle->n_ops);
  g_assert_cmpuint (status->peers->len, ==, 1);
  row = &g_array_index (status->peers, NetPeerStatus, 0);
  g_assert_true (cen_id_equal (&row->member, &ana->circle->self_member));
  g_assert_true (cen_id_equal (&row->device, &ana->circle->self_device));
  g_assert_cmpstr (row->address, ==, alone->listening->pdata[0]);
  g_assert_cmpint (row->state, ==, NET_PEER_CONNECTED);
  g_assert_cmpint (row->last_seen_ms, >, 0);
  g_assert_true (row->is_in_sync && row->knows_lag);
  g_assert_cmpuint (row->n_behind, ==, 0);
  g_assert_cmpuint (row->n_ahead, ==, 0);
  net_node_remove_circle (ana->node, &ana->circle->id);
  g_assert_null (net_node_get_status (ana->node, &ana->circle->id));
  wait_to_see (bo, ana, NET_PEER_AWAY);
  tear_down ();
}

/* The system's world, with a clock that is set as one likes. */
static gint64 skew_ms;

static gint64
get_skewed_ms (const CenWorld *world)
{
  const CenWorld *system = cenacle_system_world_get ();

  (void) world;
  return system->now_ms (system) + skew_ms;
}

static gint64
get_clock_ahead (Person *person)
{
  g_autoptr (NetStatus) status = net_node_get_status (person->node, &person->circle->id);

  return status->clock_ahead_ms;
}

static gboolean
is_told_wrong (gpointer person)
{
  return get_clock_ahead (person) != 0;
}

static gboolean
sees_wrong_clock (gpointer person)
{
  return get_peer (person, cleo).clock_ahead_ms != 0;
}

static void
assert_near (gint64 told_ms, gint64 wanted_ms)
{
  g_assert_cmpint (ABS (told_ms - wanted_ms), <, 60000);
}

/* Who has the wrong time is told so by what two others write; they see whose it is; all the rest
 * goes on as ever; and once it is put right nobody is told anything. */
static void
test_wrong_clock (void)
{
  g_autoptr (GError) error = NULL;
  CenWorld skewed = *cenacle_system_world_get ();

  skewed.now_ms = get_skewed_ms;
  skew_ms = -10 * 365 * G_GINT64_CONSTANT (24 * 3600 * 1000);
  set_up ();
  go (cleo);
  cen_replica_free (cleo->replica);
  cleo->replica = cen_replica_open (":memory:", NULL, &skewed, &error);
  g_assert_no_error (error);
  arrive (cleo);
  found (ana);
  join (bo, ana);
  join (cleo, ana);
  turn_until (is_told_wrong, cleo);
  assert_near (get_clock_ahead (cleo), skew_ms);
  g_assert_cmpint (get_peer (cleo, ana).clock_ahead_ms, ==, 0);
  turn_until (sees_wrong_clock, ana);
  turn_until (sees_wrong_clock, bo);
  assert_near (get_peer (ana, cleo).clock_ahead_ms, skew_ms);
  g_assert_cmpint (get_clock_ahead (ana), ==, 0);
  g_assert_cmpint (get_peer (ana, bo).clock_ahead_ms, ==, 0);
  wait_to_agree (ana, cleo);
  wait_to_agree (bo, cleo);
  skew_ms = 0;
  g_assert_cmpint (get_clock_ahead (cleo), ==, 0);
  tear_down ();
}

/* Whether or not there is a circle to listen for, a port that somebody else holds is told. */
static void
test_port_in_use (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) listening = NULL;
  g_autofree char *port = NULL;
  const char *taken;

  set_up ();
  found (ana);
  listening = net_node_list_own_addresses (ana->node, &ana->circle->id);
  taken = listening->pdata[0];
  port = g_strdup (strrchr (taken, ':') + 1);
  go (bo);
  g_assert_null (make_node (bo, taken, &error));
  g_assert_error (error, CEN_ERROR, CEN_ERROR_BUSY);
  g_assert_nonnull (strstr (error->message, port));
  g_clear_error (&error);
  g_assert_null (make_node (bo, "127.0.0.1", &error));
  g_assert_error (error, CEN_ERROR, CEN_ERROR_INVALID);
  g_clear_error (&error);
  /* Once it is free, asking whether it is does not take it. */
  go (ana);
  bo->node = make_node (bo, taken, &error);
  g_assert_no_error (error);
  found (bo);
  tear_down ();
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  cen_crypto_init ();
  g_test_add_func ("/node/join", test_join);
  g_test_add_func ("/node/refused-invites", test_refused_invites);
  g_test_add_func ("/node/preview-of-refused-invite", test_preview_of_refused_invite);
  g_test_add_func ("/node/unreachable", test_unreachable);
  g_test_add_func ("/node/join-waits", test_join_waits);
  g_test_add_func ("/node/join-cut", test_join_cut);
  g_test_add_func ("/node/profile-after-a-cut", test_profile_after_a_cut);
  g_test_add_func ("/node/join-by-third", test_join_by_third);
  g_test_add_func ("/node/introduction", test_introduction);
  g_test_add_func ("/node/introduction-under-an-old-key", test_introduction_under_an_old_key);
  g_test_add_func ("/node/double-dial", test_double_dial);
  g_test_add_func ("/node/coming-back", test_coming_back);
  g_test_add_func ("/node/offline", test_offline);
  g_test_add_func ("/node/left-is-refused", test_left_is_refused);
  g_test_add_func ("/node/removed-while-here", test_removed_while_here);
  g_test_add_func ("/node/removed-while-away", test_removed_while_away);
  g_test_add_func ("/node/told-across-a-restart", test_told_across_a_restart);
  g_test_add_func ("/node/told-before-the-end", test_told_before_the_end);
  g_test_add_func ("/node/old-key-opens-nothing", test_old_key_opens_nothing);
  g_test_add_func ("/node/leave-is-followed", test_leave_is_followed);
  g_test_add_func ("/node/typing", test_typing);
  g_test_add_func ("/node/live", test_live);
  g_test_add_func ("/node/status", test_status);
  g_test_add_func ("/node/wrong-clock", test_wrong_clock);
  g_test_add_func ("/node/port-in-use", test_port_in_use);
  return g_test_run ();
}
