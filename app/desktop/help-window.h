/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleHelpWindow: the guide, pages of Markdown in the person's language (help/). */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define CENACLE_TYPE_HELP_WINDOW (cenacle_help_window_get_type ())
G_DECLARE_FINAL_TYPE (CenacleHelpWindow, cenacle_help_window, CENACLE, HELP_WINDOW, AdwWindow)

/* Shows @page ("index" for the first) in the one there is, or in a new one. */
void cenacle_help_window_present (GtkWindow *parent, const char *page);

G_END_DECLS
