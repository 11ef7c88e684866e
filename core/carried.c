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

#include "carried-private.h"

#include "carry.h"
#include "epochs.h"
#include "store-sql.h"

#include <string.h>

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

CenCarriedKey *
cen_carried_find_key (CenCarried *self, const guint8 key_id[static CEN_KEYID_LEN])
{
  for (guint i = 0; i < self->keys->len; i++) {
    CenCarriedKey *key = self->keys->pdata[i];

    if (memcmp (key->key.key_id, key_id, CEN_KEYID_LEN) == 0)
      return key;
  }
  return NULL;
}

gboolean
cen_carried_load_key (CenCarried *self, CenCarriedKey *key, GError **error)
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

  if (cen_carried_find_key (self, epoch->key_id) != NULL)
    return TRUE;
  key = g_new0 (CenCarriedKey, 1);
  key->key = *epoch;
  key->news = g_array_new (FALSE, FALSE, sizeof (CenCarriedEntry));
  if (!cen_carried_load_key (self, key, error)) {
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

gboolean
cen_carried_refresh_keys (CenCarried *self, GError **error)
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

gboolean
cen_carried_load (CenCarried *self, GError **error)
{
  gint64 n_keys;

  if (!cen_sql_get_int (self->circle->store, 0, &self->upto, error,
                        "SELECT op FROM carried_upto WHERE circle = ?", "i", self->circle->no) ||
      !cen_sql_get_int (self->circle->store, 0, &n_keys, error,
                        "SELECT n_keys FROM carried_upto WHERE circle = ?", "i", self->circle->no))
    return FALSE;
  self->n_keys = (guint) n_keys;
  self->is_loaded = cen_carried_refresh_keys (self, error);
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
  return cen_carried_find_key (self, writing->key.key_id);
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
      return cen_carried_find_key (self, epoch->key.key_id);
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

/* @ret_key: NULL while there is none. */
gboolean
cen_carried_choose (CenCarried *self, const CenCarriedRow *row, CenCarriedKey **ret_key,
                    GError **error)
{
  CenCarriedKey *own = row->op.has_key ? cen_carried_find_key (self, row->op.key_id) : NULL;
  gboolean may = FALSE;

  *ret_key = NULL;
  if (row->op.has_key && own == NULL)
    return TRUE;
  if (own != NULL && !may_carry (self, &row->op, &row->id, row->past, &may, error))
    return FALSE;
  *ret_key = may ? own : choose_later (self, cen_circle_get_past (self->circle, row->past));
  return TRUE;
}
