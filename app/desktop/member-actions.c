/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "member-actions.h"

#include "commands.h"
#include "compat.h"
#include "membership-commands.h"
#include "remove-dialog.h"
#include "safety-dialog.h"
#include "vouch-dialog.h"

#include "core/private-notes.h"

#include <glib/gi18n.h>

struct _CenacleMemberActions {
  GtkWidget parent;
  GtkWidget *box;
  CenacleCircle *circle; /* NULL: about nobody */
  CenId member;
  CenRole wanted; /* the role that the question is about */
};

G_DEFINE_FINAL_TYPE (CenacleMemberActions, cenacle_member_actions, GTK_TYPE_WIDGET)

static GtkWindow *
get_window (CenacleMemberActions *self)
{
  return GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
}

static const char *
get_name (CenacleMemberActions *self)
{
  const CenMemberRow *row = cenacle_circle_get_member (self->circle, &self->member);

  return row != NULL ? row->name : "";
}

static void
give_role_cb (gpointer user_data)
{
  CenacleMemberActions *self = user_data;

  if (self->circle != NULL)
    cenacle_membership_set_role (self->circle, &self->member, self->wanted,
                                 cenacle_commands_show_error_cb, g_object_ref (self));
}

static void
make_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  static const struct {
    const char *action;
    CenRole role;
    const char *heading;
    const char *body;
    const char *answer;
  } questions[] = {
    { "member.make-facilitator", CEN_ROLE_FACILITATOR, N_ ("Make %s a facilitator?"),
      N_ ("Facilitators invite and remove people, hide messages, and change the circle’s name, "
          "intention and charter. What they do stands in the log that all can read. The one who "
          "makes a facilitator can also take it back."),
      N_ ("Make _facilitator") },
    { "member.make-member", CEN_ROLE_MEMBER, N_ ("Make %s a member?"),
      N_ ("Members read and write everywhere; they invite nobody and remove nobody. All see the "
          "change in the log."),
      N_ ("Make _member") },
    { "member.make-guest", CEN_ROLE_GUEST, N_ ("Make %s a guest?"),
      N_ ("Guests read everything and write nothing. What they wrote before stays. All see the "
          "change in the log."),
      N_ ("Make _guest") },
    { "member.take-back", CEN_ROLE_MEMBER, N_ ("Take %s back?"),
      N_ ("They are a member again, with the keys they had: only do this when these keys are still "
          "in their hands. Whoever lost them joins by a new invite instead."),
      N_ ("_Take back") },
  };
  CenacleMemberActions *self = CENACLE_MEMBER_ACTIONS (widget);

  (void) parameter;
  for (gsize i = 0; i < G_N_ELEMENTS (questions); i++) {
    g_autofree char *heading = NULL;

    if (!g_str_equal (questions[i].action, action))
      continue;
    heading = g_strdup_printf (_ (questions[i].heading), get_name (self));
    self->wanted = questions[i].role;
    cenacle_compat_suggest (get_window (self), heading, _ (questions[i].body),
                            _ (questions[i].answer), give_role_cb, self);
  }
}

/* Giving the role they have says that a facilitator knows them. */
static void
confirm_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CenacleMemberActions *self = CENACLE_MEMBER_ACTIONS (widget);
  const CenMemberRow *row = cenacle_circle_get_member (self->circle, &self->member);

  (void) action;
  (void) parameter;
  if (row != NULL)
    cenacle_membership_set_role (self->circle, &self->member, row->role,
                                 cenacle_commands_show_error_cb, g_object_ref (self));
}

/* Nobody hears of it, and the same button takes it back. */
static void
ignore_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CenacleMemberActions *self = CENACLE_MEMBER_ACTIONS (widget);
  g_autofree char *member = cen_id_dup_text (&self->member);

  (void) parameter;
  cenacle_commands_call (self->circle, "SetPrivate",
                         g_variant_new ("(ssss)", cenacle_circle_get_id_text (self->circle), member,
                                        CEN_PRIVATE_IGNORED,
                                        g_str_equal (action, "member.ignore") ? "1" : ""),
                         cenacle_commands_show_error_cb, g_object_ref (self));
}

static void
open_dialog_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  static const struct {
    const char *action;
    GtkWindow *(*create) (GtkWindow *parent, CenacleCircle *circle, const CenId *member);
  } dialogs[] = {
    { "member.compare-words", cenacle_safety_dialog_new },
    { "member.vouch", cenacle_vouch_dialog_new },
    { "member.remove", cenacle_remove_dialog_new },
  };
  CenacleMemberActions *self = CENACLE_MEMBER_ACTIONS (widget);

  (void) parameter;
  for (gsize i = 0; i < G_N_ELEMENTS (dialogs); i++) {
    if (g_str_equal (dialogs[i].action, action))
      gtk_window_present (dialogs[i].create (get_window (self), self->circle, &self->member));
  }
}

static void
enable (CenacleMemberActions *self, const char *action, gboolean is_enabled)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), action, is_enabled);
}

static void
update (CenacleMemberActions *self)
{
  const CenMemberRow *row =
      self->circle != NULL ? cenacle_circle_get_member (self->circle, &self->member) : NULL;
  const CenCircleRow *circle = self->circle != NULL ? cenacle_circle_get_row (self->circle) : NULL;
  gboolean is_other = row != NULL && !row->is_self;
  gboolean is_active = is_other && row->state == CEN_MEMBER_ACTIVE;
  gboolean can_act = is_other && cenacle_circle_can_facilitate (self->circle) &&
                     row->role != CEN_ROLE_OWNER &&
                     (row->role > circle->self_role || circle->self_role == CEN_ROLE_FACILITATOR);
  gboolean can_decide = can_act && is_active;

  enable (self, "member.compare-words", is_active && cenacle_circle_is_active (self->circle));
  enable (self, "member.ignore",
          is_other && !cenacle_circle_is_ignored (self->circle, &self->member));
  enable (self, "member.hear", is_other && cenacle_circle_is_ignored (self->circle, &self->member));
  enable (self, "member.confirm", can_decide && row->needs_look);
  enable (self, "member.make-facilitator", can_decide && row->role != CEN_ROLE_FACILITATOR);
  enable (self, "member.make-member", can_decide && row->role != CEN_ROLE_MEMBER);
  enable (self, "member.make-guest", can_decide && row->role != CEN_ROLE_GUEST);
  enable (self, "member.take-back", can_act && !is_active);
  enable (self, "member.vouch",
          can_decide && cen_id_is_zero (&row->formerly) &&
              cenacle_circle_get_members (self->circle)->len > 2);
  enable (self, "member.remove", can_decide);
  gtk_widget_set_visible (self->box, is_other);
}

static void
changed_cb (CenacleMemberActions *self, guint changes)
{
  if ((changes & (CENACLE_CHANGE_MEMBERS | CENACLE_CHANGE_FRAME)) != 0)
    update (self);
}

static void
forget (CenacleMemberActions *self)
{
  if (self->circle != NULL)
    g_signal_handlers_disconnect_by_data (self->circle, self);
  g_clear_object (&self->circle);
}

static void
cenacle_member_actions_dispose (GObject *object)
{
  CenacleMemberActions *self = CENACLE_MEMBER_ACTIONS (object);

  forget (self);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (cenacle_member_actions_parent_class)->dispose (object);
}

static void
cenacle_member_actions_class_init (CenacleMemberActionsClass *klass)
{
  static const struct {
    const char *name;
    GtkWidgetActionActivateFunc activate;
  } actions[] = {
    { "member.compare-words", open_dialog_cb },
    { "member.confirm", confirm_cb },
    { "member.make-facilitator", make_cb },
    { "member.make-member", make_cb },
    { "member.make-guest", make_cb },
    { "member.take-back", make_cb },
    { "member.vouch", open_dialog_cb },
    { "member.remove", open_dialog_cb },
    { "member.ignore", ignore_cb },
    { "member.hear", ignore_cb },
  };
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cenacle_member_actions_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/cenacle/Cenacle/member-actions.ui");
  gtk_widget_class_bind_template_child (widget_class, CenacleMemberActions, box);
  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, NULL, actions[i].activate);
}

static void
cenacle_member_actions_init (CenacleMemberActions *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  update (self);
}

void
cenacle_member_actions_set_member (CenacleMemberActions *self, CenacleCircle *circle,
                                   const CenId *member)
{
  forget (self);
  if (circle != NULL) {
    self->circle = g_object_ref (circle);
    self->member = *member;
    g_signal_connect_object (circle, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  }
  update (self);
}
