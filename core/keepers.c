/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "keepers.h"

#include "kinds-far.h"
#include "queries-devices.h"
#include "queries-objects.h"

#include <string.h>

static void
row_free (gpointer data)
{
  CenKeeperRow *row = data;

  g_free (row->name);
  g_free (row->member_name);
  g_free (row);
}

static const CenDeviceRow *
find_device (GPtrArray *devices, const CenObjectRow *object)
{
  g_autoptr (GBytes) key = cen_object_row_dup_bytes (object, CEN_KEEPER_DEVICE);

  for (guint i = 0; key != NULL && g_bytes_get_size (key) == CEN_ID_LEN && i < devices->len; i++) {
    const CenDeviceRow *device = devices->pdata[i];

    if (memcmp (g_bytes_get_data (key, NULL), device->id.bytes, CEN_ID_LEN) == 0 &&
        cen_id_equal (&device->member, &object->author) && device->state == CEN_DEVICE_ACTIVE)
      return device;
  }
  return NULL;
}

static gboolean
has_device (GPtrArray *rows, const CenId *device)
{
  for (guint i = 0; i < rows->len; i++) {
    if (cen_id_equal (&((const CenKeeperRow *) rows->pdata[i])->device, device))
      return TRUE;
  }
  return FALSE;
}

GPtrArray *
cen_keepers_list (CenStore *store, const CenId *circle, GError **error)
{
  g_autoptr (GPtrArray) objects = cen_query_objects (store, circle, CEN_KIND_KEEPER, NULL, error);
  g_autoptr (GPtrArray) devices = NULL;
  GPtrArray *rows;

  if (objects == NULL)
    return NULL;
  devices = cen_query_devices (store, circle, NULL, error);
  if (devices == NULL)
    return NULL;
  rows = g_ptr_array_new_with_free_func (row_free);
  for (guint i = 0; i < objects->len; i++) {
    const CenObjectRow *object = objects->pdata[i];
    const CenDeviceRow *device = find_device (devices, object);
    CenKeeperRow *row;

    if (device == NULL || has_device (rows, &device->id))
      continue;
    row = g_new0 (CenKeeperRow, 1);
    row->id = object->id;
    row->name = cen_object_row_dup_text (object, CEN_KEEPER_NAME);
    row->device = device->id;
    row->member = device->member;
    row->member_name = g_strdup (device->member_name);
    row->last_seen_ms = device->last_seen_ms;
    row->is_self = device->is_self;
    g_ptr_array_add (rows, row);
  }
  return rows;
}
