/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* cenacle-map: asks the router to let others in, for cenacled, which starts it with a socket as its
 * standard input. */

#include "serve.h"

int
main (void)
{
  return cenacle_map_serve ();
}
