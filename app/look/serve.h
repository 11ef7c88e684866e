/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleServe: the program that looks at files for others of our processes. For each job that
 * comes it makes a process, which gives up all else, does that job and ends, or is ended when its
 * time is over. What stays never looks at a file itself. */

#pragma once

#include "app/control/look-wire.h"

G_BEGIN_DECLS

typedef void (*CenacleServeJob) (const CenacleLookRequest *request, const guint8 *bytes, gsize len,
                                 CenacleLookAnswer *ret_answer);

/* Takes jobs from the socket that is standard input, until it closes. Returns the exit status.
 * @prepare: called before the first job */
int cenacle_serve_run (CenacleServeJob job, void (*prepare) (void));

G_END_DECLS
