/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleNotesPage: the list of notes, or one of them. */

#pragma once

#include "page.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CENACLE_TYPE_NOTES_PAGE (cenacle_notes_page_get_type ())
G_DECLARE_FINAL_TYPE (CenacleNotesPage, cenacle_notes_page, CENACLE, NOTES_PAGE, AdwBin)

G_END_DECLS
