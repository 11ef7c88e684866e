/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A file as the program that looks into files takes it, here without its walls: whatever comes of
 * it must be an answer that the other side takes. */

#include "fuzz.h"

#include "app/look/job.h"

#include <string.h>

#define FUZZED_MAX 65536 /* bytes; more is only slower */

static void
look (CenacleLookRequest request, const uint8_t *bytes, size_t len)
{
  g_auto (CenacleLookAnswer) answer = { 0 };
  g_auto (CenacleLookAnswer) back = { 0 };
  g_autoptr (GBytes) packed = NULL;
  g_autofree guint8 *made = NULL;
  gsize n;
  const void *content;

  cenacle_look_job_run (&request, bytes, len, &answer);
  content = answer.bytes != NULL ? g_bytes_get_data (answer.bytes, &n) : NULL;
  n = answer.bytes != NULL ? g_bytes_get_size (answer.bytes) : 0;
  made = g_malloc (CENACLE_LOOK_HEAD_LEN + n);
  cenacle_look_answer_pack (&answer, made);
  if (n > 0)
    memcpy (made + CENACLE_LOOK_HEAD_LEN, content, n);
  packed = g_bytes_new (made, CENACLE_LOOK_HEAD_LEN + n);
  g_assert (cenacle_look_answer_parse (&request, packed, &back));
}

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t len)
{
  if (len > FUZZED_MAX)
    return 0;
  look ((CenacleLookRequest){ CENACLE_LOOK_VIEW, FALSE, 64, 48, 0, 1024 }, bytes, len);
  look ((CenacleLookRequest){ CENACLE_LOOK_THUMB, FALSE, 96, 96, 0, 2048 }, bytes, len);
  look ((CenacleLookRequest){ CENACLE_LOOK_WORDS, FALSE, 0, 0, 0, 4096 }, bytes, len);
  return 0;
}
