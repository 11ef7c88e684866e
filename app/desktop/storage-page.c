/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The page tells of all circles of the home, and its choices are about the one that shows and about
 * all. What one can let go of stands below, the longest unused first. */

#include "storage-page.h"

#include "card-row.h"
#include "commands.h"
#include "compat.h"
#include "form.h"
#include "narrow.h"
#include "time-text.h"

#include "app/control/storage.h"
#include "core/shelf.h"

#include <glib/gi18n.h>

#define FILES_SHOWN 60
#define MB          G_GUINT64_CONSTANT (1000000)
#define GB          G_GUINT64_CONSTANT (1000000000)

typedef struct {
  const char *label; /* NULL: the size itself */
  guint64 value;
} Choice;

static const Choice auto_choices[] = {
  { N_ ("None"), 0 }, { NULL, MB / 2 },   { NULL, CEN_SHELF_AUTO_MAX },
  { NULL, 10 * MB },  { NULL, 100 * MB }, { N_ ("Of any size"), G_MAXINT64 },
};
static const Choice circle_choices[] = {
  { NULL, 100 * MB }, { NULL, 500 * MB }, { NULL, GB },
  { NULL, 4 * GB },   { NULL, 16 * GB },  { N_ ("No limit of its own"), G_MAXINT64 },
};
static const Choice home_choices[] = {
  { NULL, 500 * MB }, { NULL, GB },      { NULL, 4 * GB },
  { NULL, 16 * GB },  { NULL, 64 * GB }, { N_ ("No limit"), G_MAXINT64 },
};

/* In days, the longest first. */
static const Choice retention_choices[] = {
  { N_ ("Everything"), 0 },
  { N_ ("One year"), 365 },
  { N_ ("Three months"), 92 },
  { N_ ("One month"), 31 },
};

struct _CenacleStoragePage {
  CenacleObjectPage parent;
  GtkLabel *summary;
  GtkLevelBar *level;
  AdwComboRow *auto_row;
  AdwComboRow *circle_row;
  AdwComboRow *home_row;
  AdwComboRow *retention_row;
  GtkSwitch *metered_switch;
  GtkListBox *circles;
  GtkListBox *files;
  GtkWidget *free_button;
  gboolean is_filling;
};

G_DEFINE_FINAL_TYPE (CenacleStoragePage, cenacle_storage_page, CENACLE_TYPE_OBJECT_PAGE)

static CenacleCircle *
get_circle (CenacleStoragePage *self)
{
  return cenacle_object_page_get_circle (CENACLE_OBJECT_PAGE (self));
}

static const CenacleStorage *
get_storage (CenacleStoragePage *self)
{
  return cenacle_object_page_get_answer (CENACLE_OBJECT_PAGE (self));
}

/* --- Choices --- */

static AdwComboRow *
make_combo (GtkListBox *list, const char *title, const char *subtitle, const Choice *choices,
            guint n)
{
  g_autoptr (GtkStringList) model = gtk_string_list_new (NULL);
  AdwComboRow *row = g_object_new (ADW_TYPE_COMBO_ROW, "title", title, "subtitle", subtitle, NULL);

  for (guint i = 0; i < n; i++) {
    g_autofree char *size = g_format_size (choices[i].value);

    gtk_string_list_append (model, choices[i].label != NULL ? _ (choices[i].label) : size);
  }
  adw_combo_row_set_model (row, G_LIST_MODEL (model));
  cenacle_form_tell_choice (row);
  gtk_list_box_append (list, GTK_WIDGET (row));
  return row;
}

/* The first choice that is not less. */
static void
select_value (AdwComboRow *row, const Choice *choices, guint n, guint64 value)
{
  guint i = 0;

  while (i + 1 < n && choices[i].value < value)
    i++;
  adw_combo_row_set_selected (row, i);
}

/* The shortest choice that is not shorter. */
static void
select_retention (CenacleStoragePage *self, guint days)
{
  guint i = days == 0 ? 0 : G_N_ELEMENTS (retention_choices) - 1;

  while (i > 0 && retention_choices[i].value < days)
    i--;
  adw_combo_row_set_selected (self->retention_row, i);
}

static void
set_preference (CenacleStoragePage *self, const char *circle, const char *name, guint64 value)
{
  cenacle_commands_call (get_circle (self), "SetFilePreference",
                         g_variant_new ("(sst)", circle, name, value),
                         cenacle_commands_show_error_cb, g_object_ref (self));
}

static void
chosen_cb (AdwComboRow *row, GParamSpec *property G_GNUC_UNUSED, CenacleStoragePage *self)
{
  guint selected = adw_combo_row_get_selected (row);
  CenacleCircle *circle = get_circle (self);

  if (self->is_filling || circle == NULL)
    return;
  if (row == self->auto_row)
    set_preference (self, cenacle_circle_get_id_text (circle), "auto-max",
                    auto_choices[selected].value);
  else if (row == self->retention_row)
    set_preference (self, cenacle_circle_get_id_text (circle), "retention",
                    retention_choices[selected].value);
  else if (row == self->circle_row)
    set_preference (self, cenacle_circle_get_id_text (circle), "circle-quota",
                    circle_choices[selected].value);
  else
    set_preference (self, "", "quota", home_choices[selected].value);
}

static void
metered_cb (CenacleStoragePage *self)
{
  if (!self->is_filling && get_circle (self) != NULL)
    set_preference (self, "", "metered", gtk_switch_get_active (self->metered_switch) ? 1 : 0);
}

/* --- Making room --- */

static GVariant *
pack_blobs (GPtrArray *files)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("as"));
  for (guint i = 0; i < files->len; i++) {
    g_autofree char *blob = cen_id_dup_text (&((CenacleStoredFile *) files->pdata[i])->blob);

    g_variant_builder_add (&builder, "s", blob);
  }
  return g_variant_builder_end (&builder);
}

static void
freed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CenacleStoragePage) self = user_data;
  g_autoptr (GError) error = NULL;
  guint64 freed;

  if (cenacle_engine1_call_free_files_finish (CENACLE_ENGINE1 (source), &freed, result, &error)) {
    g_autofree char *size = g_format_size (freed);
    g_autofree char *sentence = g_strdup_printf (_ ("%s of room made"), size);

    gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", sentence);
  }
}

/* Of each circle its own. */
static void
free_files (CenacleStoragePage *self, GPtrArray *files)
{
  const CenacleStorage *storage = get_storage (self);
  CenacleEngine1 *engine = cenacle_circle_get_engine (get_circle (self));

  for (guint i = 0; engine != NULL && i < storage->circles->len; i++) {
    const CenacleStoredCircle *circle = storage->circles->pdata[i];
    g_autofree char *id = cen_id_dup_text (&circle->circle);
    g_autoptr (GPtrArray) own = g_ptr_array_new ();
    g_autoptr (GVariant) blobs = NULL;
    g_autofree const char **texts = NULL;

    for (guint k = 0; k < files->len; k++) {
      if (cen_id_equal (&((CenacleStoredFile *) files->pdata[k])->circle, &circle->circle))
        g_ptr_array_add (own, files->pdata[k]);
    }
    if (own->len == 0)
      continue;
    blobs = g_variant_ref_sink (pack_blobs (own));
    texts = g_variant_get_strv (blobs, NULL);
    cenacle_engine1_call_free_files (engine, id, texts, NULL, freed_cb, g_object_ref (self));
  }
}

/* Those that are ticked; lent. */
static GPtrArray *
list_chosen (CenacleStoragePage *self)
{
  const CenacleStorage *storage = get_storage (self);
  GPtrArray *chosen = g_ptr_array_new ();
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->files, i)) != NULL; i++) {
    GtkWidget *tick = g_object_get_data (G_OBJECT (row), "tick");
    guint place = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (row), "place"));

    if (tick != NULL && gtk_check_button_get_active (GTK_CHECK_BUTTON (tick)) &&
        place < storage->files->len)
      g_ptr_array_add (chosen, storage->files->pdata[place]);
  }
  return chosen;
}

static void
free_confirmed (gpointer object)
{
  CenacleStoragePage *self = object;
  g_autoptr (GPtrArray) chosen = get_storage (self) != NULL ? list_chosen (self) : NULL;

  if (chosen != NULL && get_circle (self) != NULL)
    free_files (self, chosen);
}

static void
free_cb (CenacleStoragePage *self)
{
  g_autoptr (GPtrArray) chosen = get_storage (self) != NULL ? list_chosen (self) : NULL;
  g_autofree char *body = NULL;
  guint n_last = 0;

  for (guint i = 0; chosen != NULL && i < chosen->len; i++)
    n_last += ((CenacleStoredFile *) chosen->pdata[i])->n_copies == 0;
  if (n_last == 0) {
    free_confirmed (self);
    return;
  }
  body = g_strdup_printf (
      ngettext ("Nobody else is known to have %u of these files: it may be lost for the circle.",
                "Nobody else is known to have %u of these files: they may be lost for the circle.",
                n_last),
      n_last);
  cenacle_compat_ask (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                      _ ("Remove the last copies?"), body, _ ("Remove"), free_confirmed, self);
}

static void
ticked_cb (CenacleStoragePage *self)
{
  g_autoptr (GPtrArray) chosen = NULL;
  g_autofree char *size = NULL;
  g_autofree char *label = NULL;
  guint64 bytes = 0;

  if (self->is_filling || get_storage (self) == NULL)
    return;
  chosen = list_chosen (self);
  for (guint i = 0; i < chosen->len; i++)
    bytes += ((CenacleStoredFile *) chosen->pdata[i])->size;
  size = g_format_size (bytes);
  label = chosen->len > 0 ? g_strdup_printf (_ ("Remove from this device (%s)"), size)
                          : g_strdup (_ ("Remove from this device"));
  gtk_button_set_label (GTK_BUTTON (self->free_button), label);
  gtk_widget_set_sensitive (self->free_button, chosen->len > 0);
}

/* --- What shows --- */

static void
show_summary (CenacleStoragePage *self, const CenacleStorage *storage)
{
  g_autofree char *used = g_format_size (storage->size);
  g_autofree char *loose = g_format_size (storage->loose);
  g_autofree char *space = g_format_size (storage->space);
  g_autofree char *text = g_strdup_printf (
      /* Translators: three sizes, such as "1.2 GB". */
      _ ("Files take %s on this computer, of which %s may go for room. %s are free "
         "on the disk."),
      used, loose, space);

  gtk_label_set_text (self->summary, text);
  gtk_level_bar_set_value (self->level,
                           storage->quota > 0
                               ? MIN ((double) storage->loose / (double) storage->quota, 1)
                               : 0);
}

static void
show_choices (CenacleStoragePage *self, const CenacleStorage *storage)
{
  const CenId *shown = cenacle_circle_get_id (get_circle (self));

  for (guint i = 0; i < storage->circles->len; i++) {
    const CenacleStoredCircle *circle = storage->circles->pdata[i];

    if (!cen_id_equal (&circle->circle, shown))
      continue;
    select_value (self->auto_row, auto_choices, G_N_ELEMENTS (auto_choices), circle->auto_max);
    select_value (self->circle_row, circle_choices, G_N_ELEMENTS (circle_choices), circle->quota);
    select_retention (self, circle->retention_days);
  }
  select_value (self->home_row, home_choices, G_N_ELEMENTS (home_choices), storage->quota);
  gtk_switch_set_active (self->metered_switch, storage->comes_on_metered);
}

/* "Films 1.2 GB · Documents 30 MB" */
static char *
dup_parts (const CenacleStoredCircle *circle)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < CENACLE_RESOURCE_SORTS; i++) {
    g_autofree char *size = g_format_size (circle->sizes[i]);

    if (circle->sizes[i] > 0)
      g_string_append_printf (text, "%s%s %s", text->len > 0 ? " · " : "",
                              cenacle_resource_sort_to_label ((CenacleResourceSort) i), size);
  }
  if (text->len == 0)
    g_string_append (text, _ ("No files here"));
  return g_string_free (text, FALSE);
}

static void
show_circles (CenacleStoragePage *self, const CenacleStorage *storage)
{
  int n = 0;

  for (guint i = 0; i < storage->circles->len; i++) {
    const CenacleStoredCircle *circle = storage->circles->pdata[i];
    g_autofree char *key = cen_id_dup_text (&circle->circle);
    g_autofree char *size = g_format_size (circle->size);
    g_autofree char *title = g_strdup_printf (_ ("%s: %s"), circle->name, size);
    g_autofree char *parts = dup_parts (circle);
    CenacleCardRow *row = cenacle_card_list_place (self->circles, key, n++, NULL, NULL);

    cenacle_card_row_show (row, "", title, parts, "");
    cenacle_card_row_set_progress (row, storage->size > 0
                                            ? (double) circle->size / (double) storage->size
                                            : 0);
    gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  }
  cenacle_card_list_cut (self->circles, n);
}

static char *
dup_file_caption (const CenacleStoredFile *file)
{
  g_autofree char *size = g_format_size (file->size);
  g_autofree char *ago = cenacle_time_text_dup_ago (file->used_ms);
  g_autofree char *copies =
      file->n_copies > 0
          ? g_strdup_printf (ngettext ("%u other has it", "%u others have it", file->n_copies),
                             file->n_copies)
          : g_strdup (_ ("nobody else is known to have it"));

  /* Translators: a size, when ("3 days ago"), and who else has the file. */
  return g_strdup_printf (_ ("%s · last used %s · %s"), size, ago, copies);
}

static GtkWidget *
make_file_row (CenacleStoragePage *self, const CenacleStoredFile *file, guint place)
{
  g_autofree char *title = g_markup_escape_text (file->title, -1);
  g_autofree char *caption = dup_file_caption (file);
  GtkWidget *tick = gtk_check_button_new ();
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "title",
                                 *title != '\0' ? title : _ ("No longer in the library"),
                                 "subtitle", caption, "activatable-widget", tick, NULL);

  gtk_widget_set_valign (tick, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (tick), GTK_ACCESSIBLE_PROPERTY_LABEL, file->title,
                                  -1);
  g_signal_connect_object (tick, "toggled", G_CALLBACK (ticked_cb), self, G_CONNECT_SWAPPED);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), tick);
  g_object_set_data (G_OBJECT (row), "tick", tick);
  g_object_set_data (G_OBJECT (row), "place", GUINT_TO_POINTER (place));
  return row;
}

static void
show_files (CenacleStoragePage *self, const CenacleStorage *storage)
{
  GtkListBoxRow *old;
  guint n = 0;

  while ((old = gtk_list_box_get_row_at_index (self->files, 0)) != NULL)
    gtk_list_box_remove (self->files, GTK_WIDGET (old));
  for (guint i = 0; i < storage->files->len && n < FILES_SHOWN; i++) {
    const CenacleStoredFile *file = storage->files->pdata[i];

    if (!file->is_kept)
      gtk_list_box_append (self->files, make_file_row (self, file, i));
    n += !file->is_kept;
  }
  gtk_widget_set_visible (self->free_button, n > 0);
}

static void
show (CenacleObjectPage *page, gpointer answer)
{
  CenacleStoragePage *self = CENACLE_STORAGE_PAGE (page);
  const CenacleStorage *storage = answer;

  self->is_filling = TRUE;
  show_summary (self, storage);
  show_choices (self, storage);
  show_circles (self, storage);
  show_files (self, storage);
  self->is_filling = FALSE;
  ticked_cb (self);
}

/* --- The widget --- */

static gpointer
read_storage (CenStore *store, const CenId *circle G_GNUC_UNUSED, GError **error)
{
  return cenacle_storage_read (store, NULL, error);
}

static void
free_storage (gpointer answer)
{
  cenacle_storage_free (answer);
}

static void
cenacle_storage_page_class_init (CenacleStoragePageClass *klass)
{
  CenacleObjectPageClass *page_class = CENACLE_OBJECT_PAGE_CLASS (klass);

  page_class->read = read_storage;
  page_class->free_answer = free_storage;
  page_class->show = show;
}

static GtkWidget *
make_top (CenacleStoragePage *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 9);

  self->summary = GTK_LABEL (gtk_label_new (""));
  gtk_label_set_wrap (self->summary, TRUE);
  gtk_label_set_xalign (self->summary, 0);
  self->level = GTK_LEVEL_BAR (gtk_level_bar_new ());
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->level), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("How much of the room is taken"), -1);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->summary));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->level));
  return box;
}

/* What a choice means, in a row of its own: it needs the whole width. */
static void
add_words (GtkListBox *list, const char *words)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *label = gtk_label_new (words);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_add_css_class (label, "row-words");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), label);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  gtk_list_box_append (list, row);
}

static void
add_retention (CenacleStoragePage *self)
{
  GtkListBox *list =
      cenacle_object_page_add_group (CENACLE_OBJECT_PAGE (self), _ ("What was said"), NULL);

  self->retention_row = make_combo (list, _ ("In sight on this computer"), "", retention_choices,
                                    G_N_ELEMENTS (retention_choices));
  add_words (list,
             _ ("Messages and letters of this circle that are older are put away: they neither "
                "show nor are they found, and files that others have leave the disk. Nobody "
                "else loses anything, and with “Everything” all is back."));
  g_signal_connect_object (self->retention_row, "notify::selected", G_CALLBACK (chosen_cb), self,
                           0);
}

static void
add_choices (CenacleStoragePage *self)
{
  GtkListBox *list =
      cenacle_object_page_add_group (CENACLE_OBJECT_PAGE (self), _ ("How much may be here"), NULL);
  AdwActionRow *row =
      g_object_new (ADW_TYPE_ACTION_ROW, "title", _ ("Also where each byte may cost"), "subtitle",
                    _ ("Files come by themselves on metered networks too"), NULL);

  self->auto_row = make_combo (list, _ ("Files come by themselves up to"),
                               _ ("In this circle; others on demand"), auto_choices,
                               G_N_ELEMENTS (auto_choices));
  self->circle_row =
      make_combo (list, _ ("Room for this circle"), _ ("For files that are not kept"),
                  circle_choices, G_N_ELEMENTS (circle_choices));
  self->home_row =
      make_combo (list, _ ("Room for all circles"), _ ("The longest unused goes first"),
                  home_choices, G_N_ELEMENTS (home_choices));
  self->metered_switch = GTK_SWITCH (gtk_switch_new ());
  gtk_widget_set_valign (GTK_WIDGET (self->metered_switch), GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (row, GTK_WIDGET (self->metered_switch));
  adw_action_row_set_activatable_widget (row, GTK_WIDGET (self->metered_switch));
  gtk_list_box_append (list, GTK_WIDGET (row));
  g_signal_connect_object (self->metered_switch, "notify::active", G_CALLBACK (metered_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->auto_row, "notify::selected", G_CALLBACK (chosen_cb), self, 0);
  g_signal_connect_object (self->circle_row, "notify::selected", G_CALLBACK (chosen_cb), self, 0);
  g_signal_connect_object (self->home_row, "notify::selected", G_CALLBACK (chosen_cb), self, 0);
}

static void
cenacle_storage_page_init (CenacleStoragePage *self)
{
  CenacleObjectPage *page = CENACLE_OBJECT_PAGE (self);

  self->is_filling = TRUE;
  cenacle_object_page_add_top (page, make_top (self));
  self->circles = cenacle_object_page_add_group (page, _ ("What takes room"), NULL);
  add_choices (self);
  add_retention (self);
  self->files = cenacle_object_page_add_group (page, _ ("Not used for longest"), NULL);
  self->free_button = gtk_button_new_with_label (_ ("Remove from this device"));
  gtk_widget_set_halign (self->free_button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (self->free_button, "pill");
  cenacle_narrow_wrap (self->free_button);
  g_signal_connect_object (self->free_button, "clicked", G_CALLBACK (free_cb), self,
                           G_CONNECT_SWAPPED);
  cenacle_object_page_add_bottom (page, self->free_button);
  self->is_filling = FALSE;
}
