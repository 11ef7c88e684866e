/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The engine reads and writes through a descriptor that it shares with the window, so where in the
 * file it is can be asked here, and no call has to tell. Closing the window that shows it does not
 * end it: what was begun goes on. */

#include "stick.h"

#include "file-row.h"
#include "object-dialog.h"
#include "progress-dialog.h"

#include "app/control/errors.h"
#include "app/control/heads-file.h"
#include "core/bundle.h"
#include "core/file-name.h"
#include "core/safe-file.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gunixfdlist.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define PASSAGE_MS (60 * 60000) /* files may take gigabytes of a slow stick */
#define LOOK_MS    200

typedef struct {
  GtkWidget *from;
  CenSafeFile file;              /* what is written */
  int fd;                        /* where the engine stands in it */
  guint64 size;                  /* of what is read; 0: unknown */
  CenacleProgressDialog *dialog; /* NULL once it is closed */
  guint source;
} Passage;

static void
passage_free (Passage *self)
{
  g_clear_handle_id (&self->source, g_source_remove);
  if (self->dialog != NULL) {
    g_signal_handlers_disconnect_by_data (self->dialog, self);
    cenacle_progress_dialog_finish (self->dialog);
  }
  if (self->fd >= 0)
    close (self->fd);
  cen_safe_file_clear (&self->file);
  g_object_unref (self->from);
  g_free (self);
}

static void
say (Passage *self, const char *sentence)
{
  gtk_widget_activate_action (self->from, "win.toast", "s", sentence);
}

static gboolean
look_cb (gpointer data)
{
  Passage *self = data;
  off_t at = lseek (self->fd, 0, SEEK_CUR);
  g_autofree char *done = g_format_size (at > 0 ? (guint64) at : 0);

  if (self->dialog != NULL)
    cenacle_progress_dialog_set (self->dialog,
                                 self->size > 0 ? (double) at / (double) self->size : -1, done);
  return G_SOURCE_CONTINUE;
}

static void
hidden_cb (CenacleProgressDialog *dialog G_GNUC_UNUSED, Passage *self)
{
  self->dialog = NULL;
}

static Passage *
passage_new (GtkWidget *from, const char *title, const char *sentence)
{
  Passage *self = g_new0 (Passage, 1);

  self->fd = -1;
  self->from = g_object_ref (from);
  self->dialog = cenacle_progress_dialog_new (from, title, sentence, _ ("Go on in the background"));
  g_signal_connect (self->dialog, "stop", G_CALLBACK (hidden_cb), self);
  gtk_window_present (GTK_WINDOW (self->dialog));
  self->source = g_timeout_add (LOOK_MS, look_cb, self);
  return self;
}

static gboolean
append (GUnixFDList *list, int fd, int *ret_handle)
{
  *ret_handle = g_unix_fd_list_append (list, fd, NULL);
  return *ret_handle >= 0;
}

/* --- Out --- */

static void
exported_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Passage *self = user_data;
  GError *error = NULL;
  guint n_ops, n_left_out, n_files;
  gboolean ok =
      cenacle_engine1_call_export_bundle_finish (CENACLE_ENGINE1 (source), &n_ops, &n_left_out,
                                                 &n_files, NULL, result, &error);
  g_autofree char *path = g_strdup (self->file.path);

  if (ok && cen_safe_file_finish (&self->file, _ ("The bundle could not be written"), &error)) {
    g_autofree char *sentence =
        g_strdup_printf (ngettext ("The file is ready: %u thing in it",
                                   "The file is ready: %u things in it", n_ops),
                         n_ops);

    gtk_widget_activate_action (self->from, "win.file-toast", "(ss)", sentence, path);
  } else {
    if (!ok)
      cenacle_errors_settle (&error);
    say (self, error->message);
    g_error_free (error);
  }
  passage_free (self);
}

static void
export_to (GtkWidget *from, CenacleCircle *circle, const char *path, const char *const *heads,
           gboolean has_files)
{
  Passage *self = passage_new (from, _ ("Writing to the stick"),
                               _ ("Take the stick out only when it is done."));
  CenacleEngine1 *engine = cenacle_circle_get_engine (circle);
  g_autoptr (GUnixFDList) list = g_unix_fd_list_new ();
  g_autoptr (GError) error = NULL;
  int handle;

  if (engine == NULL)
    g_set_error_literal (&error, CEN_ERROR, CEN_ERROR_UNREACHABLE,
                         _ ("Cenacle’s engine is away: try again in a moment."));
  else
    cen_safe_file_begin (&self->file, path, _ ("The bundle could not be written"), &error);
  if (error != NULL || !append (list, self->file.fd, &handle)) {
    say (self, error != NULL ? error->message : g_strerror (EMFILE));
    passage_free (self);
    return;
  }
  self->fd = dup (self->file.fd);
  g_dbus_proxy_call_with_unix_fd_list (
      G_DBUS_PROXY (engine), "ExportBundle",
      g_variant_new ("(sh^asb)", cenacle_circle_get_id_text (circle), handle, heads, has_files),
      G_DBUS_CALL_FLAGS_NONE, PASSAGE_MS, list, NULL, exported_cb, self);
}

typedef struct {
  GtkWidget *from;
  CenacleFileRow *place;
  CenacleFileRow *state;
  GtkSwitch *files;
} Form;

static void
form_free (gpointer data, GClosure *closure G_GNUC_UNUSED)
{
  g_object_unref (((Form *) data)->from);
  g_free (data);
}

static void
form_changed_cb (CenacleObjectDialog *dialog, CenacleFileRow *row)
{
  cenacle_object_dialog_set_state (dialog, cenacle_file_row_get_path (row) != NULL
                                               ? CENACLE_DIALOG_READY
                                               : CENACLE_DIALOG_NOT_READY);
}

static void
confirm_cb (CenacleObjectDialog *dialog, Form *form)
{
  static const char *const none[] = { NULL };
  CenacleCircle *circle = cenacle_object_dialog_get_circle (dialog);
  const char *state = cenacle_file_row_get_path (form->state);
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) heads =
      state != NULL ? cenacle_heads_file_read (state, cenacle_circle_get_id_text (circle), &error)
                    : NULL;

  if (error != NULL) {
    cenacle_object_dialog_fail (dialog, error->message);
    return;
  }
  export_to (form->from, circle, cenacle_file_row_get_path (form->place),
             heads != NULL ? (const char *const *) heads : none,
             gtk_switch_get_active (form->files));
  gtk_window_close (GTK_WINDOW (dialog));
}

void
cenacle_stick_ask_export (GtkWidget *from, CenacleCircle *circle)
{
  CenacleObjectDialog *dialog =
      cenacle_object_dialog_new (from, circle, _ ("Put the circle on a stick"), _ ("Write"));
  g_autofree char *clean = cen_file_name_clean (cenacle_circle_get_row (circle)->name);
  g_autofree char *name = g_strconcat (clean, ".cenacle", NULL);
  Form *form = g_new0 (Form, 1);

  form->from = g_object_ref (from);
  cenacle_object_dialog_add_group (dialog, "",
                                   _ ("One file for members who share no network with you. They "
                                      "drop it on their window. Whoever "
                                      "else finds it reads nothing."));
  form->place = g_object_new (CENACLE_TYPE_FILE_ROW, NULL);
  cenacle_file_row_set_chooser (form->place, GTK_FILE_CHOOSER_ACTION_SAVE,
                                _ ("Where to put the file"), name);
  cenacle_object_dialog_add_widget (dialog, GTK_WIDGET (form->place));
  form->files = cenacle_object_dialog_add_switch (dialog, _ ("With the files of the library"),
                                                  _ ("Those that are on this computer"));
  form->state =
      g_object_new (CENACLE_TYPE_FILE_ROW, "title", _ ("Only what is lacking"), "subtitle",
                    _ ("A list that the other person saved; else everything"), NULL);
  cenacle_file_row_set_chooser (form->state, GTK_FILE_CHOOSER_ACTION_OPEN,
                                _ ("What the other person has"), "");
  cenacle_object_dialog_add_widget (dialog, GTK_WIDGET (form->state));
  cenacle_object_dialog_set_state (dialog, CENACLE_DIALOG_NOT_READY);
  g_signal_connect_object (form->place, "changed", G_CALLBACK (form_changed_cb), dialog,
                           G_CONNECT_SWAPPED);
  g_signal_connect_data (dialog, "confirm", G_CALLBACK (confirm_cb), form, form_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* --- In --- */

gboolean
cenacle_stick_is_bundle (const char *path)
{
  guint8 head[CEN_BUNDLE_HEAD_LEN];
  int fd = g_open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK, 0);
  gssize n = fd >= 0 ? read (fd, head, sizeof head) : -1;

  if (fd >= 0)
    close (fd);
  return n > 0 && cen_bundle_is_head (head, (gsize) n);
}

static char *
dup_sentence (guint n_ops, guint n_files, guint n_waiting, gboolean is_whole)
{
  GString *text = g_string_new (NULL);

  if (n_ops == 0 && n_files == 0)
    g_string_append (text, _ ("There was nothing new in the file."));
  else
    g_string_append_printf (text,
                            ngettext ("%u new thing came with the file.",
                                      "%u new things came with the file.", n_ops),
                            n_ops);
  if (n_waiting > 0)
    g_string_append_printf (text, " %s", _ ("Some of it waits for what others have."));
  if (!is_whole)
    g_string_append_printf (text, " %s", _ ("The file was cut off."));
  return g_string_free (text, FALSE);
}

static void
imported_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Passage *self = user_data;
  GError *error = NULL;
  g_autofree char *circle = NULL;
  guint n_ops, n_known, n_unread, n_waiting, n_files;
  gboolean is_whole;

  if (cenacle_engine1_call_import_bundle_finish (CENACLE_ENGINE1 (source), &circle, &n_ops,
                                                 &n_known, &n_unread, &n_waiting, &n_files,
                                                 &is_whole, NULL, result, &error)) {
    g_autofree char *sentence = dup_sentence (n_ops, n_files, n_waiting, is_whole);

    gtk_widget_activate_action (self->from, "win.circle", "s", circle);
    say (self, sentence);
  } else {
    cenacle_errors_settle (&error);
    say (self, error->message);
    g_error_free (error);
  }
  passage_free (self);
}

void
cenacle_stick_import (GtkWidget *from, CenacleClient *client, const char *path)
{
  CenacleEngine1 *engine = cenacle_client_get_engine (client);
  g_autoptr (GUnixFDList) list = g_unix_fd_list_new ();
  int fd = g_open (path, O_RDONLY | O_CLOEXEC, 0);
  int handle;
  GStatBuf status;
  Passage *self;

  if (fd < 0 || fstat (fd, &status) != 0 || engine == NULL || !append (list, fd, &handle)) {
    gtk_widget_activate_action (from, "win.toast", "s",
                                engine == NULL
                                    ? _ ("Cenacle’s engine is away: try again in a moment.")
                                    : g_strerror (errno));
    if (fd >= 0)
      close (fd);
    return;
  }
  self = passage_new (from, _ ("Reading from the stick"), _ ("What is new in it is taken in."));
  self->fd = fd;
  self->size = (guint64) status.st_size;
  g_dbus_proxy_call_with_unix_fd_list (G_DBUS_PROXY (engine), "ImportBundle",
                                       g_variant_new ("(h)", handle), G_DBUS_CALL_FLAGS_NONE,
                                       PASSAGE_MS, list, NULL, imported_cb, self);
}

/* --- Choosing files --- */

typedef struct {
  GtkWidget *from;
  CenacleClient *client;
  CenacleCircle *circle; /* whose list is to be written; NULL to read a bundle */
} Asking;

static void
write_heads (Asking *asking, const char *path)
{
  CenStore *store = cenacle_circle_get_store (asking->circle);
  g_autoptr (GError) error = NULL;

  if (store == NULL)
    return;
  if (cenacle_heads_file_write (path, store, cenacle_circle_get_id (asking->circle), &error))
    gtk_widget_activate_action (asking->from, "win.toast", "s",
                                _ ("Give this list to who puts the circle on a stick for you"));
  else
    gtk_widget_activate_action (asking->from, "win.toast", "s", error->message);
}

static void
chosen_cb (GtkNativeDialog *chooser, int response, Asking *asking)
{
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT
                               ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser))
                               : NULL;
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (path != NULL && asking->circle != NULL)
    write_heads (asking, path);
  else if (path != NULL)
    cenacle_stick_import (asking->from, asking->client, path);
  g_object_unref (asking->from);
  g_clear_object (&asking->client);
  g_clear_object (&asking->circle);
  g_free (asking);
  g_object_unref (chooser);
}

static GtkFileChooser *
ask (GtkWidget *from, const char *title, GtkFileChooserAction action, CenacleClient *client,
     CenacleCircle *circle)
{
  GtkFileChooserNative *chooser =
      gtk_file_chooser_native_new (title, GTK_WINDOW (gtk_widget_get_root (from)), action, NULL,
                                   NULL);
  Asking *asking = g_new0 (Asking, 1);

  asking->from = g_object_ref (from);
  g_set_object (&asking->client, client);
  g_set_object (&asking->circle, circle);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_signal_connect (chooser, "response", G_CALLBACK (chosen_cb), asking);
  return GTK_FILE_CHOOSER (chooser);
}

void
cenacle_stick_ask_import (GtkWidget *from, CenacleClient *client)
{
  GtkFileChooser *chooser =
      ask (from, _ ("A file from a stick"), GTK_FILE_CHOOSER_ACTION_OPEN, client, NULL);

  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

void
cenacle_stick_ask_heads (GtkWidget *from, CenacleCircle *circle)
{
  GtkFileChooser *chooser =
      ask (from, _ ("Where to put the list"), GTK_FILE_CHOOSER_ACTION_SAVE, NULL, circle);
  g_autofree char *clean = cen_file_name_clean (cenacle_circle_get_row (circle)->name);
  g_autofree char *name = g_strconcat (clean, ".json", NULL);

  gtk_file_chooser_set_current_name (chooser, name);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}
