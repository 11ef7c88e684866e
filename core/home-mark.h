/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The mark of the place where a file is: kept inside the file, it tells later whether this is the
 * file that was written, or a copy of it. */

#pragma once

#include "crypto.h"

#include <glib.h>

G_BEGIN_DECLS

/**
 * cen_home_mark: H("cen1.home", machine id ‖ inode ‖ birth time) of the open file @fd. Where the
 * file system tells no birth time its device number stands in place of it; otherwise that is left
 * out, since some file systems get another one each time they are mounted. FALSE, and zeros, when
 * nothing can be told.
 */
gboolean cen_home_mark (int fd, guint8 ret_mark[static CEN_ID_LEN]);

G_END_DECLS
