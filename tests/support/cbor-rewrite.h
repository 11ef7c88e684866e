/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Reading an item by the readers of its types and writing it again: shared by the test of the codec
 * and by its fuzz target. */

#pragma once

#include "core/cbor.h"

/**
 * cbor_rewrite: reads one whole top-level item, item by item, and writes each to @writer.
 * Returns: FALSE when the reader refuses something on the way.
 */
gboolean cbor_rewrite (const guint8 *bytes, gsize len, CenCborWriter *writer);
