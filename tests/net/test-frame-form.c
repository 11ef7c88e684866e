/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "net/frame-form.h"

#include "core/limits.h"

#define TYPE 99

static GBytes *
write_frame (guint n_more)
{
  NetFrameWriter writer;

  net_frame_begin (&writer, TYPE, 64);
  cen_cbor_put_array (&writer.cbor, 2);
  cen_cbor_put_uint (&writer.cbor, 7);
  cen_cbor_put_array (&writer.cbor, 1 + n_more);
  cen_cbor_put_uint (&writer.cbor, 8);
  for (guint i = 0; i < n_more; i++)
    cen_cbor_put_uint (&writer.cbor, 9);
  return net_frame_end (&writer);
}

static gboolean
reads (const guint8 *frame, gsize len, guint max)
{
  CenCborReader reader;
  guint64 inner;
  guint value;

  return net_frame_open (&reader, TYPE, frame, len, 8, 8) && net_frame_enter (&reader, 2) &&
         net_frame_read_small (&reader, max, &value) && value == 7 &&
         cen_cbor_enter_array (&reader, &inner) && cen_cbor_read_uint (&reader, &inner) &&
         net_frame_leave_open (&reader) && net_frame_close (&reader);
}

static void
test_whole (void)
{
  for (guint n_more = 0; n_more < 3; n_more++) {
    g_autoptr (GBytes) frame = write_frame (n_more);
    gsize len;
    const guint8 *bytes = g_bytes_get_data (frame, &len);

    g_assert_cmpuint (net_frame_get_type (bytes, len), ==, TYPE);
    g_assert_true (reads (bytes, len, 7));
    g_assert_false (reads (bytes, len, 6));
    for (gsize i = 0; i < len; i++)
      g_assert_false (reads (bytes, i, 7));
  }
  g_assert_cmpuint (net_frame_get_type (NULL, 0), ==, 0);
}

static void
test_bounds (void)
{
  g_autofree guint8 *long_frame = g_malloc0 (CEN_MESSAGE_MAX + 1);
  g_autoptr (GBytes) frame = write_frame (0);
  CenCborReader reader;

  long_frame[0] = TYPE;
  g_assert_true (net_frame_open (&reader, TYPE, long_frame, CEN_MESSAGE_MAX, 1, 1));
  g_assert_false (net_frame_open (&reader, TYPE, long_frame, CEN_MESSAGE_MAX + 1, 1, 1));
  g_assert_false (net_frame_open (&reader, TYPE + 1, g_bytes_get_data (frame, NULL),
                                  g_bytes_get_size (frame), 8, 8));
  g_assert_true (net_frame_open (&reader, TYPE, g_bytes_get_data (frame, NULL),
                                 g_bytes_get_size (frame), 8, 8));
  g_assert_false (net_frame_enter (&reader, 3));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/frame-form/whole", test_whole);
  g_test_add_func ("/frame-form/bounds", test_bounds);
  return g_test_run ();
}
