/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What people are told of a relay, out of what GetStatus says of it. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What it was seen to do, in people's words; "" when there is nothing. */
char *cenacle_relay_dup_problems (GVariantDict *relay);
/* How it stands, in a sentence or two. @met_ago: (nullable): when it was reached last, as "5
 * minutes ago"; NULL: never */
char *cenacle_relay_dup_sentence (GVariantDict *relay, const char *met_ago);

G_END_DECLS
