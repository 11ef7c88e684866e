/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenFoldClosing: which votes came too late for their poll (PROTOCOL.md, Folding). */

#pragma once

#include "fold-merge.h"
#include "judge.h"

#include <glib.h>

G_BEGIN_DECLS

/* Before its ops are merged: notes in @fold which MARKs are late; nothing for what cannot be
 * closed. Errors: CEN_ERROR_STORAGE. */
gboolean cen_fold_find_late (CenCircle *circle, CenFold *fold, GError **error);

G_END_DECLS
