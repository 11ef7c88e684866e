/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "presence-dialog.h"

#include "app/control/sentence.h"
#include "whereabouts.h"

#include <glib/gi18n.h>

#define REFRESH_MS 5000 /* so long at most one waits for somebody to answer */

struct _CenaclePresenceDialog {
  AdwWindow parent;
  AdwPreferencesGroup *group;
  GtkListBox *list;
  GtkSwitch *offline_switch;
  GtkWidget *refresh_button;
  CenacleCircle *circle;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (CenaclePresenceDialog, cenacle_presence_dialog, ADW_TYPE_WINDOW)

static void
add_person (CenaclePresenceDialog *self, const CenMemberRow *member, const CenaclePeer *peer)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *avatar = adw_avatar_new (32, member->name, TRUE);
  g_autofree char *whereabouts = cenacle_whereabouts_dup_peer (peer);
  g_autofree char *difference = peer != NULL ? cenacle_sentence_dup_peer (peer) : g_strdup ("");
  g_autofree char *subtitle = difference[0] != '\0'
                                  ? g_strdup_printf ("%s · %s", whereabouts, difference)
                                  : g_strdup (whereabouts);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), member->name);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  subtitle, -1);
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
show_people (CenaclePresenceDialog *self, CenaclePresence *presence)
{
  GPtrArray *members = cenacle_circle_get_members (self->circle);
  g_autofree char *line = cenacle_whereabouts_dup_line (presence);
  g_autofree char *sentence = cenacle_sentence_dup (presence);
  g_autofree char *clock = cenacle_sentence_dup_clock (presence);
  g_autofree char *both =
      clock != NULL ? g_strdup_printf ("%s %s", sentence, clock) : g_strdup (sentence);
  g_autofree char *title = g_markup_escape_text (line, -1);
  g_autofree char *description = g_markup_escape_text (both, -1);
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
  adw_preferences_group_set_title (self->group, title);
  adw_preferences_group_set_description (
      self->group, gtk_list_box_get_row_at_index (self->list, 0) == NULL
                       ? _ ("You are the only member so far: invite somebody.")
                       : description);
}

static void
status_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GVariant) answer = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (CenaclePresence) presence = NULL;

  cenacle_engine1_call_get_status_finish (CENACLE_ENGINE1 (source), &answer, result, &error);
  if (answer == NULL)
    return;

  CenaclePresenceDialog *self = user_data;

  presence = cenacle_presence_new_from_status (answer, cenacle_circle_get_id_text (self->circle));
  if (presence != NULL)
    show_people (self, presence);
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
refreshed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  cenacle_engine1_call_sync_now_finish (CENACLE_ENGINE1 (source), NULL, result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  CenaclePresenceDialog *self = user_data;

  gtk_widget_set_sensitive (self->refresh_button, TRUE);
  load (self);
}

/* Everybody is dialled anew, and those who are here compare again. */
static void
refresh_cb (CenaclePresenceDialog *self)
{
  CenacleEngine1 *engine = cenacle_circle_get_engine (self->circle);

  if (engine == NULL)
    return;
  gtk_widget_set_sensitive (self->refresh_button, FALSE);
  cenacle_engine1_call_sync_now (engine, cenacle_circle_get_id_text (self->circle), REFRESH_MS,
                                 self->cancellable, refreshed_cb, self);
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
  gtk_widget_class_bind_template_child (widget_class, CenaclePresenceDialog, refresh_button);
  gtk_widget_class_bind_template_callback (widget_class, offline_cb);
  gtk_widget_class_bind_template_callback (widget_class, refresh_cb);
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
