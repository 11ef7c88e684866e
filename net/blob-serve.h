/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* NetBlobServe: files on their way to one peer: what it asks for, read from disk a few blocks ahead
 * and no further, and word of what is here once it asked. Sans-IO but for the pool that reads. */

#pragma once

#include "blob-wire.h"
#include "core/circle.h"
#include "pool.h"

#include <glib.h>

G_BEGIN_DECLS

#define NET_BLOB_ASKED_MAX   64    /* blocks that one peer may be waiting for */
#define NET_BLOB_AHEAD_MAX   4     /* of which so many are read before the transport takes them */
#define NET_BLOB_CURIOUS_MAX 16384 /* blobs of which one peer is told when they come */

/* What is here of a blob, as the owner knows it. */
typedef struct {
  CenBlobLayout layout;
  CenBlobHeld held;
  GBytes *map; /* PARTIAL: as in NetHold, for the asker to unref; only when wanted */
} NetBlobHere;

typedef enum {
  NET_BLOB_BRIEF, /* without the map */
  NET_BLOB_WITH_MAP,
} NetBlobDetail;

typedef struct {
  void (*look_up) (const CenId *blob, NetBlobDetail detail, NetBlobHere *ret_here,
                   gpointer user_data);
  /* There is more to send. */
  void (*on_ready) (gpointer user_data);
} NetBlobServeEvents;

typedef struct _NetBlobServe NetBlobServe;

/* @circle and @pool are lent. */
NetBlobServe *net_blob_serve_new (const CenCircle *circle, NetPool *pool,
                                  const NetBlobServeEvents *events, gpointer user_data);
/* What is being read meanwhile is thrown away when it comes. */
void net_blob_serve_free (NetBlobServe *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetBlobServe, net_blob_serve_free)

/* CHUNK_REQ and HOLD_REQ. Errors: CEN_ERROR_INVALID when malformed or more than is allowed; then
 * @ret_is_flood says which. */
gboolean net_blob_serve_receive (NetBlobServe *self, const guint8 *frame, gsize len,
                                 gboolean *ret_is_flood, GError **error);
/* Something about @blob is not what it was: who asked about it is told. */
void net_blob_serve_note (NetBlobServe *self, const CenId *blob);

/* The next small frame, which goes before anything large; NULL. */
GBytes *net_blob_serve_pop_word (NetBlobServe *self);
/* The next block; NULL when none is ready. */
GBytes *net_blob_serve_pop_block (NetBlobServe *self);
guint64 net_blob_serve_get_n_sent (const NetBlobServe *self); /* bytes of blocks */

G_END_DECLS
