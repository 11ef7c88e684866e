/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "note-templates.h"

#include <glib/gi18n.h>

static const struct {
  const char *id;
  const char *name;
  const char *text;
} templates[] = {
  { "", N_ ("An empty page"), NULL },
  { "minutes", N_ ("Minutes"),
    N_ ("## Present\n\n- \n\n## What we said\n\n- \n\n## What we decided\n\n- \n\n"
        "## Who does what, until when\n\n- [ ] \n") },
  { "reading", N_ ("Reading sheet"),
    N_ ("## What it is\n\nAuthor, title, where to find it\n\n## In three sentences\n\n\n"
        "## What struck me\n\n> \n\n## Questions it leaves\n\n- \n") },
  { "lesson", N_ ("Lesson"),
    N_ ("## What one can do afterwards\n\n- \n\n## What one needs before\n\n- \n\n## Steps\n\n1. "
        "\n\n"
        "## Exercises\n\n- [ ] \n") },
  { "retrospective", N_ ("Retrospective"),
    N_ ("## What went well\n\n- \n\n## What was hard\n\n- \n\n## What we try next\n\n- [ ] \n") },
};

GStrv
cenacle_note_template_list (void)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < G_N_ELEMENTS (templates); i++)
    g_strv_builder_add (builder, _ (templates[i].name));
  return g_strv_builder_end (builder);
}

const char *
cenacle_note_template_get_id (guint n)
{
  return templates[n].id;
}

const char *
cenacle_note_template_get_text (guint n)
{
  return templates[n].text != NULL ? _ (templates[n].text) : "";
}
