/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The variable-length integers of Negentropy V1: base 128, most significant digit first, the high
 * bit set on every byte but the last, as few digits as possible. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define NET_VARINT_MAX 10 /* bytes of the largest 64-bit number */

/**
 * net_varint_write: writes @value into @ret_bytes.
 * Returns: the number of bytes, 1 to NET_VARINT_MAX.
 */
gsize net_varint_write (guint8 ret_bytes[static NET_VARINT_MAX], guint64 value);

/**
 * net_varint_read: reads one number and moves @at behind it.
 * Returns: FALSE when it is cut short, longer than needed or above 64 bits; nothing moves then.
 */
gboolean net_varint_read (const guint8 **at, const guint8 *end, guint64 *ret_value);

G_END_DECLS
