/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A read is under way or it is not; what changes meanwhile asks for one more when it is done. A
 * page that does not show reads when it does. */

#include "object-page.h"

#include "even-layout.h"
#include "narrow.h"
#include "one-stop.h"
#include "page.h"

#include <string.h>

typedef struct {
  GtkWidget *scroller;
  GtkBox *content;
  GtkWidget *buttons;
  AdwStatusPage *empty;
  GPtrArray *groups; /* GtkWidget: a GtkBox of a heading and a GtkListBox; lent */
  CenacleCircle *circle;
  GCancellable *reading;
  gboolean wants_reading;
  gpointer answer;
  CenId wanted; /* to be opened once there is an answer; zero: nothing */
} CenacleObjectPagePrivate;

static void page_iface_init (CenaclePageInterface *iface);

G_DEFINE_ABSTRACT_TYPE_WITH_CODE (CenacleObjectPage, cenacle_object_page, GTK_TYPE_WIDGET,
                                  G_ADD_PRIVATE (CenacleObjectPage)
                                      G_IMPLEMENT_INTERFACE (CENACLE_TYPE_PAGE, page_iface_init))

static CenacleObjectPagePrivate *
get (CenacleObjectPage *self)
{
  return cenacle_object_page_get_instance_private (self);
}

/* --- Reading --- */

typedef struct {
  CenacleObjectPageClass *klass;
  CenId circle;
} Wish;

static gpointer
read_on_worker (CenStore *store, gpointer data, GError **error)
{
  const Wish *wish = data;

  return wish->klass->read (store, &wish->circle, error);
}

static void load (CenacleObjectPage *self);

static void
take_answer (CenacleObjectPage *self, gpointer answer)
{
  CenacleObjectPagePrivate *priv = get (self);
  CenacleObjectPageClass *klass = CENACLE_OBJECT_PAGE_GET_CLASS (self);
  gpointer old = priv->answer;
  CenId wanted = priv->wanted;

  priv->answer = answer;
  klass->show (self, answer);
  cenacle_object_page_settle (self);
  g_clear_pointer (&old, klass->free_answer);
  memset (&priv->wanted, 0, sizeof priv->wanted);
  if (!cen_id_is_zero (&wanted) && klass->open_object != NULL)
    klass->open_object (self, &wanted);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  gpointer answer = cenacle_client_query_finish (result, &error);

  (void) source;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  CenacleObjectPage *self = user_data;
  CenacleObjectPagePrivate *priv = get (self);

  g_clear_object (&priv->reading);
  if (answer != NULL)
    take_answer (self, answer);
  else
    g_debug ("page not read: %s", error != NULL ? error->message : "");
  if (priv->wants_reading)
    load (self);
}

static void
load (CenacleObjectPage *self)
{
  CenacleObjectPagePrivate *priv = get (self);
  CenacleObjectPageClass *klass = CENACLE_OBJECT_PAGE_GET_CLASS (self);
  CenacleQuery query = { read_on_worker, NULL, g_free, klass->free_answer };
  Wish wish;

  if (priv->circle == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  priv->wants_reading = priv->reading != NULL;
  if (priv->wants_reading)
    return;
  wish = (Wish){ klass, *cenacle_circle_get_id (priv->circle) };
  query.data = g_memdup2 (&wish, sizeof wish);
  priv->reading = g_cancellable_new ();
  cenacle_client_query_async (cenacle_circle_get_client (priv->circle), &query, priv->reading,
                              read_cb, self);
}

static void
changed_cb (CenacleObjectPage *self, guint changes)
{
  guint further = CENACLE_OBJECT_PAGE_GET_CLASS (self)->further_changes;

  if ((changes & (CENACLE_CHANGE_OBJECTS | CENACLE_CHANGE_LOCAL | CENACLE_CHANGE_MEMBERS |
                  CENACLE_CHANGE_FRAME | CENACLE_CHANGE_FILES | further)) != 0)
    load (self);
}

static void
forget_circle (CenacleObjectPage *self)
{
  CenacleObjectPagePrivate *priv = get (self);

  if (priv->reading != NULL)
    g_cancellable_cancel (priv->reading);
  g_clear_object (&priv->reading);
  priv->wants_reading = FALSE;
  if (priv->circle != NULL)
    g_signal_handlers_disconnect_by_data (priv->circle, self);
  g_clear_object (&priv->circle);
  g_clear_pointer (&priv->answer, CENACLE_OBJECT_PAGE_GET_CLASS (self)->free_answer);
}

static void
set_circle (CenaclePage *page, CenacleCircle *circle)
{
  CenacleObjectPage *self = CENACLE_OBJECT_PAGE (page);
  CenacleObjectPagePrivate *priv = get (self);

  forget_circle (self);
  if (circle == NULL)
    return;
  priv->circle = g_object_ref (circle);
  g_signal_connect_object (circle, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  load (self);
}

static void
open_object (CenaclePage *page, const CenId *object)
{
  CenacleObjectPage *self = CENACLE_OBJECT_PAGE (page);
  CenacleObjectPagePrivate *priv = get (self);

  priv->wanted = *object;
  load (self);
}

static void
page_iface_init (CenaclePageInterface *iface)
{
  iface->set_circle = set_circle;
  iface->open = open_object;
}

/* --- The widget --- */

static void
cenacle_object_page_dispose (GObject *object)
{
  CenacleObjectPage *self = CENACLE_OBJECT_PAGE (object);
  CenacleObjectPagePrivate *priv = get (self);

  forget_circle (self);
  g_clear_pointer (&priv->groups, g_ptr_array_unref);
  g_clear_pointer (&priv->scroller, gtk_widget_unparent);
  G_OBJECT_CLASS (cenacle_object_page_parent_class)->dispose (object);
}

static void
cenacle_object_page_class_init (CenacleObjectPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cenacle_object_page_dispose;
  g_type_ensure (CENACLE_TYPE_EVEN_LAYOUT);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/cenacle/Cenacle/object-page.ui");
  gtk_widget_class_bind_template_child_private (widget_class, CenacleObjectPage, scroller);
  gtk_widget_class_bind_template_child_private (widget_class, CenacleObjectPage, content);
  gtk_widget_class_bind_template_child_private (widget_class, CenacleObjectPage, buttons);
  gtk_widget_class_bind_template_child_private (widget_class, CenacleObjectPage, empty);
}

static void
cenacle_object_page_init (CenacleObjectPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  get (self)->groups = g_ptr_array_new ();
  g_signal_connect (self, "map", G_CALLBACK (load), NULL);
}

CenacleCircle *
cenacle_object_page_get_circle (CenacleObjectPage *self)
{
  return get (self)->circle;
}

gpointer
cenacle_object_page_get_answer (CenacleObjectPage *self)
{
  return get (self)->answer;
}

gboolean
cenacle_object_page_is_active (CenacleObjectPage *self)
{
  CenacleObjectPagePrivate *priv = get (self);

  return priv->circle != NULL && cenacle_circle_is_active (priv->circle) &&
         cenacle_circle_get_row (priv->circle)->self_role <= CEN_ROLE_MEMBER;
}

GtkWidget *
cenacle_object_page_add_button (CenacleObjectPage *self, const char *label, GCallback clicked)
{
  CenacleObjectPagePrivate *priv = get (self);
  GtkWidget *button = gtk_button_new_with_label (label);

  cenacle_narrow_wrap (button);
  gtk_widget_add_css_class (button, "pill");
  gtk_widget_add_css_class (button, "page-button");
  if (gtk_widget_get_first_child (priv->buttons) == NULL)
    gtk_widget_add_css_class (button, "suggested-action");
  g_signal_connect_object (button, "clicked", clicked, self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (priv->buttons), button);
  return button;
}

/* @list, under a heading. */
static void
add_group (CenacleObjectPage *self, const char *title, GtkWidget *list)
{
  CenacleObjectPagePrivate *priv = get (self);
  GtkWidget *group = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *label = gtk_label_new (title);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "heading");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_widget_set_visible (label, title[0] != '\0');
  gtk_box_append (GTK_BOX (group), label);
  gtk_box_append (GTK_BOX (group), cenacle_one_stop_new (list));
  gtk_box_append (priv->content, group);
  gtk_widget_hide (group);
  g_ptr_array_add (priv->groups, group);
}

GtkListBox *
cenacle_object_page_add_group (CenacleObjectPage *self, const char *title, GCallback activated)
{
  GtkWidget *list = gtk_list_box_new ();

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  if (activated != NULL)
    g_signal_connect_object (list, "row-activated", activated, self, G_CONNECT_SWAPPED);
  add_group (self, title, list);
  return GTK_LIST_BOX (list);
}

GtkFlowBox *
cenacle_object_page_add_grid (CenacleObjectPage *self, const char *title, GCallback activated)
{
  GtkWidget *grid = gtk_flow_box_new ();

  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (grid), GTK_SELECTION_NONE);
  gtk_flow_box_set_homogeneous (GTK_FLOW_BOX (grid), TRUE);
  gtk_flow_box_set_row_spacing (GTK_FLOW_BOX (grid), 12);
  gtk_flow_box_set_column_spacing (GTK_FLOW_BOX (grid), 12);
  gtk_flow_box_set_min_children_per_line (GTK_FLOW_BOX (grid), 2);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (grid), 4);
  g_signal_connect_object (grid, "child-activated", activated, self, G_CONNECT_SWAPPED);
  add_group (self, title, grid);
  return GTK_FLOW_BOX (grid);
}

void
cenacle_object_page_add_top (CenacleObjectPage *self, GtkWidget *widget)
{
  CenacleObjectPagePrivate *priv = get (self);

  gtk_box_insert_child_after (priv->content, widget, priv->buttons);
}

void
cenacle_object_page_add_bottom (CenacleObjectPage *self, GtkWidget *widget)
{
  gtk_box_append (get (self)->content, widget);
}

void
cenacle_object_page_add_picture (CenacleObjectPage *self, GtkWidget *picture)
{
  gtk_box_append (get (self)->content, picture);
}

void
cenacle_object_page_set_empty (CenacleObjectPage *self, const char *icon_name, const char *title,
                               const char *description)
{
  CenacleObjectPagePrivate *priv = get (self);

  adw_status_page_set_icon_name (priv->empty, icon_name);
  adw_status_page_set_title (priv->empty, title);
  adw_status_page_set_description (priv->empty, description);
}

void
cenacle_object_page_settle (CenacleObjectPage *self)
{
  CenacleObjectPagePrivate *priv = get (self);
  gboolean is_empty = TRUE;

  for (guint i = 0; i < priv->groups->len; i++) {
    GtkWidget *group = priv->groups->pdata[i];
    GtkWidget *list = adw_bin_get_child (ADW_BIN (gtk_widget_get_last_child (group)));
    gboolean has_rows = gtk_widget_get_first_child (list) != NULL;

    gtk_widget_set_visible (group, has_rows);
    is_empty = is_empty && !has_rows;
  }
  gtk_widget_set_visible (GTK_WIDGET (priv->empty), is_empty);
  gtk_widget_set_visible (priv->buttons, gtk_widget_get_first_child (priv->buttons) != NULL &&
                                             cenacle_object_page_is_active (self));
}
