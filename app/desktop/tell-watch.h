/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleTellWatch: tells a person what comes, window or not, and takes it back when it was read.
 * It hangs on the application alone; of the window it only wants to know what is being looked at.
 */

#pragma once

#include "app/control/client.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define CENACLE_TYPE_TELL_WATCH (cenacle_tell_watch_get_type ())
G_DECLARE_FINAL_TYPE (CenacleTellWatch, cenacle_tell_watch, CENACLE, TELL_WATCH, GObject)

/* Whether the person has the place before their eyes where an object of @kind shows. @place: the
 * channel of a message, the author of a letter. */
typedef gboolean (*CenacleTellLooks) (const CenId *circle, const char *kind, const CenId *place,
                                      gpointer user_data);

/* @settings may be NULL: then nothing is told. What it shows leads to the action
 * "app.open-object", with the ids of a circle and of an object. */
CenacleTellWatch *cenacle_tell_watch_new (GApplication *application, CenacleClient *client,
                                          GSettings *settings, CenacleTellLooks looks,
                                          gpointer user_data);

/* What is being looked at has changed. */
void cenacle_tell_watch_look (CenacleTellWatch *self);

G_END_DECLS
