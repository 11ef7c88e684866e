/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "place-counts.h"

#include "app/control/system-world.h"
#include "core/pairs.h"
#include "decks-page.h"

#include <glib/gi18n.h>

static gpointer
read_on_worker (CenStore *store, gpointer data, GError **error)
{
  const CenWorld *world = cenacle_system_world_get ();
  const CenId *circle = data;
  g_autoptr (GPtrArray) due = cen_pairs_list_due (store, circle, world->now_ms (world), error);
  CenaclePlaceCounts counts = { 0 };

  if (due == NULL || !cenacle_decks_count_now (store, circle, &counts.n_cards, error))
    return NULL;
  counts.n_checkins = due->len;
  return g_memdup2 (&counts, sizeof counts);
}

void
cenacle_place_counts_read_async (CenacleCircle *circle, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer user_data)
{
  CenacleQuery query = { read_on_worker, cen_id_dup (cenacle_circle_get_id (circle)), g_free,
                         g_free };

  cenacle_client_query_async (cenacle_circle_get_client (circle), &query, cancellable, callback,
                              user_data);
}

guint
cenacle_place_counts_get (const CenaclePlaceCounts *self, const char *place, char **ret_words)
{
  guint n = 0;

  *ret_words = NULL;
  if (g_str_equal (place, "decks")) {
    n = self->n_cards;
    *ret_words = g_strdup_printf (ngettext ("%u card to see now", "%u cards to see now", n), n);
  } else if (g_str_equal (place, "pairs")) {
    n = self->n_checkins;
    *ret_words =
        g_strdup_printf (ngettext ("%u pair asks how it goes", "%u pairs ask how it goes", n), n);
  }
  return n;
}
