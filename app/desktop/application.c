/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One process, one window a home: two homes are two people, so each has an application id of its
 * own, and a second start for the same home raises the first.
 *
 * The process outlives its window while the person wishes to be told what comes: then it holds
 * itself, and begins without one where the desktop starts it (--gapplication-service). What tells
 * (the watches) hangs on the application and never on a window. */

#include "application.h"

#include "app/control/client.h"
#include "checkin-watch.h"
#include "compat.h"
#include "debug-info.h"
#include "figures.h"
#include "help-window.h"
#include "reminder-watch.h"
#include "settings.h"
#include "tell-watch.h"
#include "touch.h"
#include "narrow.h"
#include "one-stop.h"
#include "window.h"

#include <glib-unix.h>
#include <glib/gi18n.h>

#define APPLICATION_ID "org.cenacle.Cenacle"

struct _CenacleApplication {
  AdwApplication parent;
  char *home;
  CenacleClient *client;
  CenacleCheckinWatch *checkin_watch;
  GSettings *settings;
  CenacleReminderWatch *reminder_watch;
  CenacleTellWatch *tell_watch;
  CenacleWindow *window; /* not owned; NULL when closed */
  guint terminate_source;
  gboolean is_default;
  gboolean is_staying; /* held */
  gboolean is_quitting;
  CenacleFigures *figures; /* for trials */
  gboolean prints_startup;
  gint64 started_us;
};

G_DEFINE_FINAL_TYPE (CenacleApplication, cenacle_application, ADW_TYPE_APPLICATION)

static gboolean
looks_cb (const CenId *circle, const char *kind, const CenId *place, gpointer user_data)
{
  CenacleApplication *self = user_data;

  return self->window != NULL && cenacle_window_is_looked_at (self->window, circle, kind, place);
}

static void
ensure_window (CenacleApplication *self)
{
  if (self->window != NULL)
    return;
  self->window = cenacle_window_new (GTK_APPLICATION (self), self->client, self->settings);
  g_object_add_weak_pointer (G_OBJECT (self->window), (gpointer *) &self->window);
  g_signal_connect_object (self->window, "moved", G_CALLBACK (cenacle_tell_watch_look),
                           self->tell_watch, G_CONNECT_SWAPPED);
  if (self->prints_startup) {
    g_clear_pointer (&self->figures, cenacle_figures_free);
    self->figures = cenacle_figures_new (self->window, self->client, self->started_us);
  }
}

static void
cenacle_application_activate (GApplication *application)
{
  CenacleApplication *self = CENACLE_APPLICATION (application);

  ensure_window (self);
  gtk_window_present (GTK_WINDOW (self->window));
}

static void
cenacle_application_open (GApplication *application, GFile **files, int n_files, const char *hint)
{
  CenacleApplication *self = CENACLE_APPLICATION (application);

  (void) hint;
  cenacle_application_activate (application);
  for (int i = 0; i < n_files; i++) {
    g_autofree char *uri = g_file_get_uri (files[i]);

    if (g_str_has_prefix (uri, "cenacle:"))
      cenacle_window_follow_link (self->window, uri);
  }
}

static void
about_cb (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));
  g_autofree char *debug_info = cenacle_debug_info_dup (window);

  (void) action;
  (void) parameter;
  cenacle_compat_show_about (window, debug_info);
}

static void
help_cb (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  (void) action;
  (void) parameter;
  cenacle_help_window_present (gtk_application_get_active_window (GTK_APPLICATION (self)), "index");
}

static void
quit_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  CenacleApplication *self = CENACLE_APPLICATION (user_data);

  (void) action;
  (void) parameter;
  self->is_quitting = TRUE;
  if (self->window != NULL)
    gtk_window_close (GTK_WINDOW (self->window)); /* hands over what waits */
  g_application_quit (G_APPLICATION (self));
}

static void
preferences_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  CenacleApplication *self = CENACLE_APPLICATION (user_data);

  (void) action;
  (void) parameter;
  cenacle_application_activate (G_APPLICATION (self));
  gtk_widget_activate_action (GTK_WIDGET (self->window), "win.preferences", NULL);
}

/* What a notification is about. */
static void
open_object_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  CenacleApplication *self = CENACLE_APPLICATION (user_data);
  const char *circle, *object;

  (void) action;
  g_variant_get (parameter, "(&s&s)", &circle, &object);
  cenacle_application_activate (G_APPLICATION (self));
  cenacle_window_open (self->window, circle, object);
}

/* The end of a session: as if the person had quit, so that nothing that waits is lost. */
static gboolean
terminate_cb (gpointer self)
{
  g_action_group_activate_action (G_ACTION_GROUP (self), "quit", NULL);
  return G_SOURCE_CONTINUE;
}

/* --- Without a window --- */

static gboolean
wants_to_stay (CenacleApplication *self)
{
  return self->settings != NULL && g_settings_get_boolean (self->settings, "told-when-closed");
}

static void
stay_or_go (CenacleApplication *self)
{
  gboolean stays = wants_to_stay (self);

  if (stays == self->is_staying)
    return;
  self->is_staying = stays;
  if (stays)
    g_application_hold (G_APPLICATION (self));
  else
    g_application_release (G_APPLICATION (self));
}

/* Once: nobody shall wonder why something still runs. */
static void
tell_of_staying (CenacleApplication *self)
{
  g_autoptr (GNotification) notification = NULL;

  if (!self->is_staying || self->is_quitting ||
      g_settings_get_boolean (self->settings, "told-of-staying"))
    return;
  notification = g_notification_new (_ ("Cenacle goes on receiving"));
  g_notification_set_body (
      notification, _ ("It tells you what comes while its window is closed. “Quit” ends it, and a "
                       "preference changes this."));
  g_notification_add_button (notification, _ ("Preferences"), "app.preferences");
  g_application_send_notification (G_APPLICATION (self), "staying", notification);
  g_settings_set_boolean (self->settings, "told-of-staying", TRUE);
}

static void
cenacle_application_window_removed (GtkApplication *application, GtkWindow *window)
{
  GTK_APPLICATION_CLASS (cenacle_application_parent_class)->window_removed (application, window);
  if (CENACLE_IS_WINDOW (window))
    tell_of_staying (CENACLE_APPLICATION (application));
}

static void
cenacle_application_startup (GApplication *application)
{
  static const GActionEntry actions[] = {
    { .name = "about", .activate = about_cb },
    { .name = "help", .activate = help_cb },
    { .name = "quit", .activate = quit_cb },
    { .name = "preferences", .activate = preferences_cb },
    { .name = "open-object", .activate = open_object_cb, .parameter_type = "(ss)" },
  };
  CenacleApplication *self = CENACLE_APPLICATION (application);

  G_APPLICATION_CLASS (cenacle_application_parent_class)->startup (application);
  cenacle_touch_begin ();
  cenacle_narrow_begin ();
  g_type_ensure (CENACLE_TYPE_ONE_STOP); /* which stands in many a template */
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  gtk_application_set_accels_for_action (GTK_APPLICATION (self), "app.quit",
                                         (const char *[]){ "<Control>q", NULL });
  gtk_application_set_accels_for_action (GTK_APPLICATION (self), "app.help",
                                         (const char *[]){ "F1", NULL });
  gtk_application_set_accels_for_action (GTK_APPLICATION (self), "window.close",
                                         (const char *[]){ "<Control>w", NULL });
  self->terminate_source = g_unix_signal_add (SIGTERM, terminate_cb, self);
  gtk_window_set_default_icon_name (APPLICATION_ID);
  self->settings = cenacle_settings_new (self->home);
  if (self->settings != NULL)
    g_signal_connect_object (self->settings, "changed::told-when-closed", G_CALLBACK (stay_or_go),
                             self, G_CONNECT_SWAPPED);
  stay_or_go (self);
  self->client = cenacle_client_new (self->home);
  cenacle_client_start (self->client);
  self->checkin_watch = cenacle_checkin_watch_new (application, self->client);
  self->reminder_watch = cenacle_reminder_watch_new (application, self->client, self->settings);
  self->tell_watch =
      cenacle_tell_watch_new (application, self->client, self->settings, looks_cb, self);
}

static void
cenacle_application_dispose (GObject *object)
{
  CenacleApplication *self = CENACLE_APPLICATION (object);

  if (self->window != NULL)
    g_object_remove_weak_pointer (G_OBJECT (self->window), (gpointer *) &self->window);
  self->window = NULL;
  g_clear_handle_id (&self->terminate_source, g_source_remove);
  g_clear_object (&self->tell_watch);
  g_clear_pointer (&self->figures, cenacle_figures_free);
  g_clear_object (&self->reminder_watch);
  g_clear_object (&self->checkin_watch);
  g_clear_object (&self->client);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->home, g_free);
  G_OBJECT_CLASS (cenacle_application_parent_class)->dispose (object);
}

static void
cenacle_application_class_init (CenacleApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cenacle_application_dispose;
  application_class->startup = cenacle_application_startup;
  application_class->activate = cenacle_application_activate;
  application_class->open = cenacle_application_open;
  GTK_APPLICATION_CLASS (klass)->window_removed = cenacle_application_window_removed;
}

static void
cenacle_application_init (CenacleApplication *self)
{
  (void) self;
}

CenacleApplication *
cenacle_application_new (const CenacleApplicationOptions *options)
{
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, options->home, -1);
  g_autofree char *id = options->is_default ? g_strdup (APPLICATION_ID)
                                            : g_strdup_printf (APPLICATION_ID ".h%.16s", hash);
  GApplicationFlags flags =
      G_APPLICATION_HANDLES_OPEN | (options->is_service ? G_APPLICATION_IS_SERVICE : 0);
  CenacleApplication *self =
      g_object_new (CENACLE_TYPE_APPLICATION, "application-id", id, "flags", flags,
                    "resource-base-path", "/org/cenacle/Cenacle", NULL);

  self->home = g_strdup (options->home);
  self->is_default = options->is_default;
  self->prints_startup = options->prints_startup;
  self->started_us = options->started_us;
  return self;
}

const char *
cenacle_application_get_other_home (CenacleApplication *self)
{
  return self->is_default ? NULL : self->home;
}
