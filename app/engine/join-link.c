/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* connect ─► Join or AddDevice ─► SetKeeper ─► done; what could not be done for want of somebody to
 * meet is tried again after a while, and what was refused is told once. A circle that this home is
 * in already is only told of its keeper, so that the same link may stay in a service's settings. */

#include "join-link.h"

#include "app/control/connection.h"
#include "app/control/engine1.h"
#include "app/control/errors.h"
#include "app/control/paths.h"
#include "core/device-link.h"
#include "core/error.h"
#include "core/invite.h"

#include <glib/gi18n.h>

struct _CenacleJoinLink {
  char *home;
  char *link;
  char *name;
  char *circle;
  GCancellable *cancellable;
  CenacleEngine1 *engine;
  guint retry;
};

static void connect_now (CenacleJoinLink *self);

static gboolean
retry_cb (gpointer data)
{
  CenacleJoinLink *self = data;

  self->retry = 0;
  connect_now (self);
  return G_SOURCE_REMOVE;
}

static void
try_later (CenacleJoinLink *self)
{
  g_clear_object (&self->engine);
  if (self->retry == 0)
    self->retry = g_timeout_add_seconds (CENACLE_JOIN_LINK_RETRY_SECONDS, retry_cb, self);
}

/* Tries again, unless it was refused. */
static void
take_error (CenacleJoinLink *self, GError **settled)
{
  const GError *error;

  if (g_error_matches (*settled, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  cenacle_errors_settle (settled);
  error = *settled;
  if (g_error_matches (error, CEN_ERROR, CEN_ERROR_REFUSED) ||
      g_error_matches (error, CEN_ERROR, CEN_ERROR_INVALID) ||
      g_error_matches (error, CEN_ERROR, CEN_ERROR_NEWER)) {
    g_printerr ("cenacled: %s\n", error->message);
    return;
  }
  g_info ("the link is tried again: %s", error->message);
  try_later (self);
}

static void
kept_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (cenacle_engine1_call_set_keeper_finish (CENACLE_ENGINE1 (source), result, &error))
    g_message ("in the circle %s, and keeping it reachable",
               ((CenacleJoinLink *) user_data)->circle);
  else
    take_error (user_data, &error);
}

static void
keep (CenacleJoinLink *self)
{
  cenacle_engine1_call_set_keeper (self->engine, self->circle, self->name, self->cancellable,
                                   kept_cb, self);
}

static void
joined_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (cenacle_engine1_call_join_finish (CENACLE_ENGINE1 (source), NULL, NULL, NULL, result, &error))
    keep (user_data);
  else
    take_error (user_data, &error);
}

static void
added_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (cenacle_engine1_call_add_device_finish (CENACLE_ENGINE1 (source), NULL, NULL, NULL, result,
                                              &error))
    keep (user_data);
  else
    take_error (user_data, &error);
}

static void
enter (CenacleJoinLink *self)
{
  g_dbus_proxy_set_default_timeout (G_DBUS_PROXY (self->engine), 2 * CENACLE_JOIN_LINK_WAIT_MS);
  if (cen_device_link_is_one (self->link))
    cenacle_engine1_call_add_device (self->engine, self->link, CENACLE_JOIN_LINK_WAIT_MS,
                                     self->cancellable, added_cb, self);
  else
    cenacle_engine1_call_join (self->engine, self->link, self->name, CENACLE_JOIN_LINK_WAIT_MS,
                               self->cancellable, joined_cb, self);
}

/* Whether this home is in the circle of the link, as the engine tells it. */
static void
status_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GVariant) circles = NULL;
  g_autoptr (GError) error = NULL;
  CenacleJoinLink *self = user_data;

  if (cenacle_engine1_call_get_status_finish (CENACLE_ENGINE1 (source), &circles, result, &error) &&
      g_variant_n_children (circles) > 0)
    keep (self);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    enter (self);
}

static void
proxy_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  CenacleEngine1 *engine = cenacle_engine1_proxy_new_finish (result, &error);
  CenacleJoinLink *self = user_data;

  if (engine == NULL) {
    take_error (self, &error);
    return;
  }
  g_clear_object (&self->engine);
  self->engine = engine;
  cenacle_engine1_call_get_status (self->engine, self->circle, self->cancellable, status_cb, self);
}

static void
connected_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) connection = cenacle_connection_open_finish (result, &error);
  CenacleJoinLink *self = user_data;

  if (connection != NULL)
    cenacle_engine1_proxy_new (connection, G_DBUS_PROXY_FLAGS_DO_NOT_LOAD_PROPERTIES, NULL,
                               CENACLE_ENGINE_OBJECT_PATH, self->cancellable, proxy_cb, self);
  else
    take_error (self, &error);
}

static void
connect_now (CenacleJoinLink *self)
{
  cenacle_connection_open_async (self->home, self->cancellable, connected_cb, self);
}

/* The circle that @link leads to; NULL with an error. */
static char *
dup_circle (const char *link, GError **error)
{
  CenInviteLink content;
  char *circle;

  if (!(cen_device_link_is_one (link) ? cen_device_link_parse (&content, link, error)
                                      : cen_invite_link_parse (&content, link, error)))
    return NULL;
  circle = cen_id_dup_text (&content.circle);
  cen_invite_link_clear (&content);
  return circle;
}

CenacleJoinLink *
cenacle_join_link_new (const char *home, const char *link, const char *name)
{
  CenacleJoinLink *self = g_new0 (CenacleJoinLink, 1);
  g_autoptr (GError) error = NULL;

  self->home = g_strdup (home);
  self->link = g_strdup (link);
  self->name = g_strdup (name);
  self->cancellable = g_cancellable_new ();
  self->circle = dup_circle (link, &error);
  if (self->circle != NULL)
    connect_now (self);
  else
    take_error (self, &error);
  return self;
}

void
cenacle_join_link_free (CenacleJoinLink *self)
{
  if (self == NULL)
    return;
  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->retry, g_source_remove);
  g_clear_object (&self->engine);
  g_clear_object (&self->cancellable);
  g_free (self->home);
  g_free (self->link);
  g_free (self->name);
  g_free (self->circle);
  g_free (self);
}
