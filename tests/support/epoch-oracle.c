/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tests/support/epoch-oracle.h"

#include "tests/support/forge.h"

#include <string.h>

typedef struct {
  const CenFrameOp *frame;
  guint number;
  TestOp *op;
  CenEpoch epoch;
  gboolean has_key;
  CenEpochKey key;
} Entry;

typedef struct {
  GPtrArray *people;
  CenCircle *circle;
  GPtrArray *entries; /* Entry */
} Oracle;

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  test_op_free (entry->op);
  g_free (entry);
}

/* Whose device it is; NULL for one that nobody here has. */
static TestPerson *
find_owner (Oracle *oracle, const CenDevice *device)
{
  for (guint i = 0; i < oracle->people->len; i++) {
    TestPerson *person = oracle->people->pdata[i];

    if (cen_id_equal (&person->circle->self_device, &device->key))
      return person;
  }
  return NULL;
}

static void
find_key (Oracle *oracle, Entry *entry)
{
  for (guint i = 0; i < oracle->people->len; i++) {
    TestPerson *person = oracle->people->pdata[i];

    for (guint k = 0; !entry->has_key && k < entry->epoch.n_wraps; k++)
      entry->has_key =
          cen_epoch_open_wrap (&entry->epoch, k, &person->circle->keys->box, &entry->key);
  }
}

static void
collect (Oracle *oracle)
{
  for (guint i = 0; i < oracle->circle->frames->len; i++) {
    const CenFrameOp *frame = oracle->circle->frames->pdata[i];
    Entry *entry;

    if (frame->frame.kind != CEN_OP_EPOCH)
      continue;
    entry = g_new0 (Entry, 1);
    entry->frame = frame;
    entry->number = i;
    entry->op = test_op_read (oracle->people->pdata[0], &frame->id);
    g_ptr_array_add (oracle->entries, entry);
    if (cen_epoch_parse (&entry->epoch, g_bytes_get_data (entry->op->payload, NULL),
                         g_bytes_get_size (entry->op->payload), NULL))
      find_key (oracle, entry);
  }
}

static int
compare_devices (gconstpointer a, gconstpointer b)
{
  return memcmp ((*(const CenDevice *const *) a)->key.bytes,
                 (*(const CenDevice *const *) b)->key.bytes, CEN_ID_LEN);
}

static GPtrArray *
list_effective (Oracle *oracle, const CenAuthority *authority)
{
  GPtrArray *found = g_ptr_array_new ();

  for (guint i = 0; i < oracle->circle->devices->len; i++) {
    const CenDevice *device = oracle->circle->devices->pdata[i];
    const CenMemberInfo *info = cen_authority_get_member (authority, &device->member);

    if (cen_authority_is_effective (authority, device->root_number) && info != NULL &&
        info->state == CEN_MEMBER_ACTIVE)
      g_ptr_array_add (found, (gpointer) device);
  }
  g_ptr_array_sort (found, compare_devices);
  return found;
}

static gboolean
is_before (const Entry *a, const Entry *b)
{
  return cen_bitset_has (b->frame->past, a->number);
}

static gboolean
everybody_gets_it (Oracle *oracle, const Entry *entry, const CenAuthority *then)
{
  g_autoptr (GPtrArray) recipients = list_effective (oracle, then);
  CenEpochKey key;

  if (recipients->len != entry->epoch.n_wraps)
    return FALSE;
  for (guint i = 0; i < recipients->len; i++) {
    TestPerson *owner = find_owner (oracle, recipients->pdata[i]);

    if (!cen_epoch_open_wrap (&entry->epoch, i, &owner->circle->keys->box, &key) ||
        memcmp (key.key, entry->key.key, CEN_KEY_LEN) != 0)
      return FALSE;
  }
  return TRUE;
}

static gboolean is_usable (Oracle *oracle, const Entry *entry);

/* The greatest n among the usable epochs in the past of @entry that have @key_id; 0 for none. */
static guint64
get_parent_n (Oracle *oracle, const Entry *entry, const CenAuthority *then, const guint8 *key_id)
{
  guint64 n = 0;

  for (guint i = 0; i < oracle->entries->len; i++) {
    const Entry *other = oracle->entries->pdata[i];

    if (is_before (other, entry) && other->has_key &&
        memcmp (other->key.key_id, key_id, CEN_KEYID_LEN) == 0 &&
        cen_authority_is_effective (then, other->number) && is_usable (oracle, other))
      n = MAX (n, other->epoch.n);
  }
  return n;
}

static gboolean
is_usable (Oracle *oracle, const Entry *entry)
{
  g_autoptr (CenAuthority) then = NULL;
  CenEpochKey parents[CEN_EPOCH_PARENTS_MAX];
  guint64 n_max = 0;

  if (!entry->has_key || !cen_epoch_open_chain (&entry->epoch, &entry->key, parents))
    return FALSE;
  then = cen_authority_evaluate (oracle->circle->frames, entry->frame->past);
  for (guint i = 0; i < oracle->entries->len; i++) {
    const Entry *other = oracle->entries->pdata[i];

    if (is_before (other, entry) &&
        (memcmp (other->epoch.sender, entry->epoch.sender, CEN_KEY_LEN) == 0 ||
         (entry->epoch.n_parents == 0 && cen_authority_is_effective (then, other->number))))
      return FALSE;
  }
  for (guint i = 0; i < entry->epoch.n_parents; i++) {
    guint64 n = get_parent_n (oracle, entry, then, entry->epoch.parents[i]);

    if (n == 0)
      return FALSE;
    n_max = MAX (n_max, n);
  }
  return entry->epoch.n == n_max + 1 && everybody_gets_it (oracle, entry, then);
}

/* Whether @device was let in with the key @key_id. */
static gboolean
was_handed (Oracle *oracle, const CenDevice *device, const guint8 *key_id)
{
  const CenFrameOp *root = oracle->circle->frames->pdata[device->root_number];

  for (guint i = 0; i < oracle->circle->frames->len; i++) {
    const CenFrameOp *op = oracle->circle->frames->pdata[i];

    if (op->frame.kind == CEN_OP_ADMIT && cen_id_equal (&op->frame.admit.join, &root->id) &&
        memcmp (op->frame.admit.wrap.key_id, key_id, CEN_KEYID_LEN) == 0 &&
        cen_authority_is_effective (oracle->circle->authority, i))
      return TRUE;
  }
  return FALSE;
}

static gboolean
was_recipient (Oracle *oracle, const CenDevice *device, const guint8 *key_id)
{
  for (guint i = 0; i < oracle->entries->len; i++) {
    const Entry *entry = oracle->entries->pdata[i];
    g_autoptr (CenAuthority) then = NULL;
    g_autoptr (GPtrArray) recipients = NULL;

    if (!entry->has_key || memcmp (entry->key.key_id, key_id, CEN_KEYID_LEN) != 0 ||
        !cen_authority_is_effective (oracle->circle->authority, entry->number))
      continue;
    then = cen_authority_evaluate (oracle->circle->frames, entry->frame->past);
    recipients = list_effective (oracle, then);
    if (g_ptr_array_find (recipients, device, NULL))
      return TRUE;
  }
  return FALSE;
}

static gboolean
is_held_rightly (Oracle *oracle, const Entry *entry, GPtrArray *now)
{
  const guint8 *key_id = entry->key.key_id;

  for (guint i = 0; i < oracle->circle->devices->len; i++) {
    const CenDevice *device = oracle->circle->devices->pdata[i];
    gboolean holds = was_handed (oracle, device, key_id) || was_recipient (oracle, device, key_id);

    if (holds != g_ptr_array_find (now, device, NULL))
      return FALSE;
  }
  return TRUE;
}

static gboolean
has_author_in (const Entry *entry, GPtrArray *now)
{
  for (guint i = 0; i < now->len; i++) {
    if (cen_id_equal (&((CenDevice *) now->pdata[i])->key, &entry->frame->device))
      return TRUE;
  }
  return FALSE;
}

/* Whether @b follows @a, directly or through others. */
static gboolean
follows (Oracle *oracle, const Entry *b, const Entry *a)
{
  for (guint i = 0; i < oracle->entries->len; i++) {
    const Entry *parent = oracle->entries->pdata[i];
    gboolean is_parent = FALSE;

    if (!is_before (parent, b) || !is_usable (oracle, parent))
      continue;
    for (guint k = 0; k < b->epoch.n_parents; k++)
      is_parent = is_parent || memcmp (b->epoch.parents[k], parent->key.key_id, CEN_KEYID_LEN) == 0;
    if (is_parent && (parent == a || follows (oracle, parent, a)))
      return TRUE;
  }
  return FALSE;
}

static gboolean
goes_first (Oracle *oracle, const Entry *a, const Entry *b)
{
  guint8 bytes[2][CEN_KEYID_LEN + CEN_ID_LEN];
  guint8 ties[2][CEN_ID_LEN];

  if (a->epoch.n != b->epoch.n)
    return a->epoch.n > b->epoch.n;
  memcpy (bytes[0], a->key.key_id, CEN_KEYID_LEN);
  memcpy (bytes[1], b->key.key_id, CEN_KEYID_LEN);
  for (guint i = 0; i < 2; i++) {
    memcpy (bytes[i] + CEN_KEYID_LEN, oracle->circle->id.bytes, CEN_ID_LEN);
    cen_crypto_hash (ties[i], "cen1.etie", bytes[i], sizeof bytes[i]);
  }
  return memcmp (ties[0], ties[1], CEN_ID_LEN) < 0;
}

static const Entry *
choose (Oracle *oracle, const GPtrArray *candidates)
{
  const Entry *best = NULL;

  for (guint i = 0; i < candidates->len; i++) {
    const Entry *entry = candidates->pdata[i];
    gboolean is_below = FALSE;

    for (guint k = 0; !is_below && k < candidates->len; k++)
      is_below = follows (oracle, candidates->pdata[k], entry);
    if (!is_below && (best == NULL || goes_first (oracle, entry, best)))
      best = entry;
  }
  return best;
}

void
test_epoch_oracle (GPtrArray *people, TestEpochChoice *ret_choice)
{
  CenCircle *circle = ((TestPerson *) people->pdata[0])->circle;
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func (entry_free);
  g_autoptr (GPtrArray) candidates = g_ptr_array_new ();
  g_autoptr (GPtrArray) now = NULL;
  Oracle oracle = { people, circle, entries };
  const Entry *best;

  collect (&oracle);
  now = list_effective (&oracle, circle->authority);
  for (guint i = 0; i < entries->len; i++) {
    Entry *entry = entries->pdata[i];

    if (cen_authority_is_effective (circle->authority, entry->number) &&
        is_usable (&oracle, entry) && is_held_rightly (&oracle, entry, now) &&
        has_author_in (entry, now))
      g_ptr_array_add (candidates, entry);
  }
  best = choose (&oracle, candidates);
  memset (ret_choice, 0, sizeof *ret_choice);
  ret_choice->is_there = best != NULL;
  if (best != NULL)
    memcpy (ret_choice->key_id, best->key.key_id, CEN_KEYID_LEN);
}
