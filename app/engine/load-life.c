/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The first author is the person whose home it is: some things wait for them, and some are about
 * them. Everything is written in the order of its time. */

#include "load-private.h"

#include "core/kinds-life.h"
#include "core/kinds-library.h"
#include "core/kinds-meet.h"
#include "core/meeting.h"
#include "core/place.h"

#define DAY_MS  (G_GINT64_CONSTANT (24) * 3600 * 1000)
#define HOUR_MS G_GINT64_CONSTANT (3600000)

typedef struct {
  CenacleLoad *load;
  GError **error;
  gboolean ok;
} Life;

/* --- Writing --- */

static CenValue
text (guint field, const char *words)
{
  return (CenValue){ .field = field, .type = CEN_FIELD_TEXT, .text = words };
}

static CenValue
ref (guint field, const CenId *id)
{
  return (CenValue){ .field = field, .type = CEN_FIELD_REF, .ref = *id };
}

static CenValue
number (guint field, CenFieldType type, guint64 value)
{
  return (CenValue){ .field = field, .type = type, .number = value };
}

static CenId
create (Life *life, guint author, double days, guint kind, const CenValue *values, guint n_values)
{
  CenId id = { { 0 } };

  cenacle_load_write_as (life->load, author % life->load->n_writers, days);
  life->ok = life->ok && cen_author_create (life->load->circle, cen_kind_get (kind), values,
                                            n_values, &id, life->error);
  return id;
}

static void
set (Life *life, guint author, double days, const CenId *object, CenValue value)
{
  cenacle_load_write_as (life->load, author % life->load->n_writers, days);
  life->ok = life->ok && cen_author_set (life->load->circle, object, &value, 1, life->error);
}

static void
mark (Life *life, guint author, double days, const CenId *object, const char *name, const char *key)
{
  cenacle_load_write_as (life->load, author % life->load->n_writers, days);
  life->ok = life->ok &&
             cen_author_mark (life->load->circle, object, name, key, CEN_MARK_PUT, life->error);
}

static void
mark_value (Life *life, guint author, double days, const CenId *object, const char *name,
            const char *key, const CenValue *value)
{
  cenacle_load_write_as (life->load, author % life->load->n_writers, days);
  life->ok =
      life->ok && cen_author_mark_value (life->load->circle, object, name, key, value, life->error);
}

static guint
count_rows (const CenacleLoadRow *rows)
{
  guint n = 0;

  while (rows[n].parts[0] != NULL)
    n++;
  return n;
}

static guint
count_parts (const CenacleLoadRow *row)
{
  guint n = 0;

  while (n < CENACLE_LOAD_PARTS_MAX && row->parts[n] != NULL)
    n++;
  return n;
}

static CenId
get_member (Life *life, guint author)
{
  return cenacle_load_get_member (life->load, author % life->load->n_writers);
}

/* --- The frame --- */

/* Who joins elsewhere makes one by themselves. */
static CenId
create_profile (Life *life, guint author)
{
  CenId member = get_member (life, author);
  CenValue name = { .field = CEN_PROFILE_NAME,
                    .type = CEN_FIELD_NAME,
                    .text = cen_circle_get_join_name (life->load->circle, &member) };

  return create (life, author, 49, CEN_KIND_PROFILE, &name, 1);
}

static void
write_profiles (Life *life)
{
  const CenacleLoadWords *words = life->load->words;
  guint n_skills = g_strv_length ((char **) words->skills);
  guint n_about = g_strv_length ((char **) words->about);

  for (guint i = 0; life->ok && i < life->load->n_writers; i++) {
    CenId profile;

    cenacle_load_write_as (life->load, i, 48);
    if (!cen_author_find_profile (life->load->circle, &profile, life->error)) {
      life->ok = FALSE;
      return;
    }
    if (cen_id_is_zero (&profile))
      profile = create_profile (life, i);
    set (life, i, 48, &profile, text (CEN_PROFILE_ABOUT, words->about[i % n_about]));
    mark (life, i, 47, &profile, "offer", words->skills[i % n_skills]);
    mark (life, i, 47, &profile, "offer", words->skills[(i + 3) % n_skills]);
    mark (life, i, 47, &profile, "want", words->skills[(i + 1) % n_skills]);
  }
}

/* All but the person and who came last have agreed. */
static void
write_frame (Life *life)
{
  const CenacleLoadWords *words = life->load->words;
  CenValue charter = text (CEN_CHARTER_TEXT, words->charter);
  CenId id;

  for (guint i = 0; i < count_rows (words->channels); i++) {
    CenValue values[] = {
      { .field = CEN_CHANNEL_NAME, .type = CEN_FIELD_NAME, .text = words->channels[i].parts[0] },
      text (CEN_CHANNEL_TOPIC, words->channels[i].parts[1])
    };

    create (life, 0, 46, CEN_KIND_CHANNEL, values, G_N_ELEMENTS (values));
  }
  id = create (life, 0, 5, CEN_KIND_CHARTER, &charter, 1);
  for (guint i = 1; i < life->load->n_writers; i++)
    mark (life, i, 4, &id, "agree", "");
}

/* --- Questions --- */

static void
write_question (Life *life, guint n, double days)
{
  const CenacleLoadRow *row = &life->load->words->questions[n];
  CenValue values[] = {
    text (CEN_QUESTION_TITLE, row->parts[0]),
    { .field = CEN_QUESTION_SKILLS,
      .type = CEN_FIELD_TEXTS,
      .items = &row->parts[2],
      .n_items = 1 },
    text (CEN_QUESTION_TEXT, row->parts[1]),
  };
  /* The first and every third are the person's. */
  guint asker = n % 3 == 0 ? 0 : n;
  guint n_parts = count_parts (row);
  CenId question =
      create (life, asker, days, CEN_KIND_QUESTION, values, row->parts[1][0] != '\0' ? 3 : 2);
  CenId first = { { 0 } };

  for (guint i = 3; i < n_parts; i++) {
    CenValue answer[] = { ref (CEN_ANSWER_QUESTION, &question),
                          text (CEN_ANSWER_TEXT, row->parts[i]) };
    CenId id = create (life, n + i, days - 0.2 * i, CEN_KIND_ANSWER, answer, 2);

    if (i == 3)
      first = id;
  }
  mark (life, asker + 1, days - 0.5, &question, "me_too", "");
  if (n_parts > 3 && n != 3)
    set (life, asker, days - 1, &question, ref (CEN_QUESTION_ACCEPTED, &first));
}

/* --- Sessions --- */

/* The class is every week, for eight weeks by now, and comes again in two days. */
static void
write_class (Life *life)
{
  const CenacleLoadRow *row = &life->load->words->sessions[0];
  gint64 now_ms = life->load->real->now_ms (life->load->real);
  gint64 first_ms = now_ms / HOUR_MS * HOUR_MS - 40 * DAY_MS;
  CenValue values[] = {
    text (CEN_SESSION_TITLE, row->parts[0]),
    text (CEN_SESSION_TEXT, row->parts[1]),
    text (CEN_SESSION_PLACE, row->parts[2]),
    text (CEN_SESSION_FORMAT, row->parts[3]),
    number (CEN_SESSION_START, CEN_FIELD_TIME, (guint64) first_ms),
    number (CEN_SESSION_MINUTES, CEN_FIELD_UINT, 60),
    text (CEN_SESSION_REPEAT, "FREQ=WEEKLY"),
    { .field = CEN_SESSION_AGENDA,
      .type = CEN_FIELD_TEXTS,
      .items = life->load->words->agenda,
      .n_items = 3 },
  };
  CenId session = create (life, 1, 44, CEN_KIND_SESSION, values, G_N_ELEMENTS (values));

  for (guint week = 0; week < 6; week++) {
    gint64 start_ms = first_ms + week * 7 * DAY_MS;
    double days = 40 - 7.0 * week - 0.1;
    const guint64 felt[] = { 4 + week % 2, 5 - week % 3 };
    CenValue feedback = { .type = CEN_FIELD_UINTS, .items = felt, .n_items = 2 };
    char key[CEN_OCCURRENCE_KEY_MAX + 1];

    cen_meeting_write_key (start_ms, key);
    for (guint i = 0; i < life->load->n_writers; i++) {
      if ((i + week) % 4 == 3)
        continue;
      mark (life, i, days, &session, "attend", key);
      mark_value (life, i, days, &session, "feedback", key, &feedback);
    }
    if (week == 5) {
      CenValue minutes[] = {
        ref (CEN_MINUTES_SESSION, &session),
        number (CEN_MINUTES_WHEN, CEN_FIELD_TIME, (guint64) start_ms),
        text (CEN_MINUTES_TEXT, life->load->words->minutes),
      };

      create (life, 2, days, CEN_KIND_MINUTES, minutes, G_N_ELEMENTS (minutes));
    }
  }
}

static CenId
write_session (Life *life, guint n, double in_days, const CenId *proposal)
{
  const CenacleLoadRow *row = &life->load->words->sessions[n];
  gint64 now_ms = life->load->real->now_ms (life->load->real);
  gint64 start_ms = now_ms / HOUR_MS * HOUR_MS + (gint64) (in_days * (double) DAY_MS);
  CenValue coming = { .type = CEN_FIELD_UINT, .number = CEN_RSVP_YES };
  CenValue values[] = {
    text (CEN_SESSION_TITLE, row->parts[0]),
    text (CEN_SESSION_TEXT, row->parts[1]),
    text (CEN_SESSION_PLACE, row->parts[2]),
    text (CEN_SESSION_FORMAT, row->parts[3]),
    number (CEN_SESSION_START, CEN_FIELD_TIME, (guint64) start_ms),
    number (CEN_SESSION_MINUTES, CEN_FIELD_UINT, 90),
    number (CEN_SESSION_CAPACITY, CEN_FIELD_UINT, 6),
    { .field = CEN_SESSION_PROPOSAL, .type = CEN_FIELD_REF },
  };
  char key[CEN_OCCURRENCE_KEY_MAX + 1];
  CenId session;

  if (proposal != NULL)
    values[7].ref = *proposal;
  session = create (life, n, 3, CEN_KIND_SESSION, values, proposal != NULL ? 8 : 7);
  cen_meeting_write_key (start_ms, key);
  for (guint i = 1; i < MIN (life->load->n_writers, 4); i++)
    mark_value (life, i, 2, &session, "rsvp", key, &coming);
  return session;
}

static void
write_proposals (Life *life)
{
  const CenacleLoadRow *rows = life->load->words->proposals;
  guint n = count_rows (rows);

  for (guint i = 0; i < n; i++) {
    CenValue values[] = { text (CEN_PROPOSAL_TITLE, rows[i].parts[0]),
                          text (CEN_PROPOSAL_TEXT, rows[i].parts[1]) };
    CenId proposal = create (life, i + 1, 12 - i, CEN_KIND_PROPOSAL, values,
                             rows[i].parts[1][0] != '\0' ? 2 : 1);

    for (guint k = 0; k < life->load->n_writers; k += 1 + i)
      mark (life, k, 8, &proposal, "vote", "");
    mark (life, i + 2, 7, &proposal, "present", "");
    if (i + 1 == n) {
      CenId session = write_session (life, 2, 9.25, &proposal);

      set (life, 2, 3, &proposal, ref (CEN_PROPOSAL_SESSION, &session));
    }
  }
}

/* --- Polls --- */

/* The person has voted in none that is open. */
static void
write_polls (Life *life)
{
  static const CenPollMode modes[] = { CEN_POLL_SINGLE, CEN_POLL_RANKED, CEN_POLL_MULTIPLE };
  const CenacleLoadRow *rows = life->load->words->polls;
  gint64 now_ms = life->load->real->now_ms (life->load->real);

  for (guint i = 0; i < count_rows (rows); i++) {
    guint n_options = count_parts (&rows[i]) - 1;
    CenValue values[] = {
      text (CEN_POLL_QUESTION, rows[i].parts[0]),
      { .field = CEN_POLL_OPTIONS,
        .type = CEN_FIELD_TEXTS,
        .items = rows[i].parts + 1,
        .n_items = n_options },
      number (CEN_POLL_MODE, CEN_FIELD_UINT, modes[i % 3]),
      number (CEN_POLL_CLOSES, CEN_FIELD_TIME,
              (guint64) (now_ms + (i == 2 ? -1 : 3 + (gint64) i) * DAY_MS)),
    };
    CenId poll = create (life, i + 1, 6, CEN_KIND_POLL, values, G_N_ELEMENTS (values));

    for (guint k = i == 2 ? 0 : 1; k < life->load->n_writers; k++) {
      const guint64 choices[] = { (k * k + i) % n_options, (k * k + i + 1) % n_options };
      CenValue ballot = { .type = CEN_FIELD_UINTS,
                          .items = choices,
                          .n_items = modes[i % 3] == CEN_POLL_SINGLE ? 1 : 2 };

      mark_value (life, k, 4, &poll, "vote", "", &ballot);
    }
  }
}

/* --- Thanks --- */

static void
write_thanks (Life *life)
{
  const CenacleLoadWords *words = life->load->words;
  guint64 month = 0;
  g_autoptr (GDateTime) now =
      g_date_time_new_from_unix_utc (life->load->real->now_ms (life->load->real) / 1000);

  month = (guint64) (g_date_time_get_year (now) * 100 + g_date_time_get_month (now));
  for (guint i = 0; i < count_rows (words->kudos); i++) {
    CenId to = get_member (life, i == 1 ? 0 : i + 2);
    CenValue values[] = {
      { .field = CEN_KUDOS_TO, .type = CEN_FIELD_REFS, .items = &to, .n_items = 1 },
      text (CEN_KUDOS_REASON, words->kudos[i].parts[0]),
      text (CEN_KUDOS_SKILL, words->kudos[i].parts[1]),
    };

    create (life, i + 1, 9 - 2.0 * i, CEN_KIND_KUDOS, values, G_N_ELEMENTS (values));
  }
  for (guint i = 0; i < count_rows (words->badges); i++) {
    CenId to = get_member (life, i == 0 ? 2 : 0);
    CenValue badge[] = {
      { .field = CEN_BADGE_NAME, .type = CEN_FIELD_NAME, .text = words->badges[i].parts[0] },
      text (CEN_BADGE_EMOJI, words->badges[i].parts[1]),
      text (CEN_BADGE_TEXT, words->badges[i].parts[2]),
    };
    CenId id = create (life, 0, 20, CEN_KIND_BADGE, badge, G_N_ELEMENTS (badge));
    CenValue award[] = { ref (CEN_AWARD_BADGE, &id), ref (CEN_AWARD_TO, &to) };

    create (life, 1, 2, CEN_KIND_AWARD, award, G_N_ELEMENTS (award));
  }
  for (guint i = 0; i < count_rows (words->boosts); i++) {
    CenValue values[] = { number (CEN_BOOST_MONTH, CEN_FIELD_UINT, month),
                          text (CEN_BOOST_TITLE, words->boosts[i].parts[0]),
                          text (CEN_BOOST_TEXT, words->boosts[i].parts[1]) };

    create (life, i + 1, 1, CEN_KIND_BOOST, values, G_N_ELEMENTS (values));
  }
}

/* --- Learning --- */

static void
write_pairs (Life *life)
{
  const CenacleLoadRow *rows = life->load->words->pairs;

  for (guint i = 0; i < count_rows (rows); i++) {
    CenId with = get_member (life, i == 0 ? 0 : 1);
    CenValue values[] = { ref (CEN_PAIR_WITH, &with), text (CEN_PAIR_GOAL, rows[i].parts[0]) };
    CenId pair = create (life, 2, 3, CEN_KIND_PAIR, values, G_N_ELEMENTS (values));

    if (i > 0)
      mark (life, 1, 2, &pair, "accept", "");
  }
}

static void
write_paths (Life *life)
{
  const CenacleLoadRow *rows = life->load->words->paths;

  for (guint i = 0; i < count_rows (rows); i++) {
    CenValue title = text (CEN_PATH_TITLE, rows[i].parts[0]);
    CenId path = create (life, i, 30, CEN_KIND_PATH, &title, 1);
    g_autofree char *place = NULL;

    for (guint k = 1; k < count_parts (&rows[i]); k++) {
      guint8 salt[CEN_PLACE_SALT] = { 0 };
      char *next = cen_place_between (place, NULL, salt);
      CenValue values[] = { ref (CEN_STEP_PATH, &path), text (CEN_STEP_TITLE, rows[i].parts[k]),
                            text (CEN_STEP_PLACE, next) };
      CenId step = create (life, i, 30, CEN_KIND_STEP, values, G_N_ELEMENTS (values));

      g_free (place);
      place = next;
      for (guint n = 0; n + k <= life->load->n_writers; n++)
        mark (life, n, 20 - k, &step, "done", "");
    }
  }
}

static void
write_decks (Life *life)
{
  const CenacleLoadRow *rows = life->load->words->decks;

  for (guint i = 0; i < count_rows (rows); i++) {
    CenValue title = text (CEN_DECK_TITLE, rows[i].parts[0]);
    CenId deck = create (life, i + 1, 15, CEN_KIND_DECK, &title, 1);

    for (guint k = 1; k + 1 < count_parts (&rows[i]); k += 2) {
      CenValue values[] = { ref (CEN_CARD_DECK, &deck), text (CEN_CARD_FRONT, rows[i].parts[k]),
                            text (CEN_CARD_BACK, rows[i].parts[k + 1]) };

      create (life, i + 1, 15, CEN_KIND_CARD, values, G_N_ELEMENTS (values));
    }
  }
}

static void
write_resources (Life *life)
{
  const CenacleLoadRow *rows = life->load->words->resources;

  for (guint i = 0; i < count_rows (rows); i++) {
    CenValue values[] = { text (CEN_RESOURCE_TITLE, rows[i].parts[0]),
                          text (CEN_RESOURCE_TEXT, rows[i].parts[2]),
                          text (CEN_RESOURCE_URL, rows[i].parts[1]) };
    CenId id = create (life, i + 1, 10 - 4.0 * i, CEN_KIND_RESOURCE, values,
                       rows[i].parts[1][0] != '\0' ? 3 : 2);

    mark (life, i, 1, &id, "recommended", "");
  }
}

gboolean
cenacle_load_life (CenacleLoad *load, GError **error)
{
  Life life = { load, error, TRUE };
  guint n_questions = count_rows (load->words->questions);

  write_profiles (&life);
  write_class (&life);
  write_paths (&life);
  for (guint i = 0; i < n_questions; i++)
    write_question (&life, i, 24 - 24.0 * i / n_questions);
  write_decks (&life);
  write_proposals (&life);
  write_session (&life, 1, 2.1, NULL);
  write_resources (&life);
  write_thanks (&life);
  write_polls (&life);
  write_frame (&life);
  write_pairs (&life);
  return life.ok;
}
