/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "roving-box.h"

#define DEPTH_MAX 8 /* how far below the box its lists are looked for */

struct _CenacleRovingBox {
  GtkWidget parent;
};

G_DEFINE_FINAL_TYPE (CenacleRovingBox, cenacle_roving_box, GTK_TYPE_WIDGET)

/* The selected row of the lists below @widget: where one is. */
static GtkWidget *
find_selected (GtkWidget *widget, guint depth)
{
  GtkWidget *found = NULL;

  if (GTK_IS_LIST_BOX (widget))
    return GTK_WIDGET (gtk_list_box_get_selected_row (GTK_LIST_BOX (widget)));
  if (depth == DEPTH_MAX)
    return NULL;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_selected (child, depth + 1);
  return found;
}

/* What one can stand on, in the order in which it is seen. */
static void
list_stops (GtkWidget *widget, guint depth, GPtrArray *stops)
{
  if (!gtk_widget_get_mapped (widget) || !gtk_widget_is_sensitive (widget) || depth == DEPTH_MAX)
    return;
  if (GTK_IS_LIST_BOX_ROW (widget) || GTK_IS_BUTTON (widget) || GTK_IS_MENU_BUTTON (widget)) {
    g_ptr_array_add (stops, widget);
    return;
  }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    list_stops (child, depth + 1, stops);
}

/* @step: 0 to the first stop, G_MAXINT to the last, else so many on; one that leads out does
 * nothing. */
static gboolean
go (CenacleRovingBox *self, GtkWidget *from, int step)
{
  g_autoptr (GPtrArray) stops = g_ptr_array_new ();
  int now = -1, next;

  list_stops (GTK_WIDGET (self), 0, stops);
  for (guint i = 0; from != NULL && i < stops->len; i++) {
    GtkWidget *stop = g_ptr_array_index (stops, i);

    if (from == stop || gtk_widget_is_ancestor (from, stop))
      now = (int) i;
  }
  next = step == 0 ? 0 : step == G_MAXINT ? (int) stops->len - 1 : now + step;
  return next >= 0 && next < (int) stops->len &&
         gtk_widget_grab_focus (g_ptr_array_index (stops, next));
}

static gboolean
cenacle_roving_box_focus (GtkWidget *widget, GtkDirectionType direction)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (widget));
  GtkWidget *selected;

  if (direction != GTK_DIR_TAB_FORWARD && direction != GTK_DIR_TAB_BACKWARD)
    return GTK_WIDGET_CLASS (cenacle_roving_box_parent_class)->focus (widget, direction);
  if (focus != NULL && gtk_widget_is_ancestor (focus, widget))
    return FALSE;
  selected = find_selected (widget, 0);
  return (selected != NULL && gtk_widget_grab_focus (selected)) ||
         go (CENACLE_ROVING_BOX (widget), NULL, 0);
}

/* Before the lists, whose own arrow keys end with their last row and select what they pass. */
static gboolean
key_pressed_cb (CenacleRovingBox *self, guint key, guint code, GdkModifierType modifiers)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));
  int step;

  (void) code;
  if ((modifiers & gtk_accelerator_get_default_mod_mask ()) != 0 || focus == NULL ||
      gtk_widget_get_native (focus) != gtk_widget_get_native (GTK_WIDGET (self)))
    return GDK_EVENT_PROPAGATE; /* also the keys of a menu that hangs from one of the buttons */
  switch (key) {
  case GDK_KEY_Up:
  case GDK_KEY_KP_Up:
    step = -1;
    break;
  case GDK_KEY_Down:
  case GDK_KEY_KP_Down:
    step = 1;
    break;
  case GDK_KEY_Home:
    step = 0;
    break;
  case GDK_KEY_End:
    step = G_MAXINT;
    break;
  default:
    return GDK_EVENT_PROPAGATE;
  }
  if (!go (self, focus, step))
    gtk_widget_error_bell (GTK_WIDGET (self));
  return GDK_EVENT_STOP;
}

static void
cenacle_roving_box_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (cenacle_roving_box_parent_class)->dispose (object);
}

static void
cenacle_roving_box_class_init (CenacleRovingBoxClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cenacle_roving_box_dispose;
  widget_class->focus = cenacle_roving_box_focus;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
}

static void
cenacle_roving_box_init (CenacleRovingBox *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_orientable_set_orientation (GTK_ORIENTABLE (
                                      gtk_widget_get_layout_manager (GTK_WIDGET (self))),
                                  GTK_ORIENTATION_VERTICAL);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}
