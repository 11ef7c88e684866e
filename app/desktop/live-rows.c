/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "live-rows.h"

#include "time-text.h"

#include <glib/gi18n.h>

static const CenId *
get_self (const CenacleLiveLook *look)
{
  return &cenacle_circle_get_row (look->circle)->self_member;
}

static const char *
get_name (const CenacleLiveLook *look, const CenId *member)
{
  const CenMemberRow *row = cenacle_circle_get_member (look->circle, member);

  return row != NULL ? row->name : "";
}

static gboolean
is_speaking (const CenacleLiveLook *look, const CenId *member)
{
  const CenLiveView *live = &look->view->live;

  return live->has_speaker && cen_id_equal (&live->speaker, member);
}

/* --- Words --- */

char *
cenacle_live_dup_clock (gint64 ms)
{
  gint64 s = MAX (ms, 0) / 1000;

  /* Translators: minutes and seconds that have passed. */
  return g_strdup_printf (C_ ("stopwatch", "%d:%02d"), (int) (s / 60), (int) (s % 60));
}

static const char *
get_item (const CenacleLiveLook *look, guint step, guint *ret_minutes)
{
  const char *title = "";

  *ret_minutes = 0;
  if (step >= 1 && step <= g_strv_length (look->meeting->agenda))
    cen_agenda_read_item (look->meeting->agenda[step - 1], ret_minutes, &title);
  return title;
}

char *
cenacle_live_dup_step (const CenacleLiveLook *look)
{
  const CenLiveView *live = &look->view->live;
  guint minutes;

  if (live->n_steps == 0)
    return g_strdup ("");
  if (live->step == 0)
    return g_strdup (_ ("Not begun yet"));
  if (live->step > live->n_steps)
    return g_strdup (_ ("The agenda is done"));
  return g_strdup (get_item (look, live->step, &minutes));
}

char *
cenacle_live_dup_planned (const CenacleLiveLook *look)
{
  const CenLiveView *live = &look->view->live;
  g_autofree char *begins = cenacle_time_text_dup_clock (look->occurrence_ms);
  g_autofree char *until = cenacle_time_text_dup_until (look->occurrence_ms);
  guint minutes;

  if (live->step == 0 && look->occurrence_ms > g_get_real_time () / 1000)
    return g_strdup_printf (_ ("Begins at %s, %s"), begins, until);
  get_item (look, live->step, &minutes);
  if (minutes == 0)
    return g_strdup ("");
  return g_strdup_printf (live->is_running
                              ? ngettext ("of %u minute", "of %u minutes", minutes)
                              : ngettext ("of %u minute, paused", "of %u minutes, paused", minutes),
                          minutes);
}

char *
cenacle_live_dup_host (const CenacleLiveLook *look)
{
  const CenLiveView *live = &look->view->live;

  if (live->is_host)
    return g_strdup (_ ("You host"));
  if (!live->has_host)
    return g_strdup (_ ("Nobody hosts; somebody takes over in a moment"));
  return g_strdup_printf (_ ("Hosted by %s"), get_name (look, &live->host));
}

char *
cenacle_live_dup_speaker (const CenacleLiveLook *look)
{
  const CenLiveView *live = &look->view->live;
  g_autofree char *clock = cenacle_live_dup_clock (cenacle_live_view_get_turn_ms (look->view));

  if (!live->has_speaker)
    return g_strdup (live->queue->len > 0 ? _ ("Nobody has the floor")
                                          : _ ("Nobody has asked to speak"));
  if (is_speaking (look, get_self (look)))
    return g_strdup_printf (_ ("You have the floor · %s"), clock);
  /* Translators: who speaks, and for how long. */
  return g_strdup_printf (_ ("%s has the floor · %s"), get_name (look, &live->speaker), clock);
}

/* --- Rows --- */

static CenacleCardRow *
place_row (GtkListBox *list, const char *key, guint place, GCallback pressed, gpointer object)
{
  CenacleCardRow *row = cenacle_card_list_place (list, key, (int) place, pressed, object);

  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  return row;
}

static char *
dup_step_caption (const CenacleLiveLook *look, guint step, guint minutes)
{
  const CenLiveView *live = &look->view->live;
  gint64 spent_ms = cenacle_live_view_get_spent_ms (look->view, step);
  g_autofree char *planned =
      g_strdup_printf (ngettext ("%u minute planned", "%u minutes planned", minutes), minutes);
  g_autofree char *clock = cenacle_live_dup_clock (spent_ms);
  g_autofree char *took = NULL;

  if (step == live->step)
    return g_strdup_printf (C_ ("a step", "now · %s"), planned);
  if (spent_ms < 1000)
    return g_steal_pointer (&planned);
  took = g_strdup_printf (_ ("took %s"), clock);
  /* Translators: what was planned, and what it took. */
  return g_strdup_printf (C_ ("a step", "%s · %s"), planned, took);
}

void
cenacle_live_show_agenda (const CenacleLiveLook *look, GtkListBox *list)
{
  const CenLiveView *live = &look->view->live;

  for (guint step = 1; step <= live->n_steps; step++) {
    g_autofree char *key = g_strdup_printf ("%u", step);
    CenacleCardRow *row = place_row (list, key, step - 1, NULL, NULL);
    guint minutes;
    const char *title = get_item (look, step, &minutes);
    g_autofree char *caption = dup_step_caption (look, step, minutes);

    cenacle_card_row_show (row,
                           step < live->step    ? "✔"
                           : step == live->step ? "▶"
                                                : "○",
                           title, caption, "");
  }
  cenacle_card_list_cut (list, (int) live->n_steps);
}

void
cenacle_live_show_queue (const CenacleLiveLook *look, GtkListBox *list, GCallback pressed,
                         gpointer object)
{
  const CenLiveView *live = &look->view->live;

  for (guint i = 0; i < live->queue->len; i++) {
    const CenId *member = &g_array_index (live->queue, CenId, i);
    g_autofree char *key = cen_id_dup_text (member);
    g_autofree char *place = g_strdup_printf (C_ ("place in a queue", "%u."), i + 1);
    CenacleCardRow *row = place_row (list, key, i, pressed, object);

    cenacle_card_row_show (row, place, get_name (look, member), "", "");
    cenacle_button_strip_set (cenacle_card_row_get_strip (row), "call", _ ("Give the floor"),
                              _ ("Let them speak now"),
                              live->is_host ? CENACLE_BUTTON_PLAIN : CENACLE_BUTTON_GONE);
  }
  cenacle_card_list_cut (list, (int) live->queue->len);
  gtk_widget_set_visible (GTK_WIDGET (list), live->queue->len > 0);
}

static char *
dup_person_caption (const CenacleLiveLook *look, const CenLivePerson *person)
{
  const CenLiveView *live = &look->view->live;
  gboolean hosts = live->has_host && cen_id_equal (&live->host, &person->member);
  g_autofree char *clock = cenacle_live_dup_clock (person->ms);
  g_autofree char *spoke =
      person->ms >= 1000 ? g_strdup_printf (_ ("spoke %s"), clock) : g_strdup ("");

  if (!hosts)
    return g_steal_pointer (&spoke);
  return *spoke == '\0'
             ? g_strdup (C_ ("a person", "hosts"))
             /* Translators: what they do here, and for how long they spoke. */
             : g_strdup_printf (C_ ("a person", "%s · %s"), C_ ("a person", "hosts"), spoke);
}

void
cenacle_live_show_people (const CenacleLiveLook *look, GtkListBox *list, GCallback pressed,
                          gpointer object)
{
  const CenLiveView *live = &look->view->live;

  for (guint i = 0; i < live->people->len; i++) {
    const CenLivePerson *person = &g_array_index (live->people, CenLivePerson, i);
    gboolean is_other = !cen_id_equal (&person->member, get_self (look));
    g_autofree char *key = cen_id_dup_text (&person->member);
    g_autofree char *caption = dup_person_caption (look, person);
    CenacleCardRow *row = place_row (list, key, i, pressed, object);
    CenacleButtonStrip *strip = cenacle_card_row_get_strip (row);
    CenacleButtonState can = live->is_host && is_other ? CENACLE_BUTTON_PLAIN : CENACLE_BUTTON_GONE;

    cenacle_card_row_show (row, "", get_name (look, &person->member), caption, "");
    cenacle_button_strip_set (strip, "call", _ ("Give the floor"), _ ("Let them speak now"),
                              is_speaking (look, &person->member) ? CENACLE_BUTTON_GONE : can);
    cenacle_button_strip_set (strip, "hand", _ ("Let them host"),
                              _ ("They see to the agenda and to who speaks"), can);
  }
  cenacle_card_list_cut (list, (int) live->people->len);
}

/* --- Buttons --- */

void
cenacle_live_show_steps (const CenacleLiveLook *look, CenacleButtonStrip *strip)
{
  const CenLiveView *live = &look->view->live;
  gboolean can = live->is_host && live->n_steps > 0;
  gboolean is_at_step = live->step >= 1 && live->step <= live->n_steps;

  cenacle_button_strip_set (strip, "back", C_ ("agenda", "Back"), _ ("To the step before"),
                            can && live->step > 0 ? CENACLE_BUTTON_PLAIN : CENACLE_BUTTON_GONE);
  cenacle_button_strip_set (strip, "pause", _ ("Pause"), _ ("Stop the time of this step"),
                            can && live->is_running ? CENACLE_BUTTON_PLAIN : CENACLE_BUTTON_GONE);
  cenacle_button_strip_set (strip, "resume", _ ("Go on"), _ ("Let the time of this step go on"),
                            can && is_at_step && !live->is_running ? CENACLE_BUTTON_PLAIN
                                                                   : CENACLE_BUTTON_GONE);
  cenacle_button_strip_set (strip, "next",
                            live->step == 0               ? _ ("Begin")
                            : live->step == live->n_steps ? _ ("End the agenda")
                                                          : _ ("Next step"),
                            _ ("Everybody who is there sees it"),
                            can && live->step <= live->n_steps ? CENACLE_BUTTON_PLAIN
                                                               : CENACLE_BUTTON_GONE);
  cenacle_button_strip_set (strip, "lead", _ ("Take over hosting"), _ ("Become the host"),
                            live->has_entered && !live->is_host &&
                                    (cenacle_circle_can_facilitate (look->circle) ||
                                     cen_id_equal (&look->meeting->host, get_self (look)))
                                ? CENACLE_BUTTON_PLAIN
                                : CENACLE_BUTTON_GONE);
}

void
cenacle_live_show_speaking (const CenacleLiveLook *look, CenacleButtonStrip *strip)
{
  const CenLiveView *live = &look->view->live;
  gboolean speaks = is_speaking (look, get_self (look));
  guint place = cenacle_live_view_get_place (look->view, get_self (look));

  cenacle_button_strip_set (strip, "ask", _ ("I want to speak"), _ ("Join the queue"),
                            !live->has_entered || place > 0 || speaks ? CENACLE_BUTTON_GONE
                                                                      : CENACLE_BUTTON_PLAIN);
  cenacle_button_strip_set (strip, "withdraw", _ ("Not any more"), _ ("Leave the queue"),
                            place > 0 ? CENACLE_BUTTON_PLAIN : CENACLE_BUTTON_GONE);
  cenacle_button_strip_set (strip, "finish", speaks ? _ ("I am done") : _ ("End the turn"),
                            _ ("Let others speak"),
                            speaks || (live->is_host && live->has_speaker) ? CENACLE_BUTTON_PLAIN
                                                                           : CENACLE_BUTTON_GONE);
  cenacle_button_strip_set (strip, "call", _ ("Next speaker"),
                            _ ("Give the floor to who is first in the queue"),
                            live->is_host && live->queue->len > 0 ? CENACLE_BUTTON_PLAIN
                                                                  : CENACLE_BUTTON_GONE);
}
