/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "job.h"
#include "serve.h"

int
main (void)
{
  return cenacle_serve_run (cenacle_look_job_run, cenacle_look_job_prepare);
}
