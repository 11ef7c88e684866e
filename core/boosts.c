/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "boosts.h"

static void
boost_free (gpointer data)
{
  g_free (((CenBoost *) data)->title);
  g_free (((CenBoost *) data)->text);
  g_free (data);
}

void
cen_boosts_free (CenBoosts *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->all);
  g_ptr_array_unref (self->rows);
  g_free (self);
}

CenBoosts *
cen_boosts_compute (GPtrArray *rows)
{
  CenBoosts *self = g_new0 (CenBoosts, 1);

  self->rows = rows;
  self->all = g_ptr_array_new_with_free_func (boost_free);
  for (guint i = 0; i < rows->len; i++) {
    const CenObjectRow *row = rows->pdata[i];
    CenId ref = { 0 };
    CenBoost *boost;

    if (cen_object_row_get_ref (row, CEN_BOOST_REF, &ref) && cen_id_equal (&ref, &row->author))
      continue;
    boost = g_new0 (CenBoost, 1);
    boost->row = row;
    boost->ref = ref;
    boost->month = (guint) cen_object_row_get_uint (row, CEN_BOOST_MONTH, 0);
    boost->title = cen_object_row_dup_text (row, CEN_BOOST_TITLE);
    boost->text = cen_object_row_dup_text (row, CEN_BOOST_TEXT);
    g_ptr_array_add (self->all, boost);
  }
  return self;
}

CenBoosts *
cen_boosts_read (CenStore *store, const CenId *circle, GError **error)
{
  GPtrArray *rows = cen_query_objects (store, circle, CEN_KIND_BOOST, NULL, error);

  return rows != NULL ? cen_boosts_compute (rows) : NULL;
}

guint
cen_boost_get_month (gint64 time_ms)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (time_ms / 1000);

  return (guint) (g_date_time_get_year (time) * 100 + g_date_time_get_month (time));
}
