/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "node-private.h"

#include "core/handed.h"
#include "core/joining.h"
#include "admission.h"
#include "hub-relays.h"

#include <string.h>

void
net_node_fill_device_link (NetNode *self, CenDeviceLink *link, GPtrArray *given)
{
  NetPlace *place = net_node_find_place (self, &link->circle);
  GPtrArray *addresses;

  if (place == NULL)
    return;
  net_node_lan_announce (self);
  net_hub_relays_note_links (place->hub);
  if (given == NULL || given->len > 0)
    net_node_add_relays (link, place->hub);
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

/* Before the circle is entered: what it begins with is not lost when this ends in between. What an
 * answer handed that was lost in that way is not to be found when the sponsor is met: it holds
 * another DEVICE_ADD by the same keys. */
static gboolean
keep_handed (NetNode *self, NetDeviceJoin *join, GError **error)
{
  const CenDeviceLink *link = &join->request->link;
  g_autoptr (GBytes) handed = NULL;

  if (join->handed.ops == NULL)
    return cen_handed_forget (self->replica->store, &link->circle, error);
  if (!cen_device_request_sign (join->request, &join->answer, self->world, error))
    return FALSE;
  handed = net_admission_hand_device (join->request, &join->answer, &join->handed, self->world);
  return cen_handed_keep (self->replica->store, &link->circle, handed, link, error);
}

/* The answer is here: the keys are kept, and the sponsor is told of the new device. */
static gboolean
enter (NetNode *self, NetAttempt *attempt, GError **error)
{
  NetDeviceJoin *join = attempt->device;
  CenCircle *circle = NULL;

  if (keep_handed (self, join, error))
    circle = cen_replica_finish_device (self->replica, join->request, &join->answer, error);
  if (circle == NULL || (net_node_find_place (self, &circle->id) == NULL &&
                         !net_node_add_place (self, circle, error)))
    return FALSE;
  attempt->circle = circle;
  net_hub_relays_take_handed (net_node_find_place (self, &circle->id)->hub);
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
  cen_joining_forget_device (self->replica, &attempt->device->knock.link);
  net_node_finish_attempt (self, attempt, attempt->device->error);
}

/* Whoever asked is told that nobody is there, and it goes on without them while the link holds. */
static gboolean
go_on_waiting (NetNode *self, NetAttempt *attempt)
{
  NetDeviceJoin *join = attempt->device;
  gint64 left_ms = join->knock.link.expires_ms - self->world->now_ms (self->world);

  if (!net_device_join_can_wait (join) || left_ms <= 0)
    return FALSE;
  net_attempt_tell (attempt, NULL, join->error);
  net_device_join_be_patient (join, self->world->monotonic_ms (self->world) + left_ms);
  return TRUE;
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

  if (attempt->circle == NULL && attempt->callback == NULL && !self->is_online) {
    net_device_join_close_all (join);
    return;
  }
  if (join->state == NET_DEVICE_JOIN_ASKING || join->state == NET_DEVICE_JOIN_ADDING)
    *next = MIN (*next, net_device_join_tick (join));
  switch (join->state) {
  case NET_DEVICE_JOIN_ANSWERED:
    if (!enter (self, attempt, &error))
      net_node_finish_attempt (self, attempt, error);
    *next = self->world->monotonic_ms (self->world);
    break;
  case NET_DEVICE_JOIN_ADDING:
    /* By way of a relay it gets in without the sponsor. */
    if (join->handed.ops != NULL)
      wait_for_frame (self, attempt, next);
    break;
  case NET_DEVICE_JOIN_DONE:
    wait_for_frame (self, attempt, next);
    break;
  case NET_DEVICE_JOIN_FAILED:
    if (attempt->circle == NULL && go_on_waiting (self, attempt))
      *next = self->world->monotonic_ms (self->world);
    else
      give_up (self, attempt);
    break;
  case NET_DEVICE_JOIN_ASKING:
  default:
    break;
  }
}

/* What is taken up again by the same link, since the link is bound to its keys, perhaps; what goes
 * on by another one without anybody waiting for it makes room. */
static NetAttempt *
take_up (NetNode *self, const CenDeviceLink *link)
{
  for (guint i = 0; i < self->attempts->len; i++) {
    NetAttempt *attempt = self->attempts->pdata[i];

    if (attempt->device != NULL && attempt->callback == NULL &&
        cen_id_equal (&attempt->device->knock.link.circle, &link->circle) &&
        memcmp (attempt->device->knock.link.seed, link->seed, CEN_KEY_LEN) == 0)
      return attempt;
  }
  net_node_drop_waiting (self, &link->circle);
  return NULL;
}

static gboolean
names_relay (const CenDeviceLink *link)
{
  for (guint i = 0; i < link->n_addresses; i++) {
    if (cen_address_get_kind (link->addresses[i].address) == CEN_ADDRESS_RELAY)
      return TRUE;
  }
  return FALSE;
}

/* By way of a relay the answer can come after this engine ended: the keys are kept then. */
static CenDeviceRequest *
make_request (NetNode *self, const CenDeviceLink *link, GError **error)
{
  gboolean is_new = cen_replica_find (self->replica, &link->circle) == NULL;
  CenDeviceRequest *request = is_new ? cen_joining_find_device (self->replica, link) : NULL;

  if (request != NULL)
    return request;
  request = cen_replica_begin_device (self->replica, link, error);
  if (request != NULL && is_new && names_relay (link) &&
      !cen_joining_keep_device (self->replica, request, error))
    g_clear_pointer (&request, cen_device_request_free);
  return request;
}

static void
start (NetNode *self, const CenDeviceLink *link, CenDeviceRequest *request, gint64 wait_ms,
       NetJoinCallback callback, gpointer user_data)
{
  NetAttempt *attempt = g_new0 (NetAttempt, 1);

  net_node_tor_prepare (self, link);
  attempt->is_hidden = cen_tor_way_is_asked (link);
  attempt->device = net_device_join_new (self->link, self->world, request, wait_ms);
  attempt->callback = callback;
  attempt->user_data = user_data;
  g_ptr_array_add (self->attempts, attempt);
  net_node_lan_announce (self);
}

gboolean
net_node_add_device (NetNode *self, const CenDeviceLink *link, gint64 wait_ms,
                     NetJoinCallback callback, gpointer user_data, GError **error)
{
  CenDeviceRequest *request = NULL;
  NetAttempt *attempt;

  if (!net_node_can_knock (self, link, error))
    return FALSE;
  attempt = take_up (self, link);
  if (attempt != NULL) {
    net_device_join_be_quick (attempt->device, wait_ms);
    attempt->callback = callback;
    attempt->user_data = user_data;
    return TRUE;
  }
  request = make_request (self, link, error);
  if (request == NULL)
    return FALSE;
  start (self, link, request, wait_ms, callback, user_data);
  return TRUE;
}

void
net_node_resume_devices (NetNode *self)
{
  g_autoptr (GPtrArray) links = cen_joining_list_devices (self->replica);

  for (guint i = 0; i < links->len; i++) {
    const CenDeviceLink *link = links->pdata[i];
    CenDeviceRequest *request = NULL;

    if (link->expires_ms <= self->world->now_ms (self->world))
      cen_joining_forget_device (self->replica, link);
    else if (cen_replica_find (self->replica, &link->circle) == NULL)
      request = cen_joining_find_device (self->replica, link);
    if (request != NULL)
      start (self, link, request, 0, NULL, NULL);
  }
}
