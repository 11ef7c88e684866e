/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleThreadPane: beside a page, one thread with a composer of its own, or a channel's pins. */

#pragma once

#include "circle.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CENACLE_TYPE_THREAD_PANE (cenacle_thread_pane_get_type ())
G_DECLARE_FINAL_TYPE (CenacleThreadPane, cenacle_thread_pane, CENACLE, THREAD_PANE, GtkWidget)

/* @root: the message that the thread hangs on, in @channel. */
void cenacle_thread_pane_open_thread (CenacleThreadPane *self, CenacleCircle *circle,
                                      const CenId *channel, const CenId *root);
void cenacle_thread_pane_open_pins (CenacleThreadPane *self, CenacleCircle *circle,
                                    const CenId *channel);
void cenacle_thread_pane_close (CenacleThreadPane *self);

G_END_DECLS
