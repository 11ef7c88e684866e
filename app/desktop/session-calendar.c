/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "session-calendar.h"

#include "app/control/session-event.h"
#include "session-plan.h"

#include <glib/gi18n.h>
#include <string.h>

/* What an answer of a file chooser is for. */
typedef struct {
  GtkWidget *from;
  CenacleCircle *circle;
  char *text; /* to be written; NULL when a file is to be read */
} Choice;

static void
choice_free (Choice *choice)
{
  g_object_unref (choice->from);
  g_object_unref (choice->circle);
  g_free (choice->text);
  g_free (choice);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Choice, choice_free)

static void
show_toast (GtkWidget *from, const char *sentence)
{
  gtk_widget_activate_action (from, "win.toast", "s", sentence);
}

static GtkFileChooserNative *
make_chooser (GtkWidget *from, const char *title, GtkFileChooserAction action)
{
  GtkFileChooserNative *chooser =
      gtk_file_chooser_native_new (title, GTK_WINDOW (gtk_widget_get_root (from)), action, NULL,
                                   NULL);
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, _ ("Calendars"));
  gtk_file_filter_add_mime_type (filter, "text/calendar");
  gtk_file_filter_add_suffix (filter, "ics");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser), filter);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  return chooser;
}

/* --- Out --- */

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Choice) choice = user_data;
  g_autoptr (GError) error = NULL;

  if (g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    show_toast (choice->from, _ ("The calendar was written."));
  else
    show_toast (choice->from, error->message);
}

static void
save_response_cb (GtkNativeDialog *chooser, int response, gpointer user_data)
{
  g_autoptr (Choice) choice = user_data;
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
  const char *text;

  g_object_unref (chooser);
  if (response != GTK_RESPONSE_ACCEPT || file == NULL)
    return;
  text = choice->text;
  g_file_replace_contents_async (file, text, strlen (text), NULL, FALSE,
                                 G_FILE_CREATE_REPLACE_DESTINATION, NULL, written_cb,
                                 g_steal_pointer (&choice));
}

void
cenacle_session_calendar_save (GtkWidget *from, CenacleCircle *circle, GPtrArray *sessions,
                               const CenacleSession *only)
{
  g_autoptr (GPtrArray) events =
      g_ptr_array_new_with_free_func ((GDestroyNotify) cenacle_event_free);
  GtkFileChooserNative *chooser =
      make_chooser (from, _ ("Save as a calendar"), GTK_FILE_CHOOSER_ACTION_SAVE);
  Choice *choice = g_new0 (Choice, 1);

  for (guint i = 0; i < sessions->len; i++) {
    const CenacleSession *session = sessions->pdata[i];
    const CenMemberRow *host = cenacle_circle_get_member (circle, &session->meeting->host);

    if (only == NULL || only == session)
      g_ptr_array_add (events, cenacle_session_event_new (session->meeting,
                                                          host != NULL ? host->name : ""));
  }
  choice->from = g_object_ref (from);
  choice->circle = g_object_ref (circle);
  choice->text = cenacle_calendar_build (events, g_get_real_time () / 1000);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser),
                                     only != NULL ? _ ("session.ics") : _ ("sessions.ics"));
  g_signal_connect (chooser, "response", G_CALLBACK (save_response_cb), choice);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

/* --- In --- */

static void
plan_event (Choice *choice, const CenacleEvent *event)
{
  CenacleSessionWish wish = { .title = event->title,
                              .text = event->text,
                              .place = event->place,
                              .zone = event->zone,
                              .repeat = event->repeat,
                              .start_ms = event->start_ms,
                              .minutes = event->minutes };

  cenacle_session_plan (choice->from, choice->circle, &wish);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Choice) choice = user_data;
  g_autoptr (CenacleEvent) event = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  gsize len;

  if (g_file_load_contents_finish (G_FILE (source), result, &text, &len, NULL, &error))
    event = cenacle_calendar_parse (text, len, &error);
  if (event == NULL)
    show_toast (choice->from, error->message);
  else
    plan_event (choice, event);
}

static void
open_response_cb (GtkNativeDialog *chooser, int response, gpointer user_data)
{
  g_autoptr (Choice) choice = user_data;
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));

  g_object_unref (chooser);
  if (response == GTK_RESPONSE_ACCEPT && file != NULL)
    g_file_load_contents_async (file, NULL, read_cb, g_steal_pointer (&choice));
}

void
cenacle_session_calendar_import (GtkWidget *from, CenacleCircle *circle)
{
  GtkFileChooserNative *chooser =
      make_chooser (from, _ ("Plan as a calendar says"), GTK_FILE_CHOOSER_ACTION_OPEN);
  Choice *choice = g_new0 (Choice, 1);

  choice->from = g_object_ref (from);
  choice->circle = g_object_ref (circle);
  g_signal_connect (chooser, "response", G_CALLBACK (open_response_cb), choice);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}
