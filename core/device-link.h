/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenDeviceLink: what one device shows and another of the same person opens (PROTOCOL.md, Linking a
 * device). The seed gives the CURVE key by which the new device may connect, once, the key under
 * which it is told the member's secret, and the one by which both find each other in beacons. */

#pragma once

#include "link-text.h"

#include <glib.h>

G_BEGIN_DECLS

typedef CenLinkContent CenDeviceLink;

/* How long a link holds when nobody said, and at most. */
#define CEN_DEVICE_LINK_MS     (15 * 60 * 1000)
#define CEN_DEVICE_LINK_MAX_MS (24 * 3600 * 1000)
/* A member's secret as it travels. */
#define CEN_DEVICE_SECRET_LEN (CEN_KEY_LEN + CEN_MAC_LEN)

typedef struct {
  CenBoxKey curve;               /* C */
  guint8 seal[CEN_KEY_LEN];      /* closes the member's secret */
  guint8 discovery[CEN_KEY_LEN]; /* K_dev */
} CenDeviceLinkKeys;

/* As cen_invite_link_parse. */
gboolean cen_device_link_parse (CenDeviceLink *ret_link, const char *text, GError **error);
char *cen_device_link_to_text (const CenDeviceLink *self);
void cen_device_link_clear (CenDeviceLink *self);
/* Whether @text begins as a device link does, whole or not. */
gboolean cen_device_link_is_one (const char *text);

void
cen_device_link_keys_from_seed (CenDeviceLinkKeys *ret_keys, const guint8 seed[static CEN_KEY_LEN]);
void cen_device_link_keys_clear (CenDeviceLinkKeys *self);

/* The member's secret for the new device @device, and back. @secret is the seed of M. FALSE when it
 * was altered, or is for another circle, device or link. */
void cen_device_secret_seal (guint8 ret_sealed[static CEN_DEVICE_SECRET_LEN],
                             const CenDeviceLinkKeys *keys, const CenId *circle,
                             const CenId *device, const guint8 secret[static CEN_KEY_LEN]);
gboolean cen_device_secret_open (guint8 ret_secret[static CEN_KEY_LEN],
                                 const CenDeviceLinkKeys *keys, const CenId *circle,
                                 const CenId *device,
                                 const guint8 sealed[static CEN_DEVICE_SECRET_LEN]);

G_END_DECLS
