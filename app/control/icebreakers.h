/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleIcebreakers: a bank of questions with which a circle can open its week. Their numbers
 * never change their meaning; the words are translated. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define CENACLE_ICEBREAKERS 108

/* @number: from 1 to CENACLE_ICEBREAKERS. In the person's language. */
const char *cenacle_icebreaker_get (guint number);

G_END_DECLS
