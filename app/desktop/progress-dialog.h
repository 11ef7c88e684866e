/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleProgressDialog: shows how far something is that takes a while. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define CENACLE_TYPE_PROGRESS_DIALOG (cenacle_progress_dialog_get_type ())
G_DECLARE_FINAL_TYPE (CenacleProgressDialog, cenacle_progress_dialog, CENACLE, PROGRESS_DIALOG,
                      AdwWindow)

/* Signal "stop": the person wants it no more, or no longer wants to look on. @from: a widget of the
 * window that it stands above; @stop: what the button says. */
CenacleProgressDialog *cenacle_progress_dialog_new (GtkWidget *from, const char *title,
                                                    const char *sentence, const char *stop);
/* @fraction: 0 to 1, or less than 0 while nobody knows. @detail: a few words below it, or "". */
void cenacle_progress_dialog_set (CenacleProgressDialog *self, double fraction, const char *detail);
/* Closes it without the signal. */
void cenacle_progress_dialog_finish (CenacleProgressDialog *self);

G_END_DECLS
