/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleLibraryFilter: which resources of a library are looked for, and in what order. */

#pragma once

#include "core/library.h"

G_BEGIN_DECLS

/* What a resource is to people, by the media type of its file. */
typedef enum {
  CENACLE_RESOURCE_DOCUMENT,
  CENACLE_RESOURCE_PICTURE,
  CENACLE_RESOURCE_SOUND,
  CENACLE_RESOURCE_FILM,
  CENACLE_RESOURCE_OTHER_FILE,
  CENACLE_RESOURCE_LINK,
  CENACLE_RESOURCE_REFERENCE,
  CENACLE_RESOURCE_SORTS,
} CenacleResourceSort;

CenacleResourceSort cenacle_resource_get_sort (const CenResource *resource);
/* "document" and its kin, as cenaclectl takes them; and the other way: FALSE for another word. */
const char *cenacle_resource_sort_to_name (CenacleResourceSort sort);
gboolean cenacle_resource_sort_from_name (const char *name, CenacleResourceSort *ret_sort);
/* In the reader's language, of several: "Pictures". */
const char *cenacle_resource_sort_to_label (CenacleResourceSort sort);

typedef enum {
  CENACLE_LIBRARY_NEWEST,
  CENACLE_LIBRARY_BY_TITLE,
  CENACLE_LIBRARY_LARGEST,
  CENACLE_LIBRARY_RECOMMENDED, /* by how many; among equals the newest */
  CENACLE_LIBRARY_ORDERS,
} CenacleLibraryOrder;

const char *cenacle_library_order_to_name (CenacleLibraryOrder order);
gboolean cenacle_library_order_from_name (const char *name, CenacleLibraryOrder *ret_order);

/* Zeroed it lets everything through. Texts are lent. */
typedef struct {
  const char
      *text; /* each of its words begins a word of title, text, name, tags, address or author */
  const char *tag;
  const char *language;
  guint level;
  const CenId *author;
  gboolean has_sort;
  CenacleResourceSort sort;
} CenacleLibraryFilter;

gboolean
cenacle_library_filter_matches (const CenacleLibraryFilter *self, const CenResource *resource);
/* Which of two comes first, as for sorting; never 0 for two different ones. */
int cenacle_library_compare (CenacleLibraryOrder order, const CenResource *a, const CenResource *b);

G_END_DECLS
