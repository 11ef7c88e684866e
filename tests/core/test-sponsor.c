/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One person with a desk and a laptop, which a link of the desk brings into the circle; and those
 * who would like the link to open more than that. */

#include "core/joining.h"
#include "tests/support/people.h"

#include <string.h>

typedef struct {
  TestWorld *world;
  TestPerson *ana; /* the founder's desk */
  TestPerson *lap;
  TestPerson *bo;
} Scene;

static void
scene_init (Scene *scene)
{
  scene->world = test_world_new (9);
  scene->ana = test_person_new (scene->world, "Ana");
  scene->lap = test_person_new (scene->world, "Ana's laptop");
  scene->bo = test_person_new (scene->world, "Bo");
  test_person_found (scene->ana, "Analysis");
  test_person_join (scene->bo, scene->ana);
  test_person_pull (scene->ana, scene->bo);
}

static void
scene_clear (Scene *scene)
{
  test_person_free (scene->ana);
  test_person_free (scene->lap);
  test_person_free (scene->bo);
  test_world_free (scene->world);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Scene, scene_clear)

static CenDeviceLink
make_link (TestPerson *sponsor)
{
  CenDeviceLink link = { .circle = sponsor->circle->id };
  g_autoptr (GError) error = NULL;

  link.expires_ms = sponsor->circle->world->now_ms (sponsor->circle->world) + CEN_DEVICE_LINK_MS;
  cen_sponsor_create_link (sponsor->replica->secrets, sponsor->circle, link.expires_ms, link.seed,
                           &error);
  g_assert_no_error (error);
  return link;
}

static CenDeviceRequest *
begin (TestPerson *person, const CenDeviceLink *link)
{
  g_autoptr (GError) error = NULL;
  CenDeviceRequest *request = cen_replica_begin_device (person->replica, link, &error);

  g_assert_no_error (error);
  return request;
}

static gboolean
ask (TestPerson *sponsor, const CenDeviceRequest *request, CenDeviceAnswer *ret_answer,
     GError **error)
{
  return cen_sponsor_answer (sponsor->replica->secrets, sponsor->circle,
                             request->link_keys.curve.public_key, &request->claim, ret_answer,
                             error);
}

static gboolean
hand_over (TestPerson *sponsor, const CenDeviceRequest *request, GError **error)
{
  return cen_sponsor_take (sponsor->replica->secrets, sponsor->circle,
                           request->link_keys.curve.public_key, request->add, request->add_payload,
                           error);
}

static void
finish (TestPerson *person, CenDeviceRequest *request, const CenDeviceAnswer *answer)
{
  g_autoptr (GError) error = NULL;

  person->circle = cen_replica_finish_device (person->replica, request, answer, &error);
  g_assert_no_error (error);
}

static gboolean
is_in (TestPerson *person, const CenId *device)
{
  const CenDevice *found = cen_circle_find_device (person->circle, device);

  return found != NULL && cen_circle_device_is_effective (person->circle, found);
}

static void
assert_refused (TestPerson *sponsor, const CenDeviceRequest *request, CenError code)
{
  g_auto (CenDeviceAnswer) answer = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_false (ask (sponsor, request, &answer, &error));
  g_assert_error (error, CEN_ERROR, (int) code);
}

/* A request that waits at a relay is had again with the same keys, by its own link alone, until the
 * device is in. */
static void
test_kept (void)
{
  g_auto (Scene) scene = { 0 };
  g_autoptr (GPtrArray) links = NULL;
  g_autoptr (GPtrArray) left = NULL;
  g_autoptr (CenDeviceRequest) request = NULL;
  g_autoptr (CenDeviceRequest) again = NULL;
  g_auto (CenDeviceAnswer) answer = { 0 };
  g_autoptr (GError) error = NULL;
  CenDeviceLink link, other;

  scene_init (&scene);
  link = make_link (scene.ana);
  other = make_link (scene.ana);
  request = begin (scene.lap, &link);
  cen_joining_keep_device (scene.lap->replica, request, &error);
  g_assert_no_error (error);
  g_assert_null (cen_joining_find_device (scene.lap->replica, &other));
  cen_joining_forget_device (scene.lap->replica, &other);
  links = cen_joining_list_devices (scene.lap->replica);
  g_assert_cmpuint (links->len, ==, 1);
  again = cen_joining_find_device (scene.lap->replica, links->pdata[0]);
  g_assert_cmpmem (&again->claim, sizeof again->claim, &request->claim, sizeof request->claim);
  g_assert_true (ask (scene.ana, again, &answer, &error));
  finish (scene.lap, again, &answer);
  left = cen_joining_list_devices (scene.lap->replica);
  g_assert_cmpuint (left->len, ==, 0);
  cen_joining_forget_device (scene.lap->replica, &link);
  g_assert_nonnull (cen_secrets_get (scene.lap->replica->secrets, &link.circle));
}

static void
test_kept_refused (void)
{
  g_auto (Scene) scene = { 0 };
  g_autoptr (CenDeviceRequest) request = NULL;
  g_autoptr (GPtrArray) left = NULL;
  g_autoptr (GError) error = NULL;
  CenDeviceLink link;

  scene_init (&scene);
  link = make_link (scene.ana);
  request = begin (scene.lap, &link);
  cen_joining_keep_device (scene.lap->replica, request, &error);
  g_assert_no_error (error);
  cen_joining_forget_device (scene.lap->replica, &link);
  g_assert_null (cen_secrets_get (scene.lap->replica->secrets, &link.circle));
  left = cen_joining_list_devices (scene.lap->replica);
  g_assert_cmpuint (left->len, ==, 0);
}

static void
test_link (void)
{
  g_auto (Scene) scene = { 0 };
  g_auto (CenDeviceAnswer) answer = { 0 };
  g_autoptr (CenDeviceRequest) request = NULL;
  g_autoptr (CenDeviceRequest) again = NULL;
  g_autoptr (GError) error = NULL;
  CenDeviceLink link;

  scene_init (&scene);
  link = make_link (scene.ana);
  request = begin (scene.lap, &link);
  g_assert_true (cen_sponsor_knows (scene.ana->circle, request->link_keys.curve.public_key));
  g_assert_true (ask (scene.ana, request, &answer, &error));
  finish (scene.lap, request, &answer);
  g_assert_true (cen_id_equal (&scene.lap->circle->self_member, &scene.ana->circle->self_member));
  g_assert_false (cen_id_equal (&scene.lap->circle->self_device, &scene.ana->circle->self_device));
  g_assert_true (hand_over (scene.ana, request, &error));
  g_assert_no_error (error);
  g_assert_true (is_in (scene.ana, &request->claim.device));

  /* Both write as Ana, and everybody sees it so. */
  test_person_pull (scene.lap, scene.ana);
  g_assert_true (is_in (scene.lap, &request->claim.device));
  test_person_post (scene.lap, "From the train");
  test_person_pull (scene.ana, scene.lap);
  test_person_pull (scene.bo, scene.ana);
  g_assert_true (is_in (scene.bo, &request->claim.device));
  test_assert_same_state (scene.ana, scene.lap);
  test_assert_same_state (scene.ana, scene.bo);

  /* It was good once. */
  g_assert_false (cen_sponsor_knows (scene.ana->circle, request->link_keys.curve.public_key));
  assert_refused (scene.ana, request, CEN_ERROR_NOT_FOUND);
  g_assert_false (hand_over (scene.ana, request, &error));
  g_assert_error (error, CEN_ERROR, CEN_ERROR_NOT_FOUND);
  g_clear_error (&error);
  again = cen_replica_begin_device (scene.lap->replica, &link, &error);
  g_assert_null (again);
  g_assert_error (error, CEN_ERROR, CEN_ERROR_REFUSED);
}

/* Whoever opens the link first is the one it adds; their own request may be repeated, so that a
 * lost answer loses nothing, and their DEVICE_ADD too. */
static void
test_lost_answers (void)
{
  g_auto (Scene) scene = { 0 };
  g_auto (CenDeviceAnswer) lost = { 0 };
  g_auto (CenDeviceAnswer) answer = { 0 };
  g_autoptr (TestPerson) other = NULL;
  g_autoptr (CenDeviceRequest) request = NULL;
  g_autoptr (CenDeviceRequest) late = NULL;
  g_autoptr (GError) error = NULL;
  CenDeviceLink link;

  scene_init (&scene);
  other = test_person_new (scene.world, "Another");
  link = make_link (scene.ana);
  request = begin (scene.lap, &link);
  late = begin (other, &link);
  g_assert_true (ask (scene.ana, request, &lost, &error));
  assert_refused (scene.ana, late, CEN_ERROR_BUSY);
  test_person_post (scene.ana, "Meanwhile");
  g_assert_true (ask (scene.ana, request, &answer, &error));
  finish (scene.lap, request, &answer);
  /* What the other makes of the answer is worth nothing. */
  late->add = g_bytes_ref (request->add);
  late->add_payload = g_bytes_ref (request->add_payload);
  g_assert_true (hand_over (scene.ana, late, &error)); /* the very same op, by the very same link */
  g_assert_true (is_in (scene.ana, &request->claim.device));
  g_assert_false (is_in (scene.ana, &late->claim.device));
}

static void
test_expiry (void)
{
  g_auto (Scene) scene = { 0 };
  g_autoptr (CenDeviceRequest) request = NULL;
  g_autoptr (GError) error = NULL;
  guint8 seed[CEN_KEY_LEN];
  CenDeviceLink link;

  scene_init (&scene);
  link = make_link (scene.ana);
  request = begin (scene.lap, &link);
  test_world_advance (scene.world, CEN_DEVICE_LINK_MS - 1);
  g_assert_true (cen_sponsor_knows (scene.ana->circle, request->link_keys.curve.public_key));
  test_world_advance (scene.world, 1);
  g_assert_false (cen_sponsor_knows (scene.ana->circle, request->link_keys.curve.public_key));
  assert_refused (scene.ana, request, CEN_ERROR_NOT_FOUND);
  g_assert_false (cen_sponsor_create_link (scene.ana->replica->secrets, scene.ana->circle,
                                           scene.world->now_ms + CEN_DEVICE_LINK_MAX_MS + 1, seed,
                                           &error));
  g_assert_error (error, CEN_ERROR, CEN_ERROR_REFUSED);
  /* One that has expired is forgotten with the next. */
  make_link (scene.ana);
  g_assert_cmpuint (scene.ana->circle->keys->links->len, ==, 1);
  for (guint i = 0; i < CEN_SECRET_LINKS_MAX; i++)
    make_link (scene.ana);
  g_assert_cmpuint (scene.ana->circle->keys->links->len, ==, CEN_SECRET_LINKS_MAX);
}

static void
test_guesses (void)
{
  g_auto (Scene) scene = { 0 };
  g_autoptr (CenDeviceRequest) request = NULL;
  CenDeviceLink link;

  scene_init (&scene);
  make_link (scene.ana);
  for (guint i = 0; i < 10000; i++) {
    guint8 curve[CEN_KEY_LEN];

    scene.world->world.random (&scene.world->world, curve, sizeof curve);
    g_assert_false (cen_sponsor_knows (scene.ana->circle, curve));
  }
  /* The link of one device is nothing to another of the circle. */
  link = make_link (scene.bo);
  link.circle = scene.ana->circle->id;
  request = begin (scene.lap, &link);
  assert_refused (scene.ana, request, CEN_ERROR_NOT_FOUND);
}

/* Whatever is changed in the answer, the new device keeps nothing of it. */
static void
test_wrong_answers (void)
{
  g_auto (Scene) scene = { 0 };
  g_autoptr (TestPerson) elsewhere = NULL;
  CenDeviceLink link;

  scene_init (&scene);
  elsewhere = test_person_new (scene.world, "Elsewhere");
  test_person_found (elsewhere, "Another circle");
  link = make_link (scene.ana);
  for (guint i = 0; i < 4; i++) {
    g_auto (CenDeviceAnswer) answer = { 0 };
    g_autoptr (CenDeviceRequest) request = begin (scene.lap, &link);
    g_autoptr (GError) error = NULL;

    scene.ana->circle->keys->links->len = 0;
    link = make_link (scene.ana);
    cen_device_request_free (g_steal_pointer (&request));
    request = begin (scene.lap, &link);
    g_assert_true (ask (scene.ana, request, &answer, &error));
    if (i == 0) {
      answer.secret[3] ^= 1;
    } else if (i == 1) {
      answer.sig[3] ^= 1;
    } else if (i == 2) {
      g_bytes_unref (answer.genesis);
      answer.genesis = g_bytes_new_static ("no op", 5);
    } else {
      g_autoptr (GArray) ops = test_person_list_ops (elsewhere);

      g_bytes_unref (answer.genesis);
      answer.genesis = g_bytes_ref (g_array_index (ops, CenIncoming, 0).op);
    }
    g_assert_null (cen_replica_finish_device (scene.lap->replica, request, &answer, &error));
    g_assert_error (error, CEN_ERROR, CEN_ERROR_INVALID);
    g_assert_null (cen_replica_find (scene.lap->replica, &scene.ana->circle->id));
    g_assert_null (cen_secrets_get (scene.lap->replica->secrets, &scene.ana->circle->id));
  }
}

/* What is handed over must be the DEVICE_ADD of the very device that asked. */
static void
test_wrong_devices (void)
{
  g_auto (Scene) scene = { 0 };
  g_auto (CenDeviceAnswer) answer = { 0 };
  g_auto (CenDeviceAnswer) others = { 0 };
  g_autoptr (TestPerson) mallory = NULL;
  g_autoptr (CenDeviceRequest) request = NULL;
  g_autoptr (CenDeviceRequest) second = NULL;
  g_autoptr (GArray) ops = NULL;
  g_autoptr (GError) error = NULL;
  CenDeviceLink link, of_bo;

  scene_init (&scene);
  mallory = test_person_new (scene.world, "Mallory");
  link = make_link (scene.ana);
  request = begin (scene.lap, &link);
  g_assert_true (ask (scene.ana, request, &answer, &error));
  finish (scene.lap, request, &answer);
  ops = test_person_list_ops (scene.bo);
  /* Bo's own device, certified by Bo, over Ana's link. */
  of_bo = make_link (scene.bo);
  second = begin (mallory, &of_bo);
  g_assert_true (ask (scene.bo, second, &others, &error));
  finish (mallory, second, &others);
  for (guint i = 0; i < 3; i++) {
    const CenIncoming *any = &g_array_index (ops, CenIncoming, i);
    GBytes *op = i == 0 ? second->add : i == 1 ? any->op : request->add;
    GBytes *payload = i == 0 ? second->add_payload : i == 1 ? any->payload : second->add_payload;

    g_assert_false (cen_sponsor_take (scene.ana->replica->secrets, scene.ana->circle,
                                      request->link_keys.curve.public_key, op, payload, &error));
    g_assert_error (error, CEN_ERROR, CEN_ERROR_INVALID);
    g_clear_error (&error);
  }
  g_assert_true (hand_over (scene.ana, request, &error));
  g_assert_false (is_in (scene.ana, &second->claim.device));
}

/* A link outlives neither its maker's membership nor their device. */
static void
test_outsiders (void)
{
  g_auto (Scene) scene = { 0 };
  g_autoptr (CenDeviceRequest) request = NULL;
  g_autoptr (GError) error = NULL;
  guint8 seed[CEN_KEY_LEN];
  CenDeviceLink link;

  scene_init (&scene);
  link = make_link (scene.bo);
  request = begin (scene.lap, &link);
  g_assert_true (
      cen_author_revoke (scene.ana->circle, &scene.bo->circle->self_member, NULL, 0, NULL, &error));
  test_person_pull (scene.bo, scene.ana);
  assert_refused (scene.bo, request, CEN_ERROR_REFUSED);
  g_assert_false (cen_sponsor_create_link (scene.bo->replica->secrets, scene.bo->circle,
                                           scene.world->now_ms + 1000, seed, &error));
  g_assert_error (error, CEN_ERROR, CEN_ERROR_REFUSED);
}

/* A device that was removed comes back as a new one, in the same home. */
static void
test_removed_device (void)
{
  g_auto (Scene) scene = { 0 };
  CenId first = { { 0 } };

  scene_init (&scene);
  for (guint i = 0; i < 2; i++) {
    g_auto (CenDeviceAnswer) answer = { 0 };
    CenDeviceLink link = make_link (scene.ana);
    g_autoptr (CenDeviceRequest) request = begin (scene.lap, &link);
    g_autoptr (GError) error = NULL;
    guint8 seed[CEN_KEY_LEN];

    g_assert_true (ask (scene.ana, request, &answer, &error));
    finish (scene.lap, request, &answer);
    g_assert_true (hand_over (scene.ana, request, &error));
    test_person_pull (scene.lap, scene.ana);
    g_assert_true (is_in (scene.lap, &scene.lap->circle->self_device));
    g_assert_false (cen_id_equal (&first, &scene.lap->circle->self_device));
    first = scene.lap->circle->self_device;
    g_assert_true (cen_author_remove_device (scene.ana->circle, &first, NULL, &error));
    test_person_pull (scene.lap, scene.ana);
    g_assert_false (is_in (scene.lap, &first));
    g_assert_false (cen_sponsor_create_link (scene.lap->replica->secrets, scene.lap->circle,
                                             scene.world->now_ms + 1000, seed, &error));
    g_assert_error (error, CEN_ERROR, CEN_ERROR_REFUSED);
  }
}

int
main (int argc, char **argv)
{
  cen_crypto_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sponsor/link", test_link);
  g_test_add_func ("/sponsor/kept", test_kept);
  g_test_add_func ("/sponsor/kept-refused", test_kept_refused);
  g_test_add_func ("/sponsor/lost-answers", test_lost_answers);
  g_test_add_func ("/sponsor/expiry", test_expiry);
  g_test_add_func ("/sponsor/guesses", test_guesses);
  g_test_add_func ("/sponsor/wrong-answers", test_wrong_answers);
  g_test_add_func ("/sponsor/wrong-devices", test_wrong_devices);
  g_test_add_func ("/sponsor/outsiders", test_outsiders);
  g_test_add_func ("/sponsor/removed-device", test_removed_device);
  return g_test_run ();
}
