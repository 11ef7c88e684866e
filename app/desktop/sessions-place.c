/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "sessions-place.h"

#include "live-page.h"
#include "sessions-page.h"

struct _CenacleSessionsPlace {
  AdwBin parent;
  GtkStack *stack;
  GtkWidget *list;
  GtkWidget *live;
  CenacleCircle *circle;
};

static void page_iface_init (CenaclePageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CenacleSessionsPlace, cenacle_sessions_place, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (CENACLE_TYPE_PAGE, page_iface_init))

static void
show_list (CenacleSessionsPlace *self)
{
  gtk_stack_set_visible_child (self->stack, self->list);
}

/* Somebody wants to be in it. */
static void
enter_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CenacleSessionsPlace *self = CENACLE_SESSIONS_PLACE (widget);
  CenId session;

  (void) action;
  if (self->circle == NULL || !cen_id_from_text (&session, g_variant_get_string (parameter, NULL)))
    return;
  gtk_widget_activate_action (widget, "win.close-pane", NULL);
  cenacle_live_page_open (CENACLE_LIVE_PAGE (self->live), self->circle, &session);
  gtk_stack_set_visible_child (self->stack, self->live);
}

static void
set_circle (CenaclePage *page, CenacleCircle *circle)
{
  CenacleSessionsPlace *self = CENACLE_SESSIONS_PLACE (page);

  if (self->circle != circle) {
    cenacle_live_page_open (CENACLE_LIVE_PAGE (self->live), NULL, NULL);
    show_list (self);
  }
  g_set_object (&self->circle, circle);
  cenacle_page_set_circle (CENACLE_PAGE (self->list), circle);
}

static void
open_object (CenaclePage *page, const CenId *object)
{
  CenacleSessionsPlace *self = CENACLE_SESSIONS_PLACE (page);

  show_list (self);
  cenacle_page_open (CENACLE_PAGE (self->list), object);
}

static void
page_iface_init (CenaclePageInterface *iface)
{
  iface->set_circle = set_circle;
  iface->open = open_object;
}

static void
cenacle_sessions_place_dispose (GObject *object)
{
  g_clear_object (&CENACLE_SESSIONS_PLACE (object)->circle);
  G_OBJECT_CLASS (cenacle_sessions_place_parent_class)->dispose (object);
}

static void
cenacle_sessions_place_class_init (CenacleSessionsPlaceClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cenacle_sessions_place_dispose;
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "sessions.enter", "s", enter_cb);
}

static void
cenacle_sessions_place_init (CenacleSessionsPlace *self)
{
  self->stack = GTK_STACK (gtk_stack_new ());
  self->list = g_object_new (CENACLE_TYPE_SESSIONS_PAGE, NULL);
  self->live = g_object_new (CENACLE_TYPE_LIVE_PAGE, NULL);
  gtk_stack_set_hhomogeneous (self->stack, FALSE);
  gtk_stack_add_child (self->stack, self->list);
  gtk_stack_add_child (self->stack, self->live);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->stack));
  g_signal_connect_object (self->live, "closed", G_CALLBACK (show_list), self, G_CONNECT_SWAPPED);
}
