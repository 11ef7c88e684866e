/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "preview.h"

#include "core/queries.h"

GBytes *
net_preview_make (CenCircle *circle, const CenFrameOp *invite)
{
  g_autoptr (CenCircleRow) row = cen_query_circle (circle->store, &circle->id, NULL);
  g_autoptr (GPtrArray) members = cen_query_members (circle->store, &circle->id, NULL);
  NetPreview preview = { .is_answer = TRUE, .inviter = (char *) "" };

  if (row == NULL || members == NULL)
    return NULL;
  for (guint i = 0; i < members->len; i++) {
    const CenMemberRow *member = members->pdata[i];

    if (cen_id_equal (&member->id, &invite->member))
      preview.inviter = member->name;
  }
  preview.name = row->name;
  preview.intention = row->intention;
  preview.charter = row->charter;
  preview.expires_ms = (guint64) invite->frame.invite.expires_ms;
  preview.n_members = MIN (row->n_members, CEN_MEMBERS_MAX);
  return net_preview_to_frame (&preview);
}
