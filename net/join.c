/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "join.h"

#include <string.h>

NetJoin *
net_join_new (NetLink *net_link, const CenWorld *world, const CenInviteLink *link,
              CenJoinRequest *request, gint64 wait_ms)
{
  NetJoin *self = g_new0 (NetJoin, 1);
  NetRelayWord word = { .kind = NET_RELAY_WORD_REQUEST };
  CenInviteKeys keys;
  CenIncoming join;

  cen_invite_keys_from_seed (&keys, link->seed);
  net_knock_init (&self->knock, net_link, world, link, &keys.curve, wait_ms);
  self->request = request;
  if (request != NULL) {
    join = (CenIncoming){ .op = request->op, .payload = request->payload };
    word.join = request->join;
    word.content = net_ops_to_frame (NET_FRAME_JOIN_REQ, NET_OPS_LAST, &join, 1);
  }
  net_join_relays_init (&self->relays, net_link, world, link, keys.discovery,
                        request != NULL ? &word : NULL);
  cen_invite_keys_clear (&keys);
  return self;
}

void
net_join_free (NetJoin *self)
{
  net_knock_clear (&self->knock);
  net_join_relays_clear (&self->relays);
  g_clear_pointer (&self->handed, g_bytes_unref);
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
  net_join_relays_close_all (&self->relays);
}

gboolean
net_join_owns (const NetJoin *self, const NetConn *conn)
{
  return net_knock_owns (&self->knock, conn) || net_join_relays_owns (&self->relays, conn);
}

void
net_join_open (NetJoin *self, NetConn *conn)
{
  NetPreview ask = { .is_answer = FALSE };
  CenIncoming join;

  if (net_join_relays_owns (&self->relays, conn)) {
    net_join_relays_open (&self->relays, conn);
    return;
  }
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

/* GENESIS and ADMIT stand in it as in a JOIN_OK. */
static void
receive_handed (NetJoin *self, GBytes *content)
{
  CenIncoming *parts[] = { &self->genesis, &self->admit };
  g_auto (NetRelayAnswer) answer = { 0 };

  if (!net_relay_answer_open (&answer, &self->request->keys->box, content) ||
      answer.device_ok != NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++) {
    const CenIncoming *incoming = &g_array_index (answer.ops, CenIncoming, i);

    parts[i]->op = g_bytes_ref (incoming->op);
    parts[i]->payload = g_bytes_ref (incoming->payload);
  }
  self->handed = g_bytes_ref (content);
  self->state = NET_JOIN_ANSWERED;
}

/* The word that a relay gave. */
static void
take_word (NetJoin *self)
{
  const NetRelayWord *word = &self->relays.answer;
  gsize len;
  const guint8 *bytes;

  if (word->content == NULL || self->state != NET_JOIN_ASKING)
    return;
  bytes = g_bytes_get_data (word->content, &len);
  if (word->kind == NET_RELAY_WORD_REFUSAL)
    receive_bye (self, bytes, len);
  else if (word->kind == NET_RELAY_WORD_ANSWER && self->request != NULL)
    receive_handed (self, word->content);
  else if (word->kind == NET_RELAY_WORD_PREVIEW && self->request == NULL &&
           net_preview_from_frame (&self->preview, bytes, len) && self->preview.is_answer)
    self->state = NET_JOIN_ANSWERED;
}

static void
close_all (NetJoin *self)
{
  net_knock_close_all (&self->knock);
  net_join_relays_close_all (&self->relays);
}

void
net_join_message (NetJoin *self, NetConn *conn, const guint8 *frame, gsize len)
{
  if (net_join_relays_owns (&self->relays, conn)) {
    net_join_relays_message (&self->relays, conn, frame, len);
    take_word (self);
    if (self->state == NET_JOIN_ANSWERED)
      close_all (self);
    return;
  }
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
    close_all (self);
}

void
net_join_close (NetJoin *self, NetConn *conn, NetConnEnd end)
{
  if (net_join_relays_owns (&self->relays, conn))
    net_join_relays_close (&self->relays, conn);
  else
    net_knock_close (&self->knock, conn, end);
}

gint64
net_join_tick (NetJoin *self)
{
  gint64 next = self->knock.world->monotonic_ms (self->knock.world);

  if (self->state != NET_JOIN_ASKING)
    return next;
  if (net_knock_tick (&self->knock, &next))
    return MIN (next, net_join_relays_tick (&self->relays));
  if (net_join_relays_has_request (&self->relays) && self->request != NULL)
    fail (self, CEN_ERROR_UNREACHABLE,
          "Your request waits at the relay of this circle: you are let in when one of its members "
          "looks in there. You need not wait for it.");
  else if (self->knock.was_refused)
    fail (self, CEN_ERROR_REFUSED,
          "This invite is not known to those who answered: ask for a new one.");
  else
    fail (self, CEN_ERROR_UNREACHABLE,
          "Nobody of this circle could be reached: try again when one of them is online.");
  return next;
}

gboolean
net_join_can_wait (const NetJoin *self)
{
  return self->request != NULL && self->relays.n_relays > 0 &&
         g_error_matches (self->error, CEN_ERROR, CEN_ERROR_UNREACHABLE);
}

void
net_join_go_on (NetJoin *self)
{
  g_clear_error (&self->error);
  self->state = NET_JOIN_ASKING;
  net_join_relays_dial_now (&self->relays);
}
