/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A walk goes from an op down its past, the greatest lamport first, and ends as soon as nothing
 * that it looks for can be further down. A chain without forks is settled by its latest op that is
 * met, since all that is before it in the chain is in its past: so a removal by somebody who knew
 * what the other wrote last costs next to nothing. */

#include "spared.h"

#include "store-sql.h"

typedef CenPlace Place;

typedef struct {
  CenCircle *circle;
  GHashTable *seen; /* gint64 * rows that were in the frontier once */
  GTree *frontier;  /* Place */
} Walk;

typedef struct {
  gint64 device;
  gboolean is_forked;
  gint64 next;   /* seq of the first op that is not known to be spared; without forks */
  guint64 bound; /* the lamport below which there is nothing left to find */
} Chain;

static int
compare_places (gconstpointer a, gconstpointer b, gpointer data G_GNUC_UNUSED)
{
  const Place *x = a;
  const Place *y = b;

  if (x->lamport != y->lamport)
    return x->lamport < y->lamport ? -1 : 1;
  return (x->no > y->no) - (x->no < y->no);
}

static void
walk_init (Walk *walk, CenCircle *circle)
{
  walk->circle = circle;
  walk->seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  walk->frontier = g_tree_new_full (compare_places, NULL, g_free, NULL);
}

static void
walk_clear (Walk *walk)
{
  g_hash_table_unref (walk->seen);
  g_tree_unref (walk->frontier);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Walk, walk_clear)

static gboolean
push (Walk *walk, const CenId *id, GError **error)
{
  g_auto (CenRows) rows = { 0 };
  Place place;

  if (!cen_sql_query (walk->circle->store, &rows, error,
                      "SELECT no, lamport FROM op WHERE " CEN_SQL_IS_OP, "Ii", id,
                      walk->circle->no))
    return FALSE;
  if (!cen_rows_next (&rows, error))
    return !rows.has_failed;
  place.no = cen_rows_get_int (&rows, 0);
  place.lamport = (guint64) cen_rows_get_int (&rows, 1);
  if (g_hash_table_add (walk->seen, g_memdup2 (&place.no, sizeof place.no)))
    g_tree_insert (walk->frontier, g_memdup2 (&place, sizeof place), NULL);
  return TRUE;
}

static gboolean
push_parents (Walk *walk, gint64 no, GError **error)
{
  g_auto (CenRows) rows = { 0 };
  g_autoptr (GBytes) bytes = NULL;
  CenOp op;

  if (!cen_sql_query (walk->circle->store, &rows, error, "SELECT op FROM body WHERE no = ?", "i",
                      no) ||
      !cen_rows_next (&rows, error))
    return FALSE;
  bytes = cen_rows_dup_bytes (&rows, 0);
  if (!cen_op_decode (&op, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), error))
    return FALSE;
  if (op.has_prev && !push (walk, &op.prev, error))
    return FALSE;
  for (guint i = 0; i < op.n_deps; i++) {
    if (!push (walk, &op.deps[i], error))
      return FALSE;
  }
  return TRUE;
}

/* The op with the greatest lamport that is left, when that is at least @bound. */
static gboolean
pop (Walk *walk, guint64 bound, Place *ret_place)
{
  GTreeNode *last = g_tree_node_last (walk->frontier);

  if (last == NULL)
    return FALSE;
  *ret_place = *(const Place *) g_tree_node_key (last);
  g_tree_remove (walk->frontier, ret_place);
  return ret_place->lamport >= bound;
}

/* --- Whether a cut is in the past --- */

/* Of the ops that are cut at, those whose place is not settled by the frame past; FALSE in
 * @ret_is_past when one is not here or a frame op outside of it. */
static gboolean
list_cuts (CenCircle *circle, const CenFrameRevoke *revoke, const CenBitset *past, GTree *cuts,
           gboolean *ret_is_past, GError **error)
{
  for (guint i = 0; *ret_is_past && i < revoke->n_cut; i++) {
    guint number = GPOINTER_TO_UINT (g_hash_table_lookup (circle->frame_numbers, &revoke->cut[i]));
    g_auto (CenRows) rows = { 0 };
    Place place;

    if (number > 0) {
      *ret_is_past = cen_bitset_has (past, number - 1);
      continue;
    }
    if (!cen_sql_query (circle->store, &rows, error,
                        "SELECT lamport, no FROM op WHERE " CEN_SQL_IS_OP, "Ii", &revoke->cut[i],
                        circle->no))
      return FALSE;
    *ret_is_past = cen_rows_next (&rows, error);
    if (rows.has_failed)
      return FALSE;
    if (!*ret_is_past)
      return TRUE;
    place.lamport = (guint64) cen_rows_get_int (&rows, 0);
    place.no = cen_rows_get_int (&rows, 1);
    g_tree_insert (cuts, g_memdup2 (&place, sizeof place), NULL);
  }
  return TRUE;
}

gboolean
cen_spared_check_cut (CenCircle *circle, const CenFrameRevoke *revoke, const CenBitset *past,
                      gint64 no, gboolean *ret_is_past, GError **error)
{
  g_autoptr (GTree) cuts = g_tree_new_full (compare_places, NULL, g_free, NULL);
  g_auto (Walk) walk = { 0 };
  Place place;

  walk_init (&walk, circle);
  *ret_is_past = TRUE;
  if (!list_cuts (circle, revoke, past, cuts, ret_is_past, error))
    return FALSE;
  if (!*ret_is_past || g_tree_nnodes (cuts) == 0)
    return TRUE;
  if (!push_parents (&walk, no, error))
    return FALSE;
  while (g_tree_nnodes (cuts) > 0) {
    const Place *lowest = g_tree_node_key (g_tree_node_first (cuts));

    if (!pop (&walk, lowest->lamport, &place))
      break;
    g_tree_remove (cuts, &place);
    if (!push_parents (&walk, place.no, error))
      return FALSE;
  }
  *ret_is_past = g_tree_nnodes (cuts) == 0;
  return TRUE;
}

/* --- What is spared --- */

static gboolean
is_target (const CenFrameOp *frame, const CenDevice *device)
{
  switch (frame->frame.kind) {
  case CEN_OP_REVOKE:
    return cen_id_equal (&device->member, &frame->frame.revoke.member);
  case CEN_OP_DEVICE_REMOVE:
    return cen_id_equal (&device->key, &frame->frame.revoke.device);
  default:
    return cen_id_equal (&device->member, &frame->member);
  }
}

static gboolean
find_bound (CenCircle *circle, Chain *chain, GError **error)
{
  gint64 lamport;

  if (!cen_sql_get_int (circle->store, G_MAXINT64, &lamport, error,
                        "SELECT lamport FROM op WHERE device = ? AND seq = ?", "ii", chain->device,
                        chain->next))
    return FALSE;
  chain->bound = (guint64) lamport;
  return TRUE;
}

static GArray *
list_chains (CenCircle *circle, const CenFrameOp *frame, GError **error)
{
  g_autoptr (GArray) chains = g_array_new (FALSE, TRUE, sizeof (Chain));

  for (guint i = 0; i < circle->devices->len; i++) {
    const CenDevice *device = circle->devices->pdata[i];
    Chain chain = { .device = device->no };
    gint64 n_ops;

    if (device->member_no == 0 || !is_target (frame, device))
      continue;
    if (!cen_sql_get_int (circle->store, 0, &n_ops, error,
                          "SELECT count(*) FROM op WHERE device = ?", "i", device->no) ||
        !find_bound (circle, &chain, error))
      return NULL;
    chain.is_forked = (guint64) n_ops != device->tip_seq + 1;
    g_array_append_val (chains, chain);
  }
  return g_steal_pointer (&chains);
}

static gboolean
note (CenCircle *circle, GArray *chains, gint64 revoke, gint64 no, GError **error)
{
  g_auto (CenRows) rows = { 0 };
  gint64 device, seq;

  if (!cen_sql_query (circle->store, &rows, error, "SELECT device, seq FROM op WHERE no = ?", "i",
                      no) ||
      !cen_rows_next (&rows, error))
    return FALSE;
  device = cen_rows_get_int (&rows, 0);
  seq = cen_rows_get_int (&rows, 1);
  cen_rows_clear (&rows);
  for (guint i = 0; i < chains->len; i++) {
    Chain *chain = &g_array_index (chains, Chain, i);

    if (chain->device != device || (!chain->is_forked && seq < chain->next))
      continue;
    if (!cen_sql_run (circle->store, error,
                      "INSERT OR IGNORE INTO spared (revoke, op) SELECT ?1, no FROM op"
                      " WHERE device = ?2 AND seq BETWEEN ?3 AND ?4 AND (?5 = 0 OR no = ?5)",
                      "iiiii", revoke, device, chain->is_forked ? seq : chain->next, seq,
                      chain->is_forked ? no : (gint64) 0))
      return FALSE;
    chain->next = seq + 1;
    return chain->is_forked || find_bound (circle, chain, error);
  }
  return TRUE;
}

static guint64
get_bound (const GArray *chains)
{
  guint64 bound = G_MAXUINT64;

  for (guint i = 0; i < chains->len; i++)
    bound = MIN (bound, g_array_index (chains, Chain, i).bound);
  return bound;
}

static gboolean
begin (Walk *walk, const CenFrameOp *frame, gint64 no, GError **error)
{
  if (frame->cut_past == NULL)
    return push_parents (walk, no, error);
  for (guint i = 0; i < frame->frame.revoke.n_cut; i++) {
    if (!push (walk, &frame->frame.revoke.cut[i], error))
      return FALSE;
  }
  return TRUE;
}

gboolean
cen_spared_insert (CenCircle *circle, const CenFrameOp *frame, gint64 no, GError **error)
{
  g_autoptr (GArray) chains = list_chains (circle, frame, error);
  g_auto (Walk) walk = { 0 };
  Place place;

  walk_init (&walk, circle);
  if (chains == NULL || !begin (&walk, frame, no, error))
    return FALSE;
  while (pop (&walk, get_bound (chains), &place)) {
    if (!note (circle, chains, no, place.no, error) || !push_parents (&walk, place.no, error))
      return FALSE;
  }
  return TRUE;
}

/* --- Which votes one who closed knew of --- */

gboolean
cen_spared_has (CenCircle *circle, gint64 no, gint64 op, gboolean *ret_has, GError **error)
{
  gint64 n;

  if (!cen_sql_get_int (circle->store, 0, &n, error,
                        "SELECT count(*) FROM spared WHERE revoke = ? AND op = ?", "ii", no, op))
    return FALSE;
  *ret_has = n > 0;
  return TRUE;
}

static gboolean
keep (CenCircle *circle, gint64 no, gint64 op, GError **error)
{
  return cen_sql_run (circle->store, error,
                      "INSERT OR IGNORE INTO spared (revoke, op) VALUES (?, ?)", "ii", no, op);
}

/* An op that spares itself has been walked from. */
gboolean
cen_spared_note_past (CenCircle *circle, gint64 no, const GArray *places, GError **error)
{
  g_autoptr (GTree) wanted = g_tree_new_full (compare_places, NULL, g_free, NULL);
  g_auto (Walk) walk = { 0 };
  gboolean is_known;
  Place place;

  walk_init (&walk, circle);
  if (!cen_spared_has (circle, no, no, &is_known, error))
    return FALSE;
  if (is_known)
    return TRUE;
  for (guint i = 0; i < places->len; i++)
    g_tree_insert (wanted, g_memdup2 (&g_array_index (places, Place, i), sizeof place), NULL);
  if (!push_parents (&walk, no, error))
    return FALSE;
  while (g_tree_nnodes (wanted) > 0) {
    const Place *lowest = g_tree_node_key (g_tree_node_first (wanted));

    if (!pop (&walk, lowest->lamport, &place))
      break;
    if (g_tree_remove (wanted, &place) && !keep (circle, no, place.no, error))
      return FALSE;
    if (!push_parents (&walk, place.no, error))
      return FALSE;
  }
  return keep (circle, no, no, error);
}
