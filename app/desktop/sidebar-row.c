/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "sidebar-row.h"

#include <glib/gi18n.h>

#define COUNT_MAX 999 /* more than this reads "999+" */

struct _CenacleSidebarRow {
  GtkListBoxRow parent;
  char *place;
  GtkImage *icon;
  GtkLabel *title_label;
  GtkLabel *count_label;
};

G_DEFINE_FINAL_TYPE (CenacleSidebarRow, cenacle_sidebar_row, GTK_TYPE_LIST_BOX_ROW)

static void
cenacle_sidebar_row_finalize (GObject *object)
{
  g_free (CENACLE_SIDEBAR_ROW (object)->place);
  G_OBJECT_CLASS (cenacle_sidebar_row_parent_class)->finalize (object);
}

static void
cenacle_sidebar_row_class_init (CenacleSidebarRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = cenacle_sidebar_row_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/cenacle/Cenacle/sidebar-row.ui");
  gtk_widget_class_bind_template_child (widget_class, CenacleSidebarRow, icon);
  gtk_widget_class_bind_template_child (widget_class, CenacleSidebarRow, title_label);
  gtk_widget_class_bind_template_child (widget_class, CenacleSidebarRow, count_label);
}

static void
cenacle_sidebar_row_init (CenacleSidebarRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
cenacle_sidebar_row_new (const char *place, const char *icon_name)
{
  CenacleSidebarRow *self = g_object_new (CENACLE_TYPE_SIDEBAR_ROW, NULL);

  self->place = g_strdup (place);
  gtk_image_set_from_icon_name (self->icon, icon_name);
  return GTK_WIDGET (self);
}

const char *
cenacle_sidebar_row_get_place (CenacleSidebarRow *self)
{
  return self->place;
}

/* @told: NULL when nothing waits */
static void
show (CenacleSidebarRow *self, const char *title, guint n, const char *told, const char *tooltip)
{
  g_autofree char *count =
      n > COUNT_MAX ? g_strdup_printf ("%d+", COUNT_MAX) : g_strdup_printf ("%u", n);
  g_autofree char *name = n > 0 ? g_strdup_printf ("%s, %s", title, told) : g_strdup (title);

  gtk_label_set_text (self->title_label, title);
  gtk_label_set_text (self->count_label, count);
  gtk_widget_set_visible (GTK_WIDGET (self->count_label), n > 0);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), tooltip[0] != '\0' ? tooltip : NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

void
cenacle_sidebar_row_show (CenacleSidebarRow *self, const char *title, guint n_unread,
                          const char *tooltip)
{
  g_autofree char *unread =
      g_strdup_printf (ngettext ("%u unread", "%u unread", n_unread), n_unread);

  show (self, title, n_unread, unread, tooltip);
  if (n_unread > 0)
    gtk_widget_add_css_class (GTK_WIDGET (self), "unread");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "unread");
}

void
cenacle_sidebar_row_show_waiting (CenacleSidebarRow *self, const char *title, guint n,
                                  const char *told)
{
  show (self, title, n, told, n > 0 ? told : "");
}
