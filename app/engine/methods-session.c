/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Methods about a session that runs. */

#include "call.h"

#include <string.h>

static gboolean
open_sitting (CenacleCall *call, CenacleSitting *ret_sitting, GError **error)
{
  CenacleSitting sitting = { .replica = call->replica, .node = call->node };

  sitting.circle = cenacle_call_get_circle (call, 0, error);
  if (sitting.circle == NULL || !cenacle_call_get_id (call, 1, &sitting.session, error))
    return FALSE;
  g_variant_get_child (call->parameters, 2, "x", &sitting.occurrence_ms);
  *ret_sitting = sitting;
  return TRUE;
}

static gboolean
find_act (const char *name, CenLiveAct *ret_act, GError **error)
{
  for (guint i = 0; cen_live_act_names[i] != NULL; i++) {
    if (strcmp (cen_live_act_names[i], name) == 0) {
      *ret_act = (CenLiveAct) i;
      return TRUE;
    }
  }
  g_set_error_literal (error, CEN_ERROR, CEN_ERROR_INVALID, "Nothing of that name can be done.");
  return FALSE;
}

static GVariant *
act_in_session (CenacleCall *call, GError **error)
{
  const char *whom = cenacle_call_get_text (call, 4);
  CenacleSitting sitting;
  gboolean stays;
  CenLiveAct act;
  CenId member;

  g_variant_get_child (call->parameters, 5, "b", &stays);
  if (!open_sitting (call, &sitting, error) ||
      !find_act (cenacle_call_get_text (call, 3), &act, error) ||
      ((*whom != '\0' || act == CEN_LIVE_HAND) && !cenacle_call_get_id (call, 4, &member, error)))
    return NULL;
  sitting.caller = stays ? NULL : g_dbus_method_invocation_get_connection (call->invocation);
  return cenacle_live_sessions_act (call->live_sessions, &sitting, act,
                                    *whom != '\0' ? &member : NULL, error)
             ? g_variant_new ("()")
             : NULL;
}

static void
add_member (GVariantBuilder *builder, const char *key, gboolean is_known, const CenId *member)
{
  char text[CEN_ID_TEXT_LEN + 1] = "";

  if (is_known)
    cen_id_to_text (member, text);
  g_variant_builder_add (builder, "{sv}", key, g_variant_new_string (text));
}

static GVariant *
pack_people (const CenLiveView *view)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(st)"));
  for (guint i = 0; i < view->people->len; i++) {
    const CenLivePerson *person = &g_array_index (view->people, CenLivePerson, i);
    char text[CEN_ID_TEXT_LEN + 1];

    cen_id_to_text (&person->member, text);
    g_variant_builder_add (&builder, "(st)", text, (guint64) person->ms);
  }
  return g_variant_builder_end (&builder);
}

static GVariant *
pack_queue (const CenLiveView *view)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE_STRING_ARRAY);
  for (guint i = 0; i < view->queue->len; i++) {
    char text[CEN_ID_TEXT_LEN + 1];

    cen_id_to_text (&g_array_index (view->queue, CenId, i), text);
    g_variant_builder_add (&builder, "s", text);
  }
  return g_variant_builder_end (&builder);
}

static GVariant *
pack_view (const CenLiveView *view)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&builder, "{sv}", "entered", g_variant_new_boolean (view->has_entered));
  add_member (&builder, "host", view->has_host, &view->host);
  g_variant_builder_add (&builder, "{sv}", "hosting", g_variant_new_boolean (view->is_host));
  g_variant_builder_add (&builder, "{sv}", "step", g_variant_new_uint32 (view->step));
  g_variant_builder_add (&builder, "{sv}", "running", g_variant_new_boolean (view->is_running));
  g_variant_builder_add (&builder, "{sv}", "spent",
                         g_variant_new_fixed_array (G_VARIANT_TYPE_INT64, view->spent_ms,
                                                    view->n_steps, sizeof *view->spent_ms));
  add_member (&builder, "speaker", view->has_speaker, &view->speaker);
  g_variant_builder_add (&builder, "{sv}", "turn", g_variant_new_int64 (view->turn_ms));
  g_variant_builder_add (&builder, "{sv}", "queue", pack_queue (view));
  g_variant_builder_add (&builder, "{sv}", "people", pack_people (view));
  return g_variant_new ("(a{sv})", &builder);
}

static GVariant *
get_session (CenacleCall *call, GError **error)
{
  g_auto (CenLiveView) view = { 0 };
  CenacleSitting sitting;

  if (!open_sitting (call, &sitting, error) ||
      !cenacle_live_sessions_get_view (call->live_sessions, &sitting, &view, error))
    return NULL;
  return pack_view (&view);
}

CenacleMethodFunc
cenacle_methods_session_find (const char *name)
{
  static const CenacleMethod methods[] = {
    { "ActInSession", act_in_session },
    { "GetSession", get_session },
  };

  for (guint i = 0; i < G_N_ELEMENTS (methods); i++) {
    if (strcmp (methods[i].name, name) == 0)
      return methods[i].func;
  }
  return NULL;
}
