/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "sessions-page.h"

#include "app/control/calendar.h"
#include "app/control/formats.h"
#include "app/control/name-list.h"
#include "app/control/system-world.h"
#include "card-row.h"
#include "detail-pane.h"
#include "object-commands.h"
#include "session-calendar.h"
#include "session-dialog.h"
#include "session-material.h"
#include "session-plan.h"
#include "time-text.h"
#include "window.h"

#include <glib/gi18n.h>

struct _CenacleSessionsPage {
  CenacleObjectPage parent;
  GtkListBox *lists[3]; /* by CenacleSessionPhase */
};

G_DEFINE_FINAL_TYPE (CenacleSessionsPage, cenacle_sessions_page, CENACLE_TYPE_OBJECT_PAGE)

static CenacleCircle *
get_circle (CenacleSessionsPage *self)
{
  return cenacle_object_page_get_circle (CENACLE_OBJECT_PAGE (self));
}

static const CenId *
get_self_member (CenacleSessionsPage *self)
{
  return &cenacle_circle_get_row (get_circle (self))->self_member;
}

static const char *
get_name (CenacleSessionsPage *self, const CenId *member)
{
  const CenMemberRow *row = cenacle_circle_get_member (get_circle (self), member);

  return row != NULL ? row->name : "";
}

static const CenacleSession *
find (CenacleSessionsPage *self, const char *key)
{
  GPtrArray *all = cenacle_object_page_get_answer (CENACLE_OBJECT_PAGE (self));
  CenId id;

  return all != NULL && cen_id_from_text (&id, key) ? cenacle_session_list_find (all, &id) : NULL;
}

/* --- Words --- */

static char *
dup_when (gint64 start_ms)
{
  g_autofree char *day = cenacle_time_text_dup_day (start_ms);
  g_autofree char *clock = cenacle_time_text_dup_clock (start_ms);

  /* Translators: a day, and a time. */
  return g_strdup_printf (C_ ("day and time", "%s, %s"), day, clock);
}

static const char *
get_repeat_label (const CenMeeting *meeting)
{
  const char *word = cenacle_calendar_get_word (meeting->repeat);

  if (*meeting->repeat == '\0')
    return "";
  return g_strcmp0 (word, "weekly") == 0     ? _ ("every week")
         : g_strcmp0 (word, "biweekly") == 0 ? _ ("every two weeks")
         : g_strcmp0 (word, "monthly") == 0  ? _ ("every month")
                                             : _ ("repeats");
}

static void
append_part (GString *text, const char *part)
{
  if (*part != '\0')
    g_string_append_printf (text, " · %s", part);
}

static char *
dup_caption (CenacleSessionsPage *self, const CenacleSession *session)
{
  const CenMeeting *meeting = session->meeting;
  const CenacleFormatRow *format = cenacle_formats_find (meeting->format);
  g_autofree char *when = dup_when (session->start_ms);
  g_autofree char *elsewhere = cenacle_calendar_dup_elsewhere (session->start_ms, meeting->zone);
  g_autofree char *lasts =
      g_strdup_printf (ngettext ("%u minute", "%u minutes", meeting->minutes), meeting->minutes);
  g_autofree char *host = g_strdup_printf (_ ("hosted by %s"), get_name (self, &meeting->host));
  GString *text = g_string_new (meeting->is_cancelled ? _ ("Called off") : when);

  append_part (text, elsewhere);
  append_part (text, lasts);
  append_part (text, get_repeat_label (meeting));
  append_part (text, format != NULL ? _ (format->name) : meeting->format);
  append_part (text, meeting->place);
  append_part (text, host);
  return g_string_free (text, FALSE);
}

static char *
join_guests (CenacleSessionsPage *self, GArray *guests, CenRsvp answer, gboolean is_waiting)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; i < guests->len; i++) {
    const CenGuest *guest = &g_array_index (guests, CenGuest, i);

    if (guest->answer == answer && guest->is_waiting == is_waiting)
      g_ptr_array_add (names, (gpointer) get_name (self, &guest->member));
  }
  return cenacle_name_list_dup_text (names);
}

/* "Coming: Ana and Bo. Perhaps: Dan." */
static char *
dup_guests (CenacleSessionsPage *self, const CenacleSession *session)
{
  static const struct {
    const char *format;
    CenRsvp answer;
    gboolean is_waiting;
  } rows[] = {
    { N_ ("Coming: %s"), CEN_RSVP_YES, FALSE },
    { N_ ("Waiting for a place: %s"), CEN_RSVP_YES, TRUE },
    { N_ ("Perhaps: %s"), CEN_RSVP_MAYBE, FALSE },
    { N_ ("Not coming: %s"), CEN_RSVP_NO, FALSE },
  };
  g_autoptr (GArray) guests = cen_meeting_list_guests (session->row, session->start_ms);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *names = join_guests (self, guests, rows[i].answer, rows[i].is_waiting);

    if (*names == '\0')
      continue;
    if (text->len > 0)
      g_string_append (text, "\n\n");
    g_string_append_printf (text, _ (rows[i].format), names);
  }
  return g_string_free (text, FALSE);
}

/* --- Buttons --- */

static void
show_answers (CenacleSessionsPage *self, CenacleButtonStrip *strip, const CenacleSession *session)
{
  static const struct {
    const char *name;
    const char *label;
    const char *description;
  } rows[] = {
    [CEN_RSVP_NO] = { "no", N_ ("I cannot come"), N_ ("Say that you will not be there") },
    [CEN_RSVP_YES] = { "yes", N_ ("I come"), N_ ("Say that you will be there") },
    [CEN_RSVP_MAYBE] = { "maybe", N_ ("Perhaps"), N_ ("Say that you may be there") },
  };
  static const CenRsvp order[] = { CEN_RSVP_YES, CEN_RSVP_MAYBE, CEN_RSVP_NO };
  gboolean can = cenacle_object_page_is_active (CENACLE_OBJECT_PAGE (self)) &&
                 session->phase != CENACLE_SESSION_WAS;
  int own = cenacle_session_get_answer (session, get_self_member (self), -1);

  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    cenacle_button_strip_set (strip, rows[order[i]].name, _ (rows[order[i]].label),
                              _ (rows[order[i]].description),
                              !can                    ? CENACLE_BUTTON_GONE
                              : own == (int) order[i] ? CENACLE_BUTTON_ON
                                                      : CENACLE_BUTTON_OFF);
}

static void
show_enter (CenacleSessionsPage *self, CenacleButtonStrip *strip, const CenacleSession *session)
{
  gboolean can = cenacle_object_page_is_active (CENACLE_OBJECT_PAGE (self)) &&
                 session->phase == CENACLE_SESSION_IS_ON;

  cenacle_button_strip_set (strip, "enter", _ ("Enter the session"),
                            _ ("The agenda, who wants to speak, and the notes"),
                            can ? CENACLE_BUTTON_PLAIN : CENACLE_BUTTON_GONE);
}

static gboolean
was_there (CenacleSessionsPage *self, const CenacleSession *session)
{
  char key[CEN_OCCURRENCE_KEY_MAX + 1];

  cen_meeting_write_key (session->held_ms, key);
  return cen_object_row_get_mark (session->row, CEN_SESSION_ATTEND, key, get_self_member (self)) !=
         NULL;
}

/* One that repeats and was called off took place before. */
static gboolean
has_been (const CenacleSession *session)
{
  return session->held_ms != 0 && session->held_ms <= g_get_real_time () / 1000 &&
         (!session->meeting->is_cancelled || *session->meeting->repeat != '\0');
}

static void
show_more (CenacleSessionsPage *self, CenacleButtonStrip *strip, const CenacleSession *session)
{
  gboolean can = cenacle_object_page_is_active (CENACLE_OBJECT_PAGE (self));
  gboolean was_held = can && has_been (session);
  gboolean is_mine = session->row->is_own || cenacle_circle_can_facilitate (get_circle (self));
  gboolean hosts = cen_id_equal (&session->meeting->host, get_self_member (self));

  cenacle_button_strip_set (strip, "attend", _ ("I was there"), _ ("Note that you took part"),
                            !was_held                   ? CENACLE_BUTTON_GONE
                            : was_there (self, session) ? CENACLE_BUTTON_ON
                                                        : CENACLE_BUTTON_OFF);
  cenacle_button_strip_set (strip, "judge", _ ("How was it?"), _ ("Answer two short questions"),
                            was_held ? CENACLE_BUTTON_PLAIN : CENACLE_BUTTON_GONE);
  cenacle_button_strip_set (strip, "write", _ ("Write minutes"),
                            _ ("Keep what was said and decided"),
                            was_held ? CENACLE_BUTTON_PLAIN : CENACLE_BUTTON_GONE);
  cenacle_button_strip_set (strip, "thank", _ ("Say thanks…"), _ ("For this session"),
                            was_held ? CENACLE_BUTTON_PLAIN : CENACLE_BUTTON_GONE);
  cenacle_button_strip_set (strip, "attach", _ ("From the library…"),
                            _ ("Puts something where everybody in the session has it at hand"),
                            can ? CENACLE_BUTTON_PLAIN : CENACLE_BUTTON_GONE);
  cenacle_button_strip_set (strip, "host", _ ("Take over hosting"), _ ("Become the host"),
                            can && !hosts ? CENACLE_BUTTON_PLAIN : CENACLE_BUTTON_GONE);
  cenacle_button_strip_set (strip, "remind", _ ("Remind me…"), _ ("Choose how long before"),
                            session->phase == CENACLE_SESSION_COMES ? CENACLE_BUTTON_PLAIN
                                                                    : CENACLE_BUTTON_GONE);
  cenacle_button_strip_set (strip, "save", _ ("As a calendar…"),
                            _ ("A file that other calendars can read"), CENACLE_BUTTON_PLAIN);
  cenacle_button_strip_set (strip, "change", _ ("Change…"),
                            _ ("When and where it is, what it is about, and its agenda"),
                            can && is_mine ? CENACLE_BUTTON_PLAIN : CENACLE_BUTTON_GONE);
  cenacle_button_strip_set (strip, "cancel",
                            session->meeting->is_cancelled ? _ ("Hold it after all")
                                                           : _ ("Call it off"),
                            _ ("Everybody sees whether it takes place"),
                            can && is_mine ? CENACLE_BUTTON_PLAIN : CENACLE_BUTTON_GONE);
}

static void
answer (CenacleSessionsPage *self, const CenacleSession *session, guint64 number)
{
  gboolean is_same =
      cenacle_session_get_answer (session, get_self_member (self), -1) == (int) number;
  char key[CEN_OCCURRENCE_KEY_MAX + 1];

  cen_meeting_write_key (session->start_ms, key);
  cenacle_objects_mark (get_circle (self), &session->row->id, "rsvp", key,
                        is_same ? g_variant_new_boolean (FALSE) : g_variant_new_uint64 (number),
                        cenacle_commands_show_error_cb, g_object_ref (self));
}

static void
attend (CenacleSessionsPage *self, const CenacleSession *session)
{
  char key[CEN_OCCURRENCE_KEY_MAX + 1];

  cen_meeting_write_key (session->held_ms, key);
  cenacle_objects_mark (get_circle (self), &session->row->id, "attend", key,
                        g_variant_new_boolean (!was_there (self, session)),
                        cenacle_commands_show_error_cb, g_object_ref (self));
}

static void
set_field (CenacleSessionsPage *self, const CenacleSession *session, const char *name,
           GVariant *value)
{
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);

  g_variant_dict_insert_value (&fields, name, value);
  cenacle_objects_set (get_circle (self), &session->row->id, g_variant_dict_end (&fields),
                       cenacle_commands_show_error_cb, g_object_ref (self));
}

static void
press (CenacleSessionsPage *self, const char *key, const char *name)
{
  const CenacleSession *session = find (self, key);

  if (session == NULL)
    return;
  if (g_str_equal (name, "enter")) {
    gtk_widget_activate_action (GTK_WIDGET (self), "sessions.enter", "s", key);
  } else if (g_str_equal (name, "judge")) {
    cenacle_session_dialog_judge (GTK_WIDGET (self), get_circle (self), &session->row->id,
                                  session->held_ms);
  } else if (g_str_equal (name, "remind")) {
    cenacle_session_dialog_remind (GTK_WIDGET (self), get_circle (self), &session->row->id);
  } else if (g_str_equal (name, "save")) {
    cenacle_session_calendar_save (GTK_WIDGET (self), get_circle (self),
                                   cenacle_object_page_get_answer (CENACLE_OBJECT_PAGE (self)),
                                   session);
  } else if (g_str_equal (name, "change")) {
    cenacle_session_change (GTK_WIDGET (self), get_circle (self), &session->row->id,
                            session->meeting);
  } else if (g_str_equal (name, "write")) {
    cenacle_session_dialog_write (GTK_WIDGET (self), get_circle (self), session);
  } else if (g_str_equal (name, "thank")) {
    gtk_widget_activate_action (GTK_WIDGET (self), "win.thank", "s", key);
  } else if (g_str_equal (name, "attach")) {
    cenacle_session_material_pick (GTK_WIDGET (self), get_circle (self), &session->row->id);
  } else if (g_str_equal (name, "attend")) {
    attend (self, session);
  } else if (g_str_equal (name, "host")) {
    g_autofree char *member = cen_id_dup_text (get_self_member (self));

    set_field (self, session, "host", g_variant_new_string (member));
  } else if (g_str_equal (name, "cancel")) {
    set_field (self, session, "cancelled", g_variant_new_boolean (!session->meeting->is_cancelled));
  } else {
    answer (self, session,
            g_str_equal (name, "yes")  ? CEN_RSVP_YES
            : g_str_equal (name, "no") ? CEN_RSVP_NO
                                       : CEN_RSVP_MAYBE);
  }
}

/* --- The pane beside --- */

static void
pane_pressed_cb (CenacleDetailPane *pane, const char *name, CenacleSessionsPage *self)
{
  press (self, cenacle_detail_pane_get_key (pane), name);
}

static void
no_press_cb (void)
{
}

static void
show_row (GtkListBox *list, guint place, const char *title, const char *caption, const char *text)
{
  g_autofree char *key = g_strdup_printf ("%u", place);
  CenacleCardRow *row =
      cenacle_card_list_place (list, key, (int) place, G_CALLBACK (no_press_cb), list);

  cenacle_card_row_show (row, "", title, caption, text);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
}

/* Each point with the time at which it begins. */
static void
show_agenda (GtkListBox *list, const CenacleSession *session)
{
  gint64 at_ms = session->start_ms;
  guint n = 0;

  for (; session->meeting->agenda[n] != NULL; n++) {
    const char *title;
    guint minutes;
    gboolean is_timed = cen_agenda_read_item (session->meeting->agenda[n], &minutes, &title);
    g_autofree char *clock = cenacle_time_text_dup_clock (at_ms);
    g_autofree char *caption =
        /* Translators: when it begins, and how long it lasts. */
        is_timed ? g_strdup_printf (ngettext ("%s · %u minute", "%s · %u minutes", minutes), clock,
                                    minutes)
                 : g_strdup ("");

    show_row (list, n, title, caption, "");
    at_ms += (gint64) minutes * 60000;
  }
  cenacle_card_list_cut (list, (int) n);
}

static void
show_feedback (CenacleSessionsPage *self, GtkListBox *list, const CenacleSession *session)
{
  g_autoptr (GArray) present = cen_meeting_list_present (session->row, session->held_ms);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autofree char *text = NULL;
  CenFeedback feedback;
  guint n = 0;

  cen_meeting_sum_feedback (session->row, session->held_ms, &feedback);
  for (guint i = 0; i < present->len; i++)
    g_ptr_array_add (names, (gpointer) get_name (self, &g_array_index (present, CenId, i)));
  text = cenacle_name_list_dup_text (names);
  if (present->len > 0)
    show_row (list, n++, _ ("Were there"), text, "");
  if (feedback.n > 0) {
    g_autofree char *caption =
        /* Translators: how many answered; two means of answers from 1 to 5. */
        g_strdup_printf (ngettext ("%u answer: useful %.1f, would come again %.1f, of 5",
                                   "%u answers: useful %.1f, would come again %.1f, of 5",
                                   feedback.n),
                         feedback.n, feedback.mean[0], feedback.mean[1]);

    show_row (list, n++, _ ("How it was"), caption, "");
  }
  cenacle_card_list_cut (list, (int) n);
}

static void
show_minutes (GtkListBox *list, const CenacleSession *session)
{
  for (guint i = 0; i < session->minutes->len; i++) {
    const CenObjectRow *row = session->minutes->pdata[i];
    g_autofree char *text = cen_object_row_dup_text (row, CEN_MINUTES_TEXT);
    g_autofree char *when = dup_when ((gint64) cen_object_row_get_uint (row, CEN_MINUTES_WHEN, 0));

    show_row (list, i, row->author_name, when, text);
  }
  cenacle_card_list_cut (list, (int) session->minutes->len);
}

static char *
dup_words (CenacleSessionsPage *self, const CenacleSession *session)
{
  g_autofree char *guests = dup_guests (self, session);

  if (*session->meeting->text == '\0')
    return g_steal_pointer (&guests);
  return g_strdup_printf ("%s\n\n%s", session->meeting->text, guests);
}

static void
show_pane (CenacleSessionsPage *self, CenacleDetailPane *pane, const CenacleSession *session)
{
  g_autofree char *caption = dup_caption (self, session);
  g_autofree char *text = dup_words (self, session);

  cenacle_detail_pane_show (pane, session->meeting->title, caption, text);
  show_enter (self, cenacle_detail_pane_get_strip (pane), session);
  show_answers (self, cenacle_detail_pane_get_strip (pane), session);
  show_more (self, cenacle_detail_pane_get_strip (pane), session);
  show_agenda (g_object_get_data (G_OBJECT (pane), "agenda"), session);
  cenacle_session_material_show (g_object_get_data (G_OBJECT (pane), "material"), get_circle (self),
                                 session->row);
  show_feedback (self, g_object_get_data (G_OBJECT (pane), "kept"), session);
  show_minutes (g_object_get_data (G_OBJECT (pane), "minutes"), session);
  cenacle_detail_pane_settle (pane);
  cenacle_detail_pane_set_field (pane, NULL);
}

static void
open_session (CenacleSessionsPage *self, const CenacleSession *session)
{
  g_autofree char *key = cen_id_dup_text (&session->row->id);
  CenacleDetailPane *pane = cenacle_detail_pane_new (key);

  g_object_set_data (G_OBJECT (pane), "agenda", cenacle_detail_pane_add_list (pane, _ ("Agenda")));
  g_object_set_data (G_OBJECT (pane), "material",
                     cenacle_detail_pane_add_list (pane, _ ("At hand")));
  g_object_set_data (G_OBJECT (pane), "kept",
                     cenacle_detail_pane_add_list (pane, _ ("Afterwards")));
  g_object_set_data (G_OBJECT (pane), "minutes",
                     cenacle_detail_pane_add_list (pane, C_ ("of a meeting", "Minutes")));
  g_signal_connect_object (pane, "pressed", G_CALLBACK (pane_pressed_cb), self, 0);
  show_pane (self, pane, session);
  cenacle_window_show_detail (GTK_WIDGET (self), GTK_WIDGET (pane), _ ("Session"));
}

/* --- The page --- */

static void
row_pressed_cb (CenacleCardRow *row, const char *name, CenacleSessionsPage *self)
{
  press (self, cenacle_card_row_get_key (row), name);
}

static void
row_activated_cb (CenacleSessionsPage *self, GtkListBoxRow *row)
{
  const CenacleSession *session = find (self, cenacle_card_row_get_key (CENACLE_CARD_ROW (row)));

  if (session != NULL)
    open_session (self, session);
}

static void
show (CenacleObjectPage *page, gpointer read)
{
  CenacleSessionsPage *self = CENACLE_SESSIONS_PAGE (page);
  GPtrArray *all = read;
  GtkWidget *pane = cenacle_window_get_detail (GTK_WIDGET (self));
  const CenacleSession *shown =
      CENACLE_IS_DETAIL_PANE (pane)
          ? find (self, cenacle_detail_pane_get_key (CENACLE_DETAIL_PANE (pane)))
          : NULL;
  int n[3] = { 0 };

  for (guint i = 0; i < all->len; i++) {
    const CenacleSession *session = all->pdata[i];
    g_autofree char *key = cen_id_dup_text (&session->row->id);
    g_autofree char *caption = dup_caption (self, session);
    CenacleCardRow *row =
        cenacle_card_list_place (self->lists[session->phase], key, n[session->phase]++,
                                 G_CALLBACK (row_pressed_cb), self);

    cenacle_card_row_show (row, "", session->meeting->title, caption, "");
    show_enter (self, cenacle_card_row_get_strip (row), session);
    show_answers (self, cenacle_card_row_get_strip (row), session);
  }
  for (guint i = 0; i < G_N_ELEMENTS (n); i++)
    cenacle_card_list_cut (self->lists[i], n[i]);
  if (shown != NULL)
    show_pane (self, CENACLE_DETAIL_PANE (pane), shown);
}

static void
open_object (CenacleObjectPage *page, const CenId *object)
{
  const CenacleSession *session =
      cenacle_session_list_find (cenacle_object_page_get_answer (page), object);

  if (session != NULL)
    open_session (CENACLE_SESSIONS_PAGE (page), session);
}

static void
plan_cb (CenacleSessionsPage *self)
{
  cenacle_session_plan (GTK_WIDGET (self), get_circle (self), NULL);
}

static void
save_cb (CenacleSessionsPage *self)
{
  GPtrArray *all = cenacle_object_page_get_answer (CENACLE_OBJECT_PAGE (self));

  if (all != NULL)
    cenacle_session_calendar_save (GTK_WIDGET (self), get_circle (self), all, NULL);
}

static void
import_cb (CenacleSessionsPage *self)
{
  cenacle_session_calendar_import (GTK_WIDGET (self), get_circle (self));
}

static gpointer
read_sessions (CenStore *store, const CenId *circle, GError **error)
{
  const CenWorld *world = cenacle_system_world_get ();

  return cenacle_session_list_read (store, circle, world->now_ms (world), error);
}

static void
free_sessions (gpointer answer)
{
  g_ptr_array_unref (answer);
}

static void
cenacle_sessions_page_class_init (CenacleSessionsPageClass *klass)
{
  CenacleObjectPageClass *page_class = CENACLE_OBJECT_PAGE_CLASS (klass);

  page_class->read = read_sessions;
  page_class->free_answer = free_sessions;
  page_class->show = show;
  page_class->open_object = open_object;
}

static void
cenacle_sessions_page_init (CenacleSessionsPage *self)
{
  CenacleObjectPage *page = CENACLE_OBJECT_PAGE (self);

  cenacle_object_page_add_button (page, _ ("Plan a session"), G_CALLBACK (plan_cb));
  cenacle_object_page_add_button (page, _ ("From a calendar…"), G_CALLBACK (import_cb));
  cenacle_object_page_add_button (page, _ ("As a calendar…"), G_CALLBACK (save_cb));
  self->lists[CENACLE_SESSION_IS_ON] =
      cenacle_object_page_add_group (page, C_ ("sessions", "Now"), G_CALLBACK (row_activated_cb));
  self->lists[CENACLE_SESSION_COMES] =
      cenacle_object_page_add_group (page, _ ("To come"), G_CALLBACK (row_activated_cb));
  self->lists[CENACLE_SESSION_WAS] = cenacle_object_page_add_group (page, C_ ("sessions", "Before"),
                                                                    G_CALLBACK (row_activated_cb));
  cenacle_object_page_set_empty (page, "cenacle-session-symbolic", _ ("No session yet"),
                                 _ ("Meeting regularly is what makes a circle live. Plan the first "
                                    "session; everybody can."));
}
