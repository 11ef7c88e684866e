/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleSearchFilters: where, what, who, since when, and what comes first. Signal "changed" (). */

#pragma once

#include "circle.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CENACLE_TYPE_SEARCH_FILTERS (cenacle_search_filters_get_type ())
G_DECLARE_FINAL_TYPE (CenacleSearchFilters, cenacle_search_filters, CENACLE, SEARCH_FILTERS,
                      GtkWidget)

/* The circle whose channels and members can be chosen; NULL: none shows. */
void cenacle_search_filters_set_circle (CenacleSearchFilters *self, CenacleCircle *circle);

/* Reads its channels and members again. */
void cenacle_search_filters_refresh (CenacleSearchFilters *self);

/* A search that may be handed to another thread. */
typedef struct {
  char *text;
  gboolean is_in_circle;
  CenId circle;
  gboolean is_in_channel;
  CenId channel;
  gboolean is_by_author;
  CenId author;
  const char *const *kinds; /* not owned */
  gint64 since_ms;
  CenSearchOrder order;
} CenacleSearchWish;

CenacleSearchWish *cenacle_search_filters_dup_wish (CenacleSearchFilters *self, const char *text);
void cenacle_search_wish_free (CenacleSearchWish *self);
GPtrArray *cenacle_search_wish_run (const CenacleSearchWish *self, CenStore *store, guint limit,
                                    GError **error);
/* What a hit says, on one line and without the marks around what fits. */
char *cenacle_search_dup_plain (const char *snippet);

G_END_DECLS
