/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "library-read.h"

#include "time-text.h"

#include "app/control/library-filter.h"

#include "core/held-file.h"
#include "core/kinds-far.h"
#include "core/queries-objects.h"
#include "core/relay-files.h"

#include <glib/gi18n.h>

static void
item_free (gpointer data)
{
  CenacleLibraryItem *item = data;

  cen_resource_free (item->resource);
  g_ptr_array_unref (item->copies);
  g_clear_pointer (&item->places, g_ptr_array_unref);
  g_clear_pointer (&item->remarks, g_ptr_array_unref);
  g_free (item);
}

void
cenacle_library_free (CenacleLibrary *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->items);
  g_free (self);
}

static gboolean
fill_file (CenacleLibraryItem *item, CenStore *store, const CenId *circle, GError **error)
{
  const CenResource *resource = item->resource;
  CenShelfRow row = { .held = CEN_BLOB_ABSENT };
  gboolean is_found;

  if (cen_id_is_zero (&resource->blob)) {
    item->copies = g_ptr_array_new ();
    return TRUE;
  }
  item->copies = cen_shelf_list_copies (store, circle, &resource->blob, error);
  if (item->copies == NULL ||
      !cen_shelf_get (store, circle, &resource->blob, &is_found, &row, error))
    return FALSE;
  item->held = row.held;
  item->wish = row.wish;
  item->is_kept = row.is_kept;
  item->done = row.held == CEN_BLOB_WHOLE ? resource->ref.size
                                          : cen_held_file_count_done (store, circle, resource);
  return TRUE;
}

/* Where circles use no relay, nothing is asked of each file. */
static void
fill_places (CenacleLibraryItem *item, CenStore *store, const CenId *circle, gboolean has_relays)
{
  const CenId *blob = &item->resource->blob;

  item->has_relays = has_relays;
  if (!has_relays || cen_id_is_zero (blob))
    return;
  item->places = cen_relay_files_list_places (store, circle, blob, NULL);
  item->is_offered = cen_relay_files_is_offered (store, circle, blob);
}

static void
fill_recommended (CenacleLibraryItem *item, const CenId *self_member)
{
  for (guint i = 0; i < item->resource->recommended->len; i++)
    item->is_recommended =
        item->is_recommended || cen_id_equal (item->resource->recommended->pdata[i], self_member);
}

static gboolean
fill_remarks (CenacleLibraryItem *item, CenStore *store, const CenId *circle, GError **error)
{
  CenObjectPage page = { .parent = &item->resource->id,
                         .states = CEN_OBJECTS_LIVE,
                         .direction = CEN_PAGE_OLDEST,
                         .limit = CEN_QUERY_ALL };

  if (item->resource->n_remarks == 0) {
    item->remarks = g_ptr_array_new ();
    return TRUE;
  }
  item->remarks = cen_query_objects (store, circle, CEN_KIND_REMARK, &page, error);
  return item->remarks != NULL;
}

static gboolean
find_self (CenStore *store, const CenId *circle, CenId *ret_self, GError **error)
{
  g_autoptr (GPtrArray) members = cen_query_members (store, circle, error);

  for (guint i = 0; members != NULL && i < members->len; i++) {
    const CenMemberRow *row = members->pdata[i];

    if (row->is_self)
      *ret_self = row->id;
  }
  return members != NULL;
}

static int
compare_items (gconstpointer a, gconstpointer b)
{
  const CenacleLibraryItem *x = *(CenacleLibraryItem *const *) a;
  const CenacleLibraryItem *y = *(CenacleLibraryItem *const *) b;

  return x->resource->lamport > y->resource->lamport ? -1
                                                     : x->resource->lamport < y->resource->lamport;
}

CenacleLibrary *
cenacle_library_read (CenStore *store, const CenId *circle, GError **error)
{
  g_autoptr (GPtrArray) resources = cen_library_list (store, circle, NULL, error);
  g_autoptr (GPtrArray) relays = NULL;
  gboolean has_relays;
  CenacleLibrary *self;
  CenId own = { 0 };

  if (resources == NULL || !find_self (store, circle, &own, error))
    return NULL;
  relays = cen_query_objects (store, circle, CEN_KIND_RELAY, NULL, NULL);
  has_relays = relays != NULL && relays->len > 0;
  self = g_new0 (CenacleLibrary, 1);
  self->items = g_ptr_array_new_with_free_func (item_free);
  g_ptr_array_set_free_func (resources, NULL);
  for (guint i = 0; i < resources->len; i++) {
    CenacleLibraryItem *item = g_new0 (CenacleLibraryItem, 1);

    item->resource = resources->pdata[i];
    g_ptr_array_add (self->items, item);
    fill_recommended (item, &own);
    if (!fill_file (item, store, circle, NULL))
      item->copies = g_ptr_array_new ();
    fill_places (item, store, circle, has_relays);
    if (!fill_remarks (item, store, circle, NULL))
      item->remarks = g_ptr_array_new ();
  }
  cen_shelf_measure (store, &self->used, &self->loose, NULL);
  g_ptr_array_sort (self->items, compare_items);
  return self;
}

const CenacleLibraryItem *
cenacle_library_find (const CenacleLibrary *self, const CenId *resource)
{
  for (guint i = 0; i < self->items->len; i++) {
    const CenacleLibraryItem *item = self->items->pdata[i];

    if (cen_id_equal (&item->resource->id, resource))
      return item;
  }
  return NULL;
}

static void
add (GString *text, const char *part)
{
  if (*part != '\0')
    g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", part);
}

/* "halfway here: 45 %" */
static char *
dup_state (const CenacleLibraryItem *self)
{
  guint percent =
      self->resource->ref.size > 0 ? (guint) (self->done * 100 / self->resource->ref.size) : 0;

  if (self->held == CEN_BLOB_WHOLE)
    return g_strdup (self->is_kept ? _ ("kept here") : C_ ("file", "here"));
  if (self->wish == CEN_WISH_USER)
    /* Translators: how much of a file is here. */
    return g_strdup_printf (_ ("on its way, %u %%"), percent);
  if (self->wish == CEN_WISH_PAUSED)
    /* Translators: how much of a file is here. */
    return g_strdup_printf (_ ("paused at %u %%"), percent);
  return g_strdup (_ ("not here"));
}

char *
cenacle_library_dup_caption (const CenResource *resource)
{
  g_autofree char *ago = cenacle_time_text_dup_ago (resource->time_ms);
  g_autofree char *tags = g_strjoinv (", ", resource->tags);
  g_autofree char *size = g_format_size (resource->ref.size);
  GString *text = g_string_new (NULL);

  add (text, resource->shape == CEN_RESOURCE_IS_FILE ? size : "");
  add (text, resource->author_name);
  add (text, ago);
  add (text, tags);
  return g_string_free (text, FALSE);
}

char *
cenacle_library_item_dup_caption (const CenacleLibraryItem *self)
{
  g_autofree char *rest = cenacle_library_dup_caption (self->resource);
  g_autofree char *state = self->resource->shape == CEN_RESOURCE_IS_FILE ? dup_state (self) : NULL;

  return state != NULL ? g_strconcat (state, " · ", rest, NULL) : g_steal_pointer (&rest);
}

/* "2 minutes left" */
static char *
dup_time_left (guint64 left, guint64 rate)
{
  guint64 seconds = left / rate + 1;

  if (seconds < 60)
    return g_strdup_printf (g_dngettext (NULL, "%u second left", "%u seconds left",
                                         (gulong) seconds),
                            (guint) seconds);
  if (seconds < 3600)
    return g_strdup_printf (g_dngettext (NULL, "%u minute left", "%u minutes left",
                                         (gulong) (seconds / 60)),
                            (guint) (seconds / 60));
  return g_strdup_printf (g_dngettext (NULL, "%u hour left", "%u hours left",
                                       (gulong) (seconds / 3600)),
                          (guint) MIN (seconds / 3600, 9999));
}

static void
add_running (GString *text, GVariant *transfer, guint64 left)
{
  guint64 rate = 0;
  guint n_sources = 0;

  g_variant_lookup (transfer, "rate", "t", &rate);
  g_variant_lookup (transfer, "sources", "u", &n_sources);
  if (rate > 0) {
    g_autofree char *speed = g_format_size (rate);
    g_autofree char *per_second = g_strdup_printf (_ ("%s a second"), speed);
    g_autofree char *time = dup_time_left (left, rate);

    add (text, per_second);
    add (text, time);
  }
  if (n_sources > 0) {
    g_autofree char *sources =
        g_strdup_printf (ngettext ("from %u device", "from %u devices", n_sources), n_sources);

    add (text, sources);
  } else {
    add (text, _ ("nobody who is here has it"));
  }
}

char *
cenacle_library_item_dup_transfer (const CenacleLibraryItem *self, GVariant *transfer)
{
  guint64 size = self->resource->ref.size, done = self->done;
  const char *problem = "";
  g_autofree char *whole = g_format_size (size);
  g_autofree char *part = NULL;
  GString *text = g_string_new (NULL);

  if (transfer != NULL) {
    g_variant_lookup (transfer, "done", "t", &done);
    g_variant_lookup (transfer, "problem", "&s", &problem);
  }
  part = g_format_size (done);
  /* Translators: two sizes: what is here, of how much. */
  g_string_append_printf (text, _ ("%s of %s"), part, whole);
  if (self->wish == CEN_WISH_PAUSED)
    add (text, _ ("paused"));
  else if (*problem != '\0')
    add (text, _ (problem));
  else if (transfer != NULL)
    add_running (text, transfer, size > done ? size - done : 0);
  return g_string_free (text, FALSE);
}

GVariant *
cenacle_library_find_transfers (GVariant *status)
{
  g_autoptr (GVariant) one =
      g_variant_is_of_type (status, G_VARIANT_TYPE ("aa{sv}")) && g_variant_n_children (status) > 0
          ? g_variant_get_child_value (status, 0)
          : NULL;

  return one != NULL ? g_variant_lookup_value (one, "transfers", G_VARIANT_TYPE ("aa{sv}")) : NULL;
}

const char *
cenacle_library_get_mark (const CenResource *resource)
{
  static const char *const marks[CENACLE_RESOURCE_SORTS] = { "📝", "🖼", "🎵", "🎬", "📄", "🔗", "📖" };

  return marks[cenacle_resource_get_sort (resource)];
}
