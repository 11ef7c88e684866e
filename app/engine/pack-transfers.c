/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "pack-transfers.h"

static GVariant *
pack_row (CenCircle *circle, const NetFetchRow *row)
{
  static const char *const states[] = { "waiting", "running", "paused", "stuck", "broken" };
  g_autofree char *blob = cen_id_dup_text (&row->blob);
  g_autofree char *object = NULL;
  GVariantBuilder builder;
  gboolean is_found;
  CenId id;

  if (cen_shelf_find_object (circle->store, &circle->id, &row->blob, &is_found, &id, NULL) &&
      is_found)
    object = cen_id_dup_text (&id);
  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{sv}"));
  g_variant_builder_add (&builder, "{sv}", "blob", g_variant_new_string (blob));
  g_variant_builder_add (&builder, "{sv}", "object",
                         g_variant_new_string (object != NULL ? object : ""));
  g_variant_builder_add (&builder, "{sv}", "state", g_variant_new_string (states[row->state]));
  g_variant_builder_add (&builder, "{sv}", "asked", g_variant_new_boolean (row->is_asked_for));
  g_variant_builder_add (&builder, "{sv}", "size", g_variant_new_uint64 (row->size));
  g_variant_builder_add (&builder, "{sv}", "done", g_variant_new_uint64 (row->done));
  g_variant_builder_add (&builder, "{sv}", "rate", g_variant_new_uint64 (row->per_second));
  g_variant_builder_add (&builder, "{sv}", "sources", g_variant_new_uint32 (row->n_sources));
  g_variant_builder_add (&builder, "{sv}", "problem", g_variant_new_string (row->problem));
  return g_variant_builder_end (&builder);
}

GVariant *
cenacle_pack_transfers (CenCircle *circle, const NetTransfer *transfer)
{
  g_autoptr (GArray) rows =
      transfer != NULL ? net_transfer_list (transfer) : g_array_new (FALSE, FALSE, 1);
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("aa{sv}"));
  for (guint i = 0; i < MIN (rows->len, CENACLE_TRANSFERS_MAX); i++)
    g_variant_builder_add_value (&builder,
                                 pack_row (circle, &g_array_index (rows, NetFetchRow, i)));
  return g_variant_builder_end (&builder);
}
