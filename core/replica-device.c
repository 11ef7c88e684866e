/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "replica-device.h"

#include "dag.h"
#include "replica-internal.h"

#include <string.h>

CenDeviceRequest *
cen_device_request_from_keys (const CenDeviceLink *link, CenCircleKeys *keys)
{
  CenDeviceRequest *self = g_new0 (CenDeviceRequest, 1);

  self->link = *link;
  cen_device_link_keys_from_seed (&self->link_keys, link->seed);
  self->keys = keys;
  /* Whose it is, the answer tells. */
  cen_sign_key_clear (&keys->member);
  cen_id_from_bytes (&self->claim.device, keys->device.public_key);
  memcpy (self->claim.box, keys->box.public_key, CEN_KEY_LEN);
  memcpy (self->claim.curve, keys->curve.public_key, CEN_KEY_LEN);
  return self;
}

CenDeviceRequest *
cen_device_request_new (const CenWorld *world, const CenDeviceLink *link, const CenBoxKey *curve)
{
  CenCircleKeys *keys = cen_circle_keys_generate (world);

  keys->circle = link->circle;
  if (curve != NULL)
    keys->curve = *curve;
  return cen_device_request_from_keys (link, keys);
}

void
cen_device_request_free (CenDeviceRequest *self)
{
  if (self == NULL)
    return;
  cen_device_link_clear (&self->link);
  cen_device_link_keys_clear (&self->link_keys);
  cen_circle_keys_free (self->keys);
  g_clear_pointer (&self->add, g_bytes_unref);
  g_clear_pointer (&self->add_payload, g_bytes_unref);
  g_free (self);
}

/* Whether this home speaks for a member there: not when it left, was removed, or never got in. */
static gboolean
is_in (CenCircle *circle)
{
  const CenDevice *device = cen_circle_find_device (circle, &circle->self_device);

  return circle->keys == NULL ||
         (device != NULL && cen_circle_device_is_effective (circle, device));
}

CenDeviceRequest *
cen_replica_begin_device (CenReplica *self, const CenDeviceLink *link, GError **error)
{
  CenCircle *circle = cen_replica_find (self, &link->circle);

  if (circle != NULL && is_in (circle)) {
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_REFUSED, "You are in this circle already.");
    return NULL;
  }
  if (circle == NULL && !cen_replica_check_room (self, error))
    return NULL;
  return cen_device_request_new (self->world, link, circle != NULL ? &circle->keys->curve : NULL);
}

/* The answer must found the very circle of the link, and the secret in it be that of the member who
 * certifies us. */
static gboolean
open_answer (CenDeviceRequest *request, const CenDeviceAnswer *answer, GError **error)
{
  CenCertificate certificate = { 0 };
  guint8 secret[CEN_KEY_LEN];
  CenId founded;
  CenOp op;
  gsize len;
  const guint8 *bytes = g_bytes_get_data (answer->genesis, &len);
  gboolean ok = cen_op_decode (&op, bytes, len, NULL) && op.kind == CEN_OP_GENESIS;

  if (ok) {
    cen_op_circle_id (&op, &founded);
    ok = cen_id_equal (&founded, &request->link.circle) &&
         cen_device_secret_open (secret, &request->link_keys, &request->link.circle,
                                 &request->claim.device, answer->secret);
  }
  if (ok) {
    cen_sign_key_from_seed (&request->keys->member, secret);
    cen_id_from_bytes (&certificate.member, request->keys->member.public_key);
    memcpy (certificate.box, request->claim.box, CEN_KEY_LEN);
    memcpy (certificate.curve, request->claim.curve, CEN_KEY_LEN);
    memcpy (certificate.sig, answer->sig, CEN_SIG_LEN);
    ok = cen_certificate_is_valid (&certificate, &request->link.circle, &request->claim.device);
  }
  cen_crypto_wipe (secret, sizeof secret);
  if (!ok)
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_INVALID,
                         "The answer to the new device is not for this link.");
  return ok;
}

gboolean
cen_device_request_sign (CenDeviceRequest *self, const CenDeviceAnswer *answer,
                         const CenWorld *world, GError **error)
{
  CenId add;

  if (!open_answer (self, answer, error))
    return FALSE;
  self->add = cen_author_sign_device (self->keys, &answer->start, world, &add, &self->add_payload);
  return TRUE;
}

CenCircle *
cen_replica_finish_device (CenReplica *self, CenDeviceRequest *request,
                           const CenDeviceAnswer *answer, GError **error)
{
  CenIncoming genesis = { .op = answer->genesis, .payload = answer->genesis_payload };

  if (request->add == NULL && !cen_device_request_sign (request, answer, self->world, error))
    return NULL;
  return cen_replica_enter (self, g_steal_pointer (&request->keys), &request->link, &genesis, 1,
                            error);
}

gboolean
cen_replica_abandon_device (CenReplica *self, CenCircle *circle, GError **error)
{
  return cen_replica_forget (self, circle, error);
}
