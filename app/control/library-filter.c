/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "library-filter.h"

#include <glib/gi18n.h>
#include <string.h>

typedef struct {
  const char *name;
  const char *label;
} Row;

static const Row sorts[] = {
  { "document", N_ ("Documents") },   { "picture", N_ ("Pictures") },
  { "sound", N_ ("Recordings") },     { "film", N_ ("Films") },
  { "other", N_ ("Other files") },    { "link", N_ ("Links") },
  { "reference", N_ ("References") },
};
G_STATIC_ASSERT (G_N_ELEMENTS (sorts) == CENACLE_RESOURCE_SORTS);

static const char *const orders[] = { "newest", "title", "size", "recommended" };
G_STATIC_ASSERT (G_N_ELEMENTS (orders) == CENACLE_LIBRARY_ORDERS);

/* --- What it is --- */

static CenacleResourceSort
get_sort_of_type (const char *mime)
{
  static const struct {
    const char *prefix;
    CenacleResourceSort sort;
  } prefixes[] = {
    { "image/", CENACLE_RESOURCE_PICTURE },
    { "audio/", CENACLE_RESOURCE_SOUND },
    { "video/", CENACLE_RESOURCE_FILM },
    { "text/", CENACLE_RESOURCE_DOCUMENT },
    { "application/pdf", CENACLE_RESOURCE_DOCUMENT },
    { "application/epub", CENACLE_RESOURCE_DOCUMENT },
    { "application/rtf", CENACLE_RESOURCE_DOCUMENT },
    { "application/msword", CENACLE_RESOURCE_DOCUMENT },
    { "application/vnd.oasis.opendocument", CENACLE_RESOURCE_DOCUMENT },
    { "application/vnd.openxmlformats", CENACLE_RESOURCE_DOCUMENT },
    { "application/vnd.ms-", CENACLE_RESOURCE_DOCUMENT },
  };

  for (guint i = 0; i < G_N_ELEMENTS (prefixes); i++) {
    if (g_str_has_prefix (mime, prefixes[i].prefix))
      return prefixes[i].sort;
  }
  return CENACLE_RESOURCE_OTHER_FILE;
}

CenacleResourceSort
cenacle_resource_get_sort (const CenResource *resource)
{
  switch (resource->shape) {
  case CEN_RESOURCE_IS_LINK:
    return CENACLE_RESOURCE_LINK;
  case CEN_RESOURCE_IS_REFERENCE:
    return CENACLE_RESOURCE_REFERENCE;
  case CEN_RESOURCE_IS_FILE:
  default:
    return get_sort_of_type (resource->mime);
  }
}

const char *
cenacle_resource_sort_to_name (CenacleResourceSort sort)
{
  return sorts[sort].name;
}

gboolean
cenacle_resource_sort_from_name (const char *name, CenacleResourceSort *ret_sort)
{
  for (guint i = 0; i < G_N_ELEMENTS (sorts); i++) {
    if (strcmp (sorts[i].name, name) == 0) {
      *ret_sort = (CenacleResourceSort) i;
      return TRUE;
    }
  }
  return FALSE;
}

const char *
cenacle_resource_sort_to_label (CenacleResourceSort sort)
{
  return _ (sorts[sort].label);
}

const char *
cenacle_library_order_to_name (CenacleLibraryOrder order)
{
  return orders[order];
}

gboolean
cenacle_library_order_from_name (const char *name, CenacleLibraryOrder *ret_order)
{
  for (guint i = 0; i < G_N_ELEMENTS (orders); i++) {
    if (strcmp (orders[i], name) == 0) {
      *ret_order = (CenacleLibraryOrder) i;
      return TRUE;
    }
  }
  return FALSE;
}

/* --- Finding --- */

/* Words as people compare them: without capitals and accents. */
static gboolean
matches_words (const char *wanted, const CenResource *resource)
{
  g_autofree char *tags = g_strjoinv (" ", resource->tags);
  g_autofree char *all = g_strjoin (" ", resource->title, resource->text, resource->name, tags,
                                    resource->url, resource->author_name, NULL);

  return g_str_match_string (wanted, all, TRUE);
}

gboolean
cenacle_library_filter_matches (const CenacleLibraryFilter *self, const CenResource *resource)
{
  if (self->has_sort && cenacle_resource_get_sort (resource) != self->sort)
    return FALSE;
  if (self->level != 0 && resource->level != self->level)
    return FALSE;
  if (self->author != NULL && !cen_id_equal (self->author, &resource->author))
    return FALSE;
  if (self->language != NULL && strcmp (self->language, resource->language) != 0)
    return FALSE;
  if (self->tag != NULL && !cen_resource_has_tag (resource, self->tag))
    return FALSE;
  return self->text == NULL || *self->text == '\0' || matches_words (self->text, resource);
}

static int
compare_numbers (guint64 a, guint64 b)
{
  return a > b ? -1 : a < b;
}

int
cenacle_library_compare (CenacleLibraryOrder order, const CenResource *a, const CenResource *b)
{
  int result = 0;

  if (order == CENACLE_LIBRARY_BY_TITLE)
    result = g_utf8_collate (a->title, b->title);
  else if (order == CENACLE_LIBRARY_LARGEST)
    result = compare_numbers (a->ref.size, b->ref.size);
  else if (order == CENACLE_LIBRARY_RECOMMENDED)
    result = compare_numbers (a->recommended->len, b->recommended->len);
  if (result == 0)
    result = compare_numbers (a->lamport, b->lamport);
  return result != 0 ? result : memcmp (b->id.bytes, a->id.bytes, CEN_ID_LEN);
}
