/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "device-link.h"

#include <string.h>

/* Marked for those who translate; shown by others (app/control/errors.c). */
#define N_(sentence) sentence

static const CenLinkForm device_form = {
  "cenacle:device:",
  "cen1.dev.link",
  N_ ("This is not a whole device link: copy it again, from “cenacle:device:” to its last letter."),
  N_ ("This link was made by a newer version of Cenacle."),
};

/* One secret is closed under each key, for one device: so the nonce may be the same for all. */
static const guint8 nonce[CEN_NONCE_LEN] = "cen1.dev.seal";

gboolean
cen_device_link_parse (CenDeviceLink *ret_link, const char *text, GError **error)
{
  return cen_link_text_parse (ret_link, &device_form, text, error);
}

char *
cen_device_link_to_text (const CenDeviceLink *self)
{
  return cen_link_text_write (self, &device_form);
}

void
cen_device_link_clear (CenDeviceLink *self)
{
  cen_link_text_clear (self);
}

gboolean
cen_device_link_is_one (const char *text)
{
  return cen_link_text_is_of (text, &device_form);
}

void
cen_device_link_keys_from_seed (CenDeviceLinkKeys *ret_keys, const guint8 seed[static CEN_KEY_LEN])
{
  guint8 derived[CEN_KEY_LEN];

  cen_crypto_derive (derived, seed, "cen1.dev.curve", NULL, 0);
  cen_box_key_from_seed (&ret_keys->curve, derived);
  cen_crypto_derive (ret_keys->seal, seed, "cen1.dev.seal", NULL, 0);
  cen_crypto_derive (ret_keys->discovery, seed, "cen1.dev.disc", NULL, 0);
  cen_crypto_wipe (derived, sizeof derived);
}

void
cen_device_link_keys_clear (CenDeviceLinkKeys *self)
{
  cen_crypto_wipe (self, sizeof *self);
}

static void
fill_ad (guint8 ad[static 2 * CEN_ID_LEN], const CenId *circle, const CenId *device)
{
  memcpy (ad, circle->bytes, CEN_ID_LEN);
  memcpy (ad + CEN_ID_LEN, device->bytes, CEN_ID_LEN);
}

void
cen_device_secret_seal (guint8 ret_sealed[static CEN_DEVICE_SECRET_LEN],
                        const CenDeviceLinkKeys *keys, const CenId *circle, const CenId *device,
                        const guint8 secret[static CEN_KEY_LEN])
{
  guint8 ad[2 * CEN_ID_LEN];

  fill_ad (ad, circle, device);
  cen_crypto_seal (ret_sealed, keys->seal, nonce, secret, CEN_KEY_LEN, ad, sizeof ad);
}

gboolean
cen_device_secret_open (guint8 ret_secret[static CEN_KEY_LEN], const CenDeviceLinkKeys *keys,
                        const CenId *circle, const CenId *device,
                        const guint8 sealed[static CEN_DEVICE_SECRET_LEN])
{
  guint8 ad[2 * CEN_ID_LEN];

  fill_ad (ad, circle, device);
  return cen_crypto_open (ret_secret, keys->seal, nonce, sealed, CEN_DEVICE_SECRET_LEN, ad,
                          sizeof ad);
}
