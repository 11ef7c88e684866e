/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CBOR [mark, [circle…]], each circle a map
 *   0 circle  1 M seed  2 D seed  3 E secret  4 T secret  5 invites  6 former devices  7 renewal
 *   8 device links
 * where invites are 64 bytes each, the INVITE op and its seed, and former devices too, D and the
 * secret of E. All key pairs follow from their 32 secret bytes. Unknown keys are passed over. */

#include "secrets-private.h"

#include "cbor.h"

#include <string.h>

#define ITEMS_MAX 65536

G_STATIC_ASSERT (sizeof (CenInviteSecret) == CEN_ID_LEN + CEN_KEY_LEN);
G_STATIC_ASSERT (sizeof (CenFormerDevice) == CEN_ID_LEN + CEN_KEY_LEN);
G_STATIC_ASSERT (sizeof (CenLinkSecret) == CEN_ID_LEN + 2 * CEN_KEY_LEN + 8);

enum {
  AT_CIRCLE,
  AT_MEMBER,
  AT_DEVICE,
  AT_BOX,
  AT_CURVE,
  AT_INVITES,
  AT_FORMER,
  AT_RENEWAL,
  AT_LINKS
};
#define SECRETS_ALL ((1 << AT_INVITES) - 1) /* the keys that must be there */

CenCircleKeys *
cen_circle_keys_new (void)
{
  CenCircleKeys *self = cen_crypto_alloc (sizeof *self);

  /* At their full size from the start: growing would leave copies behind. */
  self->invites =
      g_array_sized_new (FALSE, FALSE, sizeof (CenInviteSecret), CEN_SECRET_INVITES_MAX);
  self->former = g_array_sized_new (FALSE, FALSE, sizeof (CenFormerDevice), CEN_SECRET_FORMER_MAX);
  self->links = g_array_sized_new (FALSE, FALSE, sizeof (CenLinkSecret), CEN_SECRET_LINKS_MAX);
  return self;
}

CenCircleKeys *
cen_circle_keys_generate (const CenWorld *world)
{
  CenCircleKeys *self = cen_circle_keys_new ();

  cen_sign_key_generate (&self->member, world);
  cen_sign_key_generate (&self->device, world);
  cen_box_key_generate (&self->box, world);
  cen_box_key_generate (&self->curve, world);
  return self;
}

static void
wipe_array (GArray *array)
{
  if (array->len > 0)
    cen_crypto_wipe (array->data, array->len * g_array_get_element_size (array));
  g_array_unref (array);
}

void
cen_circle_keys_free (CenCircleKeys *self)
{
  if (self == NULL)
    return;
  wipe_array (self->invites);
  wipe_array (self->former);
  wipe_array (self->links);
  cen_crypto_free (self);
}

const guint8 *
cen_circle_keys_get_invite_seed (const CenCircleKeys *self, const CenId *invite)
{
  for (guint i = 0; i < self->invites->len; i++) {
    const CenInviteSecret *secret = &g_array_index (self->invites, CenInviteSecret, i);

    if (cen_id_equal (&secret->invite, invite))
      return secret->seed;
  }
  return NULL;
}

gboolean
cen_circle_keys_find_box (const CenCircleKeys *self, const CenId *device, CenBoxKey *ret_box)
{
  if (memcmp (self->device.public_key, device->bytes, CEN_KEY_LEN) == 0) {
    *ret_box = self->box;
    return TRUE;
  }
  for (guint i = 0; i < self->former->len; i++) {
    const CenFormerDevice *former = &g_array_index (self->former, CenFormerDevice, i);

    if (cen_id_equal (&former->device, device)) {
      cen_box_key_from_seed (ret_box, former->box);
      return TRUE;
    }
  }
  return FALSE;
}

/* Items of one size, one after the other. */
static gboolean
read_items (CenCborReader *reader, GArray *items, guint max)
{
  const guint8 *bytes;
  gsize size = g_array_get_element_size (items);
  gsize len;

  if (!cen_cbor_read_bytes (reader, &bytes, &len) || len % size != 0 || len / size > max)
    return FALSE;
  if (len > 0)
    g_array_append_vals (items, bytes, (guint) (len / size));
  return TRUE;
}

static gboolean
read_entry (CenCborReader *reader, guint64 key, guint8 seeds[][CEN_KEY_LEN], CenCircleKeys *keys)
{
  guint64 renewal;

  switch (key) {
  case AT_CIRCLE:
  case AT_MEMBER:
  case AT_DEVICE:
  case AT_BOX:
  case AT_CURVE:
    return cen_cbor_read_fixed (reader, seeds[key], CEN_KEY_LEN);
  case AT_INVITES:
    return read_items (reader, keys->invites, CEN_SECRET_INVITES_MAX);
  case AT_FORMER:
    return read_items (reader, keys->former, CEN_SECRET_FORMER_MAX);
  case AT_LINKS:
    return read_items (reader, keys->links, CEN_SECRET_LINKS_MAX);
  case AT_RENEWAL:
    if (!cen_cbor_read_uint_max (reader, CEN_RENEWAL_UNDERWAY, &renewal))
      return FALSE;
    keys->renewal = (CenRenewal) renewal;
    return TRUE;
  default:
    return cen_cbor_skip (reader, NULL, NULL);
  }
}

static gboolean
read_circle (CenCborReader *reader, CenCircleKeys *keys)
{
  guint8 seeds[AT_CURVE + 1][CEN_KEY_LEN];
  guint64 n_pairs, key;
  guint found = 0;
  gboolean ok = cen_cbor_enter_map (reader, &n_pairs);

  while (ok && cen_cbor_next_key (reader, &key)) {
    ok = read_entry (reader, key, seeds, keys);
    if (key <= AT_CURVE)
      found |= 1U << key;
  }
  ok = ok && found == SECRETS_ALL && cen_cbor_leave (reader);
  if (ok) {
    cen_id_from_bytes (&keys->circle, seeds[AT_CIRCLE]);
    cen_sign_key_from_seed (&keys->member, seeds[AT_MEMBER]);
    cen_sign_key_from_seed (&keys->device, seeds[AT_DEVICE]);
    cen_box_key_from_seed (&keys->box, seeds[AT_BOX]);
    cen_box_key_from_seed (&keys->curve, seeds[AT_CURVE]);
  }
  cen_crypto_wipe (seeds, sizeof seeds);
  return ok;
}

GPtrArray *
cen_secrets_read_content (const guint8 *bytes, gsize len, guint8 ret_mark[static CEN_ID_LEN],
                          CenRelaySecret *ret_relay)
{
  g_autoptr (GPtrArray) circles =
      g_ptr_array_new_with_free_func ((GDestroyNotify) cen_circle_keys_free);
  CenCborReader reader;
  guint64 n, n_circles;
  gboolean ok;

  cen_cbor_reader_init_large (&reader, bytes, len, ITEMS_MAX,
                              CEN_SECRET_INVITES_MAX * sizeof (CenInviteSecret));
  ok = cen_cbor_enter_array (&reader, &n) && (n == 2 || n == 3) &&
       cen_cbor_read_fixed (&reader, ret_mark, CEN_ID_LEN) &&
       cen_cbor_enter_array (&reader, &n_circles) && n_circles <= CEN_CIRCLES_MAX;
  for (guint i = 0; ok && i < n_circles; i++) {
    CenCircleKeys *keys = cen_circle_keys_new ();

    g_ptr_array_add (circles, keys);
    ok = read_circle (&reader, keys);
  }
  ok = ok && cen_cbor_leave (&reader);
  ret_relay->is_there = ok && n == 3;
  if (ret_relay->is_there)
    ok = cen_cbor_read_fixed (&reader, ret_relay->seed, CEN_KEY_LEN);
  ok = ok && cen_cbor_leave (&reader) && cen_cbor_finish (&reader);
  return ok ? g_steal_pointer (&circles) : NULL;
}

static void
put_secret (CenCborWriter *writer, guint key, const guint8 *bytes)
{
  cen_cbor_put_uint (writer, key);
  cen_cbor_put_bytes (writer, bytes, CEN_KEY_LEN);
}

static void
put_items (CenCborWriter *writer, guint key, GArray *items)
{
  cen_cbor_put_uint (writer, key);
  cen_cbor_put_bytes (writer, (const guint8 *) items->data,
                      items->len * g_array_get_element_size (items));
}

static void
put_circle (CenCborWriter *writer, const CenCircleKeys *keys)
{
  cen_cbor_put_map (writer, AT_LINKS + 1);
  put_secret (writer, AT_CIRCLE, keys->circle.bytes);
  put_secret (writer, AT_MEMBER, keys->member.secret);
  put_secret (writer, AT_DEVICE, keys->device.secret);
  put_secret (writer, AT_BOX, keys->box.secret);
  put_secret (writer, AT_CURVE, keys->curve.secret);
  put_items (writer, AT_INVITES, keys->invites);
  put_items (writer, AT_FORMER, keys->former);
  cen_cbor_put_uint (writer, AT_RENEWAL);
  cen_cbor_put_uint (writer, keys->renewal);
  put_items (writer, AT_LINKS, keys->links);
}

guint8 *
cen_secrets_make_content (GPtrArray *circles, const CenRelaySecret *relay,
                          const guint8 mark[static CEN_ID_LEN], gsize *ret_len)
{
  guint8 *buf = cen_crypto_alloc (CEN_SECRETS_CONTENT_ROOM);
  CenCborWriter writer;

  cen_cbor_writer_init (&writer, buf, CEN_SECRETS_CONTENT_ROOM);
  cen_cbor_put_array (&writer, relay->is_there ? 3 : 2);
  cen_cbor_put_bytes (&writer, mark, CEN_ID_LEN);
  cen_cbor_put_array (&writer, circles->len);
  for (guint i = 0; i < circles->len; i++)
    put_circle (&writer, circles->pdata[i]);
  if (relay->is_there)
    cen_cbor_put_bytes (&writer, relay->seed, CEN_KEY_LEN);
  g_assert (!writer.has_overflowed);
  *ret_len = writer.len;
  return buf;
}
