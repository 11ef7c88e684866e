/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "backup-dialog.h"

#include "app/control/errors.h"
#include "file-row.h"
#include "form.h"
#include "passphrase-group.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#define CALL_TIMEOUT_MS (30 * 60 * 1000) /* a large home on a slow stick */

struct _CenacleBackupDialog {
  AdwWindow parent;
  GtkStack *stack;
  GtkButton *close_button;
  GtkWidget *confirm_button;
  GtkSpinner *spinner;
  GtkRevealer *error_revealer;
  GtkLabel *error_label;
  GtkWidget *form;
  CenacleFileRow *file_row;
  CenaclePassphraseGroup *passphrase_group;
  AdwStatusPage *done_page;
  CenacleClient *client;
  gboolean is_writing;
};

G_DEFINE_FINAL_TYPE (CenacleBackupDialog, cenacle_backup_dialog, ADW_TYPE_WINDOW)

static void
changed_cb (CenacleBackupDialog *self)
{
  gboolean has_all = cenacle_file_row_get_path (self->file_row) != NULL &&
                     cenacle_passphrase_group_get_passphrase (self->passphrase_group) != NULL;

  gtk_widget_set_sensitive (self->confirm_button, has_all && !self->is_writing);
}

static void
set_writing (CenacleBackupDialog *self, gboolean is_writing)
{
  self->is_writing = is_writing;
  gtk_spinner_set_spinning (self->spinner, is_writing);
  gtk_widget_set_sensitive (self->form, !is_writing);
  changed_cb (self);
}

static void
show_done (CenacleBackupDialog *self)
{
  const char *path = cenacle_file_row_get_path (self->file_row);
  g_autofree char *name = g_filename_display_basename (path);
  GStatBuf stat_buf = { 0 };
  g_autofree char *size = NULL;
  g_autofree char *text = NULL;
  g_autofree char *escaped = NULL;

  g_stat (path, &stat_buf);
  size = g_format_size ((guint64) stat_buf.st_size);
  /* Translators: the name of a file, and its size. */
  text =
      g_strdup_printf (_ ("%s, %s. Keep it on another disk or at a friend’s: with its passphrase, "
                          "it brings everything back on another computer."),
                       name, size);
  escaped = g_markup_escape_text (text, -1);
  adw_status_page_set_description (self->done_page, escaped);
  gtk_stack_set_visible_child_name (self->stack, "done");
  gtk_widget_hide (self->confirm_button);
  gtk_button_set_label (self->close_button, _ ("Close"));
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CenacleBackupDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = g_dbus_proxy_call_finish (G_DBUS_PROXY (source), result, &error);

  set_writing (self, FALSE);
  if (answer != NULL) {
    cenacle_passphrase_group_clear (self->passphrase_group);
    show_done (self);
    return;
  }
  cenacle_errors_settle (&error);
  cenacle_form_show_error (self->error_revealer, self->error_label, error->message);
}

static void
confirm_cb (CenacleBackupDialog *self)
{
  CenacleEngine1 *engine = cenacle_client_get_engine (self->client);

  if (!gtk_widget_get_sensitive (self->confirm_button))
    return;
  if (engine == NULL) {
    cenacle_form_show_error (self->error_revealer, self->error_label,
                             _ ("The engine is away for a moment; nothing was lost, try again."));
    return;
  }
  cenacle_form_show_error (self->error_revealer, self->error_label, NULL);
  g_dbus_proxy_call (G_DBUS_PROXY (engine), "Backup",
                     g_variant_new ("(ss)", cenacle_file_row_get_path (self->file_row),
                                    cenacle_passphrase_group_get_passphrase (
                                        self->passphrase_group)),
                     G_DBUS_CALL_FLAGS_NONE, CALL_TIMEOUT_MS, NULL, written_cb,
                     g_object_ref (self));
  set_writing (self, TRUE);
}

static void
cenacle_backup_dialog_dispose (GObject *object)
{
  g_clear_object (&CENACLE_BACKUP_DIALOG (object)->client);
  G_OBJECT_CLASS (cenacle_backup_dialog_parent_class)->dispose (object);
}

static void
cenacle_backup_dialog_class_init (CenacleBackupDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cenacle_backup_dialog_dispose;
  g_type_ensure (CENACLE_TYPE_FILE_ROW);
  g_type_ensure (CENACLE_TYPE_PASSPHRASE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/cenacle/Cenacle/backup-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, CenacleBackupDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, CenacleBackupDialog, close_button);
  gtk_widget_class_bind_template_child (widget_class, CenacleBackupDialog, confirm_button);
  gtk_widget_class_bind_template_child (widget_class, CenacleBackupDialog, spinner);
  gtk_widget_class_bind_template_child (widget_class, CenacleBackupDialog, error_revealer);
  gtk_widget_class_bind_template_child (widget_class, CenacleBackupDialog, error_label);
  gtk_widget_class_bind_template_child (widget_class, CenacleBackupDialog, form);
  gtk_widget_class_bind_template_child (widget_class, CenacleBackupDialog, file_row);
  gtk_widget_class_bind_template_child (widget_class, CenacleBackupDialog, passphrase_group);
  gtk_widget_class_bind_template_child (widget_class, CenacleBackupDialog, done_page);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, confirm_cb);
}

static char *
dup_proposed_name (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();

  return g_date_time_format (now, "cenacle-%Y-%m-%d.backup");
}

static void
cenacle_backup_dialog_init (CenacleBackupDialog *self)
{
  g_autofree char *name = dup_proposed_name ();

  gtk_widget_init_template (GTK_WIDGET (self));
  cenacle_form_begin (GTK_WIDGET (self), GTK_WIDGET (self->passphrase_group));
  cenacle_file_row_set_chooser (self->file_row, GTK_FILE_CHOOSER_ACTION_SAVE,
                                _ ("Where to put the backup"), name);
}

GtkWindow *
cenacle_backup_dialog_new (GtkWindow *parent, CenacleClient *client)
{
  CenacleBackupDialog *self =
      g_object_new (CENACLE_TYPE_BACKUP_DIALOG, "transient-for", parent, NULL);

  self->client = g_object_ref (client);
  return GTK_WINDOW (self);
}
