/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What cenacled and cenacle-map say to each other: which ports a router shall let others come in
 * by, and which it does. Texts, one a message:
 *   "map SECONDS PORT…" with 0 to take back;  "none", or "natpmp|upnp IP PORT:OUTSIDE:SECONDS…" */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define NET_MAP_PORTS_MAX 20
#define NET_MAP_TEXT_MAX  1024
#define NET_MAP_LEASE_S   3600

typedef struct {
  guint lease_s; /* 0: take back */
  guint n_ports;
  guint16 ports[NET_MAP_PORTS_MAX];
} NetMapRequest;

typedef enum {
  NET_MAP_NONE,
  NET_MAP_NATPMP,
  NET_MAP_UPNP,
} NetMapWay;

typedef struct {
  guint16 port;    /* here */
  guint16 outside; /* at the router */
  guint lease_s;
} NetMapping;

typedef struct {
  NetMapWay way;
  char outside[64]; /* the router's own address, as it says; "" */
  guint n_mappings;
  NetMapping mappings[NET_MAP_PORTS_MAX];
} NetMapAnswer;

gboolean net_map_request_parse (NetMapRequest *ret_request, const char *text);
char *net_map_request_to_text (const NetMapRequest *self);
gboolean net_map_request_equal (const NetMapRequest *a, const NetMapRequest *b);

/* FALSE for what nobody of us wrote; the address is a numeric one then. */
gboolean net_map_answer_parse (NetMapAnswer *ret_answer, const char *text);
char *net_map_answer_to_text (const NetMapAnswer *self);
void net_map_answer_add (NetMapAnswer *self, guint16 port, guint16 outside, guint lease_s);
/* The mapping of @port; NULL. */
const NetMapping *net_map_answer_find (const NetMapAnswer *self, guint port);
/* Whether the router itself has an address that the Internet reaches. */
gboolean net_map_answer_is_public (const NetMapAnswer *self);

G_END_DECLS
