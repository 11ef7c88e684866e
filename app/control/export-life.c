/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What stands together on one page for each kind: questions with their answers, proposed topics,
 * polls, thanks and badges, boosts. */

#include "export-private.h"

#include "core/boosts.h"
#include "core/polls.h"
#include "core/proposals.h"
#include "core/questions.h"
#include "core/thanks.h"

#include <glib/gi18n.h>

static void
write_title (CenacleSheet *sheet, const CenObjectRow *row, const char *title)
{
  g_autofree char *safe = cenacle_export_escape_line (title);

  cenacle_export_write_anchor (sheet, &row->id);
  cenacle_sheet_add (sheet, "\n## %s\n\n", safe);
}

static void
write_author (CenacleExport *self, CenacleSheet *sheet, const CenObjectRow *row, const char *more)
{
  g_autofree char *name = cenacle_export_dup_name (self, &row->author);
  g_autofree char *time = cenacle_export_dup_time (row->time_ms);

  cenacle_sheet_add (sheet, "**%s** · %s%s%s\n", name, time, *more != '\0' ? " · " : "", more);
}

static void
write_about (CenacleExport *self, CenacleSheet *sheet, const char *path, const CenId *about)
{
  g_autofree char *place = cenacle_export_dup_place (self, about);
  g_autofree char *link = cenacle_export_dup_link (path, place, _ ("what it is about"));

  if (place != NULL)
    cenacle_sheet_add (sheet, "%s\n\n", link);
}

/* --- Questions --- */

static void
write_question (CenacleExport *self, CenacleSheet *sheet, const CenQuestion *question)
{
  write_title (sheet, question->row, question->title);
  write_author (self, sheet, question->row, "");
  cenacle_export_write_quote (sheet, question->text);
  for (guint i = 0; i < question->answers->len; i++) {
    const CenObjectRow *answer = question->answers->pdata[i];
    g_autofree char *text = cen_object_row_dup_text (answer, CEN_ANSWER_TEXT);

    cenacle_export_write_anchor (sheet, &answer->id);
    write_author (self, sheet, answer, answer == question->accepted ? _ ("✔ taken") : "");
    cenacle_export_write_quote (sheet, text);
  }
}

gboolean
cenacle_export_write_questions (CenacleExport *self, guint *ret_n, GError **error)
{
  g_autoptr (CenQuestions) questions = cen_questions_read (self->store, &self->circle, error);
  g_auto (CenacleSheet) sheet = { 0 };

  if (questions == NULL)
    return FALSE;
  if (questions->all->len == 0)
    return TRUE;
  if (!cenacle_export_open_page (self, &sheet, "questions.md", _ ("Questions"), error))
    return FALSE;
  for (guint i = 0; i < questions->all->len; i++) {
    const CenQuestion *question = questions->all->pdata[i];

    if (question->row->is_sealed && self->scope != CENACLE_EXPORT_WITH_LETTERS)
      continue;
    write_question (self, &sheet, question);
    (*ret_n)++;
  }
  return cenacle_sheet_close (&sheet, error);
}

/* --- Proposals --- */

static void
write_proposal (CenacleExport *self, CenacleSheet *sheet, const CenProposal *proposal)
{
  g_autofree char *votes =
      g_strdup_printf (ngettext ("%u vote", "%u votes", proposal->n_votes), proposal->n_votes);
  g_autofree char *presenters = cenacle_export_dup_names (self, proposal->presenters);

  write_title (sheet, proposal->row, proposal->title);
  write_author (self, sheet, proposal->row, votes);
  cenacle_export_write_quote (sheet, proposal->text);
  if (*presenters != '\0')
    cenacle_sheet_add (sheet, "%s: %s\n\n", _ ("Would present it"), presenters);
  if (!cen_id_is_zero (&proposal->session)) {
    g_autofree char *place = cenacle_export_dup_place (self, &proposal->session);
    g_autofree char *link =
        cenacle_export_dup_link ("proposals.md", place, _ ("the session that came of it"));

    cenacle_sheet_add (sheet, "%s\n\n", link);
  }
}

gboolean
cenacle_export_write_proposals (CenacleExport *self, guint *ret_n, GError **error)
{
  g_autoptr (CenProposals) proposals = cen_proposals_read (self->store, &self->circle, error);
  g_auto (CenacleSheet) sheet = { 0 };

  if (proposals == NULL)
    return FALSE;
  if (proposals->all->len == 0)
    return TRUE;
  if (!cenacle_export_open_page (self, &sheet, "proposals.md", _ ("Proposed topics"), error))
    return FALSE;
  for (guint i = 0; i < proposals->all->len; i++)
    write_proposal (self, &sheet, proposals->all->pdata[i]);
  *ret_n = proposals->all->len;
  return cenacle_sheet_close (&sheet, error);
}

/* --- Polls --- */

static void
write_poll (CenacleExport *self, CenacleSheet *sheet, const CenPoll *poll)
{
  g_autofree char *heard =
      /* Translators: of the members of a circle, how many have voted. */
      g_strdup_printf (ngettext ("%u of %u heard from", "%u of %u heard from", poll->n_voters),
                       poll->n_voters, poll->n_members);

  write_title (sheet, poll->row, poll->question);
  write_author (self, sheet, poll->row, heard);
  cenacle_sheet_add (sheet, "\n");
  for (guint i = 0; i < poll->n_options; i++) {
    g_autofree char *option = cenacle_export_escape_line (poll->options[i]);

    /* Translators: a line of Markdown: an option, its votes, and a sign behind the one ahead. */
    cenacle_sheet_add (sheet, _ ("- %s: %u%s\n"), option, g_array_index (poll->votes, guint, i),
                       poll->winner == (int) i ? " ✔" : "");
  }
  cenacle_sheet_add (sheet, "\n");
}

gboolean
cenacle_export_write_polls (CenacleExport *self, guint *ret_n, GError **error)
{
  g_autoptr (CenPolls) polls =
      cen_polls_read (self->store, &self->circle, g_get_real_time () / 1000, error);
  g_auto (CenacleSheet) sheet = { 0 };

  if (polls == NULL)
    return FALSE;
  if (polls->all->len == 0)
    return TRUE;
  if (!cenacle_export_open_page (self, &sheet, "polls.md", _ ("Polls"), error))
    return FALSE;
  for (guint i = 0; i < polls->all->len; i++)
    write_poll (self, &sheet, polls->all->pdata[i]);
  *ret_n = polls->all->len;
  return cenacle_sheet_close (&sheet, error);
}

/* --- Thanks --- */

static void
write_kudos (CenacleExport *self, CenacleSheet *sheet, const CenKudos *kudos)
{
  g_autofree char *to = cenacle_export_dup_names (self, kudos->to);
  g_autofree char *skill = cenacle_export_escape_line (kudos->skill);
  g_autofree char *more = g_strdup_printf ("→ **%s** · %s", to, skill);

  cenacle_export_write_anchor (sheet, &kudos->row->id);
  write_author (self, sheet, kudos->row, more);
  cenacle_export_write_quote (sheet, kudos->reason);
  if (!cen_id_is_zero (&kudos->about))
    write_about (self, sheet, "kudos.md", &kudos->about);
}

static void
write_badge (CenacleExport *self, CenacleSheet *sheet, const CenThanks *thanks,
             const CenBadge *badge)
{
  g_autofree char *emoji = cenacle_export_escape_line (badge->emoji);
  g_autofree char *name = cenacle_export_escape_line (badge->name);

  cenacle_sheet_add (sheet, "### %s %s\n", emoji, name);
  cenacle_export_write_quote (sheet, badge->text);
  for (guint i = 0; i < thanks->awards->len; i++) {
    const CenAward *award = thanks->awards->pdata[i];
    g_autofree char *to = NULL;
    g_autofree char *reason = NULL;

    if (award->badge != badge)
      continue;
    to = cenacle_export_dup_name (self, &award->to);
    reason = cenacle_export_escape_line (award->reason);
    cenacle_sheet_add (sheet, "- **%s** %s\n", to, reason);
  }
  cenacle_sheet_add (sheet, "\n");
}

gboolean
cenacle_export_write_kudos (CenacleExport *self, guint *ret_n, GError **error)
{
  g_autoptr (CenThanks) thanks = cen_thanks_read (self->store, &self->circle, error);
  g_auto (CenacleSheet) sheet = { 0 };

  if (thanks == NULL)
    return FALSE;
  if (thanks->kudos->len + thanks->badges->len == 0)
    return TRUE;
  if (!cenacle_export_open_page (self, &sheet, "kudos.md", _ ("Kudos and badges"), error))
    return FALSE;
  for (guint i = 0; i < thanks->kudos->len; i++)
    write_kudos (self, &sheet, thanks->kudos->pdata[i]);
  if (thanks->badges->len > 0)
    cenacle_sheet_add (&sheet, "## %s\n\n", _ ("Badges"));
  for (guint i = 0; i < thanks->badges->len; i++)
    write_badge (self, &sheet, thanks, thanks->badges->pdata[i]);
  *ret_n = thanks->kudos->len + thanks->awards->len;
  return cenacle_sheet_close (&sheet, error);
}

/* --- Boosts --- */

gboolean
cenacle_export_write_boosts (CenacleExport *self, guint *ret_n, GError **error)
{
  g_autoptr (CenBoosts) boosts = cen_boosts_read (self->store, &self->circle, error);
  g_auto (CenacleSheet) sheet = { 0 };

  if (boosts == NULL)
    return FALSE;
  if (boosts->all->len == 0)
    return TRUE;
  if (!cenacle_export_open_page (self, &sheet, "boosts.md", _ ("What helped"), error))
    return FALSE;
  for (guint i = 0; i < boosts->all->len; i++) {
    const CenBoost *boost = boosts->all->pdata[i];
    g_autofree char *month = g_strdup_printf ("%04u-%02u", boost->month / 100, boost->month % 100);

    write_title (&sheet, boost->row, boost->title);
    write_author (self, &sheet, boost->row, month);
    cenacle_export_write_quote (&sheet, boost->text);
    if (!cen_id_is_zero (&boost->ref))
      write_about (self, &sheet, "boosts.md", &boost->ref);
  }
  *ret_n = boosts->all->len;
  return cenacle_sheet_close (&sheet, error);
}
