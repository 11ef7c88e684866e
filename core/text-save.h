/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenTextSave: a document with all its history as bytes, to open it without replaying it. Nothing
 * of it is sent: it is of one replica, whose numbers of edits stand in it. */

#pragma once

#include "text.h"

#include <glib.h>

G_BEGIN_DECLS

/* Cost: linear. */
GBytes *cen_text_save (CenText *self);
/* NULL when the bytes are not such a form, whole. Cost: linear, and bounded by CEN_NOTE_CHARS_MAX
 * whatever they say. */
CenText *cen_text_open (const guint8 *bytes, gsize len, CenTextCompare compare, gconstpointer data);

G_END_DECLS
