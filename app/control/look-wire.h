/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleLook: what is said between a process that wants to see a file and cenacle-look, which
 * parses it. What comes back is as hostile as the file itself: cenacle_look_answer_parse() is all
 * that reads it, and gives pixels, a picture's bytes or words within what was asked for, or
 * nothing.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define CENACLE_LOOK_FILE_MAX      (64u << 20) /* bytes; of what is larger only the start is read */
#define CENACLE_LOOK_START_LEN     (1u << 20)
#define CENACLE_LOOK_SIDE_MAX      2048       /* pixels of what comes back */
#define CENACLE_LOOK_FULL_SIDE_MAX 65535      /* that a picture or page may claim */
#define CENACLE_LOOK_TEXT_MAX      (2u << 20) /* bytes */
#define CENACLE_LOOK_PAGES_MAX     100000
#define CENACLE_LOOK_REQUEST_LEN   24
#define CENACLE_LOOK_HEAD_LEN      36

typedef enum {
  CENACLE_LOOK_VIEW,  /* what a person looks at: pixels of a picture or page, or text */
  CENACLE_LOOK_THUMB, /* a small JPEG of a picture or of a first page */
  CENACLE_LOOK_WORDS, /* the text in it */
} CenacleLookJob;

typedef struct {
  CenacleLookJob job;
  gboolean is_start; /* the file is larger than what is given of it */
  guint width;       /* pixels at most, each at most CENACLE_LOOK_SIDE_MAX */
  guint height;
  guint page;    /* from 0; of a VIEW */
  guint max_len; /* bytes of a JPEG or of text, at most CENACLE_LOOK_TEXT_MAX */
} CenacleLookRequest;

typedef enum {
  CENACLE_LOOK_SHOWN,
  CENACLE_LOOK_UNKNOWN, /* no kind that is shown */
  CENACLE_LOOK_BROKEN,  /* it is not what it says, or took too long */
  CENACLE_LOOK_HUGE,    /* larger than what is looked at */
  CENACLE_LOOK_LOCKED,  /* it wants a password */
} CenacleLookStatus;

typedef enum {
  CENACLE_LOOK_NOTHING,
  CENACLE_LOOK_PIXELS, /* R, G, B and A of each, not premultiplied, row by row */
  CENACLE_LOOK_JPEG,
  CENACLE_LOOK_TEXT, /* UTF-8 without zero bytes */
} CenacleLookForm;

typedef struct {
  CenacleLookStatus status;
  CenacleLookForm form;
  gboolean is_cut; /* there is more text than this */
  guint width;     /* of the pixels or the JPEG */
  guint height;
  guint full_width; /* of the picture in the file, in pixels, or of the page, in points */
  guint full_height;
  guint n_pages; /* of a document; 0 of anything else */
  guint page;
  GBytes *bytes; /* (nullable) */
} CenacleLookAnswer;

void cenacle_look_answer_clear (CenacleLookAnswer *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CenacleLookAnswer, cenacle_look_answer_clear)

/* How long the job may take before it is ended. */
guint cenacle_look_request_get_limit_ms (const CenacleLookRequest *self);

void cenacle_look_request_pack (const CenacleLookRequest *self,
                                guint8 ret_bytes[static CENACLE_LOOK_REQUEST_LEN]);
/* FALSE when it asks for more than anybody may. */
gboolean
cenacle_look_request_parse (CenacleLookRequest *ret_request, const guint8 *bytes, gsize len);

/* The head of an answer; its bytes follow. */
void cenacle_look_answer_pack (const CenacleLookAnswer *self,
                               guint8 ret_bytes[static CENACLE_LOOK_HEAD_LEN]);
/* The longest answer that @request allows. */
gsize cenacle_look_request_get_answer_max (const CenacleLookRequest *self);
/* FALSE, and @ret_answer untouched, for what is no answer to @request. */
gboolean cenacle_look_answer_parse (const CenacleLookRequest *request, GBytes *bytes,
                                    CenacleLookAnswer *ret_answer);

G_END_DECLS
