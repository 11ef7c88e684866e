/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The replies of a Tor daemon on its control port (Tor's control-spec.txt, 2.3), as bytes: lines
 * that begin with a status, gathered until one ends the reply. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define NET_TOR_LINE_MAX  8192
#define NET_TOR_LINES_MAX 128 /* of one reply; lines of data count */

#define NET_TOR_OK 250

typedef struct {
  guint status;
  GPtrArray *lines; /* char *, without status and line end; of data the first line alone */
} NetTorReply;

typedef struct {
  GString *rest;      /* what makes no line yet */
  NetTorReply *reply; /* the one that comes; NULL */
  GQueue *replies;    /* NetTorReply, whole ones */
  gboolean is_data;   /* up to a line with a point */
} NetTorReader;

void net_tor_reader_init (NetTorReader *self);
void net_tor_reader_clear (NetTorReader *self);
/* Errors: CEN_ERROR_INVALID for what is no reply, and for more than anybody would say. */
gboolean net_tor_reader_feed (NetTorReader *self, const char *bytes, gsize len, GError **error);
/* (transfer full): the next whole reply, or NULL. */
NetTorReply *net_tor_reader_pop (NetTorReader *self);
void net_tor_reply_free (NetTorReply *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetTorReply, net_tor_reply_free)

/* The value of @key in a line of the reply, as in KEY=value or KEY="a \"quoted\" one"; NULL. */
char *net_tor_reply_dup_value (const NetTorReply *self, const char *key);
/* The same as @len bytes in hexadecimal. */
gboolean
net_tor_reply_get_bytes (const NetTorReply *self, const char *key, guint8 *ret_bytes, gsize len);
/* Whether the list at @key, as in METHODS=COOKIE,SAFECOOKIE, has @word. */
gboolean net_tor_reply_has_word (const NetTorReply *self, const char *key, const char *word);
/* Of listeners as in KEY="127.0.0.1:9050" "unix:/run/tor/socks" the first at a loopback address;
 * NULL. */
char *net_tor_reply_dup_listener (const NetTorReply *self, const char *key);
/* Whether it is the name of an onion service of version 3, without ".onion". */
gboolean net_tor_is_service (const char *name);

G_END_DECLS
