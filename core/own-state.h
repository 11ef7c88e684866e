/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenOwnState: what one person's devices tell each other and nobody else (PROTOCOL.md, Own
 * devices): how far they have read, and drafts. */

#pragma once

#include "circle.h"

#include <glib.h>

G_BEGIN_DECLS

#define CEN_DRAFT_MAX  65536 /* bytes of one */
#define CEN_DRAFTS_MAX 256   /* of a circle, those that were emptied included */

/* In @channel everything up to @message, in reading order, is read. */
typedef struct {
  CenId channel;
  CenId message;
} CenOwnRead;

/* @place: a channel or a member. An empty @text says that the draft was sent or dropped. */
typedef struct {
  CenId place;
  gint64 wall_ms;
  char *text;
} CenOwnDraft;

void cen_own_draft_free (CenOwnDraft *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CenOwnDraft, cen_own_draft_free)

/* CenOwnRead, one for each channel in which something was marked as read. */
GArray *cen_own_list_reads (CenCircle *circle, GError **error);
/* CenOwnDraft. */
GPtrArray *cen_own_list_drafts (CenCircle *circle, GError **error);

/**
 * cen_own_take_read: takes over what another own device has read. Marks are arrival numbers, which
 * differ between devices: one that would also cover what comes later in reading order is not set,
 * so nothing unread is ever taken for read. What is not here is passed over.
 * Errors: CEN_ERROR_STORAGE.
 */
gboolean cen_own_take_read (CenCircle *circle, const CenOwnRead *read, GError **error);
/* The later draft of a place stays, of two of the same time the one with the greater bytes. One for
 * no channel or member that is known here, or too long, is passed over. Errors: CEN_ERROR_STORAGE.
 */
gboolean cen_own_take_draft (CenCircle *circle, const CenOwnDraft *draft, GError **error);

/* Writes a draft of this very device, which goes before what it replaces whatever the clocks say.
 * Errors: CEN_ERROR_REFUSED when it is too long, CEN_ERROR_STORAGE. */
gboolean
cen_own_set_draft (CenCircle *circle, const CenId *place, const char *text, GError **error);

G_END_DECLS
