/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the verbs about objects share: making one, changing it, marking it, by the names of its kind
 * (core/kinds-*.c). */

#pragma once

#include "command.h"

#include "core/queries-objects.h"

G_BEGIN_DECLS

/* Creates an object of @kind from @fields, an a{sv} that it takes, and prints its id. */
gboolean cenacle_object_create (CenacleCommand *command, const CenacleTarget *target,
                                const char *kind, GVariant *fields, GError **error);

/* The object that @text names, when it is of @kind or of @other_kind, 0 for none other; else
 * CEN_ERROR_NOT_FOUND with the sentence @otherwise. */
CenObjectRow *cenacle_object_find (CenacleCommand *command, const CenId *circle, const char *text,
                                   guint kind, guint other_kind, const char *otherwise,
                                   GError **error);

/* Set and Mark, with nothing to tell; they take @fields and @value. */
gboolean cenacle_object_set (CenacleCommand *command, const CenacleTarget *target,
                             const CenId *object, GVariant *fields, GError **error);
gboolean cenacle_object_mark (CenacleCommand *command, const CenacleTarget *target,
                              const CenId *object, const char *mark, const char *key,
                              GVariant *value, GError **error);

/* An array of ids, or of texts, as a cell for programs. */
JsonNode *cenacle_object_pack_texts (const char *const *texts);
JsonNode *cenacle_object_pack_ids (const GArray *ids);

G_END_DECLS
