/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Texts that a page writes to a file of the person's choice, or reads from one. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CENACLE_TEXT_FILE_MAX (4 << 20) /* bytes that are read */

/* Asks where to, and writes @text, which it takes. What goes wrong is said on @from. @name: what
 * the file is called unless the person says otherwise */
void cenacle_text_file_save (GtkWidget *from, const char *title, const char *name, char *text);

/* @text is @len bytes, of any form. */
typedef void (*CenacleTextFileFunc) (GtkWidget *from, const char *text, gsize len, gpointer data);
/* Asks for a file, and gives what is in it to @func; to nobody when none was chosen. */
void cenacle_text_file_open (GtkWidget *from, const char *title, CenacleTextFileFunc func,
                             gpointer data, GDestroyNotify free_data);

G_END_DECLS
