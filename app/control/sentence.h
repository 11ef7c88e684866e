/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* How a circle stands, and how a person in it, in one short translated sentence. The engine, the
 * terminal and the window say the same, each in its own language. */

#pragma once

#include "presence.h"

G_BEGIN_DECLS

/* "Up to date with Bo, Cy." */
char *cenacle_sentence_dup (const CenaclePresence *presence);
/* "The clock of this machine is 3 hours behind those of the others: please set it."; NULL when
 * nothing is wrong with it. */
char *cenacle_sentence_dup_clock (const CenaclePresence *presence);
/* "lacks 3 things that you have"; "" when nothing is known. */
char *cenacle_sentence_dup_peer (const CenaclePeer *peer);

G_END_DECLS
