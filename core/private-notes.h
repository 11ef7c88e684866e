/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenPrivateNotes: short texts that this person keeps about objects for nobody else: own progress
 * on a path, when a flashcard is due. Their devices tell each other (PROTOCOL.md, Own devices), and
 * they are in the backup. The key says what the text is. */

#pragma once

#include "circle.h"

#include <glib.h>

G_BEGIN_DECLS

#define CEN_PRIVATE_KEY_MAX   32     /* bytes */
#define CEN_PRIVATE_TEXT_MAX  512    /* bytes */
#define CEN_PRIVATE_NOTES_MAX 100000 /* of a circle, those that were emptied included */

#define CEN_PRIVATE_DONE "done" /* of a step; "1" */
#define CEN_PRIVATE_FSRS "fsrs" /* of a card; cen_fsrs_dup_text() */
#define CEN_PRIVATE_TOLD                                                                           \
  "told" /* of a pair: the check-in that one was reminded of, when it was due */
#define CEN_PRIVATE_BEGUN "new" /* of a deck: how many new cards were begun on a day */
/* When one last looked, in ms: at a note; of the circle, by its own id, when all of it was marked
 * as read. */
#define CEN_PRIVATE_LOOKED "looked"
/* Of a channel, or of the circle by its own id: what one is told of (news.h). */
#define CEN_PRIVATE_TELL "tell"
/* Of a member: their words are folded away, and nothing of theirs is told; "1". */
#define CEN_PRIVATE_IGNORED "ignored"

/**
 * cen_private_set: keeps @text about @object, whatever the clocks say; an empty one drops what
 * there was. Of too many in the circle those that were written longest ago go.
 * Errors: CEN_ERROR_REFUSED for a key or text too long, CEN_ERROR_STORAGE.
 */
gboolean cen_private_set (CenCircle *circle, const CenId *object, const char *key, const char *text,
                          GError **error);

/* All texts of @key in the circle: a table from CenId to char *. Works on a read-only store. */
GHashTable *
cen_private_list (CenStore *store, const CenId *circle, const char *key, GError **error);

/* When all of @circle was last marked as read; 0: it never was. Works on a read-only store. */
gboolean
cen_private_find_looked (CenStore *store, const CenId *circle, gint64 *ret_ms, GError **error);

/* One as it passes between own devices. An empty text says that it was dropped. */
typedef struct {
  gint64 no; /* of this replica: later ones were written later */
  CenId object;
  char *key;
  gint64 wall_ms;
  char *text;
} CenPrivateNote;

void cen_private_note_free (CenPrivateNote *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CenPrivateNote, cen_private_note_free)

/* CenPrivateNote, the first @max that were written after the one numbered @after. */
GPtrArray *cen_private_list_news (CenCircle *circle, gint64 after, guint max, GError **error);

/* Takes over what another own device wrote: the later text about an object stays, of two of the
 * same time the one with the greater bytes. One that is too long is passed over. @ret_no: its
 * number here; 0 when it was not taken. Errors: CEN_ERROR_STORAGE. */
gboolean
cen_private_take (CenCircle *circle, const CenPrivateNote *note, gint64 *ret_no, GError **error);

G_END_DECLS
