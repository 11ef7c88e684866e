/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A connection that is not open yet holds what is sent; these never open. */

#include "tests/support/conns.h"

#include "net/link-private.h"

struct _TestConns {
  NetConnHost host;
  GPtrArray *conns;
};

TestConns *
test_conns_new (void)
{
  TestConns *self = g_new0 (TestConns, 1);

  self->host.closing = g_ptr_array_new ();
  self->conns = g_ptr_array_new ();
  return self;
}

static void
free_conn (TestConns *self, NetConn *conn)
{
  GBytes *frame;

  while ((frame = test_conn_take (conn)) != NULL)
    g_bytes_unref (frame);
  /* Only of one who was dialled a socket would be closed. */
  conn->listener = self;
  net_conn_free (conn);
}

void
test_conns_free (TestConns *self)
{
  for (guint i = 0; i < self->conns->len; i++)
    free_conn (self, self->conns->pdata[i]);
  g_assert_cmpuint (self->host.n_holding, ==, 0);
  g_ptr_array_unref (self->conns);
  g_ptr_array_unref (self->host.closing);
  g_free (self);
}

static NetConn *
add (TestConns *self, const CenId *circle, const guint8 *key, gpointer listener)
{
  NetConn *conn = net_conn_new (&self->host, circle, key, "192.0.2.1");

  conn->listener = listener;
  g_ptr_array_add (self->conns, conn);
  return conn;
}

NetConn *
test_conns_come (TestConns *self, const CenId *circle, const guint8 key[static CEN_ID_LEN])
{
  return add (self, circle, key, self);
}

NetConn *
test_conns_dial (TestConns *self, const CenId *circle, const guint8 key[static CEN_ID_LEN])
{
  return add (self, circle, key, NULL);
}

GBytes *
test_conn_take (NetConn *conn)
{
  GBytes *frame = g_queue_pop_head (&conn->held);

  if (frame == NULL)
    return NULL;
  conn->n_held -= g_bytes_get_size (frame) + 1;
  if (conn->listener != NULL && conn->n_held == 0)
    conn->host->n_holding--;
  return frame;
}

gboolean
test_conn_is_over (const NetConn *conn)
{
  return conn->is_closing;
}
