/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A button in a row for a day, which is written as 2026-09-14: the day can be chosen from a
 * calendar instead, which begins its weeks and calls its months as the language does. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

void cenacle_day_button_add (AdwEntryRow *row);

G_END_DECLS
