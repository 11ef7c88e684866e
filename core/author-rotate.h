/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Writing an EPOCH: the circle's key is renewed. */

#pragma once

#include "circle.h"

#include <glib.h>

G_BEGIN_DECLS

/**
 * cen_author_rotate: gives all effective devices a new key that follows the newest usable ones.
 * Costs about 70 µs a device twice, and 48 bytes.
 * Errors: CEN_ERROR_REFUSED (a guest, one who is out, one who knows no key yet, too many devices),
 * CEN_ERROR_STORAGE.
 */
gboolean cen_author_rotate (CenCircle *circle, GError **error);

G_END_DECLS
