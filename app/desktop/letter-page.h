/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleLetterPage: what one writes with one other member, sealed for the two. */

#pragma once

#include "circle.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CENACLE_TYPE_LETTER_PAGE (cenacle_letter_page_get_type ())
G_DECLARE_FINAL_TYPE (CenacleLetterPage, cenacle_letter_page, CENACLE, LETTER_PAGE, GtkWidget)

/* Shows the letters with @member of @circle, at the letter @anchor unless it is NULL. */
void cenacle_letter_page_open (CenacleLetterPage *self, CenacleCircle *circle, const CenId *member,
                               const CenId *anchor);
void cenacle_letter_page_close (CenacleLetterPage *self);
void cenacle_letter_page_focus (CenacleLetterPage *self);
/* For a window that closes: what waits goes to the engine. */
void cenacle_letter_page_flush (CenacleLetterPage *self);

G_END_DECLS
