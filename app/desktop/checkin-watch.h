/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleCheckinWatch: looks from time to time in which pairs the person is asked how it goes, and
 * tells them once, on whichever of their devices is there first; takes it back when they said. */

#pragma once

#include "app/control/client.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define CENACLE_CHECKIN_LOOK_S 60

#define CENACLE_TYPE_CHECKIN_WATCH (cenacle_checkin_watch_get_type ())
G_DECLARE_FINAL_TYPE (CenacleCheckinWatch, cenacle_checkin_watch, CENACLE, CHECKIN_WATCH, GObject)

/* @application owns it; what it shows leads to the action "app.open-object", with the ids of a
 * circle and of a pair. */
CenacleCheckinWatch *cenacle_checkin_watch_new (GApplication *application, CenacleClient *client);

G_END_DECLS
