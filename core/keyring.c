/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A key reaches a device in one of four ways: a wrap in an EPOCH of which it is a recipient, the
 * wrap in the ADMIT or DEVICE_ADD that let it in, or the chain of an epoch it has. An EPOCH op does
 * not name its key; it is recognised by the sender key that follows from it.
 *
 * Keys lead from newer epochs to older ones, so one pass from the newest down finds them; verdicts
 * rest on those of older ones, so one pass up settles them. Void epochs are passed over unless one
 * that counts names them as parents. Keys stand in blocks of their own, which do not move and are
 * wiped. */

#include "keyring.h"

#include "store-sql.h"

#include <string.h>

/* A key and what it is recognised by. */
typedef struct {
  CenEpochKey key;
  guint8 sender[CEN_KEY_LEN];
} FoundKey;

static void
found_key_free (gpointer data)
{
  cen_crypto_wipe (data, sizeof (FoundKey));
  g_free (data);
}

static void
known_epoch_free (gpointer data)
{
  CenKnownEpoch *epoch = data;

  g_clear_pointer (&epoch->recipients, cen_bitset_free);
  g_clear_pointer (&epoch->payload, g_bytes_unref);
  cen_crypto_wipe (epoch, sizeof *epoch);
  g_free (epoch);
}

static void
clear_choice (CenKeyring *self)
{
  if (self->choice != NULL)
    self->choice_free (self->choice);
  self->choice = NULL;
}

static void
keyring_free (CenKeyring *self)
{
  clear_choice (self);
  g_ptr_array_unref (self->epochs);
  g_ptr_array_unref (self->keys);
  g_free (self);
}

/* --- Recipients --- */

typedef struct {
  const CenCircle *circle;
} Order;

/* By device key. One key may begin two chains: they stand in the order of their first ops. */
static int
compare_recipients (gconstpointer a, gconstpointer b, gpointer data)
{
  const CenDevice *x = *(const CenDevice *const *) a;
  const CenDevice *y = *(const CenDevice *const *) b;
  const Order *order = data;
  int by_key = cen_id_compare (&x->key, &y->key);

  return by_key != 0 ? by_key
                     : cen_frame_op_compare (order->circle->frames->pdata[x->root_number],
                                             order->circle->frames->pdata[y->root_number]);
}

static gboolean
is_effective_by (const CenAuthority *authority, const CenDevice *device)
{
  return device->member_no != 0 &&
         cen_authority_device_is_effective (authority, device->root_number);
}

CenBitset *
cen_keyring_get_effective (CenCircle *circle, const CenAuthority *authority)
{
  CenBitset *places = cen_bitset_new ();

  for (guint i = 0; i < circle->devices->len; i++) {
    if (is_effective_by (authority, circle->devices->pdata[i]))
      cen_bitset_add (places, i);
  }
  return places;
}

static GPtrArray *
list_in_order (CenCircle *circle, const CenBitset *places)
{
  GPtrArray *devices = g_ptr_array_new ();
  Order order = { circle };

  for (guint i = 0; i < circle->devices->len; i++) {
    if (cen_bitset_has (places, i))
      g_ptr_array_add (devices, circle->devices->pdata[i]);
  }
  g_ptr_array_sort_with_data (devices, compare_recipients, &order);
  return devices;
}

GPtrArray *
cen_keyring_list_recipients (CenCircle *circle, const CenAuthority *authority)
{
  g_autoptr (CenBitset) places = cen_keyring_get_effective (circle, authority);

  return list_in_order (circle, places);
}

/* --- Gathering --- */

static void
add_key (CenKeyring *self, const CenEpochKey *key)
{
  FoundKey *found;

  for (guint i = 0; i < self->keys->len; i++) {
    found = self->keys->pdata[i];
    if (memcmp (found->key.key_id, key->key_id, CEN_KEYID_LEN) == 0)
      return;
  }
  found = g_new (FoundKey, 1);
  found->key = *key;
  cen_epoch_key_get_sender (key, found->sender);
  g_ptr_array_add (self->keys, found);
}

/* The wrap by which a device was let in that this home is or was, with the key of its box; NULL
 * when @op is about no such device. */
static const CenKeyWrap *
get_own_wrap (const CenCircle *circle, const CenFrameOp *op, CenBoxKey *ret_box)
{
  guint join = 0;

  if (!op->is_valid)
    return NULL;
  if (op->frame.kind == CEN_OP_DEVICE_ADD && op->frame.device_add.has_wrap &&
      cen_circle_keys_find_box (circle->keys, &op->device, ret_box))
    return &op->frame.device_add.wrap;
  if (op->frame.kind == CEN_OP_ADMIT)
    join = GPOINTER_TO_UINT (g_hash_table_lookup (circle->frame_numbers, &op->frame.admit.join));
  if (join == 0 ||
      !cen_circle_keys_find_box (circle->keys,
                                 &((CenFrameOp *) circle->frames->pdata[join - 1])->device,
                                 ret_box))
    return NULL;
  return &op->frame.admit.wrap;
}

static void
take_own_wrap (CenKeyring *self, CenCircle *circle, const CenFrameOp *op)
{
  CenBoxKey box;
  const CenKeyWrap *wrap = get_own_wrap (circle, op, &box);
  CenEpochKey key;

  if (wrap == NULL)
    return;
  if (cen_key_wrap_open (wrap, &box, &key))
    add_key (self, &key);
  cen_epoch_key_clear (&key);
  cen_box_key_clear (&box);
}

/* Columns: payload, is_usable, recipients; the last two null when they are not known. */
static CenKnownEpoch *
read_epoch (CenRows *rows, guint number)
{
  CenKnownEpoch *known = g_new0 (CenKnownEpoch, 1);
  CenEpoch epoch;
  gsize len;
  const guint8 *bytes;

  known->number = number;
  known->payload = cen_rows_dup_bytes (rows, 0);
  bytes = known->payload != NULL ? g_bytes_get_data (known->payload, &len) : NULL;
  if (bytes == NULL || !cen_epoch_parse (&epoch, bytes, len, NULL)) {
    known_epoch_free (known);
    return NULL;
  }
  known->n = epoch.n;
  known->n_parents = epoch.n_parents;
  memcpy (known->parents, epoch.parents, sizeof known->parents);
  memcpy (known->sender, epoch.sender, CEN_KEY_LEN);
  if (!cen_rows_is_null (rows, 1))
    known->verdict = cen_rows_get_int (rows, 1) != 0 ? CEN_EPOCH_USABLE : CEN_EPOCH_UNUSABLE;
  if (!cen_rows_is_null (rows, 2)) {
    bytes = cen_rows_get_blob (rows, 2, &len);
    known->recipients = cen_bitset_from_bytes (bytes, len);
  }
  return known;
}

static gboolean
collect_epoch (CenKeyring *self, CenCircle *circle, guint number, GError **error)
{
  const CenFrameOp *op = circle->frames->pdata[number];
  g_auto (CenRows) rows = { 0 };
  CenKnownEpoch *known;

  if (!cen_sql_query (circle->store, &rows, error,
                      "SELECT b.payload, e.is_usable, e.recipients FROM op o JOIN body b"
                      " ON b.no = o.no LEFT JOIN epoch e ON e.op = o.no WHERE " CEN_SQL_IS_OP_O,
                      "Ii", &op->id, circle->no))
    return FALSE;
  if (cen_rows_next (&rows, error)) {
    known = read_epoch (&rows, number);
    if (known != NULL)
      g_ptr_array_add (self->epochs, known);
  }
  return !rows.has_failed;
}

static gboolean
collect (CenKeyring *self, CenCircle *circle, GError **error)
{
  for (; self->n_frames < circle->frames->len; self->n_frames++) {
    const CenFrameOp *op = circle->frames->pdata[self->n_frames];

    take_own_wrap (self, circle, op);
    if (op->frame.kind == CEN_OP_EPOCH && op->is_valid &&
        !collect_epoch (self, circle, self->n_frames, error))
      return FALSE;
  }
  return TRUE;
}

/* --- Keys, from the newest down --- */

static const CenBitset *
get_past (const CenCircle *circle, const CenKnownEpoch *epoch)
{
  return ((const CenFrameOp *) circle->frames->pdata[epoch->number])->past;
}

static gboolean
parse (const CenKnownEpoch *known, CenEpoch *ret_epoch)
{
  gsize len;
  const guint8 *bytes = known->payload != NULL ? g_bytes_get_data (known->payload, &len) : NULL;

  return bytes != NULL && cen_epoch_parse (ret_epoch, bytes, len, NULL);
}

static void
find_recipients (CenCircle *circle, CenKnownEpoch *known)
{
  g_autoptr (CenAuthority) then = NULL;

  if (known->recipients != NULL)
    return;
  then = cen_authority_evaluate (circle->frames, get_past (circle, known));
  known->recipients = cen_keyring_get_effective (circle, then);
  known->is_unsaved = TRUE;
}

static void
set_key (CenKnownEpoch *known, const CenEpochKey *key)
{
  CenBoxKey introduction;

  known->key = *key;
  known->has_key = TRUE;
  cen_epoch_key_get_introduction (key, &introduction);
  memcpy (known->introduction, introduction.public_key, CEN_KEY_LEN);
  cen_box_key_clear (&introduction);
}

static void
try_wrap (CenKeyring *self, CenCircle *circle, CenKnownEpoch *known)
{
  g_autoptr (GPtrArray) recipients = list_in_order (circle, known->recipients);
  gboolean is_found = FALSE;
  CenEpochKey key;
  CenEpoch epoch;
  CenBoxKey box;

  for (guint i = 0; i < recipients->len && !is_found; i++) {
    if (!cen_circle_keys_find_box (circle->keys, &((CenDevice *) recipients->pdata[i])->key, &box))
      continue;
    if (parse (known, &epoch) && cen_epoch_open_wrap (&epoch, i, &box, &key)) {
      add_key (self, &key);
      set_key (known, &key);
      cen_epoch_key_clear (&key);
      is_found = TRUE;
    }
    cen_box_key_clear (&box);
  }
}

static void
find_key (CenKeyring *self, CenCircle *circle, CenKnownEpoch *known)
{
  for (guint i = 0; i < self->keys->len; i++) {
    const FoundKey *found = self->keys->pdata[i];

    if (memcmp (found->sender, known->sender, CEN_KEY_LEN) == 0) {
      set_key (known, &found->key);
      return;
    }
  }
  if (known->has_tried_wrap)
    return;
  known->has_tried_wrap = TRUE;
  find_recipients (circle, known);
  try_wrap (self, circle, known);
}

static void
give_chain (CenKeyring *self, CenKnownEpoch *known)
{
  CenEpochKey parents[CEN_EPOCH_PARENTS_MAX];
  CenEpoch epoch;

  known->has_given_chain = TRUE;
  if (parse (known, &epoch) && cen_epoch_open_chain (&epoch, &known->key, parents)) {
    for (guint i = 0; i < epoch.n_parents; i++)
      add_key (self, &parents[i]);
  }
  cen_crypto_wipe (parents, sizeof parents);
}

/* The sender key of the one whose key has @key_id; NULL while that is not known. */
static const guint8 *
get_sender (const CenKeyring *self, const guint8 *key_id)
{
  for (guint i = 0; i < self->keys->len; i++) {
    const FoundKey *found = self->keys->pdata[i];

    if (memcmp (found->key.key_id, key_id, CEN_KEYID_LEN) == 0)
      return found->sender;
  }
  return NULL;
}

static void
want_parents (const CenKeyring *self, const CenCircle *circle, const CenKnownEpoch *known,
              guint place)
{
  for (guint k = 0; k < known->n_parents; k++) {
    const guint8 *sender = get_sender (self, known->parents[k]);

    for (guint i = 0; sender != NULL && i < place; i++) {
      CenKnownEpoch *parent = self->epochs->pdata[i];

      if (memcmp (parent->sender, sender, CEN_KEY_LEN) == 0 &&
          cen_bitset_has (get_past (circle, known), parent->number))
        parent->is_wanted = TRUE;
    }
  }
}

static void
find_keys (CenKeyring *self, CenCircle *circle)
{
  for (guint i = self->epochs->len; i-- > 0;) {
    CenKnownEpoch *known = self->epochs->pdata[i];

    known->is_wanted =
        known->is_wanted || cen_authority_is_effective (circle->authority, known->number);
    if (!known->is_wanted)
      continue;
    if (!known->has_key)
      find_key (self, circle, known);
    if (known->has_key && !known->has_given_chain) {
      give_chain (self, known);
      want_parents (self, circle, known, i);
    }
  }
}

/* --- Verdicts, from the oldest up --- */

gboolean
cen_keyring_is_parent (const CenCircle *circle, const CenKnownEpoch *epoch,
                       const CenKnownEpoch *parent)
{
  if (!parent->has_key || parent->verdict != CEN_EPOCH_USABLE ||
      !cen_bitset_has (get_past (circle, epoch), parent->number))
    return FALSE;
  for (guint i = 0; i < epoch->n_parents; i++) {
    if (memcmp (epoch->parents[i], parent->key.key_id, CEN_KEYID_LEN) == 0)
      return TRUE;
  }
  return FALSE;
}

/* A renewal brings a key that was not there before. */
static gboolean
is_repeated (const CenKeyring *self, const CenCircle *circle, const CenKnownEpoch *known)
{
  for (guint i = 0; i < self->epochs->len; i++) {
    const CenKnownEpoch *other = self->epochs->pdata[i];

    if (memcmp (other->sender, known->sender, CEN_KEY_LEN) == 0 &&
        cen_bitset_has (get_past (circle, known), other->number))
      return TRUE;
  }
  return FALSE;
}

static gboolean
begins_rightly (const CenKeyring *self, const CenCircle *circle, const CenKnownEpoch *known,
                const CenAuthority *then)
{
  for (guint i = 0; i < self->epochs->len; i++) {
    const CenKnownEpoch *other = self->epochs->pdata[i];

    if (cen_bitset_has (get_past (circle, known), other->number) &&
        cen_authority_is_effective (then, other->number))
      return FALSE;
  }
  return known->n == 1;
}

/* Each parent is a usable epoch that is effective in the past, and n follows the greatest. */
static gboolean
follows_rightly (const CenKeyring *self, const CenCircle *circle, const CenKnownEpoch *known,
                 const CenAuthority *then)
{
  guint64 n_max = 0;

  for (guint k = 0; k < known->n_parents; k++) {
    gboolean is_there = FALSE;

    for (guint i = 0; i < self->epochs->len; i++) {
      const CenKnownEpoch *parent = self->epochs->pdata[i];

      if (!parent->has_key || parent->verdict != CEN_EPOCH_USABLE ||
          memcmp (parent->key.key_id, known->parents[k], CEN_KEYID_LEN) != 0 ||
          !cen_bitset_has (get_past (circle, known), parent->number) ||
          !cen_authority_is_effective (then, parent->number))
        continue;
      is_there = TRUE;
      n_max = MAX (n_max, parent->n);
    }
    if (!is_there)
      return FALSE;
  }
  return known->n == n_max + 1;
}

static gboolean
wraps_are_right (CenCircle *circle, const CenKnownEpoch *known)
{
  g_autoptr (GPtrArray) recipients = list_in_order (circle, known->recipients);
  g_autoptr (GByteArray) boxes = g_byte_array_new ();
  CenEpoch epoch;

  for (guint i = 0; i < recipients->len; i++)
    g_byte_array_append (boxes, ((CenDevice *) recipients->pdata[i])->box, CEN_KEY_LEN);
  return parse (known, &epoch) &&
         cen_epoch_wraps_are_right (&epoch, &known->key, boxes->data, recipients->len);
}

static gboolean
chain_is_right (const CenKnownEpoch *known)
{
  CenEpochKey parents[CEN_EPOCH_PARENTS_MAX];
  CenEpoch epoch;
  gboolean ok = parse (known, &epoch) && cen_epoch_open_chain (&epoch, &known->key, parents);

  cen_crypto_wipe (parents, sizeof parents);
  return ok;
}

static void
judge (CenKeyring *self, CenCircle *circle, CenKnownEpoch *known)
{
  g_autoptr (CenAuthority) then = cen_authority_evaluate (circle->frames, get_past (circle, known));
  gboolean is_usable;

  if (known->recipients == NULL)
    known->recipients = cen_keyring_get_effective (circle, then);
  is_usable = !is_repeated (self, circle, known) &&
              (known->n_parents == 0 ? begins_rightly (self, circle, known, then)
                                     : follows_rightly (self, circle, known, then)) &&
              chain_is_right (known) && wraps_are_right (circle, known);
  known->verdict = is_usable ? CEN_EPOCH_USABLE : CEN_EPOCH_UNUSABLE;
  known->is_unsaved = TRUE;
}

static void
judge_all (CenKeyring *self, CenCircle *circle)
{
  for (guint i = 0; i < self->epochs->len; i++) {
    CenKnownEpoch *known = self->epochs->pdata[i];

    if (known->is_wanted && known->has_key && known->verdict == CEN_EPOCH_UNKNOWN)
      judge (self, circle, known);
    if (known->verdict != CEN_EPOCH_UNKNOWN && known->has_given_chain)
      g_clear_pointer (&known->payload, g_bytes_unref);
  }
}

/* --- Keeping what was found out --- */

static gboolean
save_one (CenCircle *circle, CenKnownEpoch *known, GError **error)
{
  const CenFrameOp *op = circle->frames->pdata[known->number];
  g_autoptr (GBytes) recipients = cen_bitset_to_bytes (known->recipients);
  gsize len;
  const guint8 *bytes = g_bytes_get_data (recipients, &len);

  known->is_unsaved = FALSE;
  return cen_sql_run (circle->store, error,
                      "INSERT OR REPLACE INTO epoch (op, is_usable, recipients)"
                      " SELECT no, nullif (?3, -1), ?4 FROM op WHERE " CEN_SQL_IS_OP,
                      "Iiib", &op->id, circle->no,
                      (gint64) (known->verdict == CEN_EPOCH_UNKNOWN
                                    ? -1
                                    : known->verdict == CEN_EPOCH_USABLE),
                      bytes != NULL ? bytes : (const guint8 *) "", len);
}

static gboolean
save_all (CenKeyring *self, CenCircle *circle, GError **error)
{
  gboolean ok = TRUE;
  gboolean has_any = FALSE;

  for (guint i = 0; i < self->epochs->len; i++)
    has_any = has_any || ((CenKnownEpoch *) self->epochs->pdata[i])->is_unsaved;
  if (!has_any)
    return TRUE;
  if (!cen_store_begin (circle->store, CEN_STORE_NORMAL, error))
    return FALSE;
  for (guint i = 0; ok && i < self->epochs->len; i++) {
    CenKnownEpoch *known = self->epochs->pdata[i];

    ok = !known->is_unsaved || save_one (circle, known, error);
  }
  if (ok)
    return cen_store_commit (circle->store, error);
  cen_store_rollback (circle->store);
  return FALSE;
}

static gboolean
refresh (CenKeyring *self, CenCircle *circle, GError **error)
{
  clear_choice (self);
  if (!collect (self, circle, error))
    return FALSE;
  find_keys (self, circle);
  judge_all (self, circle);
  return save_all (self, circle, error);
}

CenKeyring *
cen_keyring_get (CenCircle *circle, GError **error)
{
  CenKeyring *self = circle->keyring;

  if (self == NULL) {
    self = circle->keyring = g_new0 (CenKeyring, 1);
    circle->keyring_free = keyring_free;
    self->epochs = g_ptr_array_new_with_free_func (known_epoch_free);
    self->keys = g_ptr_array_new_with_free_func (found_key_free);
  } else if (self->authority_no == circle->authority_no) {
    return self;
  }
  if (circle->keys != NULL && !refresh (self, circle, error)) {
    g_clear_pointer (&circle->keyring, keyring_free);
    return NULL;
  }
  self->authority_no = circle->authority_no;
  return self;
}
