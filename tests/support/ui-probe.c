/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Put before a window (LD_PRELOAD) it writes on SIGUSR2, to the file $UI_PROBE, what the
 * accessibility tree does not tell of the windows that show: a line for each label that is cut
 * short with no tip that has the whole, for each thing to press with its size, and for what stands
 * beyond the edge of its window. Fields are parted by tabs: what, class, words, width, height. */

#include <adwaita.h>
#include <glib-unix.h>
#include <signal.h>

static const char *
get_words (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget))
    return gtk_label_get_text (GTK_LABEL (widget));
  if (GTK_IS_BUTTON (widget) && gtk_button_get_label (GTK_BUTTON (widget)) != NULL)
    return gtk_button_get_label (GTK_BUTTON (widget));
  if (gtk_widget_get_tooltip_text (widget) != NULL)
    return gtk_widget_get_tooltip_text (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    const char *words = get_words (child);

    if (*words != '\0')
      return words;
  }
  return "";
}

static void
tell (GString *lines, const char *what, GtkWidget *widget)
{
  g_autofree char *words = g_strescape (get_words (widget), NULL);

  g_string_append_printf (lines, "%s\t%s\t%s\t%d\t%d\n", what, G_OBJECT_TYPE_NAME (widget), words,
                          gtk_widget_get_allocated_width (widget),
                          gtk_widget_get_allocated_height (widget));
}

static gboolean
has_tip (GtkWidget *widget)
{
  for (; widget != NULL && !GTK_IS_WINDOW (widget); widget = gtk_widget_get_parent (widget)) {
    if (gtk_widget_get_has_tooltip (widget))
      return TRUE;
  }
  return FALSE;
}

/* Whether somebody aims at it, rather than at the row or the field that it is part of. */
static gboolean
is_aim (GtkWidget *widget)
{
  GtkWidget *row = gtk_widget_get_ancestor (widget, GTK_TYPE_LIST_BOX_ROW);

  if (GTK_IS_LIST_BOX_ROW (widget))
    return gtk_list_box_row_get_activatable (GTK_LIST_BOX_ROW (widget));
  if (gtk_widget_get_ancestor (widget, GTK_TYPE_WINDOW_CONTROLS) != NULL ||
      gtk_widget_get_ancestor (widget, GTK_TYPE_SPIN_BUTTON) != NULL)
    return FALSE; /* the toolkit's */
  if (GTK_IS_SWITCH (widget) || GTK_IS_CHECK_BUTTON (widget))
    return row == NULL || !gtk_list_box_row_get_activatable (GTK_LIST_BOX_ROW (row));
  return GTK_IS_BUTTON (widget);
}

/* Beyond the right or left edge, and no scrolling sideways leads there. */
static gboolean
is_beyond (GtkWidget *widget, GtkWidget *window)
{
  GtkWidget *scroller = gtk_widget_get_ancestor (widget, GTK_TYPE_SCROLLED_WINDOW);
  GtkPolicyType policy = GTK_POLICY_NEVER;
  graphene_rect_t bounds;

  if (scroller != NULL)
    gtk_scrolled_window_get_policy (GTK_SCROLLED_WINDOW (scroller), &policy, NULL);
  return policy == GTK_POLICY_NEVER && gtk_widget_compute_bounds (widget, window, &bounds) &&
         bounds.size.width > 0 &&
         (bounds.origin.x < -1 ||
          bounds.origin.x + bounds.size.width > (float) gtk_widget_get_width (window) + 1);
}

static void
look (GString *lines, GtkWidget *widget, GtkWidget *window)
{
  if (!gtk_widget_get_child_visible (widget) || !gtk_widget_get_mapped (widget))
    return;
  if (GTK_IS_LABEL (widget) && !has_tip (widget) &&
      gtk_widget_get_ancestor (widget, ADW_TYPE_VIEW_SWITCHER) == NULL && /* the toolkit's */
      pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (widget))))
    tell (lines, "cut", widget);
  if ((GTK_IS_LABEL (widget) || GTK_IS_BUTTON (widget)) && is_beyond (widget, window))
    tell (lines, "beyond", widget);
  if (gtk_widget_get_sensitive (widget) && is_aim (widget))
    tell (lines, "aim", widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    look (lines, child, window);
}

static gboolean
asked_cb (gpointer data)
{
  g_autoptr (GString) lines = g_string_new (NULL);
  g_autoptr (GListModel) windows = g_object_ref (gtk_window_get_toplevels ());

  (void) data;
  for (guint i = 0; i < g_list_model_get_n_items (windows); i++) {
    g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

    if (!GTK_IS_SHORTCUTS_WINDOW (window)) /* the toolkit's */
      look (lines, window, window);
  }
  g_file_set_contents (g_getenv ("UI_PROBE"), lines->str, (gssize) lines->len, NULL);
  return G_SOURCE_CONTINUE;
}

__attribute__ ((constructor)) static void
begin (void)
{
  if (g_getenv ("UI_PROBE") == NULL)
    return;
  g_unsetenv ("LD_PRELOAD"); /* not for what the window starts */
  g_unix_signal_add (SIGUSR2, asked_cb, NULL);
}
