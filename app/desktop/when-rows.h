/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Two rows of a form that say a moment: a day and a time by this machine's clock. Each can be
 * typed, or chosen with the button at its end. */

#pragma once

#include "object-dialog.h"

G_BEGIN_DECLS

typedef struct {
  AdwEntryRow *day;   /* lent */
  AdwEntryRow *clock; /* lent */
} CenacleWhenRows;

void cenacle_when_rows_add (CenacleWhenRows *rows, CenacleObjectDialog *dialog, CenacleRowUse use);
void cenacle_when_rows_set (const CenacleWhenRows *rows, gint64 time_ms);
/* So many days from today at so much o'clock. */
void cenacle_when_rows_suggest (const CenacleWhenRows *rows, guint days, const char *clock);
/* 0 when they say none. */
gint64 cenacle_when_rows_read (const CenacleWhenRows *rows);
/* Whether they say a moment, which the rows show. */
gboolean cenacle_when_rows_check (const CenacleWhenRows *rows);
/* @callback has @data first, and runs at each change. */
void cenacle_when_rows_follow (const CenacleWhenRows *rows, GCallback callback, gpointer data);
void cenacle_when_rows_set_visible (const CenacleWhenRows *rows, gboolean is_visible);

G_END_DECLS
