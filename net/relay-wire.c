/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "relay-wire.h"

#include "core/envelope.h"
#include "core/op.h"

#include <string.h>

#define ITEMS_MAX (NET_RELAY_ENVELOPES_MAX + 16)

void
net_relay_batch_clear (NetRelayBatch *self)
{
  g_clear_pointer (&self->items, g_ptr_array_unref);
}

/* --- HELLO --- */

GBytes *
net_relay_hello_to_frame (const NetRelayHello *hello)
{
  NetFrameWriter writer;

  net_frame_begin (&writer, NET_RELAY_HELLO, 128);
  cen_cbor_put_array (&writer.cbor, 4);
  cen_cbor_put_uint (&writer.cbor, hello->version);
  cen_cbor_put_bytes (&writer.cbor, hello->nonce, NET_NONCE_LEN);
  cen_cbor_put_uint (&writer.cbor, hello->caps);
  cen_cbor_put_array (&writer.cbor, 3);
  cen_cbor_put_uint (&writer.cbor, hello->quota);
  cen_cbor_put_uint (&writer.cbor, hello->bytes);
  cen_cbor_put_uint (&writer.cbor, hello->keep_ms);
  return net_frame_end (&writer);
}

gboolean
net_relay_hello_from_frame (NetRelayHello *ret_hello, const guint8 *frame, gsize len)
{
  CenCborReader reader;
  NetRelayHello hello = { 0 };
  guint64 n, n_terms;

  if (!net_frame_open (&reader, NET_RELAY_HELLO, frame, len, 64, 4096) ||
      !cen_cbor_enter_array (&reader, &n) || n < 4 ||
      !cen_cbor_read_uint (&reader, &hello.version) ||
      !cen_cbor_read_fixed (&reader, hello.nonce, NET_NONCE_LEN) ||
      !cen_cbor_read_uint (&reader, &hello.caps) || !cen_cbor_enter_array (&reader, &n_terms) ||
      n_terms < 3 || !cen_cbor_read_uint_max (&reader, G_MAXINT64, &hello.quota) ||
      !cen_cbor_read_uint_max (&reader, G_MAXINT64, &hello.bytes) ||
      !cen_cbor_read_uint_max (&reader, G_MAXINT64, &hello.keep_ms) ||
      !net_frame_leave_open (&reader) || !net_frame_leave_open (&reader) ||
      !cen_cbor_finish (&reader))
    return FALSE;
  *ret_hello = hello;
  return TRUE;
}

/* --- LOOK and STATES --- */

GBytes *
net_relay_look_to_frame (const guint8 *seeds, guint n_seeds)
{
  NetFrameWriter writer;

  g_assert (n_seeds > 0 && n_seeds <= NET_RELAY_LOOK_MAX);
  net_frame_begin (&writer, NET_RELAY_LOOK, (gsize) n_seeds * CEN_KEY_LEN + 16);
  cen_cbor_put_bytes (&writer.cbor, seeds, (gsize) n_seeds * CEN_KEY_LEN);
  return net_frame_end (&writer);
}

const guint8 *
net_relay_look_from_frame (const guint8 *frame, gsize len, guint *ret_n_seeds)
{
  CenCborReader reader;
  const guint8 *seeds;
  gsize seeds_len;

  if (!net_frame_open (&reader, NET_RELAY_LOOK, frame, len, 1, CEN_CBOR_ITEM_MAX) ||
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
  return net_frame_enter (reader, 3) &&
         cen_cbor_read_uint_max (reader, CEN_OP_NUMBER_MAX, &ret_state->n) &&
         cen_cbor_read_fixed (reader, ret_state->digest, CEN_ID_LEN) &&
         cen_cbor_read_uint_max (reader, CEN_OP_NUMBER_MAX, &ret_state->last) &&
         cen_cbor_leave (reader);
}

GBytes *
net_relay_states_to_frame (const NetRelayStates *states)
{
  NetFrameWriter writer;

  g_assert (states->n <= NET_RELAY_LOOK_MAX);
  net_frame_begin (&writer, NET_RELAY_STATES, 64 + states->n * (gsize) 64);
  cen_cbor_put_array (&writer.cbor, 2);
  cen_cbor_put_uint (&writer.cbor, states->first);
  cen_cbor_put_array (&writer.cbor, states->n);
  for (guint i = 0; i < states->n; i++)
    put_state (&writer.cbor, &states->states[i]);
  return net_frame_end (&writer);
}

gboolean
net_relay_states_from_frame (NetRelayStates *ret_states, const guint8 *frame, gsize len)
{
  g_autofree NetRelayStates *states = g_new0 (NetRelayStates, 1);
  CenCborReader reader;
  guint64 n;

  if (!net_frame_open (&reader, NET_RELAY_STATES, frame, len, 5 * NET_RELAY_LOOK_MAX, CEN_ID_LEN) ||
      !net_frame_enter (&reader, 2) ||
      !net_frame_read_small (&reader, NET_RELAY_DRAWERS_MAX, &states->first) ||
      !cen_cbor_enter_array (&reader, &n) || n > NET_RELAY_LOOK_MAX)
    return FALSE;
  for (states->n = 0; states->n < n; states->n++) {
    if (!read_state (&reader, &states->states[states->n]))
      return FALSE;
  }
  if (!cen_cbor_leave (&reader) || !net_frame_close (&reader))
    return FALSE;
  *ret_states = *states;
  return TRUE;
}

/* --- MAKE and MADE --- */

GBytes *
net_relay_make_to_frame (const CenDrawerWish *wish)
{
  NetFrameWriter writer;

  net_frame_begin (&writer, NET_RELAY_MAKE, CEN_ID_LEN + 24);
  cen_cbor_put_array (&writer.cbor, 2);
  cen_cbor_put_bytes (&writer.cbor, wish->id.bytes, CEN_ID_LEN);
  if (wish->is_tray)
    cen_cbor_put_uint (&writer.cbor, (guint64) wish->expires_ms);
  else
    cen_cbor_put_null (&writer.cbor);
  return net_frame_end (&writer);
}

gboolean
net_relay_make_from_frame (CenDrawerWish *ret_wish, const guint8 *frame, gsize len)
{
  CenDrawerWish wish = { .is_tray = FALSE };
  CenCborReader reader;
  guint64 expires = 0;

  if (!net_frame_open (&reader, NET_RELAY_MAKE, frame, len, 3, CEN_ID_LEN) ||
      !net_frame_enter (&reader, 2) || !cen_cbor_read_fixed (&reader, wish.id.bytes, CEN_ID_LEN))
    return FALSE;
  wish.is_tray = !cen_cbor_take_null (&reader);
  if ((wish.is_tray && !cen_cbor_read_uint_max (&reader, CEN_OP_NUMBER_MAX, &expires)) ||
      !net_frame_close (&reader))
    return FALSE;
  wish.expires_ms = (gint64) expires;
  *ret_wish = wish;
  return TRUE;
}

GBytes *
net_relay_made_to_frame (CenMailAnswer answer)
{
  NetFrameWriter writer;

  net_frame_begin (&writer, NET_RELAY_MADE, 8);
  cen_cbor_put_uint (&writer.cbor, answer);
  return net_frame_end (&writer);
}

gboolean
net_relay_made_from_frame (CenMailAnswer *ret_answer, const guint8 *frame, gsize len)
{
  CenCborReader reader;
  guint answer;

  if (!net_frame_open (&reader, NET_RELAY_MADE, frame, len, 1, 8) ||
      !net_frame_read_small (&reader, CEN_MAIL_LAST, &answer) || !cen_cbor_finish (&reader))
    return FALSE;
  *ret_answer = (CenMailAnswer) answer;
  return TRUE;
}

/* --- AFTER, ENVELOPES and PUT --- */

GBytes *
net_relay_after_to_frame (guint drawer, guint64 after)
{
  NetFrameWriter writer;

  net_frame_begin (&writer, NET_RELAY_AFTER, 32);
  cen_cbor_put_array (&writer.cbor, 2);
  cen_cbor_put_uint (&writer.cbor, drawer);
  cen_cbor_put_uint (&writer.cbor, after);
  return net_frame_end (&writer);
}

gboolean
net_relay_after_from_frame (guint *ret_drawer, guint64 *ret_after, const guint8 *frame, gsize len)
{
  CenCborReader reader;
  guint drawer;
  guint64 after;

  if (!net_frame_open (&reader, NET_RELAY_AFTER, frame, len, 3, 8) ||
      !net_frame_enter (&reader, 2) ||
      !net_frame_read_small (&reader, NET_RELAY_DRAWERS_MAX - 1, &drawer) ||
      !cen_cbor_read_uint_max (&reader, CEN_OP_NUMBER_MAX, &after) || !net_frame_close (&reader))
    return FALSE;
  *ret_drawer = drawer;
  *ret_after = after;
  return TRUE;
}

GBytes *
net_relay_batch_to_frame (NetRelayFrame type, const NetRelayBatch *batch)
{
  gsize size = 64;
  NetFrameWriter writer;

  g_assert (batch->items->len <= NET_RELAY_ENVELOPES_MAX);
  for (guint i = 0; i < batch->items->len; i++)
    size += g_bytes_get_size (batch->items->pdata[i]) + 8;
  net_frame_begin (&writer, type, size);
  cen_cbor_put_array (&writer.cbor, 4);
  cen_cbor_put_uint (&writer.cbor, batch->drawer);
  cen_cbor_put_uint (&writer.cbor, batch->flag);
  cen_cbor_put_uint (&writer.cbor, batch->last);
  cen_cbor_put_array (&writer.cbor, batch->items->len);
  for (guint i = 0; i < batch->items->len; i++)
    net_frame_put (&writer.cbor, batch->items->pdata[i]);
  return net_frame_end (&writer);
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
      !net_frame_open (&reader, type, frame, len, ITEMS_MAX, CEN_ENVELOPE_MAX) ||
      !net_frame_enter (&reader, 4) ||
      !net_frame_read_small (&reader, NET_RELAY_DRAWERS_MAX - 1, &batch.drawer) ||
      !net_frame_read_small (&reader, NET_RELAY_LAST, &flag) ||
      !cen_cbor_read_uint_max (&reader, CEN_OP_NUMBER_MAX, &batch.last) ||
      !read_items (&reader, items) || !net_frame_close (&reader))
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
  NetFrameWriter writer;

  net_frame_begin (&writer, NET_RELAY_COMPARE, 32 + g_bytes_get_size (message));
  cen_cbor_put_array (&writer.cbor, 3);
  cen_cbor_put_uint (&writer.cbor, drawer);
  cen_cbor_put_uint (&writer.cbor, round);
  net_frame_put (&writer.cbor, message);
  return net_frame_end (&writer);
}

gboolean
net_relay_compare_from_frame (NetRelayCompare *ret_compare, const guint8 *frame, gsize len)
{
  NetRelayCompare compare;
  CenCborReader reader;

  if (!net_frame_open (&reader, NET_RELAY_COMPARE, frame, len, 4, 2 * CEN_RBSR_FRAME_MAX) ||
      !net_frame_enter (&reader, 3) ||
      !net_frame_read_small (&reader, NET_RELAY_DRAWERS_MAX - 1, &compare.drawer) ||
      !net_frame_read_small (&reader, CEN_RBSR_ROUNDS_MAX, &compare.round) ||
      !cen_cbor_read_bytes (&reader, &compare.message, &compare.len) || !net_frame_close (&reader))
    return FALSE;
  *ret_compare = compare;
  return TRUE;
}

/* --- KEPT --- */

GBytes *
net_relay_kept_to_frame (const NetRelayKept *kept)
{
  NetFrameWriter writer;

  net_frame_begin (&writer, NET_RELAY_KEPT, 128);
  cen_cbor_put_array (&writer.cbor, 4);
  cen_cbor_put_uint (&writer.cbor, kept->drawer);
  cen_cbor_put_uint (&writer.cbor, kept->answer);
  cen_cbor_put_uint (&writer.cbor, kept->wait_ms);
  put_state (&writer.cbor, &kept->state);
  return net_frame_end (&writer);
}

gboolean
net_relay_kept_from_frame (NetRelayKept *ret_kept, const guint8 *frame, gsize len)
{
  NetRelayKept kept;
  CenCborReader reader;
  guint answer;

  if (!net_frame_open (&reader, NET_RELAY_KEPT, frame, len, 16, CEN_ID_LEN) ||
      !net_frame_enter (&reader, 4) ||
      !net_frame_read_small (&reader, NET_RELAY_DRAWERS_MAX - 1, &kept.drawer) ||
      !net_frame_read_small (&reader, CEN_MAIL_LAST, &answer) ||
      !cen_cbor_read_uint_max (&reader, G_MAXINT32, &kept.wait_ms) ||
      !read_state (&reader, &kept.state) || !net_frame_close (&reader))
    return FALSE;
  kept.answer = (CenMailAnswer) answer;
  *ret_kept = kept;
  return TRUE;
}

/* --- GET --- */

GBytes *
net_relay_get_to_frame (guint drawer, const CenId *tags, guint n_tags)
{
  NetFrameWriter writer;

  g_assert (n_tags <= NET_RELAY_GET_MAX);
  net_frame_begin (&writer, NET_RELAY_GET, (gsize) n_tags * CEN_ID_LEN + 32);
  cen_cbor_put_array (&writer.cbor, 2);
  cen_cbor_put_uint (&writer.cbor, drawer);
  cen_cbor_put_bytes (&writer.cbor, (const guint8 *) tags, (gsize) n_tags * CEN_ID_LEN);
  return net_frame_end (&writer);
}

GArray *
net_relay_get_from_frame (guint *ret_drawer, const guint8 *frame, gsize len)
{
  CenCborReader reader;
  const guint8 *bytes;
  GArray *tags;
  gsize bytes_len;
  guint drawer;

  if (!net_frame_open (&reader, NET_RELAY_GET, frame, len, 3, CEN_CBOR_ITEM_MAX) ||
      !net_frame_enter (&reader, 2) ||
      !net_frame_read_small (&reader, NET_RELAY_DRAWERS_MAX - 1, &drawer) ||
      !cen_cbor_read_bytes (&reader, &bytes, &bytes_len) || !net_frame_close (&reader) ||
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
  NetFrameWriter writer;

  net_frame_begin (&writer, NET_RELAY_MARK,
                   64 + (mark->mark != NULL ? g_bytes_get_size (mark->mark) : 0));
  cen_cbor_put_array (&writer.cbor, 4);
  cen_cbor_put_uint (&writer.cbor, mark->drawer);
  cen_cbor_put_uint (&writer.cbor, mark->after);
  cen_cbor_put_bytes (&writer.cbor, mark->slot, CEN_MAIL_SLOT_LEN);
  if (mark->mark != NULL)
    net_frame_put (&writer.cbor, mark->mark);
  else
    cen_cbor_put_null (&writer.cbor);
  return net_frame_end (&writer);
}

gboolean
net_relay_mark_from_frame (NetRelayMark *ret_mark, const guint8 *frame, gsize len)
{
  NetRelayMark mark = { 0 };
  const guint8 *bytes = NULL;
  gsize bytes_len = 0;
  CenCborReader reader;

  if (!net_frame_open (&reader, NET_RELAY_MARK, frame, len, 5, CEN_MAIL_MARK_MAX) ||
      !net_frame_enter (&reader, 4) ||
      !net_frame_read_small (&reader, NET_RELAY_DRAWERS_MAX - 1, &mark.drawer) ||
      !cen_cbor_read_uint_max (&reader, CEN_OP_NUMBER_MAX, &mark.after) ||
      !cen_cbor_read_fixed (&reader, mark.slot, CEN_MAIL_SLOT_LEN) ||
      (!cen_cbor_take_null (&reader) && !cen_cbor_read_bytes (&reader, &bytes, &bytes_len)) ||
      !net_frame_close (&reader))
    return FALSE;
  mark.mark = bytes != NULL ? g_bytes_new (bytes, bytes_len) : NULL;
  *ret_mark = mark;
  return TRUE;
}
