/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "faults.h"

#include "error.h"
#include "store-sql.h"

const char *
cen_fault_get_words (CenFault fault)
{
  switch ((guint) fault) {
  case CEN_FAULT_PROTOCOL:
    return CEN_SENTENCE ("broke the protocol");
  case CEN_FAULT_JUNK:
    return CEN_SENTENCE ("sent operations that cannot be accepted");
  case CEN_FAULT_FLOOD:
    return CEN_SENTENCE ("sent more than it was allowed");
  case CEN_FAULT_FORK:
    return CEN_SENTENCE ("wrote twice in one place, as a restored or copied home does");
  case CEN_FAULT_EPOCH:
    return CEN_SENTENCE ("renewed the key so that not all could read");
  case CEN_FAULT_INVITE:
    return CEN_SENTENCE ("let more in by an invite than it allows");
  case CEN_FAULT_FILE:
    return CEN_SENTENCE ("sent a piece of a file that is not what it should be");
  default:
    return NULL;
  }
}

gboolean
cen_faults_note (CenCircle *circle, const CenId *device, CenFault fault, GError **error)
{
  gint64 now_ms = circle->world->now_ms (circle->world);

  return cen_sql_run (circle->store, error,
                      "INSERT INTO fault (circle, device, what, first, last, n)"
                      " VALUES (?1, ?2, ?3, ?4, ?4, 1) ON CONFLICT DO UPDATE SET"
                      " first = min (first, ?4), last = max (last, ?4), n = n + 1",
                      "iIii", circle->no, device, (gint64) fault, now_ms) &&
         cen_sql_run (circle->store, error,
                      "DELETE FROM fault WHERE circle = ?1 AND (device, what) IN"
                      " (SELECT device, what FROM fault WHERE circle = ?1"
                      "  ORDER BY last DESC, device, what LIMIT -1 OFFSET ?2)",
                      "ii", circle->no, (gint64) CEN_FAULTS_MAX);
}
