/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "presence-dialog.h"

#include "presence.h"

#include <glib/gi18n.h>

struct _CenaclePresenceDialog {
  AdwWindow parent;
  AdwPreferencesGroup *group;
  GtkListBox *list;
  GtkSwitch *offline_switch;
  CenacleCircle *circle;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (CenaclePresenceDialog, cenacle_presence_dialog, ADW_TYPE_WINDOW)

static void
add_person (CenaclePresenceDialog *self, const CenMemberRow *member, const CenaclePeer *peer)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *avatar = adw_avatar_new (32, member->name, TRUE);
  g_autofree char *name = g_markup_escape_text (member->name, -1);
  g_autofree char *whereabouts = cenacle_peer_dup_whereabouts (peer);
  g_autofree char *difference = cenacle_peer_dup_difference (peer);
  g_autofree char *subtitle = difference[0] != '\0'
                                  ? g_strdup_printf ("%s · %s", whereabouts, difference)
                                  : g_strdup (whereabouts);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 2);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), avatar);
  if (peer != NULL && peer->state == CENACLE_PEER_CONNECTED) {
    GtkWidget *dot = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

    gtk_widget_set_valign (dot, GTK_ALIGN_CENTER);
    gtk_widget_add_css_class (dot, "dot");
    gtk_widget_add_css_class (dot, "success");
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), dot);
  }
  gtk_list_box_append (self->list, row);
}

static void
show_people (CenaclePresenceDialog *self, CenaclePresence *presence, gboolean is_online)
{
  GPtrArray *members = cenacle_circle_get_members (self->circle);
  g_autofree char *sentence = cenacle_presence_dup_sentence (presence, is_online);
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  for (guint i = 0; i < members->len; i++) {
    const CenMemberRow *member = g_ptr_array_index (members, i);

    if (!member->is_self && member->state == CEN_MEMBER_ACTIVE)
      add_person (self, member, cenacle_presence_get_peer (presence, &member->id));
  }
  gtk_widget_set_visible (GTK_WIDGET (self->list),
                          gtk_list_box_get_row_at_index (self->list, 0) != NULL);
  adw_preferences_group_set_title (self->group, sentence);
  adw_preferences_group_set_description (
      self->group, gtk_list_box_get_row_at_index (self->list, 0) == NULL
                       ? _ ("You are the only member so far: invite somebody.")
                       : NULL);
}

static void
status_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GVariant) answer = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (CenaclePresence) presence = NULL;
  gboolean is_online = cenacle_engine1_get_online (CENACLE_ENGINE1 (source));

  cenacle_engine1_call_get_status_finish (CENACLE_ENGINE1 (source), &answer, result, &error);
  if (answer == NULL)
    return;

  CenaclePresenceDialog *self = user_data;

  presence = cenacle_presence_new_from_status (answer, cenacle_circle_get_id_text (self->circle));
  if (presence != NULL)
    show_people (self, presence, is_online);
}

static void
load (CenaclePresenceDialog *self)
{
  CenacleEngine1 *engine = cenacle_circle_get_engine (self->circle);

  if (engine != NULL)
    cenacle_engine1_call_get_status (engine, cenacle_circle_get_id_text (self->circle),
                                     self->cancellable, status_cb, self);
}

static void
changed_cb (CenaclePresenceDialog *self, guint changes)
{
  if ((changes & (CENACLE_CHANGE_STATUS | CENACLE_CHANGE_MEMBERS)) != 0)
    load (self);
}

static void
offline_cb (CenaclePresenceDialog *self)
{
  CenacleEngine1 *engine = self->circle != NULL ? cenacle_circle_get_engine (self->circle) : NULL;
  gboolean is_online = !gtk_switch_get_active (self->offline_switch);

  if (engine != NULL && cenacle_engine1_get_online (engine) != is_online)
    cenacle_engine1_call_set_online (engine, is_online, NULL, NULL, NULL);
}

static void
cenacle_presence_dialog_dispose (GObject *object)
{
  CenaclePresenceDialog *self = CENACLE_PRESENCE_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->circle);
  G_OBJECT_CLASS (cenacle_presence_dialog_parent_class)->dispose (object);
}

static void
cenacle_presence_dialog_finalize (GObject *object)
{
  g_object_unref (CENACLE_PRESENCE_DIALOG (object)->cancellable);
  G_OBJECT_CLASS (cenacle_presence_dialog_parent_class)->finalize (object);
}

static void
cenacle_presence_dialog_class_init (CenaclePresenceDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cenacle_presence_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = cenacle_presence_dialog_finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/cenacle/Cenacle/presence-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, CenaclePresenceDialog, group);
  gtk_widget_class_bind_template_child (widget_class, CenaclePresenceDialog, list);
  gtk_widget_class_bind_template_child (widget_class, CenaclePresenceDialog, offline_switch);
  gtk_widget_class_bind_template_callback (widget_class, offline_cb);
}

static void
cenacle_presence_dialog_init (CenaclePresenceDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWindow *
cenacle_presence_dialog_new (GtkWindow *parent, CenacleCircle *circle)
{
  CenaclePresenceDialog *self =
      g_object_new (CENACLE_TYPE_PRESENCE_DIALOG, "transient-for", parent, NULL);
  CenacleEngine1 *engine = cenacle_circle_get_engine (circle);

  self->circle = g_object_ref (circle);
  gtk_switch_set_active (self->offline_switch,
                         engine != NULL && !cenacle_engine1_get_online (engine));
  gtk_widget_set_sensitive (GTK_WIDGET (self->offline_switch), engine != NULL);
  g_signal_connect_object (circle, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  load (self);
  return GTK_WINDOW (self);
}
