/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "invite.h"

#include "device-link.h"
#include "relay-link.h"

/* Marked for those who translate; shown by others (app/control/errors.c). */
#define N_(sentence) sentence

static const CenLinkForm invite_form = {
  "cenacle:",
  "cen1.link",
  N_ ("This is not a whole invite link: copy it again, from “cenacle:” to its last letter."),
  N_ ("This invite was made by a newer version of Cenacle."),
};

gboolean
cen_invite_link_parse (CenInviteLink *ret_link, const char *text, GError **error)
{
  if (cen_relay_link_is_one (text)) {
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_INVALID,
                         "This link is no invite: by it a circle gets a mailbox at a relay.");
    return FALSE;
  }
  if (!cen_device_link_is_one (text))
    return cen_link_text_parse (ret_link, &invite_form, text, error);
  g_set_error_literal (error, CEN_ERROR, CEN_ERROR_INVALID,
                       "This link is no invite: it makes a device of the person who made it.");
  return FALSE;
}

char *
cen_invite_link_to_text (const CenInviteLink *self)
{
  return cen_link_text_write (self, &invite_form);
}

void
cen_invite_link_clear (CenInviteLink *self)
{
  cen_link_text_clear (self);
}

void
cen_invite_keys_from_seed (CenInviteKeys *ret_keys, const guint8 seed[static CEN_KEY_LEN])
{
  guint8 derived[CEN_KEY_LEN];

  cen_crypto_derive (derived, seed, "cen1.inv.proof", NULL, 0);
  cen_sign_key_from_seed (&ret_keys->proof, derived);
  cen_crypto_derive (derived, seed, "cen1.inv.curve", NULL, 0);
  cen_box_key_from_seed (&ret_keys->curve, derived);
  cen_crypto_derive (ret_keys->discovery, seed, "cen1.inv.disc", NULL, 0);
  cen_crypto_wipe (derived, sizeof derived);
}

void
cen_invite_keys_clear (CenInviteKeys *self)
{
  cen_crypto_wipe (self, sizeof *self);
}
