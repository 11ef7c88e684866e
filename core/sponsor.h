/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenSponsor: how a device lets another one of the same person into a circle (PROTOCOL.md, Linking
 * a device). A link is bound to the first device that asks by it, answers that one again when the
 * answer was lost, and is forgotten once its DEVICE_ADD is here. */

#pragma once

#include "author-members.h"
#include "device-link.h"
#include "secrets.h"

#include <glib.h>

G_BEGIN_DECLS

/* The public keys of a device that wants in. */
typedef struct {
  CenId device;              /* D */
  guint8 box[CEN_KEY_LEN];   /* E */
  guint8 curve[CEN_KEY_LEN]; /* T */
} CenDeviceClaim;

/* All that it needs to begin its chain. */
typedef struct {
  GBytes *genesis;
  GBytes *genesis_payload;
  guint8 sig[CEN_SIG_LEN];              /* the certificate's, by M */
  guint8 secret[CEN_DEVICE_SECRET_LEN]; /* of M, sealed */
  CenDeviceStart start;
} CenDeviceAnswer;

void cen_device_answer_clear (CenDeviceAnswer *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CenDeviceAnswer, cen_device_answer_clear)

/**
 * cen_sponsor_create_link: the seed of a new link of @circle, kept in @secrets until it is used or
 * has expired; of more than CEN_SECRET_LINKS_MAX the oldest goes. @expires_ms: wall time, at most
 * CEN_DEVICE_LINK_MAX_MS ahead.
 * Errors: CEN_ERROR_REFUSED (not in the circle, or it cannot take another device),
 * CEN_ERROR_STORAGE.
 */
gboolean cen_sponsor_create_link (CenSecrets *secrets, CenCircle *circle, gint64 expires_ms,
                                  guint8 ret_seed[static CEN_KEY_LEN], GError **error);

/* Whether @curve is the key of a link that still holds. */
gboolean cen_sponsor_knows (CenCircle *circle, const guint8 curve[static CEN_KEY_LEN]);

/**
 * cen_sponsor_list_discovery: the keys by which those who hold a link of @circle that still holds
 * look for this device. Returns how many there are. To be wiped.
 */
guint cen_sponsor_list_discovery (CenCircle *circle,
                                  guint8 ret_keys[static CEN_SECRET_LINKS_MAX][CEN_KEY_LEN]);

/* A link that still holds: @curve: C, @expires_ms: wall time. */
typedef struct {
  guint8 curve[CEN_KEY_LEN];
  gint64 expires_ms;
} CenSponsorLink;

/* Those of @circle. Returns how many there are; as cheap as can be. */
guint
cen_sponsor_list_links (CenCircle *circle, CenSponsorLink ret_links[static CEN_SECRET_LINKS_MAX]);
/* K_dev of the link of @curve, to be wiped. FALSE when it does not hold (any more). */
gboolean cen_sponsor_get_discovery (CenCircle *circle, const guint8 curve[static CEN_KEY_LEN],
                                    guint8 ret_key[static CEN_KEY_LEN]);

/**
 * cen_sponsor_answer: binds the link of @curve to the device of @claim.
 * Errors: CEN_ERROR_NOT_FOUND (no such link, or not any more), CEN_ERROR_BUSY (bound to another
 * device), CEN_ERROR_REFUSED, CEN_ERROR_INVALID (keys that are none), CEN_ERROR_STORAGE.
 */
gboolean cen_sponsor_answer (CenSecrets *secrets, CenCircle *circle,
                             const guint8 curve[static CEN_KEY_LEN], const CenDeviceClaim *claim,
                             CenDeviceAnswer *ret_answer, GError **error);

/**
 * cen_sponsor_take: takes in the DEVICE_ADD of the device to which the link of @curve is bound, and
 * forgets the link. Errors: CEN_ERROR_NOT_FOUND, CEN_ERROR_INVALID (another's op, or no such one),
 * CEN_ERROR_STORAGE.
 */
gboolean cen_sponsor_take (CenSecrets *secrets, CenCircle *circle,
                           const guint8 curve[static CEN_KEY_LEN], GBytes *op, GBytes *payload,
                           GError **error);

G_END_DECLS
