/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The lists of safety words, one word for each value of a byte. */

#pragma once

#define CEN_WORDS_LIST_LEN 256

extern const char *const cen_words_english[CEN_WORDS_LIST_LEN];
extern const char *const cen_words_french[CEN_WORDS_LIST_LEN];
