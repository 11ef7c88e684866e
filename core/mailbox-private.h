/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the files of CenMailboxes share: how much room there is, and what goes for more. */

#pragma once

#include "mailboxes.h"

#include <glib.h>

G_BEGIN_DECLS

/* For what room is made. */
typedef enum {
  CEN_ROOM_FOR_PARCELS,   /* of older parcels alone */
  CEN_ROOM_FOR_ENVELOPES, /* of any parcels, then of envelopes that are old enough */
} CenRoom;

/* Within a transaction. Errors of all: CEN_ERROR_STORAGE. */

/* @ret_has_room: whether @n_bytes go into @mailbox, after older things were let go if need be. */
gboolean cen_mailboxes_make_room (CenStore *store, gint64 mailbox, CenRoom room, gint64 n_bytes,
                                  gint64 now_ms, gboolean *ret_has_room, GError **error);
/* @n_bytes more, or fewer, lie in @mailbox. */
gboolean cen_mailboxes_count (CenStore *store, gint64 mailbox, gint64 n_bytes, GError **error);
/* Lets go, everywhere, what came before @before_ms. */
gboolean cen_mailboxes_let_go_before (CenStore *store, gint64 before_ms, GError **error);

G_END_DECLS
