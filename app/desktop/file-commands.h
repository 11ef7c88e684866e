/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the window does with files: gives them to the engine, asks for them, and hands them to other
 * programs. */

#pragma once

#include "circle.h"
#include "core/library.h"

#include <gio/gio.h>
#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Shares @file with @options (a{sv} of ShareFile, taken). Finishes with cenacle_commands_finish():
 * the id of the resource. */
void cenacle_files_share (CenacleCircle *circle, GFile *file, GVariant *options,
                          GAsyncReadyCallback callback, gpointer user_data);

/* FetchFile, PauseFile, CancelFile, with what @resource shows; errors are said on @from. */
void cenacle_files_ask (CenacleCircle *circle, const char *method, const CenResource *resource,
                        GtkWidget *from);
/* Fetches the file of @version as it is, also when it is not the newest. */
void
cenacle_files_fetch_version (CenacleCircle *circle, const CenResource *version, GtkWidget *from);
/* Whether a copy is left at the circle's relays whatever its size. */
void cenacle_files_offer (CenacleCircle *circle, const CenResource *resource, gboolean is_offered,
                          GtkWidget *from);
void cenacle_files_keep (CenacleCircle *circle, const CenResource *resource, gboolean is_kept,
                         GtkWidget *from);

/* Whether what is at @path may be opened: it cannot run. */
gboolean cenacle_files_can_open (const char *path);
/* Opens @resource's file, which is here, with the program for its kind; what can run only after a
 * warning. A link opens in the browser; a reference on its page. */
void cenacle_files_open (CenacleCircle *circle, const CenResource *resource, GtkWidget *from);
/* Writes it where the person says. */
void cenacle_files_save (CenacleCircle *circle, const CenResource *resource, GtkWidget *from);

G_END_DECLS
