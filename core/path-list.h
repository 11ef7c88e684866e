/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenPathList: all paths of a circle with their steps in order, own progress and certificates. */

#pragma once

#include "path.h"

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  CenObjectRow *row;
  char *title;
  GPtrArray *steps; /* CenObjectRow, lent, in order */
} CenPathRow;

typedef struct {
  GPtrArray *paths;        /* CenPathRow, oldest first */
  GPtrArray *objects;      /* CenObjectRow: all steps */
  GPtrArray *certificates; /* CenObjectRow */
  GHashTable *own_done;    /* CenId of steps noted as done for nobody else */
} CenPathList;

/* Errors: those of queries.h. */
CenPathList *cen_path_list_read (CenStore *store, const CenId *circle, GError **error);
void cen_path_list_free (CenPathList *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CenPathList, cen_path_list_free)

/* Lent; NULL when there is none. */
const CenPathRow *cen_path_list_find (const CenPathList *self, const CenId *path);
const CenObjectRow *cen_path_list_find_step (const CenPathList *self, const CenId *step);
/* The newest certificate of @member for @path that holds today; lent, or NULL. */
const CenObjectRow *cen_path_list_find_certificate (const CenPathList *self, const CenPathRow *path,
                                                    const CenId *member);

/* The steps (CenObjectRow, lent) that @step needs and that @member has not done. */
GPtrArray *
cen_path_list_missing (const CenPathList *self, const CenObjectRow *step, const CenId *member);

/* A place for @step (NULL: a new one) such that it stands at position @at of the others.
 * @salt: random bytes */
char *cen_path_row_choose_place (const CenPathRow *path, const CenObjectRow *step, guint at,
                                 const guint8 *salt);

G_END_DECLS
