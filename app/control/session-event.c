/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "session-event.h"

CenacleEvent *
cenacle_session_event_new (const CenMeeting *meeting, const char *host)
{
  CenacleEvent *event = g_new0 (CenacleEvent, 1);
  char id[CEN_ID_TEXT_LEN + 1];

  cen_id_to_text (&meeting->id, id);
  event->uid = g_strdup_printf ("%s@cenacle", id);
  event->title = g_strdup (meeting->title);
  event->text = g_strdup (meeting->text);
  event->place = g_strdup (meeting->place);
  event->organizer = g_strdup (host);
  event->start_ms = meeting->start_ms;
  event->minutes = meeting->minutes;
  event->zone = g_strdup (meeting->zone);
  event->repeat = g_strdup (meeting->repeat);
  event->skips = g_array_ref (meeting->skips);
  event->is_cancelled = meeting->is_cancelled;
  return event;
}
