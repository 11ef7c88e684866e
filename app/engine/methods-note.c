/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "call.h"

#include "core/author-text.h"

#include <string.h>

#define CHANGES_MAX 10000 /* of one call */

static gboolean
check_n_changes (gsize n, GError **error)
{
  if (n <= CHANGES_MAX)
    return TRUE;
  g_set_error_literal (error, CEN_ERROR, CEN_ERROR_REFUSED, "These are too many changes at once.");
  return FALSE;
}

static GVariant *
change_text (CenacleCall *call, GError **error)
{
  CenCircle *circle = cenacle_call_get_circle (call, 0, error);
  g_autoptr (GVariant) list = g_variant_get_child_value (call->parameters, 2);
  g_autoptr (GArray) changes = g_array_new (FALSE, FALSE, sizeof (CenTextChange));
  CenTextChange change;
  GVariantIter iter;
  CenId note;

  if (circle == NULL || !cenacle_call_get_id (call, 1, &note, error) ||
      !check_n_changes (g_variant_n_children (list), error))
    return NULL;
  g_variant_iter_init (&iter, list);
  while (
      g_variant_iter_next (&iter, "(uu&s)", &change.position, &change.n_deleted, &change.inserted))
    g_array_append_val (changes, change);
  if (!cen_author_change_text (circle, &note, (const CenTextChange *) changes->data, changes->len,
                               error))
    return NULL;
  return g_variant_new ("()");
}

static GVariant *
write_text (CenacleCall *call, GError **error)
{
  CenCircle *circle = cenacle_call_get_circle (call, 0, error);
  g_autoptr (GVariant) bytes = g_variant_get_child_value (call->parameters, 2);
  g_autoptr (GBytes) payload = g_variant_get_data_as_bytes (bytes);
  g_autofree char *text = NULL;
  CenId note, op;

  if (circle == NULL || !cenacle_call_get_id (call, 1, &note, error) ||
      !cen_author_write_text (circle, &note, payload, &op, error))
    return NULL;
  text = cen_id_dup_text (&op);
  return g_variant_new ("(s)", text);
}

CenacleMethodFunc
cenacle_methods_note_find (const char *name)
{
  static const CenacleMethod methods[] = {
    { "ChangeText", change_text },
    { "WriteText", write_text },
  };

  for (guint i = 0; i < G_N_ELEMENTS (methods); i++) {
    if (strcmp (methods[i].name, name) == 0)
      return methods[i].func;
  }
  return NULL;
}
