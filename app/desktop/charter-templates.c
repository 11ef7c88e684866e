/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "charter-templates.h"

#include <glib/gi18n.h>

/* Translators: charters that a new circle is offered; write them as you would to friends. */
static const struct {
  const char *title;
  const char *text;
} templates[] = {
  { N_ ("A circle of friends"),
    N_ ("We are here to learn together.\n\n"
        "• Every question is welcome; nobody is made to feel small for asking.\n"
        "• We take turns: to choose a subject, to present, to take notes.\n"
        "• We speak for ourselves, listen to the end, and disagree with ideas, not with people.\n"
        "• What is said here stays here, unless its author agrees.\n"
        "• We say thanks, and we say where we learned things.\n"
        "• Whoever is hurt or sees somebody hurt tells a facilitator, who listens first.") },
  { N_ ("A class"),
    N_ ("We learn for ourselves and for each other.\n\n"
        "• There are no stupid questions; whoever asks helps those who did not dare.\n"
        "• We explain how we got there, not only the result.\n"
        "• We help with the homework, and we do not do it for others.\n"
        "• Who was away finds here what was done.\n"
        "• Mistakes are shown without shame: they are how we learn.\n"
        "• Nobody is laughed at. Whoever sees it says so, or tells the teacher.") },
  { N_ ("A reading group"),
    N_ ("We read the same pages, each in our own way.\n\n"
        "• We come having read, or say that we have not, and come all the same.\n"
        "• We quote the page, so that everybody finds it.\n"
        "• Everybody speaks once before anybody speaks twice.\n"
        "• Nobody gives away what comes later.\n"
        "• Each chooses a book in turn; we finish what we began, or stop together.\n"
        "• We may dislike a book, never a reader.") },
  { N_ ("A team"), N_ ("We take time to learn, and it is time well spent.\n\n"
                       "• Whoever learned something shows it to the others, unfinished.\n"
                       "• We ask here rather than in private, so that the answer serves all.\n"
                       "• We say “I do not know”, and find out together.\n"
                       "• Each presents in turn, the newest too.\n"
                       "• What goes wrong is looked at without looking for the guilty.\n"
                       "• What is said here does not serve to judge anybody's work.") },
  { N_ ("An association"),
    N_ ("We share what we know, freely, and everybody counts for one.\n\n"
        "• All are welcome, whatever they know and wherever they come from.\n"
        "• Decisions are taken here, where all can read and vote.\n"
        "• Tasks are taken by choice, and given back in time when they become too much.\n"
        "• We thank those who do, and we say when we need help.\n"
        "• We keep what we make where others can use it.\n"
        "• Whoever is hurt tells two people of their choice, who listen and act.") },
};

const char *const *
cenacle_charter_templates_list (void)
{
  static const char *titles[G_N_ELEMENTS (templates) + 1];

  for (gsize i = 0; i < G_N_ELEMENTS (templates); i++)
    titles[i] = _ (templates[i].title);
  return titles;
}

const char *
cenacle_charter_templates_get_text (guint n)
{
  return n < G_N_ELEMENTS (templates) ? _ (templates[n].text) : "";
}

gboolean
cenacle_charter_templates_has (const char *text)
{
  for (gsize i = 0; i < G_N_ELEMENTS (templates); i++) {
    if (g_str_equal (text, _ (templates[i].text)))
      return TRUE;
  }
  return text[0] == '\0';
}
