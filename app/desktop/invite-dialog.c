/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "invite-dialog.h"

#include "app/control/errors.h"
#include "compat.h"
#include "form.h"
#include "qr.h"
#include "time-text.h"

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
  GtkWidget *create_button;
  GtkWidget *link_group;
  GtkEntry *link_entry;
  GtkPicture *qr_picture;
  GtkWidget *list_group;
  GtkListBox *list;
  CenacleCircle *circle;
  char *revoking; /* the invite that the question is about */
};

G_DEFINE_FINAL_TYPE (CenacleInviteDialog, cenacle_invite_dialog, ADW_TYPE_WINDOW)

static void show_invites (CenacleInviteDialog *self);

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
  show_invites (self);
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
  g_variant_dict_insert (&options, "role", "s", cen_role_to_name (CEN_ROLE_MEMBER));
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
got_link_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CenacleInviteDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *link = NULL;

  cenacle_engine1_call_get_invite_link_finish (CENACLE_ENGINE1 (source), &link, result, &error);
  if (link != NULL)
    show_link (self, link);
  else
    show_failure (self, &error);
}

static const char *
get_invite (GtkWidget *button)
{
  return g_object_get_data (G_OBJECT (button), "invite");
}

static void
show_clicked_cb (GtkWidget *button, CenacleInviteDialog *self)
{
  CenacleEngine1 *engine = cenacle_circle_get_engine (self->circle);

  if (engine != NULL)
    cenacle_engine1_call_get_invite_link (engine, cenacle_circle_get_id_text (self->circle),
                                          get_invite (button), NULL, got_link_cb,
                                          g_object_ref (self));
}

static void
revoked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CenacleInviteDialog) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!cenacle_engine1_call_revoke_invite_finish (CENACLE_ENGINE1 (source), result, &error))
    show_failure (self, &error);
  else
    gtk_widget_hide (self->link_group);
  show_invites (self);
}

static void
revoke_confirmed_cb (gpointer user_data)
{
  CenacleInviteDialog *self = user_data;
  CenacleEngine1 *engine = cenacle_circle_get_engine (self->circle);

  if (engine != NULL)
    cenacle_engine1_call_revoke_invite (engine, cenacle_circle_get_id_text (self->circle),
                                        self->revoking, NULL, revoked_cb, g_object_ref (self));
}

static void
revoke_clicked_cb (GtkWidget *button, CenacleInviteDialog *self)
{
  g_free (self->revoking);
  self->revoking = g_strdup (get_invite (button));
  cenacle_compat_ask (GTK_WINDOW (self), _ ("Take this invite back?"),
                      _ ("Nobody can join by it any more. Those who came by it stay."),
                      _ ("_Take back"), revoke_confirmed_cb, self);
}

static char *
dup_state (const CenInviteRow *invite)
{
  if (invite->is_revoked)
    return g_strdup (_ ("Taken back"));
  if (invite->n_uses_max > 0 && invite->n_uses >= invite->n_uses_max)
    return g_strdup (_ ("Used up"));
  if (invite->expires_ms > 0 && invite->expires_ms < g_get_real_time () / 1000)
    return g_strdup (_ ("Expired"));
  if (invite->expires_ms > 0) {
    g_autofree char *until = cenacle_time_text_dup_until (invite->expires_ms);

    /* Translators: followed by "in 6 days". */
    return g_strdup_printf (_ ("Ends %s"), until);
  }
  return g_strdup (_ ("Without end"));
}

static gboolean
is_live (const CenInviteRow *invite)
{
  return !invite->is_revoked && (invite->n_uses_max == 0 || invite->n_uses < invite->n_uses_max) &&
         (invite->expires_ms == 0 || invite->expires_ms > g_get_real_time () / 1000);
}

static char *
dup_joined (const CenInviteRow *invite)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; invite->joined != NULL && i < invite->joined->len; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "",
                            (const char *) g_ptr_array_index (invite->joined, i));
  if (names->len == 0)
    g_string_append (names, _ ("nobody yet"));
  return g_string_free (names, FALSE);
}

static void
add_button (CenacleInviteDialog *self, GtkWidget *row, const CenInviteRow *invite,
            const char *icon_name, const char *label, GCallback callback)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon_name);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  g_object_set_data_full (G_OBJECT (button), "invite", cen_id_dup_text (&invite->id), g_free);
  g_signal_connect (button, "clicked", callback, self);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
}

static void
add_invite (CenacleInviteDialog *self, const CenInviteRow *invite)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *state = dup_state (invite);
  g_autofree char *joined = dup_joined (invite);
  /* Translators: the end of an invite, how many joined of how many may, and who they are. */
  g_autofree char *title =
      g_strdup_printf (_ ("%s · %u of %u"), state, invite->n_uses, invite->n_uses_max);
  g_autofree char *subtitle =
      g_strdup_printf (_ ("By %s. Joined: %s"), invite->author_name, joined);
  g_autofree char *escaped = g_markup_escape_text (subtitle, -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), escaped);
  if (is_live (invite)) {
    if (cen_id_equal (&invite->author, &cenacle_circle_get_row (self->circle)->self_member))
      add_button (self, row, invite, "view-reveal-symbolic", _ ("Show the link"),
                  G_CALLBACK (show_clicked_cb));
    add_button (self, row, invite, "user-trash-symbolic", _ ("Take back"),
                G_CALLBACK (revoke_clicked_cb));
  } else {
    gtk_widget_add_css_class (row, "dim-label");
  }
  gtk_list_box_append (self->list, row);
}

static void
show_invites (CenacleInviteDialog *self)
{
  CenStore *store = cenacle_circle_get_store (self->circle);
  g_autoptr (GPtrArray) invites =
      store != NULL ? cen_query_invites (store, cenacle_circle_get_id (self->circle), NULL) : NULL;
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  for (guint i = 0; invites != NULL && i < invites->len; i++)
    add_invite (self, g_ptr_array_index (invites, i));
  gtk_widget_set_visible (self->list_group, invites != NULL && invites->len > 0);
}

static void
changed_cb (CenacleInviteDialog *self, guint changes)
{
  if ((changes & (CENACLE_CHANGE_FRAME | CENACLE_CHANGE_MEMBERS)) != 0)
    show_invites (self);
}

static void
cenacle_invite_dialog_dispose (GObject *object)
{
  CenacleInviteDialog *self = CENACLE_INVITE_DIALOG (object);

  g_clear_object (&self->circle);
  g_clear_pointer (&self->revoking, g_free);
  G_OBJECT_CLASS (cenacle_invite_dialog_parent_class)->dispose (object);
}

static void
cenacle_invite_dialog_class_init (CenacleInviteDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cenacle_invite_dialog_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/cenacle/Cenacle/invite-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, CenacleInviteDialog, toasts);
  gtk_widget_class_bind_template_child (widget_class, CenacleInviteDialog, error_revealer);
  gtk_widget_class_bind_template_child (widget_class, CenacleInviteDialog, error_label);
  gtk_widget_class_bind_template_child (widget_class, CenacleInviteDialog, new_group);
  gtk_widget_class_bind_template_child (widget_class, CenacleInviteDialog, expires_row);
  gtk_widget_class_bind_template_child (widget_class, CenacleInviteDialog, uses_spin);
  gtk_widget_class_bind_template_child (widget_class, CenacleInviteDialog, create_button);
  gtk_widget_class_bind_template_child (widget_class, CenacleInviteDialog, link_group);
  gtk_widget_class_bind_template_child (widget_class, CenacleInviteDialog, link_entry);
  gtk_widget_class_bind_template_child (widget_class, CenacleInviteDialog, qr_picture);
  gtk_widget_class_bind_template_child (widget_class, CenacleInviteDialog, list_group);
  gtk_widget_class_bind_template_child (widget_class, CenacleInviteDialog, list);
  gtk_widget_class_bind_template_callback (widget_class, create_cb);
  gtk_widget_class_bind_template_callback (widget_class, copy_cb);
}

static void
cenacle_invite_dialog_init (CenacleInviteDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWindow *
cenacle_invite_dialog_new (GtkWindow *parent, CenacleCircle *circle)
{
  CenacleInviteDialog *self =
      g_object_new (CENACLE_TYPE_INVITE_DIALOG, "transient-for", parent, NULL);

  self->circle = g_object_ref (circle);
  g_signal_connect_object (circle, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  show_invites (self);
  return GTK_WINDOW (self);
}
