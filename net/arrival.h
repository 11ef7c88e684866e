/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* NetArrival: how far that is which was asked of a peer. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  guint64 n_arrived;
  guint64 n_arriving; /* still to come */
  gint64 left_ms;     /* at the speed so far; -1: not known yet */
} NetArrival;

G_END_DECLS
