/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the store puts off so that no message has to wait for it, done by the node thread when
 * nothing came for a moment, a little in each turn. */

#include "core/erased.h"
#include "core/retention.h"
#include "node-private.h"

#define QUIET_MS         20    /* without a message, after which words enter the index */
#define PATIENCE_MS      30000 /* and how long they wait for that */
#define FEW_WORDS        512   /* objects at most, which wait no longer than: */
#define FEW_PATIENCE_MS  400
#define ERASED_QUIET_MS  2000 /* without a redaction, after which the words leave the index */
#define ERASED_PAGES     500  /* of it in a turn; about 10 ms */
#define JOURNAL_PAGES    250
#define JOURNAL_QUIET_MS 500
#define INDEX_PAUSE_MS   200  /* when they do not any more, or it failed */
#define LATE_WORDS_MS    2000 /* after a note was written in, its words enter the index */
#define SWEEP_MS         3600000
#define OBJECTS_INDEXED  2048 /* in a turn; about 15 ms */

/* Words wait until what brought them is all here and has been answered and passed on; it can be
 * read before it is searched. */
static void
index_words (NetNode *self, gint64 *next)
{
  gint64 now = self->world->monotonic_ms (self->world);
  guint n_waiting = cen_store_count_waiting (self->replica->store);
  gint64 patience_ms = n_waiting <= FEW_WORDS ? FEW_PATIENCE_MS : PATIENCE_MS;
  gint64 due_ms;

  /* Since what came was stored, which may itself take longer. */
  if (self->has_heard || n_waiting != self->n_words)
    self->heard_ms = now;
  self->has_heard = FALSE;
  if (self->n_words == 0)
    self->words_ms = now;
  self->n_words = n_waiting;
  if (n_waiting == 0)
    return;
  due_ms = MAX (self->index_ms, MIN (self->heard_ms + QUIET_MS, self->words_ms + patience_ms));
  if (now >= due_ms) {
    gboolean is_patient = now < self->words_ms + patience_ms;
    gboolean ok = cen_store_index_words (self->replica->store, OBJECTS_INDEXED, NULL);

    self->n_words = cen_store_count_waiting (self->replica->store);
    self->index_ms = due_ms = ok && is_patient ? now : now + INDEX_PAUSE_MS;
  }
  *next = MIN (*next, due_ms);
}

/* Who types goes on typing: notes are indexed now and then. */
static void
index_late_words (NetNode *self, gint64 *next)
{
  gint64 now = self->world->monotonic_ms (self->world);

  if (!cen_store_has_late_words (self->replica->store))
    return;
  if (self->late_ms == 0)
    self->late_ms = now + LATE_WORDS_MS;
  if (now >= self->late_ms)
    self->late_ms = cen_store_index_late (self->replica->store, NULL) ? 0 : now + LATE_WORDS_MS;
  if (self->late_ms != 0)
    *next = MIN (*next, self->late_ms);
}

/* After a while in which nothing was stored, the journal goes into the file, so that no message has
 * to wait for that. */
static void
move_journal (NetNode *self, gint64 *next)
{
  gint64 now = self->world->monotonic_ms (self->world);
  guint n_pages = cen_store_count_journal (self->replica->store);

  if (n_pages != self->n_pages)
    self->written_ms = now;
  self->n_pages = n_pages;
  if (n_pages < JOURNAL_PAGES)
    return;
  if (now >= self->written_ms + JOURNAL_QUIET_MS) {
    cen_store_checkpoint (self->replica->store);
    self->n_pages = 0;
  } else {
    *next = MIN (*next, self->written_ms + JOURNAL_QUIET_MS);
  }
}

/* What was erased leaves the index too, when nothing more was for a while. */
static void
forget_erased (NetNode *self, gint64 *next)
{
  gint64 now = self->world->monotonic_ms (self->world);
  guint n_erased = cen_erased_count (self->replica->store);
  gboolean is_done;

  if (n_erased != self->n_erased)
    self->erased_ms = now + ERASED_QUIET_MS;
  self->n_erased = n_erased;
  if (n_erased == 0)
    return;
  if (now >= MAX (self->erased_ms, self->heard_ms + QUIET_MS) &&
      !cen_erased_forget (self->replica->store, ERASED_PAGES, &is_done, NULL))
    self->erased_ms = now + ERASED_QUIET_MS;
  *next = MIN (*next, MAX (self->erased_ms, self->heard_ms + QUIET_MS));
}

/* What has grown older than its circle's things stay in sight here. */
static void
put_away (NetNode *self, gint64 *next)
{
  gint64 now = self->world->monotonic_ms (self->world);

  for (guint i = 0; now >= self->sweep_ms && i < self->places->len; i++) {
    CenCircle *circle = ((NetPlace *) self->places->pdata[i])->hub->circle;

    if (cen_retention_get (circle->store, &circle->id) == 0)
      continue;
    cen_retention_sweep (circle, NULL);
    circle->has_new_files = TRUE; /* they are looked through, too */
  }
  if (now >= self->sweep_ms)
    self->sweep_ms = now + SWEEP_MS;
  *next = MIN (*next, self->sweep_ms);
}

void
net_node_do_chores (NetNode *self, gint64 *next)
{
  put_away (self, next);
  index_words (self, next);
  index_late_words (self, next);
  forget_erased (self, next);
  move_journal (self, next);
}

void
net_node_end_chores (NetNode *self)
{
  CenStore *store = self->replica->store;
  gboolean is_done;

  if (cen_store_has_late_words (store))
    cen_store_index_late (store, NULL);
  if (cen_store_count_waiting (store) > 0)
    cen_store_index_words (store, OBJECTS_INDEXED, NULL);
  if (cen_erased_count (store) > 0)
    cen_erased_forget (store, 0, &is_done, NULL);
}
