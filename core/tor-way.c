/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tor-way.h"

#include "kinds-base.h"
#include "queries-objects.h"
#include "store-sql.h"

gboolean
cen_tor_way_is_given (CenCircle *circle)
{
  g_autoptr (GPtrArray) rows =
      cen_query_objects (circle->store, &circle->id, CEN_KIND_CIRCLE, NULL, NULL);

  if (rows == NULL)
    return TRUE;
  for (guint i = 0; i < rows->len; i++) {
    if (cen_object_row_get_bool (rows->pdata[i], CEN_CIRCLE_ONLY_TOR))
      return TRUE;
  }
  return FALSE;
}

CenTorWay
cen_tor_way_get (CenCircle *circle)
{
  gint64 way;

  if (cen_tor_way_is_given (circle) ||
      !cen_sql_get_int (circle->store, CEN_TOR_ALSO, &way, NULL,
                        "SELECT way FROM tor WHERE circle = ?", "i", circle->no))
    return CEN_TOR_ONLY;
  return (CenTorWay) way;
}

gboolean
cen_tor_way_set (CenCircle *circle, CenTorWay way, GError **error)
{
  return cen_sql_run (circle->store, error,
                      "INSERT OR REPLACE INTO tor (circle, way) VALUES (?, ?)", "ii", circle->no,
                      (gint64) way);
}

gboolean
cen_tor_way_is_asked (const CenLinkContent *link)
{
  for (guint i = 0; i < link->n_addresses; i++) {
    if (!cen_address_is_onion (link->addresses[i].address))
      return FALSE;
  }
  return link->n_addresses > 0;
}

void
cen_tor_way_restrict (CenLinkContent *link)
{
  guint n = 0;

  for (guint i = 0; i < link->n_addresses; i++) {
    if (cen_address_is_onion (link->addresses[i].address))
      link->addresses[n++] = link->addresses[i];
  }
  link->n_addresses = n;
}
