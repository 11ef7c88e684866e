/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleRecap: what is told of a session to those who were not there, as a message: who came, what
 * was decided, where the notes are. */

#pragma once

#include "core/id.h"

#include <glib.h>

G_BEGIN_DECLS

#define CENACLE_RECAP_LINK "cenacle:object:" /* and the id of an object of the circle */

typedef struct {
  const char *title;
  const char *day;
  const char *present;   /* names, joined; or "" */
  const char *decisions; /* one a line; or "" */
  const CenId *note;     /* NULL: none */
} CenacleRecap;

/* In the reader's language, as Markdown. */
char *cenacle_recap_dup_text (const CenacleRecap *recap);

G_END_DECLS
