/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "error.h"

G_DEFINE_QUARK (cen - error - quark, cen_error)
