/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenContent: the payloads of content ops, salt[16] || CBOR map (PROTOCOL.md, Content):
 *   CREATE {0: kind, 1: {field: value…}}   SET {1: {field: value…}}
 *   MARK   {0: mark, 1: key, 2: value|null}   REDACT {}
 * Values are texts, numbers, booleans and 32-byte ids, as core/kinds.c says for each field. */

#pragma once

#include "error.h"
#include "kinds.h"
#include "op.h"

#include <glib.h>

G_BEGIN_DECLS

/* A run of canonical CBOR inside a payload; borrowed. */
typedef struct {
  const guint8 *bytes;
  gsize len;
} CenSpan;

typedef struct {
  guint op_kind;
  guint64 kind;   /* CREATE */
  CenSpan fields; /* CREATE, SET: a whole map */
  guint64 mark;   /* MARK */
  char key[CEN_NAME_MAX + 1];
  CenSpan value; /* MARK; an empty span takes the mark back */
} CenContent;

/* E1, the part that needs no kind. Errors: CEN_ERROR_INVALID. */
gboolean cen_content_parse (CenContent *ret_content, guint op_kind, const guint8 *payload,
                            gsize len, GError **error);

/* A value for a field or a mark, by the field's type. */
typedef struct {
  guint field;
  CenFieldType type;
  const char *text; /* TEXT and NAME */
  guint64 number;   /* UINT, and BOOL as 0 or 1 */
  CenId ref;        /* REF */
} CenValue;

/* E1 for one value: type and bounds of @field. */
gboolean cen_field_accepts (const CenField *field, CenSpan value);

/**
 * cen_content_build_fields: salt || CREATE or SET of @values, each at most once, in any order.
 * @kind: NULL for SET
 * Errors: CEN_ERROR_REFUSED when it is too long for one op.
 */
GBytes *cen_content_build_fields (const CenKind *kind, const CenValue *values, guint n_values,
                                  const CenWorld *world, GError **error);
/* @is_set FALSE takes the mark back. */
typedef enum {
  CEN_MARK_CLEAR,
  CEN_MARK_PUT,
} CenMarkAction;
GBytes *
cen_content_build_mark (guint mark, const char *key, CenMarkAction action, const CenWorld *world);
GBytes *cen_content_build_empty (const CenWorld *world);

/* Reading a stored map of fields: FALSE when the field is absent or of another type. */
char *cen_fields_dup_text (CenSpan fields, guint field); /* "" when absent */
gboolean cen_fields_get_ref (CenSpan fields, guint field, CenId *ret_id);
gboolean cen_fields_get_bool (CenSpan fields, guint field); /* FALSE when absent */
gboolean cen_fields_get_span (CenSpan fields, guint field, CenSpan *ret_value);

G_END_DECLS
