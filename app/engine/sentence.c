/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "sentence.h"

#include <glib/gi18n.h>

#define NAMES_SHOWN 3

typedef struct {
  guint n_here;
  guint n_refused;
  guint n_ahead;
  guint n_behind;
  char *names; /* of those who are here */
} Summary;

static void
summarise (const NetStatus *status, GPtrArray *names, Summary *ret_summary)
{
  g_autoptr (GPtrArray) here = g_ptr_array_new ();
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < status->peers->len; i++) {
    const NetPeerStatus *peer = &g_array_index (status->peers, NetPeerStatus, i);

    ret_summary->n_refused += peer->state == NET_PEER_REFUSED;
    if (peer->state != NET_PEER_CONNECTED)
      continue;
    ret_summary->n_here++;
    ret_summary->n_ahead = MAX (ret_summary->n_ahead, (guint) MIN (peer->n_ahead, G_MAXINT));
    ret_summary->n_behind = MAX (ret_summary->n_behind, (guint) MIN (peer->n_behind, G_MAXINT));
    g_ptr_array_add (here, names->pdata[i]);
  }
  for (guint i = 0; i < MIN (here->len, NAMES_SHOWN); i++)
    g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", (char *) here->pdata[i]);
  if (here->len > NAMES_SHOWN)
    g_string_append (text, "…");
  ret_summary->names = g_string_free (text, FALSE);
}

static gboolean
has_connecting (const NetStatus *status)
{
  for (guint i = 0; i < status->peers->len; i++) {
    if (g_array_index (status->peers, NetPeerStatus, i).state == NET_PEER_CONNECTING)
      return TRUE;
  }
  return FALSE;
}

static char *
tell_removal (const NetStatus *status, const char *remover)
{
  gboolean has_reason = *status->reason != '\0';

  if (status->removal == NET_REMOVAL_OWN_DEVICE)
    return g_strdup (_ ("Another device of yours removed this one from the circle."));
  if (*remover == '\0')
    return g_strdup (_ ("This device was removed from the circle."));
  if (status->removal == NET_REMOVAL_DEVICE && !has_reason)
    return g_strdup_printf (_ ("%s removed this device from the circle."), remover);
  if (status->removal == NET_REMOVAL_DEVICE)
    return g_strdup_printf (_ ("%s removed this device from the circle: “%s”."), remover,
                            status->reason);
  if (!has_reason)
    return g_strdup_printf (_ ("%s removed you from this circle."), remover);
  return g_strdup_printf (_ ("%s removed you from this circle: “%s”."), remover, status->reason);
}

char *
cenacle_sentence_new (const NetStatus *status, GPtrArray *names, const char *remover)
{
  Summary summary = { 0 };
  g_autofree char *here = NULL;

  if (status->removal != NET_REMOVAL_NONE)
    return tell_removal (status, remover);
  if (!status->is_online)
    return g_strdup (_ ("Offline, as you chose."));
  if (status->is_storage_failing)
    return g_strdup (_ ("What others send cannot be kept: the disk may be full."));
  if (status->peers->len == 0)
    return g_strdup (_ ("You are alone in this circle so far."));
  summarise (status, names, &summary);
  here = summary.names;
  if (summary.n_here == 0 && summary.n_refused > 0)
    return g_strdup (_ ("Those who are there do not let this device in."));
  if (summary.n_here == 0 && has_connecting (status))
    return g_strdup (_ ("Looking for the others…"));
  if (summary.n_here == 0)
    return g_strdup (_ ("Nobody else is here now; what you write reaches them when you meet."));
  if (summary.n_ahead > 0)
    return g_strdup_printf (ngettext ("Receiving %u thing from %s.", "Receiving %u things from %s.",
                                      summary.n_ahead),
                            summary.n_ahead, here);
  if (summary.n_behind > 0)
    return g_strdup_printf (ngettext ("Sending %u thing to %s.", "Sending %u things to %s.",
                                      summary.n_behind),
                            summary.n_behind, here);
  return g_strdup_printf (_ ("Up to date with %s."), here);
}
