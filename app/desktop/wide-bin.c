/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "wide-bin.h"

struct _CenacleWideBin {
  GtkWidget parent;
  GtkWidget *child;
};

G_DEFINE_FINAL_TYPE (CenacleWideBin, cenacle_wide_bin, GTK_TYPE_WIDGET)

static GtkSizeRequestMode
get_request_mode (GtkWidget *widget)
{
  (void) widget;
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
         int *minimum_baseline, int *natural_baseline)
{
  CenacleWideBin *self = CENACLE_WIDE_BIN (widget);

  *minimum = *natural = 0;
  *minimum_baseline = *natural_baseline = -1;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *natural = CENACLE_WIDE_BIN_MIN;
  else if (for_size < 0 || for_size >= CENACLE_WIDE_BIN_MIN)
    gtk_widget_measure (self->child, orientation, for_size, minimum, natural, NULL, NULL);
}

static void
size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  CenacleWideBin *self = CENACLE_WIDE_BIN (widget);
  gboolean fits = width >= CENACLE_WIDE_BIN_MIN;

  gtk_widget_set_child_visible (self->child, fits);
  if (fits)
    gtk_widget_size_allocate (self->child, &(GtkAllocation){ 0, 0, width, height }, baseline);
}

static void
cenacle_wide_bin_dispose (GObject *object)
{
  g_clear_pointer (&CENACLE_WIDE_BIN (object)->child, gtk_widget_unparent);
  G_OBJECT_CLASS (cenacle_wide_bin_parent_class)->dispose (object);
}

static void
cenacle_wide_bin_class_init (CenacleWideBinClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cenacle_wide_bin_dispose;
  widget_class->get_request_mode = get_request_mode;
  widget_class->measure = measure;
  widget_class->size_allocate = size_allocate;
}

static void
cenacle_wide_bin_init (CenacleWideBin *self)
{
  (void) self;
}

GtkWidget *
cenacle_wide_bin_new (GtkWidget *child)
{
  CenacleWideBin *self = g_object_new (CENACLE_TYPE_WIDE_BIN, NULL);

  self->child = child;
  gtk_widget_set_parent (child, GTK_WIDGET (self));
  return GTK_WIDGET (self);
}
