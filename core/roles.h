/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenRole and CenMemberState: what a member may do and whether they are still there. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* By rank: a smaller number is senior. The values stand in ops. */
typedef enum {
  CEN_ROLE_OWNER = 0,
  CEN_ROLE_FACILITATOR = 1,
  CEN_ROLE_MEMBER = 2,
  CEN_ROLE_GUEST = 3,
} CenRole;

typedef enum {
  CEN_MEMBER_ACTIVE,
  CEN_MEMBER_LEFT,
  CEN_MEMBER_REMOVED,
} CenMemberState;

const char *cen_role_to_name (CenRole role); /* "owner", "facilitator", "member", "guest" */
gboolean cen_role_from_name (const char *name, CenRole *ret_role);
const char *cen_member_state_to_name (CenMemberState state); /* "active", "left", "removed" */

G_END_DECLS
