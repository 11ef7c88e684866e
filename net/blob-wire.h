/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* NetBlobWire: the frames by which files travel (PROTOCOL.md, Blobs). Only to a peer whose HELLO
 * says that it knows them. */

#pragma once

#include "core/blob-file.h"
#include "wire.h"

#include <glib.h>

G_BEGIN_DECLS

#define NET_CHUNKS_ASKED_MAX 16  /* in one frame */
#define NET_HOLDS_MAX        256 /* blobs in one frame */

/* CHUNK_REQ: blocks of one blob. */
typedef struct {
  CenId blob;
  guint n;
  guint indices[NET_CHUNKS_ASKED_MAX];
} NetChunkReq;

/* CHUNK: one block, lent; NULL when it is not here (any more). */
typedef struct {
  CenId blob;
  guint index;
  const guint8 *ct;
  gsize len;
} NetChunk;

/* One entry of HOLD. */
typedef struct {
  CenId blob;
  CenBlobHeld held;
  GBytes *map; /* a bit for each block, the lowest first; PARTIAL only */
} NetHold;

GBytes *net_chunk_req_to_frame (const NetChunkReq *req);
GBytes *net_chunk_to_frame (const NetChunk *chunk);
/* A CHUNK whose block is yet to be read: gives where its @len bytes go, before net_frame_end. */
guint8 *net_chunk_begin (NetFrameWriter *writer, const CenId *blob, guint index, gsize len);
GBytes *net_hold_req_to_frame (const CenId *blobs, guint n_blobs);
/* An array of NetHold that owns its maps. */
GArray *net_holds_new (void);
GBytes *net_holds_to_frame (const NetHold *holds, guint n_holds);

/* FALSE or NULL for anything malformed. */
gboolean net_chunk_req_from_frame (NetChunkReq *ret_req, const guint8 *frame, gsize len);
gboolean net_chunk_from_frame (NetChunk *ret_chunk, const guint8 *frame, gsize len);
GArray *net_hold_req_from_frame (const guint8 *frame, gsize len); /* CenId */
GArray *net_holds_from_frame (const guint8 *frame, gsize len);

G_END_DECLS
