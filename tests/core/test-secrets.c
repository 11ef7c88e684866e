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
  CenSecrets *secrets = cen_secrets_open (home->path, NULL, &home->world->world, &error);

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

/* The devices that a home was before: the last ones stay, and a file tells of no more. */
static void
test_former_max (void)
{
  g_auto (Home) home = { 0 };
  g_autoptr (CenSecrets) secrets = NULL;
  CenId circle, devices[CEN_SECRET_FORMER_MAX + 1];
  guint8 *packed;
  CenCircleKeys *keys;
  CenBoxKey box;
  gsize len;

  begin (&home);
  secrets = cen_secrets_open (NULL, NULL, &home.world->world, NULL);
  circle = add_circle (&home, secrets, 1);
  keys = cen_secrets_get (secrets, &circle);
  for (guint i = 0; i <= CEN_SECRET_FORMER_MAX; i++) {
    cen_id_from_bytes (&devices[i], keys->device.public_key);
    g_assert_true (cen_secrets_renew (secrets, &circle, NULL));
  }
  g_assert_cmpuint (keys->former->len, ==, CEN_SECRET_FORMER_MAX);
  g_assert_false (cen_circle_keys_find_box (keys, &devices[0], &box));
  for (guint i = 1; i <= CEN_SECRET_FORMER_MAX; i++)
    g_assert_true (cen_circle_keys_find_box (keys, &devices[i], &box));
  for (guint i = 0; i < 2; i++) {
    CenFormerDevice first;

    packed = cen_secrets_pack (secrets, &len);
    g_assert_cmpint (cen_secrets_unpack (secrets, packed, len, NULL), ==, i == 0);
    cen_crypto_free (packed);
    keys = cen_secrets_get (secrets, &circle);
    first = g_array_index (keys->former, CenFormerDevice, 0);
    g_array_append_val (keys->former, first);
  }
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
  /* Rights that it came by are taken from it. */
  g_assert_cmpint (g_chmod (home.path, 0644), ==, 0);
  g_clear_pointer (&secrets, cen_secrets_free);
  secrets = open_home (&home);
  g_assert_cmpuint (get_mode (home.path), ==, 0600);
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
    g_assert_null (cen_secrets_open (home.path, NULL, &home.world->world, &error));
    g_assert_error (error, CEN_ERROR, CEN_ERROR_INVALID);
  }
}

/* Every byte of the file counts: none can be altered without being told. */
static void
test_altered (void)
{
  g_auto (Home) home = { 0 };
  g_autoptr (CenSecrets) secrets = NULL;
  g_autofree char *bytes = NULL;
  const gsize at_version = CEN_FILE_MAGIC_LEN;
  gsize len;

  begin (&home);
  secrets = open_home (&home);
  add_circle (&home, secrets, 1);
  g_assert_true (g_file_get_contents (home.path, &bytes, &len, NULL));
  for (gsize i = 0; i < len; i++) {
    g_autoptr (GError) error = NULL;

    bytes[i] ^= 0x40;
    g_assert_true (g_file_set_contents (home.path, bytes, (gssize) len, NULL));
    bytes[i] ^= 0x40;
    g_assert_null (cen_secrets_open (home.path, NULL, &home.world->world, &error));
    /* A greater version number is a newer version, whatever stands behind it. */
    g_assert_cmpint (error->code, ==, i == at_version ? CEN_ERROR_NEWER : CEN_ERROR_INVALID);
  }
}

/* --- Protection --- */

static const CenStretchCost cheap = { 1, 8 };

static gboolean
protect (CenSecrets *secrets, const char *passphrase, GError **error)
{
  CenProtectionWish wish = { .protection = CEN_PROTECTION_PASSPHRASE,
                             .passphrase = passphrase,
                             .cost = &cheap };

  return cen_secrets_protect (secrets, &wish, error);
}

static gboolean
contains (const char *path, const guint8 *secret)
{
  g_autofree char *bytes = NULL;
  gsize len;

  g_assert_true (g_file_get_contents (path, &bytes, &len, NULL));
  return memmem (bytes, len, secret, CEN_KEY_LEN) != NULL;
}

static void
test_passphrase (void)
{
  g_auto (Home) home = { 0 };
  g_autoptr (CenSecrets) secrets = NULL;
  g_autoptr (CenSecrets) again = NULL;
  g_autoptr (GError) error = NULL;
  guint8 key[CEN_KEY_LEN];
  CenFileHead head;
  CenId circle;

  begin (&home);
  secrets = open_home (&home);
  circle = add_circle (&home, secrets, 1);
  g_assert_true (protect (secrets, "correct horse battery", &error));
  g_assert_cmpuint (get_mode (home.path), ==, 0600);
  g_assert_true (cen_secrets_peek (home.path, &head, &error));
  g_assert_cmpint (head.protection, ==, CEN_PROTECTION_PASSPHRASE);

  g_assert_null (cen_secrets_open (home.path, NULL, &home.world->world, &error));
  g_assert_error (error, CEN_ERROR, CEN_ERROR_LOCKED);
  g_clear_error (&error);
  g_assert_false (cen_file_head_open (&head, "correct horse batterz", key, &error));
  g_assert_error (error, CEN_ERROR, CEN_ERROR_REFUSED);
  g_clear_error (&error);
  memset (key, 7, sizeof key);
  g_assert_null (cen_secrets_open (home.path, key, &home.world->world, &error));
  g_assert_error (error, CEN_ERROR, CEN_ERROR_REFUSED);
  g_clear_error (&error);

  g_assert_true (cen_file_head_open (&head, "correct horse battery", key, &error));
  again = cen_secrets_open (home.path, key, &home.world->world, &error);
  g_assert_no_error (error);
  assert_same_keys (cen_secrets_get (secrets, &circle), cen_secrets_get (again, &circle));
  /* What is written later stays under the passphrase, with another nonce. */
  g_assert_true (cen_secrets_save (again, &error));
  g_assert_false (contains (home.path, key));
  g_assert_true (cen_secrets_peek (home.path, &head, &error));
  g_assert_true (cen_file_head_is_key (&head, key));
}

static void
test_protection_changes (void)
{
  g_auto (Home) home = { 0 };
  g_autoptr (CenSecrets) secrets = NULL;
  g_autoptr (CenSecrets) again = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *fresh = NULL;
  CenProtectionWish open = { .protection = CEN_PROTECTION_OPEN };
  CenFileHead before, after;

  begin (&home);
  fresh = g_strconcat (home.path, ".new", NULL);
  secrets = open_home (&home);
  add_circle (&home, secrets, 1);
  /* Seven characters, of more than seven bytes. */
  g_assert_false (protect (secrets, "ééééééé", &error));
  g_assert_error (error, CEN_ERROR, CEN_ERROR_REFUSED);
  g_clear_error (&error);
  g_assert_true (protect (secrets, "éééééééé", &error));

  /* When the file cannot be written the old passphrase goes on opening it. */
  g_assert_true (cen_secrets_peek (home.path, &before, NULL));
  g_assert_cmpint (g_mkdir (fresh, 0700), ==, 0);
  g_assert_false (cen_secrets_protect (secrets, &open, &error));
  g_assert_error (error, CEN_ERROR, CEN_ERROR_STORAGE);
  g_clear_error (&error);
  g_rmdir (fresh);
  g_assert_cmpint (cen_secrets_get_protection (secrets), ==, CEN_PROTECTION_PASSPHRASE);
  g_assert_true (cen_secrets_save (secrets, NULL));
  g_assert_true (cen_secrets_peek (home.path, &after, NULL));
  g_assert_cmpmem (before.key_check, sizeof before.key_check, after.key_check,
                   sizeof after.key_check);

  g_assert_true (cen_secrets_protect (secrets, &open, &error));
  again = open_home (&home);
  g_assert_cmpint (cen_secrets_get_protection (again), ==, CEN_PROTECTION_OPEN);
}

typedef struct {
  guint8 salt[CEN_SALT_LEN];
  guint8 key[CEN_KEY_LEN];
  gboolean refuses;
} Keyring;

static gboolean
keep_cb (const guint8 salt[static CEN_SALT_LEN], const guint8 key[static CEN_KEY_LEN],
         gpointer user_data, GError **error)
{
  Keyring *keyring = user_data;

  if (keyring->refuses) {
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_REFUSED, "No.");
    return FALSE;
  }
  memcpy (keyring->salt, salt, CEN_SALT_LEN);
  memcpy (keyring->key, key, CEN_KEY_LEN);
  return TRUE;
}

static void
test_keyring (void)
{
  g_auto (Home) home = { 0 };
  g_autoptr (CenSecrets) secrets = NULL;
  g_autoptr (CenSecrets) again = NULL;
  g_autoptr (GError) error = NULL;
  Keyring keyring = { .refuses = TRUE };
  CenProtectionWish wish = { .protection = CEN_PROTECTION_KEYRING,
                             .keep = keep_cb,
                             .user_data = &keyring };
  CenFileHead head;
  CenId circle;

  begin (&home);
  secrets = open_home (&home);
  circle = add_circle (&home, secrets, 1);
  g_assert_false (cen_secrets_protect (secrets, &wish, &error));
  g_clear_error (&error);
  g_clear_pointer (&again, cen_secrets_free);
  again = open_home (&home);
  g_clear_pointer (&again, cen_secrets_free);

  keyring.refuses = FALSE;
  g_assert_true (cen_secrets_protect (secrets, &wish, &error));
  g_assert_false (contains (home.path, keyring.key));
  g_assert_true (cen_secrets_peek (home.path, &head, NULL));
  g_assert_cmpmem (head.salt, sizeof head.salt, keyring.salt, sizeof keyring.salt);
  g_assert_null (cen_secrets_open (home.path, NULL, &home.world->world, &error));
  g_assert_error (error, CEN_ERROR, CEN_ERROR_LOCKED);
  again = cen_secrets_open (home.path, keyring.key, &home.world->world, NULL);
  assert_same_keys (cen_secrets_get (secrets, &circle), cen_secrets_get (again, &circle));
}

/* A head may not ask for any cost it likes. */
static void
test_cost_bounds (void)
{
  static const struct {
    CenStretchCost cost;
    gboolean is_sound;
  } cases[] = {
    { { 0, 8 }, FALSE },
    { { 1, 7 }, FALSE },
    { { 1, 8 }, TRUE },
    { { CEN_STRETCH_OPS_MAX, CEN_STRETCH_MEM_KIB_MAX }, TRUE },
    { { CEN_STRETCH_OPS_MAX + 1, 8 }, FALSE },
    { { 1, CEN_STRETCH_MEM_KIB_MAX + 1 }, FALSE },
    { { G_MAXUINT32, G_MAXUINT32 }, FALSE },
  };
  static const CenFileKind kind = { "cen.test", 1, "damaged", "newer" };
  g_autoptr (TestWorld) world = test_world_new (2);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    guint8 bytes[CEN_FILE_HEAD_LEN];
    CenFileHead head;

    cen_file_head_init (&head, &kind, CEN_PROTECTION_PASSPHRASE, &cases[i].cost, &world->world);
    cen_file_head_write (&head, &kind, bytes);
    g_assert_cmpint (cen_file_head_read (&head, &kind, bytes, sizeof bytes, NULL), ==,
                     cases[i].is_sound);
  }
}

/* --- Copies --- */

static void
test_copied (void)
{
  g_auto (Home) home = { 0 };
  g_autoptr (CenSecrets) secrets = NULL;
  g_autoptr (CenSecrets) again = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *bytes = NULL;
  g_autofree char *copy = NULL;
  CenCircleKeys *keys;
  CenBoxKey box;
  CenId circle, device;
  gsize len;

  begin (&home);
  secrets = open_home (&home);
  circle = add_circle (&home, secrets, 1);
  g_assert_cmpint (cen_secrets_get (secrets, &circle)->renewal, ==, CEN_RENEWAL_NONE);
  /* The same file, read again or moved within the disk, is no copy. */
  copy = g_strconcat (home.path, ".moved", NULL);
  g_assert_cmpint (g_rename (home.path, copy), ==, 0);
  g_assert_cmpint (g_rename (copy, home.path), ==, 0);
  again = open_home (&home);
  g_assert_cmpint (cen_secrets_get (again, &circle)->renewal, ==, CEN_RENEWAL_NONE);
  g_clear_pointer (&again, cen_secrets_free);

  g_assert_true (g_file_get_contents (home.path, &bytes, &len, NULL));
  g_assert_true (g_file_set_contents (home.path, bytes, (gssize) len, NULL));
  again = open_home (&home);
  keys = cen_secrets_get (again, &circle);
  g_assert_cmpint (keys->renewal, ==, CEN_RENEWAL_NEEDED);
  /* Other writing does not make it forget. */
  add_circle (&home, again, 2);
  g_clear_pointer (&again, cen_secrets_free);
  again = open_home (&home);
  keys = cen_secrets_get (again, &circle);
  g_assert_cmpint (keys->renewal, ==, CEN_RENEWAL_NEEDED);

  cen_id_from_bytes (&device, keys->device.public_key);
  g_assert_true (cen_secrets_renew (again, &circle, &error));
  g_clear_pointer (&again, cen_secrets_free);
  again = open_home (&home);
  keys = cen_secrets_get (again, &circle);
  g_assert_cmpint (keys->renewal, ==, CEN_RENEWAL_UNDERWAY);
  g_assert_true (memcmp (keys->device.public_key, device.bytes, CEN_KEY_LEN) != 0);
  g_assert_true (cen_circle_keys_find_box (keys, &device, &box));
  g_assert_cmpmem (&box, sizeof box, &cen_secrets_get (secrets, &circle)->box, sizeof box);
  g_assert_cmpmem (&keys->member, sizeof keys->member, &cen_secrets_get (secrets, &circle)->member,
                   sizeof keys->member);
  cen_id_from_bytes (&device, keys->device.public_key);
  g_assert_true (cen_circle_keys_find_box (keys, &device, &box));
  g_assert_false (cen_circle_keys_find_box (keys, &circle, &box));
}

static void
test_pack (void)
{
  g_auto (Home) home = { 0 };
  g_autoptr (CenSecrets) secrets = NULL;
  g_autoptr (CenSecrets) other = NULL;
  g_autoptr (GError) error = NULL;
  guint8 *bytes;
  CenId circle, own;
  gsize len;

  begin (&home);
  secrets = cen_secrets_open (NULL, NULL, &home.world->world, NULL);
  circle = add_circle (&home, secrets, 1);
  bytes = cen_secrets_pack (secrets, &len);
  other = open_home (&home);
  own = add_circle (&home, other, 2);
  for (gsize i = 0; i < len; i++)
    g_assert_false (cen_secrets_unpack (other, bytes, i, NULL));
  g_assert_nonnull (cen_secrets_get (other, &own));
  g_assert_true (cen_secrets_unpack (other, bytes, len, &error));
  cen_crypto_free (bytes);
  g_assert_null (cen_secrets_get (other, &own));
  assert_same_keys (cen_secrets_get (secrets, &circle), cen_secrets_get (other, &circle));
  g_assert_cmpint (cen_secrets_get (other, &circle)->renewal, ==, CEN_RENEWAL_NEEDED);
}

static void
test_newer (void)
{
  g_auto (Home) home = { 0 };
  g_autoptr (GError) error = NULL;

  begin (&home);
  /* Nothing behind the number matters: another version may have another head. */
  g_assert_true (g_file_set_contents (home.path, "cen.keys\x03", 9, NULL));
  g_assert_null (cen_secrets_open (home.path, NULL, &home.world->world, &error));
  g_assert_error (error, CEN_ERROR, CEN_ERROR_NEWER);
}

static void
test_unreadable (void)
{
  g_auto (Home) home = { 0 };
  g_autoptr (GError) error = NULL;

  begin (&home);
  g_assert_null (
      cen_secrets_open (home.dir, NULL, &home.world->world, &error)); /* a folder is no file */
  g_assert_error (error, CEN_ERROR, CEN_ERROR_STORAGE);
}

int
main (int argc, char **argv)
{
  cen_crypto_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/secrets/round-trip", test_round_trip);
  g_test_add_func ("/secrets/invites-max", test_invites_max);
  g_test_add_func ("/secrets/former-max", test_former_max);
  g_test_add_func ("/secrets/mode", test_mode);
  g_test_add_func ("/secrets/atomic", test_atomic);
  g_test_add_func ("/secrets/damaged", test_damaged);
  g_test_add_func ("/secrets/altered", test_altered);
  g_test_add_func ("/secrets/passphrase", test_passphrase);
  g_test_add_func ("/secrets/protection-changes", test_protection_changes);
  g_test_add_func ("/secrets/keyring", test_keyring);
  g_test_add_func ("/secrets/cost-bounds", test_cost_bounds);
  g_test_add_func ("/secrets/copied", test_copied);
  g_test_add_func ("/secrets/pack", test_pack);
  g_test_add_func ("/secrets/newer", test_newer);
  g_test_add_func ("/secrets/unreadable", test_unreadable);
  return g_test_run ();
}
