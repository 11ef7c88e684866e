/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "net/door.h"

#include <string.h>

static gint64 now_ms;

static gint64
get_now_ms (const CenWorld *self G_GNUC_UNUSED)
{
  return now_ms;
}

static const CenWorld world = { get_now_ms, get_now_ms, NULL, NULL };
static const CenId circle = { { 1 } };
static const CenId other_circle = { { 2 } };
static const guint8 key[CEN_KEY_LEN] = { 3 };

static void
admit (NetDoor *door, char *ret_pass)
{
  NetIp ip;

  g_assert_true (net_ip_parse (&ip, "10.0.0.7"));
  g_assert_true (net_door_knock (door, &ip, key));
  net_door_admit (door, &circle, key, &ip, ret_pass);
}

static gboolean
is_full (NetDoor *door, const guint8 *for_key)
{
  NetIp ip;

  g_assert_true (net_ip_parse (&ip, "10.0.0.7"));
  return !net_door_knock (door, &ip, for_key);
}

static void
test_claim (void)
{
  g_autoptr (NetDoor) door = net_door_new (&world);
  g_autoptr (NetVisitor) visitor = NULL;
  char pass[NET_DOOR_PASS_MAX];
  char forged[NET_DOOR_PASS_MAX];

  now_ms = 0;
  admit (door, pass);
  g_strlcpy (forged, pass, sizeof forged);
  forged[1] = forged[1] == '0' ? '1' : '0';
  g_assert_null (net_door_claim (door, forged, &circle));
  g_assert_null (net_door_claim (door, "", &circle));
  g_assert_null (net_door_claim (door, "nonsense", &circle));
  g_assert_null (net_door_claim (door, "03.99", &circle));
  g_assert_null (net_door_claim (door, pass, &other_circle));
  visitor = net_door_claim (door, pass, &circle);
  g_assert_nonnull (visitor);
  g_assert_cmpstr (visitor->address, ==, "10.0.0.7");
  g_assert_cmpmem (visitor->key, CEN_KEY_LEN, key, CEN_KEY_LEN);
  g_assert_null (net_door_claim (door, pass, &circle));
}

static void
test_room (void)
{
  static const guint8 other_key[CEN_KEY_LEN] = { 4 };
  g_autoptr (NetDoor) door = net_door_new (&world);
  char passes[NET_DOOR_VISITORS_PER_KEY_MAX][NET_DOOR_PASS_MAX];

  now_ms = 0;
  for (guint i = 0; i < NET_DOOR_VISITORS_PER_KEY_MAX; i++)
    admit (door, passes[i]);
  g_assert_true (is_full (door, key));
  g_assert_false (is_full (door, other_key));
  for (guint i = 0; i < 2; i++) {
    g_autoptr (NetVisitor) visitor = net_door_claim (door, passes[i], &circle);

    g_assert_nonnull (visitor);
  }
  g_assert_true (is_full (door, key));
  net_door_leave (door, key);
  g_assert_false (is_full (door, key));
  admit (door, passes[0]);
  /* Those who never said a word are struck out; the one who did stays. */
  now_ms += NET_DOOR_CLAIM_MS;
  for (guint i = 1; i < NET_DOOR_VISITORS_PER_KEY_MAX; i++)
    admit (door, passes[i]);
  g_assert_true (is_full (door, key));
  g_assert_null (net_door_claim (door, passes[0], &circle));
}

static void
test_all_rooms (void)
{
  g_autoptr (NetDoor) door = net_door_new (&world);
  char pass[NET_DOOR_PASS_MAX];
  guint8 keys[CEN_KEY_LEN] = { 0 };
  NetIp ip;

  now_ms = 0;
  net_door_set_limit (door, 10000);
  g_assert_true (net_ip_parse (&ip, "10.0.0.7"));
  for (guint i = 0; i < NET_DOOR_VISITORS_MAX; i++) {
    memcpy (keys, &i, sizeof i);
    g_assert_true (net_door_knock (door, &ip, keys));
    net_door_admit (door, &circle, keys, &ip, pass);
  }
  g_assert_true (is_full (door, key));
  now_ms += NET_DOOR_CLAIM_MS;
  g_assert_false (is_full (door, key));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/door/claim", test_claim);
  g_test_add_func ("/door/room", test_room);
  g_test_add_func ("/door/all-rooms", test_all_rooms);
  return g_test_run ();
}
