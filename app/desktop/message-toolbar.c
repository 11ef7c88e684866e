/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "message-toolbar.h"

#include "reaction-popover.h"

struct _CenacleMessageToolbar {
  GtkWidget parent;
  GtkWidget *box;
  GtkMenuButton *react_button;
  GtkMenuButton *menu_button;
};

G_DEFINE_FINAL_TYPE (CenacleMessageToolbar, cenacle_message_toolbar, GTK_TYPE_WIDGET)

static void
cenacle_message_toolbar_dispose (GObject *object)
{
  CenacleMessageToolbar *self = CENACLE_MESSAGE_TOOLBAR (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (cenacle_message_toolbar_parent_class)->dispose (object);
}

static void
cenacle_message_toolbar_class_init (CenacleMessageToolbarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cenacle_message_toolbar_dispose;
  g_type_ensure (CENACLE_TYPE_REACTION_POPOVER);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/cenacle/Cenacle/message-toolbar.ui");
  gtk_widget_class_bind_template_child (widget_class, CenacleMessageToolbar, box);
  gtk_widget_class_bind_template_child (widget_class, CenacleMessageToolbar, react_button);
  gtk_widget_class_bind_template_child (widget_class, CenacleMessageToolbar, menu_button);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
cenacle_message_toolbar_init (CenacleMessageToolbar *self)
{
  g_autoptr (GtkBuilder) builder = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));
  builder = gtk_builder_new_from_resource ("/org/cenacle/Cenacle/message-menu.ui");
  gtk_menu_button_set_menu_model (self->menu_button,
                                  G_MENU_MODEL (gtk_builder_get_object (builder, "menu")));
}

GtkWidget *
cenacle_message_toolbar_new (void)
{
  return g_object_new (CENACLE_TYPE_MESSAGE_TOOLBAR, NULL);
}

static gboolean
is_open (GtkMenuButton *button)
{
  GtkPopover *popover = gtk_menu_button_get_popover (button);

  return popover != NULL && gtk_widget_get_visible (GTK_WIDGET (popover));
}

gboolean
cenacle_message_toolbar_is_busy (CenacleMessageToolbar *self)
{
  return is_open (self->react_button) || is_open (self->menu_button);
}
