/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "live-word.h"

#include "cbor.h"

#include <string.h>

guint64
cen_live_who (const CenId *member)
{
  guint64 who;

  memcpy (&who, member->bytes, sizeof who);
  return GUINT64_FROM_BE (who);
}

/* --- Writing --- */

static void
put_ms (CenCborWriter *writer, gint64 ms)
{
  cen_cbor_put_uint (writer, (guint64) CLAMP (ms, 0, CEN_LIVE_MS_MAX));
}

static void
put_who (CenCborWriter *writer, guint64 who)
{
  guint64 bytes = GUINT64_TO_BE (who);

  cen_cbor_put_bytes (writer, (const guint8 *) &bytes, sizeof bytes);
}

static void
put_turn (CenCborWriter *writer, const CenLiveTurn *turn)
{
  cen_cbor_put_array (writer, 3);
  put_who (writer, turn->who);
  put_ms (writer, turn->ms);
  cen_cbor_put_uint (writer, MIN (turn->stamp, CEN_LIVE_STAMP_MAX));
}

static void
put_claim (CenCborWriter *writer, const CenLiveClaim *claim)
{
  cen_cbor_put_array (writer, 7);
  cen_cbor_put_uint (writer, MIN (claim->term, CEN_LIVE_STAMP_MAX));
  cen_cbor_put_uint (writer, claim->step);
  cen_cbor_put_bool (writer, claim->is_running);
  cen_cbor_put_array (writer, claim->n_spent);
  for (guint i = 0; i < claim->n_spent; i++)
    put_ms (writer, claim->spent_ms[i]);
  if (claim->has_speaker)
    put_turn (writer, &claim->turn);
  else
    cen_cbor_put_null (writer);
  if (claim->has_heir)
    put_who (writer, claim->heir);
  else
    cen_cbor_put_null (writer);
  cen_cbor_put_array (writer, claim->n_turns);
  for (guint i = 0; i < claim->n_turns; i++)
    put_turn (writer, &claim->turns[i]);
}

GBytes *
cen_live_word_encode (const CenLiveWord *self)
{
  guint8 buf[CEN_LIVE_WORD_MAX];
  CenCborWriter writer;

  cen_cbor_writer_init (&writer, buf, sizeof buf);
  cen_cbor_put_array (&writer, 5);
  cen_cbor_put_uint (&writer, (guint64) MAX (self->occurrence_ms, 0));
  put_ms (&writer, self->here_ms);
  cen_cbor_put_uint (&writer, MIN (self->asked, CEN_LIVE_STAMP_MAX));
  cen_cbor_put_uint (&writer, MIN (self->done, CEN_LIVE_STAMP_MAX));
  if (self->claims)
    put_claim (&writer, &self->claim);
  else
    cen_cbor_put_null (&writer);
  g_assert (!writer.has_overflowed);
  return g_bytes_new (buf, writer.len);
}

/* --- Reading --- */

static gboolean
read_ms (CenCborReader *reader, gint64 *ret_ms)
{
  guint64 ms;

  if (!cen_cbor_read_uint_max (reader, (guint64) CEN_LIVE_MS_MAX, &ms))
    return FALSE;
  *ret_ms = (gint64) ms;
  return TRUE;
}

static gboolean
read_who (CenCborReader *reader, guint64 *ret_who)
{
  guint64 bytes;

  if (!cen_cbor_read_fixed (reader, (guint8 *) &bytes, sizeof bytes))
    return FALSE;
  *ret_who = GUINT64_FROM_BE (bytes);
  return TRUE;
}

static gboolean
read_turn (CenCborReader *reader, CenLiveTurn *ret_turn)
{
  guint64 n;

  return cen_cbor_enter_array (reader, &n) && n == 3 && read_who (reader, &ret_turn->who) &&
         read_ms (reader, &ret_turn->ms) &&
         cen_cbor_read_uint_max (reader, CEN_LIVE_STAMP_MAX, &ret_turn->stamp) &&
         cen_cbor_leave (reader);
}

static gboolean
read_spent (CenCborReader *reader, CenLiveClaim *claim)
{
  guint64 n;

  if (!cen_cbor_enter_array (reader, &n) || n > CEN_AGENDA_ITEMS_MAX)
    return FALSE;
  claim->n_spent = (guint) n;
  for (guint i = 0; i < claim->n_spent; i++) {
    if (!read_ms (reader, &claim->spent_ms[i]))
      return FALSE;
  }
  return cen_cbor_leave (reader);
}

/* Ascending, so that a claim has one form. */
static gboolean
read_turns (CenCborReader *reader, CenLiveClaim *claim)
{
  guint64 n;

  if (!cen_cbor_enter_array (reader, &n) || n > CEN_LIVE_TURNS_MAX)
    return FALSE;
  claim->n_turns = (guint) n;
  for (guint i = 0; i < claim->n_turns; i++) {
    if (!read_turn (reader, &claim->turns[i]) ||
        (i > 0 && claim->turns[i].who <= claim->turns[i - 1].who))
      return FALSE;
  }
  return cen_cbor_leave (reader);
}

static gboolean
read_claim (CenCborReader *reader, CenLiveClaim *claim)
{
  guint64 n, step;

  if (!cen_cbor_enter_array (reader, &n) || n != 7 ||
      !cen_cbor_read_uint_max (reader, CEN_LIVE_STAMP_MAX, &claim->term) ||
      !cen_cbor_read_uint_max (reader, CEN_AGENDA_ITEMS_MAX + 1, &step) ||
      !cen_cbor_read_bool (reader, &claim->is_running) || !read_spent (reader, claim) ||
      step > claim->n_spent + 1)
    return FALSE;
  claim->step = (guint) step;
  claim->has_speaker = !cen_cbor_take_null (reader);
  if (claim->has_speaker && !read_turn (reader, &claim->turn))
    return FALSE;
  claim->has_heir = !cen_cbor_take_null (reader);
  if (claim->has_heir && !read_who (reader, &claim->heir))
    return FALSE;
  return read_turns (reader, claim) && cen_cbor_leave (reader);
}

gboolean
cen_live_word_decode (CenLiveWord *ret_word, const guint8 *bytes, gsize len)
{
  CenLiveWord word = { 0 };
  CenCborReader reader;
  guint64 n, occurrence;

  if (len > CEN_LIVE_WORD_MAX)
    return FALSE;
  cen_cbor_reader_init (&reader, bytes, len);
  if (!cen_cbor_enter_array (&reader, &n) || n != 5 ||
      !cen_cbor_read_uint_max (&reader, CEN_TIME_MAX, &occurrence) ||
      !read_ms (&reader, &word.here_ms) ||
      !cen_cbor_read_uint_max (&reader, CEN_LIVE_STAMP_MAX, &word.asked) ||
      !cen_cbor_read_uint_max (&reader, CEN_LIVE_STAMP_MAX, &word.done))
    return FALSE;
  word.occurrence_ms = (gint64) occurrence;
  word.claims = !cen_cbor_take_null (&reader);
  if ((word.claims && !read_claim (&reader, &word.claim)) || !cen_cbor_leave (&reader) ||
      !cen_cbor_finish (&reader))
    return FALSE;
  *ret_word = word;
  return TRUE;
}

/* --- Claims --- */

void
cen_live_claim_pass (CenLiveClaim *self, gint64 ms)
{
  gint64 *spent_ms =
      self->step >= 1 && self->step <= self->n_spent ? &self->spent_ms[self->step - 1] : NULL;

  if (self->is_running && spent_ms != NULL)
    *spent_ms = CLAMP (*spent_ms + ms, 0, CEN_LIVE_MS_MAX);
  if (self->has_speaker)
    self->turn.ms = CLAMP (self->turn.ms + ms, 0, CEN_LIVE_MS_MAX);
}

const CenLiveTurn *
cen_live_claim_find_turn (const CenLiveClaim *self, guint64 who)
{
  for (guint i = 0; i < self->n_turns; i++) {
    if (self->turns[i].who == who)
      return &self->turns[i];
  }
  return NULL;
}

static void
forget_one (CenLiveClaim *self)
{
  guint least = 0;

  for (guint i = 1; i < self->n_turns; i++) {
    if (self->turns[i].ms < self->turns[least].ms)
      least = i;
  }
  self->n_turns--;
  memmove (&self->turns[least], &self->turns[least + 1],
           (self->n_turns - least) * sizeof self->turns[0]);
}

void
cen_live_claim_add_turn (CenLiveClaim *self, const CenLiveTurn *turn)
{
  guint at = 0;

  while (at < self->n_turns && self->turns[at].who < turn->who)
    at++;
  if (at < self->n_turns && self->turns[at].who == turn->who) {
    self->turns[at].ms = MIN (self->turns[at].ms + turn->ms, CEN_LIVE_MS_MAX);
    self->turns[at].stamp = MAX (self->turns[at].stamp, turn->stamp);
    return;
  }
  if (self->n_turns == CEN_LIVE_TURNS_MAX) {
    forget_one (self);
    at = 0;
    while (at < self->n_turns && self->turns[at].who < turn->who)
      at++;
  }
  memmove (&self->turns[at + 1], &self->turns[at], (self->n_turns - at) * sizeof self->turns[0]);
  self->turns[at] = *turn;
  self->n_turns++;
}
