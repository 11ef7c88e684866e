/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What was told is a private note about the pair, the time at which it was due: so it is told once,
 * also after a restart and on several devices. */

#include "checkin-watch.h"

#include "core/pairs.h"
#include "core/private-notes.h"

#include <glib/gi18n.h>

struct _CenacleCheckinWatch {
  GObject parent;
  GApplication *application; /* owns us */
  CenacleClient *client;
  GCancellable *cancellable;
  guint source;
  gboolean is_reading;
  GHashTable *shown; /* char *: names of the notifications that show */
};

G_DEFINE_FINAL_TYPE (CenacleCheckinWatch, cenacle_checkin_watch, G_TYPE_OBJECT)

/* --- What is due, read on the query worker --- */

typedef struct {
  CenId circle;
  CenId pair;
  char *goal;
  char *other; /* a name */
  gint64 due_ms;
  gboolean was_told;
} Due;

static void
due_free (gpointer data)
{
  Due *due = data;

  g_free (due->goal);
  g_free (due->other);
  g_free (due);
}

static char *
dup_name (GPtrArray *members, const CenId *id)
{
  for (guint i = 0; i < members->len; i++) {
    const CenMemberRow *member = members->pdata[i];

    if (cen_id_equal (&member->id, id))
      return g_strdup (member->name);
  }
  return g_strdup ("");
}

static gboolean
read_circle (GPtrArray *all, CenStore *store, const CenId *circle, gint64 now_ms, GError **error)
{
  g_autoptr (GPtrArray) pairs = cen_pairs_list_due (store, circle, now_ms, error);
  g_autoptr (GHashTable) told =
      pairs != NULL ? cen_private_list (store, circle, CEN_PRIVATE_TOLD, error) : NULL;
  g_autoptr (GPtrArray) members = told != NULL ? cen_query_members (store, circle, error) : NULL;

  for (guint i = 0; members != NULL && i < pairs->len; i++) {
    const CenPairDue *pair = pairs->pdata[i];
    g_autofree char *when = g_strdup_printf ("%" G_GINT64_FORMAT, pair->due_ms);
    Due *due = g_new0 (Due, 1);

    due->circle = *circle;
    due->pair = pair->pair;
    due->goal = g_strdup (pair->goal);
    due->other = dup_name (members, &pair->other);
    due->due_ms = pair->due_ms;
    due->was_told = g_strcmp0 (g_hash_table_lookup (told, &pair->pair), when) == 0;
    g_ptr_array_add (all, due);
  }
  return members != NULL;
}

static gpointer
read_on_worker (CenStore *store, gpointer data, GError **error)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (due_free);
  g_autoptr (GPtrArray) circles = cen_query_circles (store, error);
  const gint64 *now_ms = data;

  for (guint i = 0; circles != NULL && i < circles->len; i++) {
    if (!read_circle (all, store, &((const CenCircleRow *) circles->pdata[i])->id, *now_ms, error))
      return NULL;
  }
  return circles != NULL ? g_steal_pointer (&all) : NULL;
}

/* --- Telling --- */

static char *
dup_notification_name (const Due *due)
{
  g_autofree char *pair = cen_id_dup_text (&due->pair);

  return g_strdup_printf ("checkin-%s", pair);
}

static void
tell (CenacleCheckinWatch *self, const Due *due, const char *name)
{
  CenacleEngine1 *engine = cenacle_client_get_engine (self->client);
  g_autofree char *title = g_strdup_printf (_ ("How does it go with %s?"), due->other);
  g_autoptr (GNotification) notification = g_notification_new (title);
  g_autofree char *circle = cen_id_dup_text (&due->circle);
  g_autofree char *pair = cen_id_dup_text (&due->pair);
  g_autofree char *when = g_strdup_printf ("%" G_GINT64_FORMAT, due->due_ms);

  if (engine == NULL)
    return;
  g_notification_set_body (notification, due->goal);
  g_notification_set_default_action_and_target (notification, "app.open-object", "(ss)", circle,
                                                pair);
  g_application_send_notification (self->application, name, notification);
  cenacle_engine1_call_set_private (engine, circle, pair, CEN_PRIVATE_TOLD, when, NULL, NULL, NULL);
}

static void
take_back (CenacleCheckinWatch *self, GHashTable *due)
{
  GHashTableIter iter;
  gpointer name;

  g_hash_table_iter_init (&iter, self->shown);
  while (g_hash_table_iter_next (&iter, &name, NULL)) {
    if (g_hash_table_contains (due, name))
      continue;
    g_application_withdraw_notification (self->application, name);
    g_hash_table_iter_remove (&iter);
  }
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) all = cenacle_client_query_finish (result, &error);
  g_autoptr (GHashTable) due = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  (void) source;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  CenacleCheckinWatch *self = user_data;

  self->is_reading = FALSE;
  for (guint i = 0; all != NULL && i < all->len; i++) {
    const Due *one = all->pdata[i];
    char *name = dup_notification_name (one);

    g_hash_table_add (due, name);
    if (one->was_told || g_hash_table_contains (self->shown, name))
      continue;
    tell (self, one, name);
    g_hash_table_add (self->shown, g_strdup (name));
  }
  if (all != NULL)
    take_back (self, due);
}

static gboolean
look_cb (gpointer data)
{
  CenacleCheckinWatch *self = data;
  CenacleQuery query = { read_on_worker, NULL, g_free, (GDestroyNotify) g_ptr_array_unref };
  gint64 now_ms = g_get_real_time () / 1000;

  if (self->is_reading || cenacle_client_get_state (self->client) != CENACLE_CLIENT_CONNECTED)
    return G_SOURCE_CONTINUE;
  self->is_reading = TRUE;
  query.data = g_memdup2 (&now_ms, sizeof now_ms);
  cenacle_client_query_async (self->client, &query, self->cancellable, read_cb, self);
  return G_SOURCE_CONTINUE;
}

static void
cenacle_checkin_watch_dispose (GObject *object)
{
  CenacleCheckinWatch *self = CENACLE_CHECKIN_WATCH (object);

  g_clear_handle_id (&self->source, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->client);
  G_OBJECT_CLASS (cenacle_checkin_watch_parent_class)->dispose (object);
}

static void
cenacle_checkin_watch_finalize (GObject *object)
{
  CenacleCheckinWatch *self = CENACLE_CHECKIN_WATCH (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->shown, g_hash_table_unref);
  G_OBJECT_CLASS (cenacle_checkin_watch_parent_class)->finalize (object);
}

static void
cenacle_checkin_watch_class_init (CenacleCheckinWatchClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cenacle_checkin_watch_dispose;
  G_OBJECT_CLASS (klass)->finalize = cenacle_checkin_watch_finalize;
}

static void
cenacle_checkin_watch_init (CenacleCheckinWatch *self)
{
  self->cancellable = g_cancellable_new ();
  self->shown = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

CenacleCheckinWatch *
cenacle_checkin_watch_new (GApplication *application, CenacleClient *client)
{
  CenacleCheckinWatch *self = g_object_new (CENACLE_TYPE_CHECKIN_WATCH, NULL);

  self->application = application;
  self->client = g_object_ref (client);
  self->source = g_timeout_add_seconds (CENACLE_CHECKIN_LOOK_S, look_cb, self);
  return self;
}
