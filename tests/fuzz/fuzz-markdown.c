/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Whatever people write becomes markup that Pango reads. */

#include "fuzz.h"

#include "app/desktop/markdown.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autofree char *markup = cenacle_markdown_dup_markup (text);
  g_autofree char *document = g_strconcat ("<markup>", markup, "</markup>", NULL);
  static const GMarkupParser parser = { 0 };
  GMarkupParseContext *context = g_markup_parse_context_new (&parser, 0, NULL, NULL);

  g_assert_true (g_markup_parse_context_parse (context, document, -1, NULL));
  g_assert_true (g_markup_parse_context_end_parse (context, NULL));
  g_markup_parse_context_free (context);
  return 0;
}
