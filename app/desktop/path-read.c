/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the page of paths reads, and says of it. */

#include "object-title.h"
#include "path-pane.h"

#include <glib/gi18n.h>

static void
link_free (gpointer data)
{
  CenaclePathLink *link = data;

  g_free (link->title);
  g_free (link->kind);
  g_free (link);
}

void
cenacle_paths_free (CenaclePaths *self)
{
  if (self == NULL)
    return;
  cen_path_list_free (self->all);
  g_clear_pointer (&self->links, g_hash_table_unref);
  g_free (self);
}

/* What is not here yet, or not any more, has no title and shows as such. */
static void
read_links (CenaclePaths *self, CenStore *store, const CenId *circle, const CenObjectRow *step)
{
  g_autoptr (GArray) links = cen_object_row_dup_refs (step, CEN_STEP_LINKS);

  for (guint i = 0; i < links->len; i++) {
    const CenId *id = &g_array_index (links, CenId, i);
    g_autoptr (CenObjectRow) row = NULL;
    CenaclePathLink *link;

    if (g_hash_table_contains (self->links, id) ||
        (row = cen_query_object (store, circle, id, NULL)) == NULL)
      continue;
    link = g_new0 (CenaclePathLink, 1);
    link->title = cenacle_object_title_dup (row);
    link->kind = g_strdup (cenacle_object_title_get_kind (row));
    g_hash_table_insert (self->links, cen_id_dup (id), link);
  }
}

CenaclePaths *
cenacle_paths_read (CenStore *store, const CenId *circle, GError **error)
{
  CenPathList *all = cen_path_list_read (store, circle, error);
  CenaclePaths *self;

  if (all == NULL)
    return NULL;
  self = g_new0 (CenaclePaths, 1);
  self->all = all;
  self->links = g_hash_table_new_full (cen_id_hash, cen_id_hash_equal, g_free, link_free);
  for (guint i = 0; i < all->objects->len; i++)
    read_links (self, store, circle, all->objects->pdata[i]);
  return self;
}

char *
cenacle_paths_dup_own (const CenaclePaths *self, const CenPathRow *path, const CenId *member)
{
  if (path->steps->len == 0)
    return g_strdup (_ ("No step yet"));
  /* Translators: how many steps, of how many. */
  return g_strdup_printf (ngettext ("You have done %u of %u step", "You have done %u of %u steps",
                                    path->steps->len),
                          cen_path_count_done (path->steps, member, self->all->own_done),
                          path->steps->len);
}

char *
cenacle_paths_dup_others (const CenPathRow *path, GPtrArray *members)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < members->len; i++) {
    const CenMemberRow *member = members->pdata[i];
    guint n = cen_path_count_done (path->steps, &member->id, NULL);

    if (!member->is_self && member->state == CEN_MEMBER_ACTIVE && n > 0)
      g_string_append_printf (text, "%s%s %u/%u", text->len > 0 ? " · " : "", member->name, n,
                              path->steps->len);
  }
  return g_string_free (text, FALSE);
}
