/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "progress-dialog.h"

struct _CenacleProgressDialog {
  AdwWindow parent;
  GtkLabel *title_label;
  GtkLabel *sentence_label;
  GtkProgressBar *bar;
  GtkLabel *detail_label;
  GtkButton *stop_button;
  gboolean is_finished;
};

enum { SIGNAL_STOP, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CenacleProgressDialog, cenacle_progress_dialog, ADW_TYPE_WINDOW)

static gboolean
cenacle_progress_dialog_close_request (GtkWindow *window)
{
  CenacleProgressDialog *self = CENACLE_PROGRESS_DIALOG (window);

  if (!self->is_finished)
    g_signal_emit (self, signals[SIGNAL_STOP], 0);
  return GTK_WINDOW_CLASS (cenacle_progress_dialog_parent_class)->close_request (window);
}

static void
cenacle_progress_dialog_class_init (CenacleProgressDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  GTK_WINDOW_CLASS (klass)->close_request = cenacle_progress_dialog_close_request;
  signals[SIGNAL_STOP] = g_signal_new ("stop", CENACLE_TYPE_PROGRESS_DIALOG, G_SIGNAL_RUN_LAST, 0,
                                       NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/cenacle/Cenacle/progress-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, CenacleProgressDialog, title_label);
  gtk_widget_class_bind_template_child (widget_class, CenacleProgressDialog, sentence_label);
  gtk_widget_class_bind_template_child (widget_class, CenacleProgressDialog, bar);
  gtk_widget_class_bind_template_child (widget_class, CenacleProgressDialog, detail_label);
  gtk_widget_class_bind_template_child (widget_class, CenacleProgressDialog, stop_button);
}

static void
cenacle_progress_dialog_init (CenacleProgressDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

CenacleProgressDialog *
cenacle_progress_dialog_new (GtkWidget *from, const char *title, const char *sentence,
                             const char *stop)
{
  CenacleProgressDialog *self = g_object_new (CENACLE_TYPE_PROGRESS_DIALOG, "transient-for",
                                              gtk_widget_get_root (from), "title", title, NULL);

  gtk_label_set_text (self->title_label, title);
  gtk_label_set_text (self->sentence_label, sentence);
  gtk_button_set_label (self->stop_button, stop);
  cenacle_progress_dialog_set (self, -1, "");
  return self;
}

void
cenacle_progress_dialog_set (CenacleProgressDialog *self, double fraction, const char *detail)
{
  if (fraction < 0)
    gtk_progress_bar_pulse (self->bar);
  else
    gtk_progress_bar_set_fraction (self->bar, MIN (fraction, 1));
  gtk_label_set_text (self->detail_label, detail);
  gtk_widget_set_visible (GTK_WIDGET (self->detail_label), *detail != '\0');
}

void
cenacle_progress_dialog_finish (CenacleProgressDialog *self)
{
  self->is_finished = TRUE;
  gtk_window_close (GTK_WINDOW (self));
}
