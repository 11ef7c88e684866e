/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "reaction-popover.h"

struct _CenacleReactionPopover {
  GtkPopover parent;
  GtkBox *emoji_box;
  GtkWidget *more_button;
  GtkWidget *chooser; /* made when first asked for: it is heavy */
};

G_DEFINE_FINAL_TYPE (CenacleReactionPopover, cenacle_reaction_popover, GTK_TYPE_POPOVER)

static const char *const usual[] = { "👍", "❤️", "🙏", "🎉", "😄", "🤔" };

static void
react (CenacleReactionPopover *self, const char *emoji)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "message.react", "s", emoji);
  gtk_popover_popdown (GTK_POPOVER (self));
}

static void
usual_clicked_cb (GtkButton *button, CenacleReactionPopover *self)
{
  react (self, gtk_button_get_label (button));
}

static void
picked_cb (CenacleReactionPopover *self, const char *emoji)
{
  react (self, emoji);
}

static void
more_clicked_cb (CenacleReactionPopover *self)
{
  if (self->chooser == NULL) {
    self->chooser = gtk_emoji_chooser_new ();
    gtk_widget_set_parent (self->chooser, self->more_button);
    g_signal_connect_swapped (self->chooser, "emoji-picked", G_CALLBACK (picked_cb), self);
  }
  gtk_popover_popup (GTK_POPOVER (self->chooser));
}

static void
cenacle_reaction_popover_dispose (GObject *object)
{
  CenacleReactionPopover *self = CENACLE_REACTION_POPOVER (object);

  g_clear_pointer (&self->chooser, gtk_widget_unparent);
  G_OBJECT_CLASS (cenacle_reaction_popover_parent_class)->dispose (object);
}

static void
cenacle_reaction_popover_class_init (CenacleReactionPopoverClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cenacle_reaction_popover_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/cenacle/Cenacle/reaction-popover.ui");
  gtk_widget_class_bind_template_child (widget_class, CenacleReactionPopover, emoji_box);
  gtk_widget_class_bind_template_child (widget_class, CenacleReactionPopover, more_button);
  gtk_widget_class_bind_template_callback (widget_class, more_clicked_cb);
}

static void
cenacle_reaction_popover_init (CenacleReactionPopover *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (gsize i = G_N_ELEMENTS (usual); i > 0; i--) {
    GtkWidget *button = gtk_button_new_with_label (usual[i - 1]);

    gtk_widget_add_css_class (button, "flat");
    g_signal_connect (button, "clicked", G_CALLBACK (usual_clicked_cb), self);
    gtk_box_prepend (self->emoji_box, button);
  }
}

GtkWidget *
cenacle_reaction_popover_new (void)
{
  return g_object_new (CENACLE_TYPE_REACTION_POPOVER, NULL);
}
