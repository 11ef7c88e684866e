/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "resource-dialog.h"

#include "form.h"
#include "object-commands.h"
#include "object-dialog.h"

#include <glib/gi18n.h>

typedef struct {
  CenId resource; /* zero: a new one */
  AdwEntryRow *title;
  AdwEntryRow *url; /* NULL: it has a file */
  AdwEntryRow *tags;
  AdwEntryRow *language;
  AdwComboRow *level;
  GtkTextView *text;
} Form;

static void
insert_tags (GVariantDict *fields, const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, ",", -1);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) tags = NULL;

  for (guint i = 0; parts[i] != NULL; i++) {
    if (g_strstrip (parts[i])[0] != '\0')
      g_strv_builder_add (builder, parts[i]);
  }
  tags = g_strv_builder_end (builder);
  g_variant_dict_insert (fields, "tags", "^as", tags);
}

/* What is empty is left out of what is new, and emptied in what is there. */
static void
insert_text (GVariantDict *fields, const char *name, char *text, const Form *form)
{
  g_autofree char *taken = text;

  if (taken[0] != '\0' || !cen_id_is_zero (&form->resource))
    g_variant_dict_insert (fields, name, "s", taken);
}

static GVariant *
make_fields (const Form *form)
{
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);
  g_autofree char *tags = cenacle_form_dup_entry (form->tags);

  insert_text (&fields, "title", cenacle_form_dup_entry (form->title), form);
  if (form->url != NULL)
    insert_text (&fields, "url", cenacle_form_dup_entry (form->url), form);
  insert_text (&fields, "text", cenacle_form_dup_text (form->text), form);
  insert_text (&fields, "language", cenacle_form_dup_entry (form->language), form);
  insert_tags (&fields, tags);
  g_variant_dict_insert (&fields, "level", "t", (guint64) adw_combo_row_get_selected (form->level));
  return g_variant_dict_end (&fields);
}

static void
confirm_cb (CenacleObjectDialog *dialog, Form *form)
{
  CenacleCircle *circle = cenacle_object_dialog_get_circle (dialog);

  cenacle_object_dialog_wait (dialog);
  if (cen_id_is_zero (&form->resource))
    cenacle_objects_create (circle, "resource", make_fields (form), cenacle_object_dialog_done_cb,
                            g_object_ref (dialog));
  else
    cenacle_objects_set (circle, &form->resource, make_fields (form), cenacle_object_dialog_done_cb,
                         g_object_ref (dialog));
}

static Form *
make_form (CenacleObjectDialog *dialog, gboolean has_file)
{
  const char *levels[] = { C_ ("levels", "All"), _ ("For beginners"), _ ("For those who know some"),
                           _ ("For those who know much"), NULL };
  Form *form = g_new0 (Form, 1);

  form->title =
      cenacle_object_dialog_add_entry (dialog, C_ ("resource", "Title"), CENACLE_ROW_REQUIRED);
  if (!has_file)
    form->url = cenacle_object_dialog_add_entry (dialog, _ ("Address"), CENACLE_ROW_OPTIONAL);
  form->tags = cenacle_object_dialog_add_entry (dialog, _ ("Tags, separated by commas"),
                                                CENACLE_ROW_OPTIONAL);
  form->language = cenacle_object_dialog_add_entry (dialog, _ ("Language"), CENACLE_ROW_OPTIONAL);
  form->level = cenacle_object_dialog_add_choice (dialog, _ ("Level"), levels);
  form->text =
      cenacle_object_dialog_add_text (dialog, _ ("Why it is worth it"), CENACLE_ROW_OPTIONAL);
  g_signal_connect_data (dialog, "confirm", G_CALLBACK (confirm_cb), form,
                         (GClosureNotify) (GCallback) g_free, 0);
  return form;
}

void
cenacle_resource_dialog_add (GtkWidget *from, CenacleCircle *circle)
{
  CenacleObjectDialog *dialog =
      cenacle_object_dialog_new (from, circle, _ ("Add a link"), _ ("Add"));

  cenacle_object_dialog_add_group (
      dialog, "",
      _ ("A page, a book, an article: what helps others learn. A book needs no address."));
  make_form (dialog, FALSE);
  gtk_window_present (GTK_WINDOW (dialog));
}

void
cenacle_resource_dialog_edit (GtkWidget *from, CenacleCircle *circle, const CenResource *resource)
{
  CenacleObjectDialog *dialog =
      cenacle_object_dialog_new (from, circle, _ ("Change what is said of it"), _ ("Save"));
  g_autofree char *tags = g_strjoinv (", ", resource->tags);
  Form *form;

  cenacle_object_dialog_add_group (dialog, "", "");
  form = make_form (dialog, resource->shape == CEN_RESOURCE_IS_FILE);
  form->resource = resource->id;
  cenacle_form_set_entry (form->title, resource->title);
  if (form->url != NULL)
    cenacle_form_set_entry (form->url, resource->url);
  cenacle_form_set_entry (form->tags, tags);
  cenacle_form_set_entry (form->language, resource->language);
  adw_combo_row_set_selected (form->level, MIN (resource->level, 3));
  cenacle_form_set_text (form->text, resource->text);
  gtk_window_present (GTK_WINDOW (dialog));
}
