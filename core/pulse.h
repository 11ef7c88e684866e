/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenPulse: the circle's figures, month by month (UTC, by time labels), computed from the replica
 * alone. Sealed content does not count, since not everybody has it; nor does what was deleted. */

#pragma once

#include "queries.h"

#include <glib.h>

G_BEGIN_DECLS

#define CEN_PULSE_MONTHS_MAX 120

typedef struct {
  int month;           /* year × 12 + month - 1 */
  guint contributions; /* objects of every kind made by members */
  guint messages;
  guint authors;  /* who made any of them */
  guint channels; /* in which something was said: the variety of topics */
  guint questions;
  guint solved;      /* of those, with an answer that was taken */
  gint64 answer_ms;  /* median time from a question to its first answer; 0 when none has any */
  guint sessions;    /* occurrences at which somebody was */
  guint attendances; /* members at them, added up */
  guint resources;
  guint kudos;
  guint givers;    /* members who thanked */
  guint receivers; /* members who were thanked */
  guint both;      /* members who did and were */
  guint skills;    /* that members began to offer, each counted for each of them */
} CenPulseMonth;

/**
 * cen_pulse_read: CenPulseMonth from the first month in which anything was made, or the last
 * CEN_PULSE_MONTHS_MAX, up to that of @now_ms, without gaps, oldest first. Reads every object row
 * once. Errors: those of queries.h.
 */
GArray *cen_pulse_read (CenStore *store, const CenId *circle, gint64 now_ms, GError **error);

/* The month of a time; "2026-11" of a month, and back (FALSE when it is none). */
int cen_month_of (gint64 time_ms);
char *cen_month_dup_text (int month);
gboolean cen_month_from_text (const char *text, int *ret_month);

/* A measure of the pulse, for tables and plots. */
typedef struct {
  const char *id;    /* "messages" */
  const char *title; /* English; the app translates */
  double (*get) (const CenPulseMonth *month);
} CenPulseMeasure;

/* NULL after the last. */
const CenPulseMeasure *cen_pulse_get_measure (guint n);

/* One line a month, with a head, separated by commas. */
char *cen_pulse_build_csv (GArray *months);

G_END_DECLS
