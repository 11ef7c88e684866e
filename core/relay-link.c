/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "relay-link.h"

/* Marked for those who translate; shown by others (app/control/errors.c). */
#define N_(sentence) sentence

static const CenLinkForm relay_form = {
  "cenacle:relay:",
  "cen1.rly.link",
  N_ ("This is not a whole relay link: copy it again, from “cenacle:relay:” to its last letter."),
  N_ ("This relay link was made by a newer version of Cenacle."),
};

gboolean
cen_relay_link_parse (CenRelayLink *ret_link, const char *text, GError **error)
{
  if (!cen_link_text_parse (ret_link, &relay_form, text, error))
    return FALSE;
  if (ret_link->n_addresses > 0)
    return TRUE;
  cen_link_text_clear (ret_link);
  g_set_error_literal (error, CEN_ERROR, CEN_ERROR_INVALID,
                       "This relay link names no address: ask for one that does.");
  return FALSE;
}

char *
cen_relay_link_to_text (const CenRelayLink *self)
{
  return cen_link_text_write (self, &relay_form);
}

gboolean
cen_relay_link_is_one (const char *text)
{
  return cen_link_text_is_of (text, &relay_form);
}

void
cen_relay_link_clear (CenRelayLink *self)
{
  cen_link_text_clear (self);
}

void
cen_relay_grant_from_seed (CenBoxKey *ret_key, const guint8 seed[static CEN_KEY_LEN])
{
  guint8 derived[CEN_KEY_LEN];

  cen_crypto_derive (derived, seed, "cen1.rly.grant", NULL, 0);
  cen_box_key_from_seed (ret_key, derived);
  cen_crypto_wipe (derived, sizeof derived);
}

void
cen_relay_drawer_seed (guint8 ret_seed[static CEN_KEY_LEN], const CenEpochKey *epoch,
                       const guint8 relay[static CEN_KEY_LEN])
{
  cen_crypto_derive (ret_seed, epoch->key, "cen1.rly.drawer", relay, CEN_KEY_LEN);
}

void
cen_relay_drawer_from_seed (CenBoxKey *ret_key, const guint8 seed[static CEN_KEY_LEN])
{
  guint8 derived[CEN_KEY_LEN];

  cen_crypto_derive (derived, seed, "cen1.rly.curve", NULL, 0);
  cen_box_key_from_seed (ret_key, derived);
  cen_crypto_wipe (derived, sizeof derived);
}

void
cen_relay_tray_seed (guint8 ret_seed[static CEN_KEY_LEN],
                     const guint8 discovery[static CEN_KEY_LEN],
                     const guint8 relay[static CEN_KEY_LEN])
{
  cen_crypto_derive (ret_seed, discovery, "cen1.rly.tray", relay, CEN_KEY_LEN);
}
