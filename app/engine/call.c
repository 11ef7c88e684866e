/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "call.h"

CenCircle *
cenacle_call_get_circle (CenacleCall *call, gsize index, GError **error)
{
  CenCircle *circle;
  CenId id;

  if (!cenacle_call_get_id (call, index, &id, error))
    return NULL;
  circle = cen_replica_find (call->replica, &id);
  if (circle == NULL)
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_NOT_FOUND, "There is no such circle here.");
  return circle;
}

gboolean
cenacle_call_get_id (CenacleCall *call, gsize index, CenId *ret_id, GError **error)
{
  const char *text = cenacle_call_get_text (call, index);

  if (cen_id_from_text (ret_id, text))
    return TRUE;
  g_set_error (error, CEN_ERROR, CEN_ERROR_INVALID, "“%s” is no whole id.", text);
  return FALSE;
}

const char *
cenacle_call_get_text (CenacleCall *call, gsize index)
{
  const char *text;

  g_variant_get_child (call->parameters, index, "&s", &text);
  return text;
}

GPtrArray *
cenacle_call_take_addresses (GVariant *wishes, GError **error)
{
  g_autofree const char **given = NULL;
  g_autoptr (GPtrArray) addresses = g_ptr_array_new_with_free_func (g_free);

  g_variant_lookup (wishes, "addresses", "^a&s", &given);
  for (guint i = 0; given != NULL && given[i] != NULL; i++) {
    if (!cen_address_is_device (given[i])) {
      g_set_error (error, CEN_ERROR, CEN_ERROR_INVALID,
                   "“%s” is no address: write tcp://HOST:PORT.", given[i]);
      return NULL;
    }
    g_ptr_array_add (addresses, g_strdup (given[i]));
  }
  return g_steal_pointer (&addresses);
}

GVariant *
cenacle_call_pack_identity (const CenCircle *circle)
{
  g_autofree char *id = cen_id_dup_text (&circle->id);
  g_autofree char *member = cen_id_dup_text (&circle->self_member);
  g_autofree char *device = cen_id_dup_text (&circle->self_device);

  return g_variant_new ("(sss)", id, member, device);
}

void
cenacle_call_answer (GDBusMethodInvocation *invocation, GVariant *answer, const GError *error)
{
  if (error != NULL)
    g_dbus_method_invocation_return_gerror (invocation, error);
  else
    g_dbus_method_invocation_return_value (invocation, answer);
}
