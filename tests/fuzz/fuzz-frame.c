/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The first byte is the kind, the rest a payload. What parses, built and parsed again, is the same
 * frame. */

#include "fuzz.h"

#include "core/frame.h"

#include <string.h>

static void
fill_zeros (const CenWorld *self G_GNUC_UNUSED, guint8 *buf, gsize len)
{
  memset (buf, 0, len);
}

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t len)
{
  static const CenWorld world = { NULL, NULL, fill_zeros, NULL };
  static const CenId circle = { { 1 } };
  static CenFrame frame, back;
  g_autoptr (GBytes) built = NULL;

  cen_crypto_init ();
  if (len == 0 || !cen_frame_parse (&frame, bytes[0], bytes + 1, len - 1, NULL))
    return 0;
  built = cen_frame_build (&frame, &world);
  g_assert (cen_frame_parse (&back, bytes[0], g_bytes_get_data (built, NULL),
                             g_bytes_get_size (built), NULL));
  g_assert (memcmp (&frame, &back, sizeof frame) == 0);
  if (frame.kind == CEN_OP_JOIN) {
    cen_certificate_is_valid (&frame.join.certificate, &circle, &circle);
    cen_frame_join_is_proven (&frame.join, &circle, &circle);
  }
  return 0;
}
