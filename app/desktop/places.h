/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenaclePlaces: the table of what stands in the sidebar above and below the channels. A new page
 * is a new row and a class that is a CenaclePage. */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define CENACLE_PLACE_HOME    "home"
#define CENACLE_PLACE_SEARCH  "search"
#define CENACLE_PLACE_MEMBERS "members"

#define CENACLE_PLACE_KINDS_MAX 6

typedef struct {
  const char *id;
  const char *title; /* marked for translation */
  const char *icon_name;
  GType (*get_type) (void);                   /* of its page; NULL: it stands in window.ui */
  const char *kinds[CENACLE_PLACE_KINDS_MAX]; /* names of kinds of objects that show there */
  gboolean is_above_channels;
} CenaclePlace;

/* In the order of the sidebar; the last has no id. */
extern const CenaclePlace cenacle_places[];

/* NULL when there is none. */
const CenaclePlace *cenacle_place_find (const char *id);
const CenaclePlace *cenacle_place_find_for_kind (const char *kind);

G_END_DECLS
