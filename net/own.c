/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "own.h"

#include "core/cbor.h"

#include <string.h>

#define ITEMS_MAX      (3 * NET_OWN_READS_MAX + 4 * NET_OWN_DRAFTS_MAX + 3 * NET_OWN_KEYS_MAX + 8)
#define KEY_OVERHEAD   (CEN_ID_LEN + CEN_KEY_LEN + 8)
#define READ_OVERHEAD  (2 * CEN_ID_LEN + 8)
#define DRAFT_OVERHEAD (CEN_ID_LEN + 24)
/* Past this a frame takes no further draft. */
#define FRAME_FULL (CEN_OPS_FRAME_MAX - CEN_DRAFT_MAX)

struct _NetOwn {
  CenCircle *circle;
  GHashTable *reads;  /* CenId of a channel → CenId of the message up to which it is read */
  GHashTable *drafts; /* CenId of a place → CenId, a mark of the draft's time and text */
  GHashTable *keys;   /* CenId of the SEALED ops whose keys both have */
  gint64 keys_after;  /* those up to this one were told */
};

static void
clear_key (gpointer key)
{
  cen_crypto_wipe (key, sizeof (CenSealedKey));
}

void
net_own_news_init (NetOwnNews *self)
{
  self->reads = g_array_new (FALSE, FALSE, sizeof (CenOwnRead));
  self->drafts = g_ptr_array_new_with_free_func ((GDestroyNotify) cen_own_draft_free);
  self->keys = g_array_new (FALSE, TRUE, sizeof (CenSealedKey));
  g_array_set_clear_func (self->keys, clear_key);
}

void
net_own_news_clear (NetOwnNews *self)
{
  g_clear_pointer (&self->reads, g_array_unref);
  g_clear_pointer (&self->drafts, g_ptr_array_unref);
  g_clear_pointer (&self->keys, g_array_unref);
}

/* --- The frame --- */

static gsize
measure (const NetOwnNews *news)
{
  gsize size =
      16 + (gsize) news->reads->len * READ_OVERHEAD + (gsize) news->keys->len * KEY_OVERHEAD;

  for (guint i = 0; i < news->drafts->len; i++)
    size += DRAFT_OVERHEAD + strlen (((const CenOwnDraft *) news->drafts->pdata[i])->text);
  return size;
}

GBytes *
net_own_to_frame (const NetOwnNews *news)
{
  gsize size = measure (news);
  guint8 *buf = g_malloc (size + 1);
  CenCborWriter cbor;

  buf[0] = NET_FRAME_OWN;
  cen_cbor_writer_init (&cbor, buf + 1, size);
  cen_cbor_put_array (&cbor, 3);
  cen_cbor_put_array (&cbor, news->reads->len);
  for (guint i = 0; i < news->reads->len; i++) {
    const CenOwnRead *read = &g_array_index (news->reads, CenOwnRead, i);

    cen_cbor_put_array (&cbor, 2);
    cen_cbor_put_bytes (&cbor, read->channel.bytes, CEN_ID_LEN);
    cen_cbor_put_bytes (&cbor, read->message.bytes, CEN_ID_LEN);
  }
  cen_cbor_put_array (&cbor, news->drafts->len);
  for (guint i = 0; i < news->drafts->len; i++) {
    const CenOwnDraft *draft = news->drafts->pdata[i];

    cen_cbor_put_array (&cbor, 3);
    cen_cbor_put_bytes (&cbor, draft->place.bytes, CEN_ID_LEN);
    cen_cbor_put_uint (&cbor, (guint64) draft->wall_ms);
    cen_cbor_put_text (&cbor, draft->text);
  }
  cen_cbor_put_array (&cbor, news->keys->len);
  for (guint i = 0; i < news->keys->len; i++) {
    const CenSealedKey *key = &g_array_index (news->keys, CenSealedKey, i);

    cen_cbor_put_array (&cbor, 2);
    cen_cbor_put_bytes (&cbor, key->op.bytes, CEN_ID_LEN);
    cen_cbor_put_bytes (&cbor, key->key, CEN_KEY_LEN);
  }
  g_assert (!cbor.has_overflowed);
  return g_bytes_new_take (buf, cbor.len + 1);
}

static gboolean
read_reads (CenCborReader *reader, GArray *reads)
{
  guint64 n, arity;

  if (!cen_cbor_enter_array (reader, &n) || n > NET_OWN_READS_MAX)
    return FALSE;
  for (guint i = 0; i < n; i++) {
    CenOwnRead read;

    if (!cen_cbor_enter_array (reader, &arity) || arity != 2 ||
        !cen_cbor_read_fixed (reader, read.channel.bytes, CEN_ID_LEN) ||
        !cen_cbor_read_fixed (reader, read.message.bytes, CEN_ID_LEN) || !cen_cbor_leave (reader))
      return FALSE;
    g_array_append_val (reads, read);
  }
  return cen_cbor_leave (reader);
}

static gboolean
read_drafts (CenCborReader *reader, GPtrArray *drafts)
{
  guint64 n, arity, wall_ms;

  if (!cen_cbor_enter_array (reader, &n) || n > NET_OWN_DRAFTS_MAX)
    return FALSE;
  for (guint i = 0; i < n; i++) {
    CenOwnDraft *draft = g_new0 (CenOwnDraft, 1);

    g_ptr_array_add (drafts, draft);
    if (!cen_cbor_enter_array (reader, &arity) || arity != 3 ||
        !cen_cbor_read_fixed (reader, draft->place.bytes, CEN_ID_LEN) ||
        !cen_cbor_read_uint_max (reader, CEN_OP_NUMBER_MAX, &wall_ms))
      return FALSE;
    draft->wall_ms = (gint64) wall_ms;
    draft->text = cen_cbor_read_dup_text (reader, CEN_DRAFT_MAX);
    if (draft->text == NULL || !cen_cbor_leave (reader))
      return FALSE;
  }
  return cen_cbor_leave (reader);
}

static gboolean
read_keys (CenCborReader *reader, GArray *keys)
{
  guint64 n, arity;

  if (!cen_cbor_enter_array (reader, &n) || n > NET_OWN_KEYS_MAX)
    return FALSE;
  g_array_set_size (keys, (guint) n);
  for (guint i = 0; i < n; i++) {
    CenSealedKey *key = &g_array_index (keys, CenSealedKey, i);

    if (!cen_cbor_enter_array (reader, &arity) || arity != 2 ||
        !cen_cbor_read_fixed (reader, key->op.bytes, CEN_ID_LEN) ||
        !cen_cbor_read_fixed (reader, key->key, CEN_KEY_LEN) || !cen_cbor_leave (reader))
      return FALSE;
  }
  return cen_cbor_leave (reader);
}

gboolean
net_own_from_frame (NetOwnNews *ret_news, const guint8 *frame, gsize len)
{
  g_auto (NetOwnNews) news = { NULL };
  CenCborReader reader;
  guint64 n;

  if (len < 2 || len > CEN_MESSAGE_MAX || frame[0] != NET_FRAME_OWN)
    return FALSE;
  net_own_news_init (&news);
  cen_cbor_reader_init_large (&reader, frame + 1, len - 1, ITEMS_MAX, CEN_DRAFT_MAX);
  if (!cen_cbor_enter_array (&reader, &n) || n != 3 || !read_reads (&reader, news.reads) ||
      !read_drafts (&reader, news.drafts) || !read_keys (&reader, news.keys) ||
      !cen_cbor_leave (&reader) || !cen_cbor_finish (&reader))
    return FALSE;
  *ret_news = news;
  news = (NetOwnNews){ NULL };
  return TRUE;
}

/* --- What was told --- */

NetOwn *
net_own_new (CenCircle *circle)
{
  NetOwn *self = g_new0 (NetOwn, 1);

  self->circle = circle;
  self->reads = g_hash_table_new_full (cen_id_hash, cen_id_hash_equal, g_free, g_free);
  self->drafts = g_hash_table_new_full (cen_id_hash, cen_id_hash_equal, g_free, g_free);
  self->keys = g_hash_table_new_full (cen_id_hash, cen_id_hash_equal, g_free, NULL);
  return self;
}

void
net_own_free (NetOwn *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->reads);
  g_hash_table_unref (self->drafts);
  g_hash_table_unref (self->keys);
  g_free (self);
}

/* TRUE when @value is new to the other side, which it is then not any more. */
static gboolean
note (GHashTable *told, const CenId *key, const CenId *value)
{
  const CenId *last = g_hash_table_lookup (told, key);

  if (last != NULL && cen_id_equal (last, value))
    return FALSE;
  g_hash_table_insert (told, cen_id_dup (key), cen_id_dup (value));
  return TRUE;
}

static CenId
mark_draft (const CenOwnDraft *draft)
{
  CenId mark = { { 0 } };
  guint hash = g_str_hash (draft->text);

  memcpy (mark.bytes, &draft->wall_ms, sizeof draft->wall_ms);
  memcpy (mark.bytes + sizeof draft->wall_ms, &hash, sizeof hash);
  return mark;
}

static gboolean
add_reads (NetOwn *self, NetOwnNews *news, GError **error)
{
  g_autoptr (GArray) reads = cen_own_list_reads (self->circle, error);

  for (guint i = 0; reads != NULL && i < reads->len; i++) {
    const CenOwnRead *read = &g_array_index (reads, CenOwnRead, i);

    if (news->reads->len < NET_OWN_READS_MAX && note (self->reads, &read->channel, &read->message))
      g_array_append_val (news->reads, *read);
  }
  return reads != NULL;
}

static gboolean
add_drafts (NetOwn *self, NetOwnNews *news, GError **error)
{
  g_autoptr (GPtrArray) drafts = cen_own_list_drafts (self->circle, error);

  for (guint i = 0; drafts != NULL && i < drafts->len; i++) {
    CenOwnDraft *draft = drafts->pdata[i];
    CenId mark = mark_draft (draft);

    if (news->drafts->len == NET_OWN_DRAFTS_MAX || measure (news) > FRAME_FULL)
      break;
    if (!note (self->drafts, &draft->place, &mark))
      continue;
    g_ptr_array_add (news->drafts, draft);
    drafts->pdata[i] = NULL;
  }
  return drafts != NULL;
}

static gboolean
add_keys (NetOwn *self, NetOwnNews *news, GError **error)
{
  guint n;

  /* A whole page of what both have already is no end. */
  do {
    g_autoptr (GArray) keys =
        cen_sealed_list_keys (self->circle, self->keys_after, NET_OWN_KEYS_MAX, error);

    if (keys == NULL)
      return FALSE;
    n = keys->len;
    for (guint i = 0; i < n; i++) {
      const CenSealedKey *key = &g_array_index (keys, CenSealedKey, i);

      self->keys_after = key->no;
      if (g_hash_table_add (self->keys, cen_id_dup (&key->op)))
        g_array_append_val (news->keys, *key);
    }
  } while (n == NET_OWN_KEYS_MAX && news->keys->len == 0);
  return TRUE;
}

GBytes *
net_own_next (NetOwn *self, GError **error)
{
  g_auto (NetOwnNews) news = { NULL };

  net_own_news_init (&news);
  if (!add_reads (self, &news, error) || !add_drafts (self, &news, error) ||
      !add_keys (self, &news, error) ||
      (news.reads->len == 0 && news.drafts->len == 0 && news.keys->len == 0))
    return NULL;
  return net_own_to_frame (&news);
}

gboolean
net_own_take (NetOwn *self, const guint8 *frame, gsize len, GError **error)
{
  g_auto (NetOwnNews) news = { NULL };

  if (!net_own_from_frame (&news, frame, len)) {
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_INVALID,
                         "A device of your own broke the protocol.");
    return FALSE;
  }
  for (guint i = 0; i < news.reads->len; i++) {
    const CenOwnRead *read = &g_array_index (news.reads, CenOwnRead, i);

    note (self->reads, &read->channel, &read->message);
    if (!cen_own_take_read (self->circle, read, error))
      return FALSE;
  }
  for (guint i = 0; i < news.drafts->len; i++) {
    const CenOwnDraft *draft = news.drafts->pdata[i];
    CenId mark = mark_draft (draft);

    note (self->drafts, &draft->place, &mark);
    if (!cen_own_take_draft (self->circle, draft, error))
      return FALSE;
  }
  for (guint i = 0; i < news.keys->len; i++) {
    const CenSealedKey *key = &g_array_index (news.keys, CenSealedKey, i);

    g_hash_table_add (self->keys, cen_id_dup (&key->op));
    if (!cen_sealed_take_key (self->circle, &key->op, key->key, error))
      return FALSE;
  }
  return TRUE;
}
