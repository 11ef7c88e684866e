/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "reminder-watch.h"

#include "app/control/occurrences.h"
#include "app/control/reminders.h"
#include "core/queries.h"
#include "due-watch.h"
#include "time-text.h"

#include <glib/gi18n.h>

#define CHOSEN_MAX 256 /* sessions with a choice of their own */

struct _CenacleReminderWatch {
  GObject parent;
  GApplication *application; /* owns us */
  GSettings *settings;
  CenacleReminders *reminders;
  CenacleDueWatch *watch;
  GPtrArray *coming; /* Coming, while they are looked through */
};

G_DEFINE_FINAL_TYPE (CenacleReminderWatch, cenacle_reminder_watch, G_TYPE_OBJECT)

/* --- What comes, read on the query worker --- */

typedef struct {
  CenacleReminder reminder;
  char *title;
  char *place;
  char *circle;
} Coming;

static void
coming_free (gpointer data)
{
  Coming *coming = data;

  g_free (coming->title);
  g_free (coming->place);
  g_free (coming->circle);
  g_free (coming);
}

static void
add_coming (GPtrArray *all, const CenCircleRow *circle, const CenObjectRow *row, gint64 now_ms)
{
  g_autoptr (CenMeeting) meeting = cen_meeting_new (row);
  g_autoptr (GArray) starts = cenacle_occurrences_list (meeting, now_ms, 1);
  Coming *coming;

  if (starts->len == 0)
    return;
  coming = g_new0 (Coming, 1);
  coming->reminder.circle = circle->id;
  coming->reminder.session = row->id;
  coming->reminder.start_ms = g_array_index (starts, gint64, 0);
  coming->reminder.is_off = meeting->is_cancelled;
  coming->title = g_strdup (meeting->title);
  coming->place = g_strdup (meeting->place);
  coming->circle = g_strdup (circle->name);
  g_ptr_array_add (all, coming);
}

static gpointer
read_coming (CenStore *store, gint64 now_ms, GError **error)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (coming_free);
  g_autoptr (GPtrArray) circles = cen_query_circles (store, error);

  if (circles == NULL)
    return NULL;
  for (guint i = 0; i < circles->len; i++) {
    const CenCircleRow *circle = circles->pdata[i];
    g_autoptr (GPtrArray) rows =
        cen_query_objects (store, &circle->id, CEN_KIND_SESSION, NULL, error);

    if (rows == NULL)
      return NULL;
    for (guint k = 0; k < rows->len; k++)
      add_coming (all, circle, rows->pdata[k], now_ms);
  }
  return g_steal_pointer (&all);
}

static void
free_coming (gpointer answer)
{
  g_ptr_array_unref (answer);
}

/* --- Choices --- */

guint
cenacle_reminder_get_before (GSettings *settings, const char *session)
{
  g_autoptr (GVariant) chosen = g_settings_get_value (settings, "session-reminders");
  guint before_min;

  if (g_variant_lookup (chosen, session, "u", &before_min))
    return before_min;
  return g_settings_get_uint (settings, "remind-before");
}

void
cenacle_reminder_set_before (GSettings *settings, const char *session, guint before_min)
{
  g_autoptr (GVariant) chosen = g_settings_get_value (settings, "session-reminders");
  gsize n = g_variant_n_children (chosen);
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{su}"));
  for (gsize i = n >= CHOSEN_MAX ? n - CHOSEN_MAX + 1 : 0; i < n; i++) {
    const char *one;
    guint value;

    g_variant_get_child (chosen, i, "{&su}", &one, &value);
    if (!g_str_equal (one, session))
      g_variant_builder_add (&builder, "{su}", one, value);
  }
  g_variant_builder_add (&builder, "{su}", session, before_min);
  g_settings_set_value (settings, "session-reminders", g_variant_builder_end (&builder));
}

/* --- Telling --- */

static const Coming *
find_coming (CenacleReminderWatch *self, const CenacleReminder *reminder)
{
  for (guint i = 0; i < self->coming->len; i++) {
    const Coming *coming = self->coming->pdata[i];

    if (cen_id_equal (&coming->reminder.session, &reminder->session) &&
        cen_id_equal (&coming->reminder.circle, &reminder->circle))
      return coming;
  }
  g_assert_not_reached ();
}

static void
show_cb (const CenacleReminder *reminder, const char *name, gpointer user_data)
{
  CenacleReminderWatch *self = user_data;
  const Coming *coming = find_coming (self, reminder);
  g_autoptr (GNotification) notification = NULL;
  g_autofree char *clock = cenacle_time_text_dup_clock (reminder->start_ms);
  g_autofree char *until = cenacle_time_text_dup_until (reminder->start_ms);
  g_autoptr (GString) body = g_string_new (NULL);

  /* Translators: of a session: its hour, and how soon that is. */
  g_string_append_printf (body, _ ("Begins at %s, %s"), clock, until);
  if (*coming->place != '\0')
    g_string_append_printf (body, " · %s", coming->place);
  g_string_append_printf (body, "\n%s", coming->circle);
  notification = cenacle_due_watch_dup_notification (coming->title, body->str, &reminder->circle,
                                                     &reminder->session);
  g_application_send_notification (self->application, name, notification);
}

static void
withdraw_cb (const char *name, gpointer user_data)
{
  CenacleReminderWatch *self = user_data;

  g_application_withdraw_notification (self->application, name);
}

static void
look (gpointer answer, gpointer user_data)
{
  CenacleReminderWatch *self = user_data;
  GPtrArray *all = answer;
  g_autoptr (GArray) coming = g_array_new (FALSE, FALSE, sizeof (CenacleReminder));
  g_auto (GStrv) shown = NULL;
  gboolean has_changed;

  for (guint i = 0; i < all->len; i++) {
    CenacleReminder reminder = ((const Coming *) all->pdata[i])->reminder;
    g_autofree char *session = cen_id_dup_text (&reminder.session);

    reminder.before_min = cenacle_reminder_get_before (self->settings, session);
    g_array_append_val (coming, reminder);
  }
  self->coming = all;
  has_changed = cenacle_reminders_look (self->reminders, coming, g_get_real_time () / 1000, show_cb,
                                        withdraw_cb, self);
  self->coming = NULL;
  if (!has_changed)
    return;
  shown = cenacle_reminders_dup_shown (self->reminders);
  g_settings_set_strv (self->settings, "reminded", (const char *const *) shown);
}

static void
cenacle_reminder_watch_dispose (GObject *object)
{
  CenacleReminderWatch *self = CENACLE_REMINDER_WATCH (object);

  g_clear_pointer (&self->watch, cenacle_due_watch_free);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->reminders, cenacle_reminders_free);
  G_OBJECT_CLASS (cenacle_reminder_watch_parent_class)->dispose (object);
}

static void
cenacle_reminder_watch_class_init (CenacleReminderWatchClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cenacle_reminder_watch_dispose;
}

static void
cenacle_reminder_watch_init (CenacleReminderWatch *self)
{
  (void) self;
}

CenacleReminderWatch *
cenacle_reminder_watch_new (GApplication *application, CenacleClient *client, GSettings *settings)
{
  static const CenacleDueKind kind = { CENACLE_REMINDER_LOOK_S, read_coming, free_coming, look };
  CenacleReminderWatch *self = g_object_new (CENACLE_TYPE_REMINDER_WATCH, NULL);
  g_auto (GStrv) shown = NULL;

  self->application = application;
  if (settings == NULL)
    return self;
  self->settings = g_object_ref (settings);
  shown = g_settings_get_strv (settings, "reminded");
  self->reminders = cenacle_reminders_new ((const char *const *) shown);
  self->watch = cenacle_due_watch_new (client, &kind, self);
  return self;
}
