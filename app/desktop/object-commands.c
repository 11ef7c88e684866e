/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "object-commands.h"

void
cenacle_objects_create (CenacleCircle *circle, const char *kind, GVariant *fields,
                        GAsyncReadyCallback callback, gpointer user_data)
{
  cenacle_commands_call (circle, "Create",
                         g_variant_new ("(ss@a{sv})", cenacle_circle_get_id_text (circle), kind,
                                        fields),
                         callback, user_data);
}

void
cenacle_objects_create_sealed (CenacleCircle *circle, const CenId *to, const char *kind,
                               GVariant *fields, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autofree char *text = cen_id_dup_text (to);
  const char *const named[] = { text, NULL };

  cenacle_commands_call (circle, "CreateSealed",
                         g_variant_new ("(s^ass@a{sv})", cenacle_circle_get_id_text (circle), named,
                                        kind, fields),
                         callback, user_data);
}

void
cenacle_objects_set (CenacleCircle *circle, const CenId *object, GVariant *fields,
                     GAsyncReadyCallback callback, gpointer user_data)
{
  g_autofree char *text = cen_id_dup_text (object);

  cenacle_commands_call (circle, "Set",
                         g_variant_new ("(ss@a{sv})", cenacle_circle_get_id_text (circle), text,
                                        fields),
                         callback, user_data);
}

void
cenacle_objects_mark (CenacleCircle *circle, const CenId *object, const char *mark, const char *key,
                      GVariant *value, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autofree char *text = cen_id_dup_text (object);

  cenacle_commands_call (circle, "Mark",
                         g_variant_new ("(ssssv)", cenacle_circle_get_id_text (circle), text, mark,
                                        key, value),
                         callback, user_data);
}

void
cenacle_objects_redact (CenacleCircle *circle, const CenId *object, GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autofree char *text = cen_id_dup_text (object);

  cenacle_commands_call (circle, "Redact",
                         g_variant_new ("(ss)", cenacle_circle_get_id_text (circle), text),
                         callback, user_data);
}
