/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenContent: the payloads of content ops, salt[16] || CBOR map (PROTOCOL.md, Content):
 *   CREATE {0: kind, 1: {field: value…}}   SET {1: {field: value…}}
 *   MARK   {0: mark, 1: key, 2: value|null}   REDACT {}
 * Values are texts, numbers, booleans, bytes, 32-byte ids and lists of these, as core/kinds-*.c say
 * for each field and mark. */

#pragma once

#include "error.h"
#include "kinds.h"
#include "op.h"
#include "value.h"

#include <glib.h>

G_BEGIN_DECLS

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
/* The same with a value of the mark's type that fits. */
GBytes *cen_content_build_mark_value (guint mark, const char *key, const CenValue *value,
                                      const CenWorld *world);
GBytes *cen_content_build_empty (const CenWorld *world);

G_END_DECLS
