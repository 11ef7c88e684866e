/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* NetTree: over which links of a circle new ops go in full, over which they are only announced, and
 * what is pulled that was announced and did not come (PROTOCOL.md, Gossip). No socket, no clock, no
 * ops: the caller tells what happened and carries out what is asked. */

#pragma once

#include "core/id.h"
#include "core/world.h"

#include <glib.h>

G_BEGIN_DECLS

#define NET_TREE_FLOOD_MAX 8  /* links to which everything goes in full */
#define NET_TREE_SOME      4  /* of more than these */
#define NET_TREE_ID_LEN    16 /* bytes of an op's id that name it */
#define NET_TREE_MISSING_MAX                                                                       \
  4096                         /* announced ops that one waits for; more are found by comparing */
#define NET_TREE_SOURCES_MAX 4 /* remembered for each */
#define NET_TREE_PULL_MS     1000 /* after which it is pulled, and from a second source */
#define NET_TREE_AGAIN_MS    2000
#define NET_TREE_BRANCH_MS   500 /* the same in a tree, whose branch may be broken */
#define NET_TREE_DEPTH_MAX   15  /* links from the root, past which one is looked for anew */
#define NET_TREE_TELL_MS     100 /* between two tellings */
#define NET_TREE_FAILURES    8   /* ops a parent kept back, after which another one is preferred */

typedef struct _NetTree NetTree;

typedef enum {
  NET_TREE_FLOOD, /* in full to all; to NET_TREE_SOME of them when they are many */
  NET_TREE_GROWN, /* in full along a tree */
} NetTreeShape;

/* Where a device stands in the tree: how many links from the device with the smallest number. */
typedef struct {
  guint64 root;
  guint distance;
  gboolean is_parent; /* whom this is told to leads there */
} NetBranch;

typedef enum {
  NET_TREE_PULL, /* ask @link for @ids */
  NET_TREE_TELL, /* tell @link @branch */
} NetTreeDeed;

typedef struct {
  NetTreeDeed deed;
  guint64 link;
  GByteArray *ids; /* PULL: NET_TREE_ID_LEN bytes each; else NULL */
  NetBranch branch;
} NetTreeAction;

void net_tree_action_clear (gpointer action);

/* @world: its random source is used. @number: this device's, which nobody else has. */
NetTree *net_tree_new (const CenWorld *world, guint64 number);
void net_tree_free (NetTree *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetTree, net_tree_free)

void net_tree_set_shape (NetTree *self, NetTreeShape shape);

/* Links by any numbers. */
void net_tree_add_link (NetTree *self, guint64 link);
void net_tree_remove_link (NetTree *self, guint64 link);
/* Whether new ops go to @link in full. */
gboolean net_tree_is_eager (const NetTree *self, guint64 link);
/* Where this device stands; is_parent means nothing. */
void net_tree_get_branch (const NetTree *self, NetBranch *ret_branch);

/* The peer at @link told where it stands. */
void net_tree_note_branch (NetTree *self, guint64 link, const NetBranch *branch);
/* @link has an op that is not here. */
void net_tree_note_announced (NetTree *self, guint64 link, const guint8 id[static NET_TREE_ID_LEN],
                              gint64 now_ms);
/* It is here now. */
void net_tree_note_accepted (NetTree *self, const guint8 id[static NET_TREE_ID_LEN]);

/* What is to be done at @now_ms: NetTreeAction, owned by the caller. */
GArray *net_tree_step (NetTree *self, gint64 now_ms);
gint64 net_tree_get_deadline (const NetTree *self);

G_END_DECLS
