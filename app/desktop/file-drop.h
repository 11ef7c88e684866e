/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Files that were dropped on the window: into the library, or into a channel with a few words. */

#pragma once

#include "circle.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* @channel: the one that shows, or showed last; zero for none. @files: GFile */
void cenacle_file_drop_ask (GtkWidget *from, CenacleCircle *circle, const CenId *channel,
                            const GSList *files);
/* FALSE unless it is one file, a bundle: that is read, wherever on the window it was dropped. */
gboolean cenacle_file_drop_take_bundle (GtkWidget *from, const GSList *files);
/* Shares each of @files (GFile) in the library, and says so on @from. */
void cenacle_file_drop_share (GtkWidget *from, CenacleCircle *circle, GListModel *files);

G_END_DECLS
