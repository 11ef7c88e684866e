/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Files reach the engine as descriptors. What is opened is a copy outside the library, readable and
 * not executable, in a folder that is this person's alone; writing it is done off the main thread.
 */

#include "file-commands.h"

#include "commands.h"
#include "compat.h"
#include "object-commands.h"

#include "app/control/errors.h"
#include "app/control/file-save.h"
#include "core/file-name.h"
#include "core/shelf.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gunixfdlist.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>

#define SHARE_MS (30 * 60000)

static void
say (GtkWidget *from, const char *sentence)
{
  gtk_widget_activate_action (from, "win.toast", "s", sentence);
}

/* --- Sharing --- */

static void
shared_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autofree char *created = NULL;
  g_autofree char *blob = NULL;
  GError *error = NULL;
  guint64 size;

  if (cenacle_engine1_call_share_file_finish (CENACLE_ENGINE1 (source), &created, &blob, &size,
                                              NULL, result, &error)) {
    g_task_return_pointer (task, g_steal_pointer (&created), g_free);
    return;
  }
  cenacle_errors_settle (&error);
  g_task_return_error (task, error);
}

static void
fail (GTask *task, const char *name, int code)
{
  g_task_return_new_error (task, CEN_ERROR, CEN_ERROR_REFUSED, _ ("“%s” cannot be read: %s."), name,
                           g_strerror (code));
}

static void
add_mime (GVariantDict *options, const char *name, int fd)
{
  guint8 start[4096];
  gssize n = pread (fd, start, sizeof start, 0);
  g_autofree char *type = g_content_type_guess (name, start, n > 0 ? (gsize) n : 0, NULL);
  g_autofree char *mime = g_content_type_get_mime_type (type);

  if (mime != NULL)
    g_variant_dict_insert (options, "mime", "s", mime);
}

void
cenacle_files_share (CenacleCircle *circle, GFile *file, GVariant *options,
                     GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GVariant) given = g_variant_ref_sink (options);
  g_auto (GVariantDict) dict = G_VARIANT_DICT_INIT (given);
  g_autoptr (GTask) task = g_task_new (circle, NULL, callback, user_data);
  g_autofree char *path = g_file_get_path (file);
  g_autofree char *name = g_file_get_basename (file);
  CenacleEngine1 *engine = cenacle_circle_get_engine (circle);
  g_autoptr (GUnixFDList) list = NULL;
  int fd;

  g_task_set_source_tag (task, cenacle_files_share);
  if (engine == NULL) {
    g_task_return_new_error (task, CEN_ERROR, CEN_ERROR_UNREACHABLE, "%s",
                             _ ("Cenacle’s engine is away: try again in a moment."));
    return;
  }
  fd = path != NULL ? g_open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK, 0) : -1;
  if (fd < 0) {
    fail (task, name, path != NULL ? errno : ENOENT);
    return;
  }
  add_mime (&dict, name, fd);
  list = g_unix_fd_list_new_from_array (&fd, 1);
  g_dbus_proxy_call_with_unix_fd_list (G_DBUS_PROXY (engine), "ShareFile",
                                       g_variant_new ("(shs@a{sv})",
                                                      cenacle_circle_get_id_text (circle), 0, name,
                                                      g_variant_dict_end (&dict)),
                                       G_DBUS_CALL_FLAGS_NONE, SHARE_MS, list, NULL, shared_cb,
                                       g_steal_pointer (&task));
}

/* --- Asking the engine --- */

void
cenacle_files_ask (CenacleCircle *circle, const char *method, const CenResource *resource,
                   GtkWidget *from)
{
  g_autofree char *object = cen_id_dup_text (&resource->version);

  if (g_str_equal (method, "FetchFile"))
    gtk_widget_activate_action (from, "win.watch-file", "s", object);
  cenacle_commands_call (circle, method,
                         g_variant_new ("(ss)", cenacle_circle_get_id_text (circle), object),
                         cenacle_commands_show_error_cb, g_object_ref (from));
}

void
cenacle_files_fetch_version (CenacleCircle *circle, const CenResource *version, GtkWidget *from)
{
  g_autofree char *blob = cen_id_dup_text (&version->blob);

  cenacle_commands_call (circle, "FetchFile",
                         g_variant_new ("(ss)", cenacle_circle_get_id_text (circle), blob),
                         cenacle_commands_show_error_cb, g_object_ref (from));
}

void
cenacle_files_offer (CenacleCircle *circle, const CenResource *resource, gboolean is_offered,
                     GtkWidget *from)
{
  g_autofree char *object = cen_id_dup_text (&resource->version);

  cenacle_commands_call (circle, "OfferFile",
                         g_variant_new ("(ssb)", cenacle_circle_get_id_text (circle), object,
                                        is_offered),
                         cenacle_commands_show_error_cb, g_object_ref (from));
}

void
cenacle_files_keep (CenacleCircle *circle, const CenResource *resource, gboolean is_kept,
                    GtkWidget *from)
{
  g_autofree char *object = cen_id_dup_text (&resource->version);

  cenacle_commands_call (circle, "KeepFile",
                         g_variant_new ("(ssb)", cenacle_circle_get_id_text (circle), object,
                                        is_kept),
                         cenacle_commands_show_error_cb, g_object_ref (from));
}

/* --- Handing over --- */

typedef struct {
  char *store; /* path of the stored file */
  CenBlobRef ref;
  char *name;
  char *to; /* a folder, or the file itself */
} Copy;

static void
copy_free (gpointer data)
{
  Copy *copy = data;

  cen_blob_ref_clear (&copy->ref);
  g_free (copy->store);
  g_free (copy->name);
  g_free (copy->to);
  g_free (copy);
}

static void
copy_thread (GTask *task, gpointer source G_GNUC_UNUSED, gpointer data,
             GCancellable *cancellable G_GNUC_UNUSED)
{
  Copy *copy = data;
  CenResource resource = { .ref = copy->ref, .name = copy->name };
  GError *error = NULL;
  g_autoptr (CenBlobReader) reader = cen_blob_reader_open (copy->store, &copy->ref, &error);
  char *path = reader != NULL ? cenacle_file_save (reader, &resource, copy->to, &error) : NULL;

  if (path != NULL)
    g_task_return_pointer (task, path, g_free);
  else
    g_task_return_error (task, error);
}

static void
copy_out (CenacleCircle *circle, const CenResource *resource, const char *to,
          GAsyncReadyCallback callback, GtkWidget *from)
{
  g_autoptr (GTask) task = g_task_new (circle, NULL, callback, g_object_ref (from));
  Copy *copy = g_new0 (Copy, 1);

  copy->store = cen_shelf_dup_path (cenacle_circle_get_store (circle),
                                    cenacle_circle_get_id (circle), &resource->blob);
  copy->ref = resource->ref;
  copy->name = g_strdup (resource->name);
  copy->to = g_strdup (to);
  g_task_set_task_data (task, copy, copy_free);
  g_task_run_in_thread (task, copy_thread);
}

gboolean
cenacle_files_can_open (const char *path)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *type = g_content_type_guess (name, NULL, 0, NULL);
  g_autofree char *mime = g_content_type_get_mime_type (type);

  return cen_file_name_get_risk (name, mime) == CEN_FILE_PLAIN;
}

/* A fresh folder for one file, so that it keeps its name. */
static char *
make_place (void)
{
  g_autofree char *root = g_build_filename (g_get_user_cache_dir (), "cenacle", "opened", NULL);
  char *place = g_build_filename (root, "XXXXXX", NULL);

  if (g_mkdir_with_parents (root, 0700) == 0 && g_mkdtemp (place) != NULL)
    return place;
  g_free (place);
  return NULL;
}

static void
launch (const char *path, GtkWidget *from)
{
  g_autofree char *uri = g_filename_to_uri (path, NULL, NULL);
  g_autoptr (GError) error = NULL;

  if (!g_app_info_launch_default_for_uri (uri, NULL, &error))
    say (from, _ ("No program on this computer opens this kind of file: save it instead."));
}

static void
opened_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkWidget) from = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_task_propagate_pointer (G_TASK (result), &error);

  if (path == NULL) {
    say (from, error->message);
    return;
  }
  g_chmod (path, 0400);
  launch (path, from);
}

static void
open_copy (CenacleCircle *circle, const CenResource *resource, GtkWidget *from)
{
  g_autofree char *place = make_place ();

  if (place == NULL)
    say (from, _ ("There is no room to open this file."));
  else
    copy_out (circle, resource, place, opened_cb, from);
}

/* --- What can run --- */

/* What is to be opened if the person says so, as data of an object, since a dialog keeps one. */
typedef struct {
  CenacleCircle *circle;
  GtkWidget *from;
  CenId object;
} Warned;

static void
warned_free (gpointer data)
{
  Warned *warned = data;

  g_object_unref (warned->circle);
  g_object_unref (warned->from);
  g_free (warned);
}

static void
open_anyway_cb (gpointer object)
{
  const Warned *warned = g_object_get_data (object, "warned");
  g_autoptr (CenResource) resource =
      cen_library_get_version (cenacle_circle_get_store (warned->circle),
                               cenacle_circle_get_id (warned->circle), &warned->object, NULL);

  if (resource != NULL)
    open_copy (warned->circle, resource, warned->from);
}

static const char *
get_warning (CenFileRisk risk)
{
  switch (risk) {
  case CEN_FILE_SCRIPT:
    return _ ("It is a script: a program may run what stands in it.");
  case CEN_FILE_SHORTCUT:
    return _ ("It is a shortcut: it may start another program, or lead elsewhere.");
  case CEN_FILE_PACKAGE:
    return _ ("It installs programs on this computer.");
  case CEN_FILE_MACROS:
    return _ ("It is a document with programs in it, which may run when it is opened.");
  case CEN_FILE_PAGE:
    return _ ("It is a page for a browser: it may run programs and load things from the Internet.");
  case CEN_FILE_PROGRAM:
  case CEN_FILE_PLAIN:
  default:
    return _ ("It is a program: it may do anything that you can do on this computer.");
  }
}

static void
warn (CenacleCircle *circle, const CenResource *resource, CenFileRisk risk, GtkWidget *from)
{
  g_autoptr (GObject) holder = g_object_new (G_TYPE_OBJECT, NULL);
  Warned *warned = g_new (Warned, 1);
  g_autofree char *heading = g_strdup_printf (_ ("Open “%s”?"), resource->name);
  /* Translators: why a file is dangerous; then who shared it. */
  g_autofree char *body =
      g_strdup_printf (_ ("%s Open it only if you trust %s, who shared it, and expected it."),
                       get_warning (risk), resource->author_name);

  *warned = (Warned){ g_object_ref (circle), g_object_ref (from), resource->version };
  g_object_set_data_full (holder, "warned", warned, warned_free);
  cenacle_compat_ask (GTK_WINDOW (gtk_widget_get_root (from)), heading, body, _ ("_Open anyway"),
                      open_anyway_cb, holder);
}

void
cenacle_files_open (CenacleCircle *circle, const CenResource *resource, GtkWidget *from)
{
  CenFileRisk risk = cen_file_name_get_risk (resource->name, resource->mime);

  if (resource->shape == CEN_RESOURCE_IS_LINK) {
    if (!g_str_has_prefix (resource->url, "http://") &&
        !g_str_has_prefix (resource->url, "https://"))
      say (from, _ ("This address is none of the web: it is not opened."));
    else if (!g_app_info_launch_default_for_uri (resource->url, NULL, NULL))
      say (from, _ ("No program on this computer opens addresses of the web."));
  } else if (resource->shape != CEN_RESOURCE_IS_FILE) {
    g_autofree char *id = cen_id_dup_text (&resource->id);

    gtk_widget_activate_action (from, "win.open-object", "s", id);
  } else if (risk != CEN_FILE_PLAIN) {
    warn (circle, resource, risk, from);
  } else {
    open_copy (circle, resource, from);
  }
}

static void
saved_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkWidget) from = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_task_propagate_pointer (G_TASK (result), &error);

  if (path == NULL)
    say (from, error->message);
  else
    gtk_widget_activate_action (from, "win.file-toast", "(ss)", _ ("The file is saved"), path);
}

typedef struct {
  CenacleCircle *circle;
  GtkWidget *from;
  CenId object;
} Saving;

static void
save_response_cb (GtkNativeDialog *chooser, int response, gpointer user_data)
{
  Saving *saving = user_data;
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT
                               ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser))
                               : NULL;
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;
  g_autoptr (CenResource) resource =
      path != NULL
          ? cen_library_get_version (cenacle_circle_get_store (saving->circle),
                                     cenacle_circle_get_id (saving->circle), &saving->object, NULL)
          : NULL;

  if (resource != NULL)
    copy_out (saving->circle, resource, path, saved_cb, saving->from);
  g_object_unref (saving->circle);
  g_object_unref (saving->from);
  g_free (saving);
  g_object_unref (chooser);
}

void
cenacle_files_save (CenacleCircle *circle, const CenResource *resource, GtkWidget *from)
{
  GtkFileChooserNative *chooser =
      gtk_file_chooser_native_new (_ ("Save the file"), GTK_WINDOW (gtk_widget_get_root (from)),
                                   GTK_FILE_CHOOSER_ACTION_SAVE, NULL, NULL);
  Saving *saving = g_new0 (Saving, 1);

  saving->circle = g_object_ref (circle);
  saving->from = g_object_ref (from);
  saving->object = resource->version;
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), resource->name);
  g_signal_connect (chooser, "response", G_CALLBACK (save_response_cb), saving);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}
