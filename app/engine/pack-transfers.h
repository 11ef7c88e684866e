/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Files on their way, as GetStatus tells them. */

#pragma once

#include "core/circle.h"
#include "net/transfer.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define CENACLE_TRANSFERS_MAX 100 /* those wanted first */

/* aa{sv}, floating. @transfer: (nullable) */
GVariant *cenacle_pack_transfers (CenCircle *circle, const NetTransfer *transfer);

G_END_DECLS
