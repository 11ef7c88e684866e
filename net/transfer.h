/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* NetTransfer: the files of one circle as they are fetched from whoever has them, and given
 * (PROTOCOL.md, Blobs). Sans-IO: frames and time in, frames and a deadline out; disks are the
 * pool's. A source is a connected peer. */

#pragma once

#include "fetch.h"

#include <glib.h>

G_BEGIN_DECLS

#define NET_FETCHES_MAX        16384 /* wanted at once; more wait in the replica */
#define NET_FETCHES_ACTIVE_MAX 16    /* open on disk at once */
#define NET_WINDOW_MAX         16    /* blocks under way from one source */
#define NET_WRITING_MAX        32    /* blocks on their way to the disk, past which none is asked */
#define NET_LIES_MAX           3     /* bad blocks after which nothing more is asked of a source */

/* @circle and @pool are lent. Nothing is fetched where the circle has no folder for files. */
NetTransfer *net_transfer_new (CenCircle *circle, NetPool *pool, const NetTransferEvents *events,
                               gpointer user_data, gint64 now_ms);
/* Waits for what is being written. */
void net_transfer_free (NetTransfer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetTransfer, net_transfer_free)

/* A peer that knows blobs, from when both sides are live. */
NetSource *net_transfer_add_source (NetTransfer *self, const CenId *device);
void net_transfer_remove_source (NetTransfer *self, NetSource *source);
/* Errors: CEN_ERROR_INVALID, as for a session; CEN_ERROR_STORAGE. @ret_is_flood as in blob-serve.
 */
gboolean net_transfer_receive (NetTransfer *self, NetSource *source, const guint8 *frame, gsize len,
                               gint64 now_ms, gboolean *ret_is_flood, GError **error);
/* Short frames go out before everything but what keeps the session; blocks after all else. */
GBytes *net_transfer_pop_word (NetTransfer *self, NetSource *source);
GBytes *net_transfer_pop_block (NetTransfer *self, NetSource *source);

void net_transfer_tick (NetTransfer *self, gint64 now_ms);
gint64 net_transfer_get_deadline (const NetTransfer *self);

/* Objects have changed, or what the person wants: looks for what is to be fetched. */
void net_transfer_look (NetTransfer *self);
/* How the machine is connected; free unless it is said. */
void net_transfer_set_way (NetTransfer *self, NetWay way);
NetWay net_transfer_get_way (const NetTransfer *self);

/* The person wants @blob, or wants it no more for now, or not at all: then what came of it goes.
 * Errors: CEN_ERROR_NOT_FOUND when no object names it, CEN_ERROR_STORAGE. */
gboolean net_transfer_fetch (NetTransfer *self, const CenId *blob, GError **error);
gboolean net_transfer_pause (NetTransfer *self, const CenId *blob, GError **error);
gboolean net_transfer_cancel (NetTransfer *self, const CenId *blob, GError **error);
/* @blob is whole here, having been added: who asked about it hears of it. */
void net_transfer_note_added (NetTransfer *self, const CenId *blob);

typedef enum {
  NET_FETCH_WAITING, /* nobody who is here has it, or others come first */
  NET_FETCH_RUNNING,
  NET_FETCH_PAUSED,
  NET_FETCH_STUCK,  /* the disk: tried again by itself */
  NET_FETCH_BROKEN, /* whoever shared it shared nonsense */
} NetFetchState;

typedef struct {
  CenId blob;
  NetFetchState state;
  gboolean is_asked_for; /* by the person, not by itself */
  guint64 size;
  guint64 done;
  guint64 per_second;
  guint n_sources; /* that are here and have some of it */
  char *problem;   /* "" when there is none */
} NetFetchRow;

/* NetFetchRow, in the order in which they were wanted. */
GArray *net_transfer_list (const NetTransfer *self);
/* Blocks under way from @source; the window it is given. */
guint net_transfer_get_window (const NetSource *source);

G_END_DECLS
