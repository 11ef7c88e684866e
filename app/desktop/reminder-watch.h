/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleReminderWatch: looks from time to time which sessions begin soon, and tells the person,
 * who chose how long before, or takes that back. */

#pragma once

#include "app/control/client.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define CENACLE_REMINDER_LOOK_S 20

#define CENACLE_TYPE_REMINDER_WATCH (cenacle_reminder_watch_get_type ())
G_DECLARE_FINAL_TYPE (CenacleReminderWatch, cenacle_reminder_watch, CENACLE, REMINDER_WATCH,
                      GObject)

/* @settings may be NULL: then nobody is reminded. What it shows leads to the action
 * "app.open-object", with the ids of a circle and of a session. */
CenacleReminderWatch *
cenacle_reminder_watch_new (GApplication *application, CenacleClient *client, GSettings *settings);

/* How long before @session (its id) one is reminded, in minutes; 0: never. */
guint cenacle_reminder_get_before (GSettings *settings, const char *session);
void cenacle_reminder_set_before (GSettings *settings, const char *session, guint before_min);

G_END_DECLS
