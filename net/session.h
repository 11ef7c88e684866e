/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* NetSession: two members exchanging one circle over one connection, bytes in and bytes out
 * (PROTOCOL.md, Sync session). No socket, no clock: the caller brings frames and time, takes frames
 * and a deadline, and hears of what happened through events.
 *
 *   HELLO ─ equal ─────────────────────────► reconcile (root check) ─► live
 *     └─ different ─ CLOCK, NEED, OPS ─────► reconcile ──────────────► live
 */

#pragma once

#include "arrival.h"
#include "clock.h"
#include "core/faults.h"
#include "live-state.h"
#include "tree.h"
#include "wire.h"

#include <glib.h>

G_BEGIN_DECLS

#define NET_SESSION_HELLO_MS               10000
#define NET_SESSION_KEEPALIVE_MS           15000
#define NET_SESSION_SILENCE_MS             45000
#define NET_SESSION_RECONCILE_MS           60000 /* ± 50 % */
#define NET_SESSION_JUNK_MAX               64
#define NET_SESSION_MUCH                   1024 /* ops, that are asked for in turn */
#define NET_SESSION_HELD_EQUAL_MAX         9    /* comparisons of sums alone, then one of all */
#define NET_SESSION_ANNOUNCE_MS            200  /* that an announcement waits for others */
#define NET_SESSION_PULLS_MAX              4096 /* ops that wait to be sent by the peer's PULLs */
#define NET_SESSION_COMPARE_PER_MINUTE_MAX 120  /* that the peer may begin */

typedef struct _NetSession NetSession;

typedef enum {
  NET_SIDE_DIALLER,
  NET_SIDE_LISTENER,
} NetSide;

/* Each may be NULL. None may free the session. */
typedef struct {
  /* Ops (CenPending) were accepted from the peer and are in the log. */
  void (*on_accepted) (NetSession *session, GPtrArray *accepted, gpointer user_data);
  /* For the first time both sides hold the same ops. */
  void (*on_in_sync) (NetSession *session, gpointer user_data);
  void (*on_peers) (NetSession *session, GPtrArray *records, gpointer user_data);
  void (*on_live) (NetSession *session, const NetLive *live, gpointer user_data);
  /* What the peer says, or passes on, @age_ms after it was said; not looked at yet. */
  void (*on_live_state) (NetSession *session, const NetLiveState *state, gint64 age_ms,
                         gpointer user_data);
  /* The peer was caught at @fault; when it broke the protocol, the error follows. */
  void (*on_fault) (NetSession *session, CenFault fault, gpointer user_data);
  /* Whether the peer is a device of this very member, who may send OWN. NULL: never. */
  gboolean (*is_own) (NetSession *session, gpointer user_data);
  /* The peer told its clock: NetClockEntry. */
  void (*on_clock) (NetSession *session, GArray *clock, gpointer user_data);
  /* The peer confirmed that it has more than before: see net_session_get_held(). */
  void (*on_held) (NetSession *session, gpointer user_data);
  /* The peer has ops that are not here: NET_NAME_LEN bytes of the id of each. */
  void (*on_announced) (NetSession *session, const guint8 *names, guint n_names,
                        gpointer user_data);
  /* The peer told where it stands in the tree. */
  void (*on_branch) (NetSession *session, const NetBranch *branch, gpointer user_data);
  /* Whether to ask now for much that the peer has, @waited_ms after it told so; else it is asked
   * for again soon. NULL: at once. */
  gboolean (*may_fetch) (NetSession *session, gint64 waited_ms, gpointer user_data);
  guint64 caps; /* what our HELLO says: NetCaps */
  /* Files (blob-wire.h): a frame about them came; FALSE with an error ends the session, as
   * NetSession's own do, and then @ret_is_flood says whether it was too much. NULL: this side knows
   * no files, and says so in its HELLO. */
  gboolean (*on_blob) (NetSession *session, const guint8 *frame, gsize len, gboolean *ret_is_flood,
                       GError **error, gpointer user_data);
  /* The next short frame about files; the next piece of one, which goes after all else; NULL. */
  GBytes *(*next_blob_word) (NetSession *session, gpointer user_data);
  GBytes *(*next_blob) (NetSession *session, gpointer user_data);
} NetSessionEvents;

/**
 * net_session_new: @circle is lent and must outlive it; @source names the peer to the orphans.
 * The dialler's HELLO is ready at once.
 */
NetSession *net_session_new (CenCircle *circle, NetSide side, guint64 source,
                             const NetSessionEvents *events, gpointer user_data, gint64 now_ms);
void net_session_free (NetSession *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetSession, net_session_free)

/* What the peer's HELLO said: NetCaps; 0 before it came. */
guint64 net_session_get_caps (const NetSession *self);

/**
 * net_session_receive: takes one frame.
 * Errors, after which the connection must end: CEN_ERROR_INVALID (the peer breaks the protocol),
 * CEN_ERROR_NEWER (it speaks another version), CEN_ERROR_UNREACHABLE (it said goodbye),
 * CEN_ERROR_STORAGE (our disk failed; nothing of the frame was kept).
 */
gboolean net_session_receive (NetSession *self, const guint8 *frame, gsize len, gint64 now_ms,
                              GError **error);

/* When ops that came are stored: with their frame, or many frames in one transaction. */
typedef enum {
  NET_GATHERING_NONE,
  NET_GATHERING_TURN, /* at net_session_settle at the latest, which the caller promises soon */
} NetGathering;

void net_session_set_gathering (NetSession *self, NetGathering gathering);

/* Stores the ops that wait; net_session_pop does so too. Nothing of them was passed on, answered or
 * counted before. Errors: as net_session_receive. */
gboolean net_session_settle (NetSession *self, GError **error);

/* Does what is due at @now_ms. Errors: CEN_ERROR_UNREACHABLE (the peer is silent). */
gboolean net_session_tick (NetSession *self, gint64 now_ms, GError **error);
gint64 net_session_get_deadline (const NetSession *self);

/* The next frame to send, or NULL; made as late as possible, so take only what the transport can
 * hold. Errors: CEN_ERROR_STORAGE. */
GBytes *net_session_pop (NetSession *self, GError **error);

/* How new ops go to the peer once both are live. */
typedef enum {
  NET_SENDING_FULL,
  NET_SENDING_ANNOUNCED, /* their names; the peer pulls what it lacks */
} NetSending;

/* Before frames are asked for. */
void net_session_set_sending (NetSession *self, NetSending sending, gint64 now_ms);
/* How long an op may wait for its past before that is looked for by comparing; 0 at first. */
void net_session_set_patience (NetSession *self, gint64 patience_ms);
/* Asks for what the peer announced: NET_NAME_LEN bytes each. */
void net_session_pull (NetSession *self, const guint8 *names, guint n_names);
void net_session_send_branch (NetSession *self, const NetBranch *branch);

void net_session_send_live (NetSession *self, const NetLive *live);
/* Whether a live state may be sent now: both are live, and not much waits. */
gboolean net_session_takes_live_state (const NetSession *self);
/* Takes @frame. */
void net_session_send_live_state (NetSession *self, GBytes *frame);
void net_session_send_peers (NetSession *self, GPtrArray *records);
/* What one's own devices tell each other has changed: it goes out after all ops, when the peer is
 * such a device. */
void net_session_note_own (NetSession *self);
/* Compares with the peer again now, when both are live. */
void net_session_reconcile (NetSession *self);

gboolean net_session_is_in_sync (const NetSession *self);
gboolean net_session_is_live (const NetSession *self);
/* Whether the peer's HELLO said that it knows files. */
gboolean net_session_knows_blobs (const NetSession *self);
/* The code of the peer's BYE, when it said one. */
gboolean net_session_get_bye (const NetSession *self, NetBye *ret_code);
/* The row of the log up to which the peer has confirmed to have everything; 0 for none yet. */
gint64 net_session_get_held (const NetSession *self);
/* Whether the peer answered and tells what it has, though both may not be equal yet. */
gboolean net_session_is_met (const NetSession *self);

/* How far that is which we asked for; FALSE while nothing was, or all of it is here. */
gboolean net_session_get_arrival (const NetSession *self, NetArrival *ret_arrival);
/* Ops the peer lacks from us, and we from it; FALSE while unknown. */
gboolean net_session_get_lag (const NetSession *self, guint64 *ret_behind, guint64 *ret_ahead);

G_END_DECLS
