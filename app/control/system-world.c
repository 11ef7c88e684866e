/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "system-world.h"

#include <sys/random.h>

static gint64
system_now_ms (const CenWorld *self G_GNUC_UNUSED)
{
  return g_get_real_time () / 1000;
}

static gint64
system_monotonic_ms (const CenWorld *self G_GNUC_UNUSED)
{
  return g_get_monotonic_time () / 1000;
}

static void
system_random (const CenWorld *self G_GNUC_UNUSED, guint8 *buf, gsize len)
{
  while (len > 0) {
    gssize n = getrandom (buf, MIN (len, 256), 0);

    if (n < 0)
      g_error ("the system gives no randomness");
    buf += n;
    len -= (gsize) n;
  }
}

const CenWorld *
cenacle_system_world_get (void)
{
  static const CenWorld world = { system_now_ms, system_monotonic_ms, system_random, NULL };

  return &world;
}
