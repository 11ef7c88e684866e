/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleLooker: asks cenacle-look, a program that can do nothing else, what is in a file. Any
 * thread; a call waits for the answer, so not the one that draws. */

#pragma once

#include "look-wire.h"

#include "core/blob-file.h"

G_BEGIN_DECLS

#define CENACLE_LOOKER_JOBS_MAX 3 /* at once; more wait */

typedef struct _CenacleLooker CenacleLooker;

/* @program: (nullable): its path; NULL: the one that belongs to us. It is started when it is first
 * needed. */
CenacleLooker *cenacle_looker_new (const char *program);
CenacleLooker *cenacle_looker_ref (CenacleLooker *self);
void cenacle_looker_unref (CenacleLooker *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CenacleLooker, cenacle_looker_unref)

/* Starts the program now, for a process that starts none later. */
gboolean cenacle_looker_start (CenacleLooker *self);
/* Answers to calls under way, and to all that follow, are CENACLE_LOOK_BROKEN, at once. */
void cenacle_looker_stop (CenacleLooker *self);

/**
 * cenacle_looker_run: what @request asks of the file at @file.
 * @file: from cenacle_look_file_new()
 * @ret_answer: always set; CENACLE_LOOK_BROKEN when the program died, was ended, or spoke nonsense
 * Returns: FALSE when nobody could be asked, or it was stopped meanwhile
 */
gboolean cenacle_looker_run (CenacleLooker *self, const CenacleLookRequest *request, int file,
                             CenacleLookAnswer *ret_answer);

/* --- Files to be looked at: copies in memory that nobody can change --- */

/**
 * cenacle_look_file_copy: the file at @fd, a regular one, from its start; −1 when it cannot be
 * read.
 * @ret_is_start: it is larger than CENACLE_LOOK_FILE_MAX, and this is its start
 */
int cenacle_look_file_copy (int fd, gboolean *ret_is_start);
int cenacle_look_file_from_bytes (const guint8 *bytes, gsize len);
/* The content of the whole blob at @path. */
int cenacle_look_file_from_blob (const char *path, const CenBlobRef *ref, gboolean *ret_is_start);

/* Asks about a blob, in one go. */
gboolean cenacle_looker_run_blob (CenacleLooker *self, const CenacleLookRequest *request,
                                  const char *path, const CenBlobRef *ref,
                                  CenacleLookAnswer *ret_answer);

G_END_DECLS
