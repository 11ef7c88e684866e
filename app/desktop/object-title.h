/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a thing of the circle is called where others lead to it. */

#pragma once

#include "core/queries-objects.h"

G_BEGIN_DECLS

#define CENACLE_OBJECT_TITLE_MAX 80 /* characters */

/* Its title, or the beginning of what it says; one line. */
char *cenacle_object_title_dup (const CenObjectRow *row);
/* "Note", "Session"; of what has no word of its own "". */
const char *cenacle_object_title_get_kind (const CenObjectRow *row);

G_END_DECLS
