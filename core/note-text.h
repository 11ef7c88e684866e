/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenNoteText: the text of a note with its history, as a replica has it: the document as it was
 * saved last and the TEXT ops that came since. The writer keeps it up to date (note-fold.h); who
 * reads opens a copy of their own and takes in what comes, or types in it. */

#pragma once

#include "store.h"
#include "text-encode.h"
#include "text.h"

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  CenText *text;
  CenTextIds ids;
  GHashTable *lacking;  /* CenId: ops that others name and that are not here */
  gboolean is_overfull; /* something had no room */
  GArray *entries;      /* gint64: the op row of each edit, twice, plus whether it does not count */
  guint n_saved;        /* of the entries, how many the saved form has */
  gint64 upto;          /* all TEXT ops up to this row have been looked at */
} CenNoteText;

CenNoteText *cen_note_text_new (void);
void cen_note_text_free (CenNoteText *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CenNoteText, cen_note_text_free)

typedef enum {
  CEN_NOTE_TAKEN,
  CEN_NOTE_LACKS,    /* it names an op that is not here */
  CEN_NOTE_VOID,     /* malformed, or it names what it cannot have seen */
  CEN_NOTE_OVERFULL, /* there is no room for it */
} CenNoteFinding;

/**
 * cen_note_text_take: takes the TEXT op @name in.
 * @deltas: (nullable): CenTextDelta are added
 */
CenNoteFinding cen_note_text_take (CenNoteText *self, const CenTextName *name,
                                   const guint8 *payload, gsize len, CenTextEffect effect,
                                   GArray *deltas);

/* As the replica has it: an empty one where there is none. Errors: CEN_ERROR_STORAGE;
 * CEN_ERROR_INVALID when the saved form is broken. */
CenNoteText *cen_note_text_load (CenStore *store, gint64 note, GError **error);

/* Where a note stands in a replica, and which device writes there. */
typedef struct {
  gint64 no; /* its row */
  CenId device;
} CenNotePlace;

/* Errors: CEN_ERROR_NOT_FOUND when @note is no note of @circle or was deleted. */
gboolean cen_note_place_find (CenStore *store, const CenId *circle, const CenId *note,
                              CenNotePlace *ret_place, GError **error);
/* gint64: the entries (see above) as they are now; NULL on error. */
GArray *cen_note_text_list (CenStore *store, gint64 note, GError **error);
/* The op in row @no. */
gboolean cen_note_text_read_op (CenStore *store, gint64 no, CenTextName *ret_name,
                                GBytes **ret_payload, GError **error);

/* Runs inside a transaction. */
gboolean cen_note_text_save (CenNoteText *self, CenStore *store, gint64 note, GError **error);
gboolean cen_note_text_delete (CenStore *store, gint64 note, GError **error);

G_END_DECLS
