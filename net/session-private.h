/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a NetSession is made of, for the files that share it: session.c (greeting, frames, time),
 * session-compare.c, session-take.c (ops that come), session-offer.c (ops that go). */

#pragma once

#include "comparison.h"
#include "gossip-wire.h"
#include "own.h"
#include "receipts.h"
#include "serve.h"
#include "session.h"

G_BEGIN_DECLS

#define COMPARE_PAUSE_MS   1000 /* between two that we begin */
#define ASK_AGAIN_MS       250
#define MINUTE_MS          60000
#define RATE_AFTER_MS      1000 /* since when the speed is worth telling */
#define GATHERED_OPS_MAX   8192
#define GATHERED_BYTES_MAX (2 << 20) /* of frames */
#define LIVE_QUEUE_MAX     65536     /* bytes waiting, past which nobody hears of typing */

typedef enum {
  PHASE_HELLO,     /* waiting for the peer's HELLO */
  PHASE_FETCH,     /* CLOCK, NEED and OPS both ways */
  PHASE_RECONCILE, /* the first reconciliation */
  PHASE_LIVE,
} Phase;

struct _NetSession {
  CenCircle *circle;
  NetSide side;
  guint64 source;
  NetSessionEvents events;
  gpointer user_data;
  Phase phase;
  GQueue out; /* GBytes */
  gsize out_len;
  NetServe *serve;

  guint8 nonce[NET_NONCE_LEN];
  guint8 peer_nonce[NET_NONCE_LEN];
  guint64 peer_caps;
  guint8 own_digest[CEN_ID_LEN]; /* as our HELLO said it */
  guint8 own_held[CEN_ID_LEN];   /* that too */
  gboolean has_sent_hello;

  guint n_open_needs;   /* NEED frames whose last OPS has not come */
  gboolean has_asked;   /* our first NEED is out */
  gboolean takes_early; /* and what it asked for may come before its past */
  GArray *peer_clock;   /* NetClockEntry, until what it shows is asked for */
  gint64 clock_ms;      /* when it came */
  gint64 ask_ms;        /* when to try again */
  guint64 n_asked;      /* ops it asked for */
  gint64 asked_ms;
  gboolean has_been_asked; /* and the peer's is here */
  gboolean has_bye;
  NetBye bye;

  NetComparison *comparison; /* the open one; NULL */
  gboolean is_cut;           /* the last one ended before all was compared */
  gboolean awaits_held;      /* our HELD is out and the peer's is not here */
  gboolean has_told;  /* as the listener: the peer's HELD was counted, a comparison may follow */
  guint n_equal;      /* comparisons in a row that HELD alone settled */
  gint64 compared_ms; /* when we last began */
  gint64 minute_ms;   /* since when @n_compared counts what the peer began */
  guint n_compared;

  guint64 cursor;          /* next item of the circle to push, once live */
  GHashTable *echoes;      /* gint64 * rows the peer gave us, not yet passed by the cursor */
  gboolean is_catching_up; /* the open comparison does what the cursor left, or goes on */

  NetSending sending;
  GByteArray *announced;  /* names that wait to be told */
  gint64 announce_ms;     /* when they are; G_MAXINT64: there are none */
  gboolean has_announced; /* since the last comparison, so not all up to the cursor was sent */
  NetServe *pulled;       /* what the peer asked for by name */
  guint n_pulled;         /* at most that many wait */
  gint64 patience_ms;
  gint64 orphans_ms; /* when what waits for its past is looked for; G_MAXINT64 */

  NetOwn *own;      /* towards a device of our own; NULL until there was something to tell */
  gboolean has_own; /* there may be something to tell */

  NetGathering gathering;
  GArray *gathered; /* CenIncoming that wait to be stored */
  gsize gathered_len;

  gint64 credit;  /* bytes of ops we may still send */
  gint64 granted; /* bytes of ops the peer may still send */
  NetReceipts receipts;
  guint64 used; /* bytes it has sent that we have not given back */
  guint n_junk;
  CenFault fault; /* what ends the session, when the peer breaks the protocol */
  guint64 n_behind;
  guint64 n_ahead;
  gboolean knows_lag;

  gint64 now_ms;
  gint64 heard_ms;
  gint64 sent_ms;
  gint64 reconcile_ms;
};

/* session.c */
gboolean net_session_set_broken (GError **error, const char *what);
/* The same when the peer only wanted too much. */
gboolean net_session_set_flooded (NetSession *self, GError **error, const char *what);
void net_session_tell_fault (NetSession *self, CenFault fault);
void net_session_send_frame (NetSession *self, GBytes *frame);
gboolean net_session_is_own (NetSession *self);

/* session-compare.c */
gboolean net_session_start_reconcile (NetSession *self, GError **error);
void net_session_plan_reconcile (NetSession *self);
/* As soon as one may begin again. */
void net_session_plan_reconcile_soon (NetSession *self);
void net_session_mark_receipts (NetSession *self);
void net_session_become_live (NetSession *self);
void net_session_settle_difference (NetSession *self);
gboolean
net_session_receive_rbsr (NetSession *self, const guint8 *frame, gsize len, GError **error);
gboolean
net_session_receive_held (NetSession *self, const guint8 *frame, gsize len, GError **error);
gboolean net_session_begin_comparison (NetSession *self, GError **error);
gboolean net_session_end_fetch_if_done (NetSession *self, GError **error);

/* session-gossip.c */
void net_session_announce (NetSession *self, const CenId *id);
/* The names that are due, as a frame; NULL. */
GBytes *net_session_pop_announced (NetSession *self);
gboolean
net_session_receive_ihave (NetSession *self, const guint8 *frame, gsize len, GError **error);
gboolean
net_session_receive_pull (NetSession *self, const guint8 *frame, gsize len, GError **error);
gboolean
net_session_receive_branch (NetSession *self, const guint8 *frame, gsize len, GError **error);

/* session-take.c */
/* Compares when ops still wait for their past after some time. */
void net_session_look_for_past (NetSession *self);
/* The peer has the op in row @no, so it need not be told. */
gboolean net_session_note_echo (NetSession *self, gint64 no, GError **error);
gboolean net_session_store_gathered (NetSession *self, GError **error);
gboolean net_session_receive_ops (NetSession *self, const guint8 *frame, gsize len, GError **error);

G_END_DECLS
