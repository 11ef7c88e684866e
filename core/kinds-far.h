/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a circle holds about how it is reached from far away: its relays, and devices that are
 * mostly on. */

#pragma once

#include "kind.h"

G_BEGIN_DECLS

typedef enum {
  CEN_KIND_RELAY = 50,
  CEN_KIND_KEEPER = 51,
} CenKindFar;

typedef enum {
  CEN_RELAY_NAME = 1,
  CEN_RELAY_KEY = 2, /* R, CEN_KEY_LEN bytes */
  CEN_RELAY_ADDRESSES = 3,
  CEN_KEEPER_NAME = 1,
  CEN_KEEPER_DEVICE = 2, /* D of a device of the author */
} CenFieldFar;

#define CEN_RELAYS_MAX          4 /* of a circle, that are used: the oldest */
#define CEN_RELAY_ADDRESSES_MAX 4

extern const CenKind cen_kinds_far[];

G_END_DECLS
