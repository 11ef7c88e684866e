/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/control/reach-words.h"
#include "app/control/sentence.h"
#include "core/queries-copies.h"
#include "parse.h"
#include "relay-cells.h"
#include "transfer-cells.h"
#include "verb.h"

#include <glib/gi18n.h>
#include <string.h>

#define SYNC_WAIT_MS    30000
#define WAIT_TIMEOUT_MS 60000
/* The engine tells of every change; this often one looks without being told. */
#define WAIT_LOOK_MS 250

static struct {
  char *wait;
  char *timeout;
  int ops;
  gboolean is_in_sync;
} options;

static const GOptionEntry sync_options[] = {
  { "wait", 0, 0, G_OPTION_ARG_FILENAME, &options.wait, N_ ("Give up after SECONDS (30)"),
    N_ ("SECONDS") },
  G_OPTION_ENTRY_NULL,
};

static const GOptionEntry wait_options[] = {
  { "ops", 0, 0, G_OPTION_ARG_INT, &options.ops, N_ ("Until N operations are here"), N_ ("N") },
  { "in-sync", 0, 0, G_OPTION_ARG_NONE, &options.is_in_sync,
    N_ ("Until in sync with at least one member"), NULL },
  { "timeout", 0, 0, G_OPTION_ARG_FILENAME, &options.timeout, N_ ("Give up after SECONDS (60)"),
    N_ ("SECONDS") },
  G_OPTION_ENTRY_NULL,
};

static void
set_number (JsonObject *object, const char *key, GVariantDict *fields, const char *name)
{
  guint64 count;
  gint64 time_ms;

  if (g_variant_dict_lookup (fields, name, "t", &count))
    json_object_set_int_member (object, key, (gint64) count);
  else if (g_variant_dict_lookup (fields, name, "x", &time_ms) && time_ms != 0)
    json_object_set_int_member (object, key, time_ms);
  else
    json_object_set_null_member (object, key);
}

static void
set_text (JsonObject *object, const char *key, GVariantDict *fields, const char *name)
{
  const char *text;

  if (g_variant_dict_lookup (fields, name, "&s", &text))
    json_object_set_string_member (object, key, text);
  else
    json_object_set_null_member (object, key);
}

/* What a device can be caught at, in the engine's words, for translators. */
static const char *const fault_words[] G_GNUC_UNUSED = {
  N_ ("broke the protocol"),
  N_ ("sent operations that cannot be accepted"),
  N_ ("sent more than it was allowed"),
  N_ ("wrote twice in one place, as a restored or copied home does"),
  N_ ("renewed the key so that not all could read"),
};

static JsonArray *
faults_to_json (GVariantDict *peer)
{
  g_auto (GStrv) faults = NULL;
  JsonArray *array = json_array_new ();

  g_variant_dict_lookup (peer, "faults", "^as", &faults);
  for (guint i = 0; faults != NULL && faults[i] != NULL; i++)
    json_array_add_string_element (array, faults[i]);
  return array;
}

static JsonObject *
peer_to_json (GVariantDict *peer, const char *sentence)
{
  static const char *const texts[] = { "member", "name", "device", "address", "state" };
  JsonObject *object = json_object_new ();

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    set_text (object, texts[i], peer, texts[i]);
  set_number (object, "last_seen", peer, "last-seen");
  set_number (object, "behind", peer, "behind");
  set_number (object, "ahead", peer, "ahead");
  set_number (object, "clock_ahead", peer, "clock-ahead");
  json_object_set_string_member (object, "sentence", sentence);
  json_object_set_array_member (object, "faults", faults_to_json (peer));
  return object;
}

/* One line for people: who, how, where. */
static void
append_peer (GString *text, GVariantDict *peer, const char *sentence)
{
  const char *name = "";
  const char *state = "";
  const char *address = "";
  g_auto (GStrv) faults = NULL;

  g_variant_dict_lookup (peer, "name", "&s", &name);
  g_variant_dict_lookup (peer, "state", "&s", &state);
  g_variant_dict_lookup (peer, "address", "&s", &address);
  g_variant_dict_lookup (peer, "faults", "^as", &faults);
  g_string_append_printf (text, "%s%s (%s%s%s)", text->len > 0 ? ", " : "", name,
                          state[0] != '\0' ? _ (state) : "", address[0] != '\0' ? " " : "",
                          address);
  if (*sentence != '\0')
    g_string_append_printf (text, " %s", sentence);
  for (guint i = 0; faults != NULL && faults[i] != NULL; i++)
    g_string_append_printf (text, " — %s", _ (faults[i]));
}

static void
add_peers (CenacleOutput *output, GVariantDict *status)
{
  g_autoptr (GVariant) peers =
      g_variant_dict_lookup_value (status, "peers", G_VARIANT_TYPE ("aa{sv}"));
  g_autoptr (GString) text = g_string_new (NULL);
  JsonArray *array = json_array_new ();
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);

  for (gsize i = 0; peers != NULL && i < g_variant_n_children (peers); i++) {
    g_autoptr (GVariant) child = g_variant_get_child_value (peers, i);
    g_auto (GVariantDict) peer = G_VARIANT_DICT_INIT (child);
    g_autoptr (CenaclePeer) known = cenacle_peer_new (child);
    g_autofree char *sentence = cenacle_sentence_dup_peer (known);

    json_array_add_object_element (array, peer_to_json (&peer, sentence));
    append_peer (text, &peer, sentence);
  }
  json_node_take_array (node, array);
  cenacle_output_add_node (output, "peers", _ ("Devices met"), node, text->str);
}

static void
add_list (CenacleOutput *output, GVariantDict *status, const char *key, const char *title)
{
  g_auto (GStrv) texts = NULL;
  g_autofree char *text = NULL;
  JsonArray *array = json_array_new ();
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);

  g_variant_dict_lookup (status, key, "^as", &texts);
  for (guint i = 0; texts != NULL && texts[i] != NULL; i++)
    json_array_add_string_element (array, texts[i]);
  text = texts != NULL ? g_strjoinv (", ", texts) : g_strdup ("");
  json_node_take_array (node, array);
  cenacle_output_add_node (output, key, title, node, text);
}

/* The engine's sentences, for translators. */
static const char *const notice_words[] G_GNUC_UNUSED = {
  N_ ("This home was running in two places, or is a copy: both keep everything; this one is now a "
      "device of its own."),
  N_ ("This home is a copy and could not become a device of its own yet: nothing is sent or "
      "received."),
};

static void
add_notices (CenacleOutput *output, GVariantDict *status, const char *clock)
{
  g_auto (GStrv) notices = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  JsonArray *array = json_array_new ();
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);

  g_variant_dict_lookup (status, "notices", "^as", &notices);
  if (clock != NULL) {
    json_array_add_string_element (array, clock);
    g_string_append (text, clock);
  }
  for (guint i = 0; notices != NULL && notices[i] != NULL; i++) {
    json_array_add_string_element (array, notices[i]);
    g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", _ (notices[i]));
  }
  json_node_take_array (node, array);
  cenacle_output_add_node (output, "notices", _ ("Notices"), node, text->str);
}

/* How far that is which others give. */
static void
add_arrival (CenacleOutput *output, const CenaclePresence *presence)
{
  cenacle_output_add_int (output, "arrived", NULL, presence->n_arrived);
  cenacle_output_add_int (output, "arriving", NULL, presence->n_arriving);
  cenacle_output_add_int (output, "time_left", NULL, presence->left_ms);
  cenacle_output_add_int (output, "early", NULL, presence->n_early);
}

static gboolean
status (CenacleCommand *command, char **arguments, GError **error)
{
  g_autoptr (CenacleOutput) output =
      cenacle_output_new (CENACLE_SHAPE_RECORD, cenacle_command_get_format (command));
  g_auto (CenacleTarget) target = { 0 };
  g_autoptr (GVariant) circles = NULL;
  CenacleEngine1 *engine;

  if (arguments[0] != NULL &&
      !cenacle_command_open_target (command, arguments[0], 0, &target, error))
    return FALSE;
  engine = cenacle_command_get_engine (command, 0, error);
  if (engine == NULL ||
      !cenacle_command_settle (
          cenacle_engine1_call_get_status_sync (engine, target.circle != NULL ? target.circle : "",
                                                &circles, NULL, error),
          error))
    return FALSE;
  for (gsize i = 0; i < g_variant_n_children (circles); i++) {
    g_autoptr (GVariant) child = g_variant_get_child_value (circles, i);
    g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (child);

    g_autoptr (CenaclePresence) presence = cenacle_presence_new (child);
    g_autofree char *sentence = cenacle_sentence_dup (presence);
    g_autofree char *clock = cenacle_sentence_dup_clock (presence);
    g_autofree char *reach = NULL;

    cenacle_output_add_row (output);
    cenacle_output_add_field_text (output, &fields, "circle", "circle", _ ("Circle"));
    cenacle_output_add_field_bool (output, &fields, "in-sync", "in_sync", _ ("In sync"));
    cenacle_output_add_text (output, "sentence", _ ("State"), sentence);
    cenacle_output_add_field_bool (output, &fields, "syncing", "syncing", NULL);
    cenacle_output_add_field_bool (output, &fields, "online", "online", NULL);
    cenacle_output_add_field_bool (output, &fields, "disk-full", "disk_full", NULL);
    cenacle_output_add_field_bool (output, &fields, "key-due", "key_due", NULL);
    cenacle_output_add_field_bool (output, &fields, "metered", "metered", NULL);
    cenacle_output_add_int (output, "waiting", NULL, presence->n_waiting);
    cenacle_output_add_int (output, "clock_ahead", NULL, presence->clock_ahead_ms);
    add_arrival (output, presence);
    cenacle_output_add_field_int (output, &fields, "ops", "ops", _ ("Operations"));
    add_peers (output, &fields);
    cenacle_relay_cells_add (output, &fields);
    cenacle_transfer_cells_add (output, &fields);
    add_list (output, &fields, "listening", _ ("Listening"));
    reach = cenacle_reach_dup_sentence (&fields);
    cenacle_output_add_field_text (output, &fields, "reach", "reach", NULL);
    cenacle_output_add_text (output, "reach_sentence", _ ("Reachability"), reach);
    cenacle_output_add_field_text (output, &fields, "tor", "tor", NULL);
    cenacle_output_add_field_text (output, &fields, "onion", "onion", NULL);
    add_list (output, &fields, "discovery", _ ("Looking around on"));
    add_notices (output, &fields, clock);
  }
  cenacle_output_show (output);
  return TRUE;
}

static gboolean
list_copies (CenacleCommand *command, char **arguments, GError **error)
{
  g_autoptr (CenacleOutput) output =
      cenacle_output_new (CENACLE_SHAPE_LIST, cenacle_command_get_format (command));
  g_autoptr (CenCircleRow) circle = cenacle_command_find_circle (command, arguments[0], error);
  g_autoptr (GPtrArray) rows = NULL;
  CenId id;

  if (circle == NULL ||
      !cenacle_command_find_object (command, &circle->id, arguments[1], &id, error))
    return FALSE;
  rows = cen_query_copies (cenacle_command_get_store (command, error), &circle->id, &id, error);
  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < rows->len; i++) {
    const CenCopyRow *row = g_ptr_array_index (rows, i);

    cenacle_output_add_row (output);
    cenacle_output_add_id (output, "member", NULL, &row->member);
    cenacle_output_add_text (output, "name", _ ("Name"), row->member_name);
    cenacle_output_add_id (output, "device", _ ("Device"), &row->device);
    cenacle_output_add_bool (output, "has_it", _ ("Has it"), row->is_holder);
    cenacle_output_add_time (output, "as_of", _ ("As of"), row->seen_ms);
  }
  cenacle_output_show (output);
  return TRUE;
}

static void
show_in_sync (CenacleCommand *command)
{
  g_autoptr (CenacleOutput) output =
      cenacle_output_new (CENACLE_SHAPE_RECORD, cenacle_command_get_format (command));

  cenacle_output_add_row (output);
  cenacle_output_add_bool (output, "in_sync", _ ("In sync"), TRUE);
  cenacle_output_show (output);
}

static gboolean
sync_now (CenacleCommand *command, char **arguments, GError **error)
{
  g_auto (CenacleTarget) target = { 0 };
  gboolean is_in_sync = FALSE;
  guint wait_ms = SYNC_WAIT_MS;

  if (options.wait != NULL && !cenacle_parse_seconds (options.wait, &wait_ms, error))
    return FALSE;
  if (!cenacle_command_open_target (command, arguments[0], wait_ms, &target, error) ||
      !cenacle_command_settle (cenacle_engine1_call_sync_now_sync (target.engine, target.circle,
                                                                   wait_ms, &is_in_sync, NULL,
                                                                   error),
                               error))
    return FALSE;
  if (!is_in_sync) {
    g_set_error (error, CEN_ERROR, CEN_ERROR_UNREACHABLE,
                 _ ("Nobody of the circle could be met in time."));
    return FALSE;
  }
  show_in_sync (command);
  return TRUE;
}

/* What `wait` waits for. The loop runs between two looks; a change or the clock ends it. */
typedef struct {
  CenStore *store;
  const CenacleTarget *target;
  GMainLoop *loop;
} Waiting;

static gboolean
look_at_ops (const Waiting *waiting, gboolean *ret_is_met, GError **error)
{
  guint64 n_ops;

  if (options.ops == 0)
    return TRUE;
  if (!cen_query_n_ops (waiting->store, &waiting->target->row->id, &n_ops, error))
    return FALSE;
  *ret_is_met = *ret_is_met && n_ops >= (guint64) options.ops;
  return TRUE;
}

static gboolean
look_at_sync (const Waiting *waiting, gboolean *ret_is_met, GError **error)
{
  g_autoptr (GVariant) circles = NULL;
  gboolean is_in_sync = FALSE;

  if (!options.is_in_sync)
    return TRUE;
  if (!cenacle_command_settle (cenacle_engine1_call_get_status_sync (waiting->target->engine,
                                                                     waiting->target->circle,
                                                                     &circles, NULL, error),
                               error))
    return FALSE;
  if (g_variant_n_children (circles) == 1) {
    g_autoptr (GVariant) child = g_variant_get_child_value (circles, 0);

    g_variant_lookup (child, "in-sync", "b", &is_in_sync);
  }
  *ret_is_met = *ret_is_met && is_in_sync;
  return TRUE;
}

static void
changed_cb (Waiting *waiting)
{
  g_main_loop_quit (waiting->loop);
}

static gboolean
look_again_cb (gpointer data)
{
  Waiting *waiting = data;

  g_main_loop_quit (waiting->loop);
  return G_SOURCE_CONTINUE;
}

static gboolean
run_until_met (Waiting *waiting, guint timeout_ms, GError **error)
{
  gint64 deadline = g_get_monotonic_time () + (gint64) timeout_ms * 1000;

  do {
    gboolean is_met = TRUE;

    if (!look_at_ops (waiting, &is_met, error) || !look_at_sync (waiting, &is_met, error))
      return FALSE;
    if (is_met)
      return TRUE;
    g_main_loop_run (waiting->loop);
  } while (g_get_monotonic_time () < deadline);
  g_set_error (error, CEN_ERROR, CEN_ERROR_REFUSED,
               _ ("What was waited for did not come in time."));
  return FALSE;
}

static gboolean
wait_for (CenacleCommand *command, char **arguments, GError **error)
{
  g_auto (CenacleTarget) target = { 0 };
  g_autoptr (GMainLoop) loop = NULL;
  Waiting waiting = { 0 };
  guint timeout_ms = WAIT_TIMEOUT_MS;
  gulong handler;
  guint look;
  gboolean is_met;

  if ((options.timeout != NULL && !cenacle_parse_seconds (options.timeout, &timeout_ms, error)) ||
      !cenacle_command_open_target (command, arguments[0], 0, &target, error))
    return FALSE;
  if (options.ops == 0)
    options.is_in_sync = TRUE;
  loop = g_main_loop_new (NULL, FALSE);
  waiting.store = cenacle_command_get_store (command, error);
  waiting.target = &target;
  waiting.loop = loop;
  handler = g_signal_connect_swapped (target.engine, "changed", G_CALLBACK (changed_cb), &waiting);
  look = g_timeout_add (WAIT_LOOK_MS, look_again_cb, &waiting);
  is_met = run_until_met (&waiting, timeout_ms, error);
  g_signal_handler_disconnect (target.engine, handler);
  g_source_remove (look);
  if (is_met)
    cenacle_command_show_nothing (command);
  return is_met;
}

const CenacleVerb cenacle_sync_verbs[] = {
  { "status", "[CIRCLE]", 0, 1, NULL, status, N_ ("Tell who is here and whether all agree.") },
  { "copies", "CIRCLE MESSAGE", 2, 2, NULL, list_copies,
    N_ ("Tell which devices are known to have a message.") },
  { "sync", "CIRCLE", 1, 1, sync_options, sync_now, N_ ("Meet the other members now.") },
  { "wait", "CIRCLE", 1, 1, wait_options, wait_for,
    N_ ("Wait until something has arrived, or until in sync.") },
  { NULL },
};
