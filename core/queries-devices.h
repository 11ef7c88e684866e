/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The devices of a circle's members; as queries.h. */

#pragma once

#include "queries.h"

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  CEN_DEVICE_ACTIVE,
  CEN_DEVICE_REMOVED, /* by itself, or with its member */
} CenDeviceState;

typedef struct {
  CenId id; /* its key D */
  CenId member;
  char *member_name;
  gint64 added_ms;     /* by its own clock */
  gint64 last_seen_ms; /* when it last spoke with us; 0 never */
  gboolean is_self;    /* this very device */
  CenDeviceState state;
} CenDeviceRow;

const char *cen_device_state_to_name (CenDeviceState state);

/* CenDeviceRow of @member (NULL: of all), by member, those that were added first before others. A
 * device that never took effect is not among them. */
GPtrArray *
cen_query_devices (CenStore *store, const CenId *circle, const CenId *member, GError **error);

G_END_DECLS
