/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* NetGossipWire: the frames by which ops are announced and asked for, and a tree is grown
 * (PROTOCOL.md, Gossip). */

#pragma once

#include "tree.h"
#include "wire.h"

#include <glib.h>

G_BEGIN_DECLS

#define NET_NAME_LEN  16  /* bytes of an op's id that name it */
#define NET_NAMES_MAX 256 /* in one frame */

/* IHAVE and PULL: NET_NAME_LEN bytes each. */
GBytes *net_names_to_frame (NetFrameType type, const guint8 *names, guint n_names);
/* The names, which stand in @frame; NULL for anything malformed. */
const guint8 *net_names_from_frame (const guint8 *frame, gsize len, guint *ret_n_names);

GBytes *net_branch_to_frame (const NetBranch *branch);
gboolean net_branch_from_frame (NetBranch *ret_branch, const guint8 *frame, gsize len);

G_END_DECLS
