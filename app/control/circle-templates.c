/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "circle-templates.h"

#include <glib/gi18n.h>

/* Translators: charters that a new circle is offered; write them as you would to friends. */
#define CHANNELS_MAX 4

static const struct {
  const char *id;
  const char *title;
  const char *text;
  struct {
    const char *name;
    const char *topic;
  } channels[CHANNELS_MAX];
} templates[] = {
  { "friends",
    N_ ("A circle of friends"),
    N_ ("We are here to learn together.\n\n"
        "• Every question is welcome; nobody is made to feel small for asking.\n"
        "• We take turns: to choose a subject, to present, to take notes.\n"
        "• We speak for ourselves, listen to the end, and disagree with ideas, not with people.\n"
        "• What is said here stays here, unless its author agrees.\n"
        "• We say thanks, and we say where we learned things.\n"
        "• Whoever is hurt or sees somebody hurt tells a facilitator, who listens first."),
    { { NULL, NULL } } },
  { "class",
    N_ ("A class"),
    N_ ("We learn for ourselves and for each other.\n\n"
        "• There are no stupid questions; whoever asks helps those who did not dare.\n"
        "• We explain how we got there, not only the result.\n"
        "• We help with the homework, and we do not do it for others.\n"
        "• Who was away finds here what was done.\n"
        "• Mistakes are shown without shame: they are how we learn.\n"
        "• Nobody is laughed at. Whoever sees it says so, or tells the teacher."),
    { { NC_ ("channel", "lessons"), N_ ("What was done, for who was away") },
      { NC_ ("channel", "exercises"), N_ ("Ask, and explain how you got there") },
      { NC_ ("channel", "organisation"), N_ ("Dates, rooms, absences") } } },
  { "reading",
    N_ ("A reading group"),
    N_ ("We read the same pages, each in our own way.\n\n"
        "• We come having read, or say that we have not, and come all the same.\n"
        "• We quote the page, so that everybody finds it.\n"
        "• Everybody speaks once before anybody speaks twice.\n"
        "• Nobody gives away what comes later.\n"
        "• Each chooses a book in turn; we finish what we began, or stop together.\n"
        "• We may dislike a book, never a reader."),
    { { NC_ ("channel", "this-book"), N_ ("What we read now") },
      { NC_ ("channel", "next-books"), N_ ("What we could read next") },
      { NC_ ("channel", "quotes"), N_ ("What is worth keeping") } } },
  { "team",
    N_ ("A team"),
    N_ ("We take time to learn, and it is time well spent.\n\n"
        "• Whoever learned something shows it to the others, unfinished.\n"
        "• We ask here rather than in private, so that the answer serves all.\n"
        "• We say “I do not know”, and find out together.\n"
        "• Each presents in turn, the newest too.\n"
        "• What goes wrong is looked at without looking for the guilty.\n"
        "• What is said here does not serve to judge anybody’s work."),
    { { NC_ ("channel", "show-and-tell"), N_ ("What I learned, finished or not") },
      { NC_ ("channel", "help"), N_ ("Asked here, an answer serves all") },
      { NC_ ("channel", "reading"), N_ ("Articles, talks, books") } } },
  { "association",
    N_ ("An association"),
    N_ ("We share what we know, freely, and everybody counts for one.\n\n"
        "• All are welcome, whatever they know and wherever they come from.\n"
        "• Decisions are taken here, where all can read and vote.\n"
        "• Tasks are taken by choice, and given back in time when they become too much.\n"
        "• We thank those who do, and we say when we need help.\n"
        "• We keep what we make where others can use it.\n"
        "• Whoever is hurt tells two people of their choice, who listen and act."),
    { { NC_ ("channel", "announcements"), N_ ("What everybody should know") },
      { NC_ ("channel", "projects"), N_ ("Who does what") },
      { NC_ ("channel", "newcomers"), N_ ("Welcome, and how things work here") } } },
};

const char *const *
cenacle_circle_templates_list (void)
{
  static const char *titles[G_N_ELEMENTS (templates) + 1];

  for (gsize i = 0; i < G_N_ELEMENTS (templates); i++)
    titles[i] = _ (templates[i].title);
  return titles;
}

const char *
cenacle_circle_templates_get_text (guint n)
{
  return n < G_N_ELEMENTS (templates) ? _ (templates[n].text) : "";
}

gboolean
cenacle_circle_templates_has (const char *text)
{
  for (gsize i = 0; i < G_N_ELEMENTS (templates); i++) {
    if (g_str_equal (text, _ (templates[i].text)))
      return TRUE;
  }
  return text[0] == '\0';
}

gboolean
cenacle_circle_templates_find (const char *id, guint *ret_n)
{
  for (guint i = 0; i < G_N_ELEMENTS (templates); i++) {
    if (g_str_equal (templates[i].id, id)) {
      *ret_n = i;
      return TRUE;
    }
  }
  return FALSE;
}

char *
cenacle_circle_templates_dup_ids (void)
{
  GString *ids = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (templates); i++)
    g_string_append_printf (ids, "%s%s", i > 0 ? ", " : "", templates[i].id);
  return g_string_free (ids, FALSE);
}

char *
cenacle_circle_templates_dup_channels (guint n)
{
  GString *names = g_string_new ("general");

  for (gsize i = 0; n < G_N_ELEMENTS (templates) && i < CHANNELS_MAX; i++) {
    const char *name = templates[n].channels[i].name;

    if (name != NULL)
      g_string_append_printf (names, ", %s", g_dpgettext2 (NULL, "channel", name));
  }
  return g_string_free (names, FALSE);
}

GVariant *
cenacle_circle_templates_new_channels (guint n)
{
  GVariantBuilder all;

  g_variant_builder_init (&all, G_VARIANT_TYPE ("aa{sv}"));
  for (gsize i = 0; n < G_N_ELEMENTS (templates) && i < CHANNELS_MAX; i++) {
    const char *name = templates[n].channels[i].name;
    g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);

    if (name == NULL)
      break;
    g_variant_dict_insert (&fields, "name", "s", g_dpgettext2 (NULL, "channel", name));
    g_variant_dict_insert (&fields, "topic", "s", _ (templates[n].channels[i].topic));
    g_variant_builder_add_value (&all, g_variant_dict_end (&fields));
  }
  return g_variant_builder_end (&all);
}
