/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleNoteList: the notes of a circle, and beginning one. */

#pragma once

#include "object-page.h"

G_BEGIN_DECLS

#define CENACLE_TYPE_NOTE_LIST (cenacle_note_list_get_type ())
G_DECLARE_FINAL_TYPE (CenacleNoteList, cenacle_note_list, CENACLE, NOTE_LIST, CenacleObjectPage)

/* Signals: "chosen" (const char *note). */

G_END_DECLS
