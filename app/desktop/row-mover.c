/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "row-mover.h"

#define MOVER "cenacle-row-mover"

typedef struct {
  CenacleRowMoveFunc move;
  gpointer data;
} Mover;

static void
move (GtkListBoxRow *row, int from, int to)
{
  const Mover *mover = g_object_get_data (G_OBJECT (row), MOVER);
  GtkListBox *list = GTK_LIST_BOX (gtk_widget_get_parent (GTK_WIDGET (row)));

  if (from != to && to >= 0 && gtk_list_box_get_row_at_index (list, to) != NULL)
    mover->move (list, from, to, mover->data);
}

void
cenacle_row_mover_step (GtkListBoxRow *row, int by)
{
  int now = gtk_list_box_row_get_index (row);

  move (row, now, now + by);
}

static gboolean
key_cb (GtkListBoxRow *row, guint key, guint code, GdkModifierType state)
{
  (void) code;
  if ((state & gtk_accelerator_get_default_mod_mask ()) != GDK_ALT_MASK ||
      (key != GDK_KEY_Up && key != GDK_KEY_Down))
    return GDK_EVENT_PROPAGATE;
  cenacle_row_mover_step (row, key == GDK_KEY_Up ? -1 : 1);
  return GDK_EVENT_STOP;
}

static GdkContentProvider *
drag_cb (GtkListBoxRow *row, double x, double y, GtkDragSource *source)
{
  g_autoptr (GdkPaintable) picture = gtk_widget_paintable_new (GTK_WIDGET (row));

  gtk_drag_source_set_icon (source, picture, (int) x, (int) y);
  return gdk_content_provider_new_typed (GTK_TYPE_LIST_BOX_ROW, row);
}

/* Onto the upper half of a row: before it; onto the lower: after it. */
static gboolean
drop_cb (GtkListBoxRow *row, const GValue *value, double x, double y)
{
  GtkListBoxRow *moved = g_value_get_object (value);
  int from, to;

  (void) x;
  if (moved == NULL ||
      gtk_widget_get_parent (GTK_WIDGET (moved)) != gtk_widget_get_parent (GTK_WIDGET (row)))
    return FALSE;
  from = gtk_list_box_row_get_index (moved);
  to = gtk_list_box_row_get_index (row);
  to += y > gtk_widget_get_height (GTK_WIDGET (row)) / 2. ? 1 : 0;
  move (row, from, to > from ? to - 1 : to);
  return TRUE;
}

void
cenacle_row_mover_attach (GtkListBoxRow *row, CenacleRowMoveFunc func, gpointer data)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkDragSource *source = gtk_drag_source_new ();
  GtkDropTarget *target = gtk_drop_target_new (GTK_TYPE_LIST_BOX_ROW, GDK_ACTION_MOVE);
  Mover *mover = g_new0 (Mover, 1);

  mover->move = func;
  mover->data = data;
  g_object_set_data_full (G_OBJECT (row), MOVER, mover, g_free);
  /* Before a field of the row, to which an arrow says something else. */
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  gtk_drag_source_set_actions (source, GDK_ACTION_MOVE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_cb), row);
  g_signal_connect_swapped (source, "prepare", G_CALLBACK (drag_cb), row);
  g_signal_connect_swapped (target, "drop", G_CALLBACK (drop_cb), row);
  gtk_widget_add_controller (GTK_WIDGET (row), keys);
  gtk_widget_add_controller (GTK_WIDGET (row), GTK_EVENT_CONTROLLER (source));
  gtk_widget_add_controller (GTK_WIDGET (row), GTK_EVENT_CONTROLLER (target));
}
