/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/error.h"
#include "net/tor-control.h"
#include "net/tor-wire.h"

#include <string.h>

#define NAME "abcdefghijklmnopqrstuvwxyz234567abcdefghijklmnopqrstuvwx"

static const char info[] = "250-PROTOCOLINFO 1\r\n"
                           "250-AUTH METHODS=COOKIE,SAFECOOKIE COOKIEFILE=\"/run/a \\\"b\\\"\"\r\n"
                           "250-VERSION Tor=\"0.4.9.11\"\r\n"
                           "250 OK\r\n";
static const char socks[] = "250-net/listeners/socks=\"unix:/run/s\" \"10.0.0.1:1\" "
                            "\"127.0.0.1:9050\" \"127.0.0.1:9\"\r\n250 OK\r\n";
static const guint8 cookie[32] = { 1, 2, 3 };

/* --- Replies --- */

static void
test_replies (void)
{
  static const char text[] = "250-a=1 b=two\r\n250+c=\r\n250 inside\r\n.\r\n250 OK\r\n650 X\n";

  for (gsize cut = 0; cut <= strlen (text); cut++) {
    NetTorReader reader;
    g_autoptr (NetTorReply) first = NULL;
    g_autoptr (NetTorReply) second = NULL;

    net_tor_reader_init (&reader);
    g_assert_true (net_tor_reader_feed (&reader, text, cut, NULL));
    g_assert_true (net_tor_reader_feed (&reader, text + cut, strlen (text) - cut, NULL));
    first = net_tor_reader_pop (&reader);
    second = net_tor_reader_pop (&reader);
    g_assert_cmpuint (first->status, ==, NET_TOR_OK);
    g_assert_cmpuint (first->lines->len, ==, 3);
    g_assert_cmpstr (first->lines->pdata[0], ==, "a=1 b=two");
    g_assert_cmpstr (first->lines->pdata[2], ==, "OK");
    g_assert_cmpuint (second->status, ==, 650);
    g_assert_null (net_tor_reader_pop (&reader));
    net_tor_reader_clear (&reader);
  }
}

static void
test_no_replies (void)
{
  static const char *const rows[] = { "hello\n", "25 OK\n",  "250\n",
                                      "250~x\n", "25x OK\n", "250-a\n251 b\n" };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;
    NetTorReader reader;

    net_tor_reader_init (&reader);
    g_assert_false (net_tor_reader_feed (&reader, rows[i], strlen (rows[i]), &error));
    g_assert_error (error, CEN_ERROR, CEN_ERROR_INVALID);
    net_tor_reader_clear (&reader);
  }
}

static void
test_bounds (void)
{
  g_autofree char *long_line = g_strnfill (NET_TOR_LINE_MAX, 'x');
  NetTorReader reader;

  net_tor_reader_init (&reader);
  g_assert_true (net_tor_reader_feed (&reader, long_line, NET_TOR_LINE_MAX, NULL));
  g_assert_false (net_tor_reader_feed (&reader, "x", 1, NULL));
  net_tor_reader_clear (&reader);
  net_tor_reader_init (&reader);
  for (guint i = 0; i < NET_TOR_LINES_MAX; i++)
    g_assert_true (net_tor_reader_feed (&reader, "250-a\n", 6, NULL));
  g_assert_false (net_tor_reader_feed (&reader, "250-a\n", 6, NULL));
  net_tor_reader_clear (&reader);
}

static void
test_values (void)
{
  g_autoptr (NetTorReply) reply = NULL;
  g_autofree char *path = NULL;
  g_autofree char *version = NULL;
  NetTorReader reader;

  net_tor_reader_init (&reader);
  g_assert_true (net_tor_reader_feed (&reader, info, strlen (info), NULL));
  reply = net_tor_reader_pop (&reader);
  path = net_tor_reply_dup_value (reply, "COOKIEFILE");
  version = net_tor_reply_dup_value (reply, "Tor");
  g_assert_cmpstr (path, ==, "/run/a \"b\"");
  g_assert_cmpstr (version, ==, "0.4.9.11");
  g_assert_true (net_tor_reply_has_word (reply, "METHODS", "SAFECOOKIE"));
  g_assert_false (net_tor_reply_has_word (reply, "METHODS", "SAFE"));
  g_assert_null (net_tor_reply_dup_value (reply, "FILE"));
  net_tor_reader_clear (&reader);
  g_assert_true (net_tor_is_service (NAME));
  g_assert_false (net_tor_is_service (NAME "a"));
}

/* --- The conversation --- */

typedef struct {
  NetTorControl *control;
  char *path;
  GPtrArray *services; /* char *: a name, or "none" */
} Talk;

static gint64
no_time (const CenWorld *world G_GNUC_UNUSED)
{
  return 0;
}

static void
no_chance (const CenWorld *world G_GNUC_UNUSED, guint8 *bytes, gsize len)
{
  memset (bytes, 7, len);
}

static GBytes *
read_cookie_cb (const char *path, gpointer user_data)
{
  Talk *talk = user_data;

  g_free (talk->path);
  talk->path = g_strdup (path);
  return g_bytes_new_static (cookie, sizeof cookie);
}

static void
service_cb (const CenId *owner G_GNUC_UNUSED, const char *name, gpointer user_data)
{
  Talk *talk = user_data;

  g_ptr_array_add (talk->services, g_strdup (name != NULL ? name : "none"));
}

static void
begin (Talk *talk)
{
  static const NetTorEvents events = { read_cookie_cb, service_cb };
  static const CenWorld world = { no_time, no_time, no_chance, NULL };

  *talk = (Talk){ .services = g_ptr_array_new_with_free_func (g_free) };
  talk->control = net_tor_control_new (&world, &events, talk, 0);
}

static void
end (Talk *talk)
{
  net_tor_control_free (talk->control);
  g_ptr_array_unref (talk->services);
  g_free (talk->path);
}

static void
expect (Talk *talk, const char *beginning)
{
  g_autofree char *text = NULL;

  net_tor_control_tick (talk->control, 0, NULL);
  text = net_tor_control_pop (talk->control);
  if (beginning == NULL) {
    g_assert_null (text);
    return;
  }
  g_assert_nonnull (text);
  g_test_message ("%s", text);
  g_assert_true (g_str_has_prefix (text, beginning));
  g_assert_true (g_str_has_suffix (text, "\r\n"));
}

static gboolean
say (Talk *talk, const char *text, GError **error)
{
  return net_tor_control_receive (talk->control, text, strlen (text), 0, error);
}

/* Tor's proof by the cookie under @domain, where its nonce is all zeros and ours all sevens. */
static char *
dup_proof (const char *domain)
{
  GHmac *hmac = g_hmac_new (G_CHECKSUM_SHA256, (const guchar *) domain, strlen (domain));
  guint8 sevens[32], zeros[32] = { 0 };
  char *text;

  memset (sevens, 7, sizeof sevens);
  g_hmac_update (hmac, cookie, sizeof cookie);
  g_hmac_update (hmac, sevens, sizeof sevens);
  g_hmac_update (hmac, zeros, sizeof zeros);
  text = g_strdup (g_hmac_get_string (hmac));
  g_hmac_unref (hmac);
  return text;
}

static char *
dup_challenge (const char *proof)
{
  return g_strdup_printf ("250 AUTHCHALLENGE SERVERHASH=%s SERVERNONCE=%064d\r\n", proof, 0);
}

static void
get_ready (Talk *talk)
{
  g_autofree char *theirs = dup_proof ("Tor safe cookie authentication server-to-controller hash");
  g_autofree char *ours = dup_proof ("Tor safe cookie authentication controller-to-server hash");
  g_autofree char *challenge = dup_challenge (theirs);
  g_autofree char *admission = g_strdup_printf ("AUTHENTICATE %s\r\n", ours);

  expect (talk, "PROTOCOLINFO 1\r\n");
  expect (talk, NULL);
  g_assert_true (say (talk, info, NULL));
  g_assert_cmpstr (talk->path, ==, "/run/a \"b\"");
  expect (talk, "AUTHCHALLENGE SAFECOOKIE 0707");
  g_assert_true (say (talk, challenge, NULL));
  expect (talk, admission);
  g_assert_true (say (talk, "250 OK\r\n", NULL));
  expect (talk, "GETINFO net/listeners/socks\r\n");
  g_assert_cmpint (net_tor_control_get_state (talk->control), ==, NET_TOR_TALKING);
  g_assert_true (say (talk, socks, NULL));
  g_assert_cmpint (net_tor_control_get_state (talk->control), ==, NET_TOR_READY);
  g_assert_cmpstr (net_tor_control_get_socks (talk->control), ==, "127.0.0.1:9050");
}

static void
test_control (void)
{
  static const CenId owners[] = { { { 1 } }, { { 2 } } };
  static const guint8 seed[CEN_KEY_LEN] = { 9 };
  Talk talk;

  begin (&talk);
  net_tor_control_want (talk.control, &owners[0], seed, 4711);
  get_ready (&talk);
  expect (&talk, "ADD_ONION ED25519-V3:");
  net_tor_control_want (talk.control, &owners[1], seed, 4712);
  /* One at a time, and what comes unasked is no answer. */
  expect (&talk, NULL);
  g_assert_true (say (&talk, "650 CIRC 1 BUILT\r\n", NULL));
  expect (&talk, NULL);
  g_assert_true (say (&talk, "250-ServiceID=" NAME "\r\n250 OK\r\n", NULL));
  g_assert_cmpuint (talk.services->len, ==, 1);
  g_assert_cmpstr (talk.services->pdata[0], ==, NAME);
  expect (&talk, "ADD_ONION ED25519-V3:");
  g_assert_true (say (&talk, "550 Onion address collision\r\n", NULL));
  g_assert_cmpstr (talk.services->pdata[1], ==, "none");
  net_tor_control_forget (talk.control, &owners[0]);
  expect (&talk, "DEL_ONION " NAME "\r\n");
  g_assert_true (say (&talk, "250 OK\r\n", NULL));
  expect (&talk, NULL);
  end (&talk);
}

static void
test_forgotten_meanwhile (void)
{
  static const CenId owner = { { 1 } };
  static const guint8 seed[CEN_KEY_LEN] = { 9 };
  Talk talk;

  begin (&talk);
  net_tor_control_want (talk.control, &owner, seed, 4711);
  get_ready (&talk);
  expect (&talk, "ADD_ONION");
  net_tor_control_forget (talk.control, &owner);
  g_assert_true (say (&talk, "250-ServiceID=" NAME "\r\n250 OK\r\n", NULL));
  expect (&talk, "DEL_ONION " NAME "\r\n");
  end (&talk);
}

/* Whoever does not know the cookie is not shown that we do. */
static void
test_stranger (void)
{
  g_autofree char *challenge = NULL;
  g_autofree char *other = g_strnfill (64, 'a');
  g_autoptr (GError) error = NULL;
  Talk talk;

  challenge = dup_challenge (other);
  begin (&talk);
  expect (&talk, "PROTOCOLINFO 1\r\n");
  g_assert_true (say (&talk, info, NULL));
  expect (&talk, "AUTHCHALLENGE");
  g_assert_false (say (&talk, challenge, &error));
  g_assert_error (error, CEN_ERROR, CEN_ERROR_REFUSED);
  expect (&talk, NULL);
  g_assert_cmpint (net_tor_control_get_state (talk.control), ==, NET_TOR_REFUSED);
  end (&talk);
}

static void
test_refusals (void)
{
  static const char *const rows[] = {
    "250-AUTH METHODS=HASHEDPASSWORD\r\n250 OK\r\n",
    "250-AUTH METHODS=NULL\r\n250 OK\r\n",
    "250-AUTH METHODS=SAFECOOKIE\r\n250 OK\r\n",
    "514 Authentication required\r\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;
    Talk talk;

    begin (&talk);
    expect (&talk, "PROTOCOLINFO");
    g_assert_false (say (&talk, rows[i], &error));
    g_assert_error (error, CEN_ERROR, CEN_ERROR_REFUSED);
    end (&talk);
  }
}

static void
test_silence (void)
{
  g_autoptr (GError) error = NULL;
  Talk talk;

  begin (&talk);
  g_assert_cmpint (net_tor_control_get_deadline (talk.control), ==, NET_TOR_ANSWER_MS);
  g_assert_true (net_tor_control_tick (talk.control, NET_TOR_ANSWER_MS - 1, &error));
  g_assert_false (net_tor_control_tick (talk.control, NET_TOR_ANSWER_MS, &error));
  g_assert_error (error, CEN_ERROR, CEN_ERROR_UNREACHABLE);
  end (&talk);
}

static void
test_many (void)
{
  static const guint8 seed[CEN_KEY_LEN] = { 9 };
  Talk talk;

  begin (&talk);
  get_ready (&talk);
  for (guint i = 0; i < NET_TOR_SERVICES_MAX + 1; i++) {
    CenId owner = { { (guint8) i, 1 } };

    net_tor_control_want (talk.control, &owner, seed, 1);
  }
  for (guint i = 0; i < NET_TOR_SERVICES_MAX; i++) {
    expect (&talk, "ADD_ONION");
    g_assert_true (say (&talk, "250-ServiceID=" NAME "\r\n250 OK\r\n", NULL));
  }
  expect (&talk, NULL);
  end (&talk);
}

int
main (int argc, char **argv)
{
  cen_crypto_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tor/replies", test_replies);
  g_test_add_func ("/tor/no-replies", test_no_replies);
  g_test_add_func ("/tor/bounds", test_bounds);
  g_test_add_func ("/tor/values", test_values);
  g_test_add_func ("/tor/control", test_control);
  g_test_add_func ("/tor/forgotten-meanwhile", test_forgotten_meanwhile);
  g_test_add_func ("/tor/stranger", test_stranger);
  g_test_add_func ("/tor/refusals", test_refusals);
  g_test_add_func ("/tor/silence", test_silence);
  g_test_add_func ("/tor/many", test_many);
  return g_test_run ();
}
