/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* TestCost: what an attack costs this process: processor time and the growth of its memory at the
 * worst moment. Reported as a line of the table in THREATS.md. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  gsize begun_bytes; /* resident, at the beginning */
  gsize peak_bytes;
  gint64 begun_cpu_us;
} TestCost;

void test_cost_begin (TestCost *self);
/* Looks at the memory; as often as something could have grown. */
void test_cost_look (TestCost *self);
/* Prints "@attack | @sent | @outcome | memory | CPU" as a comment, and fails when memory grew by
 * more than @growth_max_bytes (not in builds for sanitizers, which keep what is freed). */
void test_cost_end (TestCost *self, const char *attack, const char *sent, const char *outcome,
                    gsize growth_max_bytes);

G_END_DECLS
