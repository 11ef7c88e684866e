/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "rotation.h"

void
net_rotation_init (NetRotation *self, gint64 wait_ms)
{
  self->wait_ms = wait_ms;
  self->due_ms = G_MAXINT64;
}

static gint64
pick_due (const NetRotation *self, CenRole role, gint64 now_ms, const CenWorld *world)
{
  gint64 first_ms = role <= CEN_ROLE_FACILITATOR ? 0 : self->wait_ms;
  guint32 part;

  world->random (world, (guint8 *) &part, sizeof part);
  return now_ms + first_ms + self->wait_ms * part / G_MAXUINT32;
}

gboolean
net_rotation_step (NetRotation *self, CenRotationNeed need, CenRole role, gint64 now_ms,
                   const CenWorld *world)
{
  if (need == CEN_ROTATION_NONE || role > CEN_ROLE_MEMBER) {
    self->due_ms = G_MAXINT64;
    return FALSE;
  }
  if (self->due_ms == G_MAXINT64)
    self->due_ms = pick_due (self, role, now_ms, world);
  if (now_ms < self->due_ms)
    return FALSE;
  /* When it is due still after that, this one came to nothing. */
  self->due_ms = now_ms + MAX (self->wait_ms, 1);
  return TRUE;
}

gint64
net_rotation_get_deadline (const NetRotation *self)
{
  return self->due_ms;
}
