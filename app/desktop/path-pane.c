/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "path-pane.h"

#include "app/control/system-world.h"
#include "card-row.h"
#include "certificate.h"
#include "compat.h"
#include "object-commands.h"
#include "path-steps.h"

#include "core/place.h"

#include <glib/gi18n.h>

typedef struct {
  CenacleObjectPage *page; /* lent: the pane goes before it */
  GtkListBox *steps;
  GtkListBox *members;
} Parts;

static Parts *
get_parts (CenacleDetailPane *pane)
{
  return g_object_get_data (G_OBJECT (pane), "path");
}

CenacleObjectPage *
cenacle_path_pane_get_page (CenacleDetailPane *pane)
{
  return get_parts (pane)->page;
}

const CenaclePaths *
cenacle_path_pane_get_paths (CenacleDetailPane *pane)
{
  return cenacle_object_page_get_answer (get_parts (pane)->page);
}

CenacleCircle *
cenacle_path_pane_get_circle (CenacleDetailPane *pane)
{
  return cenacle_object_page_get_circle (get_parts (pane)->page);
}

const CenId *
cenacle_path_pane_get_self (CenacleDetailPane *pane)
{
  return &cenacle_circle_get_row (cenacle_path_pane_get_circle (pane))->self_member;
}

const CenPathRow *
cenacle_path_pane_find (CenacleDetailPane *pane)
{
  const CenaclePaths *paths = cenacle_path_pane_get_paths (pane);
  CenId id;

  return paths != NULL && cen_id_from_text (&id, cenacle_detail_pane_get_key (pane))
             ? cen_path_list_find (paths->all, &id)
             : NULL;
}

const CenObjectRow *
cenacle_path_pane_find_step (CenacleDetailPane *pane, const char *key)
{
  const CenaclePaths *paths = cenacle_path_pane_get_paths (pane);
  CenId id;

  return paths != NULL && cen_id_from_text (&id, key) ? cen_path_list_find_step (paths->all, &id)
                                                      : NULL;
}

/* --- Everybody --- */

static void
show_members (CenacleDetailPane *pane, const CenPathRow *path)
{
  GPtrArray *members = cenacle_circle_get_members (cenacle_path_pane_get_circle (pane));
  int n_shown = 0;

  for (guint i = 0; i < members->len; i++) {
    const CenMemberRow *member = members->pdata[i];
    guint n = cen_path_count_done (path->steps, &member->id, NULL);
    g_autofree char *key = cen_id_dup_text (&member->id);
    g_autofree char *told = NULL;
    CenacleCardRow *row;

    if (member->state != CEN_MEMBER_ACTIVE || n == 0)
      continue;
    /* Translators: how many steps are done, of how many. */
    told = g_strdup_printf (ngettext ("%u of %u step", "%u of %u steps", path->steps->len), n,
                            path->steps->len);
    row = cenacle_card_list_place (get_parts (pane)->members, key, n_shown++, NULL, NULL);
    cenacle_card_row_show (row, n == path->steps->len ? "✔" : "", member->name, told, "");
    gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  }
  cenacle_card_list_cut (get_parts (pane)->members, n_shown);
}

/* --- The path --- */

static void
certified_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CenacleDetailPane) pane = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *created = cenacle_commands_finish (result, &error);
  CenStore *store = cenacle_path_pane_get_circle (pane) != NULL
                        ? cenacle_circle_get_store (cenacle_path_pane_get_circle (pane))
                        : NULL;
  const CenPathRow *path = cenacle_path_pane_find (pane);
  g_autoptr (CenObjectRow) certificate = NULL;
  CenId id;

  (void) source;
  if (created == NULL)
    gtk_widget_activate_action (GTK_WIDGET (pane), "win.toast", "s", error->message);
  else if (path != NULL && store != NULL && cen_id_from_text (&id, created))
    certificate =
        cen_query_object (store, cenacle_circle_get_id (cenacle_path_pane_get_circle (pane)), &id,
                          NULL);
  if (certificate != NULL)
    cenacle_certificate_present (GTK_WIDGET (pane), cenacle_path_pane_get_circle (pane), path,
                                 certificate);
}

static void
certify (CenacleDetailPane *pane, const CenPathRow *path)
{
  const CenObjectRow *certificate =
      cen_path_list_find_certificate (cenacle_path_pane_get_paths (pane)->all, path,
                                      cenacle_path_pane_get_self (pane));
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);

  if (certificate != NULL) {
    cenacle_certificate_present (GTK_WIDGET (pane), cenacle_path_pane_get_circle (pane), path,
                                 certificate);
    return;
  }
  for (guint i = 0; i < path->steps->len; i++)
    g_ptr_array_add (ids, cen_id_dup_text (&((const CenObjectRow *) path->steps->pdata[i])->id));
  g_variant_dict_insert (&fields, "path", "s", cenacle_detail_pane_get_key (pane));
  g_variant_dict_insert_value (&fields, "steps",
                               g_variant_new_strv ((const char *const *) ids->pdata, ids->len));
  cenacle_objects_create (cenacle_path_pane_get_circle (pane), "certificate",
                          g_variant_dict_end (&fields), certified_cb, g_object_ref (pane));
}

static void
delete_path (gpointer object)
{
  CenacleDetailPane *pane = object;
  CenId id;

  if (cen_id_from_text (&id, cenacle_detail_pane_get_key (pane)))
    cenacle_objects_redact (cenacle_path_pane_get_circle (pane), &id,
                            cenacle_commands_show_error_cb, g_object_ref (pane));
}

static void
pressed_cb (CenacleDetailPane *pane, const char *name)
{
  const CenPathRow *path = cenacle_path_pane_find (pane);

  if (path == NULL)
    return;
  if (g_str_equal (name, "certificate"))
    certify (pane, path);
  else
    cenacle_compat_ask (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (pane))),
                        _ ("Delete this path?"), _ ("It goes for everybody in the circle."),
                        _ ("_Delete"), delete_path, pane);
}

static void
show_buttons (CenacleDetailPane *pane, const CenPathRow *path)
{
  CenacleButtonStrip *strip = cenacle_detail_pane_get_strip (pane);
  gboolean can = cenacle_object_page_is_active (get_parts (pane)->page);
  guint n = cen_path_count_done (path->steps, cenacle_path_pane_get_self (pane), NULL);
  gboolean may_delete =
      can &&
      (path->row->is_own || cenacle_circle_can_facilitate (cenacle_path_pane_get_circle (pane)));

  cenacle_button_strip_set (strip, "certificate", _ ("Certificate…"),
                            _ ("A page that says you have done the whole path"),
                            can && path->steps->len > 0 && n == path->steps->len
                                ? CENACLE_BUTTON_PLAIN
                                : CENACLE_BUTTON_GONE);
  cenacle_button_strip_set (strip, "delete", _ ("Delete…"), _ ("Delete the path with its steps"),
                            may_delete ? CENACLE_BUTTON_PLAIN : CENACLE_BUTTON_GONE);
}

static void
added_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CenacleDetailPane) pane = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *created = cenacle_commands_finish (result, &error);

  (void) source;
  if (created != NULL)
    cenacle_detail_pane_clear_field (pane);
  else
    gtk_widget_activate_action (GTK_WIDGET (pane), "win.toast", "s", error->message);
}

/* The first line is its title, what follows says more. */
static void
entered_cb (CenacleDetailPane *pane, const char *text)
{
  const CenWorld *world = cenacle_system_world_get ();
  const CenPathRow *path = cenacle_path_pane_find (pane);
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);
  g_auto (GStrv) parts = g_strsplit (text, "\n", 2);
  g_autofree char *place = NULL;
  guint8 salt[CEN_PLACE_SALT];

  if (path == NULL)
    return;
  world->random (world, salt, sizeof salt);
  place = cen_path_row_choose_place (path, NULL, path->steps->len, salt);
  g_variant_dict_insert (&fields, "path", "s", cenacle_detail_pane_get_key (pane));
  g_variant_dict_insert (&fields, "title", "s", g_strstrip (parts[0]));
  g_variant_dict_insert (&fields, "place", "s", place);
  if (parts[1] != NULL && *g_strstrip (parts[1]) != '\0')
    g_variant_dict_insert (&fields, "text", "s", parts[1]);
  cenacle_objects_create (cenacle_path_pane_get_circle (pane), "step", g_variant_dict_end (&fields),
                          added_cb, g_object_ref (pane));
}

void
cenacle_path_pane_show (CenacleDetailPane *pane)
{
  const CenPathRow *path = cenacle_path_pane_find (pane);
  g_autofree char *text = NULL;
  g_autofree char *caption = NULL;

  if (path == NULL)
    return;
  text = cen_object_row_dup_text (path->row, CEN_PATH_TEXT);
  caption = cenacle_paths_dup_own (cenacle_path_pane_get_paths (pane), path,
                                   cenacle_path_pane_get_self (pane));
  cenacle_detail_pane_show (pane, path->title, caption, text);
  show_buttons (pane, path);
  cenacle_path_steps_show (pane, get_parts (pane)->steps, path);
  show_members (pane, path);
  cenacle_detail_pane_settle (pane);
  cenacle_detail_pane_set_field (pane, cenacle_object_page_is_active (get_parts (pane)->page)
                                           ? _ ("Add a step")
                                           : NULL);
}

CenacleDetailPane *
cenacle_path_pane_new (CenacleObjectPage *page, const char *key)
{
  CenacleDetailPane *pane = cenacle_detail_pane_new (key);
  Parts *parts = g_new0 (Parts, 1);

  g_object_set_data_full (G_OBJECT (pane), "path", parts, g_free);
  parts->page = page;
  parts->steps = cenacle_detail_pane_add_list (pane, _ ("Steps"));
  parts->members = cenacle_detail_pane_add_list (pane, _ ("How far everybody is"));
  g_signal_connect (pane, "pressed", G_CALLBACK (pressed_cb), NULL);
  g_signal_connect (pane, "entered", G_CALLBACK (entered_cb), NULL);
  cenacle_path_pane_show (pane);
  return pane;
}
