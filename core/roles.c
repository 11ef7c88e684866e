/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "roles.h"

#include <string.h>

static const char *const role_names[] = { "owner", "facilitator", "member", "guest" };

const char *
cen_role_to_name (CenRole role)
{
  g_assert ((guint) role < G_N_ELEMENTS (role_names));
  return role_names[role];
}

gboolean
cen_role_from_name (const char *name, CenRole *ret_role)
{
  for (guint i = 0; i < G_N_ELEMENTS (role_names); i++) {
    if (strcmp (name, role_names[i]) == 0) {
      *ret_role = (CenRole) i;
      return TRUE;
    }
  }
  return FALSE;
}

const char *
cen_member_state_to_name (CenMemberState state)
{
  static const char *const names[] = { "active", "left", "removed" };

  g_assert ((guint) state < G_N_ELEMENTS (names));
  return names[state];
}
