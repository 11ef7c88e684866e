/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/backup.h"
#include "core/cbor.h"
#include "tests/support/world.h"

#include <glib/gstdio.h>
#include <string.h>

#define PASSPHRASE "four words or five"

static const CenStretchCost cheap = { 1, 8 };

typedef struct {
  TestWorld *world;
  char *dir;
  char *path;
} Place;

static void
begin (Place *place)
{
  place->world = test_world_new (1);
  place->dir = g_dir_make_tmp ("cenacle-backup-XXXXXX", NULL);
  place->path = g_build_filename (place->dir, "backup", NULL);
}

static void
place_clear (Place *place)
{
  g_unlink (place->path);
  g_assert_cmpint (g_rmdir (place->dir), ==, 0); /* nothing else was left there */
  g_free (place->path);
  g_free (place->dir);
  test_world_free (place->world);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Place, place_clear)

static void
write_parts (Place *place, const CenBackupPart *parts, guint n_parts)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (cen_backup_write (place->path, PASSPHRASE, &cheap, parts, n_parts,
                                   &place->world->world, &error));
  g_assert_no_error (error);
}

static void
test_round_trip (void)
{
  static const gsize lens[] = { 0,
                                1,
                                CEN_BACKUP_CHUNK_MAX - 1,
                                CEN_BACKUP_CHUNK_MAX,
                                CEN_BACKUP_CHUNK_MAX + 1,
                                3 * CEN_BACKUP_CHUNK_MAX };
  g_auto (Place) place = { 0 };
  CenBackupPart parts[G_N_ELEMENTS (lens)];
  g_autofree guint8 *bytes = g_malloc (3 * CEN_BACKUP_CHUNK_MAX);
  g_autoptr (CenBackup) backup = NULL;
  g_autoptr (GError) error = NULL;
  char names[G_N_ELEMENTS (lens)][16];
  GStatBuf info;

  begin (&place);
  for (gsize i = 0; i < 3 * CEN_BACKUP_CHUNK_MAX; i++)
    bytes[i] = (guint8) (i * 31 + i / 256);
  for (guint i = 0; i < G_N_ELEMENTS (lens); i++) {
    g_snprintf (names[i], sizeof names[i], "blobs/%u", i);
    parts[i] = (CenBackupPart){ names[i], bytes, lens[i] };
  }
  write_parts (&place, parts, G_N_ELEMENTS (parts));
  g_assert_cmpint (g_stat (place.path, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 0777, ==, 0600);
  backup = cen_backup_read (place.path, PASSPHRASE, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (lens); i++) {
    CenBackupPart part;

    g_assert_true (cen_backup_get (backup, names[i], &part));
    g_assert_cmpmem (part.bytes, part.len, parts[i].bytes, parts[i].len);
    g_assert_false (cen_backup_get (backup, "other", &part));
  }
}

static void
assert_fails (Place *place, const char *bytes, gsize len, CenError code, const char *sentence)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (place->path, bytes, (gssize) len, NULL));
  g_assert_null (cen_backup_read (place->path, PASSPHRASE, &error));
  g_assert_error (error, CEN_ERROR, (gint) code);
  if (sentence != NULL)
    g_assert_cmpstr (error->message, ==, sentence);
}

static char *
make_small (Place *place, gsize *ret_len)
{
  const CenBackupPart parts[] = { { "secrets", (const guint8 *) "abc", 3 },
                                  { "replica.db", (const guint8 *) "defgh", 5 } };
  char *bytes = NULL;

  write_parts (place, parts, G_N_ELEMENTS (parts));
  g_assert_true (g_file_get_contents (place->path, &bytes, ret_len, NULL));
  return bytes;
}

/* Cut anywhere: told as cut, once it can be seen what it was. */
static void
test_cut (void)
{
  g_auto (Place) place = { 0 };
  g_autofree char *bytes = NULL;
  gsize len;

  begin (&place);
  bytes = make_small (&place, &len);
  for (gsize i = 0; i < len; i++)
    assert_fails (&place, bytes, i, CEN_ERROR_INVALID,
                  i >= CEN_FILE_MAGIC_LEN ? "This backup is cut short: its end is missing."
                                          : "This file is no backup of Cenacle, or it is damaged.");
}

static void
test_altered (void)
{
  g_auto (Place) place = { 0 };
  g_autofree char *bytes = NULL;
  g_autofree char *longer = NULL;
  gsize len;

  begin (&place);
  bytes = make_small (&place, &len);
  for (gsize i = 0; i < len; i++) {
    bytes[i] ^= 0x20;
    assert_fails (&place, bytes, len, i == CEN_FILE_MAGIC_LEN ? CEN_ERROR_NEWER : CEN_ERROR_INVALID,
                  NULL);
    bytes[i] ^= 0x20;
  }
  longer = g_malloc0 (len + 1);
  memcpy (longer, bytes, len);
  assert_fails (&place, longer, len + 1, CEN_ERROR_INVALID,
                "This backup is damaged: it cannot be restored.");
}

/* Chunks that are whole but in another order, or of another backup with the same passphrase. */
static void
test_rearranged (void)
{
  g_auto (Place) place = { 0 };
  g_autofree char *one = NULL;
  g_autofree char *other = NULL;
  g_autofree char *mixed = NULL;
  gsize len, other_len;

  begin (&place);
  one = make_small (&place, &len);
  other = make_small (&place, &other_len);
  g_assert_cmpuint (len, ==, other_len);
  mixed = g_memdup2 (one, len);
  memcpy (mixed + CEN_FILE_HEAD_LEN, other + CEN_FILE_HEAD_LEN, len - CEN_FILE_HEAD_LEN);
  assert_fails (&place, mixed, len, CEN_ERROR_INVALID, NULL);
}

/* As many parts as there may be, and with a name as long as it may be; not one more. */
static void
test_parts_max (void)
{
  g_auto (Place) place = { 0 };
  g_autofree char *longest = g_strnfill (CEN_BACKUP_NAME_MAX, 'n');
  g_autofree CenBackupPart *parts = g_new0 (CenBackupPart, CEN_BACKUP_PARTS_MAX + 1);
  g_autoptr (CenBackup) backup = NULL;
  g_autoptr (GError) error = NULL;
  CenBackupPart last;

  begin (&place);
  for (guint i = 0; i <= CEN_BACKUP_PARTS_MAX; i++)
    parts[i].name = i == CEN_BACKUP_PARTS_MAX - 1 ? longest : "none";
  write_parts (&place, parts, CEN_BACKUP_PARTS_MAX);
  backup = cen_backup_read (place.path, PASSPHRASE, &error);
  g_assert_no_error (error);
  g_assert_true (cen_backup_get (backup, longest, &last));
  g_assert_cmpuint (last.len, ==, 0);
  write_parts (&place, parts, CEN_BACKUP_PARTS_MAX + 1);
  g_assert_null (cen_backup_read (place.path, PASSPHRASE, &error));
  g_assert_error (error, CEN_ERROR, CEN_ERROR_INVALID);
}

static gboolean
takes_name (guint name_len)
{
  CenFileHead head = { .version = 1, .protection = CEN_PROTECTION_PASSPHRASE, .cost = cheap };
  const CenFileKind kind = { "cen.back", 1, "", "" };
  const guint8 key[CEN_KEY_LEN] = { 7 };
  g_autoptr (CenStream) stream = cen_stream_new (key, head.nonce);
  g_autoptr (GByteArray) file = g_byte_array_new ();
  g_autoptr (CenBackup) backup = NULL;
  g_autofree char *name = g_strnfill (name_len, 'n');
  guint8 part[CEN_BACKUP_NAME_MAX + 32], sealed[sizeof part + CEN_STREAM_MORE_LEN];
  CenCborWriter writer;

  cen_file_head_set_key (&head, key);
  g_byte_array_set_size (file, CEN_FILE_HEAD_LEN);
  cen_file_head_write (&head, &kind, file->data);
  cen_cbor_writer_init (&writer, part, sizeof part);
  cen_cbor_put_array (&writer, 2);
  cen_cbor_put_text (&writer, name);
  cen_cbor_put_uint (&writer, 0);
  for (guint i = 0; i < 2; i++) {
    gsize len = i == 0 ? writer.len : 0;
    guint32 length = GUINT32_TO_LE ((guint32) (len + CEN_STREAM_MORE_LEN));

    cen_stream_seal (stream, sealed, part, len, i == 0 ? file->data : NULL,
                     i == 0 ? CEN_FILE_HEAD_LEN : 0, i == 0 ? CEN_STREAM_CHUNK : CEN_STREAM_LAST);
    g_byte_array_append (file, (const guint8 *) &length, sizeof length);
    g_byte_array_append (file, sealed, (guint) (len + CEN_STREAM_MORE_LEN));
  }
  backup = cen_backup_parse (file->data, file->len, key, NULL);
  return backup != NULL;
}

static void
test_name_max (void)
{
  g_assert_true (takes_name (CEN_BACKUP_NAME_MAX));
  g_assert_false (takes_name (CEN_BACKUP_NAME_MAX + 1));
}

static void
test_passphrase (void)
{
  g_auto (Place) place = { 0 };
  g_autofree char *bytes = NULL;
  g_autofree char *again = NULL;
  g_autoptr (GError) error = NULL;
  const CenBackupPart part = { "secrets", (const guint8 *) "abc", 3 };
  gsize len, again_len;

  begin (&place);
  bytes = make_small (&place, &len);
  g_assert_null (cen_backup_read (place.path, "four words or sixx", &error));
  g_assert_error (error, CEN_ERROR, CEN_ERROR_REFUSED);
  g_clear_error (&error);
  g_assert_false (
      cen_backup_write (place.path, "seven77", &cheap, &part, 1, &place.world->world, &error));
  g_assert_error (error, CEN_ERROR, CEN_ERROR_REFUSED);
  /* The one that was there is untouched. */
  g_assert_true (g_file_get_contents (place.path, &again, &again_len, NULL));
  g_assert_cmpmem (bytes, len, again, again_len);
}

static void
test_places (void)
{
  g_auto (Place) place = { 0 };
  g_autofree char *nowhere = NULL;
  g_autoptr (GError) error = NULL;
  const CenBackupPart part = { "secrets", (const guint8 *) "abc", 3 };

  begin (&place);
  g_assert_null (cen_backup_read (place.path, PASSPHRASE, &error));
  g_assert_error (error, CEN_ERROR, CEN_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (cen_backup_read (place.dir, PASSPHRASE, &error));
  g_assert_error (error, CEN_ERROR, CEN_ERROR_STORAGE);
  g_clear_error (&error);
  nowhere = g_build_filename (place.dir, "none", "backup", NULL);
  g_assert_false (
      cen_backup_write (nowhere, PASSPHRASE, &cheap, &part, 1, &place.world->world, &error));
  g_assert_error (error, CEN_ERROR, CEN_ERROR_STORAGE);
}

int
main (int argc, char **argv)
{
  cen_crypto_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/backup/round-trip", test_round_trip);
  g_test_add_func ("/backup/cut", test_cut);
  g_test_add_func ("/backup/altered", test_altered);
  g_test_add_func ("/backup/rearranged", test_rearranged);
  g_test_add_func ("/backup/parts-max", test_parts_max);
  g_test_add_func ("/backup/name-max", test_name_max);
  g_test_add_func ("/backup/passphrase", test_passphrase);
  g_test_add_func ("/backup/places", test_places);
  return g_test_run ();
}
