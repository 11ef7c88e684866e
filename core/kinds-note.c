/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "kinds-note.h"

const CenKind cen_kinds_note[] = {
  { 0 },
};
