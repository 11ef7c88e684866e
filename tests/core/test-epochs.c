/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Which key to write with, when a new one is due, and what may be carried: single stories, and
 * random ones in which all who are in must choose as a slow reading of PROTOCOL.md does. */

#include "core/author-members.h"
#include "core/author-rotate.h"
#include "core/epochs.h"
#include "core/store-sql.h"
#include "tests/support/epoch-oracle.h"
#include "tests/support/forge.h"

#include <string.h>

#define PEOPLE_MAX 9
#define SEEDS      60
#define STEPS      24
#define DAY_MS     (G_GINT64_CONSTANT (24) * 60 * 60 * 1000)

typedef struct {
  TestWorld *world;
  GPtrArray *people; /* TestPerson */
  guint8 seed[CEN_KEY_LEN];
  GRand *rand;
} Scene;

static void
scene_clear (Scene *scene)
{
  g_ptr_array_unref (scene->people);
  test_world_free (scene->world);
  g_rand_free (scene->rand);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Scene, scene_clear)

static TestPerson *
get_person (Scene *scene, guint i)
{
  return scene->people->pdata[i];
}

static TestPerson *
add_person (Scene *scene, guint host)
{
  g_autofree char *name = g_strdup_printf ("Person %u", scene->people->len);
  TestPerson *person = test_person_new (scene->world, name);

  test_person_enter (person, get_person (scene, host), scene->seed);
  test_person_pull (person, get_person (scene, host));
  g_ptr_array_add (scene->people, person);
  return person;
}

/* Everybody gets what everybody has; twice, for what the last ones had. */
static void
share_all (Scene *scene)
{
  for (guint round = 0; round < 2; round++) {
    for (guint i = 1; i < scene->people->len; i++) {
      test_person_pull (get_person (scene, 0), get_person (scene, i));
      test_person_pull (get_person (scene, i), get_person (scene, 0));
    }
  }
}

static void
begin (Scene *scene, guint n_people, guint32 seed)
{
  TestPerson *founder;
  g_autoptr (GError) error = NULL;
  CenId invite;

  scene->rand = g_rand_new_with_seed (seed);
  scene->world = test_world_new (seed);
  scene->people = g_ptr_array_new_with_free_func ((GDestroyNotify) test_person_free);
  founder = test_person_new (scene->world, "Ana");
  g_ptr_array_add (scene->people, founder);
  test_person_found (founder, "Keys");
  cen_author_invite (founder->circle, CEN_ROLE_MEMBER, 100, 0, scene->seed, &invite, &error);
  g_assert_no_error (error);
  while (scene->people->len < n_people)
    add_person (scene, 0);
  share_all (scene);
}

/* --- Looking and doing --- */

static const CenKnownEpoch *
get_writing (TestPerson *person)
{
  const CenKnownEpoch *epoch;
  g_autoptr (GError) error = NULL;

  g_assert_true (cen_epochs_get_writing (person->circle, &epoch, &error));
  g_assert_no_error (error);
  return epoch;
}

static CenRotationNeed
get_need (TestPerson *person)
{
  CenRotationNeed need;
  g_autoptr (GError) error = NULL;

  g_assert_true (cen_epochs_get_need (person->circle, &need, &error));
  g_assert_no_error (error);
  return need;
}

static void
rotate (TestPerson *person)
{
  g_autoptr (GError) error = NULL;

  cen_author_rotate (person->circle, &error);
  g_assert_no_error (error);
}

static CenId
get_member (TestPerson *person)
{
  return person->circle->self_member;
}

/* A REVOKE without the renewal that should follow. */
static CenId
revoke_only (TestPerson *by, TestPerson *target)
{
  CenFrame frame = { .kind = CEN_OP_REVOKE, .revoke = { .member = get_member (target) } };
  g_autoptr (GBytes) payload = test_payload_frame (by, &frame);
  g_autoptr (GError) error = NULL;
  CenId id;

  cen_author_write (by->circle, CEN_OP_REVOKE, NULL, payload, &id, &error);
  g_assert_no_error (error);
  return id;
}

static void
put_out (TestPerson *by, TestPerson *target)
{
  CenId member = get_member (target);
  g_autoptr (GError) error = NULL;

  cen_author_revoke (by->circle, &member, NULL, 0, "No more", &error);
  g_assert_no_error (error);
}

static gboolean
may_carry (TestPerson *person, CenId id)
{
  gboolean may;
  g_autoptr (GError) error = NULL;

  g_assert_true (cen_epochs_may_carry (person->circle, &id, &may, &error));
  g_assert_no_error (error);
  return may;
}

static gboolean
same_key (TestPerson *a, TestPerson *b)
{
  const CenKnownEpoch *x = get_writing (a);
  const CenKnownEpoch *y = get_writing (b);

  g_assert_nonnull (x);
  g_assert_nonnull (y);
  return memcmp (x->key.key, y->key.key, CEN_KEY_LEN) == 0;
}

static guint
count_known (TestPerson *person)
{
  CenKeyring *keyring = cen_keyring_get (person->circle, NULL);
  guint n = 0;

  for (guint i = 0; i < keyring->epochs->len; i++)
    n += ((const CenKnownEpoch *) keyring->epochs->pdata[i])->has_key;
  return n;
}

static CenId
get_tip (TestPerson *person)
{
  return cen_circle_find_device (person->circle, &person->circle->self_device)->tip_id;
}

/* --- Single stories --- */

static void
test_renewal (void)
{
  g_auto (Scene) scene = { 0 };
  guint8 first[CEN_KEYID_LEN];

  begin (&scene, 3, 1);
  memcpy (first, get_writing (get_person (&scene, 0))->key.key_id, CEN_KEYID_LEN);
  g_assert_cmpint (get_need (get_person (&scene, 1)), ==, CEN_ROTATION_NONE);
  rotate (get_person (&scene, 1));
  share_all (&scene);
  for (guint i = 0; i < 3; i++) {
    g_assert_true (same_key (get_person (&scene, 0), get_person (&scene, i)));
    g_assert_cmpuint (get_writing (get_person (&scene, i))->n, ==, 2);
    g_assert_cmpint (get_need (get_person (&scene, i)), ==, CEN_ROTATION_NONE);
  }
  g_assert_cmpint (memcmp (first, get_writing (get_person (&scene, 0))->key.key_id, CEN_KEYID_LEN),
                   !=, 0);
  /* A newcomer is handed the newest key and has the older one by its chain. */
  add_person (&scene, 2);
  share_all (&scene);
  g_assert_cmpuint (count_known (get_person (&scene, 3)), ==, 2);
  g_assert_true (same_key (get_person (&scene, 0), get_person (&scene, 3)));
}

/* Who was removed by the proper call has none of the keys after it. */
static void
test_removal (void)
{
  g_auto (Scene) scene = { 0 };

  begin (&scene, 3, 2);
  put_out (get_person (&scene, 0), get_person (&scene, 2));
  share_all (&scene);
  g_assert_cmpint (get_need (get_person (&scene, 0)), ==, CEN_ROTATION_NONE);
  g_assert_true (same_key (get_person (&scene, 0), get_person (&scene, 1)));
  g_assert_cmpuint (count_known (get_person (&scene, 1)), ==, 2);
  g_assert_cmpuint (count_known (get_person (&scene, 2)), ==, 1);
  g_assert_cmpint (get_need (get_person (&scene, 2)), ==, CEN_ROTATION_NONE);
}

static void
test_needs (void)
{
  g_auto (Scene) scene = { 0 };
  g_autoptr (GError) error = NULL;

  begin (&scene, 4, 3);
  cen_author_leave (get_person (&scene, 3)->circle, &error);
  g_assert_no_error (error);
  share_all (&scene);
  g_assert_cmpint (get_need (get_person (&scene, 1)), ==, CEN_ROTATION_REMOVAL);
  rotate (get_person (&scene, 1));
  share_all (&scene);
  g_assert_cmpint (get_need (get_person (&scene, 0)), ==, CEN_ROTATION_NONE);

  /* A removal beside an admission: no key is held by just those who are in. */
  put_out (get_person (&scene, 0), get_person (&scene, 2));
  add_person (&scene, 1);
  share_all (&scene);
  g_assert_cmpint (get_need (get_person (&scene, 0)), ==, CEN_ROTATION_MERGE);
  /* The newcomer knows the older key alone. */
  g_assert_cmpint (get_need (get_person (&scene, 4)), ==, CEN_ROTATION_REMOVAL);
  rotate (get_person (&scene, 4));
  share_all (&scene);
  g_assert_cmpint (get_need (get_person (&scene, 1)), ==, CEN_ROTATION_NONE);
  g_assert_true (same_key (get_person (&scene, 0), get_person (&scene, 4)));
}

static void
test_age (void)
{
  g_auto (Scene) scene = { 0 };

  begin (&scene, 2, 4);
  test_world_advance (scene.world, 30 * DAY_MS);
  g_assert_cmpint (get_need (get_person (&scene, 0)), ==, CEN_ROTATION_NONE);
  test_world_advance (scene.world, 1);
  g_assert_cmpint (get_need (get_person (&scene, 0)), ==, CEN_ROTATION_AGE);
  rotate (get_person (&scene, 0));
  g_assert_cmpint (get_need (get_person (&scene, 0)), ==, CEN_ROTATION_NONE);
  /* A date in the future does not put the next renewal off. */
  scene.world->now_ms += 1000 * DAY_MS;
  rotate (get_person (&scene, 1));
  scene.world->now_ms -= 1000 * DAY_MS;
  test_person_pull (get_person (&scene, 0), get_person (&scene, 1));
  test_world_advance (scene.world, 30 * DAY_MS + 1);
  g_assert_cmpint (get_need (get_person (&scene, 0)), ==, CEN_ROTATION_AGE);
}

/* Two renew at once: all choose the same, and nobody needs another. */
static void
test_twice_at_once (void)
{
  for (guint32 seed = 0; seed < 8; seed++) {
    g_auto (Scene) scene = { 0 };

    begin (&scene, 3, seed);
    for (guint i = 0; i < 3; i++)
      rotate (get_person (&scene, i));
    share_all (&scene);
    for (guint i = 0; i < 3; i++) {
      g_assert_true (same_key (get_person (&scene, 0), get_person (&scene, i)));
      g_assert_cmpint (get_need (get_person (&scene, i)), ==, CEN_ROTATION_NONE);
      g_assert_cmpuint (count_known (get_person (&scene, i)), ==, 4);
    }
  }
}

static void
test_refused (void)
{
  g_auto (Scene) scene = { 0 };
  CenId member;
  g_autoptr (GError) error = NULL;

  begin (&scene, 3, 5);
  member = get_member (get_person (&scene, 1));
  cen_author_grant (get_person (&scene, 0)->circle, &member, CEN_ROLE_GUEST, NULL, &error);
  g_assert_no_error (error);
  put_out (get_person (&scene, 0), get_person (&scene, 2));
  share_all (&scene);
  for (guint i = 1; i < 3; i++) {
    g_assert_false (cen_author_rotate (get_person (&scene, i)->circle, &error));
    g_assert_error (error, CEN_ERROR, CEN_ERROR_REFUSED);
    g_clear_error (&error);
  }
}

/* What was found out stays known over a restart, and a rebuild finds it out again. */
static void
test_remembered (void)
{
  g_auto (Scene) scene = { 0 };
  TestPerson *ana;
  gint64 n_rows;
  g_autoptr (GError) error = NULL;

  begin (&scene, 2, 6);
  ana = get_person (&scene, 0);
  rotate (ana);
  g_assert_cmpuint (get_writing (ana)->n, ==, 2);
  g_assert_true (cen_circle_reload (ana->circle, &error));
  g_assert_cmpuint (get_writing (ana)->n, ==, 2);
  cen_sql_get_int (ana->replica->store, 0, &n_rows, &error,
                   "SELECT count(*) FROM epoch WHERE is_usable = 1", "");
  g_assert_cmpint (n_rows, ==, 2);
  cen_sql_run (ana->replica->store, &error,
               "UPDATE epoch SET is_usable = 0 WHERE op ="
               " (SELECT max (op) FROM epoch)",
               "");
  g_assert_true (cen_circle_reload (ana->circle, &error));
  g_assert_cmpuint (get_writing (ana)->n, ==, 1);
  test_assert_rebuilt (ana);
  g_assert_cmpuint (get_writing (ana)->n, ==, 2);
}

static void
test_carry (void)
{
  g_auto (Scene) scene = { 0 };
  TestPerson *ana, *bo;
  CenId before, removal, between, after, epoch;

  begin (&scene, 3, 7);
  ana = get_person (&scene, 0);
  bo = get_person (&scene, 1);
  before = test_person_post (ana, "before");
  removal = revoke_only (ana, get_person (&scene, 2));
  between = test_person_post (ana, "between");
  rotate (ana);
  epoch = get_tip (ana);
  after = test_person_post (ana, "after");
  test_person_pull (bo, ana);
  for (guint i = 0; i < 2; i++) {
    TestPerson *one = get_person (&scene, i);

    g_assert_true (may_carry (one, before));
    g_assert_true (may_carry (one, removal));
    g_assert_false (may_carry (one, between));
    g_assert_true (may_carry (one, epoch));
    g_assert_true (may_carry (one, after));
    g_assert_false (may_carry (one, ((CenFrameOp *) one->circle->frames->pdata[0])->id));
  }
  /* What did not see the removal was written for all who were in. */
  test_person_pull (bo, ana);
  before = test_person_post (get_person (&scene, 2), "unaware");
  test_person_pull (ana, get_person (&scene, 2));
  g_assert_true (may_carry (ana, before));
}

/* A key that nobody can carry under: between a removal beside an admission and the merging. */
static void
test_carry_between (void)
{
  g_auto (Scene) scene = { 0 };
  CenId post;

  begin (&scene, 3, 8);
  put_out (get_person (&scene, 0), get_person (&scene, 2));
  add_person (&scene, 1);
  share_all (&scene);
  post = test_person_post (get_person (&scene, 0), "in between");
  g_assert_false (may_carry (get_person (&scene, 0), post));
  rotate (get_person (&scene, 0));
  post = test_person_post (get_person (&scene, 0), "merged");
  g_assert_true (may_carry (get_person (&scene, 0), post));
}

/* --- Rogues --- */

typedef enum {
  ROGUE_BAD_WRAP,
  ROGUE_NUMBER_OFF,
  ROGUE_NUMBER_ABSURD,
  ROGUE_CHAIN_ALTERED,
  ROGUE_CHAIN_OF_OTHERS,
  ROGUE_RECIPIENT_MISSING,
  ROGUE_RECIPIENT_TOO_MANY,
  ROGUE_NO_PARENTS,
  ROGUE_UNKNOWN_PARENT,
  ROGUE_KEY_AGAIN,
  N_ROGUES,
} Rogue;

static void
fill_key (TestPerson *person, CenEpochKey *ret_key)
{
  guint8 secret[CEN_KEY_LEN];

  person->circle->world->random (person->circle->world, secret, sizeof secret);
  cen_epoch_key_from_bytes (ret_key, secret);
}

static GByteArray *
list_boxes (TestPerson *person, Rogue rogue)
{
  g_autoptr (GPtrArray) devices =
      cen_keyring_list_recipients (person->circle, person->circle->authority);
  GByteArray *boxes = g_byte_array_new ();
  CenBoxKey other;

  for (guint i = 0; i < devices->len; i++)
    g_byte_array_append (boxes, ((CenDevice *) devices->pdata[i])->box, CEN_KEY_LEN);
  if (rogue == ROGUE_RECIPIENT_MISSING)
    g_byte_array_set_size (boxes, boxes->len - CEN_KEY_LEN);
  cen_box_key_generate (&other, person->circle->world);
  if (rogue == ROGUE_RECIPIENT_TOO_MANY)
    g_byte_array_append (boxes, other.public_key, CEN_KEY_LEN);
  return boxes;
}

/* Changes one byte of what @epoch, read from @payload, borrows. */
static void
spoil (const guint8 *at)
{
  *(guint8 *) at ^= 1;
}

static void
rotate_as_rogue (TestPerson *person, Rogue rogue, guint wrap)
{
  const CenKnownEpoch *last = get_writing (person);
  CenEpochKey parents[2] = { last->key };
  g_autoptr (GByteArray) boxes = list_boxes (person, rogue);
  g_autoptr (GBytes) payload = NULL;
  g_autoptr (GError) error = NULL;
  guint64 parent_n = last->n;
  guint n_parents = 1;
  CenEpochKey key;
  CenEpoch epoch;
  CenId id;

  fill_key (person, &key);
  if (rogue == ROGUE_UNKNOWN_PARENT)
    fill_key (person, &parents[n_parents++]);
  if (rogue == ROGUE_KEY_AGAIN)
    key = last->key;
  if (rogue == ROGUE_NUMBER_OFF)
    parent_n += 3;
  if (rogue == ROGUE_NUMBER_ABSURD)
    parent_n = (guint64) G_MAXUINT32 - 1;
  if (rogue == ROGUE_NO_PARENTS)
    n_parents = parent_n = 0;
  payload = cen_epoch_build (&key, parent_n, parents, n_parents, boxes->data,
                             boxes->len / CEN_KEY_LEN, person->circle->world);
  g_assert_true (
      cen_epoch_parse (&epoch, g_bytes_get_data (payload, NULL), g_bytes_get_size (payload), NULL));
  if (rogue == ROGUE_BAD_WRAP)
    spoil (epoch.wraps + (gsize) (wrap % epoch.n_wraps) * CEN_WRAP_LEN);
  if (rogue == ROGUE_CHAIN_ALTERED)
    spoil (epoch.chain);
  if (rogue == ROGUE_CHAIN_OF_OTHERS) {
    g_clear_pointer (&payload, g_bytes_unref);
    fill_key (person, &parents[0]);
    payload = cen_epoch_build (&key, parent_n, parents, 1, boxes->data, boxes->len / CEN_KEY_LEN,
                               person->circle->world);
  }
  cen_author_write (person->circle, CEN_OP_EPOCH, NULL, payload, &id, &error);
  g_assert_no_error (error);
}

/* Whatever a member writes in place of a renewal, the others go on as if it were not there, and can
 * renew after it. */
static void
test_rogue (gconstpointer data)
{
  Rogue rogue = (Rogue) GPOINTER_TO_INT (data);

  for (guint wrap = 0; wrap < (rogue == ROGUE_BAD_WRAP ? 4u : 1u); wrap++) {
    g_auto (Scene) scene = { 0 };
    guint8 before[CEN_KEYID_LEN];

    begin (&scene, 4, 9);
    rotate (get_person (&scene, 0));
    share_all (&scene);
    memcpy (before, get_writing (get_person (&scene, 0))->key.key_id, CEN_KEYID_LEN);
    rotate_as_rogue (get_person (&scene, 1), rogue, wrap);
    rotate_as_rogue (get_person (&scene, 1), rogue, wrap);
    share_all (&scene);
    for (guint i = 0; i < 4; i++) {
      g_assert_cmpmem (get_writing (get_person (&scene, i))->key.key_id, CEN_KEYID_LEN, before,
                       CEN_KEYID_LEN);
      g_assert_cmpint (get_need (get_person (&scene, i)), ==, CEN_ROTATION_NONE);
    }
    rotate (get_person (&scene, 2));
    share_all (&scene);
    for (guint i = 0; i < 4; i++) {
      g_assert_cmpuint (get_writing (get_person (&scene, i))->n, ==, 3);
      g_assert_true (same_key (get_person (&scene, 2), get_person (&scene, i)));
    }
  }
}

/* A key that came by an ADMIT is checked like any other. */
static void
test_newcomer_checks (void)
{
  g_auto (Scene) scene = { 0 };
  TestPerson *newcomer;

  begin (&scene, 3, 10);
  rotate_as_rogue (get_person (&scene, 1), ROGUE_NUMBER_ABSURD, 0);
  rotate_as_rogue (get_person (&scene, 1), ROGUE_BAD_WRAP, 2);
  newcomer = add_person (&scene, 1);
  share_all (&scene);
  g_assert_cmpuint (get_writing (newcomer)->n, ==, 1);
  for (guint i = 0; i < 4; i++)
    g_assert_true (same_key (get_person (&scene, 0), get_person (&scene, i)));
}

/* --- Random stories --- */

static guint
pick (Scene *scene, guint n)
{
  return (guint) g_rand_int_range (scene->rand, 0, (gint32) n);
}

static gboolean
is_in (TestPerson *person)
{
  const CenDevice *device = cen_circle_find_device (person->circle, &person->circle->self_device);

  return device != NULL && cen_circle_device_is_effective (person->circle, device);
}

/* What @from has, in any order and in portions. */
static void
pull_shuffled (Scene *scene, TestPerson *to, TestPerson *from)
{
  g_autoptr (GArray) ops = test_person_list_ops (from);

  for (guint i = ops->len; i > 1; i--) {
    CenIncoming *x = &g_array_index (ops, CenIncoming, i - 1);
    CenIncoming *y = &g_array_index (ops, CenIncoming, pick (scene, i));
    CenIncoming kept = *x;

    *x = *y;
    *y = kept;
  }
  for (guint i = 0; i < ops->len;) {
    guint wish = 1 + pick (scene, 12);
    guint n = MIN (wish, ops->len - i);
    g_auto (CenReceived) received = { 0 };
    g_autoptr (GError) error = NULL;

    cen_dag_receive (to->circle, &g_array_index (ops, CenIncoming, i), n, 1, CEN_STORE_NORMAL,
                     &received, &error);
    g_assert_no_error (error);
    if (pick (scene, 3) == 0)
      get_writing (to);
    i += n;
  }
  test_person_pull (to, from);
}

static void
remove_somebody (Scene *scene, TestPerson *by)
{
  TestPerson *target = get_person (scene, pick (scene, scene->people->len));
  CenId member = get_member (target);

  if (pick (scene, 3) == 0 && cen_authority_get_member (by->circle->authority, &member) != NULL)
    revoke_only (by, target);
  else
    cen_author_revoke (by->circle, &member, NULL, 0, NULL, NULL);
}

static void
appoint_somebody (Scene *scene, TestPerson *by)
{
  CenId member = get_member (get_person (scene, pick (scene, scene->people->len)));
  CenRole role = pick (scene, 4) == 0 ? CEN_ROLE_MEMBER : CEN_ROLE_FACILITATOR;

  cen_author_grant (by->circle, &member, role, NULL, NULL);
}

static void
do_something (Scene *scene)
{
  guint number = pick (scene, scene->people->len);
  TestPerson *person = get_person (scene, number);
  guint other = pick (scene, scene->people->len);

  switch (pick (scene, 10)) {
  case 0:
  case 1:
    if (is_in (person) && scene->people->len < PEOPLE_MAX)
      add_person (scene, number);
    break;
  case 2:
    if (is_in (person))
      remove_somebody (scene, person);
    break;
  case 3:
    if (is_in (person))
      appoint_somebody (scene, person);
    break;
  case 4:
    cen_author_rotate (person->circle, NULL);
    break;
  case 5:
    rotate_as_rogue (person, (Rogue) pick (scene, N_ROGUES), pick (scene, 8));
    break;
  case 6:
    if (number != 0 && pick (scene, 4) == 0)
      cen_author_leave (person->circle, NULL);
    break;
  default:
    pull_shuffled (scene, person, get_person (scene, other));
    break;
  }
}

/* The one effective member that may renew. */
static TestPerson *
find_renewer (Scene *scene)
{
  guint first = pick (scene, scene->people->len);

  for (guint i = 0; i < scene->people->len; i++) {
    TestPerson *person = get_person (scene, (first + i) % scene->people->len);

    if (cen_author_rotate (person->circle, NULL))
      return person;
  }
  return NULL;
}

/* Returns: how many are in. */
static guint
assert_as_oracle (Scene *scene)
{
  TestEpochChoice choice;
  guint n_in = 0;

  test_epoch_oracle (scene->people, &choice);
  for (guint i = 0; i < scene->people->len; i++) {
    TestPerson *person = get_person (scene, i);
    const CenKnownEpoch *writing = get_writing (person);

    if (!is_in (person))
      continue;
    n_in++;
    g_assert_cmpint (get_need (person) == CEN_ROTATION_NONE, ==, choice.is_there);
    if (choice.is_there)
      g_assert_cmpmem (writing->key.key_id, CEN_KEYID_LEN, choice.key_id, CEN_KEYID_LEN);
  }
  return n_in;
}

/* All who are in have the key, and nobody has who ever was. One whom somebody let in who had no
 * right to do so may have it: that is as good as passing it on. */
static void
assert_who_has_it (Scene *scene)
{
  TestPerson *founder = get_person (scene, 0);

  for (guint i = 1; i < scene->people->len; i++) {
    TestPerson *person = get_person (scene, i);
    CenId member = get_member (person);

    if (is_in (person))
      g_assert_true (same_key (founder, person));
    else if (cen_authority_get_member (founder->circle->authority, &member) != NULL)
      g_assert_true (get_writing (person) == NULL || !same_key (founder, person));
  }
}

static void
test_random (void)
{
  guint first = test_world_get_setting ("EPOCHS_FIRST", 100);
  guint n_seeds = test_world_get_setting ("EPOCHS_SEEDS", SEEDS);
  guint n_due = 0;
  guint n_in = 0;

  for (guint seed = first; seed < first + n_seeds; seed++) {
    g_auto (Scene) scene = { 0 };

    g_test_message ("seed %u", seed);
    begin (&scene, 2 + seed % 3, seed);
    for (guint i = 0; i < STEPS; i++)
      do_something (&scene);
    share_all (&scene);
    n_in += assert_as_oracle (&scene);
    if (get_need (get_person (&scene, 0)) != CEN_ROTATION_NONE) {
      n_due++;
      g_assert_nonnull (find_renewer (&scene));
      share_all (&scene);
      assert_as_oracle (&scene);
    }
    g_assert_cmpint (get_need (get_person (&scene, 0)), ==, CEN_ROTATION_NONE);
    assert_who_has_it (&scene);
  }
  g_test_message ("%u stories, %u people in at their end, %u renewals due", n_seeds, n_in, n_due);
  g_assert_cmpuint (n_due, >, 0);
}

int
main (int argc, char **argv)
{
  static const char *const rogues[N_ROGUES] = {
    "bad-wrap",          "number-off",         "number-absurd", "chain-altered",  "chain-of-others",
    "recipient-missing", "recipient-too-many", "no-parents",    "unknown-parent", "key-again",
  };

  cen_crypto_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/epochs/renewal", test_renewal);
  g_test_add_func ("/epochs/removal", test_removal);
  g_test_add_func ("/epochs/needs", test_needs);
  g_test_add_func ("/epochs/age", test_age);
  g_test_add_func ("/epochs/twice-at-once", test_twice_at_once);
  g_test_add_func ("/epochs/refused", test_refused);
  g_test_add_func ("/epochs/remembered", test_remembered);
  g_test_add_func ("/epochs/carry", test_carry);
  g_test_add_func ("/epochs/carry-between", test_carry_between);
  for (int i = 0; i < N_ROGUES; i++) {
    g_autofree char *path = g_strdup_printf ("/epochs/rogue/%s", rogues[i]);

    g_test_add_data_func (path, GINT_TO_POINTER (i), test_rogue);
  }
  g_test_add_func ("/epochs/newcomer-checks", test_newcomer_checks);
  g_test_add_func ("/epochs/random", test_random);
  return g_test_run ();
}
