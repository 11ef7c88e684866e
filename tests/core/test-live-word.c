/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/live-word.h"

#include <string.h>

static void
fill_claim (CenLiveWord *word, guint n_spent, guint n_turns)
{
  word->claims = TRUE;
  word->claim.term = CEN_LIVE_STAMP_MAX;
  word->claim.step = n_spent;
  word->claim.is_running = TRUE;
  word->claim.n_spent = n_spent;
  for (guint i = 0; i < n_spent; i++)
    word->claim.spent_ms[i] = CEN_LIVE_MS_MAX - i;
  word->claim.has_speaker = TRUE;
  word->claim.turn = (CenLiveTurn){ 99, 1000, CEN_LIVE_STAMP_MAX };
  word->claim.has_heir = TRUE;
  word->claim.heir = G_MAXUINT64;
  word->claim.n_turns = n_turns;
  for (guint i = 0; i < n_turns; i++)
    word->claim.turns[i] =
        (CenLiveTurn){ G_MAXUINT64 - n_turns + i, CEN_LIVE_MS_MAX, CEN_LIVE_STAMP_MAX };
}

static void
check_word (const CenLiveWord *word)
{
  g_autoptr (GBytes) bytes = cen_live_word_encode (word);
  g_autoptr (GBytes) again = NULL;
  CenLiveWord read;
  gsize len;
  const guint8 *data = g_bytes_get_data (bytes, &len);

  g_assert_cmpuint (len, <=, CEN_LIVE_WORD_MAX);
  g_assert_true (cen_live_word_decode (&read, data, len));
  again = cen_live_word_encode (&read);
  g_assert_true (g_bytes_equal (bytes, again));
  g_assert_cmpmem (&read, sizeof read, word, sizeof *word);
  for (gsize cut = 0; cut < len; cut++) {
    g_autofree guint8 *part = g_memdup2 (data, cut + 1);

    g_assert_false (cen_live_word_decode (&read, part, cut));
  }
}

static void
test_round (void)
{
  CenLiveWord word;

  memset (&word, 0, sizeof word);
  check_word (&word);
  word.occurrence_ms = (gint64) CEN_TIME_MAX;
  word.here_ms = CEN_LIVE_MS_MAX;
  word.asked = word.done = CEN_LIVE_STAMP_MAX;
  check_word (&word);
  fill_claim (&word, 0, 0);
  check_word (&word);
  fill_claim (&word, 3, 2);
  check_word (&word);
  fill_claim (&word, CEN_AGENDA_ITEMS_MAX, CEN_LIVE_TURNS_MAX);
  check_word (&word);
}

static void
assert_refused (const CenLiveWord *word)
{
  g_autoptr (GBytes) bytes = cen_live_word_encode (word);
  CenLiveWord read;

  g_assert_false (
      cen_live_word_decode (&read, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes)));
}

static void
test_odd (void)
{
  CenLiveWord word = { 0 };
  guint8 zeros[CEN_LIVE_WORD_MAX + 1] = { 0 };

  fill_claim (&word, 3, 2);
  word.claim.step = 5; /* past the one after the last */
  assert_refused (&word);
  fill_claim (&word, 3, 2);
  word.claim.turns[1] = word.claim.turns[0];
  assert_refused (&word);
  g_assert_false (cen_live_word_decode (&word, zeros, sizeof zeros));
}

static void
test_passing (void)
{
  CenLiveClaim claim = { .n_spent = 2, .step = 1, .is_running = TRUE };

  cen_live_claim_pass (&claim, 500);
  g_assert_cmpint (claim.spent_ms[0], ==, 500);
  claim.is_running = FALSE;
  claim.has_speaker = TRUE;
  cen_live_claim_pass (&claim, 500);
  g_assert_cmpint (claim.spent_ms[0], ==, 500);
  g_assert_cmpint (claim.turn.ms, ==, 500);
  claim.is_running = TRUE;
  claim.step = 3;
  cen_live_claim_pass (&claim, CEN_LIVE_MS_MAX);
  g_assert_cmpint (claim.spent_ms[1], ==, 0);
  g_assert_cmpint (claim.turn.ms, ==, CEN_LIVE_MS_MAX);
}

/* When there is no room for all, those who spoke least are forgotten. */
static void
test_turns (void)
{
  CenLiveClaim claim = { 0 };

  for (guint i = 0; i < 2 * CEN_LIVE_TURNS_MAX; i++) {
    CenLiveTurn turn = { (i * 7919) % 1000, 1000 + i, i + 1 };

    cen_live_claim_add_turn (&claim, &turn);
    g_assert_nonnull (cen_live_claim_find_turn (&claim, turn.who));
  }
  g_assert_cmpuint (claim.n_turns, ==, CEN_LIVE_TURNS_MAX);
  for (guint i = 1; i < claim.n_turns; i++)
    g_assert_cmpuint (claim.turns[i - 1].who, <, claim.turns[i].who);
  cen_live_claim_add_turn (&claim, &(CenLiveTurn){ claim.turns[3].who, 500, 1 });
  g_assert_cmpint (claim.turns[3].ms, >, 1500);
  g_assert_cmpuint (claim.turns[3].stamp, >, 1);
  g_assert_cmpuint (claim.n_turns, ==, CEN_LIVE_TURNS_MAX);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/live-word/round", test_round);
  g_test_add_func ("/live-word/odd", test_odd);
  g_test_add_func ("/live-word/passing", test_passing);
  g_test_add_func ("/live-word/turns", test_turns);
  return g_test_run ();
}
