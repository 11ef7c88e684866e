/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* In a flood new ops go in full to all, or to some by lot when there are many links. In a crowd
 * they go along the shortest ways to one device, that with the smallest number: each tells its
 * neighbours how far from it it is, and takes the nearest of them for its parent. A link between
 * parent and child carries in full, the others announce. So two devices are at most twice the depth
 * of the tree apart, whoever writes. (Epidemic broadcast trees, as Plumtree grows them out of
 * whatever came first, were twice as deep.) When the root goes, distances count up to
 * NET_TREE_DEPTH_MAX, and the next one is found; meanwhile what is announced is pulled. Nothing but
 * speed depends on the tree: who lies about it, or keeps back what it should pass on, is passed by.
 *
 * What is announced waits in @missing; each link has a bounded share of that. */

#include "tree.h"

#include <string.h>

#define SHARE_MAX (NET_TREE_MISSING_MAX / 4) /* ops that wait by one link's word */

typedef struct {
  guint64 number;
  gboolean is_drawn; /* in a flood: new ops go to it in full */
  guint n_waiting;   /* ops that wait and were announced by it first */
  gboolean has_told; /* the peer where it stands, as follows */
  NetBranch branch;  /* its is_parent: we are its parent */
  gboolean was_told; /* the peer by us, as follows */
  NetBranch told;
  guint n_failures; /* ops in a row that it kept back while it was our parent */
} Link;

typedef struct {
  guint8 id[NET_TREE_ID_LEN];
  guint64 first;
  guint64 sources[NET_TREE_SOURCES_MAX]; /* the next to be asked first */
  guint n_sources;
  gint64 due_ms;
  gboolean was_asked;
} Missing;

struct _NetTree {
  const CenWorld *world;
  guint64 number;
  NetTreeShape shape;
  guint64 root;
  guint distance;
  guint64 parent; /* a link; meaningless at distance 0 */
  gint64 told_ms;
  GArray *links;       /* Link */
  GHashTable *missing; /* id → Missing */
  GArray *actions;     /* NetTreeAction that wait to be taken */
};

void
net_tree_action_clear (gpointer data)
{
  NetTreeAction *action = data;

  g_clear_pointer (&action->ids, g_byte_array_unref);
}

static guint
hash_id (gconstpointer id)
{
  guint hash;

  memcpy (&hash, id, sizeof hash);
  return hash;
}

static gboolean
equal_ids (gconstpointer a, gconstpointer b)
{
  return memcmp (a, b, NET_TREE_ID_LEN) == 0;
}

static GArray *
new_actions (void)
{
  GArray *actions = g_array_new (FALSE, FALSE, sizeof (NetTreeAction));

  g_array_set_clear_func (actions, net_tree_action_clear);
  return actions;
}

NetTree *
net_tree_new (const CenWorld *world, guint64 number)
{
  NetTree *self = g_new0 (NetTree, 1);

  self->number = self->root = number;
  self->world = world;
  self->links = g_array_new (FALSE, FALSE, sizeof (Link));
  self->missing = g_hash_table_new_full (hash_id, equal_ids, NULL, g_free);
  self->actions = new_actions ();
  return self;
}

void
net_tree_free (NetTree *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->actions);
  g_hash_table_unref (self->missing);
  g_array_unref (self->links);
  g_free (self);
}

/* --- Links --- */

static Link *
find_link (const NetTree *self, guint64 number)
{
  for (guint i = 0; i < self->links->len; i++) {
    Link *link = &g_array_index (self->links, Link, i);

    if (link->number == number)
      return link;
  }
  return NULL;
}

/* Chooses by lot when there are many. */
static void
draw (NetTree *self)
{
  guint n_drawn = 0;

  for (guint i = 0; i < self->links->len; i++) {
    Link *link = &g_array_index (self->links, Link, i);

    link->is_drawn = self->links->len <= NET_TREE_FLOOD_MAX;
    n_drawn += link->is_drawn;
  }
  while (n_drawn < MIN (NET_TREE_SOME, self->links->len)) {
    guint32 lot;
    Link *link;

    self->world->random (self->world, (guint8 *) &lot, sizeof lot);
    link = &g_array_index (self->links, Link, lot % self->links->len);
    n_drawn += !link->is_drawn;
    link->is_drawn = TRUE;
  }
}

/* Whether @link leads nearer to a better root than @best does. Its own children lead nowhere. */
static gboolean
is_better (const Link *link, const Link *best)
{
  guint distance = link->branch.distance;
  guint other = best != NULL ? best->branch.distance : 0;

  if (!link->has_told || link->branch.is_parent || distance >= NET_TREE_DEPTH_MAX)
    return FALSE;
  if (best == NULL || link->branch.root != best->branch.root)
    return best == NULL || link->branch.root < best->branch.root;
  distance += link->n_failures >= NET_TREE_FAILURES ? NET_TREE_DEPTH_MAX : 0;
  other += best->n_failures >= NET_TREE_FAILURES ? NET_TREE_DEPTH_MAX : 0;
  return distance != other ? distance < other : link->number < best->number;
}

static void
choose_parent (NetTree *self)
{
  const Link *best = NULL;

  for (guint i = 0; i < self->links->len; i++) {
    const Link *link = &g_array_index (self->links, Link, i);

    if (is_better (link, best))
      best = link;
  }
  if (best == NULL || best->branch.root >= self->number) {
    self->root = self->number;
    self->distance = 0;
    return;
  }
  self->root = best->branch.root;
  self->distance = best->branch.distance + 1;
  self->parent = best->number;
}

void
net_tree_set_shape (NetTree *self, NetTreeShape shape)
{
  self->shape = shape;
}

void
net_tree_add_link (NetTree *self, guint64 number)
{
  Link link = { .number = number };

  g_assert (find_link (self, number) == NULL);
  g_array_append_val (self->links, link);
  draw (self);
}

static void
drop_source (Missing *missing, guint64 link)
{
  guint kept = 0;

  for (guint i = 0; i < missing->n_sources; i++) {
    if (missing->sources[i] != link)
      missing->sources[kept++] = missing->sources[i];
  }
  missing->n_sources = kept;
}

void
net_tree_remove_link (NetTree *self, guint64 number)
{
  GHashTableIter iter;
  gpointer missing;

  for (guint i = 0; i < self->links->len; i++) {
    if (g_array_index (self->links, Link, i).number == number)
      g_array_remove_index_fast (self->links, i);
  }
  for (guint i = self->actions->len; i-- > 0;) {
    if (g_array_index (self->actions, NetTreeAction, i).link == number)
      g_array_remove_index (self->actions, i);
  }
  g_hash_table_iter_init (&iter, self->missing);
  while (g_hash_table_iter_next (&iter, NULL, &missing))
    drop_source (missing, number);
  draw (self);
  choose_parent (self);
}

static gboolean
is_parent (const NetTree *self, const Link *link)
{
  return self->distance > 0 && link->number == self->parent;
}

gboolean
net_tree_is_eager (const NetTree *self, guint64 number)
{
  const Link *link = find_link (self, number);

  if (link == NULL)
    return TRUE;
  if (self->shape == NET_TREE_FLOOD)
    return link->is_drawn;
  return !link->has_told || link->branch.is_parent || is_parent (self, link);
}

void
net_tree_get_branch (const NetTree *self, NetBranch *ret_branch)
{
  *ret_branch = (NetBranch){ self->root, self->distance, FALSE };
}

/* --- What happened --- */

void
net_tree_note_branch (NetTree *self, guint64 number, const NetBranch *branch)
{
  Link *link = find_link (self, number);

  if (link == NULL)
    return;
  link->has_told = TRUE;
  link->branch = *branch;
  choose_parent (self);
}

/* What others announced came along the tree. */
static void
praise_parent (NetTree *self)
{
  Link *parent = self->distance > 0 ? find_link (self, self->parent) : NULL;

  if (parent != NULL && parent->n_failures < NET_TREE_FAILURES)
    parent->n_failures = 0;
}

static void
forget (NetTree *self, Missing *missing)
{
  Link *first = find_link (self, missing->first);

  if (first != NULL && first->n_waiting > 0)
    first->n_waiting--;
  g_hash_table_remove (self->missing, missing->id);
}

void
net_tree_note_announced (NetTree *self, guint64 number, const guint8 id[static NET_TREE_ID_LEN],
                         gint64 now_ms)
{
  Missing *missing = g_hash_table_lookup (self->missing, id);
  Link *link = find_link (self, number);

  if (link == NULL)
    return;
  if (missing == NULL) {
    if (g_hash_table_size (self->missing) >= NET_TREE_MISSING_MAX || link->n_waiting >= SHARE_MAX)
      return;
    missing = g_new0 (Missing, 1);
    memcpy (missing->id, id, NET_TREE_ID_LEN);
    missing->first = number;
    missing->due_ms =
        now_ms + (self->shape == NET_TREE_GROWN ? NET_TREE_BRANCH_MS : NET_TREE_PULL_MS);
    link->n_waiting++;
    g_hash_table_insert (self->missing, missing->id, missing);
  }
  drop_source (missing, number);
  if (missing->n_sources < NET_TREE_SOURCES_MAX)
    missing->sources[missing->n_sources++] = number;
}

void
net_tree_note_accepted (NetTree *self, const guint8 id[static NET_TREE_ID_LEN])
{
  Missing *missing = g_hash_table_lookup (self->missing, id);

  if (missing == NULL)
    return;
  if (!missing->was_asked)
    praise_parent (self);
  forget (self, missing);
}

/* --- What to do --- */

static void
pull (NetTree *self, guint64 number, const guint8 *id)
{
  Link *link = find_link (self, number);
  NetTreeAction *action = NULL;

  if (link == NULL)
    return;
  for (guint i = 0; i < self->actions->len; i++) {
    NetTreeAction *other = &g_array_index (self->actions, NetTreeAction, i);

    if (other->deed == NET_TREE_PULL && other->link == number)
      action = other;
  }
  if (action == NULL) {
    NetTreeAction fresh = { NET_TREE_PULL, number, g_byte_array_new (), { 0 } };

    g_array_append_val (self->actions, fresh);
    action = &g_array_index (self->actions, NetTreeAction, self->actions->len - 1);
  }
  g_byte_array_append (action->ids, id, NET_TREE_ID_LEN);
}

/* Our parent should have sent it, and somebody else has to. */
static void
blame_parent (NetTree *self, guint64 source)
{
  Link *parent = self->shape == NET_TREE_GROWN && self->distance > 0 && source != self->parent
                     ? find_link (self, self->parent)
                     : NULL;

  if (parent != NULL && ++parent->n_failures == NET_TREE_FAILURES)
    choose_parent (self);
}

/* Pulls @missing from its next source. FALSE when there is none. */
static gboolean
pull_next (NetTree *self, Missing *missing, gint64 now_ms)
{
  guint64 source;

  if (missing->n_sources == 0)
    return FALSE;
  source = missing->sources[0];
  drop_source (missing, source);
  missing->was_asked = TRUE;
  pull (self, source, missing->id);
  blame_parent (self, source);
  missing->due_ms =
      now_ms + (self->shape == NET_TREE_GROWN ? NET_TREE_BRANCH_MS : NET_TREE_AGAIN_MS);
  return TRUE;
}

static gboolean
is_told (const NetTree *self, const Link *link)
{
  return link->was_told && link->told.root == self->root && link->told.distance == self->distance &&
         link->told.is_parent == is_parent (self, link);
}

static gboolean
has_to_tell (const NetTree *self)
{
  for (guint i = 0; self->shape == NET_TREE_GROWN && i < self->links->len; i++) {
    if (!is_told (self, &g_array_index (self->links, Link, i)))
      return TRUE;
  }
  return FALSE;
}

static void
tell_all (NetTree *self, gint64 now_ms)
{
  if (!has_to_tell (self) || now_ms < self->told_ms + NET_TREE_TELL_MS)
    return;
  self->told_ms = now_ms;
  for (guint i = 0; i < self->links->len; i++) {
    Link *link = &g_array_index (self->links, Link, i);
    NetTreeAction action = {
      NET_TREE_TELL, link->number, NULL, { self->root, self->distance, is_parent (self, link) }
    };

    if (is_told (self, link))
      continue;
    link->was_told = TRUE;
    link->told = action.branch;
    g_array_append_val (self->actions, action);
  }
}

GArray *
net_tree_step (NetTree *self, gint64 now_ms)
{
  GArray *actions;
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->missing);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    Missing *missing = value;

    if (missing->due_ms > now_ms || pull_next (self, missing, now_ms))
      continue;
    /* Nobody is left to ask: comparing will tell. */
    if (find_link (self, missing->first) != NULL)
      find_link (self, missing->first)->n_waiting--;
    g_hash_table_iter_remove (&iter);
  }
  tell_all (self, now_ms);
  actions = g_steal_pointer (&self->actions);
  self->actions = new_actions ();
  return actions;
}

gint64
net_tree_get_deadline (const NetTree *self)
{
  gint64 deadline = self->actions->len > 0 ? 0 : G_MAXINT64;
  GHashTableIter iter;
  gpointer missing;

  if (has_to_tell (self))
    deadline = MIN (deadline, self->told_ms + NET_TREE_TELL_MS);
  g_hash_table_iter_init (&iter, self->missing);
  while (g_hash_table_iter_next (&iter, NULL, &missing))
    deadline = MIN (deadline, ((Missing *) missing)->due_ms);
  return deadline;
}
