/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The file is CBOR [1, [[circle, M seed, D seed, E secret, T secret, invites]…]], invites
 * being 64 bytes each: the INVITE op and its seed. All key pairs follow from their 32 secret bytes.
 * The buffer that holds it is wiped. */

#include "secrets.h"

#include "cbor.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILE_VERSION 1
#define FILE_MAX     (1 << 20)
#define ITEMS_MAX    65536

G_STATIC_ASSERT (sizeof (CenInviteSecret) == CEN_ID_LEN + CEN_KEY_LEN);

struct _CenSecrets {
  char *path;
  GPtrArray *circles; /* CenCircleKeys */
};

CenCircleKeys *
cen_circle_keys_generate (const CenWorld *world)
{
  CenCircleKeys *self = g_new0 (CenCircleKeys, 1);

  cen_sign_key_generate (&self->member, world);
  cen_sign_key_generate (&self->device, world);
  cen_box_key_generate (&self->box, world);
  cen_box_key_generate (&self->curve, world);
  self->invites = g_array_new (FALSE, TRUE, sizeof (CenInviteSecret));
  return self;
}

void
cen_circle_keys_free (CenCircleKeys *self)
{
  if (self == NULL)
    return;
  if (self->invites->len > 0)
    cen_crypto_wipe (self->invites->data, self->invites->len * sizeof (CenInviteSecret));
  g_array_unref (self->invites);
  cen_crypto_wipe (self, sizeof *self);
  g_free (self);
}

const guint8 *
cen_circle_keys_get_invite_seed (const CenCircleKeys *self, const CenId *invite)
{
  for (guint i = 0; i < self->invites->len; i++) {
    const CenInviteSecret *secret = &g_array_index (self->invites, CenInviteSecret, i);

    if (cen_id_equal (&secret->invite, invite))
      return secret->seed;
  }
  return NULL;
}

/* --- The file --- */

/* Invite and seed of each, one after the other. */
static gboolean
read_invites (CenCborReader *reader, CenCircleKeys *keys)
{
  const guint8 *bytes;
  gsize len;

  if (!cen_cbor_read_bytes (reader, &bytes, &len) || len % sizeof (CenInviteSecret) != 0 ||
      len / sizeof (CenInviteSecret) > CEN_SECRET_INVITES_MAX)
    return FALSE;
  if (len > 0)
    g_array_append_vals (keys->invites, bytes, (guint) (len / sizeof (CenInviteSecret)));
  return TRUE;
}

static gboolean
read_circle (CenCborReader *reader, CenCircleKeys *keys)
{
  guint8 seeds[4][CEN_KEY_LEN];
  guint64 arity;
  gboolean ok = cen_cbor_enter_array (reader, &arity) && arity == 6 &&
                cen_cbor_read_fixed (reader, keys->circle.bytes, CEN_ID_LEN);

  for (guint i = 0; ok && i < G_N_ELEMENTS (seeds); i++)
    ok = cen_cbor_read_fixed (reader, seeds[i], CEN_KEY_LEN);
  ok = ok && read_invites (reader, keys) && cen_cbor_leave (reader);
  if (ok) {
    cen_sign_key_from_seed (&keys->member, seeds[0]);
    cen_sign_key_from_seed (&keys->device, seeds[1]);
    cen_box_key_from_seed (&keys->box, seeds[2]);
    cen_box_key_from_seed (&keys->curve, seeds[3]);
  }
  cen_crypto_wipe (seeds, sizeof seeds);
  return ok;
}

static gboolean
read_all (CenSecrets *self, const guint8 *bytes, gsize len, GError **error)
{
  CenCborReader reader;
  guint64 n, version, n_circles;
  gboolean ok;

  cen_cbor_reader_init_large (&reader, bytes, len, ITEMS_MAX,
                              CEN_SECRET_INVITES_MAX * sizeof (CenInviteSecret));
  ok = cen_cbor_enter_array (&reader, &n) && cen_cbor_read_uint (&reader, &version);
  if (ok && version > FILE_VERSION) {
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_NEWER,
                         "Your keys were written by a newer version of Cenacle: update Cenacle.");
    return FALSE;
  }
  ok = ok && n == 2 && cen_cbor_enter_array (&reader, &n_circles);
  for (guint i = 0; ok && i < n_circles; i++) {
    CenCircleKeys *keys = g_new0 (CenCircleKeys, 1);

    keys->invites = g_array_new (FALSE, TRUE, sizeof (CenInviteSecret));
    ok = read_circle (&reader, keys);
    g_ptr_array_add (self->circles, keys);
  }
  if (ok && cen_cbor_leave (&reader) && cen_cbor_leave (&reader) && cen_cbor_finish (&reader))
    return TRUE;
  g_set_error_literal (error, CEN_ERROR, CEN_ERROR_INVALID,
                       "The file of your keys is damaged: restore it from a backup.");
  return FALSE;
}

CenSecrets *
cen_secrets_open (const char *path, GError **error)
{
  g_autoptr (CenSecrets) self = g_new0 (CenSecrets, 1);
  g_autoptr (GError) local = NULL;
  g_autofree char *bytes = NULL;
  gboolean ok;
  gsize len;

  self->path = g_strdup (path);
  self->circles = g_ptr_array_new_with_free_func ((GDestroyNotify) cen_circle_keys_free);
  if (path == NULL)
    return g_steal_pointer (&self);
  if (!g_file_get_contents (path, &bytes, &len, &local)) {
    if (g_error_matches (local, G_FILE_ERROR, G_FILE_ERROR_NOENT))
      return g_steal_pointer (&self);
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_STORAGE,
                         "The file of your keys cannot be read: check that it is yours.");
    return NULL;
  }
  ok = read_all (self, (const guint8 *) bytes, len, error);
  cen_crypto_wipe (bytes, len);
  return ok ? g_steal_pointer (&self) : NULL;
}

void
cen_secrets_free (CenSecrets *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->circles);
  g_free (self->path);
  g_free (self);
}

static void
put_circle (CenCborWriter *writer, const CenCircleKeys *keys)
{
  cen_cbor_put_array (writer, 6);
  cen_cbor_put_bytes (writer, keys->circle.bytes, CEN_ID_LEN);
  cen_cbor_put_bytes (writer, keys->member.secret, CEN_KEY_LEN);
  cen_cbor_put_bytes (writer, keys->device.secret, CEN_KEY_LEN);
  cen_cbor_put_bytes (writer, keys->box.secret, CEN_KEY_LEN);
  cen_cbor_put_bytes (writer, keys->curve.secret, CEN_KEY_LEN);
  cen_cbor_put_bytes (writer, (const guint8 *) keys->invites->data,
                      keys->invites->len * sizeof (CenInviteSecret));
}

static gboolean
write_whole (int fd, const guint8 *bytes, gsize len)
{
  while (len > 0) {
    gssize n = write (fd, bytes, len);

    if (n < 0 && errno != EINTR)
      return FALSE;
    if (n > 0) {
      bytes += n;
      len -= (gsize) n;
    }
  }
  return fsync (fd) == 0;
}

/* Without this the new name may be lost with the power, and the keys with it. */
static gboolean
sync_folder_of (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int fd = g_open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  gboolean ok = fd >= 0 && fsync (fd) == 0;

  if (fd >= 0)
    close (fd);
  return ok;
}

static gboolean
replace_file (const char *path, const guint8 *bytes, gsize len, GError **error)
{
  g_autofree char *fresh = g_strconcat (path, ".new", NULL);
  int fd = g_open (fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
  /* One left over from a crash may have had another mode. */
  gboolean ok = fd >= 0 && fchmod (fd, 0600) == 0 && write_whole (fd, bytes, len);

  if (fd >= 0)
    ok = close (fd) == 0 && ok;
  ok = ok && g_rename (fresh, path) == 0 && sync_folder_of (path);
  if (!ok) {
    int code = errno;

    g_unlink (fresh);
    g_set_error (error, CEN_ERROR, CEN_ERROR_STORAGE, "Your keys could not be written: %s.",
                 g_strerror (code));
  }
  return ok;
}

static gboolean
save (CenSecrets *self, GError **error)
{
  g_autofree guint8 *buf = NULL;
  CenCborWriter writer;
  gboolean ok;

  if (self->path == NULL)
    return TRUE;
  buf = g_malloc (FILE_MAX);
  cen_cbor_writer_init (&writer, buf, FILE_MAX);
  cen_cbor_put_array (&writer, 2);
  cen_cbor_put_uint (&writer, FILE_VERSION);
  cen_cbor_put_array (&writer, self->circles->len);
  for (guint i = 0; i < self->circles->len; i++)
    put_circle (&writer, self->circles->pdata[i]);
  g_assert (!writer.has_overflowed);
  ok = replace_file (self->path, buf, writer.len, error);
  cen_crypto_wipe (buf, FILE_MAX);
  return ok;
}

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
  if (save (self, error))
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
  return save (self, error);
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
  return save (self, error);
}
