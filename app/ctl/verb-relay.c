/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Relays, from both sides: who runs one looks after its mailboxes, and a circle uses some. */

#include "core/kinds-far.h"
#include "core/queries-objects.h"
#include "parse.h"
#include "relay-cells.h"
#include "verb.h"

#include <glib/gi18n.h>
#include <string.h>

static struct {
  char *expires;
  char **addresses;
  char *name;
  char *each;
  char *keep;
} options;

static const GOptionEntry link_options[] = {
  { "expires", 0, 0, G_OPTION_ARG_FILENAME, &options.expires,
    N_ ("How long it may be used: 7d, 12h, never (7d)"), N_ ("WHILE") },
  { "address", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options.addresses,
    N_ ("Where to find this relay, instead of what it knows itself; may be repeated"),
    "tcp://HOST:PORT" },
  G_OPTION_ENTRY_NULL,
};

static const GOptionEntry quota_options[] = {
  { "each", 0, 0, G_OPTION_ARG_FILENAME, &options.each,
    N_ ("How much a mailbox may hold for which nothing else is said"), N_ ("SIZE") },
  { "keep", 0, 0, G_OPTION_ARG_FILENAME, &options.keep,
    N_ ("How long envelopes are kept: 30d (30d)"), N_ ("WHILE") },
  G_OPTION_ENTRY_NULL,
};

static const GOptionEntry add_options[] = {
  { "name", 0, 0, G_OPTION_ARG_FILENAME, &options.name, N_ ("What the circle calls it"),
    N_ ("NAME") },
  G_OPTION_ENTRY_NULL,
};

/* --- Who runs one --- */

static gboolean
create_link (CenacleCommand *command, char **arguments G_GNUC_UNUSED, GError **error)
{
  g_autoptr (CenacleOutput) output =
      cenacle_output_new (CENACLE_SHAPE_RECORD, cenacle_command_get_format (command));
  g_auto (GVariantDict) wishes = G_VARIANT_DICT_INIT (NULL);
  CenacleEngine1 *engine;
  g_autofree char *link = NULL;
  gint64 expires_ms;

  if (options.expires != NULL) {
    if (!cenacle_parse_while (options.expires, &expires_ms, error))
      return FALSE;
    g_variant_dict_insert (&wishes, "expires", "x", expires_ms);
  }
  if (options.addresses != NULL)
    g_variant_dict_insert (&wishes, "addresses", "^as", options.addresses);
  engine = cenacle_command_get_engine (command, 0, error);
  if (engine == NULL ||
      !cenacle_command_settle (cenacle_engine1_call_create_relay_link_sync (
                                   engine, g_variant_dict_end (&wishes), &link, NULL, error),
                               error))
    return FALSE;
  cenacle_output_add_row (output);
  cenacle_output_add_text (output, "link", _ ("Link"), link);
  cenacle_output_show (output);
  return TRUE;
}

static gint64
get_number (GVariantDict *fields, const char *name)
{
  gint64 number = 0;

  g_variant_dict_lookup (fields, name, "x", &number);
  return number;
}

static JsonNode *
mailboxes_to_json (GVariant *mailboxes)
{
  static const char *const numbers[] = {
    "mailbox", "made",      "visited", "oldest",      "bytes",
    "quota",   "envelopes", "drawers", "connections", "parcels"
  };
  JsonArray *array = json_array_new ();
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);

  for (gsize i = 0; mailboxes != NULL && i < g_variant_n_children (mailboxes); i++) {
    g_autoptr (GVariant) child = g_variant_get_child_value (mailboxes, i);
    g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (child);
    JsonObject *object = json_object_new ();

    for (guint k = 0; k < G_N_ELEMENTS (numbers); k++)
      json_object_set_int_member (object, numbers[k], get_number (&fields, numbers[k]));
    json_object_set_int_member (object, "parcel_bytes", get_number (&fields, "parcel-bytes"));
    json_array_add_object_element (array, object);
  }
  json_node_take_array (node, array);
  return node;
}

/* A line for each. */
static char *
dup_mailboxes (GVariant *mailboxes)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (gsize i = 0; mailboxes != NULL && i < g_variant_n_children (mailboxes); i++) {
    g_autoptr (GVariant) child = g_variant_get_child_value (mailboxes, i);
    g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (child);
    g_autofree char *bytes = g_format_size ((guint64) get_number (&fields, "bytes"));
    g_autofree char *quota = g_format_size ((guint64) get_number (&fields, "quota"));
    g_autofree char *parcels = g_format_size ((guint64) get_number (&fields, "parcel-bytes"));
    g_autofree char *visited = cenacle_output_dup_time (get_number (&fields, "visited"));

    g_string_append_printf (text, i > 0 ? "\n" : "");
    /* Translators: number of a mailbox, size, quota, count, size of parts of files, count, time. */
    g_string_append_printf (text,
                            _ ("%d: %s of %s, envelopes: %d, files: %s, here now: %d, last visited"
                               " %s"),
                            (int) get_number (&fields, "mailbox"), bytes, quota,
                            (int) get_number (&fields, "envelopes"), parcels,
                            (int) get_number (&fields, "connections"), visited);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
add_size (CenacleOutput *output, GVariantDict *fields, const char *name, const char *key,
          const char *title)
{
  g_autofree char *size = g_format_size ((guint64) get_number (fields, name));

  cenacle_output_add_node (output, key, title,
                           json_node_init_int (json_node_alloc (), get_number (fields, name)),
                           size);
}

static void
add_listening (CenacleOutput *output, GVariantDict *fields)
{
  g_auto (GStrv) texts = NULL;
  g_autofree char *text = NULL;
  JsonArray *array = json_array_new ();
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);

  g_variant_dict_lookup (fields, "listening", "^as", &texts);
  for (guint i = 0; texts != NULL && texts[i] != NULL; i++)
    json_array_add_string_element (array, texts[i]);
  text = texts != NULL ? g_strjoinv (", ", texts) : g_strdup ("");
  json_node_take_array (node, array);
  cenacle_output_add_node (output, "listening", _ ("Listening"), node, text);
}

static gboolean
status (CenacleCommand *command, char **arguments G_GNUC_UNUSED, GError **error)
{
  g_autoptr (CenacleOutput) output =
      cenacle_output_new (CENACLE_SHAPE_RECORD, cenacle_command_get_format (command));
  CenacleEngine1 *engine = cenacle_command_get_engine (command, 0, error);
  g_autoptr (GVariant) relay = NULL;
  g_autoptr (GVariant) mailboxes = NULL;
  g_autofree char *text = NULL;

  if (engine == NULL ||
      !cenacle_command_settle (cenacle_engine1_call_get_relay_sync (engine, &relay, NULL, error),
                               error))
    return FALSE;
  {
    g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (relay);
    gint64 keep_ms = get_number (&fields, "keep");

    mailboxes = g_variant_dict_lookup_value (&fields, "mailboxes", G_VARIANT_TYPE ("aa{sv}"));
    text = dup_mailboxes (mailboxes);
    cenacle_output_add_row (output);
    cenacle_output_add_field_text (output, &fields, "relay", "relay", _ ("Relay"));
    cenacle_output_add_field_bool (output, &fields, "running", "running", _ ("Running"));
    add_listening (output, &fields);
    cenacle_output_add_int (output, "connections", _ ("Connections"),
                            get_number (&fields, "connections"));
    add_size (output, &fields, "bytes", "bytes", _ ("In use"));
    add_size (output, &fields, "quota", "quota", _ ("At most"));
    add_size (output, &fields, "mailbox-quota", "mailbox_quota", _ ("At most in a mailbox"));
    cenacle_output_add_int (output, "keep_days", _ ("Days that envelopes are kept"),
                            keep_ms / (G_GINT64_CONSTANT (24) * 60 * 60 * 1000));
    cenacle_output_add_node (output, "mailboxes", _ ("Mailboxes"), mailboxes_to_json (mailboxes),
                             text);
  }
  cenacle_output_show (output);
  return TRUE;
}

static gboolean
insert_size (GVariantDict *wishes, const char *name, const char *text, GError **error)
{
  guint64 size;

  if (!cenacle_parse_size (text, &size, error))
    return FALSE;
  g_variant_dict_insert (wishes, name, "x", (gint64) size);
  return TRUE;
}

static gboolean
set_quota (CenacleCommand *command, char **arguments, GError **error)
{
  g_auto (GVariantDict) wishes = G_VARIANT_DICT_INIT (NULL);
  CenacleEngine1 *engine;
  gint64 keep_ms;

  if ((arguments[0] != NULL && !insert_size (&wishes, "quota", arguments[0], error)) ||
      (options.each != NULL && !insert_size (&wishes, "mailbox-quota", options.each, error)))
    return FALSE;
  if (options.keep != NULL) {
    if (!cenacle_parse_while (options.keep, &keep_ms, error))
      return FALSE;
    g_variant_dict_insert (&wishes, "keep", "x", keep_ms);
  }
  engine = cenacle_command_get_engine (command, 0, error);
  if (engine == NULL ||
      !cenacle_command_settle (
          cenacle_engine1_call_set_relay_sync (engine, g_variant_dict_end (&wishes), NULL, error),
          error))
    return FALSE;
  return status (command, arguments, error);
}

static gboolean
change_mailbox (CenacleCommand *command, const char *mailbox, GVariantDict *wishes, GError **error)
{
  CenacleEngine1 *engine;
  guint64 number;

  if (!g_ascii_string_to_unsigned (mailbox, 10, 1, G_MAXINT64, &number, NULL)) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 _ ("“%s” is no mailbox; “relay status” tells their numbers."), mailbox);
    return FALSE;
  }
  engine = cenacle_command_get_engine (command, 0, error);
  if (engine == NULL ||
      !cenacle_command_settle (cenacle_engine1_call_set_mailbox_sync (engine, (gint64) number,
                                                                      g_variant_dict_end (wishes),
                                                                      NULL, error),
                               error))
    return FALSE;
  cenacle_command_show_nothing (command);
  return TRUE;
}

static gboolean
limit (CenacleCommand *command, char **arguments, GError **error)
{
  g_auto (GVariantDict) wishes = G_VARIANT_DICT_INIT (NULL);

  return insert_size (&wishes, "quota", arguments[1], error) &&
         change_mailbox (command, arguments[0], &wishes, error);
}

static gboolean
forget (CenacleCommand *command, char **arguments, GError **error)
{
  g_auto (GVariantDict) wishes = G_VARIANT_DICT_INIT (NULL);

  g_variant_dict_insert (&wishes, "remove", "b", TRUE);
  return change_mailbox (command, arguments[0], &wishes, error);
}

/* --- Circles that use some --- */

static gboolean
add_relay (CenacleCommand *command, char **arguments, GError **error)
{
  g_auto (CenacleTarget) target = { 0 };
  g_autofree char *id = NULL;

  if (!cenacle_command_open_target (command, arguments[0], 0, &target, error) ||
      !cenacle_command_settle (cenacle_engine1_call_add_relay_sync (
                                   target.engine, target.circle, arguments[1],
                                   options.name != NULL ? options.name : "", &id, NULL, error),
                               error))
    return FALSE;
  cenacle_command_show_id (command, id);
  return TRUE;
}

static gboolean
list_relays (CenacleCommand *command, char **arguments, GError **error)
{
  g_autoptr (CenacleOutput) output =
      cenacle_output_new (CENACLE_SHAPE_LIST, cenacle_command_get_format (command));
  g_auto (CenacleTarget) target = { 0 };
  g_autoptr (GVariant) circles = NULL;

  if (!cenacle_command_open_target (command, arguments[0], 0, &target, error) ||
      !cenacle_command_settle (cenacle_engine1_call_get_status_sync (target.engine, target.circle,
                                                                     &circles, NULL, error),
                               error))
    return FALSE;
  for (gsize i = 0; i < g_variant_n_children (circles); i++) {
    g_autoptr (GVariant) child = g_variant_get_child_value (circles, i);
    g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (child);

    cenacle_relay_cells_add_rows (output, &fields);
  }
  cenacle_output_show (output);
  return TRUE;
}

/* A relay goes by its whole name or the beginning of its id. */
static gboolean
find_relay (CenacleCommand *command, const CenId *circle, const char *text, CenId *ret_id,
            GError **error)
{
  CenStore *store = cenacle_command_get_store (command, error);
  g_autoptr (GPtrArray) rows =
      store != NULL ? cen_query_objects (store, circle, CEN_KIND_RELAY, NULL, error) : NULL;

  for (guint i = 0; rows != NULL && i < rows->len; i++) {
    const CenObjectRow *row = rows->pdata[i];
    g_autofree char *name = cen_object_row_dup_text (row, CEN_RELAY_NAME);
    g_autofree char *id = cen_id_dup_text (&row->id);

    if (strcmp (name, text) == 0 || g_str_has_prefix (id, text)) {
      *ret_id = row->id;
      return TRUE;
    }
  }
  if (rows != NULL)
    g_set_error (error, CEN_ERROR, CEN_ERROR_NOT_FOUND, _ ("The circle uses no relay “%s”."), text);
  return FALSE;
}

static gboolean
remove_relay (CenacleCommand *command, char **arguments, GError **error)
{
  g_auto (CenacleTarget) target = { 0 };
  g_autofree char *relay = NULL;
  CenId id;

  if (!cenacle_command_open_target (command, arguments[0], 0, &target, error) ||
      !find_relay (command, &target.row->id, arguments[1], &id, error))
    return FALSE;
  relay = cen_id_dup_text (&id);
  if (!cenacle_command_settle (cenacle_engine1_call_redact_sync (target.engine, target.circle,
                                                                 relay, NULL, error),
                               error))
    return FALSE;
  cenacle_command_show_nothing (command);
  return TRUE;
}

const CenacleVerb cenacle_relay_verbs[] = {
  { "relay link", "", 0, 0, link_options, create_link,
    N_ ("Make a link by which one circle gets a mailbox at this relay.") },
  { "relay status", "", 0, 0, NULL, status, N_ ("Tell what this relay holds, and for how many.") },
  { "relay quota", "[SIZE]", 0, 1, quota_options, set_quota,
    N_ ("Set how much this relay holds in all.") },
  { "relay limit", "MAILBOX SIZE", 2, 2, NULL, limit,
    N_ ("Set how much one mailbox of this relay may hold.") },
  { "relay forget", "MAILBOX", 1, 1, NULL, forget,
    N_ ("Delete a mailbox of this relay with all that is in it.") },
  { "relay add", "CIRCLE LINK", 2, 2, add_options, add_relay,
    N_ ("Let a circle use the relay of that link.") },
  { "relay list", "CIRCLE", 1, 1, NULL, list_relays, N_ ("List the relays that a circle uses.") },
  { "relay remove", "CIRCLE RELAY", 2, 2, NULL, remove_relay,
    N_ ("Let a circle use a relay no more.") },
  { NULL },
};
