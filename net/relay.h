/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* NetRelay: this engine as a relay for circles it knows nothing of: its listeners, and those who
 * visit. Used by the node alone. */

#pragma once

#include "link.h"
#include "relay-visit.h"

#include <glib.h>

G_BEGIN_DECLS

#define NET_RELAY_VISITS_MAX            256
#define NET_RELAY_VISITS_PER_DRAWER_MAX 64 /* all members come with one key */
#define NET_RELAY_EXPIRE_MS             (60 * 60 * 1000)

typedef struct _NetRelay NetRelay;

/* @seed: the secret of the key by which it is known. @store, @link: lent. */
NetRelay *net_relay_new (CenStore *store, const CenWorld *world, NetLink *link,
                         const guint8 seed[static CEN_KEY_LEN]);
void net_relay_free (NetRelay *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetRelay, net_relay_free)

/* The public key by which it is known, which is also what its listeners serve in the place of a
 * circle. */
const CenId *net_relay_get_id (const NetRelay *self);
const CenBoxKey *net_relay_get_key (const NetRelay *self);

NetLinkVerdict net_relay_admit (NetRelay *self, const guint8 key[static CEN_KEY_LEN]);
void net_relay_open (NetRelay *self, NetConn *conn);
void net_relay_message (NetRelay *self, NetConn *conn, const guint8 *bytes, gsize len);
void net_relay_close (NetRelay *self, NetConn *conn);
/* Does what is due; returns when it wants to be called again. */
gint64 net_relay_tick (NetRelay *self);
void net_relay_set_online (NetRelay *self, gboolean is_online);
/* How many look into @mailbox now; 0 for any. */
guint net_relay_count_visits (const NetRelay *self, gint64 mailbox);

G_END_DECLS
