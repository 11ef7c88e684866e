/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One question is under way at a time: who turns pages fast sees the last one asked for. */

#include "file-view.h"

#include "compat.h"
#include "file-commands.h"
#include "pictures.h"

#include <glib/gi18n.h>

#define TEXT_LEN (256u << 10) /* bytes shown of a text */

struct _CenacleFileView {
  AdwWindow parent;
  AdwWindowTitle *title;
  GtkStack *stack;
  GtkPicture *picture;
  GtkTextView *text_view;
  AdwStatusPage *sorry;
  GtkWidget *pages;
  GtkLabel *page_label;
  GtkLabel *cut_label;
  CenacleCircle *circle;
  CenHeldFile *file;
  guint page;
  guint n_pages;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (CenacleFileView, cenacle_file_view, ADW_TYPE_WINDOW)

static const char *
get_reason (CenacleLookStatus status)
{
  switch (status) {
  case CENACLE_LOOK_HUGE:
    return _ ("It is too large to be looked at here.");
  case CENACLE_LOOK_LOCKED:
    return _ ("It is protected by a password.");
  case CENACLE_LOOK_UNKNOWN:
    return _ ("It is of a kind that other programs show.");
  case CENACLE_LOOK_BROKEN:
  case CENACLE_LOOK_SHOWN:
  default:
    return _ ("It is damaged, or not what it seems to be.");
  }
}

static void
show_pages (CenacleFileView *self)
{
  /* Translators: of a document. */
  g_autofree char *text = g_strdup_printf (_ ("Page %u of %u"), self->page + 1, self->n_pages);

  gtk_widget_set_visible (self->pages, self->n_pages > 1);
  gtk_label_set_text (self->page_label, text);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "view.previous", self->page > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "view.next", self->page + 1 < self->n_pages);
}

static void
show_picture (CenacleFileView *self, const CenaclePicture *picture)
{
  const char *name = "sorry";

  self->n_pages = MAX (picture->n_pages, self->n_pages);
  if (picture->texture != NULL) {
    gtk_picture_set_paintable (self->picture, GDK_PAINTABLE (picture->texture));
    name = "picture";
  } else if (picture->text != NULL) {
    gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->text_view), picture->text, -1);
    gtk_widget_set_visible (GTK_WIDGET (self->cut_label), picture->is_cut);
    name = "text";
  } else {
    adw_status_page_set_description (self->sorry, get_reason (picture->status));
  }
  gtk_stack_set_visible_child_name (self->stack, name);
  show_pages (self);
}

static void
loaded_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CenacleFileView) self = user_data;
  g_autoptr (CenaclePicture) picture = cenacle_pictures_load_finish (result);

  if (picture != NULL && g_task_get_cancellable (G_TASK (result)) == self->cancellable)
    show_picture (self, picture);
}

static void
load (CenacleFileView *self)
{
  const CenacleLookRequest request = {
    .job = CENACLE_LOOK_VIEW, .width = 1600, .height = 1600, .page = self->page, .max_len = TEXT_LEN
  };

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  cenacle_pictures_load_file (self->circle, self->file->resource, &request, self->cancellable,
                              loaded_cb, g_object_ref (self));
}

static void
turn_cb (GtkWidget *widget, const char *action, GVariant *parameter G_GNUC_UNUSED)
{
  CenacleFileView *self = CENACLE_FILE_VIEW (widget);
  gboolean is_next = g_str_equal (action, "view.next");

  if (is_next ? self->page + 1 >= self->n_pages : self->page == 0)
    return;
  self->page += is_next ? 1 : -1u;
  show_pages (self);
  load (self);
}

static void
open_cb (GtkWidget *widget, const char *action G_GNUC_UNUSED, GVariant *parameter G_GNUC_UNUSED)
{
  CenacleFileView *self = CENACLE_FILE_VIEW (widget);
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));

  /* What there is to say is said there. */
  cenacle_files_open (self->circle, self->file->resource, GTK_WIDGET (parent));
}

static void
save_cb (GtkWidget *widget, const char *action G_GNUC_UNUSED, GVariant *parameter G_GNUC_UNUSED)
{
  CenacleFileView *self = CENACLE_FILE_VIEW (widget);

  cenacle_files_save (self->circle, self->file->resource,
                      GTK_WIDGET (gtk_window_get_transient_for (GTK_WINDOW (self))));
}

static void
cenacle_file_view_dispose (GObject *object)
{
  CenacleFileView *self = CENACLE_FILE_VIEW (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->circle);
  g_clear_pointer (&self->file, cen_held_file_free);
  G_OBJECT_CLASS (cenacle_file_view_parent_class)->dispose (object);
}

static void
cenacle_file_view_class_init (CenacleFileViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cenacle_file_view_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/cenacle/Cenacle/file-view.ui");
  gtk_widget_class_bind_template_child (widget_class, CenacleFileView, title);
  gtk_widget_class_bind_template_child (widget_class, CenacleFileView, stack);
  gtk_widget_class_bind_template_child (widget_class, CenacleFileView, picture);
  gtk_widget_class_bind_template_child (widget_class, CenacleFileView, text_view);
  gtk_widget_class_bind_template_child (widget_class, CenacleFileView, sorry);
  gtk_widget_class_bind_template_child (widget_class, CenacleFileView, pages);
  gtk_widget_class_bind_template_child (widget_class, CenacleFileView, page_label);
  gtk_widget_class_bind_template_child (widget_class, CenacleFileView, cut_label);
  gtk_widget_class_install_action (widget_class, "view.previous", NULL, turn_cb);
  gtk_widget_class_install_action (widget_class, "view.next", NULL, turn_cb);
  gtk_widget_class_install_action (widget_class, "view.open", NULL, open_cb);
  gtk_widget_class_install_action (widget_class, "view.save", NULL, save_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Page_Up, 0, "view.previous", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Page_Down, 0, "view.next", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Left, GDK_ALT_MASK, "view.previous",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Right, GDK_ALT_MASK, "view.next",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
cenacle_file_view_init (CenacleFileView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
cenacle_file_view_open (CenacleCircle *circle, const CenResource *resource, GtkWidget *from)
{
  GtkRoot *root = gtk_widget_get_root (from);
  g_autofree char *size = g_format_size (resource->ref.size);
  CenacleFileView *self;
  CenHeldFile *file;

  if (resource->shape != CEN_RESOURCE_IS_FILE || !cenacle_pictures_may_show (resource->mime)) {
    cenacle_files_open (circle, resource, from);
    return;
  }
  file = cen_held_file_get (cenacle_circle_get_store (circle), cenacle_circle_get_id (circle),
                            &resource->version, NULL);
  if (file == NULL)
    return;
  self = g_object_new (CENACLE_TYPE_FILE_VIEW, "transient-for", root, NULL);
  self->circle = g_object_ref (circle);
  self->file = file;
  adw_window_title_set_title (self->title, resource->title);
  adw_window_title_set_subtitle (self->title, size);
  gtk_window_set_title (GTK_WINDOW (self), resource->title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->picture), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  resource->title, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->text_view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  resource->title, -1);
  show_pages (self);
  load (self);
  gtk_window_present (GTK_WINDOW (self));
}
