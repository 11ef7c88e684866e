/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleHomeWords: what is told of a digest, of what waits and of milestones, in words, for the
 * window and the terminal alike. */

#pragma once

#include "core/milestones.h"
#include "core/waiting.h"

G_BEGIN_DECLS

/* After the title: "names you". */
const char *cenacle_home_words_get_reason (CenWhy why);
/* "waits for your vote". */
const char *cenacle_home_words_get_wait (CenWaitKind kind);
/* A sentence; @name: of whom it is told; unused when it is the circle's or one's own. */
char *cenacle_home_words_dup_milestone (const CenMilestone *milestone, const char *name);

G_END_DECLS
