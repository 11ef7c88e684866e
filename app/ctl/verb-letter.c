/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Letters: sealed words between two members. edit, redact and react (verb-message.c) work on them
 * as on messages. */

#include "file-share.h"
#include "message-cells.h"
#include "parse.h"
#include "verb.h"

#include "core/held-file.h"
#include "core/queries-letters.h"

#include <glib/gi18n.h>

#define LIMIT_MAX 1000000

static struct {
  char **files;
  char *reply;
  char *before;
  int limit;
} options;

static const GOptionEntry write_options[] = {
  { "reply", 0, 0, G_OPTION_ARG_FILENAME, &options.reply, N_ ("The message it answers"),
    N_ ("MESSAGE") },
  { "attach", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options.files,
    N_ ("A file to seal with it, or a resource of the library; may be repeated"), N_ ("FILE") },
  G_OPTION_ENTRY_NULL,
};

static const GOptionEntry read_options[] = {
  { "limit", 0, 0, G_OPTION_ARG_INT, &options.limit, N_ ("At most N, the newest (50)"), N_ ("N") },
  { "before", 0, 0, G_OPTION_ARG_FILENAME, &options.before, N_ ("Those before MESSAGE"),
    N_ ("MESSAGE") },
  G_OPTION_ENTRY_NULL,
};

static gboolean
write_letter (CenacleCommand *command, char **arguments, GError **error)
{
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);
  g_auto (CenacleTarget) target = { 0 };
  g_autofree char *text = cenacle_parse_text (arguments[2], CEN_TEXT_MAX, error);
  g_autofree char *to = NULL;
  g_autofree char *answered = NULL;
  g_autofree char *id = NULL;
  CenId member, reply;

  if (text == NULL ||
      !cenacle_command_open_target (command, arguments[0],
                                    options.files != NULL ? CENACLE_SHARE_MS : 0, &target, error) ||
      !cenacle_command_find_member (command, &target.row->id, arguments[1], &member, error))
    return FALSE;
  g_variant_dict_insert (&fields, "text", "s", text);
  if (options.reply != NULL) {
    if (!cenacle_command_find_object (command, &target.row->id, options.reply, &reply, error))
      return FALSE;
    answered = cen_id_dup_text (&reply);
    g_variant_dict_insert (&fields, "reply_to", "s", answered);
  }
  to = cen_id_dup_text (&member);
  if (!cenacle_file_share_attachments (command, &target, options.files, to, &fields, error))
    return FALSE;
  if (!cenacle_command_settle (cenacle_engine1_call_create_sealed_sync (
                                   target.engine, target.circle, (const char *const[]){ to, NULL },
                                   "letter", g_variant_dict_end (&fields), &id, NULL, error),
                               error))
    return FALSE;
  cenacle_command_show_id (command, id);
  return TRUE;
}

static gboolean
read_page (CenacleCommand *command, const CenId *circle, CenPage *page, CenId *before,
           GError **error)
{
  if (options.limit < 0 || options.limit > LIMIT_MAX) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 _ ("A limit lies between 1 and %d."), LIMIT_MAX);
    return FALSE;
  }
  page->limit = (guint) options.limit;
  page->direction = CEN_PAGE_NEWEST;
  if (options.before == NULL)
    return TRUE;
  page->direction = CEN_PAGE_BEFORE;
  page->anchor = before;
  return cenacle_command_find_object (command, circle, options.before, before, error);
}

static gboolean
read_letters (CenacleCommand *command, char **arguments, GError **error)
{
  g_autoptr (CenacleOutput) output =
      cenacle_output_new (CENACLE_SHAPE_LIST, cenacle_command_get_format (command));
  g_autoptr (CenCircleRow) circle = cenacle_command_find_circle (command, arguments[0], error);
  g_autoptr (GPtrArray) rows = NULL;
  CenPage page = { 0 };
  CenId member, before;

  if (circle == NULL ||
      !cenacle_command_find_member (command, &circle->id, arguments[1], &member, error) ||
      !read_page (command, &circle->id, &page, &before, error))
    return FALSE;
  rows = cen_query_letters (cenacle_command_get_store (command, error), &circle->id, &member, &page,
                            error);
  if (rows == NULL ||
      !cen_held_file_fill (cenacle_command_get_store (command, error), &circle->id, rows, error))
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    cenacle_message_cells_add (output, g_ptr_array_index (rows, i), NULL);
  cenacle_output_show (output);
  return TRUE;
}

const CenacleVerb cenacle_letter_verbs[] = {
  { "message", "CIRCLE MEMBER TEXT|-", 3, 3, write_options, write_letter,
    N_ ("Write to one member, sealed: nobody else can read it.") },
  { "messages", "CIRCLE MEMBER", 2, 2, read_options, read_letters,
    N_ ("Read what you and one member wrote to each other, oldest first.") },
  { NULL },
};
