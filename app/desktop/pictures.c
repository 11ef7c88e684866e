/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Two threads wait for answers, so that a page full of pictures does not start a program for each
 * at once, nor takes the threads that others need. What is no longer wanted when its turn comes is
 * dropped. */

#include "pictures.h"

#include "core/shelf.h"

#include <string.h>
#include <unistd.h>

#define THREADS 2

struct Kept {
  char *key;
  CenaclePicture *picture;
  gsize size;
};

static struct {
  CenacleLooker *looker;
  GThreadPool *pool;
  GHashTable *by_key; /* key: a link of the queue */
  GQueue kept;        /* struct Kept, seen last first */
  gsize size;
} all;

/* One picture to come. */
typedef struct {
  CenacleLookRequest request;
  char *key;
  GBytes *bytes; /* either */
  char *path;    /* or this with its reference */
  CenBlobRef ref;
} Job;

static void
picture_clear (gpointer data)
{
  CenaclePicture *self = data;

  g_clear_object (&self->texture);
  g_free (self->text);
}

CenaclePicture *
cenacle_picture_ref (CenaclePicture *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
cenacle_picture_unref (CenaclePicture *self)
{
  g_atomic_rc_box_release_full (self, picture_clear);
}

static CenaclePicture *
picture_new (const CenacleLookAnswer *answer)
{
  CenaclePicture *self = g_atomic_rc_box_new0 (CenaclePicture);

  self->status = answer->status;
  self->is_cut = answer->is_cut;
  self->full_width = answer->full_width;
  self->full_height = answer->full_height;
  self->n_pages = answer->n_pages;
  self->page = answer->page;
  if (answer->form == CENACLE_LOOK_PIXELS)
    self->texture =
        gdk_memory_texture_new ((int) answer->width, (int) answer->height, GDK_MEMORY_R8G8B8A8,
                                answer->bytes, (gsize) answer->width * 4);
  else if (answer->form == CENACLE_LOOK_TEXT)
    self->text =
        g_strndup (g_bytes_get_data (answer->bytes, NULL), g_bytes_get_size (answer->bytes));
  return self;
}

/* --- What is kept --- */

static void
kept_free (struct Kept *kept)
{
  cenacle_picture_unref (kept->picture);
  g_free (kept->key);
  g_free (kept);
}

static CenaclePicture *
find (const char *key)
{
  GList *link = all.by_key != NULL ? g_hash_table_lookup (all.by_key, key) : NULL;

  if (link == NULL)
    return NULL;
  g_queue_unlink (&all.kept, link);
  g_queue_push_head_link (&all.kept, link);
  return cenacle_picture_ref (((struct Kept *) link->data)->picture);
}

static void
keep (const char *key, CenaclePicture *picture, gsize size)
{
  struct Kept *kept;

  if (size > CENACLE_PICTURES_KEPT_MAX || g_hash_table_contains (all.by_key, key))
    return;
  kept = g_new (struct Kept, 1);
  *kept = (struct Kept){ g_strdup (key), cenacle_picture_ref (picture), size };
  g_queue_push_head (&all.kept, kept);
  g_hash_table_insert (all.by_key, kept->key, all.kept.head);
  all.size += size;
  while (all.size > CENACLE_PICTURES_KEPT_MAX) {
    struct Kept *oldest = g_queue_pop_tail (&all.kept);

    all.size -= oldest->size;
    g_hash_table_remove (all.by_key, oldest->key);
    kept_free (oldest);
  }
}

/* --- Jobs --- */

static void
job_free (gpointer data)
{
  Job *job = data;

  g_free (job->key);
  g_clear_pointer (&job->bytes, g_bytes_unref);
  g_free (job->path);
  cen_blob_ref_clear (&job->ref);
  g_free (job);
}

/* On a thread of the pool. */
static void
run (gpointer data, gpointer user_data G_GNUC_UNUSED)
{
  g_autoptr (GTask) task = data;
  const Job *job = g_task_get_task_data (task);
  g_auto (CenacleLookAnswer) answer = { 0 };
  gsize len;
  int file;

  if (g_task_return_error_if_cancelled (task))
    return;
  if (job->bytes == NULL) {
    cenacle_looker_run_blob (all.looker, &job->request, job->path, &job->ref, &answer);
  } else {
    file = cenacle_look_file_from_bytes (g_bytes_get_data (job->bytes, &len),
                                         g_bytes_get_size (job->bytes));
    cenacle_looker_run (all.looker, &job->request, file, &answer);
    if (file >= 0)
      close (file);
  }
  g_task_return_pointer (task, picture_new (&answer), (GDestroyNotify) cenacle_picture_unref);
}

static void
start (void)
{
  if (all.pool != NULL)
    return;
  all.looker = cenacle_looker_new (NULL);
  all.by_key = g_hash_table_new (g_str_hash, g_str_equal);
  all.pool = g_thread_pool_new (run, NULL, THREADS, FALSE, NULL);
}

static void
begin (Job *job, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  CenaclePicture *known;

  start ();
  known = find (job->key);
  g_task_set_task_data (task, job, job_free);
  if (known != NULL)
    g_task_return_pointer (task, known, (GDestroyNotify) cenacle_picture_unref);
  else
    g_thread_pool_push (all.pool, g_steal_pointer (&task), NULL);
}

CenaclePicture *
cenacle_pictures_load_finish (GAsyncResult *result)
{
  const Job *job = g_task_get_task_data (G_TASK (result));
  CenaclePicture *picture = g_task_propagate_pointer (G_TASK (result), NULL);
  gsize size;

  if (picture == NULL)
    return NULL;
  size = sizeof *picture + (picture->text != NULL ? strlen (picture->text) : 0);
  if (picture->texture != NULL)
    size += (gsize) gdk_texture_get_width (picture->texture) *
            (gsize) gdk_texture_get_height (picture->texture) * 4;
  keep (job->key, picture, size);
  return picture;
}

/* --- Small ones --- */

static char *
dup_small_key (GBytes *bytes)
{
  return g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
}

CenaclePicture *
cenacle_pictures_find_small (GBytes *bytes)
{
  g_autofree char *key = dup_small_key (bytes);

  return find (key);
}

void
cenacle_pictures_load_small (GBytes *bytes, GCancellable *cancellable, GAsyncReadyCallback callback,
                             gpointer user_data)
{
  Job *job = g_new0 (Job, 1);

  job->request = (CenacleLookRequest){ .job = CENACLE_LOOK_VIEW,
                                       .width = CEN_BLOB_PREVIEW_SIDE_MAX,
                                       .height = CEN_BLOB_PREVIEW_SIDE_MAX };
  job->key = dup_small_key (bytes);
  job->bytes = g_bytes_ref (bytes);
  begin (job, cancellable, callback, user_data);
}

/* --- Files --- */

gboolean
cenacle_pictures_may_draw (const char *mime)
{
  static const char *const drawn[] = { "image/png", "image/jpeg", "image/gif", "image/webp",
                                       "application/pdf" };

  for (guint i = 0; i < G_N_ELEMENTS (drawn); i++) {
    if (g_ascii_strcasecmp (mime, drawn[i]) == 0)
      return TRUE;
  }
  return FALSE;
}

gboolean
cenacle_pictures_may_show (const char *mime)
{
  g_autofree char *type = g_content_type_from_mime_type (mime);

  return cenacle_pictures_may_draw (mime) ||
         (type != NULL && g_content_type_is_a (type, "text/plain")) ||
         g_str_has_prefix (mime, "text/");
}

static char *
dup_file_key (const CenResource *resource, const CenacleLookRequest *request)
{
  g_autofree char *blob = cen_id_dup_text (&resource->blob);

  return g_strdup_printf ("%s %u %u %u %u", blob, request->width, request->height, request->page,
                          request->max_len);
}

CenaclePicture *
cenacle_pictures_find_file (const CenResource *resource, const CenacleLookRequest *request)
{
  g_autofree char *key = dup_file_key (resource, request);

  return find (key);
}

void
cenacle_pictures_load_file (CenacleCircle *circle, const CenResource *resource,
                            const CenacleLookRequest *request, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data)
{
  Job *job = g_new0 (Job, 1);

  job->request = *request;
  job->key = dup_file_key (resource, request);
  job->path = cen_shelf_dup_path (cenacle_circle_get_store (circle), cenacle_circle_get_id (circle),
                                  &resource->blob);
  job->ref = resource->ref;
  begin (job, cancellable, callback, user_data);
}
