/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Steps are moved by dragging a row onto another, with Alt and the arrow keys, and by the buttons:
 * each is one register, so that two who move at once both get what they did. */

#include "path-pane.h"

#include "app/control/system-world.h"
#include "card-row.h"
#include "certificate.h"
#include "compat.h"
#include "object-commands.h"
#include "step-dialog.h"

#include "core/place.h"
#include "core/private-notes.h"

#include <glib/gi18n.h>
#include <string.h>

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

static const CenaclePaths *
get_paths (CenacleDetailPane *pane)
{
  return cenacle_object_page_get_answer (get_parts (pane)->page);
}

static CenacleCircle *
get_circle (CenacleDetailPane *pane)
{
  return cenacle_object_page_get_circle (get_parts (pane)->page);
}

static const CenId *
get_self_member (CenacleDetailPane *pane)
{
  return &cenacle_circle_get_row (get_circle (pane))->self_member;
}

static const CenPathRow *
find_path (CenacleDetailPane *pane)
{
  const CenaclePaths *paths = get_paths (pane);
  CenId id;

  return paths != NULL && cen_id_from_text (&id, cenacle_detail_pane_get_key (pane))
             ? cen_path_list_find (paths->all, &id)
             : NULL;
}

static const CenObjectRow *
find_step (CenacleDetailPane *pane, const char *key)
{
  const CenaclePaths *paths = get_paths (pane);
  CenId id;

  return paths != NULL && cen_id_from_text (&id, key) ? cen_path_list_find_step (paths->all, &id)
                                                      : NULL;
}

/* --- Moving --- */

/* To position @at of the other steps. */
static void
move_step (CenacleDetailPane *pane, const CenObjectRow *step, int at)
{
  const CenWorld *world = cenacle_system_world_get ();
  const CenPathRow *path = find_path (pane);
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);
  g_autofree char *place = NULL;
  guint8 salt[CEN_PLACE_SALT];
  guint now;

  if (path == NULL || at < 0 || at >= (int) path->steps->len ||
      !g_ptr_array_find (path->steps, step, &now) || (int) now == at ||
      !cenacle_object_page_is_active (get_parts (pane)->page))
    return;
  world->random (world, salt, sizeof salt);
  place = cen_path_row_choose_place (path, step, (guint) at, salt);
  g_variant_dict_insert (&fields, "place", "s", place);
  cenacle_objects_set (get_circle (pane), &step->id, g_variant_dict_end (&fields),
                       cenacle_commands_show_error_cb, g_object_ref (pane));
}

static void
move_by (CenacleDetailPane *pane, const char *key, int by)
{
  const CenPathRow *path = find_path (pane);
  const CenObjectRow *step = find_step (pane, key);
  guint now;

  if (path != NULL && step != NULL && g_ptr_array_find (path->steps, step, &now))
    move_step (pane, step, (int) now + by);
}

static gboolean
key_cb (CenacleCardRow *row, guint key, guint code, GdkModifierType state,
        GtkEventControllerKey *controller)
{
  CenacleDetailPane *pane = g_object_get_data (G_OBJECT (controller), "pane");

  (void) code;
  if ((state & gtk_accelerator_get_default_mod_mask ()) != GDK_ALT_MASK ||
      (key != GDK_KEY_Up && key != GDK_KEY_Down))
    return GDK_EVENT_PROPAGATE;
  move_by (pane, cenacle_card_row_get_key (row), key == GDK_KEY_Up ? -1 : 1);
  return GDK_EVENT_STOP;
}

static GdkContentProvider *
drag_cb (CenacleCardRow *row, double x, double y, GtkDragSource *source)
{
  g_autoptr (GdkPaintable) picture = gtk_widget_paintable_new (GTK_WIDGET (row));

  gtk_drag_source_set_icon (source, picture, (int) x, (int) y);
  return gdk_content_provider_new_typed (G_TYPE_STRING, cenacle_card_row_get_key (row));
}

/* Onto the upper half of a row: before it; onto the lower: after it. */
static gboolean
drop_cb (CenacleCardRow *row, const GValue *value, double x, double y, GtkDropTarget *target)
{
  CenacleDetailPane *pane = g_object_get_data (G_OBJECT (target), "pane");
  const CenPathRow *path = find_path (pane);
  const CenObjectRow *moved = find_step (pane, g_value_get_string (value));
  const CenObjectRow *onto = find_step (pane, cenacle_card_row_get_key (row));
  guint from, to;

  (void) x;
  if (path == NULL || moved == NULL || onto == NULL ||
      !g_ptr_array_find (path->steps, moved, &from) || !g_ptr_array_find (path->steps, onto, &to))
    return FALSE;
  to += y > gtk_widget_get_height (GTK_WIDGET (row)) / 2. ? 1 : 0;
  move_step (pane, moved, (int) (to > from ? to - 1 : to));
  return TRUE;
}

static void
make_movable (CenacleDetailPane *pane, CenacleCardRow *row)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkDragSource *source = gtk_drag_source_new ();
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_STRING, GDK_ACTION_MOVE);

  g_object_set_data (G_OBJECT (row), "is-movable", pane);
  g_object_set_data (G_OBJECT (keys), "pane", pane);
  g_object_set_data (G_OBJECT (target), "pane", pane);
  gtk_drag_source_set_actions (source, GDK_ACTION_MOVE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_cb), row);
  g_signal_connect_swapped (source, "prepare", G_CALLBACK (drag_cb), row);
  g_signal_connect_swapped (target, "drop", G_CALLBACK (drop_cb), row);
  gtk_widget_add_controller (GTK_WIDGET (row), keys);
  gtk_widget_add_controller (GTK_WIDGET (row), GTK_EVENT_CONTROLLER (source));
  gtk_widget_add_controller (GTK_WIDGET (row), GTK_EVENT_CONTROLLER (target));
}

/* --- Steps --- */

static gboolean
is_shared (CenacleDetailPane *pane, const CenObjectRow *step)
{
  return cen_path_is_done (step, get_self_member (pane), NULL);
}

static gboolean
is_noted (CenacleDetailPane *pane, const CenObjectRow *step)
{
  return g_hash_table_contains (get_paths (pane)->all->own_done, &step->id);
}

static void
note_privately (CenacleDetailPane *pane, const CenObjectRow *step, gboolean is_done)
{
  g_autofree char *id = cen_id_dup_text (&step->id);

  cenacle_commands_call (get_circle (pane), "SetPrivate",
                         g_variant_new ("(ssss)", cenacle_circle_get_id_text (get_circle (pane)),
                                        id, CEN_PRIVATE_DONE, is_done ? "1" : ""),
                         cenacle_commands_show_error_cb, g_object_ref (pane));
}

static void
step_pressed_cb (CenacleCardRow *row, const char *name, CenacleDetailPane *pane)
{
  const CenObjectRow *step = find_step (pane, cenacle_card_row_get_key (row));

  if (step == NULL)
    return;
  if (g_str_equal (name, "share"))
    cenacle_objects_mark (get_circle (pane), &step->id, "done", "",
                          g_variant_new_boolean (!is_shared (pane, step)),
                          cenacle_commands_show_error_cb, g_object_ref (pane));
  else if (g_str_equal (name, "private"))
    note_privately (pane, step, !is_noted (pane, step));
  else if (g_str_equal (name, "change"))
    cenacle_step_dialog_present (GTK_WIDGET (pane), get_circle (pane), find_path (pane), step);
  else if (g_str_equal (name, "up") || g_str_equal (name, "down"))
    move_by (pane, cenacle_card_row_get_key (row), g_str_equal (name, "up") ? -1 : 1);
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
  g_autoptr (GPtrArray) missing =
      cen_path_list_missing (get_paths (pane)->all, step, get_self_member (pane));
  g_autoptr (GString) names = g_string_new (NULL);
  g_autoptr (GString) first = g_string_new (NULL);
  g_autofree char *told = NULL;
  g_autofree char *wanted = NULL;

  for (guint i = 0; i < done->len; i++) {
    const CenMemberRow *member =
        cenacle_circle_get_member (get_circle (pane), &g_array_index (done, CenId, i));

    if (member != NULL)
      g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", member->name);
  }
  for (guint i = 0; i < missing->len; i++)
    append_title (first, missing->pdata[i]);
  told = names->len > 0 ? g_strdup_printf (_ ("Done by %s"), names->str) : g_strdup ("");
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
    const CenaclePathLink *link = g_hash_table_lookup (get_paths (pane)->links, id);
    g_autofree char *name = cen_id_dup_text (id);
    g_autofree char *label = NULL;

    if (link == NULL)
      continue;
    label = *link->kind != '\0' ? g_strdup_printf ("%s: %s", link->kind, link->title)
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
  gboolean can = cenacle_object_page_is_active (get_parts (pane)->page);
  gboolean shared = is_shared (pane, step);

  cenacle_button_strip_set (strip, "share", _ ("Done"), _ ("Tell the circle that you have done it"),
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
show_step (CenacleDetailPane *pane, const CenPathRow *path, guint place)
{
  const CenObjectRow *step = path->steps->pdata[place];
  g_autofree char *key = cen_id_dup_text (&step->id);
  g_autofree char *title = cen_object_row_dup_text (step, CEN_STEP_TITLE);
  g_autofree char *text = cen_object_row_dup_text (step, CEN_STEP_TEXT);
  g_autofree char *caption = dup_step_caption (pane, step);
  CenacleCardRow *row = cenacle_card_list_place (get_parts (pane)->steps, key, (int) place,
                                                 G_CALLBACK (step_pressed_cb), pane);

  if (g_object_get_data (G_OBJECT (row), "is-movable") == NULL)
    make_movable (pane, row);
  cenacle_card_row_show (row, is_shared (pane, step) || is_noted (pane, step) ? "✔" : "", title,
                         caption, text);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  show_links (pane, row, step);
  show_step_buttons (pane, cenacle_card_row_get_strip (row), path, place);
}

/* --- Everybody --- */

static void
show_members (CenacleDetailPane *pane, const CenPathRow *path)
{
  GPtrArray *members = cenacle_circle_get_members (get_circle (pane));
  int n_shown = 0;

  for (guint i = 0; i < members->len; i++) {
    const CenMemberRow *member = members->pdata[i];
    guint n = cen_path_count_done (path->steps, &member->id, NULL);
    g_autofree char *key = cen_id_dup_text (&member->id);
    g_autofree char *told = NULL;
    CenacleCardRow *row;

    if (member->state != CEN_MEMBER_ACTIVE || n == 0)
      continue;
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
  CenStore *store = get_circle (pane) != NULL ? cenacle_circle_get_store (get_circle (pane)) : NULL;
  const CenPathRow *path = find_path (pane);
  g_autoptr (CenObjectRow) certificate = NULL;
  CenId id;

  (void) source;
  if (created == NULL)
    gtk_widget_activate_action (GTK_WIDGET (pane), "win.toast", "s", error->message);
  else if (path != NULL && store != NULL && cen_id_from_text (&id, created))
    certificate = cen_query_object (store, cenacle_circle_get_id (get_circle (pane)), &id, NULL);
  if (certificate != NULL)
    cenacle_certificate_present (GTK_WIDGET (pane), get_circle (pane), path, certificate);
}

static void
certify (CenacleDetailPane *pane, const CenPathRow *path)
{
  const CenObjectRow *certificate =
      cen_path_list_find_certificate (get_paths (pane)->all, path, get_self_member (pane));
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);

  if (certificate != NULL) {
    cenacle_certificate_present (GTK_WIDGET (pane), get_circle (pane), path, certificate);
    return;
  }
  for (guint i = 0; i < path->steps->len; i++)
    g_ptr_array_add (ids, cen_id_dup_text (&((const CenObjectRow *) path->steps->pdata[i])->id));
  g_variant_dict_insert (&fields, "path", "s", cenacle_detail_pane_get_key (pane));
  g_variant_dict_insert_value (&fields, "steps",
                               g_variant_new_strv ((const char *const *) ids->pdata, ids->len));
  cenacle_objects_create (get_circle (pane), "certificate", g_variant_dict_end (&fields),
                          certified_cb, g_object_ref (pane));
}

static void
delete_path (gpointer object)
{
  CenacleDetailPane *pane = object;
  CenId id;

  if (cen_id_from_text (&id, cenacle_detail_pane_get_key (pane)))
    cenacle_objects_redact (get_circle (pane), &id, cenacle_commands_show_error_cb,
                            g_object_ref (pane));
}

static void
pressed_cb (CenacleDetailPane *pane, const char *name)
{
  const CenPathRow *path = find_path (pane);

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
  guint n = cen_path_count_done (path->steps, get_self_member (pane), NULL);
  gboolean may_delete =
      can && (path->row->is_own || cenacle_circle_can_facilitate (get_circle (pane)));

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
  const CenPathRow *path = find_path (pane);
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
  cenacle_objects_create (get_circle (pane), "step", g_variant_dict_end (&fields), added_cb,
                          g_object_ref (pane));
}

void
cenacle_path_pane_show (CenacleDetailPane *pane)
{
  const CenPathRow *path = find_path (pane);
  g_autofree char *text = NULL;
  g_autofree char *caption = NULL;

  if (path == NULL)
    return;
  text = cen_object_row_dup_text (path->row, CEN_PATH_TEXT);
  caption = cenacle_paths_dup_own (get_paths (pane), path, get_self_member (pane));
  cenacle_detail_pane_show (pane, path->title, caption, text);
  show_buttons (pane, path);
  for (guint i = 0; i < path->steps->len; i++)
    show_step (pane, path, i);
  cenacle_card_list_cut (get_parts (pane)->steps, (int) path->steps->len);
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
