/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What concerns the home as a whole, and no circle: whether its keys are locked, how they are kept,
 * backup and restore. The engine tells in its property "Locked" when the window must ask. */

#include "backup-dialog.h"
#include "preferences.h"
#include "restore-dialog.h"
#include "window-private.h"

gboolean
cenacle_window_is_locked (CenacleWindow *self)
{
  CenacleEngine1 *engine = cenacle_client_get_engine (self->client);

  return engine != NULL && cenacle_engine1_get_locked (engine);
}

/* The replica could be read at once; but who has sealed the keys expects to be asked first. */
gboolean
cenacle_window_waits_for_lock (CenacleWindow *self)
{
  return self->circle == NULL && cenacle_client_get_engine (self->client) == NULL &&
         self->settings != NULL && g_settings_get_boolean (self->settings, "asks-at-start");
}

static void
remember_protection (CenacleWindow *self)
{
  CenacleEngine1 *engine = cenacle_client_get_engine (self->client);
  const char *protection = engine != NULL ? cenacle_engine1_get_protection (engine) : NULL;

  if (self->settings != NULL && protection != NULL)
    g_settings_set_boolean (self->settings, "asks-at-start", !g_str_equal (protection, "open"));
}

static void
locked_cb (CenacleWindow *self)
{
  cenacle_window_reload_circles (self);
}

/* Each connection has a proxy of its own. */
void
cenacle_window_watch_lock (CenacleWindow *self)
{
  CenacleEngine1 *engine = cenacle_client_get_engine (self->client);

  if (engine == NULL)
    return;
  g_signal_connect_object (engine, "notify::locked", G_CALLBACK (locked_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (engine, "notify::protection", G_CALLBACK (remember_protection), self,
                           G_CONNECT_SWAPPED);
  remember_protection (self);
}

void
cenacle_window_show_lock (CenacleWindow *self)
{
  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->root_stack), "locked") == 0)
    return;
  gtk_stack_set_visible_child_name (self->root_stack, "locked");
  cenacle_lock_page_open (self->lock_page, self->client);
}

static void
open_dialog_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  static const struct {
    const char *action;
    GtkWindow *(*create) (GtkWindow *parent, CenacleClient *client);
  } dialogs[] = {
    { "win.preferences", cenacle_preferences_new },
    { "win.backup", cenacle_backup_dialog_new },
    { "win.restore", cenacle_restore_dialog_new },
  };
  CenacleWindow *self = CENACLE_WINDOW (widget);

  (void) parameter;
  for (gsize i = 0; i < G_N_ELEMENTS (dialogs); i++) {
    if (g_str_equal (dialogs[i].action, action))
      gtk_window_present (dialogs[i].create (GTK_WINDOW (self), self->client));
  }
}

void
cenacle_window_install_home_actions (GtkWidgetClass *widget_class)
{
  static const char *const actions[] = { "win.preferences", "win.backup", "win.restore" };

  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i], NULL, open_dialog_cb);
}

void
cenacle_window_update_home_actions (CenacleWindow *self)
{
  gboolean is_open = !cenacle_window_is_locked (self);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.preferences", is_open);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.backup", is_open && self->circle != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.restore", is_open);
}
