/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "conversation.h"

#include "compat.h"
#include "file-drop.h"
#include "message-commands.h"
#include "message-list.h"

#include <string.h>

struct _CenacleConversation {
  GtkWidget parent;
  GtkWidget *box;
  CenacleMessageList *list;
  GtkLabel *activity_label;
  CenacleComposer *composer;
  CenacleCircle *circle;
  CenId member;       /* whom a letter goes to; zero: the messages are for the whole circle */
  gboolean has_place; /* something can be written here */
};

enum { SIGNAL_SEEN, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CenacleConversation, cenacle_conversation, GTK_TYPE_WIDGET)

static void
go_to_message (CenacleConversation *self, const CenId *message)
{
  g_autofree char *text = cen_id_dup_text (message);

  gtk_widget_activate_action (GTK_WIDGET (self), "win.open-message", "s", text);
}

/* Of what cenacle_message_commands_perform() leaves to the place. */
static void
command_cb (CenacleConversation *self, CenacleMessage *message, guint command, const char *argument)
{
  const CenMessageRow *row = cenacle_message_get_row (message);

  if (!self->has_place && (command == CENACLE_MESSAGE_REPLY || command == CENACLE_MESSAGE_EDIT))
    go_to_message (self, &row->id);
  else if (cenacle_message_commands_perform (GTK_WIDGET (self), self->circle, message, command,
                                             argument))
    return;
  else if (command == CENACLE_MESSAGE_REPLY)
    cenacle_composer_reply_to (self->composer, message);
  else if (command == CENACLE_MESSAGE_EDIT)
    cenacle_composer_edit (self->composer, message);
  else if (command == CENACLE_MESSAGE_JUMP && !self->has_place)
    go_to_message (self, &row->reply_to);
  else if (command == CENACLE_MESSAGE_JUMP)
    cenacle_message_list_jump_to (self->list, &row->reply_to);
}

/* Who does not see the screen hears what just came. */
static void
seen_cb (CenacleConversation *self, CenacleMessage *message)
{
  g_autofree char *sentence = cenacle_message_dup_sentence (message);

  cenacle_compat_announce (GTK_WIDGET (self), sentence);
  g_signal_emit (self, signals[SIGNAL_SEEN], 0, message);
}

static void
sent_cb (CenacleConversation *self)
{
  cenacle_message_list_jump_to_end (self->list);
}

static void
edit_last_cb (CenacleConversation *self)
{
  CenacleMessage *message = cenacle_message_list_find_last_own (self->list);

  if (message != NULL)
    cenacle_composer_edit (self->composer, message);
}

/* Files dropped anywhere on the channel go with the next message. */
static gboolean
drop_cb (CenacleConversation *self, const GValue *value)
{
  if (G_VALUE_HOLDS (value, GDK_TYPE_FILE_LIST) &&
      cenacle_file_drop_take_bundle (GTK_WIDGET (self), g_value_get_boxed (value)))
    return TRUE;
  return gtk_widget_get_visible (GTK_WIDGET (self->composer)) &&
         cenacle_composer_attach (self->composer, value);
}

static void
take_drops (CenacleConversation *self)
{
  GType types[] = { GDK_TYPE_FILE_LIST, GDK_TYPE_TEXTURE };
  GtkDropTarget *drop = gtk_drop_target_new (G_TYPE_INVALID, GDK_ACTION_COPY);

  gtk_drop_target_set_gtypes (drop, types, G_N_ELEMENTS (types));
  g_signal_connect_swapped (drop, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drop));
}

static gboolean
is_reader_there (CenacleConversation *self)
{
  const CenMemberRow *row = cen_id_is_zero (&self->member)
                                ? NULL
                                : cenacle_circle_get_member (self->circle, &self->member);

  return cen_id_is_zero (&self->member) || (row != NULL && row->state == CEN_MEMBER_ACTIVE);
}

/* Who has left reads on, and writes no more; nor does anybody write to one who has left. */
static void
show_composer (CenacleConversation *self)
{
  gboolean is_active = cenacle_circle_is_active (self->circle);

  gtk_widget_set_visible (GTK_WIDGET (self->composer),
                          self->has_place && is_active && is_reader_there (self));
}

static void
changed_cb (CenacleConversation *self, guint changes)
{
  if ((changes & (CENACLE_CHANGE_FRAME | CENACLE_CHANGE_MEMBERS)) != 0)
    show_composer (self);
}

static void
cenacle_conversation_dispose (GObject *object)
{
  CenacleConversation *self = CENACLE_CONVERSATION (object);

  g_clear_object (&self->circle);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (cenacle_conversation_parent_class)->dispose (object);
}

static void
cenacle_conversation_class_init (CenacleConversationClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cenacle_conversation_dispose;
  signals[SIGNAL_SEEN] = g_signal_new ("seen", CENACLE_TYPE_CONVERSATION, G_SIGNAL_RUN_LAST, 0,
                                       NULL, NULL, NULL, G_TYPE_NONE, 1, CENACLE_TYPE_MESSAGE);
  g_type_ensure (CENACLE_TYPE_MESSAGE_LIST);
  g_type_ensure (CENACLE_TYPE_COMPOSER);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/cenacle/Cenacle/conversation.ui");
  gtk_widget_class_bind_template_child (widget_class, CenacleConversation, box);
  gtk_widget_class_bind_template_child (widget_class, CenacleConversation, list);
  gtk_widget_class_bind_template_child (widget_class, CenacleConversation, activity_label);
  gtk_widget_class_bind_template_child (widget_class, CenacleConversation, composer);
}

static void
cenacle_conversation_init (CenacleConversation *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_swapped (self->list, "command", G_CALLBACK (command_cb), self);
  g_signal_connect_swapped (self->list, "seen", G_CALLBACK (seen_cb), self);
  take_drops (self);
  g_signal_connect_swapped (self->composer, "sent", G_CALLBACK (sent_cb), self);
  g_signal_connect_swapped (self->composer, "edit-last", G_CALLBACK (edit_last_cb), self);
}

void
cenacle_conversation_open (CenacleConversation *self, CenacleCircle *circle,
                           const CenacleMessageScope *scope, const CenacleComposerPlace *place,
                           const CenId *anchor, const CenId *first_unread)
{
  cenacle_conversation_close (self);
  self->circle = g_object_ref (circle);
  self->has_place = place != NULL;
  memset (&self->member, 0, sizeof self->member);
  if (place != NULL && place->member != NULL)
    self->member = *place->member;
  g_signal_connect_object (circle, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  if (place != NULL)
    cenacle_composer_set_place (self->composer, circle, place);
  show_composer (self);
  cenacle_message_list_open (self->list, circle, scope, anchor, first_unread);
}

void
cenacle_conversation_close (CenacleConversation *self)
{
  if (self->circle == NULL)
    return;
  cenacle_conversation_show_activity (self, "");
  g_signal_handlers_disconnect_by_data (self->circle, self);
  cenacle_composer_flush (self->composer);
  cenacle_message_list_close (self->list);
  g_clear_object (&self->circle);
}

void
cenacle_conversation_focus (CenacleConversation *self)
{
  cenacle_composer_focus (self->composer);
}

void
cenacle_conversation_flush (CenacleConversation *self)
{
  cenacle_composer_flush (self->composer);
}

void
cenacle_conversation_show_activity (CenacleConversation *self, const char *sentence)
{
  gtk_label_set_text (self->activity_label, sentence);
}

CenacleCircle *
cenacle_conversation_get_circle (CenacleConversation *self)
{
  return self->circle;
}

void
cenacle_conversation_jump_to (CenacleConversation *self, const CenId *message)
{
  cenacle_message_list_jump_to (self->list, message);
}

void
cenacle_conversation_highlight (CenacleConversation *self, const char *words)
{
  cenacle_message_list_highlight (self->list, words);
}
