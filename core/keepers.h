/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Devices of members that are mostly on, and so keep a circle reachable, as their members said. */

#pragma once

#include "store.h"

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  CenId id; /* of the object that says so */
  char *name;
  CenId device;
  CenId member;
  char *member_name;
  gint64 last_seen_ms; /* when it last spoke with us; 0 never */
  gboolean is_self;    /* this very device */
} CenKeeperRow;

/* CenKeeperRow, the oldest first: of devices that are in, each said to be one by their own member,
 * and once. Errors: CEN_ERROR_STORAGE. */
GPtrArray *cen_keepers_list (CenStore *store, const CenId *circle, GError **error);

G_END_DECLS
