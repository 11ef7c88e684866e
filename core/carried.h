/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenCarried: which envelopes a circle's ops have, key by key, so that what lies at a relay can be
 * compared with what is here (PROTOCOL.md, Relays). It makes each envelope once, to learn its id,
 * and again when somebody lacks it. Belongs to the thread of its circle. */

#pragma once

#include "dag.h"
#include "epoch.h"
#include "held.h"

#include <glib.h>

G_BEGIN_DECLS

#define CEN_CARRIED_JUNK_MAX   4096  /* in one drawer, that is remembered */
#define CEN_CARRIED_HANDED_MAX 512   /* keys that the log does not give (yet) */
#define CEN_CARRIED_NEWS_MAX   65536 /* that are remembered in the order in which they joined */

typedef struct _CenCarried CenCarried;

/* One id that joined the set of a key since this was made. */
typedef struct {
  CenId id;
  gint64 op; /* row of the log */
} CenCarriedEntry;

/* The envelopes under one key. */
typedef struct {
  CenEpochKey key;
  CenHeld held; /* their ids */
  GArray *news; /* CenCarriedEntry, in the order in which they joined, from @news_from on */
  guint64 news_from;
} CenCarriedKey;

/* @circle is lent. */
CenCarried *cen_carried_new (CenCircle *circle);
void cen_carried_free (CenCarried *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CenCarried, cen_carried_free)

/* A key that is not in the log yet: it was handed to one who was let in by way of a relay, or
 * stands in an EPOCH that waits for its past. Things are read with it, and nothing is written. */
void cen_carried_add_key (CenCarried *self, const guint8 key[static CEN_KEY_LEN]);

/**
 * cen_carried_update: looks at the keys there are and at most @n_max ops that were not looked at.
 * @ret_is_done: whether that was all
 * Errors: CEN_ERROR_STORAGE. Cost: about 20 µs an op.
 */
gboolean cen_carried_update (CenCarried *self, guint n_max, gboolean *ret_is_done, GError **error);

/* CenCarriedKey, lent: of usable epochs, the oldest first. */
GPtrArray *cen_carried_get_keys (CenCarried *self);
/* The key one writes with; NULL while none is known. Lent. */
CenCarriedKey *cen_carried_get_writing (CenCarried *self);

/* Whether the envelope @id is known here, under @key. */
gboolean cen_carried_has (CenCarried *self, const CenCarriedKey *key, const CenId *id);
/* Calls @func for each envelope under @key. */
typedef void (*CenCarriedFunc) (const CenId *id, gint64 op, gpointer user_data);
gboolean cen_carried_foreach (CenCarried *self, const CenCarriedKey *key, CenCarriedFunc func,
                              gpointer user_data, GError **error);

/**
 * cen_carried_seal: the envelope @id of the op in row @op; NULL without an error when it cannot be
 * made any more, since the op's content was erased meanwhile: then it has another.
 * Errors: CEN_ERROR_STORAGE.
 */
GBytes *
cen_carried_seal (CenCarried *self, CenCarriedKey *key, const CenId *id, gint64 op, GError **error);

/**
 * cen_carried_open: what is in the envelope at @bytes, checked as far as it goes without the log.
 * Errors: CEN_ERROR_INVALID.
 */
gboolean cen_carried_open (CenCarried *self, const CenCarriedKey *key, const guint8 *bytes,
                           gsize len, CenId *ret_id, CenIncoming *ret_incoming, GError **error);

/* The op in row @op has the envelope @id too: it was closed otherwise than here, without its
 * content perhaps. Errors: CEN_ERROR_STORAGE. */
gboolean
cen_carried_note (CenCarried *self, CenCarriedKey *key, const CenId *id, gint64 op, GError **error);

/* What lies in the drawer @drawer as @id is no envelope of the circle: it is not to be fetched
 * again. FALSE when there is too much such already. Errors: CEN_ERROR_STORAGE. */
gboolean
cen_carried_note_junk (CenCarried *self, const CenId *drawer, const CenId *id, GError **error);
gboolean cen_carried_foreach_junk (CenCarried *self, const CenId *drawer, CenCarriedFunc func,
                                   gpointer user_data, GError **error);

/* All that was looked at lies at a relay; or NOWHERE: there is none any more. Messages
 * tell it of themselves (CenMessageRow). Errors: CEN_ERROR_STORAGE. */
typedef enum {
  CEN_CARRIED_NOWHERE,
  CEN_CARRIED_AT_RELAY,
} CenCarriedWhere;
gboolean cen_carried_set_where (CenCarried *self, CenCarriedWhere where, GError **error);

/* How far what lies in the drawer @drawer was taken in; for who goes on from there. */
gint64 cen_carried_get_cursor (CenCarried *self, const CenId *drawer);
gboolean cen_carried_set_cursor (CenCarried *self, const CenId *drawer, gint64 no, GError **error);

G_END_DECLS
