/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "sponsor.h"

#include "author-internal.h"
#include "dag.h"
#include "log.h"

#include <string.h>

void
cen_device_answer_clear (CenDeviceAnswer *self)
{
  g_clear_pointer (&self->genesis, g_bytes_unref);
  g_clear_pointer (&self->genesis_payload, g_bytes_unref);
  cen_crypto_wipe (self->secret, sizeof self->secret);
}

/* --- Links --- */

static gint64
get_expiry (const CenLinkSecret *link)
{
  guint64 bytes;

  memcpy (&bytes, link->expires_ms, sizeof bytes);
  return (gint64) GUINT64_FROM_LE (bytes);
}

static void
remove_link (CenCircleKeys *keys, guint index)
{
  cen_crypto_wipe (&g_array_index (keys->links, CenLinkSecret, index), sizeof (CenLinkSecret));
  g_array_remove_index (keys->links, index);
}

static void
drop_expired (CenCircle *circle)
{
  gint64 now = circle->world->now_ms (circle->world);

  for (guint i = circle->keys->links->len; i-- > 0;) {
    if (get_expiry (&g_array_index (circle->keys->links, CenLinkSecret, i)) <= now)
      remove_link (circle->keys, i);
  }
}

/* The link of @curve that still holds; lent. */
static CenLinkSecret *
find_link (CenCircle *circle, const guint8 curve[static CEN_KEY_LEN], guint *ret_index)
{
  gint64 now = circle->world->now_ms (circle->world);

  for (guint i = 0; circle->keys != NULL && i < circle->keys->links->len; i++) {
    CenLinkSecret *link = &g_array_index (circle->keys->links, CenLinkSecret, i);

    if (memcmp (link->curve, curve, CEN_KEY_LEN) == 0 && get_expiry (link) > now) {
      *ret_index = i;
      return link;
    }
  }
  return NULL;
}

gboolean
cen_sponsor_knows (CenCircle *circle, const guint8 curve[static CEN_KEY_LEN])
{
  guint index;

  return find_link (circle, curve, &index) != NULL;
}

guint
cen_sponsor_list_discovery (CenCircle *circle,
                            guint8 ret_keys[static CEN_SECRET_LINKS_MAX][CEN_KEY_LEN])
{
  gint64 now = circle->world->now_ms (circle->world);
  guint n = 0;

  for (guint i = 0; circle->keys != NULL && i < circle->keys->links->len; i++) {
    const CenLinkSecret *link = &g_array_index (circle->keys->links, CenLinkSecret, i);
    CenDeviceLinkKeys keys;

    if (get_expiry (link) <= now)
      continue;
    cen_device_link_keys_from_seed (&keys, link->seed);
    memcpy (ret_keys[n++], keys.discovery, CEN_KEY_LEN);
    cen_device_link_keys_clear (&keys);
  }
  return n;
}

guint
cen_sponsor_list_links (CenCircle *circle, CenSponsorLink ret_links[static CEN_SECRET_LINKS_MAX])
{
  gint64 now = circle->world->now_ms (circle->world);
  guint n = 0;

  for (guint i = 0; circle->keys != NULL && i < circle->keys->links->len; i++) {
    const CenLinkSecret *link = &g_array_index (circle->keys->links, CenLinkSecret, i);

    if (get_expiry (link) <= now)
      continue;
    memcpy (ret_links[n].curve, link->curve, CEN_KEY_LEN);
    ret_links[n++].expires_ms = get_expiry (link);
  }
  return n;
}

gboolean
cen_sponsor_get_discovery (CenCircle *circle, const guint8 curve[static CEN_KEY_LEN],
                           guint8 ret_key[static CEN_KEY_LEN])
{
  guint index;
  const CenLinkSecret *link = find_link (circle, curve, &index);
  CenDeviceLinkKeys keys;

  if (link == NULL)
    return FALSE;
  cen_device_link_keys_from_seed (&keys, link->seed);
  memcpy (ret_key, keys.discovery, CEN_KEY_LEN);
  cen_device_link_keys_clear (&keys);
  return TRUE;
}

/* --- What may be done --- */

static gboolean
check_room (CenCircle *circle, GError **error)
{
  guint n = 0;

  for (guint i = 0; i < circle->devices->len; i++) {
    const CenDevice *device = circle->devices->pdata[i];
    const CenFrameOp *root = circle->frames->pdata[device->root_number];

    n += root->frame.kind == CEN_OP_DEVICE_ADD &&
         cen_id_equal (&device->member, &circle->self_member) &&
         cen_circle_device_is_effective (circle, device);
  }
  if (n < CEN_DEVICES_ADDED_MAX)
    return TRUE;
  g_set_error (error, CEN_ERROR, CEN_ERROR_REFUSED,
               "You have added %d devices to this circle already: remove one first.",
               CEN_DEVICES_ADDED_MAX);
  return FALSE;
}

static gboolean
check_self (CenCircle *circle, GError **error)
{
  const CenDevice *device = cen_circle_find_device (circle, &circle->self_device);
  CenRole role;

  if (circle->keys == NULL)
    return cen_author_refuse (error, "This device has no keys for the circle.");
  if (!cen_author_check_role (circle, CEN_ROLE_GUEST, &role, error))
    return FALSE;
  if (device == NULL || !cen_circle_device_is_effective (circle, device))
    return cen_author_refuse (error, "This device was removed from the circle.");
  return check_room (circle, error);
}

gboolean
cen_sponsor_create_link (CenSecrets *secrets, CenCircle *circle, gint64 expires_ms,
                         guint8 ret_seed[static CEN_KEY_LEN], GError **error)
{
  gint64 now = circle->world->now_ms (circle->world);
  CenLinkSecret link = { .expires_ms = { 0 } };
  CenDeviceLinkKeys keys;
  guint64 bytes = GUINT64_TO_LE ((guint64) expires_ms);

  if (!check_self (circle, error))
    return FALSE;
  if (expires_ms <= now || expires_ms > now + CEN_DEVICE_LINK_MAX_MS)
    return cen_author_refuse (error, "A device link holds for at most a day.");
  circle->world->random (circle->world, link.seed, CEN_KEY_LEN);
  cen_device_link_keys_from_seed (&keys, link.seed);
  memcpy (link.curve, keys.curve.public_key, CEN_KEY_LEN);
  memcpy (link.expires_ms, &bytes, sizeof bytes);
  cen_device_link_keys_clear (&keys);
  drop_expired (circle);
  while (circle->keys->links->len >= CEN_SECRET_LINKS_MAX)
    remove_link (circle->keys, 0);
  g_array_append_val (circle->keys->links, link);
  memcpy (ret_seed, link.seed, CEN_KEY_LEN);
  cen_crypto_wipe (&link, sizeof link);
  return cen_secrets_save (secrets, error);
}

/* --- Answering --- */

static gboolean
read_genesis (CenCircle *circle, CenDeviceAnswer *answer, GError **error)
{
  for (guint i = 0; i < circle->frames->len; i++) {
    const CenFrameOp *op = circle->frames->pdata[i];
    gint64 no;

    if (op->frame.kind == CEN_OP_GENESIS)
      return cen_circle_find_op (circle, &op->id, &no, error) &&
             cen_log_read (circle, no, &answer->genesis, &answer->genesis_payload, error);
  }
  return cen_author_refuse (error, "This circle is not up to date here yet.");
}

static gboolean
bind_link (CenSecrets *secrets, CenLinkSecret *link, const CenId *device, GError **error)
{
  if (cen_id_equal (&link->device, device))
    return TRUE;
  if (!cen_id_is_zero (&link->device)) {
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_BUSY,
                         "This device link was opened on another device already.");
    return FALSE;
  }
  link->device = *device;
  return cen_secrets_save (secrets, error);
}

static void
close_secret (CenCircle *circle, const CenLinkSecret *link, const CenDeviceClaim *claim,
              CenDeviceAnswer *answer)
{
  CenCertificate certificate = { 0 };
  CenDeviceLinkKeys keys;

  memcpy (certificate.box, claim->box, CEN_KEY_LEN);
  memcpy (certificate.curve, claim->curve, CEN_KEY_LEN);
  cen_certificate_sign (&certificate, &circle->id, &claim->device, &circle->keys->member);
  memcpy (answer->sig, certificate.sig, CEN_SIG_LEN);
  cen_device_link_keys_from_seed (&keys, link->seed);
  cen_device_secret_seal (answer->secret, &keys, &circle->id, &claim->device,
                          circle->keys->member.secret);
  cen_device_link_keys_clear (&keys);
}

static gboolean
set_unknown (GError **error)
{
  g_set_error_literal (error, CEN_ERROR, CEN_ERROR_NOT_FOUND,
                       "This device link was used or has expired: make a new one.");
  return FALSE;
}

gboolean
cen_sponsor_answer (CenSecrets *secrets, CenCircle *circle, const guint8 curve[static CEN_KEY_LEN],
                    const CenDeviceClaim *claim, CenDeviceAnswer *ret_answer, GError **error)
{
  g_auto (CenDeviceAnswer) answer = { 0 };
  guint index;
  CenLinkSecret *link = find_link (circle, curve, &index);

  if (link == NULL)
    return set_unknown (error);
  if (!cen_box_public_is_usable (claim->box) || !cen_box_public_is_usable (claim->curve) ||
      cen_circle_find_device (circle, &claim->device) != NULL) {
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_INVALID, "The keys of a device are no keys.");
    return FALSE;
  }
  if (!check_self (circle, error) || !read_genesis (circle, &answer, error) ||
      !cen_device_start_init (&answer.start, circle, claim->box, error) ||
      !bind_link (secrets, link, &claim->device, error))
    return FALSE;
  close_secret (circle, link, claim, &answer);
  *ret_answer = answer;
  answer = (CenDeviceAnswer){ 0 };
  return TRUE;
}

/* --- Taking in --- */

static gboolean
is_add_of (CenCircle *circle, const CenId *device, GBytes *bytes, GBytes *payload)
{
  gsize len, payload_len;
  const guint8 *data = g_bytes_get_data (bytes, &len);
  const guint8 *content = g_bytes_get_data (payload, &payload_len);
  CenFrame frame;
  CenOp op;

  return cen_op_decode (&op, data, len, NULL) && op.kind == CEN_OP_DEVICE_ADD &&
         cen_id_equal (&op.device, device) && cen_op_matches_payload (&op, content, payload_len) &&
         cen_frame_parse (&frame, CEN_OP_DEVICE_ADD, content, payload_len, NULL) &&
         cen_id_equal (&frame.device_add.certificate.member, &circle->self_member) &&
         cen_certificate_is_valid (&frame.device_add.certificate, &circle->id, device);
}

gboolean
cen_sponsor_take (CenSecrets *secrets, CenCircle *circle, const guint8 curve[static CEN_KEY_LEN],
                  GBytes *op, GBytes *payload, GError **error)
{
  g_auto (CenReceived) received = { 0 };
  CenIncoming incoming = { .op = op, .payload = payload };
  guint index;
  const CenLinkSecret *link = find_link (circle, curve, &index);
  const CenDevice *device;

  if (link == NULL)
    return set_unknown (error);
  if (cen_id_is_zero (&link->device) || !is_add_of (circle, &link->device, op, payload)) {
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_INVALID, "A device was added in a wrong way.");
    return FALSE;
  }
  if (!cen_dag_receive (circle, &incoming, 1, 0, CEN_STORE_FULL, &received, error))
    return FALSE;
  device = cen_circle_find_device (circle, &link->device);
  if (device == NULL || !cen_circle_device_is_effective (circle, device))
    return cen_author_refuse (error, "The device could not be added to the circle.");
  remove_link (circle->keys, index);
  return cen_secrets_save (secrets, error);
}
