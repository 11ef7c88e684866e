/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The library: sharing, looking, fetching, keeping, and what is said about it. */

#include "app/control/file-save.h"
#include "app/control/library-filter.h"
#include "file-share.h"
#include "object.h"
#include "parse.h"
#include "verb.h"

#include "core/relay-files.h"
#include "core/shelf.h"

#include <glib/gi18n.h>
#include <string.h>

#define WAIT_MS 30000
#define POLL_US 50000

static struct {
  char *title;
  char *tags;
  char *text;
  char *tag;
  char *output;
  char *wait;
  char *version_of;
  char *version;
  char *kind;
  char *by;
  char *language;
  char *level;
  char *search;
  char *sort;
  gboolean is_removal;
  gboolean is_offered;
} options;

static const GOptionEntry share_options[] = {
  { "title", 0, 0, G_OPTION_ARG_FILENAME, &options.title, N_ ("What it is called"), N_ ("TITLE") },
  { "tags", 0, 0, G_OPTION_ARG_FILENAME, &options.tags, N_ ("Words to find it by"), N_ ("A,B") },
  { "text", 0, 0, G_OPTION_ARG_FILENAME, &options.text, N_ ("What it is about"), N_ ("TEXT") },
  { "version-of", 0, 0, G_OPTION_ARG_FILENAME, &options.version_of,
    N_ ("It is a new version of this resource"), N_ ("RESOURCE") },
  { "at-relay", 0, 0, G_OPTION_ARG_NONE, &options.is_offered,
    N_ ("Leave a copy at the circle’s relays whatever its size"), NULL },
  G_OPTION_ENTRY_NULL,
};

static const GOptionEntry library_options[] = {
  { "tag", 0, 0, G_OPTION_ARG_FILENAME, &options.tag, N_ ("Only what has this tag"), N_ ("TAG") },
  { "kind", 0, 0, G_OPTION_ARG_FILENAME, &options.kind, N_ ("Only documents, pictures and so on"),
    "document|picture|sound|film|other|link|reference" },
  { "by", 0, 0, G_OPTION_ARG_FILENAME, &options.by, N_ ("Only what this member shared"),
    N_ ("MEMBER") },
  { "language", 0, 0, G_OPTION_ARG_FILENAME, &options.language, N_ ("Only in this language"),
    N_ ("LANGUAGE") },
  { "level", 0, 0, G_OPTION_ARG_FILENAME, &options.level, N_ ("Only of this level"), "1|2|3" },
  { "search", 0, 0, G_OPTION_ARG_FILENAME, &options.search, N_ ("Only what has these words"),
    N_ ("TEXT") },
  { "sort", 0, 0, G_OPTION_ARG_FILENAME, &options.sort, N_ ("In which order; oldest first else"),
    "newest|title|size|recommended" },
  G_OPTION_ENTRY_NULL,
};

static const GOptionEntry fetch_options[] = {
  { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options.output,
    N_ ("Write it there, or into that folder"), N_ ("PATH") },
  { "version", 0, 0, G_OPTION_ARG_FILENAME, &options.version, N_ ("Which, from 1; the newest else"),
    N_ ("N") },
  { "wait", 0, 0, G_OPTION_ARG_FILENAME, &options.wait,
    N_ ("How long to wait for it (30); 0 not at all"), N_ ("SECONDS") },
  G_OPTION_ENTRY_NULL,
};

static const GOptionEntry keep_options[] = {
  { "drop", 0, 0, G_OPTION_ARG_NONE, &options.is_removal,
    N_ ("Keep it no longer, and free its room"), NULL },
  G_OPTION_ENTRY_NULL,
};

static const GOptionEntry offer_options[] = {
  { "remove", 0, 0, G_OPTION_ARG_NONE, &options.is_removal, N_ ("Leave none there any more"),
    NULL },
  G_OPTION_ENTRY_NULL,
};

static const GOptionEntry recommend_options[] = {
  { "remove", 0, 0, G_OPTION_ARG_NONE, &options.is_removal, N_ ("Take it back"), NULL },
  G_OPTION_ENTRY_NULL,
};

/* --- Sharing --- */

static void
add_tags (GVariantDict *dict)
{
  g_auto (GStrv) tags = g_strsplit (options.tags != NULL ? options.tags : "", ",", -1);
  GVariantBuilder builder;
  guint n = 0;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("as"));
  for (guint i = 0; tags[i] != NULL; i++) {
    if (*g_strstrip (tags[i]) != '\0') {
      g_variant_builder_add (&builder, "s", tags[i]);
      n++;
    }
  }
  if (n > 0)
    g_variant_dict_insert_value (dict, "tags", g_variant_builder_end (&builder));
  else
    g_variant_builder_clear (&builder);
}

static void
add_words (GVariantDict *dict, const char *title)
{
  if (title != NULL)
    g_variant_dict_insert (dict, "title", "s", title);
  if (options.text != NULL)
    g_variant_dict_insert (dict, "text", "s", options.text);
  add_tags (dict);
}

static void
show_shared (CenacleCommand *command, const char *id, const char *blob, guint64 size)
{
  g_autoptr (CenacleOutput) output =
      cenacle_output_new (CENACLE_SHAPE_RECORD, cenacle_command_get_format (command));
  CenId object = { 0 }, file = { 0 };

  cen_id_from_text (&object, id);
  if (blob != NULL)
    cen_id_from_text (&file, blob);
  cenacle_output_add_row (output);
  cenacle_output_add_id (output, "id", _ ("Id"), &object);
  cenacle_output_add_id (output, "blob", NULL, &file);
  cenacle_output_add_int (output, "size", _ ("Size"), (gint64) size);
  cenacle_output_show (output);
}

static gboolean
share_link (CenacleCommand *command, char **arguments, GError **error)
{
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);
  g_auto (CenacleTarget) target = { 0 };
  g_autofree char *id = NULL;

  if (!cenacle_command_open_target (command, arguments[0], 0, &target, error))
    return FALSE;
  add_words (&fields, options.title != NULL ? options.title : arguments[1]);
  g_variant_dict_insert (&fields, "url", "s", arguments[1]);
  if (!cenacle_command_settle (cenacle_engine1_call_create_sync (target.engine, target.circle,
                                                                 "resource",
                                                                 g_variant_dict_end (&fields), &id,
                                                                 NULL, error),
                               error))
    return FALSE;
  show_shared (command, id, NULL, 0);
  return TRUE;
}

static gboolean
share (CenacleCommand *command, char **arguments, GError **error)
{
  g_auto (GVariantDict) wishes = G_VARIANT_DICT_INIT (NULL);
  g_auto (CenacleTarget) target = { 0 };
  g_auto (CenacleShared) shared = { 0 };

  if (strstr (arguments[1], "://") != NULL && !g_file_test (arguments[1], G_FILE_TEST_EXISTS))
    return share_link (command, arguments, error);
  if (!cenacle_command_open_target (command, arguments[0], CENACLE_SHARE_MS, &target, error))
    return FALSE;
  add_words (&wishes, options.title);
  if (options.version_of != NULL) {
    g_autofree char *resource = NULL;
    CenId id;

    if (!cenacle_command_find_object (command, &target.row->id, options.version_of, &id, error))
      return FALSE;
    resource = cen_id_dup_text (&id);
    g_variant_dict_insert (&wishes, "resource", "s", resource);
  }
  if (options.is_offered)
    g_variant_dict_insert (&wishes, "offer", "b", TRUE);
  if (!cenacle_file_share (&target, arguments[1], g_variant_dict_end (&wishes), &shared, error))
    return FALSE;
  show_shared (command, shared.id, shared.blob, shared.size);
  return TRUE;
}

/* --- Looking --- */

static gboolean
is_held (CenStore *store, const CenId *circle, const CenResource *resource, gboolean *ret_is_kept)
{
  CenShelfRow row = { .held = CEN_BLOB_ABSENT };
  gboolean is_found;

  if (!cen_id_is_zero (&resource->blob))
    cen_shelf_get (store, circle, &resource->blob, &is_found, &row, NULL);
  if (ret_is_kept != NULL)
    *ret_is_kept = row.is_kept;
  return row.held == CEN_BLOB_WHOLE;
}

/* At which relays a copy waits. */
static void
add_places (CenacleOutput *output, CenStore *store, const CenId *circle, const CenId *blob)
{
  g_autoptr (GPtrArray) places = cen_relay_files_list_places (store, circle, blob, NULL);
  g_autofree char *text = NULL;

  if (places == NULL)
    places = g_ptr_array_new ();
  g_ptr_array_add (places, NULL);
  text = g_strjoinv (", ", (char **) places->pdata);
  cenacle_output_add_node (output, "at_relays", _ ("Waits at"),
                           cenacle_object_pack_texts ((const char *const *) places->pdata), text);
}

static void
add_resource (CenacleOutput *output, CenStore *store, const CenId *circle,
              const CenResource *resource)
{
  g_autofree char *tags = g_strjoinv (", ", resource->tags);
  g_autofree char *size = g_format_size (resource->ref.size);
  gboolean is_file = !cen_id_is_zero (&resource->blob);
  gboolean is_kept, is_here = is_held (store, circle, resource, &is_kept);

  cenacle_output_add_row (output);
  cenacle_output_add_id (output, "id", _ ("Id"), &resource->id);
  cenacle_output_add_text (output, "title", _ ("Title"), resource->title);
  cenacle_output_add_word (output, "kind", _ ("Kind"), cen_resource_get_shape_name (resource));
  cenacle_output_add_node (output, "size", _ ("Size"),
                           json_node_init_int (json_node_alloc (), (gint64) resource->ref.size),
                           is_file ? size : "");
  cenacle_output_add_node (output, "tags", _ ("Tags"),
                           cenacle_object_pack_texts ((const char *const *) resource->tags), tags);
  cenacle_output_add_bool (output, "held", C_ ("file", "Here"), is_here);
  cenacle_output_add_bool (output, "kept", NULL, is_kept);
  add_places (output, store, circle, &resource->blob);
  cenacle_output_add_text (output, "author", _ ("Author"), resource->author_name);
  cenacle_output_add_text (output, "name", NULL, resource->name);
  cenacle_output_add_text (output, "mime", NULL, resource->mime);
  cenacle_output_add_bool (output, "preview", NULL, g_bytes_get_size (resource->preview) > 0);
  cenacle_output_add_int (output, "width", NULL, resource->width);
  cenacle_output_add_int (output, "height", NULL, resource->height);
  cenacle_output_add_text (output, "url", NULL, resource->url);
  cenacle_output_add_text (output, "text", NULL, resource->text);
  cenacle_output_add_id (output, "blob", NULL, &resource->blob);
  cenacle_output_add_time (output, "time", NULL, resource->time_ms);
  cenacle_output_add_int (output, "versions", NULL, resource->n_versions);
  cenacle_output_add_int (output, "remarks", NULL, resource->n_remarks);
  cenacle_output_add_int (output, "recommended", NULL, resource->recommended->len);
  cenacle_output_add_bool (output, "from_message", NULL, resource->is_from_message);
}

/* Usage errors for words that the options do not know. */
static gboolean
read_filter (CenacleCommand *command, const CenId *circle, CenacleLibraryFilter *filter,
             CenId *author, GError **error)
{
  guint64 level = 0;

  *filter = (CenacleLibraryFilter){ .text = options.search,
                                    .tag = options.tag,
                                    .language = options.language,
                                    .has_sort = options.kind != NULL };
  if ((options.kind != NULL && !cenacle_resource_sort_from_name (options.kind, &filter->sort)) ||
      (options.level != NULL &&
       !g_ascii_string_to_unsigned (options.level, 10, 1, 3, &level, NULL))) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 _ ("There is no such thing as “%s”."),
                 level == 0 && options.level != NULL ? options.level : options.kind);
    return FALSE;
  }
  filter->level = (guint) level;
  if (options.by == NULL)
    return TRUE;
  filter->author = author;
  return cenacle_command_find_member (command, circle, options.by, author, error);
}

static int
compare_cb (gconstpointer a, gconstpointer b, gpointer order)
{
  return cenacle_library_compare ((CenacleLibraryOrder) GPOINTER_TO_UINT (order),
                                  *(CenResource *const *) a, *(CenResource *const *) b);
}

static gboolean
sort_found (GPtrArray *found, GError **error)
{
  CenacleLibraryOrder order;

  if (options.sort == NULL)
    return TRUE;
  if (!cenacle_library_order_from_name (options.sort, &order)) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 _ ("There is no such thing as “%s”."), options.sort);
    return FALSE;
  }
  g_ptr_array_sort_with_data (found, compare_cb, GUINT_TO_POINTER (order));
  return TRUE;
}

static gboolean
library (CenacleCommand *command, char **arguments, GError **error)
{
  g_autoptr (CenacleOutput) output =
      cenacle_output_new (CENACLE_SHAPE_LIST, cenacle_command_get_format (command));
  g_autoptr (CenCircleRow) circle = cenacle_command_find_circle (command, arguments[0], error);
  g_autoptr (GPtrArray) found = NULL;
  CenacleLibraryFilter filter;
  CenStore *store;
  CenId author;

  if (circle == NULL || !read_filter (command, &circle->id, &filter, &author, error))
    return FALSE;
  store = cenacle_command_get_store (command, error);
  found = cen_library_list (store, &circle->id, NULL, error);
  if (found == NULL || !sort_found (found, error))
    return FALSE;
  for (guint i = 0; i < found->len; i++) {
    if (cenacle_library_filter_matches (&filter, found->pdata[i]))
      add_resource (output, store, &circle->id, found->pdata[i]);
  }
  cenacle_output_show (output);
  return TRUE;
}

static gboolean
list_versions (CenacleCommand *command, char **arguments, GError **error)
{
  g_autoptr (CenacleOutput) output =
      cenacle_output_new (CENACLE_SHAPE_LIST, cenacle_command_get_format (command));
  g_autoptr (CenCircleRow) circle = cenacle_command_find_circle (command, arguments[0], error);
  g_autoptr (GPtrArray) versions = NULL;
  CenStore *store;
  CenId id;

  if (circle == NULL ||
      !cenacle_command_find_object (command, &circle->id, arguments[1], &id, error))
    return FALSE;
  store = cenacle_command_get_store (command, error);
  versions = cen_library_list_versions (store, &circle->id, &id, error);
  for (guint i = versions != NULL ? versions->len : 0; i-- > 0;) {
    const CenResource *version = versions->pdata[i];

    cenacle_output_add_row (output);
    cenacle_output_add_int (output, "version", _ ("Version"), versions->len - i);
    cenacle_output_add_text (output, "name", _ ("Name"), version->name);
    cenacle_output_add_int (output, "size", _ ("Size"), (gint64) version->ref.size);
    cenacle_output_add_time (output, "time", _ ("Shared"), version->time_ms);
    cenacle_output_add_bool (output, "held", C_ ("file", "Here"),
                             is_held (store, &circle->id, version, NULL));
    cenacle_output_add_id (output, "id", NULL, &version->version);
    cenacle_output_add_id (output, "blob", NULL, &version->blob);
  }
  if (versions != NULL)
    cenacle_output_show (output);
  return versions != NULL;
}

/* --- Fetching --- */

static CenResource *
find_resource (CenacleCommand *command, const CenId *circle, const char *text, GError **error)
{
  CenId id;

  if (!cenacle_command_find_object (command, circle, text, &id, error))
    return NULL;
  return cen_library_get_version (cenacle_command_get_store (command, error), circle, &id, error);
}

/* The same, or the version of it that the option names. */
static CenResource *
find_version (CenacleCommand *command, const CenId *circle, const char *text, GError **error)
{
  g_autoptr (CenResource) resource = find_resource (command, circle, text, error);
  g_autoptr (GPtrArray) versions = NULL;
  guint64 number;

  if (resource == NULL || options.version == NULL)
    return g_steal_pointer (&resource);
  versions = cen_library_list_versions (cenacle_command_get_store (command, error), circle,
                                        &resource->id, error);
  if (versions == NULL)
    return NULL;
  if (g_ascii_string_to_unsigned (options.version, 10, 1, versions->len, &number, NULL))
    return g_ptr_array_steal_index (versions, versions->len - (guint) number);
  g_set_error (error, CEN_ERROR, CEN_ERROR_NOT_FOUND, _ ("There is no version “%s”."),
               options.version);
  return NULL;
}

/* Until it is here, or time is up. */
static gboolean
wait_for (CenStore *store, const CenId *circle, const CenResource *resource, gint64 wait_ms)
{
  gint64 end = g_get_monotonic_time () + wait_ms * 1000;

  while (!is_held (store, circle, resource, NULL)) {
    if (g_get_monotonic_time () >= end)
      return FALSE;
    g_usleep (POLL_US);
  }
  return TRUE;
}

static gboolean
show_fetched (CenacleCommand *command, CenStore *store, const CenId *circle,
              const CenResource *resource, GError **error)
{
  g_autoptr (CenacleOutput) output =
      cenacle_output_new (CENACLE_SHAPE_RECORD, cenacle_command_get_format (command));
  g_autoptr (CenBlobReader) reader = NULL;
  g_autofree char *path = NULL;

  if (options.output != NULL) {
    reader = cenacle_file_open (store, circle, resource, error);
    path = reader != NULL ? cenacle_file_save (reader, resource, options.output, error) : NULL;
    if (path == NULL)
      return FALSE;
  }
  cenacle_output_add_row (output);
  cenacle_output_add_id (output, "id", _ ("Id"), &resource->id);
  cenacle_output_add_bool (output, "held", C_ ("file", "Here"),
                           is_held (store, circle, resource, NULL));
  add_places (output, store, circle, &resource->blob);
  cenacle_output_add_text (output, "path", _ ("File"), path != NULL ? path : "");
  cenacle_output_show (output);
  return TRUE;
}

static gboolean
fetch (CenacleCommand *command, char **arguments, GError **error)
{
  g_auto (CenacleTarget) target = { 0 };
  g_autoptr (CenResource) resource = NULL;
  g_autofree char *object = NULL;
  guint wait_ms = WAIT_MS;
  CenStore *store;

  if (options.wait != NULL && !cenacle_parse_seconds (options.wait, &wait_ms, error))
    return FALSE;
  if (!cenacle_command_open_target (command, arguments[0], 0, &target, error))
    return FALSE;
  resource = find_version (command, &target.row->id, arguments[1], error);
  if (resource == NULL)
    return FALSE;
  object =
      cen_id_dup_text (cen_id_is_zero (&resource->blob) ? &resource->version : &resource->blob);
  if (!cenacle_command_settle (cenacle_engine1_call_fetch_file_sync (target.engine, target.circle,
                                                                     object, NULL, error),
                               error))
    return FALSE;
  store = cenacle_command_get_store (command, error);
  if (!wait_for (store, &target.row->id, resource, wait_ms) && wait_ms > 0) {
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_UNREACHABLE,
                         _ ("Nobody who is here has all of this file yet: it comes when somebody "
                            "does."));
    return FALSE;
  }
  if (wait_ms == 0)
    g_clear_pointer (&options.output, g_free);
  return show_fetched (command, store, &target.row->id, resource, error);
}

static gboolean
keep (CenacleCommand *command, char **arguments, GError **error)
{
  g_auto (CenacleTarget) target = { 0 };
  g_autoptr (CenResource) resource = NULL;
  g_autofree char *object = NULL;
  gboolean ok;

  if (!cenacle_command_open_target (command, arguments[0], 0, &target, error))
    return FALSE;
  resource = find_resource (command, &target.row->id, arguments[1], error);
  if (resource == NULL)
    return FALSE;
  object = cen_id_dup_text (&resource->version);
  ok = options.is_removal ? cenacle_engine1_call_cancel_file_sync (target.engine, target.circle,
                                                                   object, NULL, error)
                          : cenacle_engine1_call_keep_file_sync (target.engine, target.circle,
                                                                 object, TRUE, NULL, error);
  if (!cenacle_command_settle (ok, error))
    return FALSE;
  cenacle_command_show_nothing (command);
  return TRUE;
}

static gboolean
offer (CenacleCommand *command, char **arguments, GError **error)
{
  g_auto (CenacleTarget) target = { 0 };
  g_autoptr (CenResource) resource = NULL;
  g_autofree char *object = NULL;

  if (!cenacle_command_open_target (command, arguments[0], 0, &target, error))
    return FALSE;
  resource = find_resource (command, &target.row->id, arguments[1], error);
  if (resource == NULL)
    return FALSE;
  object = cen_id_dup_text (&resource->version);
  if (!cenacle_command_settle (cenacle_engine1_call_offer_file_sync (target.engine, target.circle,
                                                                     object, !options.is_removal,
                                                                     NULL, error),
                               error))
    return FALSE;
  cenacle_command_show_nothing (command);
  return TRUE;
}

static gboolean
pause_fetch (CenacleCommand *command, char **arguments, GError **error)
{
  g_auto (CenacleTarget) target = { 0 };
  g_autoptr (CenResource) resource = NULL;
  g_autofree char *object = NULL;

  if (!cenacle_command_open_target (command, arguments[0], 0, &target, error))
    return FALSE;
  resource = find_resource (command, &target.row->id, arguments[1], error);
  if (resource == NULL)
    return FALSE;
  object = cen_id_dup_text (&resource->version);
  if (!cenacle_command_settle (cenacle_engine1_call_pause_file_sync (target.engine, target.circle,
                                                                     object, NULL, error),
                               error))
    return FALSE;
  cenacle_command_show_nothing (command);
  return TRUE;
}

/* --- What is said about it --- */

static gboolean
remark (CenacleCommand *command, char **arguments, GError **error)
{
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);
  g_auto (CenacleTarget) target = { 0 };
  g_autofree char *text = cenacle_parse_text (arguments[2], CEN_TEXT_MAX, error);
  g_autoptr (CenResource) resource = NULL;
  g_autofree char *id = NULL;

  if (text == NULL || !cenacle_command_open_target (command, arguments[0], 0, &target, error))
    return FALSE;
  resource = find_resource (command, &target.row->id, arguments[1], error);
  if (resource == NULL)
    return FALSE;
  id = cen_id_dup_text (&resource->id);
  g_variant_dict_insert (&fields, "resource", "s", id);
  g_variant_dict_insert (&fields, "text", "s", text);
  return cenacle_object_create (command, &target, "remark", g_variant_dict_end (&fields), error);
}

static gboolean
list_remarks (CenacleCommand *command, char **arguments, GError **error)
{
  g_autoptr (CenacleOutput) output =
      cenacle_output_new (CENACLE_SHAPE_LIST, cenacle_command_get_format (command));
  g_autoptr (CenCircleRow) circle = cenacle_command_find_circle (command, arguments[0], error);
  g_autoptr (CenResource) resource = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  CenObjectPage page = { .states = CEN_OBJECTS_LIVE,
                         .direction = CEN_PAGE_OLDEST,
                         .limit = CEN_QUERY_ALL };

  if (circle == NULL)
    return FALSE;
  resource = find_resource (command, &circle->id, arguments[1], error);
  if (resource == NULL)
    return FALSE;
  page.parent = &resource->id;
  rows = cen_query_objects (cenacle_command_get_store (command, error), &circle->id,
                            CEN_KIND_REMARK, &page, error);
  for (guint i = 0; rows != NULL && i < rows->len; i++) {
    const CenObjectRow *row = rows->pdata[i];
    g_autofree char *text = cen_object_row_dup_text (row, CEN_REMARK_TEXT);

    cenacle_output_add_row (output);
    cenacle_output_add_id (output, "id", _ ("Id"), &row->id);
    cenacle_output_add_text (output, "author", _ ("Author"), row->author_name);
    cenacle_output_add_time (output, "time", _ ("Time"), row->time_ms);
    cenacle_output_add_text (output, "text", _ ("Text"), text);
  }
  cenacle_output_show (output);
  return rows != NULL;
}

static gboolean
recommend (CenacleCommand *command, char **arguments, GError **error)
{
  g_auto (CenacleTarget) target = { 0 };
  g_autoptr (CenResource) resource = NULL;

  if (!cenacle_command_open_target (command, arguments[0], 0, &target, error))
    return FALSE;
  resource = find_resource (command, &target.row->id, arguments[1], error);
  return resource != NULL &&
         cenacle_object_mark (command, &target, &resource->id, "recommended", "",
                              g_variant_new_boolean (!options.is_removal), error);
}

const CenacleVerb cenacle_library_verbs[] = {
  { "share", "CIRCLE FILE|URL", 2, 2, share_options, share,
    N_ ("Put a file or a link into the library.") },
  { "library", "CIRCLE", 1, 1, library_options, library, N_ ("List what the circle keeps.") },
  { "fetch", "CIRCLE RESOURCE", 2, 2, fetch_options, fetch,
    N_ ("Fetch a file from whoever has it.") },
  { "pause", "CIRCLE RESOURCE", 2, 2, NULL, pause_fetch,
    N_ ("Stop fetching a file until it is fetched again.") },
  { "keep", "CIRCLE RESOURCE", 2, 2, keep_options, keep,
    N_ ("Keep a file on this device, whatever the room.") },
  { "offer", "CIRCLE RESOURCE", 2, 2, offer_options, offer,
    N_ ("Leave a copy of a file at the circle’s relays, whatever its size.") },
  { "remark", "CIRCLE RESOURCE TEXT|-", 3, 3, NULL, remark,
    N_ ("Say something about a resource.") },
  { "remarks", "CIRCLE RESOURCE", 2, 2, NULL, list_remarks,
    N_ ("List what was said about a resource.") },
  { "recommend", "CIRCLE RESOURCE", 2, 2, recommend_options, recommend,
    N_ ("Recommend a resource to the others.") },
  { "versions", "CIRCLE RESOURCE", 2, 2, NULL, list_versions, N_ ("List the versions of a file.") },
  { NULL },
};
