/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "attachments.h"

#include "button-strip.h"
#include "file-commands.h"
#include "file-view.h"
#include "preview.h"

#include <glib/gi18n.h>

#define PICTURE_WIDTH  360
#define PICTURE_HEIGHT 240
#define CARD_PICTURE   40

/* The parts of one; they stay as long as there are so many attachments. */
typedef struct {
  GtkWidget *box;
  GtkWidget *picture_button;
  CenaclePreview *picture;
  GtkLabel *state_label; /* over the picture, while it is not here */
  GtkWidget *card;
  CenaclePreview *sign;
  GtkLabel *name_label;
  GtkLabel *state;
  GtkProgressBar *progress;
  CenacleButtonStrip *strip;
} Part;

struct _CenacleAttachments {
  GtkWidget parent;
  CenacleCircle *circle;
  GPtrArray *files; /* CenHeldFile, lent by the message that is shown */
  GPtrArray *parts; /* Part */
};

G_DEFINE_FINAL_TYPE (CenacleAttachments, cenacle_attachments, GTK_TYPE_WIDGET)

static gboolean
is_picture (const CenHeldFile *file)
{
  return cenacle_preview_has_shape (file->resource) &&
         g_str_has_prefix (file->resource->mime, "image/");
}

/* --- Words --- */

/* "2.3 MB, not here" */
static char *
dup_state (const CenHeldFile *file)
{
  const CenResource *resource = file->resource;
  g_autofree char *size = g_format_size (resource->ref.size);
  guint percent = resource->ref.size > 0 ? (guint) (file->done * 100 / resource->ref.size) : 0;

  if (resource->shape != CEN_RESOURCE_IS_FILE)
    return g_strdup (resource->url);
  if (file->held == CEN_BLOB_WHOLE)
    return g_steal_pointer (&size);
  if (file->wish == CEN_WISH_USER)
    /* Translators: size of a file; how much of it is here. */
    return g_strdup_printf (_ ("%s, on its way: %u %%"), size, percent);
  if (file->wish == CEN_WISH_PAUSED)
    /* Translators: a size, and how much of it is here. */
    return g_strdup_printf (_ ("%s, paused at %u %%"), size, percent);
  return g_strdup_printf (_ ("%s, not here"), size);
}

char *
cenacle_attachments_dup_sentence (GPtrArray *files)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; files != NULL && i < files->len; i++) {
    const CenHeldFile *file = files->pdata[i];
    g_autofree char *state = dup_state (file);

    g_string_append (names, i > 0 ? "; " : "");
    /* Translators: name of a file, then its size. */
    g_string_append_printf (names, is_picture (file) ? _ ("the picture %s, %s") : _ ("%s, %s"),
                            file->resource->title, state);
  }
  if (names->len == 0)
    return NULL;
  /* Translators: after a message: the files that came with it. */
  return g_strdup_printf (_ ("with %s"), names->str);
}

/* --- What can be done --- */

static const CenHeldFile *
find (CenacleAttachments *self, GtkWidget *from)
{
  guint index = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (from), "index"));

  return self->files != NULL && index < self->files->len ? self->files->pdata[index] : NULL;
}

static void
open_or_fetch (CenacleAttachments *self, const CenHeldFile *file)
{
  if (file->resource->shape == CEN_RESOURCE_IS_FILE && file->held != CEN_BLOB_WHOLE)
    cenacle_files_ask (self->circle, "FetchFile", file->resource, GTK_WIDGET (self));
  else
    cenacle_file_view_open (self->circle, file->resource, GTK_WIDGET (self));
}

static void
picture_clicked_cb (CenacleAttachments *self, GtkWidget *button)
{
  const CenHeldFile *file = find (self, button);

  if (file != NULL)
    open_or_fetch (self, file);
}

static void
pressed_cb (CenacleButtonStrip *strip, const char *name, CenacleAttachments *self)
{
  static const struct {
    const char *name;
    const char *method;
  } methods[] = { { "fetch", "FetchFile" }, { "pause", "PauseFile" }, { "cancel", "CancelFile" } };
  const CenHeldFile *file = find (self, GTK_WIDGET (strip));

  if (file == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (methods); i++) {
    if (g_str_equal (methods[i].name, name))
      cenacle_files_ask (self->circle, methods[i].method, file->resource, GTK_WIDGET (self));
  }
  if (g_str_equal (name, "open"))
    cenacle_file_view_open (self->circle, file->resource, GTK_WIDGET (self));
  else if (g_str_equal (name, "save"))
    cenacle_files_save (self->circle, file->resource, GTK_WIDGET (self));
}

static void
show_buttons (CenacleButtonStrip *strip, const CenHeldFile *file)
{
  gboolean is_file = file->resource->shape == CEN_RESOURCE_IS_FILE;
  gboolean is_here = !is_file || file->held == CEN_BLOB_WHOLE;
  gboolean is_coming = !is_here && file->wish == CEN_WISH_USER;
  const struct {
    const char *name;
    const char *label;
    const char *description;
    gboolean is_shown;
  } buttons[] = {
    { "open", _ ("Open"), _ ("Shows it, or opens it with the program for its kind"), is_here },
    { "save", _ ("Save as…"), _ ("Writes it where you say"), is_here && is_file },
    { "fetch", file->wish == CEN_WISH_PAUSED ? _ ("Go on") : _ ("Fetch"),
      _ ("Fetches it from whoever has it"), !is_here && !is_coming },
    { "pause", _ ("Pause"), _ ("Stops for now"), is_coming },
    { "cancel", _ ("Cancel"), _ ("Stops, and frees what it takes"), is_coming },
  };

  for (guint i = 0; i < G_N_ELEMENTS (buttons); i++)
    cenacle_button_strip_set (strip, buttons[i].name, buttons[i].label, buttons[i].description,
                              buttons[i].is_shown ? CENACLE_BUTTON_PLAIN : CENACLE_BUTTON_GONE);
}

/* --- Parts --- */

static void
show_picture (CenacleAttachments *self, Part *part, const CenHeldFile *file)
{
  g_autofree char *state = dup_state (file);
  gboolean is_here = file->held == CEN_BLOB_WHOLE;
  g_autofree char *label =
      /* Translators: a name, and a size. */
      g_strdup_printf (is_here ? _ ("Picture %s, %s: show it") : _ ("Picture %s, %s: fetch it"),
                       file->resource->title, state);

  cenacle_preview_show_resource (part->picture, self->circle, file->resource, file->held);
  gtk_label_set_text (part->state_label, state);
  gtk_widget_set_visible (GTK_WIDGET (part->state_label), !is_here);
  gtk_widget_set_tooltip_text (part->picture_button, file->resource->name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (part->picture_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static void
show_card (CenacleAttachments *self, Part *part, const CenHeldFile *file)
{
  const CenResource *resource = file->resource;
  g_autofree char *state = dup_state (file);
  gboolean is_coming = resource->shape == CEN_RESOURCE_IS_FILE && file->held != CEN_BLOB_WHOLE &&
                       (file->wish == CEN_WISH_USER || file->wish == CEN_WISH_PAUSED);

  cenacle_preview_show_resource (part->sign, self->circle, resource, file->held);
  gtk_label_set_text (part->name_label, resource->title);
  gtk_widget_set_tooltip_text (GTK_WIDGET (part->name_label), resource->title);
  gtk_label_set_text (part->state, state);
  gtk_widget_set_visible (GTK_WIDGET (part->progress), is_coming);
  gtk_progress_bar_set_fraction (part->progress,
                                 resource->ref.size > 0
                                     ? (double) file->done / (double) resource->ref.size
                                     : 0);
  show_buttons (part->strip, file);
}

static GtkWidget *
new_label (const char *class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_widget_add_css_class (label, class);
  return label;
}

static void
make_picture (CenacleAttachments *self, Part *part)
{
  GtkWidget *overlay = gtk_overlay_new ();
  GtkWidget *label = new_label ("attachment-state");

  part->picture = CENACLE_PREVIEW (cenacle_preview_new ());
  cenacle_preview_set_box (part->picture, PICTURE_WIDTH, PICTURE_HEIGHT, CENACLE_PREVIEW_SHAPED,
                           CENACLE_PREVIEW_ICON);
  part->state_label = GTK_LABEL (label);
  gtk_widget_set_halign (label, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (label, GTK_ALIGN_END);
  gtk_overlay_set_child (GTK_OVERLAY (overlay), GTK_WIDGET (part->picture));
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), label);
  part->picture_button = gtk_button_new ();
  gtk_widget_add_css_class (part->picture_button, "flat");
  gtk_widget_add_css_class (part->picture_button, "picture");
  gtk_widget_set_halign (part->picture_button, GTK_ALIGN_START);
  gtk_button_set_child (GTK_BUTTON (part->picture_button), overlay);
  g_signal_connect_swapped (part->picture_button, "clicked", G_CALLBACK (picture_clicked_cb), self);
}

static void
make_card (CenacleAttachments *self, Part *part)
{
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  part->card = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  part->sign = CENACLE_PREVIEW (cenacle_preview_new ());
  cenacle_preview_set_box (part->sign, CARD_PICTURE, CARD_PICTURE, CENACLE_PREVIEW_BOX,
                           CENACLE_PREVIEW_ICON);
  gtk_widget_set_valign (GTK_WIDGET (part->sign), GTK_ALIGN_START);
  part->name_label = GTK_LABEL (new_label ("heading"));
  part->state = GTK_LABEL (new_label ("caption"));
  gtk_widget_add_css_class (GTK_WIDGET (part->state), "dim-label");
  part->progress = GTK_PROGRESS_BAR (gtk_progress_bar_new ());
  part->strip = g_object_new (CENACLE_TYPE_BUTTON_STRIP, NULL);
  g_signal_connect (part->strip, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_set_hexpand (words, TRUE);
  gtk_box_append (GTK_BOX (words), GTK_WIDGET (part->name_label));
  gtk_box_append (GTK_BOX (words), GTK_WIDGET (part->state));
  gtk_box_append (GTK_BOX (words), GTK_WIDGET (part->progress));
  gtk_box_append (GTK_BOX (words), GTK_WIDGET (part->strip));
  gtk_widget_add_css_class (part->card, "card");
  gtk_widget_add_css_class (part->card, "attachment");
  gtk_box_append (GTK_BOX (part->card), GTK_WIDGET (part->sign));
  gtk_box_append (GTK_BOX (part->card), words);
}

static Part *
part_new (CenacleAttachments *self, guint index)
{
  Part *part = g_new0 (Part, 1);

  make_picture (self, part);
  make_card (self, part);
  g_object_set_data (G_OBJECT (part->picture_button), "index", GUINT_TO_POINTER (index));
  g_object_set_data (G_OBJECT (part->strip), "index", GUINT_TO_POINTER (index));
  part->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_box_append (GTK_BOX (part->box), part->picture_button);
  gtk_box_append (GTK_BOX (part->box), part->card);
  gtk_widget_set_parent (part->box, GTK_WIDGET (self));
  return part;
}

static void
part_free (gpointer data)
{
  Part *part = data;

  gtk_widget_unparent (part->box);
  g_free (part);
}

void
cenacle_attachments_show (CenacleAttachments *self, CenacleCircle *circle, GPtrArray *files)
{
  guint n = files != NULL ? files->len : 0;

  g_set_object (&self->circle, circle);
  g_clear_pointer (&self->files, g_ptr_array_unref);
  self->files = files != NULL ? g_ptr_array_ref (files) : NULL;
  gtk_widget_set_visible (GTK_WIDGET (self), n > 0);
  g_ptr_array_set_size (self->parts, (gint) MIN (self->parts->len, n));
  for (guint i = 0; i < n; i++) {
    const CenHeldFile *file = files->pdata[i];
    gboolean has_picture = is_picture (file);
    Part *part;

    if (i == self->parts->len)
      g_ptr_array_add (self->parts, part_new (self, i));
    part = self->parts->pdata[i];
    gtk_widget_set_visible (part->picture_button, has_picture);
    gtk_widget_set_visible (part->card, !has_picture);
    if (has_picture)
      show_picture (self, part, file);
    else
      show_card (self, part, file);
  }
}

static void
cenacle_attachments_dispose (GObject *object)
{
  CenacleAttachments *self = CENACLE_ATTACHMENTS (object);

  g_ptr_array_set_size (self->parts, 0);
  g_clear_pointer (&self->files, g_ptr_array_unref);
  g_clear_object (&self->circle);
  G_OBJECT_CLASS (cenacle_attachments_parent_class)->dispose (object);
}

static void
cenacle_attachments_finalize (GObject *object)
{
  g_ptr_array_unref (CENACLE_ATTACHMENTS (object)->parts);
  G_OBJECT_CLASS (cenacle_attachments_parent_class)->finalize (object);
}

static void
cenacle_attachments_class_init (CenacleAttachmentsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cenacle_attachments_dispose;
  G_OBJECT_CLASS (klass)->finalize = cenacle_attachments_finalize;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
cenacle_attachments_init (CenacleAttachments *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 6);
  self->parts = g_ptr_array_new_with_free_func (part_free);
}
