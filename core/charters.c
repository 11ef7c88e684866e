/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "charters.h"

static void
charter_free (gpointer data)
{
  CenCharter *charter = data;

  g_free (charter->text);
  g_array_unref (charter->agreed);
  g_free (charter);
}

void
cen_charters_free (CenCharters *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->versions);
  g_ptr_array_unref (self->rows);
  cen_object_row_free (self->circle);
  g_free (self);
}

static void
add_version (CenCharters *self, const CenObjectRow *row, guint field, guint mark)
{
  g_autofree char *text = cen_object_row_dup_text (row, field);
  CenCharter *charter;

  if (text[0] == '\0')
    return;
  charter = g_new0 (CenCharter, 1);
  charter->row = row;
  charter->number = self->versions->len + 1;
  charter->text = g_steal_pointer (&text);
  charter->agreed = g_array_new (FALSE, FALSE, sizeof (CenId));
  for (guint i = 0; i < row->marks->len; i++) {
    const CenMarkRow *agreed = row->marks->pdata[i];

    if (agreed->mark == mark)
      g_array_append_val (charter->agreed, agreed->member);
  }
  g_ptr_array_add (self->versions, charter);
}

static gboolean
has_agreed (const CenCharter *charter, const CenId *member)
{
  for (guint i = 0; i < charter->agreed->len; i++) {
    if (cen_id_equal (&g_array_index (charter->agreed, CenId, i), member))
      return TRUE;
  }
  return FALSE;
}

CenCharters *
cen_charters_compute (CenObjectRow *circle, GPtrArray *rows, const CenId *self_member)
{
  CenCharters *self = g_new0 (CenCharters, 1);
  const CenCharter *last;

  self->versions = g_ptr_array_new_with_free_func (charter_free);
  self->rows = rows;
  self->circle = circle;
  if (circle != NULL)
    add_version (self, circle, CEN_CIRCLE_CHARTER, CEN_CIRCLE_AGREE);
  for (guint i = 0; i < rows->len; i++)
    add_version (self, rows->pdata[i], CEN_CHARTER_TEXT, CEN_CHARTER_AGREE);
  last = cen_charters_get_last (self);
  self->is_agreed = last == NULL || last->row->is_own || has_agreed (last, self_member);
  return self;
}

CenCharters *
cen_charters_read (CenStore *store, const CenId *circle, GError **error)
{
  g_autoptr (CenCircleRow) row = cen_query_circle (store, circle, error);
  g_autoptr (CenObjectRow) object = NULL;
  GPtrArray *rows;

  if (row == NULL)
    return NULL;
  if (!cen_id_is_zero (&row->object) &&
      (object = cen_query_object (store, circle, &row->object, error)) == NULL)
    return NULL;
  rows = cen_query_objects (store, circle, CEN_KIND_CHARTER, NULL, error);
  return rows != NULL ? cen_charters_compute (g_steal_pointer (&object), rows, &row->self_member)
                      : NULL;
}

const CenCharter *
cen_charters_get_last (const CenCharters *self)
{
  return self->versions->len > 0 ? self->versions->pdata[self->versions->len - 1] : NULL;
}
