/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/boosts.h"
#include "core/charters.h"
#include "core/digest.h"
#include "core/milestones.h"
#include "core/pairs.h"
#include "core/polls.h"
#include "core/proposals.h"
#include "core/pulse.h"
#include "core/questions.h"
#include "core/skills.h"
#include "core/thanks.h"
#include "core/waiting.h"
#include "core/week.h"
#include "month.h"

#define N_PROMPTS 108

static void
append_id (GString *text, const CenId *id)
{
  g_autofree char *said = cen_id_dup_text (id);

  g_string_append_printf (text, " %.8s", cen_id_is_zero (id) ? "nobody" : said);
}

static void
dump_asked (GString *text, CenStore *store, const CenId *circle, gint64 now_ms)
{
  g_autoptr (CenQuestions) questions = cen_questions_read (store, circle, NULL);
  g_autoptr (CenPolls) polls = cen_polls_read (store, circle, now_ms, NULL);
  g_autoptr (CenProposals) proposals = cen_proposals_read (store, circle, NULL);
  g_autoptr (GPtrArray) ranked = cen_proposals_list_ranked (proposals);

  for (guint i = 0; i < questions->all->len; i++) {
    const CenQuestion *question = questions->all->pdata[i];

    if (question->row->is_sealed) /* for two alone */
      continue;
    g_string_append_printf (text, "\nquestion %d %u %u", (int) question->state,
                            question->answers->len, question->n_me_too);
    append_id (text, &question->row->id);
  }
  for (guint i = 0; i < polls->all->len; i++) {
    const CenPoll *poll = polls->all->pdata[i];

    g_string_append_printf (text, "\npoll %d %u of %u, %d:", poll->is_closed, poll->n_voters,
                            poll->n_members, poll->winner);
    for (guint k = 0; k < poll->votes->len; k++)
      g_string_append_printf (text, " %u", g_array_index (poll->votes, guint, k));
    for (guint k = 0; k < poll->ballots->len; k++) {
      append_id (text, &((CenBallot *) poll->ballots->pdata[k])->member);
      g_string_append (text, ((CenBallot *) poll->ballots->pdata[k])->is_late ? "!" : "");
    }
  }
  for (guint i = 0; i < ranked->len; i++) {
    const CenProposal *proposal = ranked->pdata[i];

    g_string_append_printf (text, "\nproposal %u %u %u %d", proposal->rank, proposal->n_votes,
                            proposal->presenters->len, (int) proposal->state);
    append_id (text, &proposal->row->id);
  }
}

static void
dump_given (GString *text, CenStore *store, const CenId *circle)
{
  g_autoptr (CenThanks) thanks = cen_thanks_read (store, circle, NULL);
  g_autoptr (CenBoosts) boosts = cen_boosts_read (store, circle, NULL);
  g_autoptr (CenCharters) charters = cen_charters_read (store, circle, NULL);
  g_autoptr (GArray) milestones = cen_milestones_read (store, circle, NULL);

  for (guint i = 0; i < thanks->kudos->len; i++)
    append_id (text, &((CenKudos *) thanks->kudos->pdata[i])->row->id);
  for (guint i = 0; i < thanks->awards->len; i++)
    append_id (text, &((CenAward *) thanks->awards->pdata[i])->to);
  for (guint i = 0; i < boosts->all->len; i++)
    g_string_append_printf (text, "\nboost %u", ((CenBoost *) boosts->all->pdata[i])->month);
  for (guint i = 0; i < charters->versions->len; i++)
    g_string_append_printf (text, "\ncharter %u",
                            ((CenCharter *) charters->versions->pdata[i])->agreed->len);
  for (guint i = 0; i < milestones->len; i++) {
    const CenMilestone *milestone = &g_array_index (milestones, CenMilestone, i);

    if (milestone->n > 1 && !cen_id_is_zero (&milestone->member))
      continue; /* one's own */
    g_string_append_printf (text, "\nmilestone %d %u", (int) milestone->kind, milestone->n);
    append_id (text, &milestone->member);
  }
}

static void
dump_drawn (GString *text, CenStore *store, const CenId *circle, gint64 now_ms)
{
  g_autoptr (GArray) pulse = cen_pulse_read (store, circle, now_ms, NULL);
  g_autofree char *csv = cen_pulse_build_csv (pulse);

  for (guint i = 0; i <= 5; i++) {
    g_autoptr (CenWeek) week =
        cen_week_read (store, circle, N_PROMPTS, MONDAY_MS + i * CEN_WEEK_MS, NULL);

    g_string_append_printf (text, "\nweek %u", week->prompt);
    append_id (text, &week->spotlight);
    for (guint k = 0; k < week->pairs->len; k++) {
      append_id (text, &g_array_index (week->pairs, CenCafePair, k).a);
      append_id (text, &g_array_index (week->pairs, CenCafePair, k).b);
    }
  }
  g_string_append_printf (text, "\n%s", csv);
}

static void
dump_learned (GString *text, CenStore *store, const CenId *circle)
{
  g_autoptr (GPtrArray) profiles = cen_query_objects (store, circle, CEN_KIND_PROFILE, NULL, NULL);
  g_autoptr (GPtrArray) objects = cen_query_objects (store, circle, CEN_KIND_PAIR, NULL, NULL);
  g_autoptr (GPtrArray) members = cen_query_members (store, circle, NULL);
  g_autoptr (GPtrArray) map = cen_skills_list (profiles, members);
  g_autoptr (GPtrArray) pairs = cen_pairs_list (objects, members);
  g_autoptr (GArray) suggested = cen_pairs_suggest (circle, profiles, members, pairs);

  for (guint i = 0; i < map->len; i++) {
    const CenSkillRow *skill = map->pdata[i];

    g_string_append_printf (text, "\nskill %s %u %u", skill->key, skill->offers->len,
                            skill->wants->len);
  }
  for (guint i = 0; i < pairs->len; i++)
    g_string_append_printf (text, "\npair %d", (int) ((CenPairRow *) pairs->pdata[i])->state);
  for (guint i = 0; i < suggested->len; i++) {
    append_id (text, &g_array_index (suggested, CenMentorMatch, i).learner);
    append_id (text, &g_array_index (suggested, CenMentorMatch, i).helper);
  }
}

char *
month_dup_said (TestPerson *person)
{
  CenStore *store = person->replica->store;
  const CenId *circle = &person->circle->id;
  gint64 now_ms = MONDAY_MS + N_DAYS * DAY_MS;
  GString *text = g_string_new (NULL);

  dump_asked (text, store, circle, now_ms);
  dump_given (text, store, circle);
  dump_drawn (text, store, circle, now_ms);
  dump_learned (text, store, circle);
  month_say_written (person, text);
  return g_string_free (text, FALSE);
}

char *
month_dup_own (TestPerson *person)
{
  gint64 now_ms = MONDAY_MS + N_DAYS * DAY_MS;
  g_autoptr (GPtrArray) digest =
      cen_digest_read (person->replica->store, &person->circle->id, 0, now_ms, NULL, NULL);
  g_autoptr (GPtrArray) waiting =
      cen_waiting_read (person->replica->store, &person->circle->id, now_ms, NULL, NULL);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < digest->len; i++) {
    const CenDigestRow *row = digest->pdata[i];

    if (g_str_has_prefix (row->kind, "private-"))
      continue;
    g_string_append_printf (text, "\n%s", cen_why_to_text (row->why));
    append_id (text, &row->id);
  }
  for (guint i = 0; i < waiting->len; i++) {
    const CenWaitRow *row = waiting->pdata[i];

    if (row->kind == CEN_WAITS_PRIVATE)
      continue;
    g_string_append_printf (text, "\nwaits %s", cen_wait_kind_to_text (row->kind));
    append_id (text, &row->id);
  }
  month_say_schedule (person, text);
  return g_string_free (text, FALSE);
}
