/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Which key an op goes under follows from its past and the keys alone, so all who hold the same
 * come to the same envelopes:
 *   - its own, where it may be carried under it;
 *   - a JOIN, which names none, that of the ADMIT;
 *   - another that names none, or may not be carried under its own, that of the usable epoch of the
 *     least n (then the least key_id) that knows of every frame op that this one knows of. So what
 *     was written while a key was due is not held up, and who is out cannot open it.
 * GENESIS and the first EPOCH go under none: whoever reads anything has them. */

#include "carried.h"

#include "carry.h"
#include "envelope.h"
#include "epochs.h"
#include "log.h"
#include "store-sql.h"

#include <string.h>

struct _CenCarried {
  CenCircle *circle;
  GPtrArray *keys; /* CenCarriedKey */
  GArray *handed;  /* CenEpochKey that the log does not give yet */
  GHashTable *may; /* "past:key" → whether it may be carried */
  gint64 upto;
  gint64 at_relay; /* what cen_carried_set_where() wrote last; -1: not known */
  guint n_keys;    /* usable when @upto was reached */
  gboolean is_loaded;
  gboolean may_be_late; /* some wait, and there are other keys */
  guint authority_no;
};

static void
carried_key_free (gpointer data)
{
  CenCarriedKey *key = data;

  cen_epoch_key_clear (&key->key);
  g_array_unref (key->news);
  g_free (key);
}

CenCarried *
cen_carried_new (CenCircle *circle)
{
  CenCarried *self = g_new0 (CenCarried, 1);

  self->circle = circle;
  self->at_relay = -1;
  self->keys = g_ptr_array_new_with_free_func (carried_key_free);
  self->handed = g_array_new (FALSE, FALSE, sizeof (CenEpochKey));
  g_array_set_clear_func (self->handed, (GDestroyNotify) cen_epoch_key_clear);
  self->may = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

void
cen_carried_free (CenCarried *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->keys);
  g_array_unref (self->handed);
  g_hash_table_unref (self->may);
  g_free (self);
}

void
cen_carried_add_key (CenCarried *self, const guint8 key[static CEN_KEY_LEN])
{
  CenEpochKey handed;

  cen_epoch_key_from_bytes (&handed, key);
  for (guint i = 0; i < self->handed->len; i++) {
    if (memcmp (g_array_index (self->handed, CenEpochKey, i).key, key, CEN_KEY_LEN) == 0)
      return;
  }
  if (self->handed->len >= CEN_CARRIED_HANDED_MAX)
    return;
  g_array_append_val (self->handed, handed);
  self->is_loaded = FALSE;
}

/* --- Keys --- */

static CenCarriedKey *
find_key (CenCarried *self, const guint8 key_id[static CEN_KEYID_LEN])
{
  for (guint i = 0; i < self->keys->len; i++) {
    CenCarriedKey *key = self->keys->pdata[i];

    if (memcmp (key->key.key_id, key_id, CEN_KEYID_LEN) == 0)
      return key;
  }
  return NULL;
}

static gboolean
load_key (CenCarried *self, CenCarriedKey *key, GError **error)
{
  g_auto (CenRows) rows = { 0 };

  if (!cen_sql_query (self->circle->store, &rows, error,
                      "SELECT id FROM carried WHERE circle = ? AND key = ?", "ib", self->circle->no,
                      key->key.key_id, (gsize) CEN_KEYID_LEN))
    return FALSE;
  while (cen_rows_next (&rows, error)) {
    CenId id = cen_rows_get_id (&rows, 0);

    cen_held_add (&key->held, &id);
  }
  return !rows.has_failed;
}

static gboolean
ensure_key (CenCarried *self, const CenEpochKey *epoch, GError **error)
{
  CenCarriedKey *key;

  if (find_key (self, epoch->key_id) != NULL)
    return TRUE;
  key = g_new0 (CenCarriedKey, 1);
  key->key = *epoch;
  key->news = g_array_new (FALSE, FALSE, sizeof (CenCarriedEntry));
  if (!load_key (self, key, error)) {
    carried_key_free (key);
    return FALSE;
  }
  g_ptr_array_add (self->keys, key);
  return TRUE;
}

static int
compare_epochs (gconstpointer a, gconstpointer b)
{
  const CenKnownEpoch *x = *(CenKnownEpoch *const *) a;
  const CenKnownEpoch *y = *(CenKnownEpoch *const *) b;

  if (x->n != y->n)
    return x->n < y->n ? -1 : 1;
  return memcmp (x->key.key_id, y->key.key_id, CEN_KEYID_LEN);
}

/* The usable epochs whose key is known, the oldest first; CenKnownEpoch, lent. */
static GPtrArray *
list_usable (const CenKeyring *keyring)
{
  GPtrArray *usable = g_ptr_array_new ();

  for (guint i = 0; i < keyring->epochs->len; i++) {
    CenKnownEpoch *epoch = keyring->epochs->pdata[i];

    if (epoch->has_key && epoch->verdict == CEN_EPOCH_USABLE)
      g_ptr_array_add (usable, epoch);
  }
  g_ptr_array_sort (usable, compare_epochs);
  return usable;
}

static gboolean
refresh_keys (CenCarried *self, GError **error)
{
  CenKeyring *keyring = cen_keyring_get (self->circle, error);
  g_autoptr (GPtrArray) usable = keyring != NULL ? list_usable (keyring) : NULL;

  if (usable == NULL)
    return FALSE;
  for (guint i = 0; i < usable->len; i++) {
    if (!ensure_key (self, &((CenKnownEpoch *) usable->pdata[i])->key, error))
      return FALSE;
  }
  for (guint i = 0; i < self->handed->len; i++) {
    if (!ensure_key (self, &g_array_index (self->handed, CenEpochKey, i), error))
      return FALSE;
  }
  self->may_be_late = self->may_be_late || usable->len != self->n_keys;
  self->n_keys = usable->len;
  self->authority_no = self->circle->authority_no;
  return TRUE;
}

static gboolean
load (CenCarried *self, GError **error)
{
  gint64 n_keys;

  if (!cen_sql_get_int (self->circle->store, 0, &self->upto, error,
                        "SELECT op FROM carried_upto WHERE circle = ?", "i", self->circle->no) ||
      !cen_sql_get_int (self->circle->store, 0, &n_keys, error,
                        "SELECT n_keys FROM carried_upto WHERE circle = ?", "i", self->circle->no))
    return FALSE;
  self->n_keys = (guint) n_keys;
  self->is_loaded = refresh_keys (self, error);
  return self->is_loaded;
}

GPtrArray *
cen_carried_get_keys (CenCarried *self)
{
  return self->keys;
}

CenCarriedKey *
cen_carried_get_writing (CenCarried *self)
{
  const CenKnownEpoch *writing = NULL;

  if (!cen_epochs_get_writing (self->circle, &writing, NULL) || writing == NULL)
    return NULL;
  return find_key (self, writing->key.key_id);
}

/* --- Which key --- */

static gboolean
is_within (const CenBitset *some, const CenBitset *all, guint also)
{
  for (guint i = 0; i < some->n_words; i++) {
    guint64 left = some->words[i] & ~(i < all->n_words ? all->words[i] : 0);

    if (i == also / 64)
      left &= ~(G_GUINT64_CONSTANT (1) << (also % 64));
    if (left != 0)
      return FALSE;
  }
  return TRUE;
}

/* The first epoch that knows all that an op with @past knows. */
static CenCarriedKey *
choose_later (CenCarried *self, const CenBitset *past)
{
  CenKeyring *keyring = cen_keyring_get (self->circle, NULL);
  g_autoptr (GPtrArray) usable = keyring != NULL ? list_usable (keyring) : g_ptr_array_new ();

  for (guint i = 0; i < usable->len; i++) {
    const CenKnownEpoch *epoch = usable->pdata[i];
    const CenFrameOp *op = self->circle->frames->pdata[epoch->number];

    if (is_within (past, op->past, epoch->number))
      return find_key (self, epoch->key.key_id);
  }
  return NULL;
}

/* Asked once for each key and past: it costs an evaluation of authority. */
static gboolean
may_carry (CenCarried *self, const CenOp *op, const CenId *id, gint64 past, gboolean *ret_may,
           GError **error)
{
  g_autofree char *name = NULL;
  g_autofree char *key = NULL;
  gpointer known;

  if (op->kind == CEN_OP_EPOCH)
    return cen_epochs_may_carry (self->circle, id, ret_may, error);
  key = g_base64_encode (op->key_id, CEN_KEYID_LEN);
  name = g_strdup_printf ("%" G_GINT64_FORMAT ":%s", past, key);
  if (g_hash_table_lookup_extended (self->may, name, NULL, &known)) {
    *ret_may = GPOINTER_TO_INT (known);
    return TRUE;
  }
  if (!cen_epochs_may_carry (self->circle, id, ret_may, error))
    return FALSE;
  g_hash_table_insert (self->may, g_steal_pointer (&name), GINT_TO_POINTER (*ret_may));
  return TRUE;
}

/* An op out of the log. */
typedef struct {
  gint64 no;
  gint64 past;
  CenId id;
  CenOp op;
  GBytes *bytes;
  GBytes *payload; /* NULL when it was erased */
} Row;

static void
row_clear (Row *self)
{
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_pointer (&self->payload, g_bytes_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Row, row_clear)

/* @ret_key: NULL while there is none. */
static gboolean
choose (CenCarried *self, const Row *row, CenCarriedKey **ret_key, GError **error)
{
  CenCarriedKey *own = row->op.has_key ? find_key (self, row->op.key_id) : NULL;
  gboolean may = FALSE;

  *ret_key = NULL;
  if (row->op.has_key && own == NULL)
    return TRUE;
  if (own != NULL && !may_carry (self, &row->op, &row->id, row->past, &may, error))
    return FALSE;
  *ret_key = may ? own : choose_later (self, cen_circle_get_past (self->circle, row->past));
  return TRUE;
}

/* --- Looking at ops --- */

static GBytes *
seal (CenCarried *self, const CenCarriedKey *key, GBytes *op, GBytes *payload, CenId *ret_id)
{
  static const guint8 erased[CEN_ID_LEN] = { 0 };

  return cen_envelope_seal (&key->key, &self->circle->id, op, payload, erased, ret_id);
}

static gboolean
insert (CenCarried *self, CenCarriedKey *key, const CenId *id, gint64 op, GError **error)
{
  CenCarriedEntry entry = { *id, op };

  if (cen_carried_has (self, key, id))
    return TRUE;
  if (!cen_sql_run (self->circle->store, error,
                    "INSERT INTO carried (circle, key, id, op) VALUES (?, ?, ?, ?)", "ibIi",
                    self->circle->no, key->key.key_id, (gsize) CEN_KEYID_LEN, id, op))
    return FALSE;
  cen_held_add (&key->held, id);
  if (key->news->len >= CEN_CARRIED_NEWS_MAX) {
    g_array_remove_range (key->news, 0, CEN_CARRIED_NEWS_MAX / 2);
    key->news_from += CEN_CARRIED_NEWS_MAX / 2;
  }
  g_array_append_val (key->news, entry);
  return TRUE;
}

static gboolean
read_row (CenCarried *self, gint64 no, Row *ret_row, GError **error)
{
  g_auto (CenRows) rows = { 0 };

  if (!cen_sql_query (self->circle->store, &rows, error,
                      "SELECT o.id, o.past, b.op, b.payload FROM op o JOIN body b ON b.no = o.no"
                      " WHERE o.no = ?",
                      "i", no) ||
      !cen_rows_next (&rows, error))
    return FALSE;
  ret_row->no = no;
  ret_row->id = cen_rows_get_id (&rows, 0);
  ret_row->past = cen_rows_get_int (&rows, 1);
  ret_row->bytes = cen_rows_dup_bytes (&rows, 2);
  ret_row->payload = cen_rows_dup_bytes (&rows, 3);
  return cen_op_decode (&ret_row->op, g_bytes_get_data (ret_row->bytes, NULL),
                        g_bytes_get_size (ret_row->bytes), error);
}

/* The JOIN that the ADMIT in @row names goes with it. */
static gboolean
add_join (CenCarried *self, CenCarriedKey *key, const Row *row, GError **error)
{
  g_auto (Row) join = { 0 };
  g_autoptr (GBytes) envelope = NULL;
  CenFrame frame;
  gint64 no;
  CenId id;

  if (row->payload == NULL ||
      !cen_frame_parse (&frame, CEN_OP_ADMIT, g_bytes_get_data (row->payload, NULL),
                        g_bytes_get_size (row->payload), NULL))
    return TRUE;
  if (!cen_circle_find_op (self->circle, &frame.admit.join, &no, error))
    return FALSE;
  if (no == 0)
    return TRUE;
  if (!read_row (self, no, &join, error))
    return FALSE;
  envelope = seal (self, key, join.bytes, join.payload, &id);
  return insert (self, key, &id, no, error);
}

static gboolean
goes_alone (const CenOp *op)
{
  return op->kind != CEN_OP_GENESIS && op->kind != CEN_OP_JOIN &&
         (op->kind != CEN_OP_EPOCH || op->has_key);
}

static gboolean
look_at (CenCarried *self, gint64 no, gboolean *ret_is_late, GError **error)
{
  g_auto (Row) row = { 0 };
  g_autoptr (GBytes) envelope = NULL;
  CenCarriedKey *key;
  CenId id;

  *ret_is_late = FALSE;
  if (!read_row (self, no, &row, error))
    return FALSE;
  if (!goes_alone (&row.op))
    return TRUE;
  if (!choose (self, &row, &key, error))
    return FALSE;
  if (key == NULL) {
    *ret_is_late = TRUE;
    return TRUE;
  }
  if (row.op.kind == CEN_OP_ADMIT && !add_join (self, key, &row, error))
    return FALSE;
  envelope = seal (self, key, row.bytes, row.payload, &id);
  return insert (self, key, &id, no, error);
}

static gboolean
look_again (CenCarried *self, GError **error)
{
  g_autoptr (GArray) nos = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_auto (CenRows) rows = { 0 };

  if (!cen_sql_query (self->circle->store, &rows, error,
                      "SELECT op FROM carried_late WHERE circle = ? ORDER BY op", "i",
                      self->circle->no))
    return FALSE;
  while (cen_rows_next (&rows, error)) {
    gint64 no = cen_rows_get_int (&rows, 0);

    g_array_append_val (nos, no);
  }
  cen_rows_clear (&rows);
  for (guint i = 0; i < nos->len; i++) {
    gint64 no = g_array_index (nos, gint64, i);
    gboolean is_late;

    if (!look_at (self, no, &is_late, error) ||
        (!is_late && !cen_sql_run (self->circle->store, error,
                                   "DELETE FROM carried_late WHERE op = ?", "i", no)))
      return FALSE;
  }
  self->may_be_late = FALSE;
  return TRUE;
}

static GArray *
list_new (CenCarried *self, guint n_max, GError **error)
{
  g_autoptr (GArray) nos = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_auto (CenRows) rows = { 0 };

  if (!cen_sql_query (self->circle->store, &rows, error,
                      "SELECT no FROM op WHERE no > ? AND circle = ? ORDER BY no LIMIT ?", "iii",
                      self->upto, self->circle->no, (gint64) n_max))
    return NULL;
  while (cen_rows_next (&rows, error)) {
    gint64 no = cen_rows_get_int (&rows, 0);

    g_array_append_val (nos, no);
  }
  return rows.has_failed ? NULL : g_steal_pointer (&nos);
}

static gboolean
look_on (CenCarried *self, GArray *nos, GError **error)
{
  for (guint i = 0; i < nos->len; i++) {
    gint64 no = g_array_index (nos, gint64, i);
    gboolean is_late;

    if (!look_at (self, no, &is_late, error) ||
        (is_late && !cen_sql_run (self->circle->store, error,
                                  "INSERT OR IGNORE INTO carried_late (op, circle) VALUES (?, ?)",
                                  "ii", no, self->circle->no)))
      return FALSE;
    self->upto = no;
  }
  return cen_sql_run (self->circle->store, error,
                      "INSERT INTO carried_upto (circle, op, n_keys) VALUES (?, ?, ?)"
                      " ON CONFLICT DO UPDATE SET op = excluded.op, n_keys = excluded.n_keys",
                      "iii", self->circle->no, self->upto, (gint64) self->n_keys);
}

/* After a failure what is in memory is read anew. */
static void
forget (CenCarried *self)
{
  for (guint i = 0; i < self->keys->len; i++) {
    CenCarriedKey *key = self->keys->pdata[i];

    key->held = (CenHeld){ 0 };
    load_key (self, key, NULL);
  }
  self->is_loaded = FALSE;
}

gboolean
cen_carried_update (CenCarried *self, guint n_max, gboolean *ret_is_done, GError **error)
{
  g_autoptr (GArray) nos = NULL;

  *ret_is_done = TRUE;
  if (!self->is_loaded && !load (self, error))
    return FALSE;
  if (self->authority_no != self->circle->authority_no && !refresh_keys (self, error))
    return FALSE;
  nos = list_new (self, n_max, error);
  if (nos == NULL)
    return FALSE;
  *ret_is_done = nos->len < n_max;
  if (nos->len == 0 && !self->may_be_late)
    return TRUE;
  if (!cen_store_begin (self->circle->store, CEN_STORE_NORMAL, error))
    return FALSE;
  if (look_on (self, nos, error) && (!self->may_be_late || look_again (self, error)) &&
      cen_store_commit (self->circle->store, error))
    return TRUE;
  cen_store_rollback (self->circle->store);
  forget (self);
  return FALSE;
}

/* --- Envelopes --- */

gboolean
cen_carried_has (CenCarried *self, const CenCarriedKey *key, const CenId *id)
{
  gint64 found;

  return cen_sql_get_int (self->circle->store, 0, &found, NULL,
                          "SELECT 1 FROM carried WHERE circle = ? AND key = ? AND id = ?", "ibI",
                          self->circle->no, key->key.key_id, (gsize) CEN_KEYID_LEN, id) &&
         found != 0;
}

/* @name: an epoch's key_id, or a drawer for what is junk in it. */
static gboolean foreach (CenCarried *self, const guint8 *name, gsize len, CenCarriedFunc func,
                         gpointer user_data, GError * *error)
{
  g_auto (CenRows) rows = { 0 };

  if (!cen_sql_query (self->circle->store, &rows, error,
                      "SELECT id, op FROM carried WHERE circle = ? AND key = ?", "ib",
                      self->circle->no, name, len))
    return FALSE;
  while (cen_rows_next (&rows, error)) {
    CenId id = cen_rows_get_id (&rows, 0);

    func (&id, cen_rows_get_int (&rows, 1), user_data);
  }
  return !rows.has_failed;
}

gboolean
cen_carried_foreach (CenCarried *self, const CenCarriedKey *key, CenCarriedFunc func,
                     gpointer user_data, GError **error)
{
  return foreach (self, key->key.key_id, CEN_KEYID_LEN, func, user_data, error);
}

static gboolean
drop (CenCarried *self, CenCarriedKey *key, const CenId *id, GError **error)
{
  if (!cen_sql_run (self->circle->store, error,
                    "DELETE FROM carried WHERE circle = ? AND key = ? AND id = ?", "ibI",
                    self->circle->no, key->key.key_id, (gsize) CEN_KEYID_LEN, id))
    return FALSE;
  key->held = (CenHeld){ 0 };
  return load_key (self, key, error);
}

GBytes *
cen_carried_seal (CenCarried *self, CenCarriedKey *key, const CenId *id, gint64 op, GError **error)
{
  g_auto (Row) row = { 0 };
  g_autoptr (GBytes) envelope = NULL;
  CenId made;

  if (!read_row (self, op, &row, error))
    return NULL;
  envelope = seal (self, key, row.bytes, row.payload, &made);
  if (cen_id_equal (&made, id))
    return g_steal_pointer (&envelope);
  if (drop (self, key, id, error))
    insert (self, key, &made, op, error);
  return NULL;
}

gboolean
cen_carried_open (CenCarried *self, const CenCarriedKey *key, const guint8 *bytes, gsize len,
                  CenId *ret_id, CenIncoming *ret_incoming, GError **error)
{
  guint8 key_id[CEN_KEYID_LEN];
  g_autoptr (GBytes) op_bytes = NULL;
  g_autoptr (GBytes) payload = NULL;
  CenOp op;

  if (!cen_envelope_peek (bytes, len, ret_id, key_id, error) ||
      !cen_envelope_open (&key->key, &self->circle->id, bytes, len, &op_bytes, &payload, error))
    return FALSE;
  if (!cen_op_decode (&op, g_bytes_get_data (op_bytes, NULL), g_bytes_get_size (op_bytes), error))
    return FALSE;
  if (payload != NULL &&
      !cen_op_matches_payload (&op, g_bytes_get_data (payload, NULL), g_bytes_get_size (payload))) {
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_INVALID,
                         "An envelope does not fit what is in it.");
    return FALSE;
  }
  *ret_incoming =
      (CenIncoming){ .op = g_steal_pointer (&op_bytes), .payload = g_steal_pointer (&payload) };
  return TRUE;
}

gboolean
cen_carried_note (CenCarried *self, CenCarriedKey *key, const CenId *id, gint64 op, GError **error)
{
  return insert (self, key, id, op, error);
}

gboolean
cen_carried_note_junk (CenCarried *self, const CenId *drawer, const CenId *id, GError **error)
{
  gint64 n;

  return cen_sql_get_int (self->circle->store, 0, &n, error,
                          "SELECT count (*) FROM carried WHERE circle = ? AND key = ?", "iI",
                          self->circle->no, drawer) &&
         n < CEN_CARRIED_JUNK_MAX &&
         cen_sql_run (self->circle->store, error,
                      "INSERT OR IGNORE INTO carried (circle, key, id, op) VALUES (?, ?, ?, 0)",
                      "iII", self->circle->no, drawer, id);
}

gboolean
cen_carried_foreach_junk (CenCarried *self, const CenId *drawer, CenCarriedFunc func,
                          gpointer user_data, GError **error)
{
  return foreach (self, drawer->bytes, CEN_ID_LEN, func, user_data, error);
}

/* --- Cursors --- */

gint64
cen_carried_get_cursor (CenCarried *self, const CenId *drawer)
{
  gint64 no = 0;

  cen_sql_get_int (self->circle->store, 0, &no, NULL,
                   "SELECT no FROM relay_cursor WHERE circle = ? AND drawer = ?", "iI",
                   self->circle->no, drawer);
  return no;
}

gboolean
cen_carried_set_cursor (CenCarried *self, const CenId *drawer, gint64 no, GError **error)
{
  return cen_sql_run (self->circle->store, error,
                      "INSERT INTO relay_cursor (circle, drawer, no) VALUES (?, ?, ?)"
                      " ON CONFLICT DO UPDATE SET no = excluded.no",
                      "iIi", self->circle->no, drawer, no);
}

gboolean
cen_carried_set_where (CenCarried *self, CenCarriedWhere where, GError **error)
{
  gint64 upto = where == CEN_CARRIED_AT_RELAY ? self->upto : 0;

  if (self->at_relay < 0 &&
      !cen_sql_get_int (self->circle->store, 0, &self->at_relay, error,
                        "SELECT op FROM relay_upto WHERE circle = ?", "i", self->circle->no))
    return FALSE;
  if (self->at_relay == upto)
    return TRUE;
  self->at_relay = upto;
  self->circle->changes |= CEN_CHANGED_COPIES;
  return cen_sql_run (self->circle->store, error,
                      "INSERT OR REPLACE INTO relay_upto (circle, op) VALUES (?, ?)", "ii",
                      self->circle->no, upto);
}
