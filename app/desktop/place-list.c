/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "place-list.h"

#include "sidebar-row.h"

static const char *
get_place (GtkListBoxRow *row)
{
  return cenacle_sidebar_row_get_place (CENACLE_SIDEBAR_ROW (row));
}

static gboolean
has_places (GtkListBox *list, GPtrArray *places)
{
  for (guint i = 0; i < places->len; i++) {
    GtkListBoxRow *row = gtk_list_box_get_row_at_index (list, (int) i);

    if (row == NULL || !g_str_equal (get_place (row), g_ptr_array_index (places, i)))
      return FALSE;
  }
  return gtk_list_box_get_row_at_index (list, (int) places->len) == NULL;
}

/* The place of the row that has the keyboard; NULL when none has. */
static char *
dup_focused (GtkListBox *list)
{
  GtkWidget *row = gtk_widget_get_focus_child (GTK_WIDGET (list));

  return row != NULL && gtk_widget_has_focus (row) ? g_strdup (get_place (GTK_LIST_BOX_ROW (row)))
                                                   : NULL;
}

void
cenacle_place_list_set_places (GtkListBox *list, GPtrArray *places, const char *icon_name)
{
  GtkListBoxRow *selected = gtk_list_box_get_selected_row (list);
  g_autofree char *place = selected != NULL ? g_strdup (get_place (selected)) : NULL;
  g_autofree char *focused = dup_focused (list);
  GtkListBoxRow *row;

  if (has_places (list, places))
    return;
  while ((row = gtk_list_box_get_row_at_index (list, 0)) != NULL)
    gtk_list_box_remove (list, GTK_WIDGET (row));
  for (guint i = 0; i < places->len; i++)
    gtk_list_box_append (list, cenacle_sidebar_row_new (g_ptr_array_index (places, i), icon_name));
  if (place != NULL)
    cenacle_place_list_select (list, place);
  row = focused != NULL ? cenacle_place_list_find (list, focused) : NULL;
  if (row != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (row));
}

GtkListBoxRow *
cenacle_place_list_find (GtkListBox *list, const char *place)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (list, i)) != NULL; i++) {
    if (g_str_equal (get_place (row), place))
      return row;
  }
  return NULL;
}

void
cenacle_place_list_select (GtkListBox *list, const char *place)
{
  gtk_list_box_select_row (list, cenacle_place_list_find (list, place));
}
