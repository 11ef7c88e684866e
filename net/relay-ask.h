/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* NetRelayAsk: one connection to a relay from the side of one who has an invite, or a device link,
 * and is not in yet (PROTOCOL.md, Relays): leaves the request in the link's tray and waits for what
 * is left there by who may answer. Bytes in, bytes out. */

#pragma once

#include "relay-wire.h"
#include "relay-word.h"

#include <glib.h>

G_BEGIN_DECLS

#define NET_RELAY_ASK_ANSWER_MS    15000
#define NET_RELAY_ASK_KEEPALIVE_MS 45000

typedef enum {
  NET_RELAY_ASKING,
  NET_RELAY_ASK_WAITING,  /* the request lies there, or there is no preview yet */
  NET_RELAY_ASK_ANSWERED, /* the word is here */
} NetRelayAskState;

typedef struct _NetRelayAsk NetRelayAsk;

/**
 * net_relay_ask_new: @discovery: K_inv, or K_dev
 * @relay: R
 * @request: (nullable): the word to leave, which is copied; without one a preview is looked for
 */
NetRelayAsk *net_relay_ask_new (const CenWorld *world, const guint8 discovery[static CEN_KEY_LEN],
                                const guint8 relay[static CEN_KEY_LEN], const NetRelayWord *request,
                                gint64 now_ms);
void net_relay_ask_free (NetRelayAsk *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetRelayAsk, net_relay_ask_free)

/* The key to come with, and the seed that shows who made it. */
void net_relay_ask_get_key (const guint8 discovery[static CEN_KEY_LEN],
                            const guint8 relay[static CEN_KEY_LEN], CenBoxKey *ret_key);

/* Errors, after which the connection must end: CEN_ERROR_INVALID, CEN_ERROR_NEWER,
 * CEN_ERROR_UNREACHABLE (it said goodbye). */
gboolean net_relay_ask_receive (NetRelayAsk *self, const guint8 *frame, gsize len, gint64 now_ms,
                                GError **error);
/* Errors: CEN_ERROR_UNREACHABLE (no answer). */
gboolean net_relay_ask_tick (NetRelayAsk *self, gint64 now_ms, GError **error);
gint64 net_relay_ask_get_deadline (const NetRelayAsk *self);
/* The next frame to send; NULL. */
GBytes *net_relay_ask_pop (NetRelayAsk *self);

NetRelayAskState net_relay_ask_get_state (const NetRelayAsk *self);
/* What was answered: a preview, a refusal or an answer. Lent; NULL before. */
const NetRelayWord *net_relay_ask_get_word (const NetRelayAsk *self);

G_END_DECLS
