/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Of one channel at a time: its conversation, and who types in it. What comes into view is told
 * to the engine as read, up to the newest row in view. */

#include "channel-page.h"

#include "conversation.h"
#include "message-find.h"

#include <glib/gi18n.h>

#define TYPING_LASTS_MS 5000

struct _CenacleChannelPage {
  GtkWidget parent;
  GtkWidget *box;
  CenacleMessageFind *find;
  GtkWidget *conversation;
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
  cenacle_conversation_show_activity (CENACLE_CONVERSATION (self->conversation), "");
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
  cenacle_conversation_show_activity (CENACLE_CONVERSATION (self->conversation), label);
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

static void
words_cb (CenacleChannelPage *self, const char *words)
{
  cenacle_conversation_highlight (CENACLE_CONVERSATION (self->conversation), words);
}

static void
found_cb (CenacleChannelPage *self, const char *message)
{
  CenId id;

  if (cen_id_from_text (&id, message))
    cenacle_conversation_jump_to (CENACLE_CONVERSATION (self->conversation), &id);
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
  g_type_ensure (CENACLE_TYPE_CONVERSATION);
  g_type_ensure (CENACLE_TYPE_MESSAGE_FIND);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/cenacle/Cenacle/channel-page.ui");
  gtk_widget_class_bind_template_child (widget_class, CenacleChannelPage, box);
  gtk_widget_class_bind_template_child (widget_class, CenacleChannelPage, find);
  gtk_widget_class_bind_template_child (widget_class, CenacleChannelPage, conversation);
  gtk_widget_class_bind_template_callback (widget_class, words_cb);
  gtk_widget_class_bind_template_callback (widget_class, found_cb);
}

static void
cenacle_channel_page_init (CenacleChannelPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_swapped (self->conversation, "seen", G_CALLBACK (seen_cb), self);
}

void
cenacle_channel_page_open (CenacleChannelPage *self, CenacleCircle *circle,
                           const CenChannelRow *channel, const CenId *anchor)
{
  CenacleMessageScope scope = { .channel = channel->id };
  CenacleComposerPlace place = {
    .channel = &channel->id,
    .name = channel->name,
    .draft = channel->draft,
    .keeps = CENACLE_COMPOSER_KEEPS_DRAFT,
  };

  cenacle_channel_page_close (self);
  self->circle = g_object_ref (circle);
  self->channel = channel->id;
  cenacle_message_find_set_place (self->find, circle, &channel->id);
  g_signal_connect_object (circle, "typing", G_CALLBACK (typing_cb), self, G_CONNECT_SWAPPED);
  cenacle_conversation_open (CENACLE_CONVERSATION (self->conversation), circle, &scope, &place,
                             anchor,
                             cen_id_is_zero (&channel->first_unread) ? NULL
                                                                     : &channel->first_unread);
}

void
cenacle_channel_page_close (CenacleChannelPage *self)
{
  if (self->circle == NULL)
    return;
  g_clear_handle_id (&self->typing_source, g_source_remove);
  g_signal_handlers_disconnect_by_data (self->circle, self);
  cenacle_conversation_close (CENACLE_CONVERSATION (self->conversation));
  g_clear_object (&self->circle);
}

void
cenacle_channel_page_focus (CenacleChannelPage *self)
{
  cenacle_conversation_focus (CENACLE_CONVERSATION (self->conversation));
}

void
cenacle_channel_page_flush (CenacleChannelPage *self)
{
  cenacle_conversation_flush (CENACLE_CONVERSATION (self->conversation));
}

void
cenacle_channel_page_find (CenacleChannelPage *self)
{
  cenacle_message_find_open (self->find);
}
