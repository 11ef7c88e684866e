/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Filling a circle with plausible content, for trials and benchmarks. */

#pragma once

#include "core/replica.h"

G_BEGIN_DECLS

#define CENACLE_LOAD_POSTS_MAX   2000000
#define CENACLE_LOAD_AUTHORS_MAX 200

/**
 * cenacle_load: adds @n_posts messages by @n_authors members, of whom the first is this home's own;
 * the others are made for the purpose. Three or more of them also ask, meet, vote, thank and learn.
 * Errors: CEN_ERROR_REFUSED when the circle has other members already, or for numbers out of
 * bounds; CEN_ERROR_STORAGE.
 */
gboolean cenacle_load (CenCircle *circle, guint n_posts, guint n_authors, GError **error);

G_END_DECLS
