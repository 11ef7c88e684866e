/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the files of the month share: test-month.c (who is there, who meets whom, what must be the
 * same in the end), month-acts.c (what people do), month-study.c (what they write and
 * learn), month-says.c (what a replica tells of it). */

#pragma once

#include "core/queries-objects.h"
#include "tests/support/life.h"

G_BEGIN_DECLS

#define N_PEOPLE  8
#define N_DAYS    28
#define DAY_MS    (G_GINT64_CONSTANT (24) * 3600 * 1000)
#define HOUR_MS   (G_GINT64_CONSTANT (3600) * 1000)
#define MONDAY_MS G_GINT64_CONSTANT (1760313600000) /* 2025-10-13 00:00 UTC */

enum { ANA, BO, CLEO, DAN, EVE, FAY, GREG, HANA };

extern const char *const month_names[N_PEOPLE];

typedef struct {
  TestWorld *clocks[N_PEOPLE];
  TestPerson *people[N_PEOPLE];
  guint groups[N_PEOPLE]; /* who meets whom now */
  gboolean is_gone[N_PEOPLE];
  TestPerson *former; /* Hana's home of before */
  TestPerson *tablet; /* Ana's second device */
  TestWorld *tablet_clock;
  GRand *rand;
  CenId badge;
  guint n_acts;
} Month;

/* Below @n. */
guint month_roll (Month *month, guint n);
guint month_pick_other (Month *month, guint who);

/* One of the live objects of @kind that @person holds; NULL for none. */
CenObjectRow *month_pick (Month *month, TestPerson *person, guint kind);

/* One gesture of @who, by chance; what is not allowed is not done. */
void month_act (Month *month, guint who);

/* Of these: a note that several write, which a session may have beside it, and its comments; a
 * deck, its cards, changed while apart, and a sitting with them. */
void month_write (Month *month, TestPerson *person, guint who);
void month_comment (Month *month, TestPerson *person, guint who);
void month_make_cards (Month *month, TestPerson *person, guint who);
void month_review (Month *month, TestPerson *person, guint who);
/* What everybody's notes and decks are, and when @person is to see the cards. */
void month_say_written (TestPerson *person, GString *text);
void month_say_schedule (TestPerson *person, GString *text);
/* As own devices tell each other over the network. */
void month_hand_over_schedule (TestPerson *from, TestPerson *to);

/* Everything that is computed, as @person's replica has it, in words. */
char *month_dup_said (TestPerson *person);
/* What concerns @person: the same on both devices. Keys of what is sealed pass between these over
 * the network, and there is none here. */
char *month_dup_own (TestPerson *person);

G_END_DECLS
