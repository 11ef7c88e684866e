/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "qr.h"

#include <qrencode.h>
#include <string.h>

#define SCALE     6
#define QUIET     4 /* modules of white around, as ISO 18004 asks */
#define PIXEL_LEN 3
#define BLACK     0x00
#define WHITE     0xff

GdkTexture *
cenacle_qr_new_texture (const char *text)
{
  QRcode *code = QRcode_encodeString (text, 0, QR_ECLEVEL_L, QR_MODE_8, TRUE);

  if (code == NULL)
    return NULL;

  int size = (code->width + 2 * QUIET) * SCALE;
  gsize len = (gsize) size * (gsize) size * PIXEL_LEN;
  guint8 *pixels = g_malloc (len);

  memset (pixels, WHITE, len);
  for (int y = 0; y < code->width * SCALE; y++) {
    for (int x = 0; x < code->width * SCALE; x++) {
      gboolean is_black = (code->data[(y / SCALE) * code->width + x / SCALE] & 1) != 0;
      gsize at = (gsize) ((y + QUIET * SCALE) * size + x + QUIET * SCALE) * PIXEL_LEN;

      if (is_black)
        memset (pixels + at, BLACK, PIXEL_LEN);
    }
  }
  QRcode_free (code);

  g_autoptr (GBytes) bytes = g_bytes_new_take (pixels, len);

  return gdk_memory_texture_new (size, size, GDK_MEMORY_R8G8B8, bytes, (gsize) size * PIXEL_LEN);
}
