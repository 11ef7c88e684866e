/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Replays a trace of edits, as traces.py writes it, and prints one JSON object: typed here, taken
 * in from elsewhere with one edit for each change, saved and opened again. The median of RUNS. */

#include "core/text-save.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define RUNS 7

typedef struct {
  guint32 position;
  guint32 n_deleted;
  guint32 n_inserted;
  const char *inserted;
} Patch;

typedef struct {
  guint32 agent;
  guint32 n_known[2]; /* of each agent's changes, how many its author had seen */
  guint32 first_patch;
  guint32 n_patches;
} Change;

typedef struct {
  char *bytes;
  GArray *changes; /* Change */
  GArray *patches; /* Patch */
  guint32 n_agents;
  const char *end_text;
} Trace;

/* --- Reading --- */

static guint32
read_number (const char **at)
{
  guint32 number;

  memcpy (&number, *at, sizeof number);
  *at += sizeof number;
  return GUINT32_FROM_LE (number);
}

static const char *
read_text (const char **at)
{
  guint32 len = read_number (at);
  const char *text = *at;

  *at += len + 1;
  return text;
}

static void
read_change (Trace *trace, const char **at)
{
  Change change = { .agent = read_number (at) };

  for (guint i = 0; i < G_N_ELEMENTS (change.n_known); i++)
    change.n_known[i] = read_number (at);
  change.first_patch = trace->patches->len;
  change.n_patches = read_number (at);
  for (guint i = 0; i < change.n_patches; i++) {
    Patch patch = { .position = read_number (at), .n_deleted = read_number (at) };

    patch.inserted = read_text (at);
    patch.n_inserted = (guint32) g_utf8_strlen (patch.inserted, -1);
    g_array_append_val (trace->patches, patch);
  }
  g_array_append_val (trace->changes, change);
}

static void
read_trace (Trace *trace, const char *path)
{
  const char *at;
  guint32 n;

  g_assert (g_file_get_contents (path, &trace->bytes, NULL, NULL));
  trace->changes = g_array_new (FALSE, FALSE, sizeof (Change));
  trace->patches = g_array_new (FALSE, FALSE, sizeof (Patch));
  at = trace->bytes;
  trace->n_agents = read_number (&at);
  n = read_number (&at);
  for (guint i = 0; i < n; i++)
    read_change (trace, &at);
  trace->end_text = read_text (&at);
}

/* --- Replaying --- */

/* Agents in turn, their edits as they come: what number an edit has in a text of @agent. */
typedef struct {
  guint32 agent;
  guint32 number;
} Name;

typedef struct {
  CenText *text;
  GArray *names;      /* Name, by edit */
  GArray *numbers[2]; /* guint32: the edit of each agent's changes */
} Replica;

static int
compare_names (gconstpointer data, guint32 a, guint32 b)
{
  const Replica *replica = data;
  const Name *x = &g_array_index (replica->names, Name, a);
  const Name *y = &g_array_index (replica->names, Name, b);

  if (x->agent != y->agent)
    return x->agent < y->agent ? -1 : 1;
  return x->number < y->number ? -1 : x->number > y->number;
}

static void
replica_init (Replica *replica)
{
  Name root = { 0, 0 };

  replica->names = g_array_new (FALSE, FALSE, sizeof (Name));
  g_array_append_val (replica->names, root);
  for (guint i = 0; i < G_N_ELEMENTS (replica->numbers); i++)
    replica->numbers[i] = g_array_new (FALSE, FALSE, sizeof (guint32));
  replica->text = cen_text_new (compare_names, replica);
}

static void
replica_clear (Replica *replica)
{
  cen_text_free (replica->text);
  g_array_unref (replica->names);
  for (guint i = 0; i < G_N_ELEMENTS (replica->numbers); i++)
    g_array_unref (replica->numbers[i]);
}

static void
note_edit (Replica *replica, guint32 agent)
{
  Name name = { agent, replica->numbers[agent]->len };
  guint32 edit = replica->names->len;

  g_array_append_val (replica->names, name);
  g_array_append_val (replica->numbers[agent], edit);
}

static void
type_change (const Trace *trace, const Change *change, CenText *text, CenTextEdit *record)
{
  cen_text_begin (text);
  for (guint i = 0; i < change->n_patches; i++) {
    const Patch *patch = &g_array_index (trace->patches, Patch, change->first_patch + i);

    g_assert (cen_text_type (text, patch->position, patch->n_deleted, patch->inserted,
                             patch->n_inserted, record));
  }
  cen_text_end (text);
}

static void
check_text (const Trace *trace, CenText *text)
{
  GString *is = cen_text_dup_text (text);

  /* What was made up has no text that is known beforehand. */
  g_assert (*trace->end_text == '\0' || g_str_equal (is->str, trace->end_text));
  g_string_free (is, TRUE);
}

/* The edits in @order, by their places in @edits, naming each other by the order that they have
 * then; one behind the other in memory, as what is received is. NULL: as they are. */
static GPtrArray *
arrange_edits (const GPtrArray *edits, const guint32 *order)
{
  GPtrArray *arranged = g_ptr_array_new ();
  g_autofree guint32 *numbers = g_new0 (guint32, edits->len + 1);

  for (guint i = 0; i < edits->len; i++)
    numbers[(order != NULL ? order[i] : i) + 1] = i + 1;
  for (guint i = 0; i < edits->len; i++) {
    const CenTextEdit *from = edits->pdata[order != NULL ? order[i] : i];
    CenTextEdit *edit = g_new (CenTextEdit, 1);

    *edit = (CenTextEdit){ g_array_copy (from->steps),
                           g_string_new_len (from->text->str, (gssize) from->text->len),
                           from->n_chars };
    for (guint s = 0; s < edit->steps->len; s++) {
      CenTextStep *step = &g_array_index (edit->steps, CenTextStep, s);

      if (step->edit != CEN_TEXT_OWN)
        step->edit = numbers[step->edit];
    }
    g_ptr_array_add (arranged, edit);
  }
  return arranged;
}

static void
free_edits (GPtrArray *edits)
{
  for (guint i = 0; i < edits->len; i++) {
    cen_text_edit_clear (edits->pdata[i]);
    g_free (edits->pdata[i]);
  }
  g_ptr_array_unref (edits);
}

/* Edits as others get them: what they name is in the order of the trace. */
static GPtrArray *
make_edits (const Trace *trace)
{
  GPtrArray *edits = g_ptr_array_new ();
  GArray *of_agent[2] = { g_array_new (FALSE, FALSE, sizeof (guint32)),
                          g_array_new (FALSE, FALSE, sizeof (guint32)) };
  Replica replicas[2];

  for (guint i = 0; i < trace->n_agents; i++)
    replica_init (&replicas[i]);
  for (guint i = 0; i < trace->changes->len; i++) {
    const Change *change = &g_array_index (trace->changes, Change, i);
    Replica *replica = &replicas[change->agent];
    CenTextEdit *edit = g_new (CenTextEdit, 1);
    guint32 number = i + 1;

    cen_text_edit_init (edit);
    for (guint k = 0; k < trace->n_agents; k++) {
      while (replica->numbers[k]->len < change->n_known[k]) {
        guint32 index = g_array_index (of_agent[k], guint32, replica->numbers[k]->len) - 1;
        CenTextEdit *other = edits->pdata[index];
        CenTextEdit mapped = { g_array_copy (other->steps), other->text, other->n_chars };

        for (guint s = 0; s < mapped.steps->len; s++) {
          CenTextStep *step = &g_array_index (mapped.steps, CenTextStep, s);

          if (step->edit != 0 && step->edit != CEN_TEXT_OWN) {
            const Change *named = &g_array_index (trace->changes, Change, step->edit - 1);
            guint nth = 0;

            while (g_array_index (of_agent[named->agent], guint32, nth) != step->edit)
              nth++;
            step->edit = g_array_index (replica->numbers[named->agent], guint32, nth);
          }
        }
        note_edit (replica, k);
        g_assert (cen_text_apply (replica->text, &mapped, CEN_TEXT_COUNTS, NULL));
        g_array_unref (mapped.steps);
      }
    }
    g_assert (replica->numbers[change->agent]->len == change->n_known[change->agent]);
    note_edit (replica, change->agent);
    type_change (trace, change, replica->text, edit);
    for (guint s = 0; s < edit->steps->len; s++) {
      CenTextStep *step = &g_array_index (edit->steps, CenTextStep, s);

      if (step->edit != 0 && step->edit != CEN_TEXT_OWN) {
        const Name *name = &g_array_index (replica->names, Name, step->edit);

        step->edit = g_array_index (of_agent[name->agent], guint32, name->number);
      }
    }
    g_array_append_val (of_agent[change->agent], number);
    g_ptr_array_add (edits, edit);
  }
  for (guint i = 0; i < trace->n_agents; i++) {
    replica_clear (&replicas[i]);
    g_array_unref (of_agent[i]);
  }
  return edits;
}

/* --- Measuring --- */

/* Of this thread alone: what else runs on the machine is not in it. */
static gint64
now_us (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (gint64) now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

static int
compare_times_cb (const void *a, const void *b)
{
  gint64 first = *(const gint64 *) a;
  gint64 second = *(const gint64 *) b;

  return (first > second) - (first < second);
}

static double
get_median (gint64 times[static RUNS])
{
  qsort (times, RUNS, sizeof times[0], compare_times_cb);
  return (double) times[RUNS / 2] / 1000;
}

static double
measure_local (const Trace *trace)
{
  gint64 times[RUNS];

  for (guint i = 0; i < RUNS; i++) {
    g_auto (CenTextEdit) record = { 0 };
    g_autoptr (CenText) text = NULL;
    gint64 start = now_us ();

    cen_text_edit_init (&record);
    text = cen_text_new (NULL, NULL);
    for (guint k = 0; k < trace->changes->len; k++) {
      cen_text_edit_reset (&record);
      type_change (trace, &g_array_index (trace->changes, Change, k), text, &record);
    }
    times[i] = now_us () - start;
    check_text (trace, text);
  }
  return get_median (times);
}

static double
measure_remote (const Trace *trace, const GPtrArray *edits, gsize *ret_size, GBytes **ret_saved)
{
  Replica names;
  gint64 times[RUNS];

  replica_init (&names);
  for (guint k = 0; k < trace->changes->len; k++)
    note_edit (&names, g_array_index (trace->changes, Change, k).agent);
  for (guint i = 0; i < RUNS; i++) {
    g_autoptr (CenText) text = NULL;
    gint64 start = now_us ();

    text = cen_text_new (compare_names, &names);
    for (guint k = 0; k < edits->len; k++)
      g_assert (cen_text_apply (text, edits->pdata[k], CEN_TEXT_COUNTS, NULL));
    times[i] = now_us () - start;
    check_text (trace, text);
    *ret_size = cen_text_get_size (text);
    g_clear_pointer (ret_saved, g_bytes_unref);
    *ret_saved = cen_text_save (text);
  }
  replica_clear (&names);
  return get_median (times);
}

/* Any order in which each change comes after those that its author had seen. */
static guint32 *
choose_order (const Trace *trace, GRand *rand)
{
  guint32 *order = g_new (guint32, trace->changes->len);
  GArray *of_agent[2];
  guint32 n_taken[2] = { 0, 0 };

  for (guint k = 0; k < 2; k++)
    of_agent[k] = g_array_new (FALSE, FALSE, sizeof (guint32));
  for (guint32 i = 0; i < trace->changes->len; i++)
    g_array_append_val (of_agent[g_array_index (trace->changes, Change, i).agent], i);
  for (guint32 i = 0; i < trace->changes->len; i++) {
    guint agent = g_rand_boolean (rand) ? 1 : 0;

    for (guint turn = 0; turn < 2; turn++, agent = 1 - agent) {
      const Change *change;

      if (n_taken[agent] == of_agent[agent]->len)
        continue;
      order[i] = g_array_index (of_agent[agent], guint32, n_taken[agent]);
      change = &g_array_index (trace->changes, Change, order[i]);
      if (change->n_known[1 - agent] <= n_taken[1 - agent])
        break;
    }
    n_taken[agent]++;
  }
  for (guint k = 0; k < 2; k++)
    g_array_unref (of_agent[k]);
  return order;
}

/* All say the same at the end, whatever the order. */
static double
measure_orders (const Trace *trace, const GPtrArray *edits, const char *expected)
{
  gint64 times[RUNS];

  for (guint i = 0; i < RUNS; i++) {
    g_autoptr (GRand) rand = g_rand_new_with_seed (i);
    g_autofree guint32 *order = choose_order (trace, rand);
    GPtrArray *arranged = arrange_edits (edits, order);
    g_autoptr (CenText) text = NULL;
    Replica names;
    GString *is;
    gint64 start;

    replica_init (&names);
    for (guint k = 0; k < trace->changes->len; k++)
      note_edit (&names, g_array_index (trace->changes, Change, order[k]).agent);
    start = now_us ();
    text = cen_text_new (compare_names, &names);
    for (guint k = 0; k < arranged->len; k++)
      g_assert (cen_text_apply (text, arranged->pdata[k], CEN_TEXT_COUNTS, NULL));
    times[i] = now_us () - start;
    is = cen_text_dup_text (text);
    g_assert_cmpstr (is->str, ==, expected);
    g_string_free (is, TRUE);
    replica_clear (&names);
    free_edits (arranged);
  }
  return get_median (times);
}

static double
measure_open (const Trace *trace, GBytes *saved)
{
  gint64 times[RUNS];
  gsize len;
  const guint8 *bytes = g_bytes_get_data (saved, &len);

  for (guint i = 0; i < RUNS; i++) {
    g_autoptr (CenText) text = NULL;
    gint64 start = now_us ();
    GString *is;

    text = cen_text_open (bytes, len, NULL, NULL);
    g_assert (text != NULL);
    is = cen_text_dup_text (text);
    times[i] = now_us () - start;
    g_assert (*trace->end_text == '\0' || g_str_equal (is->str, trace->end_text));
    g_string_free (is, TRUE);
  }
  return get_median (times);
}

static char *
dup_saved_text (GBytes *saved)
{
  gsize len;
  const guint8 *bytes = g_bytes_get_data (saved, &len);
  g_autoptr (CenText) text = cen_text_open (bytes, len, NULL, NULL);

  return g_string_free (cen_text_dup_text (text), FALSE);
}

int
main (int argc, char **argv)
{
  GPtrArray *made, *edits;
  g_autofree char *text = NULL;
  Trace trace;
  GBytes *saved = NULL;
  gsize size;

  g_assert (argc == 2);
  read_trace (&trace, argv[1]);
  made = make_edits (&trace);
  edits = arrange_edits (made, NULL);
  if (trace.n_agents == 1)
    printf ("{\"name\": \"local\", \"value\": %.3f, \"unit\": \"ms\"}\n", measure_local (&trace));
  printf ("{\"name\": \"remote\", \"value\": %.3f, \"unit\": \"ms\"}\n",
          measure_remote (&trace, edits, &size, &saved));
  if (trace.n_agents == 2) {
    text = dup_saved_text (saved);
    printf ("{\"name\": \"any-order\", \"value\": %.3f, \"unit\": \"ms\"}\n",
            measure_orders (&trace, edits, text));
  }
  printf ("{\"name\": \"memory\", \"value\": %.3f, \"unit\": \"MB\"}\n", (double) size / 1e6);
  printf ("{\"name\": \"saved\", \"value\": %.3f, \"unit\": \"KB\"}\n",
          (double) g_bytes_get_size (saved) / 1e3);
  printf ("{\"name\": \"open\", \"value\": %.3f, \"unit\": \"ms\"}\n",
          measure_open (&trace, saved));
  g_bytes_unref (saved);
  free_edits (made);
  free_edits (edits);
  return 0;
}
