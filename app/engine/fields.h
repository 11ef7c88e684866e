/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Fields as they come over D-Bus, by name, to values of core/kinds-*.c. */

#pragma once

#include "core/content.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * cenacle_fields_parse: turns a{sv} into CenValue; texts are borrowed from @fields.
 * Errors: CEN_ERROR_INVALID for an unknown field or a value of the wrong type.
 */
GArray *cenacle_fields_parse (const CenKind *kind, GVariant *fields, GError **error);
/* The same for the value of a mark; to be cleared. */
gboolean cenacle_fields_parse_mark (const CenKind *kind, const char *name, GVariant *variant,
                                    CenValue *ret_value, GError **error);
void cenacle_value_clear (CenValue *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CenValue, cenacle_value_clear)

G_END_DECLS
