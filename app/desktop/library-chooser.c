/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "library-chooser.h"

#include "preview.h"

#include "core/library.h"

#include <string.h>

struct _CenacleLibraryChooser {
  AdwWindow parent;
  GtkSearchEntry *entry;
  GtkStack *stack;
  GtkListBox *list;
  GPtrArray *resources; /* CenResource, newest first */
};

enum { SIGNAL_CHOSEN, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CenacleLibraryChooser, cenacle_library_chooser, ADW_TYPE_WINDOW)

static void
add_row (CenacleLibraryChooser *self, CenacleCircle *circle, const CenResource *resource)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *preview = cenacle_preview_new ();
  g_autofree char *title = g_markup_escape_text (resource->title, -1);
  g_autofree char *author = g_markup_escape_text (resource->author_name, -1);

  cenacle_preview_set_box (CENACLE_PREVIEW (preview), 32, 32, CENACLE_PREVIEW_BOX,
                           CENACLE_PREVIEW_ICON);
  cenacle_preview_show_resource (CENACLE_PREVIEW (preview), circle, resource, CEN_BLOB_ABSENT);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 1);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), author);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), preview);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_list_box_append (self->list, row);
}

typedef struct {
  CenacleLibraryChooser *chooser;
  CenacleCircle *circle;
} Asked;

static gpointer
read_library (CenStore *store, gpointer circle, GError **error)
{
  return cen_library_list (store, circle, NULL, error);
}

static void
read_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autofree Asked *asked = user_data;
  g_autoptr (CenacleLibraryChooser) self = asked->chooser;
  g_autoptr (CenacleCircle) circle = asked->circle;
  GPtrArray *resources = cenacle_client_query_finish (result, NULL);

  if (resources == NULL)
    return;
  self->resources = g_ptr_array_new_with_free_func ((GDestroyNotify) cen_resource_free);
  while (resources->len > 0)
    g_ptr_array_add (self->resources, g_ptr_array_steal_index (resources, resources->len - 1));
  g_ptr_array_unref (resources);
  for (guint i = 0; i < self->resources->len; i++)
    add_row (self, circle, self->resources->pdata[i]);
  gtk_stack_set_visible_child_name (self->stack, self->resources->len > 0 ? "list" : "empty");
}

static gboolean
matches (GtkListBoxRow *row, gpointer user_data)
{
  CenacleLibraryChooser *self = user_data;
  guint index = (guint) gtk_list_box_row_get_index (row);
  const CenResource *resource = self->resources != NULL && index < self->resources->len
                                    ? self->resources->pdata[index]
                                    : NULL;
  g_autofree char *wanted =
      g_utf8_casefold (gtk_editable_get_text (GTK_EDITABLE (self->entry)), -1);
  g_autofree char *title = g_utf8_casefold (resource != NULL ? resource->title : "", -1);

  return strstr (title, wanted) != NULL;
}

static void
changed_cb (CenacleLibraryChooser *self)
{
  gtk_list_box_invalidate_filter (self->list);
}

static void
activated_cb (CenacleLibraryChooser *self, GtkListBoxRow *row)
{
  const CenResource *resource = self->resources->pdata[gtk_list_box_row_get_index (row)];
  g_autofree char *id = cen_id_dup_text (&resource->id);

  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, id, resource->title);
  gtk_window_close (GTK_WINDOW (self));
}

static void
cenacle_library_chooser_finalize (GObject *object)
{
  g_clear_pointer (&CENACLE_LIBRARY_CHOOSER (object)->resources, g_ptr_array_unref);
  G_OBJECT_CLASS (cenacle_library_chooser_parent_class)->finalize (object);
}

static void
cenacle_library_chooser_class_init (CenacleLibraryChooserClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = cenacle_library_chooser_finalize;
  signals[SIGNAL_CHOSEN] =
      g_signal_new ("chosen", CENACLE_TYPE_LIBRARY_CHOOSER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/cenacle/Cenacle/library-chooser.ui");
  gtk_widget_class_bind_template_child (widget_class, CenacleLibraryChooser, entry);
  gtk_widget_class_bind_template_child (widget_class, CenacleLibraryChooser, stack);
  gtk_widget_class_bind_template_child (widget_class, CenacleLibraryChooser, list);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
cenacle_library_chooser_init (CenacleLibraryChooser *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_list_box_set_filter_func (self->list, matches, self, NULL);
}

CenacleLibraryChooser *
cenacle_library_chooser_new (CenacleCircle *circle, GtkWidget *from)
{
  CenacleLibraryChooser *self = g_object_new (CENACLE_TYPE_LIBRARY_CHOOSER, "transient-for",
                                              gtk_widget_get_root (from), NULL);
  CenacleQuery query = { .run = read_library,
                         .data = g_memdup2 (cenacle_circle_get_id (circle), sizeof (CenId)),
                         .free_data = g_free,
                         .free_answer = (GDestroyNotify) g_ptr_array_unref };
  Asked *asked = g_new (Asked, 1);

  *asked = (Asked){ g_object_ref (self), g_object_ref (circle) };
  cenacle_client_query_async (cenacle_circle_get_client (circle), &query, NULL, read_cb, asked);
  return self;
}
