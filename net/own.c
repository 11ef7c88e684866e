/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "own.h"

#include "core/cbor.h"

#include <string.h>

#define ITEMS_MAX                                                                                  \
  (3 * NET_OWN_READS_MAX + 4 * NET_OWN_DRAFTS_MAX + 3 * NET_OWN_KEYS_MAX + 5 * NET_OWN_NOTES_MAX + \
   8)
#define KEY_OVERHEAD   (CEN_ID_LEN + CEN_KEY_LEN + 8)
#define READ_OVERHEAD  (2 * CEN_ID_LEN + 8)
#define DRAFT_OVERHEAD (CEN_ID_LEN + 24)
#define NOTE_OVERHEAD  (CEN_ID_LEN + 24)
/* Past this a frame takes no further draft or note. */
#define FRAME_FULL (CEN_OPS_FRAME_MAX - CEN_DRAFT_MAX)

struct _NetOwn {
  CenCircle *circle;
  GHashTable *reads;  /* CenId of a channel → CenId of the message up to which it is read */
  GHashTable *drafts; /* CenId of a place → CenId, a mark of the draft's time and text */
  GHashTable *keys;   /* CenId of the SEALED ops whose keys both have */
  gint64 keys_after;  /* those up to this one were told */
  gint64 notes_after; /* the same of private notes */
  GHashTable *notes;  /* numbers of private notes that the other side told us, as gint64 */
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
  self->notes = g_ptr_array_new_with_free_func ((GDestroyNotify) cen_private_note_free);
}

void
net_own_news_clear (NetOwnNews *self)
{
  g_clear_pointer (&self->reads, g_array_unref);
  g_clear_pointer (&self->drafts, g_ptr_array_unref);
  g_clear_pointer (&self->keys, g_array_unref);
  g_clear_pointer (&self->notes, g_ptr_array_unref);
}

/* --- The frame --- */

static gsize
measure_note (const CenPrivateNote *note)
{
  return NOTE_OVERHEAD + strlen (note->key) + strlen (note->text);
}

static gsize
measure (const NetOwnNews *news)
{
  gsize size =
      16 + (gsize) news->reads->len * READ_OVERHEAD + (gsize) news->keys->len * KEY_OVERHEAD;

  for (guint i = 0; i < news->drafts->len; i++)
    size += DRAFT_OVERHEAD + strlen (((const CenOwnDraft *) news->drafts->pdata[i])->text);
  for (guint i = 0; i < news->notes->len; i++)
    size += measure_note (news->notes->pdata[i]);
  return size;
}

static void
put_notes (CenCborWriter *cbor, GPtrArray *notes)
{
  cen_cbor_put_array (cbor, notes->len);
  for (guint i = 0; i < notes->len; i++) {
    const CenPrivateNote *note = notes->pdata[i];

    cen_cbor_put_array (cbor, 4);
    cen_cbor_put_bytes (cbor, note->object.bytes, CEN_ID_LEN);
    cen_cbor_put_text (cbor, note->key);
    cen_cbor_put_uint (cbor, (guint64) note->wall_ms);
    cen_cbor_put_text (cbor, note->text);
  }
}

GBytes *
net_own_to_frame (const NetOwnNews *news)
{
  gsize size = measure (news);
  guint8 *buf = g_malloc (size + 1);
  CenCborWriter cbor;

  buf[0] = NET_FRAME_OWN;
  cen_cbor_writer_init (&cbor, buf + 1, size);
  cen_cbor_put_array (&cbor, 4);
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
  put_notes (&cbor, news->notes);
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

static gboolean
read_notes (CenCborReader *reader, GPtrArray *notes)
{
  guint64 n, arity, wall_ms;

  if (!cen_cbor_enter_array (reader, &n) || n > NET_OWN_NOTES_MAX)
    return FALSE;
  for (guint i = 0; i < n; i++) {
    CenPrivateNote *note = g_new0 (CenPrivateNote, 1);

    g_ptr_array_add (notes, note);
    if (!cen_cbor_enter_array (reader, &arity) || arity != 4 ||
        !cen_cbor_read_fixed (reader, note->object.bytes, CEN_ID_LEN) ||
        (note->key = cen_cbor_read_dup_text (reader, CEN_PRIVATE_KEY_MAX)) == NULL ||
        !cen_cbor_read_uint_max (reader, CEN_OP_NUMBER_MAX, &wall_ms) ||
        (note->text = cen_cbor_read_dup_text (reader, CEN_PRIVATE_TEXT_MAX)) == NULL ||
        !cen_cbor_leave (reader))
      return FALSE;
    note->wall_ms = (gint64) wall_ms;
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
  if (!cen_cbor_enter_array (&reader, &n) || n != 4 || !read_reads (&reader, news.reads) ||
      !read_drafts (&reader, news.drafts) || !read_keys (&reader, news.keys) ||
      !read_notes (&reader, news.notes) || !cen_cbor_leave (&reader) || !cen_cbor_finish (&reader))
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
  self->notes = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
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
  g_hash_table_unref (self->notes);
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

/* Of what this frame has no room for the next one begins. */
static gboolean
add_notes (NetOwn *self, NetOwnNews *news, GError **error)
{
  gsize size = measure (news);
  guint n;

  do {
    g_autoptr (GPtrArray) notes =
        cen_private_list_news (self->circle, self->notes_after, NET_OWN_NOTES_MAX, error);

    if (notes == NULL)
      return FALSE;
    n = notes->len;
    for (guint i = 0; i < n && size <= FRAME_FULL; i++) {
      CenPrivateNote *note = notes->pdata[i];

      self->notes_after = note->no;
      if (g_hash_table_remove (self->notes, &note->no))
        continue;
      size += measure_note (note);
      g_ptr_array_add (news->notes, note);
      notes->pdata[i] = NULL;
    }
  } while (n == NET_OWN_NOTES_MAX && news->notes->len == 0 && size <= FRAME_FULL);
  return TRUE;
}

GBytes *
net_own_next (NetOwn *self, GError **error)
{
  g_auto (NetOwnNews) news = { NULL };

  net_own_news_init (&news);
  if (!add_reads (self, &news, error) || !add_drafts (self, &news, error) ||
      !add_notes (self, &news, error) || !add_keys (self, &news, error) ||
      (news.reads->len == 0 && news.drafts->len == 0 && news.keys->len == 0 &&
       news.notes->len == 0))
    return NULL;
  return net_own_to_frame (&news);
}

static gboolean
take_reads (NetOwn *self, GArray *reads, GError **error)
{
  for (guint i = 0; i < reads->len; i++) {
    const CenOwnRead *read = &g_array_index (reads, CenOwnRead, i);

    note (self->reads, &read->channel, &read->message);
    if (!cen_own_take_read (self->circle, read, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
take_drafts (NetOwn *self, GPtrArray *drafts, GError **error)
{
  for (guint i = 0; i < drafts->len; i++) {
    const CenOwnDraft *draft = drafts->pdata[i];
    CenId mark = mark_draft (draft);

    note (self->drafts, &draft->place, &mark);
    if (!cen_own_take_draft (self->circle, draft, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
take_keys (NetOwn *self, GArray *keys, GError **error)
{
  for (guint i = 0; i < keys->len; i++) {
    const CenSealedKey *key = &g_array_index (keys, CenSealedKey, i);

    g_hash_table_add (self->keys, cen_id_dup (&key->op));
    if (!cen_sealed_take_key (self->circle, &key->op, key->key, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
take_notes (NetOwn *self, GPtrArray *notes, GError **error)
{
  for (guint i = 0; i < notes->len; i++) {
    gint64 no;

    if (!cen_private_take (self->circle, notes->pdata[i], &no, error))
      return FALSE;
    if (no != 0)
      g_hash_table_add (self->notes, g_memdup2 (&no, sizeof no));
  }
  return TRUE;
}

gboolean
net_own_take (NetOwn *self, const guint8 *frame, gsize len, GError **error)
{
  CenStore *store = self->circle->store;
  g_auto (NetOwnNews) news = { NULL };

  if (!net_own_from_frame (&news, frame, len)) {
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_INVALID,
                         "A device of your own broke the protocol.");
    return FALSE;
  }
  if (!cen_store_begin (store, CEN_STORE_NORMAL, error))
    return FALSE;
  if (take_reads (self, news.reads, error) && take_drafts (self, news.drafts, error) &&
      take_keys (self, news.keys, error) && take_notes (self, news.notes, error))
    return cen_store_commit (store, error);
  cen_store_rollback (store);
  return FALSE;
}
