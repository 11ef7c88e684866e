/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleHomeRead: all that the home page of a circle shows, read on the query worker. */

#pragma once

#include "session-list.h"

#include "core/digest.h"
#include "core/milestones.h"
#include "core/waiting.h"
#include "core/week.h"

#include <glib.h>

G_BEGIN_DECLS

/* What one can do in a circle in which little happened yet. */
typedef enum {
  CENACLE_STEP_INVITE = 1 << 0,
  CENACLE_STEP_CHARTER = 1 << 1,
  CENACLE_STEP_HELLO = 1 << 2, /* write to the others */
  CENACLE_STEP_SKILLS = 1 << 3,
  CENACLE_STEP_ASK = 1 << 4,
  CENACLE_STEP_PROPOSE = 1 << 5,
  CENACLE_STEP_SESSION = 1 << 6,
  CENACLE_STEP_ALL = (1 << 7) - 1,
} CenacleStep;

typedef struct {
  gint64 since_ms;
  gboolean is_marked;  /* all was marked as read then; else these are just the last days */
  GPtrArray *waiting;  /* CenWaitRow */
  GPtrArray *digest;   /* CenDigestRow, without what waits */
  GPtrArray *channels; /* CenChannelRow */
  GPtrArray *sessions; /* CenacleSession */
  GArray *milestones;  /* CenMilestone: those since then, newest first */
  CenWeek *week;
  guint steps; /* CenacleStep: those not taken; 0 when the circle lives */
} CenacleHomeRead;

CenacleHomeRead *cenacle_home_read_new (CenStore *store, const CenId *circle, GError **error);
void cenacle_home_read_free (CenacleHomeRead *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CenacleHomeRead, cenacle_home_read_free)

/* The session that is on or comes next; NULL for none. */
const CenacleSession *cenacle_home_read_get_session (const CenacleHomeRead *self);

G_END_DECLS
