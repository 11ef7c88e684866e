/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "resource-picker.h"

#include "card-row.h"
#include "library-read.h"

#include "app/control/library-filter.h"

#define SHOWN_MAX 60 /* more are found by typing */

struct _CenacleResourcePicker {
  AdwWindow parent;
  GtkSearchEntry *entry;
  GtkStack *stack;
  GtkListBox *list;
  GCancellable *reading;
  GPtrArray *resources; /* CenResource; NULL until they are read */
};

enum { SIGNAL_PICKED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CenacleResourcePicker, cenacle_resource_picker, ADW_TYPE_WINDOW)

static void
show_resource (CenacleResourcePicker *self, const CenResource *resource, int place)
{
  g_autofree char *key = cen_id_dup_text (&resource->id);
  g_autofree char *caption = cenacle_library_dup_caption (resource);
  CenacleCardRow *row = cenacle_card_list_place (self->list, key, place, NULL, NULL);

  cenacle_card_row_show (row, cenacle_library_get_mark (resource), resource->title, caption, "");
}

static void
show (CenacleResourcePicker *self)
{
  CenacleLibraryFilter filter = { .text = gtk_editable_get_text (GTK_EDITABLE (self->entry)) };
  int n = 0;

  for (guint i = 0; self->resources != NULL && i < self->resources->len && n < SHOWN_MAX; i++) {
    const CenResource *resource = self->resources->pdata[i];

    if (cenacle_library_filter_matches (&filter, resource))
      show_resource (self, resource, n++);
  }
  cenacle_card_list_cut (self->list, n);
  if (self->resources != NULL)
    gtk_stack_set_visible_child_name (self->stack, n > 0 ? "list" : "none");
}

static void
pick (CenacleResourcePicker *self, GtkListBoxRow *row)
{
  const char *key = cenacle_card_row_get_key (CENACLE_CARD_ROW (row));
  CenId id;

  cen_id_from_text (&id, key);
  for (guint i = 0; i < self->resources->len; i++) {
    const CenResource *resource = self->resources->pdata[i];

    if (cen_id_equal (&resource->id, &id)) {
      g_signal_emit (self, signals[SIGNAL_PICKED], 0, key, resource->title);
      break;
    }
  }
  gtk_window_close (GTK_WINDOW (self));
}

static void
row_activated_cb (CenacleResourcePicker *self, GtkListBoxRow *row)
{
  pick (self, row);
}

static void
pick_first_cb (CenacleResourcePicker *self)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, 0);

  if (row != NULL)
    pick (self, row);
}

/* --- Reading --- */

static int
compare_newest (gconstpointer a, gconstpointer b)
{
  return cenacle_library_compare (CENACLE_LIBRARY_NEWEST, *(CenResource *const *) a,
                                  *(CenResource *const *) b);
}

static gpointer
read_on_worker (CenStore *store, gpointer data, GError **error)
{
  GPtrArray *resources = cen_library_list (store, data, NULL, error);

  if (resources != NULL)
    g_ptr_array_sort (resources, compare_newest);
  return resources;
}

static void
read_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *resources = cenacle_client_query_finish (result, &error);
  CenacleResourcePicker *self = user_data;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->resources = resources != NULL ? resources : g_ptr_array_new ();
  show (self);
}

/* --- The widget --- */

static void
cenacle_resource_picker_dispose (GObject *object)
{
  CenacleResourcePicker *self = CENACLE_RESOURCE_PICKER (object);

  if (self->reading != NULL)
    g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  g_clear_pointer (&self->resources, g_ptr_array_unref);
  G_OBJECT_CLASS (cenacle_resource_picker_parent_class)->dispose (object);
}

static void
cenacle_resource_picker_class_init (CenacleResourcePickerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cenacle_resource_picker_dispose;
  signals[SIGNAL_PICKED] =
      g_signal_new ("picked", CENACLE_TYPE_RESOURCE_PICKER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/cenacle/Cenacle/resource-picker.ui");
  gtk_widget_class_bind_template_child (widget_class, CenacleResourcePicker, entry);
  gtk_widget_class_bind_template_child (widget_class, CenacleResourcePicker, stack);
  gtk_widget_class_bind_template_child (widget_class, CenacleResourcePicker, list);
  gtk_widget_class_bind_template_callback (widget_class, show);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, pick_first_cb);
}

static void
cenacle_resource_picker_init (CenacleResourcePicker *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_search_entry_set_key_capture_widget (self->entry, GTK_WIDGET (self));
}

GtkWindow *
cenacle_resource_picker_new (GtkWidget *from, CenacleCircle *circle)
{
  CenacleResourcePicker *self = g_object_new (CENACLE_TYPE_RESOURCE_PICKER, "transient-for",
                                              gtk_widget_get_root (from), NULL);
  CenacleQuery query = { read_on_worker, cen_id_dup (cenacle_circle_get_id (circle)), g_free,
                         (GDestroyNotify) g_ptr_array_unref };

  self->reading = g_cancellable_new ();
  cenacle_client_query_async (cenacle_circle_get_client (circle), &query, self->reading, read_cb,
                              self);
  return GTK_WINDOW (self);
}
