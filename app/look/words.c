/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "words.h"

#include <string.h>

#define LOOKED_AT             65536 /* bytes from which it is told whether this is text */
#define ODD_SHARE             50    /* one in so many may be a control character */
#define REPLACEMENT           0xfffd
#define IS_MARKED(b, l, x, y) ((l) >= 2 && (b)[0] == (x) && (b)[1] == (y))

/* 0x80 to 0x9f of Windows-1252; 0 where nothing stands. */
static const gunichar2 windows[32] = {
  0x20ac, 0,      0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
  0x2039, 0x0152, 0,      0x017d, 0,      0,      0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
  0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0,      0x017e, 0x0178,
};

static gboolean
is_odd (gunichar c)
{
  return (c < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f') || c == 0x7f;
}

void
cenacle_words_give (const char *text, gsize len, const CenacleLookRequest *request,
                    CenacleLookAnswer *ret_answer)
{
  g_autofree char *valid = g_utf8_make_valid (text, (gssize) MIN (len, G_MAXSSIZE));
  GString *words = g_string_sized_new (MIN (len, request->max_len) + 1);
  const char *at;

  for (at = valid; *at != '\0'; at = g_utf8_next_char (at)) {
    gsize n = (gsize) (g_utf8_next_char (at) - at);
    gunichar c = g_utf8_get_char (at);

    if (words->len + n > request->max_len)
      break;
    if (c == '\r' && at[1] == '\n')
      continue;
    if (is_odd (c) || c == '\f' || c == '\r')
      g_string_append_c (words, '\n');
    else
      g_string_append_len (words, at, (gssize) n);
  }
  ret_answer->status = CENACLE_LOOK_SHOWN;
  ret_answer->form = CENACLE_LOOK_TEXT;
  ret_answer->is_cut = *at != '\0' || request->is_start;
  ret_answer->bytes = g_string_free_to_bytes (words);
}

/* No zero bytes, and hardly any others that are not text, in whatever encoding. */
static gboolean
is_text (const guint8 *bytes, gsize len)
{
  gsize n_odd = 0;

  len = MIN (len, LOOKED_AT);
  for (gsize i = 0; i < len; i++) {
    if (bytes[i] == 0)
      return FALSE;
    n_odd += is_odd (bytes[i]) ? 1 : 0;
  }
  return n_odd <= len / ODD_SHARE;
}

/* Valid but for a character that may be cut at its end. */
static gboolean
is_utf8 (const guint8 *bytes, gsize len)
{
  const char *end;

  return g_utf8_validate_len ((const char *) bytes, len, &end) ||
         (gsize) ((const char *) bytes + len - end) < 4;
}

static char *
from_utf16 (const guint8 *bytes, gsize len, gboolean is_big)
{
  GString *text = g_string_sized_new (len);

  for (gsize i = 2; i + 1 < len; i += 2) {
    gunichar c =
        is_big ? (gunichar) bytes[i] << 8 | bytes[i + 1] : (gunichar) bytes[i + 1] << 8 | bytes[i];

    if (c >= 0xd800 && c < 0xdc00 && i + 3 < len) {
      gunichar low = is_big ? (gunichar) bytes[i + 2] << 8 | bytes[i + 3]
                            : (gunichar) bytes[i + 3] << 8 | bytes[i + 2];

      if (low >= 0xdc00 && low < 0xe000) {
        c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
        i += 2;
      }
    }
    g_string_append_unichar (text, c == 0 || (c >= 0xd800 && c < 0xe000) ? REPLACEMENT : c);
  }
  return g_string_free (text, FALSE);
}

static char *
from_windows (const guint8 *bytes, gsize len)
{
  GString *text = g_string_sized_new (len);

  for (gsize i = 0; i < len; i++) {
    gunichar c = bytes[i] >= 0x80 && bytes[i] < 0xa0 ? windows[bytes[i] - 0x80] : bytes[i];

    g_string_append_unichar (text, c == 0 ? REPLACEMENT : c);
  }
  return g_string_free (text, FALSE);
}

void
cenacle_words_look (const CenacleLookRequest *request, const guint8 *bytes, gsize len,
                    CenacleLookAnswer *ret_answer)
{
  g_autofree char *text = NULL;
  gsize skip = len >= 3 && memcmp (bytes, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
  /* What cannot be given need not be read; a character takes at most 4 bytes. */
  gsize n = MIN (len, (gsize) request->max_len * 2 + 4);

  ret_answer->status = CENACLE_LOOK_UNKNOWN;
  if (IS_MARKED (bytes, len, 0xff, 0xfe) || IS_MARKED (bytes, len, 0xfe, 0xff))
    text = from_utf16 (bytes, n, bytes[0] == 0xfe);
  else if (!is_text (bytes, len))
    return;
  else if (is_utf8 (bytes, len))
    text = g_strndup ((const char *) bytes + skip, n - skip);
  else
    text = from_windows (bytes, n);
  cenacle_words_give (text, strlen (text), request, ret_answer);
  ret_answer->is_cut = ret_answer->is_cut || n < len;
}
