/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "step-dialog.h"

#include "form.h"
#include "object-commands.h"
#include "object-dialog.h"
#include "object-picker.h"
#include "object-title.h"

#include <glib/gi18n.h>

typedef struct {
  CenacleObjectDialog *dialog;
  CenId step;
  gboolean is_own; /* may change the words too */
  AdwEntryRow *title;
  GtkTextView *text;
  AdwPreferencesGroup *links_group;
  GPtrArray *links; /* char *: ids, in order */
  GtkWidget *add_button;
  GPtrArray *needs; /* GtkSwitch, lent */
  GPtrArray *steps; /* char *: the ids of these */
  guint n_links_max;
} Form;

static void
form_free (gpointer data)
{
  Form *form = data;

  g_ptr_array_unref (form->links);
  g_ptr_array_unref (form->needs);
  g_ptr_array_unref (form->steps);
  g_free (form);
}

/* --- Links --- */

static void
settle_links (Form *form)
{
  gtk_widget_set_sensitive (form->add_button, form->links->len < form->n_links_max);
}

static void
remove_link_cb (GtkButton *button, Form *form)
{
  GtkWidget *row = g_object_get_data (G_OBJECT (button), "row");
  const char *id = g_object_get_data (G_OBJECT (row), "id");
  guint place;

  if (g_ptr_array_find_with_equal_func (form->links, id, g_str_equal, &place))
    g_ptr_array_remove_index (form->links, place);
  adw_preferences_group_remove (form->links_group, row);
  settle_links (form);
}

static void
add_link (Form *form, const char *id, const char *title)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_from_icon_name ("list-remove-symbolic");
  g_autofree char *markup = g_markup_escape_text (title, -1);
  g_autofree char *label = g_strdup_printf (_ ("Do not lead to “%s”"), title);

  if (form->links->len == form->n_links_max ||
      g_ptr_array_find_with_equal_func (form->links, id, g_str_equal, NULL)) {
    g_object_unref (g_object_ref_sink (row));
    g_object_unref (g_object_ref_sink (button));
    return;
  }
  g_ptr_array_add (form->links, g_strdup (id));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), markup);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 2);
  g_object_set_data_full (G_OBJECT (row), "id", g_strdup (id), g_free);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  g_object_set_data (G_OBJECT (button), "row", row);
  g_signal_connect (button, "clicked", G_CALLBACK (remove_link_cb), form);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  adw_preferences_group_add (form->links_group, row);
  settle_links (form);
}

static void
picked_cb (CenacleObjectDialog *dialog, const char *id, const char *title)
{
  add_link (g_object_get_data (G_OBJECT (dialog), "form"), id, title);
}

static void
pick_cb (CenacleObjectDialog *dialog)
{
  CenacleObjectPicker *picker =
      cenacle_object_picker_new (GTK_WIDGET (dialog), cenacle_object_dialog_get_circle (dialog),
                                 CENACLE_PICK_ANYTHING, _ ("Lead to"));

  g_signal_connect_object (picker, "picked", G_CALLBACK (picked_cb), dialog, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (picker));
}

static void
add_links (Form *form, CenacleCircle *circle, const CenObjectRow *step)
{
  g_autoptr (GArray) links = cen_object_row_dup_refs (step, CEN_STEP_LINKS);
  CenStore *store = cenacle_circle_get_store (circle);

  form->links_group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  adw_preferences_group_set_title (form->links_group, _ ("Leads to"));
  form->add_button = gtk_button_new_from_icon_name ("list-add-symbolic");
  gtk_widget_add_css_class (form->add_button, "flat");
  gtk_widget_set_tooltip_text (form->add_button, _ ("Add a link"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (form->add_button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Add a link"), -1);
  adw_preferences_group_set_header_suffix (form->links_group, form->add_button);
  adw_preferences_group_set_description (form->links_group,
                                         _ ("Notes, sessions, resources, messages"));
  g_signal_connect_object (form->add_button, "clicked", G_CALLBACK (pick_cb), form->dialog,
                           G_CONNECT_SWAPPED);
  cenacle_object_dialog_add_group (form->dialog, "", "");
  cenacle_object_dialog_add_widget (form->dialog, GTK_WIDGET (form->links_group));
  for (guint i = 0; store != NULL && i < links->len; i++) {
    const CenId *id = &g_array_index (links, CenId, i);
    g_autoptr (CenObjectRow) row =
        cen_query_object (store, cenacle_circle_get_id (circle), id, NULL);
    g_autofree char *title = row != NULL ? cenacle_object_title_dup (row)
                                         : g_strdup (_ ("Something that is not here yet"));
    g_autofree char *text = cen_id_dup_text (id);

    add_link (form, text, title);
  }
}

/* --- What comes first --- */

static gboolean
holds (GArray *ids, const CenId *id)
{
  for (guint i = 0; i < ids->len; i++) {
    if (cen_id_equal (&g_array_index (ids, CenId, i), id))
      return TRUE;
  }
  return FALSE;
}

static void
add_needs (Form *form, const CenPathRow *path, const CenObjectRow *step)
{
  g_autoptr (GArray) needs = cen_object_row_dup_refs (step, CEN_STEP_NEEDS);

  if (path->steps->len < 2)
    return;
  cenacle_object_dialog_add_group (form->dialog, _ ("Comes after"),
                                   _ ("Steps to do before this one; nobody is kept from it."));
  for (guint i = 0; i < path->steps->len; i++) {
    const CenObjectRow *other = path->steps->pdata[i];
    g_autofree char *title = cen_object_row_dup_text (other, CEN_STEP_TITLE);
    GtkSwitch *row;

    if (cen_id_equal (&other->id, &step->id))
      continue;
    row = cenacle_object_dialog_add_switch (form->dialog, title, "");
    gtk_switch_set_active (row, holds (needs, &other->id));
    g_ptr_array_add (form->needs, row);
    g_ptr_array_add (form->steps, cen_id_dup_text (&other->id));
  }
}

/* --- Saving --- */

static GVariant *
pack_needs (const Form *form)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();

  for (guint i = 0; i < form->needs->len && ids->len < form->n_links_max; i++) {
    if (gtk_switch_get_active (form->needs->pdata[i]))
      g_ptr_array_add (ids, form->steps->pdata[i]);
  }
  return g_variant_new_strv ((const char *const *) ids->pdata, ids->len);
}

static void
save_cb (CenacleObjectDialog *dialog, Form *form)
{
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);
  g_autofree char *title = cenacle_form_dup_entry (form->title);
  g_autofree char *text = form->is_own ? cenacle_form_dup_text (form->text) : NULL;

  if (form->is_own) {
    g_variant_dict_insert (&fields, "title", "s", title);
    g_variant_dict_insert (&fields, "text", "s", text);
  }
  g_variant_dict_insert_value (&fields, "links",
                               g_variant_new_strv ((const char *const *) form->links->pdata,
                                                   form->links->len));
  g_variant_dict_insert_value (&fields, "needs", pack_needs (form));
  cenacle_object_dialog_wait (dialog);
  cenacle_objects_set (cenacle_object_dialog_get_circle (dialog), &form->step,
                       g_variant_dict_end (&fields), cenacle_object_dialog_done_cb,
                       g_object_ref (dialog));
}

static void
delete_cb (CenacleObjectDialog *dialog)
{
  Form *form = g_object_get_data (G_OBJECT (dialog), "form");

  cenacle_objects_redact (cenacle_object_dialog_get_circle (dialog), &form->step,
                          cenacle_object_dialog_done_cb, g_object_ref (dialog));
}

static void
add_delete (Form *form)
{
  GtkWidget *button = gtk_button_new_with_label (_ ("Delete this step"));

  gtk_widget_set_halign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "pill");
  gtk_widget_add_css_class (button, "destructive-action");
  g_signal_connect_object (button, "clicked", G_CALLBACK (delete_cb), form->dialog,
                           G_CONNECT_SWAPPED);
  cenacle_object_dialog_add_group (form->dialog, "", "");
  cenacle_object_dialog_add_widget (form->dialog, button);
}

void
cenacle_step_dialog_present (GtkWidget *from, CenacleCircle *circle, const CenPathRow *path,
                             const CenObjectRow *step)
{
  Form *form = g_new0 (Form, 1);
  g_autofree char *title = cen_object_row_dup_text (step, CEN_STEP_TITLE);
  g_autofree char *text = cen_object_row_dup_text (step, CEN_STEP_TEXT);

  form->dialog = cenacle_object_dialog_new (from, circle, _ ("Change a step"), _ ("Save"));
  form->step = step->id;
  form->is_own = step->is_own || cenacle_circle_can_facilitate (circle);
  form->links = g_ptr_array_new_with_free_func (g_free);
  form->needs = g_ptr_array_new ();
  form->steps = g_ptr_array_new_with_free_func (g_free);
  form->n_links_max = cen_kind_get_field (step->kind, CEN_STEP_LINKS)->n_max;
  g_object_set_data_full (G_OBJECT (form->dialog), "form", form, form_free);
  form->title = cenacle_object_dialog_add_entry (form->dialog, _ ("Step"), CENACLE_ROW_REQUIRED);
  cenacle_form_set_entry (form->title, title);
  gtk_widget_set_sensitive (GTK_WIDGET (form->title), form->is_own);
  if (form->is_own) {
    form->text =
        cenacle_object_dialog_add_text (form->dialog, _ ("More about it"), CENACLE_ROW_OPTIONAL);
    cenacle_form_set_text (form->text, text);
  }
  add_links (form, circle, step);
  add_needs (form, path, step);
  if (form->is_own)
    add_delete (form);
  g_signal_connect (form->dialog, "confirm", G_CALLBACK (save_cb), form);
  gtk_window_present (GTK_WINDOW (form->dialog));
}
