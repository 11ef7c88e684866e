/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The places that places.c lists with a page. A page is made when one first goes there and then
 * kept for every circle; beside it a page can show one widget of its own, the detail. */

#include "letter-list.h"
#include "thank-dialog.h"
#include "window-private.h"

#include "core/queries-objects.h"

static const CenaclePlace *
find_page_place (const char *place)
{
  const CenaclePlace *found = cenacle_place_find (place);

  return found != NULL && found->get_type != NULL ? found : NULL;
}

const CenaclePlace *
cenacle_window_get_place (CenacleWindow *self)
{
  const char *page = gtk_stack_get_visible_child_name (self->page_stack);

  return page != NULL ? find_page_place (page) : NULL;
}

static CenaclePage *
get_page (CenacleWindow *self, const CenaclePlace *place)
{
  GtkWidget *page = gtk_stack_get_child_by_name (self->page_stack, place->id);

  if (page != NULL)
    return CENACLE_PAGE (page);
  page = g_object_new (place->get_type (), NULL);
  gtk_stack_add_named (self->page_stack, page, place->id);
  cenacle_page_set_circle (CENACLE_PAGE (page), self->circle);
  return CENACLE_PAGE (page);
}

gboolean
cenacle_window_go_to_page (CenacleWindow *self, const char *place, const CenId *object)
{
  const CenaclePlace *found = find_page_place (place);
  CenaclePage *page;

  if (found == NULL)
    return FALSE;
  if (cenacle_window_get_place (self) != found)
    cenacle_window_close_pane (self);
  page = get_page (self, found);
  gtk_stack_set_visible_child_name (self->page_stack, found->id);
  cenacle_sidebar_select (self->sidebar, found->id);
  if (object != NULL)
    cenacle_page_open (page, object);
  return TRUE;
}

void
cenacle_window_set_pages_circle (CenacleWindow *self, CenacleCircle *circle)
{
  for (const CenaclePlace *place = cenacle_places; place->id != NULL; place++) {
    GtkWidget *page = gtk_stack_get_child_by_name (self->page_stack, place->id);

    if (place->get_type != NULL && page != NULL)
      cenacle_page_set_circle (CENACLE_PAGE (page), circle);
  }
}

gboolean
cenacle_window_open_object (CenacleWindow *self, const char *kind, const CenId *object)
{
  const CenaclePlace *place = cenacle_place_find_for_kind (kind);

  if (place == NULL)
    return FALSE;
  cenacle_window_go (self, place->id, object);
  return TRUE;
}

void
cenacle_window_show_detail (GtkWidget *from, GtkWidget *detail, const char *title)
{
  CenacleWindow *self = CENACLE_WINDOW (gtk_widget_get_root (from));

  adw_bin_set_child (self->detail_bin, detail);
  cenacle_window_open_pane (self, "detail", title);
}

GtkWidget *
cenacle_window_get_detail (GtkWidget *from)
{
  CenacleWindow *self = CENACLE_WINDOW (gtk_widget_get_root (from));

  return adw_bin_get_child (self->detail_bin);
}

/* Whatever has an id and a place: an object of a page, a message. */
static void
open_object_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CenacleWindow *self = CENACLE_WINDOW (widget);
  CenStore *store = self->circle != NULL ? cenacle_circle_get_store (self->circle) : NULL;
  g_autoptr (CenObjectRow) row = NULL;
  CenId id;

  (void) action;
  if (store != NULL && cen_id_from_text (&id, g_variant_get_string (parameter, NULL)))
    row = cen_query_object (store, cenacle_circle_get_id (self->circle), &id, NULL);
  if (row == NULL || row->kind == NULL)
    return;
  if (row->kind->id == CEN_KIND_MESSAGE) {
    g_autofree char *channel = cen_id_dup_text (&row->parent);

    cenacle_window_go (self, channel, &id);
  } else if (row->kind->id == CEN_KIND_CHANNEL) {
    cenacle_window_go (self, g_variant_get_string (parameter, NULL), NULL);
  } else if (row->kind->id == CEN_KIND_LETTER) {
    g_autofree char *letters = cenacle_letter_list_dup_place (&row->peer);

    cenacle_window_go (self, letters, &id);
  } else {
    cenacle_window_open_object (self, row->kind->name, &id);
  }
}

/* For a message, session or resource, or a member for nothing in particular. Who wrote it is
 * chosen, unless that is oneself. */
static void
thank_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CenacleWindow *self = CENACLE_WINDOW (widget);
  CenStore *store = self->circle != NULL ? cenacle_circle_get_store (self->circle) : NULL;
  g_autoptr (CenObjectRow) row = NULL;
  CenId id;

  (void) action;
  if (store == NULL || !cen_id_from_text (&id, g_variant_get_string (parameter, NULL)))
    return;
  row = cen_query_object (store, cenacle_circle_get_id (self->circle), &id, NULL);
  if (row != NULL)
    cenacle_thank_dialog_present (widget, self->circle, &row->author, &id);
  else if (cenacle_circle_get_member (self->circle, &id) != NULL)
    cenacle_thank_dialog_present (widget, self->circle, &id, NULL);
}

/* A place of places.c, by its id. */
static void
go_place_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  (void) action;
  cenacle_window_go (CENACLE_WINDOW (widget), g_variant_get_string (parameter, NULL), NULL);
}

void
cenacle_window_install_page_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.open-object", "s", open_object_cb);
  gtk_widget_class_install_action (widget_class, "win.go-place", "s", go_place_cb);
  gtk_widget_class_install_action (widget_class, "win.thank", "s", thank_cb);
}
