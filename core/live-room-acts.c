/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "live-room-private.h"

#include "error.h"

const char *const cen_live_act_names[] = { "enter",  "leave", "ask",  "withdraw", "finish",
                                           "lead",   "hand",  "next", "back",     "pause",
                                           "resume", "call",  NULL };

static gboolean
refuse (GError **error, const char *sentence)
{
  g_set_error_literal (error, CEN_ERROR, CEN_ERROR_REFUSED, sentence);
  return FALSE;
}

static void
enter (CenLiveRoom *self, gint64 now_ms)
{
  if (self->own != NULL)
    return;
  self->own = cen_live_room_add_seat (self, &self->self_device, &self->self_member);
  self->own->said_ms = now_ms;
  cen_live_room_note_host (self, now_ms);
  cen_live_room_take_over_if_due (self, now_ms);
}

static void
leave (CenLiveRoom *self, gint64 now_ms)
{
  if (self->own != NULL)
    g_ptr_array_remove (self->seats, self->own);
  self->own = NULL;
  cen_live_room_note_host (self, now_ms);
}

static gboolean
lead (CenLiveRoom *self, gint64 now_ms, GError **error)
{
  const CenLiveSeat *host = cen_live_room_find_host (self, now_ms);

  if (host == self->own)
    return TRUE;
  if (host != NULL && self->rank (&self->self_member, self->rank_data) > CEN_LIVE_RANK_FACILITATOR)
    return refuse (error, "Somebody hosts already: ask them to hand over.");
  cen_live_room_take_over (self, now_ms);
  return TRUE;
}

static void
finish (CenLiveRoom *self, gint64 now_ms)
{
  CenLiveWord *own = &self->own->word;

  if (cen_live_room_is_host (self, now_ms))
    cen_live_room_end_turn (&own->claim);
  else
    own->done = self->last.turn.stamp;
}

static gboolean
hand (CenLiveRoom *self, const CenId *member, GError **error)
{
  for (guint i = 0; i < self->seats->len; i++) {
    const CenLiveSeat *seat = self->seats->pdata[i];

    if (seat != self->own && cen_id_equal (&seat->member, member)) {
      self->own->word.claim.has_heir = TRUE;
      self->own->word.claim.heir = cen_live_who (member);
      return TRUE;
    }
  }
  return refuse (error, "They are not here to take over.");
}

static gboolean
call (CenLiveRoom *self, const CenId *member, gint64 now_ms, GError **error)
{
  CenLiveClaim *claim = &self->own->word.claim;
  g_autoptr (GArray) people = cen_live_room_list_people (self, now_ms);
  g_autoptr (GArray) queue = cen_live_room_list_queue (self, people);
  const CenLiveGuest *person;
  guint64 stamp;

  if (member == NULL && queue->len == 0)
    return refuse (error, "Nobody has asked to speak.");
  person = cen_live_room_find_person (people,
                                      member != NULL ? member : &g_array_index (queue, CenId, 0));
  if (person == NULL)
    return refuse (error, "They are not here to speak.");
  stamp = person->asked > 0 ? person->asked : cen_live_room_get_next_stamp (self);
  cen_live_room_end_turn (claim);
  claim->has_speaker = TRUE;
  claim->turn = (CenLiveTurn){ person->who, 0, stamp };
  return TRUE;
}

static void
move_step (CenLiveClaim *claim, int by)
{
  claim->step = (guint) CLAMP ((int) claim->step + by, 0, (int) claim->n_spent + 1);
  claim->is_running = claim->step >= 1 && claim->step <= claim->n_spent;
}

static gboolean
act_as_host (CenLiveRoom *self, CenLiveAct act, const CenId *member, gint64 now_ms, GError **error)
{
  CenLiveClaim *claim = &self->own->word.claim;

  if (!cen_live_room_is_host (self, now_ms))
    return refuse (error, "Only who hosts can do that.");
  cen_live_room_fit_steps (self, claim);
  if (act == CEN_LIVE_HAND)
    return hand (self, member, error);
  if (act == CEN_LIVE_CALL)
    return call (self, member, now_ms, error);
  if (act == CEN_LIVE_NEXT || act == CEN_LIVE_BACK)
    move_step (claim, act == CEN_LIVE_NEXT ? 1 : -1);
  else
    claim->is_running = act == CEN_LIVE_RESUME && claim->step >= 1 && claim->step <= claim->n_spent;
  return TRUE;
}

static gboolean
act_inside (CenLiveRoom *self, CenLiveAct act, const CenId *member, gint64 now_ms, GError **error)
{
  CenLiveWord *own = &self->own->word;
  guint64 who = cen_live_who (&self->self_member);

  cen_live_room_settle (self->own, now_ms);
  cen_live_room_note_host (self, now_ms);
  switch (act) {
  case CEN_LIVE_ASK:
    own->asked = own->asked > 0 ? own->asked : cen_live_room_get_next_stamp (self);
    return TRUE;
  case CEN_LIVE_WITHDRAW:
    own->asked = 0;
    return TRUE;
  case CEN_LIVE_FINISH:
    if (!self->last.has_speaker ||
        (self->last.turn.who != who && !cen_live_room_is_host (self, now_ms)))
      return refuse (error, "Only who speaks or hosts can end a turn.");
    finish (self, now_ms);
    return TRUE;
  case CEN_LIVE_LEAD:
    return lead (self, now_ms, error);
  case CEN_LIVE_ENTER:
  case CEN_LIVE_LEAVE:
    return TRUE;
  case CEN_LIVE_HAND:
  case CEN_LIVE_NEXT:
  case CEN_LIVE_BACK:
  case CEN_LIVE_PAUSE:
  case CEN_LIVE_RESUME:
  case CEN_LIVE_CALL:
  default:
    return act_as_host (self, act, member, now_ms, error);
  }
}

gboolean
cen_live_room_act (CenLiveRoom *self, CenLiveAct act, const CenId *member, gint64 now_ms,
                   GError **error)
{
  gboolean ok;

  if (act == CEN_LIVE_ENTER) {
    enter (self, now_ms);
    return TRUE;
  }
  if (act == CEN_LIVE_LEAVE) {
    leave (self, now_ms);
    return TRUE;
  }
  if (self->own == NULL)
    return refuse (error, "Enter the session first.");
  ok = act_inside (self, act, member, now_ms, error);
  cen_live_room_note_host (self, now_ms);
  return ok;
}
