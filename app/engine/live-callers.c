/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "live-callers.h"

typedef struct {
  gconstpointer caller;
  CenId circle;
  NetLiveKind kind;
  CenId object;
} Said;

struct _CenacleLiveCallers {
  GArray *said; /* Said; at most NET_LIVE_PER_DEVICE_MAX a circle */
};

CenacleLiveCallers *
cenacle_live_callers_new (void)
{
  CenacleLiveCallers *self = g_new0 (CenacleLiveCallers, 1);

  self->said = g_array_new (FALSE, FALSE, sizeof (Said));
  return self;
}

void
cenacle_live_callers_free (CenacleLiveCallers *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->said);
  g_free (self);
}

static void
forget (CenacleLiveCallers *self, const CenId *circle, NetLiveKind kind, const CenId *object)
{
  for (guint i = self->said->len; i-- > 0;) {
    const Said *said = &g_array_index (self->said, Said, i);

    if (said->kind == kind && cen_id_equal (&said->circle, circle) &&
        cen_id_equal (&said->object, object))
      g_array_remove_index_fast (self->said, i);
  }
}

gboolean
cenacle_live_callers_set (CenacleLiveCallers *self, gconstpointer caller, NetNode *node,
                          const CenId *circle, NetLiveKind kind, const CenId *object, GBytes *body,
                          GError **error)
{
  Said said = { caller, *circle, kind, *object };

  if (!net_node_set_live (node, circle, kind, object, body, NET_NODE_LIVE_MAX_MS, error))
    return FALSE;
  forget (self, circle, kind, object);
  if (g_bytes_get_size (body) > 0)
    g_array_append_val (self->said, said);
  return TRUE;
}

void
cenacle_live_callers_drop (CenacleLiveCallers *self, gconstpointer caller, NetNode *node)
{
  g_autoptr (GBytes) nothing = g_bytes_new (NULL, 0);

  for (guint i = self->said->len; i-- > 0;) {
    Said said = g_array_index (self->said, Said, i);

    if (said.caller != caller)
      continue;
    g_array_remove_index_fast (self->said, i);
    net_node_set_live (node, &said.circle, said.kind, &said.object, nothing, 0, NULL);
  }
}
