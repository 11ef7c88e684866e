/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A key reaches a device in one of three ways: a wrap in an EPOCH of which it is a recipient, the
 * wrap in the ADMIT that let it in, or the chain of an epoch it has. An EPOCH op does not name its
 * key; it is recognised by the sender key that follows from it. */

#include "keyring.h"

#include "store-sql.h"

#include <string.h>

static void
known_epoch_clear (gpointer data)
{
  cen_crypto_wipe (data, sizeof (CenKnownEpoch));
}

/* Box keys of the devices effective in the past of frame op @number, by device key. */
static GByteArray *
list_recipients (CenCircle *circle, const CenFrameOp *epoch, guint *ret_self)
{
  g_autoptr (CenAuthority) then = cen_authority_evaluate (circle->frames, epoch->past);
  g_autoptr (GPtrArray) all = g_ptr_array_new ();
  GByteArray *boxes = g_byte_array_new ();

  *ret_self = G_MAXUINT;
  for (guint i = 0; i < circle->devices->len; i++) {
    CenDevice *device = circle->devices->pdata[i];
    const CenMemberInfo *info = cen_authority_get_member (then, &device->member);

    if (device->member_no != 0 && cen_authority_is_effective (then, device->root_number) &&
        info != NULL && info->state == CEN_MEMBER_ACTIVE)
      g_ptr_array_add (all, device);
  }
  g_ptr_array_sort (all, cen_device_compare);
  for (guint i = 0; i < all->len; i++) {
    const CenDevice *device = all->pdata[i];

    if (cen_id_equal (&device->key, &circle->self_device))
      *ret_self = i;
    g_byte_array_append (boxes, device->box, CEN_KEY_LEN);
  }
  return boxes;
}

static gboolean
has_key (GArray *known, const CenEpochKey *key)
{
  for (guint i = 0; i < known->len; i++) {
    if (memcmp (g_array_index (known, CenKnownEpoch, i).key.key_id, key->key_id, CEN_KEYID_LEN) ==
        0)
      return TRUE;
  }
  return FALSE;
}

static void
add_key (GArray *known, const CenEpochKey *key, guint64 n)
{
  CenKnownEpoch epoch = { *key, n };

  if (!has_key (known, key))
    g_array_append_val (known, epoch);
  cen_crypto_wipe (&epoch, sizeof epoch);
}

static void
collect_admission (CenCircle *circle, GArray *known)
{
  for (guint i = 0; i < circle->frames->len; i++) {
    const CenFrameOp *op = circle->frames->pdata[i];
    guint join = 0;
    CenEpochKey key;

    if (op->frame.kind == CEN_OP_ADMIT && op->is_valid)
      join = GPOINTER_TO_UINT (g_hash_table_lookup (circle->frame_numbers, &op->frame.admit.join));
    if (join == 0 || !cen_id_equal (&((CenFrameOp *) circle->frames->pdata[join - 1])->device,
                                    &circle->self_device))
      continue;
    if (cen_key_wrap_open (&op->frame.admit.wrap, &circle->keys->box, &key))
      add_key (known, &key, 0);
    cen_epoch_key_clear (&key);
  }
}

static void
add_parents (GArray *known, const CenEpoch *epoch, const CenEpochKey *key)
{
  CenEpochKey parents[CEN_EPOCH_PARENTS_MAX];

  if (cen_epoch_open_chain (epoch, key, parents)) {
    for (guint i = 0; i < epoch->n_parents; i++)
      add_key (known, &parents[i], 0);
  }
  cen_crypto_wipe (parents, sizeof parents);
}

/* Adds what @epoch yields: its key to a recipient, and to whoever has that key the parents' keys.
 * Gives the key its number. */
static void
match_epoch (CenCircle *circle, const CenFrameOp *op, const CenEpoch *epoch, GArray *known)
{
  guint self;
  g_autoptr (GByteArray) boxes = list_recipients (circle, op, &self);
  CenEpochKey key;

  if (self != G_MAXUINT && cen_epoch_open (epoch, boxes->data, boxes->len / CEN_KEY_LEN, self,
                                           &circle->keys->box, &key)) {
    add_key (known, &key, epoch->n);
    cen_epoch_key_clear (&key);
  }
  for (guint i = 0; i < known->len; i++) {
    if (!cen_epoch_key_is_of (&g_array_index (known, CenKnownEpoch, i).key, epoch))
      continue;
    g_array_index (known, CenKnownEpoch, i).n = epoch->n;
    key = g_array_index (known, CenKnownEpoch, i).key;
    add_parents (known, epoch, &key);
    cen_epoch_key_clear (&key);
    break;
  }
}

static int
compare_known (gconstpointer a, gconstpointer b)
{
  const CenKnownEpoch *x = a;
  const CenKnownEpoch *y = b;

  if (x->n != y->n)
    return x->n > y->n ? -1 : 1;
  return memcmp (x->key.key_id, y->key.key_id, CEN_KEYID_LEN);
}

static gboolean
collect_epochs (CenCircle *circle, GArray *known, GError **error)
{
  /* From the latest on, since each leads to the keys of those before it. */
  for (guint i = circle->frames->len; i-- > 0;) {
    const CenFrameOp *op = circle->frames->pdata[i];
    g_auto (CenRows) rows = { 0 };
    const guint8 *payload;
    CenEpoch epoch;
    gsize len;

    if (op->frame.kind != CEN_OP_EPOCH || !cen_authority_is_effective (circle->authority, i))
      continue;
    if (!cen_sql_query (circle->store, &rows, error,
                        "SELECT payload FROM body WHERE no = (SELECT no FROM op WHERE id = ?"
                        " AND circle = ?)",
                        "Ii", &op->id, circle->no))
      return FALSE;
    if (cen_rows_next (&rows, error)) {
      payload = cen_rows_get_blob (&rows, 0, &len);
      if (cen_epoch_parse (&epoch, payload, len, NULL))
        match_epoch (circle, op, &epoch, known);
    }
    if (rows.has_failed)
      return FALSE;
  }
  return TRUE;
}

GArray *
cen_keyring_get (CenCircle *circle, GError **error)
{
  g_autoptr (GArray) known = NULL;

  if (circle->keyring != NULL)
    return circle->keyring;
  known = g_array_new (FALSE, FALSE, sizeof (CenKnownEpoch));
  g_array_set_clear_func (known, known_epoch_clear);
  if (circle->keys != NULL) {
    collect_admission (circle, known);
    if (!collect_epochs (circle, known, error))
      return NULL;
  }
  g_array_sort (known, compare_known);
  circle->keyring = g_steal_pointer (&known);
  return circle->keyring;
}
