/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenaclePreferences: how this home is kept. */

#pragma once

#include "app/control/client.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CENACLE_TYPE_PREFERENCES (cenacle_preferences_get_type ())
G_DECLARE_FINAL_TYPE (CenaclePreferences, cenacle_preferences, CENACLE, PREFERENCES,
                      AdwPreferencesWindow)

GtkWindow *cenacle_preferences_new (GtkWindow *parent, CenacleClient *client);

G_END_DECLS
