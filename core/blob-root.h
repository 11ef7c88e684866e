/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenBlobRoot: the key of a circle from which the keys of its files follow (PROTOCOL.md, Blobs). */

#pragma once

#include "keyring.h"

#include <glib.h>

G_BEGIN_DECLS

/* What all members derive from the first epoch's key; a random one where that is not known here,
 * which only costs that the same file may be there twice. Errors: CEN_ERROR_STORAGE. */
gboolean cen_blob_root (CenCircle *circle, guint8 ret_root[static CEN_KEY_LEN], GError **error);

G_END_DECLS
