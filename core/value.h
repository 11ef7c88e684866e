/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenValue: what fields and marks hold, within the bounds that the kind sets; to be written, and as
 * it is read from what is stored. */

#pragma once

#include "id.h"
#include "kinds.h"

#include <glib.h>

G_BEGIN_DECLS

/* A run of canonical CBOR inside a payload; borrowed. */
typedef struct {
  const guint8 *bytes;
  gsize len;
} CenSpan;

/* A value for a field or a mark, by the field's type. */
typedef struct {
  guint field;
  CenFieldType type;
  const char *text;    /* TEXT and NAME */
  guint64 number;      /* UINT, TIME, and BOOL as 0 or 1 */
  CenId ref;           /* REF */
  gconstpointer items; /* TEXTS: const char *; REFS: CenId; UINTS: guint64; BYTES: guint8 */
  guint n_items;
} CenValue;

/* E1 for one value: type and bounds of @field, or of @mark. */
gboolean cen_field_accepts (const CenField *field, CenSpan value);
gboolean cen_mark_accepts (const CenMark *mark, CenSpan value);
/* The same for a value that is yet to be written. */
gboolean cen_field_fits (const CenField *field, const CenValue *value);
gboolean cen_mark_fits (const CenMark *mark, const CenValue *value);
/* Whether @id is among the ids of @value, a CEN_FIELD_REF or CEN_FIELD_REFS. */
gboolean cen_field_names (CenSpan value, const CenId *id);

/* Written out; NULL when it is of another type than @type or too long for any op. */
GBytes *cen_value_write (CenFieldType type, const CenValue *value);

/* Reading a stored map of fields: FALSE when the field is absent or of another type. */
char *cen_fields_dup_text (CenSpan fields, guint field); /* "" when absent */
gboolean cen_fields_get_ref (CenSpan fields, guint field, CenId *ret_id);
gboolean cen_fields_get_bool (CenSpan fields, guint field); /* FALSE when absent */
guint64 cen_fields_get_uint (CenSpan fields, guint field, guint64 fallback);
GStrv cen_fields_dup_texts (CenSpan fields, guint field);   /* empty when absent */
GArray *cen_fields_dup_refs (CenSpan fields, guint field);  /* CenId; empty when absent */
GArray *cen_fields_dup_uints (CenSpan fields, guint field); /* guint64; empty when absent */
GBytes *cen_fields_dup_bytes (CenSpan fields, guint field); /* empty when absent */
gboolean cen_fields_get_span (CenSpan fields, guint field, CenSpan *ret_value);

/* The same of one value, say of a mark. */
char *cen_span_dup_text (CenSpan value);
guint64 cen_span_get_uint (CenSpan value, guint64 fallback);
GArray *cen_span_dup_uints (CenSpan value);

G_END_DECLS
