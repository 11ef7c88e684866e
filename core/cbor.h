/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenCbor: a strict reader and a writer for the canonical subset of CBOR (RFC 8949) that Cenacle
 * speaks: unsigned integers, byte and text strings, arrays, maps with ascending unsigned keys,
 * false, true and null. Neither allocates nor recurses. What the reader accepts, the writer
 * reproduces byte for byte. */

#pragma once

#include "limits.h"

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  CEN_CBOR_UINT = 0,
  CEN_CBOR_BYTES = 2,
  CEN_CBOR_TEXT = 3,
  CEN_CBOR_ARRAY = 4,
  CEN_CBOR_MAP = 5,
  CEN_CBOR_SIMPLE = 7, /* false, true or null */
  CEN_CBOR_END = 8,    /* nothing left in this container, or the reader has failed */
} CenCborType;

typedef struct {
  guint64 n_left; /* items left in the container; in a map keys and values count singly */
  guint64 last_key;
  gboolean is_map;
  gboolean has_key;
  gboolean wants_value;
} CenCborLevel;

/* Embedded by the caller; lends pointers into the bytes it reads, which must outlive them. */
typedef struct {
  const guint8 *at;
  const guint8 *end;
  gsize item_max;
  guint n_items;
  guint items_max;
  guint depth;
  gboolean has_failed;
  CenCborLevel levels[CEN_CBOR_DEPTH_MAX + 1];
} CenCborReader;

/**
 * cen_cbor_reader_init: starts reading one top-level item from @len bytes at @bytes.
 * Containers nest at most CEN_CBOR_DEPTH_MAX deep, hold CEN_CBOR_ITEMS_MAX items in all and
 * strings of at most CEN_CBOR_ITEM_MAX bytes.
 */
void cen_cbor_reader_init (CenCborReader *self, const guint8 *bytes, gsize len);

/**
 * cen_cbor_reader_init_large: the same with the limits of one schema: at most @items_max items
 * and strings of at most @item_max bytes.
 */
void cen_cbor_reader_init_large (CenCborReader *self, const guint8 *bytes, gsize len,
                                 guint items_max, gsize item_max);

CenCborType cen_cbor_peek (const CenCborReader *self);

/* Each reads one item of its type and returns FALSE, for good, when the next item is of another
 * type, breaks a limit or is not canonical. Outputs are untouched on failure. */
gboolean cen_cbor_read_uint (CenCborReader *self, guint64 *ret_value);
gboolean cen_cbor_read_uint_max (CenCborReader *self, guint64 max, guint64 *ret_value);
gboolean cen_cbor_read_bool (CenCborReader *self, gboolean *ret_value);
gboolean cen_cbor_read_null (CenCborReader *self);
gboolean cen_cbor_read_bytes (CenCborReader *self, const guint8 **ret_bytes, gsize *ret_len);
gboolean cen_cbor_read_fixed (CenCborReader *self, guint8 *ret_bytes, gsize len);
/* Valid UTF-8 without NUL; not terminated. */
gboolean cen_cbor_read_text (CenCborReader *self, const char **ret_text, gsize *ret_len);
char *cen_cbor_read_dup_text (CenCborReader *self, gsize len_max);

/* TRUE when the next item is null, which is then read; else nothing moves. */
gboolean cen_cbor_take_null (CenCborReader *self);

gboolean cen_cbor_enter_array (CenCborReader *self, guint64 *ret_n);
gboolean cen_cbor_enter_map (CenCborReader *self, guint64 *ret_n_pairs);
/* The next key of the map one is in; keys ascend strictly. FALSE without failing at its end. */
gboolean cen_cbor_next_key (CenCborReader *self, guint64 *ret_key);
/* Whether the container one is in has items left. */
gboolean cen_cbor_has_more (const CenCborReader *self);
/* Leaves a container that has been read to its end. */
gboolean cen_cbor_leave (CenCborReader *self);

/* Checks and passes one whole item; lends its bytes when @ret_bytes is given. */
gboolean cen_cbor_skip (CenCborReader *self, const guint8 **ret_bytes, gsize *ret_len);

/* TRUE when the top-level item was read whole and nothing follows it. */
gboolean cen_cbor_finish (CenCborReader *self);

/* Writes into @buf, which the caller owns; @has_overflowed is sticky. */
typedef struct {
  guint8 *buf;
  gsize len;
  gsize size;
  gboolean has_overflowed;
} CenCborWriter;

void cen_cbor_writer_init (CenCborWriter *self, guint8 *buf, gsize size);
void cen_cbor_put_uint (CenCborWriter *self, guint64 value);
void cen_cbor_put_bytes (CenCborWriter *self, const guint8 *bytes, gsize len);
/* The head of so many bytes, and where they go; NULL when there is no room for them. */
guint8 *cen_cbor_put_room (CenCborWriter *self, gsize len);
void cen_cbor_put_text (CenCborWriter *self, const char *text);
void cen_cbor_put_bool (CenCborWriter *self, gboolean value);
void cen_cbor_put_null (CenCborWriter *self);
void cen_cbor_put_array (CenCborWriter *self, guint64 n);
void cen_cbor_put_map (CenCborWriter *self, guint64 n_pairs);
/* Bytes that are already one canonical item. */
void cen_cbor_put_raw (CenCborWriter *self, const guint8 *bytes, gsize len);

G_END_DECLS
