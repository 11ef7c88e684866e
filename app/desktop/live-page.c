/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The page is in the session from cenacle_live_page_open() until it is told to leave, also while
 * another page of the window shows; so attendance is noted for who stays a while. Below WIDE_PX the
 * session and its notes take turns. */

#include "live-page.h"

#include "app/control/occurrences.h"
#include "live-rows.h"
#include "note-editor.h"
#include "object-commands.h"
#include "session-dialog.h"
#include "session-live.h"
#include "session-recap.h"
#include "time-text.h"
#include "window.h"

#include <glib/gi18n.h>

#define WIDE_PX      680
#define OLD_NOTES_MS (G_GINT64_CONSTANT (12) * 3600 * 1000) /* those of another occurrence */

struct _CenacleLivePage {
  GtkWidget parent;
  GtkLabel *title;
  GtkWidget *note_toggle;
  GtkWidget *session_side;
  GtkWidget *separator;
  GtkStack *note_side;
  GtkWidget *consent;
  GtkLabel *step;
  GtkLabel *clock;
  GtkLabel *planned;
  GtkLabel *host;
  CenacleButtonStrip *steps;
  GtkLabel *speaker;
  CenacleButtonStrip *speaking;
  GtkListBox *queue;
  GtkWidget *agenda_box;
  GtkListBox *agenda;
  GtkListBox *people;
  CenacleButtonStrip *after;
  GtkWidget *editor;
  gboolean is_wide;
  guint fit_source;
  guint tick_source;
  CenacleCircle *circle; /* NULL: no session */
  CenObjectRow *row;
  CenMeeting *meeting;
  gint64 occurrence_ms;
  CenacleSessionLive *live;
  CenId note;      /* that shows; zero: none */
  gint64 since_us; /* there since then, or since it has begun */
  gboolean has_noted;
};

G_DEFINE_FINAL_TYPE (CenacleLivePage, cenacle_live_page, GTK_TYPE_WIDGET)

static guint attend_after_s = CENACLE_LIVE_PAGE_ATTEND_S;

void
cenacle_live_page_set_attend_after (guint seconds)
{
  attend_after_s = seconds;
}

static void
show_toast (CenacleLivePage *self, const char *sentence)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", sentence);
}

/* --- What shows --- */

static gint64
get_now_ms (void)
{
  return g_get_real_time () / 1000;
}

static gboolean
look (CenacleLivePage *self, CenacleLiveLook *ret_look)
{
  const CenacleLiveView *view =
      self->live != NULL ? cenacle_session_live_get_view (self->live) : NULL;

  *ret_look = (CenacleLiveLook){ self->circle, self->meeting, self->occurrence_ms, view };
  return view != NULL;
}

static gboolean
is_over (CenacleLivePage *self, const CenLiveView *live)
{
  return (live->n_steps > 0 && live->step > live->n_steps) ||
         get_now_ms () >= self->occurrence_ms + (gint64) self->meeting->minutes * 60000;
}

static void
show_after (CenacleLivePage *self, const CenLiveView *live)
{
  gboolean over = is_over (self, live);
  CenacleButtonState host = over && live->is_host ? CENACLE_BUTTON_PLAIN : CENACLE_BUTTON_GONE;

  cenacle_button_strip_set (self->after, "judge", _ ("How was it?"),
                            _ ("Answer two short questions"),
                            over ? CENACLE_BUTTON_PLAIN : CENACLE_BUTTON_GONE);
  cenacle_button_strip_set (self->after, "minutes", _ ("Keep the notes as minutes"),
                            _ ("The notes as they are now become the minutes of the session"),
                            cen_id_is_zero (&self->note) ? CENACLE_BUTTON_GONE : host);
  cenacle_button_strip_set (self->after, "recap", _ ("Post a recap"),
                            _ ("Tell a channel who came and what was decided"), host);
}

static void
set_label (GtkLabel *label, char *text)
{
  if (g_strcmp0 (gtk_label_get_text (label), text) != 0)
    gtk_label_set_text (label, text);
  gtk_widget_set_visible (GTK_WIDGET (label), *text != '\0');
  g_free (text);
}

/* What passes with time alone. */
static void
show_time (CenacleLivePage *self)
{
  CenacleLiveLook now;

  if (!look (self, &now))
    return;
  set_label (self->clock, now.view->live.step >= 1 && now.view->live.step <= now.view->live.n_steps
                              ? cenacle_live_dup_clock (
                                    cenacle_live_view_get_spent_ms (now.view, now.view->live.step))
                              : g_strdup (""));
  set_label (self->planned, cenacle_live_dup_planned (&now));
  set_label (self->speaker, cenacle_live_dup_speaker (&now));
  show_after (self, &now.view->live);
}

static void
row_pressed_cb (CenacleCardRow *row, const char *name, CenacleLivePage *self)
{
  CenId member;

  if (self->live != NULL && cen_id_from_text (&member, cenacle_card_row_get_key (row)))
    cenacle_session_live_act (self->live,
                              g_str_equal (name, "hand") ? CEN_LIVE_HAND : CEN_LIVE_CALL, &member);
}

static void
show_view (CenacleLivePage *self)
{
  CenacleLiveLook now;

  if (!look (self, &now))
    return;
  gtk_label_set_text (self->title, self->meeting->title);
  gtk_widget_set_visible (self->agenda_box, now.view->live.n_steps > 0);
  set_label (self->step, cenacle_live_dup_step (&now));
  set_label (self->host, cenacle_live_dup_host (&now));
  cenacle_live_show_agenda (&now, self->agenda);
  cenacle_live_show_queue (&now, self->queue, G_CALLBACK (row_pressed_cb), self);
  cenacle_live_show_people (&now, self->people, G_CALLBACK (row_pressed_cb), self);
  cenacle_live_show_steps (&now, self->steps);
  cenacle_live_show_speaking (&now, self->speaking);
  show_time (self);
}

/* --- Notes --- */

/* The session's, unless they are of another time that it was held. */
static gboolean
find_note (CenacleLivePage *self, CenId *ret_note)
{
  g_autoptr (CenObjectRow) row = NULL;

  if (cen_id_is_zero (&self->meeting->note))
    return FALSE;
  row = cen_query_object (cenacle_circle_get_store (self->circle),
                          cenacle_circle_get_id (self->circle), &self->meeting->note, NULL);
  if (row == NULL || row->state == CEN_OBJECT_REDACTED ||
      (*self->meeting->repeat != '\0' && row->time_ms < self->occurrence_ms - OLD_NOTES_MS))
    return FALSE;
  *ret_note = row->id;
  return TRUE;
}

static void
show_note (CenacleLivePage *self)
{
  CenId note = { { 0 } };

  if (find_note (self, &note) && cen_id_equal (&note, &self->note))
    return;
  self->note = note;
  if (cen_id_is_zero (&note)) {
    cenacle_note_editor_open (CENACLE_NOTE_EDITOR (self->editor), self->circle, NULL);
    gtk_stack_set_visible_child_name (self->note_side, "none");
    return;
  }
  cenacle_note_editor_open (CENACLE_NOTE_EDITOR (self->editor), self->circle, &note);
  gtk_stack_set_visible_child (self->note_side, self->editor);
}

static void
note_created_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CenacleLivePage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = cenacle_commands_finish (result, &error);
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);

  (void) source;
  if (id == NULL) {
    show_toast (self, error->message);
    return;
  }
  if (self->row == NULL)
    return;
  g_variant_dict_insert (&fields, "note", "s", id);
  cenacle_objects_set (self->circle, &self->row->id, g_variant_dict_end (&fields),
                       cenacle_commands_show_error_cb, g_object_ref (self));
}

static void
begin_notes_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CenacleLivePage *self = CENACLE_LIVE_PAGE (widget);
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);
  g_autofree char *day = cenacle_time_text_dup_day (self->occurrence_ms);
  g_autofree char *about = NULL;
  g_autofree char *title = NULL;

  (void) action;
  (void) parameter;
  if (self->row == NULL)
    return;
  about = cen_id_dup_text (&self->row->id);
  /* Translators: the title of notes: of which session, of which day. */
  title = g_strdup_printf (_ ("%s, %s"), self->meeting->title, day);
  g_variant_dict_insert (&fields, "title", "s", title);
  g_variant_dict_insert (&fields, "about", "s", about);
  cenacle_objects_create (self->circle, "note", g_variant_dict_end (&fields), note_created_cb,
                          g_object_ref (self));
}

/* --- Attendance --- */

static void
show_consent (CenacleLivePage *self)
{
  GSettings *settings = cenacle_window_get_settings (GTK_WIDGET (self));
  g_autofree char *choice =
      settings != NULL ? g_settings_get_string (settings, "note-attendance") : g_strdup ("ask");

  gtk_widget_set_visible (self->consent, g_str_equal (choice, "ask"));
}

static void
note_attendance (CenacleLivePage *self)
{
  GSettings *settings = cenacle_window_get_settings (GTK_WIDGET (self));
  g_autofree char *choice =
      settings != NULL ? g_settings_get_string (settings, "note-attendance") : g_strdup ("ask");
  char key[CEN_OCCURRENCE_KEY_MAX + 1];

  if (get_now_ms () < self->occurrence_ms)
    self->since_us = g_get_monotonic_time ();
  if (self->has_noted || !g_str_equal (choice, "always") ||
      g_get_monotonic_time () - self->since_us < attend_after_s * G_USEC_PER_SEC)
    return;
  self->has_noted = TRUE;
  cen_meeting_write_key (self->occurrence_ms, key);
  if (cen_object_row_get_mark (self->row, CEN_SESSION_ATTEND, key,
                               &cenacle_circle_get_row (self->circle)->self_member) == NULL)
    cenacle_objects_mark (self->circle, &self->row->id, "attend", key, g_variant_new_boolean (TRUE),
                          cenacle_commands_show_error_cb, g_object_ref (self));
}

static void
consent_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  GSettings *settings = cenacle_window_get_settings (widget);

  (void) action;
  if (settings != NULL)
    g_settings_set_string (settings, "note-attendance", g_variant_get_string (parameter, NULL));
  gtk_widget_set_visible (CENACLE_LIVE_PAGE (widget)->consent, FALSE);
}

static gboolean
tick_cb (gpointer data)
{
  CenacleLivePage *self = data;

  show_time (self);
  note_attendance (self);
  return G_SOURCE_CONTINUE;
}

/* --- Buttons --- */

static gboolean
find_act (const char *name, CenLiveAct *ret_act)
{
  for (guint i = 0; cen_live_act_names[i] != NULL; i++) {
    if (g_str_equal (cen_live_act_names[i], name)) {
      *ret_act = (CenLiveAct) i;
      return TRUE;
    }
  }
  return FALSE;
}

static void
pressed_cb (CenacleLivePage *self, const char *name)
{
  CenacleLiveLook now;
  CenLiveAct act;

  if (!look (self, &now))
    return;
  if (find_act (name, &act))
    cenacle_session_live_act (self->live, act, NULL);
  else if (g_str_equal (name, "judge"))
    cenacle_session_dialog_judge (GTK_WIDGET (self), self->circle, &self->row->id,
                                  self->occurrence_ms);
  else if (g_str_equal (name, "recap"))
    cenacle_session_recap_post (GTK_WIDGET (self), self->circle, self->row, self->occurrence_ms);
  else
    cenacle_session_recap_keep (GTK_WIDGET (self), self->circle, &self->row->id, &self->note,
                                self->occurrence_ms);
}

/* Once it is over, who has not said yet. */
static void
ask_how_it_was (CenacleLivePage *self)
{
  char key[CEN_OCCURRENCE_KEY_MAX + 1];
  CenacleLiveLook now;

  if (!look (self, &now) || !is_over (self, &now.view->live))
    return;
  cen_meeting_write_key (self->occurrence_ms, key);
  if (cen_object_row_get_mark (self->row, CEN_SESSION_FEEDBACK, key,
                               &cenacle_circle_get_row (self->circle)->self_member) == NULL)
    cenacle_session_dialog_judge (GTK_WIDGET (self), self->circle, &self->row->id,
                                  self->occurrence_ms);
}

static void
leave_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CenacleLivePage *self = CENACLE_LIVE_PAGE (widget);

  (void) action;
  (void) parameter;
  ask_how_it_was (self);
  cenacle_live_page_open (self, NULL, NULL);
  g_signal_emit_by_name (widget, "closed");
}

/* --- Narrow and wide --- */

static void
fit (CenacleLivePage *self)
{
  gboolean shows_note =
      self->is_wide || gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->note_toggle));

  gtk_widget_set_visible (self->note_toggle, !self->is_wide);
  gtk_widget_set_visible (GTK_WIDGET (self->note_side), shows_note);
  gtk_widget_set_visible (self->separator, self->is_wide);
  gtk_widget_set_visible (self->session_side, self->is_wide || !shows_note);
}

static void
toggled_cb (CenacleLivePage *self)
{
  fit (self);
}

static gboolean
fit_cb (gpointer data)
{
  CenacleLivePage *self = data;

  self->fit_source = 0;
  fit (self);
  return G_SOURCE_REMOVE;
}

/* What shows cannot change while it is being allocated. */
static void
resize_cb (CenacleLivePage *self, int width)
{
  gboolean is_wide = width >= WIDE_PX;

  if (is_wide != self->is_wide && self->fit_source == 0)
    self->fit_source = g_idle_add (fit_cb, self);
  self->is_wide = is_wide;
}

/* --- Which session --- */

static gboolean
read_session (CenacleLivePage *self, const CenId *session)
{
  CenStore *store = cenacle_circle_get_store (self->circle);
  CenObjectRow *row =
      store != NULL ? cen_query_object (store, cenacle_circle_get_id (self->circle), session, NULL)
                    : NULL;

  if (row == NULL || row->kind == NULL || row->kind->id != CEN_KIND_SESSION ||
      row->state == CEN_OBJECT_REDACTED) {
    g_clear_pointer (&row, cen_object_row_free);
    return FALSE;
  }
  g_clear_pointer (&self->row, cen_object_row_free);
  g_clear_pointer (&self->meeting, cen_meeting_free);
  self->row = row;
  self->meeting = cen_meeting_new (row);
  return TRUE;
}

static void
changed_cb (CenacleLivePage *self, guint changes)
{
  CenId session;

  if (self->row == NULL || (changes & (CENACLE_CHANGE_OBJECTS | CENACLE_CHANGE_MEMBERS)) == 0)
    return;
  session = self->row->id;
  if (!read_session (self, &session))
    return;
  show_note (self);
  show_view (self);
}

static void
close_session (CenacleLivePage *self)
{
  g_clear_handle_id (&self->tick_source, g_source_remove);
  if (self->circle != NULL) {
    cenacle_note_editor_open (CENACLE_NOTE_EDITOR (self->editor), self->circle, NULL);
    g_signal_handlers_disconnect_by_data (self->circle, self);
  }
  if (self->live != NULL)
    g_signal_handlers_disconnect_by_data (self->live, self);
  g_clear_object (&self->live);
  g_clear_object (&self->circle);
  g_clear_pointer (&self->row, cen_object_row_free);
  g_clear_pointer (&self->meeting, cen_meeting_free);
  self->note = (CenId){ { 0 } };
  self->has_noted = FALSE;
}

void
cenacle_live_page_open (CenacleLivePage *self, CenacleCircle *circle, const CenId *session)
{
  gint64 held_ms;

  if (session != NULL && self->row != NULL && self->circle == circle &&
      cen_id_equal (&self->row->id, session))
    return;
  close_session (self);
  if (session == NULL)
    return;
  self->circle = g_object_ref (circle);
  if (!read_session (self, session)) {
    close_session (self);
    return;
  }
  held_ms = cenacle_occurrences_find_held (self->meeting, get_now_ms ());
  self->occurrence_ms =
      held_ms != 0 ? held_ms : cenacle_occurrences_find_shown (self->meeting, get_now_ms ());
  self->since_us = g_get_monotonic_time ();
  self->live = cenacle_session_live_new (circle, session, self->occurrence_ms);
  g_signal_connect_swapped (self->live, "changed", G_CALLBACK (show_view), self);
  g_signal_connect_swapped (self->live, "failed", G_CALLBACK (show_toast), self);
  g_signal_connect_swapped (circle, "changed", G_CALLBACK (changed_cb), self);
  self->tick_source = g_timeout_add_seconds (1, tick_cb, self);
  gtk_label_set_text (self->title, self->meeting->title);
  show_consent (self);
  show_note (self);
  show_view (self);
}

/* The way back from the notes leads to the session. */
static void
note_closed_cb (CenacleLivePage *self)
{
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->note_toggle), FALSE);
}

/* --- The class --- */

static void
cenacle_live_page_dispose (GObject *object)
{
  CenacleLivePage *self = CENACLE_LIVE_PAGE (object);
  GtkWidget *child;

  if (self->editor != NULL)
    close_session (self);
  g_clear_handle_id (&self->fit_source, g_source_remove);
  self->editor = NULL;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (cenacle_live_page_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *klass)
{
  gtk_widget_class_bind_template_child (klass, CenacleLivePage, title);
  gtk_widget_class_bind_template_child (klass, CenacleLivePage, note_toggle);
  gtk_widget_class_bind_template_child (klass, CenacleLivePage, session_side);
  gtk_widget_class_bind_template_child (klass, CenacleLivePage, separator);
  gtk_widget_class_bind_template_child (klass, CenacleLivePage, note_side);
  gtk_widget_class_bind_template_child (klass, CenacleLivePage, consent);
  gtk_widget_class_bind_template_child (klass, CenacleLivePage, step);
  gtk_widget_class_bind_template_child (klass, CenacleLivePage, clock);
  gtk_widget_class_bind_template_child (klass, CenacleLivePage, planned);
  gtk_widget_class_bind_template_child (klass, CenacleLivePage, host);
  gtk_widget_class_bind_template_child (klass, CenacleLivePage, steps);
  gtk_widget_class_bind_template_child (klass, CenacleLivePage, speaker);
  gtk_widget_class_bind_template_child (klass, CenacleLivePage, speaking);
  gtk_widget_class_bind_template_child (klass, CenacleLivePage, queue);
  gtk_widget_class_bind_template_child (klass, CenacleLivePage, agenda_box);
  gtk_widget_class_bind_template_child (klass, CenacleLivePage, agenda);
  gtk_widget_class_bind_template_child (klass, CenacleLivePage, people);
  gtk_widget_class_bind_template_child (klass, CenacleLivePage, after);
  gtk_widget_class_bind_template_callback (klass, pressed_cb);
  gtk_widget_class_bind_template_callback (klass, toggled_cb);
  gtk_widget_class_bind_template_callback (klass, resize_cb);
}

static void
cenacle_live_page_class_init (CenacleLivePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cenacle_live_page_dispose;
  g_type_ensure (CENACLE_TYPE_BUTTON_STRIP);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/cenacle/Cenacle/live-page.ui");
  bind_children (widget_class);
  gtk_widget_class_install_action (widget_class, "live.leave", NULL, leave_cb);
  gtk_widget_class_install_action (widget_class, "live.consent", "s", consent_cb);
  gtk_widget_class_install_action (widget_class, "live.begin-notes", NULL, begin_notes_cb);
  g_signal_new ("closed", CENACLE_TYPE_LIVE_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 0);
}

static void
cenacle_live_page_init (CenacleLivePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->editor = cenacle_note_editor_new ();
  gtk_stack_add_child (self->note_side, self->editor);
  g_signal_connect_object (self->editor, "closed", G_CALLBACK (note_closed_cb), self,
                           G_CONNECT_SWAPPED);
  fit (self);
}
