/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "wrap-layout.h"

#define SPACING 4 /* pixels between children and between lines */

struct _CenacleWrapLayout {
  GtkLayoutManager parent;
};

G_DEFINE_FINAL_TYPE (CenacleWrapLayout, cenacle_wrap_layout, GTK_TYPE_LAYOUT_MANAGER)

typedef enum {
  PLACE_MEASURE,
  PLACE_ALLOCATE,
} Place;

/* Walks the lines at @width and returns the height they take. */
static int
place_children (GtkWidget *widget, int width, Place place)
{
  gboolean is_rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int x = 0, y = 0, line_height = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    int child_width, child_height, min_width;

    if (!gtk_widget_should_layout (child))
      continue;
    gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &min_width, &child_width, NULL,
                        NULL);
    child_width = MAX (MIN (child_width, width), min_width);
    gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, child_width, NULL, &child_height, NULL,
                        NULL);
    if (x > 0 && x + child_width > width) {
      y += line_height + SPACING;
      x = line_height = 0;
    }
    if (place == PLACE_ALLOCATE)
      gtk_widget_size_allocate (child,
                                &(GtkAllocation){ is_rtl ? width - x - child_width : x, y,
                                                  child_width, child_height },
                                -1);
    x += child_width + SPACING;
    line_height = MAX (line_height, child_height);
  }
  return y + line_height;
}

static void
measure_width (GtkWidget *widget, int *ret_min, int *ret_natural)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    int min, natural;

    if (!gtk_widget_should_layout (child))
      continue;
    gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &min, &natural, NULL, NULL);
    *ret_min = MAX (*ret_min, min);
    *ret_natural += natural + SPACING;
  }
}

static void
cenacle_wrap_layout_measure (GtkLayoutManager *manager, GtkWidget *widget,
                             GtkOrientation orientation, int for_size, int *ret_min,
                             int *ret_natural, int *ret_min_baseline, int *ret_natural_baseline)
{
  int min = 0, natural = 0;

  (void) manager;
  *ret_min_baseline = *ret_natural_baseline = -1;
  measure_width (widget, &min, &natural);
  if (orientation == GTK_ORIENTATION_VERTICAL)
    min = natural = place_children (widget, for_size < 0 ? natural : for_size, PLACE_MEASURE);
  *ret_min = min;
  *ret_natural = natural;
}

static void
cenacle_wrap_layout_allocate (GtkLayoutManager *manager, GtkWidget *widget, int width, int height,
                              int baseline)
{
  (void) manager;
  (void) height;
  (void) baseline;
  place_children (widget, width, PLACE_ALLOCATE);
}

static GtkSizeRequestMode
cenacle_wrap_layout_get_request_mode (GtkLayoutManager *manager, GtkWidget *widget)
{
  (void) manager;
  (void) widget;
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
cenacle_wrap_layout_class_init (CenacleWrapLayoutClass *klass)
{
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  layout_class->measure = cenacle_wrap_layout_measure;
  layout_class->allocate = cenacle_wrap_layout_allocate;
  layout_class->get_request_mode = cenacle_wrap_layout_get_request_mode;
}

static void
cenacle_wrap_layout_init (CenacleWrapLayout *self)
{
  (void) self;
}
