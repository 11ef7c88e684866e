/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Methods about Tor: how this engine stands with a daemon, and which circles go by it. */

#include "call.h"

#include <string.h>

static const char *const ways[] = {
  [CEN_TOR_ALSO] = "also", [CEN_TOR_ONLY] = "only", [CEN_TOR_NEVER] = "never"
};

const char *
cenacle_call_name_tor_way (CenTorWay way)
{
  return ways[way];
}

static GVariant *
get_tor (CenacleCall *call, GError **error G_GNUC_UNUSED)
{
  GVariantBuilder builder;
  NetTorStatus status;
  const char *state;

  net_node_get_tor (call->node, &status);
  state = !status.is_used          ? "off"
          : status.socks != NULL   ? "ready"
          : status.problem != NULL ? "refused"
                                   : "absent";
  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{sv}"));
  g_variant_builder_add (&builder, "{sv}", "state", g_variant_new_string (state));
  g_variant_builder_add (&builder, "{sv}", "where",
                         g_variant_new_string (status.is_used ? status.where : ""));
  g_variant_builder_add (&builder, "{sv}", "socks",
                         g_variant_new_string (status.socks != NULL ? status.socks : ""));
  g_variant_builder_add (&builder, "{sv}", "problem",
                         g_variant_new_string (status.problem != NULL ? status.problem : ""));
  return g_variant_new ("(a{sv})", &builder);
}

static GVariant *
set_tor (CenacleCall *call, GError **error)
{
  CenCircle *circle = cenacle_call_get_circle (call, 0, error);
  const char *name = cenacle_call_get_text (call, 1);

  if (circle == NULL)
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (ways); i++) {
    if (strcmp (ways[i], name) != 0)
      continue;
    if (i != CEN_TOR_ONLY && cen_tor_way_is_given (circle)) {
      g_set_error_literal (error, CEN_ERROR, CEN_ERROR_REFUSED,
                           "This circle meets over Tor alone: only its facilitators can change "
                           "that, for everybody.");
      return NULL;
    }
    return net_node_set_tor_way (call->node, circle, (CenTorWay) i, error) ? g_variant_new ("()")
                                                                           : NULL;
  }
  g_set_error (error, CEN_ERROR, CEN_ERROR_INVALID, "Write “also”, “only” or “never”, not “%s”.",
               name);
  return NULL;
}

CenacleMethodFunc
cenacle_methods_tor_find (const char *name)
{
  static const CenacleMethod methods[] = {
    { "GetTor", get_tor },
    { "SetTor", set_tor },
  };

  for (guint i = 0; i < G_N_ELEMENTS (methods); i++) {
    if (strcmp (methods[i].name, name) == 0)
      return methods[i].func;
  }
  return NULL;
}
