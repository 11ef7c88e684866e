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

static gboolean
enter (CenacleOneStop *self, GtkWidget *list)
{
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
  GtkWidget *list = adw_bin_get_child (ADW_BIN (self));
  GtkWidget *row;

  if (list == NULL || (direction != GTK_DIR_TAB_FORWARD && direction != GTK_DIR_TAB_BACKWARD))
    return GTK_WIDGET_CLASS (cenacle_one_stop_parent_class)->focus (widget, direction);
  row = find_row (list, gtk_root_get_focus (gtk_widget_get_root (widget)));
  if (row == NULL)
    return enter (self, list);
  g_set_weak_pointer (&self->last, row);
  return gtk_widget_child_focus (row, direction);
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
  (void) self;
}

GtkWidget *
cenacle_one_stop_new (GtkWidget *list)
{
  return g_object_new (CENACLE_TYPE_ONE_STOP, "child", list, NULL);
}
