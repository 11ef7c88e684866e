/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleLoadWords: what the members of a circle for trials say to each other, in the language of
 * the person. NULL ends each list. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define CENACLE_LOAD_PARTS_MAX 8

/* A row of words; what each is stands with the list. */
typedef struct {
  const char *parts[CENACLE_LOAD_PARTS_MAX];
} CenacleLoadRow;

typedef struct {
  const char *const *phrases;      /* of messages */
  const char *const *skills;       /* in turn offered and wanted */
  const char *const *about;        /* of profiles */
  const char *charter;             /* Markdown */
  const CenacleLoadRow *channels;  /* name, topic */
  const CenacleLoadRow *questions; /* title, text, skill, answers */
  const CenacleLoadRow *proposals; /* title, text */
  const CenacleLoadRow *polls;     /* question, options */
  const CenacleLoadRow *sessions;  /* title, text, place, format */
  const char *const *agenda;       /* of the first: minutes and words, three */
  const char *minutes;
  const CenacleLoadRow *kudos;     /* reason, skill */
  const CenacleLoadRow *badges;    /* name, emoji, text */
  const CenacleLoadRow *boosts;    /* title, text */
  const CenacleLoadRow *pairs;     /* goal */
  const CenacleLoadRow *paths;     /* title, steps */
  const CenacleLoadRow *decks;     /* title, then front and back of three cards */
  const CenacleLoadRow *resources; /* title, address, text */
  const CenacleLoadRow *notes;     /* title, then Markdown by one after the other */
} CenacleLoadWords;

/* French where the environment asks for it, else English. */
const CenacleLoadWords *cenacle_load_words_get (void);

G_END_DECLS
