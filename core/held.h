/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenHeld: how many ops of a circle are held and the sum of their ids, kept up to date with each,
 * so that two who hold the same see it without looking at any (PROTOCOL.md, HELLO). */

#pragma once

#include "id.h"

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  guint64 n;
  guint8 sum[CEN_ID_LEN]; /* mod 2^256, least significant byte first */
} CenHeld;

void cen_held_add (CenHeld *self, const CenId *id);
/* Adds what @other holds and @self does not. */
void cen_held_join (CenHeld *self, const CenHeld *other);
gboolean cen_held_equal (const CenHeld *a, const CenHeld *b);
void cen_held_digest (const CenHeld *self, guint8 ret_digest[static CEN_ID_LEN]);

G_END_DECLS
