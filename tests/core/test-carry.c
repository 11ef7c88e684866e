/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/author-members.h"
#include "core/author-rotate.h"
#include "core/carry.h"
#include "core/envelope.h"
#include "tests/support/forge.h"

#include <string.h>

typedef struct {
  TestWorld *world;
  TestPerson *ana;
  TestPerson *bo;
  TestPerson *cleo;
} Scene;

static void
scene_clear (Scene *scene)
{
  test_person_free (scene->ana);
  test_person_free (scene->bo);
  test_person_free (scene->cleo);
  test_world_free (scene->world);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Scene, scene_clear)

static void
begin (Scene *scene)
{
  scene->world = test_world_new (1);
  scene->ana = test_person_new (scene->world, "Ana");
  scene->bo = test_person_new (scene->world, "Bo");
  scene->cleo = test_person_new (scene->world, "Cleo");
  test_person_found (scene->ana, "Carried");
  test_person_join (scene->bo, scene->ana);
  test_person_pull (scene->ana, scene->bo);
  test_person_join (scene->cleo, scene->ana);
  test_person_pull (scene->ana, scene->cleo);
  test_person_pull (scene->bo, scene->ana);
}

static GBytes *
seal (TestPerson *person, CenId id)
{
  g_autoptr (GError) error = NULL;
  CenId envelope;
  GBytes *bytes = cen_carry_seal (person->circle, &id, &envelope, &error);

  g_assert_no_error (error);
  return bytes;
}

static void
assert_opens (TestPerson *person, GBytes *envelope, CenId id)
{
  g_autoptr (TestOp) op = NULL;
  GBytes *bytes, *payload;
  g_autoptr (GError) error = NULL;

  cen_carry_open (person->circle, g_bytes_get_data (envelope, NULL), g_bytes_get_size (envelope),
                  &bytes, &payload, &error);
  g_assert_no_error (error);
  op = g_new0 (TestOp, 1);
  *op = (TestOp){ .bytes = bytes, .payload = payload };
  g_assert_true (
      cen_op_decode (&op->op, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL));
  g_assert_true (cen_id_equal (&op->op.id, &id));
  g_assert_nonnull (payload);
}

static void
assert_shut (TestPerson *person, GBytes *envelope, CenError code)
{
  g_autoptr (GError) error = NULL;
  GBytes *bytes = NULL;
  GBytes *payload = NULL;

  g_assert_false (cen_carry_open (person->circle, g_bytes_get_data (envelope, NULL),
                                  g_bytes_get_size (envelope), &bytes, &payload, &error));
  g_assert_error (error, CEN_ERROR, (int) code);
  g_assert_null (bytes);
  g_assert_null (payload);
}

static const CenKnownEpoch *
get_epoch (TestPerson *person, guint place)
{
  CenKeyring *keyring = cen_keyring_get (person->circle, NULL);

  return keyring->epochs->pdata[place];
}

/* What is written after a removal is shut to who was removed, though they have the envelope, and
 * what was written before is not. */
static void
test_after_removal (void)
{
  g_auto (Scene) scene = { 0 };
  CenId member, before, after;
  g_autoptr (GBytes) old = NULL;
  g_autoptr (GBytes) new = NULL;
  g_autoptr (GError) error = NULL;

  begin (&scene);
  before = test_person_post (scene.ana, "before");
  member = scene.cleo->circle->self_member;
  cen_author_revoke (scene.ana->circle, &member, NULL, 0, NULL, &error);
  g_assert_no_error (error);
  after = test_person_post (scene.ana, "after");
  test_person_pull (scene.bo, scene.ana);
  old = seal (scene.ana, before);
  new = seal (scene.ana, after);
  assert_opens (scene.bo, old, before);
  assert_opens (scene.bo, new, after);
  assert_opens (scene.cleo, old, before);
  assert_shut (scene.cleo, new, CEN_ERROR_NOT_FOUND);
  /* Not even with all ops that there are. */
  test_person_pull (scene.cleo, scene.ana);
  assert_shut (scene.cleo, new, CEN_ERROR_NOT_FOUND);
}

static void
test_may_not (void)
{
  g_auto (Scene) scene = { 0 };
  g_autoptr (GError) error = NULL;
  CenId envelope, post;

  begin (&scene);
  post = ((CenFrameOp *) scene.ana->circle->frames->pdata[0])->id;
  g_assert_null (cen_carry_seal (scene.ana->circle, &post, &envelope, &error));
  g_assert_error (error, CEN_ERROR, CEN_ERROR_REFUSED);
  g_clear_error (&error);
  cen_author_leave (scene.cleo->circle, &error);
  g_assert_no_error (error);
  test_person_pull (scene.ana, scene.cleo);
  post = test_person_post (scene.ana, "before the new key");
  g_assert_null (cen_carry_seal (scene.ana->circle, &post, &envelope, &error));
  g_assert_error (error, CEN_ERROR, CEN_ERROR_REFUSED);
  g_clear_error (&error);
  post = test_person_post (scene.ana, "to be taken back");
  cen_author_rotate (scene.ana->circle, &error);
  cen_author_redact (scene.ana->circle, &post, &error);
  g_assert_no_error (error);
  g_assert_null (cen_carry_seal (scene.ana->circle, &post, &envelope, &error));
  g_assert_error (error, CEN_ERROR, CEN_ERROR_REFUSED);
}

/* An envelope under a key that its op does not name, and one with the content of another op. */
static void
test_not_its_own (void)
{
  g_auto (Scene) scene = { 0 };
  g_autoptr (TestOp) one = NULL;
  g_autoptr (TestOp) other = NULL;
  g_autoptr (GBytes) swapped = NULL;
  g_autoptr (GBytes) rekeyed = NULL;
  g_autoptr (GBytes) noise = NULL;
  g_autoptr (GBytes) words = g_bytes_new_static ("no op", 5);
  const CenEpochKey *first, *second;
  CenId id, envelope;

  begin (&scene);
  id = test_person_post (scene.ana, "one");
  one = test_op_read (scene.ana, &id);
  id = test_person_post (scene.ana, "other");
  other = test_op_read (scene.ana, &id);
  g_assert_true (cen_author_rotate (scene.ana->circle, NULL));
  test_person_pull (scene.bo, scene.ana);
  first = &get_epoch (scene.ana, 0)->key;
  second = &get_epoch (scene.ana, 1)->key;
  swapped = cen_envelope_seal (first, &scene.ana->circle->id, one->bytes, other->payload, NULL,
                               &envelope);
  assert_shut (scene.bo, swapped, CEN_ERROR_INVALID);
  rekeyed =
      cen_envelope_seal (second, &scene.ana->circle->id, one->bytes, one->payload, NULL, &envelope);
  assert_shut (scene.bo, rekeyed, CEN_ERROR_INVALID);
  noise = cen_envelope_seal (first, &scene.ana->circle->id, words, words, NULL, &envelope);
  assert_shut (scene.bo, noise, CEN_ERROR_INVALID);
  assert_shut (scene.bo, words, CEN_ERROR_INVALID);
}

/* The key of an epoch that is not usable opens nothing. */
static void
test_unusable (void)
{
  g_auto (Scene) scene = { 0 };
  const CenKnownEpoch *rogue;
  g_autoptr (GPtrArray) devices = NULL;
  g_autoptr (GByteArray) boxes = g_byte_array_new ();
  g_autoptr (GBytes) payload = NULL;
  g_autoptr (GBytes) envelope = NULL;
  g_autoptr (TestOp) op = NULL;
  g_autoptr (GError) error = NULL;
  CenEpochKey key;
  guint8 secret[CEN_KEY_LEN] = { 9 };
  CenId id;

  begin (&scene);
  devices = cen_keyring_list_recipients (scene.ana->circle, scene.ana->circle->authority);
  for (guint i = 0; i < devices->len; i++)
    g_byte_array_append (boxes, ((CenDevice *) devices->pdata[i])->box, CEN_KEY_LEN);
  cen_epoch_key_from_bytes (&key, secret);
  payload = cen_epoch_build (&key, 41, &get_epoch (scene.bo, 0)->key, 1, boxes->data, devices->len,
                             &scene.world->world);
  cen_author_write (scene.bo->circle, CEN_OP_EPOCH, NULL, payload, &id, &error);
  g_assert_no_error (error);
  test_person_pull (scene.ana, scene.bo);
  rogue = get_epoch (scene.ana, 1);
  g_assert_true (rogue->has_key);
  g_assert_cmpint (rogue->verdict, ==, CEN_EPOCH_UNUSABLE);
  id = test_person_post (scene.bo, "under a false key");
  op = test_op_read (scene.bo, &id);
  {
    CenOp forged = op->op;
    TestOp *signed_op;

    memcpy (forged.key_id, key.key_id, CEN_KEYID_LEN);
    signed_op = test_op_sign (&forged, &scene.bo->circle->id, &scene.bo->circle->keys->device,
                              g_bytes_ref (op->payload));
    envelope = cen_envelope_seal (&key, &scene.bo->circle->id, signed_op->bytes, signed_op->payload,
                                  NULL, &id);
    test_op_free (signed_op);
  }
  assert_shut (scene.ana, envelope, CEN_ERROR_NOT_FOUND);
}

int
main (int argc, char **argv)
{
  cen_crypto_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/carry/after-removal", test_after_removal);
  g_test_add_func ("/carry/may-not", test_may_not);
  g_test_add_func ("/carry/not-its-own", test_not_its_own);
  g_test_add_func ("/carry/unusable", test_unusable);
  return g_test_run ();
}
