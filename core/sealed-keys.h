/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenSealedKeys: the keys of opened SEALED ops on their way between the devices of one person. A
 * new device can open by them what was sealed before it came. */

#pragma once

#include "circle.h"

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  gint64 no; /* grows with each key that comes; local to this replica */
  CenId op;
  guint8 key[CEN_KEY_LEN];
} CenSealedKey;

/**
 * cen_sealed_list_keys: keys of SEALED ops that this home can open, those that came first first.
 * @after: only those with a greater no; 0 for all
 * @max: at most so many
 * Returns: CenSealedKey, wiped when freed. Errors: CEN_ERROR_STORAGE.
 */
GArray *cen_sealed_list_keys (CenCircle *circle, gint64 after, guint max, GError **error);

/**
 * cen_sealed_take_key: takes over a key that another own device told, in one transaction; what it
 * opens is folded. When @op is not here yet the key waits for it, with at most
 * CEN_OPENED_EARLY_MAX others. A key that is not that of @op is passed over.
 * Errors: CEN_ERROR_STORAGE, and then nothing was taken.
 */
gboolean cen_sealed_take_key (CenCircle *circle, const CenId *op,
                              const guint8 key[static CEN_KEY_LEN], GError **error);

G_END_DECLS
