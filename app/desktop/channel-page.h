/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "circle.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CENACLE_TYPE_CHANNEL_PAGE (cenacle_channel_page_get_type ())
G_DECLARE_FINAL_TYPE (CenacleChannelPage, cenacle_channel_page, CENACLE, CHANNEL_PAGE, GtkWidget)

/**
 * cenacle_channel_page_open: shows @channel of @circle, at the message @anchor unless it is NULL.
 */
void cenacle_channel_page_open (CenacleChannelPage *self, CenacleCircle *circle,
                                const CenChannelRow *channel, const CenId *anchor);
void cenacle_channel_page_close (CenacleChannelPage *self);
void cenacle_channel_page_focus (CenacleChannelPage *self);
/* Opens the bar that finds words in it. */
void cenacle_channel_page_find (CenacleChannelPage *self);
/* For a window that closes: what waits goes to the engine. */
void cenacle_channel_page_flush (CenacleChannelPage *self);

G_END_DECLS
