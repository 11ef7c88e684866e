/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "note-dialog.h"

#include "form.h"
#include "note-templates.h"
#include "object-commands.h"
#include "object-dialog.h"

#include "core/kinds-meet.h"
#include "core/kinds-note.h"
#include "core/queries-objects.h"

#include <glib/gi18n.h>

#define CHOICES_MAX 60 /* of each kind, the newest */

static const struct {
  guint kind;
  guint title; /* field */
  const char *form;
} kinds[] = {
  { CEN_KIND_SESSION, CEN_SESSION_TITLE, N_ ("session: %s") },
  { CEN_KIND_PATH, CEN_PATH_TITLE, N_ ("path: %s") },
  { CEN_KIND_CHANNEL, CEN_CHANNEL_NAME, N_ ("channel: %s") },
};

/* --- What it belongs to --- */

static char *
dup_about (const CenObjectRow *row)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    if (row->kind != NULL && row->kind->id == kinds[i].kind) {
      g_autofree char *title = cen_object_row_dup_text (row, kinds[i].title);

      return g_strdup_printf (_ (kinds[i].form), title);
    }
  }
  return NULL;
}

char *
cenacle_note_dialog_dup_about (CenacleCircle *circle, const CenId *object)
{
  CenStore *store = cenacle_circle_get_store (circle);
  g_autoptr (CenObjectRow) row =
      store != NULL ? cen_query_object (store, cenacle_circle_get_id (circle), object, NULL) : NULL;

  return row != NULL && row->state != CEN_OBJECT_REDACTED ? dup_about (row) : NULL;
}

typedef struct {
  CenacleNoteDialogFunc created;
  GtkWidget *from;
  CenId note; /* zero: a new one */
  AdwEntryRow *title;
  AdwComboRow *template;
  AdwComboRow *about;
  GArray *choices; /* CenId, as they stand in about */
  guint chosen;    /* template */
  CenacleObjectDialog *dialog;
} Form;

static void
form_free (gpointer data)
{
  Form *form = data;

  g_array_unref (form->choices);
  g_object_unref (form->from);
  g_free (form);
}

static guint
add_choices (Form *form, CenacleCircle *circle, GStrvBuilder *names, const CenId *about)
{
  CenStore *store = cenacle_circle_get_store (circle);
  CenObjectPage page = { .direction = CEN_PAGE_NEWEST, .limit = CHOICES_MAX };
  guint chosen = 0;

  for (guint i = 0; store != NULL && i < G_N_ELEMENTS (kinds); i++) {
    g_autoptr (GPtrArray) rows =
        cen_query_objects (store, cenacle_circle_get_id (circle), kinds[i].kind, &page, NULL);

    for (guint k = rows != NULL ? rows->len : 0; k-- > 0;) {
      const CenObjectRow *row = rows->pdata[k];
      g_autofree char *name = dup_about (row);

      g_strv_builder_add (names, name);
      g_array_append_val (form->choices, row->id);
      if (about != NULL && cen_id_equal (&row->id, about))
        chosen = form->choices->len - 1;
    }
  }
  return chosen;
}

static void
add_about (Form *form, CenacleCircle *circle, const CenId *about)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) names = NULL;
  CenId nothing = { 0 };
  guint chosen;

  g_strv_builder_add (builder, _ ("Nothing in particular"));
  g_array_append_val (form->choices, nothing);
  chosen = add_choices (form, circle, builder, about);
  names = g_strv_builder_end (builder);
  form->about = cenacle_object_dialog_add_choice (form->dialog, _ ("Belongs to"),
                                                  (const char *const *) names);
  adw_combo_row_set_selected (form->about, chosen);
}

static GVariant *
pack_fields (const Form *form)
{
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);
  g_autofree char *title = cenacle_form_dup_entry (form->title);
  const CenId *about =
      &g_array_index (form->choices, CenId, adw_combo_row_get_selected (form->about));
  g_autofree char *id = cen_id_dup_text (about);

  g_variant_dict_insert (&fields, "title", "s", title);
  if (!cen_id_is_zero (about) || !cen_id_is_zero (&form->note))
    g_variant_dict_insert (&fields, "about", "s", id);
  if (cen_id_is_zero (&form->note) && form->chosen > 0)
    g_variant_dict_insert (&fields, "template", "s", cenacle_note_template_get_id (form->chosen));
  return g_variant_ref_sink (g_variant_dict_end (&fields));
}

static Form *
make_form (GtkWidget *from, CenacleCircle *circle, const char *heading, const char *confirm,
           const char *description)
{
  Form *form = g_new0 (Form, 1);

  form->from = g_object_ref (from);
  form->choices = g_array_new (FALSE, FALSE, sizeof (CenId));
  form->dialog = cenacle_object_dialog_new (from, circle, heading, confirm);
  cenacle_object_dialog_add_group (form->dialog, "", description);
  form->title = cenacle_object_dialog_add_entry (form->dialog, _ ("Title"), CENACLE_ROW_REQUIRED);
  return form;
}

/* --- A new one --- */

static void
begin_text (CenacleCircle *circle, const char *id, const Form *form)
{
  const char *text = cenacle_note_template_get_text (form->chosen);
  GVariantBuilder builder;

  if (*text == '\0')
    return;
  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(uus)"));
  g_variant_builder_add (&builder, "(uus)", 0, 0, text);
  cenacle_commands_call (circle, "ChangeText",
                         g_variant_new ("(ssa(uus))", cenacle_circle_get_id_text (circle), id,
                                        &builder),
                         cenacle_commands_show_error_cb, g_object_ref (form->from));
}

static void
created_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CenacleObjectDialog) dialog = user_data;
  Form *form = g_object_get_data (G_OBJECT (dialog), "form");
  g_autoptr (GError) error = NULL;
  g_autofree char *id = cenacle_commands_finish (result, &error);

  (void) source;
  if (id == NULL) {
    cenacle_object_dialog_fail (dialog, error->message);
    return;
  }
  begin_text (cenacle_object_dialog_get_circle (dialog), id, form);
  gtk_window_close (GTK_WINDOW (dialog));
  form->created (form->from, id);
}

static void
begin_cb (CenacleObjectDialog *dialog, Form *form)
{
  g_autoptr (GVariant) fields = NULL;

  form->chosen = adw_combo_row_get_selected (form->template);
  fields = pack_fields (form);
  cenacle_object_dialog_wait (dialog);
  cenacle_objects_create (cenacle_object_dialog_get_circle (dialog), "note", fields, created_cb,
                          g_object_ref (dialog));
}

void
cenacle_note_dialog_begin (GtkWidget *from, CenacleCircle *circle, CenacleNoteDialogFunc created)
{
  Form *form = make_form (from, circle, _ ("New note"), _ ("Create"),
                          _ ("All members can write in it, at the same time."));
  g_auto (GStrv) templates = cenacle_note_template_list ();

  form->created = created;
  form->template = cenacle_object_dialog_add_choice (form->dialog, _ ("Begins as"),
                                                     (const char *const *) templates);
  add_about (form, circle, NULL);
  g_object_set_data_full (G_OBJECT (form->dialog), "form", form, form_free);
  g_signal_connect (form->dialog, "confirm", G_CALLBACK (begin_cb), form);
  gtk_window_present (GTK_WINDOW (form->dialog));
}

/* --- One that is there --- */

static void
change_cb (CenacleObjectDialog *dialog, Form *form)
{
  g_autoptr (GVariant) fields = pack_fields (form);

  cenacle_object_dialog_wait (dialog);
  cenacle_objects_set (cenacle_object_dialog_get_circle (dialog), &form->note, fields,
                       cenacle_object_dialog_done_cb, g_object_ref (dialog));
}

void
cenacle_note_dialog_change (GtkWidget *from, CenacleCircle *circle, const CenId *note)
{
  CenStore *store = cenacle_circle_get_store (circle);
  g_autoptr (CenObjectRow) row =
      store != NULL ? cen_query_object (store, cenacle_circle_get_id (circle), note, NULL) : NULL;
  g_autofree char *title = row != NULL ? cen_object_row_dup_text (row, CEN_NOTE_TITLE) : NULL;
  CenId about = { 0 };
  Form *form;

  if (row == NULL)
    return;
  cen_object_row_get_ref (row, CEN_NOTE_ABOUT, &about);
  form = make_form (from, circle, _ ("About this note"), _ ("Save"), "");
  form->note = *note;
  cenacle_form_set_entry (form->title, title);
  add_about (form, circle, &about);
  g_object_set_data_full (G_OBJECT (form->dialog), "form", form, form_free);
  g_signal_connect (form->dialog, "confirm", G_CALLBACK (change_cb), form);
  gtk_window_present (GTK_WINDOW (form->dialog));
}
