/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The relays of a circle, as GetStatus tells of them. */

#pragma once

#include "core/circle.h"
#include "net/node.h"

G_BEGIN_DECLS

/* Floating, aa{sv}. */
GVariant *cenacle_pack_relays (CenCircle *circle, const NetStatus *status);

G_END_DECLS
