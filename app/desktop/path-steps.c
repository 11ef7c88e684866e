/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Steps are moved by dragging a row onto another, with Alt and the arrow keys, and by the buttons:
 * each is one register, so that two who move at once both get what they did. */

#include "path-steps.h"

#include "app/control/name-list.h"
#include "app/control/system-world.h"
#include "card-row.h"
#include "object-commands.h"
#include "row-mover.h"
#include "step-dialog.h"

#include "core/place.h"
#include "core/private-notes.h"

#include <glib/gi18n.h>
#include <string.h>

/* --- Moving --- */

/* To position @at of the other steps. */
static void
move_step (CenacleDetailPane *pane, const CenObjectRow *step, int at)
{
  const CenWorld *world = cenacle_system_world_get ();
  const CenPathRow *path = cenacle_path_pane_find (pane);
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);
  g_autofree char *place = NULL;
  guint8 salt[CEN_PLACE_SALT];
  guint now;

  if (path == NULL || at < 0 || at >= (int) path->steps->len ||
      !g_ptr_array_find (path->steps, step, &now) || (int) now == at ||
      !cenacle_object_page_is_active (cenacle_path_pane_get_page (pane)))
    return;
  world->random (world, salt, sizeof salt);
  place = cen_path_row_choose_place (path, step, (guint) at, salt);
  g_variant_dict_insert (&fields, "place", "s", place);
  cenacle_objects_set (cenacle_path_pane_get_circle (pane), &step->id, g_variant_dict_end (&fields),
                       cenacle_commands_show_error_cb, g_object_ref (pane));
}

static void
move_cb (GtkListBox *list, int from, int to, gpointer data)
{
  CenacleDetailPane *pane = data;
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (list, from);
  const CenObjectRow *step =
      cenacle_path_pane_find_step (pane, cenacle_card_row_get_key (CENACLE_CARD_ROW (row)));

  if (step != NULL)
    move_step (pane, step, to);
}

/* --- Steps --- */

static gboolean
is_shared (CenacleDetailPane *pane, const CenObjectRow *step)
{
  return cen_path_is_done (step, cenacle_path_pane_get_self (pane), NULL);
}

static gboolean
is_noted (CenacleDetailPane *pane, const CenObjectRow *step)
{
  return g_hash_table_contains (cenacle_path_pane_get_paths (pane)->all->own_done, &step->id);
}

static void
note_privately (CenacleDetailPane *pane, const CenObjectRow *step, gboolean is_done)
{
  g_autofree char *id = cen_id_dup_text (&step->id);

  cenacle_commands_call (
      cenacle_path_pane_get_circle (pane), "SetPrivate",
      g_variant_new ("(ssss)", cenacle_circle_get_id_text (cenacle_path_pane_get_circle (pane)), id,
                     CEN_PRIVATE_DONE, is_done ? "1" : ""),
      cenacle_commands_show_error_cb, g_object_ref (pane));
}

static void
step_pressed_cb (CenacleCardRow *row, const char *name, CenacleDetailPane *pane)
{
  const CenObjectRow *step = cenacle_path_pane_find_step (pane, cenacle_card_row_get_key (row));

  if (step == NULL)
    return;
  if (g_str_equal (name, "share"))
    cenacle_objects_mark (cenacle_path_pane_get_circle (pane), &step->id, "done", "",
                          g_variant_new_boolean (!is_shared (pane, step)),
                          cenacle_commands_show_error_cb, g_object_ref (pane));
  else if (g_str_equal (name, "private"))
    note_privately (pane, step, !is_noted (pane, step));
  else if (g_str_equal (name, "change"))
    cenacle_step_dialog_present (GTK_WIDGET (pane), cenacle_path_pane_get_circle (pane),
                                 cenacle_path_pane_find (pane), step);
  else if (g_str_equal (name, "up") || g_str_equal (name, "down"))
    cenacle_row_mover_step (GTK_LIST_BOX_ROW (row), g_str_equal (name, "up") ? -1 : 1);
  else
    gtk_widget_activate_action (GTK_WIDGET (pane), "win.open-object", "s", name);
}

static void
append_title (GString *text, const CenObjectRow *step)
{
  g_autofree char *title = cen_object_row_dup_text (step, CEN_STEP_TITLE);

  g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", title);
}

/* Who has done it, and what is to be done before it. */
static char *
dup_step_caption (CenacleDetailPane *pane, const CenObjectRow *step)
{
  g_autoptr (GArray) done = cen_path_list_done (step);
  g_autoptr (GPtrArray) missing = cen_path_list_missing (cenacle_path_pane_get_paths (pane)->all,
                                                         step, cenacle_path_pane_get_self (pane));
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autofree char *who = NULL;
  g_autoptr (GString) first = g_string_new (NULL);
  g_autofree char *told = NULL;
  g_autofree char *wanted = NULL;

  for (guint i = 0; i < done->len; i++) {
    const CenMemberRow *member = cenacle_circle_get_member (cenacle_path_pane_get_circle (pane),
                                                            &g_array_index (done, CenId, i));

    if (member != NULL)
      g_ptr_array_add (names, member->name);
  }
  for (guint i = 0; i < missing->len; i++)
    append_title (first, missing->pdata[i]);
  who = cenacle_name_list_dup_text (names);
  told = names->len > 0 ? g_strdup_printf (_ ("Done by %s"), who) : g_strdup ("");
  if (missing->len == 0)
    return g_steal_pointer (&told);
  /* Translators: steps of a path that are better done before this one. */
  wanted = g_strdup_printf (_ ("Comes after %s"), first->str);
  return g_strdup_printf ("%s%s%s", told, names->len > 0 ? " · " : "", wanted);
}

/* A button for each, named by the id of what it leads to. */
static void
show_links (CenacleDetailPane *pane, CenacleCardRow *row, const CenObjectRow *step)
{
  g_autoptr (GArray) links = cen_object_row_dup_refs (step, CEN_STEP_LINKS);
  const char *last = g_object_get_data (G_OBJECT (row), "links");
  g_auto (GStrv) before = g_strsplit (last != NULL ? last : "", " ", -1);
  g_autoptr (GString) now = g_string_new (NULL);

  for (guint i = 0; i < links->len; i++) {
    const CenId *id = &g_array_index (links, CenId, i);
    const CenaclePathLink *link =
        g_hash_table_lookup (cenacle_path_pane_get_paths (pane)->links, id);
    g_autofree char *name = cen_id_dup_text (id);
    g_autofree char *label = NULL;

    if (link == NULL)
      continue;
    label = *link->kind != '\0' ? g_strdup_printf (_ ("%s: %s"), link->kind, link->title)
                                : g_strdup (link->title);
    cenacle_button_strip_set (cenacle_card_row_get_strip (row), name, label, _ ("Go there"),
                              CENACLE_BUTTON_PLAIN);
    g_string_append_printf (now, "%s%s", now->len > 0 ? " " : "", name);
  }
  for (char **name = before; *name != NULL; name++) {
    if (**name != '\0' && strstr (now->str, *name) == NULL)
      cenacle_button_strip_set (cenacle_card_row_get_strip (row), *name, "", "",
                                CENACLE_BUTTON_GONE);
  }
  g_object_set_data_full (G_OBJECT (row), "links", g_strdup (now->str), g_free);
}

static void
show_step_buttons (CenacleDetailPane *pane, CenacleButtonStrip *strip, const CenPathRow *path,
                   guint place)
{
  const CenObjectRow *step = path->steps->pdata[place];
  gboolean can = cenacle_object_page_is_active (cenacle_path_pane_get_page (pane));
  gboolean shared = is_shared (pane, step);

  cenacle_button_strip_set (strip, "share", C_ ("step", "Done"),
                            _ ("Tell the circle that you have done it"),
                            !can     ? CENACLE_BUTTON_GONE
                            : shared ? CENACLE_BUTTON_ON
                                     : CENACLE_BUTTON_OFF);
  cenacle_button_strip_set (strip, "private", _ ("For me alone"),
                            _ ("Note it on your own devices, and tell nobody"),
                            !can || shared          ? CENACLE_BUTTON_GONE
                            : is_noted (pane, step) ? CENACLE_BUTTON_ON
                                                    : CENACLE_BUTTON_OFF);
  cenacle_button_strip_set (strip, "change", _ ("Change…"),
                            _ ("What it says, where it leads and what comes first"),
                            can ? CENACLE_BUTTON_PLAIN : CENACLE_BUTTON_GONE);
  cenacle_button_strip_set (strip, "up", "↑", _ ("Earlier in the path"),
                            can && place > 0 ? CENACLE_BUTTON_PLAIN : CENACLE_BUTTON_GONE);
  cenacle_button_strip_set (strip, "down", "↓", _ ("Later in the path"),
                            can && place + 1 < path->steps->len ? CENACLE_BUTTON_PLAIN
                                                                : CENACLE_BUTTON_GONE);
}

static void
show_step (CenacleDetailPane *pane, GtkListBox *list, const CenPathRow *path, guint place)
{
  const CenObjectRow *step = path->steps->pdata[place];
  g_autofree char *key = cen_id_dup_text (&step->id);
  g_autofree char *title = cen_object_row_dup_text (step, CEN_STEP_TITLE);
  g_autofree char *text = cen_object_row_dup_text (step, CEN_STEP_TEXT);
  g_autofree char *caption = dup_step_caption (pane, step);
  CenacleCardRow *row =
      cenacle_card_list_place (list, key, (int) place, G_CALLBACK (step_pressed_cb), pane);

  if (g_object_get_data (G_OBJECT (row), "is-movable") == NULL) {
    g_object_set_data (G_OBJECT (row), "is-movable", pane);
    cenacle_row_mover_attach (GTK_LIST_BOX_ROW (row), move_cb, pane);
  }
  cenacle_card_row_show (row, is_shared (pane, step) || is_noted (pane, step) ? "✔" : "", title,
                         caption, text);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  show_links (pane, row, step);
  show_step_buttons (pane, cenacle_card_row_get_strip (row), path, place);
}

void
cenacle_path_steps_show (CenacleDetailPane *pane, GtkListBox *list, const CenPathRow *path)
{
  for (guint i = 0; i < path->steps->len; i++)
    show_step (pane, list, path, i);
  cenacle_card_list_cut (list, (int) path->steps->len);
}
