/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "invite-dialog.h"

#include "app/control/errors.h"
#include "form.h"
#include "invite-list.h"
#include "qr.h"

#include <glib/gi18n.h>

#define DAY_MS ((gint64) 24 * 60 * 60 * 1000)

struct _CenacleInviteDialog {
  AdwWindow parent;
  AdwToastOverlay *toasts;
  GtkRevealer *error_revealer;
  GtkLabel *error_label;
  GtkWidget *new_group;
  AdwComboRow *expires_row;
  GtkSpinButton *uses_spin;
  AdwComboRow *role_row;
  GtkSwitch *confirm_switch;
  GtkWidget *create_button;
  GtkWidget *link_group;
  GtkEntry *link_entry;
  GtkPicture *qr_picture;
  CenacleInviteList *list;
  CenacleCircle *circle;
};

G_DEFINE_FINAL_TYPE (CenacleInviteDialog, cenacle_invite_dialog, ADW_TYPE_WINDOW)

static void
show_failure (CenacleInviteDialog *self, GError **error)
{
  cenacle_errors_settle (error);
  cenacle_form_show_error (self->error_revealer, self->error_label, (*error)->message);
}

static void
show_link (CenacleInviteDialog *self, const char *link)
{
  g_autoptr (GdkTexture) texture = cenacle_qr_new_texture (link);

  cenacle_form_show_error (self->error_revealer, self->error_label, NULL);
  gtk_editable_set_text (GTK_EDITABLE (self->link_entry), link);
  gtk_picture_set_paintable (self->qr_picture, GDK_PAINTABLE (texture));
  gtk_widget_set_visible (GTK_WIDGET (self->qr_picture), texture != NULL);
  gtk_widget_show (self->link_group);
}

static void
created_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CenacleInviteDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *link = NULL;

  cenacle_engine1_call_create_invite_finish (CENACLE_ENGINE1 (source), NULL, &link, result, &error);
  gtk_widget_set_sensitive (self->create_button, TRUE);
  if (link == NULL) {
    show_failure (self, &error);
    return;
  }
  show_link (self, link);
}

static void
create_cb (CenacleInviteDialog *self)
{
  static const gint64 days[] = { 1, 7, 30 };
  CenacleEngine1 *engine = cenacle_circle_get_engine (self->circle);
  guint chosen = MIN (adw_combo_row_get_selected (self->expires_row), G_N_ELEMENTS (days) - 1);
  g_auto (GVariantDict) options = G_VARIANT_DICT_INIT (NULL);

  if (engine == NULL) {
    cenacle_form_show_error (self->error_revealer, self->error_label,
                             _ ("The engine is away for a moment; nothing was lost, try again."));
    return;
  }
  gtk_widget_set_sensitive (self->create_button, FALSE);
  g_variant_dict_insert (&options, "uses", "u",
                         (guint32) gtk_spin_button_get_value_as_int (self->uses_spin));
  g_variant_dict_insert (&options, "expires", "x", days[chosen] * DAY_MS);
  g_variant_dict_insert (&options, "role", "s",
                         cen_role_to_name (adw_combo_row_get_selected (self->role_row) == 0
                                               ? CEN_ROLE_MEMBER
                                               : CEN_ROLE_GUEST));
  g_variant_dict_insert (&options, "confirm", "b", gtk_switch_get_active (self->confirm_switch));
  cenacle_engine1_call_create_invite (engine, cenacle_circle_get_id_text (self->circle),
                                      g_variant_dict_end (&options), NULL, created_cb,
                                      g_object_ref (self));
}

static void
copy_cb (CenacleInviteDialog *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)),
                          gtk_editable_get_text (GTK_EDITABLE (self->link_entry)));
  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (_ ("Link copied")));
}

static void
failed_cb (CenacleInviteDialog *self, const char *sentence)
{
  cenacle_form_show_error (self->error_revealer, self->error_label, sentence);
}

/* The link that shows may be the one that was taken back. */
static void
revoked_cb (CenacleInviteDialog *self)
{
  gtk_widget_hide (self->link_group);
}

static void
cenacle_invite_dialog_dispose (GObject *object)
{
  CenacleInviteDialog *self = CENACLE_INVITE_DIALOG (object);

  g_clear_object (&self->circle);
  G_OBJECT_CLASS (cenacle_invite_dialog_parent_class)->dispose (object);
}

static void
cenacle_invite_dialog_class_init (CenacleInviteDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cenacle_invite_dialog_dispose;
  g_type_ensure (CENACLE_TYPE_INVITE_LIST);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/cenacle/Cenacle/invite-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, CenacleInviteDialog, toasts);
  gtk_widget_class_bind_template_child (widget_class, CenacleInviteDialog, error_revealer);
  gtk_widget_class_bind_template_child (widget_class, CenacleInviteDialog, error_label);
  gtk_widget_class_bind_template_child (widget_class, CenacleInviteDialog, new_group);
  gtk_widget_class_bind_template_child (widget_class, CenacleInviteDialog, expires_row);
  gtk_widget_class_bind_template_child (widget_class, CenacleInviteDialog, uses_spin);
  gtk_widget_class_bind_template_child (widget_class, CenacleInviteDialog, role_row);
  gtk_widget_class_bind_template_child (widget_class, CenacleInviteDialog, confirm_switch);
  gtk_widget_class_bind_template_child (widget_class, CenacleInviteDialog, create_button);
  gtk_widget_class_bind_template_child (widget_class, CenacleInviteDialog, link_group);
  gtk_widget_class_bind_template_child (widget_class, CenacleInviteDialog, link_entry);
  gtk_widget_class_bind_template_child (widget_class, CenacleInviteDialog, qr_picture);
  gtk_widget_class_bind_template_child (widget_class, CenacleInviteDialog, list);
  gtk_widget_class_bind_template_callback (widget_class, create_cb);
  gtk_widget_class_bind_template_callback (widget_class, copy_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_link);
  gtk_widget_class_bind_template_callback (widget_class, failed_cb);
  gtk_widget_class_bind_template_callback (widget_class, revoked_cb);
}

static void
cenacle_invite_dialog_init (CenacleInviteDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  cenacle_form_tell_choice (self->expires_row);
  cenacle_form_tell_choice (self->role_row);
}

GtkWindow *
cenacle_invite_dialog_new (GtkWindow *parent, CenacleCircle *circle)
{
  CenacleInviteDialog *self =
      g_object_new (CENACLE_TYPE_INVITE_DIALOG, "transient-for", parent, NULL);

  self->circle = g_object_ref (circle);
  cenacle_invite_list_set_circle (self->list, circle);
  return GTK_WINDOW (self);
}
