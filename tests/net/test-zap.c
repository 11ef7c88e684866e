/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "net/zap.h"

#include <glib.h>
#include <string.h>
#include <zmq.h>

#define N_PARTS 7
#define KEY     "0123456789abcdef0123456789abcdef"
#define LONG    KEY KEY KEY KEY KEY KEY KEY KEY KEY

typedef struct {
  const char *what;
  const char *parts[N_PARTS + 1]; /* up to NULL */
  NetZapVerdict verdict;          /* what the judge says */
  const char *code;
} Case;

static const Case cases[] = {
  { "good", { "1.0", "id", "door", "10.0.0.7", "", "CURVE", KEY }, NET_ZAP_ADMIT, "200" },
  { "not now", { "1.0", "id", "door", "10.0.0.7", "", "CURVE", KEY }, NET_ZAP_LATER, "300" },
  { "not wanted", { "1.0", "id", "door", "10.0.0.7", "", "CURVE", KEY }, NET_ZAP_REFUSE, "400" },
  { "version", { "1.1", "id", "door", "10.0.0.7", "", "CURVE", KEY }, NET_ZAP_ADMIT, "400" },
  { "empty version", { "", "id", "door", "10.0.0.7", "", "CURVE", KEY }, NET_ZAP_ADMIT, "400" },
  { "mechanism", { "1.0", "id", "door", "10.0.0.7", "", "NULL", KEY }, NET_ZAP_ADMIT, "400" },
  { "other case", { "1.0", "id", "door", "10.0.0.7", "", "curve", KEY }, NET_ZAP_ADMIT, "400" },
  { "no domain", { "1.0", "id", "", "10.0.0.7", "", "CURVE", KEY }, NET_ZAP_ADMIT, "400" },
  { "long domain", { "1.0", "id", LONG, "10.0.0.7", "", "CURVE", KEY }, NET_ZAP_ADMIT, "400" },
  { "long address", { "1.0", "id", "door", LONG, "", "CURVE", KEY }, NET_ZAP_ADMIT, "400" },
  { "short key", { "1.0", "id", "door", "10.0.0.7", "", "CURVE", "0123" }, NET_ZAP_ADMIT, "400" },
  { "long key", { "1.0", "id", "door", "10.0.0.7", "", "CURVE", KEY "0" }, NET_ZAP_ADMIT, "400" },
  { "no key", { "1.0", "id", "door", "10.0.0.7", "", "CURVE" }, NET_ZAP_ADMIT, "400" },
  { "almost nothing", { "1.0" }, NET_ZAP_ADMIT, "400" },
};

static NetZapVerdict
judge_cb (const char *domain, const char *address, const guint8 key[static CEN_KEY_LEN],
          char ret_user_id[static NET_ZAP_USER_ID_MAX], gpointer user_data)
{
  const Case *test = user_data;

  g_assert_cmpstr (domain, ==, "door");
  g_assert_cmpstr (address, ==, "10.0.0.7");
  g_assert_cmpmem (key, CEN_KEY_LEN, KEY, CEN_KEY_LEN);
  g_strlcpy (ret_user_id, "visitor", NET_ZAP_USER_ID_MAX);
  return test->verdict;
}

static void
send_request (void *socket, const Case *test)
{
  for (guint i = 0; test->parts[i] != NULL; i++)
    g_assert_cmpint (zmq_send (socket, test->parts[i], strlen (test->parts[i]),
                               test->parts[i + 1] != NULL ? ZMQ_SNDMORE : 0),
                     >=, 0);
}

static void
expect_part (void *socket, const char *expected)
{
  char text[64] = "";

  g_assert_cmpint (zmq_recv (socket, text, sizeof text - 1, 0), ==, (int) strlen (expected));
  g_assert_cmpstr (text, ==, expected);
}

static void
test_requests (void)
{
  void *context = zmq_ctx_new ();
  void *responder = net_zap_bind (context);
  void *socket = zmq_socket (context, ZMQ_REQ);

  g_assert_nonnull (responder);
  g_assert_cmpint (zmq_connect (socket, "inproc://zeromq.zap.01"), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    const Case *test = &cases[i];
    zmq_pollitem_t item = { responder, 0, ZMQ_POLLIN, 0 };

    g_test_message ("%s", test->what);
    send_request (socket, test);
    g_assert_cmpint (zmq_poll (&item, 1, -1), ==, 1);
    net_zap_answer (responder, 1, judge_cb, (gpointer) test);
    expect_part (socket, "1.0");
    expect_part (socket, test->parts[1] != NULL ? "id" : "1.0");
    expect_part (socket, test->code);
    expect_part (socket, "");
    expect_part (socket, g_str_equal (test->code, "200") ? "visitor" : "");
    expect_part (socket, "");
  }
  zmq_close (socket);
  zmq_close (responder);
  zmq_ctx_term (context);
}

static NetZapVerdict
admit_cb (const char *domain, const char *address G_GNUC_UNUSED,
          const guint8 key[static CEN_KEY_LEN] G_GNUC_UNUSED,
          char ret_user_id[static NET_ZAP_USER_ID_MAX] G_GNUC_UNUSED, gpointer user_data)
{
  g_assert_cmpuint (strlen (domain), ==, NET_ZAP_DOMAIN_MAX);
  *(guint *) user_data += 1;
  return NET_ZAP_ADMIT;
}

/* The longest name of a listener comes to the judge, a longer one never does. */
static void
test_domain_max (void)
{
  void *context = zmq_ctx_new ();
  void *responder = net_zap_bind (context);
  void *socket = zmq_socket (context, ZMQ_REQ);
  guint n_judged = 0;

  g_assert_cmpint (zmq_connect (socket, "inproc://zeromq.zap.01"), ==, 0);
  for (guint len = NET_ZAP_DOMAIN_MAX; len <= NET_ZAP_DOMAIN_MAX + 1; len++) {
    g_autofree char *domain = g_strnfill (len, 'd');
    Case test = { "domain", { "1.0", "id", domain, "10.0.0.7", "", "CURVE", KEY }, 0, NULL };
    zmq_pollitem_t item = { responder, 0, ZMQ_POLLIN, 0 };

    send_request (socket, &test);
    g_assert_cmpint (zmq_poll (&item, 1, -1), ==, 1);
    net_zap_answer (responder, 1, admit_cb, &n_judged);
    expect_part (socket, "1.0");
    expect_part (socket, "id");
    expect_part (socket, len <= NET_ZAP_DOMAIN_MAX ? "200" : "400");
    for (guint i = 0; i < 3; i++)
      expect_part (socket, "");
  }
  g_assert_cmpuint (n_judged, ==, 1);
  zmq_close (socket);
  zmq_close (responder);
  zmq_ctx_term (context);
}

/* There is one responder in a context; a second would leave the first one deaf. */
static void
test_one_only (void)
{
  void *context = zmq_ctx_new ();
  void *responder = net_zap_bind (context);

  g_assert_nonnull (responder);
  g_assert_null (net_zap_bind (context));
  zmq_close (responder);
  zmq_ctx_term (context);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/zap/requests", test_requests);
  g_test_add_func ("/zap/domain-max", test_domain_max);
  g_test_add_func ("/zap/one-only", test_one_only);
  return g_test_run ();
}
