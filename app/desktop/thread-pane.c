/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "thread-pane.h"

#include "composer.h"
#include "message-commands.h"
#include "message-list.h"

struct _CenacleThreadPane {
  GtkWidget parent;
  GtkWidget *box;
  CenacleMessageList *list;
  CenacleComposer *composer;
  CenacleCircle *circle;
  gboolean shows_pins;
};

G_DEFINE_FINAL_TYPE (CenacleThreadPane, cenacle_thread_pane, GTK_TYPE_WIDGET)

static void
go_to_message (CenacleThreadPane *self, const CenId *message)
{
  g_autofree char *text = cen_id_dup_text (message);

  gtk_widget_activate_action (GTK_WIDGET (self), "win.open-message", "s", text);
}

static void
command_cb (CenacleThreadPane *self, CenacleMessage *message, guint command, const char *argument)
{
  const CenMessageRow *row = cenacle_message_get_row (message);

  if (self->shows_pins && (command == CENACLE_MESSAGE_REPLY || command == CENACLE_MESSAGE_EDIT)) {
    go_to_message (self, &row->id);
    return;
  }
  if (cenacle_message_commands_perform (GTK_WIDGET (self), self->circle, message, command,
                                        argument))
    return;
  if (command == CENACLE_MESSAGE_REPLY)
    cenacle_composer_reply_to (self->composer, message);
  else if (command == CENACLE_MESSAGE_EDIT)
    cenacle_composer_edit (self->composer, message);
  else if (command == CENACLE_MESSAGE_JUMP && self->shows_pins)
    go_to_message (self, &row->reply_to);
  else if (command == CENACLE_MESSAGE_JUMP)
    cenacle_message_list_jump_to (self->list, &row->reply_to);
}

static void
sent_cb (CenacleThreadPane *self)
{
  cenacle_message_list_jump_to_end (self->list);
}

static void
edit_last_cb (CenacleThreadPane *self)
{
  CenacleMessage *message = cenacle_message_list_find_last_own (self->list);

  if (message != NULL)
    cenacle_composer_edit (self->composer, message);
}

static void
cenacle_thread_pane_dispose (GObject *object)
{
  CenacleThreadPane *self = CENACLE_THREAD_PANE (object);

  g_clear_object (&self->circle);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (cenacle_thread_pane_parent_class)->dispose (object);
}

static void
cenacle_thread_pane_class_init (CenacleThreadPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cenacle_thread_pane_dispose;
  g_type_ensure (CENACLE_TYPE_MESSAGE_LIST);
  g_type_ensure (CENACLE_TYPE_COMPOSER);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/cenacle/Cenacle/thread-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, CenacleThreadPane, box);
  gtk_widget_class_bind_template_child (widget_class, CenacleThreadPane, list);
  gtk_widget_class_bind_template_child (widget_class, CenacleThreadPane, composer);
}

static void
cenacle_thread_pane_init (CenacleThreadPane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_swapped (self->list, "command", G_CALLBACK (command_cb), self);
  g_signal_connect_swapped (self->composer, "sent", G_CALLBACK (sent_cb), self);
  g_signal_connect_swapped (self->composer, "edit-last", G_CALLBACK (edit_last_cb), self);
}

void
cenacle_thread_pane_open_thread (CenacleThreadPane *self, CenacleCircle *circle,
                                 const CenId *channel, const CenId *root)
{
  CenacleMessageScope scope = { .thread = *root };

  g_set_object (&self->circle, circle);
  self->shows_pins = FALSE;
  gtk_widget_show (GTK_WIDGET (self->composer));
  cenacle_composer_set_place (self->composer, circle, channel, root, "", "",
                              CENACLE_COMPOSER_FORGETS_DRAFT);
  cenacle_message_list_open (self->list, circle, &scope, NULL, NULL);
  cenacle_composer_focus (self->composer);
}

void
cenacle_thread_pane_open_pins (CenacleThreadPane *self, CenacleCircle *circle, const CenId *channel)
{
  CenacleMessageScope scope = { .channel = *channel, .only_pinned = TRUE };

  g_set_object (&self->circle, circle);
  self->shows_pins = TRUE;
  gtk_widget_hide (GTK_WIDGET (self->composer));
  cenacle_message_list_open (self->list, circle, &scope, NULL, NULL);
}

void
cenacle_thread_pane_close (CenacleThreadPane *self)
{
  cenacle_message_list_close (self->list);
  g_clear_object (&self->circle);
}
