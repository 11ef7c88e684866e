/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "author-sealed.h"

#include "author-internal.h"
#include "sealed.h"
#include "store-sql.h"

#include <string.h>

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  return cen_id_compare (a, b);
}

gboolean
cen_author_check_recipients (CenCircle *circle, const CenId *to, guint n_to, GError **error)
{
  if (n_to < 1 || n_to > CEN_SEALED_NAMED_MAX)
    return cen_author_refuse (error, "A direct message goes to 1 to 16 members.");
  for (guint i = 0; i < n_to; i++) {
    const CenMemberInfo *info = cen_authority_get_member (circle->authority, &to[i]);

    if (cen_id_equal (&to[i], &circle->self_member))
      return cen_author_refuse (error, "A direct message goes to somebody else than oneself.");
    if (info == NULL || info->state != CEN_MEMBER_ACTIVE)
      return cen_author_refuse (error,
                                "A direct message can only go to somebody who is in the circle.");
    for (guint k = 0; k < i; k++) {
      if (cen_id_equal (&to[i], &to[k]))
        return cen_author_refuse (error, "A direct message names everybody once.");
    }
  }
  return TRUE;
}

GArray *
cen_author_list_recipients (CenCircle *circle, const CenId *object, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (CenId));
  g_auto (CenRows) rows = { 0 };
  const guint8 *named;
  gsize len;
  CenId id;

  if (!cen_sql_query (circle->store, &rows, error,
                      "SELECT m.id, b.named FROM op o JOIN object b ON b.no = o.no"
                      " JOIN member m ON m.no = b.author WHERE " CEN_SQL_IS_OP_O
                      " AND b.is_sealed = 1",
                      "Ii", object, circle->no))
    return NULL;
  if (!cen_rows_next (&rows, error)) {
    if (!rows.has_failed)
      g_set_error_literal (error, CEN_ERROR, CEN_ERROR_NOT_FOUND,
                           "There is no such direct message here.");
    return NULL;
  }
  id = cen_rows_get_id (&rows, 0);
  g_array_append_val (ids, id);
  named = cen_rows_get_blob (&rows, 1, &len);
  g_array_append_vals (ids, named, (guint) (len / CEN_ID_LEN));
  for (guint i = ids->len; i-- > 0;) {
    if (cen_id_equal (&g_array_index (ids, CenId, i), &circle->self_member))
      g_array_remove_index (ids, i);
  }
  return g_steal_pointer (&ids);
}

static gboolean
is_reader (CenCircle *circle, const CenId *member, const CenId *to, guint n_to)
{
  for (guint i = 0; i < n_to; i++) {
    if (cen_id_equal (member, &to[i]))
      return TRUE;
  }
  return cen_id_equal (member, &circle->self_member);
}

/* CenSealedReader: the effective devices of @to and one's own, this very one in any case. */
static GArray *
list_readers (CenCircle *circle, const CenId *to, guint n_to)
{
  g_autoptr (GPtrArray) devices = cen_circle_list_effective_devices (circle);
  GArray *readers = g_array_new (FALSE, FALSE, sizeof (CenSealedReader));
  gboolean has_self = FALSE;
  CenSealedReader reader;

  for (guint i = 0; i < devices->len; i++) {
    const CenDevice *device = devices->pdata[i];

    if (!is_reader (circle, &device->member, to, n_to))
      continue;
    reader.device = device->key;
    memcpy (reader.box, device->box, CEN_KEY_LEN);
    has_self = has_self || cen_id_equal (&device->key, &circle->self_device);
    g_array_append_val (readers, reader);
  }
  if (!has_self) {
    reader.device = circle->self_device;
    memcpy (reader.box, circle->keys->box.public_key, CEN_KEY_LEN);
    g_array_append_val (readers, reader);
  }
  return readers;
}

gboolean
cen_author_write_sealed (CenCircle *circle, const CenId *to, guint n_to, CenOpKind kind,
                         const CenId *object, GBytes *payload, CenId *ret_id, GError **error)
{
  g_autofree CenId *named = g_memdup2 (to, n_to * sizeof *to);
  CenSealedInner inner = { .kind = (guint) kind, .has_object = object != NULL, .payload = payload };
  g_autoptr (GArray) readers = NULL;
  g_autoptr (GBytes) sealed = NULL;
  guint8 key[CEN_KEY_LEN];

  if (circle->keys == NULL)
    return cen_author_refuse (error, "This device has no keys for the circle.");
  if (object != NULL)
    inner.object = *object;
  qsort (named, n_to, sizeof *named, compare_ids);
  readers = list_readers (circle, to, n_to);
  sealed = cen_sealed_build (&circle->id, &circle->self_device, named, n_to, readers, &inner,
                             circle->world, key, error);
  cen_crypto_wipe (key, sizeof key);
  return sealed != NULL && cen_author_write (circle, CEN_OP_SEALED, NULL, sealed, ret_id, error);
}
