/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Each part of a note is written by somebody else, at its end and some days later. */

#include "load-private.h"

#include "core/author-text.h"
#include "core/kinds-note.h"

#define FIRST_DAYS 20

static gboolean
write_parts (CenacleLoad *load, guint n, const CenId *note, GError **error)
{
  const CenacleLoadRow *row = &load->words->notes[n];
  glong position = 0;

  for (guint i = 1; i < CENACLE_LOAD_PARTS_MAX && row->parts[i] != NULL; i++) {
    CenTextChange change = { (guint32) position, 0, row->parts[i] };

    cenacle_load_write_as (load, (n + i) % load->n_writers, FIRST_DAYS - 3.5 * (n + i));
    if (!cen_author_change_text (load->circle, note, &change, 1, error))
      return FALSE;
    position += g_utf8_strlen (row->parts[i], -1);
  }
  return TRUE;
}

gboolean
cenacle_load_notes (CenacleLoad *load, GError **error)
{
  for (guint n = 0; load->words->notes[n].parts[0] != NULL; n++) {
    CenValue title = { .field = CEN_NOTE_TITLE,
                       .type = CEN_FIELD_TEXT,
                       .text = load->words->notes[n].parts[0] };
    CenId note;

    cenacle_load_write_as (load, (n + 1) % load->n_writers, FIRST_DAYS - 3.0 * n);
    if (!cen_author_create (load->circle, cen_kind_get (CEN_KIND_NOTE), &title, 1, &note, error) ||
        !write_parts (load, n, &note, error))
      return FALSE;
  }
  return TRUE;
}
