/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "letter-page.h"

#include "conversation.h"
#include "core/queries-letters.h"

#include <glib/gi18n.h>

struct _CenacleLetterPage {
  GtkWidget parent;
  GtkWidget *box;
  GtkLabel *seal_label;
  CenacleConversation *conversation;
  CenacleCircle *circle;
  CenId member;
};

G_DEFINE_FINAL_TYPE (CenacleLetterPage, cenacle_letter_page, GTK_TYPE_WIDGET)

static const char *
get_name (CenacleLetterPage *self)
{
  const CenMemberRow *row = cenacle_circle_get_member (self->circle, &self->member);

  return row != NULL ? row->name : "";
}

static void
show_seal (CenacleLetterPage *self)
{
  const CenMemberRow *row = cenacle_circle_get_member (self->circle, &self->member);
  g_autofree char *sentence = NULL;

  if (row != NULL && row->state != CEN_MEMBER_ACTIVE)
    sentence = g_strdup_printf (_ ("%s is no longer in this circle. What you wrote to each other "
                                   "stays between you."),
                                row->name);
  else
    sentence = g_strdup_printf (_ ("Only you and %s can open what is written here. The others of "
                                   "the circle can see that you write, not what."),
                                get_name (self));
  gtk_label_set_text (self->seal_label, sentence);
}

static void
changed_cb (CenacleLetterPage *self, guint changes)
{
  if ((changes & CENACLE_CHANGE_MEMBERS) != 0)
    show_seal (self);
}

static void
seen_cb (CenacleLetterPage *self, CenacleMessage *letter)
{
  CenacleEngine1 *engine = cenacle_circle_get_engine (self->circle);
  g_autofree char *member = cen_id_dup_text (&self->member);
  g_autofree char *newest = cen_id_dup_text (&cenacle_message_get_row (letter)->id);

  if (engine != NULL)
    cenacle_engine1_call_mark_read (engine, cenacle_circle_get_id_text (self->circle), member,
                                    newest, NULL, NULL, NULL);
}

static void
cenacle_letter_page_dispose (GObject *object)
{
  CenacleLetterPage *self = CENACLE_LETTER_PAGE (object);

  g_clear_object (&self->circle);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (cenacle_letter_page_parent_class)->dispose (object);
}

static void
cenacle_letter_page_class_init (CenacleLetterPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cenacle_letter_page_dispose;
  g_type_ensure (CENACLE_TYPE_CONVERSATION);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/cenacle/Cenacle/letter-page.ui");
  gtk_widget_class_bind_template_child (widget_class, CenacleLetterPage, box);
  gtk_widget_class_bind_template_child (widget_class, CenacleLetterPage, seal_label);
  gtk_widget_class_bind_template_child (widget_class, CenacleLetterPage, conversation);
}

static void
cenacle_letter_page_init (CenacleLetterPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_swapped (self->conversation, "seen", G_CALLBACK (seen_cb), self);
}

/* NULL before the first letter. */
static const CenCorrespondentRow *
find_correspondent (GPtrArray *correspondents, const CenId *member)
{
  for (guint i = 0; correspondents != NULL && i < correspondents->len; i++) {
    const CenCorrespondentRow *row = g_ptr_array_index (correspondents, i);

    if (cen_id_equal (&row->member, member))
      return row;
  }
  return NULL;
}

void
cenacle_letter_page_open (CenacleLetterPage *self, CenacleCircle *circle, const CenId *member,
                          const CenId *anchor)
{
  CenStore *store = cenacle_circle_get_store (circle);
  g_autoptr (GPtrArray) correspondents =
      store != NULL ? cen_query_correspondents (store, cenacle_circle_get_id (circle), NULL) : NULL;
  const CenCorrespondentRow *row = find_correspondent (correspondents, member);
  gboolean is_unread = row != NULL && !cen_id_is_zero (&row->first_unread);
  CenacleMessageScope scope = { .peer = *member };

  cenacle_letter_page_close (self);
  self->circle = g_object_ref (circle);
  self->member = *member;

  CenacleComposerPlace place = {
    .member = &self->member,
    .name = get_name (self),
    .draft = row != NULL ? row->draft : "",
    .keeps = CENACLE_COMPOSER_KEEPS_DRAFT,
  };

  g_signal_connect_object (circle, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  show_seal (self);
  cenacle_conversation_open (self->conversation, circle, &scope, &place, anchor,
                             is_unread ? &row->first_unread : NULL);
}

void
cenacle_letter_page_close (CenacleLetterPage *self)
{
  if (self->circle == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->circle, self);
  cenacle_conversation_close (self->conversation);
  g_clear_object (&self->circle);
}

void
cenacle_letter_page_focus (CenacleLetterPage *self)
{
  cenacle_conversation_focus (self->conversation);
}

void
cenacle_letter_page_flush (CenacleLetterPage *self)
{
  cenacle_conversation_flush (self->conversation);
}
