/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* While nothing is searched for, what is newest shows. Each change of the words cancels the query
 * before it. */

#include "object-picker.h"

#include "object-title.h"

#include "core/kinds-library.h"
#include "core/kinds-meet.h"
#include "core/kinds-note.h"

struct _CenacleObjectPicker {
  AdwWindow parent;
  GtkSearchEntry *entry;
  GtkStack *stack;
  GtkListBox *list;
  CenacleCircle *circle;
  GCancellable *reading;
};

enum { SIGNAL_PICKED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CenacleObjectPicker, cenacle_object_picker, ADW_TYPE_WINDOW)

/* --- Reading --- */

typedef struct {
  CenId circle;
  char *words;
} Wish;

static void
wish_free (gpointer data)
{
  g_free (((Wish *) data)->words);
  g_free (data);
}

static int
compare_newest (gconstpointer a, gconstpointer b)
{
  const CenObjectRow *const *x = a, *const *y = b;

  return (*x)->time_ms != (*y)->time_ms ? ((*x)->time_ms > (*y)->time_ms ? -1 : 1)
                                        : cen_id_compare (&(*x)->id, &(*y)->id);
}

static GPtrArray *
read_newest (CenStore *store, const CenId *circle, GError **error)
{
  static const guint kinds[] = { CEN_KIND_NOTE, CEN_KIND_RESOURCE, CEN_KIND_SESSION };
  CenObjectPage newest = { .direction = CEN_PAGE_NEWEST, .limit = CENACLE_OBJECT_PICKER_MAX };
  g_autoptr (GPtrArray) found =
      g_ptr_array_new_with_free_func ((GDestroyNotify) cen_object_row_free);

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    GPtrArray *rows = cen_query_objects (store, circle, kinds[i], &newest, error);

    if (rows == NULL)
      return NULL;
    g_ptr_array_extend_and_steal (found, rows);
  }
  g_ptr_array_sort (found, compare_newest);
  if (found->len > CENACLE_OBJECT_PICKER_MAX)
    g_ptr_array_set_size (found, CENACLE_OBJECT_PICKER_MAX);
  return g_steal_pointer (&found);
}

static gpointer
read_on_worker (CenStore *store, gpointer data, GError **error)
{
  const Wish *wish = data;
  CenSearch search = { .text = wish->words,
                       .circle = &wish->circle,
                       .limit = CENACLE_OBJECT_PICKER_MAX };
  g_autoptr (GPtrArray) hits = NULL;
  g_autoptr (GPtrArray) found =
      g_ptr_array_new_with_free_func ((GDestroyNotify) cen_object_row_free);

  if (*wish->words == '\0')
    return read_newest (store, &wish->circle, error);
  hits = cen_query_search (store, &search, error);
  for (guint i = 0; hits != NULL && i < hits->len; i++) {
    const CenSearchRow *hit = hits->pdata[i];
    CenObjectRow *row = cen_query_object (store, &wish->circle, &hit->id, NULL);

    if (row != NULL && row->is_sealed)
      cen_object_row_free (row); /* what others cannot open leads nowhere */
    else if (row != NULL)
      g_ptr_array_add (found, row);
  }
  return hits != NULL ? g_steal_pointer (&found) : NULL;
}

/* --- Showing --- */

static void
add_hit (CenacleObjectPicker *self, const CenObjectRow *hit)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *title = cenacle_object_title_dup (hit);
  g_autofree char *markup = g_markup_escape_text (title, -1);

  if (*cenacle_object_title_get_kind (hit) == '\0') {
    g_object_unref (g_object_ref_sink (row));
    return;
  }
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), markup);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 2);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), cenacle_object_title_get_kind (hit));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data_full (G_OBJECT (row), "id", cen_id_dup_text (&hit->id), g_free);
  g_object_set_data_full (G_OBJECT (row), "title", g_steal_pointer (&title), g_free);
  gtk_list_box_append (self->list, row);
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
  gtk_stack_set_visible_child_name (self->stack,
                                    gtk_list_box_get_row_at_index (self->list, 0) != NULL ? "hits"
                                                                                          : "none");
}

static void
load (CenacleObjectPicker *self)
{
  Wish wish = { *cenacle_circle_get_id (self->circle),
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
  gtk_widget_class_bind_template_child (widget_class, CenacleObjectPicker, list);
  gtk_widget_class_bind_template_callback (widget_class, load);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
}

static void
cenacle_object_picker_init (CenacleObjectPicker *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

CenacleObjectPicker *
cenacle_object_picker_new (GtkWidget *from, CenacleCircle *circle, const char *title)
{
  CenacleObjectPicker *self = g_object_new (CENACLE_TYPE_OBJECT_PICKER, "transient-for",
                                            gtk_widget_get_root (from), "title", title, NULL);

  self->circle = g_object_ref (circle);
  load (self);
  return self;
}
