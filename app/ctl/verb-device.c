/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/queries-devices.h"
#include "parse.h"
#include "qr.h"
#include "verb.h"

#include <glib/gi18n.h>

/* How long the new device waits for the other one to answer when nobody has a wish. */
#define WAIT_MS 30000

static struct {
  char *expires;
  char **addresses;
  gboolean has_no_address;
  char *qr;
  char *wait;
} options;

static const GOptionEntry link_options[] = {
  { "expires", 0, 0, G_OPTION_ARG_FILENAME, &options.expires,
    N_ ("How long it holds, at most a day: 15m, 1h (15m)"), N_ ("WHILE") },
  { "address", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options.addresses,
    N_ ("Where to find this device, instead of what it knows itself; may be repeated"),
    "tcp://HOST:PORT" },
  { "no-address", 0, 0, G_OPTION_ARG_NONE, &options.has_no_address, N_ ("Name no address"), NULL },
  { "qr", 0, 0, G_OPTION_ARG_FILENAME, &options.qr, N_ ("Also draw it as a QR code"),
    N_ ("FILE.png") },
  G_OPTION_ENTRY_NULL,
};

static const GOptionEntry add_options[] = {
  { "wait", 0, 0, G_OPTION_ARG_FILENAME, &options.wait, N_ ("Give up after SECONDS (30)"),
    N_ ("SECONDS") },
  G_OPTION_ENTRY_NULL,
};

static GVariant *
dup_link_wishes (GError **error)
{
  g_auto (GVariantDict) dict = G_VARIANT_DICT_INIT (NULL);
  gint64 expires_ms;

  if (options.expires != NULL) {
    if (!cenacle_parse_while (options.expires, &expires_ms, error))
      return NULL;
    g_variant_dict_insert (&dict, "expires", "x", expires_ms);
  }
  if (options.addresses != NULL)
    g_variant_dict_insert (&dict, "addresses", "^as", options.addresses);
  if (options.has_no_address)
    g_variant_dict_insert (&dict, "no-address", "b", TRUE);
  return g_variant_ref_sink (g_variant_dict_end (&dict));
}

static gboolean
create_link (CenacleCommand *command, char **arguments, GError **error)
{
  g_autoptr (CenacleOutput) output =
      cenacle_output_new (CENACLE_SHAPE_RECORD, cenacle_command_get_format (command));
  g_autoptr (GVariant) wishes = dup_link_wishes (error);
  g_auto (CenacleTarget) target = { 0 };
  g_autofree char *link = NULL;

  if (wishes == NULL || !cenacle_command_open_target (command, arguments[0], 0, &target, error) ||
      !cenacle_command_settle (cenacle_engine1_call_create_device_link_sync (target.engine,
                                                                             target.circle, wishes,
                                                                             &link, NULL, error),
                               error))
    return FALSE;
  if (options.qr != NULL && !cenacle_qr_save (link, options.qr, error))
    return FALSE;
  cenacle_output_add_row (output);
  cenacle_output_add_text (output, "link", _ ("Link"), link);
  cenacle_output_show (output);
  return TRUE;
}

static gboolean
add_device (CenacleCommand *command, char **arguments, GError **error)
{
  g_autofree char *circle = NULL;
  g_autofree char *member = NULL;
  g_autofree char *device = NULL;
  CenacleEngine1 *engine;
  guint wait_ms = WAIT_MS;

  if (options.wait != NULL && !cenacle_parse_seconds (options.wait, &wait_ms, error))
    return FALSE;
  engine = cenacle_command_get_engine (command, wait_ms, error);
  if (engine == NULL ||
      !cenacle_command_settle (cenacle_engine1_call_add_device_sync (engine, arguments[0], wait_ms,
                                                                     &circle, &member, &device,
                                                                     NULL, error),
                               error))
    return FALSE;
  cenacle_command_show_membership (command, circle, member, device);
  return TRUE;
}

static gboolean
list_devices (CenacleCommand *command, char **arguments, GError **error)
{
  g_autoptr (CenacleOutput) output =
      cenacle_output_new (CENACLE_SHAPE_LIST, cenacle_command_get_format (command));
  g_autoptr (CenCircleRow) circle = cenacle_command_find_circle (command, arguments[0], error);
  g_autoptr (GPtrArray) rows = NULL;

  if (circle == NULL)
    return FALSE;
  rows = cen_query_devices (cenacle_command_get_store (command, error), &circle->id, NULL, error);
  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < rows->len; i++) {
    const CenDeviceRow *row = g_ptr_array_index (rows, i);

    cenacle_output_add_row (output);
    cenacle_output_add_id (output, "device", _ ("Device"), &row->id);
    cenacle_output_add_id (output, "member", NULL, &row->member);
    cenacle_output_add_text (output, "name", _ ("Member"), row->member_name);
    cenacle_output_add_time (output, "added", _ ("Added"), row->added_ms);
    cenacle_output_add_time (output, "last_seen", _ ("Last seen"), row->last_seen_ms);
    cenacle_output_add_bool (output, "self", _ ("This one"), row->is_self);
    cenacle_output_add_said (output, "state", _ ("State"), cen_device_state_to_name (row->state),
                             row->state == CEN_DEVICE_ACTIVE ? C_ ("device", "active")
                                                             : C_ ("device", "removed"));
  }
  cenacle_output_show (output);
  return TRUE;
}

static gboolean
remove_device (CenacleCommand *command, char **arguments, GError **error)
{
  g_auto (CenacleTarget) target = { 0 };
  g_autofree char *device = NULL;
  CenId id;

  if (!cenacle_command_open_target (command, arguments[0], 0, &target, error) ||
      !cenacle_command_find_device (command, &target.row->id, arguments[1], &id, error))
    return FALSE;
  device = cen_id_dup_text (&id);
  if (!cenacle_command_settle (cenacle_engine1_call_remove_device_sync (target.engine,
                                                                        target.circle, device, NULL,
                                                                        error),
                               error))
    return FALSE;
  cenacle_command_show_nothing (command);
  return TRUE;
}

const CenacleVerb cenacle_device_verbs[] = {
  { "device link", "CIRCLE", 1, 1, link_options, create_link,
    N_ ("Make a link that makes another device one of yours.") },
  { "device add", "LINK", 1, 1, add_options, add_device,
    N_ ("Make this device one of the person who made the link.") },
  { "device list", "CIRCLE", 1, 1, NULL, list_devices, N_ ("List the devices in a circle.") },
  { "device remove", "CIRCLE DEVICE", 2, 2, NULL, remove_device,
    N_ ("Remove a device from a circle.") },
  { NULL },
};
