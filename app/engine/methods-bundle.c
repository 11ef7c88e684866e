/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A bundle goes out and in piece by piece: a thread of the pool writes or reads a piece of the
 * file, the node's thread makes or takes it, and between two of them it serves everybody else. */

#include "call.h"

#include "core/bundle.h"

#include <errno.h>
#include <gio/gunixfdlist.h>
#include <string.h>
#include <unistd.h>

#define PIECE_LEN (1 << 20)

typedef struct {
  CenReplica *replica;
  NetNode *node;
  GDBusMethodInvocation *invocation;
  int fd;
  CenId circle;
  CenBundleWriter *writer;
  CenBundleReader *reader;
  GBytes *piece; /* under way */
  gboolean is_over;
  GError *error;
} Passage;

static void
passage_free (Passage *self)
{
  if (self->fd >= 0)
    close (self->fd);
  cen_bundle_writer_free (self->writer);
  cen_bundle_reader_free (self->reader);
  g_clear_pointer (&self->piece, g_bytes_unref);
  g_clear_error (&self->error);
  g_free (self);
}

static void
fail (Passage *self)
{
  cenacle_call_answer (self->invocation, NULL, self->error);
  passage_free (self);
}

static void
set_failed (GError **error, int code)
{
  g_set_error (error, CEN_ERROR, CEN_ERROR_STORAGE, "The bundle could not be read or written: %s.",
               g_strerror (code));
}

static int
take_descriptor (CenacleCall *call, gsize index, GError **error)
{
  GUnixFDList *list =
      g_dbus_message_get_unix_fd_list (g_dbus_method_invocation_get_message (call->invocation));
  gint32 handle;

  g_variant_get_child (call->parameters, index, "h", &handle);
  if (list != NULL && handle >= 0 && handle < g_unix_fd_list_get_length (list))
    return g_unix_fd_list_get (list, handle, error);
  g_set_error_literal (error, CEN_ERROR, CEN_ERROR_INVALID, "No file came with the call.");
  return -1;
}

static Passage *
passage_new (CenacleCall *call, gsize index, GError **error)
{
  int fd = take_descriptor (call, index, error);
  Passage *self;

  if (fd < 0)
    return NULL;
  self = g_new0 (Passage, 1);
  self->replica = call->replica;
  self->node = call->node;
  self->invocation = call->invocation;
  self->fd = fd;
  return self;
}

/* --- Out --- */

static void
write_cb (gpointer work)
{
  Passage *self = work;
  gsize len;
  const guint8 *bytes = g_bytes_get_data (self->piece, &len);

  while (len > 0) {
    gssize n = write (self->fd, bytes, len);

    if (n < 0 && errno != EINTR) {
      set_failed (&self->error, errno);
      return;
    }
    if (n > 0) {
      bytes += n;
      len -= (gsize) n;
    }
  }
}

static void
answer_written (Passage *self)
{
  CenBundleWritten written;

  cen_bundle_writer_get_written (self->writer, &written);
  cenacle_call_answer (self->invocation,
                       g_variant_new ("(uuu)", written.n_ops, written.n_left_out, written.n_files),
                       NULL);
  passage_free (self);
}

static void written_cb (gpointer work);

static void
write_next (Passage *self)
{
  /* The circle may have been forgotten meanwhile. */
  if (cen_replica_find (self->replica, &self->circle) == NULL)
    g_set_error_literal (&self->error, CEN_ERROR, CEN_ERROR_NOT_FOUND,
                         "There is no such circle here.");
  else
    self->piece = cen_bundle_writer_next (self->writer, &self->error);
  if (self->error != NULL)
    fail (self);
  else if (self->piece == NULL)
    answer_written (self);
  else
    net_pool_push (net_node_get_pool (self->node), write_cb, written_cb, self);
}

static void
written_cb (gpointer work)
{
  Passage *self = work;

  g_clear_pointer (&self->piece, g_bytes_unref);
  if (self->error != NULL)
    fail (self);
  else
    write_next (self);
}

static gboolean
read_heads (GVariant *texts, GArray *ret_heads, GError **error)
{
  for (gsize i = 0; i < g_variant_n_children (texts); i++) {
    const char *text;
    CenId id;

    g_variant_get_child (texts, i, "&s", &text);
    if (!cen_id_from_text (&id, text)) {
      g_set_error (error, CEN_ERROR, CEN_ERROR_INVALID, "“%s” is no whole id.", text);
      return FALSE;
    }
    g_array_append_val (ret_heads, id);
  }
  return TRUE;
}

static GVariant *
export_bundle (CenacleCall *call, GError **error)
{
  CenCircle *circle = cenacle_call_get_circle (call, 0, error);
  g_autoptr (GVariant) texts = g_variant_get_child_value (call->parameters, 2);
  g_autoptr (GArray) heads = g_array_new (FALSE, FALSE, sizeof (CenId));
  gboolean has_files;
  Passage *self;

  if (circle == NULL || !read_heads (texts, heads, error))
    return NULL;
  self = passage_new (call, 1, error);
  if (self == NULL)
    return NULL;
  g_variant_get_child (call->parameters, 3, "b", &has_files);
  self->circle = circle->id;
  self->writer = cen_bundle_writer_new (circle, (const CenId *) heads->data, heads->len,
                                        has_files ? CEN_BUNDLE_FILES : CEN_BUNDLE_WORDS, error);
  if (self->writer == NULL)
    passage_free (self);
  else
    write_next (self);
  return NULL;
}

/* --- In --- */

static CenCircle *
find_cb (const guint8 *tag, gpointer user_data)
{
  Passage *self = user_data;

  for (guint i = 0; i < self->replica->circles->len; i++) {
    CenCircle *circle = self->replica->circles->pdata[i];
    guint8 own[16];

    cen_bundle_get_tag (&circle->id, own);
    if (memcmp (own, tag, sizeof own) == 0) {
      self->circle = circle->id;
      return circle;
    }
  }
  return NULL;
}

static void
read_cb (gpointer work)
{
  Passage *self = work;
  guint8 *bytes = g_malloc (PIECE_LEN);
  gssize n;

  do
    n = read (self->fd, bytes, PIECE_LEN);
  while (n < 0 && errno == EINTR);
  if (n < 0)
    set_failed (&self->error, errno);
  self->is_over = n <= 0;
  self->piece = g_bytes_new_take (bytes, n > 0 ? (gsize) n : 0);
}

static void
answer_read (Passage *self)
{
  g_autofree char *circle = NULL;
  CenBundleRead read;

  if (!cen_bundle_reader_finish (self->reader, &read, &self->error)) {
    fail (self);
    return;
  }
  circle = cen_id_dup_text (&read.circle);
  cenacle_call_answer (self->invocation,
                       g_variant_new ("(suuuuub)", circle, read.n_ops, read.n_known, read.n_unread,
                                      read.n_waiting, read.n_files, read.is_whole),
                       NULL);
  passage_free (self);
}

static void
read_done_cb (gpointer work)
{
  Passage *self = work;
  g_autoptr (GBytes) piece = g_steal_pointer (&self->piece);

  if (self->error == NULL && !cen_id_is_zero (&self->circle) &&
      cen_replica_find (self->replica, &self->circle) == NULL)
    g_set_error_literal (&self->error, CEN_ERROR, CEN_ERROR_NOT_FOUND,
                         "There is no such circle here.");
  if (self->error == NULL && !self->is_over)
    cen_bundle_reader_feed (self->reader, g_bytes_get_data (piece, NULL), g_bytes_get_size (piece),
                            &self->error);
  if (self->error != NULL)
    fail (self);
  else if (self->is_over)
    answer_read (self);
  else
    net_pool_push (net_node_get_pool (self->node), read_cb, read_done_cb, self);
}

static GVariant *
import_bundle (CenacleCall *call, GError **error)
{
  Passage *self = passage_new (call, 0, error);

  if (self == NULL)
    return NULL;
  self->reader = cen_bundle_reader_new (find_cb, self);
  net_pool_push (net_node_get_pool (self->node), read_cb, read_done_cb, self);
  return NULL;
}

CenacleMethodFunc
cenacle_methods_bundle_find (const char *name)
{
  if (strcmp (name, "ExportBundle") == 0)
    return export_bundle;
  return strcmp (name, "ImportBundle") == 0 ? import_bundle : NULL;
}
