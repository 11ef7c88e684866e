/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "author-content.h"

#include "author-internal.h"
#include "author-sealed.h"
#include "kinds-base.h"
#include "kinds-library.h"
#include "store-sql.h"

#include <string.h>

/* --- What fits --- */

static gboolean
value_names_self (const CenCircle *circle, const CenValue *value)
{
  const CenId *ids = value->type == CEN_FIELD_REFS ? value->items : &value->ref;
  guint n = value->type == CEN_FIELD_REFS ? value->n_items : 1;

  for (guint i = 0; i < n; i++) {
    if (cen_id_equal (&ids[i], &circle->self_member))
      return TRUE;
  }
  return FALSE;
}

static gboolean
value_is_acceptable (const CenCircle *circle, const CenField *field, const CenValue *value,
                     gboolean is_own, GError **error)
{
  if (field->use == CEN_FIELD_OTHERS && is_own && value_names_self (circle, value))
    return cen_author_refuse (error, "This is for others than oneself.");
  if (cen_field_fits (field, value))
    return TRUE;
  if (field->type == CEN_FIELD_NAME)
    g_set_error (error, CEN_ERROR, CEN_ERROR_REFUSED,
                 "The %s must be one line of 1 to %d characters.", field->name,
                 CEN_NAME_POINTS_MAX);
  else
    g_set_error (error, CEN_ERROR, CEN_ERROR_REFUSED, "The %s is too long or of the wrong form.",
                 field->name);
  return FALSE;
}

static gboolean
may_write (const CenField *field, CenOpKind op_kind, gboolean is_own, CenRole role)
{
  switch (field->writer) {
  case CEN_WRITER_AUTHOR:
    return is_own;
  case CEN_WRITER_FACILITATOR:
    return is_own || role <= CEN_ROLE_FACILITATOR;
  case CEN_WRITER_MEMBER:
    return TRUE;
  case CEN_WRITER_NOBODY:
  default:
    return op_kind == CEN_OP_CREATE;
  }
}

static gboolean
check_values (const CenCircle *circle, const CenKind *kind, CenOpKind op_kind,
              const CenValue *values, guint n_values, gboolean is_own, CenRole role, GError **error)
{
  for (guint i = 0; i < n_values; i++) {
    const CenField *field = cen_kind_get_field (kind, values[i].field);

    g_assert (field != NULL);
    if (!value_is_acceptable (circle, field, &values[i], is_own, error))
      return FALSE;
    if (may_write (field, op_kind, is_own, role))
      continue;
    if (field->writer == CEN_WRITER_NOBODY)
      return cen_author_refuse (error, "This cannot be changed any more.");
    return cen_author_refuse (error, "Only the one who made this can change it.");
  }
  return TRUE;
}

static gboolean
check_required (const CenKind *kind, const CenValue *values, guint n_values, GError **error)
{
  for (guint i = 0; i < CEN_KIND_FIELDS_MAX && kind->fields[i].id > 0; i++) {
    const CenField *field = &kind->fields[i];
    gboolean is_given = FALSE;

    for (guint k = 0; k < n_values; k++)
      is_given = is_given || values[k].field == field->id;
    if (!is_given && cen_field_is_required (field)) {
      g_set_error (error, CEN_ERROR, CEN_ERROR_REFUSED, "A %s needs a %s.", kind->name,
                   field->name);
      return FALSE;
    }
  }
  return TRUE;
}

/* --- Making --- */

/* Whether this home may make one of @kind out of @values: @ret_payload is then the payload. */
static gboolean
prepare_create (CenCircle *circle, const CenKind *kind, const CenValue *values, guint n_values,
                GBytes **ret_payload, GError **error)
{
  CenRole role;

  if (!cen_author_check_role (circle,
                              kind->creator == CEN_WRITER_FACILITATOR ? CEN_ROLE_FACILITATOR
                                                                      : CEN_ROLE_MEMBER,
                              &role, error) ||
      !check_values (circle, kind, CEN_OP_CREATE, values, n_values, TRUE, role, error) ||
      !check_required (kind, values, n_values, error))
    return FALSE;
  *ret_payload = cen_content_build_fields (kind, values, n_values, circle->world, error);
  return *ret_payload != NULL;
}

gboolean
cen_author_create (CenCircle *circle, const CenKind *kind, const CenValue *values, guint n_values,
                   CenId *ret_object, GError **error)
{
  g_autoptr (GBytes) payload = NULL;

  if (kind->is_sealed)
    return cen_author_refuse (error, "What is sealed needs somebody who may read it: say to whom.");
  return prepare_create (circle, kind, values, n_values, &payload, error) &&
         cen_author_write (circle, CEN_OP_CREATE, NULL, payload, ret_object, error);
}

static gboolean
create_each (CenCircle *circle, const CenKind *kind, GPtrArray *objects, GArray *ret_objects,
             GError **error)
{
  for (guint i = 0; i < objects->len; i++) {
    const GArray *values = objects->pdata[i];
    CenId id;

    if (!cen_author_create (circle, kind, (const CenValue *) values->data, values->len, &id, error))
      return FALSE;
    g_array_append_val (ret_objects, id);
  }
  return TRUE;
}

gboolean
cen_author_create_all (CenCircle *circle, const CenKind *kind, GPtrArray *objects,
                       GArray *ret_objects, GError **error)
{
  if (objects->len == 0 || objects->len > CEN_CREATE_ALL_MAX)
    return cen_author_refuse (error, "This is too much at once.");
  if (!cen_store_begin (circle->store, CEN_STORE_FULL, error))
    return FALSE;
  if (create_each (circle, kind, objects, ret_objects, error)) {
    if (cen_store_commit (circle->store, error))
      return TRUE;
  } else {
    cen_store_rollback (circle->store);
  }
  g_array_set_size (ret_objects, 0);
  circle->changes = 0;
  cen_circle_reload (circle, NULL);
  return FALSE;
}

gboolean
cen_author_create_sealed (CenCircle *circle, const CenId *to, guint n_to, const CenKind *kind,
                          const CenValue *values, guint n_values, CenId *ret_object, GError **error)
{
  g_autoptr (GBytes) payload = NULL;

  if (!kind->is_sealed)
    return cen_author_refuse (error, "This cannot be sealed.");
  return cen_author_check_recipients (circle, to, n_to, error) &&
         prepare_create (circle, kind, values, n_values, &payload, error) &&
         cen_author_write_sealed (circle, to, n_to, CEN_OP_CREATE, NULL, payload, ret_object,
                                  error);
}

/* --- Changing --- */

const CenKind *
cen_author_get_kind (CenCircle *circle, const CenId *object, gboolean *ret_is_own, GError **error)
{
  g_auto (CenRows) rows = { 0 };
  const CenKind *kind = NULL;

  if (!cen_sql_query (circle->store, &rows, error,
                      "SELECT b.kind, m.id FROM op o JOIN object b ON b.no = o.no"
                      " JOIN member m ON m.no = b.author"
                      " WHERE " CEN_SQL_IS_OP_O " AND b.state <> 1",
                      "Ii", object, circle->no))
    return NULL;
  if (cen_rows_next (&rows, error)) {
    CenId author = cen_rows_get_id (&rows, 1);

    kind = cen_kind_get ((guint64) cen_rows_get_int (&rows, 0));
    *ret_is_own = cen_id_equal (&author, &circle->self_member);
  }
  if (kind == NULL && !rows.has_failed)
    cen_author_refuse_missing (circle, object, error);
  return kind;
}

/* What is about something sealed is sealed for the same eyes. */
static gboolean
write_about (CenCircle *circle, const CenKind *kind, CenOpKind op_kind, const CenId *object,
             GBytes *payload, CenId *ret_id, GError **error)
{
  g_autoptr (GArray) to = NULL;

  if (!kind->is_sealed)
    return cen_author_write (circle, op_kind, object, payload, ret_id, error);
  to = cen_author_list_recipients (circle, object, error);
  return to != NULL && cen_author_write_sealed (circle, (const CenId *) to->data, to->len, op_kind,
                                                object, payload, ret_id, error);
}

gboolean
cen_author_set (CenCircle *circle, const CenId *object, const CenValue *values, guint n_values,
                GError **error)
{
  g_autoptr (GBytes) payload = NULL;
  gboolean is_own;
  const CenKind *kind = cen_author_get_kind (circle, object, &is_own, error);
  CenRole role;
  CenId id;

  if (kind == NULL || !cen_author_check_role (circle, CEN_ROLE_MEMBER, &role, error) ||
      !check_values (circle, kind, CEN_OP_SET, values, n_values, is_own, role, error))
    return FALSE;
  payload = cen_content_build_fields (NULL, values, n_values, circle->world, error);
  return payload != NULL && write_about (circle, kind, CEN_OP_SET, object, payload, &id, error);
}

gboolean
cen_author_mark_value (CenCircle *circle, const CenId *object, const char *mark_name,
                       const char *key, const CenValue *value, GError **error)
{
  g_autoptr (GBytes) payload = NULL;
  gboolean is_own;
  const CenKind *kind = cen_author_get_kind (circle, object, &is_own, error);
  const CenMark *mark = kind != NULL ? cen_kind_mark_from_name (kind, mark_name) : NULL;
  gsize len = strlen (key);
  CenRole role;
  CenId id;

  if (kind == NULL || !cen_author_check_role (circle, CEN_ROLE_MEMBER, &role, error))
    return FALSE;
  if (mark == NULL || len > mark->key_max || (len > 0) != (mark->key_max > 0) ||
      !g_utf8_validate (key, -1, NULL))
    return cen_author_refuse (error, "This mark does not go there.");
  if (value != NULL && !cen_mark_fits (mark, value))
    return cen_author_refuse (error, "This is too long or of the wrong form.");
  payload = cen_content_build_mark_value (mark->id, key, value, circle->world);
  return write_about (circle, kind, CEN_OP_MARK, object, payload, &id, error);
}

gboolean
cen_author_mark (CenCircle *circle, const CenId *object, const char *mark, const char *key,
                 CenMarkAction action, GError **error)
{
  CenValue plain = { .type = CEN_FIELD_BOOL, .number = 1 };

  return cen_author_mark_value (circle, object, mark, key, action == CEN_MARK_PUT ? &plain : NULL,
                                error);
}

/* --- Deleting --- */

/* The author of what a REDACT may name, be it sealed for others. */
static gboolean
find_author (CenCircle *circle, const CenId *object, CenId *ret_author, GError **error)
{
  g_auto (CenRows) rows = { 0 };

  if (!cen_sql_query (circle->store, &rows, error,
                      "SELECT m.id FROM op o JOIN device d ON d.no = o.device"
                      " JOIN member m ON m.no = d.member JOIN body p ON p.no = o.no"
                      " LEFT JOIN object b ON b.no = o.no WHERE " CEN_SQL_IS_OP_O
                      " AND (b.state <> 1 OR (b.no IS NULL AND o.kind = 27"
                      " AND p.payload IS NOT NULL))",
                      "Ii", object, circle->no))
    return FALSE;
  if (cen_rows_next (&rows, error)) {
    *ret_author = cen_rows_get_id (&rows, 0);
    return TRUE;
  }
  return !rows.has_failed && cen_author_refuse_missing (circle, object, error);
}

/* Own changes to a letter stand in SEALED ops of their own, which nobody else can tell from others:
 * each needs its own REDACT. */
static GArray *
list_own_changes (CenCircle *circle, const CenId *object, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (CenId));
  g_auto (CenRows) rows = { 0 };

  g_array_append_vals (ids, object, 1);
  if (!cen_sql_query (circle->store, &rows, error,
                      "SELECT c.id FROM op o JOIN sealed s ON s.object = o.no AND s.op <> o.no"
                      " JOIN op c ON c.no = s.op JOIN device d ON d.no = c.device"
                      " JOIN member m ON m.no = d.member WHERE " CEN_SQL_IS_OP_O
                      " AND m.id = ? ORDER BY c.lamport, c.id",
                      "IiI", object, circle->no, &circle->self_member))
    return NULL;
  while (cen_rows_next (&rows, error)) {
    CenId id = cen_rows_get_id (&rows, 0);

    g_array_append_val (ids, id);
  }
  return rows.has_failed ? NULL : g_steal_pointer (&ids);
}

static gboolean
is_own_enclosure (CenCircle *circle, const CenId *object, GError **error)
{
  g_auto (CenRows) rows = { 0 };

  return cen_sql_query (circle->store, &rows, error,
                        "SELECT 1 FROM op o JOIN object b ON b.no = o.no JOIN member m ON m.no ="
                        " b.author WHERE " CEN_SQL_IS_OP_O
                        " AND b.kind = ? AND b.state <> 1 AND m.id = ?",
                        "IiiI", object, circle->no, (gint64) CEN_KIND_ENCLOSURE,
                        &circle->self_member) &&
         cen_rows_next (&rows, error);
}

/* With a letter of one's own go the files that went with it. */
static gboolean
add_own_enclosures (CenCircle *circle, const CenId *object, GArray *ids, GError **error)
{
  g_auto (CenRows) rows = { 0 };
  g_autoptr (GArray) attached = NULL;
  CenSpan fields = { NULL, 0 };

  if (!cen_sql_query (
          circle->store, &rows, error,
          "SELECT b.fields FROM op o JOIN object b ON b.no = o.no WHERE " CEN_SQL_IS_OP_O
          " AND b.kind = ? AND b.state <> 1",
          "Iii", object, circle->no, (gint64) CEN_KIND_LETTER))
    return FALSE;
  if (!cen_rows_next (&rows, error))
    return !rows.has_failed;
  fields.bytes = cen_rows_get_blob (&rows, 0, &fields.len);
  attached = cen_fields_dup_refs (fields, CEN_LETTER_ATTACHMENTS);
  for (guint i = 0; i < attached->len; i++) {
    g_autoptr (GError) local = NULL;

    if (is_own_enclosure (circle, &g_array_index (attached, CenId, i), &local))
      g_array_append_val (ids, g_array_index (attached, CenId, i));
    else if (local != NULL) {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  }
  return TRUE;
}

gboolean
cen_author_redact (CenCircle *circle, const CenId *object, GError **error)
{
  g_autoptr (GArray) ids = NULL;
  CenRole role;
  CenId author, id;

  if (!find_author (circle, object, &author, error) ||
      !cen_author_check_role (circle, CEN_ROLE_MEMBER, &role, error))
    return FALSE;
  if (!cen_id_equal (&author, &circle->self_member) && role > CEN_ROLE_FACILITATOR)
    return cen_author_refuse (error, "Only its author or a facilitator can delete this.");
  ids = list_own_changes (circle, object, error);
  if (ids != NULL && !add_own_enclosures (circle, object, ids, error))
    return FALSE;
  for (guint i = 0; ids != NULL && i < ids->len; i++) {
    g_autoptr (GBytes) payload = cen_content_build_empty (circle->world);

    if (!cen_author_write (circle, CEN_OP_REDACT, &g_array_index (ids, CenId, i), payload, &id,
                           error))
      return FALSE;
  }
  return ids != NULL;
}

/* --- Looking --- */

gboolean
cen_author_find_profile (CenCircle *circle, CenId *ret_profile, GError **error)
{
  g_auto (CenRows) rows = { 0 };

  *ret_profile = (CenId){ 0 };
  if (!cen_sql_query (circle->store, &rows, error,
                      "SELECT o.id FROM member m JOIN op o ON o.no = m.profile"
                      " WHERE m.circle = ? AND m.id = ?",
                      "iI", circle->no, &circle->self_member))
    return FALSE;
  if (cen_rows_next (&rows, error))
    *ret_profile = cen_rows_get_id (&rows, 0);
  return !rows.has_failed;
}
