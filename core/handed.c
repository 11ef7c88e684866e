/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "handed.h"

#include "store-sql.h"

#include <string.h>

static gboolean
forget (CenStore *store, const CenId *circle, GError **error)
{
  return cen_sql_run (store, error, "DELETE FROM handed WHERE circle = ?", "I", circle) &&
         cen_sql_run (store, error, "DELETE FROM handed_relay WHERE circle = ?", "I", circle);
}

static gboolean
keep (CenStore *store, const CenId *circle, GBytes *answer, const CenLinkContent *link,
      GError **error)
{
  if (!forget (store, circle, error) ||
      !cen_sql_run (store, error, "INSERT INTO handed (circle, answer) VALUES (?, ?)", "Ib", circle,
                    g_bytes_get_data (answer, NULL), g_bytes_get_size (answer)))
    return FALSE;
  for (guint i = 0; i < link->n_addresses; i++) {
    const CenLinkAddress *address = &link->addresses[i];

    if (cen_address_get_kind (address->address) == CEN_ADDRESS_RELAY &&
        !cen_sql_run (store, error,
                      "INSERT INTO handed_relay (circle, key, address) VALUES (?, ?, ?)", "Ibt",
                      circle, address->curve, (gsize) CEN_KEY_LEN, address->address))
      return FALSE;
  }
  return TRUE;
}

gboolean
cen_handed_keep (CenStore *store, const CenId *circle, GBytes *answer, const CenLinkContent *link,
                 GError **error)
{
  if (!cen_store_begin (store, CEN_STORE_FULL, error))
    return FALSE;
  if (keep (store, circle, answer, link, error))
    return cen_store_commit (store, error);
  cen_store_rollback (store);
  return FALSE;
}

GBytes *
cen_handed_find (CenStore *store, const CenId *circle)
{
  g_auto (CenRows) rows = { 0 };

  if (!cen_sql_query (store, &rows, NULL, "SELECT answer FROM handed WHERE circle = ?", "I",
                      circle) ||
      !cen_rows_next (&rows, NULL))
    return NULL;
  return cen_rows_dup_bytes (&rows, 0);
}

GArray *
cen_handed_list_relays (CenStore *store, const CenId *circle)
{
  GArray *relays = g_array_new (FALSE, TRUE, sizeof (CenLinkAddress));
  g_auto (CenRows) rows = { 0 };

  if (!cen_sql_query (store, &rows, NULL, "SELECT key, address FROM handed_relay WHERE circle = ?",
                      "I", circle))
    return relays;
  while (cen_rows_next (&rows, NULL)) {
    CenId key = cen_rows_get_id (&rows, 0);
    g_autofree char *text = cen_rows_dup_text (&rows, 1);
    CenLinkAddress address = { .address = "" };

    memcpy (address.curve, key.bytes, CEN_KEY_LEN);
    g_strlcpy (address.address, text, sizeof address.address);
    g_array_append_val (relays, address);
  }
  return relays;
}

gboolean
cen_handed_forget (CenStore *store, const CenId *circle, GError **error)
{
  return forget (store, circle, error);
}
