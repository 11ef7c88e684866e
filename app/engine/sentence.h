/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The state of a circle's exchange in one translated sentence. */

#pragma once

#include "net/node.h"

G_BEGIN_DECLS

/* @names: char * of each peer in @status->peers, in the same order. @remover: the name of who put
 * this device out, when somebody did. */
char *cenacle_sentence_new (const NetStatus *status, GPtrArray *names, const char *remover);

G_END_DECLS
