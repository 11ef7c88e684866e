/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "formats.h"

#include <glib/gi18n.h>

static const CenacleFormatRow formats[] = {
  { "talk",
    N_ ("Talk"),
    60,
    { N_ ("5 Welcome"), N_ ("30 Talk"), N_ ("20 Questions"), N_ ("5 What we take home") } },
  { "workshop",
    N_ ("Workshop"),
    90,
    { N_ ("10 Welcome and what we want to make"), N_ ("15 Demonstration"),
      N_ ("45 Everyone tries, in pairs"), N_ ("15 Showing what was made"),
      N_ ("5 What we take home") } },
  { "reading",
    N_ ("Reading"),
    60,
    { N_ ("5 Welcome"), N_ ("10 The passage, read aloud"), N_ ("30 Each in turn: what struck me"),
      N_ ("10 What stays open"), N_ ("5 The next reading") } },
  { "codev",
    N_ ("Co-development"),
    75,
    { N_ ("5 Welcome, and whose case it is"), N_ ("10 The case is told"),
      N_ ("15 Questions to understand"), N_ ("5 The request"), N_ ("25 Ideas from everybody"),
      N_ ("10 What the person will try"), N_ ("5 What each has learned") } },
  { "cafe",
    N_ ("Café"),
    45,
    { N_ ("5 Welcome"), N_ ("35 Free talk"), N_ ("5 Who comes next time") } },
};

const CenacleFormatRow *
cenacle_formats_get_nth (guint n)
{
  return n < G_N_ELEMENTS (formats) ? &formats[n] : NULL;
}

const CenacleFormatRow *
cenacle_formats_find (const char *id)
{
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++) {
    if (g_str_equal (formats[i].id, id))
      return &formats[i];
  }
  return NULL;
}

GStrv
cenacle_formats_dup_agenda (const CenacleFormatRow *format)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; format->agenda[i] != NULL; i++)
    g_strv_builder_add (builder, _ (format->agenda[i]));
  return g_strv_builder_end (builder);
}
