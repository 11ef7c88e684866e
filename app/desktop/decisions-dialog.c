/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "decisions-dialog.h"

#include "decisions.h"

#define STEP 100 /* decisions more each time that older ones are asked for */

struct _CenacleDecisionsDialog {
  AdwWindow parent;
  GtkListBox *list;
  GtkWidget *older_button;
  CenacleCircle *circle;
  guint limit;
};

G_DEFINE_FINAL_TYPE (CenacleDecisionsDialog, cenacle_decisions_dialog, ADW_TYPE_WINDOW)

static void
show_decisions (CenacleDecisionsDialog *self)
{
  guint n = cenacle_decisions_fill (self->list, self->circle, NULL, self->limit);

  gtk_widget_set_visible (GTK_WIDGET (self->list), n > 0);
  gtk_widget_set_visible (self->older_button, n == self->limit);
}

static void
older_cb (CenacleDecisionsDialog *self)
{
  self->limit += STEP;
  show_decisions (self);
}

static void
changed_cb (CenacleDecisionsDialog *self, guint changes)
{
  if ((changes & (CENACLE_CHANGE_FRAME | CENACLE_CHANGE_MEMBERS | CENACLE_CHANGE_MESSAGES)) != 0)
    show_decisions (self);
}

static void
cenacle_decisions_dialog_dispose (GObject *object)
{
  g_clear_object (&CENACLE_DECISIONS_DIALOG (object)->circle);
  G_OBJECT_CLASS (cenacle_decisions_dialog_parent_class)->dispose (object);
}

static void
cenacle_decisions_dialog_class_init (CenacleDecisionsDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cenacle_decisions_dialog_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/cenacle/Cenacle/decisions-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, CenacleDecisionsDialog, list);
  gtk_widget_class_bind_template_child (widget_class, CenacleDecisionsDialog, older_button);
  gtk_widget_class_bind_template_callback (widget_class, older_cb);
}

static void
cenacle_decisions_dialog_init (CenacleDecisionsDialog *self)
{
  self->limit = STEP;
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWindow *
cenacle_decisions_dialog_new (GtkWindow *parent, CenacleCircle *circle)
{
  CenacleDecisionsDialog *self =
      g_object_new (CENACLE_TYPE_DECISIONS_DIALOG, "transient-for", parent, NULL);

  self->circle = g_object_ref (circle);
  g_signal_connect_object (circle, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  show_decisions (self);
  return GTK_WINDOW (self);
}
