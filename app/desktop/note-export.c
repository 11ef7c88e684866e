/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What is written is what stood there when the person was asked where to: the note may go away
 * meanwhile. */

#include "note-export.h"

#include "note-print.h"

#include <glib/gi18n.h>

typedef struct {
  GtkWidget *from;
  GtkPrintOperation *operation; /* of a PDF file */
  char *text;                   /* of one of Markdown */
} Export;

static void
export_free (Export *export)
{
  g_object_unref (export->from);
  g_clear_object (&export->operation);
  g_free (export->text);
  g_free (export);
}

static void
write_markdown (const Export *export, const char *path)
{
  g_autoptr (GError) error = NULL;

  if (!g_file_set_contents (path, export->text, -1, &error))
    gtk_widget_activate_action (export->from, "win.toast", "s", error->message);
}

static void
chosen_cb (GtkNativeDialog *chooser, int response, gpointer data)
{
  Export *export = data;
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT
                               ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser))
                               : NULL;
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (path != NULL && export->operation != NULL)
    cenacle_note_print_to (export->from, export->operation, path);
  else if (path != NULL)
    write_markdown (export, path);
  export_free (export);
  g_object_unref (chooser);
}

/* Eats @export. */
static void
ask_where (Export *export, const char *heading, const char *title, const char *ending)
{
  GtkFileChooserNative *chooser =
      gtk_file_chooser_native_new (heading, GTK_WINDOW (gtk_widget_get_root (export->from)),
                                   GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), NULL);
  g_autofree char *name = g_strconcat (title, ending, NULL);

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), g_strdelimit (name, "/", '-'));
  g_signal_connect (chooser, "response", G_CALLBACK (chosen_cb), export);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

void
cenacle_note_export_pdf (GtkWidget *from, const char *title, GtkTextBuffer *buffer)
{
  Export *export = g_new0 (Export, 1);

  export->from = g_object_ref (from);
  export->operation = cenacle_note_print_prepare (title, buffer);
  ask_where (export, _ ("Save the note as PDF"), title, ".pdf");
}

void
cenacle_note_export_markdown (GtkWidget *from, const char *title, GtkTextBuffer *buffer)
{
  Export *export = g_new0 (Export, 1);
  GtkTextIter start, end;
  g_autofree char *text = NULL;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
  export->from = g_object_ref (from);
  export->text =
      g_strdup_printf ("# %s\n\n%s%s", title, text, g_str_has_suffix (text, "\n") ? "" : "\n");
  ask_where (export, _ ("Save the note as Markdown"), title, ".md");
}
