/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenAuthorContent: writing what the circle holds: objects, their fields and marks, sealed or for
 * all. What is about something sealed is sealed by itself, for the same eyes. */

#pragma once

#include "author.h"
#include "content.h"

#include <glib.h>

G_BEGIN_DECLS

/* Errors of all: CEN_ERROR_REFUSED (role, or a value out of bounds), CEN_ERROR_NOT_FOUND,
 * CEN_ERROR_STORAGE. */
gboolean cen_author_create (CenCircle *circle, const CenKind *kind, const CenValue *values,
                            guint n_values, CenId *ret_object, GError **error);
/**
 * cen_author_create_sealed: the same for the eyes of the members @to alone, and one's own.
 * @to: 1 to CEN_SEALED_NAMED_MAX active members, oneself not among them, in any order
 */
gboolean cen_author_create_sealed (CenCircle *circle, const CenId *to, guint n_to,
                                   const CenKind *kind, const CenValue *values, guint n_values,
                                   CenId *ret_object, GError **error);
#define CEN_CREATE_ALL_MAX 1000

/**
 * cen_author_create_all: objects of one kind in one transaction: all of them or none.
 * @objects: GArray of CenValue, 1 to CEN_CREATE_ALL_MAX
 * @ret_objects: gets the CenId of each
 */
gboolean cen_author_create_all (CenCircle *circle, const CenKind *kind, GPtrArray *objects,
                                GArray *ret_objects, GError **error);
gboolean cen_author_set (CenCircle *circle, const CenId *object, const CenValue *values,
                         guint n_values, GError **error);
gboolean cen_author_mark (CenCircle *circle, const CenId *object, const char *mark, const char *key,
                          CenMarkAction action, GError **error);
/* The same with a value of the mark's type; NULL takes the mark back. */
gboolean cen_author_mark_value (CenCircle *circle, const CenId *object, const char *mark,
                                const char *key, const CenValue *value, GError **error);
/* Of one's own letter its changes are deleted with it, each by a REDACT. A facilitator may also
 * delete what is sealed and closed to them. */
gboolean cen_author_redact (CenCircle *circle, const CenId *object, GError **error);

/* What an object is: its kind and whether it is ours. */
const CenKind *
cen_author_get_kind (CenCircle *circle, const CenId *object, gboolean *ret_is_own, GError **error);
/* The profile of this home's member; zero when there is none. */
gboolean cen_author_find_profile (CenCircle *circle, CenId *ret_profile, GError **error);

G_END_DECLS
