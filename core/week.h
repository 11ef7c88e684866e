/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenWeek: the prompt and the member of the week, drawn in turn alike everywhere with no
 * coordinator (PROTOCOL.md, Computations). Weeks are ISO weeks in UTC (cafe.h). */

#pragma once

#include "cafe.h"
#include "store.h"

#include <glib.h>

G_BEGIN_DECLS

/**
 * cen_week_draw_prompt: the number, from 1 to @n_prompts, of the prompt of the week in which
 * @time_ms lies. All are drawn before one comes again.
 */
guint cen_week_draw_prompt (const CenId *circle, guint n_prompts, gint64 time_ms);

/**
 * cen_week_draw_spotlight: whose week it is, of those who were members when it began: while people
 * stay the same, each in turn. FALSE when nobody was.
 * @members: in any order
 */
gboolean cen_week_draw_spotlight (const CenId *circle, const CenCafeMember *members,
                                  guint n_members, gint64 time_ms, CenId *ret_member);

typedef struct {
  guint prompt;
  CenId spotlight;  /* zero: nobody was a member when it began */
  GArray *pairs;    /* CenCafePair */
  gboolean is_late; /* who came or left before the week was heard of here only during it: what was
                       drawn may have been somebody else before */
} CenWeek;

/**
 * cen_week_read: all that is drawn for the week in which @time_ms lies, out of a replica.
 * Errors: those of queries.h.
 */
CenWeek *cen_week_read (CenStore *store, const CenId *circle, guint n_prompts, gint64 time_ms,
                        GError **error);
void cen_week_free (CenWeek *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CenWeek, cen_week_free)

G_END_DECLS
