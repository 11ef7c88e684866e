/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "fields.h"

static gboolean
parse_value (const CenField *field, GVariant *variant, CenValue *ret_value)
{
  *ret_value = (CenValue){ .field = field->id, .type = field->type };
  switch (field->type) {
  case CEN_FIELD_TEXT:
  case CEN_FIELD_NAME:
    if (!g_variant_is_of_type (variant, G_VARIANT_TYPE_STRING))
      return FALSE;
    ret_value->text = g_variant_get_string (variant, NULL);
    return TRUE;
  case CEN_FIELD_BOOL:
    if (!g_variant_is_of_type (variant, G_VARIANT_TYPE_BOOLEAN))
      return FALSE;
    ret_value->number = g_variant_get_boolean (variant);
    return TRUE;
  case CEN_FIELD_UINT:
    if (!g_variant_is_of_type (variant, G_VARIANT_TYPE_UINT64))
      return FALSE;
    ret_value->number = g_variant_get_uint64 (variant);
    return TRUE;
  case CEN_FIELD_REF:
    return g_variant_is_of_type (variant, G_VARIANT_TYPE_STRING) &&
           cen_id_from_text (&ret_value->ref, g_variant_get_string (variant, NULL));
  case CEN_FIELD_NONE:
  default:
    return FALSE;
  }
}

GArray *
cenacle_fields_parse (const CenKind *kind, GVariant *fields, GError **error)
{
  g_autoptr (GArray) values = g_array_new (FALSE, TRUE, sizeof (CenValue));
  GVariantIter iter;
  const char *name;
  GVariant *variant;

  g_variant_iter_init (&iter, fields);
  while (g_variant_iter_next (&iter, "{&sv}", &name, &variant)) {
    const CenField *field = cen_kind_field_from_name (kind, name);
    CenValue value;
    gboolean ok = field != NULL && parse_value (field, variant, &value);

    /* The text lives in the parent variant, of which this was a view. */
    g_variant_unref (variant);
    if (!ok) {
      g_set_error (error, CEN_ERROR, CEN_ERROR_INVALID, "A %s has no field “%s” of that type.",
                   kind->name, name);
      return NULL;
    }
    g_array_append_val (values, value);
  }
  return g_steal_pointer (&values);
}
