/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "paths-page.h"

#include "app/control/system-world.h"
#include "card-row.h"
#include "detail-pane.h"
#include "form.h"
#include "object-commands.h"
#include "object-dialog.h"
#include "window.h"

#include "core/path.h"
#include "core/place.h"
#include "core/private-notes.h"

#include <glib/gi18n.h>

struct _CenaclePathsPage {
  CenacleObjectPage parent;
  GtkListBox *begun;
  GtkListBox *others;
};

G_DEFINE_FINAL_TYPE (CenaclePathsPage, cenacle_paths_page, CENACLE_TYPE_OBJECT_PAGE)

typedef struct {
  CenObjectRow *row;
  GPtrArray *steps; /* CenObjectRow, lent, in order */
} Path;

/* What the page shows. */
typedef struct {
  GPtrArray *paths;   /* Path */
  GPtrArray *objects; /* CenObjectRow: all steps */
  GHashTable *own_done;
} Paths;

static void
path_free (gpointer data)
{
  Path *path = data;

  cen_object_row_free (path->row);
  g_ptr_array_unref (path->steps);
  g_free (path);
}

static void
paths_free (gpointer data)
{
  Paths *self = data;

  g_clear_pointer (&self->paths, g_ptr_array_unref);
  g_clear_pointer (&self->objects, g_ptr_array_unref);
  g_clear_pointer (&self->own_done, g_hash_table_unref);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Paths, paths_free)

static Path *
path_new (CenObjectRow *row, GPtrArray *objects)
{
  g_autoptr (GPtrArray) own = g_ptr_array_new ();
  Path *path = g_new0 (Path, 1);

  for (guint i = 0; i < objects->len; i++) {
    CenObjectRow *step = objects->pdata[i];

    if (cen_id_equal (&step->parent, &row->id))
      g_ptr_array_add (own, step);
  }
  path->row = row;
  path->steps = cen_path_sort_steps (own);
  return path;
}

static gpointer
read_paths (CenStore *store, const CenId *circle, GError **error)
{
  g_autoptr (Paths) self = g_new0 (Paths, 1);
  g_autoptr (GPtrArray) rows = cen_query_objects (store, circle, CEN_KIND_PATH, NULL, error);

  if (rows == NULL ||
      (self->objects = cen_query_objects (store, circle, CEN_KIND_STEP, NULL, error)) == NULL ||
      (self->own_done = cen_private_list (store, circle, CEN_PRIVATE_DONE, error)) == NULL)
    return NULL;
  self->paths = g_ptr_array_new_with_free_func (path_free);
  g_ptr_array_set_free_func (rows, NULL);
  for (guint i = 0; i < rows->len; i++)
    g_ptr_array_add (self->paths, path_new (rows->pdata[i], self->objects));
  return g_steal_pointer (&self);
}

static CenacleCircle *
get_circle (CenaclePathsPage *self)
{
  return cenacle_object_page_get_circle (CENACLE_OBJECT_PAGE (self));
}

static const Paths *
get_paths (CenaclePathsPage *self)
{
  return cenacle_object_page_get_answer (CENACLE_OBJECT_PAGE (self));
}

static const CenId *
get_self_member (CenaclePathsPage *self)
{
  return &cenacle_circle_get_row (get_circle (self))->self_member;
}

static const Path *
find_path (CenaclePathsPage *self, const CenId *id)
{
  const Paths *all = get_paths (self);

  for (guint i = 0; all != NULL && i < all->paths->len; i++) {
    const Path *path = all->paths->pdata[i];

    if (cen_id_equal (&path->row->id, id))
      return path;
  }
  return NULL;
}

static const CenObjectRow *
find_step (CenaclePathsPage *self, const CenId *id)
{
  const Paths *all = get_paths (self);

  for (guint i = 0; all != NULL && i < all->objects->len; i++) {
    const CenObjectRow *step = all->objects->pdata[i];

    if (cen_id_equal (&step->id, id))
      return step;
  }
  return NULL;
}

static guint
count_own (CenaclePathsPage *self, const Path *path)
{
  return cen_path_count_done (path->steps, get_self_member (self), get_paths (self)->own_done);
}

/* --- Steps --- */

static void
note_privately (CenaclePathsPage *self, const CenObjectRow *step, gboolean is_done)
{
  g_autofree char *id = cen_id_dup_text (&step->id);

  cenacle_commands_call (get_circle (self), "SetPrivate",
                         g_variant_new ("(ssss)", cenacle_circle_get_id_text (get_circle (self)),
                                        id, CEN_PRIVATE_DONE, is_done ? "1" : ""),
                         cenacle_commands_show_error_cb, g_object_ref (self));
}

static gboolean
is_shared (CenaclePathsPage *self, const CenObjectRow *step)
{
  return cen_path_is_done (step, get_self_member (self), NULL);
}

/* Between the step before and the one after where it goes. */
static void
move_step (CenaclePathsPage *self, const CenObjectRow *step, int by)
{
  const CenWorld *world = cenacle_system_world_get ();
  const Path *path = find_path (self, &step->parent);
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);
  g_autofree char *low = NULL;
  g_autofree char *high = NULL;
  g_autofree char *place = NULL;
  guint8 salt[CEN_PLACE_SALT];
  guint at;
  int before, after;

  if (path == NULL || !g_ptr_array_find (path->steps, step, &at))
    return;
  before = by < 0 ? (int) at - 2 : (int) at + 1;
  after = before + 1;
  if (after < 0 || before >= (int) path->steps->len)
    return;
  low = before >= 0 ? cen_object_row_dup_text (path->steps->pdata[before], CEN_STEP_PLACE) : NULL;
  high = after < (int) path->steps->len
             ? cen_object_row_dup_text (path->steps->pdata[after], CEN_STEP_PLACE)
             : NULL;
  world->random (world, salt, sizeof salt);
  place = cen_place_between (low, high, salt);
  g_variant_dict_insert (&fields, "place", "s", place);
  cenacle_objects_set (get_circle (self), &step->id, g_variant_dict_end (&fields),
                       cenacle_commands_show_error_cb, g_object_ref (self));
}

static void
step_pressed_cb (CenacleCardRow *row, const char *name, CenaclePathsPage *self)
{
  const CenObjectRow *step;
  CenId id;

  if (!cen_id_from_text (&id, cenacle_card_row_get_key (row)) ||
      (step = find_step (self, &id)) == NULL)
    return;
  if (g_str_equal (name, "share"))
    cenacle_objects_mark (get_circle (self), &step->id, "done", "",
                          g_variant_new_boolean (!is_shared (self, step)),
                          cenacle_commands_show_error_cb, g_object_ref (self));
  else if (g_str_equal (name, "private"))
    note_privately (self, step, !g_hash_table_contains (get_paths (self)->own_done, &step->id));
  else
    move_step (self, step, g_str_equal (name, "up") ? -1 : 1);
}

static char *
dup_step_caption (CenaclePathsPage *self, const Path *path, const CenObjectRow *step)
{
  g_autoptr (GArray) done = cen_path_list_done (step);
  g_autoptr (GString) names = g_string_new (NULL);
  g_autofree char *told = NULL;
  gboolean is_open =
      cen_path_is_open (step, path->steps, get_self_member (self), get_paths (self)->own_done);

  for (guint i = 0; i < done->len; i++) {
    const CenMemberRow *member =
        cenacle_circle_get_member (get_circle (self), &g_array_index (done, CenId, i));

    if (member != NULL)
      g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", member->name);
  }
  told = names->len > 0 ? g_strdup_printf (_ ("Done by %s"), names->str) : g_strdup ("");
  if (is_open)
    return g_steal_pointer (&told);
  return g_strdup_printf ("%s%s%s", told, names->len > 0 ? " · " : "",
                          _ ("another step comes first"));
}

static void
show_step (CenaclePathsPage *self, GtkListBox *list, const Path *path, guint place)
{
  const CenObjectRow *step = path->steps->pdata[place];
  g_autofree char *key = cen_id_dup_text (&step->id);
  g_autofree char *title = cen_object_row_dup_text (step, CEN_STEP_TITLE);
  g_autofree char *text = cen_object_row_dup_text (step, CEN_STEP_TEXT);
  g_autofree char *caption = dup_step_caption (self, path, step);
  CenacleCardRow *row =
      cenacle_card_list_place (list, key, (int) place, G_CALLBACK (step_pressed_cb), self);
  CenacleButtonStrip *strip = cenacle_card_row_get_strip (row);
  gboolean can = cenacle_object_page_is_active (CENACLE_OBJECT_PAGE (self));
  gboolean shared = is_shared (self, step);
  gboolean noted = g_hash_table_contains (get_paths (self)->own_done, &step->id);

  cenacle_card_row_show (row, shared || noted ? "✔" : "", title, caption, text);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  cenacle_button_strip_set (strip, "share", _ ("Done"), _ ("Tell the circle that you have done it"),
                            !can     ? CENACLE_BUTTON_GONE
                            : shared ? CENACLE_BUTTON_ON
                                     : CENACLE_BUTTON_OFF);
  cenacle_button_strip_set (strip, "private", _ ("For me alone"),
                            _ ("Note it on this computer, and tell nobody"),
                            !can || shared ? CENACLE_BUTTON_GONE
                            : noted        ? CENACLE_BUTTON_ON
                                           : CENACLE_BUTTON_OFF);
  cenacle_button_strip_set (strip, "up", "↑", _ ("Earlier in the path"),
                            can && place > 0 ? CENACLE_BUTTON_PLAIN : CENACLE_BUTTON_GONE);
  cenacle_button_strip_set (strip, "down", "↓", _ ("Later in the path"),
                            can && place + 1 < path->steps->len ? CENACLE_BUTTON_PLAIN
                                                                : CENACLE_BUTTON_GONE);
}

/* --- The pane beside --- */

static char *
dup_progress (CenaclePathsPage *self, const Path *path)
{
  GPtrArray *members = cenacle_circle_get_members (get_circle (self));
  g_autofree char *own =
      path->steps->len == 0
          ? g_strdup (_ ("No step yet"))
          : g_strdup_printf (ngettext ("You have done %u of %u step",
                                       "You have done %u of %u steps", path->steps->len),
                             count_own (self, path), path->steps->len);
  GString *text = g_string_new (own);

  for (guint i = 0; i < members->len; i++) {
    const CenMemberRow *member = members->pdata[i];
    guint n = cen_path_count_done (path->steps, &member->id, NULL);

    if (!member->is_self && member->state == CEN_MEMBER_ACTIVE && n > 0)
      g_string_append_printf (text, " · %s %u/%u", member->name, n, path->steps->len);
  }
  return g_string_free (text, FALSE);
}

static void
show_pane (CenaclePathsPage *self, CenacleDetailPane *pane, const Path *path)
{
  GtkListBox *list = g_object_get_data (G_OBJECT (pane), "steps");
  g_autofree char *title = cen_object_row_dup_text (path->row, CEN_PATH_TITLE);
  g_autofree char *text = cen_object_row_dup_text (path->row, CEN_PATH_TEXT);
  g_autofree char *caption = dup_progress (self, path);

  cenacle_detail_pane_show (pane, title, caption, text);
  for (guint i = 0; i < path->steps->len; i++)
    show_step (self, list, path, i);
  cenacle_card_list_cut (list, (int) path->steps->len);
  cenacle_detail_pane_settle (pane);
  cenacle_detail_pane_set_field (pane, cenacle_object_page_is_active (CENACLE_OBJECT_PAGE (self))
                                           ? _ ("Add a step")
                                           : NULL);
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
pane_entered_cb (CenacleDetailPane *pane, const char *text, CenaclePathsPage *self)
{
  const CenWorld *world = cenacle_system_world_get ();
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);
  g_auto (GStrv) parts = g_strsplit (text, "\n", 2);
  g_autofree char *low = NULL;
  g_autofree char *place = NULL;
  guint8 salt[CEN_PLACE_SALT];
  const Path *path;
  CenId id;

  if (!cen_id_from_text (&id, cenacle_detail_pane_get_key (pane)) ||
      (path = find_path (self, &id)) == NULL)
    return;
  if (path->steps->len > 0)
    low = cen_object_row_dup_text (path->steps->pdata[path->steps->len - 1], CEN_STEP_PLACE);
  world->random (world, salt, sizeof salt);
  place = cen_place_between (low, NULL, salt);
  g_variant_dict_insert (&fields, "path", "s", cenacle_detail_pane_get_key (pane));
  g_variant_dict_insert (&fields, "title", "s", g_strstrip (parts[0]));
  g_variant_dict_insert (&fields, "place", "s", place);
  if (parts[1] != NULL && *g_strstrip (parts[1]) != '\0')
    g_variant_dict_insert (&fields, "text", "s", parts[1]);
  cenacle_objects_create (get_circle (self), "step", g_variant_dict_end (&fields), added_cb,
                          g_object_ref (pane));
}

static void
open_path (CenaclePathsPage *self, const Path *path)
{
  g_autofree char *key = cen_id_dup_text (&path->row->id);
  CenacleDetailPane *pane = cenacle_detail_pane_new (key);

  g_object_set_data (G_OBJECT (pane), "steps", cenacle_detail_pane_add_list (pane, _ ("Steps")));
  g_signal_connect_object (pane, "entered", G_CALLBACK (pane_entered_cb), self, 0);
  show_pane (self, pane, path);
  cenacle_window_show_detail (GTK_WIDGET (self), GTK_WIDGET (pane), _ ("Path"));
}

/* --- The page --- */

static void
no_press_cb (void)
{
}

static void
row_activated_cb (CenaclePathsPage *self, GtkListBoxRow *row)
{
  const Path *path;
  CenId id;

  if (cen_id_from_text (&id, cenacle_card_row_get_key (CENACLE_CARD_ROW (row))) &&
      (path = find_path (self, &id)) != NULL)
    open_path (self, path);
}

static void
show (CenacleObjectPage *page, gpointer answer)
{
  CenaclePathsPage *self = CENACLE_PATHS_PAGE (page);
  const Paths *all = answer;
  GtkWidget *pane = cenacle_window_get_detail (GTK_WIDGET (self));
  const Path *shown = NULL;
  int n_begun = 0, n_others = 0;
  CenId id;

  for (guint i = 0; i < all->paths->len; i++) {
    const Path *path = all->paths->pdata[i];
    gboolean is_begun = count_own (self, path) > 0;
    g_autofree char *key = cen_id_dup_text (&path->row->id);
    g_autofree char *title = cen_object_row_dup_text (path->row, CEN_PATH_TITLE);
    g_autofree char *caption = dup_progress (self, path);
    CenacleCardRow *row =
        cenacle_card_list_place (is_begun ? self->begun : self->others, key,
                                 is_begun ? n_begun++ : n_others++, G_CALLBACK (no_press_cb), self);

    cenacle_card_row_show (row, "", title, caption, "");
  }
  cenacle_card_list_cut (self->begun, n_begun);
  cenacle_card_list_cut (self->others, n_others);
  if (CENACLE_IS_DETAIL_PANE (pane) &&
      cen_id_from_text (&id, cenacle_detail_pane_get_key (CENACLE_DETAIL_PANE (pane))))
    shown = find_path (self, &id);
  if (shown != NULL)
    show_pane (self, CENACLE_DETAIL_PANE (pane), shown);
}

static void
open_object (CenacleObjectPage *page, const CenId *object)
{
  CenaclePathsPage *self = CENACLE_PATHS_PAGE (page);
  const CenObjectRow *step = find_step (self, object);
  const Path *path = find_path (self, step != NULL ? &step->parent : object);

  if (path != NULL)
    open_path (self, path);
}

typedef struct {
  AdwEntryRow *title;
  GtkTextView *text;
} Form;

static void
create_cb (CenacleObjectDialog *dialog, Form *form)
{
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);
  g_autofree char *title = cenacle_form_dup_entry (form->title);
  g_autofree char *text = cenacle_form_dup_text (form->text);

  g_variant_dict_insert (&fields, "title", "s", title);
  if (*text != '\0')
    g_variant_dict_insert (&fields, "text", "s", text);
  cenacle_object_dialog_wait (dialog);
  cenacle_objects_create (cenacle_object_dialog_get_circle (dialog), "path",
                          g_variant_dict_end (&fields), cenacle_object_dialog_done_cb,
                          g_object_ref (dialog));
}

static void
begin_cb (CenaclePathsPage *self)
{
  CenacleObjectDialog *dialog =
      cenacle_object_dialog_new (GTK_WIDGET (self), get_circle (self), _ ("New path"), _ ("Add"));
  Form *form = g_new0 (Form, 1);

  cenacle_object_dialog_add_group (
      dialog, "",
      _ ("A path is a row of steps to learn something. Everybody can add steps and "
         "change their order."));
  form->title =
      cenacle_object_dialog_add_entry (dialog, _ ("Where it leads"), CENACLE_ROW_REQUIRED);
  form->text = cenacle_object_dialog_add_text (dialog, _ ("More about it"), CENACLE_ROW_OPTIONAL);
  g_signal_connect_data (dialog, "confirm", G_CALLBACK (create_cb), form,
                         (GClosureNotify) (GCallback) g_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
cenacle_paths_page_class_init (CenaclePathsPageClass *klass)
{
  CenacleObjectPageClass *page_class = CENACLE_OBJECT_PAGE_CLASS (klass);

  page_class->read = read_paths;
  page_class->free_answer = paths_free;
  page_class->show = show;
  page_class->open_object = open_object;
}

static void
cenacle_paths_page_init (CenaclePathsPage *self)
{
  CenacleObjectPage *page = CENACLE_OBJECT_PAGE (self);

  cenacle_object_page_add_button (page, _ ("Begin a path"), G_CALLBACK (begin_cb));
  self->begun =
      cenacle_object_page_add_group (page, _ ("You are on the way"), G_CALLBACK (row_activated_cb));
  self->others =
      cenacle_object_page_add_group (page, _ ("Paths to take"), G_CALLBACK (row_activated_cb));
  cenacle_object_page_set_empty (page, "cenacle-path-symbolic", _ ("No path yet"),
                                 _ ("Begin one: the first steps are enough, others add theirs."));
}
