/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The answer is all of the library; what the bar lets through of it shows, at most so many rows, as
 * lists or as a grid. While files are on their way their rows say how far they are, which the
 * engine is asked for once a second. */

#include "library-page.h"

#include "card-row.h"
#include "commands.h"
#include "detail-pane.h"
#include "file-drop.h"
#include "library-bar.h"
#include "library-pane.h"
#include "library-read.h"
#include "library-tile.h"
#include "resource-dialog.h"
#include "window.h"

#include <glib/gi18n.h>

#define SHOWN_AT_ONCE 100
#define LOOK_S        1

typedef enum {
  GROUP_COMING,
  GROUP_FILES,
  GROUP_LINKS,
  N_GROUPS,
} Group;

struct _CenacleLibraryPage {
  CenacleObjectPage parent;
  CenacleLibraryBar *bar;
  GtkListBox *lists[N_GROUPS];
  GtkFlowBox *grid;
  GtkWidget *more_button;
  GtkFileChooserNative *chooser;
  guint n_shown_max;
  guint look_source; /* while something is on its way */
  GCancellable *looking;
  GVariant *transfers; /* aa{sv} as the engine last told; NULL: nothing */
};

enum { SIGNAL_ITEM_PRESSED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CenacleLibraryPage, cenacle_library_page, CENACLE_TYPE_OBJECT_PAGE)

static CenacleCircle *
get_circle (CenacleLibraryPage *self)
{
  return cenacle_object_page_get_circle (CENACLE_OBJECT_PAGE (self));
}

static const CenacleLibraryItem *
find (CenacleLibraryPage *self, const char *key)
{
  const CenacleLibrary *all = cenacle_object_page_get_answer (CENACLE_OBJECT_PAGE (self));
  CenId id;

  return all != NULL && cen_id_from_text (&id, key) ? cenacle_library_find (all, &id) : NULL;
}

static gboolean
is_coming (const CenacleLibraryItem *item)
{
  return item->resource->shape == CEN_RESOURCE_IS_FILE && item->held != CEN_BLOB_WHOLE &&
         (item->wish == CEN_WISH_USER || item->wish == CEN_WISH_PAUSED);
}

static Group
get_group (const CenacleLibraryItem *item)
{
  if (item->resource->shape != CEN_RESOURCE_IS_FILE)
    return GROUP_LINKS;
  return is_coming (item) ? GROUP_COMING : GROUP_FILES;
}

/* --- The pane beside --- */

static void
open_item (CenacleLibraryPage *self, const CenacleLibraryItem *item)
{
  CenacleDetailPane *pane = cenacle_library_pane_new (GTK_WIDGET (self), get_circle (self), item);

  cenacle_window_show_detail (GTK_WIDGET (self), GTK_WIDGET (pane), _ ("Resource"));
}

/* Of a button of the pane, or of a row. */
static void
item_pressed_cb (CenacleLibraryPage *self, const char *key, const char *name)
{
  const CenacleLibraryItem *item = find (self, key);

  if (item != NULL)
    cenacle_library_pane_press (GTK_WIDGET (self), get_circle (self), item, name);
}

static void
row_pressed_cb (CenacleCardRow *row, const char *name, CenacleLibraryPage *self)
{
  item_pressed_cb (self, cenacle_card_row_get_key (row), name);
}

static void
row_activated_cb (CenacleLibraryPage *self, GtkListBoxRow *row)
{
  const CenacleLibraryItem *item = find (self, cenacle_card_row_get_key (CENACLE_CARD_ROW (row)));

  if (item != NULL)
    open_item (self, item);
}

static void
tile_activated_cb (CenacleLibraryPage *self, GtkFlowBoxChild *tile)
{
  const CenacleLibrary *all = cenacle_object_page_get_answer (CENACLE_OBJECT_PAGE (self));
  const CenacleLibraryItem *item =
      all != NULL
          ? cenacle_library_find (all,
                                  cenacle_library_tile_get_resource (CENACLE_LIBRARY_TILE (tile)))
          : NULL;

  if (item != NULL)
    open_item (self, item);
}

/* --- What is on its way --- */

/* What the engine told of the file of @item; NULL when it told nothing. */
static GVariant *
find_transfer (CenacleLibraryPage *self, const CenacleLibraryItem *item)
{
  g_autofree char *blob = cen_id_dup_text (&item->resource->blob);

  for (gsize i = 0; self->transfers != NULL && i < g_variant_n_children (self->transfers); i++) {
    g_autoptr (GVariant) row = g_variant_get_child_value (self->transfers, i);
    const char *text = "";

    if (g_variant_lookup (row, "blob", "&s", &text) && g_str_equal (text, blob))
      return g_steal_pointer (&row);
  }
  return NULL;
}

static void
show_coming (CenacleLibraryPage *self, CenacleCardRow *row, const CenacleLibraryItem *item)
{
  g_autoptr (GVariant) transfer = find_transfer (self, item);
  g_autofree char *caption = cenacle_library_item_dup_transfer (item, transfer);
  guint64 done = item->done;

  if (transfer != NULL)
    g_variant_lookup (transfer, "done", "t", &done);
  cenacle_card_row_show (row, cenacle_library_get_mark (item->resource), item->resource->title,
                         caption, "");
  cenacle_card_row_set_progress (row, item->resource->ref.size > 0
                                          ? (double) done / (double) item->resource->ref.size
                                          : 0);
}

static void
show_all_coming (CenacleLibraryPage *self)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->lists[GROUP_COMING], i)) != NULL;
       i++) {
    const CenacleLibraryItem *item = find (self, cenacle_card_row_get_key (CENACLE_CARD_ROW (row)));

    if (item != NULL)
      show_coming (self, CENACLE_CARD_ROW (row), item);
  }
}

static void
status_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) status = NULL;
  CenacleLibraryPage *self = user_data;

  cenacle_engine1_call_get_status_finish (CENACLE_ENGINE1 (source), &status, result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->looking);
  if (status == NULL)
    return;
  g_clear_pointer (&self->transfers, g_variant_unref);
  self->transfers = cenacle_library_find_transfers (status);
  show_all_coming (self);
}

static gboolean
look_cb (gpointer data)
{
  CenacleLibraryPage *self = data;
  CenacleCircle *circle = get_circle (self);
  CenacleEngine1 *engine = circle != NULL ? cenacle_circle_get_engine (circle) : NULL;

  if (engine == NULL || self->looking != NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return G_SOURCE_CONTINUE;
  self->looking = g_cancellable_new ();
  cenacle_engine1_call_get_status (engine, cenacle_circle_get_id_text (circle), self->looking,
                                   status_cb, self);
  return G_SOURCE_CONTINUE;
}

static void
stop_looking (CenacleLibraryPage *self)
{
  g_clear_handle_id (&self->look_source, g_source_remove);
  if (self->looking != NULL)
    g_cancellable_cancel (self->looking);
  g_clear_object (&self->looking);
  g_clear_pointer (&self->transfers, g_variant_unref);
}

static void
look_while (CenacleLibraryPage *self, gboolean is_any_coming)
{
  if (!is_any_coming) {
    stop_looking (self);
  } else if (self->look_source == 0) {
    self->look_source = g_timeout_add_seconds (LOOK_S, look_cb, self);
    look_cb (self);
  }
}

/* --- What shows --- */

static void
show_row (CenacleLibraryPage *self, Group group, const CenacleLibraryItem *item, int place)
{
  g_autofree char *key = cen_id_dup_text (&item->resource->id);
  g_autofree char *caption = cenacle_library_item_dup_caption (item);
  CenacleCardRow *row =
      cenacle_card_list_place (self->lists[group], key, place, G_CALLBACK (row_pressed_cb), self);

  if (group == GROUP_COMING)
    show_coming (self, row, item);
  else
    cenacle_card_row_show (row, cenacle_library_get_mark (item->resource), item->resource->title,
                           caption, "");
  cenacle_library_pane_show_file_buttons (cenacle_card_row_get_strip (row), item);
}

static int
compare_cb (gconstpointer a, gconstpointer b, gpointer order)
{
  return cenacle_library_compare ((CenacleLibraryOrder) GPOINTER_TO_UINT (order),
                                  (*(CenacleLibraryItem *const *) a)->resource,
                                  (*(CenacleLibraryItem *const *) b)->resource);
}

/* Items (lent) that the bar lets through, in its order. */
static GPtrArray *
choose (CenacleLibraryPage *self, const CenacleLibrary *all)
{
  GPtrArray *chosen = g_ptr_array_new ();
  CenacleLibraryFilter filter;

  cenacle_library_bar_get_filter (self->bar, &filter);
  for (guint i = 0; i < all->items->len; i++) {
    CenacleLibraryItem *item = all->items->pdata[i];

    if (cenacle_library_filter_matches (&filter, item->resource))
      g_ptr_array_add (chosen, item);
  }
  g_ptr_array_sort_with_data (chosen, compare_cb,
                              GUINT_TO_POINTER (cenacle_library_bar_get_order (self->bar)));
  return chosen;
}

static void
show_empty (CenacleLibraryPage *self)
{
  CenacleObjectPage *page = CENACLE_OBJECT_PAGE (self);

  if (cenacle_library_bar_is_narrow (self->bar))
    cenacle_object_page_set_empty (page, "system-search-symbolic", _ ("Nothing like that"),
                                   _ ("Try other words, or show all of it."));
  else
    cenacle_object_page_set_empty (page, "cenacle-library-symbolic", _ ("Nothing kept yet"),
                                   _ ("Share a file or a link: everybody in the circle has it "
                                      "then, and keeps it when you are away."));
}

static void
show_chosen (CenacleLibraryPage *self, const CenacleLibrary *all)
{
  gboolean is_grid = cenacle_library_bar_get_view (self->bar) == CENACLE_LIBRARY_AS_GRID;
  g_autoptr (GPtrArray) chosen = choose (self, all);
  guint n_shown = MIN (chosen->len, self->n_shown_max);
  int n[N_GROUPS] = { 0 };
  int n_tiles = 0;

  for (guint i = 0; i < n_shown; i++) {
    const CenacleLibraryItem *item = chosen->pdata[i];
    Group group = get_group (item);

    if (is_grid && group != GROUP_COMING)
      cenacle_library_tile_place (self->grid, n_tiles++, get_circle (self), item);
    else
      show_row (self, group, item, n[group]++);
  }
  for (guint i = 0; i < N_GROUPS; i++)
    cenacle_card_list_cut (self->lists[i], n[i]);
  cenacle_library_tile_cut (self->grid, n_tiles);
  gtk_widget_set_visible (self->more_button, n_shown < chosen->len);
  look_while (self, n[GROUP_COMING] > 0);
  show_empty (self);
}

static void
show (CenacleObjectPage *page, gpointer answer)
{
  CenacleLibraryPage *self = CENACLE_LIBRARY_PAGE (page);
  const CenacleLibrary *all = answer;
  GtkWidget *pane = cenacle_window_get_detail (GTK_WIDGET (self));
  g_autoptr (GPtrArray) resources = g_ptr_array_new ();
  const CenacleLibraryItem *shown =
      pane != NULL && g_object_get_data (G_OBJECT (pane), "library") != NULL
          ? find (self, cenacle_detail_pane_get_key (CENACLE_DETAIL_PANE (pane)))
          : NULL;

  for (guint i = 0; i < all->items->len; i++)
    g_ptr_array_add (resources, ((CenacleLibraryItem *) all->items->pdata[i])->resource);
  cenacle_library_bar_set_choices (self->bar, resources);
  gtk_widget_set_visible (GTK_WIDGET (self->bar), all->items->len > 0);
  show_chosen (self, all);
  if (shown != NULL)
    cenacle_library_pane_show (CENACLE_DETAIL_PANE (pane), get_circle (self), shown);
}

static void
bar_changed_cb (CenacleLibraryPage *self)
{
  const CenacleLibrary *all = cenacle_object_page_get_answer (CENACLE_OBJECT_PAGE (self));

  self->n_shown_max = SHOWN_AT_ONCE;
  if (all != NULL)
    show_chosen (self, all);
  cenacle_object_page_settle (CENACLE_OBJECT_PAGE (self));
}

static void
more_cb (CenacleLibraryPage *self)
{
  const CenacleLibrary *all = cenacle_object_page_get_answer (CENACLE_OBJECT_PAGE (self));

  self->n_shown_max += SHOWN_AT_ONCE;
  if (all != NULL)
    show_chosen (self, all);
}

static void
open_object (CenacleObjectPage *page, const CenId *object)
{
  const CenacleLibraryItem *item =
      cenacle_library_find (cenacle_object_page_get_answer (page), object);

  if (item != NULL)
    open_item (CENACLE_LIBRARY_PAGE (page), item);
}

/* --- Sharing --- */

static void
chosen_cb (CenacleLibraryPage *self, int response)
{
  g_autoptr (GListModel) files = response == GTK_RESPONSE_ACCEPT
                                     ? gtk_file_chooser_get_files (GTK_FILE_CHOOSER (self->chooser))
                                     : NULL;

  if (files != NULL && get_circle (self) != NULL)
    cenacle_file_drop_share (GTK_WIDGET (self), get_circle (self), files);
  g_clear_object (&self->chooser);
}

static void
share_cb (CenacleLibraryPage *self)
{
  if (self->chooser != NULL)
    return;
  self->chooser = gtk_file_chooser_native_new (_ ("Share files"),
                                               GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                               GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Share"), NULL);
  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (self->chooser), TRUE);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (chosen_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
add_link_cb (CenacleLibraryPage *self)
{
  cenacle_resource_dialog_add (GTK_WIDGET (self), get_circle (self));
}

static gboolean
drop_cb (GtkDropTarget *target G_GNUC_UNUSED, const GValue *value, double x G_GNUC_UNUSED,
         double y G_GNUC_UNUSED, gpointer user_data)
{
  CenacleLibraryPage *self = user_data;
  GSList *files = g_value_get_boxed (value);
  g_autoptr (GListStore) list = g_list_store_new (G_TYPE_FILE);

  if (cenacle_file_drop_take_bundle (GTK_WIDGET (self), files))
    return TRUE;
  if (!cenacle_object_page_is_active (CENACLE_OBJECT_PAGE (self)))
    return FALSE;
  for (GSList *l = files; l != NULL; l = l->next)
    g_list_store_append (list, l->data);
  cenacle_file_drop_share (GTK_WIDGET (self), get_circle (self), G_LIST_MODEL (list));
  return files != NULL;
}

/* --- The widget --- */

static gpointer
read_library (CenStore *store, const CenId *circle, GError **error)
{
  return cenacle_library_read (store, circle, error);
}

static void
free_library (gpointer answer)
{
  cenacle_library_free (answer);
}

static void
cenacle_library_page_dispose (GObject *object)
{
  CenacleLibraryPage *self = CENACLE_LIBRARY_PAGE (object);

  stop_looking (self);
  g_clear_object (&self->chooser);
  G_OBJECT_CLASS (cenacle_library_page_parent_class)->dispose (object);
}

static void
cenacle_library_page_class_init (CenacleLibraryPageClass *klass)
{
  CenacleObjectPageClass *page_class = CENACLE_OBJECT_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cenacle_library_page_dispose;
  page_class->read = read_library;
  page_class->free_answer = free_library;
  page_class->show = show;
  page_class->open_object = open_object;
  /* Of a button about a resource, from the pane beside: its id, the button's name. */
  signals[SIGNAL_ITEM_PRESSED] =
      g_signal_new_class_handler ("item-pressed", CENACLE_TYPE_LIBRARY_PAGE, G_SIGNAL_RUN_LAST,
                                  G_CALLBACK (item_pressed_cb), NULL, NULL, NULL, G_TYPE_NONE, 2,
                                  G_TYPE_STRING, G_TYPE_STRING);
}

static void
add_groups (CenacleLibraryPage *self)
{
  CenacleObjectPage *page = CENACLE_OBJECT_PAGE (self);

  self->lists[GROUP_COMING] =
      cenacle_object_page_add_group (page, _ ("On their way"), G_CALLBACK (row_activated_cb));
  self->lists[GROUP_FILES] =
      cenacle_object_page_add_group (page, _ ("Files"), G_CALLBACK (row_activated_cb));
  self->lists[GROUP_LINKS] = cenacle_object_page_add_group (page, _ ("Links and references"),
                                                            G_CALLBACK (row_activated_cb));
  self->grid = cenacle_object_page_add_grid (page, "", G_CALLBACK (tile_activated_cb));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->grid), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Library"), -1);
  self->more_button = gtk_button_new_with_label (_ ("Show more"));
  gtk_widget_set_halign (self->more_button, GTK_ALIGN_CENTER);
  gtk_widget_hide (self->more_button);
  g_signal_connect_object (self->more_button, "clicked", G_CALLBACK (more_cb), self,
                           G_CONNECT_SWAPPED);
  cenacle_object_page_add_bottom (page, self->more_button);
}

static void
cenacle_library_page_init (CenacleLibraryPage *self)
{
  CenacleObjectPage *page = CENACLE_OBJECT_PAGE (self);
  GtkDropTarget *drop = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  self->n_shown_max = SHOWN_AT_ONCE;
  cenacle_object_page_add_button (page, _ ("Share files"), G_CALLBACK (share_cb));
  cenacle_object_page_add_button (page, _ ("Add a link"), G_CALLBACK (add_link_cb));
  self->bar = g_object_new (CENACLE_TYPE_LIBRARY_BAR, "visible", FALSE, NULL);
  g_signal_connect_object (self->bar, "changed", G_CALLBACK (bar_changed_cb), self,
                           G_CONNECT_SWAPPED);
  cenacle_object_page_add_top (page, GTK_WIDGET (self->bar));
  add_groups (self);
  show_empty (self);
  g_signal_connect (drop, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drop));
}
