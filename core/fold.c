/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* An object row is replaced as a whole each time one of its ops arrives; what it was before is
 * needed only to take its words out of the full-text index. A register keeps the last write in
 * (lamport, id) order; since ops are read in that order, later ones simply overwrite. */

#include "fold.h"

#include "cbor.h"
#include "content.h"
#include "store-sql.h"

#include <string.h>

typedef enum {
  STATE_LIVE,
  STATE_REDACTED,
} ObjectState;

typedef struct {
  gint64 no;
  CenId id;
  const CenDevice *device;
  guint64 lamport;
  guint64 wall_ms;
  guint kind;
  gint64 past;
  GBytes *payload;
} LogOp;

typedef struct {
  CenId member;
  gint64 member_no;
  guint mark;
  char *key;
  GBytes *value; /* NULL: taken back */
} MarkRegister;

typedef struct {
  const CenKind *kind;
  const CenDevice *author;
  CenSpan values[CEN_FIELD_ID_MAX + 1]; /* borrowed from payloads in ops */
  GPtrArray *ops;                       /* LogOp, kept until the row is written */
  GPtrArray *marks;
  ObjectState state;
  gboolean is_edited;
} Fold;

static void
log_op_free (gpointer data)
{
  LogOp *op = data;

  g_clear_pointer (&op->payload, g_bytes_unref);
  g_free (op);
}

static void
mark_register_free (gpointer data)
{
  MarkRegister *mark = data;

  g_free (mark->key);
  g_clear_pointer (&mark->value, g_bytes_unref);
  g_free (mark);
}

static void
fold_clear (Fold *fold)
{
  g_clear_pointer (&fold->ops, g_ptr_array_unref);
  g_clear_pointer (&fold->marks, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Fold, fold_clear)

/* --- Reading the log --- */

static LogOp *
read_log_op (CenCircle *circle, CenRows *rows)
{
  LogOp *op = g_new0 (LogOp, 1);
  gsize len;
  const guint8 *bytes = cen_rows_get_blob (rows, 6, &len);
  CenOp decoded;

  op->no = cen_rows_get_int (rows, 0);
  op->id = cen_rows_get_id (rows, 1);
  op->device = cen_circle_get_device (circle, cen_rows_get_int (rows, 2));
  op->lamport = (guint64) cen_rows_get_int (rows, 3);
  op->kind = (guint) cen_rows_get_int (rows, 4);
  op->past = cen_rows_get_int (rows, 5);
  op->payload = cen_rows_dup_bytes (rows, 7);
  if (bytes != NULL && cen_op_decode (&decoded, bytes, len, NULL))
    op->wall_ms = decoded.wall_ms;
  return op;
}

/* The CREATE and every op about it, in order; empty when @no is no CREATE. */
static GPtrArray *
read_log (CenCircle *circle, gint64 no, GError **error)
{
  g_autoptr (GPtrArray) ops = g_ptr_array_new_with_free_func (log_op_free);
  g_auto (CenRows) rows = { 0 };

  if (!cen_sql_query (circle->store, &rows, error,
                      "SELECT o.no, o.id, o.device, o.lamport, o.kind, o.past, b.op, b.payload, 0"
                      " FROM op o JOIN body b ON b.no = o.no WHERE o.no = ?1"
                      " UNION ALL SELECT o.no, o.id, o.device, o.lamport, o.kind, o.past, b.op,"
                      " b.payload, 1 FROM op o JOIN body b ON b.no = o.no WHERE o.object = ?1"
                      " ORDER BY 9, 4, 2",
                      "i", no))
    return NULL;
  while (cen_rows_next (&rows, error))
    g_ptr_array_add (ops, read_log_op (circle, &rows));
  return rows.has_failed ? NULL : g_steal_pointer (&ops);
}

static GPtrArray *
take_fresh (gint64 no, const CenFoldFresh *fresh)
{
  GPtrArray *ops = g_ptr_array_new_with_free_func (log_op_free);
  LogOp *op = g_new0 (LogOp, 1);

  op->no = no;
  op->id = fresh->op->id;
  op->device = fresh->device;
  op->lamport = fresh->op->lamport;
  op->wall_ms = fresh->op->wall_ms;
  op->kind = fresh->op->kind;
  op->past = fresh->past;
  op->payload = fresh->payload != NULL ? g_bytes_ref (fresh->payload) : NULL;
  g_ptr_array_add (ops, op);
  return ops;
}

/* --- Merging --- */

static gboolean
may_write (CenWriter writer, gboolean is_author, CenRole role)
{
  switch (writer) {
  case CEN_WRITER_AUTHOR:
    return is_author;
  case CEN_WRITER_FACILITATOR:
    return is_author || role <= CEN_ROLE_FACILITATOR;
  case CEN_WRITER_MEMBER:
    return role <= CEN_ROLE_MEMBER;
  default:
    return FALSE;
  }
}

/* Takes the values of @fields that @role may write; for a CREATE all that the kind knows. TRUE when
 * one of them is not everybody's to write, which counts as an edit. */
static gboolean
merge_fields (Fold *fold, CenSpan fields, gboolean is_author, CenRole role)
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
    if (field != NULL && cen_field_accepts (field, value) &&
        may_write (field->writer, is_author, role)) {
      fold->values[key] = value;
      has_edited = has_edited || field->writer != CEN_WRITER_MEMBER;
    }
  }
  return has_edited;
}

static gboolean
has_required (const Fold *fold)
{
  for (guint i = 0; i < CEN_KIND_FIELDS_MAX && fold->kind->fields[i].id > 0; i++) {
    const CenField *field = &fold->kind->fields[i];

    if ((field->use == CEN_FIELD_REQUIRED || field->use == CEN_FIELD_PARENT) &&
        fold->values[field->id].len == 0)
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

/* FALSE when the object does not come to be: unknown kind, broken schema, or no right to make it.
 * An erased payload leaves a live CREATE without content, which only its REDACT explains. */
static gboolean
begin_object (Fold *fold, const LogOp *create, CenRole role)
{
  CenContent content;
  gsize len;
  const guint8 *bytes;

  fold->author = create->device;
  if (create->payload == NULL)
    return TRUE;
  bytes = g_bytes_get_data (create->payload, &len);
  if (!cen_content_parse (&content, create->kind, bytes, len, NULL))
    return FALSE;
  fold->kind = cen_kind_get (content.kind);
  if (fold->kind == NULL || !creator_is_allowed (fold->kind, role))
    return FALSE;
  merge_fields (fold, content.fields, TRUE, CEN_ROLE_OWNER);
  return has_required (fold);
}

static void
put_mark (Fold *fold, const CenDevice *device, const CenContent *content)
{
  MarkRegister *mark;

  for (guint i = 0; i < fold->marks->len; i++) {
    mark = fold->marks->pdata[i];
    if (mark->mark == content->mark && mark->member_no == device->member_no &&
        strcmp (mark->key, content->key) == 0) {
      g_ptr_array_remove_index_fast (fold->marks, i);
      break;
    }
  }
  mark = g_new0 (MarkRegister, 1);
  mark->member_no = device->member_no;
  mark->mark = (guint) content->mark;
  mark->key = g_strdup (content->key);
  if (content->value.len > 0)
    mark->value = g_bytes_new (content->value.bytes, content->value.len);
  g_ptr_array_add (fold->marks, mark);
}

static void
merge_mark (Fold *fold, const LogOp *op, const CenContent *content, CenRole role)
{
  const CenMark *mark = fold->kind != NULL ? cen_kind_get_mark (fold->kind, content->mark) : NULL;
  gsize len = strlen (content->key);

  if (mark != NULL && role <= CEN_ROLE_MEMBER && len <= mark->key_max &&
      (len > 0) == (mark->key_max > 0))
    put_mark (fold, op->device, content);
}

static void
merge_op (Fold *fold, const LogOp *op, CenRole role)
{
  gboolean is_author = cen_id_equal (&op->device->member, &fold->author->member);
  CenContent content;
  gsize len;
  const guint8 *bytes;

  if (op->kind == CEN_OP_REDACT && (is_author || role <= CEN_ROLE_FACILITATOR))
    fold->state = STATE_REDACTED;
  if (op->payload == NULL || fold->kind == NULL)
    return;
  bytes = g_bytes_get_data (op->payload, &len);
  if (!cen_content_parse (&content, op->kind, bytes, len, NULL))
    return;
  if (op->kind == CEN_OP_SET && role <= CEN_ROLE_MEMBER &&
      merge_fields (fold, content.fields, is_author, role) && is_author)
    fold->is_edited = TRUE;
  else if (op->kind == CEN_OP_MARK)
    merge_mark (fold, op, &content, role);
}

/* --- Writing the rows --- */

static GBytes *
encode_fields (const Fold *fold)
{
  gsize size = 16;
  guint n = 0;
  guint8 *buf;
  CenCborWriter writer;

  for (guint i = 0; fold->state == STATE_LIVE && i <= CEN_FIELD_ID_MAX; i++) {
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
resolve_ref (CenCircle *circle, const Fold *fold, CenFieldUse use, gint64 no, gint64 *ret_no,
             GError **error)
{
  const CenField *field = cen_kind_field_by_use (fold->kind, use);
  CenId id;
  CenCborReader reader;

  *ret_no = 0;
  if (field == NULL || fold->values[field->id].len == 0 || fold->state != STATE_LIVE)
    return TRUE;
  cen_cbor_reader_init (&reader, fold->values[field->id].bytes, fold->values[field->id].len);
  if (!cen_cbor_read_fixed (&reader, id.bytes, CEN_ID_LEN))
    return TRUE;
  if (!cen_circle_find_object (circle, &id, ret_no, error))
    return FALSE;
  if (*ret_no != 0)
    return TRUE;
  circle->n_dangling++;
  return cen_sql_run (circle->store, error, "INSERT OR IGNORE INTO dangling (id, op) VALUES (?, ?)",
                      "Ii", &id, no);
}

typedef struct {
  gboolean is_there;
  gboolean has_words;
  gint64 kind;
  gint64 parent;
  gint64 root;
} OldRow;

/* Takes the old row's words out of the index; a redacted object keeps its place in its channel. */
static gboolean
unindex (CenCircle *circle, gint64 no, OldRow *ret_old, GError **error)
{
  g_auto (CenRows) rows = { 0 };
  g_autofree char *title = NULL;
  g_autofree char *body = NULL;

  memset (ret_old, 0, sizeof *ret_old);
  if (!cen_sql_query (circle->store, &rows, error,
                      "SELECT kind, parent, root, cen_title (kind, fields),"
                      " cen_body (kind, fields) FROM object WHERE no = ?",
                      "i", no))
    return FALSE;
  if (!cen_rows_next (&rows, error))
    return !rows.has_failed;
  title = cen_rows_dup_text (&rows, 3);
  body = cen_rows_dup_text (&rows, 4);
  *ret_old = (OldRow){ TRUE, *title != '\0' || *body != '\0', cen_rows_get_int (&rows, 0),
                       cen_rows_get_int (&rows, 1), cen_rows_get_int (&rows, 2) };
  if (!ret_old->has_words)
    return TRUE;
  return cen_sql_run (circle->store, error,
                      "INSERT INTO search (search, rowid, title, body)"
                      " VALUES ('delete', ?, ?, ?)",
                      "itt", no, title, body);
}

static gboolean
index_words (CenCircle *circle, gint64 no, const CenKind *kind, CenSpan fields, GError **error)
{
  g_autofree char *title = NULL;
  g_autofree char *body = NULL;

  if (kind->search_title == 0 && kind->search_body == 0)
    return TRUE;
  title = kind->search_title > 0 ? cen_fields_dup_text (fields, kind->search_title) : g_strdup ("");
  body = kind->search_body > 0 ? cen_fields_dup_text (fields, kind->search_body) : g_strdup ("");
  if (*title == '\0' && *body == '\0')
    return TRUE;
  return cen_sql_run (circle->store, error,
                      "INSERT INTO search (rowid, title, body) VALUES (?, ?, ?)", "itt", no, title,
                      body);
}

static gint64
get_tie (const CenId *id)
{
  guint64 value = 0;

  for (guint i = 0; i < 8; i++)
    value = (value << 8) | id->bytes[i];
  /* Flipping the sign bit makes signed order equal unsigned order. */
  return (gint64) (value ^ (G_GUINT64_CONSTANT (1) << 63));
}

static gboolean
write_object (CenCircle *circle, const Fold *fold, const LogOp *create, const OldRow *old,
              gboolean is_fresh, GError **error)
{
  g_autoptr (GBytes) encoded = encode_fields (fold);
  gint64 kind = fold->kind != NULL ? (gint64) fold->kind->id : old->kind;
  gint64 parent = old->parent;
  gint64 root = old->root;
  CenSpan fields;
  gint64 is_pinned;

  fields.bytes = g_bytes_get_data (encoded, &fields.len);
  if (fold->kind != NULL && fold->state == STATE_LIVE &&
      (!resolve_ref (circle, fold, CEN_FIELD_PARENT, create->no, &parent, error) ||
       !resolve_ref (circle, fold, CEN_FIELD_ROOT, create->no, &root, error)))
    return FALSE;
  is_pinned = kind == CEN_KIND_MESSAGE && cen_fields_get_bool (fields, CEN_MESSAGE_PINNED);
  return cen_sql_run (circle->store, error,
                      "INSERT OR REPLACE INTO object (no, circle, kind, author, parent, root,"
                      " lamport, tie, wall, state, is_edited, is_pinned, fields)"
                      " VALUES (?, ?, ?, ?, nullif (?, 0), nullif (?, 0), ?, ?, ?, ?, ?, ?, ?)",
                      "iiiiiiiiiiiib", create->no, circle->no, kind, fold->author->member_no,
                      parent, root, (gint64) create->lamport, get_tie (&create->id),
                      (gint64) create->wall_ms, (gint64) fold->state, (gint64) fold->is_edited,
                      is_pinned, fields.bytes, fields.len) &&
         (fold->kind == NULL || index_words (circle, create->no, fold->kind, fields, error)) &&
         (is_fresh ||
          cen_sql_run (circle->store, error, "DELETE FROM mark WHERE object = ?", "i", create->no));
}

static gboolean
write_marks (CenCircle *circle, const Fold *fold, gint64 no, GError **error)
{
  for (guint i = 0; fold->state == STATE_LIVE && i < fold->marks->len; i++) {
    const MarkRegister *mark = fold->marks->pdata[i];
    gsize len;
    const guint8 *value;

    if (mark->value == NULL)
      continue;
    value = g_bytes_get_data (mark->value, &len);
    if (!cen_sql_run (circle->store, error,
                      "INSERT INTO mark (object, mark, key, member, value) VALUES (?, ?, ?, ?, ?)",
                      "iitib", no, (gint64) mark->mark, mark->key, mark->member_no, value, len))
      return FALSE;
  }
  return TRUE;
}

/* A redaction is carried out: content leaves the log, the commitments stay. */
static gboolean
erase_payloads (CenCircle *circle, gint64 no, GError **error)
{
  return cen_sql_run (circle->store, error,
                      "UPDATE body SET payload = NULL WHERE payload IS NOT NULL AND (no = ?1 OR no"
                      " IN (SELECT no FROM op WHERE object = ?1 AND kind IN (21, 22, 23)))",
                      "i", no);
}

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
          " ORDER BY o.lamport, o.id LIMIT 1",
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
  default:
    circle->changes |= CEN_CHANGED_MESSAGES;
    break;
  }
}

static gboolean
remove_object (CenCircle *circle, const LogOp *create, const OldRow *old, GError **error)
{
  if (!old->is_there)
    return TRUE;
  note_change (circle, old->kind);
  return cen_sql_run (circle->store, error, "DELETE FROM object WHERE no = ?", "i", create->no) &&
         cen_sql_run (circle->store, error, "DELETE FROM mark WHERE object = ?", "i", create->no) &&
         (old->kind != CEN_KIND_PROFILE || update_profile (circle, create->device, error));
}

/* Erasing cannot be undone, so a REDACT is judged by what it knew and no later removal undoes it.
 */
static gboolean
judge_redaction (CenCircle *circle, const LogOp *op, CenRole *ret_role)
{
  const CenBitset *past = cen_circle_get_past (circle, op->past);
  g_autoptr (CenAuthority) then = cen_authority_evaluate (circle->frames, past);
  g_autoptr (GArray) revokes = cen_authority_get_revokes (then, &op->device->member, past);

  return op->device->member_no != 0 && revokes->len == 0 &&
         cen_authority_get_role_at (then, &op->device->member, past, ret_role);
}

static gboolean
judge (CenCircle *circle, const LogOp *op, gboolean *ret_is_effective, CenRole *ret_role,
       GError **error)
{
  *ret_is_effective = FALSE;
  if (op->device == NULL)
    return TRUE;
  if (op->kind == CEN_OP_REDACT) {
    *ret_is_effective = judge_redaction (circle, op, ret_role);
    return TRUE;
  }
  return cen_circle_judge (circle, op->device, cen_circle_get_past (circle, op->past), op->no,
                           ret_is_effective, ret_role, error);
}

/* Merges every op after the CREATE; @ret_exists tells whether there is an object at all. An op that
 * does not come after the CREATE in the order cannot have seen it, and is void. */
static gboolean
merge_all (CenCircle *circle, Fold *fold, gboolean *ret_exists, GError **error)
{
  gboolean is_effective;
  CenRole role;

  for (guint i = 0; i < fold->ops->len; i++) {
    const LogOp *op = fold->ops->pdata[i];

    if (i > 0 && op->lamport <= ((LogOp *) fold->ops->pdata[0])->lamport)
      continue;
    if (!judge (circle, op, &is_effective, &role, error))
      return FALSE;
    if (i == 0) {
      *ret_exists = op->kind == CEN_OP_CREATE && is_effective && begin_object (fold, op, role);
      if (!*ret_exists)
        return TRUE;
    } else if (is_effective) {
      merge_op (fold, op, role);
    }
  }
  return TRUE;
}

/* Content leaves the log, and what came without it counts as held. */
static gboolean
carry_out_redaction (CenCircle *circle, gint64 no, GError **error)
{
  return erase_payloads (circle, no, error) &&
         cen_circle_settle_wanted (circle, no, CEN_WANTED_OBJECT, error);
}

/* Whether an effective REDACT names a CREATE that has no effect (any more): others may have erased
 * it while it had one. */
static gboolean
is_redacted (CenCircle *circle, const Fold *fold)
{
  const LogOp *create = fold->ops->len > 0 ? fold->ops->pdata[0] : NULL;

  for (guint i = 1; create != NULL && create->device != NULL && i < fold->ops->len; i++) {
    const LogOp *op = fold->ops->pdata[i];
    CenRole role;

    if (op->kind == CEN_OP_REDACT && op->device != NULL && op->lamport > create->lamport &&
        judge_redaction (circle, op, &role) &&
        (cen_id_equal (&op->device->member, &create->device->member) ||
         role <= CEN_ROLE_FACILITATOR))
      return TRUE;
  }
  return FALSE;
}

gboolean
cen_fold_object (CenCircle *circle, gint64 no, const CenFoldFresh *fresh, GError **error)
{
  g_auto (Fold) fold = { 0 };
  OldRow old = { 0 };
  gboolean exists = FALSE;
  gint64 kind;

  fold.ops = fresh != NULL ? take_fresh (no, fresh) : read_log (circle, no, error);
  fold.marks = g_ptr_array_new_with_free_func (mark_register_free);
  if (fold.ops == NULL || (fresh == NULL && !unindex (circle, no, &old, error)))
    return FALSE;
  if (!merge_all (circle, &fold, &exists, error))
    return FALSE;
  if (!exists && is_redacted (circle, &fold) && !carry_out_redaction (circle, no, error))
    return FALSE;
  if (!exists || (fold.kind == NULL && fold.state == STATE_LIVE))
    return remove_object (circle, fold.ops->pdata[0], &old, error);
  if (!write_object (circle, &fold, fold.ops->pdata[0], &old, fresh != NULL, error) ||
      !write_marks (circle, &fold, no, error))
    return FALSE;
  kind = fold.kind != NULL ? (gint64) fold.kind->id : old.kind;
  note_change (circle, kind);
  if (fold.state == STATE_REDACTED) {
    if (!carry_out_redaction (circle, no, error))
      return FALSE;
    circle->has_erased_words = circle->has_erased_words || old.has_words;
  }
  return kind != CEN_KIND_PROFILE || update_profile (circle, fold.author, error);
}

/* A word taken out of the index stays in the file, only marked as gone, until its segments are
 * merged. */
gboolean
cen_fold_forget_words (CenCircle *circle, GError **error)
{
  if (!circle->has_erased_words)
    return TRUE;
  circle->has_erased_words = FALSE;
  return cen_sql_run (circle->store, error, "INSERT INTO search (search) VALUES ('optimize')", "");
}

static gboolean
list_creates (CenCircle *circle, GArray *ret_nos, GError **error)
{
  g_auto (CenRows) rows = { 0 };

  if (!cen_sql_query (circle->store, &rows, error,
                      "SELECT no FROM op WHERE circle = ? AND kind = 20 ORDER BY lamport, id", "i",
                      circle->no))
    return FALSE;
  while (cen_rows_next (&rows, error)) {
    gint64 no = cen_rows_get_int (&rows, 0);

    g_array_append_val (ret_nos, no);
  }
  return !rows.has_failed;
}

gboolean
cen_fold_all (CenCircle *circle, GError **error)
{
  g_autoptr (GArray) nos = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (!list_creates (circle, nos, error))
    return FALSE;
  for (guint i = 0; i < nos->len; i++) {
    if (!cen_fold_object (circle, g_array_index (nos, gint64, i), NULL, error))
      return FALSE;
  }
  return TRUE;
}
