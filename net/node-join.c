/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "node-private.h"

#include "core/handed.h"
#include "core/joining.h"
#include "core/store-local.h"
#include "hub-relays.h"

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
  return attempt->join != NULL ? net_join_owns (attempt->join, conn)
                               : net_device_join_owns (attempt->device, conn);
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
net_attempt_tell (NetAttempt *attempt, const NetPreviewFound *found, const GError *error)
{
  NetJoinCallback callback = g_steal_pointer (&attempt->callback);

  if (callback != NULL)
    callback (found, attempt->circle, error, attempt->user_data);
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
  net_attempt_tell (attempt, has_found ? &found : NULL, error);
  self->beacons.is_stale = TRUE;
  g_ptr_array_remove (self->attempts, attempt);
}

void
net_node_trust_link (NetNode *self, CenCircle *circle, const CenLinkContent *link)
{
  NetPlace *place = net_node_find_place (self, &circle->id);

  for (guint i = 0; i < link->n_addresses; i++) {
    const CenLinkAddress *address = &link->addresses[i];

    if (!cen_address_is_device (address->address))
      continue;
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

  /* Before the circle is entered: what it begins with is not lost when this ends in between. */
  if (join->handed != NULL && !cen_handed_keep (self->replica->store, &join->knock.link.circle,
                                                join->handed, &join->knock.link, &error)) {
    net_node_finish_attempt (self, attempt, error);
    return;
  }
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
  net_hub_relays_take_handed (net_node_find_place (self, &attempt->circle->id)->hub);
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
  return net_hub_relays_has_settled (place->hub);
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

void
net_node_ensure_profile (NetNode *self, NetPlace *place)
{
  CenCircle *circle = place->hub->circle;
  const char *name;

  if (place->has_profile || !net_node_has_frame (self, circle))
    return;
  name = get_join_name (circle);
  place->has_profile = name == NULL || cen_replica_ensure_profile (circle, name, NULL);
}

/* Whoever asked is told that nobody is there, and it goes on without them, until some time after
 * the invite has expired. */
static gboolean
go_on_waiting (NetNode *self, NetAttempt *attempt)
{
  NetJoin *join = attempt->join;
  gint64 expires_ms = join->knock.link.expires_ms;
  gint64 left_ms = expires_ms + NET_NODE_ANSWER_MS - self->world->now_ms (self->world);

  if (expires_ms > 0 && left_ms <= 0)
    return FALSE;
  net_attempt_tell (attempt, NULL, join->error);
  net_join_go_on (join);
  net_knock_be_patient (&join->knock, expires_ms == 0
                                          ? G_MAXINT64
                                          : self->world->monotonic_ms (self->world) + left_ms);
  return TRUE;
}

static void
join_tick (NetNode *self, NetAttempt *attempt, gint64 *next)
{
  g_autoptr (GError) error = NULL;

  if (attempt->circle == NULL && attempt->callback == NULL && !self->is_online) {
    net_knock_close_all (&attempt->join->knock);
    net_join_relays_close_all (&attempt->join->relays);
    return;
  }
  if (attempt->circle == NULL) {
    *next = MIN (*next, net_join_tick (attempt->join));
    if (attempt->join->state == NET_JOIN_FAILED && net_join_can_wait (attempt->join) &&
        go_on_waiting (self, attempt)) {
      *next = self->world->monotonic_ms (self->world);
      return;
    }
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
    net_node_ensure_profile (self, net_node_find_place (self, &attempt->circle->id));
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

  if (cen_tor_way_is_asked (link) && !net_node_tor_is_hopeful (self, error))
    return FALSE;
  if (!has_way)
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_UNREACHABLE,
                         "This link names no address: ask for one that does.");
  else if (!self->is_online)
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_UNREACHABLE,
                         "You have chosen to be offline: go online first.");
  return has_way && self->is_online;
}

static void
start_attempt (NetNode *self, const CenInviteLink *link, CenJoinRequest *request, gint64 wait_ms,
               NetJoinCallback callback, gpointer user_data)
{
  NetAttempt *attempt = g_new0 (NetAttempt, 1);

  attempt->is_hidden = cen_tor_way_is_asked (link);
  net_node_tor_prepare (self, link);
  attempt->join = net_join_new (self->link, self->world, link, request, wait_ms);
  attempt->callback = callback;
  attempt->user_data = user_data;
  g_ptr_array_add (self->attempts, attempt);
  net_node_lan_announce (self);
}

gboolean
net_node_preview (NetNode *self, const CenInviteLink *link, gint64 wait_ms,
                  NetJoinCallback callback, gpointer user_data, GError **error)
{
  if (!net_node_can_knock (self, link, error))
    return FALSE;
  start_attempt (self, link, NULL, wait_ms, callback, user_data);
  return TRUE;
}

static const CenLinkContent *
get_link (const NetAttempt *attempt)
{
  return attempt->join != NULL ? &attempt->join->knock.link : &attempt->device->knock.link;
}

void
net_node_drop_waiting (NetNode *self, const CenId *circle)
{
  for (guint i = self->attempts->len; i-- > 0;) {
    const NetAttempt *attempt = self->attempts->pdata[i];

    if (attempt->callback == NULL && attempt->circle == NULL &&
        cen_id_equal (&get_link (attempt)->circle, circle))
      g_ptr_array_remove_index (self->attempts, i);
  }
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
  if (request == NULL)
    return FALSE;
  if (!net_node_can_knock (self, link, error)) {
    cen_join_request_free (request);
    return FALSE;
  }
  net_node_drop_waiting (self, &link->circle);
  start_attempt (self, link, request, wait_ms, callback, user_data);
  return TRUE;
}

void
net_node_resume_joins (NetNode *self)
{
  g_autoptr (GPtrArray) links = cen_joining_list (self->replica);

  for (guint i = 0; i < links->len; i++) {
    const CenInviteLink *link = links->pdata[i];
    CenJoinRequest *request = NULL;

    if (cen_replica_find (self->replica, &link->circle) == NULL)
      request = cen_joining_find (self->replica, link);
    if (request != NULL)
      start_attempt (self, link, request, 0, NULL, NULL);
  }
}
