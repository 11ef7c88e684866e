/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "calendar.h"

#include <glib/gi18n.h>
#include <libical/ical.h>
#include <string.h>

#define PRODUCT     "-//Cenacle//Cenacle//EN"
#define MINUTES_MAX 1440
#define STEPS_MAX   20000 /* of a rule that begins long before what is asked */

static const struct {
  const char *word;
  const char *rule;
} words[] = {
  { "weekly", "FREQ=WEEKLY" },
  { "biweekly", "FREQ=WEEKLY;INTERVAL=2" },
  { "monthly", "FREQ=MONTHLY" },
};

void
cenacle_event_free (CenacleEvent *self)
{
  g_free (self->uid);
  g_free (self->title);
  g_free (self->text);
  g_free (self->place);
  g_free (self->organizer);
  g_free (self->zone);
  g_free (self->repeat);
  g_clear_pointer (&self->skips, g_array_unref);
  g_free (self);
}

const char *
cenacle_calendar_get_rule (const char *word)
{
  for (guint i = 0; i < G_N_ELEMENTS (words); i++) {
    if (g_str_equal (words[i].word, word))
      return words[i].rule;
  }
  return NULL;
}

const char *
cenacle_calendar_get_word (const char *rule)
{
  for (guint i = 0; i < G_N_ELEMENTS (words); i++) {
    if (g_str_equal (words[i].rule, rule))
      return words[i].word;
  }
  return NULL;
}

char *
cenacle_calendar_dup_local_zone (void)
{
  g_autoptr (GTimeZone) local = g_time_zone_new_local ();
  const char *name = g_time_zone_get_identifier (local);

  return g_strdup (icaltimezone_get_builtin_timezone (name) != NULL ? name : "");
}

char *
cenacle_calendar_dup_elsewhere (gint64 time_ms, const char *zone)
{
  g_autoptr (GTimeZone) there = *zone != '\0' ? g_time_zone_new_identifier (zone) : NULL;
  g_autoptr (GDateTime) here = g_date_time_new_from_unix_local (time_ms / 1000);
  g_autoptr (GDateTime) then =
      there != NULL && here != NULL ? g_date_time_to_timezone (here, there) : NULL;
  g_autofree char *clock = NULL;
  g_autofree char *city = NULL;
  const char *slash = strrchr (zone, '/');

  if (then == NULL || g_date_time_get_utc_offset (then) == g_date_time_get_utc_offset (here))
    return g_strdup ("");
  clock = g_date_time_format (then, C_ ("clock", "%H:%M"));
  city = g_strdelimit (g_strdup (slash != NULL ? slash + 1 : zone), "_", ' ');
  /* Translators: the time of a session where it was planned: "18:00 in Lisbon". */
  return g_strdup_printf (_ ("%s in %s"), clock, city);
}

static icaltimezone *
find_zone (const char *name)
{
  icaltimezone *zone = *name != '\0' ? icaltimezone_get_builtin_timezone (name) : NULL;

  return zone != NULL ? zone : icaltimezone_get_utc_timezone ();
}

/* --- When --- */

static gboolean
parse_rule (const char *rule, struct icalrecurrencetype *ret_rule)
{
  *ret_rule = icalrecurrencetype_from_string (rule);
  return ret_rule->freq >= ICAL_DAILY_RECURRENCE && ret_rule->freq <= ICAL_YEARLY_RECURRENCE;
}

gboolean
cenacle_calendar_is_rule (const char *rule)
{
  struct icalrecurrencetype parsed;

  return parse_rule (rule, &parsed);
}

GArray *
cenacle_calendar_list (gint64 start_ms, const char *zone_name, const char *rule, gint64 from_ms,
                       guint n_max)
{
  GArray *starts = g_array_new (FALSE, FALSE, sizeof (gint64));
  icaltimezone *zone = find_zone (zone_name);
  icaltimetype first = icaltime_from_timet_with_zone ((time_t) (start_ms / 1000), 0, zone);
  struct icalrecurrencetype parsed;
  icalrecur_iterator *iterator = NULL;

  n_max = MIN (n_max, CENACLE_CALENDAR_OCCURRENCES_MAX);
  if (*rule != '\0' && parse_rule (rule, &parsed))
    iterator = icalrecur_iterator_new (parsed, first);
  if (iterator == NULL) {
    if (start_ms >= from_ms && n_max > 0)
      g_array_append_val (starts, start_ms);
    return starts;
  }
  for (guint step = 0; step < STEPS_MAX && starts->len < n_max; step++) {
    icaltimetype next = icalrecur_iterator_next (iterator);
    gint64 next_ms;

    if (icaltime_is_null_time (next))
      break;
    next_ms = (gint64) icaltime_as_timet_with_zone (next, zone) * 1000 + start_ms % 1000;
    if (next_ms >= from_ms)
      g_array_append_val (starts, next_ms);
  }
  icalrecur_iterator_free (iterator);
  return starts;
}

/* --- Writing --- */

static icaltimetype
make_time (gint64 time_ms, icaltimezone *zone)
{
  icaltimetype time = icaltime_from_timet_with_zone ((time_t) (time_ms / 1000), 0, zone);

  icaltime_set_timezone (&time, zone);
  return time;
}

static void
add_time (icalcomponent *component, icalproperty *property, icaltimezone *zone)
{
  if (zone != icaltimezone_get_utc_timezone ())
    icalproperty_add_parameter (property,
                                icalparameter_new_tzid (icaltimezone_get_location (zone)));
  icalcomponent_add_property (component, property);
}

static void
add_text (icalcomponent *component, const char *text, icalproperty *(*create) (const char *) )
{
  if (*text != '\0')
    icalcomponent_add_property (component, create (text));
}

static void
add_organizer (icalcomponent *component, const char *name)
{
  icalproperty *property;

  if (*name == '\0')
    return;
  property = icalproperty_new_organizer ("invalid:nomail");
  icalproperty_add_parameter (property, icalparameter_new_cn (name));
  icalcomponent_add_property (component, property);
}

static icalcomponent *
make_event (const CenacleEvent *event, gint64 stamp_ms)
{
  icalcomponent *component = icalcomponent_new (ICAL_VEVENT_COMPONENT);
  icaltimezone *zone = find_zone (event->zone);
  icaltimezone *utc = icaltimezone_get_utc_timezone ();
  gint64 end_ms = event->start_ms + (gint64) event->minutes * 60000;
  struct icalrecurrencetype rule;

  icalcomponent_add_property (component, icalproperty_new_uid (event->uid));
  icalcomponent_add_property (component, icalproperty_new_dtstamp (make_time (stamp_ms, utc)));
  add_time (component, icalproperty_new_dtstart (make_time (event->start_ms, zone)), zone);
  if (event->minutes > 0)
    add_time (component, icalproperty_new_dtend (make_time (end_ms, zone)), zone);
  if (*event->repeat != '\0' && parse_rule (event->repeat, &rule))
    icalcomponent_add_property (component, icalproperty_new_rrule (rule));
  for (guint i = 0; event->skips != NULL && i < event->skips->len; i++)
    add_time (component,
              icalproperty_new_exdate (
                  make_time ((gint64) g_array_index (event->skips, guint64, i), zone)),
              zone);
  add_text (component, event->title, icalproperty_new_summary);
  add_text (component, event->text, icalproperty_new_description);
  add_text (component, event->place, icalproperty_new_location);
  add_organizer (component, event->organizer);
  if (event->is_cancelled)
    icalcomponent_add_property (component, icalproperty_new_status (ICAL_STATUS_CANCELLED));
  return component;
}

/* A zone is told once, before what is in it. */
static void
add_zone (icalcomponent *calendar, const char *name, GHashTable *told)
{
  icaltimezone *zone = find_zone (name);

  if (zone == icaltimezone_get_utc_timezone () || !g_hash_table_add (told, zone))
    return;

  icalcomponent *component = icalcomponent_new_clone (icaltimezone_get_component (zone));
  icalproperty *id = icalcomponent_get_first_property (component, ICAL_TZID_PROPERTY);

  if (id != NULL)
    icalproperty_set_tzid (id, icaltimezone_get_location (zone));
  icalcomponent_add_component (calendar, component);
}

char *
cenacle_calendar_build (GPtrArray *events, gint64 stamp_ms)
{
  icalcomponent *calendar = icalcomponent_new (ICAL_VCALENDAR_COMPONENT);
  g_autoptr (GHashTable) told = g_hash_table_new (NULL, NULL);
  char *built, *text;

  icalcomponent_add_property (calendar, icalproperty_new_version ("2.0"));
  icalcomponent_add_property (calendar, icalproperty_new_prodid (PRODUCT));
  for (guint i = 0; i < events->len; i++)
    add_zone (calendar, ((const CenacleEvent *) events->pdata[i])->zone, told);
  for (guint i = 0; i < events->len; i++)
    icalcomponent_add_component (calendar, make_event (events->pdata[i], stamp_ms));
  built = icalcomponent_as_ical_string_r (calendar);
  text = g_strdup (built);
  icalmemory_free_buffer (built);
  icalcomponent_free (calendar);
  return text;
}

/* --- Reading --- */

static char *
dup_text (const char *text)
{
  return text != NULL ? g_utf8_make_valid (text, -1) : g_strdup ("");
}

static guint
get_minutes (icalcomponent *component)
{
  struct icaldurationtype span = icalcomponent_get_duration (component);
  int minutes = icaldurationtype_as_int (span) / 60;

  return (guint) CLAMP (minutes, 0, MINUTES_MAX);
}

static char *
dup_rule (icalcomponent *component)
{
  icalproperty *property = icalcomponent_get_first_property (component, ICAL_RRULE_PROPERTY);
  struct icalrecurrencetype rule;
  char *written, *text;

  if (property == NULL)
    return g_strdup ("");
  rule = icalproperty_get_rrule (property);
  written = icalrecurrencetype_as_string_r (&rule);
  text = written != NULL && cenacle_calendar_is_rule (written) ? g_strdup (written) : g_strdup ("");
  icalmemory_free_buffer (written);
  return text;
}

/* The name under which this machine knows @zone; "" when it does not, or for UTC. */
static const char *
get_zone_name (icaltimezone *zone)
{
  const char *names[] = { icaltimezone_get_location (zone), icaltimezone_get_tzid (zone) };

  for (guint i = 0; i < G_N_ELEMENTS (names) && zone != icaltimezone_get_utc_timezone (); i++) {
    if (names[i] != NULL && icaltimezone_get_builtin_timezone (names[i]) != NULL)
      return names[i];
  }
  return "";
}

static CenacleEvent *
read_event (icalcomponent *component)
{
  icaltimetype start = icalcomponent_get_dtstart (component);
  icaltimezone *zone = (icaltimezone *) icaltime_get_timezone (start);
  g_autofree char *local = cenacle_calendar_dup_local_zone ();
  CenacleEvent *event;

  if (icaltime_is_null_time (start) || !icaltime_is_valid_time (start))
    return NULL;
  event = g_new0 (CenacleEvent, 1);
  if (zone == NULL) /* by whatever clock the reader has */
    zone = find_zone (local);
  event->start_ms = (gint64) icaltime_as_timet_with_zone (start, zone) * 1000;
  event->zone = g_strdup (get_zone_name (zone));
  event->uid = dup_text (icalcomponent_get_uid (component));
  event->title = dup_text (icalcomponent_get_summary (component));
  event->text = dup_text (icalcomponent_get_description (component));
  event->place = dup_text (icalcomponent_get_location (component));
  event->organizer = g_strdup ("");
  event->minutes = get_minutes (component);
  event->repeat = dup_rule (component);
  event->is_cancelled = icalcomponent_get_status (component) == ICAL_STATUS_CANCELLED;
  return event;
}

static icalcomponent *
find_event (icalcomponent *root)
{
  return icalcomponent_isa (root) == ICAL_VEVENT_COMPONENT
             ? root
             : icalcomponent_get_first_component (root, ICAL_VEVENT_COMPONENT);
}

CenacleEvent *
cenacle_calendar_parse (const char *text, gsize len, GError **error)
{
  g_autofree char *copy = len <= CENACLE_CALENDAR_FILE_MAX ? g_strndup (text, len) : NULL;
  icalcomponent *root = copy != NULL ? icalparser_parse_string (copy) : NULL;
  icalcomponent *component = root != NULL ? find_event (root) : NULL;
  CenacleEvent *event = component != NULL ? read_event (component) : NULL;

  if (root != NULL)
    icalcomponent_free (root);
  if (event == NULL)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                         _ ("There is no event with a date in this file."));
  return event;
}
