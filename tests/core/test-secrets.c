/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/secrets.h"
#include "tests/support/world.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct {
  TestWorld *world;
  char *dir;
  char *path;
} Home;

static void
begin (Home *home)
{
  home->world = test_world_new (1);
  home->dir = g_dir_make_tmp ("cenacle-secrets-XXXXXX", NULL);
  home->path = g_build_filename (home->dir, "secrets", NULL);
}

static void
home_clear (Home *home)
{
  g_autofree char *fresh = g_strconcat (home->path, ".new", NULL);

  g_unlink (fresh);
  g_unlink (home->path);
  g_rmdir (home->dir);
  g_free (home->path);
  g_free (home->dir);
  test_world_free (home->world);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Home, home_clear)

static CenSecrets *
open_home (Home *home)
{
  g_autoptr (GError) error = NULL;
  CenSecrets *secrets = cen_secrets_open (home->path, &error);

  g_assert_no_error (error);
  return secrets;
}

static CenId
add_circle (Home *home, CenSecrets *secrets, guint8 number)
{
  CenCircleKeys *keys = cen_circle_keys_generate (&home->world->world);
  CenId circle;
  g_autoptr (GError) error = NULL;

  memset (circle.bytes, number, CEN_ID_LEN);
  keys->circle = circle;
  g_assert_true (cen_secrets_take (secrets, keys, &error));
  g_assert_no_error (error);
  return circle;
}

static guint
get_mode (const char *path)
{
  GStatBuf info;

  g_assert_cmpint (g_stat (path, &info), ==, 0);
  return info.st_mode & 07777;
}

static void
assert_same_keys (const CenCircleKeys *a, const CenCircleKeys *b)
{
  g_assert_true (cen_id_equal (&a->circle, &b->circle));
  g_assert_cmpmem (&a->member, sizeof a->member, &b->member, sizeof b->member);
  g_assert_cmpmem (&a->device, sizeof a->device, &b->device, sizeof b->device);
  g_assert_cmpmem (&a->box, sizeof a->box, &b->box, sizeof b->box);
  g_assert_cmpmem (&a->curve, sizeof a->curve, &b->curve, sizeof b->curve);
  g_assert_cmpuint (a->invites->len, ==, b->invites->len);
  for (guint i = 0; i < a->invites->len; i++) {
    const CenInviteSecret *secret = &g_array_index (a->invites, CenInviteSecret, i);

    g_assert_cmpmem (cen_circle_keys_get_invite_seed (b, &secret->invite), CEN_KEY_LEN,
                     secret->seed, CEN_KEY_LEN);
  }
}

static void
test_round_trip (void)
{
  g_auto (Home) home = { 0 };
  g_autoptr (CenSecrets) secrets = NULL;
  g_autoptr (CenSecrets) again = NULL;
  CenId circles[CEN_CIRCLES_MAX], invite = { { 0 } };
  guint8 seed[CEN_KEY_LEN] = { 0 };

  begin (&home);
  secrets = open_home (&home);
  g_assert_false (g_file_test (home.path, G_FILE_TEST_EXISTS));
  for (guint8 i = 0; i < CEN_CIRCLES_MAX; i++) {
    circles[i] = add_circle (&home, secrets, i + 1);
    for (guint8 k = 0; k < i; k++) {
      invite.bytes[0] = k;
      seed[0] = (guint8) (i * 16 + k);
      g_assert_true (cen_secrets_add_invite (secrets, &circles[i], &invite, seed, NULL));
    }
  }
  again = open_home (&home);
  for (guint i = 0; i < CEN_CIRCLES_MAX; i++)
    assert_same_keys (cen_secrets_get (secrets, &circles[i]), cen_secrets_get (again, &circles[i]));
  g_assert_true (cen_secrets_remove (again, &circles[3], NULL));
  g_assert_null (cen_secrets_get (again, &circles[3]));
  g_clear_pointer (&again, cen_secrets_free);
  again = open_home (&home);
  g_assert_null (cen_secrets_get (again, &circles[3]));
  g_assert_nonnull (cen_secrets_get (again, &circles[4]));
  g_assert_true (cen_secrets_remove (again, &circles[3], NULL));
}

/* At its fullest: every circle with as many invites as it may have, the oldest giving way. */
static void
test_invites_max (void)
{
  g_auto (Home) home = { 0 };
  g_autoptr (CenSecrets) secrets = NULL;
  g_autoptr (CenSecrets) again = NULL;
  CenId circle, invite = { { 0 } };
  const guint8 seed[CEN_KEY_LEN] = { 9 };

  begin (&home);
  secrets = open_home (&home);
  circle = add_circle (&home, secrets, 1);
  for (guint i = 0; i <= CEN_SECRET_INVITES_MAX; i++) {
    memcpy (invite.bytes, &i, sizeof i);
    g_assert_true (cen_secrets_add_invite (secrets, &circle, &invite, seed, NULL));
  }
  again = open_home (&home);
  g_assert_cmpuint (cen_secrets_get (again, &circle)->invites->len, ==, CEN_SECRET_INVITES_MAX);
  g_assert_nonnull (cen_circle_keys_get_invite_seed (cen_secrets_get (again, &circle), &invite));
  memset (&invite, 0, sizeof invite);
  g_assert_null (cen_circle_keys_get_invite_seed (cen_secrets_get (again, &circle), &invite));
}

/* Nobody else reads it, even when a crash left a file behind that others could. */
static void
test_mode (void)
{
  g_auto (Home) home = { 0 };
  g_autoptr (CenSecrets) secrets = NULL;
  g_autofree char *fresh = NULL;

  begin (&home);
  fresh = g_strconcat (home.path, ".new", NULL);
  secrets = open_home (&home);
  add_circle (&home, secrets, 1);
  g_assert_cmpuint (get_mode (home.path), ==, 0600);
  g_assert_true (g_file_set_contents (fresh, "left over", -1, NULL));
  g_assert_cmpint (g_chmod (fresh, 0644), ==, 0);
  add_circle (&home, secrets, 2);
  g_assert_cmpuint (get_mode (home.path), ==, 0600);
  g_assert_false (g_file_test (fresh, G_FILE_TEST_EXISTS));
}

/* When the new file cannot be written the old one stays whole, and memory with it. */
static void
test_atomic (void)
{
  g_auto (Home) home = { 0 };
  g_autoptr (CenSecrets) secrets = NULL;
  g_autoptr (CenSecrets) again = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *fresh = NULL;
  CenCircleKeys *keys;
  CenId circle;

  begin (&home);
  fresh = g_strconcat (home.path, ".new", NULL);
  secrets = open_home (&home);
  circle = add_circle (&home, secrets, 1);
  g_assert_cmpint (g_mkdir (fresh, 0700), ==, 0);
  keys = cen_circle_keys_generate (&home.world->world);
  memset (keys->circle.bytes, 2, CEN_ID_LEN);
  g_assert_false (cen_secrets_take (secrets, keys, &error));
  g_assert_error (error, CEN_ERROR, CEN_ERROR_STORAGE);
  g_rmdir (fresh);
  again = open_home (&home);
  g_assert_nonnull (cen_secrets_get (again, &circle));
  memset (circle.bytes, 2, CEN_ID_LEN);
  g_assert_null (cen_secrets_get (again, &circle));
  g_assert_null (cen_secrets_get (secrets, &circle));
}

static void
test_damaged (void)
{
  g_auto (Home) home = { 0 };
  g_autoptr (CenSecrets) secrets = NULL;
  g_autofree char *bytes = NULL;
  gsize len;
  const guint8 seed[CEN_KEY_LEN] = { 9 };
  CenId circle;

  begin (&home);
  secrets = open_home (&home);
  circle = add_circle (&home, secrets, 1);
  g_assert_true (cen_secrets_add_invite (secrets, &circle, &circle, seed, NULL));
  g_assert_true (g_file_get_contents (home.path, &bytes, &len, NULL));
  for (gsize i = 0; i <= len + 1; i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *changed = g_malloc0 (len + 1);

    memcpy (changed, bytes, len);
    if (i != len)
      g_assert_true (g_file_set_contents (home.path, changed, (gssize) MIN (i, len + 1), NULL));
    else
      continue;
    g_assert_null (cen_secrets_open (home.path, &error));
    g_assert_error (error, CEN_ERROR, CEN_ERROR_INVALID);
  }
}

static void
test_newer (void)
{
  g_auto (Home) home = { 0 };
  g_autoptr (GError) error = NULL;

  begin (&home);
  g_assert_true (g_file_set_contents (home.path, "\x83\x02\x80\xf6", 4, NULL));
  g_assert_null (cen_secrets_open (home.path, &error));
  g_assert_error (error, CEN_ERROR, CEN_ERROR_NEWER);
}

static void
test_unreadable (void)
{
  g_auto (Home) home = { 0 };
  g_autoptr (GError) error = NULL;

  begin (&home);
  g_assert_null (cen_secrets_open (home.dir, &error)); /* a folder is no file */
  g_assert_error (error, CEN_ERROR, CEN_ERROR_STORAGE);
}

int
main (int argc, char **argv)
{
  cen_crypto_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/secrets/round-trip", test_round_trip);
  g_test_add_func ("/secrets/invites-max", test_invites_max);
  g_test_add_func ("/secrets/mode", test_mode);
  g_test_add_func ("/secrets/atomic", test_atomic);
  g_test_add_func ("/secrets/damaged", test_damaged);
  g_test_add_func ("/secrets/newer", test_newer);
  g_test_add_func ("/secrets/unreadable", test_unreadable);
  return g_test_run ();
}
