/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* How several names are said in one breath, as each language does. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* "Ana", "Ana and Bo", "Ana, Bo and Cy" of @names, which are char *; "" of none. */
char *cenacle_name_list_dup_text (const GPtrArray *names);

G_END_DECLS
