/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What was told is a private note about the pair, the time at which it was due: so it is told once,
 * also after a restart and on several devices. */

#include "checkin-watch.h"

#include "due-watch.h"

#include "core/pairs.h"
#include "core/private-notes.h"

#include <glib/gi18n.h>

struct _CenacleCheckinWatch {
  GObject parent;
  GApplication *application; /* owns us */
  CenacleClient *client;
  CenacleDueWatch *watch;
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
read_due (CenStore *store, gint64 now_ms, GError **error)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (due_free);
  g_autoptr (GPtrArray) circles = cen_query_circles (store, error);

  for (guint i = 0; circles != NULL && i < circles->len; i++) {
    if (!read_circle (all, store, &((const CenCircleRow *) circles->pdata[i])->id, now_ms, error))
      return NULL;
  }
  return circles != NULL ? g_steal_pointer (&all) : NULL;
}

static void
free_due (gpointer answer)
{
  g_ptr_array_unref (answer);
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
  g_autoptr (GNotification) notification =
      cenacle_due_watch_dup_notification (title, due->goal, &due->circle, &due->pair);
  g_autofree char *circle = cen_id_dup_text (&due->circle);
  g_autofree char *pair = cen_id_dup_text (&due->pair);
  g_autofree char *when = g_strdup_printf ("%" G_GINT64_FORMAT, due->due_ms);

  if (engine == NULL)
    return;
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
look (gpointer answer, gpointer user_data)
{
  CenacleCheckinWatch *self = user_data;
  GPtrArray *all = answer;
  g_autoptr (GHashTable) due = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < all->len; i++) {
    const Due *one = all->pdata[i];
    char *name = dup_notification_name (one);

    g_hash_table_add (due, name);
    if (one->was_told || g_hash_table_contains (self->shown, name))
      continue;
    tell (self, one, name);
    g_hash_table_add (self->shown, g_strdup (name));
  }
  take_back (self, due);
}

static void
cenacle_checkin_watch_dispose (GObject *object)
{
  CenacleCheckinWatch *self = CENACLE_CHECKIN_WATCH (object);

  g_clear_pointer (&self->watch, cenacle_due_watch_free);
  g_clear_object (&self->client);
  G_OBJECT_CLASS (cenacle_checkin_watch_parent_class)->dispose (object);
}

static void
cenacle_checkin_watch_finalize (GObject *object)
{
  CenacleCheckinWatch *self = CENACLE_CHECKIN_WATCH (object);

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
  self->shown = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

CenacleCheckinWatch *
cenacle_checkin_watch_new (GApplication *application, CenacleClient *client)
{
  static const CenacleDueKind kind = { CENACLE_CHECKIN_LOOK_S, read_due, free_due, look };
  CenacleCheckinWatch *self = g_object_new (CENACLE_TYPE_CHECKIN_WATCH, NULL);

  self->application = application;
  self->client = g_object_ref (client);
  self->watch = cenacle_due_watch_new (client, &kind, self);
  return self;
}
