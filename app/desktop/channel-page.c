/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Of one channel at a time: its messages, who types, and the composer. What comes into view is told
 * to the engine as read, up to the newest row in view. */

#include "channel-page.h"

#include "composer.h"
#include "message-commands.h"
#include "message-list.h"

#include <glib/gi18n.h>

#define TYPING_LASTS_MS 5000

struct _CenacleChannelPage {
  GtkWidget parent;
  GtkWidget *box;
  CenacleMessageList *list;
  GtkLabel *typing_label;
  CenacleComposer *composer;
  CenacleCircle *circle;
  CenId channel;
  CenId typist;
  guint typing_source;
};

G_DEFINE_FINAL_TYPE (CenacleChannelPage, cenacle_channel_page, GTK_TYPE_WIDGET)

static gboolean
typing_over_cb (gpointer data)
{
  CenacleChannelPage *self = data;

  self->typing_source = 0;
  gtk_label_set_text (self->typing_label, "");
  return G_SOURCE_REMOVE;
}

static void
typing_cb (CenacleChannelPage *self, const char *channel, const char *member)
{
  g_autofree char *own_channel = cen_id_dup_text (&self->channel);
  const CenMemberRow *row;
  g_autofree char *label = NULL;
  CenId id;

  if (!g_str_equal (channel, own_channel) || !cen_id_from_text (&id, member))
    return;
  row = cenacle_circle_get_member (self->circle, &id);
  if (row == NULL || row->is_self)
    return;
  if (self->typing_source != 0 && !cen_id_equal (&self->typist, &id))
    label = g_strdup (_ ("Several people are writing…"));
  else
    label = g_strdup_printf (_ ("%s is writing…"), row->name);
  self->typist = id;
  gtk_label_set_text (self->typing_label, label);
  g_clear_handle_id (&self->typing_source, g_source_remove);
  self->typing_source = g_timeout_add (TYPING_LASTS_MS, typing_over_cb, self);
}

static void
seen_cb (CenacleChannelPage *self, CenacleMessage *message)
{
  CenacleEngine1 *engine = cenacle_circle_get_engine (self->circle);
  g_autofree char *channel = cen_id_dup_text (&self->channel);
  g_autofree char *newest = cen_id_dup_text (&cenacle_message_get_row (message)->id);

  if (engine != NULL)
    cenacle_engine1_call_mark_read (engine, cenacle_circle_get_id_text (self->circle), channel,
                                    newest, NULL, NULL, NULL);
}

/* Who has left reads on, and writes no more. */
static void
show_composer (CenacleChannelPage *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->composer),
                          cenacle_circle_get_row (self->circle)->self_state == CEN_MEMBER_ACTIVE);
}

static void
changed_cb (CenacleChannelPage *self, guint changes)
{
  if ((changes & (CENACLE_CHANGE_FRAME | CENACLE_CHANGE_MEMBERS)) != 0)
    show_composer (self);
}

static void
command_cb (CenacleChannelPage *self, CenacleMessage *message, guint command, const char *argument)
{
  const CenMessageRow *row = cenacle_message_get_row (message);

  if (cenacle_message_commands_perform (GTK_WIDGET (self), self->circle, message, command,
                                        argument))
    return;
  if (command == CENACLE_MESSAGE_REPLY)
    cenacle_composer_reply_to (self->composer, message);
  else if (command == CENACLE_MESSAGE_EDIT)
    cenacle_composer_edit (self->composer, message);
  else if (command == CENACLE_MESSAGE_JUMP)
    cenacle_message_list_jump_to (self->list, &row->reply_to);
}

static void
sent_cb (CenacleChannelPage *self)
{
  cenacle_message_list_jump_to_end (self->list);
}

static void
edit_last_cb (CenacleChannelPage *self)
{
  CenacleMessage *message = cenacle_message_list_find_last_own (self->list);

  if (message != NULL)
    cenacle_composer_edit (self->composer, message);
}

static void
cenacle_channel_page_dispose (GObject *object)
{
  CenacleChannelPage *self = CENACLE_CHANNEL_PAGE (object);

  g_clear_handle_id (&self->typing_source, g_source_remove);
  g_clear_object (&self->circle);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (cenacle_channel_page_parent_class)->dispose (object);
}

static void
cenacle_channel_page_class_init (CenacleChannelPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cenacle_channel_page_dispose;
  g_type_ensure (CENACLE_TYPE_MESSAGE_LIST);
  g_type_ensure (CENACLE_TYPE_COMPOSER);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/cenacle/Cenacle/channel-page.ui");
  gtk_widget_class_bind_template_child (widget_class, CenacleChannelPage, box);
  gtk_widget_class_bind_template_child (widget_class, CenacleChannelPage, list);
  gtk_widget_class_bind_template_child (widget_class, CenacleChannelPage, typing_label);
  gtk_widget_class_bind_template_child (widget_class, CenacleChannelPage, composer);
}

static void
cenacle_channel_page_init (CenacleChannelPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_swapped (self->list, "command", G_CALLBACK (command_cb), self);
  g_signal_connect_swapped (self->list, "seen", G_CALLBACK (seen_cb), self);
  g_signal_connect_swapped (self->composer, "sent", G_CALLBACK (sent_cb), self);
  g_signal_connect_swapped (self->composer, "edit-last", G_CALLBACK (edit_last_cb), self);
}

void
cenacle_channel_page_open (CenacleChannelPage *self, CenacleCircle *circle,
                           const CenChannelRow *channel, const CenId *anchor)
{
  CenacleMessageScope scope = { .channel = channel->id };
  const CenId *first_unread =
      cen_id_is_zero (&channel->first_unread) ? NULL : &channel->first_unread;

  cenacle_channel_page_close (self);
  self->circle = g_object_ref (circle);
  self->channel = channel->id;
  g_signal_connect_object (circle, "typing", G_CALLBACK (typing_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (circle, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  cenacle_composer_set_place (self->composer, circle, &channel->id, NULL, channel->name,
                              channel->draft, CENACLE_COMPOSER_KEEPS_DRAFT);
  show_composer (self);
  cenacle_message_list_open (self->list, circle, &scope, anchor, first_unread);
}

void
cenacle_channel_page_close (CenacleChannelPage *self)
{
  if (self->circle == NULL)
    return;
  g_clear_handle_id (&self->typing_source, g_source_remove);
  gtk_label_set_text (self->typing_label, "");
  g_signal_handlers_disconnect_by_data (self->circle, self);
  cenacle_composer_flush (self->composer);
  cenacle_message_list_close (self->list);
  g_clear_object (&self->circle);
}

void
cenacle_channel_page_focus (CenacleChannelPage *self)
{
  cenacle_composer_focus (self->composer);
}

void
cenacle_channel_page_flush (CenacleChannelPage *self)
{
  cenacle_composer_flush (self->composer);
}
