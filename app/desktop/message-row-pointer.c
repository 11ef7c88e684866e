/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "message-row-private.h"
#include "message-toolbar.h"
#include "reaction-popover.h"

static gboolean
drop_popover_cb (gpointer data)
{
  gtk_widget_unparent (data);
  g_object_unref (data);
  return G_SOURCE_REMOVE;
}

/* Not at once: the action that closed it has yet to find its way through the popover. */
static void
popover_closed_cb (GtkPopover *popover, CenacleMessageRow *self)
{
  if (self->popover != GTK_WIDGET (popover))
    return;
  self->popover = NULL;
  g_idle_add (drop_popover_cb, g_object_ref (popover));
}

static void
popup (CenacleMessageRow *self, GtkWidget *popover, const GdkRectangle *at)
{
  GdkRectangle head = { gtk_widget_get_width (GTK_WIDGET (self)) / 2, 16, 1, 1 };

  if (self->popover != NULL)
    gtk_popover_popdown (GTK_POPOVER (self->popover));
  self->popover = popover;
  gtk_widget_set_parent (popover, GTK_WIDGET (self));
  gtk_popover_set_pointing_to (GTK_POPOVER (popover), at != NULL ? at : &head);
  g_signal_connect (popover, "closed", G_CALLBACK (popover_closed_cb), self);
  gtk_popover_popup (GTK_POPOVER (popover));
}

void
cenacle_message_row_choose_reaction (CenacleMessageRow *self)
{
  popup (self, cenacle_reaction_popover_new (), NULL);
}

static gboolean
hover_tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  CenacleMessageRow *self = CENACLE_MESSAGE_ROW (widget);
  gboolean is_wanted =
      self->message != NULL && !cenacle_message_is_gone (self->message) &&
      (gtk_event_controller_motion_contains_pointer (GTK_EVENT_CONTROLLER_MOTION (self->motion)) ||
       gtk_event_controller_focus_contains_focus (GTK_EVENT_CONTROLLER_FOCUS (self->focus)));

  (void) clock;
  (void) user_data;
  self->hover_tick = 0;
  if (is_wanted && self->toolbar == NULL) {
    self->toolbar = cenacle_message_toolbar_new ();
    gtk_widget_set_parent (self->toolbar, GTK_WIDGET (self));
  } else if (!is_wanted && self->toolbar != NULL &&
             !cenacle_message_toolbar_is_busy (CENACLE_MESSAGE_TOOLBAR (self->toolbar))) {
    g_clear_pointer (&self->toolbar, gtk_widget_unparent);
  }
  return G_SOURCE_REMOVE;
}

/* Rows also come under the pointer, or go, while the list lays itself out; a child that came then
 * would be drawn without a place. Ticks are before the layout. */
static void
hover_cb (CenacleMessageRow *self)
{
  if (self->hover_tick == 0)
    self->hover_tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), hover_tick_cb, NULL, NULL);
}

/* The press is ours, and not for the menu of the label; but a link keeps its own. */
static void
pressed_cb (CenacleMessageRow *self)
{
  gboolean is_on_link = gtk_label_get_current_uri (self->text_label) != NULL;

  gtk_gesture_set_state (self->click,
                         is_on_link ? GTK_EVENT_SEQUENCE_DENIED : GTK_EVENT_SEQUENCE_CLAIMED);
}

static void
long_pressed_cb (CenacleMessageRow *self, double x, double y)
{
  cenacle_message_row_popup_menu (self, &(GdkRectangle){ (int) x, (int) y, 1, 1 });
}

/* Not at the press: GTK 4.8 loses count of its pressed widgets when the release finds a popover. */
static void
released_cb (CenacleMessageRow *self, int n_press, double x, double y)
{
  (void) n_press;
  long_pressed_cb (self, x, y);
}

void
cenacle_message_row_watch_pointer (CenacleMessageRow *self)
{
  g_signal_connect_swapped (self->motion, "notify::contains-pointer", G_CALLBACK (hover_cb), self);
  g_signal_connect_swapped (self->focus, "notify::contains-focus", G_CALLBACK (hover_cb), self);
  g_signal_connect_swapped (self->click, "pressed", G_CALLBACK (pressed_cb), self);
  g_signal_connect_swapped (self->click, "released", G_CALLBACK (released_cb), self);
  g_signal_connect_swapped (self->long_press, "pressed", G_CALLBACK (long_pressed_cb), self);
}

void
cenacle_message_row_popup_menu (CenacleMessageRow *self, const GdkRectangle *at)
{
  g_autoptr (GtkBuilder) builder = NULL;

  if (self->message == NULL || cenacle_message_is_gone (self->message))
    return;
  builder = gtk_builder_new_from_resource ("/org/cenacle/Cenacle/message-menu.ui");
  popup (self,
         gtk_popover_menu_new_from_model (G_MENU_MODEL (gtk_builder_get_object (builder, "menu"))),
         at);
}
