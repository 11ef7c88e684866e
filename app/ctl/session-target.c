/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Which session and which of its occurrences is meant, and how one is told. */

#include "app/control/calendar.h"
#include "app/control/occurrences.h"
#include "app/control/system-world.h"
#include "parse.h"
#include "verb-session.h"

#include <glib/gi18n.h>

#define DAY_MS (G_GINT64_CONSTANT (24) * 3600 * 1000)

const char *const cenacle_rsvp_words[] = { N_ ("no"), N_ ("yes"), N_ ("maybe") };

gint64
cenacle_session_now (void)
{
  const CenWorld *world = cenacle_system_world_get ();

  return world->now_ms (world);
}

void
cenacle_session_target_clear (CenacleSessionTarget *self)
{
  if (self->circle != self->target.row)
    g_clear_pointer (&self->circle, cen_circle_row_free);
  cenacle_target_clear (&self->target);
  g_clear_pointer (&self->row, cen_object_row_free);
  g_clear_pointer (&self->meeting, cen_meeting_free);
  g_clear_pointer (&self->names, cenacle_names_free);
  g_clear_pointer (&self->id, g_free);
}

static gboolean
find_occurrence (CenacleSessionTarget *self, const char *on, CenacleOccurrenceWish wish,
                 GError **error)
{
  g_autoptr (GArray) starts = NULL;
  gint64 on_ms;

  if (on == NULL) {
    gint64 now_ms = cenacle_session_now ();
    gint64 held_ms =
        wish == CENACLE_OCCURRENCE_HELD ? cenacle_occurrences_find_held (self->meeting, now_ms) : 0;

    self->occurrence_ms =
        held_ms != 0 ? held_ms : cenacle_occurrences_find_shown (self->meeting, now_ms);
    return TRUE;
  }
  if (!cenacle_parse_time (on, &on_ms, error))
    return FALSE;
  starts = cenacle_occurrences_list (self->meeting, on_ms, 1);
  if (starts->len == 0 || g_array_index (starts, gint64, 0) >= on_ms + DAY_MS) {
    g_set_error (error, CEN_ERROR, CEN_ERROR_NOT_FOUND, _ ("This session is not held on “%s”."),
                 on);
    return FALSE;
  }
  self->occurrence_ms = g_array_index (starts, gint64, 0);
  return TRUE;
}

static gboolean
find_session (CenacleCommand *command, const char *text, CenacleSessionTarget *self, GError **error)
{
  CenStore *store = cenacle_command_get_store (command, error);
  CenId id;

  if (store == NULL || !cenacle_command_find_object (command, &self->circle->id, text, &id, error))
    return FALSE;
  self->id = cen_id_dup_text (&id);
  self->row = cen_query_object (store, &self->circle->id, &id, error);
  if (self->row == NULL)
    return FALSE;
  if (self->row->kind == NULL || self->row->kind->id != CEN_KIND_SESSION ||
      self->row->state == CEN_OBJECT_REDACTED) {
    g_set_error (error, CEN_ERROR, CEN_ERROR_NOT_FOUND, _ ("“%s” is no session."), text);
    return FALSE;
  }
  self->meeting = cen_meeting_new (self->row);
  self->names = cenacle_names_new (store, &self->circle->id, error);
  return self->names != NULL;
}

gboolean
cenacle_session_target_open (CenacleCommand *command, char **arguments, CenacleSessionUse use,
                             const char *on, CenacleOccurrenceWish wish,
                             CenacleSessionTarget *ret_target, GError **error)
{
  if (use == CENACLE_SESSION_WRITE) {
    if (!cenacle_command_open_target (command, arguments[0], 0, &ret_target->target, error))
      return FALSE;
    ret_target->circle = ret_target->target.row;
  } else {
    ret_target->circle = cenacle_command_find_circle (command, arguments[0], error);
  }
  return ret_target->circle != NULL && find_session (command, arguments[1], ret_target, error) &&
         find_occurrence (ret_target, on, wish, error);
}

/* --- Cells --- */

static void
add_rsvp (CenacleOutput *output, GArray *guests, const CenacleNames *names, const CenMarkRow *own)
{
  g_autoptr (GArray) coming = g_array_new (FALSE, FALSE, sizeof (CenId));
  g_autofree char *text = NULL;
  JsonObject *object = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  guint counts[3] = { 0 }, n_waiting = 0;

  for (guint i = 0; i < guests->len; i++) {
    const CenGuest *guest = &g_array_index (guests, CenGuest, i);

    counts[guest->answer] += !guest->is_waiting;
    n_waiting += guest->is_waiting;
    if (guest->answer == CEN_RSVP_YES && !guest->is_waiting)
      g_array_append_val (coming, guest->member);
  }
  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    json_object_set_int_member (object, cenacle_rsvp_words[i], counts[i]);
  json_object_set_int_member (object, "waiting", n_waiting);
  if (own != NULL)
    json_object_set_string_member (
        object, "mine", cenacle_rsvp_words[MIN (cen_mark_row_get_uint (own, 0), CEN_RSVP_MAYBE)]);
  else
    json_object_set_null_member (object, "mine");
  json_node_take_object (node, object);
  text = cenacle_names_dup_all (names, coming);
  cenacle_output_add_node (output, "rsvp", _ ("Coming"), node, text);
}

void
cenacle_session_cells_add (CenacleOutput *output, const CenObjectRow *row,
                           const CenMeeting *meeting, const CenacleNames *names,
                           gint64 occurrence_ms)
{
  g_autoptr (GArray) guests = cen_meeting_list_guests (row, occurrence_ms);
  g_autofree char *presenters = cenacle_names_dup_all (names, meeting->presenters);
  char key[CEN_OCCURRENCE_KEY_MAX + 1];
  const CenMarkRow *own;

  cen_meeting_write_key (occurrence_ms, key);
  own = cen_object_row_get_mark (row, CEN_SESSION_RSVP, key, cenacle_names_get_self (names));
  cenacle_output_add_id (output, "id", _ ("Id"), &meeting->id);
  cenacle_output_add_text (output, "title", _ ("Title"), meeting->title);
  cenacle_output_add_time (output, "start", _ ("Start"), occurrence_ms);
  cenacle_output_add_int (output, "minutes", _ ("Minutes"), meeting->minutes);
  cenacle_output_add_text (output, "host", _ ("Host"), cenacle_names_get (names, &meeting->host));
  cenacle_output_add_node (output, "presenters", _ ("Presenters"),
                           cenacle_names_to_json (names, meeting->presenters), presenters);
  add_rsvp (output, guests, names, own);
  cenacle_output_add_text (output, "format", NULL, meeting->format);
  cenacle_output_add_text (output, "repeat", NULL,
                           cenacle_calendar_get_word (meeting->repeat) != NULL
                               ? cenacle_calendar_get_word (meeting->repeat)
                               : meeting->repeat);
  cenacle_output_add_text (output, "place", _ ("Place"), meeting->place);
  cenacle_output_add_bool (output, "cancelled", NULL, meeting->is_cancelled);
}
