/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the parts of NetLink know of a connection, and no one else. */

#pragma once

#include "core/crypto.h"
#include "grip.h"
#include "link-conn.h"
#include "link-socket.h"

G_BEGIN_DECLS

/* The side of the link that its connections see. */
typedef struct {
  GPtrArray *closing; /* NetConn that are marked; freed at the end of the turn */
  NetGrips *grips;
  guint n_holding; /* incoming connections that hold something */
  void (*on_open) (NetConn *conn, gpointer user_data);
  void (*on_message) (NetConn *conn, const guint8 *bytes, gsize len, gpointer user_data);
  gpointer user_data;
} NetConnHost;

struct _NetConn {
  NetConnHost *host; /* lent */
  CenId circle;
  guint8 key[CEN_KEY_LEN];
  char *address;
  gpointer data;
  guint64 n_sent;
  guint64 n_received;
  GQueue held; /* of GBytes */
  gsize n_held;
  void *socket;       /* our own, or lent by the listener */
  void *monitor;      /* dialled only */
  int fd;             /* dialled only: of the transport; −1 before */
  GBytes *routing_id; /* incoming only */
  gpointer listener;  /* NetListener; NULL when dialled */
  gint64 deadline_ms; /* dialled only: for the handshake */
  gboolean is_open;   /* the handshake is done */
  gboolean is_gone;   /* dialled only: the transport is; what came before is still read */
  gboolean is_closing;
  NetConnEnd end;
};

NetConn *net_conn_new (NetConnHost *host, const CenId *circle, const guint8 key[static CEN_KEY_LEN],
                       const char *address);
void net_conn_free (NetConn *self);
/* Marks it, unless it is marked already. */
void net_conn_end (NetConn *self, NetConnEnd end);
/* Announces it as open. */
void net_conn_open (NetConn *self);
/* Hands @message to the caller if it has exactly @n_parts, of which the last is the frame. */
void net_conn_deliver (NetConn *self, NetParts *message, guint n_parts);
/* Sends of what is held as much as goes. */
void net_conn_flush (NetConn *self);

G_END_DECLS
