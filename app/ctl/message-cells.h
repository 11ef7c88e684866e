/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleMessageCells: how a message or a letter is told. */

#pragma once

#include "core/queries.h"
#include "output.h"

G_BEGIN_DECLS

/* Adds a row for @row. @channel_name: NULL for a letter, which has a "to" instead. */
void cenacle_message_cells_add (CenacleOutput *output, const CenMessageRow *row,
                                const char *channel_name);

G_END_DECLS
