/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Files come by the button, from the library, dropped on the channel, or pasted. */

#include "composer-private.h"
#include "draft-files.h"
#include "object-picker.h"

#include <glib/gi18n.h>

static void
say (CenacleComposer *self, const char *sentence)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", sentence);
}

static void
say_full (CenacleComposer *self)
{
  say (self, _ ("A message takes ten files at most."));
}

static gboolean
takes_files (CenacleComposer *self)
{
  return self->circle != NULL && cen_id_is_zero (&self->editing);
}

static void
add_file (CenacleComposer *self, GFile *file)
{
  if (g_file_peek_path (file) == NULL ||
      g_file_query_file_type (file, G_FILE_QUERY_INFO_NONE, NULL) != G_FILE_TYPE_REGULAR)
    say (self, _ ("Only files of this computer can be attached, no folders."));
  else if (!cenacle_staged_files_add (self->staged, file))
    say_full (self);
}

gboolean
cenacle_composer_attach (CenacleComposer *self, const GValue *value)
{
  if (!takes_files (self))
    return FALSE;
  if (G_VALUE_HOLDS (value, GDK_TYPE_FILE_LIST)) {
    for (GSList *l = g_value_get_boxed (value); l != NULL; l = l->next)
      add_file (self, l->data);
  } else if (!cenacle_staged_files_add_texture (self->staged, g_value_get_object (value))) {
    say_full (self);
  }
  cenacle_composer_focus (self);
  return TRUE;
}

/* --- From place to place --- */

static char *
dup_place (CenacleCircle *circle, const CenId *place, const CenId *thread)
{
  g_autofree char *place_text = cen_id_dup_text (place);
  g_autofree char *thread_text = cen_id_dup_text (thread);

  return g_strdup_printf ("%s/%s/%s", cenacle_circle_get_id_text (circle), place_text, thread_text);
}

/* Files outlive the window where words do. */
static void
keep_files (CenacleComposer *self, CenacleCircle *circle, const char *place, GPtrArray *items)
{
  const char *home = cenacle_client_get_home (cenacle_circle_get_client (circle));
  g_auto (GStrv) entries = NULL;

  if (self->keeps != CENACLE_COMPOSER_KEEPS_DRAFT)
    return;
  entries = cenacle_staged_files_keep (items);
  cenacle_draft_files_set (home, place, (const char *const *) entries);
}

static void
staged_changed_cb (CenacleComposer *self)
{
  g_autofree char *place = NULL;

  if (self->circle == NULL || self->is_moving)
    return;
  place = dup_place (self->circle, &self->place, &self->thread);
  keep_files (self, self->circle, place, cenacle_staged_files_get_items (self->staged));
}

static void
wait_with (CenacleComposer *self, CenacleCircle *circle, const CenId *place, const CenId *thread,
           GPtrArray *items)
{
  char *key = dup_place (circle, place, thread);

  if (self->waiting_files == NULL)
    self->waiting_files =
        g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  keep_files (self, circle, key, items);
  g_hash_table_insert (self->waiting_files, key, g_ptr_array_ref (items));
}

void
cenacle_composer_leave_files (CenacleComposer *self)
{
  g_autoptr (GPtrArray) items = NULL;

  if (self->circle == NULL || cenacle_staged_files_get_n (self->staged) == 0)
    return;
  self->is_moving = TRUE;
  items = cenacle_staged_files_take (self->staged);
  self->is_moving = FALSE;
  wait_with (self, self->circle, &self->place, &self->thread, items);
}

static GPtrArray *
take_up_files (CenacleComposer *self, const char *place)
{
  const char *home = cenacle_client_get_home (cenacle_circle_get_client (self->circle));
  g_auto (GStrv) entries =
      self->keeps == CENACLE_COMPOSER_KEEPS_DRAFT ? cenacle_draft_files_get (home, place) : NULL;

  return entries != NULL ? cenacle_staged_files_take_up ((const char *const *) entries) : NULL;
}

void
cenacle_composer_return_files (CenacleComposer *self)
{
  g_autofree char *place = dup_place (self->circle, &self->place, &self->thread);
  g_autofree char *key = NULL;
  g_autoptr (GPtrArray) items = NULL;

  if (self->waiting_files == NULL ||
      !g_hash_table_steal_extended (self->waiting_files, place, (gpointer *) &key,
                                    (gpointer *) &items))
    items = take_up_files (self, place);
  if (items != NULL)
    cenacle_staged_files_put_back (self->staged, items);
}

void
cenacle_composer_give_back_files (CenacleComposer *self, CenacleCircle *circle, const CenId *place,
                                  const CenId *thread, GPtrArray *items)
{
  if (circle == self->circle && cen_id_equal (place, &self->place) &&
      cen_id_equal (thread, &self->thread))
    cenacle_staged_files_put_back (self->staged, items);
  else
    wait_with (self, circle, place, thread, items);
}

/* --- By the button --- */

static void
chosen_cb (CenacleComposer *self, int response)
{
  g_autoptr (GListModel) files = response == GTK_RESPONSE_ACCEPT
                                     ? gtk_file_chooser_get_files (GTK_FILE_CHOOSER (self->chooser))
                                     : NULL;

  for (guint i = 0; files != NULL && i < g_list_model_get_n_items (files); i++) {
    g_autoptr (GFile) file = g_list_model_get_item (files, i);

    add_file (self, file);
  }
  g_clear_object (&self->chooser);
  cenacle_composer_focus (self);
}

static void
attach_files_cb (GtkWidget *widget, const char *action G_GNUC_UNUSED,
                 GVariant *parameter G_GNUC_UNUSED)
{
  CenacleComposer *self = CENACLE_COMPOSER (widget);

  if (self->chooser != NULL || !takes_files (self))
    return;
  self->chooser =
      gtk_file_chooser_native_new (_ ("Attach files"), GTK_WINDOW (gtk_widget_get_root (widget)),
                                   GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Attach"), NULL);
  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (self->chooser), TRUE);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (chosen_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
resource_picked_cb (CenacleComposer *self, const char *id, const char *title)
{
  if (!cenacle_staged_files_add_resource (self->staged, id, title))
    say_full (self);
  cenacle_composer_focus (self);
}

static void
attach_resource_cb (GtkWidget *widget, const char *action G_GNUC_UNUSED,
                    GVariant *parameter G_GNUC_UNUSED)
{
  CenacleComposer *self = CENACLE_COMPOSER (widget);
  CenacleObjectPicker *picker;

  if (!takes_files (self))
    return;
  picker = cenacle_object_picker_new (widget, self->circle, CENACLE_PICK_RESOURCE,
                                      _ ("From the library"));
  g_signal_connect_object (picker, "picked", G_CALLBACK (resource_picked_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (picker));
}

/* --- Pasted --- */

static void
pasted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CenacleComposer) self = user_data;
  const GValue *value = gdk_clipboard_read_value_finish (GDK_CLIPBOARD (source), result, NULL);

  if (value != NULL)
    cenacle_composer_attach (self, value);
}

/* Files that were copied come with their names as text; a picture comes alone. */
static void
paste_cb (CenacleComposer *self)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (self));
  GdkContentFormats *formats = gdk_clipboard_get_formats (clipboard);
  GType type = G_TYPE_INVALID;

  if (gdk_content_formats_contain_gtype (formats, GDK_TYPE_FILE_LIST))
    type = GDK_TYPE_FILE_LIST;
  else if (gdk_content_formats_contain_gtype (formats, GDK_TYPE_TEXTURE) &&
           !gdk_content_formats_contain_gtype (formats, G_TYPE_STRING))
    type = GDK_TYPE_TEXTURE;
  if (type == G_TYPE_INVALID || !takes_files (self))
    return;
  g_signal_stop_emission_by_name (self->text_view, "paste-clipboard");
  gdk_clipboard_read_value_async (clipboard, type, G_PRIORITY_DEFAULT, NULL, pasted_cb,
                                  g_object_ref (self));
}

void
cenacle_composer_install_files (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "composer.attach-files", NULL, attach_files_cb);
  gtk_widget_class_install_action (widget_class, "composer.attach-resource", NULL,
                                   attach_resource_cb);
}

void
cenacle_composer_watch_files (CenacleComposer *self)
{
  g_signal_connect_swapped (self->text_view, "paste-clipboard", G_CALLBACK (paste_cb), self);
  g_signal_connect_swapped (self->staged, "changed", G_CALLBACK (staged_changed_cb), self);
}
