/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenFileIndex: the words in the files that this home has, so that search finds them. Local: a
 * table of its own, which is no view of the log and in no digest. The words come in pieces, so that
 * nothing waits long for one to be written; a file counts once all are there. They go with the
 * file.
 */

#pragma once

#include "blob.h"
#include "circle.h"

#include <glib.h>

G_BEGIN_DECLS

#define CEN_FILE_PIECE_LEN  (32u << 10) /* bytes of words, to the last space before */
#define CEN_FILE_PIECES_MAX 96          /* of a file; what follows is not found */

typedef struct {
  CenId id;
  CenBlobRef ref;
} CenUnreadFile;

/* Errors of all: CEN_ERROR_STORAGE. */

/* CenUnreadFile: up to @limit files that are whole here, and that nobody has read yet. */
GArray *cen_file_index_list_unread (CenCircle *circle, guint limit, GError **error);

/**
 * cen_file_index_put: piece @piece of the words in @blob; 0 begins it anew.
 * @text: valid UTF-8
 */
gboolean cen_file_index_put (CenCircle *circle, const CenId *blob, guint piece, const char *text,
                             gsize len, GError **error);
/* All of @blob's words are there; also when it has none. */
gboolean cen_file_index_finish (CenCircle *circle, const CenId *blob, GError **error);
/* The file is not here any more. */
gboolean cen_file_index_drop (CenCircle *circle, const CenId *blob, GError **error);

/* How many bytes of @text, of @len, go into its next piece. */
gsize cen_file_index_cut (const char *text, gsize len);

G_END_DECLS
