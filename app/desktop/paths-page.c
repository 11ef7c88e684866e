/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "paths-page.h"

#include "card-row.h"
#include "path-pane.h"
#include "topic-dialog.h"
#include "window.h"

#include <glib/gi18n.h>

struct _CenaclePathsPage {
  CenacleObjectPage parent;
  GtkListBox *begun;
  GtkListBox *others;
};

G_DEFINE_FINAL_TYPE (CenaclePathsPage, cenacle_paths_page, CENACLE_TYPE_OBJECT_PAGE)

static gpointer
read_paths (CenStore *store, const CenId *circle, GError **error)
{
  return cenacle_paths_read (store, circle, error);
}

static void
free_paths (gpointer answer)
{
  cenacle_paths_free (answer);
}

static CenacleCircle *
get_circle (CenaclePathsPage *self)
{
  return cenacle_object_page_get_circle (CENACLE_OBJECT_PAGE (self));
}

static void
open_path (CenaclePathsPage *self, const CenId *path)
{
  g_autofree char *key = cen_id_dup_text (path);
  CenacleDetailPane *pane = cenacle_path_pane_new (CENACLE_OBJECT_PAGE (self), key);

  cenacle_window_show_detail (GTK_WIDGET (self), GTK_WIDGET (pane), _ ("Path"));
}

static void
row_activated_cb (CenaclePathsPage *self, GtkListBoxRow *row)
{
  CenId id;

  if (cen_id_from_text (&id, cenacle_card_row_get_key (CENACLE_CARD_ROW (row))))
    open_path (self, &id);
}

static void
show_path (CenaclePathsPage *self, const CenaclePaths *paths, const CenPathRow *path,
           GtkListBox *list, int place)
{
  g_autofree char *key = cen_id_dup_text (&path->row->id);
  g_autofree char *own =
      cenacle_paths_dup_own (paths, path, &cenacle_circle_get_row (get_circle (self))->self_member);
  g_autofree char *others =
      cenacle_paths_dup_others (path, cenacle_circle_get_members (get_circle (self)));
  g_autofree char *caption =
      *others != '\0' ? g_strdup_printf ("%s · %s", own, others) : g_strdup (own);
  CenacleCardRow *row = cenacle_card_list_place (list, key, place, NULL, NULL);

  cenacle_card_row_show (row, "", path->title, caption, "");
}

static void
show (CenacleObjectPage *page, gpointer answer)
{
  CenaclePathsPage *self = CENACLE_PATHS_PAGE (page);
  const CenaclePaths *paths = answer;
  const CenId *member = &cenacle_circle_get_row (get_circle (self))->self_member;
  GtkWidget *pane = cenacle_window_get_detail (GTK_WIDGET (self));
  int n_begun = 0, n_others = 0;

  for (guint i = 0; i < paths->all->paths->len; i++) {
    const CenPathRow *path = paths->all->paths->pdata[i];

    if (cen_path_count_done (path->steps, member, paths->all->own_done) > 0)
      show_path (self, paths, path, self->begun, n_begun++);
    else
      show_path (self, paths, path, self->others, n_others++);
  }
  cenacle_card_list_cut (self->begun, n_begun);
  cenacle_card_list_cut (self->others, n_others);
  if (CENACLE_IS_DETAIL_PANE (pane) && g_object_get_data (G_OBJECT (pane), "path") != NULL)
    cenacle_path_pane_show (CENACLE_DETAIL_PANE (pane));
}

/* A path itself, or the one of a step or a certificate. */
static void
open_object (CenacleObjectPage *page, const CenId *object)
{
  const CenaclePaths *paths = cenacle_object_page_get_answer (page);
  const CenObjectRow *step = cen_path_list_find_step (paths->all, object);
  const CenId *path = step != NULL ? &step->parent : object;

  for (guint i = 0; i < paths->all->certificates->len; i++) {
    const CenObjectRow *certificate = paths->all->certificates->pdata[i];

    if (cen_id_equal (&certificate->id, object))
      path = &certificate->parent;
  }
  if (cen_path_list_find (paths->all, path) != NULL)
    open_path (CENACLE_PATHS_PAGE (page), path);
}

static void
begin_cb (CenaclePathsPage *self)
{
  static const CenacleTopic topic = {
    .kind = "path",
    .heading = N_ ("New path"),
    .confirm = N_ ("Add"),
    .explanation = N_ ("A path is a row of steps to learn something. Everybody can add steps and "
                       "change their order."),
    .title_label = N_ ("Where it leads"),
    .text_label = N_ ("More about it"),
  };

  cenacle_topic_dialog_present (GTK_WIDGET (self), get_circle (self), &topic);
}

static void
cenacle_paths_page_class_init (CenaclePathsPageClass *klass)
{
  CenacleObjectPageClass *page_class = CENACLE_OBJECT_PAGE_CLASS (klass);

  page_class->read = read_paths;
  page_class->free_answer = free_paths;
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
