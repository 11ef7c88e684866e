/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the files of a note's copy share: note-copy.c has what one types, note-copy-sync.c takes in
 * what stands in the replica. */

#pragma once

#include "note-copy.h"
#include "note-undo.h"

#include "core/note-text.h"

G_BEGIN_DECLS

/* One's own edit that is not in the replica yet. */
typedef struct {
  guint32 number;
  CenTextEdit edit;
} CenacleNotePending;

struct _CenacleNoteCopy {
  GObject parent;
  CenacleCircle *circle;
  CenId id;
  char *id_text;
  CenNotePlace place;
  CenNoteText *note;
  GHashTable *seen;         /* gint64 op row → whether it does not count, plus 1 */
  GQueue pending;           /* CenacleNotePending, in order */
  CenacleNotePending *open; /* NULL: none is */
  GBytes *sending;          /* payload of the first one pending */
  guint source;
  gint64 handed_us;    /* when typing was handed over last */
  gboolean is_waiting; /* for an engine that took the payload, or may have, and went away */
  gboolean is_stale;   /* to be read anew */
  gboolean is_watched; /* somebody else looks at the note */
  GArray *listed;      /* gint64: the entries of the replica as they were taken last */
  CenacleNoteUndo *undo;
};

enum {
  CENACLE_NOTE_COPY_DELTA,
  CENACLE_NOTE_COPY_NAMED,
  CENACLE_NOTE_COPY_FAILED,
  CENACLE_NOTE_COPY_GONE,
  CENACLE_NOTE_COPY_N_SIGNALS
};

extern guint cenacle_note_copy_signals[CENACLE_NOTE_COPY_N_SIGNALS];

/* What is open waits for its turn from now on. */
void cenacle_note_copy_close_edit (CenacleNoteCopy *self);
/* The first one pending is in the replica, or will be, as @name. */
void cenacle_note_copy_name_first (CenacleNoteCopy *self, const CenTextName *name);

/* Eats @note, which was read. */
void cenacle_note_copy_take_note (CenacleNoteCopy *self, CenNoteText *note);
/* Takes in what is new there. */
void cenacle_note_copy_sync (CenacleNoteCopy *self);

G_END_DECLS
