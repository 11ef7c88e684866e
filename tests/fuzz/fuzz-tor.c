/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The input is what somebody says who sits where a Tor daemon should be, first from the beginning:
 * who does not know the cookie gets no further than to where that shows. Then as one who does, and
 * says whatever it likes once services are asked for. */

#include "fuzz.h"

#include "net/tor-control.h"
#include "net/tor-wire.h"

#include <string.h>

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
read_cookie (const char *path G_GNUC_UNUSED, gpointer user_data G_GNUC_UNUSED)
{
  static const guint8 cookie[32] = { 1 };

  return g_bytes_new_static (cookie, sizeof cookie);
}

static void
note_service (const CenId *owner G_GNUC_UNUSED, const char *name, gpointer user_data G_GNUC_UNUSED)
{
  g_assert (name == NULL || net_tor_is_service (name));
}

static void
read_replies (const uint8_t *bytes, size_t len)
{
  NetTorReader reader;
  NetTorReply *reply;

  net_tor_reader_init (&reader);
  net_tor_reader_feed (&reader, (const char *) bytes, len, NULL);
  while ((reply = net_tor_reader_pop (&reader)) != NULL) {
    g_autofree char *value = net_tor_reply_dup_value (reply, "COOKIEFILE");
    g_autofree char *listener = net_tor_reply_dup_listener (reply, "net/listeners/socks");
    guint8 nonce[32];

    g_assert (reply->lines->len > 0 && reply->lines->len <= NET_TOR_LINES_MAX);
    net_tor_reply_has_word (reply, "METHODS", "SAFECOOKIE");
    net_tor_reply_get_bytes (reply, "SERVERNONCE", nonce, sizeof nonce);
    net_tor_reply_free (reply);
  }
  net_tor_reader_clear (&reader);
}

static void
drain (NetTorControl *control)
{
  char *text;

  while ((text = net_tor_control_pop (control)) != NULL)
    g_free (text);
}

/* What a daemon with the cookie answers. */
static char *
dup_admission (void)
{
  static const char domain[] = "Tor safe cookie authentication server-to-controller hash";
  static const guint8 cookie[32] = { 1 }, server[32] = { 0 };
  g_autoptr (GHmac) hmac =
      g_hmac_new (G_CHECKSUM_SHA256, (const guchar *) domain, sizeof domain - 1);
  guint8 nonce[32];

  memset (nonce, 7, sizeof nonce);
  g_hmac_update (hmac, cookie, sizeof cookie);
  g_hmac_update (hmac, nonce, sizeof nonce);
  g_hmac_update (hmac, server, sizeof server);
  return g_strdup_printf ("250-AUTH METHODS=SAFECOOKIE COOKIEFILE=\"/c\"\r\n250 OK\r\n"
                          "250 AUTHCHALLENGE SERVERHASH=%s SERVERNONCE=%064d\r\n"
                          "250 OK\r\n250-net/listeners/socks=\"127.0.0.1:9050\"\r\n250 OK\r\n",
                          g_hmac_get_string (hmac), 0);
}

/* Its services come and go, while the input is cut in two. */
static void
talk_inside (const CenWorld *world, const NetTorEvents *events, const uint8_t *bytes, size_t len)
{
  static const CenId owners[] = { { { 1 } }, { { 2 } } };
  static const guint8 seed[CEN_KEY_LEN] = { 2 };
  NetTorControl *control = net_tor_control_new (world, events, NULL, 0);
  g_autofree char *admission = dup_admission ();
  gboolean is_let_in = net_tor_control_receive (control, admission, strlen (admission), 0, NULL);

  g_assert (is_let_in && net_tor_control_get_state (control) == NET_TOR_READY);
  for (guint i = 0; i < G_N_ELEMENTS (owners); i++)
    net_tor_control_want (control, &owners[i], seed, 1234 + i);
  net_tor_control_tick (control, 0, NULL);
  drain (control);
  if (net_tor_control_receive (control, (const char *) bytes, len / 2, 0, NULL)) {
    net_tor_control_tick (control, 0, NULL);
    net_tor_control_forget (control, &owners[0]);
    net_tor_control_tick (control, 0, NULL);
    net_tor_control_receive (control, (const char *) bytes + len / 2, len - len / 2, 0, NULL);
    net_tor_control_tick (control, 0, NULL);
  }
  drain (control);
  net_tor_control_free (control);
}

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t len)
{
  static const NetTorEvents events = { read_cookie, note_service };
  static const CenWorld world = { no_time, no_time, no_chance, NULL };
  static const CenId owner = { { 1 } };
  static const guint8 seed[CEN_KEY_LEN] = { 2 };
  NetTorControl *control;
  char *text;

  cen_crypto_init ();
  read_replies (bytes, len);
  control = net_tor_control_new (&world, &events, NULL, 0);
  net_tor_control_want (control, &owner, seed, 1234);
  net_tor_control_receive (control, (const char *) bytes, len, 0, NULL);
  net_tor_control_tick (control, 0, NULL);
  g_assert (net_tor_control_get_state (control) != NET_TOR_READY);
  while ((text = net_tor_control_pop (control)) != NULL) {
    g_assert (strstr (text, "ONION") == NULL);
    g_free (text);
  }
  net_tor_control_free (control);
  talk_inside (&world, &events, bytes, len);
  return 0;
}
