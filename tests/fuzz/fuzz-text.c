/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* By the first byte: the payload of a TEXT op, a saved form, or a play in which two writers change
 * one text as the bytes say, with what an editor would do and what no editor would. */

#include "fuzz.h"

#include "core/text-encode.h"
#include "core/text-save.h"

#include <string.h>

#define EDITS_MAX 64

static int
compare_cb (gconstpointer data, guint32 a, guint32 b)
{
  (void) data;
  return a < b ? -1 : a > b;
}

static void
salt_cb (const CenWorld *world, guint8 *buf, gsize len)
{
  (void) world;
  memset (buf, 0, len);
}

static void
play_payload (const uint8_t *bytes, size_t len)
{
  CenWorld world = { .random = salt_cb };
  g_auto (CenTextPayload) payload = { 0 };
  g_autoptr (CenText) text = cen_text_new (compare_cb, NULL);
  g_autoptr (GBytes) again = NULL;
  CenTextName name = { .lamport = 1 };
  gboolean names_nothing = FALSE;
  CenTextIds ids;
  CenId lacking;

  if (!cen_text_payload_parse (&payload, bytes, len, NULL))
    return;
  cen_text_ids_init (&ids);
  for (guint i = 0; i < payload.ids->len; i++) {
    g_auto (CenTextEdit) edit = { 0 };
    CenTextStep step = { CEN_TEXT_INSERT_RIGHT, 0, 0, 4 };

    name.id = g_array_index (payload.ids, CenId, i);
    names_nothing = names_nothing || cen_id_is_zero (&name.id);
    if (cen_text_ids_find (&ids, &name.id) != 0)
      continue;
    cen_text_ids_add (&ids, &name);
    cen_text_edit_init (&edit);
    g_string_append (edit.text, "abcd");
    edit.n_chars = 4;
    g_array_append_val (edit.steps, step);
    g_assert (cen_text_apply (text, &edit, CEN_TEXT_COUNTS, NULL));
  }
  /* No op has the id of zeros: it is lacking everywhere and for ever. */
  g_assert ((cen_text_payload_resolve (&payload, &ids, 2, &lacking) == CEN_TEXT_FOUND) !=
            names_nothing);
  if (!names_nothing) {
    again = cen_text_encode (&payload.edit, &ids, &world, NULL);
    if (cen_text_apply (text, &payload.edit, CEN_TEXT_COUNTS, NULL))
      g_string_free (cen_text_dup_text (text), TRUE);
  }
  cen_text_ids_clear (&ids);
}

static void
play_form (const uint8_t *bytes, size_t len)
{
  g_autoptr (CenText) text = cen_text_open (bytes, len, compare_cb, NULL);
  g_auto (CenTextEdit) record = { 0 };
  g_autoptr (GBytes) saved = NULL;
  guint32 length;

  if (text == NULL)
    return;
  length = cen_text_get_length (text);
  cen_text_edit_init (&record);
  cen_text_begin (text);
  cen_text_type (text, length / 2, length / 4, "xyz", 3, &record);
  cen_text_end (text);
  saved = cen_text_save (text);
}

/* --- Two writers --- */

typedef struct {
  const uint8_t *at;
  const uint8_t *end;
} Script;

typedef struct {
  CenText *texts[2];
  CenTextEdit edits[EDITS_MAX]; /* of both, by number: each is taken in by both in one order */
  guint n_edits;
} Play;

static guint
take (Script *script, guint n)
{
  return script->at < script->end && n > 0 ? *script->at++ % n : 0;
}

static void
type_as_editor (Play *play, Script *script, guint who)
{
  CenText *text = play->texts[who];
  CenTextEdit *edit = &play->edits[play->n_edits];
  guint n_times = 1 + take (script, 4);

  cen_text_begin (text);
  while (n_times-- > 0) {
    guint length = cen_text_get_length (text);
    guint position = take (script, length + 1);
    guint n_deleted = take (script, MIN (length - position, 8) + 1);

    cen_text_type (text, position, n_deleted, "abcdefgh", take (script, 8), edit);
  }
  cen_text_end (text);
}

static void
type_as_nobody (Play *play, Script *script)
{
  CenTextEdit *edit = &play->edits[play->n_edits];
  guint n_steps = 1 + take (script, 4);

  while (n_steps-- > 0) {
    CenTextStep step = { (CenTextStepKind) take (script, 3), take (script, play->n_edits + 3),
                         take (script, 20), take (script, 9) };

    if (step.edit == play->n_edits + 2)
      step.edit = CEN_TEXT_OWN;
    if (step.kind != CEN_TEXT_DELETE) {
      g_string_append_len (edit->text, "ABCDEFGHI", step.len);
      edit->n_chars += step.len;
    }
    g_array_append_val (edit->steps, step);
  }
}

static void
play_script (const uint8_t *bytes, size_t len)
{
  Script script = { bytes, bytes + len };
  Play play = { { cen_text_new (compare_cb, NULL), cen_text_new (compare_cb, NULL) },
                { { 0 } },
                0 };
  GString *read[2];

  while (script.at < script.end && play.n_edits < EDITS_MAX) {
    guint author = take (&script, 4); /* of two writers; above, of none of them */
    CenTextEdit *edit = &play.edits[play.n_edits];
    gboolean is_taken = TRUE;

    cen_text_edit_init (edit);
    if (author < 2)
      type_as_editor (&play, &script, author);
    else
      type_as_nobody (&play, &script);
    for (guint i = 0; i < 2; i++) {
      if (i == author)
        continue;
      is_taken = cen_text_apply (play.texts[i], edit, CEN_TEXT_COUNTS, NULL);
      g_assert (is_taken || author >= 2);
    }
    if (is_taken)
      play.n_edits++;
    else
      cen_text_edit_clear (edit);
    for (guint i = 0; i < 2; i++)
      g_assert (cen_text_get_n_edits (play.texts[i]) == play.n_edits + 1);
  }
  for (guint i = 0; i < 2; i++)
    read[i] = cen_text_dup_text (play.texts[i]);
  g_assert (g_string_equal (read[0], read[1]));
  for (guint i = 0; i < 2; i++) {
    g_string_free (read[i], TRUE);
    cen_text_free (play.texts[i]);
  }
  for (guint i = 0; i < EDITS_MAX; i++)
    cen_text_edit_clear (&play.edits[i]);
}

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t len)
{
  if (len == 0)
    return 0;
  switch (bytes[0] % 3) {
  case 0:
    play_payload (bytes + 1, len - 1);
    break;
  case 1:
    play_form (bytes + 1, len - 1);
    break;
  default:
    play_script (bytes + 1, len - 1);
    break;
  }
  return 0;
}
