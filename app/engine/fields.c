/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "fields.h"

static void
value_clear (gpointer data)
{
  g_free ((gpointer) ((CenValue *) data)->items);
}

static gboolean
parse_refs (GVariant *variant, CenValue *value)
{
  g_autofree const char **texts = g_variant_get_strv (variant, NULL);
  g_autofree CenId *ids = NULL;

  value->n_items = (guint) g_variant_n_children (variant);
  ids = g_new0 (CenId, value->n_items + 1);
  for (guint i = 0; i < value->n_items; i++) {
    if (!cen_id_from_text (&ids[i], texts[i]))
      return FALSE;
  }
  value->items = g_steal_pointer (&ids);
  return TRUE;
}

static gboolean
parse_array (CenFieldType type, GVariant *variant, CenValue *value)
{
  gconstpointer bytes;
  gsize n;

  if (type == CEN_FIELD_TEXTS || type == CEN_FIELD_REFS) {
    if (!g_variant_is_of_type (variant, G_VARIANT_TYPE_STRING_ARRAY))
      return FALSE;
    if (type == CEN_FIELD_REFS)
      return parse_refs (variant, value);
    value->items = g_variant_get_strv (variant, &n);
  } else {
    gsize size = type == CEN_FIELD_BYTES ? 1 : sizeof (guint64);

    if (!g_variant_is_of_type (variant, type == CEN_FIELD_BYTES ? G_VARIANT_TYPE_BYTESTRING
                                                                : G_VARIANT_TYPE ("at")))
      return FALSE;
    bytes = g_variant_get_fixed_array (variant, &n, size);
    value->items = g_memdup2 (bytes, n * size);
  }
  value->n_items = (guint) n;
  return TRUE;
}

static gboolean
parse_number (CenFieldType type, GVariant *variant, CenValue *value)
{
  if (type == CEN_FIELD_BOOL && g_variant_is_of_type (variant, G_VARIANT_TYPE_BOOLEAN))
    value->number = g_variant_get_boolean (variant);
  else if (type == CEN_FIELD_UINT && g_variant_is_of_type (variant, G_VARIANT_TYPE_UINT64))
    value->number = g_variant_get_uint64 (variant);
  else if (type == CEN_FIELD_TIME && g_variant_is_of_type (variant, G_VARIANT_TYPE_INT64) &&
           g_variant_get_int64 (variant) >= 0)
    value->number = (guint64) g_variant_get_int64 (variant);
  else
    return FALSE;
  return TRUE;
}

/* Texts are borrowed, lists are new: they go by value_clear(). */
static gboolean
parse_value (CenFieldType type, GVariant *variant, CenValue *ret_value)
{
  gboolean is_text = g_variant_is_of_type (variant, G_VARIANT_TYPE_STRING);

  ret_value->type = type;
  switch (type) {
  case CEN_FIELD_TEXT:
  case CEN_FIELD_NAME:
    ret_value->text = is_text ? g_variant_get_string (variant, NULL) : NULL;
    return is_text;
  case CEN_FIELD_REF:
    return is_text && cen_id_from_text (&ret_value->ref, g_variant_get_string (variant, NULL));
  case CEN_FIELD_BOOL:
  case CEN_FIELD_UINT:
  case CEN_FIELD_TIME:
    return parse_number (type, variant, ret_value);
  case CEN_FIELD_BYTES:
  case CEN_FIELD_TEXTS:
  case CEN_FIELD_REFS:
  case CEN_FIELD_UINTS:
    return parse_array (type, variant, ret_value);
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

  g_array_set_clear_func (values, value_clear);
  g_variant_iter_init (&iter, fields);
  while (g_variant_iter_next (&iter, "{&sv}", &name, &variant)) {
    const CenField *field = cen_kind_field_from_name (kind, name);
    CenValue value = { .field = field != NULL ? field->id : 0 };
    gboolean ok = field != NULL && parse_value (field->type, variant, &value);

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

gboolean
cenacle_fields_parse_mark (const CenKind *kind, const char *name, GVariant *variant,
                           CenValue *ret_value, GError **error)
{
  const CenMark *mark = cen_kind_mark_from_name (kind, name);
  CenValue value = { 0 };

  if (mark == NULL || !parse_value (mark->type, variant, &value)) {
    g_set_error (error, CEN_ERROR, CEN_ERROR_INVALID, "A %s has no mark “%s” of that type.",
                 kind->name, name);
    return FALSE;
  }
  *ret_value = value;
  return TRUE;
}

void
cenacle_value_clear (CenValue *self)
{
  value_clear (self);
}
