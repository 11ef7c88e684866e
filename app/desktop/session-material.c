/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A list knows the circle and the session it shows as data of its own; its rows act on that. */

#include "session-material.h"

#include "card-row.h"
#include "commands.h"
#include "object-commands.h"
#include "object-picker.h"
#include "object-title.h"

#include <glib/gi18n.h>

typedef struct {
  CenacleCircle *circle;
  CenId session;
} Shown;

static void
shown_free (gpointer data)
{
  g_object_unref (((Shown *) data)->circle);
  g_free (data);
}

static Shown *
shown_new (CenacleCircle *circle, const CenId *session)
{
  Shown *shown = g_new0 (Shown, 1);

  shown->circle = g_object_ref (circle);
  shown->session = *session;
  return shown;
}

static void
put (GtkWidget *from, const Shown *shown, const char *object, gboolean is_there)
{
  cenacle_objects_mark (shown->circle, &shown->session, "material", object,
                        g_variant_new_boolean (is_there), cenacle_commands_show_error_cb,
                        g_object_ref (from));
}

static void
pressed_cb (CenacleCardRow *row, const char *name, GtkListBox *list)
{
  const char *key = cenacle_card_row_get_key (row);

  if (g_str_equal (name, "open"))
    gtk_widget_activate_action (GTK_WIDGET (list), "win.open-object", "s", key);
  else
    put (GTK_WIDGET (list), g_object_get_data (G_OBJECT (list), "shown"), key, FALSE);
}

static void
show_row (GtkListBox *list, const Shown *shown, const CenObjectRow *session, const CenId *id,
          int place)
{
  CenStore *store = cenacle_circle_get_store (shown->circle);
  g_autoptr (CenObjectRow) object =
      cen_query_object (store, cenacle_circle_get_id (shown->circle), id, NULL);
  g_autofree char *key = cen_id_dup_text (id);
  g_autofree char *title = object != NULL ? cenacle_object_title_dup (object)
                                          : g_strdup (_ ("Something that is not here yet"));
  CenacleCardRow *row = cenacle_card_list_place (list, key, place, G_CALLBACK (pressed_cb), list);
  gboolean is_own =
      cen_meeting_has_material (session, id, &cenacle_circle_get_row (shown->circle)->self_member);

  cenacle_card_row_show (row, "", title,
                         object != NULL ? cenacle_object_title_get_kind (object) : "", "");
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  cenacle_button_strip_set (cenacle_card_row_get_strip (row), "open", _ ("Open"), _ ("Shows it"),
                            object != NULL ? CENACLE_BUTTON_PLAIN : CENACLE_BUTTON_GONE);
  cenacle_button_strip_set (cenacle_card_row_get_strip (row), "remove", _ ("Take away"),
                            _ ("It stays in the library"),
                            is_own ? CENACLE_BUTTON_PLAIN : CENACLE_BUTTON_GONE);
}

void
cenacle_session_material_show (GtkListBox *list, CenacleCircle *circle, const CenObjectRow *session)
{
  g_autoptr (GArray) material = cen_meeting_list_material (session);
  Shown *shown = shown_new (circle, &session->id);
  guint n = cenacle_circle_get_store (circle) != NULL ? material->len : 0;

  g_object_set_data_full (G_OBJECT (list), "shown", shown, shown_free);
  for (guint i = 0; i < n; i++)
    show_row (list, shown, session, &g_array_index (material, CenId, i), (int) i);
  cenacle_card_list_cut (list, (int) n);
}

static void
picked_cb (GtkWidget *picker, const char *id, const char *title G_GNUC_UNUSED, GtkWidget *from)
{
  put (from, g_object_get_data (G_OBJECT (picker), "shown"), id, TRUE);
}

void
cenacle_session_material_pick (GtkWidget *from, CenacleCircle *circle, const CenId *session)
{
  CenacleObjectPicker *picker =
      cenacle_object_picker_new (from, circle, CENACLE_PICK_RESOURCE, _ ("From the library"));

  g_object_set_data_full (G_OBJECT (picker), "shown", shown_new (circle, session), shown_free);
  g_signal_connect_object (picker, "picked", G_CALLBACK (picked_cb), from, 0);
  gtk_window_present (GTK_WINDOW (picker));
}
