/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenTextIds: which op each edit of a text is, by its number and back. Siblings in the tree stand
 * by device and then by id of the op, so that an edit has its place before it is signed. */

#pragma once

#include "id.h"

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  CenId id;
  CenId device;
  guint64 lamport;
  gint64 no; /* op row */
} CenTextName;

typedef struct {
  GPtrArray *names;    /* CenTextName by number; the first is the root's, all zero */
  GHashTable *numbers; /* CenId → number */
} CenTextIds;

void cen_text_ids_init (CenTextIds *self);
void cen_text_ids_clear (CenTextIds *self);

/* The next number is of @name; what one types has no id before it is signed. */
void cen_text_ids_add (CenTextIds *self, const CenTextName *name);
/* @number, which had none, has @name from now on. */
void cen_text_ids_set (CenTextIds *self, guint32 number, const CenTextName *name);
/* The last one has none after all. */
void cen_text_ids_drop_last (CenTextIds *self);
/* Lent; below the number of names. */
const CenTextName *cen_text_ids_get (const CenTextIds *self, guint32 number);
guint32 cen_text_ids_get_n (const CenTextIds *self);
/* 0 when it is not here. */
guint32 cen_text_ids_find (const CenTextIds *self, const CenId *id);

/* A CenTextCompare whose data is a CenTextIds. What has no name yet comes behind what its device
 * wrote before. */
int cen_text_ids_compare (gconstpointer data, guint32 a, guint32 b);

G_END_DECLS
