/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/cbor.h"
#include "core/invite.h"
#include "core/tor-way.h"

#include <string.h>

#define ONION "abcdefghijklmnopqrstuvwxyz234567abcdefghijklmnopqrstuvwx.onion"

static void
fill_link (CenInviteLink *link, guint n_addresses)
{
  static const char *const addresses[] = { "tcp://192.168.1.7:47000",     "tcp://[fe80::1%eth0]:1",
                                           "tor://" ONION ":65535",       "tcp://host-4.example:99",
                                           "relay://relay.example:47740", "relay://[::1]:1" };

  memset (link, 0, sizeof *link);
  memset (link->circle.bytes, 0xc1, CEN_ID_LEN);
  memset (link->seed, 0x5e, CEN_KEY_LEN);
  link->n_addresses = n_addresses;
  for (guint i = 0; i < n_addresses; i++) {
    memset (link->addresses[i].curve, (int) i + 1, CEN_KEY_LEN);
    g_strlcpy (link->addresses[i].address, addresses[i], sizeof link->addresses[i].address);
  }
  link->expires_ms = 1760000000000;
}

static gboolean
parses (CenInviteLink *ret_link, const char *text)
{
  g_autoptr (GError) error = NULL;
  gboolean ok = cen_invite_link_parse (ret_link, text, &error);

  if (!ok)
    g_assert_error (error, CEN_ERROR, CEN_ERROR_INVALID);
  return ok;
}

static void
test_round_trip (void)
{
  for (guint n = 0; n <= CEN_INVITE_ADDRS_MAX; n++) {
    CenInviteLink link, back;
    g_autofree char *text = NULL;
    g_autofree char *again = NULL;

    fill_link (&link, n);
    text = cen_invite_link_to_text (&link);
    g_assert_true (g_str_has_prefix (text, "cenacle:1:"));
    g_assert_true (parses (&back, text));
    g_assert_cmpmem (&link, sizeof link, &back, sizeof back);
    again = cen_invite_link_to_text (&back);
    g_assert_cmpstr (text, ==, again);
  }
}

static void
test_forgiven (void)
{
  CenInviteLink link, back;
  g_autofree char *text = NULL;
  g_autofree char *capitals = NULL;
  g_autofree char *spaced = NULL;

  fill_link (&link, 2);
  text = cen_invite_link_to_text (&link);
  capitals = g_ascii_strup (text, -1);
  spaced = g_strconcat ("  \n\t", text, " \r\n", NULL);
  g_assert_true (parses (&back, capitals));
  g_assert_cmpmem (&link, sizeof link, &back, sizeof back);
  g_assert_true (parses (&back, spaced));
  g_assert_cmpmem (&link, sizeof link, &back, sizeof back);
}

/* Cut anywhere, or with any one character changed, left out or doubled, it is refused. */
static void
test_mistyped (void)
{
  CenInviteLink link, back;
  g_autofree char *text = NULL;
  gsize len;

  fill_link (&link, 2);
  text = cen_invite_link_to_text (&link);
  len = strlen (text);
  for (gsize i = 0; i < len; i++) {
    g_autofree char *cut = g_strndup (text, i);
    g_autofree char *without = g_strdup_printf ("%.*s%s", (int) i, text, text + i + 1);
    g_autofree char *doubled = g_strdup_printf ("%.*s%c%s", (int) i, text, text[i], text + i);
    char right = text[i];

    g_assert_false (parses (&back, cut));
    g_assert_false (parses (&back, without));
    g_assert_false (cen_invite_link_parse (&back, doubled, NULL)); /* 11 would be a version */
    for (const char *c = "abmz27"; *c != '\0'; c++) {
      if (*c == right || i == strlen ("cenacle:"))
        continue;
      text[i] = *c;
      g_assert_false (parses (&back, text));
    }
    text[i] = right;
  }
}

static void
test_newer (void)
{
  static const struct {
    const char *text;
    int code;
  } rows[] = {
    { "cenacle:2:aaaa", CEN_ERROR_NEWER },
    { "CENACLE:2:AAAA", CEN_ERROR_NEWER },
    { "cenacle:12:aaaa", CEN_ERROR_NEWER },
    { " cenacle:9:x ", CEN_ERROR_NEWER },
    { "cenacle:x:aaaa", CEN_ERROR_INVALID },
    { "cenacle:", CEN_ERROR_INVALID },
    { "", CEN_ERROR_INVALID },
    { "cenacle:1:", CEN_ERROR_INVALID },
    { "http://a.b", CEN_ERROR_INVALID },
    { "cenacle:1:\xff\xfe", CEN_ERROR_INVALID },
  };
  CenInviteLink link = { .expires_ms = 4242 };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;

    g_test_message ("%u", i);
    g_assert_false (cen_invite_link_parse (&link, rows[i].text, &error));
    g_assert_error (error, CEN_ERROR, rows[i].code);
  }
  g_assert_cmpint (link.expires_ms, ==, 4242);
}

/* A right check over a wrong content. */
static void
test_wrong_content (void)
{
  static const struct {
    guint64 version, expires;
    guint arity, n_addresses;
    const char *address;
    gboolean is_good;
  } rows[] = {
    { 1, 5, 5, 1, "tcp://a:1", TRUE },
    { 2, 5, 5, 1, "tcp://a:1", FALSE },
    { 1, 5, 4, 1, "tcp://a:1", FALSE },
    { 1, 5, 6, 1, "tcp://a:1", FALSE },
    { 1, 5, 5, CEN_INVITE_ADDRS_MAX, "tcp://a:1", TRUE },
    { 1, 5, 5, CEN_INVITE_ADDRS_MAX + 1, "tcp://a:1", FALSE },
    { 1, 5, 5, 1, "relay://a:1", TRUE },
    { 1, 5, 5, 1, "udp://a:1", FALSE },
    { 1, (G_GUINT64_CONSTANT (1) << 53), 5, 0, "", TRUE },
    { 1, (G_GUINT64_CONSTANT (1) << 53) + 1, 5, 0, "", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    guint8 buf[1024], key[CEN_KEY_LEN] = { 1 }, check[CEN_ID_LEN];
    g_autofree char *encoded = NULL;
    g_autofree char *text = NULL;
    CenCborWriter writer;
    CenInviteLink link;

    cen_cbor_writer_init (&writer, buf, sizeof buf);
    cen_cbor_put_array (&writer, rows[i].arity);
    cen_cbor_put_uint (&writer, rows[i].version);
    cen_cbor_put_bytes (&writer, key, CEN_KEY_LEN);
    cen_cbor_put_bytes (&writer, key, CEN_KEY_LEN);
    cen_cbor_put_array (&writer, rows[i].n_addresses);
    for (guint k = 0; k < rows[i].n_addresses; k++) {
      cen_cbor_put_array (&writer, 2);
      cen_cbor_put_bytes (&writer, key, CEN_KEY_LEN);
      cen_cbor_put_text (&writer, rows[i].address);
    }
    if (rows[i].arity > 4)
      cen_cbor_put_uint (&writer, rows[i].expires);
    if (rows[i].arity > 5)
      cen_cbor_put_null (&writer);
    cen_crypto_hash (check, "cen1.link", buf, writer.len);
    cen_cbor_put_raw (&writer, check, 4);
    encoded = cen_base32_encode (buf, writer.len);
    text = g_strconcat ("cenacle:1:", encoded, NULL);
    g_test_message ("row %u", i);
    g_assert_cmpint (parses (&link, text), ==, rows[i].is_good);
  }
}

static void
test_addresses (void)
{
  static const struct {
    const char *address;
    gboolean is_good;
  } rows[] = {
    { "tcp://1.2.3.4:5", TRUE },
    { "tcp://[::1]:47741", TRUE },
    { "tcp://[fe80::1%wlan0]:1", TRUE },
    { "tcp://my-host_2.local:65535", TRUE },
    { "tcp://x.onion:80", FALSE },
    { "tcp://h:0", FALSE },
    { "tcp://h:65536", FALSE },
    { "tcp://h:", FALSE },
    { "tcp://h:+5", FALSE },
    { "tcp://h: 5", FALSE },
    { "tcp://h:5x", FALSE },
    { "tcp://h", FALSE },
    { "tcp://:5", FALSE },
    { "tcp://", FALSE },
    { "", FALSE },
    { "tcp:/", FALSE },
    { "TCP://h:5", FALSE },
    { "ipc://h:5", FALSE },
    { "tcp://a b:5", FALSE },
    { "tcp://a/b:5", FALSE },
    { "tcp://a;b:5", FALSE },
    { "tcp://\xc3\xa9:5", FALSE },
    { "tcp://a\n:5", FALSE },
    { "tcp://*:5", FALSE },
  };
  g_autofree char *host = g_strnfill (200, 'h');
  g_autofree char *longest = g_strconcat ("tcp://", host, ":65535", NULL);
  g_autofree char *too_long = g_strconcat ("tcp://", host, "h:1", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_test_message ("%s", rows[i].address);
    g_assert_cmpint (cen_address_is_valid (rows[i].address), ==, rows[i].is_good);
  }
  g_assert_true (cen_address_is_valid (longest));
  g_assert_false (cen_address_is_valid (too_long));
}

/* What stands before the host tells the kind, and the endpoint is the same for all. */
static void
test_kinds (void)
{
  g_autofree char *endpoint = cen_address_dup_endpoint ("relay://[::1]:47740");
  g_autofree char *back = cen_address_dup_from_endpoint (CEN_ADDRESS_RELAY, endpoint);

  g_assert_cmpstr (endpoint, ==, "tcp://[::1]:47740");
  g_assert_cmpstr (back, ==, "relay://[::1]:47740");
  g_assert_cmpint (cen_address_get_kind (back), ==, CEN_ADDRESS_RELAY);
  g_assert_cmpint (cen_address_get_kind (endpoint), ==, CEN_ADDRESS_DIRECT);
  g_assert_cmpint (cen_address_get_kind ("relay://h"), ==, CEN_ADDRESS_NONE);
  g_assert_cmpint (cen_address_get_kind ("later://h:1"), ==, CEN_ADDRESS_NONE);
  g_assert_false (cen_address_is_valid (back));
}

/* The name of an onion service stands where Tor alone looks it up, and nowhere else. */
static void
test_onions (void)
{
  static const struct {
    const char *address;
    CenAddressKind kind;
    gboolean is_onion;
  } rows[] = {
    { "tor://" ONION ":47747", CEN_ADDRESS_ONION, TRUE },
    { "relay://" ONION ":47747", CEN_ADDRESS_RELAY, TRUE },
    { "tcp://" ONION ":47747", CEN_ADDRESS_NONE, TRUE },
    { "tcp://short.onion:1", CEN_ADDRESS_NONE, FALSE },
    { "tcp://short.ONION:1", CEN_ADDRESS_NONE, FALSE },
    { "relay://short.onion:1", CEN_ADDRESS_NONE, FALSE },
    { "tor://" ONION, CEN_ADDRESS_NONE, FALSE },
    { "tor://x" ONION ":1", CEN_ADDRESS_NONE, FALSE },
    { "tor://10.0.0.1:1", CEN_ADDRESS_NONE, FALSE },
    { "tcp://10.0.0.1:1", CEN_ADDRESS_DIRECT, FALSE },
    { "tcp://onion:1", CEN_ADDRESS_DIRECT, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_test_message ("%s", rows[i].address);
    g_assert_cmpint (cen_address_get_kind (rows[i].address), ==, rows[i].kind);
    g_assert_cmpint (cen_address_is_onion (rows[i].address), ==, rows[i].is_onion);
    g_assert_cmpint (cen_address_is_device (rows[i].address), ==,
                     rows[i].kind == CEN_ADDRESS_DIRECT || rows[i].kind == CEN_ADDRESS_ONION);
  }
}

/* Who comes by a link that names onion services alone means to stay hidden. */
static void
test_hidden_links (void)
{
  CenInviteLink link = { .n_addresses = 3 };

  g_strlcpy (link.addresses[0].address, "tcp://10.0.0.1:1", CEN_ADDR_MAX);
  g_strlcpy (link.addresses[1].address, "tor://" ONION ":47747", CEN_ADDR_MAX);
  g_strlcpy (link.addresses[2].address, "relay://" ONION ":47747", CEN_ADDR_MAX);
  g_assert_false (cen_tor_way_is_asked (&link));
  cen_tor_way_restrict (&link);
  g_assert_cmpuint (link.n_addresses, ==, 2);
  g_assert_cmpstr (link.addresses[0].address, ==, "tor://" ONION ":47747");
  g_assert_true (cen_tor_way_is_asked (&link));
  link.n_addresses = 0;
  g_assert_false (cen_tor_way_is_asked (&link));
}

static void
test_keys (void)
{
  const guint8 seed[CEN_KEY_LEN] = { 1 };
  const guint8 other_seed[CEN_KEY_LEN] = { 2 };
  CenInviteKeys keys, again, other;

  cen_invite_keys_from_seed (&keys, seed);
  cen_invite_keys_from_seed (&again, seed);
  cen_invite_keys_from_seed (&other, other_seed);
  g_assert_cmpmem (&keys, sizeof keys, &again, sizeof again);
  g_assert_cmpint (memcmp (keys.discovery, other.discovery, CEN_KEY_LEN), !=, 0);
  g_assert_cmpint (memcmp (keys.discovery, keys.curve.secret, CEN_KEY_LEN), !=, 0);
  g_assert_cmpint (memcmp (keys.proof.secret, keys.curve.secret, CEN_KEY_LEN), !=, 0);
  cen_invite_keys_clear (&keys);
  memset (&again, 0, sizeof again);
  g_assert_cmpmem (&keys, sizeof keys, &again, sizeof again);
}

int
main (int argc, char **argv)
{
  cen_crypto_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/invite/round-trip", test_round_trip);
  g_test_add_func ("/invite/forgiven", test_forgiven);
  g_test_add_func ("/invite/mistyped", test_mistyped);
  g_test_add_func ("/invite/newer", test_newer);
  g_test_add_func ("/invite/wrong-content", test_wrong_content);
  g_test_add_func ("/invite/addresses", test_addresses);
  g_test_add_func ("/invite/kinds", test_kinds);
  g_test_add_func ("/invite/onions", test_onions);
  g_test_add_func ("/invite/hidden-links", test_hidden_links);
  g_test_add_func ("/invite/keys", test_keys);
  return g_test_run ();
}
