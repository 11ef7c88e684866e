/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the exchange of files with a relay is made of, for the files that share it:
 * relay-session-files.c (beginning, turns), relay-files-take.c (what lies there and what is
 * fetched), relay-files-give.c (what is brought and dropped). */

#pragma once

#include "core/relay-files.h"
#include "relay-file-wire.h"
#include "relay-session-private.h"

G_BEGIN_DECLS

/* A file, as far as it lies at the relay. */
typedef struct {
  CenId blob;
  CenBlobRef ref;
  CenBlobLayout layout;
  CenParcelKey key;
  guint8 *states;     /* CenParcelState of each block */
  guint n_known;      /* blocks that were asked about */
  gboolean is_asked;  /* it waits in @unknown */
  gboolean is_wanted; /* the transfer waits for word of it */
  gboolean is_given;  /* it is to be brought */
} NetRelayFile;

typedef struct {
  CenId blob;
  guint index;
} NetRelayGet;

typedef enum {
  FILES_HAVE,
  FILES_STORE,
  FILES_FETCH,
  FILES_DROP_NAMES,
  FILES_DROP_LEFT,
  FILES_DROP_ERASED,
} FilesAsked;

struct _NetRelayFiles {
  NetTransfer *transfer;
  NetSource *source;
  GHashTable *files; /* CenId → NetRelayFile */
  GQueue unknown;    /* NetRelayFile, lent: those to ask about */
  GQueue gets;       /* NetRelayGet */
  GQueue gifts;      /* NetRelayFile, lent */
  GArray *bad;       /* CenId: names of parcels that are none */
  GArray *left;      /* CenLeftBlob */
  guint left_at;     /* block of the last of these */
  guint erased_at;   /* drawer in which erased contents are looked for next */
  GArray *dropped;   /* CenId: what the open DROP names */
  FilesAsked asked;
  NetRelayFile *file; /* that the question is about; NULL */
  guint index;
  gint64 looked_ms;
  gint64 look_ms;
  gint64 wait_ms;
  guint64 n_ops; /* when it was looked last */
  guint n_files;
  gboolean must_look;
  gboolean must_stop; /* nothing is brought or dropped until the next look */
};

void net_relay_files_ask (NetRelaySession *self, FilesAsked what, NetRelayFile *file, GBytes *frame,
                          gint64 now_ms);

/* relay-files-take.c */
void net_relay_files_get_relay (const NetRelaySession *self, CenId *ret_id);
NetRelayFile *net_relay_files_ensure (NetRelayFiles *self, const CenId *blob, const CenBlobRef *ref,
                                      const guint8 *relay);
void net_relay_files_ask_about (NetRelayFiles *self, NetRelayFile *file);
/* The first block of which nothing is known there; the number of all when there is none such. */
guint net_relay_files_find_unknown (const NetRelayFile *file);
gboolean
net_relay_files_note_state (NetRelaySession *self, const NetRelayFile *file, GError **error);
/* What the transfer wants of its source. */
void net_relay_files_take_words (NetRelaySession *self);
gboolean net_relay_files_ask_have (NetRelaySession *self, gint64 now_ms);
gboolean net_relay_files_ask_fetch (NetRelaySession *self, gint64 now_ms);
gboolean net_relay_files_receive_having (NetRelaySession *self, const guint8 *frame, gsize len,
                                         gint64 now_ms, GError **error);
gboolean net_relay_files_receive_parcel (NetRelaySession *self, const guint8 *frame, gsize len,
                                         gint64 now_ms, GError **error);

/* relay-files-give.c */
void net_relay_files_look (NetRelaySession *self, gint64 now_ms);
/* Asks the relay to keep or to drop the next thing. FALSE when there is none. */
gboolean net_relay_files_change (NetRelaySession *self, gint64 now_ms);
gboolean net_relay_files_receive_stored (NetRelaySession *self, const guint8 *frame, gsize len,
                                         gint64 now_ms, GError **error);
gboolean net_relay_files_receive_dropped (NetRelaySession *self, const guint8 *frame, gsize len,
                                          gint64 now_ms, GError **error);

G_END_DECLS
