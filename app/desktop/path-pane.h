/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One path beside the page of paths: its steps, which are done, moved and changed there, how far
 * everybody is, and one's certificate. */

#pragma once

#include "core/path-list.h"
#include "detail-pane.h"
#include "object-page.h"

G_BEGIN_DECLS

/* What a link of a step is called. */
typedef struct {
  char *title;
  char *kind;
} CenaclePathLink;

/* What the page of paths reads. */
typedef struct {
  CenPathList *all;
  GHashTable *links; /* CenId → CenaclePathLink */
} CenaclePaths;

CenaclePaths *cenacle_paths_read (CenStore *store, const CenId *circle, GError **error);
void cenacle_paths_free (CenaclePaths *self);

/* "You have done 1 of 3 steps" */
char *cenacle_paths_dup_own (const CenaclePaths *self, const CenPathRow *path, const CenId *member);
/* Active members (CenMemberRow) other than oneself who have done some of it, with how many. */
char *cenacle_paths_dup_others (const CenPathRow *path, GPtrArray *members);

/* The pane of the path with the id @key; @page's answer is a CenaclePaths. */
CenacleDetailPane *cenacle_path_pane_new (CenacleObjectPage *page, const char *key);
/* After the page read again. */
void cenacle_path_pane_show (CenacleDetailPane *pane);

/* What the steps (path-steps.h) need of it; lent, NULL when the path is gone. */
CenacleObjectPage *cenacle_path_pane_get_page (CenacleDetailPane *pane);
const CenaclePaths *cenacle_path_pane_get_paths (CenacleDetailPane *pane);
CenacleCircle *cenacle_path_pane_get_circle (CenacleDetailPane *pane);
const CenId *cenacle_path_pane_get_self (CenacleDetailPane *pane);
const CenPathRow *cenacle_path_pane_find (CenacleDetailPane *pane);
const CenObjectRow *cenacle_path_pane_find_step (CenacleDetailPane *pane, const char *key);

G_END_DECLS
