/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Text, in the encodings that files have: UTF-8, UTF-16 with a mark at its start, or else
 * Windows-1252, as what stands in old files mostly is. */

#pragma once

#include "app/control/look-wire.h"

G_BEGIN_DECLS

/* A VIEW or WORDS. */
void cenacle_words_look (const CenacleLookRequest *request, const guint8 *bytes, gsize len,
                         CenacleLookAnswer *ret_answer);
/* As much of @text as the request allows, without what nobody can read. */
void cenacle_words_give (const char *text, gsize len, const CenacleLookRequest *request,
                         CenacleLookAnswer *ret_answer);

G_END_DECLS
