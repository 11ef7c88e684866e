/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "net/clock.h"

#include <string.h>

typedef struct {
  const char *what;
  const char *own;    /* pairs: a device, and how many ops of it */
  const char *theirs; /* the device "p" is the peer's */
  guint64 behind;
  guint64 ahead;
} Case;

static const Case cases[] = {
  { "nothing", "", "", 0, 0 },
  { "equal", "a3b5", "a3b5", 0, 0 },
  { "they know nobody", "a3b5", "", 8, 0 },
  { "we know nobody", "", "a3b5", 0, 8 },
  { "both lack something", "a3b5", "a4b1", 4, 1 },
  { "others between", "a1c1e2", "b2d3e1", 3, 5 },
  { "unsorted", "a1b2", "b2a1", 0, 0 },
  { "their own ops they have, whoever brought them", "a1p9", "a1p2", 0, 0 },
  { "and may have more", "a1p2", "a1p9", 0, 7 },
};

static GArray *
parse_clock (const char *text)
{
  GArray *clock = g_array_new (FALSE, TRUE, sizeof (NetClockEntry));

  for (; *text != '\0'; text += 2) {
    NetClockEntry entry = { .seq = (guint64) (text[1] - '1') };

    memset (entry.device, text[0], sizeof entry.device);
    g_array_append_val (clock, entry);
  }
  return clock;
}

static void
test_compare (void)
{
  guint8 peer[NET_CLOCK_KEY_LEN];

  memset (peer, 'p', sizeof peer);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GArray) own = parse_clock (cases[i].own);
    g_autoptr (GArray) told = parse_clock (cases[i].theirs);
    g_autoptr (GArray) theirs = net_clock_copy (told);
    guint64 behind, ahead;

    g_test_message ("%s", cases[i].what);
    net_clock_compare (own, theirs, peer, &behind, &ahead);
    g_assert_cmpuint (behind, ==, cases[i].behind);
    g_assert_cmpuint (ahead, ==, cases[i].ahead);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/clock/compare", test_compare);
  return g_test_run ();
}
