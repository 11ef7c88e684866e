/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "relay-word.h"

#include <string.h>

#define HEAD_LEN (1 + CEN_ID_LEN + 4) /* kind, JOIN, length of the content */
#define STEP     1024                 /* what is closed is a multiple of it */
#define WRAP_LEN (CEN_KEYID_LEN + CEN_KEY_LEN + CEN_WRAP_LEN)

void
net_relay_word_clear (NetRelayWord *self)
{
  g_clear_pointer (&self->content, g_bytes_unref);
}

void
net_relay_answer_clear (NetRelayAnswer *self)
{
  g_clear_pointer (&self->device_ok, g_bytes_unref);
  g_clear_pointer (&self->ops, g_array_unref);
  if (self->keys != NULL)
    cen_crypto_wipe (self->keys->data, self->keys->len * sizeof (CenEpochKey));
  g_clear_pointer (&self->keys, g_array_unref);
}

/* --- Words --- */

/* An answer and a refusal of one JOIN take each other's place. */
static void
derive_slot (const NetRelayWord *word, const guint8 *discovery, guint8 *ret_slot)
{
  guint8 about[1 + CEN_ID_LEN] = { (guint8) MIN (word->kind, NET_RELAY_WORD_REFUSAL) };
  guint8 derived[CEN_KEY_LEN];

  memcpy (about + 1, word->join.bytes, CEN_ID_LEN);
  cen_crypto_derive (derived, discovery, "cen1.tray.slot", about, sizeof about);
  memcpy (ret_slot, derived, CEN_MAIL_SLOT_LEN);
}

static void
derive_key (const guint8 *discovery, guint8 *ret_key)
{
  cen_crypto_derive (ret_key, discovery, "cen1.tray.word", NULL, 0);
}

GBytes *
net_relay_word_seal (const NetRelayWord *word, const guint8 discovery[static CEN_KEY_LEN],
                     const CenWorld *world, guint8 ret_slot[static CEN_MAIL_SLOT_LEN])
{
  gsize content_len = g_bytes_get_size (word->content);
  gsize len = (HEAD_LEN + content_len + STEP - 1) / STEP * STEP;
  g_autofree guint8 *plain = g_malloc0 (len);
  g_autofree guint8 *ct = g_malloc (CEN_NONCE_LEN + len + CEN_MAC_LEN);
  guint32 le_len = GUINT32_TO_LE ((guint32) content_len);
  guint8 key[CEN_KEY_LEN];

  if (CEN_NONCE_LEN + len + CEN_MAC_LEN > CEN_MAIL_MARK_MAX)
    return NULL;
  plain[0] = (guint8) word->kind;
  memcpy (plain + 1, word->join.bytes, CEN_ID_LEN);
  memcpy (plain + 1 + CEN_ID_LEN, &le_len, sizeof le_len);
  memcpy (plain + HEAD_LEN, g_bytes_get_data (word->content, NULL), content_len);
  derive_slot (word, discovery, ret_slot);
  derive_key (discovery, key);
  world->random (world, ct, CEN_NONCE_LEN);
  cen_crypto_seal (ct + CEN_NONCE_LEN, key, ct, plain, len, NULL, 0);
  cen_crypto_wipe (key, sizeof key);
  return g_bytes_new_take (g_steal_pointer (&ct), CEN_NONCE_LEN + len + CEN_MAC_LEN);
}

gboolean
net_relay_word_open (NetRelayWord *ret_word, const guint8 discovery[static CEN_KEY_LEN],
                     GBytes *mark)
{
  gsize ct_len;
  const guint8 *ct = g_bytes_get_data (mark, &ct_len);
  g_autofree guint8 *plain = NULL;
  guint8 key[CEN_KEY_LEN];
  guint32 content_len;
  gboolean ok;
  gsize len;

  if (ct_len < CEN_NONCE_LEN + HEAD_LEN + CEN_MAC_LEN)
    return FALSE;
  len = ct_len - CEN_NONCE_LEN - CEN_MAC_LEN;
  plain = g_malloc (len);
  derive_key (discovery, key);
  ok = cen_crypto_open (plain, key, ct, ct + CEN_NONCE_LEN, ct_len - CEN_NONCE_LEN, NULL, 0);
  cen_crypto_wipe (key, sizeof key);
  if (!ok || plain[0] > NET_RELAY_WORD_LAST)
    return FALSE;
  memcpy (&content_len, plain + 1 + CEN_ID_LEN, sizeof content_len);
  content_len = GUINT32_FROM_LE (content_len);
  if (content_len > len - HEAD_LEN)
    return FALSE;
  ret_word->kind = (NetRelayWordKind) plain[0];
  cen_id_from_bytes (&ret_word->join, plain + 1);
  ret_word->content = g_bytes_new (plain + HEAD_LEN, content_len);
  return TRUE;
}

/* --- Answers --- */

static void
put_part (GByteArray *plain, GBytes *frame)
{
  guint32 le_len = GUINT32_TO_LE ((guint32) g_bytes_get_size (frame));

  g_byte_array_append (plain, (const guint8 *) &le_len, sizeof le_len);
  g_byte_array_append (plain, g_bytes_get_data (frame, NULL), (guint) g_bytes_get_size (frame));
}

/* For a device the DEVICE_OK frame, then for all the JOIN_OK frame, each LE32 (length) ‖ frame, and
 * the keys. */
static GByteArray *
pack_answer (const NetRelayAnswer *answer)
{
  g_autoptr (GBytes) frame =
      net_ops_to_frame (NET_FRAME_JOIN_OK, NET_OPS_LAST, (const CenIncoming *) answer->ops->data,
                        answer->ops->len);
  guint first = answer->keys->len - MIN (answer->keys->len, NET_RELAY_KEYS_MAX);
  GByteArray *plain = g_byte_array_new ();

  if (answer->device_ok != NULL)
    put_part (plain, answer->device_ok);
  put_part (plain, frame);
  for (guint i = first; i < answer->keys->len; i++)
    g_byte_array_append (plain, g_array_index (answer->keys, CenEpochKey, i).key, CEN_KEY_LEN);
  return plain;
}

GBytes *
net_relay_answer_seal (const NetRelayAnswer *answer, const guint8 box[static CEN_KEY_LEN],
                       const CenWorld *world)
{
  static const guint8 nonce[CEN_NONCE_LEN] = { 0 }; /* the key closes nothing else */
  g_autoptr (GByteArray) plain = pack_answer (answer);
  g_autofree guint8 *out = g_malloc (WRAP_LEN + plain->len + CEN_MAC_LEN);
  guint8 bytes[CEN_KEY_LEN];
  CenEpochKey key;
  CenKeyWrap wrap;
  gboolean ok;

  world->random (world, bytes, sizeof bytes);
  cen_epoch_key_from_bytes (&key, bytes);
  ok = cen_key_wrap_seal (&wrap, &key, box, world);
  if (ok) {
    memcpy (out, wrap.key_id, CEN_KEYID_LEN);
    memcpy (out + CEN_KEYID_LEN, wrap.sender, CEN_KEY_LEN);
    memcpy (out + CEN_KEYID_LEN + CEN_KEY_LEN, wrap.wrap, CEN_WRAP_LEN);
    cen_crypto_seal (out + WRAP_LEN, key.key, nonce, plain->data, plain->len, NULL, 0);
  }
  cen_crypto_wipe (plain->data, plain->len);
  cen_crypto_wipe (bytes, sizeof bytes);
  cen_epoch_key_clear (&key);
  return ok ? g_bytes_new_take (g_steal_pointer (&out), WRAP_LEN + plain->len + CEN_MAC_LEN) : NULL;
}

/* The frame at @plain, which moves on behind it. */
static gboolean
take_part (const guint8 **plain, gsize *len, const guint8 **ret_frame, gsize *ret_len)
{
  guint32 frame_len;

  if (*len < sizeof frame_len)
    return FALSE;
  memcpy (&frame_len, *plain, sizeof frame_len);
  frame_len = GUINT32_FROM_LE (frame_len);
  if (frame_len > *len - sizeof frame_len)
    return FALSE;
  *ret_frame = *plain + sizeof frame_len;
  *ret_len = frame_len;
  *plain += sizeof frame_len + frame_len;
  *len -= sizeof frame_len + frame_len;
  return TRUE;
}

static gboolean
unpack_keys (NetRelayAnswer *answer, const guint8 *plain, gsize len)
{
  if (len % CEN_KEY_LEN != 0 || len / CEN_KEY_LEN > NET_RELAY_KEYS_MAX)
    return FALSE;
  answer->keys = g_array_new (FALSE, FALSE, sizeof (CenEpochKey));
  for (gsize at = 0; at < len; at += CEN_KEY_LEN) {
    CenEpochKey key;

    cen_epoch_key_from_bytes (&key, plain + at);
    g_array_append_val (answer->keys, key);
  }
  return TRUE;
}

static gboolean
unpack_answer (NetRelayAnswer *answer, const guint8 *plain, gsize len)
{
  const guint8 *frame;
  gsize frame_len;
  NetOpsFlag flag;

  if (!take_part (&plain, &len, &frame, &frame_len))
    return FALSE;
  if (net_frame_get_type (frame, frame_len) == NET_FRAME_DEVICE_OK) {
    answer->device_ok = g_bytes_new (frame, frame_len);
    if (!take_part (&plain, &len, &frame, &frame_len))
      return FALSE;
  }
  if (net_frame_get_type (frame, frame_len) != NET_FRAME_JOIN_OK ||
      !unpack_keys (answer, plain, len))
    return FALSE;
  answer->ops = net_ops_from_frame (frame, frame_len, &flag);
  if (answer->ops == NULL ||
      answer->ops->len != (answer->device_ok != NULL ? NET_RELAY_DEVICE_OPS : NET_RELAY_ANSWER_OPS))
    return FALSE;
  for (guint i = 0; i < answer->ops->len; i++) {
    if (g_array_index (answer->ops, CenIncoming, i).payload == NULL)
      return FALSE;
  }
  return TRUE;
}

gboolean
net_relay_answer_open (NetRelayAnswer *ret_answer, const CenBoxKey *own, GBytes *content)
{
  static const guint8 nonce[CEN_NONCE_LEN] = { 0 };
  gsize len;
  const guint8 *bytes = g_bytes_get_data (content, &len);
  g_auto (NetRelayAnswer) answer = { 0 };
  g_autofree guint8 *plain = NULL;
  CenEpochKey key;
  CenKeyWrap wrap;
  gboolean ok;

  if (len < WRAP_LEN + CEN_MAC_LEN)
    return FALSE;
  memcpy (wrap.key_id, bytes, CEN_KEYID_LEN);
  memcpy (wrap.sender, bytes + CEN_KEYID_LEN, CEN_KEY_LEN);
  memcpy (wrap.wrap, bytes + CEN_KEYID_LEN + CEN_KEY_LEN, CEN_WRAP_LEN);
  if (!cen_key_wrap_open (&wrap, own, &key))
    return FALSE;
  plain = g_malloc (len);
  ok = cen_crypto_open (plain, key.key, nonce, bytes + WRAP_LEN, len - WRAP_LEN, NULL, 0) &&
       unpack_answer (&answer, plain, len - WRAP_LEN - CEN_MAC_LEN);
  cen_epoch_key_clear (&key);
  cen_crypto_wipe (plain, len);
  if (ok) {
    *ret_answer = answer;
    memset (&answer, 0, sizeof answer);
  }
  return ok;
}
