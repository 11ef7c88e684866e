/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* head ‖ (length u32 ‖ sealed chunk)…: for each part a chunk CBOR [name, length of the part] and
 * then its bytes in chunks of CEN_BACKUP_CHUNK_MAX, the last one shorter; at the end an empty chunk
 * marked as the last. The head is associated data of the first chunk. Lengths need no seal: a wrong
 * one makes a chunk that does not open. */

#include "backup.h"

#include "cbor.h"
#include "error.h"
#include "safe-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILE_VERSION 1
#define SEALED_MAX   (CEN_BACKUP_CHUNK_MAX + CEN_STREAM_MORE_LEN)
#define WHAT         "The backup could not be written"

G_STATIC_ASSERT (CEN_NONCE_LEN == CEN_STREAM_HEAD_LEN);

static const CenFileKind file_kind = {
  "cen.back",
  FILE_VERSION,
  CEN_SENTENCE ("This file is no backup of Cenacle, or it is damaged."),
  CEN_SENTENCE ("This backup was written by a newer version of Cenacle: update Cenacle."),
};

/* --- Writing --- */

typedef struct {
  CenSafeFile file;
  CenStream *stream;
  guint8 head[CEN_FILE_HEAD_LEN];
  gsize head_len; /* 0 once the first chunk is written */
} Sink;

static void
sink_clear (Sink *self)
{
  cen_safe_file_clear (&self->file);
  cen_stream_free (self->stream);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Sink, sink_clear)

static gboolean
add_chunk (Sink *sink, const guint8 *bytes, gsize len, CenStreamTag tag, GError **error)
{
  guint8 sealed[SEALED_MAX];
  guint32 sealed_len = (guint32) (len + CEN_STREAM_MORE_LEN);
  guint32 length = GUINT32_TO_LE (sealed_len);

  cen_stream_seal (sink->stream, sealed, bytes, len, sink->head, sink->head_len, tag);
  sink->head_len = 0;
  return cen_safe_file_add (&sink->file, &length, sizeof length, WHAT, error) &&
         cen_safe_file_add (&sink->file, sealed, sealed_len, WHAT, error);
}

static gboolean
add_part (Sink *sink, const CenBackupPart *part, GError **error)
{
  guint8 buf[CEN_BACKUP_NAME_MAX + 32];
  CenCborWriter writer;

  g_assert (strlen (part->name) <= CEN_BACKUP_NAME_MAX);
  cen_cbor_writer_init (&writer, buf, sizeof buf);
  cen_cbor_put_array (&writer, 2);
  cen_cbor_put_text (&writer, part->name);
  cen_cbor_put_uint (&writer, part->len);
  if (!add_chunk (sink, buf, writer.len, CEN_STREAM_CHUNK, error))
    return FALSE;
  for (gsize at = 0; at < part->len; at += CEN_BACKUP_CHUNK_MAX) {
    if (!add_chunk (sink, part->bytes + at, MIN (part->len - at, CEN_BACKUP_CHUNK_MAX),
                    CEN_STREAM_CHUNK, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
begin_stream (Sink *sink, CenFileHead *head, const char *passphrase, GError **error)
{
  guint8 key[CEN_KEY_LEN];

  if (!cen_file_head_stretch (head, passphrase, key, error))
    return FALSE;
  cen_file_head_set_key (head, key);
  cen_file_head_write (head, &file_kind, sink->head);
  sink->head_len = sizeof sink->head;
  sink->stream = cen_stream_new (key, head->nonce);
  cen_crypto_wipe (key, sizeof key);
  return TRUE;
}

gboolean
cen_backup_write (const char *path, const char *passphrase, const CenStretchCost *cost,
                  const CenBackupPart *parts, guint n_parts, const CenWorld *world, GError **error)
{
  g_auto (Sink) sink = { 0 };
  CenFileHead head;

  cen_file_head_init (&head, &file_kind, CEN_PROTECTION_PASSPHRASE, cost, world);
  if (!cen_passphrase_check (passphrase, error) ||
      !cen_safe_file_begin (&sink.file, path, WHAT, error) ||
      !begin_stream (&sink, &head, passphrase, error) ||
      !cen_safe_file_add (&sink.file, sink.head, sizeof sink.head, WHAT, error))
    return FALSE;
  for (guint i = 0; i < n_parts; i++) {
    if (!add_part (&sink, &parts[i], error))
      return FALSE;
  }
  return add_chunk (&sink, NULL, 0, CEN_STREAM_LAST, error) &&
         cen_safe_file_finish (&sink.file, WHAT, error);
}

/* --- Reading --- */

typedef struct {
  char *name;
  guint8 *bytes;
  gsize len;
} Part;

struct _CenBackup {
  GPtrArray *parts; /* Part */
};

static void
part_free (gpointer data)
{
  Part *part = data;

  if (part->bytes != NULL)
    cen_crypto_wipe (part->bytes, part->len);
  g_free (part->bytes);
  g_free (part->name);
  g_free (part);
}

void
cen_backup_free (CenBackup *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->parts);
  g_free (self);
}

gboolean
cen_backup_get (const CenBackup *self, const char *name, CenBackupPart *ret_part)
{
  for (guint i = 0; i < self->parts->len; i++) {
    const Part *part = self->parts->pdata[i];

    if (strcmp (part->name, name) == 0) {
      *ret_part = (CenBackupPart){ part->name, part->bytes, part->len };
      return TRUE;
    }
  }
  return FALSE;
}

/* An open file, or bytes. */
typedef struct {
  int fd; /* -1 for bytes */
  const guint8 *bytes;
  gsize n_left;
  CenStream *stream;
  guint8 head[CEN_FILE_HEAD_LEN];
  gsize head_len; /* 0 once the first chunk was opened */
} Source;

static void
source_clear (Source *self)
{
  if (self->fd >= 0)
    close (self->fd);
  cen_stream_free (self->stream);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Source, source_clear)

static gboolean
set_invalid (GError **error, const char *sentence)
{
  g_set_error_literal (error, CEN_ERROR, CEN_ERROR_INVALID, sentence);
  return FALSE;
}

static gboolean
set_damaged (GError **error)
{
  return set_invalid (error, "This backup is damaged: it cannot be restored.");
}

static gboolean
set_cut (GError **error)
{
  return set_invalid (error, "This backup is cut short: its end is missing.");
}

static gboolean
set_unreadable (GError **error)
{
  g_set_error_literal (error, CEN_ERROR, CEN_ERROR_STORAGE,
                       "The backup cannot be read: check that it is a file of yours.");
  return FALSE;
}

/* As many of @len bytes as there are. */
static gboolean
take (Source *source, guint8 *ret_bytes, gsize len, gsize *ret_n, GError **error)
{
  gsize n = 0;

  if (source->fd < 0) {
    n = MIN (len, source->n_left);
    if (n > 0)
      memcpy (ret_bytes, source->bytes, n);
    source->bytes += n;
  }
  while (source->fd >= 0 && n < len) {
    gssize got = read (source->fd, ret_bytes + n, len - n);

    if (got == 0)
      break;
    if (got < 0 && errno != EINTR)
      return set_unreadable (error);
    if (got > 0)
      n += (gsize) got;
  }
  source->n_left -= MIN (n, source->n_left);
  *ret_n = n;
  return TRUE;
}

/* The next chunk into @ret_plain, which holds CEN_BACKUP_CHUNK_MAX bytes. */
static gboolean
take_chunk (Source *source, guint8 *ret_plain, gsize *ret_len, CenStreamTag *ret_tag,
            GError **error)
{
  guint8 sealed[SEALED_MAX];
  guint32 len;
  gsize n;

  if (!take (source, (guint8 *) &len, sizeof len, &n, error))
    return FALSE;
  if (n < sizeof len)
    return set_cut (error);
  len = GUINT32_FROM_LE (len);
  if (len < CEN_STREAM_MORE_LEN || len > SEALED_MAX)
    return set_damaged (error);
  if (!take (source, sealed, len, &n, error))
    return FALSE;
  if (n < len)
    return set_cut (error);
  if (!cen_stream_open (source->stream, ret_plain, sealed, len, source->head, source->head_len,
                        ret_tag))
    return set_damaged (error);
  source->head_len = 0;
  *ret_len = len - CEN_STREAM_MORE_LEN;
  return TRUE;
}

/* A part of whose bytes there are none yet. */
static Part *
begin_part (const Source *source, const guint8 *bytes, gsize len, GError **error)
{
  CenCborReader reader;
  g_autofree char *name = NULL;
  guint64 n, part_len;
  Part *part;

  cen_cbor_reader_init (&reader, bytes, len);
  if (!cen_cbor_enter_array (&reader, &n) || n != 2 ||
      (name = cen_cbor_read_dup_text (&reader, CEN_BACKUP_NAME_MAX)) == NULL ||
      !cen_cbor_read_uint (&reader, &part_len) || !cen_cbor_leave (&reader) ||
      !cen_cbor_finish (&reader)) {
    set_damaged (error);
    return NULL;
  }
  if (part_len > source->n_left) {
    set_cut (error);
    return NULL;
  }
  part = g_new0 (Part, 1);
  part->name = g_steal_pointer (&name);
  part->len = (gsize) part_len;
  part->bytes = g_try_malloc0 (MAX (part->len, 1));
  if (part->bytes != NULL)
    return part;
  part_free (part);
  g_set_error_literal (error, CEN_ERROR, CEN_ERROR_STORAGE,
                       "There is not enough memory to read this backup: close something else "
                       "first.");
  return NULL;
}

static gboolean
fill_part (Source *source, Part *part, guint8 *plain, GError **error)
{
  CenStreamTag tag;
  gsize len;

  for (gsize at = 0; at < part->len; at += len) {
    if (!take_chunk (source, plain, &len, &tag, error))
      return FALSE;
    if (tag != CEN_STREAM_CHUNK || len == 0 || len > part->len - at)
      return set_damaged (error);
    memcpy (part->bytes + at, plain, len);
  }
  return TRUE;
}

static gboolean
read_parts (Source *source, CenBackup *backup, guint8 *plain, GError **error)
{
  CenStreamTag tag;
  Part *part;
  gsize len;

  while (TRUE) {
    if (!take_chunk (source, plain, &len, &tag, error))
      return FALSE;
    if (tag == CEN_STREAM_LAST)
      break;
    if (backup->parts->len == CEN_BACKUP_PARTS_MAX)
      return set_damaged (error);
    part = begin_part (source, plain, len, error);
    if (part == NULL)
      return FALSE;
    g_ptr_array_add (backup->parts, part);
    if (!fill_part (source, part, plain, error))
      return FALSE;
  }
  /* Nothing may stand behind the end. */
  if (!take (source, plain, 1, &len, error))
    return FALSE;
  return len == 0 || set_damaged (error);
}

static CenBackup *
read_stream (Source *source, const CenFileHead *head, const guint8 key[static CEN_KEY_LEN],
             GError **error)
{
  g_autoptr (CenBackup) self = g_new0 (CenBackup, 1);
  guint8 *plain = g_malloc (CEN_BACKUP_CHUNK_MAX);
  gboolean ok;

  self->parts = g_ptr_array_new_with_free_func (part_free);
  source->stream = cen_stream_new (key, head->nonce);
  source->head_len = sizeof source->head;
  ok = read_parts (source, self, plain, error);
  cen_crypto_wipe (plain, CEN_BACKUP_CHUNK_MAX);
  g_free (plain);
  return ok ? g_steal_pointer (&self) : NULL;
}

static gboolean
read_head (Source *source, CenFileHead *ret_head, GError **error)
{
  gsize n;

  if (!take (source, source->head, sizeof source->head, &n, error))
    return FALSE;
  if (n >= CEN_FILE_MAGIC_LEN && n < sizeof source->head &&
      memcmp (source->head, file_kind.magic, CEN_FILE_MAGIC_LEN) == 0 &&
      (n == CEN_FILE_MAGIC_LEN || source->head[CEN_FILE_MAGIC_LEN] <= FILE_VERSION))
    return set_cut (error);
  if (!cen_file_head_read (ret_head, &file_kind, source->head, n, error))
    return FALSE;
  return ret_head->protection == CEN_PROTECTION_PASSPHRASE ||
         set_invalid (error, file_kind.damaged);
}

CenBackup *
cen_backup_parse (const guint8 *bytes, gsize len, const guint8 key[static CEN_KEY_LEN],
                  GError **error)
{
  g_auto (Source) source = { .fd = -1, .bytes = bytes, .n_left = len };
  CenFileHead head;

  if (!read_head (&source, &head, error))
    return NULL;
  if (!cen_file_head_is_key (&head, key)) {
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_REFUSED,
                         "This is not the passphrase: try again.");
    return NULL;
  }
  return read_stream (&source, &head, key, error);
}

static gboolean
open_file (const char *path, Source *ret_source, GError **error)
{
  struct stat info;

  ret_source->fd = g_open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK, 0);
  if (ret_source->fd < 0 && errno == ENOENT) {
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_NOT_FOUND, "There is no such file.");
    return FALSE;
  }
  if (ret_source->fd < 0 || fstat (ret_source->fd, &info) != 0 || !S_ISREG (info.st_mode))
    return set_unreadable (error);
  ret_source->n_left = (gsize) info.st_size;
  return TRUE;
}

CenBackup *
cen_backup_read (const char *path, const char *passphrase, GError **error)
{
  g_auto (Source) source = { .fd = -1 };
  guint8 key[CEN_KEY_LEN];
  CenFileHead head;
  CenBackup *backup;

  if (!open_file (path, &source, error) || !read_head (&source, &head, error) ||
      !cen_file_head_open (&head, passphrase, key, error))
    return NULL;
  backup = read_stream (&source, &head, key, error);
  cen_crypto_wipe (key, sizeof key);
  return backup;
}
