/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A device link over real sockets, where something ends between the sponsor's answer and the
 * DEVICE_ADD: each node is turned by itself, so that it ends just there. */

#include "app/control/system-world.h"
#include "core/queries.h"
#include "core/sponsor.h"
#include "net/node.h"

#define DEADLINE_MS 20000
#define TURN_MS     1
#define WAIT_MS     15000
#define HANDSHAKES  1000

typedef struct {
  CenReplica *replica;
  NetNode *node; /* NULL while it is away */
  gboolean is_over;
  CenCircle *circle;
  GError *error;
} Home;

typedef gboolean (*Condition) (void);

static Home desk, lap;

static void
changed_cb (NetNode *node G_GNUC_UNUSED, const CenId *circle G_GNUC_UNUSED,
            CenChanges changes G_GNUC_UNUSED, gboolean is_status_changed G_GNUC_UNUSED,
            gpointer user_data G_GNUC_UNUSED)
{
}

static void
arrive (Home *home)
{
  static const NetNodeEvents events = { .on_changed = changed_cb };
  g_autoptr (GPtrArray) listen = g_ptr_array_new ();
  NetNodeOptions options = { .listen = listen, .handshakes_per_minute = HANDSHAKES };
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (listen, (gpointer) "tcp://127.0.0.1:0");
  home->node = net_node_new (home->replica, &options, &events, home, &error);
  g_assert_no_error (error);
}

static void
go (Home *home)
{
  g_clear_pointer (&home->node, net_node_free);
}

static void
set_up (void)
{
  CenCircleOptions options = { .name = "Analysis", .as = "Ana" };
  g_autoptr (GError) error = NULL;
  Home *homes[] = { &desk, &lap };

  for (guint i = 0; i < G_N_ELEMENTS (homes); i++) {
    *homes[i] = (Home){ NULL };
    homes[i]->replica = cen_replica_open (":memory:", NULL, cenacle_system_world_get (), &error);
    g_assert_no_error (error);
    arrive (homes[i]);
  }
  desk.circle = cen_replica_create_circle (desk.replica, &options, &error);
  g_assert_no_error (error);
  net_node_add_circle (desk.node, desk.circle, &error);
  g_assert_no_error (error);
}

static void
tear_down (void)
{
  go (&desk);
  go (&lap);
  g_clear_error (&lap.error);
  cen_replica_free (desk.replica);
  cen_replica_free (lap.replica);
}

static void
turn (void)
{
  if (desk.node != NULL)
    net_node_run_once (desk.node, TURN_MS);
  if (lap.node != NULL)
    net_node_run_once (lap.node, TURN_MS);
}

static void
turn_until (Condition condition)
{
  const CenWorld *world = cenacle_system_world_get ();
  gint64 deadline = world->monotonic_ms (world) + DEADLINE_MS;

  while (!condition ()) {
    g_assert_cmpint (world->monotonic_ms (world), <, deadline);
    turn ();
  }
}

static void
over_cb (const NetPreviewFound *found G_GNUC_UNUSED, CenCircle *circle, const GError *error,
         gpointer user_data)
{
  Home *home = user_data;

  home->is_over = TRUE;
  home->circle = circle;
  home->error = error != NULL ? g_error_copy (error) : NULL;
}

/* The laptop begins with a fresh link of the desk. */
static void
begin (void)
{
  CenDeviceLink link = { .circle = desk.circle->id };
  const CenWorld *world = cenacle_system_world_get ();
  g_autoptr (GError) error = NULL;

  link.expires_ms = world->now_ms (world) + CEN_DEVICE_LINK_MS;
  cen_sponsor_create_link (desk.replica->secrets, desk.circle, link.expires_ms, link.seed, &error);
  g_assert_no_error (error);
  net_node_fill_device_link (desk.node, &link, NULL);
  g_clear_error (&lap.error);
  lap.is_over = FALSE;
  net_node_add_device (lap.node, &link, WAIT_MS, over_cb, &lap, &error);
  g_assert_no_error (error);
}

static gboolean
is_answered (void)
{
  return lap.replica->circles->len > 0;
}

static gboolean
is_over (void)
{
  return lap.is_over;
}

static void
assert_in (void)
{
  const CenDevice *device;

  turn_until (is_over);
  g_assert_no_error (lap.error);
  device = cen_circle_find_device (desk.circle, &lap.circle->self_device);
  g_assert_nonnull (device);
  g_assert_true (cen_circle_device_is_effective (desk.circle, device));
  g_assert_cmpuint (lap.circle->n_ops, ==, desk.circle->n_ops);
}

/* What the laptop says of the circle. */
static gboolean
says_inside (void)
{
  NetStatus *status = net_node_get_status (lap.node, &desk.circle->id);
  gboolean is_inside = status->is_inside;

  net_status_free (status);
  return is_inside;
}

/* Both end just when the laptop has its keys, and its DEVICE_ADD is on the way. */
static void
test_lost_between (void)
{
  set_up ();
  begin ();
  turn_until (is_answered);
  go (&desk);
  go (&lap);
  g_assert_cmpuint (lap.replica->circles->len, ==, 1);
  g_assert_cmpuint (((CenCircle *) lap.replica->circles->pdata[0])->n_ops, ==, 1);
  arrive (&desk);
  arrive (&lap);
  g_assert_false (says_inside ());
  begin ();
  assert_in ();
  g_assert_true (says_inside ());
  g_assert_cmpuint (lap.replica->circles->len, ==, 1);
  tear_down ();
}

/* The desk will not have it after all, as though its link had gone to another device. */
static void
test_refused_between (void)
{
  set_up ();
  begin ();
  turn_until (is_answered);
  g_array_index (desk.circle->keys->links, CenLinkSecret, 0).device.bytes[0] ^= 1;
  turn_until (is_over);
  g_assert_error (lap.error, CEN_ERROR, CEN_ERROR_REFUSED);
  g_assert_cmpuint (lap.replica->circles->len, ==, 0);
  g_assert_null (cen_secrets_get (lap.replica->secrets, &desk.circle->id));
  g_assert_null (cen_query_circle (lap.replica->store, &desk.circle->id, NULL));
  /* And it comes in by the next link. */
  begin ();
  assert_in ();
  tear_down ();
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  cen_crypto_init ();
  g_test_add_func ("/node-device/lost-between", test_lost_between);
  g_test_add_func ("/node-device/refused-between", test_refused_between);
  return g_test_run ();
}
