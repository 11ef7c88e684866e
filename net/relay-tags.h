/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* NetRelayTags: the envelopes in a drawer as the items of one comparison between a member and a
 * relay (PROTOCOL.md, Relays). Ids are keyed by the nonces of both, as between members. */

#pragma once

#include "item-set.h"
#include "wire.h"

#include <glib.h>

G_BEGIN_DECLS

/* Room for the head of the frame. */
#define NET_RELAY_MESSAGE_MAX (CEN_RBSR_FRAME_MAX - 64)

/* A set that is being filled. */
typedef struct {
  guint8 key[CEN_KEY_LEN];
  NetItemSet *items;
} NetRelayTags;

/* @drawer: its name */
void net_relay_tags_init (NetRelayTags *self, const CenId *drawer,
                          const guint8 member_nonce[static NET_NONCE_LEN],
                          const guint8 relay_nonce[static NET_NONCE_LEN], guint n_expected);
void net_relay_tags_clear (NetRelayTags *self);
/* @ref: the caller's; comes back from net_item_set_lookup(). */
void net_relay_tags_add (NetRelayTags *self, const CenId *id, guint64 ref);

G_END_DECLS
