/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "mentions-page.h"

#include "card-row.h"
#include "message.h"
#include "time-text.h"

#include "core/mentions.h"

#include <glib/gi18n.h>

struct _CenacleMentionsPage {
  CenacleObjectPage parent;
  GtkListBox *list;
};

G_DEFINE_FINAL_TYPE (CenacleMentionsPage, cenacle_mentions_page, CENACLE_TYPE_OBJECT_PAGE)

static gpointer
read_mentions (CenStore *store, const CenId *circle, GError **error)
{
  return cen_mentions_read (store, circle, 0, error);
}

static void
free_mentions (gpointer answer)
{
  g_ptr_array_unref (answer);
}

/* "Bo · #general · 2 hours ago · unread" */
static char *
dup_caption (const CenMentionRow *mention)
{
  g_autofree char *ago = cenacle_time_text_dup_ago (mention->time_ms);
  GString *text = g_string_new (mention->author_name);

  if (mention->channel_name[0] != '\0')
    g_string_append_printf (text, " · #%s", mention->channel_name);
  g_string_append_printf (text, " · %s", ago);
  if (mention->is_unread)
    g_string_append_printf (text, " · %s", C_ ("message", "unread"));
  return g_string_free (text, FALSE);
}

static void
show (CenacleObjectPage *page, gpointer answer)
{
  CenacleMentionsPage *self = CENACLE_MENTIONS_PAGE (page);
  GPtrArray *mentions = answer;

  for (guint i = 0; i < mentions->len; i++) {
    const CenMentionRow *mention = mentions->pdata[i];
    g_autofree char *key = cen_id_dup_text (&mention->id);
    g_autofree char *caption = dup_caption (mention);
    g_autofree char *words = cenacle_message_dup_plain (mention->text);

    cenacle_card_row_show (cenacle_card_list_place (self->list, key, (int) i, NULL, NULL), "@",
                           words, caption, "");
  }
  cenacle_card_list_cut (self->list, (int) mentions->len);
}

static void
activated_cb (CenacleMentionsPage *self, GtkListBoxRow *row)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.open-object", "s",
                              cenacle_card_row_get_key (CENACLE_CARD_ROW (row)));
}

static void
cenacle_mentions_page_class_init (CenacleMentionsPageClass *klass)
{
  CenacleObjectPageClass *page_class = CENACLE_OBJECT_PAGE_CLASS (klass);

  page_class->read = read_mentions;
  page_class->free_answer = free_mentions;
  page_class->show = show;
  page_class->further_changes = CENACLE_CHANGE_MESSAGES | CENACLE_CHANGE_LETTERS;
}

static void
cenacle_mentions_page_init (CenacleMentionsPage *self)
{
  CenacleObjectPage *page = CENACLE_OBJECT_PAGE (self);

  self->list =
      cenacle_object_page_add_group (page, _ ("What names you"), G_CALLBACK (activated_cb));
  cenacle_object_page_set_empty (page, "cenacle-mention-symbolic", _ ("Nobody has named you yet"),
                                 _ ("Who writes @ and your name, in a message, a question or a "
                                    "note’s comment, calls you here."));
}
