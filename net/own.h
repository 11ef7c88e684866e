/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* NetOwn: what two devices of one member tell each other while they are connected (PROTOCOL.md, Own
 * devices): read marks, drafts, keys of sealed words and private notes. It remembers what the other
 * side was told or told us, so that each piece of news goes over once. */

#pragma once

#include "core/own-state.h"
#include "core/private-notes.h"
#include "core/sealed-keys.h"
#include "wire.h"

#include <glib.h>

G_BEGIN_DECLS

/* In one frame. */
#define NET_OWN_READS_MAX  512
#define NET_OWN_DRAFTS_MAX 64
#define NET_OWN_KEYS_MAX   512
#define NET_OWN_NOTES_MAX  256

/* The content of an OWN frame. */
typedef struct {
  GArray *reads;     /* CenOwnRead */
  GPtrArray *drafts; /* CenOwnDraft */
  GArray *keys;      /* CenSealedKey */
  GPtrArray *notes;  /* CenPrivateNote */
} NetOwnNews;

void net_own_news_init (NetOwnNews *self);
void net_own_news_clear (NetOwnNews *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (NetOwnNews, net_own_news_clear)
GBytes *net_own_to_frame (const NetOwnNews *news);
/* FALSE for anything malformed; @ret_news is untouched then, else to be cleared. */
gboolean net_own_from_frame (NetOwnNews *ret_news, const guint8 *frame, gsize len);

typedef struct _NetOwn NetOwn;

/* @circle is lent. */
NetOwn *net_own_new (CenCircle *circle);
void net_own_free (NetOwn *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetOwn, net_own_free)

/* The next frame of what the other side has not been told; NULL when there is nothing, or with an
 * error: CEN_ERROR_STORAGE. Cost: a query over the channels and drafts of the circle. */
GBytes *net_own_next (NetOwn *self, GError **error);
/* Takes in what the other side tells. Errors: CEN_ERROR_INVALID (malformed), CEN_ERROR_STORAGE. */
gboolean net_own_take (NetOwn *self, const guint8 *frame, gsize len, GError **error);

G_END_DECLS
