/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Methods that tell those who are here what is not stored. */

#include "call.h"

#include <string.h>

static GVariant *
set_typing (CenacleCall *call, GError **error)
{
  CenCircle *circle = cenacle_call_get_circle (call, 0, error);
  CenId channel;

  if (circle == NULL || !cenacle_call_get_id (call, 1, &channel, error))
    return NULL;
  net_node_send_typing (call->node, &circle->id, &channel);
  return g_variant_new ("()");
}

static GVariant *
set_live (CenacleCall *call, GError **error)
{
  CenCircle *circle = cenacle_call_get_circle (call, 0, error);
  g_autoptr (GVariant) bytes = g_variant_get_child_value (call->parameters, 3);
  g_autoptr (GBytes) body = g_variant_get_data_as_bytes (bytes);
  guint32 kind;
  CenId object;

  g_variant_get_child (call->parameters, 1, "u", &kind);
  if (circle == NULL || !cenacle_call_get_id (call, 2, &object, error))
    return NULL;
  return cenacle_live_callers_set (call->live_callers,
                                   g_dbus_method_invocation_get_connection (call->invocation),
                                   call->node, &circle->id, kind, &object, body, error)
             ? g_variant_new ("()")
             : NULL;
}

typedef struct {
  const CenCircle *circle;
  NetLiveKind kind;
  CenId object;
  GVariantBuilder said;
} Listing;

static void
list_cb (const NetLiveState *state, const CenId *member, gpointer user_data)
{
  Listing *listing = user_data;
  char who[CEN_ID_TEXT_LEN + 1], device[CEN_ID_TEXT_LEN + 1];
  gsize len;
  const guint8 *body = g_bytes_get_data (state->body, &len);

  if (state->kind != listing->kind || !cen_id_equal (&state->object, &listing->object) ||
      cen_id_equal (&state->device, &listing->circle->self_device))
    return;
  cen_id_to_text (member, who);
  cen_id_to_text (&state->device, device);
  g_variant_builder_add (&listing->said, "(ss@ay)", who, device,
                         g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, body, len, 1));
}

static GVariant *
get_live (CenacleCall *call, GError **error)
{
  CenCircle *circle = cenacle_call_get_circle (call, 0, error);
  Listing listing = { .circle = circle };
  guint32 kind;

  g_variant_get_child (call->parameters, 1, "u", &kind);
  if (circle == NULL || !cenacle_call_get_id (call, 2, &listing.object, error))
    return NULL;
  listing.kind = kind;
  g_variant_builder_init (&listing.said, G_VARIANT_TYPE ("a(ssay)"));
  net_node_foreach_live (call->node, &circle->id, list_cb, &listing);
  return g_variant_new ("(a(ssay))", &listing.said);
}

CenacleMethodFunc
cenacle_methods_live_find (const char *name)
{
  static const CenacleMethod methods[] = {
    { "SetTyping", set_typing },
    { "SetLive", set_live },
    { "GetLive", get_live },
  };

  for (guint i = 0; i < G_N_ELEMENTS (methods); i++) {
    if (strcmp (methods[i].name, name) == 0)
      return methods[i].func;
  }
  return NULL;
}
