/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "pulse.h"

#include "kinds-life.h"
#include "kinds-meet.h"
#include "meeting.h"
#include "questions.h"
#include "store-rows.h"

#include <string.h>

#define RESOURCE_KIND 40
#define DAY_MS        (G_GINT64_CONSTANT (24) * 3600 * 1000)
#define HOUR_MS       G_GINT64_CONSTANT (3600000)

/* --- Months --- */

int
cen_month_of (gint64 time_ms)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (time_ms / 1000);

  return time != NULL ? g_date_time_get_year (time) * 12 + g_date_time_get_month (time) - 1 : 0;
}

char *
cen_month_dup_text (int month)
{
  return g_strdup_printf ("%04d-%02d", month / 12, month % 12 + 1);
}

gboolean
cen_month_from_text (const char *text, int *ret_month)
{
  guint64 year, month;
  g_auto (GStrv) parts = g_strsplit (text, "-", 3);

  if (g_strv_length (parts) != 2 || strlen (parts[0]) != 4 || strlen (parts[1]) != 2 ||
      !g_ascii_string_to_unsigned (parts[0], 10, 1970, 9999, &year, NULL) ||
      !g_ascii_string_to_unsigned (parts[1], 10, 1, 12, &month, NULL))
    return FALSE;
  *ret_month = (int) (year * 12 + month - 1);
  return TRUE;
}

/* --- Reading --- */

#define N_RECENT 256

enum { AUTHOR, CHANNEL, GIVER, N_WHATS };

typedef struct {
  GArray *months;
  int first;
  GHashTable *pairs;  /* (what, month, id) as one number: for counts of different ones */
  GHashTable *by_day; /* the month of a day, as pointers */
  gint64 recent[N_WHATS][N_RECENT]; /* keys of @pairs; 0 is none of them */
  gint64 kind;                      /* the last one looked up, */
  gboolean is_content;              /* and whether it counts */
} Pulse;

static CenPulseMonth *
get_month (Pulse *pulse, gint64 time_ms)
{
  gpointer day = GINT_TO_POINTER ((gint) (time_ms / DAY_MS) + 1);
  gpointer month = g_hash_table_lookup (pulse->by_day, day);
  int place;

  if (month == NULL) {
    month = GINT_TO_POINTER (cen_month_of (time_ms) + 1);
    g_hash_table_insert (pulse->by_day, day, month);
  }
  place = GPOINTER_TO_INT (month) - 1 - pulse->first;
  return place >= 0 && place < (int) pulse->months->len
             ? &g_array_index (pulse->months, CenPulseMonth, place)
             : NULL;
}

/* Whether @no is the first of its kind in the month. Those seen last are mostly seen again. */
static gboolean
is_first (Pulse *pulse, const CenPulseMonth *month, guint what, gint64 no)
{
  gint64 *recent = &pulse->recent[what][no % N_RECENT];
  gint64 key = no * 8 * (CEN_PULSE_MONTHS_MAX + 1) + (gint64) what * (CEN_PULSE_MONTHS_MAX + 1) +
               (month->month - pulse->first);

  if (*recent == key)
    return FALSE;
  *recent = key;
  if (g_hash_table_contains (pulse->pairs, &key))
    return FALSE;
  return g_hash_table_add (pulse->pairs, g_memdup2 (&key, sizeof key));
}

/* What everybody has, and is not about the circle or a member itself. */
static gboolean
is_content (Pulse *pulse, gint64 kind)
{
  if (kind != pulse->kind) {
    const CenKind *row = cen_kind_get ((guint64) kind);

    pulse->kind = kind;
    pulse->is_content =
        row != NULL && !row->is_sealed && kind != CEN_KIND_CIRCLE && kind != CEN_KIND_PROFILE;
  }
  return pulse->is_content;
}

static void
take_object (Pulse *pulse, gint64 kind, gint64 wall_ms, gint64 author, gint64 parent)
{
  CenPulseMonth *month = get_month (pulse, wall_ms);

  if (month == NULL || !is_content (pulse, kind))
    return;
  month->contributions++;
  month->authors += is_first (pulse, month, AUTHOR, author);
  month->messages += kind == CEN_KIND_MESSAGE;
  month->resources += kind == RESOURCE_KIND;
  if (kind == CEN_KIND_MESSAGE && parent != 0)
    month->channels += is_first (pulse, month, CHANNEL, parent);
  if (kind == CEN_KIND_KUDOS) {
    month->kudos++;
    month->givers += is_first (pulse, month, GIVER, author);
  }
}

static gboolean
take_objects (Pulse *pulse, CenStore *store, gint64 circle, GError **error)
{
  g_auto (CenRows) rows = { 0 };

  if (!cen_sql_query (store, &rows, error,
                      "SELECT kind, wall, author, parent FROM object INDEXED BY object_kind"
                      " WHERE circle = ? AND state = 0",
                      "i", circle))
    return FALSE;
  while (cen_rows_next (&rows, error))
    take_object (pulse, cen_rows_get_int (&rows, 0), cen_rows_get_int (&rows, 1),
                 cen_rows_get_int (&rows, 2), cen_rows_get_int (&rows, 3));
  return !rows.has_failed;
}

/* --- Kudos --- */

static gboolean
knows (GPtrArray *ids, const CenId *id)
{
  for (guint i = 0; i < ids->len; i++) {
    if (cen_id_equal (ids->pdata[i], id))
      return TRUE;
  }
  return FALSE;
}

/* Who was thanked, and who of them thanked too. */
static gboolean
take_kudos (Pulse *pulse, CenStore *store, const CenId *circle, GError **error)
{
  g_autoptr (GPtrArray) rows = cen_query_objects (store, circle, CEN_KIND_KUDOS, NULL, error);

  for (guint m = 0; rows != NULL && m < pulse->months->len; m++) {
    CenPulseMonth *month = &g_array_index (pulse->months, CenPulseMonth, m);
    g_autoptr (GPtrArray) givers = g_ptr_array_new ();
    g_autoptr (GPtrArray) receivers = g_ptr_array_new_with_free_func (g_free);

    for (guint i = 0; month->kudos > 0 && i < rows->len; i++) {
      CenObjectRow *row = rows->pdata[i];
      g_autoptr (GArray) to = NULL;

      if (get_month (pulse, row->time_ms) != month)
        continue;
      g_ptr_array_add (givers, &row->author);
      to = cen_object_row_dup_refs (row, CEN_KUDOS_TO);
      for (guint k = 0; k < to->len; k++) {
        if (!knows (receivers, &g_array_index (to, CenId, k)))
          g_ptr_array_add (receivers, cen_id_dup (&g_array_index (to, CenId, k)));
      }
    }
    month->receivers = receivers->len;
    month->both = 0;
    for (guint i = 0; i < receivers->len; i++)
      month->both += knows (givers, receivers->pdata[i]);
  }
  return rows != NULL;
}

/* --- Questions --- */

static int
compare_times (gconstpointer a, gconstpointer b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return x < y ? -1 : x > y;
}

static gint64
find_median (GArray *times)
{
  g_array_sort (times, compare_times);
  return g_array_index (times, gint64, (times->len - 1) / 2);
}

static gint64
get_first_answer (const CenQuestion *question)
{
  gint64 first_ms = G_MAXINT64;

  for (guint i = 0; i < question->answers->len; i++)
    first_ms = MIN (first_ms, ((const CenObjectRow *) question->answers->pdata[i])->time_ms);
  return MAX (first_ms - question->row->time_ms, 0);
}

static gboolean
take_questions (Pulse *pulse, CenStore *store, const CenId *circle, GError **error)
{
  g_autoptr (CenQuestions) questions = cen_questions_read (store, circle, error);

  for (guint m = 0; questions != NULL && m < pulse->months->len; m++) {
    CenPulseMonth *month = &g_array_index (pulse->months, CenPulseMonth, m);
    g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (gint64));

    for (guint i = 0; i < questions->all->len; i++) {
      const CenQuestion *question = questions->all->pdata[i];

      if (question->row->is_sealed || get_month (pulse, question->row->time_ms) != month)
        continue;
      month->questions++;
      month->solved += question->state == CEN_QUESTION_IS_ACCEPTED;
      if (question->answers->len > 0)
        g_array_append_vals (times, &(gint64){ get_first_answer (question) }, 1);
    }
    if (times->len > 0)
      month->answer_ms = find_median (times);
  }
  return questions != NULL;
}

/* --- Sessions --- */

static gboolean
take_sessions (Pulse *pulse, CenStore *store, const CenId *circle, GError **error)
{
  g_autoptr (GPtrArray) rows = cen_query_objects (store, circle, CEN_KIND_SESSION, NULL, error);

  for (guint i = 0; rows != NULL && i < rows->len; i++) {
    const CenObjectRow *row = rows->pdata[i];
    const char *last = "";

    /* Marks stand in the order of (mark, key): those of one occurrence follow each other. */
    for (guint k = 0; k < row->marks->len; k++) {
      const CenMarkRow *mark = row->marks->pdata[k];
      CenPulseMonth *month;
      gint64 start_ms;

      if (mark->mark != CEN_SESSION_ATTEND || !cen_meeting_read_key (mark->key, &start_ms) ||
          (month = get_month (pulse, start_ms)) == NULL)
        continue;
      month->sessions += strcmp (mark->key, last) != 0;
      month->attendances++;
      last = mark->key;
    }
  }
  return rows != NULL;
}

/* --- Skills --- */

/* Offers count in the month in which they were last put; who takes one back takes it out. */
static gboolean
take_skills (Pulse *pulse, CenStore *store, const CenId *circle, GError **error)
{
  g_autoptr (GPtrArray) rows = cen_query_objects (store, circle, CEN_KIND_PROFILE, NULL, error);

  for (guint i = 0; rows != NULL && i < rows->len; i++) {
    const CenObjectRow *row = rows->pdata[i];

    for (guint k = 0; k < row->marks->len; k++) {
      const CenMarkRow *mark = row->marks->pdata[k];
      CenPulseMonth *month;

      if (mark->mark == CEN_PROFILE_OFFER && cen_id_equal (&mark->member, &row->author) &&
          (month = get_month (pulse, mark->time_ms)) != NULL)
        month->skills++;
    }
  }
  return rows != NULL;
}

/* --- All of it --- */

static GArray *
make_months (int first, int last)
{
  GArray *months = g_array_new (FALSE, TRUE, sizeof (CenPulseMonth));

  for (int i = first; i <= last; i++)
    g_array_append_vals (months, &(CenPulseMonth){ .month = i }, 1);
  return months;
}

GArray *
cen_pulse_read (CenStore *store, const CenId *circle, gint64 now_ms, GError **error)
{
  g_autoptr (GArray) months = NULL;
  g_autoptr (GHashTable) pairs = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr (GHashTable) by_day = g_hash_table_new (NULL, NULL);
  int last = cen_month_of (now_ms);
  gint64 no, first_ms;
  Pulse pulse = { 0 };

  if (!cen_store_find_circle (store, circle, &no, error) ||
      !cen_sql_get_int (store, now_ms, &first_ms, error,
                        "SELECT min (wall) FROM object WHERE circle = ? AND kind IN (1, 3)", "i",
                        no))
    return NULL;
  pulse.first = CLAMP (cen_month_of (first_ms), last - (CEN_PULSE_MONTHS_MAX - 1), last);
  months = make_months (pulse.first, last);
  pulse.months = months;
  pulse.pairs = pairs;
  pulse.by_day = by_day;
  if (!take_objects (&pulse, store, no, error) || !take_kudos (&pulse, store, circle, error) ||
      !take_questions (&pulse, store, circle, error) ||
      !take_sessions (&pulse, store, circle, error) || !take_skills (&pulse, store, circle, error))
    return NULL;
  return g_steal_pointer (&months);
}

/* --- Measures --- */

#define MEASURE(name, value)                                                                       \
  static double get_##name (const CenPulseMonth *month)                                            \
  {                                                                                                \
    return value;                                                                                  \
  }

MEASURE (contributions, month->contributions)
MEASURE (messages, month->messages)
MEASURE (authors, month->authors)
MEASURE (topics, month->channels)
MEASURE (questions, month->questions)
MEASURE (solved, month->solved)
MEASURE (answer_hours, (double) month->answer_ms / HOUR_MS)
MEASURE (sessions, month->sessions)
MEASURE (attendance, month->sessions > 0 ? (double) month->attendances / month->sessions : 0)
MEASURE (resources, month->resources)
MEASURE (kudos, month->kudos)
MEASURE (givers, month->givers)
MEASURE (receivers, month->receivers)
MEASURE (both, month->both)
MEASURE (skills, month->skills)

static const CenPulseMeasure measures[] = {
  { "contributions", "Contributions", get_contributions },
  { "messages", "Messages", get_messages },
  { "authors", "Members who contributed", get_authors },
  { "topics", "Channels in use", get_topics },
  { "questions", "Questions asked", get_questions },
  { "solved", "Questions solved", get_solved },
  { "answer_hours", "Median hours to a first answer", get_answer_hours },
  { "sessions", "Sessions held", get_sessions },
  { "attendance", "People at a session", get_attendance },
  { "resources", "Resources shared", get_resources },
  { "kudos", "Kudos", get_kudos },
  { "givers", "Members who thanked", get_givers },
  { "receivers", "Members who were thanked", get_receivers },
  { "both", "Members who gave and received", get_both },
  { "skills", "Skills newly offered", get_skills },
};

const CenPulseMeasure *
cen_pulse_get_measure (guint n)
{
  return n < G_N_ELEMENTS (measures) ? &measures[n] : NULL;
}

char *
cen_pulse_build_csv (GArray *months)
{
  g_autoptr (GString) text = g_string_new ("month");

  for (guint k = 0; k < G_N_ELEMENTS (measures); k++)
    g_string_append_printf (text, ",%s", measures[k].id);
  g_string_append_c (text, '\n');
  for (guint i = 0; i < months->len; i++) {
    const CenPulseMonth *month = &g_array_index (months, CenPulseMonth, i);
    g_autofree char *name = cen_month_dup_text (month->month);

    g_string_append (text, name);
    for (guint k = 0; k < G_N_ELEMENTS (measures); k++) {
      char number[G_ASCII_DTOSTR_BUF_SIZE];

      g_ascii_formatd (number, sizeof number, "%.6g", measures[k].get (month));
      g_string_append_printf (text, ",%s", number);
    }
    g_string_append_c (text, '\n');
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}
