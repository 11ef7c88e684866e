/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the reader passes over whole, it also reads item by item, and written again it is the same
 * bytes; what it refuses one way it refuses the other. */

#include "fuzz.h"

#include "tests/support/cbor-rewrite.h"

#include <string.h>

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t len)
{
  g_autofree guint8 *buf = g_malloc (len);
  CenCborReader reader;
  CenCborWriter writer;
  gboolean is_sound;

  cen_cbor_reader_init (&reader, bytes, len);
  is_sound = cen_cbor_skip (&reader, NULL, NULL) && cen_cbor_finish (&reader);
  cen_cbor_writer_init (&writer, buf, len);
  g_assert (cbor_rewrite (bytes, len, &writer) == is_sound);
  if (is_sound) {
    g_assert (!writer.has_overflowed && writer.len == len);
    g_assert (memcmp (buf, bytes, len) == 0);
  }
  return 0;
}
