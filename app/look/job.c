/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "job.h"

#include "page.h"
#include "picture.h"
#include "words.h"

#include <string.h>

#define PDF_HEAD_MAX 1024 /* bytes in which its signature stands */

typedef enum {
  SORT_PICTURE,
  SORT_DOCUMENT,
  SORT_OTHER,
} Sort;

static gboolean
begins_with (const guint8 *bytes, gsize len, gsize at, const char *what)
{
  gsize n = strlen (what);

  return len >= at + n && memcmp (bytes + at, what, n) == 0;
}

static Sort
tell_sort (const guint8 *bytes, gsize len)
{
  if (begins_with (bytes, len, 0, "\x89PNG\r\n\x1a\n") ||
      begins_with (bytes, len, 0, "\xff\xd8\xff") || begins_with (bytes, len, 0, "GIF8") ||
      (begins_with (bytes, len, 0, "RIFF") && begins_with (bytes, len, 8, "WEBP")))
    return SORT_PICTURE;
  if (memmem (bytes, MIN (len, PDF_HEAD_MAX), "%PDF-", 5) != NULL)
    return SORT_DOCUMENT;
  return SORT_OTHER;
}

void
cenacle_look_job_prepare (void)
{
  cenacle_picture_prepare ();
  cenacle_page_prepare ();
}

void
cenacle_look_job_run (const CenacleLookRequest *request, const guint8 *bytes, gsize len,
                      CenacleLookAnswer *ret_answer)
{
  Sort sort = len > 0 ? tell_sort (bytes, len) : SORT_OTHER;

  *ret_answer = (CenacleLookAnswer){ .status = CENACLE_LOOK_UNKNOWN };
  if (sort != SORT_OTHER && request->is_start)
    ret_answer->status = CENACLE_LOOK_HUGE;
  else if (sort == SORT_PICTURE && request->job != CENACLE_LOOK_WORDS)
    cenacle_picture_look (request, bytes, len, ret_answer);
  else if (sort == SORT_DOCUMENT)
    cenacle_page_look (request, bytes, len, ret_answer);
  else if (sort == SORT_OTHER && request->job != CENACLE_LOOK_THUMB)
    cenacle_words_look (request, bytes, len, ret_answer);
}
