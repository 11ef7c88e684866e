/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Text that somebody pastes; and, since no fuzzer guesses a check, the same bytes as the content of
 * a link with the right one. */

#include "fuzz.h"

#include "core/invite.h"

#include <string.h>

static void
read_link (const char *text)
{
  CenInviteLink link, back;
  g_autofree char *again = NULL;
  g_autoptr (GError) error = NULL;

  if (!cen_invite_link_parse (&link, text, &error)) {
    g_assert (g_error_matches (error, CEN_ERROR, CEN_ERROR_INVALID) ||
              g_error_matches (error, CEN_ERROR, CEN_ERROR_NEWER));
    return;
  }
  for (guint i = 0; i < link.n_addresses; i++)
    g_assert (cen_address_get_kind (link.addresses[i].address) != CEN_ADDRESS_NONE);
  again = cen_invite_link_to_text (&link);
  g_assert (cen_invite_link_parse (&back, again, NULL));
  g_assert (memcmp (&link, &back, sizeof link) == 0);
}

/* @bytes as the content of a link with the right check. */
static char *
make_link (const uint8_t *bytes, size_t len)
{
  g_autofree guint8 *checked = g_malloc (len + CEN_ID_LEN);
  g_autofree char *encoded = NULL;

  if (len > 0)
    memcpy (checked, bytes, len);
  cen_crypto_hash (checked + len, "cen1.link", bytes, len);
  encoded = cen_base32_encode (checked, len + 4);
  return g_strconcat ("cenacle:1:", encoded, NULL);
}

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t len)
{
  g_autofree char *text = g_strndup ((const char *) bytes, len);
  g_autofree char *invite = NULL;

  cen_crypto_init ();
  read_link (text);
  invite = make_link (bytes, len);
  read_link (invite);
  return 0;
}
