/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* NetRelaySession: one connection to a relay, from a member's side (PROTOCOL.md, Relays): takes in
 * what lies there, lays there what it lacks, and looks again when it is told. Bytes in, bytes out.
 * What a relay says is never believed: an envelope is worth no more than its op. */

#pragma once

#include "core/carried.h"
#include "admission.h"
#include "relay-wire.h"
#include "transfer.h"

#include <glib.h>

G_BEGIN_DECLS

#define NET_RELAY_HELLO_MS      15000
#define NET_RELAY_ANSWER_MS     60000 /* for one answer */
#define NET_RELAY_KEEPALIVE_MS  45000
#define NET_RELAY_AGAIN_MS      60000 /* before a drawer that stayed different is compared again */
#define NET_RELAY_MARK_MS       30000 /* between two marks of one's own */
#define NET_RELAY_MARKS_MS      5000  /* between two looks at those of others */
#define NET_RELAY_LIES_MAX      16    /* past which a relay is let alone */
#define NET_RELAY_UNSETTLED_MAX 4096  /* envelopes whose op waits for its past */
#define NET_RELAY_PREPARE_OPS   1024  /* that are looked at in one turn */
#define NET_RELAY_TRAYS_MAX     16    /* of invites that are looked after: the newest */

typedef struct _NetRelaySession NetRelaySession;

/* What a relay was seen to do that an honest one does not. */
typedef enum {
  NET_RELAY_GAVE_JUNK = 1 << 0, /* what is no envelope of the circle, or not under that key */
  NET_RELAY_LOST = 1 << 1,      /* it had confirmed what it does not have any more */
  NET_RELAY_WITHHELD = 1 << 2,  /* it named what it did not give */
  NET_RELAY_FULL = 1 << 3,      /* no lie: it takes no more */
  NET_RELAY_DENIED = 1 << 4,    /* no lie: it has no mailbox for this circle */
} NetRelayProblem;

typedef struct {
  /* Ops (CenPending) were accepted out of envelopes and are in the log. */
  void (*on_accepted) (NetRelaySession *session, GPtrArray *accepted, gpointer user_data);
  /* @device told by a mark what it has: NetClockEntry. NULL: nobody wants to know. */
  void (*on_holding) (NetRelaySession *session, const CenDevice *device, GArray *clock,
                      gpointer user_data);
  /* Somebody asks to be let in by the JOIN of @request: the answer, or why not. */
  NetRelayVerdict (*on_request) (NetRelaySession *session, const CenIncoming *request,
                                 NetBye *ret_bye, NetRelayAnswer *ret_answer, gpointer user_data);
  /* A device asks, by what lies in the tray of the device link of @curve, to be added: the same.
   * NULL: no device is. */
  NetRelayVerdict (*on_device) (NetRelaySession *session, const guint8 *curve,
                                const NetRelayWord *request, NetBye *ret_bye,
                                NetRelayAnswer *ret_answer, gpointer user_data);
  /* How it stands has changed. */
  void (*on_changed) (NetRelaySession *session, gpointer user_data);
} NetRelaySessionEvents;

/**
 * net_relay_session_new: @circle and @carried are lent and must outlive it.
 * @relay: the key R by which the relay is known
 * @source: names the relay to the orphans
 */
NetRelaySession *net_relay_session_new (CenCircle *circle, CenCarried *carried,
                                        const guint8 relay[static CEN_KEY_LEN], guint64 source,
                                        const NetRelaySessionEvents *events, gpointer user_data,
                                        gint64 now_ms);
void net_relay_session_free (NetRelaySession *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetRelaySession, net_relay_session_free)

/**
 * net_relay_session_receive: takes one frame.
 * Errors, after which the connection must end: CEN_ERROR_INVALID (the relay breaks the protocol or
 * lies too often), CEN_ERROR_NEWER, CEN_ERROR_UNREACHABLE (it said goodbye), CEN_ERROR_STORAGE.
 */
gboolean net_relay_session_receive (NetRelaySession *self, const guint8 *frame, gsize len,
                                    gint64 now_ms, GError **error);
/* Does what is due. Errors: CEN_ERROR_UNREACHABLE (no answer), CEN_ERROR_STORAGE. */
gboolean net_relay_session_tick (NetRelaySession *self, gint64 now_ms, GError **error);
gint64 net_relay_session_get_deadline (const NetRelaySession *self);
/* The next frame to send; NULL. */
GBytes *net_relay_session_pop (NetRelaySession *self);
/* The circle has changed: there may be something to bring. */
void net_relay_session_note (NetRelaySession *self);

/* The circle's files are exchanged too, by way of @transfer, which is lent; NULL: they are not (any
 * more). Only once the relay has greeted. */
void net_relay_session_set_transfer (NetRelaySession *self, NetTransfer *transfer);
/* What is wanted of files has changed. */
void net_relay_session_note_files (NetRelaySession *self);
/* What came out of a parcel is not what it should be: FALSE with an error when it was once too
 * often. */
gboolean net_relay_session_note_liar (NetRelaySession *self, GError **error);

/* Whether all that may be carried is there, and all that is there is here. */
gboolean net_relay_session_is_settled (const NetRelaySession *self);
/* NetRelayProblem, seen in this session. */
guint net_relay_session_get_problems (const NetRelaySession *self);
/* What the relay said of the mailbox; zeros before. Lent. */
const NetRelayHello *net_relay_session_get_terms (const NetRelaySession *self);
/* Envelopes that were brought to it and taken from it. */
void net_relay_session_get_counts (const NetRelaySession *self, guint64 *ret_n_given,
                                   guint64 *ret_n_taken);

G_END_DECLS
