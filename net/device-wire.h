/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The frames by which a device lets another of the same person in (PROTOCOL.md, Linking a device).
 * The third, DEVICE_ADD, is a list of ops (wire.h). */

#pragma once

#include "core/sponsor.h"
#include "wire.h"

#include <glib.h>

G_BEGIN_DECLS

GBytes *net_device_req_to_frame (const CenDeviceClaim *claim);
GBytes *net_device_ok_to_frame (const CenDeviceAnswer *answer);

/* FALSE for anything malformed; outputs are untouched then. */
gboolean net_device_req_from_frame (CenDeviceClaim *ret_claim, const guint8 *frame, gsize len);
gboolean net_device_ok_from_frame (CenDeviceAnswer *ret_answer, const guint8 *frame, gsize len);

G_END_DECLS
