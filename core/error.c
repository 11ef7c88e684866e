/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "error.h"

/* clang-format takes the hyphens of the quark's name for subtraction. */
/* clang-format off */
G_DEFINE_QUARK (cen-error-quark, cen_error)
/* clang-format on */
