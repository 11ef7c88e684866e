/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* TestWorld: a clock that moves only when told and randomness from a seed. */

#pragma once

#include "core/world.h"

G_BEGIN_DECLS

typedef struct {
  CenWorld world;
  GRand *rand;
  gint64 now_ms;
  gint64 monotonic_ms;
} TestWorld;

TestWorld *test_world_new (guint32 seed);
void test_world_free (TestWorld *self);
void test_world_advance (TestWorld *self, gint64 ms);
/* What the environment asks for by @name, such as SIM_SEEDS; else @fallback. */
guint test_world_get_setting (const char *name, guint fallback);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestWorld, test_world_free)

G_END_DECLS
