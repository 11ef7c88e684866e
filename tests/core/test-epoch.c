/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/epoch.h"
#include "tests/support/world.h"

#include <string.h>

#define N_BOXES 5

typedef struct {
  TestWorld *world;
  CenBoxKey own[N_BOXES];
  guint8 boxes[N_BOXES * CEN_KEY_LEN];
  CenEpochKey key;
  CenEpochKey parents[CEN_EPOCH_PARENTS_MAX];
  GBytes *payload;
} Scene;

static void
scene_clear (Scene *scene)
{
  g_clear_pointer (&scene->payload, g_bytes_unref);
  test_world_free (scene->world);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Scene, scene_clear)

static void
make_key (Scene *scene, CenEpochKey *ret_key)
{
  guint8 secret[CEN_KEY_LEN];

  scene->world->world.random (&scene->world->world, secret, sizeof secret);
  cen_epoch_key_from_bytes (ret_key, secret);
}

static void
begin (Scene *scene, guint n_parents)
{
  scene->world = test_world_new (4);
  for (guint i = 0; i < N_BOXES; i++) {
    cen_box_key_generate (&scene->own[i], &scene->world->world);
    memcpy (scene->boxes + i * CEN_KEY_LEN, scene->own[i].public_key, CEN_KEY_LEN);
  }
  make_key (scene, &scene->key);
  for (guint i = 0; i < CEN_EPOCH_PARENTS_MAX; i++)
    make_key (scene, &scene->parents[i]);
  scene->payload = cen_epoch_build (&scene->key, 7, scene->parents, n_parents, scene->boxes,
                                    N_BOXES, &scene->world->world);
}

static gboolean
parse (Scene *scene, CenEpoch *ret_epoch)
{
  gsize len;
  const guint8 *bytes = g_bytes_get_data (scene->payload, &len);

  return cen_epoch_parse (ret_epoch, bytes, len, NULL);
}

/* As a recipient does: opens its own wrap and makes all of them again. */
static gboolean
opens (const CenEpoch *epoch, const guint8 *boxes, guint n_boxes, guint index, const CenBoxKey *own,
       CenEpochKey *ret_key)
{
  return cen_epoch_open_wrap (epoch, index, own, ret_key) &&
         cen_epoch_wraps_are_right (epoch, ret_key, boxes, n_boxes);
}

static gboolean
is_of (const CenEpochKey *key, const CenEpoch *epoch)
{
  guint8 sender[CEN_KEY_LEN];

  cen_epoch_key_get_sender (key, sender);
  return memcmp (sender, epoch->sender, CEN_KEY_LEN) == 0;
}

static void
test_round_trip (void)
{
  for (guint n = 0; n <= CEN_EPOCH_PARENTS_MAX; n++) {
    g_auto (Scene) scene = { 0 };
    CenEpochKey key, parents[CEN_EPOCH_PARENTS_MAX];
    CenEpoch epoch;

    begin (&scene, n);
    g_assert_true (parse (&scene, &epoch));
    g_assert_cmpuint (epoch.n, ==, 8);
    g_assert_cmpuint (epoch.n_parents, ==, n);
    g_assert_cmpuint (epoch.n_wraps, ==, N_BOXES);
    for (guint i = 0; i < N_BOXES; i++) {
      memset (&key, 0, sizeof key);
      g_assert_true (opens (&epoch, scene.boxes, N_BOXES, i, &scene.own[i], &key));
      g_assert_cmpmem (&key, sizeof key, &scene.key, sizeof scene.key);
    }
    g_assert_true (is_of (&key, &epoch));
    g_assert_true (cen_epoch_open_chain (&epoch, &key, parents));
    g_assert_cmpmem (parents, n * sizeof parents[0], scene.parents, n * sizeof parents[0]);
    g_assert_false (is_of (&scene.parents[0], &epoch));
    g_assert_false (cen_epoch_open_chain (&epoch, &scene.parents[0], parents));
  }
}

/* One wrong wrap makes it unusable for all, not only for the one it was for. */
static void
test_one_wrong_wrap (void)
{
  for (guint wrong = 0; wrong < N_BOXES; wrong++) {
    g_auto (Scene) scene = { 0 };
    CenEpoch epoch;
    CenEpochKey key;

    begin (&scene, 1);
    g_assert_true (parse (&scene, &epoch));
    ((guint8 *) epoch.wraps)[wrong * CEN_WRAP_LEN + 20] ^= 1;
    for (guint i = 0; i < N_BOXES; i++)
      g_assert_false (opens (&epoch, scene.boxes, N_BOXES, i, &scene.own[i], &key));
  }
}

static void
test_wrong_sender (void)
{
  g_auto (Scene) scene = { 0 };
  CenEpoch epoch;
  CenEpochKey key;

  begin (&scene, 0);
  g_assert_true (parse (&scene, &epoch));
  epoch.sender[4] ^= 1;
  g_assert_false (opens (&epoch, scene.boxes, N_BOXES, 0, &scene.own[0], &key));
  g_assert_false (is_of (&scene.key, &epoch));
}

/* For others than the recipients: no key; for a wrong list of recipients neither. */
static void
test_not_for_us (void)
{
  g_auto (Scene) scene = { 0 };
  CenBoxKey stranger;
  CenEpoch epoch;
  CenEpochKey key;
  guint8 swapped[N_BOXES * CEN_KEY_LEN];

  begin (&scene, 0);
  g_assert_true (parse (&scene, &epoch));
  cen_box_key_generate (&stranger, &scene.world->world);
  g_assert_false (opens (&epoch, scene.boxes, N_BOXES, 0, &stranger, &key));
  g_assert_false (opens (&epoch, scene.boxes, N_BOXES, 1, &scene.own[0], &key));
  g_assert_false (opens (&epoch, scene.boxes, N_BOXES, N_BOXES, &scene.own[0], &key));
  g_assert_false (opens (&epoch, scene.boxes, N_BOXES - 1, 0, &scene.own[0], &key));
  memcpy (swapped, scene.boxes, sizeof swapped);
  memcpy (swapped + 3 * CEN_KEY_LEN, scene.boxes + 4 * CEN_KEY_LEN, CEN_KEY_LEN);
  memcpy (swapped + 4 * CEN_KEY_LEN, scene.boxes + 3 * CEN_KEY_LEN, CEN_KEY_LEN);
  g_assert_false (opens (&epoch, swapped, N_BOXES, 0, &scene.own[0], &key));
}

static void
test_wrong_chain (void)
{
  g_auto (Scene) scene = { 0 };
  CenEpochKey parents[CEN_EPOCH_PARENTS_MAX];
  CenEpoch epoch;

  begin (&scene, 2);
  g_assert_true (parse (&scene, &epoch));
  ((guint8 *) epoch.chain)[5] ^= 1;
  g_assert_false (cen_epoch_open_chain (&epoch, &scene.key, parents));
  ((guint8 *) epoch.chain)[5] ^= 1;
  epoch.parents[1][0] ^= 1; /* keys that are not the parents' */
  g_assert_false (cen_epoch_open_chain (&epoch, &scene.key, parents));
}

static void
test_cut (void)
{
  g_auto (Scene) scene = { 0 };
  CenEpoch epoch;
  gsize len;
  const guint8 *bytes;

  begin (&scene, 2);
  bytes = g_bytes_get_data (scene.payload, &len);
  for (gsize i = 0; i < len; i++) {
    g_autoptr (GError) error = NULL;

    g_assert_false (cen_epoch_parse (&epoch, bytes, i, &error));
    g_assert_error (error, CEN_ERROR, CEN_ERROR_INVALID);
  }
}

static void
test_most_devices (void)
{
  g_auto (Scene) scene = { 0 };
  g_autofree guint8 *boxes = g_malloc (CEN_DEVICES_MAX * CEN_KEY_LEN);
  g_autoptr (GBytes) payload = NULL;
  CenEpochKey key;
  CenEpoch epoch;

  begin (&scene, 0);
  for (guint i = 0; i < CEN_DEVICES_MAX; i++)
    memcpy (boxes + i * CEN_KEY_LEN, scene.boxes + i % N_BOXES * CEN_KEY_LEN, CEN_KEY_LEN);
  payload = cen_epoch_build (&scene.key, 0, scene.parents, CEN_EPOCH_PARENTS_MAX, boxes,
                             CEN_DEVICES_MAX, &scene.world->world);
  g_assert_cmpuint (g_bytes_get_size (payload), <=, CEN_PAYLOAD_MAX);
  g_assert_true (
      cen_epoch_parse (&epoch, g_bytes_get_data (payload, NULL), g_bytes_get_size (payload), NULL));
  g_assert_true (opens (&epoch, boxes, CEN_DEVICES_MAX, 511, &scene.own[511 % N_BOXES], &key));
}

static void
test_wrap (void)
{
  g_auto (Scene) scene = { 0 };
  const guint8 zero[CEN_KEY_LEN] = { 0 };
  CenKeyWrap wrap;
  CenEpochKey key;

  begin (&scene, 0);
  g_assert_true (cen_key_wrap_seal (&wrap, &scene.key, scene.boxes, &scene.world->world));
  g_assert_true (cen_key_wrap_open (&wrap, &scene.own[0], &key));
  g_assert_cmpmem (&key, sizeof key, &scene.key, sizeof scene.key);
  g_assert_false (cen_key_wrap_open (&wrap, &scene.own[1], &key));
  wrap.key_id[0] ^= 1;
  g_assert_false (cen_key_wrap_open (&wrap, &scene.own[0], &key));
  wrap.key_id[0] ^= 1;
  wrap.wrap[0] ^= 1;
  g_assert_false (cen_key_wrap_open (&wrap, &scene.own[0], &key));
  g_assert_false (cen_key_wrap_seal (&wrap, &scene.key, zero, &scene.world->world));
}

static void
test_introduction (void)
{
  g_auto (Scene) scene = { 0 };
  CenBoxKey one, again, other;

  begin (&scene, 0);
  cen_epoch_key_get_introduction (&scene.key, &one);
  cen_epoch_key_get_introduction (&scene.key, &again);
  cen_epoch_key_get_introduction (&scene.parents[0], &other);
  g_assert_cmpmem (&one, sizeof one, &again, sizeof again);
  g_assert_cmpint (memcmp (&one, &other, sizeof one), !=, 0);
}

int
main (int argc, char **argv)
{
  cen_crypto_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/epoch/round-trip", test_round_trip);
  g_test_add_func ("/epoch/one-wrong-wrap", test_one_wrong_wrap);
  g_test_add_func ("/epoch/wrong-sender", test_wrong_sender);
  g_test_add_func ("/epoch/not-for-us", test_not_for_us);
  g_test_add_func ("/epoch/wrong-chain", test_wrong_chain);
  g_test_add_func ("/epoch/cut", test_cut);
  g_test_add_func ("/epoch/most-devices", test_most_devices);
  g_test_add_func ("/epoch/wrap", test_wrap);
  g_test_add_func ("/epoch/introduction", test_introduction);
  return g_test_run ();
}
