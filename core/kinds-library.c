/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "kinds-library.h"

const CenKind cen_kinds_library[] = {
  { 0 },
};
