/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Until it is answered, whatever ends the attempt leaves nothing behind. From then on the keys are
 * kept and the sponsor may have the DEVICE_ADD or not: it is sent again, the same bytes, until the
 * sponsor says so or does not know the link any more; in both cases one's own key is the way on.
 *
 * Who is answered by way of a relay keeps the DEVICE_ADD with what was handed (core/handed.h): it
 * takes effect when its past was taken out of the drawers, and goes there as any op does. The
 * sponsor gets the same bytes when it can be met meanwhile. */

#include "device-join.h"

NetDeviceJoin *
net_device_join_new (NetLink *net_link, const CenWorld *world, CenDeviceRequest *request,
                     gint64 wait_ms)
{
  NetDeviceJoin *self = g_new0 (NetDeviceJoin, 1);
  NetRelayWord word = { .kind = NET_RELAY_WORD_REQUEST, .join = request->claim.device };

  net_knock_init (&self->knock, net_link, world, &request->link, &request->link_keys.curve,
                  wait_ms);
  word.content = net_device_req_to_frame (&request->claim);
  net_join_relays_init (&self->relays, net_link, world, &request->link,
                        request->link_keys.discovery, &word);
  self->request = request;
  return self;
}

void
net_device_join_free (NetDeviceJoin *self)
{
  net_knock_clear (&self->knock);
  net_join_relays_clear (&self->relays);
  net_relay_answer_clear (&self->handed);
  cen_device_request_free (self->request);
  cen_device_answer_clear (&self->answer);
  g_clear_error (&self->error);
  g_free (self);
}

void
net_device_join_close_all (NetDeviceJoin *self)
{
  net_knock_close_all (&self->knock);
  net_join_relays_close_all (&self->relays);
}

gboolean
net_device_join_owns (const NetDeviceJoin *self, const NetConn *conn)
{
  return net_knock_owns (&self->knock, conn) || net_join_relays_owns (&self->relays, conn);
}

static void
fail (NetDeviceJoin *self, CenError code, const char *sentence)
{
  self->state = NET_DEVICE_JOIN_FAILED;
  g_set_error_literal (&self->error, CEN_ERROR, code, sentence);
  net_device_join_close_all (self);
}

static void
send_add (NetDeviceJoin *self)
{
  CenIncoming add = { .op = self->request->add, .payload = self->request->add_payload };

  net_conn_send (self->knock.active,
                 net_ops_to_frame (NET_FRAME_DEVICE_ADD, NET_OPS_LAST, &add, 1));
}

void
net_device_join_open (NetDeviceJoin *self, NetConn *conn)
{
  if (net_join_relays_owns (&self->relays, conn)) {
    net_join_relays_open (&self->relays, conn);
    return;
  }
  if (!net_knock_open (&self->knock, conn))
    return;
  if (self->state == NET_DEVICE_JOIN_ADDING)
    send_add (self);
  else
    net_conn_send (conn, net_device_req_to_frame (&self->request->claim));
}

void
net_device_join_go_on (NetDeviceJoin *self)
{
  self->state = NET_DEVICE_JOIN_ADDING;
  if (self->knock.active != NULL)
    send_add (self);
}

static void
receive_bye (NetDeviceJoin *self, const guint8 *frame, gsize len)
{
  NetBye code;

  if (!net_bye_from_frame (&code, frame, len))
    return;
  if (self->state == NET_DEVICE_JOIN_ADDING) {
    if (code == NET_BYE_INTRODUCED || code == NET_BYE_INVITE_UNKNOWN)
      self->state = NET_DEVICE_JOIN_DONE;
    else if (code == NET_BYE_BROKEN || code == NET_BYE_CANNOT_ADMIT)
      fail (self, CEN_ERROR_REFUSED, "Your other device could not add this one: make a new link.");
    return;
  }
  switch (code) {
  case NET_BYE_INVITE_USED_UP:
  case NET_BYE_INVITE_UNKNOWN:
  case NET_BYE_INVITE_EXPIRED:
    fail (self, CEN_ERROR_REFUSED, "This device link was used or has expired: make a new one.");
    break;
  case NET_BYE_CANNOT_ADMIT:
    fail (self, CEN_ERROR_REFUSED,
          "Your other device cannot add one now: see there whether it is in the circle.");
    break;
  case NET_BYE_VERSION:
    fail (self, CEN_ERROR_NEWER, "Your other device runs a newer version: update Cenacle.");
    break;
  default:
    break;
  }
}

static void
receive_handed (NetDeviceJoin *self, GBytes *content)
{
  g_auto (NetRelayAnswer) handed = { 0 };

  if (!net_relay_answer_open (&handed, &self->request->keys->box, content) ||
      handed.device_ok == NULL ||
      !net_device_ok_from_frame (&self->answer, g_bytes_get_data (handed.device_ok, NULL),
                                 g_bytes_get_size (handed.device_ok)))
    return;
  self->handed = handed;
  handed = (NetRelayAnswer){ .ops = NULL };
  self->state = NET_DEVICE_JOIN_ANSWERED;
}

/* The word that a relay gave. */
static void
take_word (NetDeviceJoin *self)
{
  const NetRelayWord *word = &self->relays.answer;
  gsize len;
  const guint8 *bytes;

  if (word->content == NULL || self->state != NET_DEVICE_JOIN_ASKING)
    return;
  bytes = g_bytes_get_data (word->content, &len);
  if (word->kind == NET_RELAY_WORD_REFUSAL)
    receive_bye (self, bytes, len);
  else if (word->kind == NET_RELAY_WORD_ANSWER)
    receive_handed (self, word->content);
  if (self->state == NET_DEVICE_JOIN_ANSWERED)
    net_device_join_close_all (self);
}

void
net_device_join_message (NetDeviceJoin *self, NetConn *conn, const guint8 *frame, gsize len)
{
  if (net_join_relays_owns (&self->relays, conn)) {
    net_join_relays_message (&self->relays, conn, frame, len);
    take_word (self);
    return;
  }
  if (conn != self->knock.active)
    return;
  if (net_frame_get_type (frame, len) == NET_FRAME_BYE &&
      (self->state == NET_DEVICE_JOIN_ASKING || self->state == NET_DEVICE_JOIN_ADDING))
    receive_bye (self, frame, len);
  else if (self->state == NET_DEVICE_JOIN_ASKING &&
           net_device_ok_from_frame (&self->answer, frame, len))
    self->state = NET_DEVICE_JOIN_ANSWERED;
  if (self->state == NET_DEVICE_JOIN_ANSWERED)
    net_join_relays_close_all (&self->relays);
  if (self->state == NET_DEVICE_JOIN_DONE)
    net_knock_close_all (&self->knock);
}

void
net_device_join_close (NetDeviceJoin *self, NetConn *conn, NetConnEnd end)
{
  if (net_join_relays_owns (&self->relays, conn)) {
    net_join_relays_close (&self->relays, conn);
    return;
  }
  net_knock_close (&self->knock, conn, end);
  /* The link is forgotten where the device was added. */
  if (self->state == NET_DEVICE_JOIN_ADDING && end == NET_CONN_REFUSED) {
    self->state = NET_DEVICE_JOIN_DONE;
    net_knock_close_all (&self->knock);
  }
}

/* The time is up. */
static void
give_up (NetDeviceJoin *self)
{
  if (self->state == NET_DEVICE_JOIN_ADDING) {
    self->state = NET_DEVICE_JOIN_DONE;
    net_knock_close_all (&self->knock);
  } else if (self->knock.was_refused)
    fail (self, CEN_ERROR_REFUSED, "This device link was used or has expired: make a new one.");
  else if (net_join_relays_has_request (&self->relays))
    fail (self, CEN_ERROR_UNREACHABLE,
          "This device has asked at the relay of the circle: it is added when your other one looks "
          "in there while the link holds. You need not wait for it.");
  else
    fail (self, CEN_ERROR_UNREACHABLE,
          "Your other device could not be reached: open Cenacle there and try again.");
}

gint64
net_device_join_tick (NetDeviceJoin *self)
{
  gint64 next = self->knock.world->monotonic_ms (self->knock.world);

  if (self->state != NET_DEVICE_JOIN_ASKING && self->state != NET_DEVICE_JOIN_ADDING)
    return next;
  if (!net_knock_tick (&self->knock, &next)) {
    give_up (self);
    return next;
  }
  if (self->state == NET_DEVICE_JOIN_ASKING)
    next = MIN (next, net_join_relays_tick (&self->relays));
  return next;
}

gboolean
net_device_join_can_wait (const NetDeviceJoin *self)
{
  return self->relays.n_relays > 0 &&
         g_error_matches (self->error, CEN_ERROR, CEN_ERROR_UNREACHABLE);
}

void
net_device_join_be_patient (NetDeviceJoin *self, gint64 deadline_ms)
{
  g_clear_error (&self->error);
  self->state = NET_DEVICE_JOIN_ASKING;
  net_knock_be_patient (&self->knock, deadline_ms);
  net_join_relays_dial_now (&self->relays);
}

void
net_device_join_be_quick (NetDeviceJoin *self, gint64 wait_ms)
{
  net_knock_be_quick (&self->knock, wait_ms);
  net_join_relays_dial_now (&self->relays);
}
