/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a socket does not take at its high-water mark is held, in order, and @n_held is zero exactly
 * when nothing is. Ending is only a mark and a place in the host's @closing: whoever holds a
 * pointer may use it until the end of the turn, and every call on a marked connection does nothing.
 */

#include "link-private.h"

#include "core/handover.h"

#include <errno.h>
#include <string.h>

#define CLOSE_LINGER_MS 500
#define LENT_MIN        16384 /* bytes, below which copying is cheaper */

typedef enum {
  SEND_DONE,
  SEND_FULL,
  SEND_GONE,
} SendResult;

static void
sent_cb (void *bytes G_GNUC_UNUSED, void *frame)
{
  CEN_TAKE_OVER (frame);
  g_bytes_unref (frame);
}

/* ZeroMQ reads a long one where it is, in its own thread, and lets go of it there. */
static int
send_bytes (void *socket, GBytes *frame)
{
  gsize len;
  const void *bytes = g_bytes_get_data (frame, &len);
  zmq_msg_t message;
  int n;

  if (len < LENT_MIN)
    return zmq_send (socket, bytes, len, ZMQ_DONTWAIT);
  if (zmq_msg_init_data (&message, (void *) bytes, len, sent_cb, g_bytes_ref (frame)) < 0) {
    g_bytes_unref (frame);
    return -1;
  }
  CEN_HAND_OVER (frame);
  n = zmq_msg_send (&message, socket, ZMQ_DONTWAIT);
  if (n < 0) {
    int code = errno;

    zmq_msg_close (&message);
    errno = code;
  }
  return n;
}

static SendResult
send_frame (NetConn *self, GBytes *frame)
{

  if (self->listener != NULL) {
    gsize id_len;
    const void *id = g_bytes_get_data (self->routing_id, &id_len);

    if (zmq_send (self->socket, id, id_len, ZMQ_SNDMORE | ZMQ_DONTWAIT) < 0)
      return errno == EAGAIN ? SEND_FULL : SEND_GONE;
  }
  if (send_bytes (self->socket, frame) < 0)
    return errno == EAGAIN && self->listener == NULL ? SEND_FULL : SEND_GONE;
  self->n_sent += g_bytes_get_size (frame);
  return SEND_DONE;
}

static void
hold_frame (NetConn *self, GBytes *frame)
{
  if (self->listener != NULL && self->n_held == 0)
    self->host->n_holding++;
  /* An empty frame counts as one byte, so that n_held is zero only when nothing is held. */
  self->n_held += g_bytes_get_size (frame) + 1;
  g_queue_push_tail (&self->held, frame);
}

static void
drop_first_held (NetConn *self)
{
  GBytes *frame = g_queue_pop_head (&self->held);

  self->n_held -= g_bytes_get_size (frame) + 1;
  if (self->listener != NULL && self->n_held == 0)
    self->host->n_holding--;
  g_bytes_unref (frame);
}

NetConn *
net_conn_new (NetConnHost *host, const CenId *circle, const guint8 key[static CEN_KEY_LEN],
              const char *address)
{
  NetConn *self = g_new0 (NetConn, 1);

  self->host = host;
  self->circle = *circle;
  memcpy (self->key, key, CEN_KEY_LEN);
  self->address = g_strdup (address);
  self->fd = -1;
  g_queue_init (&self->held);
  return self;
}

void
net_conn_free (NetConn *self)
{
  while (!g_queue_is_empty (&self->held))
    drop_first_held (self);
  if (self->fd >= 0)
    net_grips_let_go (self->host->grips, self->fd);
  if (self->listener == NULL)
    net_socket_close (self->socket, self->monitor,
                      self->end == NET_CONN_CLOSED_BY_US ? CLOSE_LINGER_MS : 0);
  g_clear_pointer (&self->routing_id, g_bytes_unref);
  g_free (self->address);
  g_free (self);
}

void
net_conn_end (NetConn *self, NetConnEnd end)
{
  if (self->is_closing)
    return;
  self->is_closing = TRUE;
  self->end = end;
  g_ptr_array_add (self->host->closing, self);
}

void
net_conn_open (NetConn *self)
{
  self->is_open = TRUE;
  self->host->on_open (self, self->host->user_data);
}

void
net_conn_deliver (NetConn *self, NetParts *message, guint n_parts)
{
  zmq_msg_t *frame = &message->parts[n_parts - 1];
  gsize len;

  if (message->n_parts != n_parts || zmq_msg_size (frame) > CEN_MESSAGE_MAX) {
    net_conn_end (self, NET_CONN_CLOSED_BY_US);
    return;
  }
  len = zmq_msg_size (frame);
  self->n_received += len;
  self->host->on_message (self, zmq_msg_data (frame), len, self->host->user_data);
}

void
net_conn_flush (NetConn *self)
{
  SendResult result = SEND_DONE;

  while (result == SEND_DONE && !g_queue_is_empty (&self->held)) {
    result = send_frame (self, g_queue_peek_head (&self->held));
    if (result == SEND_DONE)
      drop_first_held (self);
  }
  if (result == SEND_GONE)
    net_conn_end (self, NET_CONN_LOST);
}

gboolean
net_conn_send (NetConn *self, GBytes *frame)
{
  SendResult result = SEND_FULL;

  g_assert (g_bytes_get_size (frame) <= CEN_MESSAGE_MAX);
  if (self->is_closing) {
    g_bytes_unref (frame);
    return FALSE;
  }
  if (self->is_open && self->n_held == 0)
    result = send_frame (self, frame);
  if (result == SEND_FULL && self->n_held + g_bytes_get_size (frame) < CEN_PEER_QUEUE_MAX) {
    hold_frame (self, frame);
    return TRUE;
  }
  g_bytes_unref (frame);
  if (result != SEND_DONE)
    net_conn_end (self, result == SEND_FULL ? NET_CONN_QUEUE_FULL : NET_CONN_LOST);
  return result == SEND_DONE;
}

gsize
net_conn_get_n_queued (const NetConn *self)
{
  return self->n_held - self->held.length;
}

void
net_conn_close (NetConn *self)
{
  if (self->is_open && !self->is_closing)
    net_conn_flush (self);
  net_conn_end (self, NET_CONN_CLOSED_BY_US);
}

const CenId *
net_conn_get_circle (const NetConn *self)
{
  return &self->circle;
}

gboolean
net_conn_is_dialled (const NetConn *self)
{
  return self->listener == NULL;
}

const guint8 *
net_conn_get_key (const NetConn *self)
{
  return self->key;
}

const char *
net_conn_get_address (const NetConn *self)
{
  return self->address;
}

guint64
net_conn_get_n_sent (const NetConn *self)
{
  return self->n_sent;
}

guint64
net_conn_get_n_received (const NetConn *self)
{
  return self->n_received;
}

gpointer
net_conn_get_data (const NetConn *self)
{
  return self->data;
}

void
net_conn_set_data (NetConn *self, gpointer data)
{
  self->data = data;
}
