/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* `after` is the row of the log from which on things are new. It moves when they were told, so what
 * comes in the quiet hours, or while one reads are away, waits and is told after them if it was not
 * read meanwhile. What came before the process did is not told: Home shows that. */

#include "tell-watch.h"

#include "app/control/telling.h"
#include "message.h"

#define LOOK_DELAY_MS 400 /* what comes at once is told at once, and what is in view gets read */
#define LOOK_S        60  /* the quiet hours may have ended */

struct _CenacleTellWatch {
  GObject parent;
  GApplication *application; /* owns us */
  CenacleClient *client;
  GSettings *settings;
  CenacleTelling *telling;
  CenacleTellLooks looks;
  gpointer looks_data;
  GCancellable *cancellable;
  gint64 after; /* -1: not known yet */
  guint source;
  guint clock_source;
  gboolean is_reading;
  gboolean looks_again;
};

G_DEFINE_FINAL_TYPE (CenacleTellWatch, cenacle_tell_watch, G_TYPE_OBJECT)

/* --- What is new, read on the query worker --- */

typedef struct {
  gint64 after;
  GArray *shown; /* CenacleTold */
} Question;

typedef struct {
  gint64 end;
  GPtrArray *news;
  GArray *open; /* CenId of what shows and is still worth it */
} Answer;

static void
question_free (gpointer data)
{
  Question *question = data;

  g_array_unref (question->shown);
  g_free (question);
}

static void
answer_free (gpointer data)
{
  Answer *answer = data;

  if (answer == NULL)
    return;
  g_clear_pointer (&answer->news, g_ptr_array_unref);
  g_clear_pointer (&answer->open, g_array_unref);
  g_free (answer);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Answer, answer_free)

static gpointer
read_on_worker (CenStore *store, gpointer data, GError **error)
{
  const Question *question = data;
  g_autoptr (Answer) answer = g_new0 (Answer, 1);

  /* The end first: what comes between is new the next time. */
  if (!cen_news_find_end (store, &answer->end, error))
    return NULL;
  answer->news = question->after >= 0 && question->after < answer->end
                     ? cen_news_read (store, question->after, error)
                     : g_ptr_array_new ();
  if (answer->news == NULL)
    return NULL;
  answer->open = g_array_new (FALSE, FALSE, sizeof (CenId));
  for (guint i = 0; i < question->shown->len; i++) {
    const CenacleTold *told = &g_array_index (question->shown, CenacleTold, i);

    if (cen_news_is_open (store, &told->circle, &told->object))
      g_array_append_val (answer->open, told->object);
  }
  return g_steal_pointer (&answer);
}

/* --- Telling --- */

static gboolean
is_quiet (CenacleTellWatch *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  guint minute = (guint) (g_date_time_get_hour (now) * 60 + g_date_time_get_minute (now));

  return g_settings_get_boolean (self->settings, "has-quiet-hours") &&
         cenacle_telling_is_quiet (g_settings_get_uint (self->settings, "quiet-from"),
                                   g_settings_get_uint (self->settings, "quiet-until"), minute);
}

static gboolean
is_looked_at (CenacleTellWatch *self, const CenNewsRow *row)
{
  const CenId *place = row->why == CEN_NEWS_LETTER ? &row->author : &row->channel;

  return self->looks (&row->circle, row->kind, place, self->looks_data);
}

static void
show_cb (const CenacleTold *told, gpointer user_data)
{
  CenacleTellWatch *self = user_data;
  g_autoptr (GNotification) notification = g_notification_new (told->title);
  g_autofree char *circle = cen_id_dup_text (&told->circle);
  g_autofree char *object = cen_id_dup_text (&told->object);

  g_notification_set_body (notification, told->body);
  g_notification_set_category (notification, "im.received");
  g_notification_set_default_action_and_target (notification, "app.open-object", "(ss)", circle,
                                                object);
  g_application_send_notification (self->application, told->name, notification);
}

static void
withdraw_cb (const char *name, gpointer user_data)
{
  CenacleTellWatch *self = user_data;

  g_application_withdraw_notification (self->application, name);
}

typedef struct {
  CenacleTellWatch *self;
  GArray *open;
} Settling;

static gboolean
is_open_cb (const CenacleTold *told, gpointer user_data)
{
  const Settling *settling = user_data;

  for (guint i = 0; i < settling->open->len; i++) {
    if (cen_id_equal (&told->object, &g_array_index (settling->open, CenId, i)))
      return TRUE;
  }
  return FALSE;
}

static void
withdraw_closed_cb (const char *name, gpointer user_data)
{
  withdraw_cb (name, ((Settling *) user_data)->self);
}

static void
tell (CenacleTellWatch *self, const Answer *answer)
{
  Settling settling = { self, answer->open };
  CenacleTellingWords words = g_settings_get_boolean (self->settings, "shows-private-words")
                                  ? CENACLE_TELLING_SHOWS_PRIVATE
                                  : CENACLE_TELLING_HIDES_PRIVATE;

  cenacle_telling_settle (self->telling, is_open_cb, withdraw_closed_cb, &settling);
  for (guint i = answer->news->len; i-- > 0;) {
    CenNewsRow *row = answer->news->pdata[i];
    char *plain;

    if (is_looked_at (self, row)) {
      g_ptr_array_remove_index (answer->news, i);
      continue;
    }
    plain = cenacle_message_dup_plain (row->text);
    g_free (row->text);
    row->text = plain;
  }
  cenacle_telling_take (self->telling, answer->news, words, show_cb, self);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Answer) answer = cenacle_client_query_finish (result, &error);

  (void) source;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  CenacleTellWatch *self = user_data;

  self->is_reading = FALSE;
  if (answer == NULL)
    return;
  tell (self, answer);
  if (self->after < 0 || !is_quiet (self) || answer->end < self->after)
    self->after = answer->end;
  if (self->looks_again)
    cenacle_tell_watch_look (self);
}

static gboolean
look_cb (gpointer data)
{
  CenacleTellWatch *self = data;
  CenacleQuery query = { read_on_worker, NULL, question_free, answer_free };
  Question *question;

  self->source = 0;
  if (cenacle_client_get_state (self->client) != CENACLE_CLIENT_CONNECTED)
    return G_SOURCE_REMOVE;
  self->is_reading = TRUE;
  self->looks_again = FALSE;
  question = g_new0 (Question, 1);
  question->after = is_quiet (self) ? -1 : self->after;
  question->shown = cenacle_telling_list_shown (self->telling);
  query.data = question;
  cenacle_client_query_async (self->client, &query, self->cancellable, read_cb, self);
  return G_SOURCE_REMOVE;
}

/* What was there before is not told; what comes from the first moment on is, however late it is
 * read. */
static void
find_begin (CenacleTellWatch *self)
{
  CenStore *store = cenacle_client_get_state (self->client) == CENACLE_CLIENT_CONNECTED
                        ? cenacle_client_get_store (self->client, NULL)
                        : NULL;

  if (store != NULL)
    cen_news_find_end (store, &self->after, NULL);
}

void
cenacle_tell_watch_look (CenacleTellWatch *self)
{
  if (self->settings == NULL)
    return;
  if (self->after < 0)
    find_begin (self);
  if (self->source != 0)
    return;
  if (self->is_reading)
    self->looks_again = TRUE;
  else
    self->source = g_timeout_add (LOOK_DELAY_MS, look_cb, self);
}

static gboolean
clock_cb (gpointer data)
{
  cenacle_tell_watch_look (data);
  return G_SOURCE_CONTINUE;
}

static void
changed_cb (CenacleTellWatch *self, const char *circle, const char *const *what)
{
  static const char *const about[] = { "messages", "letters", "objects", "local" };

  (void) circle;
  for (guint i = 0; i < G_N_ELEMENTS (about); i++) {
    if (g_strv_contains (what, about[i])) {
      cenacle_tell_watch_look (self);
      return;
    }
  }
}

static void
cenacle_tell_watch_dispose (GObject *object)
{
  CenacleTellWatch *self = CENACLE_TELL_WATCH (object);

  g_clear_handle_id (&self->source, g_source_remove);
  g_clear_handle_id (&self->clock_source, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->client);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->telling, cenacle_telling_free);
  G_OBJECT_CLASS (cenacle_tell_watch_parent_class)->dispose (object);
}

static void
cenacle_tell_watch_finalize (GObject *object)
{
  g_clear_object (&CENACLE_TELL_WATCH (object)->cancellable);
  G_OBJECT_CLASS (cenacle_tell_watch_parent_class)->finalize (object);
}

static void
cenacle_tell_watch_class_init (CenacleTellWatchClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cenacle_tell_watch_dispose;
  G_OBJECT_CLASS (klass)->finalize = cenacle_tell_watch_finalize;
}

static void
cenacle_tell_watch_init (CenacleTellWatch *self)
{
  self->cancellable = g_cancellable_new ();
  self->telling = cenacle_telling_new ();
  self->after = -1;
}

CenacleTellWatch *
cenacle_tell_watch_new (GApplication *application, CenacleClient *client, GSettings *settings,
                        CenacleTellLooks looks, gpointer user_data)
{
  CenacleTellWatch *self = g_object_new (CENACLE_TYPE_TELL_WATCH, NULL);

  self->application = application;
  self->client = g_object_ref (client);
  self->looks = looks;
  self->looks_data = user_data;
  if (settings == NULL)
    return self;
  self->settings = g_object_ref (settings);
  g_signal_connect_object (client, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (client, "notify::state", G_CALLBACK (cenacle_tell_watch_look), self,
                           G_CONNECT_SWAPPED);
  self->clock_source = g_timeout_add_seconds (LOOK_S, clock_cb, self);
  return self;
}
