/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleNames: what the members of a circle are called, for verbs that name them. */

#pragma once

#include "core/queries.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef struct _CenacleNames CenacleNames;

CenacleNames *cenacle_names_new (CenStore *store, const CenId *circle, GError **error);
void cenacle_names_free (CenacleNames *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CenacleNames, cenacle_names_free)

/* Lent; "" for nobody known. */
const char *cenacle_names_get (const CenacleNames *self, const CenId *member);
/* The one whose home this is. Lent. */
const CenId *cenacle_names_get_self (const CenacleNames *self);
/* Joined by ", ". @members: CenId */
char *cenacle_names_dup_all (const CenacleNames *self, GArray *members);
/* An array of the names. */
JsonNode *cenacle_names_to_json (const CenacleNames *self, GArray *members);

G_END_DECLS
