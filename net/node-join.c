/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "node-private.h"

#include "core/joining.h"
#include "core/store-local.h"

void
net_attempt_free (gpointer data)
{
  NetAttempt *attempt = data;

  g_clear_pointer (&attempt->join, net_join_free);
  g_clear_pointer (&attempt->device, net_device_join_free);
  g_free (attempt);
}

gboolean
net_attempt_owns (const NetAttempt *attempt, const NetConn *conn)
{
  return net_knock_owns (attempt->join != NULL ? &attempt->join->knock : &attempt->device->knock,
                         conn);
}

void
net_attempt_open (NetAttempt *attempt, NetConn *conn)
{
  if (attempt->join != NULL)
    net_join_open (attempt->join, conn);
  else
    net_device_join_open (attempt->device, conn);
}

void
net_attempt_message (NetAttempt *attempt, NetConn *conn, const guint8 *bytes, gsize len)
{
  if (attempt->join != NULL)
    net_join_message (attempt->join, conn, bytes, len);
  else
    net_device_join_message (attempt->device, conn, bytes, len);
}

void
net_attempt_close (NetAttempt *attempt, NetConn *conn, NetConnEnd end)
{
  if (attempt->join != NULL)
    net_join_close (attempt->join, conn, end);
  else
    net_device_join_close (attempt->device, conn, end);
}

static void
fill_found (const NetJoin *join, NetPreviewFound *ret_found)
{
  *ret_found = (NetPreviewFound){
    .name = join->preview.name,
    .intention = join->preview.intention,
    .charter = join->preview.charter,
    .inviter = join->preview.inviter,
    .expires_ms = (gint64) join->preview.expires_ms,
    .n_members = (guint) join->preview.n_members,
  };
}

void
net_node_finish_attempt (NetNode *self, NetAttempt *attempt, const GError *error)
{
  gboolean has_found = error == NULL && attempt->circle == NULL;
  NetPreviewFound found;

  if (has_found)
    fill_found (attempt->join, &found);
  if (attempt->join != NULL && attempt->join->request != NULL &&
      g_error_matches (error, CEN_ERROR, CEN_ERROR_REFUSED))
    cen_joining_forget (self->replica, &attempt->join->request->link.circle);
  attempt->callback (has_found ? &found : NULL, attempt->circle, error, attempt->user_data);
  self->beacons.is_stale = TRUE;
  g_ptr_array_remove (self->attempts, attempt);
}

void
net_node_trust_link (NetNode *self, CenCircle *circle, const CenLinkContent *link)
{
  NetPlace *place = net_node_find_place (self, &circle->id);

  for (guint i = 0; i < link->n_addresses; i++) {
    const CenLinkAddress *address = &link->addresses[i];

    net_hub_add_address (place->hub, address->curve, address->address)->is_from_link = TRUE;
    cen_local_add_address (circle, address->curve, address->address, 0, NULL);
  }
  net_hub_dial_all_now (place->hub);
  net_node_note_change (place->hub, TRUE, place);
}

/* The answer is here: the circle begins, and its members of the link are dialled. */
static void
admit_attempt (NetNode *self, NetAttempt *attempt)
{
  NetJoin *join = attempt->join;
  g_autoptr (GError) error = NULL;

  attempt->circle =
      cen_replica_finish_join (self->replica, join->request, join->genesis.op,
                               join->genesis.payload, join->admit.op, join->admit.payload, &error);
  /* One that was left before has its place still. */
  if (attempt->circle == NULL || (net_node_find_place (self, &attempt->circle->id) == NULL &&
                                  !net_node_add_place (self, attempt->circle, &error))) {
    attempt->circle = NULL;
    net_node_finish_attempt (self, attempt, error);
    return;
  }
  net_node_trust_link (self, attempt->circle, &join->knock.link);
}

gboolean
net_node_has_frame (NetNode *self, CenCircle *circle)
{
  NetPlace *place = net_node_find_place (self, &circle->id);

  if (!net_hub_is_inside (place->hub))
    return FALSE;
  for (guint i = 0; i < place->hub->links->len; i++) {
    const NetHubLink *link = place->hub->links->pdata[i];

    if (link->session != NULL && net_session_is_live (link->session))
      return TRUE;
  }
  return FALSE;
}

static const char *
get_join_name (CenCircle *circle)
{
  for (guint i = 0; i < circle->frames->len; i++) {
    const CenFrameOp *op = circle->frames->pdata[i];

    if (op->frame.kind == CEN_OP_JOIN && cen_id_equal (&op->device, &circle->self_device))
      return op->frame.join.name;
  }
  return NULL;
}

static void
join_tick (NetNode *self, NetAttempt *attempt, gint64 *next)
{
  g_autoptr (GError) error = NULL;

  if (attempt->circle == NULL) {
    *next = MIN (*next, net_join_tick (attempt->join));
    if (attempt->join->state == NET_JOIN_FAILED) {
      net_node_finish_attempt (self, attempt, attempt->join->error);
      return;
    }
    if (attempt->join->state == NET_JOIN_ANSWERED && attempt->join->request == NULL) {
      net_node_finish_attempt (self, attempt, NULL);
      return;
    }
    if (attempt->join->state == NET_JOIN_ANSWERED)
      admit_attempt (self, attempt);
    *next = MIN (*next, self->world->monotonic_ms (self->world) + NET_NODE_CHANGE_DELAY_MS);
    return;
  }
  if (net_node_has_frame (self, attempt->circle)) {
    if (!cen_replica_ensure_profile (attempt->circle, get_join_name (attempt->circle), &error))
      g_clear_error (&error);
    net_node_finish_attempt (self, attempt, NULL);
  } else if (self->world->monotonic_ms (self->world) >= attempt->join->knock.deadline_ms) {
    g_set_error_literal (&error, CEN_ERROR, CEN_ERROR_UNREACHABLE,
                         "You are in, but nobody was there to bring you up to date: it goes on by "
                         "itself when somebody is online.");
    net_node_finish_attempt (self, attempt, error);
  } else {
    *next = MIN (*next, attempt->join->knock.deadline_ms);
  }
}

void
net_node_attempt_tick (NetNode *self, NetAttempt *attempt, gint64 *next)
{
  if (attempt->join != NULL)
    join_tick (self, attempt, next);
  else
    net_node_device_tick (self, attempt, next);
}

gboolean
net_node_can_knock (NetNode *self, const CenLinkContent *link, GError **error)
{
  gboolean has_way = link->n_addresses > 0 || self->beacons.lan != NULL;

  if (!has_way)
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_UNREACHABLE,
                         "This link names no address: ask for one that does.");
  else if (!self->is_online)
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_UNREACHABLE,
                         "You have chosen to be offline: go online first.");
  return has_way && self->is_online;
}

static gboolean
add_attempt (NetNode *self, const CenInviteLink *link, CenJoinRequest *request, gint64 wait_ms,
             NetJoinCallback callback, gpointer user_data, GError **error)
{
  NetAttempt *attempt;

  if (!net_node_can_knock (self, link, error)) {
    cen_join_request_free (request);
    return FALSE;
  }
  attempt = g_new0 (NetAttempt, 1);
  attempt->join = net_join_new (self->link, self->world, link, request, wait_ms);
  attempt->callback = callback;
  attempt->user_data = user_data;
  g_ptr_array_add (self->attempts, attempt);
  net_node_lan_announce (self);
  return TRUE;
}

gboolean
net_node_preview (NetNode *self, const CenInviteLink *link, gint64 wait_ms,
                  NetJoinCallback callback, gpointer user_data, GError **error)
{
  return add_attempt (self, link, NULL, wait_ms, callback, user_data, error);
}

gboolean
net_node_join (NetNode *self, const CenInviteLink *link, const char *name, gint64 wait_ms,
               NetJoinCallback callback, gpointer user_data, GError **error)
{
  gboolean is_new = cen_replica_find (self->replica, &link->circle) == NULL;
  CenJoinRequest *request = is_new ? cen_joining_find (self->replica, link) : NULL;

  if (request == NULL) {
    request = cen_replica_begin_join (self->replica, link, name, error);
    if (request != NULL && is_new && !cen_joining_keep (self->replica, request, link, error))
      g_clear_pointer (&request, cen_join_request_free);
  }
  return request != NULL && add_attempt (self, link, request, wait_ms, callback, user_data, error);
}
