/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What is in the way comes first, the gravest before the rest; then what is under way; then what is
 * still missing; and only then that all is well. */

#include "sentence.h"

#include "name-list.h"

#include <glib/gi18n.h>

#define NAMES_SHOWN 3
#define SECOND_MS   1000
#define WAIT_MIN_MS (10 * SECOND_MS) /* that is worth telling */
#define MINUTE_MS   (G_GINT64_CONSTANT (60) * SECOND_MS)
#define HOUR_MS     (60 * MINUTE_MS)
#define DAY_MS      (24 * HOUR_MS)
#define YEAR_MS     (365 * DAY_MS)

typedef gboolean (*PeerTest) (const CenaclePeer *peer);

static gboolean
is_here (const CenaclePeer *peer)
{
  return peer->state == CENACLE_PEER_CONNECTED;
}

static gboolean
is_agreeing (const CenaclePeer *peer)
{
  return is_here (peer) && peer->is_in_sync;
}

static gboolean
is_giving (const CenaclePeer *peer)
{
  return is_here (peer) && peer->ahead > 0;
}

static gboolean
is_taking (const CenaclePeer *peer)
{
  return is_here (peer) && peer->behind > 0;
}

static gboolean
is_missed (const CenaclePeer *peer)
{
  return !is_here (peer) && peer->ahead > 0;
}

static gboolean
is_waiting (const CenaclePeer *peer)
{
  return !is_here (peer) && peer->behind > 0;
}

static gboolean
is_connecting (const CenaclePeer *peer)
{
  return peer->state == CENACLE_PEER_CONNECTING;
}

static gboolean
is_refusing (const CenaclePeer *peer)
{
  return peer->state == CENACLE_PEER_REFUSED;
}

static const char *
get_name (const CenaclePeer *peer)
{
  if (peer->is_own)
    /* Translators: stands among names. */
    return _ ("your other devices");
  /* Translators: one of the circle whose name has not arrived yet. */
  return *peer->name != '\0' ? peer->name : _ ("somebody");
}

/* Those of whom @test holds: their names, the first few; NULL when there is none. */
static char *
dup_names (const CenaclePresence *presence, PeerTest test)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  guint n = 0;

  for (guint i = 0; i < presence->peers->len; i++) {
    const CenaclePeer *peer = g_ptr_array_index (presence->peers, i);

    if (test (peer) && n++ < NAMES_SHOWN)
      g_ptr_array_add (names, (gpointer) get_name (peer));
  }
  if (n > NAMES_SHOWN)
    /* Translators: the last of several names. */
    g_ptr_array_add (names, (gpointer) C_ ("list of names", "others"));
  return n > 0 ? cenacle_name_list_dup_text (names) : NULL;
}

static guint
get_most (const CenaclePresence *presence, PeerTest test, gsize offset)
{
  gint64 most = 0;

  for (guint i = 0; i < presence->peers->len; i++) {
    const CenaclePeer *peer = g_ptr_array_index (presence->peers, i);

    if (test (peer))
      most = MAX (most, G_STRUCT_MEMBER (gint64, peer, offset));
  }
  return (guint) most;
}

#define AHEAD  G_STRUCT_OFFSET (CenaclePeer, ahead)
#define BEHIND G_STRUCT_OFFSET (CenaclePeer, behind)

static char *
dup_removal (const CenaclePresence *presence)
{
  const char *by = presence->removed_by;
  const char *reason = presence->reason;

  if (presence->removal == CENACLE_REMOVAL_OWN_DEVICE)
    return g_strdup (_ ("Another device of yours removed this one from the circle."));
  if (*by == '\0')
    return g_strdup (_ ("This device was removed from the circle."));
  if (presence->removal == CENACLE_REMOVAL_DEVICE && *reason == '\0')
    return g_strdup_printf (_ ("%s removed this device from the circle."), by);
  if (presence->removal == CENACLE_REMOVAL_DEVICE)
    /* Translators: a name, and the reason they gave. */
    return g_strdup_printf (_ ("%s removed this device from the circle: “%s”."), by, reason);
  if (*reason == '\0')
    return g_strdup_printf (_ ("%s removed you from this circle."), by);
  /* Translators: a name, and the reason they gave. */
  return g_strdup_printf (_ ("%s removed you from this circle: “%s”."), by, reason);
}

/* What keeps this home from meeting anybody; NULL for nothing. */
static char *
dup_hindrance (const CenaclePresence *presence)
{
  if (presence->removal != CENACLE_REMOVAL_NONE)
    return dup_removal (presence);
  if (!presence->is_online)
    return g_strdup (_ ("Offline, as you chose."));
  if (presence->is_storage_failing)
    return g_strdup (_ ("What others send cannot be kept: the disk may be full."));
  if (presence->peers->len == 0)
    return g_strdup (_ ("You are alone in this circle so far."));
  return NULL;
}

static char *
dup_missed (const CenaclePresence *presence)
{
  g_autofree char *names = dup_names (presence, is_missed);
  guint n = get_most (presence, is_missed, AHEAD);

  if (names == NULL)
    return NULL;
  /* Translators: then names. */
  return g_strdup_printf (ngettext ("You lack %'u thing; only people who are away have it: %s.",
                                    "You lack %'u things; only people who are away have them: %s.",
                                    n),
                          n, names);
}

/* A relay is here, and has what is here. */
static char *
dup_relay (const CenaclePresence *presence)
{
  guint n = presence->n_waited_for;

  if (n == 0)
    return g_strdup (_ ("Nobody else is here now; everybody has fetched what you have from the "
                        "relay."));
  return g_strdup_printf (ngettext ("Waits at the relay for %u member.",
                                    "Waits at the relay for %u members.", n),
                          n);
}

/* Nobody is here. */
static char *
dup_solitude (const CenaclePresence *presence)
{
  g_autofree char *refusing = dup_names (presence, is_refusing);
  g_autofree char *connecting = dup_names (presence, is_connecting);
  char *missed = dup_missed (presence);
  guint n = get_most (presence, is_waiting, BEHIND);

  if (missed != NULL)
    return missed;
  if (presence->is_inside && presence->is_at_relay)
    return dup_relay (presence);
  if (connecting != NULL && n == 0)
    return g_strdup (_ ("Looking for the others…"));
  if (!presence->is_inside && refusing != NULL)
    return g_strdup (_ ("This device is not let in yet: it gets in when whoever let it in is here "
                        "too, or by a new link."));
  if (!presence->is_inside)
    return g_strdup (_ ("Nothing has arrived yet: it comes by itself when one of the others is "
                        "here."));
  if (refusing != NULL)
    return g_strdup_printf (_ ("This device is not let in by %s: it is not known there yet, or was "
                               "removed."),
                            refusing);
  if (n > 0)
    return g_strdup_printf (
        ngettext ("Nobody else is here now; %'u thing of yours waits until you meet.",
                  "Nobody else is here now; %'u things of yours wait until you meet.", n),
        n);
  return g_strdup (_ ("Nobody else is here now; what you write reaches them when you meet."));
}

/* "3 hours" */
static char *
dup_span (gint64 span_ms)
{
  guint64 span = (guint64) ABS (span_ms);
  gulong n;

  if (span >= 2 * YEAR_MS) {
    n = (gulong) ((span + YEAR_MS / 2) / YEAR_MS);
    return g_strdup_printf (ngettext ("%lu year", "%lu years", n), n);
  }
  if (span >= 2 * DAY_MS) {
    n = (gulong) ((span + DAY_MS / 2) / DAY_MS);
    return g_strdup_printf (ngettext ("%lu day", "%lu days", n), n);
  }
  if (span >= 2 * HOUR_MS) {
    n = (gulong) ((span + HOUR_MS / 2) / HOUR_MS);
    return g_strdup_printf (ngettext ("%lu hour", "%lu hours", n), n);
  }
  if (span < 2 * MINUTE_MS) {
    n = (gulong) ((span + SECOND_MS - 1) / SECOND_MS);
    return g_strdup_printf (ngettext ("%lu second", "%lu seconds", n), n);
  }
  n = (gulong) ((span + MINUTE_MS / 2) / MINUTE_MS);
  return g_strdup_printf (ngettext ("%lu minute", "%lu minutes", n), n);
}

/* What comes, how long it takes, and that one need not wait for it to read. */
static char *
dup_arrival (const CenaclePresence *presence, guint n, const char *names)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *span = dup_span (presence->left_ms);

  g_string_append_printf (
      /* Translators: how many, and a name. */
      text, ngettext ("Receiving %'u thing from %s.", "Receiving %'u things from %s.", n), n,
      names);
  if (presence->left_ms >= WAIT_MIN_MS)
    g_string_append_printf (text, _ (" About %s left."), span);
  if (presence->n_early > 0)
    g_string_append (text, _ (" What is newest can be read already."));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Something is on its way; NULL when nothing is. */
static char *
dup_exchange (const CenaclePresence *presence)
{
  g_autofree char *giving = dup_names (presence, is_giving);
  g_autofree char *taking = dup_names (presence, is_taking);
  guint n_ahead = get_most (presence, is_giving, AHEAD);
  guint n_behind = get_most (presence, is_taking, BEHIND);

  if (giving != NULL)
    return dup_arrival (presence, n_ahead, giving);
  if (taking != NULL)
    /* Translators: how many, and a name. */
    return g_strdup_printf (ngettext ("Sending %'u thing to %s.", "Sending %'u things to %s.",
                                      n_behind),
                            n_behind, taking);
  return NULL;
}

/* Somebody is here and nothing moves. */
static char *
dup_agreement (const CenaclePresence *presence)
{
  g_autofree char *agreeing = dup_names (presence, is_agreeing);
  g_autofree char *here = dup_names (presence, is_here);
  g_autofree char *missed = dup_missed (presence);

  if (agreeing == NULL)
    return g_strdup_printf (_ ("Comparing with %s…"), here);
  if (presence->n_waiting > 0)
    return g_strdup_printf (
        ngettext ("%'u thing cannot be shown yet: what comes before it has not arrived.",
                  "%'u things cannot be shown yet: what comes before them has not arrived.",
                  presence->n_waiting),
        presence->n_waiting);
  if (missed != NULL)
    return g_steal_pointer (&missed);
  if (presence->is_key_due)
    return g_strdup_printf (_ ("Up to date with %s; the circle’s key is being renewed."), agreeing);
  return g_strdup_printf (_ ("Up to date with %s."), agreeing);
}

char *
cenacle_sentence_dup (const CenaclePresence *presence)
{
  char *sentence = dup_hindrance (presence);

  if (sentence == NULL && presence->n_connected == 0)
    sentence = dup_solitude (presence);
  if (sentence == NULL)
    sentence = dup_exchange (presence);
  return sentence != NULL ? sentence : dup_agreement (presence);
}

/* --- Clocks --- */

char *
cenacle_sentence_dup_clock (const CenaclePresence *presence)
{
  g_autofree char *span = dup_span (presence->clock_ahead_ms);

  if (presence->clock_ahead_ms == 0)
    return NULL;
  return presence->clock_ahead_ms > 0
             ? g_strdup_printf (_ ("The clock of this machine is %s ahead of those of the others: "
                                   "please set it."),
                                span)
             : g_strdup_printf (_ ("The clock of this machine is %s behind those of the others: "
                                   "please set it."),
                                span);
}

/* --- People --- */

static char *
dup_difference (const CenaclePeer *peer)
{
  g_autofree char *behind = NULL;
  g_autofree char *ahead = NULL;

  if (peer->behind > 0)
    behind = g_strdup_printf (ngettext ("lacks %'u thing that you have",
                                        "lacks %'u things that you have", (guint) peer->behind),
                              (guint) peer->behind);
  if (peer->ahead > 0)
    ahead = g_strdup_printf (ngettext ("has %'u thing that you lack",
                                       "has %'u things that you lack", (guint) peer->ahead),
                             (guint) peer->ahead);
  if (behind != NULL && ahead != NULL)
    return g_strdup_printf ("%s · %s", behind, ahead);
  if (behind != NULL)
    return g_steal_pointer (&behind);
  if (ahead != NULL)
    return g_steal_pointer (&ahead);
  if (peer->behind == CENACLE_PEER_UNKNOWN || peer->ahead == CENACLE_PEER_UNKNOWN)
    return g_strdup ("");
  if (is_here (peer) && !peer->is_in_sync)
    return g_strdup (_ ("comparing…"));
  return g_strdup (_ ("has everything that you have"));
}

static char *
dup_peer_clock (const CenaclePeer *peer)
{
  g_autofree char *span = dup_span (peer->clock_ahead_ms);

  return peer->clock_ahead_ms > 0 ? g_strdup_printf (_ ("their clock is %s ahead of yours"), span)
                                  : g_strdup_printf (_ ("their clock is %s behind yours"), span);
}

char *
cenacle_sentence_dup_peer (const CenaclePeer *peer)
{
  g_autofree char *difference = dup_difference (peer);
  g_autofree char *clock = NULL;

  if (is_refusing (peer))
    return g_strdup (_ ("does not let this device in: it is not known there yet, or was removed"));
  if (peer->clock_ahead_ms == 0)
    return g_steal_pointer (&difference);
  clock = dup_peer_clock (peer);
  return *difference != '\0' ? g_strdup_printf ("%s · %s", difference, clock)
                             : g_steal_pointer (&clock);
}
