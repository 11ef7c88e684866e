/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* NetZap: the responder of ZAP 1.0 (ZeroMQ RFC 27), which every CURVE listener of the context asks
 * about every client. It checks the form of a request and leaves the verdict to its judge. */

#pragma once

#include "core/limits.h"

#include <glib.h>

G_BEGIN_DECLS

#define NET_ZAP_DOMAIN_MAX  255
#define NET_ZAP_USER_ID_MAX 128

typedef enum {
  NET_ZAP_ADMIT,  /* 200 */
  NET_ZAP_LATER,  /* 300: the client is told nothing and may try again */
  NET_ZAP_REFUSE, /* 400 */
} NetZapVerdict;

/* Writes, when it admits, what every message of the connection will carry as User-Id. */
typedef NetZapVerdict (*NetZapJudge) (const char *domain, const char *address,
                                      const guint8 key[static CEN_KEY_LEN],
                                      char ret_user_id[static NET_ZAP_USER_ID_MAX],
                                      gpointer user_data);

/* Must come before any listener of @context. Returns: the socket, or NULL. */
void *net_zap_bind (void *context);
/* Answers waiting requests, at most @n_max; never waits. */
void net_zap_answer (void *socket, guint n_max, NetZapJudge judge, gpointer user_data);

G_END_DECLS
