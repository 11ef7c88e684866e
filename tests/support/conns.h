/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* TestConns: connections with no socket under them, so that a hub can be driven frame by frame:
 * what it sends waits until the test takes it. */

#pragma once

#include "net/link-conn.h"

G_BEGIN_DECLS

typedef struct _TestConns TestConns;

TestConns *test_conns_new (void);
void test_conns_free (TestConns *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestConns, test_conns_free)

/* One who came to the listener of @circle with the CURVE key @key; and one who was dialled. Lent
 * until the end of @self. */
NetConn *
test_conns_come (TestConns *self, const CenId *circle, const guint8 key[static CEN_ID_LEN]);
NetConn *
test_conns_dial (TestConns *self, const CenId *circle, const guint8 key[static CEN_ID_LEN]);

/* The first frame that waits, whole; NULL when none does. */
GBytes *test_conn_take (NetConn *conn);
/* Whether the hub has closed @conn; what it sent before can still be taken. */
gboolean test_conn_is_over (const NetConn *conn);

G_END_DECLS
