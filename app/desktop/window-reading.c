/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Reading on: what is unread, what is looked for, and what one is told of in the channel that
 * shows. */

#include "window-private.h"

#include "core/news.h"
#include "core/private-notes.h"

#include <glib/gi18n.h>

static gboolean
shows_channel (CenacleWindow *self)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (self->page_stack), "channel") == 0;
}

/* In a channel its own words; elsewhere everything. */
static void
find_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CenacleWindow *self = CENACLE_WINDOW (widget);

  (void) action;
  (void) parameter;
  if (shows_channel (self))
    cenacle_channel_page_find (self->channel_page);
  else
    cenacle_window_go (self, CENACLE_PLACE_SEARCH, NULL);
}

/* The next channel after the one that shows in which something waits, and round again. */
static const CenChannelRow *
find_unread (CenacleWindow *self)
{
  GPtrArray *channels = cenacle_sidebar_get_channels (self->sidebar);
  guint n = channels != NULL ? channels->len : 0, at = 0;

  for (guint i = 0; i < n; i++) {
    if (cen_id_equal (&((const CenChannelRow *) channels->pdata[i])->id, &self->channel))
      at = i + 1;
  }
  for (guint i = 0; i < n; i++) {
    const CenChannelRow *row = channels->pdata[(at + i) % n];

    if (!row->is_redacted && row->n_unread > 0)
      return row;
  }
  return NULL;
}

static void
next_unread_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CenacleWindow *self = CENACLE_WINDOW (widget);
  const CenChannelRow *row = find_unread (self);
  g_autofree char *channel = row != NULL ? cen_id_dup_text (&row->id) : NULL;

  (void) action;
  (void) parameter;
  if (row == NULL)
    gtk_widget_activate_action (widget, "win.toast", "s", _ ("You have read everything here"));
  else
    cenacle_window_go (self, channel,
                       cen_id_is_zero (&row->first_unread) ? NULL : &row->first_unread);
}

static void
mark_read_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CenacleWindow *self = CENACLE_WINDOW (widget);
  CenacleEngine1 *engine = cenacle_circle_get_engine (self->circle);
  g_autofree char *channel = cen_id_dup_text (&self->channel);

  (void) action;
  (void) parameter;
  if (engine != NULL)
    cenacle_engine1_call_mark_read (engine, cenacle_circle_get_id_text (self->circle), channel, "",
                                    NULL, NULL, NULL);
}

/* --- What one is told of --- */

const char *
cenacle_window_get_tell (CenacleWindow *self)
{
  CenStore *store = self->circle != NULL ? cenacle_circle_get_store (self->circle) : NULL;
  CenTell tell;

  if (store == NULL ||
      !cen_tell_find (store, cenacle_circle_get_id (self->circle), &self->channel, &tell, NULL))
    tell = CEN_TELL_MENTIONS;
  return cen_tell_to_text (tell);
}

static void
chosen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CenacleWindow) self = user_data;

  cenacle_engine1_call_set_private_finish (CENACLE_ENGINE1 (source), result, NULL);
  g_object_notify (G_OBJECT (self), "tell");
}

void
cenacle_window_set_tell (CenacleWindow *self, const char *tell)
{
  CenacleEngine1 *engine = self->circle != NULL ? cenacle_circle_get_engine (self->circle) : NULL;
  g_autofree char *channel = cen_id_dup_text (&self->channel);

  if (engine != NULL)
    cenacle_engine1_call_set_private (engine, cenacle_circle_get_id_text (self->circle), channel,
                                      CEN_PRIVATE_TELL, tell, NULL, chosen_cb, g_object_ref (self));
}

void
cenacle_window_install_reading_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.find", NULL, find_cb);
  gtk_widget_class_install_action (widget_class, "win.next-unread", NULL, next_unread_cb);
  gtk_widget_class_install_action (widget_class, "win.mark-read", NULL, mark_read_cb);
  gtk_widget_class_install_property_action (widget_class, "win.tell", "tell");
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_f, GDK_CONTROL_MASK, "win.find", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Down, GDK_ALT_MASK | GDK_SHIFT_MASK,
                                       "win.next-unread", NULL);
}
