/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Put before a window (LD_PRELOAD) it writes on SIGUSR2, to the file $UI_PROBE, what the
 * accessibility tree does not tell of the windows that show: a line for each label that is cut
 * short with no tip that has the whole, for each thing to press with its size, for what stands
 * beyond the edge of its window, for what needs more room than a small screen has and holds
 * nothing that does, and for each window how often the Tab key stops in it, and for each list with
 * more than one row among these; the lists of which a toast covers the last row; what slid or faded
 * since the first look; and what has the keyboard in a form where it is nothing to fill in. Fields
 * are parted by tabs: what, class, words, width (or number), height. */

#include <adwaita.h>
#include <glib-unix.h>
#include <signal.h>

#define NARROW_PX 360
#define LOW_PX    294
#define STOPS_MAX 200
#define EDGE_PX   12
#define TOAST_PX  64 /* a toast of one line, with what is around it */

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

static int
get_least (GtkWidget *widget, GtkOrientation orientation)
{
  int least;

  gtk_widget_measure (widget, orientation, -1, &least, NULL, NULL, NULL);
  return least;
}

/* Of all that is too large, what stands deepest: the one to mend. */
static void
tell_large (GString *lines, GtkWidget *widget, GtkOrientation orientation)
{
  const int most = orientation == GTK_ORIENTATION_HORIZONTAL ? NARROW_PX : LOW_PX;
  g_autofree char *words = NULL;

  if (GTK_IS_WINDOW (widget) || get_least (widget, orientation) <= most)
    return;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    if (gtk_widget_get_visible (child) && get_least (child, orientation) > most)
      return;
  }
  words = g_strescape (get_words (widget), NULL);
  g_string_append_printf (lines, "%s\t%s\t%s\t%d\t0\n",
                          orientation == GTK_ORIENTATION_HORIZONTAL ? "wide" : "high",
                          G_OBJECT_TYPE_NAME (widget), words, get_least (widget, orientation));
}

/* How far down in @content its lowest row reaches. */
static float
get_lowest (GtkWidget *widget, GtkWidget *content)
{
  graphene_rect_t bounds;
  float lowest = 0;

  if (!gtk_widget_get_mapped (widget))
    return 0;
  if (GTK_IS_LIST_BOX_ROW (widget) && gtk_widget_compute_bounds (widget, content, &bounds))
    return bounds.origin.y + bounds.size.height;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    lowest = MAX (lowest, get_lowest (child, content));
  return lowest;
}

/* A list that cannot be scrolled out from under a toast. */
static void
tell_covered (GString *lines, GtkWidget *widget, GtkWidget *window)
{
  GtkWidget *content =
      GTK_IS_VIEWPORT (widget) ? gtk_viewport_get_child (GTK_VIEWPORT (widget)) : NULL;
  graphene_rect_t bounds;
  float lowest;

  if (content == NULL || !gtk_widget_compute_bounds (widget, window, &bounds) ||
      bounds.origin.y + bounds.size.height + EDGE_PX < (float) gtk_widget_get_height (window) ||
      gtk_window_get_transient_for (GTK_WINDOW (window)) != NULL)
    return;
  lowest = get_lowest (content, widget);
  if (lowest > 0 && gtk_widget_compute_bounds (content, widget, &bounds) &&
      bounds.origin.y + bounds.size.height + (float) gtk_widget_get_margin_bottom (content) <
          lowest + TOAST_PX &&
      bounds.size.height >= (float) gtk_widget_get_height (widget))
    tell (lines, "covered", content);
}

/* What does not show now makes its window wide all the same. */
static void
look_hidden (GString *lines, GtkWidget *widget)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    if (!gtk_widget_get_visible (child))
      continue;
    tell_large (lines, child, GTK_ORIENTATION_HORIZONTAL);
    look_hidden (lines, child);
  }
}

static void
look (GString *lines, GtkWidget *widget, GtkWidget *window)
{
  if (gtk_widget_get_visible (widget) && !gtk_widget_get_mapped (widget)) {
    tell_large (lines, widget, GTK_ORIENTATION_HORIZONTAL);
    look_hidden (lines, widget);
  }
  if (!gtk_widget_get_child_visible (widget) || !gtk_widget_get_mapped (widget))
    return;
  if (GTK_IS_LABEL (widget) && !has_tip (widget) &&
      gtk_widget_get_ancestor (widget, ADW_TYPE_VIEW_SWITCHER) == NULL && /* the toolkit's */
      pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (widget))))
    tell (lines, "cut", widget);
  if ((GTK_IS_LABEL (widget) || GTK_IS_BUTTON (widget)) &&
      gtk_widget_get_ancestor (widget, ADW_TYPE_ENTRY_ROW) == NULL && /* the toolkit's, too */
      is_beyond (widget, window))
    tell (lines, "beyond", widget);
  tell_large (lines, widget, GTK_ORIENTATION_HORIZONTAL);
  if (gtk_widget_get_ancestor (widget, GTK_TYPE_SCROLLED_WINDOW) == NULL)
    tell_large (lines, widget, GTK_ORIENTATION_VERTICAL);
  tell_covered (lines, widget, window);
  if (gtk_widget_get_sensitive (widget) && is_aim (widget))
    tell (lines, "aim", widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    look (lines, child, window);
}

/* The list that @focus is a row of; NULL. The rows of a form are each a field, and stops. */
static GtkWidget *
get_list (GtkWidget *focus)
{
  GtkWidget *parent = gtk_widget_get_parent (focus);

  return parent != NULL && !ADW_IS_PREFERENCES_ROW (focus) &&
                 (GTK_IS_LIST_BOX (parent) || GTK_IS_FLOW_BOX (parent) || GTK_IS_LIST_VIEW (parent))
             ? parent
             : NULL;
}

/* Goes once around with the Tab key, and back to where the keyboard was. */
static void
tell_stops (GString *lines, GtkWidget *window)
{
  g_autoptr (GHashTable) rows = g_hash_table_new (NULL, NULL);
  GtkWidget *before = gtk_root_get_focus (GTK_ROOT (window)), *first = NULL, *focus;
  GHashTableIter iter;
  gpointer list, n_rows;
  int n = 0;

  gtk_root_set_focus (GTK_ROOT (window), NULL);
  while (n < STOPS_MAX && gtk_widget_child_focus (window, GTK_DIR_TAB_FORWARD) &&
         (focus = gtk_root_get_focus (GTK_ROOT (window))) != first && focus != NULL) {
    first = first != NULL ? first : focus;
    n++;
    if ((list = get_list (focus)) != NULL)
      g_hash_table_insert (rows, list,
                           GINT_TO_POINTER (GPOINTER_TO_INT (g_hash_table_lookup (rows, list)) +
                                            1));
  }
  gtk_root_set_focus (GTK_ROOT (window), before);
  g_string_append_printf (lines, "stops\t%s\t\t%d\t0\n", G_OBJECT_TYPE_NAME (window), n);
  g_hash_table_iter_init (&iter, rows);
  while (g_hash_table_iter_next (&iter, &list, &n_rows)) {
    if (GPOINTER_TO_INT (n_rows) > 1)
      g_string_append_printf (lines, "rows\t%s\t%s\t%d\t0\n", G_OBJECT_TYPE_NAME (list),
                              get_words (list), GPOINTER_TO_INT (n_rows));
  }
}

static gboolean
has_field (GtkWidget *widget)
{
  gboolean found =
      (GTK_IS_TEXT (widget) && gtk_editable_get_editable (GTK_EDITABLE (widget))) ||
      (GTK_IS_TEXT_VIEW (widget) && gtk_text_view_get_editable (GTK_TEXT_VIEW (widget)));

  if (!gtk_widget_get_mapped (widget) || !gtk_widget_is_sensitive (widget))
    return FALSE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && !found;
       child = gtk_widget_get_next_sibling (child))
    found = has_field (child);
  return found;
}

/* A form that opened with the keyboard anywhere but in what is to be filled in. */
static void
tell_focus (GString *lines, GtkWidget *window)
{
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (window));

  if (gtk_window_get_transient_for (GTK_WINDOW (window)) != NULL && has_field (window) &&
      (focus == NULL || gtk_widget_get_ancestor (focus, ADW_TYPE_HEADER_BAR) != NULL))
    tell (lines, "focus", focus != NULL ? focus : window);
}

/* --- What moves --- */

#define WATCHED "ui-probe-watched"

static GHashTable
    *moved; /* classes, interned, that slid or faded since they were first looked at */

static gboolean
is_moving (GtkWidget *widget)
{
  double progress;

  if (GTK_IS_STACK (widget))
    return gtk_stack_get_transition_running (GTK_STACK (widget));
  if (ADW_IS_LEAFLET (widget))
    return adw_leaflet_get_child_transition_running (ADW_LEAFLET (widget));
  if (GTK_IS_REVEALER (widget))
    return gtk_revealer_get_child_revealed (GTK_REVEALER (widget)) !=
           gtk_revealer_get_reveal_child (GTK_REVEALER (widget));
  progress = adw_flap_get_reveal_progress (ADW_FLAP (widget));
  return progress > 0.01 && progress < 0.99;
}

/* What goes at once is there with the next frame, whatever was told on the way. */
static gboolean
next_frame_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  (void) clock;
  (void) data;
  if (is_moving (widget))
    g_hash_table_add (moved, (gpointer) G_OBJECT_TYPE_NAME (widget));
  return G_SOURCE_REMOVE;
}

static void
changed_cb (GtkWidget *widget)
{
  gtk_widget_add_tick_callback (widget, next_frame_cb, NULL, NULL);
}

static void
watch (GtkWidget *widget)
{
  const char *property = GTK_IS_STACK (widget)      ? "transition-running"
                         : ADW_IS_LEAFLET (widget)  ? "child-transition-running"
                         : ADW_IS_FLAP (widget)     ? "reveal-progress"
                         : GTK_IS_REVEALER (widget) ? "reveal-child"
                                                    : NULL;

  if (property != NULL && g_object_get_data (G_OBJECT (widget), WATCHED) == NULL) {
    g_autofree char *signal = g_strconcat ("notify::", property, NULL);

    g_object_set_data (G_OBJECT (widget), WATCHED, widget);
    g_signal_connect (widget, signal, G_CALLBACK (changed_cb), NULL);
  }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    watch (child);
}

static void
tell_moved (GString *lines)
{
  GHashTableIter iter;
  gpointer name;

  g_hash_table_iter_init (&iter, moved);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    g_string_append_printf (lines, "moved\t%s\t\t0\t0\n", (const char *) name);
}

static gboolean
asked_cb (gpointer data)
{
  g_autoptr (GString) lines = g_string_new (NULL);
  g_autoptr (GListModel) windows = g_object_ref (gtk_window_get_toplevels ());

  (void) data;
  for (guint i = 0; i < g_list_model_get_n_items (windows); i++) {
    g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

    if (GTK_IS_SHORTCUTS_WINDOW (window)) /* the toolkit's */
      continue;
    look (lines, window, window);
    tell_focus (lines, window);
    tell_stops (lines, window);
    watch (window);
  }
  tell_moved (lines);
  g_file_set_contents (g_getenv ("UI_PROBE"), lines->str, (gssize) lines->len, NULL);
  return G_SOURCE_CONTINUE;
}

__attribute__ ((constructor)) static void
begin (void)
{
  if (g_getenv ("UI_PROBE") == NULL)
    return;
  moved = g_hash_table_new (NULL, NULL);
  g_unsetenv ("LD_PRELOAD"); /* not for what the window starts */
  g_unix_signal_add (SIGUSR2, asked_cb, NULL);
}
