/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Sessions: planning them and saying who comes. What is kept of them stands in verb-session-kept.c,
 * calendars in verb-calendar.c. */

#include "app/control/calendar.h"
#include "app/control/formats.h"
#include "app/control/occurrences.h"
#include "core/kinds-life.h"
#include "object.h"
#include "parse.h"
#include "verb-session.h"

#include <glib/gi18n.h>

#define MINUTES_DEFAULT 60
#define MINUTES_MAX     1440
#define NEXT_SHOWN      10
#define EARLY_MS        (G_GINT64_CONSTANT (15) * 60000) /* before the start one may be there already */

static struct {
  char *start;
  char *repeat;
  char *format;
  char *proposal;
  char *place;
  char *text;
  char *zone;
  char *host;
  char *on;
  char **agenda;
  char **presenters;
  int minutes;
  int capacity;
  gboolean is_removal;
} options = { .capacity = -1 };

/* The first is for planning alone. */
static const GOptionEntry plan_options[] = {
  { "from", 0, 0, G_OPTION_ARG_FILENAME, &options.proposal,
    N_ ("The proposal it comes from; who offered to present does"), N_ ("PROPOSAL") },
  { "start", 0, 0, G_OPTION_ARG_FILENAME, &options.start, N_ ("When it begins"), N_ ("TIME") },
  { "minutes", 0, 0, G_OPTION_ARG_INT, &options.minutes, N_ ("How long it lasts (60)"), N_ ("N") },
  { "repeat", 0, 0, G_OPTION_ARG_FILENAME, &options.repeat,
    N_ ("weekly, biweekly, monthly, or a rule of RFC 5545"), N_ ("HOW") },
  { "zone", 0, 0, G_OPTION_ARG_FILENAME, &options.zone,
    N_ ("Whose hour it keeps when it repeats (this machine’s)"), N_ ("ZONE") },
  { "format", 0, 0, G_OPTION_ARG_FILENAME, &options.format,
    N_ ("talk, workshop, reading, codev or cafe; gives an agenda"), N_ ("FORMAT") },
  { "agenda", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options.agenda,
    N_ ("A line of the agenda, “10 Welcome”; may be given several times"), N_ ("ITEM") },
  { "presenter", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options.presenters,
    N_ ("Who presents; may be given several times"), N_ ("MEMBER") },
  { "host", 0, 0, G_OPTION_ARG_FILENAME, &options.host, N_ ("Who hosts (you)"), N_ ("MEMBER") },
  { "place", 0, 0, G_OPTION_ARG_FILENAME, &options.place, N_ ("Where"), N_ ("TEXT") },
  { "text", 0, 0, G_OPTION_ARG_FILENAME, &options.text, N_ ("What it is about"), N_ ("TEXT") },
  { "capacity", 0, 0, G_OPTION_ARG_INT, &options.capacity, N_ ("How many places there are"),
    N_ ("N") },
  G_OPTION_ENTRY_NULL,
};

static const GOptionEntry remove_options[] = {
  { "remove", 0, 0, G_OPTION_ARG_NONE, &options.is_removal, N_ ("Take it back"), NULL },
  G_OPTION_ENTRY_NULL,
};

static const GOptionEntry occurrence_options[] = {
  { "on", 0, 0, G_OPTION_ARG_FILENAME, &options.on,
    N_ ("Which, of one that repeats: its day or its start"), N_ ("TIME") },
  G_OPTION_ENTRY_NULL,
};

static const GOptionEntry change_options[] = {
  { "on", 0, 0, G_OPTION_ARG_FILENAME, &options.on,
    N_ ("Which, of one that repeats: its day or its start"), N_ ("TIME") },
  { "remove", 0, 0, G_OPTION_ARG_NONE, &options.is_removal, N_ ("Take it back"), NULL },
  G_OPTION_ENTRY_NULL,
};

static gboolean
refuse_usage (GError **error, const char *sentence)
{
  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, sentence);
  return FALSE;
}

/* --- Plan --- */

static gboolean
add_repeat (GVariantDict *fields, GError **error)
{
  g_autofree char *local = cenacle_calendar_dup_local_zone ();
  const char *rule;

  g_variant_dict_insert (fields, "zone", "s", options.zone != NULL ? options.zone : local);
  if (options.repeat == NULL)
    return TRUE;
  rule = cenacle_calendar_get_rule (options.repeat);
  if (rule == NULL)
    rule = options.repeat;
  if (!cenacle_calendar_is_rule (rule))
    return refuse_usage (error, _ ("A session repeats weekly, biweekly, monthly, or by a rule."));
  g_variant_dict_insert (fields, "repeat", "s", rule);
  return TRUE;
}

static gboolean
add_agenda (GVariantDict *fields, GError **error)
{
  const CenacleFormatRow *format =
      options.format != NULL ? cenacle_formats_find (options.format) : NULL;
  g_auto (GStrv) agenda = NULL;
  int minutes = options.minutes;

  if (options.format != NULL && format == NULL)
    return refuse_usage (error, _ ("A format is talk, workshop, reading, codev or cafe."));
  if (minutes < 0 || minutes > MINUTES_MAX)
    return refuse_usage (error, _ ("A session lasts 1 to 1440 minutes."));
  if (minutes == 0)
    minutes = format != NULL ? (int) format->minutes : MINUTES_DEFAULT;
  agenda = options.agenda != NULL ? g_strdupv (options.agenda)
           : format != NULL       ? cenacle_formats_dup_agenda (format)
                                  : g_new0 (char *, 1);
  g_variant_dict_insert (fields, "minutes", "t", (guint64) minutes);
  if (format != NULL)
    g_variant_dict_insert (fields, "format", "s", format->id);
  if (*agenda != NULL)
    g_variant_dict_insert (fields, "agenda", "^as", agenda);
  return TRUE;
}

static gboolean
add_member (CenacleCommand *command, const CenId *circle, GPtrArray *ids, const char *text,
            GError **error)
{
  CenId member;

  if (!cenacle_command_find_member (command, circle, text, &member, error))
    return FALSE;
  g_ptr_array_add (ids, cen_id_dup_text (&member));
  return TRUE;
}

/* Those who offered to present @proposal. */
static gboolean
add_volunteers (CenacleCommand *command, const CenId *circle, const CenId *proposal, GPtrArray *ids,
                GError **error)
{
  g_autoptr (CenObjectRow) row =
      cen_query_object (cenacle_command_get_store (command, error), circle, proposal, error);

  if (row == NULL)
    return FALSE;
  if (row->kind == NULL || row->kind->id != CEN_KIND_PROPOSAL) {
    g_set_error (error, CEN_ERROR, CEN_ERROR_NOT_FOUND, _ ("“%s” is no proposal."),
                 options.proposal);
    return FALSE;
  }
  for (guint i = 0; i < row->marks->len; i++) {
    const CenMarkRow *mark = row->marks->pdata[i];

    if (mark->mark == CEN_PROPOSAL_PRESENT)
      g_ptr_array_add (ids, cen_id_dup_text (&mark->member));
  }
  return TRUE;
}

static gboolean
add_people (CenacleCommand *command, const CenacleTarget *target, GVariantDict *fields,
            char **ret_proposal, GError **error)
{
  const CenId *circle = &target->row->id;
  g_autoptr (GPtrArray) presenters = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) host = g_ptr_array_new_with_free_func (g_free);
  CenId proposal;

  if (options.proposal != NULL) {
    if (!cenacle_command_find_object (command, circle, options.proposal, &proposal, error) ||
        !add_volunteers (command, circle, &proposal, presenters, error))
      return FALSE;
    *ret_proposal = cen_id_dup_text (&proposal);
    g_variant_dict_insert (fields, "proposal", "s", *ret_proposal);
  }
  for (guint i = 0; options.presenters != NULL && options.presenters[i] != NULL; i++) {
    if (!add_member (command, circle, presenters, options.presenters[i], error))
      return FALSE;
  }
  if (options.host != NULL) {
    if (!add_member (command, circle, host, options.host, error))
      return FALSE;
    g_variant_dict_insert (fields, "host", "s", host->pdata[0]);
  }
  if (presenters->len > 0) {
    g_ptr_array_add (presenters, NULL);
    g_variant_dict_insert (fields, "presenters", "^as", presenters->pdata);
  }
  return TRUE;
}

static gboolean
link_proposal (const CenacleTarget *target, const char *proposal, const char *session,
               GError **error)
{
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);

  g_variant_dict_insert (&fields, "session", "s", session);
  return cenacle_command_settle (cenacle_engine1_call_set_sync (target->engine, target->circle,
                                                                proposal,
                                                                g_variant_dict_end (&fields), NULL,
                                                                error),
                                 error);
}

/* What stands in options as it is. */
static gboolean
add_plain (GVariantDict *fields, GError **error)
{
  gint64 start_ms;

  if (options.start != NULL) {
    if (!cenacle_parse_time (options.start, &start_ms, error))
      return FALSE;
    g_variant_dict_insert (fields, "start", "x", start_ms);
  }
  if (options.capacity >= 0)
    g_variant_dict_insert (fields, "capacity", "t", (guint64) options.capacity);
  if (options.place != NULL)
    g_variant_dict_insert (fields, "place", "s", options.place);
  if (options.text != NULL)
    g_variant_dict_insert (fields, "text", "s", options.text);
  return TRUE;
}

static gboolean
add_when_and_where (GVariantDict *fields, GError **error)
{
  if (options.start == NULL)
    return refuse_usage (error, _ ("Say when it begins, with --start."));
  return add_plain (fields, error) && add_repeat (fields, error) && add_agenda (fields, error);
}

/* Of one that is there nothing is put in for what was not said. */
static gboolean
add_changes (GVariantDict *fields, GError **error)
{
  if (!add_plain (fields, error))
    return FALSE;
  if (options.repeat != NULL && g_str_equal (options.repeat, "never"))
    g_variant_dict_insert (fields, "repeat", "s", "");
  else if ((options.repeat != NULL || options.zone != NULL) && !add_repeat (fields, error))
    return FALSE;
  return (options.minutes == 0 && options.format == NULL && options.agenda == NULL) ||
         add_agenda (fields, error);
}

static gboolean
plan (CenacleCommand *command, char **arguments, GError **error)
{
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);
  g_auto (CenacleTarget) target = { 0 };
  g_autofree char *proposal = NULL;
  g_autofree char *id = NULL;

  g_variant_dict_insert (&fields, "title", "s", arguments[1]);
  if (!add_when_and_where (&fields, error) ||
      !cenacle_command_open_target (command, arguments[0], 0, &target, error) ||
      !add_people (command, &target, &fields, &proposal, error) ||
      !cenacle_command_settle (cenacle_engine1_call_create_sync (target.engine, target.circle,
                                                                 "session",
                                                                 g_variant_dict_end (&fields), &id,
                                                                 NULL, error),
                               error) ||
      (proposal != NULL && !link_proposal (&target, proposal, id, error)))
    return FALSE;
  cenacle_command_show_id (command, id);
  return TRUE;
}

/* --- List and show --- */

typedef struct {
  CenObjectRow *row; /* lent */
  CenMeeting *meeting;
  gint64 occurrence_ms;
} Entry;

static void
entry_clear (gpointer data)
{
  cen_meeting_free (((Entry *) data)->meeting);
}

static int
compare_entries (gconstpointer a, gconstpointer b)
{
  const Entry *x = a, *y = b;

  return x->occurrence_ms < y->occurrence_ms ? -1 : x->occurrence_ms > y->occurrence_ms;
}

static gboolean
list_sessions (CenacleCommand *command, char **arguments, GError **error)
{
  g_autoptr (CenacleOutput) output =
      cenacle_output_new (CENACLE_SHAPE_LIST, cenacle_command_get_format (command));
  g_autoptr (CenCircleRow) circle = cenacle_command_find_circle (command, arguments[0], error);
  g_autoptr (GArray) entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  g_autoptr (CenacleNames) names = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  CenStore *store = circle != NULL ? cenacle_command_get_store (command, error) : NULL;

  g_array_set_clear_func (entries, entry_clear);
  if (store == NULL || (names = cenacle_names_new (store, &circle->id, error)) == NULL ||
      (rows = cen_query_objects (store, &circle->id, CEN_KIND_SESSION, NULL, error)) == NULL)
    return FALSE;
  for (guint i = 0; i < rows->len; i++) {
    Entry entry = { rows->pdata[i], cen_meeting_new (rows->pdata[i]), 0 };

    entry.occurrence_ms = cenacle_occurrences_find_shown (entry.meeting, cenacle_session_now ());
    g_array_append_val (entries, entry);
  }
  g_array_sort (entries, compare_entries);
  for (guint i = 0; i < entries->len; i++) {
    const Entry *entry = &g_array_index (entries, Entry, i);

    cenacle_output_add_row (output);
    cenacle_session_cells_add (output, entry->row, entry->meeting, names, entry->occurrence_ms);
  }
  cenacle_output_show (output);
  return TRUE;
}

static void
add_guests (CenacleOutput *output, const CenacleSessionTarget *target)
{
  g_autoptr (GArray) guests = cen_meeting_list_guests (target->row, target->occurrence_ms);
  g_autoptr (GString) text = g_string_new (NULL);
  JsonArray *array = json_array_new ();
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);

  for (guint i = 0; i < guests->len; i++) {
    const CenGuest *guest = &g_array_index (guests, CenGuest, i);
    const char *name = cenacle_names_get (target->names, &guest->member);
    const char *word = guest->is_waiting ? N_ ("waiting") : cenacle_rsvp_words[guest->answer];
    JsonObject *object = json_object_new ();

    json_object_set_string_member (object, "name", name);
    json_object_set_string_member (object, "answer", word);
    json_array_add_object_element (array, object);
    g_string_append_printf (text, "%s%s: %s", i > 0 ? ", " : "", name, _ (word));
  }
  json_node_take_array (node, array);
  cenacle_output_add_node (output, "guests", C_ ("who comes", "Answers"), node, text->str);
}

static void
add_list (CenacleOutput *output, const char *key, const char *header, const char *const *items)
{
  JsonArray *array = json_array_new ();
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);
  g_autofree char *text = g_strjoinv (" · ", (char **) items);

  for (guint i = 0; items[i] != NULL; i++)
    json_array_add_string_element (array, items[i]);
  json_node_take_array (node, array);
  cenacle_output_add_node (output, key, header, node, text);
}

/* Starts of the occurrences to come. */
static void
add_next (CenacleOutput *output, const CenMeeting *meeting)
{
  g_autoptr (GArray) starts =
      cenacle_occurrences_list (meeting, cenacle_session_now (), NEXT_SHOWN);
  JsonArray *array = json_array_new ();
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);

  for (guint i = 0; i < starts->len; i++)
    json_array_add_int_element (array, g_array_index (starts, gint64, i));
  json_node_take_array (node, array);
  cenacle_output_add_node (output, "next", NULL, node, NULL);
}

static gboolean
show_session (CenacleCommand *command, char **arguments, GError **error)
{
  g_autoptr (CenacleOutput) output =
      cenacle_output_new (CENACLE_SHAPE_RECORD, cenacle_command_get_format (command));
  g_auto (CenacleSessionTarget) target = { 0 };
  g_autoptr (GArray) material = NULL;
  g_autoptr (GArray) present = NULL;
  g_autofree char *names = NULL;
  g_autofree char *elsewhere = NULL;

  if (!cenacle_session_target_open (command, arguments, CENACLE_SESSION_READ, options.on,
                                    CENACLE_OCCURRENCE_SHOWN, &target, error))
    return FALSE;
  elsewhere = cenacle_calendar_dup_elsewhere (target.occurrence_ms, target.meeting->zone);
  cenacle_output_add_row (output);
  cenacle_session_cells_add (output, target.row, target.meeting, target.names,
                             target.occurrence_ms);
  cenacle_output_add_said (output, "zone", *elsewhere != '\0' ? _ ("Elsewhere") : NULL,
                           target.meeting->zone, elsewhere);
  cenacle_output_add_text (output, "text", _ ("About"), target.meeting->text);
  add_list (output, "agenda", _ ("Agenda"), (const char *const *) target.meeting->agenda);
  add_guests (output, &target);
  material = cen_meeting_list_material (target.row);
  cenacle_output_add_node (output, "material", NULL, cenacle_object_pack_ids (material), NULL);
  present = cen_meeting_list_present (target.row, target.occurrence_ms);
  names = cenacle_names_dup_all (target.names, present);
  cenacle_output_add_node (output, "attended", _ ("Were there"),
                           cenacle_names_to_json (target.names, present), names);
  cenacle_output_add_int (output, "capacity", NULL, target.meeting->capacity);
  cenacle_output_add_id (output, "proposal", NULL, &target.meeting->proposal);
  cenacle_output_add_id (output, "note", NULL, &target.meeting->note);
  cenacle_output_add_id (output, "author", NULL, &target.meeting->author);
  add_next (output, target.meeting);
  cenacle_output_show (output);
  return TRUE;
}

/* --- Marks and changes --- */

static gboolean
put_keyed_mark (CenacleCommand *command, const CenacleSessionTarget *target, const char *mark,
                const char *key, GVariant *value, GError **error)
{
  g_autoptr (GVariant) boxed = g_variant_ref_sink (g_variant_new_variant (value));

  if (!cenacle_command_settle (cenacle_engine1_call_mark_sync (target->target.engine,
                                                               target->target.circle, target->id,
                                                               mark, key, boxed, NULL, error),
                               error))
    return FALSE;
  cenacle_command_show_nothing (command);
  return TRUE;
}

/* About the occurrence. */
static gboolean
put_mark (CenacleCommand *command, const CenacleSessionTarget *target, const char *mark,
          GVariant *value, GError **error)
{
  char key[CEN_OCCURRENCE_KEY_MAX + 1];

  cen_meeting_write_key (target->occurrence_ms, key);
  return put_keyed_mark (command, target, mark, key, value, error);
}

static gboolean
rsvp (CenacleCommand *command, char **arguments, GError **error)
{
  g_auto (CenacleSessionTarget) target = { 0 };
  guint64 answer = 0;

  while (answer <= CEN_RSVP_MAYBE && !g_str_equal (arguments[2], cenacle_rsvp_words[answer]))
    answer++;
  if (answer > CEN_RSVP_MAYBE)
    return refuse_usage (error, _ ("Answer yes, no or maybe."));
  return cenacle_session_target_open (command, arguments, CENACLE_SESSION_WRITE, options.on,
                                      CENACLE_OCCURRENCE_SHOWN, &target, error) &&
         put_mark (command, &target, "rsvp", g_variant_new_uint64 (answer), error);
}

static gboolean
attend (CenacleCommand *command, char **arguments, GError **error)
{
  g_auto (CenacleSessionTarget) target = { 0 };

  if (!cenacle_session_target_open (command, arguments, CENACLE_SESSION_WRITE, options.on,
                                    CENACLE_OCCURRENCE_HELD, &target, error))
    return FALSE;
  if (!options.is_removal && target.occurrence_ms > cenacle_session_now () + EARLY_MS) {
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_REFUSED,
                         _ ("This session has not begun yet."));
    return FALSE;
  }
  return put_mark (command, &target, "attend", g_variant_new_boolean (!options.is_removal), error);
}

/* Has something of the circle at hand, or takes it away. */
static gboolean
attach (CenacleCommand *command, char **arguments, GError **error)
{
  g_auto (CenacleSessionTarget) target = { 0 };
  g_autofree char *key = NULL;
  CenId object;

  if (!cenacle_session_target_open (command, arguments, CENACLE_SESSION_WRITE, NULL,
                                    CENACLE_OCCURRENCE_SHOWN, &target, error) ||
      !cenacle_command_find_object (command, &target.target.row->id, arguments[2], &object, error))
    return FALSE;
  key = cen_id_dup_text (&object);
  return put_keyed_mark (command, &target, "material", key,
                         g_variant_new_boolean (!options.is_removal), error);
}

static gboolean
set_fields (CenacleCommand *command, const CenacleSessionTarget *target, GVariantDict *fields,
            GError **error)
{
  if (!cenacle_command_settle (cenacle_engine1_call_set_sync (target->target.engine,
                                                              target->target.circle, target->id,
                                                              g_variant_dict_end (fields), NULL,
                                                              error),
                               error))
    return FALSE;
  cenacle_command_show_nothing (command);
  return TRUE;
}

static gboolean
host (CenacleCommand *command, char **arguments, GError **error)
{
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);
  g_auto (CenacleSessionTarget) target = { 0 };
  g_autofree char *text = NULL;
  CenId member;

  if (!cenacle_session_target_open (command, arguments, CENACLE_SESSION_WRITE, NULL,
                                    CENACLE_OCCURRENCE_SHOWN, &target, error))
    return FALSE;
  member = *cenacle_names_get_self (target.names);
  if (arguments[2] != NULL &&
      !cenacle_command_find_member (command, &target.circle->id, arguments[2], &member, error))
    return FALSE;
  text = cen_id_dup_text (&member);
  g_variant_dict_insert (&fields, "host", "s", text);
  return set_fields (command, &target, &fields, error);
}

static gboolean
change (CenacleCommand *command, char **arguments, GError **error)
{
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);
  g_auto (CenacleSessionTarget) target = { 0 };
  g_autoptr (GVariant) packed = NULL;
  g_autofree char *proposal = NULL;

  if (arguments[2] != NULL)
    g_variant_dict_insert (&fields, "title", "s", arguments[2]);
  if (!add_changes (&fields, error) ||
      !cenacle_session_target_open (command, arguments, CENACLE_SESSION_WRITE, NULL,
                                    CENACLE_OCCURRENCE_SHOWN, &target, error) ||
      !add_people (command, &target.target, &fields, &proposal, error))
    return FALSE;
  packed = g_variant_ref_sink (g_variant_dict_end (&fields));
  if (g_variant_n_children (packed) == 0)
    return refuse_usage (error, _ ("Say what changes."));
  g_variant_dict_init (&fields, packed);
  return set_fields (command, &target, &fields, error);
}

/* Calls off the whole session, or one occurrence of it. */
static gboolean
cancel (CenacleCommand *command, char **arguments, GError **error)
{
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);
  g_auto (CenacleSessionTarget) target = { 0 };
  g_autoptr (GArray) skips = NULL;
  guint64 skipped;

  if (!cenacle_session_target_open (command, arguments, CENACLE_SESSION_WRITE,
                                    options.is_removal ? NULL : options.on,
                                    CENACLE_OCCURRENCE_SHOWN, &target, error))
    return FALSE;
  if (options.on == NULL) {
    g_variant_dict_insert (&fields, "cancelled", "b", !options.is_removal);
    return set_fields (command, &target, &fields, error);
  }
  if (options.is_removal)
    return refuse_usage (error, _ ("One occurrence that was called off stays so."));
  skips = g_array_copy (target.meeting->skips);
  skipped = (guint64) target.occurrence_ms;
  g_array_append_val (skips, skipped);
  g_variant_dict_insert_value (&fields, "skips",
                               g_variant_new_fixed_array (G_VARIANT_TYPE_UINT64, skips->data,
                                                          skips->len, sizeof (guint64)));
  return set_fields (command, &target, &fields, error);
}

const CenacleVerb cenacle_session_verbs[] = {
  { "session plan", "CIRCLE TITLE", 2, 2, plan_options, plan, N_ ("Plan a session.") },
  { "session change", "CIRCLE SESSION [TITLE]", 2, 3, plan_options + 1, change,
    N_ ("Change what was planned.") },
  { "session list", "CIRCLE", 1, 1, NULL, list_sessions,
    N_ ("List the sessions, each by the occurrence that comes.") },
  { "session show", "CIRCLE SESSION", 2, 2, occurrence_options, show_session,
    N_ ("Show a session, its agenda and who comes.") },
  { "session rsvp", "CIRCLE SESSION yes|no|maybe", 3, 3, occurrence_options, rsvp,
    N_ ("Say whether you come.") },
  { "session attend", "CIRCLE SESSION", 2, 2, change_options, attend,
    N_ ("Note that you are, or were, there.") },
  { "session attach", "CIRCLE SESSION OBJECT", 3, 3, remove_options, attach,
    N_ ("Have something of the library at hand in a session.") },
  { "session host", "CIRCLE SESSION [MEMBER]", 2, 3, NULL, host,
    N_ ("Take over hosting, or hand it to somebody.") },
  { "session cancel", "CIRCLE SESSION", 2, 2, change_options, cancel,
    N_ ("Call off a session, or one occurrence of it.") },
  { NULL },
};
