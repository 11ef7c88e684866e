/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Whom a hub names in beacons, and what it makes of those it hears. */

#include "core/author-members.h"
#include "core/author.h"
#include "core/sponsor.h"
#include "net/hub-lan.h"
#include "net/hub.h"
#include "tests/support/people.h"

#include <string.h>

#define PORT 4000

typedef struct {
  TestWorld *world;
  TestPerson *ana, *bo, *cleo;
  NetHub *hubs[3];
} Scene;

static void
changed_cb (NetHub *hub G_GNUC_UNUSED, gboolean is_status_changed G_GNUC_UNUSED,
            gpointer user_data G_GNUC_UNUSED)
{
}

/* Hubs that are only spoken with have no link. */
static NetHub *
make_hub (TestPerson *person)
{
  static const NetHubEvents events = { .on_changed = changed_cb };
  NetHub *hub = net_hub_new (person->circle, person->replica->secrets, NULL, &events, NULL);
  NetHubBound *bound = g_new0 (NetHubBound, 1);

  *bound = (NetHubBound){ g_strdup ("[::]"), PORT };
  g_ptr_array_add (hub->bound, bound);
  return hub;
}

static Scene
set_up (void)
{
  Scene scene = { .world = test_world_new (11) };

  scene.ana = test_person_new (scene.world, "Ana");
  scene.bo = test_person_new (scene.world, "Bo");
  scene.cleo = test_person_new (scene.world, "Cléo");
  test_person_found (scene.ana, "Analysis");
  test_person_join (scene.bo, scene.ana);
  test_person_join (scene.cleo, scene.ana);
  test_person_pull (scene.bo, scene.ana);
  scene.hubs[0] = make_hub (scene.ana);
  scene.hubs[1] = make_hub (scene.bo);
  scene.hubs[2] = make_hub (scene.cleo);
  return scene;
}

static void
tear_down (Scene *scene)
{
  for (guint i = 0; i < G_N_ELEMENTS (scene->hubs); i++)
    net_hub_free (scene->hubs[i]);
  test_person_free (scene->ana);
  test_person_free (scene->bo);
  test_person_free (scene->cleo);
  test_world_free (scene->world);
}

/* What @to finds in what @from says, as numbers of each topic. */
typedef struct {
  guint n_said;
  guint n_devices;
  guint n_invites;
  guint n_epochs;
} Heard;

static Heard
say_to (NetHub *from, NetHub *to)
{
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (NetBeaconKey));
  g_autoptr (GArray) entries = g_array_new (FALSE, FALSE, sizeof (NetBeaconEntry));
  g_autoptr (GArray) looked_for = g_array_new (FALSE, FALSE, sizeof (NetBeaconKey));
  g_autoptr (GArray) owners = g_array_new (FALSE, FALSE, sizeof (NetLanOwner));
  g_autoptr (GArray) found = NULL;
  NetInterface interface = { .name = "eth0", .index = 2 };
  guint8 beacon[NET_BEACON_LEN];
  Heard heard = { 0 };

  g_assert_true (net_ip_parse (&interface.ip, "10.0.0.1"));
  net_hub_lan_say (from, &interface, keys, entries);
  net_hub_lan_look_for (to, looked_for, owners);
  g_assert_cmpuint (keys->len, ==, entries->len);
  g_assert_cmpuint (looked_for->len, ==, owners->len);
  heard.n_said = keys->len;
  net_beacon_build (beacon, &interface.ip, (NetBeaconKey *) (gpointer) keys->data,
                    (NetBeaconEntry *) (gpointer) entries->data, keys->len, from->world);
  found = net_beacon_read (beacon, sizeof beacon, &interface.ip,
                           (NetBeaconKey *) (gpointer) looked_for->data, looked_for->len);
  for (guint i = 0; i < found->len; i++) {
    const NetBeaconFound *one = &g_array_index (found, NetBeaconFound, i);
    const NetLanOwner *owner = &g_array_index (owners, NetLanOwner, one->key);

    g_assert_cmpuint (one->entry.port, ==, PORT);
    heard.n_devices += owner->topic == NET_LAN_DEVICE;
    heard.n_invites += owner->topic == NET_LAN_INVITE;
    heard.n_epochs += owner->topic == NET_LAN_EPOCH;
    net_hub_lan_hear (owner, &one->entry, "10.0.0.1");
  }
  return heard;
}

static NetHubPeer *
find_peer (NetHub *of, NetHub *whom)
{
  return net_hub_find_peer (of, whom->circle->keys->curve.public_key);
}

static void
test_members_find_each_other (void)
{
  Scene scene = set_up ();
  Heard heard = say_to (scene.hubs[0], scene.hubs[1]);
  NetHubPeer *peer = find_peer (scene.hubs[1], scene.hubs[0]);

  /* Two devices, and the key by which one may be introduced; the invites are used up. */
  g_assert_cmpuint (heard.n_said, ==, 3);
  g_assert_cmpuint (heard.n_devices, ==, 1);
  g_assert_cmpuint (heard.n_epochs, ==, 1);
  g_assert_cmpuint (heard.n_invites, ==, 0);
  g_assert_cmpstr (peer->addresses->pdata[0], ==, "tcp://10.0.0.1:4000");
  g_assert_cmpint (peer->dial_ms, <=, scene.world->monotonic_ms);
  g_assert_false (peer->is_stranger);
  tear_down (&scene);
}

static void
test_one_who_does_not_listen_there_is_silent (void)
{
  Scene scene = set_up ();
  NetHubBound *bound = scene.hubs[0]->bound->pdata[0];

  g_free (bound->host);
  bound->host = g_strdup ("127.0.0.1");
  g_assert_cmpuint (say_to (scene.hubs[0], scene.hubs[1]).n_said, ==, 0);
  scene.hubs[1]->is_online = FALSE;
  g_assert_cmpuint (say_to (scene.hubs[1], scene.hubs[0]).n_said, ==, 0);
  tear_down (&scene);
}

static void
test_live_invites_are_named (void)
{
  Scene scene = set_up ();
  g_autoptr (GError) error = NULL;
  guint8 seed[CEN_KEY_LEN];
  CenId invite;

  g_assert_true (
      cen_author_invite (scene.ana->circle, CEN_ROLE_MEMBER, 1, 0, seed, &invite, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (say_to (scene.hubs[0], scene.hubs[1]).n_said, ==, 4);
  g_assert_true (cen_author_revoke_invite (scene.ana->circle, &invite, &error));
  g_assert_cmpuint (say_to (scene.hubs[0], scene.hubs[1]).n_said, ==, 3);
  tear_down (&scene);
}

/* A link that makes a device is named by the device that made it alone, as long as it holds. */
static void
test_device_links_are_named_by_who_made_them (void)
{
  Scene scene = set_up ();
  g_autoptr (GError) error = NULL;
  NetInterface interface = { .name = "eth0", .index = 2 };
  CenDeviceLinkKeys link;
  guint8 seed[CEN_KEY_LEN];
  guint n_found = 0;

  g_assert_true (net_ip_parse (&interface.ip, "10.0.0.1"));
  g_assert_true (
      cen_sponsor_create_link (scene.ana->replica->secrets, scene.ana->circle,
                               scene.ana->circle->world->now_ms (scene.ana->circle->world) +
                                   CEN_DEVICE_LINK_MS,
                               seed, &error));
  g_assert_no_error (error);
  cen_device_link_keys_from_seed (&link, seed);
  for (guint i = 0; i < G_N_ELEMENTS (scene.hubs); i++) {
    g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (NetBeaconKey));
    g_autoptr (GArray) entries = g_array_new (FALSE, FALSE, sizeof (NetBeaconEntry));

    net_hub_lan_say (scene.hubs[i], &interface, keys, entries);
    for (guint k = 0; k < keys->len; k++) {
      const NetBeaconEntry *entry = &g_array_index (entries, NetBeaconEntry, k);

      if (memcmp (g_array_index (keys, NetBeaconKey, k).key, link.discovery, CEN_KEY_LEN) != 0)
        continue;
      g_assert_cmpuint (i, ==, 0);
      g_assert_cmpmem (entry->curve, CEN_KEY_LEN, scene.ana->circle->keys->curve.public_key,
                       CEN_KEY_LEN);
      n_found++;
    }
  }
  g_assert_cmpuint (n_found, ==, 1);
  g_assert_cmpuint (say_to (scene.hubs[0], scene.hubs[1]).n_said, ==, 4);
  test_world_advance (scene.world, CEN_DEVICE_LINK_MS);
  g_assert_cmpuint (say_to (scene.hubs[0], scene.hubs[1]).n_said, ==, 3);
  cen_device_link_keys_clear (&link);
  tear_down (&scene);
}

/* Somebody who asks by it is answered, and not dialled. */
static void
test_who_holds_a_device_link_is_answered (void)
{
  Scene scene = set_up ();
  const NetLanOwner owner = { .hub = scene.hubs[0], .topic = NET_LAN_LINK };
  guint before = scene.hubs[0]->peers->len;
  NetBeaconEntry entry = { .port = 0, .curve = { 7 } };

  g_assert_true (net_hub_lan_hear (&owner, &entry, "10.0.0.1"));
  entry.port = PORT;
  g_assert_false (net_hub_lan_hear (&owner, &entry, "10.0.0.1"));
  g_assert_cmpuint (scene.hubs[0]->peers->len, ==, before);
  tear_down (&scene);
}

/* Who was removed finds nothing in the beacons of those who know, also before there is a new key.
 */
static void
test_removed_members_get_no_slot (void)
{
  Scene scene = set_up ();
  g_autoptr (GError) error = NULL;
  Heard heard;

  g_assert_true (cen_author_revoke (scene.ana->circle, &scene.cleo->circle->self_member, NULL, 0,
                                    NULL, &error));
  g_assert_no_error (error);
  net_hub_refresh (scene.hubs[0]);
  heard = say_to (scene.hubs[0], scene.hubs[2]);
  g_assert_cmpuint (heard.n_devices + heard.n_epochs, ==, 0);
  /* Bo, and the new key. */
  g_assert_cmpuint (heard.n_said, ==, 2);
  g_assert_cmpuint (say_to (scene.hubs[0], scene.hubs[1]).n_devices, ==, 1);
  /* And what they say themself is said to nobody there. */
  g_assert_cmpuint (say_to (scene.hubs[2], scene.hubs[0]).n_devices, ==, 0);
  tear_down (&scene);
}

/* Bo has not heard of Cléo: her beacon names him, and he knows her by the circle's key alone. */
static void
test_strangers_by_the_epochs_key (void)
{
  Scene scene = set_up ();
  TestPerson *dan = test_person_new (scene.world, "Dan");
  NetHubPeer *peer;
  NetHub *hub;
  Heard heard;

  test_person_join (dan, scene.ana);
  hub = make_hub (dan);
  heard = say_to (hub, scene.hubs[1]);
  peer = find_peer (scene.hubs[1], hub);
  g_assert_cmpuint (heard.n_devices, ==, 0);
  g_assert_cmpuint (heard.n_epochs, ==, 1);
  g_assert_nonnull (peer);
  g_assert_true (peer->is_stranger);
  g_assert_false (net_hub_peer_is_trusted (scene.hubs[1], peer));
  g_assert_cmpint (peer->dial_ms, ==, scene.world->monotonic_ms + NET_STRANGER_DELAY_MS);
  /* Once known, one like the others. */
  test_person_pull (scene.bo, scene.ana);
  net_hub_refresh (scene.hubs[1]);
  g_assert_false (peer->is_stranger);
  g_assert_true (net_hub_peer_is_trusted (scene.hubs[1], peer));
  net_hub_free (hub);
  test_person_free (dan);
  tear_down (&scene);
}

/* A member may make up any number of them. */
static void
test_strangers_are_few (void)
{
  Scene scene = set_up ();
  const NetLanOwner owner = { .hub = scene.hubs[0], .topic = NET_LAN_EPOCH };
  guint before = scene.hubs[0]->peers->len;

  for (guint i = 0; i < 5 * NET_STRANGERS_MAX; i++) {
    NetBeaconEntry entry = { .port = PORT };

    memset (entry.curve, (int) i + 1, CEN_KEY_LEN);
    g_assert_true (net_hub_lan_hear (&owner, &entry, "10.0.0.1"));
  }
  g_assert_cmpuint (scene.hubs[0]->peers->len, ==, before + NET_STRANGERS_MAX);
  tear_down (&scene);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  cen_crypto_init ();
  g_test_add_func ("/hub-lan/members-find-each-other", test_members_find_each_other);
  g_test_add_func ("/hub-lan/one-who-does-not-listen-there-is-silent",
                   test_one_who_does_not_listen_there_is_silent);
  g_test_add_func ("/hub-lan/live-invites-are-named", test_live_invites_are_named);
  g_test_add_func ("/hub-lan/device-links-are-named-by-who-made-them",
                   test_device_links_are_named_by_who_made_them);
  g_test_add_func ("/hub-lan/who-holds-a-device-link-is-answered",
                   test_who_holds_a_device_link_is_answered);
  g_test_add_func ("/hub-lan/removed-members-get-no-slot", test_removed_members_get_no_slot);
  g_test_add_func ("/hub-lan/strangers-by-the-epochs-key", test_strangers_by_the_epochs_key);
  g_test_add_func ("/hub-lan/strangers-are-few", test_strangers_are_few);
  return g_test_run ();
}
