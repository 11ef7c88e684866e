/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleTellingPage: a page of the preferences: when and how one is told what comes. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define CENACLE_TYPE_TELLING_PAGE (cenacle_telling_page_get_type ())
G_DECLARE_FINAL_TYPE (CenacleTellingPage, cenacle_telling_page, CENACLE, TELLING_PAGE,
                      AdwPreferencesPage)

/* Signal "failed" (const char *sentence).
 * @settings may be NULL: then nothing can be chosen, and the page is hidden. */
void cenacle_telling_page_set_settings (CenacleTellingPage *self, GSettings *settings);

G_END_DECLS
