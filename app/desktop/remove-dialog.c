/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "remove-dialog.h"

#include "form.h"
#include "membership-commands.h"
#include "time-text.h"

#include <glib/gi18n.h>

#define LOOK_BACK   500 /* messages of the circle among which theirs are looked for */
#define CHOICES_MAX 20  /* of theirs to choose from */
#define SNIPPET_LEN 40  /* characters */

struct _CenacleRemoveDialog {
  AdwWindow parent;
  GtkWidget *confirm_button;
  GtkRevealer *error_revealer;
  GtkLabel *error_label;
  GtkLabel *heading_label;
  AdwEntryRow *reason_row;
  GtkWidget *cut_group;
  AdwComboRow *cut_row;
  GtkStringList *cut_list;
  GArray *messages; /* CenId: of the choices after the first */
  CenacleCircle *circle;
  CenId member;
};

G_DEFINE_FINAL_TYPE (CenacleRemoveDialog, cenacle_remove_dialog, ADW_TYPE_WINDOW)

static void
removed_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CenacleRemoveDialog) self = user_data;

  if (!cenacle_form_end (GTK_WINDOW (self), result, self->error_revealer, self->error_label))
    gtk_widget_set_sensitive (self->confirm_button, TRUE);
}

static void
confirm_cb (CenacleRemoveDialog *self)
{
  g_autofree char *reason = cenacle_form_dup_entry (self->reason_row);
  guint chosen = adw_combo_row_get_selected (self->cut_row);
  const CenId *last_good = chosen > 0 && chosen <= self->messages->len
                               ? &g_array_index (self->messages, CenId, chosen - 1)
                               : NULL;

  gtk_widget_set_sensitive (self->confirm_button, FALSE);
  cenacle_membership_remove (self->circle, &self->member, reason, last_good, removed_cb,
                             g_object_ref (self));
}

static void
add_choice (CenacleRemoveDialog *self, const CenMessageRow *message)
{
  g_autofree char *line = g_strdelimit (g_strdup (message->text), "\n", ' ');
  g_autofree char *start = g_utf8_substring (line, 0, MIN (SNIPPET_LEN, g_utf8_strlen (line, -1)));
  g_autofree char *day = cenacle_time_text_dup_day (message->time_ms);
  /* Translators: the last message that stands: its beginning, and its day. */
  g_autofree char *choice = g_strdup_printf (_ ("After “%s” (%s)"), start, day);

  gtk_string_list_append (self->cut_list, choice);
  g_array_append_val (self->messages, message->id);
}

/* The last one of theirs is left out: nothing of theirs follows it. */
static void
show_choices (CenacleRemoveDialog *self)
{
  const CenPage page = { .direction = CEN_PAGE_NEWEST, .limit = LOOK_BACK };
  CenStore *store = cenacle_circle_get_store (self->circle);
  g_autoptr (GPtrArray) rows =
      store != NULL ? cen_query_messages (store, cenacle_circle_get_id (self->circle), &page, NULL)
                    : NULL;
  gboolean is_last = TRUE;

  for (guint i = rows != NULL ? rows->len : 0; i > 0 && self->messages->len < CHOICES_MAX; i--) {
    const CenMessageRow *message = g_ptr_array_index (rows, i - 1);

    if (!cen_id_equal (&message->author, &self->member) || message->is_redacted)
      continue;
    if (!is_last)
      add_choice (self, message);
    is_last = FALSE;
  }
  gtk_widget_set_visible (self->cut_group, self->messages->len > 0);
}

static void
cenacle_remove_dialog_dispose (GObject *object)
{
  CenacleRemoveDialog *self = CENACLE_REMOVE_DIALOG (object);

  g_clear_object (&self->circle);
  g_clear_pointer (&self->messages, g_array_unref);
  G_OBJECT_CLASS (cenacle_remove_dialog_parent_class)->dispose (object);
}

static void
cenacle_remove_dialog_class_init (CenacleRemoveDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cenacle_remove_dialog_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/cenacle/Cenacle/remove-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, CenacleRemoveDialog, confirm_button);
  gtk_widget_class_bind_template_child (widget_class, CenacleRemoveDialog, error_revealer);
  gtk_widget_class_bind_template_child (widget_class, CenacleRemoveDialog, error_label);
  gtk_widget_class_bind_template_child (widget_class, CenacleRemoveDialog, heading_label);
  gtk_widget_class_bind_template_child (widget_class, CenacleRemoveDialog, reason_row);
  gtk_widget_class_bind_template_child (widget_class, CenacleRemoveDialog, cut_group);
  gtk_widget_class_bind_template_child (widget_class, CenacleRemoveDialog, cut_row);
  gtk_widget_class_bind_template_child (widget_class, CenacleRemoveDialog, cut_list);
  gtk_widget_class_bind_template_callback (widget_class, confirm_cb);
}

static void
cenacle_remove_dialog_init (CenacleRemoveDialog *self)
{
  self->messages = g_array_new (FALSE, FALSE, sizeof (CenId));
  gtk_widget_init_template (GTK_WIDGET (self));
  cenacle_form_tell_choice (self->cut_row);
}

GtkWindow *
cenacle_remove_dialog_new (GtkWindow *parent, CenacleCircle *circle, const CenId *member)
{
  CenacleRemoveDialog *self =
      g_object_new (CENACLE_TYPE_REMOVE_DIALOG, "transient-for", parent, NULL);
  const CenMemberRow *row = cenacle_circle_get_member (circle, member);
  g_autofree char *heading =
      /* Translators: a name, and a circle. */
      g_strdup_printf (_ ("Remove %s from %s?"), row != NULL ? row->name : "",
                       cenacle_circle_get_row (circle)->name);

  self->circle = g_object_ref (circle);
  self->member = *member;
  gtk_label_set_text (self->heading_label, heading);
  show_choices (self);
  return GTK_WINDOW (self);
}
