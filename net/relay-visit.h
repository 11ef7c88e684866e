/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* NetRelayVisit: one connection to a relay, from the relay's side (PROTOCOL.md, Relays). Bytes in,
 * bytes out; what it keeps is in the store. It answers and never asks. */

#pragma once

#include "relay-wire.h"

#include <glib.h>

G_BEGIN_DECLS

#define NET_RELAY_QUEUE_MAX       16 /* answers that wait to be taken */
#define NET_RELAY_FRAMES_BURST    1000
#define NET_RELAY_FRAMES_RATE     100 /* in a second */
#define NET_RELAY_PUTS_BURST      20000
#define NET_RELAY_PUTS_RATE       200 /* envelopes in a second */
#define NET_RELAY_COMPARES_BURST  20
#define NET_RELAY_COMPARES_PERIOD 5000 /* ms for one more */
#define NET_RELAY_COMPARING_MAX   8    /* comparisons that are open at a relay */
#define NET_RELAY_COMPARING_MS    30000
#define NET_RELAY_SILENCE_MS      120000

typedef struct _NetRelayVisit NetRelayVisit;

/* What all visits to one relay share. */
typedef struct {
  CenStore *store;
  const CenWorld *world;
  guint n_comparing;
} NetRelayDesk;

typedef struct {
  /* Something new lies in the drawer in row @drawer. */
  void (*on_put) (NetRelayVisit *visit, gint64 drawer, gpointer user_data);
} NetRelayVisitEvents;

/* @desk is lent and must outlive it. */
NetRelayVisit *net_relay_visit_new (NetRelayDesk *desk, const CenVisitor *visitor,
                                    const NetRelayVisitEvents *events, gpointer user_data,
                                    gint64 now_ms);
void net_relay_visit_free (NetRelayVisit *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetRelayVisit, net_relay_visit_free)

/**
 * net_relay_visit_receive: answers one frame.
 * Errors, after which the connection must end: CEN_ERROR_INVALID (it breaks the protocol),
 * CEN_ERROR_NEWER, CEN_ERROR_BUSY (too much is asked), CEN_ERROR_UNREACHABLE (it said goodbye),
 * CEN_ERROR_STORAGE.
 */
gboolean net_relay_visit_receive (NetRelayVisit *self, const guint8 *frame, gsize len,
                                  gint64 now_ms, GError **error);
/* The next frame to send; NULL. */
GBytes *net_relay_visit_pop (NetRelayVisit *self);
/* Another visitor put something into the drawer in row @drawer. */
void net_relay_visit_note (NetRelayVisit *self, gint64 drawer);
/* Errors: CEN_ERROR_UNREACHABLE for one who is silent. */
gboolean net_relay_visit_tick (NetRelayVisit *self, gint64 now_ms, GError **error);
gint64 net_relay_visit_get_deadline (const NetRelayVisit *self);
/* 0 while it has none. */
gint64 net_relay_visit_get_mailbox (const NetRelayVisit *self);

G_END_DECLS
