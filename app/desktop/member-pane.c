/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "member-pane.h"

#include "decisions.h"
#include "device-row.h"
#include "member-actions.h"
#include "member-thanks.h"
#include "narrow.h"
#include "time-text.h"
#include "voided-group.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define HISTORY_MAX 20

struct _CenacleMemberPane {
  GtkWidget parent;
  GtkWidget *scroller;
  AdwAvatar *avatar;
  GtkLabel *name_label;
  GtkLabel *role_label;
  GtkLabel *about_label;
  AdwActionRow *languages_row;
  AdwActionRow *joined_row;
  AdwActionRow *invite_row;
  AdwActionRow *seen_row;
  GtkWidget *look_row;
  GtkWidget *words_row;
  AdwActionRow *former_row;
  GtkWidget *own_box;
  GtkWidget *other_box;
  GtkActionable *thank_button;
  GtkActionable *write_button;
  CenacleMemberActions *actions;
  CenacleMemberThanks *thanks;
  CenacleVoidedGroup *voided_group;
  GtkWidget *device_group;
  GtkListBox *device_list;
  GtkWidget *history_group;
  GtkListBox *history_list;
  CenacleCircle *circle;
  CenId member;
};

G_DEFINE_FINAL_TYPE (CenacleMemberPane, cenacle_member_pane, GTK_TYPE_WIDGET)

static void
show_row (AdwActionRow *row, const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  gtk_widget_set_visible (GTK_WIDGET (row), text[0] != '\0');
  adw_action_row_set_subtitle (row, escaped);
}

static char *
dup_invite (CenacleMemberPane *self, const CenMemberRow *member)
{
  CenStore *store = cenacle_circle_get_store (self->circle);
  g_autoptr (GPtrArray) invites =
      store != NULL && !cen_id_is_zero (&member->invite)
          ? cen_query_invites (store, cenacle_circle_get_id (self->circle), NULL)
          : NULL;

  for (guint i = 0; invites != NULL && i < invites->len; i++) {
    const CenInviteRow *invite = g_ptr_array_index (invites, i);
    g_autofree char *when = NULL;

    if (!cen_id_equal (&invite->id, &member->invite))
      continue;
    when = cenacle_time_text_dup_full (invite->created_ms);
    /* Translators: an invite: who made it, when, how many came by it and how many may. */
    return g_strdup_printf (ngettext ("Made by %s, %s; %u of %u came by it",
                                      "Made by %s, %s; %u of %u came by it", invite->n_uses),
                            invite->author_name, when, invite->n_uses, invite->n_uses_max);
  }
  return g_strdup ("");
}

static void
show_times (CenacleMemberPane *self, const CenMemberRow *member)
{
  const CenMemberRow *host = cenacle_circle_get_member (self->circle, &member->invited_by);
  g_autofree char *when = cenacle_time_text_dup_full (member->joined_ms);
  g_autofree char *joined = host != NULL
                                /* Translators: when, and by whom. */
                                ? g_strdup_printf (_ ("%s, let in by %s"), when, host->name)
                                : g_strdup (when);
  g_autofree char *invite = dup_invite (self, member);
  g_autofree char *seen = member->last_seen_ms > 0
                              ? cenacle_time_text_dup_ago (member->last_seen_ms)
                              : g_strdup (_ ("not met yet"));

  show_row (self->joined_row, member->joined_ms > 0 ? joined : "");
  show_row (self->invite_row, invite);
  show_row (self->seen_row, member->is_self ? "" : seen);
}

static void
show_devices (CenacleMemberPane *self, const CenMemberRow *member)
{
  CenStore *store = cenacle_circle_get_store (self->circle);
  g_autoptr (GPtrArray) devices =
      store != NULL && !member->is_self
          ? cen_query_devices (store, cenacle_circle_get_id (self->circle), &self->member, NULL)
          : NULL;
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (self->device_list, 0)) != NULL)
    gtk_list_box_remove (self->device_list, GTK_WIDGET (row));
  for (guint i = 0; devices != NULL && i < devices->len; i++)
    gtk_list_box_append (self->device_list,
                         cenacle_device_row_new (g_ptr_array_index (devices, i)));
  gtk_widget_set_visible (self->device_group, devices != NULL && devices->len > 0);
}

static void
show_standing (CenacleMemberPane *self, const CenMemberRow *member)
{
  const CenMemberRow *former = cenacle_circle_get_member (self->circle, &member->formerly);

  gtk_widget_set_visible (self->look_row, member->needs_look && member->state == CEN_MEMBER_ACTIVE);
  gtk_widget_set_visible (self->words_row,
                          cenacle_circle_is_verified (self->circle, &self->member));
  show_row (self->former_row, former != NULL ? former->name : "");
}

/* What one can do for somebody who is here. */
static void
show_gestures (CenacleMemberPane *self, const CenMemberRow *member)
{
  g_autofree char *id = cen_id_dup_text (&member->id);
  const CenCircleRow *circle = cenacle_circle_get_row (self->circle);

  gtk_actionable_set_action_target (self->thank_button, "s", id);
  gtk_actionable_set_action_target (self->write_button, "s", id);
  gtk_widget_set_visible (self->other_box, !member->is_self && member->state == CEN_MEMBER_ACTIVE &&
                                               circle->self_state == CEN_MEMBER_ACTIVE &&
                                               circle->self_role <= CEN_ROLE_MEMBER);
}

static void
show_member (CenacleMemberPane *self)
{
  const CenMemberRow *member = cenacle_circle_get_member (self->circle, &self->member);

  if (member == NULL)
    return;
  adw_avatar_set_text (self->avatar, member->name);
  gtk_label_set_text (self->name_label, member->name);
  gtk_label_set_text (self->role_label, member->state == CEN_MEMBER_LEFT ? _ ("Has left")
                                        : member->state == CEN_MEMBER_REMOVED
                                            ? _ ("Was removed")
                                            : cenacle_circle_get_role_label (member->role));
  gtk_label_set_text (self->about_label, member->about);
  gtk_widget_set_visible (GTK_WIDGET (self->about_label), member->about[0] != '\0');
  show_row (self->languages_row, member->languages);
  show_times (self, member);
  show_standing (self, member);
  show_devices (self, member);
  cenacle_voided_group_show (self->voided_group, self->circle, member);
  gtk_widget_set_visible (self->history_group,
                          cenacle_decisions_fill (self->history_list, self->circle, &self->member,
                                                  HISTORY_MAX) > 0);
  gtk_widget_set_visible (self->own_box, member->is_self);
  show_gestures (self, member);
}

static void
changed_cb (CenacleMemberPane *self, guint changes)
{
  if ((changes & (CENACLE_CHANGE_MEMBERS | CENACLE_CHANGE_FRAME)) != 0)
    show_member (self);
  else if ((changes & CENACLE_CHANGE_MESSAGES) != 0)
    cenacle_voided_group_show (self->voided_group, self->circle,
                               cenacle_circle_get_member (self->circle, &self->member));
}

static void
cenacle_member_pane_dispose (GObject *object)
{
  CenacleMemberPane *self = CENACLE_MEMBER_PANE (object);

  cenacle_member_pane_close (self);
  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  G_OBJECT_CLASS (cenacle_member_pane_parent_class)->dispose (object);
}

static void
cenacle_member_pane_class_init (CenacleMemberPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cenacle_member_pane_dispose;
  g_type_ensure (CENACLE_TYPE_MEMBER_ACTIONS);
  g_type_ensure (CENACLE_TYPE_MEMBER_THANKS);
  g_type_ensure (CENACLE_TYPE_VOIDED_GROUP);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/cenacle/Cenacle/member-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, CenacleMemberPane, scroller);
  gtk_widget_class_bind_template_child (widget_class, CenacleMemberPane, avatar);
  gtk_widget_class_bind_template_child (widget_class, CenacleMemberPane, name_label);
  gtk_widget_class_bind_template_child (widget_class, CenacleMemberPane, role_label);
  gtk_widget_class_bind_template_child (widget_class, CenacleMemberPane, about_label);
  gtk_widget_class_bind_template_child (widget_class, CenacleMemberPane, languages_row);
  gtk_widget_class_bind_template_child (widget_class, CenacleMemberPane, joined_row);
  gtk_widget_class_bind_template_child (widget_class, CenacleMemberPane, invite_row);
  gtk_widget_class_bind_template_child (widget_class, CenacleMemberPane, seen_row);
  gtk_widget_class_bind_template_child (widget_class, CenacleMemberPane, look_row);
  gtk_widget_class_bind_template_child (widget_class, CenacleMemberPane, words_row);
  gtk_widget_class_bind_template_child (widget_class, CenacleMemberPane, former_row);
  gtk_widget_class_bind_template_child (widget_class, CenacleMemberPane, own_box);
  gtk_widget_class_bind_template_child (widget_class, CenacleMemberPane, other_box);
  gtk_widget_class_bind_template_child (widget_class, CenacleMemberPane, thank_button);
  gtk_widget_class_bind_template_child (widget_class, CenacleMemberPane, write_button);
  gtk_widget_class_bind_template_child (widget_class, CenacleMemberPane, actions);
  gtk_widget_class_bind_template_child (widget_class, CenacleMemberPane, thanks);
  gtk_widget_class_bind_template_child (widget_class, CenacleMemberPane, voided_group);
  gtk_widget_class_bind_template_child (widget_class, CenacleMemberPane, device_group);
  gtk_widget_class_bind_template_child (widget_class, CenacleMemberPane, device_list);
  gtk_widget_class_bind_template_child (widget_class, CenacleMemberPane, history_group);
  gtk_widget_class_bind_template_child (widget_class, CenacleMemberPane, history_list);
}

static void
cenacle_member_pane_init (CenacleMemberPane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  cenacle_narrow_wrap_all (GTK_WIDGET (self));
}

void
cenacle_member_pane_open (CenacleMemberPane *self, CenacleCircle *circle, const CenId *member)
{
  cenacle_member_pane_close (self);
  self->circle = g_object_ref (circle);
  self->member = *member;
  g_signal_connect_object (circle, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  cenacle_member_actions_set_member (self->actions, circle, member);
  cenacle_member_thanks_set_member (self->thanks, circle, member);
  show_member (self);
}

void
cenacle_member_pane_close (CenacleMemberPane *self)
{
  if (self->circle != NULL)
    g_signal_handlers_disconnect_by_data (self->circle, self);
  if (self->actions != NULL)
    cenacle_member_actions_set_member (self->actions, NULL, NULL);
  if (self->thanks != NULL)
    cenacle_member_thanks_set_member (self->thanks, NULL, NULL);
  g_clear_object (&self->circle);
}
