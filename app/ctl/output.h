/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleOutput: what a verb tells, once for both readers. Under --json each row is one object on
 * a line of its own; for people a record is a column of "header: value", a list a table with
 * aligned columns. A cell without a header is for --json alone. Text is UTF-8 whatever the locale.
 */

#pragma once

#include "core/id.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef struct _CenacleOutput CenacleOutput;

typedef enum {
  CENACLE_FORMAT_HUMAN,
  CENACLE_FORMAT_JSON,
} CenacleFormat;

typedef enum {
  CENACLE_SHAPE_RECORD,
  CENACLE_SHAPE_LIST,
} CenacleShape;

CenacleOutput *cenacle_output_new (CenacleShape shape, CenacleFormat format);
/* Prints nothing; what was not shown is dropped. */
void cenacle_output_free (CenacleOutput *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CenacleOutput, cenacle_output_free)

CenacleFormat cenacle_output_get_format (const CenacleOutput *self);

/* Starts the next row; the cells that follow are in it. */
void cenacle_output_add_row (CenacleOutput *self);

void cenacle_output_add_text (CenacleOutput *self, const char *key, const char *header,
                              const char *text);
/* One of the fixed words for roles and states: as it is under --json, translated for people. */
void cenacle_output_add_word (CenacleOutput *self, const char *key, const char *header,
                              const char *word);
/* A word of which people are told as @said. */
void cenacle_output_add_said (CenacleOutput *self, const char *key, const char *header,
                              const char *word, const char *said);
/* Whole under --json and in records, shortened in lists; null and empty when zero. */
void
cenacle_output_add_id (CenacleOutput *self, const char *key, const char *header, const CenId *id);
void
cenacle_output_add_int (CenacleOutput *self, const char *key, const char *header, gint64 value);
/* Milliseconds since 1970 UTC; 0 is null for programs and "never" for people. */
void
cenacle_output_add_time (CenacleOutput *self, const char *key, const char *header, gint64 time_ms);
void
cenacle_output_add_bool (CenacleOutput *self, const char *key, const char *header, gboolean value);
/* Takes @node; people see @text. */
void cenacle_output_add_node (CenacleOutput *self, const char *key, const char *header,
                              JsonNode *node, const char *text);

/* The same from what the engine told, a{sv}; absent is null. */
void cenacle_output_add_field_text (CenacleOutput *self, GVariantDict *fields, const char *name,
                                    const char *key, const char *header);
void cenacle_output_add_field_int (CenacleOutput *self, GVariantDict *fields, const char *name,
                                   const char *key, const char *header);
void cenacle_output_add_field_time (CenacleOutput *self, GVariantDict *fields, const char *name,
                                    const char *key, const char *header);
void cenacle_output_add_field_bool (CenacleOutput *self, GVariantDict *fields, const char *name,
                                    const char *key, const char *header);

/* Prints all rows on stdout. */
void cenacle_output_show (CenacleOutput *self);

/* "{}" under --json; nothing for people. */
void cenacle_output_show_nothing (CenacleFormat format);

/* The first characters of an id, as lists show it. */
char *cenacle_output_dup_short_id (const CenId *id);
char *cenacle_output_dup_time (gint64 time_ms);

G_END_DECLS
