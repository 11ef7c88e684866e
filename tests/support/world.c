/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tests/support/world.h"

#include <stdlib.h>

#define START_MS G_GINT64_CONSTANT (1760000000000)

static gint64
now_cb (const CenWorld *world)
{
  return ((TestWorld *) world->data)->now_ms;
}

static gint64
monotonic_cb (const CenWorld *world)
{
  return ((TestWorld *) world->data)->monotonic_ms;
}

static void
random_cb (const CenWorld *world, guint8 *buf, gsize len)
{
  TestWorld *self = world->data;

  for (gsize i = 0; i < len; i++)
    buf[i] = (guint8) g_rand_int (self->rand);
}

TestWorld *
test_world_new (guint32 seed)
{
  TestWorld *self = g_new0 (TestWorld, 1);

  self->rand = g_rand_new_with_seed (seed);
  self->now_ms = START_MS;
  self->monotonic_ms = 1000;
  self->world = (CenWorld){ now_cb, monotonic_cb, random_cb, self };
  return self;
}

void
test_world_free (TestWorld *self)
{
  g_rand_free (self->rand);
  g_free (self);
}

void
test_world_advance (TestWorld *self, gint64 ms)
{
  self->now_ms += ms;
  self->monotonic_ms += ms;
}

guint
test_world_get_setting (const char *name, guint fallback)
{
  const char *text = g_getenv (name);

  return text != NULL ? (guint) strtoul (text, NULL, 10) : fallback;
}
