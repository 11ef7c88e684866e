/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleObjectDialog: asks for the fields of something new. Who opens it adds the rows, and on
 * "confirm" asks the engine with cenacle_object_dialog_done_cb(). */

#pragma once

#include "circle.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CENACLE_TYPE_OBJECT_DIALOG (cenacle_object_dialog_get_type ())
G_DECLARE_FINAL_TYPE (CenacleObjectDialog, cenacle_object_dialog, CENACLE, OBJECT_DIALOG, AdwWindow)

typedef enum {
  CENACLE_ROW_OPTIONAL,
  CENACLE_ROW_REQUIRED, /* no confirming before it has words */
} CenacleRowUse;

/* Signal "confirm". @from: a widget of the window that asks */
CenacleObjectDialog *cenacle_object_dialog_new (GtkWidget *from, CenacleCircle *circle,
                                                const char *title, const char *confirm);
CenacleCircle *cenacle_object_dialog_get_circle (CenacleObjectDialog *self);
/* The rows that follow stand in it; "" for no words. */
void cenacle_object_dialog_add_group (CenacleObjectDialog *self, const char *title,
                                      const char *description);
AdwEntryRow *
cenacle_object_dialog_add_entry (CenacleObjectDialog *self, const char *label, CenacleRowUse use);
/* Several lines, in a group of its own. */
GtkTextView *
cenacle_object_dialog_add_text (CenacleObjectDialog *self, const char *label, CenacleRowUse use);
AdwComboRow *cenacle_object_dialog_add_choice (CenacleObjectDialog *self, const char *label,
                                               const char *const *choices);
GtkSwitch *cenacle_object_dialog_add_switch (CenacleObjectDialog *self, const char *label,
                                             const char *subtitle);
void cenacle_object_dialog_add_widget (CenacleObjectDialog *self, GtkWidget *row);

/* A further condition for confirming, beside the required rows. */
typedef enum {
  CENACLE_DIALOG_NOT_READY,
  CENACLE_DIALOG_READY,
} CenacleDialogState;
void cenacle_object_dialog_set_state (CenacleObjectDialog *self, CenacleDialogState state);

/* For the engine's answer; @user_data: the dialog, referenced. Closes it, or says why not. */
void cenacle_object_dialog_done_cb (GObject *source, GAsyncResult *result, gpointer user_data);
/* Says why it cannot be confirmed. */
void cenacle_object_dialog_fail (CenacleObjectDialog *self, const char *sentence);
/* Confirming is impossible until the answer comes. */
void cenacle_object_dialog_wait (CenacleObjectDialog *self);

G_END_DECLS
