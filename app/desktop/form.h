/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the dialogs with fields share. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Without the white space around it. */
char *cenacle_form_dup_entry (AdwEntryRow *row);
void cenacle_form_set_entry (AdwEntryRow *row, const char *text);
char *cenacle_form_dup_text (GtkTextView *view);
void cenacle_form_set_text (GtkTextView *view, const char *text);

/* What is chosen in @row also stands in its tip: the row cuts short what is long. */
void cenacle_form_tell_choice (AdwComboRow *row);

typedef enum {
  CENACLE_FIELD_WRONG,
  CENACLE_FIELD_RIGHT,
} CenacleFieldState;
void cenacle_form_mark (AdwEntryRow *row, CenacleFieldState state);

/* What comes first in @below has the keyboard when @dialog opens, rather than the dialog's first
 * button. */
void cenacle_form_begin (GtkWidget *dialog, GtkWidget *below);

/* One sentence above the form; NULL takes it away. */
void cenacle_form_show_error (GtkRevealer *revealer, GtkLabel *label, const char *sentence);

/* What a dialog was for was done, as cenacle_commands_finish() tells by @result: it closes. Else it
 * stays, with the reason above the form, and FALSE comes back. */
gboolean
cenacle_form_end (GtkWindow *dialog, GAsyncResult *result, GtkRevealer *revealer, GtkLabel *label);

/* The person's name as the system knows it; "" when it does not. */
const char *cenacle_form_get_own_name (void);

G_END_DECLS
