/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "device-row.h"

#include "time-text.h"

#include <glib/gi18n.h>

#define NAME_LEN 4 /* letters of the id */

char *
cenacle_device_row_dup_name (const CenDeviceRow *device)
{
  g_autofree char *id = cen_id_dup_text (&device->id);

  if (device->is_self)
    return g_strdup (_ ("This device"));
  id[NAME_LEN] = '\0';
  /* Translators: the first letters of its id. */
  return g_strdup_printf (_ ("Device %s"), id);
}

static char *
dup_seen (const CenDeviceRow *device)
{
  g_autofree char *ago = NULL;

  if (device->state != CEN_DEVICE_ACTIVE)
    return g_strdup (C_ ("device", "removed"));
  if (device->is_self)
    return NULL;
  if (device->last_seen_ms == 0)
    return g_strdup (_ ("not met yet"));
  ago = cenacle_time_text_dup_ago (device->last_seen_ms);
  /* Translators: followed by "5 minutes ago". */
  return g_strdup_printf (_ ("last met %s"), ago);
}

void
cenacle_device_row_update (GtkWidget *row, const CenDeviceRow *device)
{
  g_autofree char *seen = dup_seen (device);
  g_autofree char *day = cenacle_time_text_dup_day (device->added_ms);
  /* Translators: the day on which it became a device of this circle. */
  g_autofree char *added = g_strdup_printf (_ ("Added: %s"), day);
  g_autofree char *subtitle =
      seen != NULL ? g_strdup_printf ("%s · %s", added, seen) : g_strdup (added);

  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
}

GtkWidget *
cenacle_device_row_new (const CenDeviceRow *device)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *name = cenacle_device_row_dup_name (device);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row),
                             gtk_image_new_from_icon_name ("computer-symbolic"));
  cenacle_device_row_update (row, device);
  return row;
}
