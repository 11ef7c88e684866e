/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Says to systemd, where that started the engine, that it serves: the datagram of sd_notify(3). */
void cenacle_tell_ready (void);

G_END_DECLS
