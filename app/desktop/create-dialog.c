/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "create-dialog.h"

#include "app/control/circle-templates.h"
#include "app/control/errors.h"
#include "form.h"

#include <glib/gi18n.h>

struct _CenacleCreateDialog {
  AdwWindow parent;
  GtkWidget *confirm_button;
  GtkRevealer *error_revealer;
  GtkLabel *error_label;
  AdwEntryRow *name_row;
  AdwEntryRow *intention_row;
  AdwEntryRow *self_row;
  GtkTextView *charter_view;
  AdwComboRow *template_row;
  CenacleClient *client;
  gboolean is_busy;
  char *created; /* the circle's id */
};

enum { SIGNAL_DONE, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CenacleCreateDialog, cenacle_create_dialog, ADW_TYPE_WINDOW)

static void
changed_cb (CenacleCreateDialog *self)
{
  g_autofree char *name = cenacle_form_dup_entry (self->name_row);
  g_autofree char *own = cenacle_form_dup_entry (self->self_row);

  gtk_widget_set_sensitive (self->confirm_button,
                            name[0] != '\0' && own[0] != '\0' && !self->is_busy);
}

static void
set_busy (CenacleCreateDialog *self, gboolean is_busy)
{
  self->is_busy = is_busy;
  changed_cb (self);
}

static void
end (CenacleCreateDialog *self)
{
  g_signal_emit (self, signals[SIGNAL_DONE], 0, self->created);
  gtk_window_close (GTK_WINDOW (self));
}

/* The circle is there; channels that could not be made can be made by hand. */
static void
channels_made_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CenacleCreateDialog) self = user_data;

  cenacle_engine1_call_create_all_finish (CENACLE_ENGINE1 (source), NULL, result, NULL);
  end (self);
}

static void
created_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CenacleCreateDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  GVariant *channels;

  if (!cenacle_engine1_call_create_circle_finish (CENACLE_ENGINE1 (source), &self->created, NULL,
                                                  NULL, result, &error)) {
    cenacle_errors_settle (&error);
    cenacle_form_show_error (self->error_revealer, self->error_label, error->message);
    set_busy (self, FALSE);
    return;
  }
  channels =
      cenacle_circle_templates_new_channels (adw_combo_row_get_selected (self->template_row));
  if (g_variant_n_children (channels) == 0) {
    g_variant_unref (g_variant_ref_sink (channels));
    end (self);
    return;
  }
  cenacle_engine1_call_create_all (CENACLE_ENGINE1 (source), self->created, "channel", channels,
                                   NULL, channels_made_cb, g_object_ref (self));
}

static void
confirm_cb (CenacleCreateDialog *self)
{
  CenacleEngine1 *engine = cenacle_client_get_engine (self->client);
  g_autofree char *name = cenacle_form_dup_entry (self->name_row);
  g_autofree char *intention = cenacle_form_dup_entry (self->intention_row);
  g_autofree char *own = cenacle_form_dup_entry (self->self_row);
  g_autofree char *charter = cenacle_form_dup_text (self->charter_view);
  g_auto (GVariantDict) options = G_VARIANT_DICT_INIT (NULL);

  if (!gtk_widget_get_sensitive (self->confirm_button))
    return;
  if (engine == NULL) {
    cenacle_form_show_error (self->error_revealer, self->error_label,
                             _ ("Cenacle is still starting; please try again in a moment."));
    return;
  }
  cenacle_form_show_error (self->error_revealer, self->error_label, NULL);
  set_busy (self, TRUE);
  g_variant_dict_insert (&options, "intention", "s", intention);
  g_variant_dict_insert (&options, "charter", "s", charter);
  g_variant_dict_insert (&options, "as", "s", own);
  cenacle_engine1_call_create_circle (engine, name, g_variant_dict_end (&options), NULL, created_cb,
                                      g_object_ref (self));
}

/* What the person wrote themselves is not replaced. */
static void
template_cb (CenacleCreateDialog *self)
{
  g_autofree char *channels =
      cenacle_circle_templates_dup_channels (adw_combo_row_get_selected (self->template_row));
  g_autofree char *told = g_strdup_printf (_ ("Channels: %s"), channels);
  g_autofree char *text = cenacle_form_dup_text (self->charter_view);

  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->template_row), told);
  if (cenacle_circle_templates_has (text))
    cenacle_form_set_text (self->charter_view,
                           cenacle_circle_templates_get_text (
                               adw_combo_row_get_selected (self->template_row)));
}

static void
cenacle_create_dialog_dispose (GObject *object)
{
  CenacleCreateDialog *self = CENACLE_CREATE_DIALOG (object);

  g_clear_object (&self->client);
  g_clear_pointer (&self->created, g_free);
  G_OBJECT_CLASS (cenacle_create_dialog_parent_class)->dispose (object);
}

static void
cenacle_create_dialog_class_init (CenacleCreateDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cenacle_create_dialog_dispose;
  signals[SIGNAL_DONE] = g_signal_new ("done", CENACLE_TYPE_CREATE_DIALOG, G_SIGNAL_RUN_LAST, 0,
                                       NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/cenacle/Cenacle/create-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, CenacleCreateDialog, confirm_button);
  gtk_widget_class_bind_template_child (widget_class, CenacleCreateDialog, error_revealer);
  gtk_widget_class_bind_template_child (widget_class, CenacleCreateDialog, error_label);
  gtk_widget_class_bind_template_child (widget_class, CenacleCreateDialog, name_row);
  gtk_widget_class_bind_template_child (widget_class, CenacleCreateDialog, intention_row);
  gtk_widget_class_bind_template_child (widget_class, CenacleCreateDialog, self_row);
  gtk_widget_class_bind_template_child (widget_class, CenacleCreateDialog, charter_view);
  gtk_widget_class_bind_template_child (widget_class, CenacleCreateDialog, template_row);
  gtk_widget_class_bind_template_callback (widget_class, template_cb);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, confirm_cb);
}

static void
cenacle_create_dialog_init (CenacleCreateDialog *self)
{
  g_autoptr (GtkStringList) list = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));
  cenacle_form_tell_choice (self->template_row);
  cenacle_form_set_entry (self->self_row, cenacle_form_get_own_name ());
  list = gtk_string_list_new (cenacle_circle_templates_list ());
  adw_combo_row_set_model (self->template_row, G_LIST_MODEL (list));
  template_cb (self);
}

GtkWindow *
cenacle_create_dialog_new (GtkWindow *parent, CenacleClient *client)
{
  CenacleCreateDialog *self =
      g_object_new (CENACLE_TYPE_CREATE_DIALOG, "transient-for", parent, NULL);

  self->client = g_object_ref (client);
  gtk_widget_grab_focus (GTK_WIDGET (self->name_row));
  return GTK_WINDOW (self);
}
