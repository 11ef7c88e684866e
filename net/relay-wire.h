/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* NetRelayWire: the frames between a member and a relay (PROTOCOL.md, Relays): a type byte and one
 * item of canonical CBOR, as between members. Readers check shapes and bounds. */

#pragma once

#include "core/mailboxes.h"
#include "wire.h"

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  NET_RELAY_HELLO = 64,
  NET_RELAY_LOOK = 65,
  NET_RELAY_STATES = 66,
  NET_RELAY_MAKE = 67,
  NET_RELAY_MADE = 68,
  NET_RELAY_AFTER = 69,
  NET_RELAY_ENVELOPES = 70,
  NET_RELAY_COMPARE = 71,
  NET_RELAY_PUT = 72,
  NET_RELAY_KEPT = 73,
  NET_RELAY_GET = 74,
  NET_RELAY_MARK = 75,
  NET_RELAY_MARKS = 76,
  NET_RELAY_HAVE = 77, /* relay-file-wire.h, so the next ones */
  NET_RELAY_HAVING = 78,
  NET_RELAY_STORE = 79,
  NET_RELAY_STORED = 80,
  NET_RELAY_FETCH = 81,
  NET_RELAY_PARCEL = 82,
  NET_RELAY_DROP = 83,
  NET_RELAY_DROPPED = 84,
} NetRelayFrame;

#define NET_RELAY_DRAWERS_MAX   256    /* that one connection may look into */
#define NET_RELAY_LOOK_MAX      64     /* in one frame */
#define NET_RELAY_ENVELOPES_MAX 1024   /* in one frame */
#define NET_RELAY_BATCH_MAX     131072 /* bytes of envelopes, past which none is added to a frame */
#define NET_RELAY_GET_MAX       512

/* Bits of a relay's caps; others mean nothing yet. */
typedef enum {
  NET_RELAY_CAPS_FILES = 1 << 0, /* it knows the frames of relay-file-wire.h */
} NetRelayCaps;

/* Both begin with it; the relay also tells its terms, which a member leaves at 0. */
typedef struct {
  guint64 version;
  guint8 nonce[NET_NONCE_LEN];
  guint64 caps;
  guint64 quota; /* bytes of the mailbox */
  guint64 bytes; /* of it that are used */
  guint64 keep_ms;
} NetRelayHello;

/* What a relay says of one drawer. */
typedef struct {
  gboolean is_there;
  guint64 n;
  guint8 digest[CEN_ID_LEN]; /* cen_held_digest() over the ids of its envelopes */
  guint64 last;              /* number of the one that came last */
} NetRelayState;

/* Which drawers are told of: from place @first on. */
typedef struct {
  guint first;
  guint n;
  NetRelayState states[NET_RELAY_LOOK_MAX];
} NetRelayStates;

typedef enum {
  NET_RELAY_MORE,
  NET_RELAY_LAST, /* of an answer */
} NetRelayFlag;

/* ENVELOPES, PUT and MARKS: envelopes, or marks, of the drawer at @drawer among those that were
 * looked into. */
typedef struct {
  guint drawer;
  NetRelayFlag flag;
  guint64 last;     /* ENVELOPES that answer AFTER: number of the last that is in it */
  GPtrArray *items; /* GBytes */
} NetRelayBatch;

typedef struct {
  guint drawer;
  CenMailAnswer answer;
  guint64 wait_ms; /* SLOW: when to try again */
  NetRelayState state;
} NetRelayKept;

typedef struct {
  guint drawer;
  guint round;
  const guint8 *message; /* lent */
  gsize len;
} NetRelayCompare;

/* MARK: leaves @mark, unless it is NULL, and asks for those after number @after, which MARKS gives
 * as a batch. */
typedef struct {
  guint drawer;
  guint64 after;
  guint8 slot[CEN_MAIL_SLOT_LEN];
  GBytes *mark; /* the reader's to unref */
} NetRelayMark;

void net_relay_batch_clear (NetRelayBatch *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (NetRelayBatch, net_relay_batch_clear)

GBytes *net_relay_hello_to_frame (const NetRelayHello *hello);
/* @seeds: n × CEN_KEY_LEN bytes, n at most NET_RELAY_LOOK_MAX. */
GBytes *net_relay_look_to_frame (const guint8 *seeds, guint n_seeds);
GBytes *net_relay_states_to_frame (const NetRelayStates *states);
GBytes *net_relay_make_to_frame (const CenDrawerWish *wish);
GBytes *net_relay_made_to_frame (CenMailAnswer answer);
GBytes *net_relay_after_to_frame (guint drawer, guint64 after);
/* @type: ENVELOPES, PUT or MARKS. */
GBytes *net_relay_batch_to_frame (NetRelayFrame type, const NetRelayBatch *batch);
GBytes *net_relay_compare_to_frame (guint drawer, guint round, GBytes *message);
GBytes *net_relay_kept_to_frame (const NetRelayKept *kept);
GBytes *net_relay_get_to_frame (guint drawer, const CenId *tags, guint n_tags);
GBytes *net_relay_mark_to_frame (const NetRelayMark *mark);

/* FALSE or NULL for anything malformed; outputs are untouched then. */
gboolean net_relay_hello_from_frame (NetRelayHello *ret_hello, const guint8 *frame, gsize len);
/* Lent, of @frame. */
const guint8 *net_relay_look_from_frame (const guint8 *frame, gsize len, guint *ret_n_seeds);
gboolean net_relay_states_from_frame (NetRelayStates *ret_states, const guint8 *frame, gsize len);
gboolean net_relay_make_from_frame (CenDrawerWish *ret_wish, const guint8 *frame, gsize len);
gboolean net_relay_made_from_frame (CenMailAnswer *ret_answer, const guint8 *frame, gsize len);
gboolean
net_relay_after_from_frame (guint *ret_drawer, guint64 *ret_after, const guint8 *frame, gsize len);
gboolean net_relay_mark_from_frame (NetRelayMark *ret_mark, const guint8 *frame, gsize len);
gboolean net_relay_batch_from_frame (NetRelayBatch *ret_batch, const guint8 *frame, gsize len);
gboolean
net_relay_compare_from_frame (NetRelayCompare *ret_compare, const guint8 *frame, gsize len);
gboolean net_relay_kept_from_frame (NetRelayKept *ret_kept, const guint8 *frame, gsize len);
/* CenId; NULL when malformed. */
GArray *net_relay_get_from_frame (guint *ret_drawer, const guint8 *frame, gsize len);

G_END_DECLS
