/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A register keeps the last write in (lamport, id) order; since ops come in that order, later ones
 * simply overwrite. What was sealed is changed by what is sealed alone, and by those who can read
 * it; REDACT and HIDE, which all can read, are the same for both. */

#include "fold-merge.h"

#include "cbor.h"
#include "moderation.h"

#include <string.h>

static void
mark_register_free (gpointer data)
{
  CenMarkRegister *mark = data;

  g_free (mark->key);
  g_clear_pointer (&mark->value, g_bytes_unref);
  g_free (mark);
}

void
cen_fold_init (CenFold *self, GPtrArray *ops)
{
  memset (self, 0, sizeof *self);
  self->ops = ops;
  self->marks = g_ptr_array_new_with_free_func (mark_register_free);
}

void
cen_fold_clear (CenFold *self)
{
  g_clear_pointer (&self->ops, g_ptr_array_unref);
  g_clear_pointer (&self->marks, g_ptr_array_unref);
  g_clear_pointer (&self->hide_reason, g_free);
  g_clear_pointer (&self->text, g_bytes_unref);
  g_clear_pointer (&self->late, g_hash_table_unref);
}

const CenFoldOp *
cen_fold_get_create (const CenFold *self)
{
  const CenFoldOp *first = self->ops->len > 0 ? self->ops->pdata[0] : NULL;

  return first != NULL && (first->op.kind == CEN_OP_CREATE || cen_fold_op_is_sealed (first)) ? first
                                                                                             : NULL;
}

/* --- Fields --- */

static gboolean
may_write (CenWriter writer, CenOpKind op_kind, gboolean is_author, CenRole role)
{
  if (op_kind == CEN_OP_CREATE)
    return TRUE;
  switch (writer) {
  case CEN_WRITER_AUTHOR:
    return is_author;
  case CEN_WRITER_FACILITATOR:
    return is_author || role <= CEN_ROLE_FACILITATOR;
  case CEN_WRITER_MEMBER:
    return role <= CEN_ROLE_MEMBER;
  case CEN_WRITER_NOBODY:
  default:
    return FALSE;
  }
}

/* Nobody gives to themselves what is for others. */
static gboolean
value_is_acceptable (const CenFold *fold, const CenField *field, CenSpan value)
{
  return cen_field_accepts (field, value) &&
         (field->use != CEN_FIELD_OTHERS || !cen_field_names (value, &fold->author->member));
}

/* Takes the values of @fields that @role may write; for a CREATE all that the kind knows. TRUE when
 * one of them is the author's alone to write, which counts as an edit. */
static gboolean
merge_fields (CenFold *fold, CenOpKind op_kind, CenSpan fields, gboolean is_author, CenRole role)
{
  CenCborReader reader;
  guint64 n, key;
  gboolean has_edited = FALSE;

  cen_cbor_reader_init (&reader, fields.bytes, fields.len);
  if (!cen_cbor_enter_map (&reader, &n))
    return FALSE;
  while (cen_cbor_next_key (&reader, &key)) {
    const CenField *field = cen_kind_get_field (fold->kind, key);
    CenSpan value;

    if (!cen_cbor_skip (&reader, &value.bytes, &value.len))
      return has_edited;
    if (field != NULL && value_is_acceptable (fold, field, value) &&
        may_write (field->writer, op_kind, is_author, role)) {
      fold->values[key] = value;
      has_edited = has_edited || field->writer == CEN_WRITER_AUTHOR;
    }
  }
  return has_edited;
}

static gboolean
has_required (const CenFold *fold)
{
  for (guint i = 0; i < CEN_KIND_FIELDS_MAX && fold->kind->fields[i].id > 0; i++) {
    const CenField *field = &fold->kind->fields[i];

    if (cen_field_is_required (field) && fold->values[field->id].len == 0)
      return FALSE;
  }
  return TRUE;
}

static gboolean
creator_is_allowed (const CenKind *kind, CenRole role)
{
  return kind->creator == CEN_WRITER_FACILITATOR ? role <= CEN_ROLE_FACILITATOR
                                                 : role <= CEN_ROLE_MEMBER;
}

/* FALSE when the object does not come to be: unknown kind, broken schema, sealed when it may not
 * or open when it may not, or no right to make it. */
static gboolean
take_create (CenFold *fold, const CenFoldOp *create, CenRole role)
{
  CenContent content;
  gsize len;
  const guint8 *bytes;

  if (create->payload == NULL)
    return create->kind == CEN_OP_CREATE;
  bytes = g_bytes_get_data (create->payload, &len);
  if (create->kind != CEN_OP_CREATE ||
      !cen_content_parse (&content, create->kind, bytes, len, NULL))
    return FALSE;
  fold->kind = cen_kind_get (content.kind);
  if (fold->kind == NULL || fold->kind->is_sealed != cen_fold_op_is_sealed (create) ||
      !creator_is_allowed (fold->kind, role))
    return FALSE;
  merge_fields (fold, CEN_OP_CREATE, content.fields, TRUE, role);
  return has_required (fold);
}

void
cen_fold_begin (CenFold *self, CenRole role)
{
  const CenFoldOp *create = self->ops->pdata[0];

  self->author = create->op.device;
  self->exists = take_create (self, create, role);
}

/* --- Marks --- */

static void
put_mark (CenFold *fold, const CenFoldOp *op, const CenContent *content)
{
  const CenDevice *device = op->op.device;
  gboolean is_late = fold->late != NULL && g_hash_table_contains (fold->late, &op->op.no);
  CenMarkRegister *mark;

  for (guint i = 0; i < fold->marks->len; i++) {
    mark = fold->marks->pdata[i];
    if (mark->mark == content->mark && mark->member_no == device->member_no &&
        mark->is_late == is_late && strcmp (mark->key, content->key) == 0) {
      g_ptr_array_remove_index_fast (fold->marks, i);
      break;
    }
  }
  mark = g_new0 (CenMarkRegister, 1);
  mark->member_no = device->member_no;
  mark->mark = (guint) content->mark;
  mark->key = g_strdup (content->key);
  mark->wall_ms = op->wall_ms;
  mark->is_late = is_late;
  if (content->value.len > 0)
    mark->value = g_bytes_new (content->value.bytes, content->value.len);
  g_ptr_array_add (fold->marks, mark);
}

static void
merge_mark (CenFold *fold, const CenFoldOp *op, const CenContent *content, CenRole role)
{
  const CenMark *mark = cen_kind_get_mark (fold->kind, content->mark);
  gsize len = strlen (content->key);

  if (mark != NULL && role <= CEN_ROLE_MEMBER && len <= mark->key_max &&
      (len > 0) == (mark->key_max > 0) &&
      (content->value.len == 0 || cen_mark_accepts (mark, content->value)))
    put_mark (fold, op, content);
}

/* --- One op --- */

static void
merge_hide (CenFold *fold, const CenFoldOp *op, CenRole role)
{
  gsize len;
  const guint8 *bytes = op->payload != NULL ? g_bytes_get_data (op->payload, &len) : NULL;
  char *reason;

  if (bytes == NULL || role > CEN_ROLE_FACILITATOR || !cen_hide_parse (&reason, bytes, len, NULL))
    return;
  g_free (fold->hide_reason);
  fold->hide_reason = reason;
}

/* Whether @member is the author of the sealed object or one whom its CREATE names. */
static gboolean
can_read (const CenFold *fold, const CenId *member)
{
  const CenFoldOp *create = fold->ops->pdata[0];
  gsize len;
  const guint8 *named = g_bytes_get_data (create->named, &len);

  for (gsize i = 0; i < len; i += CEN_ID_LEN) {
    if (memcmp (named + i, member->bytes, CEN_ID_LEN) == 0)
      return TRUE;
  }
  return cen_id_equal (&fold->author->member, member);
}

static void
merge_content (CenFold *fold, const CenFoldOp *op, gboolean is_author, CenRole role)
{
  const CenFoldOp *create = fold->ops->pdata[0];
  CenContent content;
  gsize len;
  const guint8 *bytes;

  if (op->payload == NULL || fold->kind == NULL ||
      cen_fold_op_is_sealed (op) != cen_fold_op_is_sealed (create) ||
      (cen_fold_op_is_sealed (create) && !can_read (fold, &op->op.device->member)))
    return;
  bytes = g_bytes_get_data (op->payload, &len);
  if (!cen_content_parse (&content, op->kind, bytes, len, NULL))
    return;
  if (op->kind == CEN_OP_SET && role <= CEN_ROLE_MEMBER &&
      merge_fields (fold, CEN_OP_SET, content.fields, is_author, role) && is_author)
    fold->is_edited = TRUE;
  else if (op->kind == CEN_OP_MARK)
    merge_mark (fold, op, &content, role);
}

void
cen_fold_merge (CenFold *self, const CenFoldOp *op, CenRole role)
{
  const CenFoldOp *create = self->ops->pdata[0];
  gboolean is_author = cen_id_equal (&op->op.device->member, &create->op.device->member);

  switch (op->op.kind) {
  case CEN_OP_REDACT:
    self->is_redacted = self->is_redacted || is_author || role <= CEN_ROLE_FACILITATOR;
    break;
  case CEN_OP_HIDE:
    merge_hide (self, op, role);
    break;
  default:
    merge_content (self, op, is_author, role);
    break;
  }
}
