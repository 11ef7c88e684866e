/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "node-private.h"

#include <string.h>

void
net_node_fill_device_link (NetNode *self, CenDeviceLink *link, GPtrArray *given)
{
  NetPlace *place = net_node_find_place (self, &link->circle);
  GPtrArray *addresses;

  if (place == NULL)
    return;
  net_node_lan_announce (self);
  addresses = given != NULL ? given : place->hub->listening;
  for (guint i = 0; i < addresses->len && link->n_addresses < CEN_INVITE_ADDRS_MAX; i++) {
    CenLinkAddress *slot = &link->addresses[link->n_addresses];

    if (!cen_address_is_device (addresses->pdata[i]))
      continue;
    memcpy (slot->curve, place->hub->circle->keys->curve.public_key, CEN_KEY_LEN);
    g_strlcpy (slot->address, addresses->pdata[i], sizeof slot->address);
    link->n_addresses++;
  }
  if (place->hub->is_hidden)
    cen_tor_way_restrict (link);
}

/* The answer is here: the keys are kept, and the sponsor is told of the new device. */
static gboolean
enter (NetNode *self, NetAttempt *attempt, GError **error)
{
  NetDeviceJoin *join = attempt->device;
  CenCircle *circle =
      cen_replica_finish_device (self->replica, join->request, &join->answer, error);

  if (circle == NULL || (net_node_find_place (self, &circle->id) == NULL &&
                         !net_node_add_place (self, circle, error)))
    return FALSE;
  attempt->circle = circle;
  net_device_join_go_on (join);
  return TRUE;
}

/* The sponsor would not have it: no empty circle stays. What cannot be forgotten now does no harm;
 * a new link takes its place. */
static void
give_up (NetNode *self, NetAttempt *attempt)
{
  CenCircle *circle = g_steal_pointer (&attempt->circle);
  g_autoptr (GError) cause = NULL;

  if (circle != NULL && circle->n_ops <= 1) {
    net_node_remove_circle (self, &circle->id);
    if (!cen_replica_abandon_device (self->replica, circle, &cause))
      g_warning ("%s", cause->message);
  }
  net_node_finish_attempt (self, attempt, attempt->device->error);
}

static void
wait_for_frame (NetNode *self, NetAttempt *attempt, gint64 *next)
{
  gint64 deadline = attempt->device->knock.deadline_ms;
  g_autoptr (GError) error = NULL;

  if (!attempt->dials_itself) {
    attempt->dials_itself = TRUE;
    net_node_trust_link (self, attempt->circle, &attempt->device->knock.link);
  }
  if (net_node_has_frame (self, attempt->circle)) {
    net_node_finish_attempt (self, attempt, NULL);
  } else if (self->world->monotonic_ms (self->world) >= deadline) {
    g_set_error_literal (&error, CEN_ERROR, CEN_ERROR_UNREACHABLE,
                         "This device is not up to date yet: it goes on by itself when one of your "
                         "others is online.");
    net_node_finish_attempt (self, attempt, error);
  } else {
    *next = MIN (*next, deadline);
  }
}

void
net_node_device_tick (NetNode *self, NetAttempt *attempt, gint64 *next)
{
  NetDeviceJoin *join = attempt->device;
  g_autoptr (GError) error = NULL;

  if (join->state == NET_DEVICE_JOIN_ASKING || join->state == NET_DEVICE_JOIN_ADDING)
    *next = MIN (*next, net_device_join_tick (join));
  switch (join->state) {
  case NET_DEVICE_JOIN_ANSWERED:
    if (!enter (self, attempt, &error))
      net_node_finish_attempt (self, attempt, error);
    *next = self->world->monotonic_ms (self->world);
    break;
  case NET_DEVICE_JOIN_DONE:
    wait_for_frame (self, attempt, next);
    break;
  case NET_DEVICE_JOIN_FAILED:
    give_up (self, attempt);
    break;
  case NET_DEVICE_JOIN_ASKING:
  case NET_DEVICE_JOIN_ADDING:
  default:
    break;
  }
}

gboolean
net_node_add_device (NetNode *self, const CenDeviceLink *link, gint64 wait_ms,
                     NetJoinCallback callback, gpointer user_data, GError **error)
{
  CenDeviceRequest *request = NULL;
  NetAttempt *attempt;

  if (!net_node_can_knock (self, link, error))
    return FALSE;
  request = cen_replica_begin_device (self->replica, link, error);
  if (request == NULL)
    return FALSE;
  net_node_tor_prepare (self, link);
  attempt = g_new0 (NetAttempt, 1);
  attempt->is_hidden = cen_tor_way_is_asked (link);
  attempt->device = net_device_join_new (self->link, self->world, request, wait_ms);
  attempt->callback = callback;
  attempt->user_data = user_data;
  g_ptr_array_add (self->attempts, attempt);
  net_node_lan_announce (self);
  return TRUE;
}
