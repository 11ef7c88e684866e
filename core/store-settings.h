/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenSetting: what was chosen for a home, as opposed to a circle. It stays on this device. */

#pragma once

#include "store.h"

#include <glib.h>

G_BEGIN_DECLS

/* The numbers stand in replicas. */
typedef enum {
  CEN_SETTING_DISCOVERY = 1,     /* whether people are looked for on the local network */
  CEN_SETTING_RELAY_QUOTA = 2,   /* of a relay: bytes in all */
  CEN_SETTING_MAILBOX_QUOTA = 3, /* bytes for a mailbox for which nothing else is said */
  CEN_SETTING_RELAY_PORT = 5,
  CEN_SETTING_RELAY_KEEP = 4,   /* for how long envelopes are kept, in ms */
  CEN_SETTING_PORT_MAPPING = 7, /* whether the router is asked to let others in */
  CEN_SETTING_ERASED = 6,       /* words that were erased still stand in the index (erased.h) */
} CenSetting;

/* @otherwise: when nothing was chosen, or it cannot be read. Works on a read-only store. */
gint64 cen_setting_get (CenStore *store, CenSetting setting, gint64 otherwise);
/* Errors: CEN_ERROR_STORAGE. */
gboolean cen_setting_set (CenStore *store, CenSetting setting, gint64 value, GError **error);

G_END_DECLS
