/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleMeteredWatch: tells whether each byte may cost on the network this machine is on, by
 * NetworkManager's word on the system bus; where there is none it stays silent, and none does. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _CenacleMeteredWatch CenacleMeteredWatch;

/* In the main context of the thread that made the watch; whenever it changes. */
typedef void (*CenacleMeteredFunc) (gboolean is_metered, gpointer user_data);

CenacleMeteredWatch *cenacle_metered_watch_new (CenacleMeteredFunc changed, gpointer user_data);
void cenacle_metered_watch_free (CenacleMeteredWatch *self);

G_END_DECLS
