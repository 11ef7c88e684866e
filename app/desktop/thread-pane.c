/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "thread-pane.h"

#include "conversation.h"

struct _CenacleThreadPane {
  GtkWidget parent;
  GtkWidget *conversation;
};

G_DEFINE_FINAL_TYPE (CenacleThreadPane, cenacle_thread_pane, GTK_TYPE_WIDGET)

static void
cenacle_thread_pane_dispose (GObject *object)
{
  CenacleThreadPane *self = CENACLE_THREAD_PANE (object);

  g_clear_pointer (&self->conversation, gtk_widget_unparent);
  G_OBJECT_CLASS (cenacle_thread_pane_parent_class)->dispose (object);
}

static void
cenacle_thread_pane_class_init (CenacleThreadPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cenacle_thread_pane_dispose;
  g_type_ensure (CENACLE_TYPE_CONVERSATION);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/cenacle/Cenacle/thread-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, CenacleThreadPane, conversation);
}

static void
cenacle_thread_pane_init (CenacleThreadPane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
cenacle_thread_pane_open_thread (CenacleThreadPane *self, CenacleCircle *circle,
                                 const CenId *channel, const CenId *root)
{
  CenacleMessageScope scope = { .thread = *root };
  CenacleComposerPlace place = { .channel = channel, .thread = root, .name = "", .draft = "" };

  cenacle_conversation_open (CENACLE_CONVERSATION (self->conversation), circle, &scope, &place,
                             NULL, NULL);
  cenacle_conversation_focus (CENACLE_CONVERSATION (self->conversation));
}

void
cenacle_thread_pane_open_pins (CenacleThreadPane *self, CenacleCircle *circle, const CenId *channel)
{
  CenacleMessageScope scope = { .channel = *channel, .only_pinned = TRUE };

  cenacle_conversation_open (CENACLE_CONVERSATION (self->conversation), circle, &scope, NULL, NULL,
                             NULL);
}

void
cenacle_thread_pane_close (CenacleThreadPane *self)
{
  cenacle_conversation_close (CENACLE_CONVERSATION (self->conversation));
}
