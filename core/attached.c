/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "attached.h"

#include "blob.h"
#include "kinds-library.h"
#include "store-sql.h"

gboolean
cen_attached_update (CenCircle *circle, gint64 no, guint64 kind, CenSpan fields, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;
  CenBlobRef ref;
  gint64 size;
  gsize len = 0;
  const guint8 *data;
  CenId blob;

  if (kind != CEN_KIND_RESOURCE && kind != CEN_KIND_VERSION && kind != CEN_KIND_ENCLOSURE)
    return TRUE;
  bytes = cen_fields_dup_bytes (fields, CEN_RESOURCE_FILE);
  data = g_bytes_get_data (bytes, &len);
  circle->changes |= CEN_CHANGED_FILES;
  circle->has_new_files = TRUE;
  if (!cen_blob_ref_from_bytes (&ref, data, len, NULL))
    return cen_sql_run (circle->store, error, "DELETE FROM attached WHERE object = ?", "i", no);
  cen_blob_ref_get_id (&ref, &blob);
  size = (gint64) ref.size;
  cen_blob_ref_clear (&ref);
  return cen_sql_run (circle->store, error,
                      "INSERT OR REPLACE INTO attached (object, circle, blob, size, ref)"
                      " VALUES (?, ?, ?, ?, ?)",
                      "iiIib", no, circle->no, &blob, size, data, len);
}
