/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "message.h"

#include "attachments.h"
#include "markdown.h"
#include "time-text.h"

#include "core/held-file.h"

#include <glib/gi18n.h>
#include <pango/pango.h>

#define SENTENCE_TEXT_MAX 500 /* characters of text that are read out in one go */

struct _CenacleMessage {
  GObject parent;
  CenMessageRow *row;
  CenacleMessageFlags flags;
  gboolean is_unfolded;
};

enum { SIGNAL_CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CenacleMessage, cenacle_message, G_TYPE_OBJECT)

static void
cenacle_message_finalize (GObject *object)
{
  cen_message_row_free (CENACLE_MESSAGE (object)->row);
  G_OBJECT_CLASS (cenacle_message_parent_class)->finalize (object);
}

static void
cenacle_message_class_init (CenacleMessageClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = cenacle_message_finalize;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", CENACLE_TYPE_MESSAGE, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
cenacle_message_init (CenacleMessage *self)
{
  (void) self;
}

CenacleMessage *
cenacle_message_new_take (CenMessageRow *row)
{
  CenacleMessage *self = g_object_new (CENACLE_TYPE_MESSAGE, NULL);

  self->row = row;
  return self;
}

const CenMessageRow *
cenacle_message_get_row (CenacleMessage *self)
{
  return self->row;
}

static gboolean
are_files_equal (GPtrArray *a, GPtrArray *b)
{
  guint n = a != NULL ? a->len : 0;

  if (n != (b != NULL ? b->len : 0))
    return FALSE;
  for (guint i = 0; i < n; i++) {
    if (!cen_held_file_equal (a->pdata[i], b->pdata[i]))
      return FALSE;
  }
  return TRUE;
}

static gboolean
are_reactions_equal (GPtrArray *a, GPtrArray *b)
{
  guint n = a != NULL ? a->len : 0;

  if (n != (b != NULL ? b->len : 0))
    return FALSE;
  for (guint i = 0; i < n; i++) {
    const CenReactionRow *x = g_ptr_array_index (a, i);
    const CenReactionRow *y = g_ptr_array_index (b, i);

    if (x->n_members != y->n_members || x->is_mine != y->is_mine ||
        !g_str_equal (x->emoji, y->emoji) || !g_str_equal (x->names, y->names))
      return FALSE;
  }
  return TRUE;
}

/* What a row shows; is_unread is left out, for a message being read must not flicker. */
static gboolean
is_equal (const CenMessageRow *a, const CenMessageRow *b)
{
  return a->is_edited == b->is_edited && a->is_redacted == b->is_redacted &&
         a->is_pinned == b->is_pinned && a->n_replies == b->n_replies && a->time_ms == b->time_ms &&
         g_str_equal (a->text, b->text) && g_str_equal (a->author_name, b->author_name) &&
         g_strcmp0 (a->reply_snippet, b->reply_snippet) == 0 &&
         g_strcmp0 (a->reply_author_name, b->reply_author_name) == 0 &&
         g_strcmp0 (a->hide_reason, b->hide_reason) == 0 &&
         (!a->is_own || (a->n_copies == b->n_copies && a->is_at_relay == b->is_at_relay &&
                         g_str_equal (a->copy_names, b->copy_names))) &&
         are_reactions_equal (a->reactions, b->reactions) && are_files_equal (a->files, b->files);
}

void
cenacle_message_update_take (CenacleMessage *self, CenMessageRow *row)
{
  gboolean is_same = is_equal (self->row, row);

  cen_message_row_free (self->row);
  self->row = row;
  if (!is_same)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

CenacleMessageFlags
cenacle_message_get_flags (CenacleMessage *self)
{
  return self->flags;
}

void
cenacle_message_set_flags (CenacleMessage *self, CenacleMessageFlags flags)
{
  if (self->flags == flags)
    return;
  self->flags = flags;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

gboolean
cenacle_message_is_gone (CenacleMessage *self)
{
  return self->row->is_redacted || (self->flags & CENACLE_MESSAGE_IS_HIDDEN) != 0;
}

gboolean
cenacle_message_is_folded (CenacleMessage *self)
{
  return (self->row->hide_reason != NULL || (self->flags & CENACLE_MESSAGE_IS_IGNORED) != 0) &&
         !self->is_unfolded && !cenacle_message_is_gone (self);
}

void
cenacle_message_unfold (CenacleMessage *self)
{
  self->is_unfolded = TRUE;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

char *
cenacle_message_dup_fold (CenacleMessage *self)
{
  if (self->row->hide_reason == NULL)
    return g_strdup_printf (_ ("A message by %s, whom you ignore"), self->row->author_name);
  /* Translators: followed by the reason. */
  return g_strdup_printf (_ ("Hidden by a facilitator: %s"), self->row->hide_reason);
}

/* How many bytes of @text are shown while it is cut; all of it when it is not long. */
static gsize
measure_shown (const char *text)
{
  const char *end = text;
  guint n_lines = 1;

  for (guint n = 0; *end != '\0' && n < CENACLE_MESSAGE_SHOWN_MAX; n++) {
    if (*end == '\n' && ++n_lines > CENACLE_MESSAGE_LINES_MAX)
      break;
    end = g_utf8_next_char (end);
  }
  return (gsize) (end - text);
}

gboolean
cenacle_message_is_cut (CenacleMessage *self)
{
  const char *text = self->row->text;

  return !self->is_unfolded && !cenacle_message_is_folded (self) &&
         text[measure_shown (text)] != '\0';
}

char *
cenacle_message_dup_shown_text (CenacleMessage *self)
{
  g_autofree char *shown = NULL;

  if (!cenacle_message_is_cut (self))
    return g_strdup (self->row->text);
  shown = g_strndup (self->row->text, measure_shown (self->row->text));
  return g_strconcat (shown, "…", NULL);
}

static void
append_extras (GString *sentence, const CenMessageRow *row)
{
  g_autofree char *files = cenacle_attachments_dup_sentence (row->files);

  if (files != NULL)
    g_string_append_printf (sentence, ", %s", files);
  if (row->is_edited)
    g_string_append_printf (sentence, ", %s", _ ("edited"));
  if (row->is_pinned)
    g_string_append_printf (sentence, ", %s", _ ("pinned"));
  if (row->n_replies > 0) {
    g_string_append (sentence, ", ");
    g_string_append_printf (sentence, ngettext ("%u reply", "%u replies", row->n_replies),
                            row->n_replies);
  }
  for (guint i = 0; row->reactions != NULL && i < row->reactions->len; i++) {
    const CenReactionRow *reaction = g_ptr_array_index (row->reactions, i);

    g_string_append_printf (sentence, ", %s %u", reaction->emoji, reaction->n_members);
  }
}

char *
cenacle_message_dup_copies (CenacleMessage *self)
{
  const CenMessageRow *row = self->row;

  if (!row->is_own || cenacle_message_is_gone (self))
    return NULL;
  if (row->n_copies == 0 && row->is_at_relay)
    return g_strdup (_ ("Stored here; waits at a relay, and nobody has fetched it yet"));
  if (row->n_copies == 0)
    return g_strdup (_ ("Stored here, and nowhere else yet"));
  /* Translators: then the names of their owners. */
  return g_strdup_printf (ngettext ("Stored here; on %u device of %s",
                                    "Stored here; on %u devices of %s", row->n_copies),
                          row->n_copies, row->copy_names);
}

char *
cenacle_message_dup_plain (const char *text)
{
  g_autofree char *markup = cenacle_markdown_dup_markup (text);
  char *plain = NULL;

  if (!pango_parse_markup (markup, -1, 0, NULL, &plain, NULL, NULL))
    plain = g_strdup (text);
  return g_strstrip (g_strdelimit (plain, "\n\r", ' '));
}

char *
cenacle_message_dup_sentence (CenacleMessage *self)
{
  const CenMessageRow *row = self->row;
  g_autofree char *clock = cenacle_time_text_dup_clock (row->time_ms);
  g_autofree char *text = g_utf8_strlen (row->text, -1) > SENTENCE_TEXT_MAX
                              ? g_utf8_substring (row->text, 0, SENTENCE_TEXT_MAX)
                              : g_strdup (row->text);
  g_autofree char *plain = cenacle_message_is_folded (self) ? cenacle_message_dup_fold (self)
                                                            : cenacle_message_dup_plain (text);
  GString *sentence = g_string_new (NULL);

  if ((self->flags & CENACLE_MESSAGE_SHOWS_NEW) != 0)
    g_string_append_printf (sentence, "%s. ", _ ("New messages"));
  /* Translators: who, when: what they wrote. */
  g_string_append_printf (sentence, _ ("%s, %s: %s"), row->author_name, clock,
                          cenacle_message_is_gone (self) ? _ ("deleted message") : plain);
  if (!cenacle_message_is_gone (self))
    append_extras (sentence, row);
  return g_string_free (sentence, FALSE);
}
