/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Documents, by Poppler: one page as a picture, or the words of all. */

#pragma once

#include "app/control/look-wire.h"

G_BEGIN_DECLS

/* Reads which fonts the system has, and how they are found. */
void cenacle_page_prepare (void);
void cenacle_page_look (const CenacleLookRequest *request, const guint8 *bytes, gsize len,
                        CenacleLookAnswer *ret_answer);

G_END_DECLS
