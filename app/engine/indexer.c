/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The node thread finds what is to be read and writes what was; between stands one thread for each
 * file. It hands over one piece of words after the other and waits until it is written, so that the
 * node thread does its other work between two of them.
 *
 *   look (node) ─► read (own) ─► put … put, finish (node) ─► look (node) … nothing left: idle */

#include "indexer.h"

#include "core/file-index.h"
#include "core/handover.h"
#include "core/shelf.h"

#include <string.h>
#include <unistd.h>

#define START_LEN     4096 /* bytes that tell whether there are words in a file */
#define FILES_AT_ONCE 64   /* known of; the others are found later */

struct _CenacleIndexer {
  CenacleLooker *looker;
  GMutex mutex;
  GCond written;
  CenacleWorker *worker; /* NULL while it does not run; mutex */
  GThread *thread;       /* mutex */
  gboolean is_ending;    /* mutex */
  gboolean is_busy;      /* node thread */
  GArray *unread;        /* CenUnreadFile of one circle, for node thread */
  CenId circle;
};

/* One file. */
typedef struct {
  CenacleIndexer *indexer;
  CenId circle;
  CenId blob;
  CenBlobRef ref;
  char *path;

  /* What is to be written now. */
  const char *text; /* NULL: all is there */
  gsize len;
  guint piece;
  gboolean is_written; /* mutex */
  gboolean goes_on;    /* mutex */
  gboolean is_gone;    /* the file, or its circle; mutex */
} Reading;

static void look (CenReplica *replica, NetNode *node, gpointer data);

static void
reading_free (Reading *reading)
{
  cen_blob_ref_clear (&reading->ref);
  g_free (reading->path);
  g_free (reading);
}

/* FALSE when it ends. */
static gboolean
push (CenacleIndexer *self, CenacleWorkFunc func, gpointer data)
{
  gboolean ok;

  g_mutex_lock (&self->mutex);
  ok = !self->is_ending && self->worker != NULL;
  if (ok)
    cenacle_worker_push (self->worker, func, data);
  g_mutex_unlock (&self->mutex);
  return ok;
}

/* --- Writing, on the node thread --- */

static void
write_piece (CenReplica *replica, NetNode *node G_GNUC_UNUSED, gpointer data)
{
  Reading *reading = data;
  CenacleIndexer *self = reading->indexer;
  CenCircle *circle = cen_replica_find (replica, &reading->circle);
  CenShelfRow row = { .held = CEN_BLOB_ABSENT };
  gboolean is_found, is_gone, ok;

  CEN_TAKE_OVER (reading);
  is_gone = circle == NULL ||
            !cen_shelf_get (circle->store, &circle->id, &reading->blob, &is_found, &row, NULL) ||
            row.held != CEN_BLOB_WHOLE;
  ok = !is_gone &&
       (reading->text != NULL ? cen_file_index_put (circle, &reading->blob, reading->piece,
                                                    reading->text, reading->len, NULL)
                              : cen_file_index_finish (circle, &reading->blob, NULL));
  g_mutex_lock (&self->mutex);
  reading->is_written = TRUE;
  reading->goes_on = ok;
  reading->is_gone = is_gone;
  g_cond_broadcast (&self->written);
  g_mutex_unlock (&self->mutex);
}

/* --- Reading, on a thread of its own --- */

static gboolean
hand_over (Reading *reading, const char *text, gsize len)
{
  CenacleIndexer *self = reading->indexer;
  gboolean goes_on;

  reading->text = text;
  reading->len = len;
  reading->is_written = FALSE;
  CEN_HAND_OVER (reading);
  if (!push (self, write_piece, reading))
    return FALSE;
  g_mutex_lock (&self->mutex);
  while (!reading->is_written)
    g_cond_wait (&self->written, &self->mutex);
  goes_on = reading->goes_on;
  g_mutex_unlock (&self->mutex);
  reading->piece++;
  return goes_on;
}

/* A picture, a film or an archive is not even taken out of its blob. */
static gboolean
may_have_words (const Reading *reading)
{
  g_autoptr (CenBlobReader) reader = cen_blob_reader_open (reading->path, &reading->ref, NULL);
  g_autoptr (GBytes) start = reader != NULL ? cen_blob_reader_read (reader, START_LEN, NULL) : NULL;
  gsize len;
  const guint8 *bytes = start != NULL ? g_bytes_get_data (start, &len) : NULL;

  if (bytes == NULL || len < 2)
    return FALSE;
  return memchr (bytes, 0, len) == NULL || memmem (bytes, len, "%PDF-", 5) != NULL ||
         (bytes[0] == 0xff && bytes[1] == 0xfe) || (bytes[0] == 0xfe && bytes[1] == 0xff);
}

/* FALSE when nobody could be asked, or it ends: then it is read another time. */
static gboolean
read_words (Reading *reading)
{
  const CenacleLookRequest request = { .job = CENACLE_LOOK_WORDS,
                                       .max_len = CENACLE_LOOK_TEXT_MAX };
  g_auto (CenacleLookAnswer) answer = { 0 };
  const char *text;
  gsize len;

  if (!may_have_words (reading))
    return hand_over (reading, NULL, 0) || reading->is_gone;
  if (!cenacle_looker_run_blob (reading->indexer->looker, &request, reading->path, &reading->ref,
                                &answer))
    return FALSE;
  text = answer.form == CENACLE_LOOK_TEXT ? g_bytes_get_data (answer.bytes, &len) : NULL;
  while (text != NULL && len > 0) {
    gsize cut = cen_file_index_cut (text, len);

    if (!hand_over (reading, text, cut))
      return reading->is_gone;
    text += cut;
    len -= cut;
  }
  return hand_over (reading, NULL, 0) || reading->is_gone;
}

/* What is left is found again when files come, or at the next start. */
static void
forget (CenacleIndexer *self)
{
  self->is_busy = FALSE;
  g_array_set_size (self->unread, 0);
}

static void
end_reading (CenReplica *replica, NetNode *node, gpointer data)
{
  CenacleIndexer *self = data;
  GThread *thread;

  g_mutex_lock (&self->mutex);
  thread = g_steal_pointer (&self->thread);
  g_mutex_unlock (&self->mutex);
  if (thread != NULL && GPOINTER_TO_INT (g_thread_join (thread)))
    look (replica, node, self);
  else
    forget (self);
}

static gpointer
read_thread (gpointer data)
{
  Reading *reading = data;
  CenacleIndexer *self = reading->indexer;
  gboolean goes_on;

  CEN_TAKE_OVER (reading);
  goes_on = read_words (reading);
  reading_free (reading);
  push (self, end_reading, self);
  return GINT_TO_POINTER (goes_on);
}

/* --- What is to be read, on the node thread --- */

static gboolean
find_unread (CenacleIndexer *self, CenReplica *replica)
{
  for (guint i = 0; i < replica->circles->len && self->unread->len == 0; i++) {
    CenCircle *circle = replica->circles->pdata[i];
    g_autoptr (GArray) unread = cen_file_index_list_unread (circle, FILES_AT_ONCE, NULL);

    if (unread == NULL || unread->len == 0)
      continue;
    g_array_append_vals (self->unread, unread->data, unread->len);
    self->circle = circle->id;
  }
  return self->unread->len > 0;
}

static Reading *
take_unread (CenacleIndexer *self, CenReplica *replica)
{
  const CenUnreadFile *file;
  Reading *reading;

  if (!find_unread (self, replica))
    return NULL;
  file = &g_array_index (self->unread, CenUnreadFile, self->unread->len - 1);
  reading = g_new0 (Reading, 1);
  reading->indexer = self;
  reading->circle = self->circle;
  reading->blob = file->id;
  reading->ref = file->ref;
  reading->path = cen_shelf_dup_path (replica->store, &self->circle, &file->id);
  g_array_set_size (self->unread, self->unread->len - 1);
  return reading;
}

static void
look (CenReplica *replica, NetNode *node G_GNUC_UNUSED, gpointer data)
{
  CenacleIndexer *self = data;
  Reading *reading = take_unread (self, replica);

  self->is_busy = FALSE;
  if (reading == NULL)
    return;
  g_mutex_lock (&self->mutex);
  if (self->is_ending) {
    reading_free (reading);
  } else {
    CEN_HAND_OVER (reading);
    self->thread = g_thread_new ("words", read_thread, reading);
    self->is_busy = TRUE;
  }
  g_mutex_unlock (&self->mutex);
}

void
cenacle_indexer_note_files (CenacleIndexer *self)
{
  if (!self->is_busy)
    self->is_busy = push (self, look, self);
}

static void
begin (CenReplica *replica G_GNUC_UNUSED, NetNode *node G_GNUC_UNUSED, gpointer data)
{
  cenacle_indexer_note_files (data);
}

/* --- Beginning and end --- */

CenacleIndexer *
cenacle_indexer_new (CenacleLooker *looker)
{
  CenacleIndexer *self = g_new0 (CenacleIndexer, 1);

  self->looker = cenacle_looker_ref (looker);
  self->unread = g_array_new (FALSE, FALSE, sizeof (CenUnreadFile));
  g_mutex_init (&self->mutex);
  g_cond_init (&self->written);
  return self;
}

void
cenacle_indexer_start (CenacleIndexer *self, CenacleWorker *worker)
{
  g_mutex_lock (&self->mutex);
  self->worker = worker;
  g_mutex_unlock (&self->mutex);
  push (self, begin, self);
}

void
cenacle_indexer_stop (CenacleIndexer *self)
{
  GThread *thread;

  g_mutex_lock (&self->mutex);
  self->is_ending = TRUE;
  thread = g_steal_pointer (&self->thread);
  g_mutex_unlock (&self->mutex);
  if (thread != NULL)
    g_thread_join (thread);
}

void
cenacle_indexer_free (CenacleIndexer *self)
{
  if (self == NULL)
    return;
  cenacle_looker_unref (self->looker);
  g_array_unref (self->unread);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->written);
  g_free (self);
}
