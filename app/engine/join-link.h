/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleJoinLink: enters a circle by a link that the engine was started with, without anybody who
 * sits there: asks this very engine over its socket, again and again until it is in, and then tells
 * the circle that this device keeps it reachable. Belongs to the main context. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define CENACLE_JOIN_LINK_WAIT_MS       60000
#define CENACLE_JOIN_LINK_RETRY_SECONDS 30

typedef struct _CenacleJoinLink CenacleJoinLink;

/**
 * cenacle_join_link_new: @link: an invite, or a device link; a wrong one is told on standard error
 * @name: of a new member, and of the device as a keeper
 */
CenacleJoinLink *cenacle_join_link_new (const char *home, const char *link, const char *name);
void cenacle_join_link_free (CenacleJoinLink *self);

G_END_DECLS
