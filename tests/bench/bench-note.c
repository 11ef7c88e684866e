/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What one keystroke in a note of 100 KB costs the engine: from what a window hands over to the
 * commit on disk; and the pass that later puts the words into the index.
 *
 * bench-note DIR: prints "NAME VALUE" lines, milliseconds. */

#include "app/control/system-world.h"
#include "core/author-content.h"
#include "core/author-text.h"
#include "core/kinds-note.h"
#include "core/note-text.h"
#include "core/replica.h"

#include <stdio.h>
#include <stdlib.h>

#define NOTE_BYTES 100000
#define WORDS      8000
#define KEYS       400

static CenId
make_note (CenCircle *circle)
{
  CenValue title = { .field = CEN_NOTE_TITLE, .type = CEN_FIELD_TEXT, .text = "Long" };
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  CenTextChange change = { 0 };
  CenId id;

  while (text->len < NOTE_BYTES) {
    /* Some words are much more frequent than others. */
    double share = g_rand_double (rand);

    g_string_append_printf (text, "w%dx%c", (int) (share * share * share * WORDS),
                            g_rand_int_range (rand, 0, 12) == 0 ? '\n' : ' ');
  }
  change.inserted = text->str;
  g_assert_true (cen_author_create (circle, cen_kind_get (CEN_KIND_NOTE), &title, 1, &id, NULL));
  g_assert_true (cen_author_change_text (circle, &id, &change, 1, NULL));
  g_assert_true (cen_store_index_words (circle->store, 0, NULL));
  return id;
}

/* One letter, as the window that has the copy @note hands it over. */
static double
type_key (CenCircle *circle, const CenId *id, CenNoteText *note, guint32 position)
{
  g_auto (CenTextEdit) record = { 0 };
  CenTextName name = { .device = circle->self_device };
  g_autoptr (GBytes) payload = NULL;
  gint64 start;

  cen_text_edit_init (&record);
  cen_text_begin (note->text);
  g_assert_true (cen_text_type (note->text, position, 0, "x", 1, &record));
  cen_text_end (note->text);
  payload = cen_text_encode (&record, &note->ids, circle->world, NULL);
  start = g_get_monotonic_time ();
  g_assert_true (cen_author_write_text (circle, id, payload, &name.id, NULL));
  start = g_get_monotonic_time () - start;
  cen_text_ids_add (&note->ids, &name);
  return (double) start / 1000;
}

static int
compare_cb (const void *a, const void *b)
{
  double first = *(const double *) a, second = *(const double *) b;

  return (first > second) - (first < second);
}

int
main (int argc, char **argv)
{
  g_autofree char *path = argc == 2 ? g_build_filename (argv[1], "replica.db", NULL) : NULL;
  g_autofree char *secrets = argc == 2 ? g_build_filename (argv[1], "secrets", NULL) : NULL;
  CenCircleOptions options = { .name = "Bench", .as = "Ana" };
  g_autoptr (GError) error = NULL;
  g_autoptr (CenNoteText) note = NULL;
  g_autoptr (CenReplica) replica = NULL;
  CenCircle *circle;
  CenNotePlace place;
  double times[KEYS];
  gint64 start;
  CenId id;

  if (argc != 2)
    return 2;
  cen_crypto_init ();
  replica = cen_replica_open (path, secrets, cenacle_system_world_get (), &error);
  g_assert_no_error (error);
  circle = cen_replica_create_circle (replica, &options, &error);
  g_assert_no_error (error);
  id = make_note (circle);
  g_assert_true (cen_note_place_find (circle->store, &circle->id, &id, &place, NULL));
  note = cen_note_text_load (circle->store, place.no, NULL);
  for (guint i = 0; i < KEYS; i++)
    times[i] = type_key (circle, &id, note, 50000 + i);
  qsort (times, KEYS, sizeof times[0], compare_cb);
  start = g_get_monotonic_time ();
  g_assert_true (cen_store_index_words (circle->store, 0, NULL));
  start = g_get_monotonic_time () - start;
  printf ("note-key-stored-p50 %.3f\nnote-key-stored-p99 %.3f\nnote-words-indexed %.3f\n",
          times[KEYS / 2], times[KEYS * 99 / 100], (double) start / 1000);
  return 0;
}
