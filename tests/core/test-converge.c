/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Three members with several devices, who quarrel at random over each other, over their devices and
 * over what was written, in any past they like. Whoever gets these ops, in whatever order and
 * grouping, comes to the same; and what was folded again as authority changed is what the log
 * gives. */

#include "core/moderation.h"
#include "tests/support/forge.h"

#include <stdlib.h>
#include <string.h>

#define N_PEOPLE 3
#define N_STEPS  70
#define N_SEEDS  60
#define N_ORDERS 3

/* A chain of ops of one device; a later op may go on from any of them. */
typedef struct {
  TestPerson *person;
  CenSignKey key;
  GPtrArray *ops; /* TestOp, borrowed */
} Chain;

typedef struct {
  TestWorld *world;
  GRand *rand;
  TestPerson *people[N_PEOPLE];
  CenId channel;
  GPtrArray *all;    /* TestOp */
  GPtrArray *chains; /* Chain */
} Quarrel;

static void
chain_free (gpointer data)
{
  Chain *chain = data;

  g_ptr_array_unref (chain->ops);
  g_free (chain);
}

static void
quarrel_clear (Quarrel *self)
{
  for (guint i = 0; i < N_PEOPLE; i++)
    test_person_free (self->people[i]);
  g_ptr_array_unref (self->chains);
  g_ptr_array_unref (self->all);
  g_rand_free (self->rand);
  test_world_free (self->world);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Quarrel, quarrel_clear)

static guint
roll (Quarrel *self, guint n)
{
  return (guint) g_rand_int_range (self->rand, 0, (gint32) n);
}

static gpointer
pick (Quarrel *self, GPtrArray *from)
{
  return from->pdata[roll (self, from->len)];
}

static void
add_chain (Quarrel *self, TestPerson *person, const CenSignKey *key, TestOp *first)
{
  Chain *chain = g_new0 (Chain, 1);

  chain->person = person;
  chain->key = *key;
  chain->ops = g_ptr_array_new ();
  g_ptr_array_add (chain->ops, first);
  g_ptr_array_add (self->chains, chain);
}

static void
begin (Quarrel *self, guint32 seed)
{
  static const char *const names[N_PEOPLE] = { "Ana", "Bo", "Cleo" };
  g_autoptr (GArray) log = NULL;

  self->world = test_world_new (seed);
  self->rand = g_rand_new_with_seed (seed);
  self->all = g_ptr_array_new_with_free_func ((GDestroyNotify) test_op_free);
  self->chains = g_ptr_array_new_with_free_func (chain_free);
  for (guint i = 0; i < N_PEOPLE; i++) {
    self->people[i] = test_person_new (self->world, names[i]);
    if (i == 0)
      test_person_found (self->people[0], "Analysis");
    else
      test_person_join (self->people[i], self->people[0]);
    test_person_pull (self->people[0], self->people[i]);
  }
  self->channel = test_person_get_channel (self->people[0]);
  log = test_person_list_ops (self->people[0]);
  for (guint i = 0; i < log->len; i++) {
    CenOp op;
    GBytes *bytes = g_array_index (log, CenIncoming, i).op;

    cen_op_decode (&op, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL);
    g_ptr_array_add (self->all, test_op_read (self->people[0], &op.id));
  }
  for (guint i = 0; i < N_PEOPLE; i++) {
    TestOp *tip = test_op_read_tip (self->people[i]);

    g_ptr_array_add (self->all, tip);
    add_chain (self, self->people[i], &self->people[i]->circle->keys->device, tip);
  }
}

/* --- What one of them writes --- */

static void
choose_cut (Quarrel *self, CenFrameRevoke *revoke)
{
  revoke->n_cut = roll (self, 4) == 0;
  revoke->cut[0] = ((TestOp *) pick (self, self->all))->op.id;
}

static GBytes *
make_frame (Quarrel *self, guint kind)
{
  TestPerson *target = self->people[roll (self, N_PEOPLE)];
  CenFrame frame = { .kind = kind };
  CenId device;

  switch (kind) {
  case CEN_OP_REVOKE:
    frame.revoke.member = target->circle->self_member;
    choose_cut (self, &frame.revoke);
    break;
  case CEN_OP_DEVICE_REMOVE:
    cen_id_from_bytes (&device, ((Chain *) pick (self, self->chains))->key.public_key);
    frame.revoke.device = device;
    choose_cut (self, &frame.revoke);
    break;
  case CEN_OP_GRANT:
    frame.grant.member = target->circle->self_member;
    frame.grant.role = (CenRole) (1 + roll (self, 3));
    if (roll (self, 4) == 0)
      frame.grant.succeeds = self->people[roll (self, N_PEOPLE)]->circle->self_member;
    break;
  default:
    break;
  }
  return test_payload_frame (self->people[0], &frame);
}

static GBytes *
make_content (Quarrel *self, guint kind)
{
  TestPerson *ana = self->people[0];
  CenId listed[2] = { ((TestOp *) pick (self, self->all))->op.id,
                      ((TestOp *) pick (self, self->all))->op.id };

  switch (kind) {
  case CEN_OP_CREATE:
    return test_payload_create (ana, &self->channel, "words");
  case CEN_OP_SET:
    return test_payload_text (ana, "changed");
  case CEN_OP_MARK:
    return cen_content_build_mark (CEN_MESSAGE_REACTION, "❤", CEN_MARK_PUT, &self->world->world);
  case CEN_OP_HIDE:
    return cen_hide_build (roll (self, 3) > 0 ? "not here" : NULL, &self->world->world);
  case CEN_OP_ENDORSE:
    return cen_endorse_build (listed, 2, &self->world->world);
  default:
    return test_payload_empty (ana);
  }
}

static guint
choose_kind (Quarrel *self)
{
  static const guint kinds[] = { CEN_OP_CREATE,        CEN_OP_CREATE, CEN_OP_CREATE,
                                 CEN_OP_CREATE,        CEN_OP_SET,    CEN_OP_SET,
                                 CEN_OP_MARK,          CEN_OP_REDACT, CEN_OP_HIDE,
                                 CEN_OP_ENDORSE,       CEN_OP_REVOKE, CEN_OP_GRANT,
                                 CEN_OP_GRANT,         CEN_OP_GRANT,  CEN_OP_DEVICE_ADD,
                                 CEN_OP_DEVICE_REMOVE, CEN_OP_LEAVE,  CEN_OP_DEVICE_REMOVE };
  guint kind = kinds[roll (self, G_N_ELEMENTS (kinds))];

  return kind == CEN_OP_LEAVE && roll (self, 3) > 0 ? CEN_OP_CREATE : kind;
}

static void
add_device (Quarrel *self, const Chain *by, const TestOp *prev)
{
  g_autoptr (CenCircleKeys) keys = test_person_make_device (by->person);
  TestOp *made = test_op_sign_device (by->person, keys, &prev, 1);

  g_ptr_array_add (self->all, made);
  add_chain (self, by->person, &keys->device, made);
}

static void
step (Quarrel *self)
{
  Chain *chain = pick (self, self->chains);
  const TestOp *prev =
      roll (self, 6) == 0 ? pick (self, chain->ops) : chain->ops->pdata[chain->ops->len - 1];
  const TestOp *dep = pick (self, self->all);
  const TestOp *about = pick (self, self->all);
  guint n_deps = roll (self, 2) && !cen_id_equal (&dep->op.id, &prev->op.id);
  guint kind = choose_kind (self);
  TestOp *made;
  CenOp op = { .kind = kind };

  if (kind == CEN_OP_DEVICE_ADD) {
    add_device (self, chain, prev);
    return;
  }
  test_op_set_parents (&op, prev, &dep, n_deps);
  op.has_object =
      kind == CEN_OP_SET || kind == CEN_OP_MARK || kind == CEN_OP_REDACT || kind == CEN_OP_HIDE;
  op.object = about->op.id;
  made = test_op_sign (&op, &chain->person->circle->id, &chain->key,
                       kind < CEN_OP_CREATE ? make_frame (self, kind) : make_content (self, kind));
  g_ptr_array_add (chain->ops, made);
  g_ptr_array_add (self->all, made);
}

/* --- Delivering --- */

static void
shuffle (Quarrel *self)
{
  for (guint i = self->all->len; i > 1; i--) {
    guint k = roll (self, i);
    gpointer moved = self->all->pdata[i - 1];

    self->all->pdata[i - 1] = self->all->pdata[k];
    self->all->pdata[k] = moved;
  }
}

static void
deliver (Quarrel *self, TestPerson *to)
{
  for (guint round = 0; round < 2; round++) {
    shuffle (self);
    for (guint i = 0; i < self->all->len;) {
      guint wish = 1 + roll (self, 9);
      guint n = MIN (wish, self->all->len - i);

      test_person_give (to, (TestOp *const *) &self->all->pdata[i], n);
      i += n;
    }
  }
}

/* Every op is sound, so all are there; some of what they did has an effect and some has not. */
static void
count_effective (TestPerson *person, guint kind, guint *n_effective, guint *n_void)
{
  for (guint i = 0; i < person->circle->frames->len; i++) {
    if (((CenFrameOp *) person->circle->frames->pdata[i])->frame.kind != kind)
      continue;
    if (cen_authority_is_effective (person->circle->authority, i))
      (*n_effective)++;
    else
      (*n_void)++;
  }
}

typedef struct {
  guint n_effective[CEN_OP_FRAME_LAST];
  guint n_void[CEN_OP_FRAME_LAST];
} Tally;

static void
run (guint32 seed, Tally *tally)
{
  g_auto (Quarrel) quarrel = { 0 };
  g_autofree char *expected = NULL;

  begin (&quarrel, seed);
  for (guint i = 0; i < N_STEPS; i++)
    step (&quarrel);
  for (guint i = 0; i < N_ORDERS; i++) {
    g_autoptr (TestPerson) fresh = test_person_new (quarrel.world, "Fresh");
    g_autofree char *state = NULL;

    test_person_open_empty (fresh, &quarrel.people[0]->circle->id);
    deliver (&quarrel, fresh);
    state = test_person_dup_state (fresh);
    if (expected == NULL)
      expected = g_strdup (state);
    g_test_message ("seed %u: %s", seed, state);
    g_assert_cmpstr (state, ==, expected);
    test_assert_verified (fresh);
    test_assert_rebuilt (fresh);
    for (guint kind = 1; kind < CEN_OP_FRAME_LAST; kind++)
      count_effective (fresh, kind, &tally->n_effective[kind], &tally->n_void[kind]);
  }
}

static void
test_quarrels (void)
{
  static const guint kinds[] = { CEN_OP_REVOKE, CEN_OP_GRANT, CEN_OP_LEAVE, CEN_OP_DEVICE_ADD,
                                 CEN_OP_DEVICE_REMOVE };
  Tally tally = { 0 };

  for (guint32 seed = 1; seed <= N_SEEDS; seed++)
    run (seed, &tally);
  /* Else nothing was tried. */
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    g_test_message ("kind %u: %u effective, %u void", kinds[i], tally.n_effective[kinds[i]],
                    tally.n_void[kinds[i]]);
    g_assert_cmpuint (tally.n_effective[kinds[i]], >, 20);
    g_assert_cmpuint (tally.n_void[kinds[i]], >, 20);
  }
}

int
main (int argc, char **argv)
{
  cen_crypto_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/converge/quarrels", test_quarrels);
  return g_test_run ();
}
