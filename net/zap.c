/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "zap.h"

#include "link-socket.h"

#include <string.h>

/* The parts of a request; a CURVE request has exactly these. */
typedef enum {
  REQUEST_VERSION,
  REQUEST_ID,
  REQUEST_DOMAIN,
  REQUEST_ADDRESS,
  REQUEST_ROUTING_ID,
  REQUEST_MECHANISM,
  REQUEST_KEY,
  REQUEST_N_PARTS,
} RequestPart;

static gboolean
is_text (zmq_msg_t *part, const char *text)
{
  gsize len = strlen (text);

  return zmq_msg_size (part) == len && memcmp (zmq_msg_data (part), text, len) == 0;
}

static char *
dup_text (zmq_msg_t *part)
{
  return g_strndup (zmq_msg_data (part), zmq_msg_size (part));
}

static gboolean
is_well_formed (NetParts *request)
{
  return request->n_parts == REQUEST_N_PARTS && is_text (&request->parts[REQUEST_VERSION], "1.0") &&
         is_text (&request->parts[REQUEST_MECHANISM], "CURVE") &&
         zmq_msg_size (&request->parts[REQUEST_KEY]) == CEN_KEY_LEN &&
         zmq_msg_size (&request->parts[REQUEST_DOMAIN]) > 0 &&
         zmq_msg_size (&request->parts[REQUEST_DOMAIN]) <= NET_ZAP_DOMAIN_MAX &&
         zmq_msg_size (&request->parts[REQUEST_ADDRESS]) <= CEN_ADDR_MAX;
}

static NetZapVerdict
judge_request (NetParts *request, NetZapJudge judge, char ret_user_id[static NET_ZAP_USER_ID_MAX],
               gpointer user_data)
{
  g_autofree char *domain = NULL;
  g_autofree char *address = NULL;

  if (!is_well_formed (request))
    return NET_ZAP_REFUSE;
  domain = dup_text (&request->parts[REQUEST_DOMAIN]);
  address = dup_text (&request->parts[REQUEST_ADDRESS]);
  return judge (domain, address, zmq_msg_data (&request->parts[REQUEST_KEY]), ret_user_id,
                user_data);
}

static void
reply (void *socket, zmq_msg_t *id, NetZapVerdict verdict, const char *user_id)
{
  static const char *const codes[] = { "200", "300", "400" };

  zmq_send (socket, "1.0", 3, ZMQ_SNDMORE);
  zmq_send (socket, zmq_msg_data (id), zmq_msg_size (id), ZMQ_SNDMORE);
  zmq_send (socket, codes[verdict], strlen (codes[verdict]), ZMQ_SNDMORE);
  zmq_send (socket, "", 0, ZMQ_SNDMORE);
  zmq_send (socket, user_id, strlen (user_id), ZMQ_SNDMORE);
  zmq_send (socket, "", 0, 0);
}

void *
net_zap_bind (void *context)
{
  void *socket = zmq_socket (context, ZMQ_REP);
  int linger_ms = 0;

  if (socket == NULL)
    return NULL;
  if (zmq_setsockopt (socket, ZMQ_LINGER, &linger_ms, sizeof linger_ms) == 0 &&
      zmq_bind (socket, "inproc://zeromq.zap.01") == 0)
    return socket;
  zmq_close (socket);
  return NULL;
}

void
net_zap_answer (void *socket, guint n_max, NetZapJudge judge, gpointer user_data)
{
  NetParts request;

  for (guint i = 0; i < n_max && net_parts_receive (&request, socket); i++) {
    char user_id[NET_ZAP_USER_ID_MAX] = "";
    NetZapVerdict verdict = judge_request (&request, judge, user_id, user_data);

    reply (socket, &request.parts[MIN (REQUEST_ID, request.n_kept - 1)], verdict,
           verdict == NET_ZAP_ADMIT ? user_id : "");
    net_parts_clear (&request);
  }
}
