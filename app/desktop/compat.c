/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "compat.h"

#include <dlfcn.h>
#include <glib/gi18n.h>
#include <string.h>

#define DESCRIBED_MS 4000 /* long enough for a screen reader to ask what changed */
#define MEDIUM       1    /* GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM */

static void
response_cb (GtkWindow *dialog, const char *response, gpointer confirmed)
{
  gpointer object = g_object_get_data (G_OBJECT (dialog), "object");

  if (g_str_equal (response, "confirm"))
    ((void (*) (gpointer)) confirmed) (object);
}

static void
ask (GtkWindow *parent, const char *heading, const char *body, const char *action,
     AdwResponseAppearance appearance, void (*confirmed) (gpointer object), gpointer object)
{
  GtkWidget *dialog = adw_message_dialog_new (parent, heading, body);

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "confirm",
                                    action, NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "confirm", appearance);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_object_set_data_full (G_OBJECT (dialog), "object", g_object_ref (object), g_object_unref);
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), confirmed);
  gtk_window_present (GTK_WINDOW (dialog));
}

void
cenacle_compat_ask (GtkWindow *parent, const char *heading, const char *body, const char *action,
                    void (*confirmed) (gpointer object), gpointer object)
{
  ask (parent, heading, body, action, ADW_RESPONSE_DESTRUCTIVE, confirmed, object);
}

void
cenacle_compat_suggest (GtkWindow *parent, const char *heading, const char *body,
                        const char *action, void (*confirmed) (gpointer object), gpointer object)
{
  ask (parent, heading, body, action, ADW_RESPONSE_SUGGESTED, confirmed, object);
}

static void
reason_changed_cb (GtkEditable *entry, GtkWindow *dialog)
{
  g_autofree char *reason = g_strstrip (g_strdup (gtk_editable_get_text (entry)));

  adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (dialog), "confirm",
                                           reason[0] != '\0');
}

static void
reason_given_cb (GtkWindow *dialog, const char *response, gpointer confirmed)
{
  GtkWidget *entry = adw_message_dialog_get_extra_child (ADW_MESSAGE_DIALOG (dialog));
  g_autofree char *reason = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (entry))));

  if (g_str_equal (response, "confirm"))
    ((void (*) (const char *, gpointer)) confirmed) (reason,
                                                     g_object_get_data (G_OBJECT (dialog), "data"));
}

void
cenacle_compat_ask_reason (GtkWindow *parent, const char *heading, const char *body,
                           const char *action,
                           void (*confirmed) (const char *reason, gpointer data), gpointer data,
                           GDestroyNotify free_data)
{
  GtkWidget *dialog = adw_message_dialog_new (parent, heading, body);
  GtkWidget *entry = gtk_entry_new ();

  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), _ ("Reason, for all to read"));
  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Reason, for all to read"), -1);
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), entry);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "confirm",
                                    action, NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "confirm",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (dialog), "confirm", FALSE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "confirm");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_object_set_data_full (G_OBJECT (dialog), "data", data, free_data);
  g_signal_connect (entry, "changed", G_CALLBACK (reason_changed_cb), dialog);
  g_signal_connect (dialog, "response", G_CALLBACK (reason_given_cb), confirmed);
  gtk_window_present (GTK_WINDOW (dialog));
  gtk_widget_grab_focus (entry);
}

static void
described_cb (gpointer data)
{
  GWeakRef *focus = data;
  g_autoptr (GtkWidget) widget = g_weak_ref_get (focus);

  if (widget != NULL)
    gtk_accessible_reset_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
  g_weak_ref_clear (focus);
  g_free (focus);
}

/* Of GTK before 4.14, which has neither announcements nor live regions, screen readers hear of the
 * name or description of what is in focus, and of nothing else that changes. */
static void
describe_focus (GtkWidget *focus, const char *sentence)
{
  GWeakRef *described = g_new0 (GWeakRef, 1);

  g_weak_ref_init (described, focus);
  gtk_accessible_update_property (GTK_ACCESSIBLE (focus), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  sentence, -1);
  g_timeout_add_once (DESCRIBED_MS, described_cb, described);
}

void
cenacle_compat_announce (GtkWidget *widget, const char *sentence)
{
  void (*announce) (GtkAccessible *, const char *, int) = NULL;
  void *found = dlsym (RTLD_DEFAULT, "gtk_accessible_announce"); /* beyond the API that is pinned */
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  memcpy (&announce, &found, sizeof announce);
  if (announce != NULL)
    announce (GTK_ACCESSIBLE (widget), sentence, MEDIUM);
  else if (focus != NULL)
    describe_focus (focus, sentence);
}

static void
tell_pages_cb (GtkStack *stack)
{
  GtkWidget *shown = gtk_stack_get_visible_child (stack);

  for (GtkWidget *page = gtk_widget_get_first_child (GTK_WIDGET (stack)); page != NULL;
       page = gtk_widget_get_next_sibling (page))
    gtk_accessible_update_state (GTK_ACCESSIBLE (page), GTK_ACCESSIBLE_STATE_HIDDEN, page != shown,
                                 -1);
}

void
cenacle_compat_tell_stack (GtkStack *stack)
{
  g_signal_connect (stack, "notify::visible-child", G_CALLBACK (tell_pages_cb), NULL);
  tell_pages_cb (stack);
}

void
cenacle_compat_show_about (GtkWindow *parent, const char *debug_info)
{
  adw_show_about_window (parent, "application-name", "Cenacle", "application-icon",
                         "org.cenacle.Cenacle", "version", CENACLE_VERSION, "developer-name",
                         _ ("The Cenacle authors"), "comments",
                         _ ("For small circles of people who learn together. No server, no "
                            "account: a circle lives on its "
                            "members’ own computers."),
                         "license-type", GTK_LICENSE_GPL_3_0, "debug-info", debug_info,
                         "debug-info-filename", "cenacle-debug-info.txt", "website",
                         "https://cenacle.org/", "translator-credits",
                         /* Translators: your names, one a line. */
                         _ ("translator-credits"), NULL);
}
