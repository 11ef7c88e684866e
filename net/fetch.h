/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* NetFetch: one file on its way, its blocks and its work on disk; and what it shares with
 * NetTransfer, which decides what is asked of whom. Used by transfer.c and transfer-source.c alone.
 */

#pragma once

#include "blob-serve.h"
#include "core/shelf.h"

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  NET_WAY_FREE,
  NET_WAY_METERED, /* each byte may cost: files come by themselves only where the person said so */
} NetWay;

typedef struct _NetTransfer NetTransfer;
typedef struct _NetSource NetSource;

typedef struct {
  /* Frames wait, or something is due. */
  void (*on_ready) (NetTransfer *transfer, gpointer user_data);
  /* @device sent a block that is not what it should be. */
  void (*on_liar) (NetTransfer *transfer, const CenId *device, gpointer user_data);
} NetTransferEvents;

typedef enum {
  BLOCK_MISSING,
  BLOCK_ASKED,
  BLOCK_WRITING,
  BLOCK_HERE,
} NetBlock;

/* What is happening to a fetch that is active. */
typedef enum {
  NET_FETCH_IDLE,    /* not open */
  NET_FETCH_OPENING, /* a thread reads what is there */
  NET_FETCH_OPEN,
  NET_FETCH_LOADING, /* a thread reads the manifest */
  NET_FETCH_ENDING,  /* a thread presses it to disk */
} NetFetchPhase;

typedef struct _NetFetch {
  guint n_refs;
  NetTransfer *transfer; /* NULL once it is nobody's any more */
  CenId id;
  CenBlobRef ref;
  CenBlobLayout layout;
  CenWish wish;
  NetFetchPhase phase;
  gboolean is_broken;
  char *problem;
  gint64 retry_ms;
  CenBlobPart *part;
  guint8 *blocks; /* NetBlock; NULL unless it is open */
  guint8 *copies; /* how many sources have each */
  guint copies_min;
  gboolean is_copies_stale;
  gboolean has_company; /* others who are fetching it */
  guint start;          /* where the next is looked for */
  guint n_here;
  guint64 done;
  guint n_writing;
  guint64 counted; /* of done, when the rate was last found out */
  gint64 counted_ms;
  guint64 per_second;
} NetFetch;

/* What one source has of one blob. */
typedef struct {
  CenBlobHeld held;
  GBytes *map;
  gboolean is_liar;
} NetHaving;

typedef struct {
  NetFetch *fetch; /* a reference; NULL when nobody waits for it any more */
  CenId blob;
  guint index;
  gint64 asked_ms;
} NetAsk;

struct _NetSource {
  NetTransfer *transfer;
  CenId device;
  NetBlobServe *serve;
  GQueue out;          /* GBytes: short frames */
  GHashTable *havings; /* CenId → NetHaving */
  GHashTable *told;    /* CenId of what it was asked about */
  GQueue asks;         /* NetAsk, the oldest first */
  guint n_waiting;     /* of these, for which somebody waits */
  double window;
  gint64 base_ms; /* the quickest answer, within the last minutes */
  gint64 base_from_ms;
  guint n_lies;
};

struct _NetTransfer {
  CenCircle *circle;
  NetPool *pool;
  NetTransferEvents events;
  gpointer user_data;
  gint64 now_ms;
  GPtrArray *sources;  /* NetSource */
  GHashTable *fetches; /* CenId → NetFetch */
  GQueue order;        /* NetFetch, lent: as wanted */
  guint n_active;
  guint n_working; /* pieces of work that are with the pool */
  guint n_writing; /* of which write blocks */
  NetWay way;
  gboolean must_tidy;
  gint64 look_ms; /* when to look for what is wanted; G_MAXINT64 */
  gint64 tick_ms;
};

#define NET_TRANSFER_TICK_MS 500

NetFetch *
net_fetch_new (NetTransfer *transfer, const CenId *id, const CenBlobRef *ref, CenWish wish);
NetFetch *net_fetch_ref (NetFetch *self);
void net_fetch_unref (NetFetch *self);
/* The transfer's table lets go of it; work under way ends by itself. */
void net_fetch_disown (gpointer fetch);

/* Opens it on disk, gives @ct (taken) to it, and closes it. */
void net_fetch_activate (NetFetch *self);
void net_fetch_write (NetFetch *self, NetSource *source, guint index, const guint8 *ct, gsize len);
void net_fetch_deactivate (NetFetch *self);
/* Which blocks can be asked for now: the manifest's only, until it is here. */
guint net_fetch_get_limit (const NetFetch *self);
gboolean net_fetch_is_running (const NetFetch *self);
/* The next block that @having has and nobody was asked for: of those the one that the fewest have;
 * FALSE when there is none. */
gboolean net_fetch_pick (NetFetch *self, const NetHaving *having, guint *ret_index);
gboolean net_having_has (const NetHaving *self, guint index);
/* A bit for each block that is here. */
GBytes *net_fetch_dup_map (const NetFetch *self);

/* What fetch.c tells transfer.c. */
void net_transfer_fetch_opened (NetTransfer *self, NetFetch *fetch);
void net_transfer_fetch_ended (NetTransfer *self, NetFetch *fetch);
void net_transfer_fetch_broken (NetTransfer *self, NetFetch *fetch);
void net_transfer_fetch_lied_to (NetTransfer *self, NetFetch *fetch, const CenId *device);
void net_transfer_fetch_moved (NetTransfer *self, NetFetch *fetch);

/* What transfer.c and transfer-source.c tell each other. */
void net_transfer_tell_ready (NetTransfer *self);
NetBlobServe *net_transfer_make_serve (NetTransfer *self);
void net_source_free (gpointer source);
/* Asks what @source has of all that is wanted and it was not asked about. */
void net_source_ask_about (NetTransfer *self, NetSource *source);
/* Nobody waits for the answer any more; unless the block is here already it is missing again. */
void net_source_drop_ask (NetSource *source, NetAsk *ask);
/* The same for all of @fetch, or for all when it is NULL, that was asked of @source. */
void net_source_drop_asks (NetSource *source, const NetFetch *fetch);
/* What @source has of a blob that is wanted no more, unless more may be heard of it. */
void net_source_forget (NetSource *source, const CenId *blob);
/* How many sources that are here have something of it. */
guint net_transfer_count_sources (const NetTransfer *self, const NetFetch *fetch);
/* Gives every source what it can take. */
void net_transfer_run (NetTransfer *self);

G_END_DECLS
