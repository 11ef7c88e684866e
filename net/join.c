/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "join.h"

#include <string.h>

NetJoin *
net_join_new (NetLink *net_link, const CenWorld *world, const CenInviteLink *link,
              CenJoinRequest *request, gint64 wait_ms)
{
  NetJoin *self = g_new0 (NetJoin, 1);

  self->net_link = net_link;
  self->world = world;
  self->link = *link;
  self->request = request;
  cen_invite_keys_from_seed (&self->keys, link->seed);
  self->deadline_ms = world->monotonic_ms (world) + wait_ms;
  return self;
}

static void
close_all (NetJoin *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->conns); i++) {
    if (self->conns[i] != NULL)
      net_conn_close (self->conns[i]);
    self->conns[i] = NULL;
  }
  self->active = NULL;
}

void
net_join_free (NetJoin *self)
{
  close_all (self);
  cen_join_request_free (self->request);
  cen_invite_keys_clear (&self->keys);
  cen_invite_link_clear (&self->link);
  net_preview_clear (&self->preview);
  g_clear_pointer (&self->genesis.op, g_bytes_unref);
  g_clear_pointer (&self->genesis.payload, g_bytes_unref);
  g_clear_pointer (&self->admit.op, g_bytes_unref);
  g_clear_pointer (&self->admit.payload, g_bytes_unref);
  g_clear_error (&self->error);
  g_free (self);
}

gboolean
net_join_owns (const NetJoin *self, const NetConn *conn)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->conns); i++) {
    if (self->conns[i] == conn)
      return TRUE;
  }
  return FALSE;
}

static void
fail (NetJoin *self, CenError code, const char *sentence)
{
  self->state = NET_JOIN_FAILED;
  g_set_error_literal (&self->error, CEN_ERROR, code, sentence);
  close_all (self);
}

void
net_join_open (NetJoin *self, NetConn *conn)
{
  NetPreview ask = { .is_answer = FALSE };
  CenIncoming join;

  if (self->active != NULL)
    return;
  self->active = conn;
  if (self->request == NULL) {
    net_conn_send (conn, net_preview_to_frame (&ask));
    return;
  }
  join = (CenIncoming){ self->request->op, self->request->payload };
  net_conn_send (conn, net_ops_to_frame (NET_FRAME_JOIN_REQ, NET_OPS_LAST, &join, 1));
}

/* What a BYE says of the invite ends the attempt; anything else may be better elsewhere. */
static void
receive_bye (NetJoin *self, const guint8 *frame, gsize len)
{
  NetBye code;

  if (!net_bye_from_frame (&code, frame, len))
    return;
  switch (code) {
  case NET_BYE_INVITE_REVOKED:
    fail (self, CEN_ERROR_REFUSED, "This invite was taken back: ask for a new one.");
    break;
  case NET_BYE_INVITE_EXPIRED:
    fail (self, CEN_ERROR_REFUSED, "This invite has expired: ask for a new one.");
    break;
  case NET_BYE_INVITE_USED_UP:
    fail (self, CEN_ERROR_REFUSED,
          "This invite was already used as often as it may be: ask for a new one.");
    break;
  case NET_BYE_INVITE_UNKNOWN:
    fail (self, CEN_ERROR_REFUSED, "This invite is not known to the circle: ask for a new one.");
    break;
  case NET_BYE_VERSION:
    fail (self, CEN_ERROR_NEWER, "The circle speaks a newer version: update Cenacle.");
    break;
  default:
    break;
  }
}

static void
receive_join_ok (NetJoin *self, const guint8 *frame, gsize len)
{
  NetOpsFlag flag;
  g_autoptr (GArray) ops = net_ops_from_frame (frame, len, &flag);
  CenIncoming *parts[] = { &self->genesis, &self->admit };

  if (ops == NULL || ops->len != G_N_ELEMENTS (parts))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++) {
    if (g_array_index (ops, CenIncoming, i).payload == NULL)
      return;
  }
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++) {
    const CenIncoming *incoming = &g_array_index (ops, CenIncoming, i);

    parts[i]->op = g_bytes_ref (incoming->op);
    parts[i]->payload = g_bytes_ref (incoming->payload);
  }
  self->state = NET_JOIN_ANSWERED;
}

void
net_join_message (NetJoin *self, NetConn *conn, const guint8 *frame, gsize len)
{
  if (conn != self->active || self->state != NET_JOIN_ASKING)
    return;
  switch (net_frame_get_type (frame, len)) {
  case NET_FRAME_BYE:
    receive_bye (self, frame, len);
    break;
  case NET_FRAME_PREVIEW:
    if (self->request == NULL && net_preview_from_frame (&self->preview, frame, len) &&
        self->preview.is_answer)
      self->state = NET_JOIN_ANSWERED;
    break;
  case NET_FRAME_JOIN_OK:
    if (self->request != NULL && self->genesis.op == NULL)
      receive_join_ok (self, frame, len);
    break;
  default:
    break;
  }
  if (self->state == NET_JOIN_ANSWERED)
    close_all (self);
}

void
net_join_close (NetJoin *self, NetConn *conn, NetConnEnd end)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->conns); i++) {
    if (self->conns[i] == conn)
      self->conns[i] = NULL;
  }
  self->was_refused = self->was_refused || end == NET_CONN_REFUSED;
  if (self->active == conn)
    self->active = NULL;
}

static void
dial_all (NetJoin *self)
{
  for (guint i = 0; i < self->link.n_addresses; i++) {
    const CenInviteAddress *address = &self->link.addresses[i];

    if (self->conns[i] == NULL)
      self->conns[i] = net_link_dial (self->net_link, &self->link.circle, address->address,
                                      address->curve, &self->keys.curve, NET_JOIN_DIAL_MS, NULL);
  }
}

static gboolean
has_conn (const NetJoin *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->conns); i++) {
    if (self->conns[i] != NULL)
      return TRUE;
  }
  return FALSE;
}

gint64
net_join_tick (NetJoin *self)
{
  gint64 now = self->world->monotonic_ms (self->world);

  if (self->state != NET_JOIN_ASKING)
    return now;
  if (now >= self->deadline_ms) {
    if (self->was_refused)
      fail (self, CEN_ERROR_REFUSED,
            "This invite is not known to those who answered: ask for a new one.");
    else
      fail (self, CEN_ERROR_UNREACHABLE,
            "Nobody of this circle could be reached: try again when one of them is online.");
    return now;
  }
  if (!has_conn (self) && now >= self->retry_ms) {
    dial_all (self);
    self->retry_ms = now + NET_JOIN_RETRY_MS;
  }
  return MIN (self->deadline_ms, has_conn (self) ? self->deadline_ms : self->retry_ms);
}
