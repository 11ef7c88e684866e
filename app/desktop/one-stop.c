/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "one-stop.h"

struct _CenacleOneStop {
  AdwBin parent;
  GtkWidget *last; /* weak: the row that had the keyboard when it left */
};

G_DEFINE_FINAL_TYPE (CenacleOneStop, cenacle_one_stop, ADW_TYPE_BIN)

/* The row of @list that is @focus or holds it; NULL. */
static GtkWidget *
find_row (GtkWidget *list, GtkWidget *focus)
{
  while (focus != NULL && gtk_widget_get_parent (focus) != list)
    focus = gtk_widget_get_parent (focus);
  return focus;
}

/* The list itself, which a scroller may stand around. */
static GtkWidget *
get_list (CenacleOneStop *self)
{
  GtkWidget *child = adw_bin_get_child (ADW_BIN (self));

  return GTK_IS_SCROLLED_WINDOW (child)
             ? gtk_scrolled_window_get_child (GTK_SCROLLED_WINDOW (child))
             : child;
}

/* Of a list that is scrolled by itself, the lowest row that stands in view with its head. */
static gboolean
enter_view (GtkWidget *view)
{
  GtkWidget *lowest = NULL;
  float lowest_y = -1;

  for (GtkWidget *row = gtk_widget_get_first_child (view); row != NULL;
       row = gtk_widget_get_next_sibling (row)) {
    graphene_rect_t bounds;

    if (gtk_widget_get_child_visible (row) && gtk_widget_get_focusable (row) &&
        gtk_widget_compute_bounds (row, view, &bounds) && bounds.origin.y > lowest_y &&
        bounds.origin.y < (float) gtk_widget_get_height (view)) {
      lowest = row;
      lowest_y = bounds.origin.y;
    }
  }
  return lowest != NULL && gtk_widget_grab_focus (lowest);
}

static gboolean
enter (CenacleOneStop *self, GtkWidget *list)
{
  if (GTK_IS_LIST_VIEW (list))
    return enter_view (list);
  if (self->last != NULL && gtk_widget_get_parent (self->last) == list &&
      gtk_widget_get_mapped (self->last) && gtk_widget_grab_focus (self->last))
    return TRUE;
  for (GtkWidget *row = gtk_widget_get_first_child (list); row != NULL;
       row = gtk_widget_get_next_sibling (row)) {
    if (gtk_widget_get_mapped (row) && gtk_widget_grab_focus (row))
      return TRUE;
  }
  return FALSE;
}

static gboolean
cenacle_one_stop_focus (GtkWidget *widget, GtkDirectionType direction)
{
  CenacleOneStop *self = CENACLE_ONE_STOP (widget);
  GtkWidget *list = get_list (self);
  GtkWidget *row;

  if (list == NULL || (direction != GTK_DIR_TAB_FORWARD && direction != GTK_DIR_TAB_BACKWARD))
    return GTK_WIDGET_CLASS (cenacle_one_stop_parent_class)->focus (widget, direction);
  row = find_row (list, gtk_root_get_focus (gtk_widget_get_root (widget)));
  if (row == NULL)
    return enter (self, list);
  g_set_weak_pointer (&self->last, row);
  return gtk_widget_child_focus (row, direction);
}

/* Without its list it is nothing. */
static void
child_cb (CenacleOneStop *self)
{
  GtkWidget *child = adw_bin_get_child (ADW_BIN (self));

  if (child != NULL)
    g_object_bind_property (child, "visible", self, "visible", G_BINDING_SYNC_CREATE);
}

static void
cenacle_one_stop_dispose (GObject *object)
{
  g_clear_weak_pointer (&CENACLE_ONE_STOP (object)->last);
  G_OBJECT_CLASS (cenacle_one_stop_parent_class)->dispose (object);
}

static void
cenacle_one_stop_class_init (CenacleOneStopClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cenacle_one_stop_dispose;
  GTK_WIDGET_CLASS (klass)->focus = cenacle_one_stop_focus;
}

static void
cenacle_one_stop_init (CenacleOneStop *self)
{
  g_signal_connect (self, "notify::child", G_CALLBACK (child_cb), NULL);
}

GtkWidget *
cenacle_one_stop_new (GtkWidget *list)
{
  return g_object_new (CENACLE_TYPE_ONE_STOP, "child", list, NULL);
}
