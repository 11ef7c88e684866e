/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What holds for the readers of all frames. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef gboolean (*TestFrameReader) (const guint8 *frame, gsize len);

/* @reads takes @frame whole, and neither a part of it, nor with a byte more, nor as another type.
 */
void test_frame_only_whole (GBytes *frame, TestFrameReader reads);

G_END_DECLS
