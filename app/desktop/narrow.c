/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "narrow.h"

#include <adwaita.h>

#define DEPTH_MAX 24
/* What the buttons of a header share on a small screen, beside a title that is a mere "…". */
#define BUTTONS_PX 256

void
cenacle_narrow_wrap (GtkWidget *button)
{
  GtkWidget *label = gtk_button_get_child (GTK_BUTTON (button));

  g_return_if_fail (GTK_IS_LABEL (label));
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
}

void
cenacle_narrow_wrap_all (GtkWidget *widget)
{
  if (GTK_IS_BUTTON (widget) && GTK_IS_LABEL (gtk_button_get_child (GTK_BUTTON (widget))))
    cenacle_narrow_wrap (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    cenacle_narrow_wrap_all (child);
}

/* Only what is cut short. */
static gboolean
tip_cb (GtkWidget *label, int x, int y, gboolean is_by_keyboard, GtkTooltip *tip)
{
  (void) x;
  (void) y;
  (void) is_by_keyboard;
  gtk_tooltip_set_text (tip, gtk_label_get_text (GTK_LABEL (label)));
  return pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (label)));
}

static void
shrink (GtkLabel *label)
{
  gtk_label_set_ellipsize (label, PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (label, -1);
  gtk_widget_set_has_tooltip (GTK_WIDGET (label), TRUE);
  g_signal_handlers_disconnect_by_func (label, tip_cb, NULL);
  g_signal_connect (label, "query-tooltip", G_CALLBACK (tip_cb), NULL);
}

static gboolean
is_cut (GtkWidget *widget)
{
  gboolean found = GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget) &&
                   pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (widget)));

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && !found;
       child = gtk_widget_get_next_sibling (child))
    found = is_cut (child);
  return found;
}

static gboolean
field_tip_cb (GtkWidget *row, int x, int y, gboolean is_by_keyboard, GtkTooltip *tip)
{
  (void) x;
  (void) y;
  (void) is_by_keyboard;
  gtk_tooltip_set_text (tip, adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)));
  return is_cut (row);
}

static int
get_width (GtkWidget *widget)
{
  int width;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &width, NULL, NULL);
  return width;
}

/* The title gives way first; then the last button, which does what the dialog is for. */
static void
shrink_header (GPtrArray *labels)
{
  GtkWidget *last = NULL;
  GtkLabel *last_label = NULL;
  int width = 0;

  for (guint i = 0; i < labels->len; i++) {
    GtkWidget *button = gtk_widget_get_ancestor (labels->pdata[i], GTK_TYPE_BUTTON);

    if (button == NULL) {
      shrink (labels->pdata[i]);
    } else if (gtk_widget_get_visible (button)) {
      width += get_width (button);
      last = button;
      last_label = labels->pdata[i];
    }
  }
  if (last == NULL || width <= BUTTONS_PX)
    return;
  gtk_widget_set_size_request (last, MAX (BUTTONS_PX - (width - get_width (last)), 0), -1);
  shrink (last_label);
}

/* @labels: of the header that @widget is part of; NULL where it is part of none */
static void
prepare (GtkWidget *widget, GPtrArray *labels, guint depth)
{
  if (GTK_IS_LABEL (widget) && labels != NULL) {
    g_ptr_array_add (labels, widget);
  } else if (ADW_IS_ENTRY_ROW (widget) && !gtk_widget_get_has_tooltip (widget)) {
    gtk_widget_set_has_tooltip (widget, TRUE);
    g_signal_connect (widget, "query-tooltip", G_CALLBACK (field_tip_cb), NULL);
    return;
  }
  if (ADW_IS_HEADER_BAR (widget)) {
    g_autoptr (GPtrArray) own = g_ptr_array_new ();

    for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
         child = gtk_widget_get_next_sibling (child))
      prepare (child, own, depth + 1);
    shrink_header (own);
    return;
  }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && depth < DEPTH_MAX;
       child = gtk_widget_get_next_sibling (child))
    prepare (child, labels, depth + 1);
}

static void
realized_cb (GtkWidget *window)
{
  if (gtk_window_get_transient_for (GTK_WINDOW (window)) != NULL)
    prepare (window, NULL, 0);
}

static void
windows_cb (GListModel *windows, guint at, guint n_removed, guint n_added)
{
  (void) n_removed;
  for (guint i = 0; i < n_added; i++) {
    g_autoptr (GtkWidget) window = g_list_model_get_item (windows, at + i);

    g_signal_connect (window, "realize", G_CALLBACK (realized_cb), NULL);
  }
}

void
cenacle_narrow_begin (void)
{
  g_signal_connect (gtk_window_get_toplevels (), "items-changed", G_CALLBACK (windows_cb), NULL);
}
