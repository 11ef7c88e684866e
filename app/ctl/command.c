/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "command.h"

#include "app/control/connection.h"
#include "app/control/errors.h"
#include "app/control/paths.h"
#include "core/queries-devices.h"
#include "inner-engine.h"

#include <glib/gi18n.h>
#include <string.h>

/* Another engine that holds the home may just be starting or ending; so long it is waited for. */
#define ENGINE_START_MS 10000
#define ENGINE_RETRY_MS 20

struct _CenacleCommand {
  char *home;
  CenacleFormat format;
  CenStore *store;
  CenacleInnerEngine *inner_engine;
  CenacleEngine1 *engine;
};

CenacleCommand *
cenacle_command_new (const char *home, CenacleFormat format)
{
  CenacleCommand *self = g_new0 (CenacleCommand, 1);

  self->home = g_strdup (home);
  self->format = format;
  return self;
}

void
cenacle_command_free (CenacleCommand *self)
{
  if (self == NULL)
    return;
  g_clear_object (&self->engine);
  cenacle_inner_engine_free (self->inner_engine);
  cen_store_free (self->store);
  g_free (self->home);
  g_free (self);
}

CenacleFormat
cenacle_command_get_format (CenacleCommand *self)
{
  return self->format;
}

CenStore *
cenacle_command_get_store (CenacleCommand *self, GError **error)
{
  g_autofree char *replica = NULL;

  if (self->store == NULL) {
    replica = cenacle_paths_dup_replica (self->home);
    self->store = cen_store_open (replica, CEN_STORE_READ_ONLY, error);
  }
  return self->store;
}

/* Connects to the engine of the home, or starts one here. Two commands may try at once: the one
 * that comes late finds the home busy and connects to the other. */
static GDBusConnection *
open_connection (CenacleCommand *self, GError **error)
{
  gint64 deadline = g_get_monotonic_time () + ENGINE_START_MS * 1000;

  do {
    g_autoptr (GError) cause = NULL;
    GDBusConnection *connection = cenacle_connection_open_sync (self->home, &cause);

    if (connection != NULL)
      return connection;
    if (g_error_matches (cause, CEN_ERROR, CEN_ERROR_UNREACHABLE) && self->inner_engine == NULL) {
      g_clear_error (&cause);
      self->inner_engine = cenacle_inner_engine_new (self->home, &cause);
      if (self->inner_engine != NULL)
        continue;
    }
    if (!g_error_matches (cause, CEN_ERROR, CEN_ERROR_BUSY) || g_get_monotonic_time () > deadline) {
      g_propagate_error (error, g_steal_pointer (&cause));
      return NULL;
    }
    g_usleep (ENGINE_RETRY_MS * 1000);
  } while (TRUE);
}

CenacleEngine1 *
cenacle_command_get_engine (CenacleCommand *self, guint wait_ms, GError **error)
{
  g_autoptr (GDBusConnection) connection = NULL;

  if (self->engine == NULL) {
    connection = open_connection (self, error);
    if (connection == NULL)
      return NULL;
    self->engine =
        cenacle_engine1_proxy_new_sync (connection, G_DBUS_PROXY_FLAGS_DO_NOT_LOAD_PROPERTIES, NULL,
                                        CENACLE_ENGINE_OBJECT_PATH, NULL, error);
    if (self->engine == NULL)
      return NULL;
  }
  g_dbus_proxy_set_default_timeout (G_DBUS_PROXY (self->engine),
                                    (int) MIN (CENACLE_CALL_MS + (gint64) wait_ms, G_MAXINT));
  return self->engine;
}

gboolean
cenacle_command_settle (gboolean is_done, GError **error)
{
  if (!is_done)
    cenacle_errors_settle (error);
  return is_done;
}

/* What a name or a prefix of an id may stand for. */
typedef struct {
  const CenId *id;
  const char *name;
} Candidate;

/* A whole name goes before a prefix; of each, exactly one may fit. @missing and @ambiguous are
 * sentences with %s for what was typed. */
static const Candidate *
pick (const Candidate *candidates, guint n, const char *text, const char *missing,
      const char *ambiguous, GError **error)
{
  const Candidate *found = NULL;
  guint n_found = 0;
  CenId first;
  CenId last;

  for (guint i = 0; i < n; i++) {
    if (candidates[i].name != NULL && strcmp (candidates[i].name, text) == 0) {
      found = &candidates[i];
      n_found++;
    }
  }
  if (n_found == 0 && cen_id_range_from_prefix (text, &first, &last)) {
    for (guint i = 0; i < n; i++) {
      if (cen_id_compare (candidates[i].id, &first) >= 0 &&
          cen_id_compare (candidates[i].id, &last) <= 0) {
        found = &candidates[i];
        n_found++;
      }
    }
  }
  if (n_found == 1)
    return found;
  g_set_error (error, CEN_ERROR, n_found == 0 ? CEN_ERROR_NOT_FOUND : CEN_ERROR_INVALID,
               n_found == 0 ? missing : ambiguous, text);
  return NULL;
}

static gboolean
pick_id (GArray *candidates, const char *text, const char *missing, const char *ambiguous,
         CenId *ret_id, GError **error)
{
  const Candidate *found = pick ((const Candidate *) (gpointer) candidates->data, candidates->len,
                                 text, missing, ambiguous, error);

  if (found == NULL)
    return FALSE;
  *ret_id = *found->id;
  return TRUE;
}

static GArray *
candidates_new (void)
{
  return g_array_new (FALSE, FALSE, sizeof (Candidate));
}

static void
add_candidate (GArray *candidates, const CenId *id, const char *name)
{
  Candidate candidate = { id, name };

  g_array_append_val (candidates, candidate);
}

GVariant *
cenacle_command_read_property (CenacleEngine1 *engine, const char *name, GError **error)
{
  g_autoptr (GVariant) answer =
      g_dbus_connection_call_sync (g_dbus_proxy_get_connection (G_DBUS_PROXY (engine)), NULL,
                                   CENACLE_ENGINE_OBJECT_PATH, "org.freedesktop.DBus.Properties",
                                   "Get", g_variant_new ("(ss)", "org.cenacle.Engine1", name),
                                   G_VARIANT_TYPE ("(v)"), G_DBUS_CALL_FLAGS_NONE, CENACLE_CALL_MS,
                                   NULL, error);
  GVariant *value = NULL;

  if (cenacle_command_settle (answer != NULL, error))
    g_variant_get (answer, "(v)", &value);
  return value;
}

CenCircleRow *
cenacle_command_find_circle (CenacleCommand *self, const char *text, GError **error)
{
  CenStore *store = cenacle_command_get_store (self, error);
  g_autoptr (GArray) candidates = candidates_new ();
  g_autoptr (GPtrArray) rows = NULL;
  CenId id;

  if (store == NULL) {
    if (error != NULL && g_error_matches (*error, CEN_ERROR, CEN_ERROR_NOT_FOUND)) {
      g_clear_error (error);
      g_set_error (error, CEN_ERROR, CEN_ERROR_NOT_FOUND, _ ("There is no circle “%s” here."),
                   text);
    }
    return NULL;
  }
  rows = cen_query_circles (store, error);
  if (rows == NULL)
    return NULL;
  for (guint i = 0; i < rows->len; i++) {
    const CenCircleRow *row = g_ptr_array_index (rows, i);

    add_candidate (candidates, &row->id, row->name);
  }
  if (!pick_id (candidates, text, _ ("There is no circle “%s” here."),
                _ ("Several circles are called “%s”; give the beginning of an id."), &id, error))
    return NULL;
  return cen_query_circle (store, &id, error);
}

gboolean
cenacle_command_find_member (CenacleCommand *self, const CenId *circle, const char *text,
                             CenId *ret_id, GError **error)
{
  CenStore *store = cenacle_command_get_store (self, error);
  g_autoptr (GArray) candidates = candidates_new ();
  g_autoptr (GPtrArray) rows = store != NULL ? cen_query_members (store, circle, error) : NULL;

  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < rows->len; i++) {
    const CenMemberRow *row = g_ptr_array_index (rows, i);

    add_candidate (candidates, &row->id, row->name);
  }
  return pick_id (candidates, text, _ ("There is no member “%s” in the circle."),
                  _ ("Several members are called “%s”; give the beginning of an id."), ret_id,
                  error);
}

gboolean
cenacle_command_find_channel (CenacleCommand *self, const CenId *circle, const char *text,
                              CenId *ret_id, GError **error)
{
  CenStore *store = cenacle_command_get_store (self, error);
  g_autoptr (GArray) candidates = candidates_new ();
  g_autoptr (GPtrArray) rows = store != NULL ? cen_query_channels (store, circle, error) : NULL;

  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < rows->len; i++) {
    const CenChannelRow *row = g_ptr_array_index (rows, i);

    if (!row->is_redacted)
      add_candidate (candidates, &row->id, row->name);
  }
  return pick_id (candidates, text, _ ("There is no channel “%s” in the circle."),
                  _ ("Several channels are called “%s”; give the beginning of an id."), ret_id,
                  error);
}

gboolean
cenacle_command_find_invite (CenacleCommand *self, const CenId *circle, const char *text,
                             CenId *ret_id, GError **error)
{
  CenStore *store = cenacle_command_get_store (self, error);
  g_autoptr (GArray) candidates = candidates_new ();
  g_autoptr (GPtrArray) rows = store != NULL ? cen_query_invites (store, circle, error) : NULL;

  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < rows->len; i++) {
    const CenInviteRow *row = g_ptr_array_index (rows, i);

    add_candidate (candidates, &row->id, NULL);
  }
  return pick_id (candidates, text, _ ("There is no invite “%s” in the circle."),
                  _ ("Several invites begin with “%s”; give more of the id."), ret_id, error);
}

gboolean
cenacle_command_find_device (CenacleCommand *self, const CenId *circle, const char *text,
                             CenId *ret_id, GError **error)
{
  CenStore *store = cenacle_command_get_store (self, error);
  g_autoptr (GArray) candidates = candidates_new ();
  g_autoptr (GPtrArray) rows =
      store != NULL ? cen_query_devices (store, circle, NULL, error) : NULL;

  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < rows->len; i++) {
    const CenDeviceRow *row = g_ptr_array_index (rows, i);

    add_candidate (candidates, &row->id, NULL);
  }
  return pick_id (candidates, text, _ ("There is no device “%s” in the circle."),
                  _ ("Several devices begin with “%s”; give more of the id."), ret_id, error);
}

gboolean
cenacle_command_find_object (CenacleCommand *self, const CenId *circle, const char *text,
                             CenId *ret_id, GError **error)
{
  CenStore *store = cenacle_command_get_store (self, error);

  return store != NULL && cen_query_resolve (store, circle, text, ret_id, error);
}

gboolean
cenacle_command_open_target (CenacleCommand *self, const char *text, guint wait_ms,
                             CenacleTarget *ret_target, GError **error)
{
  ret_target->row = cenacle_command_find_circle (self, text, error);
  if (ret_target->row == NULL)
    return FALSE;
  ret_target->circle = cen_id_dup_text (&ret_target->row->id);
  ret_target->engine = cenacle_command_get_engine (self, wait_ms, error);
  return ret_target->engine != NULL;
}

void
cenacle_target_clear (CenacleTarget *self)
{
  g_clear_pointer (&self->row, cen_circle_row_free);
  g_clear_pointer (&self->circle, g_free);
}

const char *
cenacle_command_get_user_name (void)
{
  const char *real_name = g_get_real_name ();

  /* GLib's word for a user whose full name the system does not know. */
  if (strcmp (real_name, "Unknown") == 0 || real_name[0] == '\0')
    return g_get_user_name ();
  return real_name;
}

GVariant *
cenacle_command_field (const char *name, const char *value, const char *const *fields,
                       GError **error)
{
  g_auto (GVariantDict) dict = G_VARIANT_DICT_INIT (NULL);

  if (!g_strv_contains (fields, name)) {
    g_autofree char *known = g_strjoinv (", ", (char **) fields);

    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 /* Translators: a word that was typed, and a list of words. */
                 _ ("There is no field “%s”; there are %s."), name, known);
    return NULL;
  }
  g_variant_dict_insert (&dict, name, "s", value);
  return g_variant_ref_sink (g_variant_dict_end (&dict));
}

void
cenacle_command_show_id (CenacleCommand *self, const char *id)
{
  g_autoptr (CenacleOutput) output = cenacle_output_new (CENACLE_SHAPE_RECORD, self->format);

  cenacle_output_add_row (output);
  cenacle_output_add_text (output, "id", _ ("Id"), id);
  cenacle_output_show (output);
}

void
cenacle_command_show_membership (CenacleCommand *self, const char *circle, const char *member,
                                 const char *device)
{
  g_autoptr (CenacleOutput) output = cenacle_output_new (CENACLE_SHAPE_RECORD, self->format);

  cenacle_output_add_row (output);
  cenacle_output_add_text (output, "circle", _ ("Circle"), circle);
  cenacle_output_add_text (output, "member", _ ("Member"), member);
  cenacle_output_add_text (output, "device", _ ("Device"), device);
  cenacle_output_show (output);
}

void
cenacle_command_show_nothing (CenacleCommand *self)
{
  cenacle_output_show_nothing (self->format);
}
