/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "live-room-private.h"

#define MINUTE_MS 60000

/* --- Who is there, and who wants to speak --- */

CenLiveGuest *
cen_live_room_find_person (GArray *people, const CenId *member)
{
  for (guint i = 0; i < people->len; i++) {
    CenLiveGuest *person = &g_array_index (people, CenLiveGuest, i);

    if (cen_id_equal (&person->member, member))
      return person;
  }
  return NULL;
}

int
cen_live_room_compare_people (gconstpointer a, gconstpointer b)
{
  const CenLiveGuest *x = a, *y = b;

  if (x->here_ms != y->here_ms)
    return x->here_ms > y->here_ms ? -1 : 1;
  return cen_id_compare (&x->member, &y->member);
}

gboolean
cen_live_room_is_met (const CenLiveClaim *claim, guint64 who, guint64 asked)
{
  const CenLiveTurn *turn = cen_live_claim_find_turn (claim, who);

  return (turn != NULL && asked <= turn->stamp) ||
         (claim->has_speaker && claim->turn.who == who && asked <= claim->turn.stamp);
}

/* CenLiveGuest, each member once however many devices they came with; who came first first. */
GArray *
cen_live_room_list_people (CenLiveRoom *self, gint64 now_ms)
{
  GArray *people = g_array_new (FALSE, TRUE, sizeof (CenLiveGuest));

  for (guint i = 0; i < self->seats->len; i++) {
    const CenLiveSeat *seat = self->seats->pdata[i];
    CenLiveGuest *person = cen_live_room_find_person (people, &seat->member);
    CenLiveGuest one = { .member = seat->member, .who = cen_live_who (&seat->member) };
    guint64 asked = seat->word.asked;

    if (person == NULL) {
      one.rank = self->rank (&seat->member, self->rank_data);
      g_array_append_val (people, one);
      person = &g_array_index (people, CenLiveGuest, people->len - 1);
    }
    person->here_ms = MAX (person->here_ms, seat->word.here_ms + now_ms - seat->said_ms);
    person->done = MAX (person->done, seat->word.done);
    if (asked > 0 && !cen_live_room_is_met (&self->last, one.who, asked))
      person->asked = person->asked == 0 ? asked : MIN (person->asked, asked);
  }
  g_array_sort (people, cen_live_room_compare_people);
  return people;
}

typedef struct {
  CenId member;
  gint64 minutes;
  guint64 asked;
} Wish;

/* Who has spoken fewer whole minutes first; of equals who asked first. */
static int
compare_wishes (gconstpointer a, gconstpointer b)
{
  const Wish *x = a, *y = b;

  if (x->minutes != y->minutes)
    return x->minutes < y->minutes ? -1 : 1;
  if (x->asked != y->asked)
    return x->asked < y->asked ? -1 : 1;
  return cen_id_compare (&x->member, &y->member);
}

GArray *
cen_live_room_list_queue (CenLiveRoom *self, GArray *people)
{
  g_autoptr (GArray) wishes = g_array_new (FALSE, FALSE, sizeof (Wish));
  GArray *queue = g_array_new (FALSE, FALSE, sizeof (CenId));

  for (guint i = 0; i < people->len; i++) {
    const CenLiveGuest *person = &g_array_index (people, CenLiveGuest, i);
    const CenLiveTurn *turn = cen_live_claim_find_turn (&self->last, person->who);
    Wish wish = { person->member, turn != NULL ? turn->ms / MINUTE_MS : 0, person->asked };

    if (person->asked > 0)
      g_array_append_val (wishes, wish);
  }
  g_array_sort (wishes, compare_wishes);
  for (guint i = 0; i < wishes->len; i++)
    g_array_append_val (queue, g_array_index (wishes, Wish, i).member);
  return queue;
}

/* Above all that were given, as far as one has heard. */
guint64
cen_live_room_get_next_stamp (CenLiveRoom *self)
{
  guint64 stamp = self->last.has_speaker ? self->last.turn.stamp : 0;

  for (guint i = 0; i < self->last.n_turns; i++)
    stamp = MAX (stamp, self->last.turns[i].stamp);
  for (guint i = 0; i < self->seats->len; i++) {
    const CenLiveWord *word = &((const CenLiveSeat *) self->seats->pdata[i])->word;

    stamp = MAX (stamp, MAX (word->asked, word->done));
  }
  return MIN (stamp + 1, CEN_LIVE_STAMP_MAX);
}

/* --- What one sees --- */

void
cen_live_view_clear (CenLiveView *self)
{
  g_clear_pointer (&self->people, g_array_unref);
  g_clear_pointer (&self->queue, g_array_unref);
}

static void
show_claim (CenLiveRoom *self, const CenLiveClaim *claim, GArray *people, CenLiveView *view)
{
  view->step = MIN (claim->step, self->n_steps + 1);
  view->is_running = claim->is_running;
  view->n_steps = self->n_steps;
  for (guint i = 0; i < self->n_steps && i < claim->n_spent; i++)
    view->spent_ms[i] = claim->spent_ms[i];
  for (guint i = 0; i < people->len; i++) {
    const CenLiveGuest *person = &g_array_index (people, CenLiveGuest, i);
    const CenLiveTurn *turn = cen_live_claim_find_turn (claim, person->who);
    gboolean speaks = claim->has_speaker && claim->turn.who == person->who;
    CenLivePerson one = { person->member,
                          (turn != NULL ? turn->ms : 0) + (speaks ? claim->turn.ms : 0) };

    g_array_append_val (view->people, one);
    if (!speaks)
      continue;
    view->has_speaker = TRUE;
    view->speaker = person->member;
    view->turn_ms = claim->turn.ms;
  }
}

void
cen_live_room_get_view (CenLiveRoom *self, gint64 now_ms, CenLiveView *ret_view)
{
  g_autoptr (GArray) people = cen_live_room_list_people (self, now_ms);
  const CenLiveSeat *host = cen_live_room_find_host (self, now_ms);
  CenLiveView view = { 0 };
  CenLiveClaim claim;

  cen_live_room_get_claim (self, now_ms, &claim);
  view.people = g_array_new (FALSE, FALSE, sizeof (CenLivePerson));
  view.queue = cen_live_room_list_queue (self, people);
  view.has_entered = self->own != NULL;
  view.has_host = host != NULL;
  view.is_host = host != NULL && host == self->own;
  if (host != NULL)
    view.host = host->member;
  show_claim (self, &claim, people, &view);
  *ret_view = view;
}
