/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "state.h"

#include "held.h"

#include "crypto.h"
#include "op.h"
#include "store-sql.h"

#include <string.h>

void
cen_state_clear (CenState *self)
{
  g_clear_pointer (&self->heads, g_ptr_array_unref);
}

static void
hash_number (CenHasher *hasher, gint64 number)
{
  guint64 bytes = GUINT64_TO_LE ((guint64) number);

  cen_hasher_update (hasher, &bytes, sizeof bytes);
}

static void
hash_blob (CenHasher *hasher, CenRows *rows, int column)
{
  gsize len;
  const guint8 *bytes = cen_rows_get_blob (rows, column, &len);

  hash_number (hasher, bytes != NULL ? (gint64) len : -1);
  if (bytes != NULL)
    cen_hasher_update (hasher, bytes, len);
}

/* Hashes every row of @sql: each column as a number or as a length and bytes, by @types. */
static gboolean
hash_rows (CenStore *store, CenHasher *hasher, const char *types, const char *sql, gint64 circle,
           GError **error)
{
  g_auto (CenRows) rows = { 0 };

  if (!cen_sql_query (store, &rows, error, sql, "i", circle))
    return FALSE;
  while (cen_rows_next (&rows, error)) {
    for (int i = 0; types[i] != '\0'; i++) {
      if (types[i] == 'i')
        hash_number (hasher, cen_rows_get_int (&rows, i));
      else
        hash_blob (hasher, &rows, i);
    }
  }
  return !rows.has_failed;
}

/* The canonical dump: live objects in (lamport, id) order with their marks by member id, members
 * by id, invites by op id. Redacted ones are left out: what is left of them varies; and so are
 * sealed ones, which not everybody can open. */
static gboolean
digest_views (CenStore *store, gint64 circle, guint8 ret_digest[static CEN_ID_LEN], GError **error)
{
  static const struct {
    const char *types;
    const char *sql;
  } parts[] = {
    { "biibbiibb", "SELECT o.id, b.kind, b.wall, m.id, p.id, b.is_edited, b.is_pinned, b.fields,"
                   " CAST (b.hide_reason AS BLOB) FROM object b JOIN op o ON o.no = b.no"
                   " JOIN member m ON m.no = b.author LEFT JOIN op p ON p.no = b.parent"
                   " WHERE b.circle = ? AND b.no > 0 AND b.state <> 1 AND b.is_sealed = 0 ORDER BY "
                   "o.lamport, o.id" },
    { "bibbbi", "SELECT o.id, k.mark, CAST (k.key AS BLOB), m.id, k.value, k.is_late FROM mark k"
                " JOIN op o ON o.no = k.object JOIN object b ON b.no = k.object"
                " JOIN member m ON m.no = k.member WHERE o.circle = ? AND b.is_sealed = 0"
                " ORDER BY o.lamport, o.id, k.mark, CAST (k.key AS BLOB), m.id, k.is_late" },
    { "biibbb", "SELECT id, role, state, admitted_by, CAST (iif (profile IS NULL"
                " AND admitted_by IS NULL, '', name) AS BLOB), formerly FROM member"
                " WHERE circle = ?"
                " AND state IS NOT NULL ORDER BY id" },
    { "biiii", "SELECT o.id, i.role, i.n_uses, i.max_uses, i.is_revoked FROM invite i"
               " JOIN op o ON o.no = i.op WHERE i.circle = ? ORDER BY o.id" },
  };
  g_autoptr (CenHasher) hasher = cen_hasher_new ("cen1.views");

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++) {
    hash_number (hasher, i);
    if (!hash_rows (store, hasher, parts[i].types, parts[i].sql, circle, error))
      return FALSE;
  }
  cen_hasher_finish (hasher, ret_digest);
  return TRUE;
}

static gboolean
digest_set (CenStore *store, gint64 circle, CenState *state, GError **error)
{
  g_autoptr (CenHasher) hasher = cen_hasher_new ("cen1.set");
  g_auto (CenRows) rows = { 0 };

  if (!cen_sql_query (store, &rows, error,
                      "SELECT id FROM op o WHERE circle = ? AND NOT EXISTS"
                      " (SELECT 1 FROM wanted WHERE op = o.no) ORDER BY prefix, id",
                      "i", circle))
    return FALSE;
  while (cen_rows_next (&rows, error)) {
    CenId id = cen_rows_get_id (&rows, 0);

    cen_hasher_update (hasher, id.bytes, CEN_ID_LEN);
    state->n_ops++;
  }
  cen_hasher_finish (hasher, state->set_digest);
  return !rows.has_failed;
}

static GPtrArray *
list_heads (CenStore *store, gint64 circle, GError **error)
{
  g_autoptr (GPtrArray) heads = g_ptr_array_new_with_free_func (g_free);
  g_auto (CenRows) rows = { 0 };

  if (!cen_sql_query (store, &rows, error,
                      "SELECT o.id FROM circle c, json_each (c.heads) h JOIN op o ON o.no = h.value"
                      " WHERE c.no = ? ORDER BY o.id",
                      "i", circle))
    return NULL;
  while (cen_rows_next (&rows, error)) {
    CenId id = cen_rows_get_id (&rows, 0);

    g_ptr_array_add (heads, cen_id_dup (&id));
  }
  return rows.has_failed ? NULL : g_steal_pointer (&heads);
}

static gboolean
find_circle (CenStore *store, const CenId *circle, gint64 *ret_no, GError **error)
{
  if (!cen_sql_get_int (store, 0, ret_no, error, "SELECT no FROM circle WHERE id = ?", "I", circle))
    return FALSE;
  if (*ret_no != 0)
    return TRUE;
  g_set_error_literal (error, CEN_ERROR, CEN_ERROR_NOT_FOUND, "There is no such circle here.");
  return FALSE;
}

gboolean
cen_state_digest (CenStore *store, const CenId *circle, CenState *ret_state, GError **error)
{
  g_auto (CenState) state = { 0 };
  gboolean ok;
  gint64 no;

  /* One transaction, so that all parts are of the same moment. */
  if (!find_circle (store, circle, &no, error) || !cen_sql_run (store, error, "BEGIN", ""))
    return FALSE;
  ok = digest_set (store, no, &state, error) &&
       digest_views (store, no, state.view_digest, error) &&
       (state.heads = list_heads (store, no, error)) != NULL;
  cen_sql_run (store, NULL, "COMMIT", "");
  if (!ok)
    return FALSE;
  *ret_state = state;
  state.heads = NULL;
  return TRUE;
}

GPtrArray *
cen_state_list_heads (CenStore *store, const CenId *circle, GError **error)
{
  gint64 no;

  return find_circle (store, circle, &no, error) ? list_heads (store, no, error) : NULL;
}

/* --- Verifying --- */

typedef struct {
  CenStore *store;
  GPtrArray *faults;
  CenId circle;
} Check;

static void
add_fault (Check *check, const CenId *id, const char *fault)
{
  char text[CEN_ID_TEXT_LEN + 1];

  cen_id_to_text (id, text);
  g_ptr_array_add (check->faults, g_strdup_printf ("Operation %.12s %s.", text, fault));
}

static void
check_parents (Check *check, const CenOp *op)
{
  gint64 lamport_max = 0;

  for (guint i = 0; i < op->n_deps + op->has_prev; i++) {
    const CenId *id = i < op->n_deps ? &op->deps[i] : &op->prev;
    gint64 lamport = 0;

    cen_sql_get_int (check->store, 0, &lamport, NULL,
                     "SELECT o.lamport FROM op o JOIN circle c ON c.no = o.circle"
                     " WHERE o.prefix = cen_prefix (?1) AND o.id = ?1 AND c.id = ?2",
                     "II", id, &check->circle);
    if (lamport == 0)
      add_fault (check, &op->id, "names a parent that is not here");
    lamport_max = MAX (lamport_max, lamport);
  }
  if (op->lamport != (guint64) lamport_max + 1)
    add_fault (check, &op->id, "has a wrong place in the order");
}

/* An op with a bad signature of its own stands when a later one of its chain vouches for it (A6).
 */
static gboolean
is_vouched (Check *check, const CenOp *op, gint64 device)
{
  g_auto (CenRows) rows = { 0 };

  if (!cen_sql_query (check->store, &rows, NULL,
                      "SELECT b.op FROM op o JOIN body b ON b.no = o.no"
                      " WHERE o.device = ? AND o.seq = ?",
                      "ii", device, (gint64) op->seq + 1))
    return FALSE;
  while (cen_rows_next (&rows, NULL)) {
    gsize len;
    const guint8 *bytes = cen_rows_get_blob (&rows, 0, &len);
    CenOp next;

    if (cen_op_decode (&next, bytes, len, NULL) && cen_id_equal (&next.prev, &op->id))
      return TRUE;
  }
  return FALSE;
}

/* Columns: id, seq, lamport, kind, device key, op, payload, device row. */
static void
check_op (Check *check, CenRows *rows)
{
  CenId id = cen_rows_get_id (rows, 0);
  CenId device = cen_rows_get_id (rows, 4);
  gsize len, payload_len;
  const guint8 *bytes = cen_rows_get_blob (rows, 5, &len);
  const guint8 *payload;
  CenOp op;

  if (bytes == NULL || !cen_op_decode (&op, bytes, len, NULL)) {
    add_fault (check, &id, "cannot be read");
    return;
  }
  if (!cen_id_equal (&op.id, &id))
    add_fault (check, &id, "does not have the bytes of its id");
  if (op.seq != (guint64) cen_rows_get_int (rows, 1) ||
      op.lamport != (guint64) cen_rows_get_int (rows, 2) ||
      op.kind != (guint) cen_rows_get_int (rows, 3) || !cen_id_equal (&op.device, &device))
    add_fault (check, &id, "stands in a wrong row");
  if (!cen_op_verify (&op, &check->circle) && !is_vouched (check, &op, cen_rows_get_int (rows, 7)))
    add_fault (check, &id, "has a signature that is not its device's");
  payload = cen_rows_get_blob (rows, 6, &payload_len);
  if (payload != NULL && !cen_op_matches_payload (&op, payload, payload_len))
    add_fault (check, &id, "has content that is not its own");
  if (payload == NULL && cen_op_is_frame (&op))
    add_fault (check, &id, "has lost its content");
  check_parents (check, &op);
}

static gboolean
check_views (Check *check, gint64 circle, GError **error)
{
  static const struct {
    const char *sql;
    const char *fault;
  } counts[] = {
    { "SELECT count(*) FROM object b LEFT JOIN op o ON o.no = b.no WHERE b.circle = ?"
      " AND (o.no IS NULL OR o.kind NOT IN (20, 27))",
      "An object has no operation that made it." },
    { "SELECT count(*) FROM op o WHERE o.circle = ? AND NOT EXISTS (SELECT 1 FROM body WHERE"
      " no = o.no)",
      "An operation has lost its bytes." },
    { "SELECT count(*) FROM op o WHERE o.circle = ?1 AND (o.prefix <> cen_prefix (o.id) OR EXISTS"
      " (SELECT 1 FROM op x WHERE x.prefix = o.prefix AND x.id = o.id AND x.circle = ?1"
      " AND x.no <> o.no))",
      "An operation cannot be found, or stands here twice." },
    { "SELECT count(*) FROM circle c, json_each (c.heads) h LEFT JOIN op o ON o.no = h.value"
      " WHERE c.no = ?1 AND o.circle IS NOT ?1",
      "A head is not of its circle." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (counts); i++) {
    gint64 n;

    if (!cen_sql_get_int (check->store, 0, &n, error, counts[i].sql, "i", circle))
      return FALSE;
    if (n > 0)
      g_ptr_array_add (check->faults, g_strdup (counts[i].fault));
  }
  return TRUE;
}

/* Whether the counts and the sum that stand with the circle are those of its ops. */
static gboolean
check_held (Check *check, gint64 circle, GError **error)
{
  g_auto (CenRows) rows = { 0 };
  CenHeld held = { 0 };
  gint64 n_wrong;

  if (!cen_sql_query (check->store, &rows, error,
                      "SELECT id FROM op o WHERE circle = ? AND NOT EXISTS"
                      " (SELECT 1 FROM wanted WHERE op = o.no)",
                      "i", circle))
    return FALSE;
  while (cen_rows_next (&rows, error)) {
    CenId id = cen_rows_get_id (&rows, 0);

    cen_held_add (&held, &id);
  }
  if (rows.has_failed ||
      !cen_sql_get_int (check->store, 0, &n_wrong, error,
                        "SELECT count(*) FROM circle WHERE no = ?1 AND (n_held <> ?2 OR"
                        " held_sum <> ?3 OR n_ops <> (SELECT count(*) FROM op WHERE circle = ?1))",
                        "iib", circle, (gint64) held.n, held.sum, (gsize) CEN_ID_LEN))
    return FALSE;
  if (n_wrong > 0)
    g_ptr_array_add (check->faults, g_strdup ("What is held was counted wrongly."));
  return TRUE;
}

static gboolean
check_circle (Check *check, gint64 circle, guint64 *n_checked, GError **error)
{
  g_auto (CenRows) rows = { 0 };

  if (!cen_sql_query (
          check->store, &rows, error,
          "SELECT o.id, o.seq, o.lamport, o.kind, d.key, b.op, b.payload, d.no FROM op o"
          " JOIN device d ON d.no = o.device LEFT JOIN body b ON b.no = o.no"
          " WHERE o.circle = ? ORDER BY o.no",
          "i", circle))
    return FALSE;
  while (cen_rows_next (&rows, error)) {
    check_op (check, &rows);
    (*n_checked)++;
  }
  return !rows.has_failed && check_held (check, circle, error) &&
         check_views (check, circle, error);
}

static gboolean
check_pages (Check *check, GError **error)
{
  g_auto (CenRows) rows = { 0 };

  if (!cen_sql_query (check->store, &rows, error, "PRAGMA quick_check (10)", ""))
    return FALSE;
  while (cen_rows_next (&rows, error)) {
    const char *line = cen_rows_get_text (&rows, 0);

    if (g_strcmp0 (line, "ok") != 0)
      g_ptr_array_add (check->faults, g_strdup_printf ("The database is damaged: %s.", line));
  }
  return !rows.has_failed;
}

guint64
cen_verify (CenStore *store, const CenId *circle, GPtrArray *faults, GError **error)
{
  Check check = { store, faults, { { 0 } } };
  g_auto (CenRows) rows = { 0 };
  guint64 n_checked = 0;

  if (!check_pages (&check, error) ||
      !cen_sql_query (store, &rows, error, "SELECT no, id FROM circle WHERE ?1 IS NULL OR id = ?1",
                      "I", circle))
    return 0;
  while (cen_rows_next (&rows, error)) {
    check.circle = cen_rows_get_id (&rows, 1);
    if (!check_circle (&check, cen_rows_get_int (&rows, 0), &n_checked, error))
      return n_checked;
  }
  return n_checked;
}
