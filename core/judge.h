/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenJudge: whether a content op has an effect, and with which role: by authority, by what a
 * facilitator endorsed, and for a REDACT by its own past alone (PROTOCOL.md, Authority). */

#pragma once

#include "circle.h"

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  gint64 no;
  CenId id;
  const CenDevice *device; /* NULL: void */
  guint kind;              /* as it stands in the op */
  gint64 past;
} CenJudged;

gboolean cen_judge_op (CenCircle *circle, const CenJudged *op, gboolean *ret_is_effective,
                       CenRole *ret_role, GError **error);

/* Whether @op is void for no other reason than a removal, and nobody endorsed it. */
gboolean cen_judge_is_endorsable (CenCircle *circle, const CenJudged *op,
                                  gboolean *ret_is_endorsable, GError **error);

/* Erasing cannot be undone, so a REDACT is judged by what it knew and no later removal undoes it.
 */
gboolean cen_judge_redaction (CenCircle *circle, const CenJudged *op, CenRole *ret_role);

/**
 * cen_judge_note_endorse: notes what the ENDORSE op row @no lists, and adds the rows of the objects
 * (gint64) whose effect that may change to @objects. Runs inside a transaction.
 */
gboolean cen_judge_note_endorse (CenCircle *circle, gint64 no, GBytes *payload, GArray *objects,
                                 GError **error);

/* Adds the ids (CenId) of op row @no, and of what the same member wrote about it, as far as nothing
 * but a removal makes them void, to @ids. */
gboolean cen_judge_list_endorsable (CenCircle *circle, gint64 no, GArray *ids, GError **error);

G_END_DECLS
