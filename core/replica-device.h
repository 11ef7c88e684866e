/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A home that becomes another device of a person, by a link that one of their devices made
 * (PROTOCOL.md, Linking a device). */

#pragma once

#include "replica.h"
#include "sponsor.h"

#include <glib.h>

G_BEGIN_DECLS

/* What a new device asks, until it is known to its sponsor. */
typedef struct {
  CenDeviceLink link;
  CenDeviceLinkKeys link_keys;
  CenCircleKeys *keys; /* NULL once the circle has taken them */
  CenDeviceClaim claim;
  GBytes *add; /* its DEVICE_ADD, once answered; always the same, so that it never forks */
  GBytes *add_payload;
} CenDeviceRequest;

/**
 * cen_replica_begin_device: makes keys of a device for the circle of @link.
 * Errors: CEN_ERROR_REFUSED (this home is in the circle already, or in too many).
 */
CenDeviceRequest *
cen_replica_begin_device (CenReplica *self, const CenDeviceLink *link, GError **error);
/* Fresh keys; @curve: (nullable): the T key to keep, as in cen_join_request_new. */
CenDeviceRequest *
cen_device_request_new (const CenWorld *world, const CenDeviceLink *link, const CenBoxKey *curve);
/* The request that was made before with @keys, which are taken. */
CenDeviceRequest *cen_device_request_from_keys (const CenDeviceLink *link, CenCircleKeys *keys);
void cen_device_request_free (CenDeviceRequest *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CenDeviceRequest, cen_device_request_free)

/**
 * cen_device_request_sign: checks the answer and signs the DEVICE_ADD, once.
 * Errors: CEN_ERROR_INVALID when the answer is not for us.
 */
gboolean cen_device_request_sign (CenDeviceRequest *self, const CenDeviceAnswer *answer,
                                  const CenWorld *world, GError **error);

/**
 * cen_replica_finish_device: does that, unless it was done, and keeps the keys. The circle
 * is there, though empty and not yet this device's: that is so once the sponsor has the DEVICE_ADD.
 * Lent. Errors: CEN_ERROR_INVALID when the answer is not for us, CEN_ERROR_STORAGE.
 */
CenCircle *cen_replica_finish_device (CenReplica *self, CenDeviceRequest *request,
                                      const CenDeviceAnswer *answer, GError **error);
/* The sponsor did not add this device after all: the home forgets @circle when it has nothing of it
 * but its founding, so that it can try again as if it never had. Errors: CEN_ERROR_STORAGE. */
gboolean cen_replica_abandon_device (CenReplica *self, CenCircle *circle, GError **error);

G_END_DECLS
