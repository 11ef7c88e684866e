/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Time stands still while anything can be said: after each event every session is asked for frames
 * until none comes, then the clock goes to the next event: a frame that arrives, a session's
 * deadline, a link to dial. A link's sessions live and die together. */

#include "tests/support/sim.h"

#include "core/store-sql.h"

#include <glib/gstdio.h>

#define STEPS_MAX 4000000
#define REDIAL_MS 500

typedef struct {
  GBytes *bytes;
  gint64 due_ms;
} Flight;

/* One end of a link, with the frames on their way to it. */
typedef struct {
  guint person;
  NetSession *session;
  GQueue flights; /* Flight */
  gsize flights_len;
  gint64 last_due_ms;
  gint64 free_ms; /* when the road takes the next frame towards this end */
  guint64 n_sent;
  guint64 n_lost; /* of what went to this end */
} End;

typedef struct {
  TestSim *sim;
  End ends[2]; /* the dialler's first */
  TestSimRoad road;
  gboolean is_up;
  gboolean is_choked;
  gint64 dial_ms;
} Link;

typedef struct {
  TestWorld *world;
  TestPerson *person;
  CenId circle;
  char *folder; /* NULL: in memory */
  gboolean has_copy;
} Home;

struct _TestSim {
  guint32 seed;
  GRand *rand;
  gint64 now_ms;
  GPtrArray *homes;           /* Home */
  GPtrArray *links;           /* Link */
  guint8 invite[CEN_KEY_LEN]; /* the seed of the founder's, by which everybody comes in */
  char *folder;
  guint64 n_steps;
  gboolean has_lost; /* a disk was put back, and with it perhaps ops that nobody else had */
};

void
test_sim_fail (TestSim *self, const char *file, int line, const char *function, const char *what)
{
  g_autofree char *text =
      g_strdup_printf ("seed %u at %" G_GINT64_FORMAT " ms: %s", self->seed, self->now_ms, what);

  g_assertion_message (G_LOG_DOMAIN, file, line, function, text);
  g_abort ();
}

static void
assert_ok (TestSim *self, const GError *error)
{
  if (error != NULL)
    test_sim_fail (self, __FILE__, __LINE__, G_STRFUNC, error->message);
}

/* --- Links --- */

static void
flight_free (gpointer data)
{
  Flight *flight = data;

  g_bytes_unref (flight->bytes);
  g_free (flight);
}

static void
hang_up (Link *link)
{
  for (guint i = 0; i < 2; i++) {
    End *end = &link->ends[i];

    g_clear_pointer (&end->session, net_session_free);
    end->n_lost += end->flights_len;
    g_queue_clear_full (&end->flights, flight_free);
    end->flights_len = 0;
    end->free_ms = 0;
    end->last_due_ms = 0;
  }
  link->dial_ms = link->sim->now_ms + REDIAL_MS;
}

static void
link_free (gpointer data)
{
  Link *link = data;

  hang_up (link);
  g_free (link);
}

/* As a hub has it: one gives much at a time. */
static gboolean
may_fetch_cb (NetSession *session, gint64 waited_ms G_GNUC_UNUSED, gpointer user_data)
{
  const Link *link = user_data;
  guint person = link->ends[link->ends[0].session == session ? 0 : 1].person;

  for (guint i = 0; i < link->sim->links->len; i++) {
    const Link *other = link->sim->links->pdata[i];

    for (guint k = 0; k < 2; k++) {
      const End *end = &other->ends[k];
      NetArrival arrival;

      if (end->person == person && end->session != NULL && end->session != session &&
          net_session_get_arrival (end->session, &arrival) &&
          arrival.n_arriving >= NET_SESSION_MUCH)
        return FALSE;
    }
  }
  return TRUE;
}

static const NetSessionEvents events = { .may_fetch = may_fetch_cb };

static void
dial (Link *link)
{
  TestSim *sim = link->sim;

  for (guint i = 0; i < 2; i++) {
    End *end = &link->ends[i];
    Home *home = sim->homes->pdata[end->person];

    end->session =
        net_session_new (home->person->circle, i == 0 ? NET_SIDE_DIALLER : NET_SIDE_LISTENER,
                         link->ends[1 - i].person + 1, &events, link, sim->now_ms);
    /* One end of each link as engines do, the other frame by frame. */
    net_session_set_gathering (end->session, i == 0 ? NET_GATHERING_NONE : NET_GATHERING_TURN);
  }
}

static gboolean
is_dialled (const Link *link)
{
  return link->ends[0].session != NULL;
}

static Link *
find_link (TestSim *self, guint a, guint b)
{
  for (guint i = 0; i < self->links->len; i++) {
    Link *link = self->links->pdata[i];

    if ((link->ends[0].person == a && link->ends[1].person == b) ||
        (link->ends[0].person == b && link->ends[1].person == a))
      return link;
  }
  test_sim_fail (self, __FILE__, __LINE__, G_STRFUNC, "no such link");
}

void
test_sim_link (TestSim *self, guint a, guint b, const TestSimRoad *road)
{
  Link *link = g_new0 (Link, 1);

  link->sim = self;
  link->ends[0].person = a;
  link->ends[1].person = b;
  link->road = *road;
  link->is_up = TRUE;
  link->dial_ms = self->now_ms;
  g_ptr_array_add (self->links, link);
}

void
test_sim_link_all (TestSim *self, const TestSimRoad *road)
{
  for (guint a = 0; a < self->homes->len; a++) {
    for (guint b = a + 1; b < self->homes->len; b++)
      test_sim_link (self, a, b, road);
  }
}

static void
cut (Link *link)
{
  hang_up (link);
  link->is_up = FALSE;
}

static void
mend (Link *link)
{
  link->is_up = TRUE;
  link->is_choked = FALSE;
}

void
test_sim_cut (TestSim *self, guint a, guint b)
{
  cut (find_link (self, a, b));
}

void
test_sim_choke (TestSim *self, guint a, guint b)
{
  find_link (self, a, b)->is_choked = TRUE;
}

void
test_sim_mend (TestSim *self, guint a, guint b)
{
  mend (find_link (self, a, b));
}

void
test_sim_partition (TestSim *self, guint mask)
{
  for (guint i = 0; i < self->links->len; i++) {
    Link *link = self->links->pdata[i];

    if (((mask >> link->ends[0].person) & 1) != ((mask >> link->ends[1].person) & 1))
      cut (link);
  }
}

void
test_sim_heal (TestSim *self)
{
  for (guint i = 0; i < self->links->len; i++)
    mend (self->links->pdata[i]);
}

void
test_sim_reconcile (TestSim *self)
{
  for (guint i = 0; i < self->links->len; i++) {
    Link *link = self->links->pdata[i];

    if (is_dialled (link))
      net_session_reconcile (link->ends[0].session);
  }
}

guint64
test_sim_get_n_sent (TestSim *self, guint a, guint b)
{
  Link *link = find_link (self, a, b);

  return link->ends[link->ends[0].person == a ? 0 : 1].n_sent;
}

guint64
test_sim_get_n_lost (TestSim *self, guint a, guint b)
{
  Link *link = find_link (self, a, b);

  return link->ends[link->ends[0].person == a ? 1 : 0].n_lost;
}

gboolean
test_sim_is_in_sync (TestSim *self, guint a, guint b)
{
  Link *link = find_link (self, a, b);

  return is_dialled (link) && net_session_is_in_sync (link->ends[0].session) &&
         net_session_is_in_sync (link->ends[1].session);
}

/* --- Frames --- */

/* Peers of a simulation keep to the protocol: only silence may end a session. */
static void
end_by_error (Link *link, const GError *error)
{
  if (!g_error_matches (error, CEN_ERROR, CEN_ERROR_UNREACHABLE))
    assert_ok (link->sim, error);
  hang_up (link);
}

static void
take_off (Link *link, guint from, GBytes *frame)
{
  TestSim *sim = link->sim;
  End *to = &link->ends[1 - from];
  const TestSimRoad *road = &link->road;
  gsize len = g_bytes_get_size (frame);
  gint64 spread = road->latency_max_ms - road->latency_min_ms + 1;
  gint64 start_ms = MAX (sim->now_ms, to->free_ms);
  Flight *flight;

  link->ends[from].n_sent += len;
  if (link->is_choked) {
    g_bytes_unref (frame);
    return;
  }
  if (road->bytes_per_s > 0)
    start_ms += (gint64) (len * 1000 / road->bytes_per_s);
  to->free_ms = start_ms;
  flight = g_new (Flight, 1);
  flight->bytes = frame;
  flight->due_ms = MAX (to->last_due_ms, start_ms + road->latency_min_ms +
                                             g_rand_int_range (sim->rand, 0, (gint32) spread));
  to->last_due_ms = flight->due_ms;
  to->flights_len += len;
  g_queue_push_tail (&to->flights, flight);
}

/* Returns: whether @link carried anything from its end @from. */
static gboolean
pump_end (Link *link, guint from)
{
  gboolean has_moved = FALSE;

  while (is_dialled (link) &&
         (link->road.flight_max == 0 || link->ends[1 - from].flights_len < link->road.flight_max)) {
    g_autoptr (GError) error = NULL;
    GBytes *frame = net_session_pop (link->ends[from].session, &error);

    if (error != NULL)
      end_by_error (link, error);
    if (frame == NULL)
      return has_moved;
    has_moved = TRUE;
    take_off (link, from, frame);
  }
  return has_moved;
}

static void
land (Link *link, guint at)
{
  End *end = &link->ends[at];
  Flight *flight = g_queue_pop_head (&end->flights);
  g_autoptr (GError) error = NULL;

  end->flights_len -= g_bytes_get_size (flight->bytes);
  if (!net_session_receive (end->session, g_bytes_get_data (flight->bytes, NULL),
                            g_bytes_get_size (flight->bytes), link->sim->now_ms, &error))
    end_by_error (link, error);
  flight_free (flight);
}

static gint64
get_next_ms (Link *link)
{
  gint64 next_ms = G_MAXINT64;

  if (!is_dialled (link))
    return link->is_up ? MAX (link->dial_ms, link->sim->now_ms) : G_MAXINT64;
  for (guint i = 0; i < 2; i++) {
    const Flight *flight = g_queue_peek_head (&link->ends[i].flights);

    next_ms = MIN (next_ms, net_session_get_deadline (link->ends[i].session));
    if (flight != NULL)
      next_ms = MIN (next_ms, flight->due_ms);
  }
  return MAX (next_ms, link->sim->now_ms);
}

/* Does what is due on @link now. */
static void
serve_link (Link *link)
{
  gint64 now_ms = link->sim->now_ms;

  if (!is_dialled (link)) {
    if (link->is_up && link->dial_ms <= now_ms)
      dial (link);
    return;
  }
  for (guint i = 0; i < 2 && is_dialled (link); i++) {
    const Flight *flight = g_queue_peek_head (&link->ends[i].flights);
    g_autoptr (GError) error = NULL;

    if (flight != NULL && flight->due_ms <= now_ms)
      land (link, i);
    else if (net_session_get_deadline (link->ends[i].session) <= now_ms &&
             !net_session_tick (link->ends[i].session, now_ms, &error))
      end_by_error (link, error);
  }
}

/* --- Time --- */

static void
pump (TestSim *self)
{
  gboolean has_moved;

  do {
    has_moved = FALSE;
    for (guint i = 0; i < self->links->len; i++) {
      Link *link = self->links->pdata[i];

      for (guint k = 0; k < 2 && is_dialled (link); k++)
        has_moved = pump_end (link, k) || has_moved;
    }
  } while (has_moved);
}

static void
advance_to (TestSim *self, gint64 now_ms)
{
  for (guint i = 0; i < self->homes->len; i++)
    test_world_advance (((Home *) self->homes->pdata[i])->world, now_ms - self->now_ms);
  self->now_ms = now_ms;
}

/* Goes to the next event, at @end_ms at the latest. Returns: FALSE when that time is reached. */
static gboolean
step (TestSim *self, gint64 end_ms)
{
  gint64 next_ms = G_MAXINT64;

  test_sim_assert (self, self->n_steps++ < STEPS_MAX);
  pump (self);
  for (guint i = 0; i < self->links->len; i++)
    next_ms = MIN (next_ms, get_next_ms (self->links->pdata[i]));
  advance_to (self, MIN (next_ms, end_ms));
  if (next_ms > end_ms)
    return FALSE;
  for (guint i = 0; i < self->links->len; i++) {
    Link *link = self->links->pdata[i];

    if (get_next_ms (link) <= self->now_ms)
      serve_link (link);
  }
  return TRUE;
}

void
test_sim_run (TestSim *self, gint64 ms)
{
  gint64 end_ms = self->now_ms + ms;

  while (step (self, end_ms))
    ;
}

static gboolean
has_same_heads (CenCircle *a, CenCircle *b)
{
  GHashTableIter iter;
  gpointer head;

  if (g_hash_table_size (a->heads) != g_hash_table_size (b->heads))
    return FALSE;
  g_hash_table_iter_init (&iter, a->heads);
  while (g_hash_table_iter_next (&iter, &head, NULL)) {
    if (!g_hash_table_contains (b->heads, head))
      return FALSE;
  }
  return TRUE;
}

static gboolean
is_settled (TestSim *self)
{
  for (guint i = 1; i < self->homes->len; i++) {
    if (!has_same_heads (test_sim_get_person (self, 0)->circle,
                         test_sim_get_person (self, i)->circle))
      return FALSE;
  }
  for (guint i = 0; i < self->links->len; i++) {
    Link *link = self->links->pdata[i];

    if (link->is_up && (!is_dialled (link) || !net_session_is_in_sync (link->ends[0].session) ||
                        !net_session_is_in_sync (link->ends[1].session)))
      return FALSE;
  }
  return TRUE;
}

void
test_sim_settle (TestSim *self, gint64 ms)
{
  gint64 end_ms = self->now_ms + ms;

  while (!is_settled (self)) {
    if (!step (self, end_ms)) {
      for (guint i = 0; i < self->homes->len; i++) {
        Home *home = self->homes->pdata[i];

        g_test_message ("%s: %" G_GUINT64_FORMAT " ops, %u heads, %u orphans", home->person->name,
                        home->person->circle->n_ops,
                        g_hash_table_size (home->person->circle->heads),
                        cen_orphans_get_n (home->person->circle->orphans));
      }
      test_sim_fail (self, __FILE__, __LINE__, G_STRFUNC, "they do not agree in time");
    }
  }
  test_sim_assert_equal (self);
}

void
test_sim_assert_equal (TestSim *self)
{
  g_autofree char *first = test_person_dup_state (test_sim_get_person (self, 0));

  for (guint i = 0; i < self->homes->len; i++) {
    TestPerson *person = test_sim_get_person (self, i);
    g_autoptr (GPtrArray) faults = g_ptr_array_new_with_free_func (g_free);
    g_autoptr (GError) error = NULL;
    g_autofree char *state = test_person_dup_state (person);

    test_sim_assert (self, g_str_equal (state, first));
    cen_verify (person->replica->store, &person->circle->id, faults, &error);
    assert_ok (self, error);
    if (faults->len > 0)
      test_sim_fail (self, __FILE__, __LINE__, G_STRFUNC, faults->pdata[0]);
    test_sim_assert (self, self->has_lost || cen_orphans_get_n (person->circle->orphans) == 0);
  }
}

/* --- Homes --- */

static char *
get_path (const Home *home, const char *name)
{
  return g_build_filename (home->folder, name, NULL);
}

static void
open_replica (TestSim *self, Home *home)
{
  g_autofree char *path = home->folder != NULL ? get_path (home, "replica") : NULL;
  g_autofree char *secrets = home->folder != NULL ? get_path (home, "secrets") : NULL;
  g_autoptr (GError) error = NULL;

  home->person->replica =
      cen_replica_open (path != NULL ? path : ":memory:", secrets, &home->world->world, &error);
  assert_ok (self, error);
  home->person->circle = cen_replica_find (home->person->replica, &home->circle);
  /* A copy that nobody noticed: forks are what is tried here. */
  if (home->person->circle != NULL)
    home->person->circle->keys->renewal = CEN_RENEWAL_NONE;
}

static void
hang_up_all_of (TestSim *self, guint person)
{
  for (guint i = 0; i < self->links->len; i++) {
    Link *link = self->links->pdata[i];

    if (link->ends[0].person == person || link->ends[1].person == person)
      hang_up (link);
  }
}

static void
close_replica (TestSim *self, guint number)
{
  Home *home = self->homes->pdata[number];

  test_sim_assert (self, home->folder != NULL);
  hang_up_all_of (self, number);
  home->circle = home->person->circle->id;
  home->person->circle = NULL;
  g_clear_pointer (&home->person->replica, cen_replica_free);
}

static void
copy_file (TestSim *self, const Home *from, const char *from_name, const Home *to,
           const char *to_name)
{
  g_autofree char *from_path = get_path (from, from_name);
  g_autofree char *to_path = get_path (to, to_name);
  g_autofree char *bytes = NULL;
  g_autoptr (GError) error = NULL;
  gsize len;

  g_file_get_contents (from_path, &bytes, &len, &error);
  assert_ok (self, error);
  g_file_set_contents_full (to_path, bytes, (gssize) len, G_FILE_SET_CONTENTS_NONE, 0600, &error);
  assert_ok (self, error);
}

static Home *
add_home (TestSim *self, TestSimPlace place, guint *ret_number)
{
  Home *home = g_new0 (Home, 1);
  guint number = self->homes->len;

  test_sim_assert (self, number < TEST_SIM_PEOPLE_MAX);
  home->world = test_world_new (g_rand_int (self->rand));
  home->world->monotonic_ms = self->now_ms;
  home->person = g_new0 (TestPerson, 1);
  home->person->name = g_strdup_printf ("Person %u", number);
  if (place == TEST_SIM_ON_DISK) {
    g_autofree char *name = g_strdup_printf ("%u", number);

    home->folder = g_build_filename (self->folder, name, NULL);
    test_sim_assert (self, g_mkdir (home->folder, 0700) == 0);
  }
  g_ptr_array_add (self->homes, home);
  *ret_number = number;
  return home;
}

guint
test_sim_found (TestSim *self, TestSimPlace place)
{
  guint number;
  Home *home = add_home (self, place, &number);
  g_autoptr (GError) error = NULL;
  CenId invite;

  open_replica (self, home);
  test_person_found (home->person, "Simulated");
  cen_author_invite (home->person->circle, CEN_ROLE_MEMBER, TEST_SIM_PEOPLE_MAX, 0, self->invite,
                     &invite, &error);
  assert_ok (self, error);
  return number;
}

guint
test_sim_enter (TestSim *self, guint host, TestSimPlace place)
{
  guint number;
  Home *home = add_home (self, place, &number);

  open_replica (self, home);
  test_person_enter (home->person, test_sim_get_person (self, host), self->invite);
  return number;
}

guint
test_sim_clone (TestSim *self, guint original)
{
  Home *from = self->homes->pdata[original];
  guint number;
  Home *home = add_home (self, TEST_SIM_ON_DISK, &number);

  close_replica (self, original);
  copy_file (self, from, "replica", home, "replica");
  copy_file (self, from, "secrets", home, "secrets");
  home->circle = from->circle;
  open_replica (self, from);
  open_replica (self, home);
  return number;
}

void
test_sim_restart (TestSim *self, guint person)
{
  Home *home = self->homes->pdata[person];

  hang_up_all_of (self, person);
  if (home->folder == NULL)
    return;
  close_replica (self, person);
  open_replica (self, home);
}

void
test_sim_save (TestSim *self, guint person)
{
  Home *home = self->homes->pdata[person];

  close_replica (self, person);
  copy_file (self, home, "replica", home, "replica-copy");
  copy_file (self, home, "secrets", home, "secrets-copy");
  home->has_copy = TRUE;
  open_replica (self, home);
}

gboolean
test_sim_restore (TestSim *self, guint person)
{
  Home *home = self->homes->pdata[person];

  if (!home->has_copy)
    return FALSE;
  self->has_lost = TRUE;
  close_replica (self, person);
  copy_file (self, home, "replica-copy", home, "replica");
  copy_file (self, home, "secrets-copy", home, "secrets");
  open_replica (self, home);
  return TRUE;
}

gboolean
test_sim_is_on_disk (const TestSim *self, guint person)
{
  return ((Home *) self->homes->pdata[person])->folder != NULL;
}

guint
test_sim_get_n_people (const TestSim *self)
{
  return self->homes->len;
}

TestPerson *
test_sim_get_person (TestSim *self, guint person)
{
  return ((Home *) self->homes->pdata[person])->person;
}

GRand *
test_sim_get_rand (TestSim *self)
{
  return self->rand;
}

gint64
test_sim_get_now_ms (const TestSim *self)
{
  return self->now_ms;
}

gboolean
test_sim_can_post (TestSim *self, guint person)
{
  const TestPerson *one = test_sim_get_person (self, person);
  const CenMemberInfo *info =
      cen_authority_get_member (one->circle->authority, &one->circle->self_member);
  g_autoptr (GError) error = NULL;
  gint64 n_channels;

  cen_sql_get_int (one->replica->store, 0, &n_channels, &error,
                   "SELECT count(*) FROM object WHERE circle = ? AND kind = 3", "i",
                   one->circle->no);
  assert_ok (self, error);
  return info != NULL && info->state == CEN_MEMBER_ACTIVE && n_channels > 0;
}

void
test_sim_post (TestSim *self, guint person, guint n_posts)
{
  for (guint i = 0; i < n_posts; i++)
    test_person_post (test_sim_get_person (self, person), "Something worth saying");
}

void
test_sim_skew (TestSim *self, guint person, gint64 ms)
{
  ((Home *) self->homes->pdata[person])->world->now_ms += ms;
}

static void
home_free (gpointer data)
{
  Home *home = data;

  test_person_free (home->person);
  test_world_free (home->world);
  g_free (home->folder);
  g_free (home);
}

static void
remove_folder (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *child = g_build_filename (path, name, NULL);

    g_remove (child);
  }
  g_rmdir (path);
}

/* In memory where that can be: what a disk takes to keep a byte is tried elsewhere. */
static char *
make_folder (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_strdup ("/dev/shm/cenacle-sim-XXXXXX");
  char *folder;

  if (g_mkdtemp (path) != NULL)
    return g_steal_pointer (&path);
  folder = g_dir_make_tmp ("cenacle-sim-XXXXXX", &error);
  g_assert_no_error (error);
  return folder;
}

TestSim *
test_sim_new (guint32 seed)
{
  TestSim *self = g_new0 (TestSim, 1);

  self->seed = seed;
  self->rand = g_rand_new_with_seed (seed);
  self->now_ms = 1000;
  self->homes = g_ptr_array_new_with_free_func (home_free);
  self->links = g_ptr_array_new_with_free_func (link_free);
  self->folder = make_folder ();
  g_test_message ("seed %u", seed);
  return self;
}

void
test_sim_free (TestSim *self)
{
  g_autoptr (GPtrArray) folders = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < self->homes->len; i++) {
    if (((Home *) self->homes->pdata[i])->folder != NULL)
      g_ptr_array_add (folders, g_strdup (((Home *) self->homes->pdata[i])->folder));
  }
  g_ptr_array_unref (self->links);
  g_ptr_array_unref (self->homes);
  for (guint i = 0; i < folders->len; i++)
    remove_folder (folders->pdata[i]);
  g_rmdir (self->folder);
  g_free (self->folder);
  g_rand_free (self->rand);
  g_free (self);
}
