/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A seat for each device that is there, one's own among them once it has entered. A seat holds what
 * was said and when, so that whatever runs can be told for any moment. Who hosts is who claims it
 * with the greatest term, of equals the device with the smallest id: the same for all who heard the
 * same. A claim is said more often than the rest, and counts for less long, so that a session is
 * not without a host for as long as a machine that went stays in the list of who is there. What the
 * last host said is kept, for who takes over to go on from. */

#include "live-room-private.h"

CenLiveRoom *
cen_live_room_new (gint64 occurrence_ms, guint n_steps, const CenId *self_device,
                   const CenId *self_member, CenLiveRankFunc rank, gpointer rank_data)
{
  CenLiveRoom *self = g_new0 (CenLiveRoom, 1);

  self->occurrence_ms = occurrence_ms;
  self->n_steps = MIN (n_steps, CEN_AGENDA_ITEMS_MAX);
  self->self_device = *self_device;
  self->self_member = *self_member;
  self->rank = rank;
  self->rank_data = rank_data;
  self->seats = g_ptr_array_new_with_free_func (g_free);
  self->hostless_ms = -1;
  return self;
}

void
cen_live_room_free (CenLiveRoom *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->seats);
  g_free (self);
}

void
cen_live_room_set_n_steps (CenLiveRoom *self, guint n_steps)
{
  self->n_steps = MIN (n_steps, CEN_AGENDA_ITEMS_MAX);
}

static CenLiveSeat *
find_seat (CenLiveRoom *self, const CenId *device)
{
  for (guint i = 0; i < self->seats->len; i++) {
    CenLiveSeat *seat = self->seats->pdata[i];

    if (cen_id_equal (&seat->device, device))
      return seat;
  }
  return NULL;
}

/* --- Hosting --- */

static gboolean
claims_before (const CenLiveSeat *seat, const CenLiveSeat *other)
{
  if (seat->word.claim.term != other->word.claim.term)
    return seat->word.claim.term > other->word.claim.term;
  return cen_id_compare (&seat->device, &other->device) < 0;
}

/* One's own claim is never silent to oneself. */
static gboolean
claims_now (const CenLiveRoom *self, const CenLiveSeat *seat, gint64 now_ms)
{
  return seat->word.claims && (seat == self->own || now_ms - seat->said_ms < CEN_LIVE_SILENT_MS);
}

CenLiveSeat *
cen_live_room_find_host (CenLiveRoom *self, gint64 now_ms)
{
  CenLiveSeat *host = NULL;

  for (guint i = 0; i < self->seats->len; i++) {
    CenLiveSeat *seat = self->seats->pdata[i];

    if (claims_now (self, seat, now_ms) && (host == NULL || claims_before (seat, host)))
      host = seat;
  }
  return host;
}

gboolean
cen_live_room_is_host (CenLiveRoom *self, gint64 now_ms)
{
  return self->own != NULL && cen_live_room_find_host (self, now_ms) == self->own;
}

/* Keeps what the host said, and since when there is none. */
void
cen_live_room_note_host (CenLiveRoom *self, gint64 now_ms)
{
  const CenLiveSeat *host = cen_live_room_find_host (self, now_ms);

  if (host == NULL) {
    if (self->hostless_ms < 0)
      self->hostless_ms = now_ms;
    return;
  }
  self->hostless_ms = -1;
  self->last = host->word.claim;
  self->last_ms = host->said_ms;
}

/* As of @now_ms. */
void
cen_live_room_get_claim (CenLiveRoom *self, gint64 now_ms, CenLiveClaim *ret_claim)
{
  *ret_claim = self->last;
  cen_live_claim_pass (ret_claim, now_ms - self->last_ms);
}

/* Lets time pass on one's own seat. */
void
cen_live_room_settle (CenLiveSeat *own, gint64 now_ms)
{
  own->word.here_ms = MIN (own->word.here_ms + now_ms - own->said_ms, CEN_LIVE_MS_MAX);
  if (own->word.claims)
    cen_live_claim_pass (&own->word.claim, now_ms - own->said_ms);
  own->said_ms = now_ms;
}

/* An agenda that was changed meanwhile has other steps. */
void
cen_live_room_fit_steps (CenLiveRoom *self, CenLiveClaim *claim)
{
  for (guint i = claim->n_spent; i < self->n_steps; i++)
    claim->spent_ms[i] = 0;
  claim->n_spent = self->n_steps;
  claim->step = MIN (claim->step, self->n_steps + 1);
}

void
cen_live_room_take_over (CenLiveRoom *self, gint64 now_ms)
{
  CenLiveClaim claim;

  cen_live_room_get_claim (self, now_ms, &claim);
  cen_live_room_fit_steps (self, &claim);
  claim.term = MIN (self->last.term + 1, CEN_LIVE_STAMP_MAX);
  claim.has_heir = FALSE;
  cen_live_room_settle (self->own, now_ms);
  self->own->word.claims = TRUE;
  self->own->word.claim = claim;
  cen_live_room_note_host (self, now_ms);
}

/* --- What others say --- */

static gboolean
differ_by_much (gint64 a_ms, gint64 b_ms)
{
  return ABS (a_ms - b_ms) > CEN_LIVE_DRIFT_MS;
}

static gboolean
turns_are_equal (const CenLiveTurn *a, const CenLiveTurn *b)
{
  return a->who == b->who && a->stamp == b->stamp && a->ms == b->ms;
}

static gboolean
claims_look_alike (const CenLiveClaim *a, const CenLiveClaim *b)
{
  if (a->term != b->term || a->step != b->step || a->is_running != b->is_running ||
      a->n_spent != b->n_spent || a->has_speaker != b->has_speaker || a->n_turns != b->n_turns ||
      (a->has_speaker && (a->turn.who != b->turn.who || a->turn.stamp != b->turn.stamp ||
                          differ_by_much (a->turn.ms, b->turn.ms))))
    return FALSE;
  for (guint i = 0; i < a->n_spent; i++) {
    if (differ_by_much (a->spent_ms[i], b->spent_ms[i]))
      return FALSE;
  }
  for (guint i = 0; i < a->n_turns; i++) {
    if (!turns_are_equal (&a->turns[i], &b->turns[i]))
      return FALSE;
  }
  return TRUE;
}

/* Whether the second says no more than the first would by then. */
static gboolean
words_look_alike (const CenLiveWord *before, const CenLiveWord *after, gint64 passed_ms)
{
  CenLiveClaim claim = before->claim;

  if (before->asked != after->asked || before->done != after->done ||
      before->claims != after->claims)
    return FALSE;
  cen_live_claim_pass (&claim, passed_ms);
  return !before->claims || claims_look_alike (&claim, &after->claim);
}

CenLiveSeat *
cen_live_room_add_seat (CenLiveRoom *self, const CenId *device, const CenId *member)
{
  CenLiveSeat *seat = g_new0 (CenLiveSeat, 1);

  seat->device = *device;
  seat->member = *member;
  seat->word.occurrence_ms = self->occurrence_ms;
  g_ptr_array_add (self->seats, seat);
  return seat;
}

gboolean
cen_live_room_take (CenLiveRoom *self, const CenId *device, const CenId *member, GBytes *body,
                    gint64 said_ms, gint64 now_ms)
{
  CenLiveSeat *seat = find_seat (self, device);
  gsize len;
  const guint8 *bytes = g_bytes_get_data (body, &len);
  gboolean is_new = seat == NULL;
  gboolean changes;
  CenLiveWord word;

  if (len == 0 || !cen_live_word_decode (&word, bytes, len) ||
      word.occurrence_ms != self->occurrence_ms) {
    if (seat == NULL || seat == self->own)
      return FALSE;
    g_ptr_array_remove (self->seats, seat);
    cen_live_room_note_host (self, now_ms);
    return TRUE;
  }
  if (cen_id_equal (device, &self->self_device)) {
    /* What this device said before its engine began anew. */
    if (word.claims && word.claim.term > self->last.term) {
      self->last = word.claim;
      self->last_ms = said_ms;
    }
    return FALSE;
  }
  if (is_new && self->seats->len >= CEN_LIVE_SEATS_MAX)
    return FALSE;
  if (is_new)
    seat = cen_live_room_add_seat (self, device, member);
  changes = is_new || !words_look_alike (&seat->word, &word, said_ms - seat->said_ms);
  seat->word = word;
  seat->said_ms = said_ms;
  cen_live_room_note_host (self, now_ms);
  return changes;
}

/* --- What becomes due --- */

/* Hosted until they fell silent: they may be there no more. */
static gboolean
has_fallen_silent (const CenLiveRoom *self, const CenId *member, gint64 now_ms)
{
  for (guint i = 0; i < self->seats->len; i++) {
    const CenLiveSeat *seat = self->seats->pdata[i];

    if (seat->word.claims && !claims_now (self, seat, now_ms) &&
        cen_id_equal (&seat->member, member))
      return TRUE;
  }
  return FALSE;
}

/* How long nobody hosts before this device does. */
static gint64
get_patience_ms (CenLiveRoom *self, gint64 now_ms)
{
  g_autoptr (GArray) people = cen_live_room_list_people (self, now_ms);
  const CenLiveGuest *own = cen_live_room_find_person (people, &self->self_member);
  gboolean is_first = self->last.term == 0 && own->rank != CEN_LIVE_RANK_HOST;
  guint place = 0;

  for (guint i = 0; i < people->len; i++) {
    const CenLiveGuest *person = &g_array_index (people, CenLiveGuest, i);

    place += !has_fallen_silent (self, &person->member, now_ms) &&
             (person->rank < own->rank ||
              (person->rank == own->rank && cen_live_room_compare_people (person, own) < 0));
  }
  return (is_first ? CEN_LIVE_NOBODY_MS : 0) + (gint64) place * CEN_LIVE_STAGGER_MS;
}

gboolean
cen_live_room_take_over_if_due (CenLiveRoom *self, gint64 now_ms)
{
  const CenLiveSeat *host = cen_live_room_find_host (self, now_ms);
  gboolean is_named = host != NULL && host != self->own && host->word.claim.has_heir &&
                      host->word.claim.heir == cen_live_who (&self->self_member);

  if (host != NULL ? !is_named : now_ms < self->hostless_ms + get_patience_ms (self, now_ms))
    return FALSE;
  cen_live_room_take_over (self, now_ms);
  return TRUE;
}

void
cen_live_room_end_turn (CenLiveClaim *claim)
{
  if (claim->has_speaker)
    cen_live_claim_add_turn (claim, &claim->turn);
  claim->has_speaker = FALSE;
}

/* Who speaks has said that they are done, or has gone. */
static gboolean
end_turn_if_over (CenLiveRoom *self, gint64 now_ms)
{
  CenLiveClaim *claim = &self->own->word.claim;
  g_autoptr (GArray) people = NULL;

  if (!cen_live_room_is_host (self, now_ms) || !claim->has_speaker)
    return FALSE;
  people = cen_live_room_list_people (self, now_ms);
  for (guint i = 0; i < people->len; i++) {
    const CenLiveGuest *person = &g_array_index (people, CenLiveGuest, i);

    if (person->who == claim->turn.who && person->done < claim->turn.stamp)
      return FALSE;
  }
  cen_live_room_settle (self->own, now_ms);
  cen_live_room_end_turn (claim);
  cen_live_room_note_host (self, now_ms);
  return TRUE;
}

CenLiveDue
cen_live_room_tick (CenLiveRoom *self, gint64 now_ms)
{
  gboolean has_news = FALSE;

  cen_live_room_note_host (self, now_ms);
  if (self->own == NULL)
    return CEN_LIVE_NOTHING;
  if (self->own->word.claims && cen_live_room_find_host (self, now_ms) != self->own) {
    self->own->word.claims = FALSE;
    has_news = TRUE;
  }
  if (self->own->word.asked > 0 &&
      cen_live_room_is_met (&self->last, cen_live_who (&self->self_member),
                            self->own->word.asked)) {
    self->own->word.asked = 0;
    has_news = TRUE;
  }
  has_news = cen_live_room_take_over_if_due (self, now_ms) || has_news;
  has_news = end_turn_if_over (self, now_ms) || has_news;
  if (has_news)
    return CEN_LIVE_NEWS;
  return now_ms - self->told_ms >= (self->own->word.claims ? CEN_LIVE_BEAT_MS : CEN_LIVE_REFRESH_MS)
             ? CEN_LIVE_SAY
             : CEN_LIVE_NOTHING;
}

GBytes *
cen_live_room_dup_body (CenLiveRoom *self, gint64 now_ms)
{
  if (self->own == NULL)
    return g_bytes_new (NULL, 0);
  cen_live_room_settle (self->own, now_ms);
  cen_live_room_note_host (self, now_ms);
  self->told_ms = now_ms;
  return cen_live_word_encode (&self->own->word);
}

gboolean
cen_live_room_has_entered (const CenLiveRoom *self)
{
  return self->own != NULL;
}
