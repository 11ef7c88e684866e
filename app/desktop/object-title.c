/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "object-title.h"

#include "core/kinds-base.h"
#include "core/kinds-library.h"
#include "core/kinds-life.h"
#include "core/kinds-meet.h"
#include "core/kinds-note.h"

#include <glib/gi18n.h>

char *
cenacle_object_title_dup (const CenObjectRow *row)
{
  const CenKind *kind = row->kind;
  g_autofree char *text = NULL;
  char *line;

  if (kind == NULL || row->state != CEN_OBJECT_LIVE)
    return g_strdup (_ ("Something that is not here any more"));
  text = cen_object_row_dup_text (row,
                                  kind->search_title != 0 ? kind->search_title : kind->search_body);
  g_strdelimit (g_strstrip (text), "\n\r\t", ' ');
  if (g_utf8_strlen (text, -1) <= CENACLE_OBJECT_TITLE_MAX)
    return g_steal_pointer (&text);
  line = g_utf8_substring (text, 0, CENACLE_OBJECT_TITLE_MAX);
  g_free (text);
  text = line;
  return g_strdup_printf ("%s…", text);
}

const char *
cenacle_object_title_get_kind (const CenObjectRow *row)
{
  static const struct {
    guint kind;
    const char *label;
  } rows[] = {
    { CEN_KIND_MESSAGE, N_ ("Message") },   { CEN_KIND_NOTE, N_ ("Note") },
    { CEN_KIND_RESOURCE, N_ ("Resource") }, { CEN_KIND_SESSION, N_ ("Session") },
    { CEN_KIND_QUESTION, N_ ("Question") }, { CEN_KIND_PROPOSAL, N_ ("Proposal") },
    { CEN_KIND_POLL, N_ ("Poll") },         { CEN_KIND_PATH, N_ ("Path") },
    { CEN_KIND_DECK, N_ ("Deck") },         { CEN_KIND_KUDOS, N_ ("Kudos") },
    { CEN_KIND_CHANNEL, N_ ("Channel") },   { CEN_KIND_STEP, N_ ("Step") },
  };

  for (guint i = 0; row->kind != NULL && i < G_N_ELEMENTS (rows); i++) {
    if (rows[i].kind == row->kind->id)
      return _ (rows[i].label);
  }
  return "";
}
