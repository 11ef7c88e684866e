/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "note-news.h"

#include <string.h>

static gboolean
is_new (const CenNoteHistory *history, guint edit, gint64 since_ms)
{
  return edit < history->edits->len &&
         ((const CenNoteEdit *) history->edits->pdata[edit])->seen_ms > since_ms;
}

static gboolean
is_of (const CenNoteHistory *history, guint edit, const CenId *reader)
{
  return cen_id_equal (&((const CenNoteEdit *) history->edits->pdata[edit])->member, reader);
}

static void
make_anchor (const CenNoteHistory *history, guint32 at, CenNoteAnchor *ret_anchor)
{
  guint32 offset, big_endian;
  guint32 edit = cen_text_log_find (&history->note->text->tree.log, at, &offset);

  big_endian = GUINT32_TO_BE (offset);
  memcpy (ret_anchor->bytes, cen_text_ids_get (&history->note->ids, edit)->id.bytes, CEN_ID_LEN);
  memcpy (ret_anchor->bytes + CEN_ID_LEN, &big_endian, sizeof big_endian);
}

GArray *
cen_note_news_list (const CenNoteHistory *history, gint64 since_ms, const CenId *reader)
{
  GArray *all = g_array_new (FALSE, FALSE, sizeof (CenNoteNews));
  CenNoteNews *last = NULL; /* what the next run may go on */

  for (guint i = 0; i < history->runs->len; i++) {
    const CenNoteRun *run = &g_array_index (history->runs, CenNoteRun, i);
    gboolean is_there = cen_note_run_shows (run, history->edits->len);
    gboolean was_there = !is_new (history, run->wrote, since_ms) &&
                         (run->deleted == G_MAXUINT || is_new (history, run->deleted, since_ms));
    gboolean is_news =
        is_there != was_there && !is_of (history, is_there ? run->wrote : run->deleted, reader);
    CenNoteNews news = { .n_chars = run->n, .is_gone = was_there };

    if (!is_there && !was_there)
      continue; /* between two passages it parts nothing */
    if (!is_news) {
      last = is_there ? NULL : last;
      continue;
    }
    make_anchor (history, run->at + run->n - 1, &news.to);
    if (last != NULL && last->is_gone == news.is_gone) {
      last->to = news.to;
      last->n_chars += news.n_chars;
      continue;
    }
    make_anchor (history, run->at, &news.from);
    g_array_append_val (all, news);
    last = &g_array_index (all, CenNoteNews, all->len - 1);
  }
  return all;
}
