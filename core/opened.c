/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "opened.h"

#include "store-sql.h"

#include <string.h>

/* Whether @sealed is for this person, and honest about who else reads it. */
static gboolean
is_for_us (const CenCircle *circle, const CenDevice *author, const CenSealed *sealed)
{
  return author != NULL && author->member_no != 0 && !cen_sealed_names (sealed, &author->member) &&
         (cen_id_equal (&author->member, &circle->self_member) ||
          cen_sealed_names (sealed, &circle->self_member));
}

static gboolean
parse (CenCircle *circle, const CenDevice *author, GBytes *payload, CenSealed *ret_sealed)
{
  gsize len;
  const guint8 *bytes = g_bytes_get_data (payload, &len);

  return cen_sealed_parse (ret_sealed, bytes, len, NULL) && is_for_us (circle, author, ret_sealed);
}

gboolean
cen_opened_read (CenCircle *circle, const CenDevice *author, GBytes *payload,
                 const guint8 key[static CEN_KEY_LEN], CenSealed *ret_sealed,
                 CenSealedInner *ret_inner)
{
  return parse (circle, author, payload, ret_sealed) &&
         cen_sealed_open (ret_sealed, key, &circle->id, &author->key, ret_inner);
}

/* What the op inside is about: a SEALED op of this circle and nothing else. One that is not here
 * yet is noted. */
static gboolean
find_object (CenCircle *circle, gint64 no, const CenSealedInner *inner, gint64 *ret_object,
             GError **error)
{
  gint64 any;

  if (!inner->has_object) {
    *ret_object = no;
    return TRUE;
  }
  if (!cen_sql_get_int (circle->store, 0, ret_object, error,
                        "SELECT no FROM op WHERE " CEN_SQL_IS_OP " AND kind = 27", "Ii",
                        &inner->object, circle->no) ||
      !cen_circle_find_op (circle, &inner->object, &any, error))
    return FALSE;
  if (any != 0)
    return TRUE;
  circle->n_dangling++;
  return cen_sql_run (circle->store, error, "INSERT OR IGNORE INTO dangling (id, op) VALUES (?, ?)",
                      "Ii", &inner->object, no);
}

gboolean
cen_opened_admit_key (CenCircle *circle, gint64 no, const CenDevice *author, GBytes *payload,
                      const guint8 key[static CEN_KEY_LEN], gboolean *ret_is_of, gint64 *ret_object,
                      GError **error)
{
  g_auto (CenSealedInner) inner = { 0 };
  CenSealed sealed;

  *ret_object = 0;
  *ret_is_of = cen_opened_read (circle, author, payload, key, &sealed, &inner);
  if (!*ret_is_of)
    return TRUE;
  return find_object (circle, no, &inner, ret_object, error) &&
         cen_sql_run (circle->store, error,
                      "INSERT OR IGNORE INTO sealed (op, key, object) VALUES (?, ?, nullif (?, 0))",
                      "ibi", no, key, (gsize) CEN_KEY_LEN, *ret_object);
}

/* Takes the key that came before op @id, if any. */
static gboolean
take_early (CenCircle *circle, const CenId *id, guint8 ret_key[static CEN_KEY_LEN],
            gboolean *ret_has_key, GError **error)
{
  g_auto (CenRows) rows = { 0 };
  gsize len = 0;

  *ret_has_key = FALSE;
  if (!cen_sql_query (circle->store, &rows, error,
                      "DELETE FROM sealed_early WHERE circle = ? AND id = ? RETURNING key", "iI",
                      circle->no, id))
    return FALSE;
  while (cen_rows_next (&rows, error)) {
    const guint8 *bytes = cen_rows_get_blob (&rows, 0, &len);

    *ret_has_key = len == CEN_KEY_LEN;
    if (*ret_has_key)
      memcpy (ret_key, bytes, len);
  }
  return !rows.has_failed;
}

gboolean
cen_opened_admit (CenCircle *circle, gint64 no, const CenId *id, const CenDevice *author,
                  GBytes *payload, gint64 *ret_object, GError **error)
{
  guint8 key[CEN_KEY_LEN];
  gboolean has_key, is_of;
  gboolean ok = TRUE;
  CenSealed sealed;

  *ret_object = 0;
  if (payload == NULL || !parse (circle, author, payload, &sealed))
    return TRUE;
  has_key = circle->keys != NULL &&
            cen_sealed_find_key (&sealed, &circle->self_device, &circle->keys->box, key);
  if (!has_key)
    ok = take_early (circle, id, key, &has_key, error);
  if (ok && has_key)
    ok = cen_opened_admit_key (circle, no, author, payload, key, &is_of, ret_object, error);
  cen_crypto_wipe (key, sizeof key);
  return ok;
}

gboolean
cen_opened_set_object (CenCircle *circle, gint64 no, gint64 object, GError **error)
{
  return cen_sql_run (circle->store, error, "UPDATE sealed SET object = ? WHERE op = ?", "ii",
                      object, no);
}

gboolean
cen_opened_forget (CenCircle *circle, gint64 no, gint64 *ret_object, GError **error)
{
  gint64 object;

  if (!cen_sql_get_int (circle->store, 0, &object, error, "SELECT object FROM sealed WHERE op = ?",
                        "i", no))
    return FALSE;
  *ret_object = object != no ? object : 0;
  return cen_sql_run (circle->store, error, "DELETE FROM sealed WHERE op = ?1 OR object = ?1", "i",
                      no);
}
