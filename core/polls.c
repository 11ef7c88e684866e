/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The instant run-off: in each round a ballot counts for the option that it ranks best of those
 * that are left. Who has more than half of the ballots that still count wins; when all that are
 * left have as many, they are equal and nobody does; else the one with the fewest goes, of equals
 * the one that had fewer in the first round, then the one that stands later in the poll. */

#include "polls.h"

static void
ballot_free (gpointer data)
{
  g_array_unref (((CenBallot *) data)->choices);
  g_free (data);
}

static void
poll_free (gpointer data)
{
  CenPoll *poll = data;

  g_free (poll->question);
  g_strfreev (poll->options);
  g_ptr_array_unref (poll->ballots);
  g_ptr_array_unref (poll->rounds);
  g_free (poll);
}

void
cen_polls_free (CenPolls *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->all);
  g_ptr_array_unref (self->rows);
  g_free (self);
}

/* --- Ballots --- */

/* Each option once, and only those there are; one alone where one alone may be chosen. */
static GArray *
clean_choices (const CenPoll *poll, GArray *given)
{
  GArray *choices = g_array_new (FALSE, FALSE, sizeof (guint64));
  guint32 seen = 0;

  for (guint i = 0; i < given->len; i++) {
    guint64 choice = g_array_index (given, guint64, i);

    if (choice >= poll->n_options || (seen >> choice & 1) != 0 ||
        (poll->mode == CEN_POLL_SINGLE && choices->len == 1))
      continue;
    seen |= 1u << choice;
    g_array_append_val (choices, choice);
  }
  return choices;
}

static int
compare_ballots (gconstpointer a, gconstpointer b)
{
  const CenBallot *x = *(const CenBallot *const *) a;
  const CenBallot *y = *(const CenBallot *const *) b;

  if (x->is_late != y->is_late)
    return x->is_late ? 1 : -1;
  return cen_id_compare (&x->member, &y->member);
}

static void
take_ballots (CenPoll *poll)
{
  for (guint i = 0; i < poll->row->marks->len; i++) {
    const CenMarkRow *mark = poll->row->marks->pdata[i];
    g_autoptr (GArray) given = cen_mark_row_dup_uints (mark);
    CenBallot *ballot;

    if (mark->mark != CEN_POLL_VOTE)
      continue;
    ballot = g_new0 (CenBallot, 1);
    ballot->member = mark->member;
    ballot->is_late = mark->is_late;
    ballot->time_ms = mark->time_ms;
    ballot->choices = clean_choices (poll, given);
    g_ptr_array_add (poll->ballots, ballot);
    poll->n_voters += !mark->is_late && ballot->choices->len > 0;
  }
  g_ptr_array_sort (poll->ballots, compare_ballots);
}

/* --- Counting --- */

static GArray *
new_counts (const CenPoll *poll)
{
  GArray *counts = g_array_new (FALSE, TRUE, sizeof (guint));

  g_array_set_size (counts, poll->n_options);
  return counts;
}

/* One round among the options of @left, a bit for each. */
static GArray *
count_first (const CenPoll *poll, guint32 left)
{
  GArray *counts = new_counts (poll);

  for (guint i = 0; i < poll->ballots->len; i++) {
    const CenBallot *ballot = poll->ballots->pdata[i];

    for (guint k = 0; !ballot->is_late && k < ballot->choices->len; k++) {
      guint64 choice = g_array_index (ballot->choices, guint64, k);

      if ((left >> choice & 1) == 0)
        continue;
      g_array_index (counts, guint, choice)++;
      break;
    }
  }
  return counts;
}

static GArray *
count_all (const CenPoll *poll)
{
  GArray *counts = new_counts (poll);

  for (guint i = 0; i < poll->ballots->len; i++) {
    const CenBallot *ballot = poll->ballots->pdata[i];

    for (guint k = 0; !ballot->is_late && k < ballot->choices->len; k++)
      g_array_index (counts, guint, g_array_index (ballot->choices, guint64, k))++;
  }
  return counts;
}

/* The one with most; -1 when several have as many, or nobody voted. */
static int
find_most (const GArray *counts)
{
  int best = -1;
  guint most = 0;

  for (guint i = 0; i < counts->len; i++) {
    guint n = g_array_index (counts, guint, i);

    if (n > most) {
      most = n;
      best = (int) i;
    } else if (n == most) {
      best = -1;
    }
  }
  return best;
}

static guint
find_last (const GArray *counts, const GArray *first, guint32 left)
{
  guint last = G_MAXUINT;

  for (guint i = 0; i < counts->len; i++) {
    guint n = g_array_index (counts, guint, i);
    guint least = last != G_MAXUINT ? g_array_index (counts, guint, last) : G_MAXUINT;

    if ((left >> i & 1) != 0 &&
        (n < least ||
         (n == least && g_array_index (first, guint, i) <= g_array_index (first, guint, last))))
      last = i;
  }
  return last;
}

static gboolean
are_equal (const GArray *counts, guint32 left)
{
  guint n = G_MAXUINT;

  for (guint i = 0; i < counts->len; i++) {
    if ((left >> i & 1) == 0)
      continue;
    if (n != G_MAXUINT && g_array_index (counts, guint, i) != n)
      return FALSE;
    n = g_array_index (counts, guint, i);
  }
  return TRUE;
}

static void
run_off (CenPoll *poll)
{
  guint32 left = poll->n_options >= 32 ? G_MAXUINT32 : (1u << poll->n_options) - 1;

  poll->winner = -1;
  while (left != 0) {
    GArray *counts = count_first (poll, left);
    guint total = 0;
    int most;

    g_ptr_array_add (poll->rounds, counts);
    for (guint i = 0; i < counts->len; i++)
      total += g_array_index (counts, guint, i);
    most = find_most (counts);
    if (most >= 0 && 2 * g_array_index (counts, guint, most) > total) {
      poll->winner = most;
      return;
    }
    if (total == 0 || are_equal (counts, left))
      return;
    left &= ~(1u << find_last (counts, poll->rounds->pdata[0], left));
  }
}

static void
count (CenPoll *poll)
{
  if (poll->mode == CEN_POLL_RANKED) {
    run_off (poll);
  } else {
    g_ptr_array_add (poll->rounds, count_all (poll));
    poll->winner = find_most (poll->rounds->pdata[0]);
  }
  poll->votes = poll->rounds->pdata[0];
}

/* --- All of it --- */

static gboolean
may_vote (const CenMemberRow *member)
{
  return member->state == CEN_MEMBER_ACTIVE && member->role <= CEN_ROLE_MEMBER;
}

static guint
count_members (const CenPoll *poll, const GPtrArray *members)
{
  guint n = 0;

  for (guint i = 0; i < members->len; i++) {
    const CenMemberRow *member = members->pdata[i];
    const CenBallot *ballot = cen_poll_get_ballot (poll, &member->id);

    n += may_vote (member) || (ballot != NULL && ballot->choices->len > 0);
  }
  return n;
}

static CenPoll *
new_poll (const CenObjectRow *row, const GPtrArray *members, gint64 now_ms)
{
  CenPoll *poll = g_new0 (CenPoll, 1);

  poll->row = row;
  poll->question = cen_object_row_dup_text (row, CEN_POLL_QUESTION);
  poll->options = cen_object_row_dup_texts (row, CEN_POLL_OPTIONS);
  poll->n_options = g_strv_length (poll->options);
  poll->mode = (CenPollMode) cen_object_row_get_uint (row, CEN_POLL_MODE, CEN_POLL_SINGLE);
  poll->closes_ms = (gint64) cen_object_row_get_uint (row, CEN_POLL_CLOSES, 0);
  poll->is_closed = cen_object_row_get_bool (row, CEN_POLL_CLOSED) ||
                    (poll->closes_ms != 0 && now_ms > poll->closes_ms);
  poll->ballots = g_ptr_array_new_with_free_func (ballot_free);
  poll->rounds = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  take_ballots (poll);
  poll->n_members = count_members (poll, members);
  count (poll);
  return poll;
}

CenPolls *
cen_polls_compute (GPtrArray *rows, const GPtrArray *members, gint64 now_ms)
{
  CenPolls *self = g_new0 (CenPolls, 1);

  self->rows = rows;
  self->all = g_ptr_array_new_with_free_func (poll_free);
  for (guint i = 0; i < rows->len; i++)
    g_ptr_array_add (self->all, new_poll (rows->pdata[i], members, now_ms));
  return self;
}

CenPolls *
cen_polls_read (CenStore *store, const CenId *circle, gint64 now_ms, GError **error)
{
  g_autoptr (GPtrArray) members = cen_query_members (store, circle, error);
  GPtrArray *rows =
      members != NULL ? cen_query_objects (store, circle, CEN_KIND_POLL, NULL, error) : NULL;

  return rows != NULL ? cen_polls_compute (rows, members, now_ms) : NULL;
}

const CenPoll *
cen_polls_find (const CenPolls *self, const CenId *id)
{
  for (guint i = 0; i < self->all->len; i++) {
    const CenPoll *poll = self->all->pdata[i];

    if (cen_id_equal (&poll->row->id, id))
      return poll;
  }
  return NULL;
}

const CenBallot *
cen_poll_get_ballot (const CenPoll *self, const CenId *member)
{
  for (guint i = 0; i < self->ballots->len; i++) {
    const CenBallot *ballot = self->ballots->pdata[i];

    if (!ballot->is_late && cen_id_equal (&ballot->member, member))
      return ballot;
  }
  return NULL;
}

const char *
cen_poll_mode_to_name (CenPollMode mode)
{
  static const char *const names[] = { "single", "multi", "ranked" };

  return names[mode];
}
