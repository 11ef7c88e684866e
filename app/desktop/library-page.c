/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "library-page.h"

#include "card-row.h"
#include "commands.h"
#include "detail-pane.h"
#include "file-commands.h"
#include "file-view.h"
#include "form.h"
#include "library-read.h"
#include "object-commands.h"
#include "object-dialog.h"
#include "time-text.h"
#include "window.h"

#include <glib/gi18n.h>

typedef enum {
  GROUP_COMING,
  GROUP_FILES,
  GROUP_LINKS,
  N_GROUPS,
} Group;

struct _CenacleLibraryPage {
  CenacleObjectPage parent;
  GtkListBox *lists[N_GROUPS];
  GtkFileChooserNative *chooser;
};

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

static Group
get_group (const CenacleLibraryItem *item)
{
  if (item->resource->shape != CEN_RESOURCE_IS_FILE)
    return GROUP_LINKS;
  return item->held != CEN_BLOB_WHOLE &&
                 (item->wish == CEN_WISH_USER || item->wish == CEN_WISH_PAUSED)
             ? GROUP_COMING
             : GROUP_FILES;
}

/* --- Buttons --- */

static void
show_button (CenacleButtonStrip *strip, const char *name, const char *label,
             const char *description, gboolean is_shown)
{
  cenacle_button_strip_set (strip, name, label, description,
                            is_shown ? CENACLE_BUTTON_PLAIN : CENACLE_BUTTON_GONE);
}

/* What can be done with the file now. */
static void
show_file_buttons (CenacleButtonStrip *strip, const CenacleLibraryItem *item)
{
  gboolean is_file = item->resource->shape == CEN_RESOURCE_IS_FILE;
  gboolean is_here = is_file && item->held == CEN_BLOB_WHOLE;
  gboolean is_coming = is_file && !is_here && item->wish == CEN_WISH_USER;
  gboolean is_paused = is_file && !is_here && item->wish == CEN_WISH_PAUSED;

  show_button (strip, "open", _ ("Open"), _ ("Opens it with the program for its kind"),
               is_here || item->resource->shape == CEN_RESOURCE_IS_LINK);
  show_button (strip, "save", _ ("Save as…"), _ ("Writes it where you say"), is_here);
  show_button (strip, "fetch", is_paused ? _ ("Go on") : _ ("Fetch"),
               _ ("Fetches it from whoever has it"), is_file && !is_here && !is_coming);
  show_button (strip, "pause", _ ("Pause"), _ ("Stops for now"), is_coming);
  show_button (strip, "cancel", _ ("Cancel"), _ ("Stops, and frees what it takes"),
               is_coming || is_paused);
}

static void
show_pane_buttons (CenacleLibraryPage *self, CenacleButtonStrip *strip,
                   const CenacleLibraryItem *item)
{
  guint n = item->resource->recommended->len;
  gboolean is_here = item->held == CEN_BLOB_WHOLE;
  g_autofree char *label =
      n > 0 ? g_strdup_printf (_ ("Recommended · %u"), n) : g_strdup (_ ("Recommend"));

  show_file_buttons (strip, item);
  cenacle_button_strip_set (strip, "keep", _ ("Keep here"),
                            _ ("It never goes from this device for room"),
                            !is_here        ? CENACLE_BUTTON_GONE
                            : item->is_kept ? CENACLE_BUTTON_ON
                                            : CENACLE_BUTTON_OFF);
  show_button (strip, "drop", _ ("Remove from this device"), _ ("Others keep theirs"), is_here);
  cenacle_button_strip_set (strip, "recommend", label, _ ("Tells the others that it is worth it"),
                            !cenacle_object_page_is_active (CENACLE_OBJECT_PAGE (self))
                                ? CENACLE_BUTTON_GONE
                            : item->is_recommended ? CENACLE_BUTTON_ON
                                                   : CENACLE_BUTTON_OFF);
  show_button (strip, "thank", _ ("Say thanks…"), _ ("To who shared it"),
               cenacle_object_page_is_active (CENACLE_OBJECT_PAGE (self)) &&
                   !cen_id_equal (&item->resource->author,
                                  &cenacle_circle_get_row (get_circle (self))->self_member));
}

static void
thank (CenacleLibraryPage *self, const CenResource *resource)
{
  g_autofree char *key = cen_id_dup_text (&resource->id);

  gtk_widget_activate_action (GTK_WIDGET (self), "win.thank", "s", key);
}

static void
press (CenacleLibraryPage *self, const CenacleLibraryItem *item, const char *name)
{
  static const struct {
    const char *name;
    const char *method;
  } methods[] = {
    { "fetch", "FetchFile" },
    { "pause", "PauseFile" },
    { "cancel", "CancelFile" },
    { "drop", "CancelFile" },
  };
  CenacleCircle *circle = get_circle (self);
  const CenResource *resource = item->resource;

  for (guint i = 0; i < G_N_ELEMENTS (methods); i++) {
    if (g_str_equal (methods[i].name, name))
      cenacle_files_ask (circle, methods[i].method, resource, GTK_WIDGET (self));
  }
  if (g_str_equal (name, "open"))
    cenacle_file_view_open (circle, resource, GTK_WIDGET (self));
  else if (g_str_equal (name, "save"))
    cenacle_files_save (circle, resource, GTK_WIDGET (self));
  else if (g_str_equal (name, "keep"))
    cenacle_files_keep (circle, resource, !item->is_kept, GTK_WIDGET (self));
  else if (g_str_equal (name, "thank"))
    thank (self, resource);
  else if (g_str_equal (name, "recommend"))
    cenacle_objects_mark (circle, &resource->id, "recommended", "",
                          g_variant_new_boolean (!item->is_recommended),
                          cenacle_commands_show_error_cb, g_object_ref (self));
}

/* --- The pane beside --- */

static void
pane_pressed_cb (CenacleDetailPane *pane, const char *name, CenacleLibraryPage *self)
{
  const CenacleLibraryItem *item = find (self, cenacle_detail_pane_get_key (pane));

  if (item != NULL)
    press (self, item, name);
}

static void
remarked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CenacleDetailPane) pane = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *created = cenacle_commands_finish (result, &error);

  (void) source;
  if (created != NULL)
    cenacle_detail_pane_clear_field (pane);
  else
    gtk_widget_activate_action (GTK_WIDGET (pane), "win.toast", "s", error->message);
}

static void
pane_entered_cb (CenacleDetailPane *pane, const char *text, CenacleLibraryPage *self)
{
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);

  g_variant_dict_insert (&fields, "resource", "s", cenacle_detail_pane_get_key (pane));
  g_variant_dict_insert (&fields, "text", "s", text);
  cenacle_objects_create (get_circle (self), "remark", g_variant_dict_end (&fields), remarked_cb,
                          g_object_ref (pane));
}

/* What is said about the file under its title: name, versions, where copies are. */
static char *
dup_words (const CenacleLibraryItem *item)
{
  const CenResource *resource = item->resource;
  GString *text = g_string_new (resource->text);

  if (*resource->url != '\0')
    g_string_append_printf (text, "%s%s", text->len > 0 ? "\n\n" : "", resource->url);
  if (resource->shape == CEN_RESOURCE_IS_FILE)
    g_string_append_printf (text, "%s`%s`", text->len > 0 ? "\n\n" : "", resource->name);
  if (resource->n_versions > 1) {
    g_autofree char *versions =
        g_strdup_printf (ngettext ("%u version", "%u versions", resource->n_versions),
                         resource->n_versions);

    g_string_append_printf (text, " · %s", versions);
  }
  if (item->copies->len > 0) {
    g_autoptr (GString) names = g_string_new (NULL);

    for (guint i = 0; i < item->copies->len; i++)
      g_string_append_printf (names, "%s%s", i > 0 ? ", " : "",
                              (const char *) item->copies->pdata[i]);
    g_string_append (text, "\n\n");
    g_string_append_printf (text, _ ("Copies are with %s too."), names->str);
  }
  return g_string_free (text, FALSE);
}

static void
show_pane (CenacleLibraryPage *self, CenacleDetailPane *pane, const CenacleLibraryItem *item)
{
  GtkListBox *list = g_object_get_data (G_OBJECT (pane), "remarks");
  g_autofree char *caption = cenacle_library_item_dup_caption (item);
  g_autofree char *words = dup_words (item);
  int n = 0;

  cenacle_detail_pane_show (pane, item->resource->title, caption, words);
  show_pane_buttons (self, cenacle_detail_pane_get_strip (pane), item);
  for (guint i = 0; i < item->remarks->len; i++) {
    const CenObjectRow *remark = item->remarks->pdata[i];
    g_autofree char *key = cen_id_dup_text (&remark->id);
    g_autofree char *ago = cenacle_time_text_dup_ago (remark->time_ms);
    g_autofree char *text = cen_object_row_dup_text (remark, CEN_REMARK_TEXT);
    CenacleCardRow *row = cenacle_card_list_place (list, key, n++, NULL, NULL);

    cenacle_card_row_show (row, "", remark->author_name, ago, text);
    gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  }
  cenacle_card_list_cut (list, n);
  cenacle_detail_pane_settle (pane);
  cenacle_detail_pane_set_field (pane, cenacle_object_page_is_active (CENACLE_OBJECT_PAGE (self))
                                           ? _ ("Write a remark")
                                           : NULL);
}

static void
open_item (CenacleLibraryPage *self, const CenacleLibraryItem *item)
{
  g_autofree char *key = cen_id_dup_text (&item->resource->id);
  CenacleDetailPane *pane = cenacle_detail_pane_new (key);

  g_object_set_data (G_OBJECT (pane), "remarks",
                     cenacle_detail_pane_add_list (pane, _ ("Remarks")));
  g_signal_connect_object (pane, "pressed", G_CALLBACK (pane_pressed_cb), self, 0);
  g_signal_connect_object (pane, "entered", G_CALLBACK (pane_entered_cb), self, 0);
  show_pane (self, pane, item);
  cenacle_window_show_detail (GTK_WIDGET (self), GTK_WIDGET (pane), _ ("Resource"));
}

/* --- The page --- */

static void
row_pressed_cb (CenacleCardRow *row, const char *name, CenacleLibraryPage *self)
{
  const CenacleLibraryItem *item = find (self, cenacle_card_row_get_key (row));

  if (item != NULL)
    press (self, item, name);
}

static void
row_activated_cb (CenacleLibraryPage *self, GtkListBoxRow *row)
{
  const CenacleLibraryItem *item = find (self, cenacle_card_row_get_key (CENACLE_CARD_ROW (row)));

  if (item != NULL)
    open_item (self, item);
}

static void
show (CenacleObjectPage *page, gpointer answer)
{
  CenacleLibraryPage *self = CENACLE_LIBRARY_PAGE (page);
  const CenacleLibrary *all = answer;
  GtkWidget *pane = cenacle_window_get_detail (GTK_WIDGET (self));
  const CenacleLibraryItem *shown =
      CENACLE_IS_DETAIL_PANE (pane)
          ? find (self, cenacle_detail_pane_get_key (CENACLE_DETAIL_PANE (pane)))
          : NULL;
  int n[N_GROUPS] = { 0 };

  for (guint i = 0; i < all->items->len; i++) {
    const CenacleLibraryItem *item = all->items->pdata[i];
    Group group = get_group (item);
    g_autofree char *key = cen_id_dup_text (&item->resource->id);
    g_autofree char *caption = cenacle_library_item_dup_caption (item);
    CenacleCardRow *row = cenacle_card_list_place (self->lists[group], key, n[group]++,
                                                   G_CALLBACK (row_pressed_cb), self);

    cenacle_card_row_show (row, cenacle_library_item_get_mark (item), item->resource->title,
                           caption, "");
    show_file_buttons (cenacle_card_row_get_strip (row), item);
  }
  for (guint i = 0; i < N_GROUPS; i++)
    cenacle_card_list_cut (self->lists[i], n[i]);
  if (shown != NULL)
    show_pane (self, CENACLE_DETAIL_PANE (pane), shown);
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
shared_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkWidget) from = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = cenacle_commands_finish (result, &error);

  gtk_widget_activate_action (from, "win.toast", "s",
                              id != NULL ? _ ("Shared with the circle") : error->message);
}

static void
share_files (CenacleLibraryPage *self, GListModel *files)
{
  for (guint i = 0; i < g_list_model_get_n_items (files); i++) {
    g_autoptr (GFile) file = g_list_model_get_item (files, i);
    g_auto (GVariantDict) none = G_VARIANT_DICT_INIT (NULL);

    cenacle_files_share (get_circle (self), file, g_variant_dict_end (&none), shared_cb,
                         g_object_ref (self));
  }
}

static void
chosen_cb (CenacleLibraryPage *self, int response)
{
  g_autoptr (GListModel) files = response == GTK_RESPONSE_ACCEPT
                                     ? gtk_file_chooser_get_files (GTK_FILE_CHOOSER (self->chooser))
                                     : NULL;

  if (files != NULL && get_circle (self) != NULL)
    share_files (self, files);
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

typedef struct {
  AdwEntryRow *title;
  AdwEntryRow *url;
  AdwEntryRow *tags;
  GtkTextView *text;
} Form;

static void
insert_tags (GVariantDict *fields, const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, ",", -1);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) tags = NULL;

  for (guint i = 0; parts[i] != NULL; i++) {
    if (g_strstrip (parts[i])[0] != '\0')
      g_strv_builder_add (builder, parts[i]);
  }
  tags = g_strv_builder_end (builder);
  if (tags[0] != NULL)
    g_variant_dict_insert (fields, "tags", "^as", tags);
}

static void
confirm_cb (CenacleObjectDialog *dialog, Form *form)
{
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);
  g_autofree char *title = cenacle_form_dup_entry (form->title);
  g_autofree char *url = cenacle_form_dup_entry (form->url);
  g_autofree char *tags = cenacle_form_dup_entry (form->tags);
  g_autofree char *text = cenacle_form_dup_text (form->text);

  g_variant_dict_insert (&fields, "title", "s", title);
  if (url[0] != '\0')
    g_variant_dict_insert (&fields, "url", "s", url);
  if (text[0] != '\0')
    g_variant_dict_insert (&fields, "text", "s", text);
  insert_tags (&fields, tags);
  cenacle_object_dialog_wait (dialog);
  cenacle_objects_create (cenacle_object_dialog_get_circle (dialog), "resource",
                          g_variant_dict_end (&fields), cenacle_object_dialog_done_cb,
                          g_object_ref (dialog));
}

static void
add_link_cb (CenacleLibraryPage *self)
{
  CenacleObjectDialog *dialog =
      cenacle_object_dialog_new (GTK_WIDGET (self), get_circle (self), _ ("Add a link"), _ ("Add"));
  Form *form = g_new0 (Form, 1);

  cenacle_object_dialog_add_group (
      dialog, "",
      _ ("A page, a book, an article: what helps others learn. A book needs no address."));
  form->title =
      cenacle_object_dialog_add_entry (dialog, C_ ("resource", "Title"), CENACLE_ROW_REQUIRED);
  form->url = cenacle_object_dialog_add_entry (dialog, _ ("Address"), CENACLE_ROW_OPTIONAL);
  form->tags = cenacle_object_dialog_add_entry (dialog, _ ("Tags, separated by commas"),
                                                CENACLE_ROW_OPTIONAL);
  form->text =
      cenacle_object_dialog_add_text (dialog, _ ("Why it is worth it"), CENACLE_ROW_OPTIONAL);
  g_signal_connect_data (dialog, "confirm", G_CALLBACK (confirm_cb), form,
                         (GClosureNotify) (GCallback) g_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static gboolean
drop_cb (GtkDropTarget *target G_GNUC_UNUSED, const GValue *value, double x G_GNUC_UNUSED,
         double y G_GNUC_UNUSED, gpointer user_data)
{
  CenacleLibraryPage *self = user_data;
  GSList *files = g_value_get_boxed (value);
  g_autoptr (GListStore) list = g_list_store_new (G_TYPE_FILE);

  if (!cenacle_object_page_is_active (CENACLE_OBJECT_PAGE (self)))
    return FALSE;
  for (GSList *l = files; l != NULL; l = l->next)
    g_list_store_append (list, l->data);
  share_files (self, G_LIST_MODEL (list));
  return files != NULL;
}

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
  g_clear_object (&CENACLE_LIBRARY_PAGE (object)->chooser);
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
}

static void
cenacle_library_page_init (CenacleLibraryPage *self)
{
  CenacleObjectPage *page = CENACLE_OBJECT_PAGE (self);
  GtkDropTarget *drop = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  cenacle_object_page_add_button (page, _ ("Share files"), G_CALLBACK (share_cb));
  cenacle_object_page_add_button (page, _ ("Add a link"), G_CALLBACK (add_link_cb));
  self->lists[GROUP_COMING] =
      cenacle_object_page_add_group (page, _ ("On their way"), G_CALLBACK (row_activated_cb));
  self->lists[GROUP_FILES] =
      cenacle_object_page_add_group (page, _ ("Files"), G_CALLBACK (row_activated_cb));
  self->lists[GROUP_LINKS] = cenacle_object_page_add_group (page, _ ("Links and references"),
                                                            G_CALLBACK (row_activated_cb));
  cenacle_object_page_set_empty (page, "cenacle-library-symbolic", _ ("Nothing kept yet"),
                                 _ ("Share a file or a link: everybody in the circle has it then, "
                                    "and keeps it when you are away."));
  g_signal_connect (drop, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drop));
}
