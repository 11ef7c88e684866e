/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* NetFrameForm: what all frames have in common (PROTOCOL.md, Wire): a type byte and one item of
 * canonical CBOR. For the files that write and read frames, between members and at relays. */

#pragma once

#include "core/cbor.h"

#include <glib.h>

G_BEGIN_DECLS

/* A frame that is being written. */
typedef struct {
  guint8 *frame;
  CenCborWriter cbor;
} NetFrameWriter;

/* 0 for an empty frame. */
guint net_frame_get_type (const guint8 *frame, gsize len);

/* @size: bytes that the item may take at most; more is a fault of ours. */
void net_frame_begin (NetFrameWriter *self, guint type, gsize size);
GBytes *net_frame_end (NetFrameWriter *self);
void net_frame_put (CenCborWriter *cbor, GBytes *bytes);

/**
 * net_frame_open: begins to read the item of a frame of @type.
 * @items_max, @item_max: how many items it has at most, and bytes one of them
 * Returns: FALSE for a frame of another type, or too long.
 */
gboolean net_frame_open (CenCborReader *reader, guint type, const guint8 *frame, gsize len,
                         guint items_max, gsize item_max);
/* An array of exactly @n items. */
gboolean net_frame_enter (CenCborReader *reader, guint64 n);
gboolean net_frame_read_small (CenCborReader *reader, guint max, guint *ret_value);
/* Leaves an array to which later versions may add. */
gboolean net_frame_leave_open (CenCborReader *reader);
/* The outermost array ends here, and the frame with it. */
gboolean net_frame_close (CenCborReader *reader);

G_END_DECLS
