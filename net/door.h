/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* NetDoor: the count of those who were let in, from the handshake to the end of their connection,
 * and the limits on it. It knows nothing of circles' members: that is the judge's part. */

#pragma once

#include "core/id.h"
#include "core/world.h"
#include "ip.h"

#include <glib.h>

G_BEGIN_DECLS

#define NET_DOOR_VISITORS_MAX         512
#define NET_DOOR_VISITORS_PER_KEY_MAX 4
/* A first frame must follow the handshake within this time. */
#define NET_DOOR_CLAIM_MS 30000
/* A pass as text: a key in hexadecimal, a point, a number. */
#define NET_DOOR_PASS_MAX 96

typedef struct _NetDoor NetDoor;

/* Someone who was let in; free with net_visitor_free. */
typedef struct {
  CenId circle;
  guint8 key[CEN_KEY_LEN];
  char *address;
  gint64 since_ms;
} NetVisitor;

void net_visitor_free (NetVisitor *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetVisitor, net_visitor_free)

/* @world: its monotonic clock; lent, must outlive the door. */
NetDoor *net_door_new (const CenWorld *world);
void net_door_free (NetDoor *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetDoor, net_door_free)

void net_door_set_limit (NetDoor *self, guint handshakes_per_minute);
/* How many may be there with one key: NET_DOOR_VISITORS_PER_KEY_MAX unless told. */
void net_door_set_per_key (NetDoor *self, guint n_max);

/**
 * net_door_knock: counts a handshake from @ip.
 * Returns: FALSE when there are too many from there, or too many visitors, or too many with @key.
 */
gboolean net_door_knock (NetDoor *self, const NetIp *ip, const guint8 key[static CEN_KEY_LEN]);
/* Lets @key in and writes the pass by which its connection will be known. */
void net_door_admit (NetDoor *self, const CenId *circle, const guint8 key[static CEN_KEY_LEN],
                     const NetIp *ip, char ret_pass[static NET_DOOR_PASS_MAX]);
/**
 * net_door_claim: the visitor who was given @pass for @circle; each pass is good once.
 * Returns: (transfer full): NULL for any other pass or circle.
 */
NetVisitor *net_door_claim (NetDoor *self, const char *pass, const CenId *circle);
/* A visitor that was claimed is gone. */
void net_door_leave (NetDoor *self, const guint8 key[static CEN_KEY_LEN]);

G_END_DECLS
