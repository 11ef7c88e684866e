/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "live-view.h"

static gboolean
read_member (GVariantDict *dict, const char *key, CenId *ret_member)
{
  const char *text;

  return g_variant_dict_lookup (dict, key, "&s", &text) && cen_id_from_text (ret_member, text);
}

static void
read_spent (GVariantDict *dict, CenLiveView *live)
{
  g_autoptr (GVariant) spent = g_variant_dict_lookup_value (dict, "spent", G_VARIANT_TYPE ("ax"));
  gsize n = 0;
  const gint64 *values =
      spent != NULL ? g_variant_get_fixed_array (spent, &n, sizeof *values) : NULL;

  live->n_steps = (guint) MIN (n, CEN_AGENDA_ITEMS_MAX);
  for (guint i = 0; i < live->n_steps; i++)
    live->spent_ms[i] = values[i];
}

static void
read_queue (GVariantDict *dict, CenLiveView *live)
{
  g_autofree const char **queue = NULL;

  if (!g_variant_dict_lookup (dict, "queue", "^a&s", &queue))
    return;
  for (guint i = 0; queue[i] != NULL; i++) {
    CenId member;

    if (cen_id_from_text (&member, queue[i]))
      g_array_append_val (live->queue, member);
  }
}

static void
read_people (GVariantDict *dict, CenLiveView *live)
{
  g_autoptr (GVariant) people =
      g_variant_dict_lookup_value (dict, "people", G_VARIANT_TYPE ("a(st)"));

  for (gsize i = 0; people != NULL && i < g_variant_n_children (people); i++) {
    CenLivePerson person;
    const char *text;
    guint64 ms;

    g_variant_get_child (people, i, "(&st)", &text, &ms);
    person.ms = (gint64) MIN (ms, (guint64) CEN_LIVE_MS_MAX);
    if (cen_id_from_text (&person.member, text))
      g_array_append_val (live->people, person);
  }
}

CenacleLiveView *
cenacle_live_view_new (GVariant *answer)
{
  g_auto (GVariantDict) dict = G_VARIANT_DICT_INIT (answer);
  CenacleLiveView *self = g_new0 (CenacleLiveView, 1);
  CenLiveView *live = &self->live;

  self->read_us = g_get_monotonic_time ();
  live->queue = g_array_new (FALSE, FALSE, sizeof (CenId));
  live->people = g_array_new (FALSE, FALSE, sizeof (CenLivePerson));
  g_variant_dict_lookup (&dict, "entered", "b", &live->has_entered);
  g_variant_dict_lookup (&dict, "hosting", "b", &live->is_host);
  g_variant_dict_lookup (&dict, "step", "u", &live->step);
  g_variant_dict_lookup (&dict, "running", "b", &live->is_running);
  g_variant_dict_lookup (&dict, "turn", "x", &live->turn_ms);
  live->has_host = read_member (&dict, "host", &live->host);
  live->has_speaker = read_member (&dict, "speaker", &live->speaker);
  read_spent (&dict, live);
  read_queue (&dict, live);
  read_people (&dict, live);
  return self;
}

void
cenacle_live_view_free (CenacleLiveView *self)
{
  if (self == NULL)
    return;
  cen_live_view_clear (&self->live);
  g_free (self);
}

static gint64
get_passed_ms (const CenacleLiveView *self)
{
  return (g_get_monotonic_time () - self->read_us) / 1000;
}

gint64
cenacle_live_view_get_spent_ms (const CenacleLiveView *self, guint n)
{
  if (n < 1 || n > self->live.n_steps)
    return 0;
  return self->live.spent_ms[n - 1] +
         (self->live.is_running && n == self->live.step ? get_passed_ms (self) : 0);
}

gint64
cenacle_live_view_get_turn_ms (const CenacleLiveView *self)
{
  return self->live.has_speaker ? self->live.turn_ms + get_passed_ms (self) : 0;
}

guint
cenacle_live_view_get_place (const CenacleLiveView *self, const CenId *member)
{
  for (guint i = 0; i < self->live.queue->len; i++) {
    if (cen_id_equal (&g_array_index (self->live.queue, CenId, i), member))
      return i + 1;
  }
  return 0;
}
