/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleLookJob: what is done with a file, by what its first bytes say it is: no name and no media
 * type is believed. No job keeps anything. */

#pragma once

#include "app/control/look-wire.h"

G_BEGIN_DECLS

/* Reads what jobs need of the system, so that each finds it there: before the first one. */
void cenacle_look_job_prepare (void);
/* @ret_answer: always set. Errors are answers. */
void cenacle_look_job_run (const CenacleLookRequest *request, const guint8 *bytes, gsize len,
                           CenacleLookAnswer *ret_answer);

G_END_DECLS
