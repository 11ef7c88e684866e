/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenRelayFiles: which of a circle's files a member brings to a relay, what lies there, and what is
 * to be dropped there since it was erased here. Local state: no rule and no digest depends on it.
 * That a relay has all of a file stands beside the word of devices (cen_shelf_note_copy), under its
 * key R. */

#pragma once

#include "parcel.h"
#include "shelf.h"

#include <glib.h>

G_BEGIN_DECLS

#define CEN_RELAY_GIVEN_MAX   1024 /* files that are brought in one go */
#define CEN_RELAY_DROPPED_MAX 256  /* ids that are named at once */

/* Errors of all: CEN_ERROR_STORAGE. */

/* The person wants @blob at the circle's relays whatever its size, or not. */
gboolean
cen_relay_files_offer (CenCircle *circle, const CenId *blob, gboolean is_offered, GError **error);
/* Whether the person does. */
gboolean cen_relay_files_is_offered (CenStore *store, const CenId *circle, const CenId *blob);

/**
 * cen_relay_files_list: files that are whole here and that objects name, of at most @auto_max bytes
 * or offered, the newest that have @room bytes together, those that were named first first:
 * CenWantedBlob.
 */
GArray *cen_relay_files_list (CenCircle *circle, guint64 auto_max, guint64 room, GError **error);

/* Something of the file @ref lies at @relay. */
gboolean
cen_relay_files_note (CenCircle *circle, const CenId *relay, const CenBlobRef *ref, GError **error);

/* Whether @relay said that it has all of it. */
gboolean cen_relay_files_waits_at (CenCircle *circle, const CenId *blob, const CenId *relay);

/* Files of which something was at @relay as far as is known here, and that objects name:
 * CenWantedBlob. */
GArray *cen_relay_files_list_there (CenCircle *circle, const CenId *relay, GError **error);

/* One that lies at a relay and that no object names any more. */
typedef struct {
  CenId blob;
  CenParcelKey key;
  guint n_blocks;
} CenLeftBlob;

/* CenLeftBlob. */
GArray *cen_relay_files_list_left (CenCircle *circle, const CenId *relay, GError **error);
/* Nothing of @blob lies there any more. */
gboolean
cen_relay_files_forget (CenCircle *circle, const CenId *relay, const CenId *blob, GError **error);

/* Envelopes under @key whose op has no content here (any more), and that were not dropped in
 * @drawer: at most CEN_RELAY_DROPPED_MAX CenId. */
GArray *cen_relay_files_list_erased (CenCircle *circle, const guint8 *key_id, const CenId *drawer,
                                     GError **error);
gboolean cen_relay_files_note_dropped (CenCircle *circle, const CenId *drawer, const CenId *ids,
                                       guint n_ids, GError **error);

/* Names of the circle's relays at which all of @blob waits; char *. */
GPtrArray *cen_relay_files_list_places (CenStore *store, const CenId *circle, const CenId *blob,
                                        GError **error);
/* How many files wait at @relay as far as is known here. */
guint cen_relay_files_count (CenStore *store, const CenId *circle, const CenId *relay);

G_END_DECLS
