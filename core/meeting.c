/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "meeting.h"

#include "kinds-note.h"
#include "limits.h"

#include <string.h>

CenMeeting *
cen_meeting_new (const CenObjectRow *row)
{
  CenMeeting *self = g_new0 (CenMeeting, 1);

  self->id = row->id;
  self->author = row->author;
  self->title = cen_object_row_dup_text (row, CEN_SESSION_TITLE);
  self->text = cen_object_row_dup_text (row, CEN_SESSION_TEXT);
  self->start_ms = (gint64) cen_object_row_get_uint (row, CEN_SESSION_START, 0);
  self->minutes = (guint) cen_object_row_get_uint (row, CEN_SESSION_MINUTES, 0);
  self->zone = cen_object_row_dup_text (row, CEN_SESSION_ZONE);
  self->repeat = cen_object_row_dup_text (row, CEN_SESSION_REPEAT);
  self->format = cen_object_row_dup_text (row, CEN_SESSION_FORMAT);
  self->agenda = cen_object_row_dup_texts (row, CEN_SESSION_AGENDA);
  if (!cen_object_row_get_ref (row, CEN_SESSION_HOST, &self->host) || cen_id_is_zero (&self->host))
    self->host = row->author;
  self->presenters = cen_object_row_dup_refs (row, CEN_SESSION_PRESENTERS);
  self->place = cen_object_row_dup_text (row, CEN_SESSION_PLACE);
  self->capacity = (guint) cen_object_row_get_uint (row, CEN_SESSION_CAPACITY, 0);
  cen_object_row_get_ref (row, CEN_SESSION_PROPOSAL, &self->proposal);
  cen_object_row_get_ref (row, CEN_SESSION_NOTE, &self->note);
  self->skips = cen_object_row_dup_uints (row, CEN_SESSION_SKIPS);
  self->is_cancelled = cen_object_row_get_bool (row, CEN_SESSION_CANCELLED);
  self->is_own = row->is_own;
  return self;
}

void
cen_meeting_free (CenMeeting *self)
{
  g_free (self->title);
  g_free (self->text);
  g_free (self->zone);
  g_free (self->repeat);
  g_free (self->format);
  g_strfreev (self->agenda);
  g_array_unref (self->presenters);
  g_free (self->place);
  g_array_unref (self->skips);
  g_free (self);
}

gboolean
cen_meeting_is_skipped (const CenMeeting *self, gint64 occurrence_ms)
{
  for (guint i = 0; i < self->skips->len; i++) {
    if (g_array_index (self->skips, guint64, i) == (guint64) occurrence_ms)
      return TRUE;
  }
  return FALSE;
}

void
cen_meeting_write_key (gint64 occurrence_ms, char ret_key[static CEN_OCCURRENCE_KEY_MAX + 1])
{
  g_snprintf (ret_key, CEN_OCCURRENCE_KEY_MAX + 1, "%" G_GINT64_FORMAT, occurrence_ms);
}

gboolean
cen_meeting_read_key (const char *key, gint64 *ret_occurrence_ms)
{
  return g_ascii_string_to_signed (key, 10, 0, CEN_TIME_MAX, ret_occurrence_ms, NULL);
}

gboolean
cen_agenda_read_item (const char *item, guint *ret_minutes, const char **ret_title)
{
  char *end;
  guint64 minutes = g_ascii_strtoull (item, &end, 10);

  *ret_minutes = 0;
  *ret_title = item;
  if (!g_ascii_isdigit (*item) || *end != ' ' || minutes > 1440)
    return FALSE;
  *ret_minutes = (guint) minutes;
  *ret_title = end + strspn (end, " ");
  return TRUE;
}

/* --- Who --- */

static gint
compare_guests (gconstpointer a, gconstpointer b)
{
  static const int rank[] = { [CEN_RSVP_YES] = 0, [CEN_RSVP_MAYBE] = 1, [CEN_RSVP_NO] = 2 };
  const CenGuest *x = a, *y = b;

  if (x->answer != y->answer)
    return rank[x->answer] - rank[y->answer];
  if (x->time_ms != y->time_ms)
    return x->time_ms < y->time_ms ? -1 : 1;
  return cen_id_compare (&x->member, &y->member);
}

/* The rows of @mark that are about the occurrence. */
static GPtrArray *
find_marks (const CenObjectRow *row, guint mark, gint64 occurrence_ms)
{
  GPtrArray *found = g_ptr_array_new ();
  char key[CEN_OCCURRENCE_KEY_MAX + 1];

  cen_meeting_write_key (occurrence_ms, key);
  for (guint i = 0; i < row->marks->len; i++) {
    CenMarkRow *one = row->marks->pdata[i];

    if (one->mark == mark && strcmp (one->key, key) == 0)
      g_ptr_array_add (found, one);
  }
  return found;
}

GArray *
cen_meeting_list_guests (const CenObjectRow *row, gint64 occurrence_ms)
{
  g_autoptr (GPtrArray) marks = find_marks (row, CEN_SESSION_RSVP, occurrence_ms);
  guint capacity = (guint) cen_object_row_get_uint (row, CEN_SESSION_CAPACITY, 0);
  GArray *guests = g_array_new (FALSE, TRUE, sizeof (CenGuest));

  for (guint i = 0; i < marks->len; i++) {
    const CenMarkRow *mark = marks->pdata[i];
    guint64 answer = cen_mark_row_get_uint (mark, CEN_RSVP_NO);
    CenGuest guest = { mark->member, (CenRsvp) MIN (answer, CEN_RSVP_MAYBE), FALSE, mark->time_ms };

    g_array_append_val (guests, guest);
  }
  g_array_sort (guests, compare_guests);
  for (guint i = capacity; capacity > 0 && i < guests->len; i++) {
    CenGuest *guest = &g_array_index (guests, CenGuest, i);

    guest->is_waiting = guest->answer == CEN_RSVP_YES;
  }
  return guests;
}

GArray *
cen_meeting_list_present (const CenObjectRow *row, gint64 occurrence_ms)
{
  g_autoptr (GPtrArray) marks = find_marks (row, CEN_SESSION_ATTEND, occurrence_ms);
  GArray *present = g_array_new (FALSE, TRUE, sizeof (CenId));

  for (guint i = 0; i < marks->len; i++)
    g_array_append_val (present, ((const CenMarkRow *) marks->pdata[i])->member);
  return present;
}

GArray *
cen_meeting_list_material (const CenObjectRow *row)
{
  GArray *material = g_array_new (FALSE, TRUE, sizeof (CenId));

  /* Marks come by number, key and member, so those of one thing stand together. */
  for (guint i = 0; i < row->marks->len; i++) {
    const CenMarkRow *mark = row->marks->pdata[i];
    CenId id;

    if (mark->mark == CEN_SESSION_MATERIAL && cen_id_from_text (&id, mark->key) &&
        (material->len == 0 ||
         !cen_id_equal (&id, &g_array_index (material, CenId, material->len - 1))))
      g_array_append_val (material, id);
  }
  return material;
}

gboolean
cen_meeting_has_material (const CenObjectRow *row, const CenId *object, const CenId *member)
{
  g_autofree char *key = cen_id_dup_text (object);

  return cen_object_row_get_mark (row, CEN_SESSION_MATERIAL, key, member) != NULL;
}

void
cen_meeting_sum_feedback (const CenObjectRow *row, gint64 occurrence_ms, CenFeedback *ret_feedback)
{
  g_autoptr (GPtrArray) marks = find_marks (row, CEN_SESSION_FEEDBACK, occurrence_ms);
  CenFeedback feedback = { 0 };

  for (guint i = 0; i < marks->len; i++) {
    g_autoptr (GArray) given = cen_mark_row_dup_uints (marks->pdata[i]);
    gboolean is_whole = given->len == CEN_FEEDBACK_QUESTIONS;

    for (guint k = 0; is_whole && k < CEN_FEEDBACK_QUESTIONS; k++)
      is_whole = g_array_index (given, guint64, k) >= 1 &&
                 g_array_index (given, guint64, k) <= CEN_FEEDBACK_MARK_MAX;
    if (!is_whole)
      continue;
    feedback.n++;
    for (guint k = 0; k < CEN_FEEDBACK_QUESTIONS; k++) {
      guint64 mark = g_array_index (given, guint64, k);

      feedback.counts[k][mark]++;
      feedback.mean[k] += (double) mark;
    }
  }
  for (guint k = 0; feedback.n > 0 && k < CEN_FEEDBACK_QUESTIONS; k++)
    feedback.mean[k] /= feedback.n;
  *ret_feedback = feedback;
}

char *
cen_minutes_dup_text (const CenObjectRow *note)
{
  char *text = cen_object_row_dup_text (note, CEN_NOTE_TEXT);
  char *end;

  if (strlen (text) <= CEN_TEXT_MAX)
    return text;
  end = text + CEN_TEXT_MAX - strlen ("…");
  while ((*end & 0xc0) == 0x80)
    end--;
  strcpy (end, "…");
  return text;
}
