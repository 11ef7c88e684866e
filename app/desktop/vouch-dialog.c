/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "vouch-dialog.h"

#include "form.h"
#include "membership-commands.h"

#include <glib/gi18n.h>

struct _CenacleVouchDialog {
  AdwWindow parent;
  GtkWidget *confirm_button;
  GtkRevealer *error_revealer;
  GtkLabel *error_label;
  GtkLabel *heading_label;
  AdwComboRow *former_row;
  GtkStringList *former_list;
  GArray *formers; /* CenId, as in the list after its first line, which chooses nobody */
  CenacleCircle *circle;
  CenId member;
};

G_DEFINE_FINAL_TYPE (CenacleVouchDialog, cenacle_vouch_dialog, ADW_TYPE_WINDOW)

static void
vouched_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CenacleVouchDialog) self = user_data;

  if (!cenacle_form_end (GTK_WINDOW (self), result, self->error_revealer, self->error_label))
    gtk_widget_set_sensitive (self->confirm_button, TRUE);
}

static void
confirm_cb (CenacleVouchDialog *self)
{
  guint chosen = adw_combo_row_get_selected (self->former_row);

  if (chosen == 0 || chosen > self->formers->len)
    return;
  gtk_widget_set_sensitive (self->confirm_button, FALSE);
  cenacle_membership_vouch (self->circle, &self->member,
                            &g_array_index (self->formers, CenId, chosen - 1), vouched_cb,
                            g_object_ref (self));
}

static void
chosen_cb (CenacleVouchDialog *self)
{
  guint chosen = adw_combo_row_get_selected (self->former_row);

  gtk_widget_set_sensitive (self->confirm_button, chosen > 0 && chosen <= self->formers->len);
}

static void
show_formers (CenacleVouchDialog *self)
{
  GPtrArray *members = cenacle_circle_get_members (self->circle);

  gtk_string_list_append (self->former_list, _ ("Choose…"));
  for (guint i = 0; i < members->len; i++) {
    const CenMemberRow *row = g_ptr_array_index (members, i);

    if (row->is_self || row->role == CEN_ROLE_OWNER || cen_id_equal (&row->id, &self->member))
      continue;
    gtk_string_list_append (self->former_list, row->name);
    g_array_append_val (self->formers, row->id);
  }
  chosen_cb (self);
}

static void
cenacle_vouch_dialog_dispose (GObject *object)
{
  CenacleVouchDialog *self = CENACLE_VOUCH_DIALOG (object);

  g_clear_object (&self->circle);
  g_clear_pointer (&self->formers, g_array_unref);
  G_OBJECT_CLASS (cenacle_vouch_dialog_parent_class)->dispose (object);
}

static void
cenacle_vouch_dialog_class_init (CenacleVouchDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cenacle_vouch_dialog_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/cenacle/Cenacle/vouch-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, CenacleVouchDialog, confirm_button);
  gtk_widget_class_bind_template_child (widget_class, CenacleVouchDialog, error_revealer);
  gtk_widget_class_bind_template_child (widget_class, CenacleVouchDialog, error_label);
  gtk_widget_class_bind_template_child (widget_class, CenacleVouchDialog, heading_label);
  gtk_widget_class_bind_template_child (widget_class, CenacleVouchDialog, former_row);
  gtk_widget_class_bind_template_child (widget_class, CenacleVouchDialog, former_list);
  gtk_widget_class_bind_template_callback (widget_class, confirm_cb);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
}

static void
cenacle_vouch_dialog_init (CenacleVouchDialog *self)
{
  self->formers = g_array_new (FALSE, FALSE, sizeof (CenId));
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWindow *
cenacle_vouch_dialog_new (GtkWindow *parent, CenacleCircle *circle, const CenId *member)
{
  CenacleVouchDialog *self =
      g_object_new (CENACLE_TYPE_VOUCH_DIALOG, "transient-for", parent, NULL);
  const CenMemberRow *row = cenacle_circle_get_member (circle, member);
  g_autofree char *heading =
      g_strdup_printf (_ ("Was %s here before?"), row != NULL ? row->name : "");

  self->circle = g_object_ref (circle);
  self->member = *member;
  gtk_label_set_text (self->heading_label, heading);
  show_formers (self);
  return GTK_WINDOW (self);
}
