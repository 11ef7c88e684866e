/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Methods for sealed words and for what facilitators do with what others wrote. */

#include "call.h"
#include "fields.h"

#include <string.h>

/* The ids in the string array child @index. */
static GArray *
read_ids (CenacleCall *call, gsize index, GError **error)
{
  g_autoptr (GVariant) texts = g_variant_get_child_value (call->parameters, index);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (CenId));
  GVariantIter iter;
  const char *text;
  CenId id;

  g_variant_iter_init (&iter, texts);
  while (g_variant_iter_next (&iter, "&s", &text)) {
    if (!cen_id_from_text (&id, text)) {
      g_set_error (error, CEN_ERROR, CEN_ERROR_INVALID, "“%s” is no whole id.", text);
      return NULL;
    }
    g_array_append_val (ids, id);
  }
  return g_steal_pointer (&ids);
}

static GVariant *
create_sealed (CenacleCall *call, GError **error)
{
  CenCircle *circle = cenacle_call_get_circle (call, 0, error);
  g_autoptr (GArray) to = circle != NULL ? read_ids (call, 1, error) : NULL;
  const CenKind *kind = cen_kind_from_name (cenacle_call_get_text (call, 2));
  g_autoptr (GVariant) fields = g_variant_get_child_value (call->parameters, 3);
  g_autoptr (GArray) values = NULL;
  g_autofree char *text = NULL;
  CenId id;

  if (to == NULL)
    return NULL;
  if (kind == NULL) {
    g_set_error (error, CEN_ERROR, CEN_ERROR_INVALID, "There is no kind “%s”.",
                 cenacle_call_get_text (call, 2));
    return NULL;
  }
  values = cenacle_fields_parse (kind, fields, error);
  if (values == NULL ||
      !cen_author_create_sealed (circle, (const CenId *) to->data, to->len, kind,
                                 (const CenValue *) values->data, values->len, &id, error))
    return NULL;
  text = cen_id_dup_text (&id);
  return g_variant_new ("(s)", text);
}

static GVariant *
hide (CenacleCall *call, GError **error)
{
  CenCircle *circle = cenacle_call_get_circle (call, 0, error);
  const char *reason = cenacle_call_get_text (call, 2);
  CenId object;

  if (circle == NULL || !cenacle_call_get_id (call, 1, &object, error) ||
      !(*reason != '\0' ? cen_author_hide (circle, &object, reason, error)
                        : cen_author_show (circle, &object, error)))
    return NULL;
  return g_variant_new ("()");
}

static GVariant *
endorse (CenacleCall *call, GError **error)
{
  CenCircle *circle = cenacle_call_get_circle (call, 0, error);
  g_autoptr (GArray) ids = circle != NULL ? read_ids (call, 1, error) : NULL;

  if (ids == NULL || !cen_author_endorse (circle, (const CenId *) ids->data, ids->len, error))
    return NULL;
  return g_variant_new ("()");
}

CenacleMethodFunc
cenacle_methods_moderation_find (const char *name)
{
  static const CenacleMethod methods[] = {
    { "CreateSealed", create_sealed },
    { "Hide", hide },
    { "Endorse", endorse },
  };

  for (guint i = 0; i < G_N_ELEMENTS (methods); i++) {
    if (strcmp (methods[i].name, name) == 0)
      return methods[i].func;
  }
  return NULL;
}
