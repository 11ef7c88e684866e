/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "voided-group.h"

#include "commands.h"
#include "core/queries-voided.h"
#include "membership-commands.h"
#include "time-text.h"

#include <glib/gi18n.h>

#define SHOWN_MAX 20

struct _CenacleVoidedGroup {
  AdwPreferencesGroup parent;
  GtkListBox *list;
  CenacleCircle *circle; /* NULL: about nobody */
};

G_DEFINE_FINAL_TYPE (CenacleVoidedGroup, cenacle_voided_group, ADW_TYPE_PREFERENCES_GROUP)

static void
show_clicked_cb (GtkWidget *button, CenacleVoidedGroup *self)
{
  CenId op;

  if (self->circle == NULL || !cen_id_from_text (&op, g_object_get_data (G_OBJECT (button), "op")))
    return;
  gtk_widget_set_sensitive (button, FALSE);
  cenacle_membership_endorse (self->circle, &op, cenacle_commands_show_error_cb,
                              g_object_ref (self));
}

static GtkWidget *
new_row (CenacleVoidedGroup *self, const CenVoidedRow *voided)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_from_icon_name ("view-reveal-symbolic");
  g_autofree char *text = g_markup_escape_text (voided->text, -1);
  g_autofree char *when = cenacle_time_text_dup_full (voided->time_ms);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), text);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), when);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, _ ("Show to all again"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Show to all again"), -1);
  gtk_widget_add_css_class (button, "flat");
  g_object_set_data_full (G_OBJECT (button), "op", cen_id_dup_text (&voided->op), g_free);
  g_signal_connect (button, "clicked", G_CALLBACK (show_clicked_cb), self);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  return row;
}

static void
cenacle_voided_group_dispose (GObject *object)
{
  g_clear_object (&CENACLE_VOIDED_GROUP (object)->circle);
  G_OBJECT_CLASS (cenacle_voided_group_parent_class)->dispose (object);
}

static void
cenacle_voided_group_class_init (CenacleVoidedGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cenacle_voided_group_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/cenacle/Cenacle/voided-group.ui");
  gtk_widget_class_bind_template_child (widget_class, CenacleVoidedGroup, list);
}

static void
cenacle_voided_group_init (CenacleVoidedGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
cenacle_voided_group_show (CenacleVoidedGroup *self, CenacleCircle *circle,
                           const CenMemberRow *member)
{
  gboolean is_wanted = member != NULL && member->state != CEN_MEMBER_ACTIVE &&
                       cenacle_circle_can_facilitate (circle);
  CenStore *store = is_wanted ? cenacle_circle_get_store (circle) : NULL;
  g_autoptr (GPtrArray) rows =
      store != NULL
          ? cen_query_voided (store, cenacle_circle_get_id (circle), &member->id, SHOWN_MAX, NULL)
          : NULL;
  GtkListBoxRow *old;

  g_clear_object (&self->circle);
  if (is_wanted)
    self->circle = g_object_ref (circle);
  while ((old = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (old));
  for (guint i = rows != NULL ? rows->len : 0; i > 0; i--) {
    const CenVoidedRow *voided = g_ptr_array_index (rows, i - 1);

    if (voided->text[0] != '\0')
      gtk_list_box_append (self->list, new_row (self, voided));
  }
  gtk_widget_set_visible (GTK_WIDGET (self), gtk_list_box_get_row_at_index (self->list, 0) != NULL);
}
