/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Several replicas type at random, some of them with malice, and get each other's edits in any
 * order in which each comes after those that its author had seen; all of them end with what the
 * naive text says. CENACLE_TEXT_ROUNDS asks for more rounds than the usual. */

#include "core/text-save.h"

#include "tests/support/text-naive.h"

#include <string.h>

#define N_REPLICAS    3
#define N_TURNS       220
#define ROUNDS        400
#define TYPED_MAX     6
#define DELETED_MAX   9
#define STEPS_MAX     5
#define HOSTILE_RATIO 6
#define SAVE_RATIO    40
#define IGNORED_RATIO 20

typedef struct {
  NaiveEdit naive; /* first, so that it is one */
  guint author;
  guint known[N_REPLICAS]; /* of each author's edits, how many its own had seen */
} Edit;

typedef struct {
  CenText *text;
  GArray *places;  /* guint: of each edit by its number here, its place among all from 1 on */
  GArray *numbers; /* guint: the other way; 0 for one that is not here */
  guint known[N_REPLICAS];
  GString *shadow; /* the text as the deltas say */
} Replica;

typedef struct {
  GPtrArray *edits; /* Edit: all there are */
  GPtrArray *by_author[N_REPLICAS];
  Replica replicas[N_REPLICAS];
} World;

static int
compare_cb (gconstpointer data, guint32 a, guint32 b)
{
  const World *world = ((const gconstpointer *) data)[0];
  const Replica *replica = ((const gconstpointer *) data)[1];
  const Edit *x = world->edits->pdata[g_array_index (replica->places, guint, a) - 1];
  const Edit *y = world->edits->pdata[g_array_index (replica->places, guint, b) - 1];

  return x->naive.key < y->naive.key ? -1 : x->naive.key > y->naive.key;
}

static void
free_edit (gpointer data)
{
  Edit *edit = data;

  cen_text_edit_clear (&edit->naive.edit);
  g_free (edit);
}

static void
world_init (World *world, gconstpointer pairs[N_REPLICAS][2])
{
  guint zero = 0;

  memset (world, 0, sizeof *world);
  world->edits = g_ptr_array_new_with_free_func (free_edit);
  for (guint i = 0; i < N_REPLICAS; i++) {
    Replica *replica = &world->replicas[i];

    world->by_author[i] = g_ptr_array_new ();
    replica->places = g_array_new (FALSE, FALSE, sizeof (guint));
    replica->numbers = g_array_new (FALSE, TRUE, sizeof (guint));
    g_array_append_val (replica->places, zero);
    pairs[i][0] = world;
    pairs[i][1] = replica;
    replica->text = cen_text_new (compare_cb, pairs[i]);
    replica->shadow = g_string_new (NULL);
  }
}

static void
world_clear (World *world)
{
  for (guint i = 0; i < N_REPLICAS; i++) {
    cen_text_free (world->replicas[i].text);
    g_array_unref (world->replicas[i].places);
    g_array_unref (world->replicas[i].numbers);
    g_string_free (world->replicas[i].shadow, TRUE);
    g_ptr_array_unref (world->by_author[i]);
  }
  g_ptr_array_unref (world->edits);
}

/* --- Names --- */

static void
note_edit (World *world, Replica *replica, guint place)
{
  const Edit *edit = world->edits->pdata[place - 1];
  guint number = replica->places->len;

  g_array_append_val (replica->places, place);
  g_array_set_size (replica->numbers, MAX (replica->numbers->len, place + 1));
  g_array_index (replica->numbers, guint, place) = number;
  replica->known[edit->author]++;
}

static void
rename_steps (CenTextEdit *edit, const GArray *names)
{
  for (guint i = 0; i < edit->steps->len; i++) {
    CenTextStep *step = &g_array_index (edit->steps, CenTextStep, i);

    if (step->edit != CEN_TEXT_OWN && step->edit != 0)
      step->edit = g_array_index (names, guint, step->edit);
  }
}

static void
copy_edit (CenTextEdit *to, const CenTextEdit *from)
{
  to->steps = g_array_copy (from->steps);
  to->text = g_string_new (from->text->str);
  to->n_chars = from->n_chars;
}

static char *
make_text (guint n)
{
  static const char *const characters[] = { "a", "b", "c", " ", "\n", "é", "–", "𝄞" };
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append (text, characters[g_test_rand_int_range (0, G_N_ELEMENTS (characters))]);
  return g_string_free (text, FALSE);
}

/* --- Turns --- */

static void
apply_to_shadow (Replica *replica, const GArray *deltas)
{
  for (guint i = 0; i < deltas->len; i++) {
    const CenTextDelta *delta = &g_array_index (deltas, CenTextDelta, i);
    GString *shadow = replica->shadow;
    const char *from = g_utf8_offset_to_pointer (shadow->str, delta->position);
    const char *to = g_utf8_offset_to_pointer (from, delta->n_deleted);
    g_autoptr (GString) inserted = g_string_new (NULL);

    cen_text_chars_copy (&replica->text->tree.chars, delta->at, delta->n_inserted, inserted);
    g_string_erase (shadow, from - shadow->str, to - from);
    g_string_insert_len (shadow, from - shadow->str, inserted->str, (gssize) inserted->len);
  }
}

static void
check_shadow (Replica *replica)
{
  g_autoptr (GString) text = cen_text_dup_text (replica->text);

  g_assert_cmpstr (text->str, ==, replica->shadow->str);
  g_assert_cmpuint (g_utf8_strlen (text->str, -1), ==, cen_text_get_length (replica->text));
}

static Edit *
begin_edit (World *world, guint author)
{
  Edit *edit = g_new0 (Edit, 1);

  cen_text_edit_init (&edit->naive.edit);
  edit->naive.key = (guint64) g_test_rand_int () << 32 | (guint32) g_test_rand_int ();
  edit->author = author;
  memcpy (edit->known, world->replicas[author].known, sizeof edit->known);
  return edit;
}

static void
publish (World *world, Edit *edit)
{
  Replica *replica = &world->replicas[edit->author];

  rename_steps (&edit->naive.edit, replica->places);
  g_ptr_array_add (world->edits, edit);
  g_ptr_array_add (world->by_author[edit->author], edit);
  note_edit (world, replica, world->edits->len);
}

static void
type (World *world, guint author)
{
  Replica *replica = &world->replicas[author];
  Edit *edit = begin_edit (world, author);
  guint n_times = (guint) g_test_rand_int_range (1, 4);

  cen_text_begin (replica->text);
  for (guint i = 0; i < n_times; i++) {
    guint length = cen_text_get_length (replica->text);
    guint position = (guint) g_test_rand_int_range (0, (gint32) length + 1);
    guint n_deleted = (guint) g_test_rand_int_range (0, DELETED_MAX);
    guint n_inserted = (guint) g_test_rand_int_range (0, TYPED_MAX);
    g_autofree char *inserted = make_text (n_inserted);
    CenTextDelta gone = { position, n_deleted, replica->text->tree.log.n_chars, n_inserted };
    g_autoptr (GArray) deltas = g_array_new (FALSE, FALSE, sizeof gone);

    n_deleted = MIN (n_deleted, length - position);
    gone.n_deleted = n_deleted;
    g_assert_true (cen_text_type (replica->text, position, n_deleted, inserted, n_inserted,
                                  &edit->naive.edit));
    g_array_append_val (deltas, gone);
    apply_to_shadow (replica, deltas);
  }
  g_assert_cmpuint (cen_text_end (replica->text), ==, replica->places->len);
  publish (world, edit);
}

/* A step that names what is there, by the numbers of @replica, as no editor would. */
static CenTextStep
make_hostile_step (Replica *replica, guint n_own)
{
  CenTextStep step = { .kind = (CenTextStepKind) g_test_rand_int_range (0, 3), .len = 1 };
  guint32 at, n = n_own;

  step.edit = n_own > 0 && g_test_rand_bit () ? CEN_TEXT_OWN : 0;
  for (guint tries = 0; step.edit != CEN_TEXT_OWN && tries < 4; tries++) {
    guint edit = (guint) g_test_rand_int_range (0, (gint32) replica->places->len);

    cen_text_log_get_chars (&replica->text->tree.log, edit, &at, &n);
    step.edit = n > 0 ? edit : 0;
    if (n > 0)
      break;
    n = 1;
  }
  step.offset = (guint) g_test_rand_int_range (0, (gint32) n);
  if (step.edit == 0)
    step.kind = CEN_TEXT_INSERT_RIGHT;
  step.len = step.kind == CEN_TEXT_DELETE
                 ? (guint) g_test_rand_int_range (1, (gint32) (n - step.offset) + 1)
                 : (guint) g_test_rand_int_range (1, TYPED_MAX);
  return step;
}

static void
make_hostile (World *world, guint author)
{
  Replica *replica = &world->replicas[author];
  Edit *edit = begin_edit (world, author);
  CenTextEdit *what = &edit->naive.edit;
  guint n_steps = (guint) g_test_rand_int_range (1, STEPS_MAX);
  g_autoptr (GArray) deltas = g_array_new (FALSE, FALSE, sizeof (CenTextDelta));

  for (guint i = 0; i < n_steps; i++) {
    CenTextStep step = make_hostile_step (replica, what->n_chars);
    g_autofree char *text = make_text (step.kind == CEN_TEXT_DELETE ? 0 : step.len);

    g_string_append (what->text, text);
    what->n_chars += step.kind == CEN_TEXT_DELETE ? 0 : step.len;
    g_array_append_val (what->steps, step);
  }
  edit->naive.effect =
      g_test_rand_int_range (0, IGNORED_RATIO) == 0 ? CEN_TEXT_COUNTS_NOT : CEN_TEXT_COUNTS;
  /* It comes to its own author as to all others, under the key that it will have. */
  g_ptr_array_add (world->edits, edit);
  g_ptr_array_add (world->by_author[author], edit);
  note_edit (world, replica, world->edits->len);
  g_assert_true (cen_text_apply (replica->text, what, edit->naive.effect, deltas));
  rename_steps (what, replica->places);
  apply_to_shadow (replica, deltas);
}

static gboolean
is_ready (const Replica *replica, const Edit *edit)
{
  for (guint i = 0; i < N_REPLICAS; i++) {
    if (replica->known[i] < edit->known[i])
      return FALSE;
  }
  return TRUE;
}

static gboolean
deliver (World *world, guint to, guint author)
{
  Replica *replica = &world->replicas[to];
  g_autoptr (GArray) deltas = g_array_new (FALSE, FALSE, sizeof (CenTextDelta));
  g_auto (CenTextEdit) here = { 0 };
  guint place;
  Edit *edit;

  if (replica->known[author] >= world->by_author[author]->len)
    return FALSE;
  edit = world->by_author[author]->pdata[replica->known[author]];
  if (!is_ready (replica, edit))
    return FALSE;
  g_assert_true (g_ptr_array_find (world->edits, edit, &place));
  copy_edit (&here, &edit->naive.edit);
  rename_steps (&here, replica->numbers);
  note_edit (world, replica, place + 1);
  g_assert_true (cen_text_apply (replica->text, &here, edit->naive.effect, deltas));
  apply_to_shadow (replica, deltas);
  return TRUE;
}

static void
reopen (Replica *replica)
{
  g_autoptr (GBytes) saved = cen_text_save (replica->text);
  g_autoptr (GBytes) again = NULL;
  gsize len;
  const guint8 *bytes = g_bytes_get_data (saved, &len);
  CenText *opened =
      cen_text_open (bytes, len, replica->text->tree.compare, replica->text->tree.compare_data);

  g_assert_nonnull (opened);
  again = cen_text_save (opened);
  g_assert_true (g_bytes_equal (saved, again));
  cen_text_free (replica->text);
  replica->text = opened;
}

/* --- The end --- */

typedef struct {
  const Replica *replica;
  GArray *read;
} Reading;

static void
read_run_cb (guint32 at, guint32 n, gboolean is_visible, gpointer data)
{
  Reading *reading = data;
  CenTextTree *tree = &reading->replica->text->tree;

  for (guint i = 0; i < n; i++) {
    NaiveChar one = { .is_visible = is_visible,
                      .character = cen_text_chars_get (&tree->chars, at + i) };
    guint32 offset;
    guint32 edit = cen_text_log_find (&tree->log, at + i, &offset);

    one.edit = g_array_index (reading->replica->places, guint, edit);
    one.offset = offset;
    g_array_append_val (reading->read, one);
  }
}

static void
check_against (const Replica *replica, const GArray *expected)
{
  g_autoptr (GArray) read = g_array_new (FALSE, FALSE, sizeof (NaiveChar));
  Reading reading = { replica, read };

  cen_text_foreach (replica->text, read_run_cb, &reading);
  g_assert_cmpuint (read->len, ==, expected->len);
  g_assert_cmpmem (read->data, read->len * sizeof (NaiveChar), expected->data,
                   expected->len * sizeof (NaiveChar));
}

static void
settle (World *world)
{
  gboolean has_any = TRUE;
  g_autoptr (GArray) expected = naive_text_read (world->edits);

  while (has_any) {
    has_any = FALSE;
    for (guint to = 0; to < N_REPLICAS; to++) {
      for (guint from = 0; from < N_REPLICAS; from++)
        has_any = deliver (world, to, (from + to) % N_REPLICAS) || has_any;
    }
  }
  for (guint i = 0; i < N_REPLICAS; i++) {
    check_shadow (&world->replicas[i]);
    check_against (&world->replicas[i], expected);
  }
}

static void
run_round (void)
{
  gconstpointer pairs[N_REPLICAS][2];
  World world;

  world_init (&world, pairs);
  for (guint i = 0; i < N_TURNS; i++) {
    guint who = (guint) g_test_rand_int_range (0, N_REPLICAS);
    guint other = (guint) g_test_rand_int_range (0, N_REPLICAS);

    if (g_test_rand_bit ())
      deliver (&world, who, other);
    else if (g_test_rand_int_range (0, HOSTILE_RATIO) == 0)
      make_hostile (&world, who);
    else
      type (&world, who);
    if (g_test_rand_int_range (0, SAVE_RATIO) == 0)
      reopen (&world.replicas[who]);
  }
  settle (&world);
  world_clear (&world);
}

static void
test_random (void)
{
  const char *asked = g_getenv ("CENACLE_TEXT_ROUNDS");
  guint64 rounds = asked != NULL ? g_ascii_strtoull (asked, NULL, 10) : ROUNDS;

  for (guint64 i = 0; i < rounds; i++)
    run_round ();
}

/* Whoever hears of all edits at once, in whatever order, reads the same. */
static void
test_orders (void)
{
  gconstpointer pairs[N_REPLICAS][2];
  World world;
  g_autoptr (GArray) expected = NULL;

  world_init (&world, pairs);
  for (guint i = 0; i < 4 * N_TURNS; i++) {
    guint who = i / 16 % 2; /* the last one only listens */

    if (i % 16 == 0 && g_test_rand_bit ())
      while (deliver (&world, who, 1 - who)) {
      }
    type (&world, who);
  }
  expected = naive_text_read (world.edits);
  for (guint i = 0; i < 12; i++) {
    Replica *replica = &world.replicas[N_REPLICAS - 1];

    g_array_set_size (replica->places, 1);
    g_array_set_size (replica->numbers, 0);
    memset (replica->known, 0, sizeof replica->known);
    cen_text_free (replica->text);
    replica->text = cen_text_new (compare_cb, pairs[N_REPLICAS - 1]);
    g_string_truncate (replica->shadow, 0);
    while (replica->places->len <= world.edits->len)
      deliver (&world, N_REPLICAS - 1, (guint) g_test_rand_int_range (0, 2));
    check_shadow (replica);
    check_against (replica, expected);
  }
  world_clear (&world);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/text-replicas/random", test_random);
  g_test_add_func ("/text-replicas/orders", test_orders);
  return g_test_run ();
}
