/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* NetRelayWord: what newcomers and members, or two devices of one person, leave each other in a
 * tray at a relay (PROTOCOL.md, Relays): marks that who has the link, or made it, can open. An
 * answer is closed once more, for who asked alone: it holds the keys of the circle's epochs. */

#pragma once

#include "core/epoch.h"
#include "core/mailboxes.h"
#include "wire.h"

#include <glib.h>

G_BEGIN_DECLS

#define NET_RELAY_KEYS_MAX   640 /* that are handed to a newcomer: the newest */
#define NET_RELAY_ANSWER_OPS 3
#define NET_RELAY_DEVICE_OPS 1

typedef enum {
  NET_RELAY_WORD_PREVIEW, /* a PREVIEW frame that answers */
  NET_RELAY_WORD_REQUEST, /* a JOIN_REQ or DEVICE_REQ frame */
  NET_RELAY_WORD_REFUSAL, /* a BYE frame */
  NET_RELAY_WORD_ANSWER,  /* net_relay_answer_seal() */
  NET_RELAY_WORD_LAST = NET_RELAY_WORD_ANSWER,
} NetRelayWordKind;

/* @join: the id of the JOIN that it is about, or D of the new device; zeros in a preview. */
typedef struct {
  NetRelayWordKind kind;
  CenId join;
  GBytes *content;
} NetRelayWord;

void net_relay_word_clear (NetRelayWord *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (NetRelayWord, net_relay_word_clear)

/**
 * net_relay_word_seal: the mark that says @word among those who have the invite whose discovery key
 * is @discovery (K_inv).
 * @ret_slot: of the tray, in which it belongs: one for each JOIN's request, one for its answer
 * Returns: NULL when it is too long.
 */
GBytes *net_relay_word_seal (const NetRelayWord *word, const guint8 discovery[static CEN_KEY_LEN],
                             const CenWorld *world, guint8 ret_slot[static CEN_MAIL_SLOT_LEN]);
/* FALSE for what is none. */
gboolean net_relay_word_open (NetRelayWord *ret_word, const guint8 discovery[static CEN_KEY_LEN],
                              GBytes *mark);

/* What one who was let in begins with. */
typedef struct {
  GBytes *device_ok; /* a DEVICE_OK frame, which has the GENESIS; NULL for a newcomer */
  GArray *ops;       /* CenIncoming: GENESIS, ADMIT and the first EPOCH; for a device that alone */
  GArray *keys;      /* CenEpochKey, the oldest first */
} NetRelayAnswer;

void net_relay_answer_clear (NetRelayAnswer *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (NetRelayAnswer, net_relay_answer_clear)

/* The content of an ANSWER for who has the box key @box; NULL when @box is of no use. */
GBytes *net_relay_answer_seal (const NetRelayAnswer *answer, const guint8 box[static CEN_KEY_LEN],
                               const CenWorld *world);
gboolean net_relay_answer_open (NetRelayAnswer *ret_answer, const CenBoxKey *own, GBytes *content);

G_END_DECLS
