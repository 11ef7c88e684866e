/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenWorld: the clock and the randomness that core and net are given, so that a whole circle can be
 * replayed from a seed. Core never asks the system for either. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _CenWorld CenWorld;

struct _CenWorld {
  /* Wall time in milliseconds since 1970 UTC; may jump either way. */
  gint64 (*now_ms) (const CenWorld *self);
  /* Milliseconds of a clock that never goes back; its zero is arbitrary. */
  gint64 (*monotonic_ms) (const CenWorld *self);
  /* Fills @buf with @len unpredictable bytes. */
  void (*random) (const CenWorld *self, guint8 *buf, gsize len);
  gpointer data;
};

G_END_DECLS
