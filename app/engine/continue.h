/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Going on as a new circle, when the old one has lost its founder or its peace. */

#pragma once

#include "call.h"

G_BEGIN_DECLS

/* ContinueCircle: founds a circle with the charter and the channels of the one named, and sends
 * each of its active members a sealed letter with an invite of their own. */
GVariant *cenacle_continue_circle (CenacleCall *call, GError **error);

G_END_DECLS
