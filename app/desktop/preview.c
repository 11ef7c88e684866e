/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What it shows comes in up to two steps: the small picture that came with the object, then, when
 * the file is here and the box is larger than that, the file itself. Each answer is dropped that is
 * not to the last question. */

#include "preview.h"

#include "pictures.h"

#include "core/shelf.h"

#include <string.h>

#define BOX_USUAL  48
#define EDGE_ALPHA 0.15f
#define SHAPE_MOST 4 /* times as wide as high, or as high as wide, as a picture is given room */

struct _CenaclePreview {
  GtkWidget parent;
  GtkWidget *icon;
  guint box_width;
  guint box_height;
  guint width; /* what it takes */
  guint height;
  CenaclePreviewFit fit;
  CenaclePreviewElse otherwise;
  CenaclePicture *picture; /* NULL while there is none */
  CenId blob;              /* of which it is or is coming */
  CenBlobHeld held;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (CenaclePreview, cenacle_preview, GTK_TYPE_WIDGET)

static GtkSizeRequestMode
cenacle_preview_get_request_mode (GtkWidget *widget G_GNUC_UNUSED)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
cenacle_preview_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *ret_min,
                         int *ret_natural, int *ret_min_baseline, int *ret_natural_baseline)
{
  CenaclePreview *self = CENACLE_PREVIEW (widget);
  int width = (int) self->width, height = (int) self->height;

  *ret_min_baseline = *ret_natural_baseline = -1;
  if (orientation == GTK_ORIENTATION_HORIZONTAL) {
    *ret_min = self->fit == CENACLE_PREVIEW_BOX ? width : MIN (width, BOX_USUAL);
    *ret_natural = width;
    return;
  }
  *ret_min = *ret_natural =
      for_size >= 0 && for_size < width && width > 0 ? MAX (height * for_size / width, 1) : height;
}

static void
cenacle_preview_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  CenaclePreview *self = CENACLE_PREVIEW (widget);

  gtk_widget_size_allocate (self->icon, &(GtkAllocation){ 0, 0, width, height }, baseline);
}

/* A white page on white has an edge, too. */
static void
append_edge (GtkWidget *widget, GtkSnapshot *snapshot, const GskRoundedRect *round)
{
  const float widths[4] = { 1, 1, 1, 1 };
  GdkRGBA colors[4];

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &colors[0]);
  colors[0].alpha *= EDGE_ALPHA;
  colors[1] = colors[2] = colors[3] = colors[0];
  gtk_snapshot_append_border (snapshot, round, widths, colors);
}

static void
cenacle_preview_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  CenaclePreview *self = CENACLE_PREVIEW (widget);
  float width = (float) gtk_widget_get_width (widget);
  float height = (float) gtk_widget_get_height (widget);
  GdkTexture *texture = self->picture != NULL ? self->picture->texture : NULL;
  float scale, shown_width, shown_height;
  GskRoundedRect round;

  if (texture == NULL) {
    GTK_WIDGET_CLASS (cenacle_preview_parent_class)->snapshot (widget, snapshot);
    return;
  }
  scale = MIN (width / (float) gdk_texture_get_width (texture),
               height / (float) gdk_texture_get_height (texture));
  shown_width = (float) gdk_texture_get_width (texture) * scale;
  shown_height = (float) gdk_texture_get_height (texture) * scale;
  gsk_rounded_rect_init_from_rect (&round,
                                   &GRAPHENE_RECT_INIT ((width - shown_width) / 2,
                                                        (height - shown_height) / 2, shown_width,
                                                        shown_height),
                                   6);
  gtk_snapshot_push_rounded_clip (snapshot, &round);
  gtk_snapshot_append_texture (snapshot, texture, &round.bounds);
  gtk_snapshot_pop (snapshot);
  append_edge (widget, snapshot, &round);
}

/* --- What it shows --- */

static void
forget (CenaclePreview *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
take_picture (CenaclePreview *self, CenaclePicture *picture)
{
  if (picture->texture == NULL) {
    cenacle_picture_unref (picture);
    return;
  }
  g_clear_pointer (&self->picture, cenacle_picture_unref);
  self->picture = picture;
  gtk_widget_set_child_visible (self->icon, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
loaded_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CenaclePreview) self = user_data;
  CenaclePicture *picture = cenacle_pictures_load_finish (result);

  if (picture == NULL)
    return;
  if (g_task_get_cancellable (G_TASK (result)) == self->cancellable)
    take_picture (self, picture);
  else
    cenacle_picture_unref (picture);
}

static void
load_small (CenaclePreview *self, GBytes *bytes)
{
  CenaclePicture *known = cenacle_pictures_find_small (bytes);

  if (known != NULL)
    take_picture (self, known);
  else
    cenacle_pictures_load_small (bytes, self->cancellable, loaded_cb, g_object_ref (self));
}

static void
load_file (CenaclePreview *self, CenacleCircle *circle, const CenResource *resource)
{
  guint scale = (guint) gtk_widget_get_scale_factor (GTK_WIDGET (self));
  CenacleLookRequest request = { .job = CENACLE_LOOK_VIEW,
                                 .width = MIN (self->width * scale, CENACLE_LOOK_SIDE_MAX),
                                 .height = MIN (self->height * scale, CENACLE_LOOK_SIDE_MAX) };
  CenaclePicture *known = cenacle_pictures_find_file (resource, &request);

  if (known != NULL)
    take_picture (self, known);
  else
    cenacle_pictures_load_file (circle, resource, &request, self->cancellable, loaded_cb,
                                g_object_ref (self));
}

gboolean
cenacle_preview_has_shape (const CenResource *resource)
{
  return resource->width > 0 && resource->height > 0 && cenacle_pictures_may_draw (resource->mime);
}

/* A picture twice as wide as it may be stands in the middle of the room for one that may. */
static void
take_room (CenaclePreview *self, const CenResource *resource)
{
  double width = self->box_width, height = self->box_height;

  if (self->fit == CENACLE_PREVIEW_SHAPED && cenacle_preview_has_shape (resource)) {
    double shape =
        CLAMP ((double) resource->width / resource->height, 1.0 / SHAPE_MOST, SHAPE_MOST);

    width = MIN (MIN (width, height * shape), resource->width);
    height = MAX (width / shape, 1);
  }
  if ((guint) (width + 0.5) == self->width && (guint) (height + 0.5) == self->height)
    return;
  self->width = (guint) (width + 0.5);
  self->height = (guint) (height + 0.5);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
show_icon (CenaclePreview *self, const CenResource *resource)
{
  g_autofree char *type = g_content_type_from_mime_type (
      *resource->mime != '\0' ? resource->mime : "application/octet-stream");
  g_autoptr (GIcon) icon =
      resource->shape == CEN_RESOURCE_IS_FILE
          ? g_content_type_get_symbolic_icon (type != NULL ? type : "application/octet-stream")
          : g_themed_icon_new (resource->shape == CEN_RESOURCE_IS_LINK
                                   ? "web-browser-symbolic"
                                   : "accessories-dictionary-symbolic");

  gtk_image_set_from_gicon (GTK_IMAGE (self->icon), icon);
  gtk_image_set_pixel_size (GTK_IMAGE (self->icon), (int) CLAMP (self->box_height / 2, 16, 48));
  gtk_widget_set_child_visible (self->icon, TRUE);
}

void
cenacle_preview_show_resource (CenaclePreview *self, CenacleCircle *circle,
                               const CenResource *resource, CenBlobHeld held)
{
  gboolean has_small = g_bytes_get_size (resource->preview) > 0;
  gboolean has_file = held == CEN_BLOB_WHOLE && cenacle_pictures_may_draw (resource->mime) &&
                      resource->ref.size <= CENACLE_LOOK_FILE_MAX;
  gboolean is_same = self->picture != NULL && cen_id_equal (&self->blob, &resource->blob);

  take_room (self, resource);
  if (is_same && (self->held == held || !has_file))
    return;
  forget (self);
  self->cancellable = g_cancellable_new ();
  self->blob = resource->blob;
  self->held = held;
  if (!is_same) {
    g_clear_pointer (&self->picture, cenacle_picture_unref);
    show_icon (self, resource);
    gtk_widget_set_visible (GTK_WIDGET (self), self->otherwise == CENACLE_PREVIEW_ICON ||
                                                   cenacle_preview_has_shape (resource));
  }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  resource->title, -1);
  if (has_small && !is_same)
    load_small (self, resource->preview);
  if (has_file && (!has_small || MAX (self->width, self->height) > CEN_BLOB_PREVIEW_SIDE_MAX / 2))
    load_file (self, circle, resource);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* --- By its id --- */

typedef struct {
  CenId circle;
  CenId object;
  CenId blob;
} Question;

static gpointer
find_file (CenStore *store, gpointer data, GError **error)
{
  const Question *question = data;
  CenId object = question->object;
  gboolean is_found = !cen_id_is_zero (&object);

  if (!is_found &&
      !cen_shelf_find_object (store, &question->circle, &question->blob, &is_found, &object, error))
    return NULL;
  return is_found ? cen_held_file_get (store, &question->circle, &object, error) : NULL;
}

typedef struct {
  CenaclePreview *preview;
  CenacleCircle *circle;
} Asked;

static void
found_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autofree Asked *asked = user_data;
  g_autoptr (CenaclePreview) self = asked->preview;
  g_autoptr (CenacleCircle) circle = asked->circle;
  g_autoptr (CenHeldFile) file = cenacle_client_query_finish (result, NULL);

  if (file != NULL && g_task_get_cancellable (G_TASK (result)) == self->cancellable)
    cenacle_preview_show_resource (self, circle, file->resource, file->held);
}

void
cenacle_preview_show (CenaclePreview *self, CenacleCircle *circle, const CenId *object,
                      const CenId *blob)
{
  Question question = { .circle = *cenacle_circle_get_id (circle) };
  CenacleQuery query = { .run = find_file,
                         .free_data = g_free,
                         .free_answer = (GDestroyNotify) cen_held_file_free };
  Asked *asked;

  if (object == NULL && blob == NULL) {
    forget (self);
    g_clear_pointer (&self->picture, cenacle_picture_unref);
    gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
    return;
  }
  if (object != NULL)
    question.object = *object;
  else
    question.blob = *blob;
  forget (self);
  self->cancellable = g_cancellable_new ();
  asked = g_new (Asked, 1);
  *asked = (Asked){ g_object_ref (self), g_object_ref (circle) };
  query.data = g_memdup2 (&question, sizeof question);
  cenacle_client_query_async (cenacle_circle_get_client (circle), &query, self->cancellable,
                              found_cb, asked);
}

/* --- The widget --- */

static void
cenacle_preview_dispose (GObject *object)
{
  CenaclePreview *self = CENACLE_PREVIEW (object);

  forget (self);
  g_clear_pointer (&self->picture, cenacle_picture_unref);
  g_clear_pointer (&self->icon, gtk_widget_unparent);
  G_OBJECT_CLASS (cenacle_preview_parent_class)->dispose (object);
}

static void
cenacle_preview_class_init (CenaclePreviewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cenacle_preview_dispose;
  widget_class->get_request_mode = cenacle_preview_get_request_mode;
  widget_class->measure = cenacle_preview_measure;
  widget_class->size_allocate = cenacle_preview_size_allocate;
  widget_class->snapshot = cenacle_preview_snapshot;
  gtk_widget_class_set_css_name (widget_class, "preview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
cenacle_preview_init (CenaclePreview *self)
{
  self->icon = gtk_image_new ();
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->icon), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  gtk_widget_set_parent (self->icon, GTK_WIDGET (self));
  self->box_width = self->box_height = self->width = self->height = BOX_USUAL;
}

GtkWidget *
cenacle_preview_new (void)
{
  return g_object_new (CENACLE_TYPE_PREVIEW, NULL);
}

void
cenacle_preview_set_box (CenaclePreview *self, guint width, guint height, CenaclePreviewFit fit,
                         CenaclePreviewElse otherwise)
{
  self->box_width = self->width = width;
  self->box_height = self->height = height;
  self->fit = fit;
  self->otherwise = otherwise;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}
