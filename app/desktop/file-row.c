/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The desktop's own chooser, so that the program may live in a sandbox: what comes back is a path
 * that its processes can use. */

#include "file-row.h"

#include <glib/gi18n.h>

struct _CenacleFileRow {
  AdwActionRow parent;
  GtkFileChooserAction action;
  char *title;
  char *name;
  char *path;
  GtkFileChooserNative *chooser; /* while it is open */
};

enum { SIGNAL_CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CenacleFileRow, cenacle_file_row, ADW_TYPE_ACTION_ROW)

static void
response_cb (CenacleFileRow *self, int response)
{
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT
                               ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (self->chooser))
                               : NULL;
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  g_clear_object (&self->chooser);
  if (path != NULL)
    cenacle_file_row_set_path (self, path);
}

static void
choose_cb (CenacleFileRow *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (self->chooser != NULL)
    return;
  self->chooser =
      gtk_file_chooser_native_new (self->title, GTK_WINDOW (root), self->action, NULL, NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  if (self->action == GTK_FILE_CHOOSER_ACTION_SAVE)
    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), self->name);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (response_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
cenacle_file_row_dispose (GObject *object)
{
  CenacleFileRow *self = CENACLE_FILE_ROW (object);

  if (self->chooser != NULL)
    gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (self->chooser));
  g_clear_object (&self->chooser);
  G_OBJECT_CLASS (cenacle_file_row_parent_class)->dispose (object);
}

static void
cenacle_file_row_finalize (GObject *object)
{
  CenacleFileRow *self = CENACLE_FILE_ROW (object);

  g_free (self->title);
  g_free (self->name);
  g_free (self->path);
  G_OBJECT_CLASS (cenacle_file_row_parent_class)->finalize (object);
}

static void
cenacle_file_row_class_init (CenacleFileRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cenacle_file_row_dispose;
  G_OBJECT_CLASS (klass)->finalize = cenacle_file_row_finalize;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", CENACLE_TYPE_FILE_ROW, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/cenacle/Cenacle/file-row.ui");
  gtk_widget_class_bind_template_callback (widget_class, choose_cb);
}

static void
cenacle_file_row_init (CenacleFileRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
cenacle_file_row_set_chooser (CenacleFileRow *self, GtkFileChooserAction action, const char *title,
                              const char *name)
{
  self->action = action;
  g_free (self->title);
  self->title = g_strdup (title);
  g_free (self->name);
  self->name = g_strdup (name);
}

void
cenacle_file_row_set_path (CenacleFileRow *self, const char *path)
{
  g_autofree char *shown = g_filename_display_name (path);
  g_autofree char *escaped = g_markup_escape_text (shown, -1);

  g_free (self->path);
  self->path = g_strdup (path);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), escaped);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

const char *
cenacle_file_row_get_path (CenacleFileRow *self)
{
  return self->path;
}
