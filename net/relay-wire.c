/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "relay-wire.h"

#include "core/cbor.h"
#include "core/envelope.h"
#include "core/op.h"

#include <string.h>

#define ITEMS_MAX (NET_RELAY_ENVELOPES_MAX + 16)

/* --- Frames --- */

typedef struct {
  guint8 *frame;
  CenCborWriter cbor;
} Writer;

static void
begin (Writer *self, NetRelayFrame type, gsize size)
{
  self->frame = g_malloc (size + 1);
  self->frame[0] = (guint8) type;
  cen_cbor_writer_init (&self->cbor, self->frame + 1, size);
}

static GBytes *
end (Writer *self)
{
  g_assert (!self->cbor.has_overflowed);
  return g_bytes_new_take (self->frame, self->cbor.len + 1);
}

static gboolean
open_frame (CenCborReader *reader, NetRelayFrame type, const guint8 *frame, gsize len,
            guint items_max, gsize item_max)
{
  if (net_frame_get_type (frame, len) != (guint) type || len < 2)
    return FALSE;
  cen_cbor_reader_init_large (reader, frame + 1, len - 1, items_max, item_max);
  return TRUE;
}

/* An array of exactly @n items. */
static gboolean
enter (CenCborReader *reader, guint64 n)
{
  guint64 found;

  return cen_cbor_enter_array (reader, &found) && found == n;
}

static gboolean
read_small (CenCborReader *reader, guint max, guint *ret_value)
{
  guint64 value;

  if (!cen_cbor_read_uint_max (reader, max, &value))
    return FALSE;
  *ret_value = (guint) value;
  return TRUE;
}

static gboolean
close_frame (CenCborReader *reader)
{
  return cen_cbor_leave (reader) && cen_cbor_finish (reader);
}

static void
put_bytes (CenCborWriter *cbor, GBytes *bytes)
{
  gsize len;
  const guint8 *data = g_bytes_get_data (bytes, &len);

  cen_cbor_put_bytes (cbor, data, len);
}

void
net_relay_batch_clear (NetRelayBatch *self)
{
  g_clear_pointer (&self->items, g_ptr_array_unref);
}

/* --- HELLO --- */

GBytes *
net_relay_hello_to_frame (const NetRelayHello *hello)
{
  Writer writer;

  begin (&writer, NET_RELAY_HELLO, 128);
  cen_cbor_put_array (&writer.cbor, 4);
  cen_cbor_put_uint (&writer.cbor, hello->version);
  cen_cbor_put_bytes (&writer.cbor, hello->nonce, NET_NONCE_LEN);
  cen_cbor_put_uint (&writer.cbor, hello->caps);
  cen_cbor_put_array (&writer.cbor, 3);
  cen_cbor_put_uint (&writer.cbor, hello->quota);
  cen_cbor_put_uint (&writer.cbor, hello->bytes);
  cen_cbor_put_uint (&writer.cbor, hello->keep_ms);
  return end (&writer);
}

/* Later versions may add to both arrays. */
static gboolean
skip_rest (CenCborReader *reader)
{
  while (cen_cbor_has_more (reader)) {
    if (!cen_cbor_skip (reader, NULL, NULL))
      return FALSE;
  }
  return cen_cbor_leave (reader);
}

gboolean
net_relay_hello_from_frame (NetRelayHello *ret_hello, const guint8 *frame, gsize len)
{
  CenCborReader reader;
  NetRelayHello hello = { 0 };
  guint64 n, n_terms;

  if (!open_frame (&reader, NET_RELAY_HELLO, frame, len, 64, 4096) ||
      !cen_cbor_enter_array (&reader, &n) || n < 4 ||
      !cen_cbor_read_uint (&reader, &hello.version) ||
      !cen_cbor_read_fixed (&reader, hello.nonce, NET_NONCE_LEN) ||
      !cen_cbor_read_uint (&reader, &hello.caps) || !cen_cbor_enter_array (&reader, &n_terms) ||
      n_terms < 3 || !cen_cbor_read_uint_max (&reader, G_MAXINT64, &hello.quota) ||
      !cen_cbor_read_uint_max (&reader, G_MAXINT64, &hello.bytes) ||
      !cen_cbor_read_uint_max (&reader, G_MAXINT64, &hello.keep_ms) || !skip_rest (&reader) ||
      !skip_rest (&reader) || !cen_cbor_finish (&reader))
    return FALSE;
  *ret_hello = hello;
  return TRUE;
}

/* --- LOOK and STATES --- */

GBytes *
net_relay_look_to_frame (const guint8 *seeds, guint n_seeds)
{
  Writer writer;

  g_assert (n_seeds > 0 && n_seeds <= NET_RELAY_LOOK_MAX);
  begin (&writer, NET_RELAY_LOOK, (gsize) n_seeds * CEN_KEY_LEN + 16);
  cen_cbor_put_bytes (&writer.cbor, seeds, (gsize) n_seeds * CEN_KEY_LEN);
  return end (&writer);
}

const guint8 *
net_relay_look_from_frame (const guint8 *frame, gsize len, guint *ret_n_seeds)
{
  CenCborReader reader;
  const guint8 *seeds;
  gsize seeds_len;

  if (!open_frame (&reader, NET_RELAY_LOOK, frame, len, 1, CEN_CBOR_ITEM_MAX) ||
      !cen_cbor_read_bytes (&reader, &seeds, &seeds_len) || !cen_cbor_finish (&reader) ||
      seeds_len == 0 || seeds_len % CEN_KEY_LEN != 0 ||
      seeds_len > NET_RELAY_LOOK_MAX * CEN_KEY_LEN)
    return NULL;
  *ret_n_seeds = (guint) (seeds_len / CEN_KEY_LEN);
  return seeds;
}

static void
put_state (CenCborWriter *cbor, const NetRelayState *state)
{
  if (!state->is_there) {
    cen_cbor_put_null (cbor);
    return;
  }
  cen_cbor_put_array (cbor, 3);
  cen_cbor_put_uint (cbor, state->n);
  cen_cbor_put_bytes (cbor, state->digest, CEN_ID_LEN);
  cen_cbor_put_uint (cbor, state->last);
}

static gboolean
read_state (CenCborReader *reader, NetRelayState *ret_state)
{
  memset (ret_state, 0, sizeof *ret_state);
  if (cen_cbor_take_null (reader))
    return TRUE;
  ret_state->is_there = TRUE;
  return enter (reader, 3) && cen_cbor_read_uint_max (reader, CEN_OP_NUMBER_MAX, &ret_state->n) &&
         cen_cbor_read_fixed (reader, ret_state->digest, CEN_ID_LEN) &&
         cen_cbor_read_uint_max (reader, CEN_OP_NUMBER_MAX, &ret_state->last) &&
         cen_cbor_leave (reader);
}

GBytes *
net_relay_states_to_frame (const NetRelayStates *states)
{
  Writer writer;

  g_assert (states->n <= NET_RELAY_LOOK_MAX);
  begin (&writer, NET_RELAY_STATES, 64 + states->n * (gsize) 64);
  cen_cbor_put_array (&writer.cbor, 2);
  cen_cbor_put_uint (&writer.cbor, states->first);
  cen_cbor_put_array (&writer.cbor, states->n);
  for (guint i = 0; i < states->n; i++)
    put_state (&writer.cbor, &states->states[i]);
  return end (&writer);
}

gboolean
net_relay_states_from_frame (NetRelayStates *ret_states, const guint8 *frame, gsize len)
{
  g_autofree NetRelayStates *states = g_new0 (NetRelayStates, 1);
  CenCborReader reader;
  guint64 n;

  if (!open_frame (&reader, NET_RELAY_STATES, frame, len, 5 * NET_RELAY_LOOK_MAX, CEN_ID_LEN) ||
      !enter (&reader, 2) || !read_small (&reader, NET_RELAY_DRAWERS_MAX, &states->first) ||
      !cen_cbor_enter_array (&reader, &n) || n > NET_RELAY_LOOK_MAX)
    return FALSE;
  for (states->n = 0; states->n < n; states->n++) {
    if (!read_state (&reader, &states->states[states->n]))
      return FALSE;
  }
  if (!cen_cbor_leave (&reader) || !close_frame (&reader))
    return FALSE;
  *ret_states = *states;
  return TRUE;
}

/* --- MAKE and MADE --- */

GBytes *
net_relay_make_to_frame (const CenId *drawer)
{
  Writer writer;

  begin (&writer, NET_RELAY_MAKE, CEN_ID_LEN + 8);
  cen_cbor_put_bytes (&writer.cbor, drawer->bytes, CEN_ID_LEN);
  return end (&writer);
}

gboolean
net_relay_make_from_frame (CenId *ret_drawer, const guint8 *frame, gsize len)
{
  CenCborReader reader;
  CenId drawer;

  if (!open_frame (&reader, NET_RELAY_MAKE, frame, len, 1, CEN_ID_LEN) ||
      !cen_cbor_read_fixed (&reader, drawer.bytes, CEN_ID_LEN) || !cen_cbor_finish (&reader))
    return FALSE;
  *ret_drawer = drawer;
  return TRUE;
}

GBytes *
net_relay_made_to_frame (CenMailAnswer answer)
{
  Writer writer;

  begin (&writer, NET_RELAY_MADE, 8);
  cen_cbor_put_uint (&writer.cbor, answer);
  return end (&writer);
}

gboolean
net_relay_made_from_frame (CenMailAnswer *ret_answer, const guint8 *frame, gsize len)
{
  CenCborReader reader;
  guint answer;

  if (!open_frame (&reader, NET_RELAY_MADE, frame, len, 1, 8) ||
      !read_small (&reader, CEN_MAIL_LAST, &answer) || !cen_cbor_finish (&reader))
    return FALSE;
  *ret_answer = (CenMailAnswer) answer;
  return TRUE;
}

/* --- AFTER, ENVELOPES and PUT --- */

GBytes *
net_relay_after_to_frame (guint drawer, guint64 after)
{
  Writer writer;

  begin (&writer, NET_RELAY_AFTER, 32);
  cen_cbor_put_array (&writer.cbor, 2);
  cen_cbor_put_uint (&writer.cbor, drawer);
  cen_cbor_put_uint (&writer.cbor, after);
  return end (&writer);
}

gboolean
net_relay_after_from_frame (guint *ret_drawer, guint64 *ret_after, const guint8 *frame, gsize len)
{
  CenCborReader reader;
  guint drawer;
  guint64 after;

  if (!open_frame (&reader, NET_RELAY_AFTER, frame, len, 3, 8) || !enter (&reader, 2) ||
      !read_small (&reader, NET_RELAY_DRAWERS_MAX - 1, &drawer) ||
      !cen_cbor_read_uint_max (&reader, CEN_OP_NUMBER_MAX, &after) || !close_frame (&reader))
    return FALSE;
  *ret_drawer = drawer;
  *ret_after = after;
  return TRUE;
}

GBytes *
net_relay_batch_to_frame (NetRelayFrame type, const NetRelayBatch *batch)
{
  gsize size = 64;
  Writer writer;

  g_assert (batch->items->len <= NET_RELAY_ENVELOPES_MAX);
  for (guint i = 0; i < batch->items->len; i++)
    size += g_bytes_get_size (batch->items->pdata[i]) + 8;
  begin (&writer, type, size);
  cen_cbor_put_array (&writer.cbor, 4);
  cen_cbor_put_uint (&writer.cbor, batch->drawer);
  cen_cbor_put_uint (&writer.cbor, batch->flag);
  cen_cbor_put_uint (&writer.cbor, batch->last);
  cen_cbor_put_array (&writer.cbor, batch->items->len);
  for (guint i = 0; i < batch->items->len; i++)
    put_bytes (&writer.cbor, batch->items->pdata[i]);
  return end (&writer);
}

static gboolean
read_items (CenCborReader *reader, GPtrArray *items)
{
  guint64 n;

  if (!cen_cbor_enter_array (reader, &n) || n > NET_RELAY_ENVELOPES_MAX)
    return FALSE;
  for (guint64 i = 0; i < n; i++) {
    const guint8 *bytes;
    gsize len;

    if (!cen_cbor_read_bytes (reader, &bytes, &len))
      return FALSE;
    g_ptr_array_add (items, g_bytes_new (bytes, len));
  }
  return cen_cbor_leave (reader);
}

gboolean
net_relay_batch_from_frame (NetRelayBatch *ret_batch, const guint8 *frame, gsize len)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  guint type = net_frame_get_type (frame, len);
  NetRelayBatch batch = { 0 };
  CenCborReader reader;
  guint flag;

  if ((type != NET_RELAY_ENVELOPES && type != NET_RELAY_PUT && type != NET_RELAY_MARKS) ||
      !open_frame (&reader, (NetRelayFrame) type, frame, len, ITEMS_MAX, CEN_ENVELOPE_MAX) ||
      !enter (&reader, 4) || !read_small (&reader, NET_RELAY_DRAWERS_MAX - 1, &batch.drawer) ||
      !read_small (&reader, NET_RELAY_LAST, &flag) ||
      !cen_cbor_read_uint_max (&reader, CEN_OP_NUMBER_MAX, &batch.last) ||
      !read_items (&reader, items) || !close_frame (&reader))
    return FALSE;
  batch.flag = (NetRelayFlag) flag;
  batch.items = g_steal_pointer (&items);
  *ret_batch = batch;
  return TRUE;
}

/* --- COMPARE --- */

GBytes *
net_relay_compare_to_frame (guint drawer, guint round, GBytes *message)
{
  Writer writer;

  begin (&writer, NET_RELAY_COMPARE, 32 + g_bytes_get_size (message));
  cen_cbor_put_array (&writer.cbor, 3);
  cen_cbor_put_uint (&writer.cbor, drawer);
  cen_cbor_put_uint (&writer.cbor, round);
  put_bytes (&writer.cbor, message);
  return end (&writer);
}

gboolean
net_relay_compare_from_frame (NetRelayCompare *ret_compare, const guint8 *frame, gsize len)
{
  NetRelayCompare compare;
  CenCborReader reader;

  if (!open_frame (&reader, NET_RELAY_COMPARE, frame, len, 4, 2 * CEN_RBSR_FRAME_MAX) ||
      !enter (&reader, 3) || !read_small (&reader, NET_RELAY_DRAWERS_MAX - 1, &compare.drawer) ||
      !read_small (&reader, CEN_RBSR_ROUNDS_MAX, &compare.round) ||
      !cen_cbor_read_bytes (&reader, &compare.message, &compare.len) || !close_frame (&reader))
    return FALSE;
  *ret_compare = compare;
  return TRUE;
}

/* --- KEPT --- */

GBytes *
net_relay_kept_to_frame (const NetRelayKept *kept)
{
  Writer writer;

  begin (&writer, NET_RELAY_KEPT, 128);
  cen_cbor_put_array (&writer.cbor, 4);
  cen_cbor_put_uint (&writer.cbor, kept->drawer);
  cen_cbor_put_uint (&writer.cbor, kept->answer);
  cen_cbor_put_uint (&writer.cbor, kept->wait_ms);
  put_state (&writer.cbor, &kept->state);
  return end (&writer);
}

gboolean
net_relay_kept_from_frame (NetRelayKept *ret_kept, const guint8 *frame, gsize len)
{
  NetRelayKept kept;
  CenCborReader reader;
  guint answer;

  if (!open_frame (&reader, NET_RELAY_KEPT, frame, len, 16, CEN_ID_LEN) || !enter (&reader, 4) ||
      !read_small (&reader, NET_RELAY_DRAWERS_MAX - 1, &kept.drawer) ||
      !read_small (&reader, CEN_MAIL_LAST, &answer) ||
      !cen_cbor_read_uint_max (&reader, G_MAXINT32, &kept.wait_ms) ||
      !read_state (&reader, &kept.state) || !close_frame (&reader))
    return FALSE;
  kept.answer = (CenMailAnswer) answer;
  *ret_kept = kept;
  return TRUE;
}

/* --- GET --- */

GBytes *
net_relay_get_to_frame (guint drawer, const CenId *tags, guint n_tags)
{
  Writer writer;

  g_assert (n_tags <= NET_RELAY_GET_MAX);
  begin (&writer, NET_RELAY_GET, (gsize) n_tags * CEN_ID_LEN + 32);
  cen_cbor_put_array (&writer.cbor, 2);
  cen_cbor_put_uint (&writer.cbor, drawer);
  cen_cbor_put_bytes (&writer.cbor, (const guint8 *) tags, (gsize) n_tags * CEN_ID_LEN);
  return end (&writer);
}

GArray *
net_relay_get_from_frame (guint *ret_drawer, const guint8 *frame, gsize len)
{
  CenCborReader reader;
  const guint8 *bytes;
  GArray *tags;
  gsize bytes_len;
  guint drawer;

  if (!open_frame (&reader, NET_RELAY_GET, frame, len, 3, CEN_CBOR_ITEM_MAX) ||
      !enter (&reader, 2) || !read_small (&reader, NET_RELAY_DRAWERS_MAX - 1, &drawer) ||
      !cen_cbor_read_bytes (&reader, &bytes, &bytes_len) || !close_frame (&reader) ||
      bytes_len % CEN_ID_LEN != 0 || bytes_len > NET_RELAY_GET_MAX * CEN_ID_LEN)
    return NULL;
  tags = g_array_new (FALSE, FALSE, sizeof (CenId));
  g_array_append_vals (tags, bytes, (guint) (bytes_len / CEN_ID_LEN));
  *ret_drawer = drawer;
  return tags;
}

/* --- MARK --- */

GBytes *
net_relay_mark_to_frame (const NetRelayMark *mark)
{
  Writer writer;

  begin (&writer, NET_RELAY_MARK, 64 + (mark->mark != NULL ? g_bytes_get_size (mark->mark) : 0));
  cen_cbor_put_array (&writer.cbor, 4);
  cen_cbor_put_uint (&writer.cbor, mark->drawer);
  cen_cbor_put_uint (&writer.cbor, mark->after);
  cen_cbor_put_bytes (&writer.cbor, mark->slot, CEN_MAIL_SLOT_LEN);
  if (mark->mark != NULL)
    put_bytes (&writer.cbor, mark->mark);
  else
    cen_cbor_put_null (&writer.cbor);
  return end (&writer);
}

gboolean
net_relay_mark_from_frame (NetRelayMark *ret_mark, const guint8 *frame, gsize len)
{
  NetRelayMark mark = { 0 };
  const guint8 *bytes = NULL;
  gsize bytes_len = 0;
  CenCborReader reader;

  if (!open_frame (&reader, NET_RELAY_MARK, frame, len, 5, CEN_MAIL_MARK_MAX) ||
      !enter (&reader, 4) || !read_small (&reader, NET_RELAY_DRAWERS_MAX - 1, &mark.drawer) ||
      !cen_cbor_read_uint_max (&reader, CEN_OP_NUMBER_MAX, &mark.after) ||
      !cen_cbor_read_fixed (&reader, mark.slot, CEN_MAIL_SLOT_LEN) ||
      (!cen_cbor_take_null (&reader) && !cen_cbor_read_bytes (&reader, &bytes, &bytes_len)) ||
      !close_frame (&reader))
    return FALSE;
  mark.mark = bytes != NULL ? g_bytes_new (bytes, bytes_len) : NULL;
  *ret_mark = mark;
  return TRUE;
}
