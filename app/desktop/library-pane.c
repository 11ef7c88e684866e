/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The pane keeps the circle and the last item it showed as data of its own; buttons act on that. */

#include "library-pane.h"

#include "card-row.h"
#include "commands.h"
#include "compat.h"
#include "file-commands.h"
#include "file-view.h"
#include "object-commands.h"
#include "preview.h"
#include "reaction-popover.h"
#include "resource-dialog.h"
#include "time-text.h"

#include "app/control/name-list.h"
#include "core/kinds-library.h"

#include <glib/gi18n.h>
#include <string.h>

#define REACTIONS_SHOWN 6
#define PICTURE_WIDTH   300
#define PICTURE_HEIGHT  220

typedef struct {
  GtkWidget *page; /* lent: the pane stands beside it */
  CenacleCircle *circle;
  CenaclePreview *preview;
  GtkListBox *versions;
  GtkListBox *remarks;
  CenId resource;
} Shown;

static void
shown_free (gpointer data)
{
  g_object_unref (((Shown *) data)->circle);
  g_free (data);
}

static Shown *
get (CenacleDetailPane *pane)
{
  return g_object_get_data (G_OBJECT (pane), "library");
}

static gboolean
can_write (CenacleCircle *circle)
{
  return cenacle_circle_is_active (circle) &&
         cenacle_circle_get_row (circle)->self_role <= CEN_ROLE_MEMBER;
}

/* --- Buttons about the file --- */

static void
show_button (CenacleButtonStrip *strip, const char *name, const char *label,
             const char *description, gboolean is_shown)
{
  cenacle_button_strip_set (strip, name, label, description,
                            is_shown ? CENACLE_BUTTON_PLAIN : CENACLE_BUTTON_GONE);
}

void
cenacle_library_pane_show_file_buttons (CenacleButtonStrip *strip, const CenacleLibraryItem *item)
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
show_pane_buttons (CenacleDetailPane *pane, const CenacleLibraryItem *item)
{
  CenacleButtonStrip *strip = cenacle_detail_pane_get_strip (pane);
  Shown *shown = get (pane);
  guint n = item->resource->recommended->len;
  gboolean is_here = item->held == CEN_BLOB_WHOLE;
  gboolean is_active = can_write (shown->circle);
  gboolean is_mine = is_active && item->resource->is_own;
  g_autofree char *label =
      n > 0 ? g_strdup_printf (_ ("Recommended · %u"), n) : g_strdup (_ ("Recommend"));

  cenacle_library_pane_show_file_buttons (strip, item);
  cenacle_button_strip_set (strip, "keep", _ ("Keep here"),
                            _ ("It never goes from this device for room"),
                            !is_here        ? CENACLE_BUTTON_GONE
                            : item->is_kept ? CENACLE_BUTTON_ON
                                            : CENACLE_BUTTON_OFF);
  cenacle_button_strip_set (strip, "offer", _ ("Leave at the relay"),
                            _ ("Others fetch it there while you are away, whatever its size"),
                            !is_here || !item->has_relays ? CENACLE_BUTTON_GONE
                            : item->is_offered            ? CENACLE_BUTTON_ON
                                                          : CENACLE_BUTTON_OFF);
  show_button (strip, "drop", _ ("Remove from this device"), _ ("Others keep theirs"), is_here);
  cenacle_button_strip_set (strip, "recommend", label, _ ("Tells the others that it is worth it"),
                            !is_active             ? CENACLE_BUTTON_GONE
                            : item->is_recommended ? CENACLE_BUTTON_ON
                                                   : CENACLE_BUTTON_OFF);
  show_button (strip, "thank", _ ("Say thanks…"), _ ("To who shared it"),
               is_active && !item->resource->is_own);
  show_button (strip, "react", _ ("React…"), _ ("Adds an emoji"), is_active);
  show_button (strip, "version", _ ("New version…"), _ ("Shares a newer file in its place"),
               is_active && item->resource->shape == CEN_RESOURCE_IS_FILE);
  show_button (strip, "edit", _ ("Edit…"), _ ("Changes its title, tags and words"),
               is_active && (is_mine || cenacle_circle_can_facilitate (shown->circle)));
  show_button (strip, "delete", _ ("Delete…"), _ ("Takes it out of the library for everybody"),
               is_mine);
}

static void
drop_confirmed (gpointer object)
{
  CenacleDetailPane *pane = object;
  Shown *shown = get (pane);

  cenacle_objects_redact (shown->circle, &shown->resource, cenacle_commands_show_error_cb,
                          g_object_ref (pane));
  gtk_widget_activate_action (GTK_WIDGET (pane), "win.close-pane", NULL);
}

static void
thank (GtkWidget *from, const CenResource *resource)
{
  g_autofree char *key = cen_id_dup_text (&resource->id);

  gtk_widget_activate_action (from, "win.thank", "s", key);
}

void
cenacle_library_pane_press (GtkWidget *from, CenacleCircle *circle, const CenacleLibraryItem *item,
                            const char *name)
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
  const CenResource *resource = item->resource;

  for (guint i = 0; i < G_N_ELEMENTS (methods); i++) {
    if (g_str_equal (methods[i].name, name))
      cenacle_files_ask (circle, methods[i].method, resource, from);
  }
  if (g_str_equal (name, "open"))
    cenacle_file_view_open (circle, resource, from);
  else if (g_str_equal (name, "save"))
    cenacle_files_save (circle, resource, from);
  else if (g_str_equal (name, "thank"))
    thank (from, resource);
  else if (g_str_equal (name, "keep"))
    cenacle_files_keep (circle, resource, !item->is_kept, from);
  else if (g_str_equal (name, "offer"))
    cenacle_files_offer (circle, resource, !item->is_offered, from);
  else if (g_str_equal (name, "recommend"))
    cenacle_objects_mark (circle, &resource->id, "recommended", "",
                          g_variant_new_boolean (!item->is_recommended),
                          cenacle_commands_show_error_cb, g_object_ref (from));
  else if (g_str_equal (name, "edit"))
    cenacle_resource_dialog_edit (from, circle, resource);
}

/* --- Reactions --- */

typedef struct {
  char *emoji;
  guint n;
  gboolean is_mine;
} Reaction;

static void
reaction_clear (gpointer data)
{
  g_free (((Reaction *) data)->emoji);
}

static GArray *
list_reactions (CenacleDetailPane *pane)
{
  Shown *shown = get (pane);
  GArray *found = g_array_new (FALSE, TRUE, sizeof (Reaction));
  CenStore *store = cenacle_circle_get_store (shown->circle);
  const CenId *circle = cenacle_circle_get_id (shown->circle);
  const CenId *self = &cenacle_circle_get_row (shown->circle)->self_member;
  g_autoptr (CenObjectRow) row =
      store != NULL ? cen_query_object (store, circle, &shown->resource, NULL) : NULL;

  g_array_set_clear_func (found, reaction_clear);
  for (guint i = 0; row != NULL && i < row->marks->len; i++) {
    const CenMarkRow *mark = row->marks->pdata[i];
    Reaction *last = found->len > 0 ? &g_array_index (found, Reaction, found->len - 1) : NULL;

    if (mark->mark != CEN_RESOURCE_REACTION)
      continue;
    if (last == NULL || strcmp (last->emoji, mark->key) != 0) {
      g_array_append_val (found, ((Reaction){ g_strdup (mark->key), 0, FALSE }));
      last = &g_array_index (found, Reaction, found->len - 1);
    }
    last->n++;
    last->is_mine = last->is_mine || cen_id_equal (&mark->member, self);
  }
  return found;
}

static void
show_reactions (CenacleDetailPane *pane)
{
  CenacleButtonStrip *strip = cenacle_detail_pane_get_strip (pane);
  g_autoptr (GArray) reactions = list_reactions (pane);

  for (guint i = 0; i < REACTIONS_SHOWN; i++) {
    const Reaction *reaction = i < reactions->len ? &g_array_index (reactions, Reaction, i) : NULL;
    g_autofree char *name = g_strdup_printf ("reaction-%u", i);
    g_autofree char *label =
        reaction != NULL ? g_strdup_printf ("%s %u", reaction->emoji, reaction->n) : g_strdup ("");

    cenacle_button_strip_set (strip, name, label, _ ("Adds this emoji, or takes it back"),
                              reaction == NULL    ? CENACLE_BUTTON_GONE
                              : reaction->is_mine ? CENACLE_BUTTON_ON
                                                  : CENACLE_BUTTON_OFF);
  }
}

static void
react (CenacleDetailPane *pane, const char *emoji, gboolean is_given)
{
  Shown *shown = get (pane);

  cenacle_objects_mark (shown->circle, &shown->resource, "reaction", emoji,
                        g_variant_new_boolean (is_given), cenacle_commands_show_error_cb,
                        g_object_ref (pane));
}

static void
press_reaction (CenacleDetailPane *pane, guint number)
{
  g_autoptr (GArray) reactions = list_reactions (pane);

  if (number < reactions->len) {
    const Reaction *reaction = &g_array_index (reactions, Reaction, number);

    react (pane, reaction->emoji, !reaction->is_mine);
  }
}

/* "message.react", which the popover activates: here it is about the resource. */
static void
react_cb (GSimpleAction *action G_GNUC_UNUSED, GVariant *parameter, gpointer user_data)
{
  react (user_data, g_variant_get_string (parameter, NULL), TRUE);
}

static void
show_reaction_popover (CenacleDetailPane *pane)
{
  GtkWidget *strip = GTK_WIDGET (cenacle_detail_pane_get_strip (pane));
  GtkWidget *popover = g_object_get_data (G_OBJECT (pane), "popover");

  if (popover == NULL) {
    popover = cenacle_reaction_popover_new ();
    gtk_widget_set_parent (popover, strip);
    g_object_set_data_full (G_OBJECT (pane), "popover", popover,
                            (GDestroyNotify) gtk_widget_unparent);
  }
  gtk_popover_popup (GTK_POPOVER (popover));
}

/* --- A newer file --- */

static void
version_shared_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkWidget) pane = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = cenacle_commands_finish (result, &error);

  gtk_widget_activate_action (pane, "win.toast", "s",
                              id != NULL ? _ ("The new version is in the library")
                                         : error->message);
}

static void
version_chosen_cb (GtkNativeDialog *chooser, int response, CenacleDetailPane *pane)
{
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT
                               ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser))
                               : NULL;
  g_auto (GVariantDict) options = G_VARIANT_DICT_INIT (NULL);

  if (file != NULL) {
    g_variant_dict_insert (&options, "resource", "s", cenacle_detail_pane_get_key (pane));
    cenacle_files_share (get (pane)->circle, file, g_variant_dict_end (&options), version_shared_cb,
                         g_object_ref (pane));
  }
  g_object_unref (pane);
  g_object_unref (chooser);
}

static void
ask_for_version (CenacleDetailPane *pane)
{
  GtkFileChooserNative *chooser =
      gtk_file_chooser_native_new (_ ("The newer file"),
                                   GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (pane))),
                                   GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Share"), NULL);

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_signal_connect (chooser, "response", G_CALLBACK (version_chosen_cb), g_object_ref (pane));
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

/* --- Versions --- */

static void
version_pressed_cb (CenacleCardRow *row, const char *name, CenacleDetailPane *pane)
{
  Shown *shown = get (pane);
  CenStore *store = cenacle_circle_get_store (shown->circle);
  g_autoptr (GPtrArray) versions =
      store != NULL ? cen_library_list_versions (store, cenacle_circle_get_id (shown->circle),
                                                 &shown->resource, NULL)
                    : NULL;

  for (guint i = 0; versions != NULL && i < versions->len; i++) {
    CenResource *version = versions->pdata[i];
    g_autofree char *key = cen_id_dup_text (&version->version);

    if (!g_str_equal (key, cenacle_card_row_get_key (row)))
      continue;
    if (g_str_equal (name, "fetch"))
      cenacle_files_fetch_version (shown->circle, version, GTK_WIDGET (pane));
    else if (g_str_equal (name, "open"))
      cenacle_files_open (shown->circle, version, GTK_WIDGET (pane));
    else
      cenacle_files_save (shown->circle, version, GTK_WIDGET (pane));
  }
}

static void
show_version (CenacleDetailPane *pane, CenStore *store, const CenResource *version, int place,
              guint number)
{
  Shown *shown = get (pane);
  g_autofree char *key = cen_id_dup_text (&version->version);
  g_autofree char *title = g_strdup_printf (_ ("Version %u"), number);
  g_autofree char *size = g_format_size (version->ref.size);
  g_autofree char *ago = cenacle_time_text_dup_ago (version->time_ms);
  g_autofree char *caption = g_strdup_printf ("%s · %s · %s", version->name, size, ago);
  CenacleCardRow *row =
      cenacle_card_list_place (shown->versions, key, place, G_CALLBACK (version_pressed_cb), pane);
  CenacleButtonStrip *strip = cenacle_card_row_get_strip (row);
  CenShelfRow held = { .held = CEN_BLOB_ABSENT };
  gboolean is_found;

  cen_shelf_get (store, cenacle_circle_get_id (shown->circle), &version->blob, &is_found, &held,
                 NULL);
  cenacle_card_row_show (row, "", title, caption, "");
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  show_button (strip, "open", _ ("Open"), _ ("Opens it with the program for its kind"),
               held.held == CEN_BLOB_WHOLE);
  show_button (strip, "save", _ ("Save as…"), _ ("Writes it where you say"),
               held.held == CEN_BLOB_WHOLE);
  show_button (strip, "fetch", _ ("Fetch"), _ ("Fetches it from whoever has it"),
               held.held != CEN_BLOB_WHOLE);
}

static void
show_versions (CenacleDetailPane *pane, const CenResource *resource)
{
  Shown *shown = get (pane);
  CenStore *store = cenacle_circle_get_store (shown->circle);
  g_autoptr (GPtrArray) versions =
      store != NULL && resource->n_versions > 1
          ? cen_library_list_versions (store, cenacle_circle_get_id (shown->circle),
                                       &shown->resource, NULL)
          : NULL;
  int n = 0;

  for (guint i = 0; versions != NULL && i < versions->len; i++)
    show_version (pane, store, versions->pdata[i], n++, versions->len - i);
  cenacle_card_list_cut (shown->versions, n);
}

/* --- The pane --- */

static void
pressed_cb (CenacleDetailPane *pane, const char *name)
{
  Shown *shown = get (pane);

  if (g_str_equal (name, "react"))
    show_reaction_popover (pane);
  else if (g_str_has_prefix (name, "reaction-"))
    press_reaction (pane, (guint) (name[strlen ("reaction-")] - '0'));
  else if (g_str_equal (name, "version"))
    ask_for_version (pane);
  else if (g_str_equal (name, "delete"))
    cenacle_compat_ask (
        GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (pane))), _ ("Delete this for everybody?"),
        _ ("It goes from the library of every member, with what was said about it."), _ ("Delete"),
        drop_confirmed, pane);
  else
    g_signal_emit_by_name (shown->page, "item-pressed", cenacle_detail_pane_get_key (pane), name);
}

static void
remarked_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CenacleDetailPane) pane = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *created = cenacle_commands_finish (result, &error);

  if (created != NULL)
    cenacle_detail_pane_clear_field (pane);
  else
    gtk_widget_activate_action (GTK_WIDGET (pane), "win.toast", "s", error->message);
}

static void
entered_cb (CenacleDetailPane *pane, const char *text)
{
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);

  g_variant_dict_insert (&fields, "resource", "s", cenacle_detail_pane_get_key (pane));
  g_variant_dict_insert (&fields, "text", "s", text);
  cenacle_objects_create (get (pane)->circle, "remark", g_variant_dict_end (&fields), remarked_cb,
                          g_object_ref (pane));
}

static void
append_names (GString *text, const char *format, GPtrArray *names)
{
  g_autofree char *all = cenacle_name_list_dup_text (names);

  g_string_append (text, text->len > 0 ? "\n\n" : "");
  g_string_append_printf (text, format, all);
}

/* Its words, and where it is. */
static char *
dup_words (CenacleCircle *circle, const CenacleLibraryItem *item)
{
  const CenResource *resource = item->resource;
  GString *text = g_string_new (resource->text);
  g_autoptr (GPtrArray) fans = g_ptr_array_new ();

  if (*resource->url != '\0')
    g_string_append_printf (text, "%s%s", text->len > 0 ? "\n\n" : "", resource->url);
  if (resource->shape == CEN_RESOURCE_IS_FILE)
    g_string_append_printf (text, "%s`%s`", text->len > 0 ? "\n\n" : "", resource->name);
  for (guint i = 0; i < resource->recommended->len; i++) {
    const CenMemberRow *member =
        cenacle_circle_get_member (circle, resource->recommended->pdata[i]);

    if (member != NULL)
      g_ptr_array_add (fans, member->name);
  }
  if (fans->len > 0)
    append_names (text, _ ("Recommended by %s."), fans);
  if (item->copies->len > 0)
    append_names (text, _ ("Copies are with %s too."), item->copies);
  if (item->places != NULL && item->places->len > 0)
    /* Translators: the name of a relay, or several with commas between. */
    append_names (text, _ ("A copy waits at the relay: %s."), item->places);
  else if (item->copies->len == 0 && item->held == CEN_BLOB_WHOLE)
    g_string_append_printf (text, "\n\n%s", _ ("Nobody else is known to have it yet."));
  return g_string_free (text, FALSE);
}

static void
show_remarks (CenacleDetailPane *pane, const CenacleLibraryItem *item)
{
  GtkListBox *list = get (pane)->remarks;
  int n = 0;

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
}

void
cenacle_library_pane_show (CenacleDetailPane *pane, CenacleCircle *circle,
                           const CenacleLibraryItem *item)
{
  g_autofree char *caption = cenacle_library_item_dup_caption (item);
  g_autofree char *words = dup_words (circle, item);

  cenacle_detail_pane_show (pane, item->resource->title, caption, words);
  cenacle_preview_show_resource (get (pane)->preview, circle, item->resource, item->held);
  show_pane_buttons (pane, item);
  show_reactions (pane);
  show_versions (pane, item->resource);
  show_remarks (pane, item);
  cenacle_detail_pane_settle (pane);
  cenacle_detail_pane_set_field (pane, can_write (circle) ? _ ("Write a remark") : NULL);
}

CenacleDetailPane *
cenacle_library_pane_new (GtkWidget *page, CenacleCircle *circle, const CenacleLibraryItem *item)
{
  static const GActionEntry entries[] = { { "react", react_cb, "s", NULL, NULL, { 0 } } };
  g_autofree char *key = cen_id_dup_text (&item->resource->id);
  CenacleDetailPane *pane = cenacle_detail_pane_new (key);
  g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();
  Shown *shown = g_new0 (Shown, 1);

  shown->page = page;
  shown->circle = g_object_ref (circle);
  shown->resource = item->resource->id;
  shown->preview = CENACLE_PREVIEW (cenacle_preview_new ());
  cenacle_preview_set_box (shown->preview, PICTURE_WIDTH, PICTURE_HEIGHT, CENACLE_PREVIEW_SHAPED,
                           CENACLE_PREVIEW_NOTHING);
  cenacle_detail_pane_set_picture (pane, GTK_WIDGET (shown->preview));
  shown->versions = cenacle_detail_pane_add_list (pane, _ ("Versions"));
  shown->remarks = cenacle_detail_pane_add_list (pane, _ ("Remarks"));
  g_object_set_data_full (G_OBJECT (pane), "library", shown, shown_free);
  g_action_map_add_action_entries (G_ACTION_MAP (actions), entries, G_N_ELEMENTS (entries), pane);
  gtk_widget_insert_action_group (GTK_WIDGET (pane), "message", G_ACTION_GROUP (actions));
  g_signal_connect (pane, "pressed", G_CALLBACK (pressed_cb), NULL);
  g_signal_connect (pane, "entered", G_CALLBACK (entered_cb), NULL);
  cenacle_library_pane_show (pane, circle, item);
  return pane;
}
