/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* An object row is replaced as a whole each time one of its ops arrives; what it was before is
 * needed only to take its words out of the full-text index, and for what is left of it once its
 * content was erased. */

#include "fold-rows.h"

#include "attached.h"
#include "cbor.h"
#include "early-log.h"
#include "store-sql.h"

#include <string.h>

void
cen_fold_old_row_clear (CenFoldOldRow *self)
{
  g_clear_pointer (&self->named, g_bytes_unref);
}

static CenObjectState
get_state (const CenFold *fold)
{
  return fold->is_redacted           ? CEN_OBJECT_REDACTED
         : fold->hide_reason != NULL ? CEN_OBJECT_HIDDEN
                                     : CEN_OBJECT_LIVE;
}

/* --- The object --- */

static GBytes *
encode_fields (const CenFold *fold)
{
  gsize size = 16;
  guint n = 0;
  guint8 *buf;
  CenCborWriter writer;

  for (guint i = 0; !fold->is_redacted && i <= CEN_FIELD_ID_MAX; i++) {
    size += fold->values[i].len + 9;
    n += fold->values[i].len > 0;
  }
  buf = g_malloc (size);
  cen_cbor_writer_init (&writer, buf, size);
  cen_cbor_put_map (&writer, n);
  for (guint i = 0; n > 0 && i <= CEN_FIELD_ID_MAX; i++) {
    if (fold->values[i].len > 0) {
      cen_cbor_put_uint (&writer, i);
      cen_cbor_put_raw (&writer, fold->values[i].bytes, fold->values[i].len);
    }
  }
  return g_bytes_new_take (buf, writer.len);
}

/* The row of the object that @field refers to; 0 for none. One that is not here yet is noted. */
static gboolean
resolve_ref (CenCircle *circle, const CenFold *fold, CenFieldUse use, gint64 no, gint64 *ret_no,
             GError **error)
{
  const CenField *field = cen_kind_field_by_use (fold->kind, use);
  CenId id;
  CenCborReader reader;

  *ret_no = 0;
  if (field == NULL || fold->values[field->id].len == 0 || fold->is_redacted)
    return TRUE;
  cen_cbor_reader_init (&reader, fold->values[field->id].bytes, fold->values[field->id].len);
  if (!cen_cbor_read_fixed (&reader, id.bytes, CEN_ID_LEN))
    return TRUE;
  if (!cen_circle_find_object (circle, &id, ret_no, error))
    return FALSE;
  if (*ret_no != 0)
    return TRUE;
  if (no < 0)
    return cen_early_log_find (circle->store, circle->no, &id, ret_no, error);
  circle->n_dangling++;
  return cen_sql_run (circle->store, error, "INSERT OR IGNORE INTO dangling (id, op) VALUES (?, ?)",
                      "Ii", &id, no);
}

/* The member at the other end of what was sealed: its author, or whom we named first. 0 when that
 * is nobody known. */
static gboolean
find_peer (CenCircle *circle, const CenFold *fold, gint64 *ret_peer, GError **error)
{
  const CenFoldOp *create = fold->ops->pdata[0];
  CenId named;

  if (!cen_id_equal (&fold->author->member, &circle->self_member)) {
    *ret_peer = fold->author->member_no;
    return TRUE;
  }
  memcpy (named.bytes, g_bytes_get_data (create->named, NULL), CEN_ID_LEN);
  return cen_sql_get_int (circle->store, 0, ret_peer, error,
                          "SELECT no FROM member WHERE circle = ? AND id = ?", "iI", circle->no,
                          &named);
}

/* Where the object stands among others. */
typedef struct {
  gint64 kind;
  gint64 parent;
  gint64 root;
  gint64 peer;
  GBytes *named; /* lent; NULL when it was not sealed */
} Place;

/* Of one whose content was erased the old place is kept. */
static gboolean
find_place (CenCircle *circle, const CenFold *fold, const CenFoldOldRow *old, Place *ret_place,
            GError **error)
{
  const CenFoldOp *create = fold->ops->pdata[0];

  *ret_place = (Place){ old->kind, old->parent, old->root, old->peer, old->named };
  if (fold->kind == NULL)
    return TRUE;
  ret_place->kind = fold->kind->id;
  ret_place->named = create->named;
  if (create->named != NULL && !find_peer (circle, fold, &ret_place->peer, error))
    return FALSE;
  return fold->is_redacted ||
         (resolve_ref (circle, fold, CEN_FIELD_PARENT, create->op.no, &ret_place->parent, error) &&
          resolve_ref (circle, fold, CEN_FIELD_ROOT, create->op.no, &ret_place->root, error));
}

#define INTO_OBJECT                                                                                \
  " INTO object (no, circle, kind, author, parent, root, lamport, tie, wall, state, is_edited,"    \
  " is_pinned, fields, hide_reason, is_sealed, peer, named) VALUES (?, ?, ?, ?, nullif (?, 0),"    \
  " nullif (?, 0), ?, ?, ?, ?, ?, ?, ?, ?, ?, nullif (?, 0), ?)"

/* A fresh one replaces none, which need not be looked for. */
static gboolean
write_object (CenCircle *circle, const CenFold *fold, const Place *place, CenSpan fields,
              gboolean is_fresh, GError **error)
{
  const CenFoldOp *create = fold->ops->pdata[0];
  gboolean is_pinned =
      place->kind == CEN_KIND_MESSAGE && cen_fields_get_bool (fields, CEN_MESSAGE_PINNED);
  gsize named_len = 0;
  const guint8 *named = place->named != NULL ? g_bytes_get_data (place->named, &named_len) : NULL;

  return cen_sql_run (circle->store, error,
                      is_fresh ? "INSERT" INTO_OBJECT : "INSERT OR REPLACE" INTO_OBJECT,
                      "iiiiiiiiiiiibtiib", create->op.no, circle->no, place->kind,
                      fold->author->member_no, place->parent, place->root, (gint64) create->lamport,
                      cen_id_get_prefix (&create->op.id), (gint64) create->wall_ms,
                      (gint64) get_state (fold), (gint64) fold->is_edited, (gint64) is_pinned,
                      fields.bytes, fields.len, fold->hide_reason,
                      (gint64) cen_fold_op_is_sealed (create), place->peer, named, named_len);
}

static gboolean
write_marks (CenCircle *circle, const CenFold *fold, gint64 no, GError **error)
{
  for (guint i = 0; !fold->is_redacted && i < fold->marks->len; i++) {
    const CenMarkRegister *mark = fold->marks->pdata[i];
    gsize len;
    const guint8 *value;

    if (mark->value == NULL)
      continue;
    value = g_bytes_get_data (mark->value, &len);
    if (!cen_sql_run (circle->store, error,
                      "INSERT INTO mark (object, mark, key, member, value, wall, is_late)"
                      " VALUES (?, ?, ?, ?, ?, ?, ?)",
                      "iitibii", no, (gint64) mark->mark, mark->key, mark->member_no, value, len,
                      (gint64) mark->wall_ms, (gint64) mark->is_late))
      return FALSE;
  }
  return TRUE;
}

/* --- Words --- */

/* The words of a note, which changes with each letter, wait. */
static gboolean
put_off (CenCircle *circle, gint64 no, GError **error)
{
  cen_store_index_again (circle->store);
  return cen_sql_run (
      circle->store, error,
      "INSERT INTO late_words (no, title, body) SELECT no, cen_title (kind, fields),"
      " cen_body (kind, fields) FROM object WHERE no = ?1 AND NOT EXISTS (SELECT 1"
      " FROM late_words WHERE no = ?1)",
      "i", no);
}

/* What is erased or gone must leave the index at once. */
static gboolean
take_out_late (CenCircle *circle, gint64 no, GError **error)
{
  return cen_sql_run (circle->store, error,
                      "INSERT INTO search (search, rowid, title, body) SELECT 'delete', no, title,"
                      " body FROM late_words WHERE no = ?",
                      "i", no) &&
         cen_sql_run (circle->store, error, "DELETE FROM late_words WHERE no = ?", "i", no);
}

/* TRUE with is_late set when @no is a note whose words are in the index. */
static gboolean
check_late (CenCircle *circle, gint64 no, CenFoldOldRow *old, GError **error)
{
  g_auto (CenRows) rows = { 0 };

  if (!cen_store_is_indexed (circle->store, no) || circle->indexes_later)
    return TRUE;
  if (!cen_sql_query (circle->store, &rows, error,
                      "SELECT kind, parent, root, peer, named FROM object WHERE no = ? AND"
                      " kind = 30 AND state <> 1",
                      "i", no))
    return FALSE;
  if (!cen_rows_next (&rows, error))
    return !rows.has_failed;
  *old = (CenFoldOldRow){ .is_there = TRUE,
                          .has_words = TRUE,
                          .is_late = TRUE,
                          .kind = cen_rows_get_int (&rows, 0),
                          .parent = cen_rows_get_int (&rows, 1),
                          .root = cen_rows_get_int (&rows, 2),
                          .peer = cen_rows_get_int (&rows, 3),
                          .named = cen_rows_dup_bytes (&rows, 4) };
  return put_off (circle, no, error);
}

gboolean
cen_fold_rows_unindex (CenCircle *circle, gint64 no, CenFoldOldRow *ret_old, GError **error)
{
  g_auto (CenRows) rows = { 0 };
  g_autofree char *title = NULL;
  g_autofree char *body = NULL;

  memset (ret_old, 0, sizeof *ret_old);
  if (!check_late (circle, no, ret_old, error))
    return FALSE;
  if (ret_old->is_late)
    return TRUE;
  if (!cen_sql_query (circle->store, &rows, error,
                      "SELECT kind, parent, root, cen_title (kind, fields),"
                      " cen_body (kind, fields), peer, named FROM object WHERE no = ?",
                      "i", no))
    return FALSE;
  if (!cen_rows_next (&rows, error))
    return !rows.has_failed;
  title = cen_rows_dup_text (&rows, 3);
  body = cen_rows_dup_text (&rows, 4);
  *ret_old = (CenFoldOldRow){ .is_there = TRUE,
                              .has_words = cen_store_is_indexed (circle->store, no) &&
                                           (*title != '\0' || *body != '\0'),
                              .kind = cen_rows_get_int (&rows, 0),
                              .parent = cen_rows_get_int (&rows, 1),
                              .root = cen_rows_get_int (&rows, 2),
                              .peer = cen_rows_get_int (&rows, 5),
                              .named = cen_rows_dup_bytes (&rows, 6) };
  if (!ret_old->has_words || circle->indexes_later)
    return TRUE;
  return cen_sql_run (circle->store, error,
                      "INSERT INTO search (search, rowid, title, body)"
                      " VALUES ('delete', ?, ?, ?)",
                      "itt", no, title, body);
}

static gboolean
index_words (CenCircle *circle, const CenFold *fold, const CenFoldOldRow *old, CenSpan fields,
             GError **error)
{
  gint64 no = ((const CenFoldOp *) fold->ops->pdata[0])->op.no;
  const CenKind *kind = fold->kind;
  g_autofree char *title = NULL;
  g_autofree char *body = NULL;

  if (old->is_late)
    return !fold->is_redacted || take_out_late (circle, no, error);
  if (kind == NULL || (kind->search_title == 0 && kind->search_body == 0) ||
      circle->indexes_later || no < 0)
    return TRUE;
  if (!cen_store_is_indexed (circle->store, no)) {
    cen_store_index_later (circle->store);
    return TRUE;
  }
  title = kind->search_title > 0 ? cen_fields_dup_text (fields, kind->search_title) : g_strdup ("");
  body = kind->search_body > 0 ? cen_fields_dup_text (fields, kind->search_body) : g_strdup ("");
  if (*title == '\0' && *body == '\0')
    return TRUE;
  return cen_sql_run (circle->store, error,
                      "INSERT INTO search (rowid, title, body) VALUES (?, ?, ?)", "itt", no, title,
                      body);
}

/* --- What else changes with it --- */

/* A member is shown by the name of their first live profile, or else by the one given on joining.
 */
static gboolean
update_profile (CenCircle *circle, const CenDevice *device, GError **error)
{
  g_auto (CenRows) rows = { 0 };
  g_autofree char *name = NULL;
  gint64 member_no = device->member_no;
  CenSpan fields;
  gint64 profile;

  if (!cen_sql_query (
          circle->store, &rows, error,
          "SELECT b.no, b.fields FROM object b JOIN op o ON o.no = b.no WHERE b.circle = ?"
          " AND b.kind = 2 AND b.author = ? AND b.state = 0"
          " ORDER BY b.no < 0, o.lamport, o.id LIMIT 1",
          "ii", circle->no, member_no))
    return FALSE;
  if (!cen_rows_next (&rows, error))
    return !rows.has_failed &&
           cen_sql_run (circle->store, error,
                        "UPDATE member SET name = ?, profile = NULL WHERE no = ?", "ti",
                        cen_circle_get_join_name (circle, &device->member), member_no);
  profile = cen_rows_get_int (&rows, 0);
  fields.bytes = cen_rows_get_blob (&rows, 1, &fields.len);
  name = cen_fields_dup_text (fields, CEN_PROFILE_NAME);
  /* One that is early gives a name only to who has none. */
  if (profile < 0)
    return cen_sql_run (circle->store, error,
                        "UPDATE member SET name = ? WHERE no = ? AND (state IS NULL OR name = '')",
                        "ti", name, member_no);
  return cen_sql_run (circle->store, error, "UPDATE member SET name = ?, profile = ? WHERE no = ?",
                      "tii", name, profile, member_no);
}

static void
note_change (CenCircle *circle, gint64 kind)
{
  switch (kind) {
  case CEN_KIND_CIRCLE:
    circle->changes |= CEN_CHANGED_FRAME;
    break;
  case CEN_KIND_PROFILE:
    circle->changes |= CEN_CHANGED_MEMBERS;
    break;
  case CEN_KIND_CHANNEL:
    circle->changes |= CEN_CHANGED_CHANNELS;
    break;
  case CEN_KIND_LETTER:
    circle->changes |= CEN_CHANGED_LETTERS;
    break;
  case CEN_KIND_MESSAGE:
    circle->changes |= CEN_CHANGED_MESSAGES;
    break;
  default: /* 0: nobody can tell any more what it was */
    circle->changes |= kind == 0 ? CEN_CHANGED_MESSAGES | CEN_CHANGED_OBJECTS : CEN_CHANGED_OBJECTS;
    break;
  }
}

/* --- All of it --- */

gboolean
cen_fold_rows_write (CenCircle *circle, const CenFold *fold, const CenFoldOldRow *old,
                     gboolean is_fresh, GError **error)
{
  const CenFoldOp *create = fold->ops->pdata[0];
  g_autoptr (GBytes) encoded = encode_fields (fold);
  CenSpan fields;
  Place place;

  fields.bytes = g_bytes_get_data (encoded, &fields.len);
  if (!find_place (circle, fold, old, &place, error) ||
      !write_object (circle, fold, &place, fields, is_fresh, error) ||
      !index_words (circle, fold, old, fields, error) ||
      (!is_fresh && !cen_sql_run (circle->store, error, "DELETE FROM mark WHERE object = ?", "i",
                                  create->op.no)) ||
      !write_marks (circle, fold, create->op.no, error) ||
      !cen_attached_update (circle, create->op.no, (guint64) place.kind, fields, error))
    return FALSE;
  note_change (circle, place.kind);
  return place.kind != CEN_KIND_PROFILE || update_profile (circle, fold->author, error);
}

gboolean
cen_fold_rows_remove (CenCircle *circle, const CenFold *fold, const CenFoldOldRow *old,
                      GError **error)
{
  const CenFoldOp *create = fold->ops->pdata[0];

  if (!old->is_there)
    return TRUE;
  note_change (circle, old->kind);
  return (!old->is_late || take_out_late (circle, create->op.no, error)) &&
         cen_sql_run (circle->store, error, "DELETE FROM object WHERE no = ?", "i",
                      create->op.no) &&
         cen_sql_run (circle->store, error, "DELETE FROM mark WHERE object = ?", "i",
                      create->op.no) &&
         cen_attached_update (circle, create->op.no, (guint64) old->kind, (CenSpan){ NULL, 0 },
                              error) &&
         (old->kind != CEN_KIND_PROFILE || update_profile (circle, create->op.device, error));
}
