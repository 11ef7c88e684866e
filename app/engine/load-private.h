/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What load.c (members and messages), load-life.c (what else they do) and load-notes.c (what they
 * write together) share. */

#pragma once

#include "load-words.h"

#include "core/author-content.h"
#include "core/replica.h"

G_BEGIN_DECLS

typedef struct {
  CenWorld world; /* the system's, some time ago */
  const CenWorld *real;
  gint64 ago_ms;
  CenCircle *circle;
  CenCircleKeys **keys; /* [0] is the home's own */
  guint n_authors;
  guint n_writers; /* the first of them; of the others one has become quiet, one has not written yet
                    */
  CenCircleKeys *own;
  CenId own_member;
  CenId own_device;
  char *own_name;
  CenId channel;
  GRand *rand;
  const CenacleLoadWords *words;
} CenacleLoad;

/* What is written from now on is @author's, and was written so many days ago. */
void cenacle_load_write_as (CenacleLoad *load, guint author, double days);
CenId cenacle_load_get_member (const CenacleLoad *load, guint author);

/* A little of every kind that members make, in the course of some weeks. Errors: those of writing.
 */
gboolean cenacle_load_life (CenacleLoad *load, GError **error);
/* Some notes, each by several members. */
gboolean cenacle_load_notes (CenacleLoad *load, GError **error);

G_END_DECLS
