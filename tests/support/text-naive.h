/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* NaiveText: what a text made of edits must be, by the words of PROTOCOL.md: a tree with a node for
 * each character, read from left to right. Slow, and written apart from core/text. */

#pragma once

#include "core/text.h"

#include <glib.h>

G_BEGIN_DECLS

/* One edit, as everybody names it. Its steps name edits by their place among all, from 1 on. */
typedef struct {
  CenTextEdit edit;
  guint64 key; /* siblings stand by it */
  CenTextEffect effect;
} NaiveEdit;

typedef struct {
  guint edit; /* place among all, from 1 on */
  guint offset;
  gboolean is_visible;
  gunichar character;
} NaiveChar;

/* NaiveChar: the document of NaiveEdit @edits, each of which comes behind those that it names. */
GArray *naive_text_read (const GPtrArray *edits);

G_END_DECLS
