/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleAttachments: the files that came with a message: pictures, and a card for everything else.
 * A picture has its room before anything of it is here. */

#pragma once

#include "circle.h"

#include "core/held-file.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CENACLE_TYPE_ATTACHMENTS (cenacle_attachments_get_type ())
G_DECLARE_FINAL_TYPE (CenacleAttachments, cenacle_attachments, CENACLE, ATTACHMENTS, GtkWidget)

/* @files: CenHeldFile; (nullable) */
void cenacle_attachments_show (CenacleAttachments *self, CenacleCircle *circle, GPtrArray *files);

/* "with the picture cat.png, 2.3 MB; notes.pdf, 100 kB, not here"; NULL for none. */
char *cenacle_attachments_dup_sentence (GPtrArray *files);

G_END_DECLS
