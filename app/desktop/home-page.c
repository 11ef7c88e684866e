/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "home-page.h"

#include "app/control/home-words.h"
#include "app/control/icebreakers.h"
#include "card-row.h"
#include "home-read.h"
#include "message.h"
#include "object-commands.h"
#include "time-text.h"

#include <glib/gi18n.h>

#define DIGEST_SHOWN  12 /* rows, until all are asked for */
#define WAITING_SHOWN 6
#define TITLE_POINTS  160

enum {
  GROUP_STEPS,
  GROUP_NEXT,
  GROUP_WAITING,
  GROUP_DIGEST,
  GROUP_UNREAD,
  GROUP_REACHED,
  GROUP_WEEK,
  N_GROUPS
};

struct _CenacleHomePage {
  CenacleObjectPage parent;
  GtkWidget *read_button;
  GtkListBox *lists[N_GROUPS];
  gboolean shows_all;
};

G_DEFINE_FINAL_TYPE (CenacleHomePage, cenacle_home_page, CENACLE_TYPE_OBJECT_PAGE)

static CenacleCircle *
get_circle (CenacleHomePage *self)
{
  return cenacle_object_page_get_circle (CENACLE_OBJECT_PAGE (self));
}

static const char *
get_name (CenacleHomePage *self, const CenId *id)
{
  const CenMemberRow *member = cenacle_circle_get_member (get_circle (self), id);

  return member != NULL ? member->name : "";
}

/* On one line, and no longer than a row bears. */
static char *
dup_title (const char *text)
{
  g_autofree char *cut = g_utf8_substring (text, 0, MIN (g_utf8_strlen (text, -1), TITLE_POINTS));
  gboolean is_cut = strlen (cut) < strlen (text);

  g_strdelimit (cut, "\n\r\t", ' ');
  return g_strconcat (g_strstrip (cut), is_cut ? "…" : NULL, NULL);
}

/* What has no title of its own is named by its text, which has Markdown. */
static char *
dup_row_title (const CenDigestRow *row)
{
  g_autofree char *plain =
      g_str_equal (row->kind, "message") || g_str_has_suffix (row->kind, "answer")
          ? cenacle_message_dup_plain (row->title)
          : g_strdup (row->title);

  return dup_title (plain);
}

static void
show_button (CenacleCardRow *row, const char *name, const char *label, const char *description,
             gboolean is_there)
{
  cenacle_button_strip_set (cenacle_card_row_get_strip (row), name, label, description,
                            is_there ? CENACLE_BUTTON_PLAIN : CENACLE_BUTTON_GONE);
}

/* --- Long lists --- */

static void show (CenacleObjectPage *page, gpointer answer);

static void
more_pressed_cb (CenacleCardRow *row, const char *name, CenacleHomePage *self)
{
  gpointer answer = cenacle_object_page_get_answer (CENACLE_OBJECT_PAGE (self));

  (void) row;
  (void) name;
  self->shows_all = TRUE;
  if (answer != NULL)
    show (CENACLE_OBJECT_PAGE (self), answer);
}

/* After @n_shown rows, of which there are @n_more. */
static void
end_list (CenacleHomePage *self, guint group, guint n_shown, guint n_more)
{
  g_autofree char *title =
      g_strdup_printf (ngettext ("And %u more", "And %u more", n_more), n_more);
  CenacleCardRow *row;

  if (n_more > 0) {
    row = cenacle_card_list_place (self->lists[group], "more", (int) n_shown,
                                   G_CALLBACK (more_pressed_cb), self);
    cenacle_card_row_show (row, "", title, "", "");
    gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
    show_button (row, "more", _ ("Show all"), _ ("Shows all that is there"), TRUE);
  }
  cenacle_card_list_cut (self->lists[group], (int) n_shown + (n_more > 0 ? 1 : 0));
}

/* --- First steps --- */

static const struct {
  CenacleStep step;
  const char *mark;
  const char *title;
  const char *caption;
  const char *action; /* of the window; NULL: to the channel that is there first */
  const char *place;  /* its parameter */
} steps[] = {
  { CENACLE_STEP_INVITE, "👋", N_ ("Invite people"),
    N_ ("By a link, or a picture of it to print and hang on the door."), "win.invite", NULL },
  { CENACLE_STEP_CHARTER, "✋", N_ ("Write a charter"),
    N_ ("How you want to be together: everybody reads it and agrees."), "win.show-circle", NULL },
  { CENACLE_STEP_HELLO, "💬", N_ ("Say who you are"),
    N_ ("A few words to the others: what brings you here?"), NULL, NULL },
  { CENACLE_STEP_SKILLS, "🎓", N_ ("Say what you know and would like to learn"),
    N_ ("So that questions find you, and mentors, too."), "win.go-place", "pairs" },
  { CENACLE_STEP_ASK, "❓", N_ ("Ask a first question"), N_ ("The smaller, the better."),
    "win.go-place", "questions" },
  { CENACLE_STEP_PROPOSE, "💡", N_ ("Propose a topic"),
    N_ ("Others vote for it, and offer to present it."), "win.go-place", "proposals" },
  { CENACLE_STEP_SESSION, "📅", N_ ("Plan a first session"),
    N_ ("A day, an hour, and somebody who begins."), "win.go-place", "sessions" },
};

static void
show_steps (CenacleHomePage *self, const CenacleHomeRead *read)
{
  int n = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++) {
    CenacleCardRow *row;

    if ((read->steps & steps[i].step) == 0)
      continue;
    row = cenacle_card_list_place (self->lists[GROUP_STEPS], steps[i].title, n++, NULL, NULL);
    cenacle_card_row_show (row, steps[i].mark, _ (steps[i].title), _ (steps[i].caption), "");
  }
  cenacle_card_list_cut (self->lists[GROUP_STEPS], n);
}

static void
go_to_first_channel (CenacleHomePage *self)
{
  const CenacleHomeRead *read = cenacle_object_page_get_answer (CENACLE_OBJECT_PAGE (self));

  for (guint i = 0; i < read->channels->len; i++) {
    const CenChannelRow *channel = read->channels->pdata[i];
    g_autofree char *place = cen_id_dup_text (&channel->id);

    if (channel->is_redacted)
      continue;
    gtk_widget_activate_action (GTK_WIDGET (self), "win.go-place", "s", place);
    return;
  }
}

static void
step_activated_cb (CenacleHomePage *self, GtkListBoxRow *row)
{
  const char *key = cenacle_card_row_get_key (CENACLE_CARD_ROW (row));

  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++) {
    if (!g_str_equal (steps[i].title, key))
      continue;
    if (steps[i].action == NULL)
      go_to_first_channel (self);
    else if (steps[i].place != NULL)
      gtk_widget_activate_action (GTK_WIDGET (self), steps[i].action, "s", steps[i].place);
    else
      gtk_widget_activate_action (GTK_WIDGET (self), steps[i].action, NULL);
    return;
  }
}

/* --- What comes next --- */

static void
show_session (CenacleHomePage *self, const CenacleHomeRead *read)
{
  const CenacleSession *session = cenacle_home_read_get_session (read);
  g_autofree char *key = NULL;
  g_autofree char *when = NULL;
  g_autofree char *until = NULL;
  g_autofree char *caption = NULL;
  const char *place;
  CenacleCardRow *row;

  if (session == NULL) {
    cenacle_card_list_cut (self->lists[GROUP_NEXT], 0);
    return;
  }
  key = cen_id_dup_text (&session->row->id);
  when = cenacle_time_text_dup_full (session->start_ms);
  until = session->phase == CENACLE_SESSION_IS_ON ? g_strdup (C_ ("session", "now"))
                                                  : cenacle_time_text_dup_until (session->start_ms);
  place = session->meeting->place;
  caption = g_strdup_printf ("%s · %s%s%s", until, when, place[0] != '\0' ? " · " : "", place);
  row = cenacle_card_list_place (self->lists[GROUP_NEXT], key, 0, NULL, NULL);
  cenacle_card_row_show (row, "📅", session->meeting->title, caption, "");
  cenacle_card_list_cut (self->lists[GROUP_NEXT], 1);
}

/* --- What waits --- */

static char *
dup_wait_caption (const CenWaitRow *wait)
{
  const char *why = wait->is_skill ? cenacle_home_words_get_reason (CEN_WHY_SKILL)
                                   : cenacle_home_words_get_wait (wait->kind);
  gboolean comes = wait->kind == CEN_WAITS_SESSION || wait->kind == CEN_WAITS_POLL;
  g_autofree char *when = !comes               ? cenacle_time_text_dup_ago (wait->time_ms)
                          : wait->time_ms == 0 ? NULL
                                               : cenacle_time_text_dup_until (wait->time_ms);
  g_autofree char *closes = wait->kind == CEN_WAITS_POLL && when != NULL
                                /* Translators: of a poll; %s is such as "in 3 days". */
                                ? g_strdup_printf (_ ("closes %s"), when)
                                : g_strdup (when);
  const char *author = wait->kind == CEN_WAITS_ANSWER ? NULL : wait->author_name;
  GString *text = g_string_new (author);

  g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", why);
  if (closes != NULL)
    g_string_append_printf (text, " · %s", closes);
  return g_string_free (text, FALSE);
}

static const CenWaitRow *
find_wait (CenacleHomePage *self, const char *key)
{
  const CenacleHomeRead *read = cenacle_object_page_get_answer (CENACLE_OBJECT_PAGE (self));
  CenId id;

  for (guint i = 0; read != NULL && cen_id_from_text (&id, key) && i < read->waiting->len; i++) {
    if (cen_id_equal (&((const CenWaitRow *) read->waiting->pdata[i])->id, &id))
      return read->waiting->pdata[i];
  }
  return NULL;
}

static void
answer_session (CenacleHomePage *self, const CenWaitRow *wait, CenRsvp answer)
{
  char occurrence[CEN_OCCURRENCE_KEY_MAX + 1];

  cen_meeting_write_key (wait->time_ms, occurrence);
  cenacle_objects_mark (get_circle (self), &wait->id, "rsvp", occurrence,
                        g_variant_new_uint64 (answer), cenacle_commands_show_error_cb,
                        g_object_ref (self));
}

static void
wait_pressed_cb (CenacleCardRow *row, const char *name, CenacleHomePage *self)
{
  const CenWaitRow *wait = find_wait (self, cenacle_card_row_get_key (row));

  if (wait == NULL)
    return;
  if (g_str_equal (name, "coming"))
    answer_session (self, wait, CEN_RSVP_YES);
  else if (g_str_equal (name, "not-coming"))
    answer_session (self, wait, CEN_RSVP_NO);
  else
    cenacle_objects_mark (get_circle (self), &wait->id,
                          g_str_equal (name, "agree") ? "agree" : "accept", "",
                          g_variant_new_boolean (TRUE), cenacle_commands_show_error_cb,
                          g_object_ref (self));
}

static void
wait_activated_cb (CenacleHomePage *self, GtkListBoxRow *row)
{
  const CenWaitRow *wait = find_wait (self, cenacle_card_row_get_key (CENACLE_CARD_ROW (row)));

  if (wait != NULL && wait->kind == CEN_WAITS_CHARTER)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.go-place", "s", "week");
  else if (wait != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.open-object", "s",
                                cenacle_card_row_get_key (CENACLE_CARD_ROW (row)));
}

static void
show_waiting (CenacleHomePage *self, const CenacleHomeRead *read)
{
  static const char *const marks[] = { "✋", "🤝", "🔒", "☑", "📅", "💡", "❓" };

  guint n = self->shows_all ? read->waiting->len : MIN (read->waiting->len, WAITING_SHOWN);

  for (guint i = 0; i < n; i++) {
    const CenWaitRow *wait = read->waiting->pdata[i];
    g_autofree char *key = cen_id_dup_text (&wait->id);
    g_autofree char *caption = dup_wait_caption (wait);
    g_autofree char *title = wait->kind == CEN_WAITS_CHARTER
                                 ? g_strdup (_ ("The charter of the circle"))
                                 : dup_title (wait->title);
    CenacleCardRow *row = cenacle_card_list_place (self->lists[GROUP_WAITING], key, (int) i,
                                                   G_CALLBACK (wait_pressed_cb), self);

    cenacle_card_row_show (row, marks[wait->kind], title, caption, "");
    show_button (row, "agree", _ ("I agree"), _ ("You agree to this version of the charter"),
                 wait->kind == CEN_WAITS_CHARTER);
    show_button (row, "accept", _ ("Accept"), _ ("You become a pair"),
                 wait->kind == CEN_WAITS_PAIR);
    show_button (row, "coming", _ ("I come"), _ ("You say that you come"),
                 wait->kind == CEN_WAITS_SESSION);
    show_button (row, "not-coming", _ ("I cannot"), _ ("You say that you do not come"),
                 wait->kind == CEN_WAITS_SESSION);
  }
  end_list (self, GROUP_WAITING, n, read->waiting->len - n);
}

/* --- What is new --- */

static char *
dup_digest_caption (const CenDigestRow *row)
{
  gboolean comes = row->why == CEN_WHY_POLL || row->why == CEN_WHY_SESSION;
  g_autofree char *when =
      comes ? cenacle_time_text_dup_until (row->time_ms) : cenacle_time_text_dup_ago (row->time_ms);

  return g_strdup_printf ("%s · %s · %s", row->author_name,
                          cenacle_home_words_get_reason (row->why), when);
}

static void
show_quiet (CenacleHomePage *self, const CenacleHomeRead *read)
{
  g_autofree char *since = cenacle_time_text_dup_ago (read->since_ms);
  /* Translators: %s is such as "3 days ago". */
  g_autofree char *caption = g_strdup_printf (_ ("You last marked all as read %s."), since);
  CenacleCardRow *row = cenacle_card_list_place (self->lists[GROUP_DIGEST], "quiet", 0, NULL, NULL);

  if (read->is_marked)
    cenacle_card_row_show (row, "", _ ("You have seen all that concerns you"), caption, "");
  else
    cenacle_card_row_show (row, "", _ ("Nothing yet that concerns you"),
                           _ ("Answers to you, thanks and what names you will stand here."), "");
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  cenacle_card_list_cut (self->lists[GROUP_DIGEST], 1);
}

static void
show_digest (CenacleHomePage *self, const CenacleHomeRead *read)
{
  static const char *const marks[] = {
    [CEN_WHY_MENTION] = "@",     [CEN_WHY_PAIR] = "🤝",  [CEN_WHY_ANSWER] = "💡",
    [CEN_WHY_TAKEN] = "✔",       [CEN_WHY_KUDOS] = "♥",    [CEN_WHY_BADGE] = "🏅",
    [CEN_WHY_REPLY] = "↩",       [CEN_WHY_POLL] = "☑",     [CEN_WHY_SESSION] = "📅",
    [CEN_WHY_CHARTER] = "✋",     [CEN_WHY_SKILL] = "🎓",    [CEN_WHY_DECIDED] = "✔",
    [CEN_WHY_CHOSEN] = "☑",      [CEN_WHY_REACTED] = "👏",  [CEN_WHY_NEW_POLL] = "☑",
    [CEN_WHY_NEW_SESSION] = "📅", [CEN_WHY_RESOURCE] = "📎", [CEN_WHY_QUESTION] = "❓",
  };
  guint n = self->shows_all ? read->digest->len : MIN (read->digest->len, DIGEST_SHOWN);

  for (guint i = 0; i < n; i++) {
    const CenDigestRow *row = read->digest->pdata[i];
    g_autofree char *key = cen_id_dup_text (&row->id);
    g_autofree char *title = dup_row_title (row);
    g_autofree char *caption = dup_digest_caption (row);

    cenacle_card_row_show (cenacle_card_list_place (self->lists[GROUP_DIGEST], key, (int) i, NULL,
                                                    NULL),
                           marks[row->why], title, caption, "");
  }
  if (n > 0)
    end_list (self, GROUP_DIGEST, n, read->digest->len - n);
  else
    show_quiet (self, read);
}

static void
show_unread (CenacleHomePage *self, const CenacleHomeRead *read)
{
  int n = 0;

  for (guint i = 0; i < read->channels->len; i++) {
    const CenChannelRow *channel = read->channels->pdata[i];
    g_autofree char *key = cen_id_dup_text (&channel->id);
    g_autofree char *title = g_strdup_printf ("# %s", channel->name);
    g_autofree char *caption =
        g_strdup_printf (ngettext ("%u unread message", "%u unread messages", channel->n_unread),
                         channel->n_unread);

    if (channel->n_unread > 0 && !channel->is_redacted)
      cenacle_card_row_show (cenacle_card_list_place (self->lists[GROUP_UNREAD], key, n++, NULL,
                                                      NULL),
                             "", title, caption, "");
  }
  cenacle_card_list_cut (self->lists[GROUP_UNREAD], n);
}

/* --- What was reached, and the week --- */

static void
show_reached (CenacleHomePage *self, const CenacleHomeRead *read)
{
  for (guint i = 0; i < read->milestones->len; i++) {
    const CenMilestone *milestone = &g_array_index (read->milestones, CenMilestone, i);
    g_autofree char *object = cen_id_dup_text (&milestone->object);
    g_autofree char *sentence =
        cenacle_home_words_dup_milestone (milestone, get_name (self, &milestone->member));
    g_autofree char *ago = cenacle_time_text_dup_ago (milestone->time_ms);
    /* One thing can be a milestone in several ways. */
    g_autofree char *key = g_strdup_printf ("%s %s", object, sentence);

    cenacle_card_row_show (cenacle_card_list_place (self->lists[GROUP_REACHED], key, (int) i, NULL,
                                                    NULL),
                           "🎉", sentence, ago, "");
  }
  cenacle_card_list_cut (self->lists[GROUP_REACHED], (int) read->milestones->len);
}

static void
show_card (GtkListBox *list, const char *key, int *place, const char *mark, const char *title,
           const char *caption)
{
  if (title[0] != '\0')
    cenacle_card_row_show (cenacle_card_list_place (list, key, (*place)++, NULL, NULL), mark, title,
                           caption, "");
}

static void
show_week (CenacleHomePage *self, const CenacleHomeRead *read)
{
  int n = 0;

  show_card (self->lists[GROUP_WEEK], "icebreaker", &n, "💬",
             cenacle_icebreaker_get (read->week->prompt), _ ("To begin the next session with"));
  show_card (self->lists[GROUP_WEEK], "spotlight", &n, "🌟", get_name (self, &read->week->spotlight),
             _ ("In the spotlight this week: ask them what they are learning"));
  cenacle_card_list_cut (self->lists[GROUP_WEEK], n);
}

/* --- The page --- */

static void
show (CenacleObjectPage *page, gpointer answer)
{
  CenacleHomePage *self = CENACLE_HOME_PAGE (page);
  const CenacleHomeRead *read = answer;
  gboolean has_unread;

  show_steps (self, read);
  show_session (self, read);
  show_waiting (self, read);
  show_digest (self, read);
  show_unread (self, read);
  show_reached (self, read);
  show_week (self, read);
  has_unread = gtk_list_box_get_row_at_index (self->lists[GROUP_UNREAD], 0) != NULL;
  gtk_widget_set_visible (self->read_button,
                          has_unread || read->digest->len > 0 || read->milestones->len > 0);
}

static void
mark_read_cb (CenacleHomePage *self)
{
  self->shows_all = FALSE;
  cenacle_commands_call (get_circle (self), "MarkRead",
                         g_variant_new ("(sss)", cenacle_circle_get_id_text (get_circle (self)), "",
                                        ""),
                         cenacle_commands_show_error_cb, g_object_ref (self));
}

static void
object_activated_cb (CenacleHomePage *self, GtkListBoxRow *row)
{
  g_auto (GStrv) parts = g_strsplit (cenacle_card_row_get_key (CENACLE_CARD_ROW (row)), " ", 2);

  gtk_widget_activate_action (GTK_WIDGET (self), "win.open-object", "s", parts[0]);
}

static void
channel_activated_cb (CenacleHomePage *self, GtkListBoxRow *row)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.go-place", "s",
                              cenacle_card_row_get_key (CENACLE_CARD_ROW (row)));
}

static void
week_activated_cb (CenacleHomePage *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.go-place", "s", "week");
}

static gpointer
read_home (CenStore *store, const CenId *circle, GError **error)
{
  return cenacle_home_read_new (store, circle, error);
}

static void
free_home (gpointer answer)
{
  cenacle_home_read_free (answer);
}

static void
cenacle_home_page_class_init (CenacleHomePageClass *klass)
{
  CenacleObjectPageClass *page_class = CENACLE_OBJECT_PAGE_CLASS (klass);

  page_class->read = read_home;
  page_class->free_answer = free_home;
  page_class->show = show;
  page_class->further_changes = CENACLE_CHANGE_MESSAGES | CENACLE_CHANGE_CHANNELS;
}

static void
cenacle_home_page_init (CenacleHomePage *self)
{
  const struct {
    const char *title;
    GCallback activated;
  } groups[N_GROUPS] = {
    [GROUP_STEPS] = { _ ("To begin with"), G_CALLBACK (step_activated_cb) },
    [GROUP_NEXT] = { _ ("Next session"), G_CALLBACK (object_activated_cb) },
    [GROUP_WAITING] = { _ ("Waiting for you"), G_CALLBACK (wait_activated_cb) },
    [GROUP_DIGEST] = { _ ("While you were away"), G_CALLBACK (object_activated_cb) },
    [GROUP_UNREAD] = { _ ("Unread, by channel"), G_CALLBACK (channel_activated_cb) },
    [GROUP_REACHED] = { _ ("Worth celebrating"), G_CALLBACK (object_activated_cb) },
    [GROUP_WEEK] = { _ ("This week"), G_CALLBACK (week_activated_cb) },
  };
  CenacleObjectPage *page = CENACLE_OBJECT_PAGE (self);

  self->read_button =
      cenacle_object_page_add_button (page, _ ("Mark all read"), G_CALLBACK (mark_read_cb));
  gtk_widget_remove_css_class (self->read_button, "suggested-action");
  for (guint i = 0; i < N_GROUPS; i++)
    self->lists[i] = cenacle_object_page_add_group (page, groups[i].title, groups[i].activated);
}
