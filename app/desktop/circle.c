/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The frame and the members (at most CEN_MEMBERS_MAX) are small enough for the main thread. They
 * are read again before "changed" is emitted, so a handler always sees what it was told of. */

#include "circle.h"

#include "app/control/errors.h"
#include "core/private-notes.h"
#include "core/queries-devices.h"
#include "core/store-local.h"

#include <glib/gi18n.h>

#define STATUS_DELAY_MS 150

struct _CenacleCircle {
  GObject parent;
  CenacleClient *client;
  CenId id;
  char id_text[CEN_ID_TEXT_LEN + 1];
  CenCircleRow *row;
  GPtrArray *members;
  gboolean is_device_removed;
  GHashTable *verified;  /* CenId of members: a set */
  GHashTable *ignored;   /* likewise */
  GHashTable *deletions; /* CenId of a message to Deletion */
  guint status_source;
};

typedef struct {
  CenacleCircle *circle; /* not owned: deletions are flushed before it goes */
  CenId message;
  guint source;
} Deletion;

enum {
  SIGNAL_CHANGED,
  SIGNAL_TYPING,
  SIGNAL_LIVE,
  SIGNAL_SESSION_CHANGED,
  SIGNAL_FAILED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CenacleCircle, cenacle_circle, G_TYPE_OBJECT)

static gboolean
is_removed (CenStore *store, const CenCircleRow *row)
{
  g_autoptr (GPtrArray) devices = cen_query_devices (store, &row->id, &row->self_member, NULL);

  for (guint i = 0; devices != NULL && i < devices->len; i++) {
    const CenDeviceRow *device = g_ptr_array_index (devices, i);

    if (device->is_self)
      return device->state != CEN_DEVICE_ACTIVE;
  }
  return FALSE;
}

static gboolean
reload (CenacleCircle *self, GError **error)
{
  CenStore *store = cenacle_client_get_store (self->client, error);

  if (store == NULL)
    return FALSE;

  g_autoptr (CenCircleRow) row = cen_query_circle (store, &self->id, error);
  g_autoptr (GPtrArray) members = row != NULL ? cen_query_members (store, &self->id, error) : NULL;

  g_autoptr (GHashTable) verified =
      members != NULL ? cen_local_list_verified (store, &self->id, error) : NULL;

  g_autoptr (GHashTable) ignored =
      verified != NULL ? cen_private_list (store, &self->id, CEN_PRIVATE_IGNORED, error) : NULL;

  if (ignored == NULL)
    return FALSE;
  g_clear_pointer (&self->ignored, g_hash_table_unref);
  self->ignored = g_steal_pointer (&ignored);
  g_clear_pointer (&self->row, cen_circle_row_free);
  g_clear_pointer (&self->members, g_ptr_array_unref);
  g_clear_pointer (&self->verified, g_hash_table_unref);
  self->verified = g_steal_pointer (&verified);
  self->row = g_steal_pointer (&row);
  self->members = g_steal_pointer (&members);
  self->is_device_removed = is_removed (store, self->row);
  return TRUE;
}

static guint
parse_changes (const char *const *what)
{
  static const char *const names[] = { "frame",  "members", "channels", "messages", "local",
                                       "status", "letters", "copies",   "objects",  "files" };
  guint changes = 0;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    if (g_strv_contains (what, names[i]))
      changes |= 1u << i;
  }
  return changes;
}

/* A choice that changes how members and messages show. */
static gboolean
reload_ignored (CenacleCircle *self)
{
  CenStore *store = cenacle_client_get_store (self->client, NULL);
  g_autoptr (GHashTable) ignored =
      store != NULL ? cen_private_list (store, &self->id, CEN_PRIVATE_IGNORED, NULL) : NULL;
  GHashTableIter iter;
  gpointer id;
  gboolean is_same = ignored != NULL && self->ignored != NULL &&
                     g_hash_table_size (ignored) == g_hash_table_size (self->ignored);

  if (ignored == NULL)
    return FALSE;
  g_hash_table_iter_init (&iter, ignored);
  while (is_same && g_hash_table_iter_next (&iter, &id, NULL))
    is_same = g_hash_table_contains (self->ignored, id);
  g_clear_pointer (&self->ignored, g_hash_table_unref);
  self->ignored = g_steal_pointer (&ignored);
  return !is_same;
}

static gboolean
status_cb (gpointer data)
{
  CenacleCircle *self = data;

  self->status_source = 0;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0, (guint) CENACLE_CHANGE_STATUS);
  return G_SOURCE_REMOVE;
}

static void
changed_cb (CenacleCircle *self, const char *circle, const char *const *what)
{
  guint changes = parse_changes (what);

  if (circle[0] != '\0' && !g_str_equal (circle, self->id_text))
    return;
  if ((changes & (CENACLE_CHANGE_FRAME | CENACLE_CHANGE_MEMBERS | CENACLE_CHANGE_CHANNELS)) != 0) {
    g_autoptr (GError) error = NULL;

    if (!reload (self, &error))
      g_debug ("circle not read: %s", error->message);
  }
  if ((changes & CENACLE_CHANGE_LOCAL) != 0 && reload_ignored (self))
    changes |= CENACLE_CHANGE_MEMBERS;
  /* Who has what changes with each message that comes, and everybody who shows it asks the engine.
   */
  if ((changes & CENACLE_CHANGE_STATUS) != 0 && self->status_source == 0)
    self->status_source = g_timeout_add (STATUS_DELAY_MS, status_cb, self);
  changes &= ~(guint) CENACLE_CHANGE_STATUS;
  if (changes != 0)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0, changes);
}

static void
typing_cb (CenacleCircle *self, const char *circle, const char *channel, const char *member)
{
  if (g_str_equal (circle, self->id_text))
    g_signal_emit (self, signals[SIGNAL_TYPING], 0, channel, member);
}

static void
live_cb (CenacleCircle *self, const char *circle, guint kind, const char *object,
         const char *member, const char *device, GVariant *body)
{
  if (g_str_equal (circle, self->id_text))
    g_signal_emit (self, signals[SIGNAL_LIVE], 0, kind, object, member, device, body);
}

static void
session_changed_cb (CenacleCircle *self, const char *circle, const char *session)
{
  if (g_str_equal (circle, self->id_text))
    g_signal_emit (self, signals[SIGNAL_SESSION_CHANGED], 0, session);
}

/* What was missed while the engine was away is not told again. */
static void
state_cb (CenacleCircle *self)
{
  if (cenacle_client_get_state (self->client) == CENACLE_CLIENT_CONNECTED && reload (self, NULL))
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0, (guint) CENACLE_CHANGE_ALL);
}

static void
deletion_free (Deletion *deletion)
{
  g_clear_handle_id (&deletion->source, g_source_remove);
  g_free (deletion);
}

static void
notify_messages (CenacleCircle *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0,
                 (guint) (CENACLE_CHANGE_MESSAGES | CENACLE_CHANGE_LETTERS));
}

static void
redacted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Deletion *deletion = user_data;
  g_autoptr (CenacleCircle) self = deletion->circle;
  g_autoptr (GError) error = NULL;

  if (!cenacle_engine1_call_redact_finish (CENACLE_ENGINE1 (source), result, &error)) {
    cenacle_errors_settle (&error);
    g_signal_emit (self, signals[SIGNAL_FAILED], 0, error->message);
  }
  g_hash_table_remove (self->deletions, &deletion->message);
  notify_messages (self);
}

/* The message stays hidden until the engine has answered. */
static gboolean
delete_cb (gpointer data)
{
  Deletion *deletion = data;
  CenacleCircle *self = deletion->circle;
  CenacleEngine1 *engine = cenacle_circle_get_engine (self);
  g_autofree char *message = cen_id_dup_text (&deletion->message);

  if (engine == NULL)
    return G_SOURCE_CONTINUE; /* it comes back */
  deletion->source = 0;
  g_object_ref (self);
  cenacle_engine1_call_redact (engine, self->id_text, message, NULL, redacted_cb, deletion);
  return G_SOURCE_REMOVE;
}

static void
cenacle_circle_finalize (GObject *object)
{
  CenacleCircle *self = CENACLE_CIRCLE (object);

  g_clear_handle_id (&self->status_source, g_source_remove);
  g_clear_pointer (&self->row, cen_circle_row_free);
  g_clear_pointer (&self->members, g_ptr_array_unref);
  g_clear_pointer (&self->verified, g_hash_table_unref);
  g_clear_pointer (&self->ignored, g_hash_table_unref);
  g_hash_table_unref (self->deletions);
  g_clear_object (&self->client);
  G_OBJECT_CLASS (cenacle_circle_parent_class)->finalize (object);
}

static void
cenacle_circle_class_init (CenacleCircleClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = cenacle_circle_finalize;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", CENACLE_TYPE_CIRCLE, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[SIGNAL_TYPING] = g_signal_new ("typing", CENACLE_TYPE_CIRCLE, G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
  signals[SIGNAL_LIVE] = g_signal_new ("live", CENACLE_TYPE_CIRCLE, G_SIGNAL_RUN_LAST, 0, NULL,
                                       NULL, NULL, G_TYPE_NONE, 5, G_TYPE_UINT, G_TYPE_STRING,
                                       G_TYPE_STRING, G_TYPE_STRING, G_TYPE_VARIANT);
  signals[SIGNAL_SESSION_CHANGED] =
      g_signal_new ("session-changed", CENACLE_TYPE_CIRCLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_FAILED] = g_signal_new ("failed", CENACLE_TYPE_CIRCLE, G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
cenacle_circle_init (CenacleCircle *self)
{
  self->deletions =
      g_hash_table_new_full (cen_id_hash, cen_id_hash_equal, NULL, (GDestroyNotify) deletion_free);
}

CenacleCircle *
cenacle_circle_new (CenacleClient *client, const CenId *id, GError **error)
{
  g_autoptr (CenacleCircle) self = g_object_new (CENACLE_TYPE_CIRCLE, NULL);

  self->client = g_object_ref (client);
  self->id = *id;
  cen_id_to_text (id, self->id_text);
  if (!reload (self, error))
    return NULL;
  g_signal_connect_object (client, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (client, "typing", G_CALLBACK (typing_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (client, "live", G_CALLBACK (live_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (client, "session-changed", G_CALLBACK (session_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (client, "notify::state", G_CALLBACK (state_cb), self, G_CONNECT_SWAPPED);
  return g_steal_pointer (&self);
}

CenacleClient *
cenacle_circle_get_client (CenacleCircle *self)
{
  return self->client;
}

CenacleEngine1 *
cenacle_circle_get_engine (CenacleCircle *self)
{
  return cenacle_client_get_engine (self->client);
}

CenStore *
cenacle_circle_get_store (CenacleCircle *self)
{
  return cenacle_client_get_store (self->client, NULL);
}

const CenId *
cenacle_circle_get_id (CenacleCircle *self)
{
  return &self->id;
}

const char *
cenacle_circle_get_id_text (CenacleCircle *self)
{
  return self->id_text;
}

const CenCircleRow *
cenacle_circle_get_row (CenacleCircle *self)
{
  return self->row;
}

gboolean
cenacle_circle_is_active (CenacleCircle *self)
{
  return self->row->self_state == CEN_MEMBER_ACTIVE && !self->is_device_removed;
}

gboolean
cenacle_circle_can_facilitate (CenacleCircle *self)
{
  return cenacle_circle_is_active (self) && self->row->self_role <= CEN_ROLE_FACILITATOR;
}

GPtrArray *
cenacle_circle_get_members (CenacleCircle *self)
{
  return self->members;
}

const CenMemberRow *
cenacle_circle_get_member (CenacleCircle *self, const CenId *member)
{
  for (guint i = 0; i < self->members->len; i++) {
    const CenMemberRow *row = g_ptr_array_index (self->members, i);

    if (cen_id_equal (&row->id, member))
      return row;
  }
  return NULL;
}

gboolean
cenacle_circle_is_verified (CenacleCircle *self, const CenId *member)
{
  return g_hash_table_contains (self->verified, member);
}

gboolean
cenacle_circle_is_ignored (CenacleCircle *self, const CenId *member)
{
  return self->ignored != NULL && g_hash_table_contains (self->ignored, member);
}

void
cenacle_circle_delete_later (CenacleCircle *self, const CenId *message)
{
  if (g_hash_table_contains (self->deletions, message))
    return;

  Deletion *deletion = g_new0 (Deletion, 1);

  deletion->circle = self;
  deletion->message = *message;
  deletion->source = g_timeout_add (CENACLE_CIRCLE_UNDO_MS, delete_cb, deletion);
  g_hash_table_insert (self->deletions, &deletion->message, deletion);
  notify_messages (self);
}

void
cenacle_circle_undo_deletion (CenacleCircle *self, const CenId *message)
{
  Deletion *deletion = g_hash_table_lookup (self->deletions, message);

  if (deletion == NULL || deletion->source == 0)
    return; /* too late: the engine was asked */
  g_hash_table_remove (self->deletions, message);
  notify_messages (self);
}

gboolean
cenacle_circle_is_deleting (CenacleCircle *self, const CenId *message)
{
  return g_hash_table_contains (self->deletions, message);
}

void
cenacle_circle_flush_deletions (CenacleCircle *self)
{
  CenacleEngine1 *engine = cenacle_circle_get_engine (self);
  GHashTableIter iter;
  gpointer value;

  if (engine == NULL)
    return;
  g_hash_table_iter_init (&iter, self->deletions);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    Deletion *deletion = value;

    if (deletion->source == 0)
      continue;
    g_clear_handle_id (&deletion->source, g_source_remove);
    delete_cb (deletion);
  }
  g_dbus_connection_flush_sync (g_dbus_proxy_get_connection (G_DBUS_PROXY (engine)), NULL, NULL);
}

const char *
cenacle_circle_get_role_label (CenRole role)
{
  switch (role) {
  case CEN_ROLE_OWNER:
    return _ ("Founder");
  case CEN_ROLE_FACILITATOR:
    return _ ("Facilitator");
  case CEN_ROLE_GUEST:
    return _ ("Guest");
  case CEN_ROLE_MEMBER:
  default:
    return _ ("Member");
  }
}
