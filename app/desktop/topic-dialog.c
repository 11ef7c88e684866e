/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "topic-dialog.h"

#include "form.h"
#include "object-commands.h"
#include "object-dialog.h"

#include <glib/gi18n.h>

typedef struct {
  const CenacleTopic *topic;
  AdwEntryRow *title;
  GtkTextView *text;
} Form;

static void
confirm_cb (CenacleObjectDialog *dialog, Form *form)
{
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);
  g_autofree char *title = cenacle_form_dup_entry (form->title);
  g_autofree char *text = cenacle_form_dup_text (form->text);

  g_variant_dict_insert (&fields, "title", "s", title);
  if (*text != '\0')
    g_variant_dict_insert (&fields, "text", "s", text);
  cenacle_object_dialog_wait (dialog);
  cenacle_objects_create (cenacle_object_dialog_get_circle (dialog), form->topic->kind,
                          g_variant_dict_end (&fields), cenacle_object_dialog_done_cb,
                          g_object_ref (dialog));
}

void
cenacle_topic_dialog_present (GtkWidget *from, CenacleCircle *circle, const CenacleTopic *topic)
{
  CenacleObjectDialog *dialog =
      cenacle_object_dialog_new (from, circle, _ (topic->heading), _ (topic->confirm));
  Form *form = g_new0 (Form, 1);

  form->topic = topic;
  if (topic->explanation != NULL)
    cenacle_object_dialog_add_group (dialog, "", _ (topic->explanation));
  form->title =
      cenacle_object_dialog_add_entry (dialog, _ (topic->title_label), CENACLE_ROW_REQUIRED);
  form->text = cenacle_object_dialog_add_text (dialog, _ (topic->text_label), CENACLE_ROW_OPTIONAL);
  g_signal_connect_data (dialog, "confirm", G_CALLBACK (confirm_cb), form,
                         (GClosureNotify) (GCallback) g_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}
