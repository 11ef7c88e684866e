/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Files that go through the window as a whole: dropped on it, saved by it, fetched while one does
 * something else; and what it says about them, with what can be done next. */

#include "window-private.h"

#include "file-commands.h"
#include "file-drop.h"
#include "save-files.h"
#include "stick.h"

#include "core/shelf.h"

#include <glib/gi18n.h>

#define TOAST_S     8
#define WATCHED_MAX 64 /* files whose arrival is told */

/* --- Toasts about files --- */

static void
shown_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *uri = user_data;
  g_autoptr (GVariant) answer =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  g_autoptr (GFile) file = NULL;
  g_autoptr (GFile) parent = NULL;
  g_autofree char *folder = NULL;

  if (answer != NULL)
    return;
  file = g_file_new_for_uri (uri);
  parent = g_file_get_parent (file);
  folder = parent != NULL ? g_file_get_uri (parent) : NULL;
  if (folder != NULL)
    g_app_info_launch_default_for_uri (folder, NULL, NULL);
}

/* File managers point at the file where they can; else its folder opens. */
static void
show_in_folder_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (widget));
  GDBusConnection *bus = g_application_get_dbus_connection (G_APPLICATION (application));
  g_autofree char *uri = g_filename_to_uri (g_variant_get_string (parameter, NULL), NULL, NULL);
  const char *uris[] = { uri, NULL };

  (void) action;
  if (uri == NULL || bus == NULL)
    return;
  g_dbus_connection_call (bus, "org.freedesktop.FileManager1", "/org/freedesktop/FileManager1",
                          "org.freedesktop.FileManager1", "ShowItems",
                          g_variant_new ("(^ass)", uris, ""), NULL, G_DBUS_CALL_FLAGS_NONE, -1,
                          NULL, shown_cb, g_strdup (uri));
}

static void
open_file_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_autofree char *uri = g_filename_to_uri (g_variant_get_string (parameter, NULL), NULL, NULL);

  (void) action;
  if (uri == NULL || !g_app_info_launch_default_for_uri (uri, NULL, NULL))
    gtk_widget_activate_action (widget, "win.toast", "s",
                                _ ("No program on this computer opens this kind of file."));
}

static GtkWidget *
make_toast_content (const char *sentence, const char *path)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (sentence);
  GtkWidget *button = gtk_button_new_with_label (_ ("Show in folder"));

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.show-in-folder");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", path);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), button);
  return box;
}

/* What can run is shown where it is, and not opened. */
static void
file_toast_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CenacleWindow *self = CENACLE_WINDOW (widget);
  const char *sentence, *path;
  g_autofree char *escaped = NULL;
  AdwToast *toast;

  (void) action;
  g_variant_get (parameter, "(&s&s)", &sentence, &path);
  escaped = g_markup_escape_text (sentence, -1);
  toast = adw_toast_new (escaped);
  adw_toast_set_timeout (toast, TOAST_S);
  if (g_file_test (path, G_FILE_TEST_IS_DIR)) {
    adw_toast_set_button_label (toast, _ ("Open folder"));
    adw_toast_set_action_name (toast, "win.open-file");
  } else if (cenacle_files_can_open (path)) {
    adw_toast_set_custom_title (toast, make_toast_content (sentence, path));
    adw_toast_set_button_label (toast, _ ("Open"));
    adw_toast_set_action_name (toast, "win.open-file");
  } else {
    adw_toast_set_button_label (toast, _ ("Show in folder"));
    adw_toast_set_action_name (toast, "win.show-in-folder");
  }
  adw_toast_set_action_target (toast, "s", path);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

/* --- Files on their way --- */

typedef struct {
  CenacleCircle *circle;
  CenId object;
  CenId blob;
  char *title;
} Watched;

static void
watched_free (gpointer data)
{
  Watched *watched = data;

  g_object_unref (watched->circle);
  g_free (watched->title);
  g_free (watched);
}

static void
open_resource_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CenacleWindow *self = CENACLE_WINDOW (widget);
  g_autoptr (CenResource) resource = NULL;
  CenStore *store = self->circle != NULL ? cenacle_circle_get_store (self->circle) : NULL;
  CenId id;

  (void) action;
  if (store != NULL && cen_id_from_text (&id, g_variant_get_string (parameter, NULL)))
    resource = cen_library_get_version (store, cenacle_circle_get_id (self->circle), &id, NULL);
  if (resource != NULL)
    cenacle_files_open (self->circle, resource, widget);
}

static void
say_it_came (CenacleWindow *self, const Watched *watched)
{
  g_autofree char *id = cen_id_dup_text (&watched->object);
  g_autofree char *sentence = g_strdup_printf (_ ("“%s” is here"), watched->title);
  g_autofree char *escaped = g_markup_escape_text (sentence, -1);
  AdwToast *toast = adw_toast_new (escaped);

  adw_toast_set_timeout (toast, TOAST_S);
  if (watched->circle == self->circle) {
    adw_toast_set_button_label (toast, _ ("Open"));
    adw_toast_set_action_name (toast, "win.open-resource");
    adw_toast_set_action_target (toast, "s", id);
  }
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static void
files_changed_cb (CenacleWindow *self, guint changes)
{
  if ((changes & CENACLE_CHANGE_FILES) == 0)
    return;
  for (guint i = self->watched->len; i-- > 0;) {
    const Watched *watched = self->watched->pdata[i];
    CenStore *store = cenacle_circle_get_store (watched->circle);
    CenShelfRow row = { .held = CEN_BLOB_ABSENT };
    gboolean is_found;

    if (store == NULL || !cen_shelf_get (store, cenacle_circle_get_id (watched->circle),
                                         &watched->blob, &is_found, &row, NULL))
      continue;
    if (row.held == CEN_BLOB_WHOLE)
      say_it_came (self, watched);
    if (row.held == CEN_BLOB_WHOLE || row.wish == CEN_WISH_NONE)
      g_ptr_array_remove_index (self->watched, i);
  }
}

static void
watch_file_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CenacleWindow *self = CENACLE_WINDOW (widget);
  CenStore *store = self->circle != NULL ? cenacle_circle_get_store (self->circle) : NULL;
  g_autoptr (CenResource) resource = NULL;
  Watched *watched;
  CenId id;

  (void) action;
  if (store == NULL || self->watched->len >= WATCHED_MAX ||
      !cen_id_from_text (&id, g_variant_get_string (parameter, NULL)))
    return;
  resource = cen_library_get_version (store, cenacle_circle_get_id (self->circle), &id, NULL);
  if (resource == NULL)
    return;
  watched = g_new0 (Watched, 1);
  watched->circle = g_object_ref (self->circle);
  watched->object = id;
  watched->blob = resource->blob;
  watched->title = g_strdup (resource->title);
  g_ptr_array_add (self->watched, watched);
  g_signal_handlers_disconnect_by_func (self->circle, files_changed_cb, self);
  g_signal_connect_object (self->circle, "changed", G_CALLBACK (files_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

/* --- What is dropped, and the menu --- */

static gboolean
drop_cb (GtkDropTarget *target, const GValue *value, double x, double y, gpointer user_data)
{
  CenacleWindow *self = user_data;
  GSList *files = g_value_get_boxed (value);

  (void) target;
  (void) x;
  (void) y;
  if (cenacle_file_drop_take_bundle (GTK_WIDGET (self), files))
    return TRUE;
  if (files == NULL || self->circle == NULL || !cenacle_circle_is_active (self->circle))
    return FALSE;
  cenacle_file_drop_ask (GTK_WIDGET (self), self->circle, &self->channel, files);
  return TRUE;
}

static void
files_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CenacleWindow *self = CENACLE_WINDOW (widget);

  (void) parameter;
  if (g_str_equal (action, "win.import-bundle"))
    cenacle_stick_ask_import (widget, self->client);
  else if (g_str_equal (action, "win.export-bundle"))
    cenacle_stick_ask_export (widget, self->circle);
  else if (g_str_equal (action, "win.save-heads"))
    cenacle_stick_ask_heads (widget, self->circle);
  else
    cenacle_save_files_ask (widget, self->circle);
}

/* A bundle that was opened or dropped. */
static void
import_path_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  (void) action;
  cenacle_stick_import (widget, CENACLE_WINDOW (widget)->client,
                        g_variant_get_string (parameter, NULL));
}

void
cenacle_window_init_files (CenacleWindow *self)
{
  GtkDropTarget *drop = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  self->watched = g_ptr_array_new_with_free_func (watched_free);
  g_signal_connect (drop, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drop));
}

void
cenacle_window_install_file_actions (GtkWidgetClass *widget_class)
{
  static const struct {
    const char *name;
    const char *type;
    GtkWidgetActionActivateFunc activate;
  } actions[] = {
    { "win.save-as-files", NULL, files_cb },    { "win.export-bundle", NULL, files_cb },
    { "win.import-bundle", NULL, files_cb },    { "win.save-heads", NULL, files_cb },
    { "win.import-path", "s", import_path_cb }, { "win.file-toast", "(ss)", file_toast_cb },
    { "win.open-file", "s", open_file_cb },     { "win.show-in-folder", "s", show_in_folder_cb },
    { "win.watch-file", "s", watch_file_cb },   { "win.open-resource", "s", open_resource_cb },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, actions[i].type,
                                     actions[i].activate);
}
