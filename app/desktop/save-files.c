/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The writing runs on a thread of its own with a replica of its own; how far it is, and whether it
 * is still wanted, pass between the threads as two numbers. */

#include "save-files.h"

#include "file-row.h"
#include "object-dialog.h"
#include "progress-dialog.h"

#include "app/control/export.h"
#include "app/control/paths.h"
#include "core/file-name.h"

#include <glib/gi18n.h>

#define LOOK_MS        100
#define STEPS          1000
#define NAME_MAX_TRIES 100

typedef struct {
  /* Of both threads. */
  int step;       /* of STEPS; atomic */
  int is_stopped; /* atomic */
  /* Of the thread that writes. */
  char *replica;
  CenId circle;
  char *path;
  CenacleExportScope scope;
  CenacleExportCounts counts;
  /* Of the main one. */
  CenacleProgressDialog *dialog; /* NULL once it is closed */
  guint source;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_free (job->replica);
  g_free (job->path);
  g_free (job);
}

/* --- The thread that writes --- */

static gboolean
progress_cb (double done, gpointer user_data)
{
  Job *job = user_data;

  g_atomic_int_set (&job->step, (int) (done * STEPS));
  return g_atomic_int_get (&job->is_stopped) == 0;
}

static void
write_thread (GTask *task, gpointer source G_GNUC_UNUSED, gpointer data,
              GCancellable *cancellable G_GNUC_UNUSED)
{
  Job *job = data;
  GError *error = NULL;
  g_autoptr (CenStore) store = cen_store_open (job->replica, CEN_STORE_READ_ONLY, &error);

  if (store != NULL && cenacle_export_run (store, &job->circle, job->path, job->scope, progress_cb,
                                           job, &job->counts, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* --- The window --- */

static gboolean
look_cb (gpointer data)
{
  Job *job = data;

  if (job->dialog != NULL)
    cenacle_progress_dialog_set (job->dialog, (double) g_atomic_int_get (&job->step) / STEPS, "");
  return G_SOURCE_CONTINUE;
}

static void
stop_cb (CenacleProgressDialog *dialog G_GNUC_UNUSED, Job *job)
{
  g_atomic_int_set (&job->is_stopped, 1);
  job->dialog = NULL;
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Job *job = g_task_get_task_data (G_TASK (result));
  g_autoptr (GtkWidget) from = user_data;
  g_autoptr (GError) error = NULL;
  gboolean ok = g_task_propagate_boolean (G_TASK (result), &error);

  (void) source;
  g_source_remove (job->source);
  if (job->dialog != NULL) {
    g_signal_handlers_disconnect_by_data (job->dialog, job);
    cenacle_progress_dialog_finish (job->dialog);
  }
  if (ok)
    gtk_widget_activate_action (from, "win.file-toast", "(ss)", _ ("The circle is saved"),
                                job->path);
  else if (g_atomic_int_get (&job->is_stopped) == 0)
    gtk_widget_activate_action (from, "win.toast", "s", error->message);
}

static void
start (GtkWidget *from, CenacleCircle *circle, char *path, CenacleExportScope scope)
{
  g_autoptr (GTask) task = g_task_new (circle, NULL, written_cb, g_object_ref (from));
  Job *job = g_new0 (Job, 1);

  job->replica =
      cenacle_paths_dup_replica (cenacle_client_get_home (cenacle_circle_get_client (circle)));
  job->circle = *cenacle_circle_get_id (circle);
  job->path = path;
  job->scope = scope;
  job->dialog =
      cenacle_progress_dialog_new (from, _ ("Saving the circle as files"),
                                   _ ("You can stop at any time: nothing is left behind then."),
                                   _ ("Stop"));
  g_signal_connect (job->dialog, "stop", G_CALLBACK (stop_cb), job);
  gtk_window_present (GTK_WINDOW (job->dialog));
  job->source = g_timeout_add (LOOK_MS, look_cb, job);
  g_task_set_task_data (task, job, job_free);
  g_task_run_in_thread (task, write_thread);
}

/* --- Asking --- */

typedef struct {
  GtkWidget *from;
  CenacleFileRow *place;
  GtkSwitch *letters;
} Form;

static void
form_free (gpointer data, GClosure *closure G_GNUC_UNUSED)
{
  g_object_unref (((Form *) data)->from);
  g_free (data);
}

/* A folder in @parent that is not there yet, called as the circle is. */
static char *
dup_free_place (const char *parent, const char *name)
{
  g_autofree char *clean = cen_file_name_clean (name);

  for (guint i = 1; i < NAME_MAX_TRIES; i++) {
    g_autofree char *numbered = i > 1 ? g_strdup_printf ("%s (%u)", clean, i) : g_strdup (clean);
    g_autofree char *path = g_build_filename (parent, numbered, NULL);

    if (!g_file_test (path, G_FILE_TEST_EXISTS))
      return g_steal_pointer (&path);
  }
  return g_build_filename (parent, clean, NULL);
}

static void
confirm_cb (CenacleObjectDialog *dialog, Form *form)
{
  CenacleCircle *circle = cenacle_object_dialog_get_circle (dialog);
  const char *parent = cenacle_file_row_get_path (form->place);
  CenacleExportScope scope =
      gtk_switch_get_active (form->letters) ? CENACLE_EXPORT_WITH_LETTERS : CENACLE_EXPORT_OPEN;

  start (form->from, circle, dup_free_place (parent, cenacle_circle_get_row (circle)->name), scope);
  gtk_window_close (GTK_WINDOW (dialog));
}

static const char *
get_usual_place (void)
{
  const char *documents = g_get_user_special_dir (G_USER_DIRECTORY_DOCUMENTS);

  return documents != NULL && g_file_test (documents, G_FILE_TEST_IS_DIR) ? documents
                                                                          : g_get_home_dir ();
}

void
cenacle_save_files_ask (GtkWidget *from, CenacleCircle *circle)
{
  CenacleObjectDialog *dialog =
      cenacle_object_dialog_new (from, circle, _ ("Save the circle as files"), _ ("Save"));
  Form *form = g_new0 (Form, 1);

  form->from = g_object_ref (from);
  cenacle_object_dialog_add_group (
      dialog, "",
      _ ("Channels, notes, sessions and all the rest become pages that any program reads, with the "
         "files of the library beside them, in a new folder. Whoever has the folder can read it."));
  form->place = g_object_new (CENACLE_TYPE_FILE_ROW, "title", _ ("Where"), NULL);
  cenacle_file_row_set_chooser (form->place, GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER,
                                _ ("Where to put the folder"), "");
  cenacle_file_row_set_path (form->place, get_usual_place ());
  cenacle_object_dialog_add_widget (dialog, GTK_WIDGET (form->place));
  form->letters =
      cenacle_object_dialog_add_switch (dialog, _ ("With my direct messages"),
                                        _ ("Sealed words between you and others become readable"));
  cenacle_object_dialog_set_state (dialog, CENACLE_DIALOG_READY);
  g_signal_connect_data (dialog, "confirm", G_CALLBACK (confirm_cb), form, form_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}
