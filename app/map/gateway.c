/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "router.h"

#include <stdio.h>

gboolean
cenacle_map_find_gateway (in_addr_t *ret_gateway)
{
  FILE *routes = fopen ("/proc/self/net/route", "re");
  char line[256], name[32];
  unsigned int target, gateway;
  gboolean has_found = FALSE;

  while (routes != NULL && !has_found && fgets (line, sizeof line, routes) != NULL) {
    if (sscanf (line, "%31s %x %x", name, &target, &gateway) == 3 && target == 0 && gateway != 0) {
      *ret_gateway = gateway; /* as it lies in memory, which is network order */
      has_found = TRUE;
    }
  }
  if (routes != NULL)
    fclose (routes);
  return has_found;
}
