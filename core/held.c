/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "held.h"

#include "crypto.h"

#include <string.h>

static void
add (CenHeld *self, const guint8 number[static CEN_ID_LEN])
{
  guint carry = 0;

  for (guint i = 0; i < CEN_ID_LEN; i++) {
    carry += (guint) self->sum[i] + number[i];
    self->sum[i] = (guint8) carry;
    carry >>= 8;
  }
}

void
cen_held_add (CenHeld *self, const CenId *id)
{
  add (self, id->bytes);
  self->n++;
}

void
cen_held_join (CenHeld *self, const CenHeld *other)
{
  add (self, other->sum);
  self->n += other->n;
}

gboolean
cen_held_equal (const CenHeld *a, const CenHeld *b)
{
  return a->n == b->n && memcmp (a->sum, b->sum, CEN_ID_LEN) == 0;
}

void
cen_held_digest (const CenHeld *self, guint8 ret_digest[static CEN_ID_LEN])
{
  g_autoptr (CenHasher) hasher = cen_hasher_new ("cen1.held");
  guint64 n = GUINT64_TO_LE (self->n);

  cen_hasher_update (hasher, self->sum, CEN_ID_LEN);
  cen_hasher_update (hasher, &n, sizeof n);
  cen_hasher_finish (hasher, ret_digest);
}
