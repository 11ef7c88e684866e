/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "commands.h"

#include "app/control/errors.h"

#include <glib/gi18n.h>
#include <gtk/gtk.h>

static GTask *
start (CenacleCircle *circle, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (circle, NULL, callback, user_data);

  if (cenacle_circle_get_engine (circle) != NULL)
    return task;
  g_task_return_new_error (task, CEN_ERROR, CEN_ERROR_UNREACHABLE, "%s",
                           _ ("The engine is away for a moment; nothing was lost, try again."));
  g_object_unref (task);
  return NULL;
}

static void
finish (GTask *task, gboolean is_done, char *created, GError *error)
{
  if (is_done) {
    g_task_return_pointer (task, created != NULL ? created : g_strdup (""), g_free);
  } else {
    cenacle_errors_settle (&error);
    g_task_return_error (task, error);
  }
  g_object_unref (task);
}

static void
created_cb (GObject *source, GAsyncResult *result, gpointer task)
{
  GError *error = NULL;
  char *created = NULL;
  gboolean is_done =
      cenacle_engine1_call_create_finish (CENACLE_ENGINE1 (source), &created, result, &error);

  finish (task, is_done, created, error);
}

static void
sealed_cb (GObject *source, GAsyncResult *result, gpointer task)
{
  GError *error = NULL;
  char *created = NULL;
  gboolean is_done = cenacle_engine1_call_create_sealed_finish (CENACLE_ENGINE1 (source), &created,
                                                                result, &error);

  finish (task, is_done, created, error);
}

static void
set_cb (GObject *source, GAsyncResult *result, gpointer task)
{
  GError *error = NULL;
  gboolean is_done = cenacle_engine1_call_set_finish (CENACLE_ENGINE1 (source), result, &error);

  finish (task, is_done, NULL, error);
}

static void
marked_cb (GObject *source, GAsyncResult *result, gpointer task)
{
  GError *error = NULL;
  gboolean is_done = cenacle_engine1_call_mark_finish (CENACLE_ENGINE1 (source), result, &error);

  finish (task, is_done, NULL, error);
}

static void
profile_set_cb (GObject *source, GAsyncResult *result, gpointer task)
{
  GError *error = NULL;
  gboolean is_done =
      cenacle_engine1_call_set_profile_finish (CENACLE_ENGINE1 (source), result, &error);

  finish (task, is_done, NULL, error);
}

static void
add_text (GVariantDict *fields, const char *name, const char *text)
{
  g_variant_dict_insert (fields, name, "s", text);
}

static void
add_id (GVariantDict *fields, const char *name, const CenId *id)
{
  g_autofree char *text = id != NULL ? cen_id_dup_text (id) : NULL;

  if (text != NULL)
    add_text (fields, name, text);
}

static void
send_letter (CenacleCircle *circle, const CenId *member, GVariant *fields, GTask *task)
{
  g_autofree char *id = cen_id_dup_text (member);

  cenacle_engine1_call_create_sealed (cenacle_circle_get_engine (circle),
                                      cenacle_circle_get_id_text (circle),
                                      (const char *const[]){ id, NULL }, "letter", fields, NULL,
                                      sealed_cb, task);
}

void
cenacle_commands_post (CenacleCircle *circle, const CenaclePost *post, GAsyncReadyCallback callback,
                       gpointer user_data)
{
  GTask *task = start (circle, callback, user_data);
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);

  if (task == NULL)
    return;
  add_text (&fields, "text", post->text);
  add_id (&fields, "reply_to", post->reply_to);
  if (post->attachments != NULL && post->attachments[0] != NULL)
    g_variant_dict_insert (&fields, "attachments", "^as", post->attachments);
  if (post->member != NULL) {
    send_letter (circle, post->member, g_variant_dict_end (&fields), task);
    return;
  }
  add_id (&fields, "channel", post->channel);
  add_id (&fields, "thread", post->thread);
  cenacle_engine1_call_create (cenacle_circle_get_engine (circle),
                               cenacle_circle_get_id_text (circle), "message",
                               g_variant_dict_end (&fields), NULL, created_cb, task);
}

static void
set_fields (CenacleCircle *circle, const CenId *object, GVariant *fields, GTask *task)
{
  g_autofree char *text = cen_id_dup_text (object);

  cenacle_engine1_call_set (cenacle_circle_get_engine (circle), cenacle_circle_get_id_text (circle),
                            text, fields, NULL, set_cb, task);
}

void
cenacle_commands_edit (CenacleCircle *circle, const CenId *message, const char *text,
                       GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = start (circle, callback, user_data);
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);

  if (task == NULL)
    return;
  add_text (&fields, "text", text);
  set_fields (circle, message, g_variant_dict_end (&fields), task);
}

void
cenacle_commands_create_channel (CenacleCircle *circle, const char *name, const char *topic,
                                 GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = start (circle, callback, user_data);
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);

  if (task == NULL)
    return;
  add_text (&fields, "name", name);
  if (topic[0] != '\0')
    add_text (&fields, "topic", topic);
  cenacle_engine1_call_create (cenacle_circle_get_engine (circle),
                               cenacle_circle_get_id_text (circle), "channel",
                               g_variant_dict_end (&fields), NULL, created_cb, task);
}

void
cenacle_commands_set_profile (CenacleCircle *circle, const char *name, const char *about,
                              const char *languages, GAsyncReadyCallback callback,
                              gpointer user_data)
{
  GTask *task = start (circle, callback, user_data);
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);

  if (task == NULL)
    return;
  add_text (&fields, "name", name);
  add_text (&fields, "about", about);
  add_text (&fields, "languages", languages);
  cenacle_engine1_call_set_profile (cenacle_circle_get_engine (circle),
                                    cenacle_circle_get_id_text (circle),
                                    g_variant_dict_end (&fields), NULL, profile_set_cb, task);
}

/* A new version of the charter; that it could not be is told by the other call, too. */
static void
add_charter (CenacleCircle *circle, const char *text)
{
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);

  add_text (&fields, "text", text);
  cenacle_engine1_call_create (cenacle_circle_get_engine (circle),
                               cenacle_circle_get_id_text (circle), "charter",
                               g_variant_dict_end (&fields), NULL, NULL, NULL);
}

void
cenacle_commands_set_frame (CenacleCircle *circle, const char *name, const char *intention,
                            const char *charter, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = start (circle, callback, user_data);
  const CenCircleRow *row = cenacle_circle_get_row (circle);
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);

  if (task == NULL)
    return;
  add_text (&fields, "name", name);
  add_text (&fields, "intention", intention);
  if (!g_str_equal (charter, row->charter) && charter[0] != '\0')
    add_charter (circle, charter);
  set_fields (circle, &row->object, g_variant_dict_end (&fields), task);
}

void
cenacle_commands_react (CenacleCircle *circle, const CenId *message, const char *emoji,
                        CenacleMark value, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = start (circle, callback, user_data);
  g_autofree char *object = cen_id_dup_text (message);

  if (task == NULL)
    return;
  cenacle_engine1_call_mark (cenacle_circle_get_engine (circle),
                             cenacle_circle_get_id_text (circle), object, "reaction", emoji,
                             g_variant_new_variant (
                                 g_variant_new_boolean (value == CENACLE_MARK_GIVE)),
                             NULL, marked_cb, task);
}

void
cenacle_commands_pin (CenacleCircle *circle, const CenId *message, CenacleMark value,
                      GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = start (circle, callback, user_data);
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);

  if (task == NULL)
    return;
  g_variant_dict_insert (&fields, "pinned", "b", value == CENACLE_MARK_GIVE);
  set_fields (circle, message, g_variant_dict_end (&fields), task);
}

static void
called_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (GVariant) answer = g_dbus_proxy_call_finish (G_DBUS_PROXY (source), result, &error);
  char *text = NULL;

  if (answer == NULL) {
    cenacle_errors_settle (&error);
    g_task_return_error (task, error);
    return;
  }
  if (g_variant_is_of_type (answer, G_VARIANT_TYPE ("(s)")))
    g_variant_get (answer, "(s)", &text);
  g_task_return_pointer (task, text != NULL ? text : g_strdup (""), g_free);
}

void
cenacle_commands_call (CenacleCircle *circle, const char *method, GVariant *parameters,
                       GAsyncReadyCallback callback, gpointer user_data)
{
  CenacleEngine1 *engine = cenacle_circle_get_engine (circle);
  GTask *task = g_task_new (circle, NULL, callback, user_data);

  if (engine == NULL) {
    g_variant_unref (g_variant_ref_sink (parameters));
    g_task_return_new_error (task, CEN_ERROR, CEN_ERROR_UNREACHABLE, "%s",
                             _ ("The engine is away for a moment; nothing was lost, try again."));
    g_object_unref (task);
    return;
  }
  g_dbus_proxy_call (G_DBUS_PROXY (engine), method, parameters, G_DBUS_CALL_FLAGS_NONE, -1, NULL,
                     called_cb, task);
}

char *
cenacle_commands_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
cenacle_commands_show_error_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkWidget) widget = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *created = cenacle_commands_finish (result, &error);

  (void) source;
  if (created == NULL)
    gtk_widget_activate_action (widget, "win.toast", "s", error->message);
}
