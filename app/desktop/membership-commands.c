/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "membership-commands.h"

#include "commands.h"

void
cenacle_membership_set_role (CenacleCircle *circle, const CenId *member, CenRole role,
                             GAsyncReadyCallback callback, gpointer user_data)
{
  g_autofree char *text = cen_id_dup_text (member);

  cenacle_commands_call (circle, "GrantRole",
                         g_variant_new ("(sss)", cenacle_circle_get_id_text (circle), text,
                                        cen_role_to_name (role)),
                         callback, user_data);
}

void
cenacle_membership_remove (CenacleCircle *circle, const CenId *member, const char *reason,
                           const CenId *last_good, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autofree char *text = cen_id_dup_text (member);
  g_auto (GVariantDict) options = G_VARIANT_DICT_INIT (NULL);

  if (reason[0] != '\0')
    g_variant_dict_insert (&options, "reason", "s", reason);
  if (last_good != NULL) {
    g_autofree char *cut = cen_id_dup_text (last_good);
    const char *const cuts[] = { cut, NULL };

    g_variant_dict_insert (&options, "cut", "^as", cuts);
  }
  cenacle_commands_call (circle, "RemoveMember",
                         g_variant_new ("(ss@a{sv})", cenacle_circle_get_id_text (circle), text,
                                        g_variant_dict_end (&options)),
                         callback, user_data);
}

void
cenacle_membership_vouch (CenacleCircle *circle, const CenId *member, const CenId *formerly,
                          GAsyncReadyCallback callback, gpointer user_data)
{
  g_autofree char *text = cen_id_dup_text (member);
  g_autofree char *former = cen_id_dup_text (formerly);

  cenacle_commands_call (circle, "VouchMember",
                         g_variant_new ("(sss)", cenacle_circle_get_id_text (circle), text, former),
                         callback, user_data);
}

void
cenacle_membership_set_words (CenacleCircle *circle, const CenId *member, CenacleWords words,
                              GAsyncReadyCallback callback, gpointer user_data)
{
  g_autofree char *text = cen_id_dup_text (member);

  cenacle_commands_call (circle, "SetVerified",
                         g_variant_new ("(ssb)", cenacle_circle_get_id_text (circle), text,
                                        words == CENACLE_WORDS_MATCH),
                         callback, user_data);
}

void
cenacle_membership_create_device_link (CenacleCircle *circle, gint64 expires_ms,
                                       GAsyncReadyCallback callback, gpointer user_data)
{
  g_auto (GVariantDict) options = G_VARIANT_DICT_INIT (NULL);

  g_variant_dict_insert (&options, "expires", "x", expires_ms);
  cenacle_commands_call (circle, "CreateDeviceLink",
                         g_variant_new ("(s@a{sv})", cenacle_circle_get_id_text (circle),
                                        g_variant_dict_end (&options)),
                         callback, user_data);
}

void
cenacle_membership_remove_device (CenacleCircle *circle, const CenId *device,
                                  GAsyncReadyCallback callback, gpointer user_data)
{
  g_autofree char *text = cen_id_dup_text (device);

  cenacle_commands_call (circle, "RemoveDevice",
                         g_variant_new ("(ss)", cenacle_circle_get_id_text (circle), text),
                         callback, user_data);
}

void
cenacle_membership_endorse (CenacleCircle *circle, const CenId *op, GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autofree char *text = cen_id_dup_text (op);
  const char *const ops[] = { text, NULL };

  cenacle_commands_call (circle, "Endorse",
                         g_variant_new ("(s^as)", cenacle_circle_get_id_text (circle), ops),
                         callback, user_data);
}

void
cenacle_membership_hide (CenacleCircle *circle, const CenId *object, const char *reason,
                         GAsyncReadyCallback callback, gpointer user_data)
{
  g_autofree char *text = cen_id_dup_text (object);

  cenacle_commands_call (circle, "Hide",
                         g_variant_new ("(sss)", cenacle_circle_get_id_text (circle), text, reason),
                         callback, user_data);
}
