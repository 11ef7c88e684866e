/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "text-ids.h"

void
cen_text_ids_init (CenTextIds *self)
{
  CenTextName root = { 0 };

  self->names = g_ptr_array_new_with_free_func (g_free);
  self->numbers = g_hash_table_new (cen_id_hash, cen_id_hash_equal);
  g_ptr_array_add (self->names, g_memdup2 (&root, sizeof root));
}

void
cen_text_ids_clear (CenTextIds *self)
{
  g_clear_pointer (&self->numbers, g_hash_table_unref);
  g_clear_pointer (&self->names, g_ptr_array_unref);
}

void
cen_text_ids_add (CenTextIds *self, const CenTextName *name)
{
  CenTextName *added = g_memdup2 (name, sizeof *name);

  if (!cen_id_is_zero (&added->id))
    g_hash_table_insert (self->numbers, &added->id, GUINT_TO_POINTER (self->names->len));
  g_ptr_array_add (self->names, added);
}

void
cen_text_ids_set (CenTextIds *self, guint32 number, const CenTextName *name)
{
  CenTextName *named = self->names->pdata[number];

  *named = *name;
  g_hash_table_insert (self->numbers, &named->id, GUINT_TO_POINTER (number));
}

void
cen_text_ids_drop_last (CenTextIds *self)
{
  guint last = self->names->len - 1;
  CenTextName *name = self->names->pdata[last];

  g_hash_table_remove (self->numbers, &name->id);
  g_ptr_array_set_size (self->names, (gint) last);
}

const CenTextName *
cen_text_ids_get (const CenTextIds *self, guint32 number)
{
  return self->names->pdata[number];
}

guint32
cen_text_ids_get_n (const CenTextIds *self)
{
  return self->names->len;
}

guint32
cen_text_ids_find (const CenTextIds *self, const CenId *id)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (self->numbers, id));
}

int
cen_text_ids_compare (gconstpointer data, guint32 a, guint32 b)
{
  const CenTextIds *self = data;
  const CenTextName *x = cen_text_ids_get (self, a);
  const CenTextName *y = cen_text_ids_get (self, b);
  int order = cen_id_compare (&x->device, &y->device);

  return order != 0 ? order : cen_id_compare (&x->id, &y->id);
}
