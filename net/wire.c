/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "wire.h"

#include "pack.h"

#include "core/cbor.h"

#include <string.h>

#define SMALL_FRAME  65536
#define CREDIT_MAX   (64 << 20)
#define OP_OVERHEAD  (16 + NET_PACK_OVERHEAD)
#define RECORD_MAX   4096
#define ITEMS_OF_OPS (2 * NET_OPS_MAX + 8)
#define PREVIEW_LEN  (CEN_TEXT_MAX + 8192)

/* The forms of a NEED. */
enum {
  NEED_RANGES,
  NEED_IDS,
  NEED_EARLY,
};

void
net_need_clear (NetNeed *self)
{
  g_clear_pointer (&self->ranges, g_array_unref);
  g_clear_pointer (&self->ids, g_array_unref);
  g_clear_pointer (&self->early, g_array_unref);
}

void
net_preview_clear (NetPreview *self)
{
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->intention, g_free);
  g_clear_pointer (&self->charter, g_free);
  g_clear_pointer (&self->inviter, g_free);
}

static void
clear_incoming (gpointer data)
{
  CenIncoming *incoming = data;

  g_clear_pointer (&incoming->op, g_bytes_unref);
  g_clear_pointer (&incoming->payload, g_bytes_unref);
}

GArray *
net_ops_array_new (void)
{
  GArray *ops = g_array_new (FALSE, FALSE, sizeof (CenIncoming));

  g_array_set_clear_func (ops, clear_incoming);
  return ops;
}

/* --- Writing --- */

GBytes *
net_hello_to_frame (const NetHello *hello)
{
  NetFrameWriter writer;

  net_frame_begin (&writer, NET_FRAME_HELLO, 256);
  cen_cbor_put_array (&writer.cbor, hello->has_held ? 6 : 5);
  cen_cbor_put_uint (&writer.cbor, hello->version);
  cen_cbor_put_bytes (&writer.cbor, hello->nonce, NET_NONCE_LEN);
  cen_cbor_put_uint (&writer.cbor, hello->caps);
  cen_cbor_put_array (&writer.cbor, 2);
  cen_cbor_put_uint (&writer.cbor, hello->message_max);
  cen_cbor_put_uint (&writer.cbor, hello->credit);
  cen_cbor_put_bytes (&writer.cbor, hello->clock_digest, CEN_ID_LEN);
  if (hello->has_held)
    cen_cbor_put_bytes (&writer.cbor, hello->held_digest, CEN_ID_LEN);
  return net_frame_end (&writer);
}

GBytes *
net_clock_to_frame (const NetClockEntry *entries, guint n_entries)
{
  NetFrameWriter writer;

  net_frame_begin (&writer, NET_FRAME_CLOCK, 16 + (gsize) n_entries * 32);
  cen_cbor_put_array (&writer.cbor, n_entries);
  for (guint i = 0; i < n_entries; i++) {
    cen_cbor_put_array (&writer.cbor, 3);
    cen_cbor_put_bytes (&writer.cbor, entries[i].device, NET_CLOCK_KEY_LEN);
    cen_cbor_put_uint (&writer.cbor, entries[i].seq);
    cen_cbor_put_bytes (&writer.cbor, entries[i].head, NET_CLOCK_KEY_LEN);
  }
  return net_frame_end (&writer);
}

static void
put_ranges (NetFrameWriter *writer, const NetRange *ranges, guint n_ranges)
{
  cen_cbor_put_array (&writer->cbor, n_ranges);
  for (guint i = 0; i < n_ranges; i++) {
    cen_cbor_put_array (&writer->cbor, 3);
    cen_cbor_put_bytes (&writer->cbor, ranges[i].device, NET_CLOCK_KEY_LEN);
    cen_cbor_put_uint (&writer->cbor, ranges[i].from);
    cen_cbor_put_uint (&writer->cbor, ranges[i].to);
  }
}

GBytes *
net_need_ranges_to_frame (const NetRange *ranges, guint n_ranges)
{
  NetFrameWriter writer;

  net_frame_begin (&writer, NET_FRAME_NEED, 16 + (gsize) n_ranges * 32);
  cen_cbor_put_array (&writer.cbor, 2);
  cen_cbor_put_uint (&writer.cbor, NEED_RANGES);
  put_ranges (&writer, ranges, n_ranges);
  return net_frame_end (&writer);
}

GBytes *
net_need_early_to_frame (const NetRange *ranges, guint n_ranges, const GArray *early)
{
  gsize len = (gsize) early->len * sizeof (guint64);
  NetFrameWriter writer;

  g_assert (early->len <= CEN_EARLY_MAX);
  net_frame_begin (&writer, NET_FRAME_NEED, 32 + (gsize) n_ranges * 32 + len);
  cen_cbor_put_array (&writer.cbor, 3);
  cen_cbor_put_uint (&writer.cbor, NEED_EARLY);
  put_ranges (&writer, ranges, n_ranges);
  cen_cbor_put_bytes (&writer.cbor, (const guint8 *) early->data, len);
  return net_frame_end (&writer);
}

GBytes *
net_need_ids_to_frame (const CenId *ids, guint n_ids)
{
  NetFrameWriter writer;

  g_assert (n_ids <= NET_NEED_IDS_MAX);
  net_frame_begin (&writer, NET_FRAME_NEED, 16 + (gsize) n_ids * CEN_ID_LEN);
  cen_cbor_put_array (&writer.cbor, 2);
  cen_cbor_put_uint (&writer.cbor, NEED_IDS);
  cen_cbor_put_bytes (&writer.cbor, (const guint8 *) ids, (gsize) n_ids * CEN_ID_LEN);
  return net_frame_end (&writer);
}

gsize
net_ops_measure (GBytes *op, GBytes *payload)
{
  return g_bytes_get_size (op) + (payload != NULL ? g_bytes_get_size (payload) : 0) + OP_OVERHEAD;
}

static void
put_blob (CenCborWriter *cbor, GBytes *bytes)
{
  gsize len;
  const guint8 *data;

  if (bytes == NULL) {
    cen_cbor_put_null (cbor);
    return;
  }
  data = g_bytes_get_data (bytes, &len);
  cen_cbor_put_bytes (cbor, data, len);
}

GBytes *
net_ops_to_frame (NetFrameType type, NetOpsFlag flag, const CenIncoming *ops, guint n_ops)
{
  g_auto (NetPack) pack = { NULL, NULL, NULL };
  gsize size = 32;
  NetFrameWriter writer;

  g_assert (n_ops <= NET_OPS_MAX);
  for (guint i = 0; i < n_ops; i++)
    size += net_ops_measure (ops[i].op, ops[i].payload);
  net_frame_begin (&writer, type, size);
  cen_cbor_put_array (&writer.cbor, 1 + 2 * (guint64) n_ops);
  cen_cbor_put_uint (&writer.cbor, flag);
  net_pack_init (&pack);
  for (guint i = 0; i < n_ops; i++) {
    net_pack_put (&pack, &writer.cbor, &ops[i]);
    put_blob (&writer.cbor, ops[i].payload);
  }
  return net_frame_end (&writer);
}

GBytes *
net_held_to_frame (const guint8 digest[static CEN_ID_LEN])
{
  NetFrameWriter writer;

  net_frame_begin (&writer, NET_FRAME_HELD, CEN_ID_LEN + 8);
  cen_cbor_put_bytes (&writer.cbor, digest, CEN_ID_LEN);
  return net_frame_end (&writer);
}

GBytes *
net_rbsr_to_frame (guint round, GBytes *message)
{
  NetFrameWriter writer;

  net_frame_begin (&writer, NET_FRAME_RBSR, 32 + g_bytes_get_size (message));
  cen_cbor_put_array (&writer.cbor, 2);
  cen_cbor_put_uint (&writer.cbor, round);
  put_blob (&writer.cbor, message);
  return net_frame_end (&writer);
}

GBytes *
net_credit_to_frame (guint64 n_bytes)
{
  NetFrameWriter writer;

  net_frame_begin (&writer, NET_FRAME_CREDIT, 16);
  cen_cbor_put_uint (&writer.cbor, n_bytes);
  return net_frame_end (&writer);
}

GBytes *
net_peers_to_frame (GPtrArray *records)
{
  gsize size = 16;
  NetFrameWriter writer;

  g_assert (records->len <= NET_PEERS_MAX);
  for (guint i = 0; i < records->len; i++)
    size += g_bytes_get_size (records->pdata[i]) + 8;
  net_frame_begin (&writer, NET_FRAME_PEERS, size);
  cen_cbor_put_array (&writer.cbor, records->len);
  for (guint i = 0; i < records->len; i++)
    put_blob (&writer.cbor, records->pdata[i]);
  return net_frame_end (&writer);
}

GBytes *
net_preview_to_frame (const NetPreview *preview)
{
  NetFrameWriter writer;

  net_frame_begin (&writer, NET_FRAME_PREVIEW, PREVIEW_LEN);
  if (!preview->is_answer) {
    cen_cbor_put_array (&writer.cbor, 0);
    return net_frame_end (&writer);
  }
  cen_cbor_put_array (&writer.cbor, 6);
  cen_cbor_put_text (&writer.cbor, preview->name);
  cen_cbor_put_text (&writer.cbor, preview->intention);
  cen_cbor_put_text (&writer.cbor, preview->charter);
  cen_cbor_put_text (&writer.cbor, preview->inviter);
  cen_cbor_put_uint (&writer.cbor, preview->expires_ms);
  cen_cbor_put_uint (&writer.cbor, preview->n_members);
  return net_frame_end (&writer);
}

GBytes *
net_bye_to_frame (NetBye code)
{
  NetFrameWriter writer;

  net_frame_begin (&writer, NET_FRAME_BYE, 16);
  cen_cbor_put_uint (&writer.cbor, code);
  return net_frame_end (&writer);
}

GBytes *
net_live_to_frame (const NetLive *live)
{
  NetFrameWriter writer;

  net_frame_begin (&writer, NET_FRAME_LIVE, 64);
  cen_cbor_put_array (&writer.cbor, 2);
  cen_cbor_put_uint (&writer.cbor, live->kind);
  if (live->has_object)
    cen_cbor_put_bytes (&writer.cbor, live->object.bytes, CEN_ID_LEN);
  else
    cen_cbor_put_null (&writer.cbor);
  return net_frame_end (&writer);
}

/* --- Reading --- */

gboolean
net_hello_from_frame (NetHello *ret_hello, const guint8 *frame, gsize len)
{
  CenCborReader reader;
  NetHello hello = { 0 };
  guint64 n, n_limits;

  /* A later version may add items at the end of either array. */
  if (!net_frame_open (&reader, NET_FRAME_HELLO, frame, len, 64, 256) ||
      !cen_cbor_enter_array (&reader, &n) || n < 5 ||
      !cen_cbor_read_uint (&reader, &hello.version) ||
      !cen_cbor_read_fixed (&reader, hello.nonce, NET_NONCE_LEN) ||
      !cen_cbor_read_uint (&reader, &hello.caps) || !cen_cbor_enter_array (&reader, &n_limits) ||
      n_limits < 2 || !cen_cbor_read_uint (&reader, &hello.message_max) ||
      !cen_cbor_read_uint_max (&reader, CREDIT_MAX, &hello.credit))
    return FALSE;
  while (cen_cbor_has_more (&reader)) {
    if (!cen_cbor_skip (&reader, NULL, NULL))
      return FALSE;
  }
  hello.has_held = n > 5;
  if (!cen_cbor_leave (&reader) || !cen_cbor_read_fixed (&reader, hello.clock_digest, CEN_ID_LEN) ||
      (hello.has_held && !cen_cbor_read_fixed (&reader, hello.held_digest, CEN_ID_LEN)))
    return FALSE;
  while (cen_cbor_has_more (&reader)) {
    if (!cen_cbor_skip (&reader, NULL, NULL))
      return FALSE;
  }
  if (!net_frame_close (&reader))
    return FALSE;
  *ret_hello = hello;
  return TRUE;
}

GArray *
net_clock_from_frame (const guint8 *frame, gsize len)
{
  g_autoptr (GArray) entries = g_array_new (FALSE, FALSE, sizeof (NetClockEntry));
  CenCborReader reader;
  guint64 n, arity;

  if (!net_frame_open (&reader, NET_FRAME_CLOCK, frame, len, 4 * NET_CLOCK_ENTRIES_MAX + 8, 64) ||
      !cen_cbor_enter_array (&reader, &n) || n > NET_CLOCK_ENTRIES_MAX)
    return NULL;
  for (guint i = 0; i < n; i++) {
    NetClockEntry entry;

    if (!cen_cbor_enter_array (&reader, &arity) || arity != 3 ||
        !cen_cbor_read_fixed (&reader, entry.device, NET_CLOCK_KEY_LEN) ||
        !cen_cbor_read_uint_max (&reader, CEN_OP_NUMBER_MAX, &entry.seq) ||
        !cen_cbor_read_fixed (&reader, entry.head, NET_CLOCK_KEY_LEN) || !cen_cbor_leave (&reader))
      return NULL;
    g_array_append_val (entries, entry);
  }
  return net_frame_close (&reader) ? g_steal_pointer (&entries) : NULL;
}

static gboolean
read_ranges (CenCborReader *reader, GArray *ranges)
{
  guint64 n, arity;

  if (!cen_cbor_enter_array (reader, &n) || n > NET_CLOCK_ENTRIES_MAX)
    return FALSE;
  for (guint i = 0; i < n; i++) {
    NetRange range;

    if (!cen_cbor_enter_array (reader, &arity) || arity != 3 ||
        !cen_cbor_read_fixed (reader, range.device, NET_CLOCK_KEY_LEN) ||
        !cen_cbor_read_uint_max (reader, CEN_OP_NUMBER_MAX, &range.from) ||
        !cen_cbor_read_uint_max (reader, CEN_OP_NUMBER_MAX, &range.to) || range.from > range.to ||
        !cen_cbor_leave (reader))
      return FALSE;
    g_array_append_val (ranges, range);
  }
  return cen_cbor_leave (reader);
}

/* One byte string of at most @n_max things of @size bytes; NULL for any other. */
static GArray *
read_items (CenCborReader *reader, gsize size, guint n_max)
{
  const guint8 *bytes;
  gsize len;
  GArray *items;

  if (!cen_cbor_read_bytes (reader, &bytes, &len) || len % size != 0 || len / size > n_max)
    return NULL;
  items = g_array_new (FALSE, FALSE, (guint) size);
  return g_array_append_vals (items, bytes, (guint) (len / size));
}

gboolean
net_need_from_frame (NetNeed *ret_need, const guint8 *frame, gsize len)
{
  g_auto (NetNeed) need = { 0 };
  CenCborReader reader;
  guint64 n, form;

  if (!net_frame_open (&reader, NET_FRAME_NEED, frame, len, 4 * NET_CLOCK_ENTRIES_MAX + 8,
                       NET_NEED_IDS_MAX * CEN_ID_LEN) ||
      !cen_cbor_enter_array (&reader, &n) || !cen_cbor_read_uint_max (&reader, NEED_EARLY, &form) ||
      n != (form == NEED_EARLY ? 3 : 2))
    return FALSE;
  if (form == NEED_IDS) {
    need.ids = read_items (&reader, CEN_ID_LEN, NET_NEED_IDS_MAX);
  } else {
    need.ranges = g_array_new (FALSE, FALSE, sizeof (NetRange));
    if (!read_ranges (&reader, need.ranges))
      return FALSE;
  }
  if (form == NEED_EARLY)
    need.early = read_items (&reader, sizeof (guint64), CEN_EARLY_MAX);
  if ((form == NEED_IDS && need.ids == NULL) || (form == NEED_EARLY && need.early == NULL) ||
      !net_frame_close (&reader))
    return FALSE;
  *ret_need = need;
  need = (NetNeed){ 0 };
  return TRUE;
}

static gboolean
read_op (CenCborReader *reader, NetPack *pack, GArray *ops)
{
  g_autoptr (GBytes) payload = NULL;
  CenIncoming incoming;
  const guint8 *op, *bytes;
  gsize op_len, len;

  if (!cen_cbor_read_bytes (reader, &op, &op_len))
    return FALSE;
  if (!cen_cbor_take_null (reader)) {
    if (!cen_cbor_read_bytes (reader, &bytes, &len) || len > CEN_PAYLOAD_MAX)
      return FALSE;
    payload = g_bytes_new (bytes, len);
  }
  if (!net_pack_take (pack, op, op_len, payload, &incoming))
    return FALSE;
  g_array_append_val (ops, incoming);
  return TRUE;
}

GArray *
net_ops_from_frame (const guint8 *frame, gsize len, NetOpsFlag *ret_flag)
{
  g_autoptr (GArray) ops = net_ops_array_new ();
  g_auto (NetPack) pack = { NULL, NULL, NULL };
  CenCborReader reader;
  guint64 n, flag;

  if (!net_frame_open (&reader, (NetFrameType) net_frame_get_type (frame, len), frame, len,
                       ITEMS_OF_OPS, CEN_OP_MAX) ||
      !cen_cbor_enter_array (&reader, &n) || n % 2 != 1 ||
      !cen_cbor_read_uint_max (&reader,
                               net_frame_get_type (frame, len) == NET_FRAME_OPS ? NET_OPS_EARLY
                                                                                : NET_OPS_LIVE,
                               &flag))
    return NULL;
  net_pack_init (&pack);
  for (guint64 i = 0; i < n / 2; i++) {
    if (!read_op (&reader, &pack, ops))
      return NULL;
  }
  if (!net_frame_close (&reader))
    return NULL;
  *ret_flag = (NetOpsFlag) flag;
  return g_steal_pointer (&ops);
}

gboolean
net_held_from_frame (guint8 ret_digest[static CEN_ID_LEN], const guint8 *frame, gsize len)
{
  CenCborReader reader;
  guint8 digest[CEN_ID_LEN];

  if (!net_frame_open (&reader, NET_FRAME_HELD, frame, len, 1, CEN_ID_LEN) ||
      !cen_cbor_read_fixed (&reader, digest, CEN_ID_LEN) || !cen_cbor_finish (&reader))
    return FALSE;
  memcpy (ret_digest, digest, CEN_ID_LEN);
  return TRUE;
}

gboolean
net_rbsr_from_frame (guint *ret_round, const guint8 **ret_message, gsize *ret_message_len,
                     const guint8 *frame, gsize len)
{
  CenCborReader reader;
  const guint8 *message;
  gsize message_len;
  guint64 n, round;

  if (!net_frame_open (&reader, NET_FRAME_RBSR, frame, len, 4, 2 * CEN_RBSR_FRAME_MAX) ||
      !cen_cbor_enter_array (&reader, &n) || n != 2 ||
      !cen_cbor_read_uint_max (&reader, CEN_RBSR_ROUNDS_MAX, &round) ||
      !cen_cbor_read_bytes (&reader, &message, &message_len) || !net_frame_close (&reader))
    return FALSE;
  *ret_round = (guint) round;
  *ret_message = message;
  *ret_message_len = message_len;
  return TRUE;
}

gboolean
net_credit_from_frame (guint64 *ret_n_bytes, const guint8 *frame, gsize len)
{
  CenCborReader reader;
  guint64 n_bytes;

  if (!net_frame_open (&reader, NET_FRAME_CREDIT, frame, len, 1, 0) ||
      !cen_cbor_read_uint_max (&reader, CREDIT_MAX, &n_bytes) || !cen_cbor_finish (&reader))
    return FALSE;
  *ret_n_bytes = n_bytes;
  return TRUE;
}

GPtrArray *
net_peers_from_frame (const guint8 *frame, gsize len)
{
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  CenCborReader reader;
  guint64 n;

  if (!net_frame_open (&reader, NET_FRAME_PEERS, frame, len, NET_PEERS_MAX + 1, RECORD_MAX) ||
      !cen_cbor_enter_array (&reader, &n))
    return NULL;
  for (guint64 i = 0; i < n; i++) {
    const guint8 *bytes;
    gsize bytes_len;

    if (!cen_cbor_read_bytes (&reader, &bytes, &bytes_len))
      return NULL;
    g_ptr_array_add (records, g_bytes_new (bytes, bytes_len));
  }
  return net_frame_close (&reader) ? g_steal_pointer (&records) : NULL;
}

gboolean
net_preview_from_frame (NetPreview *ret_preview, const guint8 *frame, gsize len)
{
  g_auto (NetPreview) preview = { 0 };
  CenCborReader reader;
  guint64 n;

  if (!net_frame_open (&reader, NET_FRAME_PREVIEW, frame, len, 8, CEN_TEXT_MAX) ||
      !cen_cbor_enter_array (&reader, &n) || (n != 0 && n != 6))
    return FALSE;
  if (n == 6) {
    preview.is_answer = TRUE;
    preview.name = cen_cbor_read_dup_text (&reader, CEN_NAME_MAX);
    preview.intention = cen_cbor_read_dup_text (&reader, 4096);
    preview.charter = cen_cbor_read_dup_text (&reader, CEN_TEXT_MAX);
    preview.inviter = cen_cbor_read_dup_text (&reader, CEN_NAME_MAX);
    if (!cen_cbor_read_uint_max (&reader, CEN_OP_NUMBER_MAX, &preview.expires_ms) ||
        !cen_cbor_read_uint_max (&reader, CEN_MEMBERS_MAX, &preview.n_members))
      return FALSE;
  }
  if (!net_frame_close (&reader))
    return FALSE;
  *ret_preview = preview;
  preview = (NetPreview){ 0 };
  return TRUE;
}

gboolean
net_bye_from_frame (NetBye *ret_code, const guint8 *frame, gsize len)
{
  CenCborReader reader;
  guint64 code;

  if (!net_frame_open (&reader, NET_FRAME_BYE, frame, len, 1, 0) ||
      !cen_cbor_read_uint (&reader, &code) || !cen_cbor_finish (&reader))
    return FALSE;
  *ret_code = code <= NET_BYE_LAST ? (NetBye) code : NET_BYE_CLOSING;
  return TRUE;
}

gboolean
net_live_from_frame (NetLive *ret_live, const guint8 *frame, gsize len)
{
  CenCborReader reader;
  NetLive live = { 0 };
  guint64 n, kind;

  if (!net_frame_open (&reader, NET_FRAME_LIVE, frame, len, 4, CEN_ID_LEN) ||
      !cen_cbor_enter_array (&reader, &n) || n != 2 ||
      !cen_cbor_read_uint_max (&reader, G_MAXUINT16, &kind))
    return FALSE;
  live.kind = (NetLiveKind) kind;
  live.has_object = !cen_cbor_take_null (&reader);
  if (live.has_object && !cen_cbor_read_fixed (&reader, live.object.bytes, CEN_ID_LEN))
    return FALSE;
  if (!net_frame_close (&reader))
    return FALSE;
  *ret_live = live;
  return TRUE;
}
