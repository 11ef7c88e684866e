/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "library-tile.h"

#include "preview.h"

#define PICTURE_WIDTH  120
#define PICTURE_HEIGHT 80

struct _CenacleLibraryTile {
  GtkFlowBoxChild parent;
  CenaclePreview *preview;
  GtkLabel *title_label;
  GtkLabel *caption_label;
  CenId resource;
};

G_DEFINE_FINAL_TYPE (CenacleLibraryTile, cenacle_library_tile, GTK_TYPE_FLOW_BOX_CHILD)

static void
cenacle_library_tile_class_init (CenacleLibraryTileClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (CENACLE_TYPE_PREVIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/cenacle/Cenacle/library-tile.ui");
  gtk_widget_class_bind_template_child (widget_class, CenacleLibraryTile, preview);
  gtk_widget_class_bind_template_child (widget_class, CenacleLibraryTile, title_label);
  gtk_widget_class_bind_template_child (widget_class, CenacleLibraryTile, caption_label);
}

static void
cenacle_library_tile_init (CenacleLibraryTile *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  cenacle_preview_set_box (self->preview, PICTURE_WIDTH, PICTURE_HEIGHT, CENACLE_PREVIEW_BOX,
                           CENACLE_PREVIEW_ICON);
}

static void
show (CenacleLibraryTile *self, CenacleCircle *circle, const CenacleLibraryItem *item)
{
  g_autofree char *caption = cenacle_library_item_dup_caption (item);
  g_autofree char *sentence = g_strdup_printf ("%s. %s", item->resource->title, caption);

  self->resource = item->resource->id;
  cenacle_preview_show_resource (self->preview, circle, item->resource, item->held);
  gtk_label_set_text (self->title_label, item->resource->title);
  gtk_label_set_text (self->caption_label, caption);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, sentence,
                                  -1);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), item->resource->title);
}

void
cenacle_library_tile_place (GtkFlowBox *grid, int place, CenacleCircle *circle,
                            const CenacleLibraryItem *item)
{
  GtkFlowBoxChild *tile = gtk_flow_box_get_child_at_index (grid, place);

  if (tile == NULL) {
    tile = g_object_new (CENACLE_TYPE_LIBRARY_TILE, NULL);
    gtk_flow_box_insert (grid, GTK_WIDGET (tile), place);
  }
  show (CENACLE_LIBRARY_TILE (tile), circle, item);
}

void
cenacle_library_tile_cut (GtkFlowBox *grid, int place)
{
  GtkFlowBoxChild *tile;

  while ((tile = gtk_flow_box_get_child_at_index (grid, place)) != NULL)
    gtk_flow_box_remove (grid, GTK_WIDGET (tile));
}

const CenId *
cenacle_library_tile_get_resource (CenacleLibraryTile *self)
{
  return &self->resource;
}
