/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a CenLiveRoom is made of, for the files that share it: live-room.c (who says what, and who
 * hosts), live-room-guests.c (who is there, and in which turn they speak), live-room-acts.c (what
 * one does). */

#pragma once

#include "live-room.h"

G_BEGIN_DECLS

/* One device. */
typedef struct {
  CenId device;
  CenId member;
  gint64 said_ms;
  CenLiveWord word;
} CenLiveSeat;

struct _CenLiveRoom {
  gint64 occurrence_ms;
  guint n_steps;
  CenId self_device;
  CenId self_member;
  CenLiveRankFunc rank;
  gpointer rank_data;
  GPtrArray *seats;  /* CenLiveSeat */
  CenLiveSeat *own;  /* in @seats; NULL before one enters */
  gint64 told_ms;    /* when its word was last asked for */
  CenLiveClaim last; /* of who hosts or did last; term 0: nobody yet */
  gint64 last_ms;
  gint64 hostless_ms; /* since when nobody hosts; -1: somebody does */
};

/* One member, with however many devices they came. */
typedef struct {
  CenId member;
  guint64 who;
  gint64 here_ms;
  guint64 asked; /* the first wish that is not met yet; 0 */
  guint64 done;
  CenLiveRank rank;
} CenLiveGuest;

/* live-room.c */
CenLiveSeat *cen_live_room_find_host (CenLiveRoom *self, gint64 now_ms);
gboolean cen_live_room_is_host (CenLiveRoom *self, gint64 now_ms);
/* Keeps what the host said, and since when there is none. */
void cen_live_room_note_host (CenLiveRoom *self, gint64 now_ms);
/* What the host said last, as of @now_ms. */
void cen_live_room_get_claim (CenLiveRoom *self, gint64 now_ms, CenLiveClaim *ret_claim);
/* Lets time pass on one's own seat. */
void cen_live_room_settle (CenLiveSeat *own, gint64 now_ms);
/* An agenda that was changed meanwhile has other steps. */
void cen_live_room_fit_steps (CenLiveRoom *self, CenLiveClaim *claim);
/* Hosts from where the last host left things. */
void cen_live_room_take_over (CenLiveRoom *self, gint64 now_ms);
gboolean cen_live_room_take_over_if_due (CenLiveRoom *self, gint64 now_ms);
CenLiveSeat *cen_live_room_add_seat (CenLiveRoom *self, const CenId *device, const CenId *member);
void cen_live_room_end_turn (CenLiveClaim *claim);

/* live-room-guests.c */
/* CenLiveGuest, who came first first. */
GArray *cen_live_room_list_people (CenLiveRoom *self, gint64 now_ms);
CenLiveGuest *cen_live_room_find_person (GArray *people, const CenId *member);
int cen_live_room_compare_people (gconstpointer a, gconstpointer b);
/* Whether the wish @asked of @who was met. */
gboolean cen_live_room_is_met (const CenLiveClaim *claim, guint64 who, guint64 asked);
/* CenId, in turn. */
GArray *cen_live_room_list_queue (CenLiveRoom *self, GArray *people);
/* Above all that were given, as far as one has heard. */
guint64 cen_live_room_get_next_stamp (CenLiveRoom *self);

G_END_DECLS
