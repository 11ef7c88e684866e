/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "members-page.h"

#include "member-row.h"
#include "whereabouts.h"
#include "wrap-layout.h"

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
      cenacle_whereabouts_dup_peer (cenacle_presence_get_peer (self->presence, &member->id));
  return g_strdup_printf ("%s · %s", role, whereabouts);
}

static CenacleMemberRow *
find_row (GtkListBox *list, const CenId *member)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (list, i)) != NULL; i++) {
    if (cen_id_equal (cenacle_member_row_get_member (CENACLE_MEMBER_ROW (row)), member))
      return CENACLE_MEMBER_ROW (row);
  }
  return NULL;
}

/* The row of @member at @place; it is moved only when it is elsewhere. */
static void
place_row (CenacleMembersPage *self, GtkListBox *list, const CenMemberRow *member, int place)
{
  CenacleMemberRow *found = find_row (list, &member->id);
  g_autoptr (GtkWidget) row =
      g_object_ref_sink (found != NULL ? GTK_WIDGET (found) : cenacle_member_row_new (&member->id));
  g_autofree char *subtitle = dup_subtitle (self, member);

  cenacle_member_row_show (CENACLE_MEMBER_ROW (row), self->circle, member, subtitle);
  if (found != NULL && gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row)) == place)
    return;
  if (found != NULL)
    gtk_list_box_remove (list, row);
  gtk_list_box_insert (list, row, place);
}

static void
cut_list (GtkListBox *list, int len)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (list, len)) != NULL)
    gtk_list_box_remove (list, GTK_WIDGET (row));
}

static void
show_members (CenacleMembersPage *self)
{
  GPtrArray *members = cenacle_circle_get_members (self->circle);
  int n_active = 0, n_former = 0;

  for (guint i = 0; i < members->len; i++) {
    const CenMemberRow *member = g_ptr_array_index (members, i);

    if (member->state == CEN_MEMBER_ACTIVE)
      place_row (self, self->list, member, n_active++);
    else
      place_row (self, self->former_list, member, n_former++);
  }
  cut_list (self->list, n_active);
  cut_list (self->former_list, n_former);
  gtk_widget_set_visible (self->former_group, n_former > 0);
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
  g_autofree char *member =
      cen_id_dup_text (cenacle_member_row_get_member (CENACLE_MEMBER_ROW (row)));

  gtk_widget_activate_action (GTK_WIDGET (self), "win.open-member", "s", member);
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
  g_type_ensure (CENACLE_TYPE_WRAP_LAYOUT);
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
