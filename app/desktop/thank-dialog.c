/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "thank-dialog.h"

#include "form.h"
#include "object-commands.h"
#include "object-dialog.h"

#include <glib/gi18n.h>

typedef struct {
  AdwEntryRow *reason;
  AdwEntryRow *skill;
  GPtrArray *switches; /* GtkSwitch, lent */
  GPtrArray *members;  /* char *: ids, in the same order */
  char *about;         /* NULL: nothing in particular */
} Form;

static void
form_free (gpointer data)
{
  Form *form = data;

  g_ptr_array_unref (form->switches);
  g_ptr_array_unref (form->members);
  g_free (form->about);
  g_free (form);
}

static GStrv
list_chosen (Form *form)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < form->switches->len; i++) {
    if (gtk_switch_get_active (form->switches->pdata[i]))
      g_strv_builder_add (builder, form->members->pdata[i]);
  }
  return g_strv_builder_end (builder);
}

static void
confirm_cb (CenacleObjectDialog *dialog, Form *form)
{
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);
  g_auto (GStrv) to = list_chosen (form);
  g_autofree char *reason = cenacle_form_dup_entry (form->reason);
  g_autofree char *skill = cenacle_form_dup_entry (form->skill);

  if (to[0] == NULL) {
    cenacle_object_dialog_fail (dialog, _ ("Say whom you thank."));
    return;
  }
  g_variant_dict_insert (&fields, "to", "^as", to);
  g_variant_dict_insert (&fields, "reason", "s", reason);
  g_variant_dict_insert (&fields, "skill", "s", skill);
  if (form->about != NULL)
    g_variant_dict_insert (&fields, "about", "s", form->about);
  cenacle_object_dialog_wait (dialog);
  cenacle_objects_create (cenacle_object_dialog_get_circle (dialog), "kudos",
                          g_variant_dict_end (&fields), cenacle_object_dialog_done_cb,
                          g_object_ref (dialog));
}

/* The others: nobody thanks themselves. */
static void
add_members (CenacleObjectDialog *dialog, Form *form, const CenId *to)
{
  GPtrArray *rows = cenacle_circle_get_members (cenacle_object_dialog_get_circle (dialog));

  for (guint i = 0; i < rows->len; i++) {
    const CenMemberRow *member = rows->pdata[i];
    GtkSwitch *chosen;

    if (member->is_self || member->state != CEN_MEMBER_ACTIVE)
      continue;
    chosen = cenacle_object_dialog_add_switch (dialog, member->name, "");
    gtk_switch_set_active (chosen, to != NULL && cen_id_equal (to, &member->id));
    g_ptr_array_add (form->switches, chosen);
    g_ptr_array_add (form->members, cen_id_dup_text (&member->id));
  }
}

void
cenacle_thank_dialog_present (GtkWidget *from, CenacleCircle *circle, const CenId *to,
                              const CenId *about)
{
  CenacleObjectDialog *dialog =
      cenacle_object_dialog_new (from, circle, _ ("Say thanks"), C_ ("button", "Thank"));
  Form *form = g_new0 (Form, 1);

  form->switches = g_ptr_array_new ();
  form->members = g_ptr_array_new_with_free_func (g_free);
  form->about = about != NULL ? cen_id_dup_text (about) : NULL;
  cenacle_object_dialog_add_group (dialog, "", _ ("All in the circle can read it."));
  form->reason = cenacle_object_dialog_add_entry (dialog, _ ("What for"), CENACLE_ROW_REQUIRED);
  form->skill =
      cenacle_object_dialog_add_entry (dialog, _ ("Which skill it took"), CENACLE_ROW_REQUIRED);
  cenacle_object_dialog_add_group (dialog, _ ("Whom you thank"), "");
  add_members (dialog, form, to);
  g_signal_connect_data (dialog, "confirm", G_CALLBACK (confirm_cb), form,
                         (GClosureNotify) (GCallback) form_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}
