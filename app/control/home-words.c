/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "home-words.h"

#include <glib/gi18n.h>

const char *
cenacle_home_words_get_reason (CenWhy why)
{
  static const char *const reasons[] = {
    [CEN_WHY_MENTION] = N_ ("names you"),
    [CEN_WHY_PAIR] = N_ ("wants to be a pair with you"),
    [CEN_WHY_ANSWER] = N_ ("answers your question"),
    [CEN_WHY_TAKEN] = N_ ("took your answer"),
    [CEN_WHY_KUDOS] = N_ ("thanks you"),
    [CEN_WHY_BADGE] = N_ ("awarded you a badge"),
    [CEN_WHY_REPLY] = N_ ("answers you"),
    [CEN_WHY_POLL] = N_ ("closes soon, and you have not voted"),
    [CEN_WHY_SESSION] = N_ ("begins soon"),
    [CEN_WHY_CHARTER] = N_ ("the charter has changed"),
    [CEN_WHY_SKILL] = N_ ("asks about what you offer"),
    [CEN_WHY_DECIDED] = N_ ("a proposed topic has become a session"),
    [CEN_WHY_CHOSEN] = N_ ("a poll is decided"),
    [CEN_WHY_REACTED] = N_ ("many reacted"),
    [CEN_WHY_NEW_POLL] = N_ ("a new poll"),
    [CEN_WHY_NEW_SESSION] = N_ ("a new session"),
    [CEN_WHY_RESOURCE] = N_ ("new in the library"),
    [CEN_WHY_QUESTION] = N_ ("nobody has answered yet"),
  };

  return _ (reasons[why]);
}

const char *
cenacle_home_words_get_wait (CenWaitKind kind)
{
  static const char *const words[] = {
    [CEN_WAITS_CHARTER] = N_ ("a version of the charter to agree to"),
    [CEN_WAITS_PAIR] = N_ ("would like to be a pair with you"),
    [CEN_WAITS_PRIVATE] = N_ ("asked of you alone"),
    [CEN_WAITS_POLL] = N_ ("you have not voted"),
    [CEN_WAITS_SESSION] = N_ ("say whether you come"),
    [CEN_WAITS_ANSWER] = N_ ("your question is answered: does an answer solve it?"),
    [CEN_WAITS_QUESTION] = N_ ("nobody has answered yet"),
  };

  return _ (words[kind]);
}

static char *
dup_own (const CenMilestone *milestone)
{
  guint n = milestone->n;

  switch (milestone->kind) {
  case CEN_MILESTONE_ACCEPTED:
    return g_strdup_printf (ngettext ("%u answer of yours was accepted",
                                      "%u answers of yours were accepted", n),
                            n);
  case CEN_MILESTONE_ATTENDED:
    return g_strdup_printf (ngettext ("You were at %u session", "You were at %u sessions", n), n);
  case CEN_MILESTONE_HOSTED:
    return g_strdup_printf (ngettext ("You hosted %u session", "You hosted %u sessions", n), n);
  case CEN_MILESTONE_THANKED:
    return g_strdup_printf (ngettext ("You were thanked %u time", "You were thanked %u times", n),
                            n);
  case CEN_MILESTONE_HELD:
    return g_strdup_printf (ngettext ("The circle has met %u time", "The circle has met %u times",
                                      n),
                            n);
  case CEN_MILESTONE_SOLVED:
  default:
    return g_strdup_printf (ngettext ("The circle has solved %u question",
                                      "The circle has solved %u questions", n),
                            n);
  }
}

char *
cenacle_home_words_dup_milestone (const CenMilestone *milestone, const char *name)
{
  static const struct {
    const char *own;
    const char *others; /* with a name */
  } firsts[] = {
    [CEN_MILESTONE_ACCEPTED] = { N_ ("Your first answer was accepted"),
                                 N_ ("The first answer of %s was accepted") },
    [CEN_MILESTONE_ATTENDED] = { N_ ("You were at your first session"),
                                 N_ ("%s came to a first session") },
    [CEN_MILESTONE_HOSTED] = { N_ ("You hosted your first session"),
                               N_ ("%s hosted a first session") },
    [CEN_MILESTONE_THANKED] = { N_ ("You were thanked for the first time"),
                                N_ ("%s was thanked for the first time") },
    [CEN_MILESTONE_HELD] = { N_ ("The circle met for the first time"), NULL },
    [CEN_MILESTONE_SOLVED] = { N_ ("The circle solved its first question"), NULL },
  };

  if (milestone->n > 1)
    return dup_own (milestone);
  if (milestone->is_self || cen_id_is_zero (&milestone->member))
    return g_strdup (_ (firsts[milestone->kind].own));
  return g_strdup_printf (_ (firsts[milestone->kind].others), name);
}
