/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "session-dialog.h"

#include "app/control/calendar.h"
#include "app/control/formats.h"
#include "form.h"
#include "object-commands.h"
#include "object-dialog.h"
#include "reminder-watch.h"
#include "window.h"

#include <glib/gi18n.h>

#define FORMATS_MAX     8
#define MINUTES_DEFAULT 60

/* --- Planning --- */

typedef struct {
  AdwEntryRow *title;
  AdwEntryRow *day;
  AdwEntryRow *clock;
  AdwEntryRow *minutes;
  AdwEntryRow *place;
  AdwComboRow *format;
  AdwComboRow *repeat;
  GtkTextView *text;
  CenacleObjectDialog *dialog;
  char *zone; /* as a calendar says; "" for this machine's */
  char *rule; /* the same, of how it repeats */
  CenId proposal;
  GPtrArray *presenters; /* char *, NULL at the end; or NULL */
} Plan;

static void
plan_free (gpointer data, GClosure *closure)
{
  Plan *plan = data;

  (void) closure;
  g_free (plan->zone);
  g_free (plan->rule);
  g_clear_pointer (&plan->presenters, g_ptr_array_unref);
  g_free (plan);
}

/* The start that the two rows say, by this machine's clock; 0 when they say none. */
static gint64
read_start (const Plan *plan)
{
  g_autofree char *day = cenacle_form_dup_entry (plan->day);
  g_autofree char *clock = cenacle_form_dup_entry (plan->clock);
  g_autofree char *text = g_strdup_printf ("%sT%s:00", day, clock);
  g_autoptr (GTimeZone) local = g_time_zone_new_local ();
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (text, local);

  return time != NULL ? g_date_time_to_unix (time) * 1000 : 0;
}

static guint64
read_minutes (const Plan *plan)
{
  g_autofree char *text = cenacle_form_dup_entry (plan->minutes);
  guint64 minutes;

  return g_ascii_string_to_unsigned (text, 10, 1, 1440, &minutes, NULL) ? minutes : 0;
}

static void
mark_row (AdwEntryRow *row, gboolean is_right)
{
  if (is_right)
    gtk_widget_remove_css_class (GTK_WIDGET (row), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (row), "error");
}

static void
check_cb (Plan *plan)
{
  gboolean has_start = read_start (plan) > 0, has_minutes = read_minutes (plan) > 0;

  mark_row (plan->day, has_start);
  mark_row (plan->clock, has_start);
  mark_row (plan->minutes, has_minutes);
  cenacle_object_dialog_set_state (plan->dialog, has_start && has_minutes
                                                     ? CENACLE_DIALOG_READY
                                                     : CENACLE_DIALOG_NOT_READY);
}

static void
add_format (const Plan *plan, GVariantDict *fields)
{
  guint chosen = adw_combo_row_get_selected (plan->format);
  const CenacleFormatRow *format = chosen > 0 ? cenacle_formats_get_nth (chosen - 1) : NULL;
  g_auto (GStrv) agenda = format != NULL ? cenacle_formats_dup_agenda (format) : NULL;

  if (format == NULL)
    return;
  g_variant_dict_insert (fields, "format", "s", format->id);
  g_variant_dict_insert (fields, "agenda", "^as", agenda);
}

static void
add_repeat (const Plan *plan, GVariantDict *fields)
{
  static const char *const words[] = { NULL, "weekly", "biweekly", "monthly" };
  guint chosen = adw_combo_row_get_selected (plan->repeat);
  const char *word = chosen < G_N_ELEMENTS (words) ? words[chosen] : NULL;
  g_autofree char *zone = cenacle_calendar_dup_local_zone ();

  g_variant_dict_insert (fields, "zone", "s", *plan->zone != '\0' ? plan->zone : zone);
  if (word == NULL && *plan->rule != '\0' &&
      adw_combo_row_get_selected (plan->repeat) > G_N_ELEMENTS (words) - 1)
    g_variant_dict_insert (fields, "repeat", "s", plan->rule);
  if (word != NULL)
    g_variant_dict_insert (fields, "repeat", "s", cenacle_calendar_get_rule (word));
}

/* A proposal is told what it has become. */
typedef struct {
  CenacleObjectDialog *dialog;
  CenId proposal;
} Linking;

static void
planned_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Linking *linking = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *session = cenacle_commands_finish (result, &error);
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);

  (void) source;
  if (session == NULL) {
    cenacle_object_dialog_fail (linking->dialog, error->message);
    g_object_unref (linking->dialog);
    return;
  }
  g_variant_dict_insert (&fields, "session", "s", session);
  cenacle_objects_set (cenacle_object_dialog_get_circle (linking->dialog), &linking->proposal,
                       g_variant_dict_end (&fields), cenacle_object_dialog_done_cb,
                       linking->dialog);
}

static void
create_session (CenacleObjectDialog *dialog, const Plan *plan, GVariantDict *fields)
{
  CenacleCircle *circle = cenacle_object_dialog_get_circle (dialog);
  g_autofree char *proposal = cen_id_dup_text (&plan->proposal);
  Linking *linking;

  cenacle_object_dialog_wait (dialog);
  if (cen_id_is_zero (&plan->proposal)) {
    cenacle_objects_create (circle, "session", g_variant_dict_end (fields),
                            cenacle_object_dialog_done_cb, g_object_ref (dialog));
    return;
  }
  g_variant_dict_insert (fields, "proposal", "s", proposal);
  linking = g_new0 (Linking, 1);
  linking->dialog = g_object_ref (dialog);
  linking->proposal = plan->proposal;
  cenacle_objects_create (circle, "session", g_variant_dict_end (fields), planned_cb, linking);
}

static void
plan_cb (CenacleObjectDialog *dialog, Plan *plan)
{
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);
  g_autofree char *title = cenacle_form_dup_entry (plan->title);
  g_autofree char *place = cenacle_form_dup_entry (plan->place);
  g_autofree char *text = cenacle_form_dup_text (plan->text);

  g_variant_dict_insert (&fields, "title", "s", title);
  g_variant_dict_insert (&fields, "start", "x", read_start (plan));
  g_variant_dict_insert (&fields, "minutes", "t", read_minutes (plan));
  if (*place != '\0')
    g_variant_dict_insert (&fields, "place", "s", place);
  if (*text != '\0')
    g_variant_dict_insert (&fields, "text", "s", text);
  add_format (plan, &fields);
  add_repeat (plan, &fields);
  if (plan->presenters != NULL)
    g_variant_dict_insert (&fields, "presenters", "^as", plan->presenters->pdata);
  create_session (dialog, plan, &fields);
}

/* A format brings how long it takes. */
static void
format_cb (Plan *plan)
{
  guint chosen = adw_combo_row_get_selected (plan->format);
  const CenacleFormatRow *format = chosen > 0 ? cenacle_formats_get_nth (chosen - 1) : NULL;
  g_autofree char *minutes =
      g_strdup_printf ("%u", format != NULL ? format->minutes : MINUTES_DEFAULT);

  cenacle_form_set_entry (plan->minutes, minutes);
}

static void
suggest_start (const Plan *plan)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GDateTime) week = g_date_time_add_days (now, 7);
  g_autofree char *day = g_date_time_format (week, "%Y-%m-%d");

  cenacle_form_set_entry (plan->day, day);
  cenacle_form_set_entry (plan->clock, "18:00");
  cenacle_form_set_entry (plan->minutes, G_STRINGIFY (60));
}

static void
add_plan_rows (CenacleObjectDialog *dialog, Plan *plan)
{
  /* The last only where a calendar brought a rule. */
  const char *const repeats[] = { _ ("Once"),
                                  _ ("Every week"),
                                  _ ("Every two weeks"),
                                  _ ("Every month"),
                                  *plan->rule != '\0' ? _ ("As the calendar says") : NULL,
                                  NULL };
  const char *formats[FORMATS_MAX + 2] = { _ ("None in particular") };

  for (guint i = 0; i < FORMATS_MAX && cenacle_formats_get_nth (i) != NULL; i++)
    formats[i + 1] = _ (cenacle_formats_get_nth (i)->name);
  cenacle_object_dialog_add_group (dialog, "", "");
  plan->title =
      cenacle_object_dialog_add_entry (dialog, _ ("What it is about"), CENACLE_ROW_REQUIRED);
  plan->format = cenacle_object_dialog_add_choice (dialog, _ ("Format"), formats);
  cenacle_object_dialog_add_group (dialog, _ ("When and where"), "");
  plan->day =
      cenacle_object_dialog_add_entry (dialog, _ ("Day, as 2026-09-14"), CENACLE_ROW_REQUIRED);
  plan->clock =
      cenacle_object_dialog_add_entry (dialog, _ ("Time, as 18:30"), CENACLE_ROW_REQUIRED);
  plan->minutes = cenacle_object_dialog_add_entry (dialog, _ ("Minutes"), CENACLE_ROW_REQUIRED);
  plan->repeat = cenacle_object_dialog_add_choice (dialog, _ ("Takes place"), repeats);
  plan->place = cenacle_object_dialog_add_entry (dialog, _ ("Place"), CENACLE_ROW_OPTIONAL);
  plan->text = cenacle_object_dialog_add_text (dialog, _ ("More about it"), CENACLE_ROW_OPTIONAL);
}

static void
fill (Plan *plan, const CenacleSessionWish *wish)
{
  g_autoptr (GDateTime) start =
      wish->start_ms > 0 ? g_date_time_new_from_unix_local (wish->start_ms / 1000) : NULL;
  g_autofree char *day = start != NULL ? g_date_time_format (start, "%Y-%m-%d") : NULL;
  g_autofree char *clock = start != NULL ? g_date_time_format (start, "%H:%M") : NULL;
  g_autofree char *minutes = g_strdup_printf ("%u", wish->minutes);

  if (wish->title != NULL)
    cenacle_form_set_entry (plan->title, wish->title);
  if (wish->place != NULL)
    cenacle_form_set_entry (plan->place, wish->place);
  if (wish->text != NULL)
    cenacle_form_set_text (plan->text, wish->text);
  if (day != NULL) {
    cenacle_form_set_entry (plan->day, day);
    cenacle_form_set_entry (plan->clock, clock);
  }
  if (wish->minutes > 0)
    cenacle_form_set_entry (plan->minutes, minutes);
  if (*plan->rule != '\0')
    adw_combo_row_set_selected (plan->repeat, 4);
}

static GPtrArray *
dup_presenters (const CenacleSessionWish *wish)
{
  GPtrArray *ids;

  if (wish->presenters == NULL || wish->presenters->len == 0)
    return NULL;
  ids = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < wish->presenters->len; i++)
    g_ptr_array_add (ids, cen_id_dup_text (&g_array_index (wish->presenters, CenId, i)));
  g_ptr_array_add (ids, NULL);
  return ids;
}

void
cenacle_session_dialog_plan (GtkWidget *from, CenacleCircle *circle, const CenacleSessionWish *wish)
{
  static const CenacleSessionWish nothing = { 0 };
  CenacleObjectDialog *dialog =
      cenacle_object_dialog_new (from, circle, _ ("New session"), _ ("Plan"));
  Plan *plan = g_new0 (Plan, 1);

  if (wish == NULL)
    wish = &nothing;
  plan->dialog = dialog;
  plan->zone = g_strdup (wish->zone != NULL ? wish->zone : "");
  plan->rule = g_strdup (wish->repeat != NULL ? wish->repeat : "");
  plan->presenters = dup_presenters (wish);
  if (wish->proposal != NULL)
    plan->proposal = *wish->proposal;
  add_plan_rows (dialog, plan);
  suggest_start (plan);
  g_signal_connect_data (dialog, "confirm", G_CALLBACK (plan_cb), plan, plan_free, 0);
  g_signal_connect_swapped (plan->format, "notify::selected", G_CALLBACK (format_cb), plan);
  g_signal_connect_swapped (plan->day, "changed", G_CALLBACK (check_cb), plan);
  g_signal_connect_swapped (plan->clock, "changed", G_CALLBACK (check_cb), plan);
  g_signal_connect_swapped (plan->minutes, "changed", G_CALLBACK (check_cb), plan);
  fill (plan, wish);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* --- Before --- */

static const guint before_min[] = { 0, 10, 60, 1440 };

typedef struct {
  AdwComboRow *row;
  GSettings *settings;
  char *session;
} Remind;

static void
remind_free (gpointer data, GClosure *closure)
{
  Remind *remind = data;

  (void) closure;
  g_object_unref (remind->settings);
  g_free (remind->session);
  g_free (remind);
}

static void
remind_cb (CenacleObjectDialog *dialog, Remind *remind)
{
  guint chosen = adw_combo_row_get_selected (remind->row);

  if (chosen < G_N_ELEMENTS (before_min))
    cenacle_reminder_set_before (remind->settings, remind->session, before_min[chosen]);
  gtk_window_close (GTK_WINDOW (dialog));
}

void
cenacle_session_dialog_remind (GtkWidget *from, CenacleCircle *circle, const CenId *session)
{
  const char *const choices[] = { _ ("Never"), _ ("10 minutes before"), _ ("1 hour before"),
                                  _ ("1 day before"), NULL };
  GSettings *settings = cenacle_window_get_settings (from);
  CenacleObjectDialog *dialog;
  Remind *remind;
  guint before;

  if (settings == NULL)
    return;
  dialog = cenacle_object_dialog_new (from, circle, _ ("Remind me"), _ ("Apply"));
  remind = g_new0 (Remind, 1);
  remind->settings = g_object_ref (settings);
  remind->session = cen_id_dup_text (session);
  before = cenacle_reminder_get_before (settings, remind->session);
  cenacle_object_dialog_add_group (dialog, "", _ ("On this computer, while Cenacle is open."));
  remind->row = cenacle_object_dialog_add_choice (dialog, _ ("Of this session"), choices);
  for (guint i = 0; i < G_N_ELEMENTS (before_min); i++) {
    if (before_min[i] == before)
      adw_combo_row_set_selected (remind->row, i);
  }
  cenacle_object_dialog_set_state (dialog, CENACLE_DIALOG_READY);
  g_signal_connect_data (dialog, "confirm", G_CALLBACK (remind_cb), remind, remind_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* --- Afterwards --- */

typedef struct {
  AdwComboRow *rows[CEN_FEEDBACK_QUESTIONS];
  GtkTextView *text;
  CenId session;
  gint64 held_ms;
} After;

static After *
after_new (const CenId *session, gint64 held_ms)
{
  After *after = g_new0 (After, 1);

  after->session = *session;
  after->held_ms = held_ms;
  return after;
}

static void
judge_cb (CenacleObjectDialog *dialog, After *after)
{
  guint64 marks[CEN_FEEDBACK_QUESTIONS];
  char key[CEN_OCCURRENCE_KEY_MAX + 1];

  for (guint i = 0; i < CEN_FEEDBACK_QUESTIONS; i++)
    marks[i] = CEN_FEEDBACK_MARK_MAX - adw_combo_row_get_selected (after->rows[i]);
  cen_meeting_write_key (after->held_ms, key);
  cenacle_object_dialog_wait (dialog);
  cenacle_objects_mark (cenacle_object_dialog_get_circle (dialog), &after->session, "feedback", key,
                        g_variant_new_fixed_array (G_VARIANT_TYPE_UINT64, marks,
                                                   CEN_FEEDBACK_QUESTIONS, sizeof *marks),
                        cenacle_object_dialog_done_cb, g_object_ref (dialog));
}

void
cenacle_session_dialog_judge (GtkWidget *from, CenacleCircle *circle, const CenId *session,
                              gint64 held_ms)
{
  const char *const marks[] = { _ ("Very much"),  _ ("Yes"),        _ ("So so"),
                                _ ("Not really"), _ ("Not at all"), NULL };
  CenacleObjectDialog *dialog =
      cenacle_object_dialog_new (from, circle, _ ("How was it?"), _ ("Send"));
  After *after = after_new (session, held_ms);

  cenacle_object_dialog_add_group (dialog, "",
                                   _ ("Everybody sees the sums, which help to do better."));
  after->rows[0] = cenacle_object_dialog_add_choice (dialog, _ ("Was it useful?"), marks);
  after->rows[1] = cenacle_object_dialog_add_choice (dialog, _ ("Would you come again?"), marks);
  cenacle_object_dialog_set_state (dialog, CENACLE_DIALOG_READY);
  g_signal_connect_data (dialog, "confirm", G_CALLBACK (judge_cb), after,
                         (GClosureNotify) (GCallback) g_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
write_cb (CenacleObjectDialog *dialog, After *after)
{
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);
  g_autofree char *text = cenacle_form_dup_text (after->text);
  g_autofree char *session = cen_id_dup_text (&after->session);

  g_variant_dict_insert (&fields, "session", "s", session);
  g_variant_dict_insert (&fields, "when", "x", after->held_ms);
  g_variant_dict_insert (&fields, "text", "s", text);
  cenacle_object_dialog_wait (dialog);
  cenacle_objects_create (cenacle_object_dialog_get_circle (dialog), "minutes",
                          g_variant_dict_end (&fields), cenacle_object_dialog_done_cb,
                          g_object_ref (dialog));
}

void
cenacle_session_dialog_write (GtkWidget *from, CenacleCircle *circle, const CenacleSession *session)
{
  CenacleObjectDialog *dialog = cenacle_object_dialog_new (from, circle, _ ("Minutes"), _ ("Keep"));
  After *after = after_new (&session->row->id, session->held_ms);

  after->text = cenacle_object_dialog_add_text (dialog, _ ("What was said and decided"),
                                                CENACLE_ROW_REQUIRED);
  g_signal_connect_data (dialog, "confirm", G_CALLBACK (write_cb), after,
                         (GClosureNotify) (GCallback) g_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}
