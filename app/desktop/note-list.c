/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "note-list.h"

#include "card-row.h"
#include "note-dialog.h"
#include "time-text.h"

#include "core/kinds-note.h"
#include "core/queries-objects.h"

#include <glib/gi18n.h>

#define EXCERPT_MAX 140

struct _CenacleNoteList {
  CenacleObjectPage parent;
  GtkListBox *list;
};

enum { SIGNAL_CHOSEN, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CenacleNoteList, cenacle_note_list, CENACLE_TYPE_OBJECT_PAGE)

/* The first words, on one line and without the marks of Markdown. */
static char *
dup_excerpt (const char *text)
{
  glong n = g_utf8_strlen (text, -1);
  g_autofree char *part = g_utf8_substring (text, 0, MIN (n, EXCERPT_MAX));
  g_autofree char *line = NULL;
  g_auto (GStrv) words = NULL;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) kept = NULL;

  words = g_strsplit (g_strdelimit (part, "\n\r\t#>*`_~", ' '), " ", -1);
  for (guint i = 0; words[i] != NULL; i++) {
    if (*words[i] != '\0' && !g_str_equal (words[i], "-"))
      g_strv_builder_add (builder, words[i]);
  }
  kept = g_strv_builder_end (builder);
  line = g_strjoinv (" ", kept);
  return n > EXCERPT_MAX ? g_strconcat (line, "…", NULL) : g_steal_pointer (&line);
}

static void
row_activated_cb (CenacleNoteList *self, GtkListBoxRow *row)
{
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0,
                 cenacle_card_row_get_key (CENACLE_CARD_ROW (row)));
}

static void
row_pressed_cb (CenacleCardRow *row, const char *name, CenacleNoteList *self)
{
  (void) row;
  (void) name;
  (void) self;
}

/* Newest first. */
static void
show (CenacleObjectPage *page, gpointer answer)
{
  CenacleNoteList *self = CENACLE_NOTE_LIST (page);
  const GPtrArray *notes = answer;
  int n = 0;

  for (guint i = notes->len; i-- > 0;) {
    const CenObjectRow *note = notes->pdata[i];
    g_autofree char *key = cen_id_dup_text (&note->id);
    g_autofree char *title = cen_object_row_dup_text (note, CEN_NOTE_TITLE);
    g_autofree char *text = cen_object_row_dup_text (note, CEN_NOTE_TEXT);
    g_autofree char *excerpt = dup_excerpt (text);
    g_autofree char *ago = cenacle_time_text_dup_ago (note->time_ms);
    g_autofree char *caption = g_strdup_printf ("%s · %s", note->author_name, ago);

    cenacle_card_row_show (cenacle_card_list_place (self->list, key, n++,
                                                    G_CALLBACK (row_pressed_cb), self),
                           "", title, caption, excerpt);
  }
  cenacle_card_list_cut (self->list, n);
}

static void
open_object (CenacleObjectPage *page, const CenId *object)
{
  g_autofree char *id = cen_id_dup_text (object);

  g_signal_emit (page, signals[SIGNAL_CHOSEN], 0, id);
}

/* --- Beginning one --- */

static void
created (GtkWidget *from, const char *id)
{
  g_signal_emit (from, signals[SIGNAL_CHOSEN], 0, id);
}

static void
begin_cb (CenacleNoteList *self)
{
  cenacle_note_dialog_begin (GTK_WIDGET (self),
                             cenacle_object_page_get_circle (CENACLE_OBJECT_PAGE (self)), created);
}

/* --- The page --- */

static gpointer
read_notes (CenStore *store, const CenId *circle, GError **error)
{
  return cen_query_objects (store, circle, CEN_KIND_NOTE, NULL, error);
}

static void
free_notes (gpointer answer)
{
  g_ptr_array_unref (answer);
}

static void
cenacle_note_list_class_init (CenacleNoteListClass *klass)
{
  CenacleObjectPageClass *page_class = CENACLE_OBJECT_PAGE_CLASS (klass);

  page_class->read = read_notes;
  page_class->free_answer = free_notes;
  page_class->show = show;
  page_class->open_object = open_object;
  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", CENACLE_TYPE_NOTE_LIST, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
cenacle_note_list_init (CenacleNoteList *self)
{
  CenacleObjectPage *page = CENACLE_OBJECT_PAGE (self);

  cenacle_object_page_add_button (page, _ ("New note"), G_CALLBACK (begin_cb));
  self->list = cenacle_object_page_add_group (page, _ ("Notes"), G_CALLBACK (row_activated_cb));
  cenacle_object_page_set_empty (page, "cenacle-note-symbolic", _ ("No note yet"),
                                 _ ("Write one together: minutes, what you read, a lesson. Several "
                                    "can type at once, online or not."));
}
