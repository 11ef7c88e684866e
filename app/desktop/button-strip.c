/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "button-strip.h"

#include "narrow.h"
#include "wrap-layout.h"

struct _CenacleButtonStrip {
  GtkWidget parent;
};

enum { SIGNAL_PRESSED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CenacleButtonStrip, cenacle_button_strip, GTK_TYPE_WIDGET)

static void
cenacle_button_strip_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (cenacle_button_strip_parent_class)->dispose (object);
}

static void
cenacle_button_strip_class_init (CenacleButtonStripClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cenacle_button_strip_dispose;
  signals[SIGNAL_PRESSED] = g_signal_new ("pressed", CENACLE_TYPE_BUTTON_STRIP, G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), CENACLE_TYPE_WRAP_LAYOUT);
}

static void
cenacle_button_strip_init (CenacleButtonStrip *self)
{
  gtk_widget_add_css_class (GTK_WIDGET (self), "button-strip");
}

static GtkWidget *
find (CenacleButtonStrip *self, const char *name)
{
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self)); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    if (g_str_equal (gtk_widget_get_name (child), name))
      return child;
  }
  return NULL;
}

/* What is on or off is settled by the answer alone: pressing only asks. */
static void
clicked_cb (GtkButton *button, CenacleButtonStrip *self)
{
  g_autofree char *name = g_strdup (gtk_widget_get_name (GTK_WIDGET (button)));

  if (GTK_IS_TOGGLE_BUTTON (button))
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button),
                                  GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), "is-on")));
  g_signal_emit (self, signals[SIGNAL_PRESSED], 0, name);
}

static GtkWidget *
add (CenacleButtonStrip *self, const char *name, CenacleButtonState state)
{
  GtkWidget *button = state == CENACLE_BUTTON_PLAIN ? gtk_button_new () : gtk_toggle_button_new ();

  gtk_widget_set_name (button, name);
  g_signal_connect (button, "clicked", G_CALLBACK (clicked_cb), self);
  gtk_widget_set_parent (button, GTK_WIDGET (self));
  return button;
}

void
cenacle_button_strip_set (CenacleButtonStrip *self, const char *name, const char *label,
                          const char *description, CenacleButtonState state)
{
  GtkWidget *button = find (self, name);

  if (button != NULL && (state == CENACLE_BUTTON_GONE ||
                         GTK_IS_TOGGLE_BUTTON (button) != (state != CENACLE_BUTTON_PLAIN)))
    g_clear_pointer (&button, gtk_widget_unparent);
  if (state == CENACLE_BUTTON_GONE)
    return;
  if (button == NULL)
    button = add (self, name, state);
  gtk_button_set_label (GTK_BUTTON (button), label);
  cenacle_narrow_wrap (button);
  gtk_widget_set_tooltip_text (button, description);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description, -1);
  if (state == CENACLE_BUTTON_PLAIN)
    return;
  g_object_set_data (G_OBJECT (button), "is-on", GINT_TO_POINTER (state == CENACLE_BUTTON_ON));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), state == CENACLE_BUTTON_ON);
}

void
cenacle_button_strip_set_sensitive (CenacleButtonStrip *self, const char *name,
                                    gboolean is_sensitive)
{
  GtkWidget *button = find (self, name);

  if (button != NULL)
    gtk_widget_set_sensitive (button, is_sensitive);
}
