/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenLiveRoom: one occurrence of a session while it runs, as one device sees it: who is there,
 * who hosts, where the agenda stands, who speaks and who wants to. It is made of what each device
 * says of itself (live-word.h) and of nothing else, so whoever has heard the same sees the same,
 * in whatever order it came. Nothing of it is stored. No clock: the caller gives monotonic time. */

#pragma once

#include "live-word.h"

#include <glib.h>

G_BEGIN_DECLS

#define CEN_LIVE_SEATS_MAX  512   /* devices */
#define CEN_LIVE_NOBODY_MS  10000 /* before somebody hosts where nobody did yet */
#define CEN_LIVE_STAGGER_MS 3000  /* between one who may take over and the next */
#define CEN_LIVE_DRIFT_MS   1500  /* of a timer, below which it is no news */
#define CEN_LIVE_REFRESH_MS 4000  /* how often one says anew for how long things have lasted */
#define CEN_LIVE_BEAT_MS    1500  /* the same, of who hosts */
#define CEN_LIVE_SILENT_MS  6000  /* after which who claimed to host does no more: four beats */

/* Who is asked first to take over. */
typedef enum {
  CEN_LIVE_RANK_HOST, /* as it was planned */
  CEN_LIVE_RANK_PRESENTER,
  CEN_LIVE_RANK_FACILITATOR,
  CEN_LIVE_RANK_MEMBER,
} CenLiveRank;

typedef CenLiveRank (*CenLiveRankFunc) (const CenId *member, gpointer user_data);

typedef struct _CenLiveRoom CenLiveRoom;

/* @n_steps: of the agenda, at most CEN_AGENDA_ITEMS_MAX. @self_device: one's own, which is only
 * there once it has entered. */
CenLiveRoom *cen_live_room_new (gint64 occurrence_ms, guint n_steps, const CenId *self_device,
                                const CenId *self_member, CenLiveRankFunc rank, gpointer rank_data);
void cen_live_room_free (CenLiveRoom *self);
/* The agenda was changed. */
void cen_live_room_set_n_steps (CenLiveRoom *self, guint n_steps);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CenLiveRoom, cen_live_room_free)

/**
 * cen_live_room_take: @device of @member says @body, as it was at @said_ms; an empty or
 * malformed one, or about another occurrence, means that it is not there (any more).
 * Returns: whether anybody sees the difference; that time has passed is none.
 */
gboolean cen_live_room_take (CenLiveRoom *self, const CenId *device, const CenId *member,
                             GBytes *body, gint64 said_ms, gint64 now_ms);

typedef enum {
  CEN_LIVE_NOTHING,
  CEN_LIVE_SAY,  /* for how long things have lasted */
  CEN_LIVE_NEWS, /* the same, and something is different */
} CenLiveDue;

/* Does what became due: taking over, giving back, the end of a turn. Returns: whether one's word is
 * to be said anew. Each half second or so. */
CenLiveDue cen_live_room_tick (CenLiveRoom *self, gint64 now_ms);

/* What this device has to say; empty when it has not entered. */
GBytes *cen_live_room_dup_body (CenLiveRoom *self, gint64 now_ms);

/* --- What one does. FALSE with CEN_ERROR_REFUSED where that is not one's to do. --- */

typedef enum {
  CEN_LIVE_ENTER,
  CEN_LIVE_LEAVE,
  CEN_LIVE_ASK,      /* to speak */
  CEN_LIVE_WITHDRAW, /* not any more */
  CEN_LIVE_FINISH,   /* what one had to say; or who hosts ends the turn of who speaks */
  CEN_LIVE_LEAD,     /* hosts from now on */
  /* Who hosts: */
  CEN_LIVE_HAND, /* to a member who is there */
  CEN_LIVE_NEXT, /* step */
  CEN_LIVE_BACK,
  CEN_LIVE_PAUSE,
  CEN_LIVE_RESUME,
  CEN_LIVE_CALL, /* a member to speak, or who is first in the queue */
} CenLiveAct;

/* NULL-terminated names of CenLiveAct, for people and programs to write. */
extern const char *const cen_live_act_names[];

/* @member: for HAND and CALL; may be NULL for CALL. */
gboolean cen_live_room_act (CenLiveRoom *self, CenLiveAct act, const CenId *member, gint64 now_ms,
                            GError **error);

/* --- What one sees --- */

typedef struct {
  CenId member;
  gint64 ms; /* how long they have spoken, this turn too */
} CenLivePerson;

typedef struct {
  gboolean has_entered;
  gboolean has_host;
  CenId host;
  gboolean is_host; /* this very device */
  guint step;       /* 0 before the first, n_steps + 1 after the last */
  gboolean is_running;
  guint n_steps;
  gint64 spent_ms[CEN_AGENDA_ITEMS_MAX];
  gboolean has_speaker;
  CenId speaker;
  gint64 turn_ms;
  GArray *people; /* CenLivePerson, who is there, who came first first */
  GArray *queue;  /* CenId, in turn */
} CenLiveView;

void cen_live_view_clear (CenLiveView *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CenLiveView, cen_live_view_clear)

/* When nobody hosts, things stand as who did last left them. */
void cen_live_room_get_view (CenLiveRoom *self, gint64 now_ms, CenLiveView *ret_view);
gboolean cen_live_room_has_entered (const CenLiveRoom *self);

G_END_DECLS
