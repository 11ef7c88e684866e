/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "qr.h"

#include "core/error.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <glib/gi18n.h>
#include <qrencode.h>

#define MODULE_PIXELS  8
#define BORDER_MODULES 4

static void
paint_module (guint8 *pixels, int rowstride, int column, int row)
{
  for (int y = 0; y < MODULE_PIXELS; y++) {
    guint8 *at = pixels + (row * MODULE_PIXELS + y) * rowstride + column * MODULE_PIXELS * 3;

    for (int x = 0; x < MODULE_PIXELS * 3; x++)
      at[x] = 0;
  }
}

static GdkPixbuf *
paint (const QRcode *code)
{
  int size = (code->width + 2 * BORDER_MODULES) * MODULE_PIXELS;
  GdkPixbuf *pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, size, size);

  gdk_pixbuf_fill (pixbuf, 0xffffffff);
  for (int row = 0; row < code->width; row++) {
    for (int column = 0; column < code->width; column++) {
      if (code->data[row * code->width + column] & 1)
        paint_module (gdk_pixbuf_get_pixels (pixbuf), gdk_pixbuf_get_rowstride (pixbuf),
                      column + BORDER_MODULES, row + BORDER_MODULES);
    }
  }
  return pixbuf;
}

gboolean
cenacle_qr_save (const char *text, const char *path, GError **error)
{
  QRcode *code = QRcode_encodeString (text, 0, QR_ECLEVEL_M, QR_MODE_8, 1);
  g_autoptr (GdkPixbuf) pixbuf = NULL;

  if (code == NULL) {
    g_set_error (error, CEN_ERROR, CEN_ERROR_INVALID, _ ("The link is too long for a QR code."));
    return FALSE;
  }
  pixbuf = paint (code);
  QRcode_free (code);
  return gdk_pixbuf_save (pixbuf, path, "png", error, NULL);
}
