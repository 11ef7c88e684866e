/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A word that is taken out of the full-text index is only marked as gone there, until the parts of
 * the index that hold it are merged. After a redaction that is owed; it costs what the index has,
 * so it is done when there is time, for all redactions since the last time. Being owed survives the
 * end of the program. */

#pragma once

#include "store.h"

G_BEGIN_DECLS

/* Within the transaction that took words out. */
gboolean cen_erased_note (CenStore *store, GError **error);

/* How many times words were taken out since cen_erased_forget ended, the time before the store was
 * opened counting once; 0: nothing is owed. */
guint cen_erased_count (CenStore *store);

/**
 * cen_erased_forget: does a part of what is owed, in a transaction of its own.
 * @n_pages: how much to write, about 20 µs each; 0 for all there is
 * @ret_is_done: whether erased words now stand no more in the replica; nor in its journal, unless
 *   somebody else is reading it
 * Errors: CEN_ERROR_STORAGE.
 */
gboolean cen_erased_forget (CenStore *store, guint n_pages, gboolean *ret_is_done, GError **error);

G_END_DECLS
