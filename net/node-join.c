/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "node-private.h"

#include "core/store-local.h"

void
net_attempt_free (gpointer data)
{
  NetAttempt *attempt = data;

  net_join_free (attempt->join);
  g_free (attempt);
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

static void
finish_attempt (NetNode *self, NetAttempt *attempt, const GError *error)
{
  NetPreviewFound found;

  fill_found (attempt->join, &found);
  attempt->callback (error == NULL && attempt->circle == NULL ? &found : NULL, attempt->circle,
                     error, attempt->user_data);
  g_ptr_array_remove (self->attempts, attempt);
}

/* The answer is here: the circle begins, and its members of the link are dialled. */
static void
admit_attempt (NetNode *self, NetAttempt *attempt)
{
  NetJoin *join = attempt->join;
  g_autoptr (GError) error = NULL;
  NetPlace *place;

  attempt->circle =
      cen_replica_finish_join (self->replica, join->request, join->genesis.op,
                               join->genesis.payload, join->admit.op, join->admit.payload, &error);
  /* One that was left before has its place still. */
  if (attempt->circle == NULL || (net_node_find_place (self, &attempt->circle->id) == NULL &&
                                  !net_node_add_place (self, attempt->circle, &error))) {
    attempt->circle = NULL;
    finish_attempt (self, attempt, error);
    return;
  }
  place = net_node_find_place (self, &attempt->circle->id);
  for (guint i = 0; i < join->link.n_addresses; i++) {
    const CenInviteAddress *address = &join->link.addresses[i];

    net_hub_add_address (place->hub, address->curve, address->address)->is_from_link = TRUE;
    cen_local_add_address (attempt->circle, address->curve, address->address, 0, NULL);
  }
  net_hub_dial_all_now (place->hub);
  net_node_note_change (place->hub, TRUE, place);
}

static gboolean
has_frame (NetNode *self, CenCircle *circle)
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

void
net_node_join_tick (NetNode *self, NetAttempt *attempt, gint64 *next)
{
  g_autoptr (GError) error = NULL;

  if (attempt->circle == NULL) {
    *next = MIN (*next, net_join_tick (attempt->join));
    if (attempt->join->state == NET_JOIN_FAILED) {
      finish_attempt (self, attempt, attempt->join->error);
      return;
    }
    if (attempt->join->state == NET_JOIN_ANSWERED && attempt->join->request == NULL) {
      finish_attempt (self, attempt, NULL);
      return;
    }
    if (attempt->join->state == NET_JOIN_ANSWERED)
      admit_attempt (self, attempt);
    *next = MIN (*next, self->world->monotonic_ms (self->world) + NET_NODE_CHANGE_DELAY_MS);
    return;
  }
  if (has_frame (self, attempt->circle)) {
    if (!cen_replica_ensure_profile (attempt->circle, get_join_name (attempt->circle), &error))
      g_clear_error (&error);
    finish_attempt (self, attempt, NULL);
  } else if (self->world->monotonic_ms (self->world) >= attempt->join->deadline_ms) {
    g_set_error_literal (&error, CEN_ERROR, CEN_ERROR_UNREACHABLE,
                         "You are in, but nobody was there to bring you up to date: it goes on by "
                         "itself when somebody is online.");
    finish_attempt (self, attempt, error);
  } else {
    *next = MIN (*next, attempt->join->deadline_ms);
  }
}

static gboolean
add_attempt (NetNode *self, const CenInviteLink *link, CenJoinRequest *request, gint64 wait_ms,
             NetJoinCallback callback, gpointer user_data, GError **error)
{
  NetAttempt *attempt;

  if (link->n_addresses == 0) {
    cen_join_request_free (request);
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_UNREACHABLE,
                         "This invite names no address: ask for one that does.");
    return FALSE;
  }
  if (!self->is_online) {
    cen_join_request_free (request);
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_UNREACHABLE,
                         "You have chosen to be offline: go online first.");
    return FALSE;
  }
  attempt = g_new0 (NetAttempt, 1);
  attempt->join = net_join_new (self->link, self->world, link, request, wait_ms);
  attempt->callback = callback;
  attempt->user_data = user_data;
  g_ptr_array_add (self->attempts, attempt);
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
  CenJoinRequest *request = cen_replica_begin_join (self->replica, link, name, error);

  return request != NULL && add_attempt (self, link, request, wait_ms, callback, user_data, error);
}
