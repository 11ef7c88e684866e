/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "member-row.h"

struct _CenacleMemberRow {
  AdwActionRow parent;
  AdwAvatar *avatar;
  GtkWidget *words_mark;
  GtkWidget *look_mark;
  CenId member;
};

G_DEFINE_FINAL_TYPE (CenacleMemberRow, cenacle_member_row, ADW_TYPE_ACTION_ROW)

static void
cenacle_member_row_class_init (CenacleMemberRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/cenacle/Cenacle/member-row.ui");
  gtk_widget_class_bind_template_child (widget_class, CenacleMemberRow, avatar);
  gtk_widget_class_bind_template_child (widget_class, CenacleMemberRow, words_mark);
  gtk_widget_class_bind_template_child (widget_class, CenacleMemberRow, look_mark);
}

static void
cenacle_member_row_init (CenacleMemberRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
cenacle_member_row_new (const CenId *member)
{
  CenacleMemberRow *self = g_object_new (CENACLE_TYPE_MEMBER_ROW, NULL);

  self->member = *member;
  return GTK_WIDGET (self);
}

const CenId *
cenacle_member_row_get_member (CenacleMemberRow *self)
{
  return &self->member;
}

void
cenacle_member_row_show (CenacleMemberRow *self, CenacleCircle *circle, const CenMemberRow *member,
                         const char *subtitle)
{
  g_autofree char *name = g_markup_escape_text (member->name, -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), subtitle);
  adw_avatar_set_text (self->avatar, member->name);
  gtk_widget_set_visible (self->words_mark, cenacle_circle_is_verified (circle, &member->id));
  gtk_widget_set_visible (self->look_mark, member->needs_look &&
                                               member->state == CEN_MEMBER_ACTIVE &&
                                               cenacle_circle_can_facilitate (circle));
}
