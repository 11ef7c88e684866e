/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* While nothing is searched for, what is newest shows. Each change of the words cancels the query
 * before it. */

#include "object-picker.h"

#include "library-read.h"
#include "object-title.h"
#include "preview.h"

#include "app/control/library-filter.h"
#include "core/kinds-meet.h"
#include "core/kinds-note.h"

#include <glib/gi18n.h>

#define SIGN_SIDE 32 /* pixels */

struct _CenacleObjectPicker {
  AdwWindow parent;
  GtkSearchEntry *entry;
  GtkStack *stack;
  AdwStatusPage *none;
  GtkListBox *list;
  CenacleCircle *circle;
  CenaclePick what;
  GCancellable *reading;
};

enum { SIGNAL_PICKED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CenacleObjectPicker, cenacle_object_picker, ADW_TYPE_WINDOW)

/* --- Reading --- */

typedef struct {
  CenId circle;
  CenaclePick what;
  char *words;
} Wish;

static void
wish_free (gpointer data)
{
  g_free (((Wish *) data)->words);
  g_free (data);
}

typedef struct {
  CenId id;
  char *title;
  char *caption;
  gint64 time_ms;
  CenResource *resource; /* NULL for anything else */
} Hit;

static void
hit_free (gpointer data)
{
  Hit *hit = data;

  g_free (hit->title);
  g_free (hit->caption);
  cen_resource_free (hit->resource);
  g_free (hit);
}

static int
compare_newest (gconstpointer a, gconstpointer b)
{
  const Hit *const *x = a, *const *y = b;

  return (*x)->time_ms != (*y)->time_ms ? ((*x)->time_ms > (*y)->time_ms ? -1 : 1)
                                        : cen_id_compare (&(*x)->id, &(*y)->id);
}

/* Takes @resource. */
static void
add_resource (GPtrArray *hits, CenResource *resource)
{
  Hit *hit = g_new0 (Hit, 1);

  hit->id = resource->id;
  hit->title = g_strdup (resource->title);
  hit->caption = cenacle_library_dup_caption (resource);
  hit->time_ms = resource->time_ms;
  hit->resource = resource;
  g_ptr_array_add (hits, hit);
}

static void
add_object (GPtrArray *hits, CenStore *store, const CenId *circle, const CenObjectRow *row)
{
  CenResource *resource = row->kind != NULL && row->kind->id == CEN_KIND_RESOURCE
                              ? cen_library_get (store, circle, &row->id, NULL)
                              : NULL;
  Hit *hit;

  if (resource != NULL) {
    add_resource (hits, resource);
    return;
  }
  if (row->is_sealed || *cenacle_object_title_get_kind (row) == '\0')
    return; /* what others cannot open leads nowhere */
  hit = g_new0 (Hit, 1);
  hit->id = row->id;
  hit->title = cenacle_object_title_dup (row);
  hit->caption = g_strdup (cenacle_object_title_get_kind (row));
  hit->time_ms = row->time_ms;
  g_ptr_array_add (hits, hit);
}

static gboolean
read_newest (CenStore *store, const CenId *circle, GPtrArray *hits, GError **error)
{
  static const guint kinds[] = { CEN_KIND_NOTE, CEN_KIND_RESOURCE, CEN_KIND_SESSION };
  CenObjectPage newest = { .direction = CEN_PAGE_NEWEST, .limit = CENACLE_OBJECT_PICKER_MAX };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    g_autoptr (GPtrArray) rows = cen_query_objects (store, circle, kinds[i], &newest, error);

    if (rows == NULL)
      return FALSE;
    for (guint k = 0; k < rows->len; k++)
      add_object (hits, store, circle, rows->pdata[k]);
  }
  g_ptr_array_sort (hits, compare_newest);
  return TRUE;
}

static gboolean
read_found (CenStore *store, const Wish *wish, GPtrArray *hits, GError **error)
{
  CenSearch search = { .text = wish->words,
                       .circle = &wish->circle,
                       .limit = CENACLE_OBJECT_PICKER_MAX };
  g_autoptr (GPtrArray) rows = cen_query_search (store, &search, error);

  for (guint i = 0; rows != NULL && i < rows->len; i++) {
    const CenSearchRow *found = rows->pdata[i];
    g_autoptr (CenObjectRow) row = cen_query_object (store, &wish->circle, &found->id, NULL);

    if (row != NULL)
      add_object (hits, store, &wish->circle, row);
  }
  return rows != NULL;
}

static gboolean
read_library (CenStore *store, const Wish *wish, GPtrArray *hits, GError **error)
{
  CenacleLibraryFilter filter = { .text = wish->words };
  g_autoptr (GPtrArray) resources = cen_library_list (store, &wish->circle, NULL, error);

  if (resources == NULL)
    return FALSE;
  g_ptr_array_set_free_func (resources, NULL);
  for (guint i = 0; i < resources->len; i++) {
    CenResource *resource = resources->pdata[i];

    if (cenacle_library_filter_matches (&filter, resource))
      add_resource (hits, resource);
    else
      cen_resource_free (resource);
  }
  g_ptr_array_sort (hits, compare_newest);
  return TRUE;
}

static gpointer
read_on_worker (CenStore *store, gpointer data, GError **error)
{
  const Wish *wish = data;
  g_autoptr (GPtrArray) hits = g_ptr_array_new_with_free_func (hit_free);
  gboolean is_read = wish->what == CENACLE_PICK_RESOURCE ? read_library (store, wish, hits, error)
                     : *wish->words == '\0' ? read_newest (store, &wish->circle, hits, error)
                                            : read_found (store, wish, hits, error);

  if (hits->len > CENACLE_OBJECT_PICKER_MAX)
    g_ptr_array_set_size (hits, CENACLE_OBJECT_PICKER_MAX);
  return is_read ? g_steal_pointer (&hits) : NULL;
}

/* --- Showing --- */

static void
add_hit (CenacleObjectPicker *self, const Hit *hit)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *title = g_markup_escape_text (hit->title, -1);
  g_autofree char *caption = g_markup_escape_text (hit->caption, -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 2);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), caption);
  if (hit->resource != NULL) {
    GtkWidget *preview = cenacle_preview_new ();

    cenacle_preview_set_box (CENACLE_PREVIEW (preview), SIGN_SIDE, SIGN_SIDE, CENACLE_PREVIEW_BOX,
                             CENACLE_PREVIEW_ICON);
    cenacle_preview_show_resource (CENACLE_PREVIEW (preview), self->circle, hit->resource,
                                   CEN_BLOB_ABSENT);
    adw_action_row_add_prefix (ADW_ACTION_ROW (row), preview);
  }
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data_full (G_OBJECT (row), "id", cen_id_dup_text (&hit->id), g_free);
  g_object_set_data_full (G_OBJECT (row), "title", g_strdup (hit->title), g_free);
  gtk_list_box_append (self->list, row);
}

/* An empty library says what it is for. */
static void
show_none (CenacleObjectPicker *self)
{
  gboolean is_empty = self->what == CENACLE_PICK_RESOURCE &&
                      *gtk_editable_get_text (GTK_EDITABLE (self->entry)) == '\0';

  adw_status_page_set_title (self->none, is_empty ? _ ("Nothing kept yet") : _ ("Nothing found"));
  adw_status_page_set_description (
      self->none,
      is_empty ? _ ("What the circle shares in its library can be attached from here.") : NULL);
  adw_status_page_set_icon_name (self->none,
                                 is_empty ? "cenacle-library-symbolic" : "system-search-symbolic");
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) hits = cenacle_client_query_finish (result, &error);
  GtkListBoxRow *row;

  (void) source;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  CenacleObjectPicker *self = user_data;

  g_clear_object (&self->reading);
  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  for (guint i = 0; hits != NULL && i < hits->len; i++)
    add_hit (self, hits->pdata[i]);
  show_none (self);
  gtk_stack_set_visible_child_name (self->stack, hits != NULL && hits->len > 0 ? "hits" : "none");
}

static void
load (CenacleObjectPicker *self)
{
  Wish wish = { *cenacle_circle_get_id (self->circle), self->what,
                g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry)))) };
  CenacleQuery query = { read_on_worker, g_memdup2 (&wish, sizeof wish), wish_free,
                         (GDestroyNotify) g_ptr_array_unref };

  if (self->reading != NULL)
    g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  self->reading = g_cancellable_new ();
  cenacle_client_query_async (cenacle_circle_get_client (self->circle), &query, self->reading,
                              read_cb, self);
}

static void
activated_cb (CenacleObjectPicker *self, GtkListBoxRow *row)
{
  g_signal_emit (self, signals[SIGNAL_PICKED], 0, g_object_get_data (G_OBJECT (row), "id"),
                 g_object_get_data (G_OBJECT (row), "title"));
  gtk_window_close (GTK_WINDOW (self));
}

static void
pick_first_cb (CenacleObjectPicker *self)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, 0);

  if (row != NULL && self->reading == NULL)
    activated_cb (self, row);
}

/* --- The widget --- */

static void
cenacle_object_picker_dispose (GObject *object)
{
  CenacleObjectPicker *self = CENACLE_OBJECT_PICKER (object);

  if (self->reading != NULL)
    g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  g_clear_object (&self->circle);
  G_OBJECT_CLASS (cenacle_object_picker_parent_class)->dispose (object);
}

static void
cenacle_object_picker_class_init (CenacleObjectPickerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cenacle_object_picker_dispose;
  signals[SIGNAL_PICKED] =
      g_signal_new ("picked", CENACLE_TYPE_OBJECT_PICKER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/cenacle/Cenacle/object-picker.ui");
  gtk_widget_class_bind_template_child (widget_class, CenacleObjectPicker, entry);
  gtk_widget_class_bind_template_child (widget_class, CenacleObjectPicker, stack);
  gtk_widget_class_bind_template_child (widget_class, CenacleObjectPicker, none);
  gtk_widget_class_bind_template_child (widget_class, CenacleObjectPicker, list);
  gtk_widget_class_bind_template_callback (widget_class, load);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, pick_first_cb);
}

static void
cenacle_object_picker_init (CenacleObjectPicker *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_search_entry_set_key_capture_widget (self->entry, GTK_WIDGET (self));
}

CenacleObjectPicker *
cenacle_object_picker_new (GtkWidget *from, CenacleCircle *circle, CenaclePick what,
                           const char *title)
{
  CenacleObjectPicker *self = g_object_new (CENACLE_TYPE_OBJECT_PICKER, "transient-for",
                                            gtk_widget_get_root (from), "title", title, NULL);
  const char *label =
      what == CENACLE_PICK_RESOURCE ? _ ("Search the library") : _ ("Search the circle");

  self->circle = g_object_ref (circle);
  self->what = what;
  g_object_set (self->entry, "placeholder-text",
                what == CENACLE_PICK_RESOURCE ? _ ("Title, tag, person…")
                                              : _ ("Notes, sessions, resources, messages"),
                NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label, -1);
  load (self);
  return self;
}
