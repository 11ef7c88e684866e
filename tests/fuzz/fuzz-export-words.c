/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Whatever people write, what is made of it for a page is tame. */

#include "fuzz.h"
#include "tests/support/tame.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autofree char *quote = cenacle_export_write_words (text, CENACLE_WORDS_QUOTE);
  g_autofree char *page = cenacle_export_write_words (text, CENACLE_WORDS_PAGE);
  g_autofree char *line = cenacle_export_escape_line (text);
  g_autofree char *item = g_strconcat ("- ", line, "\n", NULL);

  tame_check (quote, CENACLE_WORDS_QUOTE);
  tame_check (page, CENACLE_WORDS_PAGE);
  tame_check (item, CENACLE_WORDS_PAGE);
  return 0;
}
