/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Whether others can reach this device in a circle, and what to do, in a sentence each; out of what
 * GetStatus tells of one circle (a{sv}), which is what was observed. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *cenacle_reach_dup_sentence (GVariantDict *circle);
/* "" when there is nothing to do. */
char *cenacle_reach_dup_advice (GVariantDict *circle);

G_END_DECLS
