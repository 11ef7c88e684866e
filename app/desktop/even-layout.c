/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "even-layout.h"

#define SPACING 6 /* pixels between children and between lines */

struct _CenacleEvenLayout {
  GtkLayoutManager parent;
};

G_DEFINE_FINAL_TYPE (CenacleEvenLayout, cenacle_even_layout, GTK_TYPE_LAYOUT_MANAGER)

typedef struct {
  int n;
  int widest_min, widest; /* of a child */
  int line;               /* what all need beside each other */
} Widths;

static Widths
measure_widths (GtkWidget *widget)
{
  Widths widths = { 0 };

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    int min, natural;

    if (!gtk_widget_should_layout (child))
      continue;
    gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &min, &natural, NULL, NULL);
    widths.line += natural + (widths.n > 0 ? SPACING : 0);
    widths.widest_min = MAX (widths.widest_min, min);
    widths.widest = MAX (widths.widest, natural);
    widths.n++;
  }
  return widths;
}

typedef enum {
  PLACE_MEASURE,
  PLACE_ALLOCATE,
} Place;

static int
get_height (GtkWidget *child, int width)
{
  int height;

  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, NULL, &height, NULL, NULL);
  return height;
}

static int
place_in_line (GtkWidget *widget, const Widths *widths, int width, Place place)
{
  gboolean is_rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int x = (width - widths->line) / 2, highest = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    int natural, height;

    if (!gtk_widget_should_layout (child))
      continue;
    gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
    height = get_height (child, natural);
    if (place == PLACE_ALLOCATE)
      gtk_widget_size_allocate (
          child, &(GtkAllocation){ is_rtl ? width - x - natural : x, 0, natural, height }, -1);
    x += natural + SPACING;
    highest = MAX (highest, height);
  }
  return highest;
}

static int
place_in_column (GtkWidget *widget, const Widths *widths, int width, Place place)
{
  int each = MAX (widths->widest_min, MIN (widths->widest, width)), y = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    int height;

    if (!gtk_widget_should_layout (child))
      continue;
    height = get_height (child, each);
    y += y > 0 ? SPACING : 0;
    if (place == PLACE_ALLOCATE)
      gtk_widget_size_allocate (child,
                                &(GtkAllocation){ MAX (0, (width - each) / 2), y, each, height },
                                -1);
    y += height;
  }
  return y;
}

static int
place_children (GtkWidget *widget, int width, Place place)
{
  Widths widths = measure_widths (widget);

  if (width < 0 || widths.line <= width)
    return place_in_line (widget, &widths, MAX (width, widths.line), place);
  return place_in_column (widget, &widths, width, place);
}

static void
cenacle_even_layout_measure (GtkLayoutManager *manager, GtkWidget *widget,
                             GtkOrientation orientation, int for_size, int *ret_min,
                             int *ret_natural, int *ret_min_baseline, int *ret_natural_baseline)
{
  (void) manager;
  *ret_min_baseline = *ret_natural_baseline = -1;
  if (orientation == GTK_ORIENTATION_VERTICAL) {
    *ret_min = *ret_natural = place_children (widget, for_size, PLACE_MEASURE);
  } else {
    Widths widths = measure_widths (widget);

    *ret_min = widths.widest_min;
    *ret_natural = widths.line;
  }
}

static void
cenacle_even_layout_allocate (GtkLayoutManager *manager, GtkWidget *widget, int width, int height,
                              int baseline)
{
  (void) manager;
  (void) height;
  (void) baseline;
  place_children (widget, width, PLACE_ALLOCATE);
}

static GtkSizeRequestMode
cenacle_even_layout_get_request_mode (GtkLayoutManager *manager, GtkWidget *widget)
{
  (void) manager;
  (void) widget;
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
cenacle_even_layout_class_init (CenacleEvenLayoutClass *klass)
{
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  layout_class->measure = cenacle_even_layout_measure;
  layout_class->allocate = cenacle_even_layout_allocate;
  layout_class->get_request_mode = cenacle_even_layout_get_request_mode;
}

static void
cenacle_even_layout_init (CenacleEvenLayout *self)
{
  (void) self;
}
