/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "join.h"

#include <string.h>

NetJoin *
net_join_new (NetLink *net_link, const CenWorld *world, const CenInviteLink *link,
              CenJoinRequest *request, gint64 wait_ms)
{
  NetJoin *self = g_new0 (NetJoin, 1);
  CenInviteKeys keys;

  cen_invite_keys_from_seed (&keys, link->seed);
  net_knock_init (&self->knock, net_link, world, link, &keys.curve, wait_ms);
  cen_invite_keys_clear (&keys);
  self->request = request;
  return self;
}

void
net_join_free (NetJoin *self)
{
  net_knock_clear (&self->knock);
  cen_join_request_free (self->request);
  net_preview_clear (&self->preview);
  g_clear_pointer (&self->genesis.op, g_bytes_unref);
  g_clear_pointer (&self->genesis.payload, g_bytes_unref);
  g_clear_pointer (&self->admit.op, g_bytes_unref);
  g_clear_pointer (&self->admit.payload, g_bytes_unref);
  g_clear_error (&self->error);
  g_free (self);
}

static void
fail (NetJoin *self, CenError code, const char *sentence)
{
  self->state = NET_JOIN_FAILED;
  g_set_error_literal (&self->error, CEN_ERROR, code, sentence);
  net_knock_close_all (&self->knock);
}

void
net_join_open (NetJoin *self, NetConn *conn)
{
  NetPreview ask = { .is_answer = FALSE };
  CenIncoming join;

  if (!net_knock_open (&self->knock, conn))
    return;
  if (self->request == NULL) {
    net_conn_send (conn, net_preview_to_frame (&ask));
    return;
  }
  join = (CenIncoming){ .op = self->request->op, .payload = self->request->payload };
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
  if (conn != self->knock.active || self->state != NET_JOIN_ASKING)
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
    net_knock_close_all (&self->knock);
}

void
net_join_close (NetJoin *self, NetConn *conn, NetConnEnd end)
{
  net_knock_close (&self->knock, conn, end);
}

gint64
net_join_tick (NetJoin *self)
{
  gint64 next = self->knock.world->monotonic_ms (self->knock.world);

  if (self->state != NET_JOIN_ASKING || net_knock_tick (&self->knock, &next))
    return next;
  if (self->knock.was_refused)
    fail (self, CEN_ERROR_REFUSED,
          "This invite is not known to those who answered: ask for a new one.");
  else
    fail (self, CEN_ERROR_UNREACHABLE,
          "Nobody of this circle could be reached: try again when one of them is online.");
  return next;
}
