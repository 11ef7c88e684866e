/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Files for a channel are shared one after the other, and the message that has them goes out once
 * the last is taken in; one that could not be read is left out and told. */

#include "file-drop.h"

#include "file-commands.h"
#include "form.h"
#include "object-commands.h"
#include "object-dialog.h"
#include "stick.h"

#include "core/kinds-base.h"

#include <glib/gi18n.h>

typedef struct {
  GtkWidget *from;
  CenacleCircle *circle;
  GListModel *files;
  guint next;
  CenId channel; /* zero: the library alone */
  char *text;
  GPtrArray *shared; /* char *: ids of resources */
} Drop;

static void
drop_free (Drop *self)
{
  g_object_unref (self->from);
  g_object_unref (self->circle);
  g_object_unref (self->files);
  g_free (self->text);
  g_ptr_array_unref (self->shared);
  g_free (self);
}

static void
say (Drop *self, const char *sentence)
{
  gtk_widget_activate_action (self->from, "win.toast", "s", sentence);
}

static void
post (Drop *self)
{
  g_autofree char *channel = cen_id_dup_text (&self->channel);
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);

  g_variant_dict_insert (&fields, "channel", "s", channel);
  g_variant_dict_insert (&fields, "text", "s", self->text);
  g_ptr_array_add (self->shared, NULL);
  g_variant_dict_insert (&fields, "attachments", "^as", self->shared->pdata);
  cenacle_objects_create (self->circle, "message", g_variant_dict_end (&fields),
                          cenacle_commands_show_error_cb, g_object_ref (self->from));
}

static void
finish (Drop *self)
{
  guint n = self->shared->len;

  if (n > 0 && !cen_id_is_zero (&self->channel)) {
    post (self);
  } else if (n > 0) {
    g_autofree char *sentence =
        g_strdup_printf (ngettext ("%u file is shared with the circle",
                                   "%u files are shared with the circle", n),
                         n);

    say (self, sentence);
  }
  drop_free (self);
}

static void share_next (Drop *self);

static void
shared_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  Drop *self = user_data;
  g_autoptr (GError) error = NULL;
  char *id = cenacle_commands_finish (result, &error);

  if (id != NULL)
    g_ptr_array_add (self->shared, id);
  else
    say (self, error->message);
  share_next (self);
}

static void
share_next (Drop *self)
{
  gboolean is_for_message = !cen_id_is_zero (&self->channel);
  g_auto (GVariantDict) options = G_VARIANT_DICT_INIT (NULL);
  g_autoptr (GFile) file = NULL;

  if (self->next == g_list_model_get_n_items (self->files) ||
      (is_for_message && self->shared->len == CEN_ATTACHMENTS_MAX)) {
    finish (self);
    return;
  }
  file = g_list_model_get_item (self->files, self->next++);
  if (is_for_message)
    g_variant_dict_insert (&options, "from-message", "b", TRUE);
  cenacle_files_share (self->circle, file, g_variant_dict_end (&options), shared_cb, self);
}

static void
start (GtkWidget *from, CenacleCircle *circle, GListModel *files, const CenId *channel,
       const char *text)
{
  Drop *self = g_new0 (Drop, 1);

  self->from = g_object_ref (from);
  self->circle = g_object_ref (circle);
  self->files = g_object_ref (files);
  self->shared = g_ptr_array_new_with_free_func (g_free);
  self->text = g_strdup (text);
  if (channel != NULL)
    self->channel = *channel;
  share_next (self);
}

gboolean
cenacle_file_drop_take_bundle (GtkWidget *from, const GSList *files)
{
  g_autofree char *path =
      files != NULL && files->next == NULL ? g_file_get_path (files->data) : NULL;

  return path != NULL && cenacle_stick_is_bundle (path) &&
         gtk_widget_activate_action (from, "win.import-path", "s", path);
}

void
cenacle_file_drop_share (GtkWidget *from, CenacleCircle *circle, GListModel *files)
{
  start (from, circle, files, NULL, "");
}

/* --- Asking --- */

typedef struct {
  GtkWidget *from;
  GListModel *files;
  CenId channel;
  AdwComboRow *where;
  GtkTextView *text;
} Form;

static void
form_free (gpointer data, GClosure *closure G_GNUC_UNUSED)
{
  Form *form = data;

  g_object_unref (form->from);
  g_object_unref (form->files);
  g_free (form);
}

static void
confirm_cb (CenacleObjectDialog *dialog, Form *form)
{
  gboolean is_for_channel = form->where != NULL && adw_combo_row_get_selected (form->where) == 1;
  g_autofree char *text = cenacle_form_dup_text (form->text);

  start (form->from, cenacle_object_dialog_get_circle (dialog), form->files,
         is_for_channel ? &form->channel : NULL, text);
  gtk_window_close (GTK_WINDOW (dialog));
}

static char *
dup_channel_name (CenacleCircle *circle, const CenId *channel)
{
  CenStore *store = cenacle_circle_get_store (circle);
  g_autoptr (GPtrArray) rows =
      store != NULL && !cen_id_is_zero (channel)
          ? cen_query_channels (store, cenacle_circle_get_id (circle), NULL)
          : NULL;

  for (guint i = 0; rows != NULL && i < rows->len; i++) {
    const CenChannelRow *row = rows->pdata[i];

    if (cen_id_equal (&row->id, channel) && !row->is_redacted)
      return g_strconcat ("#", row->name, NULL);
  }
  return NULL;
}

static char *
dup_title (const GSList *files)
{
  guint n = g_slist_length ((GSList *) files);

  return g_strdup_printf (ngettext ("Share %u file", "Share %u files", n), n);
}

void
cenacle_file_drop_ask (GtkWidget *from, CenacleCircle *circle, const CenId *channel,
                       const GSList *files)
{
  g_autofree char *title = dup_title (files);
  g_autofree char *name = dup_channel_name (circle, channel);
  CenacleObjectDialog *dialog = cenacle_object_dialog_new (from, circle, title, _ ("Share"));
  GListStore *list = g_list_store_new (G_TYPE_FILE);
  Form *form = g_new0 (Form, 1);

  for (const GSList *l = files; l != NULL; l = l->next)
    g_list_store_append (list, l->data);
  form->from = g_object_ref (from);
  form->files = G_LIST_MODEL (list);
  form->channel = *channel;
  if (name != NULL) {
    const char *choices[] = { _ ("In the library"), name, NULL };

    form->where = cenacle_object_dialog_add_choice (dialog, _ ("Where"), choices);
  }
  form->text = cenacle_object_dialog_add_text (dialog, _ ("A few words"), CENACLE_ROW_OPTIONAL);
  g_signal_connect_data (dialog, "confirm", G_CALLBACK (confirm_cb), form, form_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}
