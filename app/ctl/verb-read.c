/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "message-cells.h"
#include "parse.h"
#include "verb.h"

#include "core/held-file.h"

#include <glib/gi18n.h>

#define LIMIT_MAX 1000000

static struct {
  char *channel;
  char *thread;
  char *before;
  char *kinds[2]; /* the second stays NULL */
  char *author;
  char *since;
  gboolean newest;
  int limit;
} options;

static const GOptionEntry read_options[] = {
  { "channel", 0, 0, G_OPTION_ARG_FILENAME, &options.channel, N_ ("One channel alone"),
    N_ ("NAME") },
  { "thread", 0, 0, G_OPTION_ARG_FILENAME, &options.thread, N_ ("One thread alone"),
    N_ ("MESSAGE") },
  { "limit", 0, 0, G_OPTION_ARG_INT, &options.limit, N_ ("At most N, the newest (50)"), N_ ("N") },
  { "before", 0, 0, G_OPTION_ARG_FILENAME, &options.before, N_ ("Those before MESSAGE"),
    N_ ("MESSAGE") },
  G_OPTION_ENTRY_NULL,
};

static const GOptionEntry search_options[] = {
  { "kind", 0, 0, G_OPTION_ARG_FILENAME, &options.kinds[0],
    N_ ("message, channel, profile, file …"), N_ ("KIND") },
  { "author", 0, 0, G_OPTION_ARG_FILENAME, &options.author, N_ ("By one member; needs CIRCLE"),
    N_ ("MEMBER") },
  { "channel", 0, 0, G_OPTION_ARG_FILENAME, &options.channel, N_ ("In one channel; needs CIRCLE"),
    N_ ("NAME") },
  { "since", 0, 0, G_OPTION_ARG_FILENAME, &options.since, N_ ("Not older than DATE"), N_ ("DATE") },
  { "newest", 0, 0, G_OPTION_ARG_NONE, &options.newest, N_ ("The newest first, not the best"),
    NULL },
  { "limit", 0, 0, G_OPTION_ARG_INT, &options.limit, N_ ("At most N, the best (50)"), N_ ("N") },
  G_OPTION_ENTRY_NULL,
};

static gboolean
read_limit (guint *ret_limit, GError **error)
{
  if (options.limit < 0 || options.limit > LIMIT_MAX) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 _ ("A limit lies between 1 and %d."), LIMIT_MAX);
    return FALSE;
  }
  *ret_limit = options.limit == 0 ? CEN_QUERY_LIMIT : (guint) options.limit;
  return TRUE;
}

static const char *
get_channel_name (GPtrArray *channels, const CenId *id)
{
  for (guint i = 0; i < channels->len; i++) {
    const CenChannelRow *row = g_ptr_array_index (channels, i);

    if (cen_id_equal (&row->id, id))
      return row->name;
  }
  return "";
}

/* Reads what the options name into @page; @ids are where it points. */
static gboolean
read_page (CenacleCommand *command, const CenId *circle, CenPage *page, CenId ids[static 3],
           GError **error)
{
  page->direction = CEN_PAGE_NEWEST;
  if (!read_limit (&page->limit, error))
    return FALSE;
  if (options.channel != NULL) {
    if (!cenacle_command_find_channel (command, circle, options.channel, &ids[0], error))
      return FALSE;
    page->channel = &ids[0];
  }
  if (options.thread != NULL) {
    if (!cenacle_command_find_object (command, circle, options.thread, &ids[1], error))
      return FALSE;
    page->thread = &ids[1];
  }
  if (options.before != NULL) {
    if (!cenacle_command_find_object (command, circle, options.before, &ids[2], error))
      return FALSE;
    page->anchor = &ids[2];
    page->direction = CEN_PAGE_BEFORE;
  }
  return TRUE;
}

static gboolean
read_messages (CenacleCommand *command, char **arguments, GError **error)
{
  g_autoptr (CenacleOutput) output =
      cenacle_output_new (CENACLE_SHAPE_LIST, cenacle_command_get_format (command));
  g_autoptr (CenCircleRow) circle = cenacle_command_find_circle (command, arguments[0], error);
  g_autoptr (GPtrArray) channels = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  CenStore *store;
  CenPage page = { 0 };
  CenId ids[3];

  if (circle == NULL || !read_page (command, &circle->id, &page, ids, error))
    return FALSE;
  store = cenacle_command_get_store (command, error);
  channels = cen_query_channels (store, &circle->id, error);
  rows = channels != NULL ? cen_query_messages (store, &circle->id, &page, error) : NULL;
  if (rows == NULL || !cen_held_file_fill (store, &circle->id, rows, error))
    return FALSE;
  for (guint i = 0; i < rows->len; i++) {
    const CenMessageRow *row = g_ptr_array_index (rows, i);

    cenacle_message_cells_add (output, row, get_channel_name (channels, &row->channel));
  }
  cenacle_output_show (output);
  return TRUE;
}

/* The snippet without the marks around what was found. */
static char *
dup_unmarked (const char *snippet)
{
  GString *text = g_string_new (NULL);

  for (; *snippet != '\0'; snippet++) {
    if (*snippet != '\x02' && *snippet != '\x03')
      g_string_append_c (text, *snippet);
  }
  return g_string_free (text, FALSE);
}

static void
add_hit (CenacleOutput *output, const CenSearchRow *row)
{
  g_autofree char *snippet = dup_unmarked (row->snippet);
  JsonNode *score = json_node_init_double (json_node_alloc (), row->score);

  cenacle_output_add_row (output);
  cenacle_output_add_id (output, "id", _ ("Id"), &row->id);
  cenacle_output_add_word (output, "kind", _ ("Kind"), row->kind);
  cenacle_output_add_id (output, "circle", NULL, &row->circle);
  cenacle_output_add_text (output, "circle_name", _ ("Circle"), row->circle_name);
  cenacle_output_add_text (output, "channel", _ ("Channel"), row->channel_name);
  cenacle_output_add_id (output, "peer", NULL, &row->peer);
  cenacle_output_add_text (output, "author", _ ("Author"), row->author_name);
  cenacle_output_add_id (output, "member", NULL, &row->author);
  cenacle_output_add_time (output, "time", _ ("Time"), row->time_ms);
  cenacle_output_add_node (output, "score", NULL, score, NULL);
  cenacle_output_add_text (output, "title", NULL, row->title);
  cenacle_output_add_text (output, "snippet", _ ("Text"), snippet);
}

/* Reads what the options name into @search; @ids are where it points. */
static gboolean
read_search (CenacleCommand *command, CenSearch *search, CenId ids[static 2], GError **error)
{
  if (options.kinds[0] != NULL)
    search->kinds = (const char *const *) options.kinds;
  search->order = options.newest ? CEN_SEARCH_NEWEST : CEN_SEARCH_BEST;
  if (!read_limit (&search->limit, error) ||
      (options.since != NULL && !cenacle_parse_time (options.since, &search->since_ms, error)))
    return FALSE;
  if (search->circle == NULL && (options.author != NULL || options.channel != NULL)) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                 _ ("--author and --channel need the circle they are in."));
    return FALSE;
  }
  if (options.author != NULL) {
    if (!cenacle_command_find_member (command, search->circle, options.author, &ids[0], error))
      return FALSE;
    search->author = &ids[0];
  }
  if (options.channel != NULL) {
    if (!cenacle_command_find_channel (command, search->circle, options.channel, &ids[1], error))
      return FALSE;
    search->channel = &ids[1];
  }
  return TRUE;
}

static gboolean
search (CenacleCommand *command, char **arguments, GError **error)
{
  g_autoptr (CenacleOutput) output =
      cenacle_output_new (CENACLE_SHAPE_LIST, cenacle_command_get_format (command));
  g_autoptr (CenCircleRow) circle = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  gboolean has_circle = arguments[1] != NULL;
  CenSearch wanted = { .text = arguments[has_circle ? 1 : 0] };
  CenStore *store = cenacle_command_get_store (command, error);
  CenId ids[2];

  if (store == NULL)
    return FALSE;
  if (has_circle) {
    circle = cenacle_command_find_circle (command, arguments[0], error);
    if (circle == NULL)
      return FALSE;
    wanted.circle = &circle->id;
  }
  if (!read_search (command, &wanted, ids, error))
    return FALSE;
  rows = cen_query_search (store, &wanted, error);
  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    add_hit (output, g_ptr_array_index (rows, i));
  cenacle_output_show (output);
  return TRUE;
}

const CenacleVerb cenacle_read_verbs[] = {
  { "read", "CIRCLE", 1, 1, read_options, read_messages,
    N_ ("Read messages, oldest first; in every channel unless one is named.") },
  { "search", "[CIRCLE] QUERY", 1, 2, search_options, search,
    N_ ("Search everything, best first.") },
  { NULL },
};
