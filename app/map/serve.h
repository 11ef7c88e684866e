/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Requests and answers (net/port-map.h) over the socket that is standard input, until nobody is
 * there any more. Returns: the exit status. */

#pragma once

int cenacle_map_serve (void);
