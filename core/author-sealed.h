/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenAuthorSealed: writing SEALED ops: for whose eyes, and under which key (PROTOCOL.md, Sealed).
 */

#pragma once

#include "author.h"

#include <glib.h>

G_BEGIN_DECLS

/* Whether something new may be sealed for @to: active members, each once, not oneself.
 * Errors: CEN_ERROR_REFUSED with the reason for a person. */
gboolean
cen_author_check_recipients (CenCircle *circle, const CenId *to, guint n_to, GError **error);

/* CenId: who else can read the sealed @object: its author and whom it names, without oneself.
 * Errors: CEN_ERROR_NOT_FOUND, CEN_ERROR_STORAGE. */
GArray *cen_author_list_recipients (CenCircle *circle, const CenId *object, GError **error);

/**
 * cen_author_write_sealed: writes a SEALED op with an op of @kind inside, about the sealed @object
 * (NULL for CREATE), for every effective device of @to and of one's own.
 * @to: 1 to CEN_SEALED_NAMED_MAX members in any order
 * Errors: as cen_author_write; CEN_ERROR_REFUSED when it is too long.
 */
gboolean cen_author_write_sealed (CenCircle *circle, const CenId *to, guint n_to, CenOpKind kind,
                                  const CenId *object, GBytes *payload, CenId *ret_id,
                                  GError **error);

G_END_DECLS
