/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What comes back from the program that looked at a file, which a file may have taken over. The
 * first byte says what was asked; the rest is the answer, and, since no fuzzer guesses lengths, the
 * same as the content of an answer whose head is sound. */

#include "fuzz.h"

#include "app/control/look-wire.h"

#include <string.h>

static void
read_answer (const CenacleLookRequest *request, const uint8_t *bytes, size_t len)
{
  g_autoptr (GBytes) file = g_bytes_new (bytes, len);
  g_auto (CenacleLookAnswer) answer = { 0 };
  guint8 head[CENACLE_LOOK_HEAD_LEN];

  if (!cenacle_look_answer_parse (request, file, &answer))
    return;
  g_assert (len <= cenacle_look_request_get_answer_max (request));
  g_assert ((answer.bytes != NULL) == (answer.status == CENACLE_LOOK_SHOWN));
  if (answer.form == CENACLE_LOOK_PIXELS || answer.form == CENACLE_LOOK_JPEG)
    g_assert (answer.width <= request->width && answer.height <= request->height);
  if (answer.form == CENACLE_LOOK_PIXELS)
    g_assert (g_bytes_get_size (answer.bytes) == (gsize) answer.width * answer.height * 4);
  if (answer.form == CENACLE_LOOK_TEXT)
    g_assert (g_utf8_validate_len (g_bytes_get_data (answer.bytes, NULL),
                                   g_bytes_get_size (answer.bytes), NULL));
  cenacle_look_answer_pack (&answer, head);
  g_assert (memcmp (head, bytes, sizeof head) == 0);
}

static void
read_request (const uint8_t *bytes, size_t len)
{
  CenacleLookRequest request;
  guint8 again[CENACLE_LOOK_REQUEST_LEN];

  if (!cenacle_look_request_parse (&request, bytes, len))
    return;
  g_assert (request.max_len <= CENACLE_LOOK_TEXT_MAX && request.width <= CENACLE_LOOK_SIDE_MAX);
  g_assert (request.page <= CENACLE_LOOK_PAGES_MAX);
  cenacle_look_request_pack (&request, again);
  g_assert (cenacle_look_request_parse (&request, again, sizeof again));
}

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t len)
{
  CenacleLookRequest request = { .width = 8, .height = 8, .max_len = 512 };
  CenacleLookAnswer sound = { .status = CENACLE_LOOK_SHOWN, .full_width = 80, .full_height = 80 };
  g_autofree guint8 *made = NULL;

  if (len < 1)
    return 0;
  request.job = (CenacleLookJob) (bytes[0] % 3);
  read_answer (&request, bytes + 1, len - 1);
  read_request (bytes + 1, len - 1);
  sound.form = (CenacleLookForm) (bytes[0] / 3 % 4);
  sound.width = sound.height = (guint) (bytes[0] / 12 % 10);
  sound.bytes = g_bytes_new (bytes + 1, len - 1);
  made = g_malloc (CENACLE_LOOK_HEAD_LEN + len);
  cenacle_look_answer_pack (&sound, made);
  memcpy (made + CENACLE_LOOK_HEAD_LEN, bytes + 1, len - 1);
  read_answer (&request, made, CENACLE_LOOK_HEAD_LEN + len - 1);
  g_bytes_unref (sound.bytes);
  return 0;
}
