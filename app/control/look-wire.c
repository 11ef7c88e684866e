/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Numbers are 32 bits, least significant byte first.
 *
 *   request = magic, job, is_start, width ‖ height << 16, page, max_len
 *   answer  = magic, status | form << 8 | is_cut << 16, width, height, full width, full height,
 *             number of pages, page, length ‖ bytes */

#include "look-wire.h"

#include <string.h>

#define REQUEST_MAGIC 0x71636563 /* "cecq" */
#define ANSWER_MAGIC  0x61636563 /* "ceca" */

static void
put (guint8 *bytes, guint index, guint32 value)
{
  value = GUINT32_TO_LE (value);
  memcpy (bytes + index * 4, &value, 4);
}

static guint32
get (const guint8 *bytes, guint index)
{
  guint32 value;

  memcpy (&value, bytes + index * 4, 4);
  return GUINT32_FROM_LE (value);
}

void
cenacle_look_answer_clear (CenacleLookAnswer *self)
{
  g_clear_pointer (&self->bytes, g_bytes_unref);
  memset (self, 0, sizeof *self);
}

guint
cenacle_look_request_get_limit_ms (const CenacleLookRequest *self)
{
  switch (self->job) {
  case CENACLE_LOOK_WORDS:
    return 30000;
  case CENACLE_LOOK_THUMB:
    return 5000;
  case CENACLE_LOOK_VIEW:
  default:
    return 10000;
  }
}

void
cenacle_look_request_pack (const CenacleLookRequest *self,
                           guint8 ret_bytes[static CENACLE_LOOK_REQUEST_LEN])
{
  put (ret_bytes, 0, REQUEST_MAGIC);
  put (ret_bytes, 1, self->job);
  put (ret_bytes, 2, self->is_start ? 1 : 0);
  put (ret_bytes, 3, self->width | self->height << 16);
  put (ret_bytes, 4, self->page);
  put (ret_bytes, 5, self->max_len);
}

gboolean
cenacle_look_request_parse (CenacleLookRequest *ret_request, const guint8 *bytes, gsize len)
{
  CenacleLookRequest request;

  if (len != CENACLE_LOOK_REQUEST_LEN || get (bytes, 0) != REQUEST_MAGIC)
    return FALSE;
  request = (CenacleLookRequest){ .job = (CenacleLookJob) get (bytes, 1),
                                  .is_start = get (bytes, 2) != 0,
                                  .width = get (bytes, 3) & 0xffff,
                                  .height = get (bytes, 3) >> 16,
                                  .page = get (bytes, 4),
                                  .max_len = get (bytes, 5) };
  if (request.job > CENACLE_LOOK_WORDS || request.width > CENACLE_LOOK_SIDE_MAX ||
      request.height > CENACLE_LOOK_SIDE_MAX || request.page > CENACLE_LOOK_PAGES_MAX ||
      request.max_len > CENACLE_LOOK_TEXT_MAX)
    return FALSE;
  *ret_request = request;
  return TRUE;
}

void
cenacle_look_answer_pack (const CenacleLookAnswer *self,
                          guint8 ret_bytes[static CENACLE_LOOK_HEAD_LEN])
{
  put (ret_bytes, 0, ANSWER_MAGIC);
  put (ret_bytes, 1,
       (guint32) self->status | (guint32) self->form << 8 | (self->is_cut ? 1u << 16 : 0));
  put (ret_bytes, 2, self->width);
  put (ret_bytes, 3, self->height);
  put (ret_bytes, 4, self->full_width);
  put (ret_bytes, 5, self->full_height);
  put (ret_bytes, 6, self->n_pages);
  put (ret_bytes, 7, self->page);
  put (ret_bytes, 8, self->bytes != NULL ? (guint32) g_bytes_get_size (self->bytes) : 0);
}

gsize
cenacle_look_request_get_answer_max (const CenacleLookRequest *self)
{
  return CENACLE_LOOK_HEAD_LEN + MAX ((gsize) self->width * self->height * 4, self->max_len);
}

/* Whether a picture has sides that a picture can have. */
static gboolean
has_sides (const CenacleLookRequest *request, const CenacleLookAnswer *answer)
{
  return answer->width > 0 && answer->height > 0 && answer->width <= request->width &&
         answer->height <= request->height && answer->full_width > 0 && answer->full_height > 0 &&
         answer->full_width <= CENACLE_LOOK_FULL_SIDE_MAX &&
         answer->full_height <= CENACLE_LOOK_FULL_SIDE_MAX;
}

static gboolean
is_jpeg (const guint8 *bytes, gsize len)
{
  return len > 4 && bytes[0] == 0xff && bytes[1] == 0xd8 && bytes[len - 2] == 0xff &&
         bytes[len - 1] == 0xd9;
}

/* Whether the form is one that was asked for, and its content is of that form. */
static gboolean
is_content (const CenacleLookRequest *request, const CenacleLookAnswer *answer,
            const guint8 *content, gsize len)
{
  gboolean is_shown = answer->status == CENACLE_LOOK_SHOWN;

  switch (answer->form) {
  case CENACLE_LOOK_NOTHING:
    return !is_shown && len == 0;
  case CENACLE_LOOK_PIXELS:
    return is_shown && request->job == CENACLE_LOOK_VIEW && has_sides (request, answer) &&
           len == (gsize) answer->width * answer->height * 4;
  case CENACLE_LOOK_JPEG:
    return is_shown && request->job == CENACLE_LOOK_THUMB && has_sides (request, answer) &&
           len <= request->max_len && is_jpeg (content, len);
  case CENACLE_LOOK_TEXT:
    return is_shown && request->job != CENACLE_LOOK_THUMB && len <= request->max_len &&
           memchr (content, 0, len) == NULL &&
           g_utf8_validate_len ((const char *) content, len, NULL);
  default:
    return FALSE;
  }
}

gboolean
cenacle_look_answer_parse (const CenacleLookRequest *request, GBytes *bytes,
                           CenacleLookAnswer *ret_answer)
{
  gsize len;
  const guint8 *head = g_bytes_get_data (bytes, &len);
  CenacleLookAnswer answer;

  if (len < CENACLE_LOOK_HEAD_LEN || get (head, 0) != ANSWER_MAGIC || get (head, 1) >> 17 != 0 ||
      get (head, 8) != len - CENACLE_LOOK_HEAD_LEN)
    return FALSE;
  answer = (CenacleLookAnswer){ .status = (CenacleLookStatus) (get (head, 1) & 0xff),
                                .form = (CenacleLookForm) (get (head, 1) >> 8 & 0xff),
                                .is_cut = (get (head, 1) >> 16 & 1) != 0,
                                .width = get (head, 2),
                                .height = get (head, 3),
                                .full_width = get (head, 4),
                                .full_height = get (head, 5),
                                .n_pages = get (head, 6),
                                .page = get (head, 7) };
  len -= CENACLE_LOOK_HEAD_LEN;
  if (answer.status > CENACLE_LOOK_LOCKED || answer.n_pages > CENACLE_LOOK_PAGES_MAX ||
      (answer.page > 0 && answer.page >= answer.n_pages) ||
      !is_content (request, &answer, head + CENACLE_LOOK_HEAD_LEN, len))
    return FALSE;
  if (answer.form != CENACLE_LOOK_NOTHING)
    answer.bytes = g_bytes_new_from_bytes (bytes, CENACLE_LOOK_HEAD_LEN, len);
  *ret_answer = answer;
  return TRUE;
}
