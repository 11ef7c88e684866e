/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The file is a head (file-head.c), the key itself when the protection is open, and the content
 * (secrets-content.c) sealed by the key. The mark in it says where the file was written
 * (home-mark.c); a copy stands elsewhere.
 *
 * Whatever holds a secret key is memory of cen_crypto_alloc() or is wiped when it is let go. */

#include "secrets.h"

#include "error.h"
#include "home-mark.h"
#include "safe-file.h"
#include "secrets-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILE_VERSION 2
#define WHAT         "Your keys could not be written"

static const CenFileKind file_kind = {
  "cen.keys",
  FILE_VERSION,
  CEN_SENTENCE ("The file of your keys is damaged: restore it from a backup."),
  CEN_SENTENCE ("Your keys were written by a newer version of Cenacle: update Cenacle."),
};

struct _CenSecrets {
  char *path;
  const CenWorld *world;
  GPtrArray *circles; /* CenCircleKeys */
  CenRelaySecret relay;
  CenFileHead head;
  guint8 *key;
};

static void
need_renewal (GPtrArray *circles)
{
  for (guint i = 0; i < circles->len; i++)
    ((CenCircleKeys *) circles->pdata[i])->renewal = CEN_RENEWAL_NEEDED;
}

/* --- Reading the file --- */

typedef struct {
  guint8 *bytes; /* of cen_crypto_alloc() */
  gsize len;
  guint8 mark[CEN_ID_LEN]; /* of where it is */
  gboolean is_there;
} Loaded;

static void
loaded_clear (Loaded *self)
{
  cen_crypto_free (self->bytes);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Loaded, loaded_clear)

/* Anybody else's rights are taken from the file: an earlier copy or archive may have given some. */
static gboolean
read_descriptor (int fd, Loaded *ret_loaded)
{
  struct stat info;
  gssize n = 1;

  if (fstat (fd, &info) != 0 || !S_ISREG (info.st_mode) ||
      ((info.st_mode & 0777) != 0600 && fchmod (fd, 0600) != 0))
    return FALSE;
  ret_loaded->bytes = cen_crypto_alloc (CEN_SECRETS_FILE_ROOM + 1);
  while (n != 0 && ret_loaded->len <= CEN_SECRETS_FILE_ROOM) {
    n = read (fd, ret_loaded->bytes + ret_loaded->len, CEN_SECRETS_FILE_ROOM + 1 - ret_loaded->len);
    if (n < 0 && errno != EINTR)
      return FALSE;
    if (n > 0)
      ret_loaded->len += (gsize) n;
  }
  cen_home_mark (fd, ret_loaded->mark);
  ret_loaded->is_there = TRUE;
  return TRUE;
}

static gboolean
load_file (const char *path, Loaded *ret_loaded, GError **error)
{
  int fd = g_open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK, 0);
  gboolean ok = fd >= 0 ? read_descriptor (fd, ret_loaded) : errno == ENOENT;

  if (fd >= 0)
    close (fd);
  if (!ok)
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_STORAGE,
                         "The file of your keys cannot be read: check that it is yours.");
  return ok;
}

gboolean
cen_secrets_peek (const char *path, CenFileHead *ret_head, GError **error)
{
  g_auto (Loaded) loaded = { 0 };
  CenFileHead none = { .version = FILE_VERSION, .protection = CEN_PROTECTION_OPEN };

  if (!load_file (path, &loaded, error))
    return FALSE;
  if (loaded.is_there)
    return cen_file_head_read (ret_head, &file_kind, loaded.bytes, loaded.len, error);
  *ret_head = none;
  return TRUE;
}

const char *
cen_protection_to_locked_sentence (CenProtection protection)
{
  return protection == CEN_PROTECTION_KEYRING
             ? CEN_SENTENCE ("This home is locked: its key is in the desktop’s keyring, which does "
                             "not give it.")
             : CEN_SENTENCE ("This home is locked: unlock it with its passphrase.");
}

static gboolean
find_key (CenSecrets *self, const Loaded *loaded, const guint8 *key, GError **error)
{
  gboolean is_open = self->head.protection == CEN_PROTECTION_OPEN;

  if (is_open)
    key = loaded->len >= CEN_FILE_HEAD_LEN + CEN_KEY_LEN ? loaded->bytes + CEN_FILE_HEAD_LEN : NULL;
  if (key != NULL && cen_file_head_is_key (&self->head, key)) {
    memcpy (self->key, key, CEN_KEY_LEN);
    return TRUE;
  }
  if (is_open)
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_INVALID, file_kind.damaged);
  else if (key == NULL)
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_LOCKED,
                         cen_protection_to_locked_sentence (self->head.protection));
  else
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_REFUSED,
                         "The key that was given does not open this home.");
  return FALSE;
}

static gboolean
open_content (CenSecrets *self, const Loaded *loaded, GError **error)
{
  gsize at = CEN_FILE_HEAD_LEN;
  guint8 mark[CEN_ID_LEN];
  guint8 *plain;
  GPtrArray *circles = NULL;

  if (self->head.protection == CEN_PROTECTION_OPEN)
    at += CEN_KEY_LEN;
  plain = cen_crypto_alloc (MAX (loaded->len, 1));
  if (loaded->len >= at + CEN_MAC_LEN && loaded->len <= CEN_SECRETS_FILE_ROOM &&
      cen_crypto_open (plain, self->key, self->head.nonce, loaded->bytes + at, loaded->len - at,
                       loaded->bytes, CEN_FILE_HEAD_LEN))
    circles = cen_secrets_read_content (plain, loaded->len - at - CEN_MAC_LEN, mark, &self->relay);
  cen_crypto_free (plain);
  if (circles == NULL) {
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_INVALID, file_kind.damaged);
    return FALSE;
  }
  g_ptr_array_unref (self->circles);
  self->circles = circles;
  if (memcmp (mark, loaded->mark, sizeof mark) != 0)
    need_renewal (circles);
  return TRUE;
}

CenSecrets *
cen_secrets_open (const char *path, const guint8 *key, const CenWorld *world, GError **error)
{
  g_autoptr (CenSecrets) self = g_new0 (CenSecrets, 1);
  g_auto (Loaded) loaded = { 0 };

  self->path = g_strdup (path);
  self->world = world;
  self->circles = g_ptr_array_new_with_free_func ((GDestroyNotify) cen_circle_keys_free);
  self->key = cen_crypto_alloc (CEN_KEY_LEN);
  if (path != NULL && !load_file (path, &loaded, error))
    return NULL;
  if (loaded.is_there) {
    if (!cen_file_head_read (&self->head, &file_kind, loaded.bytes, loaded.len, error) ||
        !find_key (self, &loaded, key, error) || !open_content (self, &loaded, error))
      return NULL;
    return g_steal_pointer (&self);
  }
  world->random (world, self->key, CEN_KEY_LEN);
  cen_file_head_init (&self->head, &file_kind, CEN_PROTECTION_OPEN, NULL, world);
  cen_file_head_set_key (&self->head, self->key);
  return g_steal_pointer (&self);
}

void
cen_secrets_free (CenSecrets *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->circles);
  cen_crypto_wipe (&self->relay, sizeof self->relay);
  cen_crypto_free (self->key);
  g_free (self->path);
  g_free (self);
}

/* --- Writing it --- */

/* @file has been begun: its place is known, so its mark. */
static gboolean
write_sealed (CenSecrets *self, CenSafeFile *file, GError **error)
{
  guint8 head[CEN_FILE_HEAD_LEN], mark[CEN_ID_LEN];
  g_autofree guint8 *ct = NULL;
  guint8 *plain;
  gsize len;

  cen_home_mark (file->fd, mark);
  self->world->random (self->world, self->head.nonce, sizeof self->head.nonce);
  cen_file_head_write (&self->head, &file_kind, head);
  plain = cen_secrets_make_content (self->circles, &self->relay, mark, &len);
  ct = g_malloc (len + CEN_MAC_LEN);
  cen_crypto_seal (ct, self->key, self->head.nonce, plain, len, head, sizeof head);
  cen_crypto_free (plain);
  return cen_safe_file_add (file, head, sizeof head, WHAT, error) &&
         (self->head.protection != CEN_PROTECTION_OPEN ||
          cen_safe_file_add (file, self->key, CEN_KEY_LEN, WHAT, error)) &&
         cen_safe_file_add (file, ct, len + CEN_MAC_LEN, WHAT, error);
}

gboolean
cen_secrets_save (CenSecrets *self, GError **error)
{
  g_auto (CenSafeFile) file = { 0 };

  return self->path == NULL ||
         (cen_safe_file_begin (&file, self->path, WHAT, error) &&
          write_sealed (self, &file, error) && cen_safe_file_finish (&file, WHAT, error));
}

CenProtection
cen_secrets_get_protection (const CenSecrets *self)
{
  return self->head.protection;
}

const CenFileHead *
cen_secrets_get_head (const CenSecrets *self)
{
  return &self->head;
}

static gboolean
make_key (CenSecrets *self, const CenProtectionWish *wish, GError **error)
{
  gboolean ok = TRUE;

  if (wish->protection == CEN_PROTECTION_PASSPHRASE)
    ok = cen_passphrase_check (wish->passphrase, error) &&
         cen_file_head_stretch (&self->head, wish->passphrase, self->key, error);
  else
    self->world->random (self->world, self->key, CEN_KEY_LEN);
  if (ok && wish->protection == CEN_PROTECTION_KEYRING)
    ok = wish->keep (self->head.salt, self->key, wish->user_data, error);
  if (ok)
    cen_file_head_set_key (&self->head, self->key);
  return ok;
}

gboolean
cen_secrets_protect (CenSecrets *self, const CenProtectionWish *wish, GError **error)
{
  CenFileHead old_head = self->head;
  guint8 *old_key = self->key;

  self->key = cen_crypto_alloc (CEN_KEY_LEN);
  cen_file_head_init (&self->head, &file_kind, wish->protection, wish->cost, self->world);
  if (make_key (self, wish, error) && cen_secrets_save (self, error)) {
    cen_crypto_free (old_key);
    return TRUE;
  }
  cen_crypto_free (self->key);
  self->key = old_key;
  self->head = old_head;
  return FALSE;
}

/* --- What is in it --- */

CenCircleKeys *
cen_secrets_get (CenSecrets *self, const CenId *circle)
{
  for (guint i = 0; i < self->circles->len; i++) {
    CenCircleKeys *keys = self->circles->pdata[i];

    if (cen_id_equal (&keys->circle, circle))
      return keys;
  }
  return NULL;
}

gboolean
cen_secrets_take (CenSecrets *self, CenCircleKeys *keys, GError **error)
{
  g_ptr_array_add (self->circles, keys);
  if (cen_secrets_save (self, error))
    return TRUE;
  g_ptr_array_remove (self->circles, keys);
  return FALSE;
}

gboolean
cen_secrets_remove (CenSecrets *self, const CenId *circle, GError **error)
{
  CenCircleKeys *keys = cen_secrets_get (self, circle);

  if (keys == NULL)
    return TRUE;
  g_ptr_array_remove (self->circles, keys);
  return cen_secrets_save (self, error);
}

gboolean
cen_secrets_add_invite (CenSecrets *self, const CenId *circle, const CenId *invite,
                        const guint8 seed[static CEN_KEY_LEN], GError **error)
{
  CenCircleKeys *keys = cen_secrets_get (self, circle);
  CenInviteSecret secret = { .invite = *invite };

  g_assert (keys != NULL);
  memcpy (secret.seed, seed, CEN_KEY_LEN);
  if (keys->invites->len == CEN_SECRET_INVITES_MAX)
    g_array_remove_index (keys->invites, 0);
  g_array_append_val (keys->invites, secret);
  cen_crypto_wipe (&secret, sizeof secret);
  return cen_secrets_save (self, error);
}

static void
add_former (CenCircleKeys *keys)
{
  CenFormerDevice former;

  cen_id_from_bytes (&former.device, keys->device.public_key);
  memcpy (former.box, keys->box.secret, CEN_KEY_LEN);
  if (keys->former->len == CEN_SECRET_FORMER_MAX)
    g_array_remove_index (keys->former, 0);
  g_array_append_val (keys->former, former);
  cen_crypto_wipe (&former, sizeof former);
}

gboolean
cen_secrets_renew (CenSecrets *self, const CenId *circle, GError **error)
{
  CenCircleKeys *keys = cen_secrets_get (self, circle);
  g_autoptr (CenCircleKeys) old = cen_circle_keys_new ();

  g_assert (keys != NULL);
  old->device = keys->device;
  old->box = keys->box;
  old->curve = keys->curve;
  old->renewal = keys->renewal;
  if (keys->former->len > 0)
    g_array_append_vals (old->former, keys->former->data, keys->former->len);
  add_former (keys);
  cen_sign_key_generate (&keys->device, self->world);
  cen_box_key_generate (&keys->box, self->world);
  cen_box_key_generate (&keys->curve, self->world);
  keys->renewal = CEN_RENEWAL_UNDERWAY;
  if (cen_secrets_save (self, error))
    return TRUE;
  keys->device = old->device;
  keys->box = old->box;
  keys->curve = old->curve;
  keys->renewal = old->renewal;
  g_array_set_size (keys->former, 0);
  if (old->former->len > 0)
    g_array_append_vals (keys->former, old->former->data, old->former->len);
  return FALSE;
}

guint8 *
cen_secrets_pack (const CenSecrets *self, gsize *ret_len)
{
  static const guint8 nowhere[CEN_ID_LEN];

  return cen_secrets_make_content (self->circles, &self->relay, nowhere, ret_len);
}

gboolean
cen_secrets_unpack (CenSecrets *self, const guint8 *bytes, gsize len, GError **error)
{
  guint8 mark[CEN_ID_LEN];
  CenRelaySecret relay = { 0 };
  CenRelaySecret old_relay = self->relay;
  GPtrArray *circles = cen_secrets_read_content (bytes, len, mark, &relay);
  GPtrArray *old = self->circles;

  if (circles == NULL) {
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_INVALID, file_kind.damaged);
    return FALSE;
  }
  need_renewal (circles);
  self->circles = circles;
  self->relay = relay;
  if (cen_secrets_save (self, error)) {
    g_ptr_array_unref (old);
    return TRUE;
  }
  self->circles = old;
  self->relay = old_relay;
  g_ptr_array_unref (circles);
  return FALSE;
}

/* --- As a relay --- */

gboolean
cen_secrets_ensure_relay (CenSecrets *self, guint8 ret_seed[static CEN_KEY_LEN], GError **error)
{
  if (!self->relay.is_there) {
    self->relay.is_there = TRUE;
    self->world->random (self->world, self->relay.seed, CEN_KEY_LEN);
    if (!cen_secrets_save (self, error)) {
      self->relay.is_there = FALSE;
      return FALSE;
    }
  }
  memcpy (ret_seed, self->relay.seed, CEN_KEY_LEN);
  return TRUE;
}

gboolean
cen_secrets_is_relay (const CenSecrets *self)
{
  return self->relay.is_there;
}
