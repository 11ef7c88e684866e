/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "members-page.h"

#include "presence.h"

#include <adwaita.h>
#include <glib/gi18n.h>

struct _CenacleMembersPage {
  GtkWidget parent;
  GtkWidget *scroller;
  GtkListBox *list;
  GtkListBox *former_list;
  GtkWidget *former_group;
  CenacleCircle *circle;
  CenaclePresence *presence; /* NULL until the engine told */
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (CenacleMembersPage, cenacle_members_page, GTK_TYPE_WIDGET)

static char *
dup_subtitle (CenacleMembersPage *self, const CenMemberRow *member)
{
  const char *role = cenacle_circle_get_role_label (member->role);
  g_autofree char *whereabouts = NULL;

  if (member->state == CEN_MEMBER_LEFT)
    return g_strdup (_ ("Has left"));
  if (member->state == CEN_MEMBER_REMOVED)
    return g_strdup (_ ("Was removed"));
  if (member->is_self)
    return g_strdup_printf ("%s · %s", role, _ ("you"));
  if (member->needs_look && cenacle_circle_can_facilitate (self->circle))
    return g_strdup_printf ("%s · %s", role, _ ("needs a look"));
  if (self->presence == NULL)
    return g_strdup (role);
  whereabouts =
      cenacle_peer_dup_whereabouts (cenacle_presence_get_peer (self->presence, &member->id));
  return g_strdup_printf ("%s · %s", role, whereabouts);
}

static void
add_mark (GtkWidget *row, const char *icon_name, const char *meaning)
{
  GtkWidget *mark = gtk_image_new_from_icon_name (icon_name);

  gtk_widget_add_css_class (mark, "dim-label");
  gtk_widget_set_tooltip_text (mark, meaning);
  gtk_accessible_update_property (GTK_ACCESSIBLE (mark), GTK_ACCESSIBLE_PROPERTY_LABEL, meaning,
                                  -1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), mark);
}

static void
add_member (CenacleMembersPage *self, GtkListBox *list, const CenMemberRow *member)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *name = g_markup_escape_text (member->name, -1);
  g_autofree char *subtitle = dup_subtitle (self, member);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), adw_avatar_new (36, member->name, TRUE));
  if (cenacle_circle_is_verified (self->circle, &member->id))
    add_mark (row, "object-select-symbolic", _ ("You compared safety words"));
  if (member->needs_look && member->state == CEN_MEMBER_ACTIVE &&
      cenacle_circle_can_facilitate (self->circle))
    add_mark (row, "dialog-warning-symbolic", _ ("Needs a look"));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                             gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data_full (G_OBJECT (row), "member", cen_id_dup_text (&member->id), g_free);
  gtk_list_box_append (list, row);
}

static void
clear (GtkListBox *list)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (list, 0)) != NULL)
    gtk_list_box_remove (list, GTK_WIDGET (row));
}

static void
show_members (CenacleMembersPage *self)
{
  GPtrArray *members = cenacle_circle_get_members (self->circle);

  clear (self->list);
  clear (self->former_list);
  for (guint i = 0; i < members->len; i++) {
    const CenMemberRow *member = g_ptr_array_index (members, i);

    add_member (self, member->state == CEN_MEMBER_ACTIVE ? self->list : self->former_list, member);
  }
  gtk_widget_set_visible (self->former_group,
                          gtk_list_box_get_row_at_index (self->former_list, 0) != NULL);
}

static void
status_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GVariant) answer = NULL;
  g_autoptr (GError) error = NULL;

  cenacle_engine1_call_get_status_finish (CENACLE_ENGINE1 (source), &answer, result, &error);
  if (answer == NULL)
    return;

  CenacleMembersPage *self = user_data;

  g_clear_pointer (&self->presence, cenacle_presence_free);
  self->presence =
      cenacle_presence_new_from_status (answer, cenacle_circle_get_id_text (self->circle));
  show_members (self);
}

static void
load (CenacleMembersPage *self)
{
  CenacleEngine1 *engine = self->circle != NULL ? cenacle_circle_get_engine (self->circle) : NULL;

  if (self->circle == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return; /* read again when it shows */
  show_members (self);
  if (engine != NULL)
    cenacle_engine1_call_get_status (engine, cenacle_circle_get_id_text (self->circle),
                                     self->cancellable, status_cb, self);
}

static void
changed_cb (CenacleMembersPage *self, guint changes)
{
  if ((changes & (CENACLE_CHANGE_STATUS | CENACLE_CHANGE_MEMBERS)) != 0)
    load (self);
}

static void
row_activated_cb (CenacleMembersPage *self, GtkListBoxRow *row)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.open-member", "s",
                              g_object_get_data (G_OBJECT (row), "member"));
}

static void
forget_circle (CenacleMembersPage *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->circle != NULL)
    g_signal_handlers_disconnect_by_data (self->circle, self);
  g_clear_object (&self->circle);
  g_clear_pointer (&self->presence, cenacle_presence_free);
}

static void
cenacle_members_page_dispose (GObject *object)
{
  CenacleMembersPage *self = CENACLE_MEMBERS_PAGE (object);

  forget_circle (self);
  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  G_OBJECT_CLASS (cenacle_members_page_parent_class)->dispose (object);
}

static void
cenacle_members_page_class_init (CenacleMembersPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cenacle_members_page_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/cenacle/Cenacle/members-page.ui");
  gtk_widget_class_bind_template_child (widget_class, CenacleMembersPage, scroller);
  gtk_widget_class_bind_template_child (widget_class, CenacleMembersPage, list);
  gtk_widget_class_bind_template_child (widget_class, CenacleMembersPage, former_list);
  gtk_widget_class_bind_template_child (widget_class, CenacleMembersPage, former_group);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
cenacle_members_page_init (CenacleMembersPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (self, "map", G_CALLBACK (load), NULL);
}

void
cenacle_members_page_set_circle (CenacleMembersPage *self, CenacleCircle *circle)
{
  forget_circle (self);
  if (circle == NULL)
    return;
  self->circle = g_object_ref (circle);
  self->cancellable = g_cancellable_new ();
  g_signal_connect_object (circle, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  load (self);
}
