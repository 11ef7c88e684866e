/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenThanks: who thanked whom, and the badges that members have: a wall, and a member's side of it.
 * No ranking of people is made of it (PROTOCOL.md, Computations). */

#pragma once

#include "kinds-life.h"
#include "queries-objects.h"

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  const CenObjectRow *row; /* lent by the CenThanks; its author thanks */
  GArray *to;              /* CenId: members, each once */
  char *reason;
  char *skill;
  CenId about; /* zero: nothing in particular */
} CenKudos;

typedef struct {
  const CenObjectRow *row; /* its author made it */
  char *name;
  char *emoji;
  char *text;
} CenBadge;

typedef struct {
  const CenObjectRow *row; /* its author awarded it */
  const CenBadge *badge;
  CenId to;
  char *reason;
} CenAward;

typedef struct {
  GPtrArray *kudos;  /* CenKudos, oldest first */
  GPtrArray *badges; /* CenBadge, oldest first */
  GPtrArray *awards; /* CenAward, oldest first: of badges that are here, each to a member once */
  GPtrArray *rows[3];
} CenThanks;

/* Takes the rows, oldest first; @members: CenMemberRow, of whom all that ever were here count. */
CenThanks *cen_thanks_compute (GPtrArray *kudos, GPtrArray *badges, GPtrArray *awards,
                               const GPtrArray *members);
CenThanks *cen_thanks_read (CenStore *store, const CenId *circle, GError **error);
void cen_thanks_free (CenThanks *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CenThanks, cen_thanks_free)

gboolean cen_kudos_is_to (const CenKudos *self, const CenId *member);
const CenBadge *cen_thanks_find_badge (const CenThanks *self, const CenId *id);
/* CenKudos, lent, oldest first. */
GPtrArray *cen_thanks_list_given (const CenThanks *self, const CenId *member);
GPtrArray *cen_thanks_list_received (const CenThanks *self, const CenId *member);
GPtrArray *cen_thanks_list_awards (const CenThanks *self, const CenId *member); /* CenAward, lent */

G_END_DECLS
