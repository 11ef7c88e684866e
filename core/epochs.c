/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The choice is a function of the usable epochs, of authority and of who holds which key, and of
 * nothing else, so that all who hold the same ops choose the same. One epoch is below another when
 * that follows it, directly or through others; since parents lie in the past, this is an order. */

#include "epochs.h"

#include "log.h"
#include "store-sql.h"

#include <string.h>

typedef struct _CenEpochChoice {
  CenBitset *effective;         /* places in circle->devices */
  const CenKnownEpoch *chosen;  /* NULL: a new key is due */
  const CenKnownEpoch *writing; /* chosen, or the newest */
  CenRotationNeed need;         /* but for age */
  gint64 since_ms;              /* how long the chosen one counts, for its age */
  GPtrArray *newest;            /* CenKnownEpoch */
} Choice;

static void
choice_free (Choice *self)
{
  g_ptr_array_unref (self->newest);
  cen_bitset_free (self->effective);
  g_free (self);
}

static const CenFrameOp *
get_op (const CenCircle *circle, const CenKnownEpoch *epoch)
{
  return circle->frames->pdata[epoch->number];
}

/* --- Holders --- */

/* Adds the device that the frame op @number let in when that handed it the key @key_id. */
static void
add_admitted (const CenCircle *circle, guint number, const guint8 *key_id, CenBitset *holders)
{
  const CenFrameOp *op = circle->frames->pdata[number];
  const CenFrame *frame = &op->frame;
  const CenKeyWrap *wrap = NULL;
  guint root = number + 1;

  if (frame->kind == CEN_OP_ADMIT) {
    wrap = &frame->admit.wrap;
    root = GPOINTER_TO_UINT (g_hash_table_lookup (circle->frame_numbers, &frame->admit.join));
  } else if (frame->kind == CEN_OP_DEVICE_ADD && frame->device_add.has_wrap) {
    wrap = &frame->device_add.wrap;
  }
  if (wrap == NULL || root == 0 || memcmp (wrap->key_id, key_id, CEN_KEYID_LEN) != 0)
    return;
  for (guint i = 0; i < circle->devices->len; i++) {
    if (((CenDevice *) circle->devices->pdata[i])->root_number == root - 1)
      cen_bitset_add (holders, i);
  }
}

/* Who has the key @key_id by what @authority, over the ops in @within (NULL: all), knows. */
static CenBitset *
get_holders (const CenCircle *circle, const CenKeyring *keyring, const CenAuthority *authority,
             const CenBitset *within, const guint8 *key_id)
{
  CenBitset *holders = cen_bitset_new ();

  for (guint i = 0; i < keyring->epochs->len; i++) {
    const CenKnownEpoch *epoch = keyring->epochs->pdata[i];

    if (epoch->has_key && epoch->recipients != NULL &&
        memcmp (epoch->key.key_id, key_id, CEN_KEYID_LEN) == 0 &&
        (within == NULL || cen_bitset_has (within, epoch->number)) &&
        cen_authority_is_effective (authority, epoch->number))
      cen_bitset_union (holders, epoch->recipients);
  }
  for (guint i = 0; i < circle->frames->len; i++) {
    if ((within == NULL || cen_bitset_has (within, i)) && cen_authority_is_effective (authority, i))
      add_admitted (circle, i, key_id, holders);
  }
  return holders;
}

static gboolean
has_other (const CenBitset *set, const CenBitset *than)
{
  for (guint i = 0; i < set->n_words; i++) {
    if ((set->words[i] & ~(i < than->n_words ? than->words[i] : 0)) != 0)
      return TRUE;
  }
  return FALSE;
}

/* --- Order --- */

static gboolean
is_usable (const CenCircle *circle, const CenKnownEpoch *epoch)
{
  return epoch->has_key && epoch->verdict == CEN_EPOCH_USABLE &&
         cen_authority_is_effective (circle->authority, epoch->number);
}

/* Of @from those that none of the others follows. */
static GPtrArray *
list_maximal (const CenCircle *circle, const CenKeyring *keyring, const GPtrArray *from)
{
  g_autoptr (CenBitset) below = cen_bitset_new ();
  g_autoptr (CenBitset) starts = cen_bitset_new ();
  GPtrArray *maximal = g_ptr_array_new ();

  for (guint i = 0; i < from->len; i++)
    cen_bitset_add (starts, ((CenKnownEpoch *) from->pdata[i])->number);
  /* Parents have smaller numbers, so one pass down reaches all that is below. */
  for (guint i = keyring->epochs->len; i-- > 0;) {
    const CenKnownEpoch *epoch = keyring->epochs->pdata[i];

    if (!cen_bitset_has (below, epoch->number) && !cen_bitset_has (starts, epoch->number))
      continue;
    for (guint k = 0; k < i; k++) {
      if (cen_keyring_is_parent (circle, epoch, keyring->epochs->pdata[k]))
        cen_bitset_add (below, ((CenKnownEpoch *) keyring->epochs->pdata[k])->number);
    }
  }
  for (guint i = 0; i < from->len; i++) {
    if (!cen_bitset_has (below, ((CenKnownEpoch *) from->pdata[i])->number))
      g_ptr_array_add (maximal, from->pdata[i]);
  }
  return maximal;
}

/* Negative when @a goes before @b: the greater n, of equals the smaller tie. */
static int
compare_epochs (const CenCircle *circle, const CenKnownEpoch *a, const CenKnownEpoch *b)
{
  const CenKnownEpoch *both[] = { a, b };
  guint8 ties[2][CEN_ID_LEN];

  if (a->n != b->n)
    return a->n > b->n ? -1 : 1;
  for (guint i = 0; i < 2; i++) {
    CenPart parts[] = { { both[i]->key.key_id, CEN_KEYID_LEN }, { circle->id.bytes, CEN_ID_LEN } };

    cen_crypto_hash_parts (ties[i], NULL, 0, "cen1.etie", parts, G_N_ELEMENTS (parts));
  }
  return memcmp (ties[0], ties[1], CEN_ID_LEN);
}

static const CenKnownEpoch *
get_first (const CenCircle *circle, const GPtrArray *epochs)
{
  const CenKnownEpoch *first = NULL;

  for (guint i = 0; i < epochs->len; i++) {
    if (first == NULL || compare_epochs (circle, epochs->pdata[i], first) < 0)
      first = epochs->pdata[i];
  }
  return first;
}

/* --- The choice --- */

/* Whether the device that wrote @epoch is in the circle still. */
static gboolean
has_effective_author (const CenCircle *circle, const CenKnownEpoch *epoch,
                      const CenBitset *effective)
{
  const CenFrameOp *op = get_op (circle, epoch);

  for (guint i = 0; i < circle->devices->len; i++) {
    const CenDevice *device = circle->devices->pdata[i];

    if (cen_bitset_has (effective, i) && cen_id_equal (&device->key, &op->device) &&
        cen_id_equal (&device->member, &op->member))
      return TRUE;
  }
  return FALSE;
}

static GPtrArray *
list_candidates (const CenCircle *circle, const CenKeyring *keyring, const GPtrArray *usable,
                 const CenBitset *effective)
{
  GPtrArray *candidates = g_ptr_array_new ();

  for (guint i = 0; i < usable->len; i++) {
    const CenKnownEpoch *epoch = usable->pdata[i];
    g_autoptr (CenBitset) holders =
        get_holders (circle, keyring, circle->authority, NULL, epoch->key.key_id);

    if (cen_bitset_equal (holders, effective) && has_effective_author (circle, epoch, effective))
      g_ptr_array_add (candidates, (gpointer) epoch);
  }
  return candidates;
}

typedef struct {
  const CenCircle *circle;
  const CenBitset *effective;
} Sorting;

static int
compare_newest (gconstpointer a, gconstpointer b, gpointer data)
{
  const CenKnownEpoch *x = *(const CenKnownEpoch *const *) a;
  const CenKnownEpoch *y = *(const CenKnownEpoch *const *) b;
  const Sorting *sorting = data;
  gboolean x_is_in = has_effective_author (sorting->circle, x, sorting->effective);
  gboolean y_is_in = has_effective_author (sorting->circle, y, sorting->effective);

  return x_is_in != y_is_in ? (x_is_in ? -1 : 1) : compare_epochs (sorting->circle, x, y);
}

static gboolean
self_is_in (CenCircle *circle)
{
  const CenDevice *device = cen_circle_find_device (circle, &circle->self_device);

  return device != NULL && cen_circle_device_is_effective (circle, device);
}

static CenRotationNeed
get_need_without_choice (CenCircle *circle, const CenKeyring *keyring, const Choice *choice)
{
  g_autoptr (CenBitset) holders = NULL;

  if (choice->writing == NULL || !self_is_in (circle))
    return CEN_ROTATION_NONE;
  holders = get_holders (circle, keyring, circle->authority, NULL, choice->writing->key.key_id);
  return has_other (holders, choice->effective) ? CEN_ROTATION_REMOVAL : CEN_ROTATION_MERGE;
}

/* When @epoch began to count: its own word for it, but never later than it came here. */
static gboolean
get_since (CenCircle *circle, const CenKnownEpoch *epoch, gint64 *ret_ms, GError **error)
{
  const CenFrameOp *op = get_op (circle, epoch);

  if (!cen_sql_get_int (circle->store, 0, ret_ms, error, "SELECT seen FROM op WHERE " CEN_SQL_IS_OP,
                        "Ii", &op->id, circle->no))
    return FALSE;
  *ret_ms = MIN (*ret_ms, (gint64) op->wall_ms);
  return TRUE;
}

static gboolean
choose (CenCircle *circle, const CenKeyring *keyring, Choice *choice, GError **error)
{
  g_autoptr (GPtrArray) usable = g_ptr_array_new ();
  g_autoptr (GPtrArray) candidates = NULL;
  g_autoptr (GPtrArray) best = NULL;
  Sorting sorting = { circle, choice->effective };

  for (guint i = 0; i < keyring->epochs->len; i++) {
    if (is_usable (circle, keyring->epochs->pdata[i]))
      g_ptr_array_add (usable, keyring->epochs->pdata[i]);
  }
  candidates = list_candidates (circle, keyring, usable, choice->effective);
  best = list_maximal (circle, keyring, candidates);
  choice->chosen = get_first (circle, best);
  choice->writing = choice->chosen != NULL ? choice->chosen : get_first (circle, usable);
  choice->newest = list_maximal (circle, keyring, usable);
  g_ptr_array_sort_with_data (choice->newest, compare_newest, &sorting);
  if (choice->chosen != NULL)
    return get_since (circle, choice->chosen, &choice->since_ms, error);
  choice->need = get_need_without_choice (circle, keyring, choice);
  return TRUE;
}

static const Choice *
get_choice (CenCircle *circle, GError **error)
{
  CenKeyring *keyring = cen_keyring_get (circle, error);
  Choice *choice;

  if (keyring == NULL || keyring->choice != NULL)
    return keyring != NULL ? keyring->choice : NULL;
  choice = g_new0 (Choice, 1);
  choice->effective = cen_keyring_get_effective (circle, circle->authority);
  if (!choose (circle, keyring, choice, error)) {
    choice_free (choice);
    return NULL;
  }
  keyring->choice = choice;
  keyring->choice_free = choice_free;
  return choice;
}

gboolean
cen_epochs_get_writing (CenCircle *circle, const CenKnownEpoch **ret_epoch, GError **error)
{
  const Choice *choice = get_choice (circle, error);

  if (choice == NULL)
    return FALSE;
  *ret_epoch = choice->writing;
  return TRUE;
}

gboolean
cen_epochs_get_need (CenCircle *circle, CenRotationNeed *ret_need, GError **error)
{
  const Choice *choice = get_choice (circle, error);

  if (choice == NULL)
    return FALSE;
  *ret_need = choice->need;
  if (choice->chosen != NULL && self_is_in (circle) &&
      circle->world->now_ms (circle->world) - choice->since_ms > CEN_EPOCH_AGE_MAX_MS)
    *ret_need = CEN_ROTATION_AGE;
  return TRUE;
}

GPtrArray *
cen_epochs_list_newest (CenCircle *circle, GError **error)
{
  const Choice *choice = get_choice (circle, error);

  return choice != NULL ? choice->newest : NULL;
}

/* --- Carrying --- */

static gboolean
is_usable_then (const CenKnownEpoch *epoch, const CenAuthority *then, const CenBitset *past)
{
  return epoch->verdict == CEN_EPOCH_USABLE && cen_bitset_has (past, epoch->number) &&
         cen_authority_is_effective (then, epoch->number);
}

static gboolean
may_carry_under (CenCircle *circle, const CenKeyring *keyring, const guint8 *key_id,
                 const CenBitset *past)
{
  g_autoptr (CenAuthority) then = cen_authority_evaluate (circle->frames, past);
  g_autoptr (CenBitset) effective = cen_keyring_get_effective (circle, then);
  g_autoptr (CenBitset) holders = get_holders (circle, keyring, then, past, key_id);

  for (guint i = 0; i < keyring->epochs->len; i++) {
    const CenKnownEpoch *epoch = keyring->epochs->pdata[i];

    if (epoch->has_key && memcmp (epoch->key.key_id, key_id, CEN_KEYID_LEN) == 0 &&
        is_usable_then (epoch, then, past))
      return cen_bitset_equal (holders, effective);
  }
  return FALSE;
}

static gboolean
is_usable_epoch (const CenCircle *circle, const CenKeyring *keyring, const CenId *id)
{
  for (guint i = 0; i < keyring->epochs->len; i++) {
    const CenKnownEpoch *epoch = keyring->epochs->pdata[i];

    if (cen_id_equal (&get_op (circle, epoch)->id, id))
      return is_usable (circle, epoch);
  }
  return FALSE;
}

gboolean
cen_epochs_may_carry (CenCircle *circle, const CenId *id, gboolean *ret_may, GError **error)
{
  const CenKeyring *keyring = cen_keyring_get (circle, error);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GBytes) payload = NULL;
  CenLogRow row;
  CenOp op;

  if (keyring == NULL || !cen_log_find (circle, id, &row, error) ||
      !cen_log_read (circle, row.no, &bytes, &payload, error) ||
      !cen_op_decode (&op, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), error))
    return FALSE;
  *ret_may = op.has_key &&
             ((op.kind == CEN_OP_EPOCH && is_usable_epoch (circle, keyring, id)) ||
              may_carry_under (circle, keyring, op.key_id, cen_circle_get_past (circle, row.past)));
  return TRUE;
}
