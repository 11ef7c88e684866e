/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "cafe.h"

#include "crypto.h"

#include <string.h>

#define DAY_MS (CEN_WEEK_MS / 7)

/* 1970-01-01 was a Thursday. */
gint64
cen_week_get_start (gint64 time_ms)
{
  gint64 since_monday = (time_ms + 3 * DAY_MS) % CEN_WEEK_MS;

  return time_ms - (since_monday < 0 ? since_monday + CEN_WEEK_MS : since_monday);
}

char *
cen_week_dup_name (gint64 time_ms)
{
  g_autoptr (GDateTime) monday =
      g_date_time_new_from_unix_utc (cen_week_get_start (time_ms) / 1000);

  return g_strdup_printf ("%04d-W%02d", g_date_time_get_week_numbering_year (monday),
                          g_date_time_get_week_of_year (monday));
}

gboolean
cen_cafe_member_is_of (const CenCafeMember *self, gint64 monday_ms)
{
  return self->from_ms < monday_ms && (self->until_ms == 0 || self->until_ms >= monday_ms);
}

/* --- The people, in an order that their circle gives them --- */

typedef struct {
  CenCafeMember member;
  guint8 seat[CEN_ID_LEN];
} Guest;

static int
compare_guests (gconstpointer a, gconstpointer b)
{
  return memcmp (((const Guest *) a)->seat, ((const Guest *) b)->seat, CEN_ID_LEN);
}

static GArray *
seat_guests (const CenId *circle, const CenCafeMember *members, guint n_members)
{
  GArray *guests = g_array_sized_new (FALSE, FALSE, sizeof (Guest), n_members);

  for (guint i = 0; i < n_members; i++) {
    const CenPart parts[] = { { circle->bytes, CEN_ID_LEN },
                              { members[i].member.bytes, CEN_ID_LEN } };
    Guest guest = { members[i], { 0 } };

    cen_crypto_hash_parts (guest.seat, NULL, 0, "cen1.cafe", parts, G_N_ELEMENTS (parts));
    g_array_append_val (guests, guest);
  }
  g_array_sort (guests, compare_guests);
  return guests;
}

/* --- Weeks --- */

typedef struct {
  GArray *guests;
  guint16 *met; /* how often, by two places among the guests */
  guint *table; /* places of those present this week; the last is NOBODY when they are odd */
  guint n_table;
} Draw;

#define NOBODY G_MAXUINT

static void
lay_table (Draw *draw, gint64 monday_ms)
{
  draw->n_table = 0;
  for (guint i = 0; i < draw->guests->len; i++) {
    if (cen_cafe_member_is_of (&g_array_index (draw->guests, Guest, i).member, monday_ms))
      draw->table[draw->n_table++] = i;
  }
  if (draw->n_table % 2 == 1)
    draw->table[draw->n_table++] = NOBODY;
}

/* The circle method: the first stays, the others go round it. */
static guint
get_seat (const Draw *draw, guint round, guint i)
{
  return i == 0 ? draw->table[0] : draw->table[1 + (i - 1 + round) % (draw->n_table - 1)];
}

/* One who rests has met nobody as often as they rested. */
static guint16 *
find_met (const Draw *draw, guint a, guint b)
{
  if (a == NOBODY || b == NOBODY)
    a = b = MIN (a, b);
  return &draw->met[MIN (a, b) * draw->guests->len + MAX (a, b)];
}

static guint64
weigh_round (const Draw *draw, guint round)
{
  guint64 weight = 0;

  for (guint i = 0; i < draw->n_table / 2; i++) {
    guint64 met =
        *find_met (draw, get_seat (draw, round, i), get_seat (draw, round, draw->n_table - 1 - i));

    weight += met * met;
  }
  return weight;
}

static guint
choose_round (const Draw *draw)
{
  guint64 least = G_MAXUINT64;
  guint chosen = 0;

  for (guint round = 0; round + 1 < draw->n_table && least > 0; round++) {
    guint64 weight = weigh_round (draw, round);

    if (weight < least) {
      least = weight;
      chosen = round;
    }
  }
  return chosen;
}

/* Swaps partners between two pairs wherever that makes fewer meet again: of use after somebody came
 * or went, when no round is free of repetition. */
static void
improve (const Draw *draw, guint *pairs)
{
  gboolean is_better = TRUE;

  for (guint pass = 0; is_better && pass < draw->n_table; pass++) {
    is_better = FALSE;
    for (guint i = 0; i < draw->n_table; i += 2) {
      for (guint k = i + 2; k < draw->n_table; k += 2) {
        guint *a = &pairs[i], *b = &pairs[k];
        guint now = *find_met (draw, a[0], a[1]) * *find_met (draw, a[0], a[1]) +
                    *find_met (draw, b[0], b[1]) * *find_met (draw, b[0], b[1]);

        for (guint way = 0; now > 0 && way < 2; way++) {
          guint left = *find_met (draw, a[0], b[way]), right = *find_met (draw, a[1], b[1 - way]);

          if (left * left + right * right < now) {
            guint partner = a[1];

            a[1] = b[way];
            b[way] = partner;
            is_better = TRUE;
            break;
          }
        }
      }
    }
  }
}

static void
pair_up (const Draw *draw, guint *pairs)
{
  guint round = choose_round (draw);

  for (guint i = 0; i < draw->n_table / 2; i++) {
    pairs[2 * i] = get_seat (draw, round, i);
    pairs[2 * i + 1] = get_seat (draw, round, draw->n_table - 1 - i);
  }
  improve (draw, pairs);
  for (guint i = 0; i < draw->n_table; i += 2)
    (*find_met (draw, pairs[i], pairs[i + 1]))++;
}

static int
compare_pairs (gconstpointer a, gconstpointer b)
{
  const CenCafePair *x = a, *y = b;
  gboolean x_rests = cen_id_is_zero (&x->b), y_rests = cen_id_is_zero (&y->b);

  return x_rests != y_rests ? x_rests - y_rests : cen_id_compare (&x->a, &y->a);
}

static GArray *
collect (const Draw *draw, const guint *pairs)
{
  GArray *found = g_array_new (FALSE, TRUE, sizeof (CenCafePair));

  for (guint i = 0; i < draw->n_table; i += 2) {
    guint one = MIN (pairs[i], pairs[i + 1]), other = MAX (pairs[i], pairs[i + 1]);
    CenCafePair pair = { g_array_index (draw->guests, Guest, one).member.member, { { 0 } } };

    if (other != NOBODY) {
      pair.b = g_array_index (draw->guests, Guest, other).member.member;
      if (cen_id_compare (&pair.a, &pair.b) > 0) {
        CenId swapped = pair.a;

        pair.a = pair.b;
        pair.b = swapped;
      }
    }
    g_array_append_val (found, pair);
  }
  g_array_sort (found, compare_pairs);
  return found;
}

static gint64
find_first_week (const CenCafeMember *members, guint n_members, gint64 last_ms)
{
  gint64 first_ms = last_ms;

  for (guint i = 0; i < n_members; i++)
    first_ms = MIN (first_ms, cen_week_get_start (members[i].from_ms));
  return MAX (first_ms, last_ms - (CEN_CAFE_WEEKS_MAX - 1) * CEN_WEEK_MS);
}

GArray *
cen_cafe_draw (const CenId *circle, const CenCafeMember *members, guint n_members, gint64 time_ms)
{
  gint64 last_ms = cen_week_get_start (time_ms);
  g_autoptr (GArray) guests = seat_guests (circle, members, n_members);
  g_autofree guint16 *met = g_new0 (guint16, (gsize) n_members * n_members + 1);
  g_autofree guint *table = g_new0 (guint, n_members + 1);
  g_autofree guint *pairs = g_new0 (guint, n_members + 1);
  Draw draw = { guests, met, table, 0 };

  for (gint64 week = find_first_week (members, n_members, last_ms); week <= last_ms;
       week += CEN_WEEK_MS) {
    lay_table (&draw, week);
    if (draw.n_table > 0)
      pair_up (&draw, pairs);
  }
  return collect (&draw, pairs);
}
