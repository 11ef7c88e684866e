/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "channel-dialog.h"
#include "circle-dialog.h"
#include "compat.h"
#include "continue-dialog.h"
#include "create-dialog.h"
#include "decisions-dialog.h"
#include "devices-dialog.h"
#include "invite-dialog.h"
#include "join-dialog.h"
#include "jump-dialog.h"
#include "presence-dialog.h"
#include "reach-dialog.h"
#include "profile-dialog.h"
#include "window-private.h"

#include <glib/gi18n.h>

/* A circle that was just created or joined may reach the replica before or after the answer. */
static void
circle_done_cb (CenacleWindow *self, const char *circle)
{
  g_free (self->wanted_circle);
  self->wanted_circle = g_strdup (circle);
  cenacle_window_reload_circles (self);
}

static void
joined_cb (CenacleJoinDialog *dialog, const char *circle, CenacleWindow *self)
{
  const char *agreed = cenacle_join_dialog_get_agreed (dialog);

  if (agreed[0] != '\0')
    cenacle_warning_bar_agree (self->warning_bar, circle, agreed);
  circle_done_cb (self, circle);
}

static void
channel_done_cb (CenacleWindow *self, const char *channel)
{
  CenId id;

  if (cen_id_from_text (&id, channel) && cenacle_window_get_channel (self, &id) != NULL) {
    cenacle_window_go (self, channel, NULL);
    return;
  }
  g_free (self->wanted_channel);
  self->wanted_channel = g_strdup (channel);
}

static void
left_cb (CenacleWindow *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", _ ("You have left the circle"));
  cenacle_window_reload_circles (self);
}

static void
new_circle_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CenacleWindow *self = CENACLE_WINDOW (widget);
  GtkWindow *dialog = cenacle_create_dialog_new (GTK_WINDOW (self), self->client);

  (void) action;
  (void) parameter;
  g_signal_connect_object (dialog, "done", G_CALLBACK (circle_done_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (dialog);
}

/* Of "win.join" and, with the link as parameter, "win.join-by-link". */
static void
join_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CenacleWindow *self = CENACLE_WINDOW (widget);
  const char *link = parameter != NULL ? g_variant_get_string (parameter, NULL) : "";
  GtkWindow *dialog = cenacle_join_dialog_new (GTK_WINDOW (self), self->client, link);

  (void) action;
  g_signal_connect_object (dialog, "done", G_CALLBACK (joined_cb), self, 0);
  gtk_window_present (dialog);
}

static void
continue_circle_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CenacleWindow *self = CENACLE_WINDOW (widget);
  GtkWindow *dialog = cenacle_continue_dialog_new (GTK_WINDOW (self), self->circle);

  (void) action;
  (void) parameter;
  g_signal_connect_object (dialog, "done", G_CALLBACK (circle_done_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (dialog);
}

static void
new_channel_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CenacleWindow *self = CENACLE_WINDOW (widget);
  GtkWindow *dialog = cenacle_channel_dialog_new (GTK_WINDOW (self), self->circle);

  (void) action;
  (void) parameter;
  g_signal_connect_object (dialog, "done", G_CALLBACK (channel_done_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (dialog);
}

static void
show_circle_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CenacleWindow *self = CENACLE_WINDOW (widget);
  GtkWindow *dialog = cenacle_circle_dialog_new (GTK_WINDOW (self), self->circle);

  (void) action;
  (void) parameter;
  g_signal_connect_object (dialog, "left", G_CALLBACK (left_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (dialog);
}

static void
open_dialog_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  static const struct {
    const char *action;
    GtkWindow *(*create) (GtkWindow *parent, CenacleCircle *circle);
  } dialogs[] = {
    { "win.invite", cenacle_invite_dialog_new },
    { "win.edit-profile", cenacle_profile_dialog_new },
    { "win.show-presence", cenacle_presence_dialog_new },
    { "win.show-devices", cenacle_devices_dialog_new },
    { "win.show-reach", cenacle_reach_dialog_new },
    { "win.show-decisions", cenacle_decisions_dialog_new },
    { "win.jump", cenacle_jump_dialog_new },
  };
  CenacleWindow *self = CENACLE_WINDOW (widget);

  (void) parameter;
  for (gsize i = 0; i < G_N_ELEMENTS (dialogs); i++) {
    if (g_str_equal (dialogs[i].action, action))
      gtk_window_present (dialogs[i].create (GTK_WINDOW (self), self->circle));
  }
}

static void
circle_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CenId id;

  (void) action;
  if (cen_id_from_text (&id, g_variant_get_string (parameter, NULL)))
    cenacle_window_show_circle (CENACLE_WINDOW (widget), &id);
}

static void
go_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  (void) parameter;
  cenacle_window_go (CENACLE_WINDOW (widget),
                     g_str_equal (action, "win.search") ? CENACLE_PLACE_SEARCH
                     : g_str_equal (action, "win.home") ? CENACLE_PLACE_HOME
                                                        : CENACLE_PLACE_MEMBERS,
                     NULL);
}

static void
step_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CenacleWindow *self = CENACLE_WINDOW (widget);
  int step = g_str_equal (action, "win.next-channel") ? 1 : -1;
  g_autofree char *place = g_strdup (cenacle_sidebar_get_neighbour (self->sidebar, step));

  (void) parameter;
  if (place != NULL)
    cenacle_window_go (self, place, NULL);
}

static void
back_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CenacleWindow *self = CENACLE_WINDOW (widget);

  (void) action;
  (void) parameter;
  if (adw_flap_get_reveal_flap (self->flap) && adw_flap_get_folded (self->flap))
    cenacle_window_close_pane (self);
  else
    adw_leaflet_set_visible_child_name (self->leaflet, "sidebar");
  if (gtk_root_get_focus (GTK_ROOT (self)) == NULL ||
      !gtk_widget_get_mapped (gtk_root_get_focus (GTK_ROOT (self))))
    gtk_widget_child_focus (GTK_WIDGET (self->sidebar), GTK_DIR_TAB_FORWARD);
}

static void
close_pane_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  (void) action;
  (void) parameter;
  cenacle_window_close_pane (CENACLE_WINDOW (widget));
}

static void
open_thread_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CenacleWindow *self = CENACLE_WINDOW (widget);
  CenId root;

  (void) action;
  if (self->circle == NULL || !cen_id_from_text (&root, g_variant_get_string (parameter, NULL)))
    return;
  cenacle_window_open_pane (self, "thread", _ ("Thread"));
  cenacle_thread_pane_open_thread (self->thread_pane, self->circle, &self->channel, &root);
}

static void
show_pins_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CenacleWindow *self = CENACLE_WINDOW (widget);

  (void) action;
  (void) parameter;
  cenacle_window_open_pane (self, "thread", _ ("Pinned messages"));
  cenacle_thread_pane_open_pins (self->thread_pane, self->circle, &self->channel);
}

static void
open_member_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CenacleWindow *self = CENACLE_WINDOW (widget);
  CenId member;

  (void) action;
  if (self->circle == NULL || !cen_id_from_text (&member, g_variant_get_string (parameter, NULL)))
    return;
  cenacle_window_open_pane (self, "member", _ ("Profile"));
  cenacle_member_pane_open (self->member_pane, self->circle, &member);
}

static void
open_message_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CenacleWindow *self = CENACLE_WINDOW (widget);
  g_autofree char *channel = cen_id_dup_text (&self->channel);
  CenId message;

  (void) action;
  if (cen_id_from_text (&message, g_variant_get_string (parameter, NULL)))
    cenacle_window_go (self, channel, &message);
}

static void
toast_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CenacleWindow *self = CENACLE_WINDOW (widget);
  const char *sentence = g_variant_get_string (parameter, NULL);
  g_autofree char *escaped = g_markup_escape_text (sentence, -1);

  (void) action;
  cenacle_compat_announce (widget, sentence);
  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (escaped));
}

static void
delete_message_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CenacleWindow *self = CENACLE_WINDOW (widget);
  AdwToast *toast = adw_toast_new (_ ("Message deleted"));
  CenId message;

  (void) action;
  if (self->circle == NULL ||
      !cen_id_from_text (&message, g_variant_get_string (parameter, NULL))) {
    g_object_unref (toast);
    return;
  }
  cenacle_circle_delete_later (self->circle, &message);
  adw_toast_set_button_label (toast, _ ("Undo"));
  adw_toast_set_timeout (toast, CENACLE_CIRCLE_UNDO_MS / 1000);
  adw_toast_set_action_name (toast, "win.undo-deletion");
  adw_toast_set_action_target_value (toast, parameter);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static void
undo_deletion_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CenacleWindow *self = CENACLE_WINDOW (widget);
  CenId message;

  (void) action;
  if (self->circle != NULL && cen_id_from_text (&message, g_variant_get_string (parameter, NULL)))
    cenacle_circle_undo_deletion (self->circle, &message);
}

static void
bind_key (GtkWidgetClass *widget_class, guint key, GdkModifierType modifiers, const char *action)
{
  gtk_widget_class_add_binding_action (widget_class, key, modifiers, action, NULL);
}

void
cenacle_window_install_actions (GtkWidgetClass *widget_class)
{
  static const struct {
    const char *name;
    const char *type;
    GtkWidgetActionActivateFunc activate;
  } actions[] = {
    { "win.new-circle", NULL, new_circle_cb },
    { "win.join", NULL, join_cb },
    { "win.join-by-link", "s", join_cb },
    { "win.continue-circle", NULL, continue_circle_cb },
    { "win.new-channel", NULL, new_channel_cb },
    { "win.show-circle", NULL, show_circle_cb },
    { "win.invite", NULL, open_dialog_cb },
    { "win.edit-profile", NULL, open_dialog_cb },
    { "win.show-presence", NULL, open_dialog_cb },
    { "win.show-devices", NULL, open_dialog_cb },
    { "win.show-reach", NULL, open_dialog_cb },
    { "win.show-decisions", NULL, open_dialog_cb },
    { "win.jump", NULL, open_dialog_cb },
    { "win.circle", "s", circle_cb },
    { "win.search", NULL, go_cb },
    { "win.members", NULL, go_cb },
    { "win.home", NULL, go_cb },
    { "win.next-channel", NULL, step_cb },
    { "win.previous-channel", NULL, step_cb },
    { "win.back", NULL, back_cb },
    { "win.close-pane", NULL, close_pane_cb },
    { "win.open-thread", "s", open_thread_cb },
    { "win.show-pins", NULL, show_pins_cb },
    { "win.open-member", "s", open_member_cb },
    { "win.open-message", "s", open_message_cb },
    { "win.toast", "s", toast_cb },
    { "win.delete-message", "s", delete_message_cb },
    { "win.undo-deletion", "s", undo_deletion_cb },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, actions[i].type,
                                     actions[i].activate);

  bind_key (widget_class, GDK_KEY_n, GDK_CONTROL_MASK, "win.new-channel");
  bind_key (widget_class, GDK_KEY_n, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "win.new-circle");
  bind_key (widget_class, GDK_KEY_j, GDK_CONTROL_MASK, "win.join");
  bind_key (widget_class, GDK_KEY_i, GDK_CONTROL_MASK, "win.invite");
  bind_key (widget_class, GDK_KEY_k, GDK_CONTROL_MASK, "win.jump");
  bind_key (widget_class, GDK_KEY_f, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "win.search");
  bind_key (widget_class, GDK_KEY_m, GDK_CONTROL_MASK, "win.members");
  bind_key (widget_class, GDK_KEY_Home, GDK_ALT_MASK, "win.home");
  bind_key (widget_class, GDK_KEY_Up, GDK_ALT_MASK, "win.previous-channel");
  bind_key (widget_class, GDK_KEY_Down, GDK_ALT_MASK, "win.next-channel");
  bind_key (widget_class, GDK_KEY_Left, GDK_ALT_MASK, "win.back");
  bind_key (widget_class, GDK_KEY_comma, GDK_CONTROL_MASK, "win.preferences");
  bind_key (widget_class, GDK_KEY_Escape, 0, "win.close-pane");
}

void
cenacle_window_update_actions (CenacleWindow *self)
{
  static const char *const with_circle[] = {
    "win.new-channel",   "win.show-circle",  "win.edit-profile",   "win.show-presence",
    "win.search",        "win.members",      "win.next-channel",   "win.previous-channel",
    "win.show-pins",     "win.show-devices", "win.show-decisions", "win.save-as-files",
    "win.export-bundle", "win.save-heads",   "win.home",           "win.jump",
    "win.show-reach",    "win.find",         "win.next-unread",    "win.mark-read",
  };
  const CenCircleRow *row = self->circle != NULL ? cenacle_circle_get_row (self->circle) : NULL;
  gboolean is_active = row != NULL && cenacle_circle_is_active (self->circle);

  for (gsize i = 0; i < G_N_ELEMENTS (with_circle); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), with_circle[i], row != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.new-channel", is_active);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.edit-profile", is_active);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.invite",
                                 is_active && cenacle_circle_can_facilitate (self->circle));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.continue-circle", row != NULL);
  cenacle_window_update_home_actions (self);
}
