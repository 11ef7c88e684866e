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

void
cenacle_call_answer (GDBusMethodInvocation *invocation, GVariant *answer, const GError *error)
{
  if (error != NULL)
    g_dbus_method_invocation_return_gerror (invocation, error);
  else
    g_dbus_method_invocation_return_value (invocation, answer);
}
