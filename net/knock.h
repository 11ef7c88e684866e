/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* NetKnock: one who has a link and is no member yet: dials all its addresses at once with the
 * link's key, speaks with the first that answers, and tries again until the time is up. What is
 * said is join.c's business, or device-join.c's. */

#pragma once

#include "core/link-text.h"
#include "link.h"

#include <glib.h>

G_BEGIN_DECLS

#define NET_KNOCK_RETRY_MS    1000
#define NET_KNOCK_PATIENCE_MS 60000 /* between two tries that nobody waits for */
#define NET_KNOCK_DIAL_MS     5000

typedef struct {
  NetLink *net_link;
  const CenWorld *world;
  CenLinkContent link;
  CenBoxKey curve;                      /* C */
  NetConn *conns[CEN_INVITE_ADDRS_MAX]; /* dialled or open */
  NetConn *active;                      /* the one to speak with */
  gboolean has_found;                   /* an address that was not dialled yet */
  gboolean is_patient;                  /* nobody sits and waits for it */
  gboolean was_refused;                 /* somebody did not know the link's key */
  gint64 deadline_ms;
  gint64 retry_ms;
} NetKnock;

/* Dials at the first tick. */
void net_knock_init (NetKnock *self, NetLink *net_link, const CenWorld *world,
                     const CenLinkContent *link, const CenBoxKey *curve, gint64 wait_ms);
void net_knock_clear (NetKnock *self);

gboolean net_knock_owns (const NetKnock *self, const NetConn *conn);
/* Nobody sits and waits any more: tries seldom, until @deadline_ms. And the other way round. */
void net_knock_be_patient (NetKnock *self, gint64 deadline_ms);
void net_knock_be_quick (NetKnock *self, gint64 wait_ms);
/* TRUE when @conn, which has opened, is the one to speak with. */
gboolean net_knock_open (NetKnock *self, NetConn *conn);
void net_knock_close (NetKnock *self, NetConn *conn, NetConnEnd end);
void net_knock_close_all (NetKnock *self);
/* One of the circle was found at @address, who answers with T key @curve: dialled at the next tick.
 */
void
net_knock_add_address (NetKnock *self, const guint8 curve[static CEN_KEY_LEN], const char *address);
/* Dials as time goes; FALSE when it is up. @ret_next_ms: when it wants to be called again. */
gboolean net_knock_tick (NetKnock *self, gint64 *ret_next_ms);

G_END_DECLS
