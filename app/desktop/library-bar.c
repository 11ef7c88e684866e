/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The first choice of each row is everything. Choices change with the library; what was chosen
 * stays as long as it is there. */

#include "library-bar.h"

#include <glib/gi18n.h>

struct _CenacleLibraryBar {
  GtkWidget parent;
  GtkWidget *box;
  GtkSearchEntry *entry;
  GtkToggleButton *grid_button;
  AdwComboRow *order_row;
  AdwComboRow *sort_row;
  AdwComboRow *tag_row;
  AdwComboRow *author_row;
  AdwComboRow *language_row;
  AdwComboRow *level_row;
  GPtrArray *authors; /* CenId, in the order of the row, without the first choice */
  char *tag;
  char *language;
  gboolean is_filling;
};

enum { SIGNAL_CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CenacleLibraryBar, cenacle_library_bar, GTK_TYPE_WIDGET)

static void
changed_cb (CenacleLibraryBar *self)
{
  if (!self->is_filling)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* --- Choices --- */

/* NULL while the first choice, which is everything, is taken. */
static char *
dup_chosen (AdwComboRow *row)
{
  guint selected = adw_combo_row_get_selected (row);
  GListModel *model = adw_combo_row_get_model (row);

  return selected == 0 || selected == GTK_INVALID_LIST_POSITION
             ? NULL
             : g_strdup (gtk_string_list_get_string (GTK_STRING_LIST (model), selected));
}

/* Takes @choices. A row with nothing to choose from is not shown. */
static void
set_choices (AdwComboRow *row, GPtrArray *choices)
{
  g_autofree char *chosen = dup_chosen (row);
  g_autoptr (GtkStringList) model = gtk_string_list_new (NULL);
  guint selected = 0;

  gtk_string_list_append (model, C_ ("resources", "All"));
  for (guint i = 0; i < choices->len; i++) {
    gtk_string_list_append (model, choices->pdata[i]);
    if (g_strcmp0 (chosen, choices->pdata[i]) == 0)
      selected = i + 1;
  }
  gtk_widget_set_visible (GTK_WIDGET (row), choices->len > 0);
  adw_combo_row_set_model (row, G_LIST_MODEL (model));
  adw_combo_row_set_selected (row, selected);
  g_ptr_array_unref (choices);
}

static GPtrArray *
list_sorts (void)
{
  GPtrArray *sorts = g_ptr_array_new ();

  for (guint i = 0; i < CENACLE_RESOURCE_SORTS; i++)
    g_ptr_array_add (sorts, (gpointer) cenacle_resource_sort_to_label ((CenacleResourceSort) i));
  return sorts;
}

static GPtrArray *
list_languages (GPtrArray *resources)
{
  GPtrArray *found = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < resources->len; i++) {
    const CenResource *resource = resources->pdata[i];

    if (*resource->language != '\0' &&
        !g_ptr_array_find_with_equal_func (found, resource->language, g_str_equal, NULL))
      g_ptr_array_add (found, g_strdup (resource->language));
  }
  return found;
}

static gboolean
equal_ids (gconstpointer a, gconstpointer b)
{
  return cen_id_equal (a, b);
}

static GPtrArray *
list_authors (CenacleLibraryBar *self, GPtrArray *resources)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_set_size (self->authors, 0);
  for (guint i = 0; i < resources->len; i++) {
    const CenResource *resource = resources->pdata[i];

    if (g_ptr_array_find_with_equal_func (self->authors, &resource->author, equal_ids, NULL))
      continue;
    g_ptr_array_add (self->authors, cen_id_dup (&resource->author));
    g_ptr_array_add (names, g_strdup (resource->author_name));
  }
  return names;
}

void
cenacle_library_bar_set_choices (CenacleLibraryBar *self, GPtrArray *resources)
{
  self->is_filling = TRUE;
  set_choices (self->tag_row, cen_library_list_tags (resources));
  set_choices (self->author_row, list_authors (self, resources));
  set_choices (self->language_row, list_languages (resources));
  self->is_filling = FALSE;
}

/* --- What is chosen --- */

void
cenacle_library_bar_get_filter (CenacleLibraryBar *self, CenacleLibraryFilter *ret_filter)
{
  guint sort = adw_combo_row_get_selected (self->sort_row);
  guint author = adw_combo_row_get_selected (self->author_row);

  g_free (self->tag);
  g_free (self->language);
  self->tag = dup_chosen (self->tag_row);
  self->language = dup_chosen (self->language_row);
  *ret_filter = (CenacleLibraryFilter){
    .text = gtk_editable_get_text (GTK_EDITABLE (self->entry)),
    .tag = self->tag,
    .language = self->language,
    .level = adw_combo_row_get_selected (self->level_row),
    .has_sort = sort > 0 && sort <= CENACLE_RESOURCE_SORTS,
    .sort = sort > 0 ? (CenacleResourceSort) (sort - 1) : 0,
    .author = author > 0 && author <= self->authors->len ? self->authors->pdata[author - 1] : NULL,
  };
}

CenacleLibraryOrder
cenacle_library_bar_get_order (CenacleLibraryBar *self)
{
  return (CenacleLibraryOrder) adw_combo_row_get_selected (self->order_row);
}

CenacleLibraryView
cenacle_library_bar_get_view (CenacleLibraryBar *self)
{
  return gtk_toggle_button_get_active (self->grid_button) ? CENACLE_LIBRARY_AS_GRID
                                                          : CENACLE_LIBRARY_AS_LIST;
}

gboolean
cenacle_library_bar_is_narrow (CenacleLibraryBar *self)
{
  CenacleLibraryFilter filter;

  cenacle_library_bar_get_filter (self, &filter);
  return *filter.text != '\0' || filter.tag != NULL || filter.language != NULL ||
         filter.level != 0 || filter.has_sort || filter.author != NULL;
}

/* --- The widget --- */

static void
cenacle_library_bar_dispose (GObject *object)
{
  CenacleLibraryBar *self = CENACLE_LIBRARY_BAR (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_pointer (&self->authors, g_ptr_array_unref);
  g_clear_pointer (&self->tag, g_free);
  g_clear_pointer (&self->language, g_free);
  G_OBJECT_CLASS (cenacle_library_bar_parent_class)->dispose (object);
}

static void
cenacle_library_bar_class_init (CenacleLibraryBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cenacle_library_bar_dispose;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", CENACLE_TYPE_LIBRARY_BAR, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/cenacle/Cenacle/library-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, CenacleLibraryBar, box);
  gtk_widget_class_bind_template_child (widget_class, CenacleLibraryBar, entry);
  gtk_widget_class_bind_template_child (widget_class, CenacleLibraryBar, grid_button);
  gtk_widget_class_bind_template_child (widget_class, CenacleLibraryBar, order_row);
  gtk_widget_class_bind_template_child (widget_class, CenacleLibraryBar, sort_row);
  gtk_widget_class_bind_template_child (widget_class, CenacleLibraryBar, tag_row);
  gtk_widget_class_bind_template_child (widget_class, CenacleLibraryBar, author_row);
  gtk_widget_class_bind_template_child (widget_class, CenacleLibraryBar, language_row);
  gtk_widget_class_bind_template_child (widget_class, CenacleLibraryBar, level_row);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
}

static void
cenacle_library_bar_init (CenacleLibraryBar *self)
{
  self->is_filling = TRUE;
  self->authors = g_ptr_array_new_with_free_func (g_free);
  gtk_widget_init_template (GTK_WIDGET (self));
  set_choices (self->sort_row, list_sorts ());
  self->is_filling = FALSE;
}
