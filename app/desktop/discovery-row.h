/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleDiscoveryRow: the switch for finding people on the local network, which is the home's. */

#pragma once

#include "app/control/client.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CENACLE_TYPE_DISCOVERY_ROW (cenacle_discovery_row_get_type ())
G_DECLARE_FINAL_TYPE (CenacleDiscoveryRow, cenacle_discovery_row, CENACLE, DISCOVERY_ROW,
                      AdwActionRow)

/* Signal "failed" with the sentence (char *) that tells why it could not be switched. */

/* Shows what was chosen. Once. */
void cenacle_discovery_row_set_client (CenacleDiscoveryRow *self, CenacleClient *client);

G_END_DECLS
