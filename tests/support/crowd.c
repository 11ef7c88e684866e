/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Events stand in a heap by time: a frame that arrives, a device that has something due. What a
 * device learns it passes on at once over all its links. A link's two sessions live and die
 * together; what is under way then is lost. */

#include "tests/support/crowd.h"

#include "core/log.h"
#include "core/store-copy.h"
#include "net/gossip-wire.h"

#include <string.h>

#define EPOCH_MS    G_GINT64_CONSTANT (1760000000000)
#define DIAL_MS     200 /* between two dials of one device */
#define REDIAL_MS   1000
#define NEVER       G_MAXINT64
#define PATIENCE_MS 2000
#define ECHO_MAX    4096

typedef struct _Link Link;
typedef struct _Device Device;

typedef struct {
  Link *link;
  Device *device;
  NetSession *session;
  gint64 last_due_ms;
  gboolean is_in_tree;
} End;

struct _Link {
  guint ref_count; /* events that stand for it, and its devices */
  guint64 number;
  End ends[2];
  gint64 latency_ms;
  gboolean is_up;
};

struct _Device {
  TestCrowd *crowd;
  guint number;
  CenWorld world;
  GRand *rand;
  gint64 skew_ms;
  TestPerson *person; /* who writes; else NULL */
  CenStore *store;    /* of who does not */
  CenCircle *circle;
  NetTree *tree;
  NetOverlay overlay;
  GPtrArray *ends;  /* End, of the links that are up */
  GHashTable *hops; /* op number → hops + 1 */
  gint64 dial_ms;
  gint64 due_ms; /* of the event that stands for it in the heap */
  gboolean is_here;
};

typedef struct {
  gint64 due_ms;
  guint64 order;
  Device *device; /* something is due there */
  Link *link;     /* or a frame arrives, at end @at */
  guint at;
  GBytes *frame;
} Event;

typedef struct {
  CenId id;
  gint64 posted_ms;
  guint n_here;
  gint64 last_ms;
  gsize size;
} Posted;

struct _TestCrowd {
  guint32 seed;
  TestCrowdPlan plan;
  GRand *rand;
  gint64 now_ms;
  GArray *heap; /* Event */
  guint64 next_order;
  guint64 next_link;
  GPtrArray *devices;  /* Device */
  GPtrArray *links;    /* Link, up */
  GBytes *base;        /* what a replica holds at the beginning */
  GArray *posted;      /* Posted */
  GHashTable *numbers; /* CenId → place in @posted + 1 */
  guint first;         /* op that counts */
  GArray *hops;        /* guint: of deliveries that count */
  TestCrowdCount count;
  guint n_parted;
};

G_NORETURN static void
fail (TestCrowd *self, const char *what)
{
  g_autofree char *text =
      g_strdup_printf ("seed %u at %" G_GINT64_FORMAT " ms: %s", self->seed, self->now_ms, what);

  g_assertion_message (G_LOG_DOMAIN, __FILE__, __LINE__, G_STRFUNC, text);
  g_abort ();
}

static void
assert_ok (TestCrowd *self, const GError *error)
{
  if (error != NULL)
    fail (self, error->message);
}

/* --- The heap --- */

static gboolean
is_before (const Event *a, const Event *b)
{
  return a->due_ms != b->due_ms ? a->due_ms < b->due_ms : a->order < b->order;
}

static void
swap_events (GArray *heap, guint a, guint b)
{
  Event kept = g_array_index (heap, Event, a);

  g_array_index (heap, Event, a) = g_array_index (heap, Event, b);
  g_array_index (heap, Event, b) = kept;
}

static void
push_event (TestCrowd *self, Event event)
{
  guint at = self->heap->len;

  event.order = self->next_order++;
  g_array_append_val (self->heap, event);
  while (at > 0 && is_before (&g_array_index (self->heap, Event, at),
                              &g_array_index (self->heap, Event, (at - 1) / 2))) {
    swap_events (self->heap, at, (at - 1) / 2);
    at = (at - 1) / 2;
  }
}

static Event
pop_event (TestCrowd *self)
{
  Event first = g_array_index (self->heap, Event, 0);
  guint at = 0;

  swap_events (self->heap, 0, self->heap->len - 1);
  g_array_set_size (self->heap, self->heap->len - 1);
  for (;;) {
    guint best = at;

    for (guint child = 2 * at + 1; child <= 2 * at + 2 && child < self->heap->len; child++) {
      if (is_before (&g_array_index (self->heap, Event, child),
                     &g_array_index (self->heap, Event, best)))
        best = child;
    }
    if (best == at)
      return first;
    swap_events (self->heap, at, best);
    at = best;
  }
}

/* --- A device's world --- */

static gint64
now_cb (const CenWorld *world)
{
  const Device *device = world->data;

  return EPOCH_MS + device->crowd->now_ms + device->skew_ms;
}

static gint64
monotonic_cb (const CenWorld *world)
{
  return ((Device *) world->data)->crowd->now_ms;
}

static void
random_cb (const CenWorld *world, guint8 *buf, gsize len)
{
  Device *device = world->data;

  for (gsize i = 0; i < len; i++)
    buf[i] = (guint8) g_rand_int (device->rand);
}

/* --- Links --- */

static void
unref_link (Link *link)
{
  if (--link->ref_count == 0)
    g_free (link);
}

static void
end_link (TestCrowd *self, Link *link)
{
  if (!link->is_up)
    return;
  link->is_up = FALSE;
  for (guint i = 0; i < 2; i++) {
    End *end = &link->ends[i];

    if (end->is_in_tree)
      net_tree_remove_link (end->device->tree, link->number);
    g_clear_pointer (&end->session, net_session_free);
    g_ptr_array_remove_fast (end->device->ends, end);
    end->device->dial_ms = MAX (end->device->dial_ms, self->now_ms + REDIAL_MS);
  }
  g_ptr_array_remove_fast (self->links, link);
  unref_link (link);
}

static End *
get_other (End *end)
{
  return &end->link->ends[end == &end->link->ends[0] ? 1 : 0];
}

static gboolean
can_reach (TestCrowd *self, const Device *a, const Device *b)
{
  return a->is_here && b->is_here &&
         (self->n_parted == 0 || (a->number < self->n_parted) == (b->number < self->n_parted));
}

static gboolean
is_linked (const Device *a, const Device *b)
{
  for (guint i = 0; i < a->ends->len; i++) {
    if (get_other (a->ends->pdata[i])->device == b)
      return TRUE;
  }
  return FALSE;
}

/* --- What sessions tell --- */

static void
note_delivery (Device *device, const CenId *id, Device *from)
{
  TestCrowd *self = device->crowd;
  guint number = GPOINTER_TO_UINT (g_hash_table_lookup (self->numbers, id));
  guint hops;
  Posted *posted;

  if (number == 0)
    return;
  hops = GPOINTER_TO_UINT (g_hash_table_lookup (from->hops, GUINT_TO_POINTER (number)));
  if (!g_hash_table_insert (device->hops, GUINT_TO_POINTER (number), GUINT_TO_POINTER (hops + 1)))
    return;
  posted = &g_array_index (self->posted, Posted, number - 1);
  posted->n_here++;
  posted->last_ms = self->now_ms;
  if (number <= self->first)
    return;
  g_array_append_val (self->hops, hops);
  self->count.n_deliveries++;
  self->count.n_needed += posted->size;
}

static void
accepted_cb (NetSession *session G_GNUC_UNUSED, GPtrArray *accepted, gpointer user_data)
{
  End *end = user_data;

  for (guint i = 0; i < accepted->len; i++) {
    const CenOp *op = &((CenPending *) accepted->pdata[i])->op;

    net_tree_note_accepted (end->device->tree, op->id.bytes);
    note_delivery (end->device, &op->id, get_other (end)->device);
  }
}

static void
in_sync_cb (NetSession *session G_GNUC_UNUSED, gpointer user_data)
{
  End *end = user_data;

  end->is_in_tree = TRUE;
  net_tree_add_link (end->device->tree, end->link->number);
}

static void
announced_cb (NetSession *session G_GNUC_UNUSED, const guint8 *names, guint n_names,
              gpointer user_data)
{
  End *end = user_data;

  for (guint i = 0; i < n_names; i++)
    net_tree_note_announced (end->device->tree, end->link->number, names + i * NET_NAME_LEN,
                             end->device->crowd->now_ms);
}

static void
branch_cb (NetSession *session G_GNUC_UNUSED, const NetBranch *branch, gpointer user_data)
{
  End *end = user_data;

  net_tree_note_branch (end->device->tree, end->link->number, branch);
}

static const NetSessionEvents events = {
  .on_accepted = accepted_cb,
  .on_in_sync = in_sync_cb,
  .on_announced = announced_cb,
  .on_branch = branch_cb,
};

/* --- Frames --- */

static void
take_off (End *end, GBytes *frame)
{
  TestCrowd *self = end->device->crowd;
  End *to = get_other (end);
  guint type = *(const guint8 *) g_bytes_get_data (frame, NULL);
  gsize len = g_bytes_get_size (frame);
  Event event = { .link = end->link, .at = to == &end->link->ends[1], .frame = frame };

  self->count.n_sent += len;
  self->count.n_frames[MIN (type, 31)] += len;
  if (type == NET_FRAME_OPS || type == NET_FRAME_PUSH)
    self->count.n_ops_sent += len;
  event.due_ms = self->now_ms + end->link->latency_ms + g_rand_int_range (self->rand, 0, 5);
  event.due_ms = MAX (event.due_ms, to->last_due_ms);
  to->last_due_ms = event.due_ms;
  end->link->ref_count++;
  push_event (self, event);
}

static void
end_by_error (TestCrowd *self, Link *link, const GError *error)
{
  if (!g_error_matches (error, CEN_ERROR, CEN_ERROR_UNREACHABLE))
    assert_ok (self, error);
  end_link (self, link);
}

static void
carry_out (Device *device, const NetTreeAction *action)
{
  for (guint i = 0; i < device->ends->len; i++) {
    End *end = device->ends->pdata[i];

    if (end->link->number != action->link)
      continue;
    if (action->deed == NET_TREE_PULL)
      net_session_pull (end->session, action->ids->data, action->ids->len / NET_NAME_LEN);
    else
      net_session_send_branch (end->session, &action->branch);
  }
}

/* Says all that there is to say, as a hub does. */
static void
pump (Device *device)
{
  TestCrowd *self = device->crowd;
  g_autoptr (GArray) actions = net_tree_step (device->tree, self->now_ms);

  for (guint i = 0; i < actions->len; i++)
    carry_out (device, &g_array_index (actions, NetTreeAction, i));
  /* What one brought is there for all before anybody is asked. */
  for (guint i = 0; i < device->ends->len; i++) {
    g_autoptr (GError) error = NULL;

    net_session_settle (((End *) device->ends->pdata[i])->session, &error);
    assert_ok (self, error);
  }
  for (guint i = 0; i < device->ends->len; i++) {
    End *end = device->ends->pdata[i];

    net_session_set_sending (end->session,
                             net_tree_is_eager (device->tree, end->link->number)
                                 ? NET_SENDING_FULL
                                 : NET_SENDING_ANNOUNCED,
                             self->now_ms);
    net_session_set_patience (end->session, PATIENCE_MS);
    while (end->link->is_up) {
      g_autoptr (GError) error = NULL;
      GBytes *frame = net_session_pop (end->session, &error);

      assert_ok (self, error);
      if (frame == NULL)
        break;
      take_off (end, frame);
    }
  }
}

/* --- Meeting --- */

static void
make_link (TestCrowd *self, Device *a, Device *b)
{
  Link *link = g_new0 (Link, 1);
  gint64 spread = self->plan.latency_max_ms - self->plan.latency_min_ms + 1;

  link->ref_count = 1;
  link->number = self->next_link++;
  link->is_up = TRUE;
  link->latency_ms = self->plan.latency_min_ms + g_rand_int_range (self->rand, 0, (gint32) spread);
  for (guint i = 0; i < 2; i++) {
    End *end = &link->ends[i];

    end->link = link;
    end->device = i == 0 ? a : b;
    end->session =
        net_session_new (end->device->circle, i == 0 ? NET_SIDE_DIALLER : NET_SIDE_LISTENER,
                         link->number + 1, &events, end, self->now_ms);
    net_session_set_gathering (end->session, NET_GATHERING_TURN);
    g_ptr_array_add (end->device->ends, end);
  }
  g_ptr_array_add (self->links, link);
}

static GArray *
list_peers (TestCrowd *self, Device *device)
{
  GArray *peers = g_array_sized_new (FALSE, TRUE, sizeof (NetOverlayPeer), self->devices->len);

  for (guint i = 0; i < self->devices->len; i++) {
    Device *other = self->devices->pdata[i];
    gboolean is_up = other != device && is_linked (device, other);
    NetOverlayPeer peer = { .is_linked = is_up,
                            .is_due = other != device && can_reach (self, device, other) };

    g_array_append_val (peers, peer);
  }
  return peers;
}

/* Lets somebody go who is one too many, or whom it is time to let go. */
static void
let_go (TestCrowd *self, Device *device, guint at)
{
  for (guint i = 0; at != NET_OVERLAY_NOBODY && i < device->ends->len; i++) {
    End *end = device->ends->pdata[i];

    if (get_other (end)->device->number == at) {
      end_link (self, end->link);
      return;
    }
  }
}

static void
limit_links (TestCrowd *self, Device *device, guint newest)
{
  g_autoptr (GArray) peers = NULL;

  if (device->ends->len <= NET_OVERLAY_MAX)
    return;
  peers = list_peers (self, device);
  let_go (self, device,
          net_overlay_pick_drop (&device->overlay, (const NetOverlayPeer *) peers->data, peers->len,
                                 newest));
}

static void plan_device (Device *device);

static void
meet (TestCrowd *self, Device *device)
{
  g_autoptr (GArray) peers = NULL;
  guint at;

  if (!device->is_here || (device->ends->len >= NET_OVERLAY_WANTED &&
                           self->now_ms < net_overlay_get_deadline (&device->overlay)))
    return;
  peers = list_peers (self, device);
  let_go (self, device,
          net_overlay_reshuffle (&device->overlay, (const NetOverlayPeer *) peers->data, peers->len,
                                 self->now_ms));
  at = net_overlay_pick_dial (&device->overlay, (const NetOverlayPeer *) peers->data, peers->len);
  device->dial_ms = self->now_ms + DIAL_MS;
  if (at == NET_OVERLAY_NOBODY)
    return;
  make_link (self, device, self->devices->pdata[at]);
  plan_device (self->devices->pdata[at]);
  limit_links (self, self->devices->pdata[at], device->number);
}

/* --- Time --- */

static void
plan_device (Device *device)
{
  TestCrowd *self = device->crowd;
  gint64 due_ms = net_tree_get_deadline (device->tree);

  for (guint i = 0; i < device->ends->len; i++)
    due_ms = MIN (due_ms, net_session_get_deadline (((End *) device->ends->pdata[i])->session));
  if (device->is_here && device->ends->len < NET_OVERLAY_WANTED)
    due_ms = MIN (due_ms, device->dial_ms);
  if (device->is_here)
    due_ms = MIN (due_ms, net_overlay_get_deadline (&device->overlay));
  due_ms = MAX (due_ms, self->now_ms + 1);
  if (due_ms >= device->due_ms && device->due_ms > self->now_ms)
    return;
  device->due_ms = due_ms;
  push_event (self, (Event){ .due_ms = due_ms, .device = device });
}

static void
tick (TestCrowd *self, Device *device)
{
  for (guint i = device->ends->len; i-- > 0;) {
    End *end = i < device->ends->len ? device->ends->pdata[i] : NULL;
    g_autoptr (GError) error = NULL;

    if (end != NULL && net_session_get_deadline (end->session) <= self->now_ms &&
        !net_session_tick (end->session, self->now_ms, &error))
      end_by_error (self, end->link, error);
  }
  if (device->dial_ms <= self->now_ms)
    meet (self, device);
  pump (device);
}

static void
land (TestCrowd *self, Event *event)
{
  End *end = &event->link->ends[event->at];
  g_autoptr (GError) error = NULL;
  gsize len;
  const guint8 *bytes = g_bytes_get_data (event->frame, &len);

  if (event->link->is_up) {
    if (!net_session_receive (end->session, bytes, len, self->now_ms, &error))
      end_by_error (self, event->link, error);
    pump (end->device);
    plan_device (end->device);
  }
  unref_link (event->link);
  g_bytes_unref (event->frame);
}

void
test_crowd_run (TestCrowd *self, gint64 ms)
{
  gint64 end_ms = self->now_ms + ms;

  while (self->heap->len > 0 && g_array_index (self->heap, Event, 0).due_ms <= end_ms) {
    Event event = pop_event (self);

    self->now_ms = MAX (self->now_ms, event.due_ms);
    if (event.frame != NULL) {
      land (self, &event);
    } else if (event.device->due_ms == event.due_ms) {
      event.device->due_ms = NEVER;
      tick (self, event.device);
      plan_device (event.device);
    }
  }
  self->now_ms = end_ms;
}

/* --- What happens to them --- */

/* The bytes that the op accepted last takes in a frame. */
static gsize
measure_newest (CenCircle *circle)
{
  const CenItem *item = cen_circle_get_item (circle, circle->held.n - 1, NULL);
  g_autoptr (GBytes) op = NULL;
  g_autoptr (GBytes) payload = NULL;

  g_assert_true (cen_log_read (circle, item->no, &op, &payload, NULL));
  return g_bytes_get_size (op) + g_bytes_get_size (payload);
}

void
test_crowd_post (TestCrowd *self, guint author)
{
  Device *device = self->devices->pdata[author];
  g_autofree char *text = g_strdup_printf ("Message %u, about as long as what people write to each "
                                           "other in a circle, which is a sentence or two of no "
                                           "great weight, and at times a third one.",
                                           self->posted->len);
  Posted posted = { .posted_ms = self->now_ms, .n_here = 1, .last_ms = self->now_ms };

  g_assert (author < self->plan.n_authors);
  posted.id = test_person_post (device->person, text);
  posted.size = measure_newest (device->circle);
  g_array_append_val (self->posted, posted);
  g_hash_table_insert (self->numbers, cen_id_dup (&posted.id),
                       GUINT_TO_POINTER (self->posted->len));
  g_hash_table_insert (device->hops, GUINT_TO_POINTER (self->posted->len), GUINT_TO_POINTER (1));
  self->count.n_ops++;
  pump (device);
  plan_device (device);
}

static void
end_links_of (TestCrowd *self, Device *device)
{
  while (device->ends->len > 0)
    end_link (self, ((End *) device->ends->pdata[0])->link);
}

void
test_crowd_break_link (TestCrowd *self)
{
  if (self->links->len > 0)
    end_link (self,
              self->links->pdata[g_rand_int_range (self->rand, 0, (gint32) self->links->len)]);
}

void
test_crowd_leave (TestCrowd *self, guint number)
{
  Device *device = self->devices->pdata[number];

  device->is_here = FALSE;
  end_links_of (self, device);
}

void
test_crowd_come (TestCrowd *self, guint number)
{
  Device *device = self->devices->pdata[number];

  device->is_here = TRUE;
  plan_device (device);
}

void
test_crowd_skew (TestCrowd *self, guint number, gint64 ms)
{
  ((Device *) self->devices->pdata[number])->skew_ms = ms;
}

void
test_crowd_part (TestCrowd *self, guint n)
{
  self->n_parted = n;
  for (guint i = self->links->len; i-- > 0;) {
    Link *link = self->links->pdata[i];

    if (!can_reach (self, link->ends[0].device, link->ends[1].device))
      end_link (self, link);
  }
}

void
test_crowd_heal (TestCrowd *self)
{
  test_crowd_part (self, 0);
  for (guint i = 0; i < self->devices->len; i++)
    test_crowd_come (self, i);
}

/* --- Replicas --- */

static void
open_follower (TestCrowd *self, Device *device, const guint8 *bytes, gsize len)
{
  g_autoptr (GError) error = NULL;

  device->store = cen_store_open (":memory:", CEN_STORE_READ_WRITE, &error);
  assert_ok (self, error);
  cen_store_unpack (device->store, bytes, len, &error);
  assert_ok (self, error);
  device->circle = cen_circle_load (device->store, &device->world, 1, NULL, &error);
  assert_ok (self, error);
}

static void
close_follower (Device *device)
{
  g_clear_pointer (&device->circle, cen_circle_free);
  g_clear_pointer (&device->store, cen_store_free);
}

void
test_crowd_restart (TestCrowd *self, guint number)
{
  Device *device = self->devices->pdata[number];
  g_autoptr (GError) error = NULL;

  end_links_of (self, device);
  if (device->person != NULL) {
    cen_replica_reload (device->person->replica, &error);
    device->circle = device->person->circle = device->person->replica->circles->pdata[0];
  } else {
    cen_circle_free (device->circle);
    device->circle = cen_circle_load (device->store, &device->world, 1, NULL, &error);
  }
  assert_ok (self, error);
}

void
test_crowd_restore (TestCrowd *self, guint number)
{
  Device *device = self->devices->pdata[number];
  gsize len;
  const guint8 *bytes = g_bytes_get_data (self->base, &len);

  g_assert (device->person == NULL);
  end_links_of (self, device);
  close_follower (device);
  open_follower (self, device, bytes, len);
}

/* --- Agreeing --- */

static gboolean
is_settled (TestCrowd *self)
{
  const CenHeld *first = &((Device *) self->devices->pdata[0])->circle->held;

  for (guint i = 1; i < self->devices->len; i++) {
    if (!cen_held_equal (first, &((Device *) self->devices->pdata[i])->circle->held))
      return FALSE;
  }
  return TRUE;
}

static void
describe (TestCrowd *self)
{
  for (guint i = 0; i < self->devices->len; i++) {
    const Device *device = self->devices->pdata[i];
    NetBranch branch;
    guint n_live = 0;

    net_tree_get_branch (device->tree, &branch);
    for (guint k = 0; k < device->ends->len; k++)
      n_live += net_session_is_live (((End *) device->ends->pdata[k])->session);
    g_test_message ("%u: %" G_GUINT64_FORMAT
                    " held, %u orphans, %u links, %u live, root %" G_GINT64_MODIFIER "x at %u",
                    i, device->circle->held.n, cen_orphans_get_n (device->circle->orphans),
                    device->ends->len, n_live, branch.root, branch.distance);
  }
}

void
test_crowd_settle (TestCrowd *self, gint64 ms)
{
  gint64 end_ms = self->now_ms + ms;

  while (!is_settled (self)) {
    if (self->now_ms >= end_ms) {
      describe (self);
      fail (self, "they do not agree in time");
    }
    test_crowd_run (self, 500);
  }
}

void
test_crowd_assert_equal (TestCrowd *self)
{
  g_auto (CenState) first = { 0 };

  for (guint i = 0; i < self->devices->len; i++) {
    Device *device = self->devices->pdata[i];
    g_auto (CenState) state = { 0 };
    g_autoptr (GError) error = NULL;

    cen_state_digest (device->circle->store, &device->circle->id, i == 0 ? &first : &state, &error);
    assert_ok (self, error);
    if (i > 0 && (memcmp (first.set_digest, state.set_digest, CEN_ID_LEN) != 0 ||
                  memcmp (first.view_digest, state.view_digest, CEN_ID_LEN) != 0))
      fail (self, "two show something else");
    if (cen_orphans_get_n (device->circle->orphans) > 0)
      fail (self, "somebody waits for what nobody has");
    if (device->ends->len > 2 * NET_OVERLAY_MAX)
      fail (self, "somebody has too many links");
  }
}

/* --- Counting --- */

void
test_crowd_count (TestCrowd *self)
{
  memset (&self->count, 0, sizeof self->count);
  g_array_set_size (self->hops, 0);
  self->first = self->posted->len;
}

static int
compare_uints (gconstpointer a, gconstpointer b)
{
  guint x = *(const guint *) a, y = *(const guint *) b;

  return (x > y) - (x < y);
}

static guint
get_share (GArray *sorted, double share)
{
  return sorted->len == 0
             ? 0
             : g_array_index (sorted, guint, (guint) (share * (double) (sorted->len - 1)));
}

void
test_crowd_get_count (TestCrowd *self, TestCrowdCount *ret_count)
{
  g_autoptr (GArray) lasts = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = self->first; i < self->posted->len; i++) {
    const Posted *posted = &g_array_index (self->posted, Posted, i);
    guint last_ms = (guint) (posted->last_ms - posted->posted_ms);

    g_array_append_val (lasts, last_ms);
  }
  g_array_sort (self->hops, compare_uints);
  g_array_sort (lasts, compare_uints);
  *ret_count = self->count;
  ret_count->hops_p50 = get_share (self->hops, 0.5);
  ret_count->hops_p99 = get_share (self->hops, 0.99);
  ret_count->hops_max = get_share (self->hops, 1);
  ret_count->last_p50_ms = get_share (lasts, 0.5);
  ret_count->last_p99_ms = get_share (lasts, 0.99);
  ret_count->n_links = self->links->len;
}

/* --- All of it --- */

GRand *
test_crowd_get_rand (TestCrowd *self)
{
  return self->rand;
}

gint64
test_crowd_get_now_ms (const TestCrowd *self)
{
  return self->now_ms;
}

guint
test_crowd_get_n_devices (const TestCrowd *self)
{
  return self->devices->len;
}

static Device *
add_device (TestCrowd *self)
{
  Device *device = g_new0 (Device, 1);

  device->crowd = self;
  device->number = self->devices->len;
  device->rand = g_rand_new_with_seed (g_rand_int (self->rand));
  device->world = (CenWorld){ now_cb, monotonic_cb, random_cb, device };
  device->ends = g_ptr_array_new ();
  device->hops = g_hash_table_new (NULL, NULL);
  device->tree =
      net_tree_new (&device->world, (guint64) g_rand_int (self->rand) << 32 | device->number);
  net_tree_set_shape (device->tree, self->plan.shape);
  net_overlay_init (&device->overlay, &device->world, 0);
  device->due_ms = NEVER;
  device->is_here = TRUE;
  g_ptr_array_add (self->devices, device);
  return device;
}

static void
add_author (TestCrowd *self)
{
  Device *device = add_device (self);
  TestPerson *person = g_new0 (TestPerson, 1);
  g_autoptr (GError) error = NULL;

  device->person = person;
  person->name = g_strdup_printf ("Person %u", device->number);
  person->replica = cen_replica_open (":memory:", NULL, &device->world, &error);
  assert_ok (self, error);
  if (device->number == 0)
    test_person_found (person, "Crowd");
  else
    test_person_join (person, ((Device *) self->devices->pdata[0])->person);
}

static void
device_free (gpointer data)
{
  Device *device = data;

  if (device->person != NULL)
    test_person_free (device->person);
  else
    close_follower (device);
  net_tree_free (device->tree);
  g_hash_table_unref (device->hops);
  g_ptr_array_unref (device->ends);
  g_rand_free (device->rand);
  g_free (device);
}

TestCrowd *
test_crowd_new (guint32 seed, const TestCrowdPlan *plan)
{
  TestCrowd *self = g_new0 (TestCrowd, 1);
  g_autoptr (GError) error = NULL;
  Device *founder;
  const guint8 *bytes;
  gsize len;

  self->seed = seed;
  self->plan = *plan;
  self->rand = g_rand_new_with_seed (seed);
  self->now_ms = 1000;
  self->heap = g_array_new (FALSE, FALSE, sizeof (Event));
  self->devices = g_ptr_array_new_with_free_func (device_free);
  self->links = g_ptr_array_new ();
  self->posted = g_array_new (FALSE, FALSE, sizeof (Posted));
  self->numbers = g_hash_table_new_full (cen_id_hash, cen_id_hash_equal, g_free, NULL);
  self->hops = g_array_new (FALSE, FALSE, sizeof (guint));
  g_test_message ("seed %u", seed);
  for (guint i = 0; i < plan->n_authors; i++)
    add_author (self);
  founder = self->devices->pdata[0];
  for (guint i = 1; i < plan->n_authors; i++)
    test_person_pull (founder->person, ((Device *) self->devices->pdata[i])->person);
  for (guint i = 1; i < plan->n_authors; i++)
    test_person_pull (((Device *) self->devices->pdata[i])->person, founder->person);
  self->base = cen_store_pack (founder->person->replica->store, &error);
  assert_ok (self, error);
  bytes = g_bytes_get_data (self->base, &len);
  for (guint i = 0; i < plan->n_devices; i++) {
    Device *device = i < plan->n_authors ? self->devices->pdata[i] : add_device (self);

    if (device->person != NULL)
      device->circle = device->person->circle;
    else
      open_follower (self, device, bytes, len);
    device->dial_ms = self->now_ms + g_rand_int_range (self->rand, 1, 1000);
    plan_device (device);
  }
  return self;
}

void
test_crowd_free (TestCrowd *self)
{
  for (guint i = self->links->len; i-- > 0;)
    end_link (self, self->links->pdata[i]);
  for (guint i = 0; i < self->heap->len; i++) {
    Event *event = &g_array_index (self->heap, Event, i);

    if (event->frame != NULL) {
      unref_link (event->link);
      g_bytes_unref (event->frame);
    }
  }
  g_array_unref (self->heap);
  g_ptr_array_unref (self->links);
  g_ptr_array_unref (self->devices);
  g_hash_table_unref (self->numbers);
  g_array_unref (self->posted);
  g_array_unref (self->hops);
  g_bytes_unref (self->base);
  g_rand_free (self->rand);
  g_free (self);
}
