/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "picture.h"

#include <string.h>

#define PIECE_LEN   16384
#define THUMB_LEAST 48 /* pixels of the longer side, below which none is made */

/* The names by which GdkPixbuf knows them; a machine may lack the last. */
static const char *const kinds[] = { "png", "jpeg", "gif", "webp" };

typedef struct {
  const CenacleLookRequest *request;
  guint full_width;
  guint full_height;
  gboolean is_huge;
} Loading;

void
cenacle_picture_prepare (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    GdkPixbufLoader *loader = gdk_pixbuf_loader_new_with_type (kinds[i], NULL);

    if (loader == NULL)
      continue;
    gdk_pixbuf_loader_close (loader, NULL);
    g_object_unref (loader);
  }
}

void
cenacle_picture_fit (double full_width, double full_height, guint width, guint height,
                     guint *ret_width, guint *ret_height)
{
  double scale = MIN (width / full_width, height / full_height);

  *ret_width = (guint) CLAMP (full_width * scale + 0.5, 1, MAX (width, 1));
  *ret_height = (guint) CLAMP (full_height * scale + 0.5, 1, MAX (height, 1));
}

/* Known from the head of the file, before anything of it is unpacked. */
static void
size_known_cb (GdkPixbufLoader *loader, int width, int height, Loading *loading)
{
  guint within_width, within_height;

  loading->full_width = (guint) MAX (width, 0);
  loading->full_height = (guint) MAX (height, 0);
  if (width < 1 || height < 1 || width > CENACLE_PICTURE_SIDE_MAX ||
      height > CENACLE_PICTURE_SIDE_MAX ||
      (guint64) width * (guint64) height > CENACLE_PICTURE_PIXELS_MAX) {
    loading->is_huge = TRUE;
    gdk_pixbuf_loader_set_size (loader, 0, 0);
    return;
  }
  /* Turned by a quarter it must fit as well. */
  within_width = within_height = MAX (loading->request->width, loading->request->height);
  if ((guint) width <= within_width && (guint) height <= within_height)
    return;
  cenacle_picture_fit (width, height, within_width, within_height, &within_width, &within_height);
  gdk_pixbuf_loader_set_size (loader, (int) within_width, (int) within_height);
}

/* In pieces, so that nothing is unpacked of what is too large. */
static gboolean
feed (GdkPixbufLoader *loader, const Loading *loading, const guint8 *bytes, gsize len)
{
  gboolean ok = TRUE;

  for (gsize at = 0; at < len && ok && !loading->is_huge; at += PIECE_LEN)
    ok = gdk_pixbuf_loader_write (loader, bytes + at, MIN (PIECE_LEN, len - at), NULL);
  return gdk_pixbuf_loader_close (loader, NULL) && ok && !loading->is_huge;
}

static const char *
get_kind (const guint8 *bytes)
{
  switch (bytes[0]) {
  case 0x89:
    return "png";
  case 0xff:
    return "jpeg";
  case 'G':
    return "gif";
  default:
    return "webp";
  }
}

static GdkPixbuf *
load (Loading *loading, const guint8 *bytes, gsize len, CenacleLookStatus *ret_status)
{
  g_autoptr (GdkPixbufLoader) loader = gdk_pixbuf_loader_new_with_type (get_kind (bytes), NULL);
  GdkPixbuf *pixbuf;

  *ret_status = CENACLE_LOOK_UNKNOWN;
  if (loader == NULL)
    return NULL;
  g_signal_connect (loader, "size-prepared", G_CALLBACK (size_known_cb), loading);
  pixbuf = feed (loader, loading, bytes, len) ? gdk_pixbuf_loader_get_pixbuf (loader) : NULL;
  *ret_status = loading->is_huge ? CENACLE_LOOK_HUGE : CENACLE_LOOK_BROKEN;
  return pixbuf != NULL ? gdk_pixbuf_apply_embedded_orientation (pixbuf) : NULL;
}

/* Never larger than it is. */
static GdkPixbuf *
scale (GdkPixbuf *pixbuf, guint width, guint height)
{
  guint from_width = (guint) gdk_pixbuf_get_width (pixbuf);
  guint from_height = (guint) gdk_pixbuf_get_height (pixbuf);

  if (from_width <= width && from_height <= height)
    return g_object_ref (pixbuf);
  cenacle_picture_fit (from_width, from_height, width, height, &width, &height);
  return gdk_pixbuf_scale_simple (pixbuf, (int) width, (int) height, GDK_INTERP_BILINEAR);
}

/* --- Pixels --- */

static GBytes *
pack_pixels (GdkPixbuf *pixbuf)
{
  gsize width = (gsize) gdk_pixbuf_get_width (pixbuf);
  gsize height = (gsize) gdk_pixbuf_get_height (pixbuf);
  gsize stride = (gsize) gdk_pixbuf_get_rowstride (pixbuf);
  gsize n_channels = (gsize) gdk_pixbuf_get_n_channels (pixbuf);
  const guint8 *from = gdk_pixbuf_read_pixels (pixbuf);
  guint8 *to = g_malloc (width * height * 4);

  for (gsize y = 0; y < height; y++) {
    for (gsize x = 0; x < width; x++) {
      const guint8 *pixel = from + y * stride + x * n_channels;
      guint8 *packed = to + (y * width + x) * 4;

      memcpy (packed, pixel, 3);
      packed[3] = n_channels == 4 ? pixel[3] : 0xff;
    }
  }
  return g_bytes_new_take (to, width * height * 4);
}

static void
give_pixels (GdkPixbuf *pixbuf, const CenacleLookRequest *request, CenacleLookAnswer *ret_answer)
{
  g_autoptr (GdkPixbuf) scaled = scale (pixbuf, request->width, request->height);

  ret_answer->status = CENACLE_LOOK_SHOWN;
  ret_answer->form = CENACLE_LOOK_PIXELS;
  ret_answer->width = (guint) gdk_pixbuf_get_width (scaled);
  ret_answer->height = (guint) gdk_pixbuf_get_height (scaled);
  ret_answer->bytes = pack_pixels (scaled);
}

/* --- Small ones --- */

static GBytes *
pack_jpeg (GdkPixbuf *pixbuf, const char *quality)
{
  char *const names[] = { (char *) "quality", NULL };
  char *const values[] = { (char *) quality, NULL };
  gsize len;
  char *bytes;

  if (!gdk_pixbuf_save_to_bufferv (pixbuf, &bytes, &len, "jpeg", (char **) names, (char **) values,
                                   NULL))
    return NULL;
  return g_bytes_new_take (bytes, len);
}

/* On white, since a JPEG has no holes. */
static GdkPixbuf *
flatten (GdkPixbuf *pixbuf)
{
  if (!gdk_pixbuf_get_has_alpha (pixbuf))
    return g_object_ref (pixbuf);
  return gdk_pixbuf_composite_color_simple (pixbuf, gdk_pixbuf_get_width (pixbuf),
                                            gdk_pixbuf_get_height (pixbuf), GDK_INTERP_NEAREST, 255,
                                            16, 0xffffff, 0xffffff);
}

void
cenacle_picture_give_thumb (GdkPixbuf *pixbuf, const CenacleLookRequest *request,
                            CenacleLookAnswer *ret_answer)
{
  static const char *const qualities[] = { "80", "65", "50", "35" };

  for (guint side = MAX (request->width, request->height); side >= THUMB_LEAST;
       side = side * 3 / 4) {
    g_autoptr (GdkPixbuf) scaled =
        scale (pixbuf, MIN (side, request->width), MIN (side, request->height));
    g_autoptr (GdkPixbuf) flat = flatten (scaled);

    for (guint i = 0; i < G_N_ELEMENTS (qualities); i++) {
      g_autoptr (GBytes) bytes = pack_jpeg (flat, qualities[i]);

      if (bytes == NULL || g_bytes_get_size (bytes) > request->max_len)
        continue;
      ret_answer->status = CENACLE_LOOK_SHOWN;
      ret_answer->form = CENACLE_LOOK_JPEG;
      ret_answer->width = (guint) gdk_pixbuf_get_width (flat);
      ret_answer->height = (guint) gdk_pixbuf_get_height (flat);
      ret_answer->bytes = g_steal_pointer (&bytes);
      return;
    }
  }
}

void
cenacle_picture_look (const CenacleLookRequest *request, const guint8 *bytes, gsize len,
                      CenacleLookAnswer *ret_answer)
{
  Loading loading = { .request = request };
  g_autoptr (GdkPixbuf) pixbuf = load (&loading, bytes, len, &ret_answer->status);
  gboolean is_turned;

  if (pixbuf == NULL)
    return;
  is_turned = (gdk_pixbuf_get_width (pixbuf) > gdk_pixbuf_get_height (pixbuf)) !=
              (loading.full_width > loading.full_height);
  ret_answer->full_width = is_turned ? loading.full_height : loading.full_width;
  ret_answer->full_height = is_turned ? loading.full_width : loading.full_height;
  if (request->job == CENACLE_LOOK_VIEW)
    give_pixels (pixbuf, request, ret_answer);
  else
    cenacle_picture_give_thumb (pixbuf, request, ret_answer);
}
