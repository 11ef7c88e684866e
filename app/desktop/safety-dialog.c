/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "safety-dialog.h"

#include "core/words.h"
#include "form.h"
#include "commands.h"
#include "membership-commands.h"

#include <glib/gi18n.h>
#include <string.h>

struct _CenacleSafetyDialog {
  AdwWindow parent;
  GtkRevealer *error_revealer;
  GtkLabel *error_label;
  GtkLabel *how_label;
  AdwComboRow *language_row;
  GtkGrid *grid;
  GtkLabel *differ_label;
  GtkWidget *match_button;
  GtkWidget *matched_box;
  GtkLabel *words[CEN_WORDS_LEN];
  CenacleCircle *circle;
  CenId member;
};

G_DEFINE_FINAL_TYPE (CenacleSafetyDialog, cenacle_safety_dialog, ADW_TYPE_WINDOW)

/* As in the language row. */
static const char *const languages[] = { "en", "fr" };

static void
show_words (CenacleSafetyDialog *self)
{
  guint chosen = MIN (adw_combo_row_get_selected (self->language_row), 1);
  g_autofree char *words = NULL;
  g_auto (GStrv) each = NULL;

  if (self->circle == NULL)
    return;
  words = cen_words_for_pair (cenacle_circle_get_id (self->circle),
                              &cenacle_circle_get_row (self->circle)->self_member, &self->member,
                              languages[chosen]);
  each = g_strsplit (words, " ", -1);
  for (guint i = 0; i < CEN_WORDS_LEN; i++)
    gtk_label_set_text (self->words[i], each[i]);
}

static void
show_match (CenacleSafetyDialog *self)
{
  gboolean is_verified = cenacle_circle_is_verified (self->circle, &self->member);

  gtk_widget_set_visible (self->match_button, !is_verified);
  gtk_widget_set_visible (self->matched_box, is_verified);
}

static void
changed_cb (CenacleSafetyDialog *self, guint changes)
{
  if ((changes & CENACLE_CHANGE_MEMBERS) != 0)
    show_match (self);
}

static void
set_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CenacleSafetyDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *done = cenacle_commands_finish (result, &error);

  (void) source;
  cenacle_form_show_error (self->error_revealer, self->error_label,
                           done == NULL ? error->message : NULL);
}

static void
match_cb (CenacleSafetyDialog *self)
{
  cenacle_membership_set_words (self->circle, &self->member, CENACLE_WORDS_MATCH, set_cb,
                                g_object_ref (self));
}

static void
forget_cb (CenacleSafetyDialog *self)
{
  cenacle_membership_set_words (self->circle, &self->member, CENACLE_WORDS_FORGET, set_cb,
                                g_object_ref (self));
}

static void
make_words (CenacleSafetyDialog *self)
{
  for (guint i = 0; i < CEN_WORDS_LEN; i++) {
    g_autofree char *number = g_strdup_printf ("%u", i + 1);
    GtkWidget *place = gtk_label_new (number);
    GtkWidget *word = gtk_label_new (NULL);
    int column = i < CEN_WORDS_LEN / 2 ? 0 : 2;
    int row = (int) (i % (CEN_WORDS_LEN / 2));

    gtk_widget_add_css_class (place, "dim-label");
    gtk_widget_add_css_class (place, "numeric");
    gtk_label_set_xalign (GTK_LABEL (place), 1);
    gtk_widget_add_css_class (word, "title-3");
    gtk_label_set_xalign (GTK_LABEL (word), 0);
    gtk_widget_set_hexpand (word, TRUE);
    gtk_grid_attach (self->grid, place, column, row, 1, 1);
    gtk_grid_attach (self->grid, word, column + 1, row, 1, 1);
    self->words[i] = GTK_LABEL (word);
  }
}

static void
cenacle_safety_dialog_dispose (GObject *object)
{
  g_clear_object (&CENACLE_SAFETY_DIALOG (object)->circle);
  G_OBJECT_CLASS (cenacle_safety_dialog_parent_class)->dispose (object);
}

static void
cenacle_safety_dialog_class_init (CenacleSafetyDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cenacle_safety_dialog_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/cenacle/Cenacle/safety-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, CenacleSafetyDialog, error_revealer);
  gtk_widget_class_bind_template_child (widget_class, CenacleSafetyDialog, error_label);
  gtk_widget_class_bind_template_child (widget_class, CenacleSafetyDialog, how_label);
  gtk_widget_class_bind_template_child (widget_class, CenacleSafetyDialog, language_row);
  gtk_widget_class_bind_template_child (widget_class, CenacleSafetyDialog, grid);
  gtk_widget_class_bind_template_child (widget_class, CenacleSafetyDialog, differ_label);
  gtk_widget_class_bind_template_child (widget_class, CenacleSafetyDialog, match_button);
  gtk_widget_class_bind_template_child (widget_class, CenacleSafetyDialog, matched_box);
  gtk_widget_class_bind_template_callback (widget_class, show_words);
  gtk_widget_class_bind_template_callback (widget_class, match_cb);
  gtk_widget_class_bind_template_callback (widget_class, forget_cb);
}

static void
cenacle_safety_dialog_init (CenacleSafetyDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  make_words (self);
}

static void
explain (CenacleSafetyDialog *self, const char *name)
{
  g_autofree char *how =
      g_strdup_printf (_ ("Call %s, or sit together, and read these words to each other. You both "
                          "see the same ones when nobody stands between you."),
                       name);
  g_autofree char *differ = g_strdup_printf (
      _ ("If a word differs, do not trust what comes under the name %s: somebody else may be "
         "reading and writing in between. Tell a facilitator whom you know, have this member "
         "removed, and meet again with a new invite given from hand to hand."),
      name);

  gtk_label_set_text (self->how_label, how);
  gtk_label_set_text (self->differ_label, differ);
}

GtkWindow *
cenacle_safety_dialog_new (GtkWindow *parent, CenacleCircle *circle, const CenId *member)
{
  CenacleSafetyDialog *self =
      g_object_new (CENACLE_TYPE_SAFETY_DIALOG, "transient-for", parent, NULL);
  const CenMemberRow *row = cenacle_circle_get_member (circle, member);
  const char *language = cen_words_get_language (g_get_language_names ()[0]);

  self->circle = g_object_ref (circle);
  self->member = *member;
  explain (self, row != NULL ? row->name : "");
  adw_combo_row_set_selected (self->language_row, g_str_equal (language, "fr") ? 1 : 0);
  show_words (self);
  show_match (self);
  g_signal_connect_object (circle, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  return GTK_WINDOW (self);
}
