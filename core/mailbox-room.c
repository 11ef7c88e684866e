/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "mailbox-private.h"

#include "store-settings.h"
#include "store-sql.h"

static gboolean
get_left (CenStore *store, gint64 mailbox, gint64 *ret_left, GError **error)
{
  gint64 everywhere = cen_setting_get (store, CEN_SETTING_RELAY_QUOTA, CEN_RELAY_QUOTA);
  gint64 each = cen_setting_get (store, CEN_SETTING_MAILBOX_QUOTA, CEN_MAILBOX_QUOTA);
  gint64 quota, bytes, all;

  if (!cen_sql_get_int (store, 0, &quota, error, "SELECT quota FROM mailbox WHERE no = ?", "i",
                        mailbox) ||
      !cen_sql_get_int (store, 0, &bytes, error, "SELECT bytes FROM mailbox WHERE no = ?", "i",
                        mailbox) ||
      !cen_sql_get_int (store, 0, &all, error, "SELECT sum (bytes) FROM mailbox", ""))
    return FALSE;
  *ret_left = MIN ((quota > 0 ? quota : each) - bytes, everywhere - all);
  return TRUE;
}

gboolean
cen_mailboxes_count (CenStore *store, gint64 mailbox, gint64 n_bytes, GError **error)
{
  return cen_sql_run (store, error, "UPDATE mailbox SET bytes = bytes + ? WHERE no = ?", "ii",
                      n_bytes, mailbox);
}

gboolean
cen_mailboxes_measure (CenStore *store, gint64 mailbox, guint64 *ret_bytes, GError **error)
{
  gint64 bytes;

  if (!cen_sql_get_int (store, 0, &bytes, error, "SELECT bytes FROM mailbox WHERE no = ?", "i",
                        mailbox))
    return FALSE;
  *ret_bytes = (guint64) MAX (bytes, 0);
  return TRUE;
}

/* One that may go. */
typedef struct {
  gint64 no;
  gint64 len;
  gint64 mailbox;
} Old;

/* Where things lie that are let go: which ones, and how. */
typedef struct {
  const char *list; /* with @before_ms and the mailbox, 0 for all */
  const char *let_go;
} Place;

static const Place envelopes = {
  "SELECT e.no, e.len, d.mailbox FROM envelope e JOIN drawer d ON d.no = e.drawer"
  " WHERE e.bytes IS NOT NULL AND e.seen < ?1 AND (?2 = 0 OR d.mailbox = ?2)"
  " ORDER BY e.seen, e.no",
  "UPDATE envelope SET bytes = NULL WHERE no = ?",
};

static const Place parcels = {
  "SELECT no, len, mailbox FROM parcel WHERE bytes IS NOT NULL AND seen < ?1"
  " AND (?2 = 0 OR mailbox = ?2) ORDER BY seen, no",
  "UPDATE parcel SET bytes = NULL WHERE no = ?",
};

/* The oldest, until they have @wanted bytes. */
static GArray *
list_old (CenStore *store, const Place *place, gint64 mailbox, gint64 before_ms, gint64 wanted,
          GError **error)
{
  g_autoptr (GArray) old = g_array_new (FALSE, FALSE, sizeof (Old));
  g_auto (CenRows) rows = { 0 };

  if (!cen_sql_query (store, &rows, error, place->list, "ii", before_ms, mailbox))
    return NULL;
  while (wanted > 0 && cen_rows_next (&rows, error)) {
    Old one = { cen_rows_get_int (&rows, 0), cen_rows_get_int (&rows, 1),
                cen_rows_get_int (&rows, 2) };

    g_array_append_val (old, one);
    wanted -= one.len;
  }
  return rows.has_failed ? NULL : g_steal_pointer (&old);
}

static gboolean
let_go (CenStore *store, const Place *place, gint64 mailbox, gint64 before_ms, gint64 wanted,
        GError **error)
{
  g_autoptr (GArray) old = list_old (store, place, mailbox, before_ms, wanted, error);

  for (guint i = 0; old != NULL && i < old->len; i++) {
    const Old *one = &g_array_index (old, Old, i);

    if (!cen_sql_run (store, error, place->let_go, "i", one->no) ||
        !cen_mailboxes_count (store, one->mailbox, -one->len, error))
      return FALSE;
  }
  return old != NULL;
}

gboolean
cen_mailboxes_make_room (CenStore *store, gint64 mailbox, CenRoom room, gint64 n_bytes,
                         gint64 now_ms, gboolean *ret_has_room, GError **error)
{
  gint64 left;

  if (!get_left (store, mailbox, &left, error))
    return FALSE;
  if (left < n_bytes && (!let_go (store, &parcels, mailbox, G_MAXINT64, n_bytes - left, error) ||
                         !get_left (store, mailbox, &left, error)))
    return FALSE;
  if (left < n_bytes && room == CEN_ROOM_FOR_ENVELOPES &&
      (!let_go (store, &envelopes, mailbox, now_ms - CEN_MAILBOX_ROOM_MS, n_bytes - left, error) ||
       !get_left (store, mailbox, &left, error)))
    return FALSE;
  *ret_has_room = left >= n_bytes;
  return TRUE;
}

gboolean
cen_mailboxes_let_go_before (CenStore *store, gint64 before_ms, GError **error)
{
  return let_go (store, &envelopes, 0, before_ms, G_MAXINT64, error) &&
         let_go (store, &parcels, 0, before_ms, G_MAXINT64, error);
}
