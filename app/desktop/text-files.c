/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "text-files.h"

#include <glib/gi18n.h>

typedef struct {
  GtkFileChooserNative *chooser;
  GtkWidget *from;
  char *text; /* to be written; NULL: one is to be read */
  CenacleTextFileFunc func;
  gpointer data;
  GDestroyNotify free_data;
} Choice;

static void
choice_free (Choice *choice)
{
  if (choice->free_data != NULL)
    choice->free_data (choice->data);
  g_object_unref (choice->chooser);
  g_object_unref (choice->from);
  g_free (choice->text);
  g_free (choice);
}

static void
say (Choice *choice, const char *sentence)
{
  gtk_widget_activate_action (choice->from, "win.toast", "s", sentence);
}

static void
write_file (Choice *choice, GFile *file)
{
  g_autofree char *path = g_file_get_path (file);

  if (path == NULL || !g_file_set_contents (path, choice->text, -1, NULL))
    say (choice, _ ("The file could not be written there."));
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Choice *choice = user_data;
  g_autoptr (GBytes) bytes = g_file_load_bytes_finish (G_FILE (source), result, NULL, NULL);
  gsize len = 0;
  const char *text = bytes != NULL ? g_bytes_get_data (bytes, &len) : NULL;

  if (bytes == NULL)
    say (choice, _ ("The file could not be read."));
  else
    choice->func (choice->from, text, len, choice->data);
  choice_free (choice);
}

/* What is far too large is not even begun to be read. */
static void
asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Choice *choice = user_data;
  g_autoptr (GFileInfo) info = g_file_query_info_finish (G_FILE (source), result, NULL);

  if (info != NULL && g_file_info_get_size (info) <= CENACLE_TEXT_FILE_MAX) {
    g_file_load_bytes_async (G_FILE (source), NULL, loaded_cb, choice);
    return;
  }
  say (choice,
       info == NULL ? _ ("The file could not be read.") : _ ("The file is too large for this."));
  choice_free (choice);
}

static void
response_cb (GtkNativeDialog *dialog, int response, Choice *choice)
{
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT
                               ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog))
                               : NULL;

  if (file != NULL && choice->text == NULL) {
    g_file_query_info_async (file, G_FILE_ATTRIBUTE_STANDARD_SIZE, G_FILE_QUERY_INFO_NONE,
                             G_PRIORITY_DEFAULT, NULL, asked_cb, choice);
    return;
  }
  if (file != NULL)
    write_file (choice, file);
  choice_free (choice);
}

static Choice *
choice_new (GtkWidget *from, const char *title, GtkFileChooserAction action)
{
  Choice *choice = g_new0 (Choice, 1);

  choice->from = g_object_ref (from);
  choice->chooser = gtk_file_chooser_native_new (title, GTK_WINDOW (gtk_widget_get_root (from)),
                                                 action, NULL, NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (choice->chooser), TRUE);
  g_signal_connect (choice->chooser, "response", G_CALLBACK (response_cb), choice);
  return choice;
}

void
cenacle_text_file_save (GtkWidget *from, const char *title, const char *name, char *text)
{
  Choice *choice = choice_new (from, title, GTK_FILE_CHOOSER_ACTION_SAVE);

  choice->text = text;
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (choice->chooser), name);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (choice->chooser));
}

void
cenacle_text_file_open (GtkWidget *from, const char *title, CenacleTextFileFunc func, gpointer data,
                        GDestroyNotify free_data)
{
  Choice *choice = choice_new (from, title, GTK_FILE_CHOOSER_ACTION_OPEN);

  choice->func = func;
  choice->data = data;
  choice->free_data = free_data;
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (choice->chooser));
}
