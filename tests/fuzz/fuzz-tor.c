/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The input is what somebody says who sits where a Tor daemon should be. It is never let in, since
 * it does not know the cookie; the conversation goes on at most to the point where that shows. */

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
  return 0;
}
