/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "waiters.h"

typedef struct {
  CenId circle;
  gint64 deadline_ms;
  GDBusMethodInvocation *invocation;
} Waiter;

struct _CenacleWaiters {
  const CenWorld *world;
  GArray *waiters; /* Waiter */
  gint n_waiters;  /* atomic */
};

CenacleWaiters *
cenacle_waiters_new (const CenWorld *world)
{
  CenacleWaiters *self = g_new0 (CenacleWaiters, 1);

  self->world = world;
  self->waiters = g_array_new (FALSE, FALSE, sizeof (Waiter));
  return self;
}

static void
answer (CenacleWaiters *self, guint index, gboolean is_in_sync)
{
  GDBusMethodInvocation *invocation = g_array_index (self->waiters, Waiter, index).invocation;

  g_array_remove_index_fast (self->waiters, index);
  g_atomic_int_set (&self->n_waiters, (gint) self->waiters->len);
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(b)", is_in_sync));
}

void
cenacle_waiters_free (CenacleWaiters *self)
{
  if (self == NULL)
    return;
  while (self->waiters->len > 0)
    answer (self, 0, FALSE);
  g_array_unref (self->waiters);
  g_free (self);
}

void
cenacle_waiters_add (CenacleWaiters *self, const CenId *circle, guint wait_ms,
                     GDBusMethodInvocation *invocation)
{
  Waiter waiter = { *circle, self->world->monotonic_ms (self->world) + wait_ms, invocation };

  g_array_append_val (self->waiters, waiter);
  g_atomic_int_set (&self->n_waiters, (gint) self->waiters->len);
}

void
cenacle_waiters_check (CenacleWaiters *self, NetNode *node)
{
  gint64 now = self->world->monotonic_ms (self->world);

  for (guint i = self->waiters->len; i-- > 0;) {
    const Waiter *waiter = &g_array_index (self->waiters, Waiter, i);
    g_autoptr (NetStatus) status = net_node_get_status (node, &waiter->circle);

    if (status != NULL && status->is_in_sync)
      answer (self, i, TRUE);
    else if (status == NULL || now >= waiter->deadline_ms)
      answer (self, i, FALSE);
  }
}

gboolean
cenacle_waiters_is_empty (CenacleWaiters *self)
{
  return g_atomic_int_get (&self->n_waiters) == 0;
}
