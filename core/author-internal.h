/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the files that author ops share: author.c and those after it, by verb. */

#pragma once

#include "author.h"

#include <glib.h>

G_BEGIN_DECLS

/* Sets CEN_ERROR_REFUSED with @sentence for a person, and is FALSE. */
gboolean cen_author_refuse (GError **error, const char *sentence);

/* Says why what one wants to write about, @object, is not in the log: its past is still on its way
 * (CEN_ERROR_REFUSED), or there is no such thing (CEN_ERROR_NOT_FOUND). FALSE. */
gboolean cen_author_refuse_missing (CenCircle *circle, const CenId *object, GError **error);

/* Whether this home's member is active and of a role of at most @least: @ret_role is that role.
 * Errors: CEN_ERROR_REFUSED with the reason for a person. */
gboolean
cen_author_check_member (CenCircle *circle, CenRole least, CenRole *ret_role, GError **error);
/* The same, and whether this device was not put out of the circle. Errors: the same. */
gboolean
cen_author_check_role (CenCircle *circle, CenRole least, CenRole *ret_role, GError **error);

/* Writes the frame op @frame. Errors: as cen_author_write. */
gboolean
cen_author_write_frame (CenCircle *circle, const CenFrame *frame, CenId *ret_id, GError **error);

/* The epoch key one writes with, for the box key @box.
 * Errors: CEN_ERROR_REFUSED while none is known, CEN_ERROR_STORAGE. */
gboolean
cen_author_wrap_key (CenCircle *circle, const guint8 *box, CenKeyWrap *ret_wrap, GError **error);

G_END_DECLS
