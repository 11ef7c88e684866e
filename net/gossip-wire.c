/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "gossip-wire.h"

#include "core/cbor.h"

GBytes *
net_names_to_frame (NetFrameType type, const guint8 *names, guint n_names)
{
  gsize size = (gsize) n_names * NET_NAME_LEN + 16;
  guint8 *frame = g_malloc (size);
  CenCborWriter writer;

  g_assert (n_names <= NET_NAMES_MAX);
  frame[0] = (guint8) type;
  cen_cbor_writer_init (&writer, frame + 1, size - 1);
  cen_cbor_put_bytes (&writer, names, (gsize) n_names * NET_NAME_LEN);
  g_assert (!writer.has_overflowed);
  return g_bytes_new_take (frame, writer.len + 1);
}

const guint8 *
net_names_from_frame (const guint8 *frame, gsize len, guint *ret_n_names)
{
  CenCborReader reader;
  const guint8 *names;
  gsize names_len;

  if (len < 2)
    return NULL;
  cen_cbor_reader_init (&reader, frame + 1, len - 1);
  if (!cen_cbor_read_bytes (&reader, &names, &names_len) || !cen_cbor_finish (&reader) ||
      names_len % NET_NAME_LEN != 0 || names_len > NET_NAMES_MAX * NET_NAME_LEN)
    return NULL;
  *ret_n_names = (guint) (names_len / NET_NAME_LEN);
  return names;
}

GBytes *
net_branch_to_frame (const NetBranch *branch)
{
  guint8 frame[32] = { NET_FRAME_BRANCH };
  guint64 root = GUINT64_TO_BE (branch->root);
  CenCborWriter writer;

  cen_cbor_writer_init (&writer, frame + 1, sizeof frame - 1);
  cen_cbor_put_array (&writer, 3);
  cen_cbor_put_bytes (&writer, (const guint8 *) &root, sizeof root);
  cen_cbor_put_uint (&writer, branch->distance);
  cen_cbor_put_bool (&writer, branch->is_parent);
  g_assert (!writer.has_overflowed);
  return g_bytes_new (frame, writer.len + 1);
}

gboolean
net_branch_from_frame (NetBranch *ret_branch, const guint8 *frame, gsize len)
{
  CenCborReader reader;
  guint64 n, root, distance;
  NetBranch branch;

  if (len < 2)
    return FALSE;
  cen_cbor_reader_init (&reader, frame + 1, len - 1);
  if (!cen_cbor_enter_array (&reader, &n) || n != 3 ||
      !cen_cbor_read_fixed (&reader, (guint8 *) &root, sizeof root) ||
      !cen_cbor_read_uint_max (&reader, NET_TREE_DEPTH_MAX, &distance) ||
      !cen_cbor_read_bool (&reader, &branch.is_parent) || !cen_cbor_leave (&reader) ||
      !cen_cbor_finish (&reader))
    return FALSE;
  branch.root = GUINT64_FROM_BE (root);
  branch.distance = (guint) distance;
  *ret_branch = branch;
  return TRUE;
}
