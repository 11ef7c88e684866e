/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "compat.h"

#include <glib/gi18n.h>

static void
response_cb (GtkWindow *dialog, const char *response, gpointer confirmed)
{
  gpointer object = g_object_get_data (G_OBJECT (dialog), "object");

  if (g_str_equal (response, "confirm"))
    ((void (*) (gpointer)) confirmed) (object);
}

void
cenacle_compat_ask (GtkWindow *parent, const char *heading, const char *body, const char *action,
                    void (*confirmed) (gpointer object), gpointer object)
{
  GtkWidget *dialog = adw_message_dialog_new (parent, heading, body);

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "confirm",
                                    action, NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "confirm",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_object_set_data_full (G_OBJECT (dialog), "object", g_object_ref (object), g_object_unref);
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), confirmed);
  gtk_window_present (GTK_WINDOW (dialog));
}

void
cenacle_compat_show_about (GtkWindow *parent)
{
  adw_show_about_window (parent, "application-name", "Cenacle", "application-icon",
                         "org.cenacle.Cenacle", "version", CENACLE_VERSION, "developer-name",
                         _ ("The Cenacle authors"), "comments",
                         _ ("For small circles of people who learn together. No server, no "
                            "account: a circle lives on its "
                            "members’ own computers."),
                         "license-type", GTK_LICENSE_GPL_3_0, "translator-credits",
                         /* Translators: your names, one a line. */
                         _ ("translator-credits"), NULL);
}
