/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "restore-dialog.h"

#include "app/control/errors.h"
#include "core/queries.h"
#include "file-row.h"
#include "form.h"

#include <glib/gi18n.h>

#define CALL_TIMEOUT_MS (30 * 60 * 1000) /* a large home on a slow stick */

struct _CenacleRestoreDialog {
  AdwWindow parent;
  GtkStack *stack;
  GtkButton *close_button;
  GtkWidget *confirm_button;
  GtkSpinner *spinner;
  GtkRevealer *error_revealer;
  GtkLabel *error_label;
  GtkWidget *form;
  CenacleFileRow *file_row;
  GtkEditable *passphrase_row;
  GtkSwitch *retire_switch;
  AdwStatusPage *done_page;
  CenacleClient *client;
  gboolean is_reading;
};

G_DEFINE_FINAL_TYPE (CenacleRestoreDialog, cenacle_restore_dialog, ADW_TYPE_WINDOW)

static void
changed_cb (CenacleRestoreDialog *self)
{
  gboolean has_all = cenacle_file_row_get_path (self->file_row) != NULL &&
                     gtk_editable_get_text (self->passphrase_row)[0] != '\0';

  gtk_widget_set_sensitive (self->confirm_button, has_all && !self->is_reading);
}

static void
set_reading (CenacleRestoreDialog *self, gboolean is_reading)
{
  self->is_reading = is_reading;
  gtk_spinner_set_spinning (self->spinner, is_reading);
  gtk_widget_set_sensitive (self->form, !is_reading);
  changed_cb (self);
}

static void
show_done (CenacleRestoreDialog *self, guint n_circles)
{
  g_autofree char *title =
      g_strdup_printf (ngettext ("%u circle is back", "%u circles are back", n_circles), n_circles);
  const char *text = gtk_switch_get_active (self->retire_switch)
                         ? _ ("This computer is now a device of its own in each of them. Your "
                              "former devices are removed from them.")
                         : _ ("This computer is now a device of its own in each of them. The one "
                              "that the backup was made on stays a device too; it can be removed "
                              "at any time.");

  adw_status_page_set_title (self->done_page, title);
  adw_status_page_set_description (self->done_page, text);
  gtk_stack_set_visible_child_name (self->stack, "done");
  gtk_widget_hide (self->confirm_button);
  gtk_button_set_label (self->close_button, _ ("Close"));
}

static void
restored_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CenacleRestoreDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = g_dbus_proxy_call_finish (G_DBUS_PROXY (source), result, &error);
  guint n_circles = 0;

  set_reading (self, FALSE);
  if (answer != NULL) {
    g_variant_get (answer, "(u)", &n_circles);
    gtk_editable_set_text (self->passphrase_row, "");
    show_done (self, n_circles);
    return;
  }
  cenacle_errors_settle (&error);
  cenacle_form_show_error (self->error_revealer, self->error_label, error->message);
}

static void
confirm_cb (CenacleRestoreDialog *self)
{
  CenacleEngine1 *engine = cenacle_client_get_engine (self->client);
  g_auto (GVariantDict) options = G_VARIANT_DICT_INIT (NULL);

  if (!gtk_widget_get_sensitive (self->confirm_button))
    return;
  if (engine == NULL) {
    cenacle_form_show_error (self->error_revealer, self->error_label,
                             _ ("Cenacle is still starting; please try again in a moment."));
    return;
  }
  cenacle_form_show_error (self->error_revealer, self->error_label, NULL);
  g_variant_dict_insert (&options, "retire", "b", gtk_switch_get_active (self->retire_switch));
  g_dbus_proxy_call (G_DBUS_PROXY (engine), "Restore",
                     g_variant_new ("(ss@a{sv})", cenacle_file_row_get_path (self->file_row),
                                    gtk_editable_get_text (self->passphrase_row),
                                    g_variant_dict_end (&options)),
                     G_DBUS_CALL_FLAGS_NONE, CALL_TIMEOUT_MS, NULL, restored_cb,
                     g_object_ref (self));
  set_reading (self, TRUE);
}

static void
cenacle_restore_dialog_dispose (GObject *object)
{
  g_clear_object (&CENACLE_RESTORE_DIALOG (object)->client);
  G_OBJECT_CLASS (cenacle_restore_dialog_parent_class)->dispose (object);
}

static void
cenacle_restore_dialog_class_init (CenacleRestoreDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cenacle_restore_dialog_dispose;
  g_type_ensure (CENACLE_TYPE_FILE_ROW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/cenacle/Cenacle/restore-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, CenacleRestoreDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, CenacleRestoreDialog, close_button);
  gtk_widget_class_bind_template_child (widget_class, CenacleRestoreDialog, confirm_button);
  gtk_widget_class_bind_template_child (widget_class, CenacleRestoreDialog, spinner);
  gtk_widget_class_bind_template_child (widget_class, CenacleRestoreDialog, error_revealer);
  gtk_widget_class_bind_template_child (widget_class, CenacleRestoreDialog, error_label);
  gtk_widget_class_bind_template_child (widget_class, CenacleRestoreDialog, form);
  gtk_widget_class_bind_template_child (widget_class, CenacleRestoreDialog, file_row);
  gtk_widget_class_bind_template_child (widget_class, CenacleRestoreDialog, passphrase_row);
  gtk_widget_class_bind_template_child (widget_class, CenacleRestoreDialog, retire_switch);
  gtk_widget_class_bind_template_child (widget_class, CenacleRestoreDialog, done_page);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, confirm_cb);
}

static void
cenacle_restore_dialog_init (CenacleRestoreDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  cenacle_form_begin (GTK_WIDGET (self), self->form);
  cenacle_file_row_set_chooser (self->file_row, GTK_FILE_CHOOSER_ACTION_OPEN,
                                _ ("Which backup to restore"), NULL);
}

/* A backup is no addition to what is here: it would make one person two. */
static void
check_home (CenacleRestoreDialog *self)
{
  CenStore *store = cenacle_client_get_store (self->client, NULL);
  g_autoptr (GPtrArray) circles = store != NULL ? cen_query_circles (store, NULL) : NULL;

  if (circles == NULL || circles->len == 0)
    return;
  gtk_widget_set_sensitive (self->form, FALSE);
  cenacle_form_show_error (self->error_revealer, self->error_label,
                           _ ("There are circles here already. A backup is restored where there "
                              "is none yet: on another computer, or in another account of this "
                              "one."));
}

GtkWindow *
cenacle_restore_dialog_new (GtkWindow *parent, CenacleClient *client)
{
  CenacleRestoreDialog *self =
      g_object_new (CENACLE_TYPE_RESTORE_DIALOG, "transient-for", parent, NULL);

  self->client = g_object_ref (client);
  check_home (self);
  return GTK_WINDOW (self);
}
