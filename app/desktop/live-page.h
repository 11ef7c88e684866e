/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleLivePage: one session while it runs: the agenda and its time, who speaks and who wants to,
 * who is there, and the notes, beside it where there is room. */

#pragma once

#include "circle.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CENACLE_LIVE_PAGE_ATTEND_S 60 /* there for so long, once it has begun, is attendance */

#define CENACLE_TYPE_LIVE_PAGE (cenacle_live_page_get_type ())
G_DECLARE_FINAL_TYPE (CenacleLivePage, cenacle_live_page, CENACLE, LIVE_PAGE, GtkWidget)

/* Signals: "closed", when one leaves. */

/* Enters @session, the occurrence that is on or comes; NULL leaves. */
void cenacle_live_page_open (CenacleLivePage *self, CenacleCircle *circle, const CenId *session);

/* For trials: another time than CENACLE_LIVE_PAGE_ATTEND_S. Before any page is there. */
void cenacle_live_page_set_attend_after (guint seconds);

G_END_DECLS
