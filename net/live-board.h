/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* NetLiveBoard: the live states of one circle: of each device the newest about each object, for as
 * long as it is renewed. What is new on the board goes to everybody but who brought it; who comes
 * later is told all of it. No socket, no clock. */

#pragma once

#include "live-state.h"

#include <glib.h>

G_BEGIN_DECLS

#define NET_LIVE_RENEW_MS       5000  /* how often one says the same again */
#define NET_LIVE_LASTS_MS       16000 /* after which what was said does not hold any more */
#define NET_LIVE_PAUSE_MS       50    /* at least, between two about the same object */
#define NET_LIVE_PER_SECOND     200   /* of one link that are looked at; more are passed over */
#define NET_LIVE_BURST_MAX      400
#define NET_LIVE_PER_DEVICE_MAX 16   /* objects about which one device says something */
#define NET_LIVE_MAX            2048 /* states */

typedef struct _NetLiveBoard NetLiveBoard;

/* @member: of @state's device. An empty body: it holds no more. Of this very device's only what it
 * said before it began anew. */
typedef void (*NetLiveBoardFunc) (const NetLiveState *state, const CenId *member,
                                  gpointer user_data);

/* How one link stands with the board. */
typedef struct {
  guint64 number; /* of the link */
  guint64 at;     /* up to where it was told; 0 at first */
  gint64 tokens;  /* thousandths of a state that may come */
  gint64 tokens_ms;
} NetLiveCursor;

/* @circle: lent. @func: told of what others say, and do not say any more. */
NetLiveBoard *net_live_board_new (CenCircle *circle, NetLiveBoardFunc func, gpointer user_data);
void net_live_board_free (NetLiveBoard *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetLiveBoard, net_live_board_free)

/**
 * net_live_board_set: what this device says about @object from now on, and is renewed until
 * @until_ms; an empty @body says that it is nothing. Errors: CEN_ERROR_INVALID (kind, length, or
 * too many objects).
 */
gboolean net_live_board_set (NetLiveBoard *self, NetLiveKind kind, const CenId *object,
                             GBytes *body, gint64 until_ms, gint64 now_ms, GError **error);

/* Takes in what came over the link of @cursor. What is old, unsigned or too much is passed over. */
void net_live_board_receive (NetLiveBoard *self, NetLiveCursor *cursor, const NetLiveState *state,
                             gint64 age_ms, gint64 now_ms);

void net_live_cursor_init (NetLiveCursor *self, guint64 number, gint64 now_ms);
/* The next frame for the link of @cursor; NULL. */
GBytes *net_live_board_next (NetLiveBoard *self, NetLiveCursor *cursor, gint64 now_ms);

/* Drops what is over, and renews what is our own. Returns: when to call again. */
gint64 net_live_board_tick (NetLiveBoard *self, gint64 now_ms);
/* Drops what devices say that are no longer in. */
void net_live_board_refresh (NetLiveBoard *self);

/* Calls @func for each state that holds and says something, one's own too. */
void net_live_board_foreach (NetLiveBoard *self, NetLiveBoardFunc func, gpointer user_data);
guint net_live_board_get_n (NetLiveBoard *self);

G_END_DECLS
