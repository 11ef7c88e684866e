/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Fields as they come over D-Bus, by name, to values of core/kinds.c. */

#pragma once

#include "core/content.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * cenacle_fields_parse: turns a{sv} into CenValue; texts are borrowed from @fields.
 * Errors: CEN_ERROR_INVALID for an unknown field or a value of the wrong type.
 */
GArray *cenacle_fields_parse (const CenKind *kind, GVariant *fields, GError **error);

G_END_DECLS
