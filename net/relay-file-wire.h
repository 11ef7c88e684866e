/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* NetRelayFileWire: the frames about files at a relay (PROTOCOL.md, Relays): parcels, found by
 * name, and what is dropped. Readers check shapes and bounds. */

#pragma once

#include "core/parcel.h"
#include "relay-wire.h"

#include <glib.h>

G_BEGIN_DECLS

#define NET_RELAY_NAMES_MAX 512 /* in one frame */

/* One parcel under its name, lent; in a PARCEL no name, and no bytes where there is none. */
typedef struct {
  guint drawer; /* STORE: on whose behalf */
  CenId name;
  const guint8 *bytes;
  gsize len;
} NetRelayParcel;

typedef struct {
  CenMailAnswer answer;
  guint64 wait_ms; /* SLOW: when to try again */
  guint64 bytes;   /* of the mailbox that are used now */
} NetRelayStored;

typedef enum {
  NET_RELAY_DROP_PARCELS,
  NET_RELAY_DROP_CONTENTS, /* of envelopes */
  NET_RELAY_DROP_LAST = NET_RELAY_DROP_CONTENTS,
} NetRelayDropWhat;

typedef struct {
  guint by; /* drawer on whose behalf */
  NetRelayDropWhat what;
  guint drawer; /* CONTENTS: in which they lie; else as @by */
  GArray *ids;  /* CenId */
} NetRelayDrop;

void net_relay_drop_clear (NetRelayDrop *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (NetRelayDrop, net_relay_drop_clear)

GBytes *net_relay_have_to_frame (const CenId *names, guint n_names);
/* @states: CenParcelState of each, one byte. */
GBytes *net_relay_having_to_frame (const guint8 *states, guint n_states);
GBytes *net_relay_store_to_frame (const NetRelayParcel *parcel);
GBytes *net_relay_stored_to_frame (const NetRelayStored *stored);
GBytes *net_relay_fetch_to_frame (const CenId *name);
/* @parcel: NULL when there is none. */
GBytes *net_relay_parcel_to_frame (GBytes *parcel);
GBytes *net_relay_drop_to_frame (const NetRelayDrop *drop);
GBytes *net_relay_dropped_to_frame (CenMailAnswer answer);

/* FALSE or NULL for anything malformed; outputs are untouched then. */
GArray *net_relay_have_from_frame (const guint8 *frame, gsize len); /* CenId */
/* Lent, of @frame. */
const guint8 *net_relay_having_from_frame (const guint8 *frame, gsize len, guint *ret_n_states);
gboolean net_relay_store_from_frame (NetRelayParcel *ret_parcel, const guint8 *frame, gsize len);
gboolean net_relay_stored_from_frame (NetRelayStored *ret_stored, const guint8 *frame, gsize len);
gboolean net_relay_fetch_from_frame (CenId *ret_name, const guint8 *frame, gsize len);
gboolean net_relay_parcel_from_frame (NetRelayParcel *ret_parcel, const guint8 *frame, gsize len);
gboolean net_relay_drop_from_frame (NetRelayDrop *ret_drop, const guint8 *frame, gsize len);
gboolean net_relay_dropped_from_frame (CenMailAnswer *ret_answer, const guint8 *frame, gsize len);

G_END_DECLS
