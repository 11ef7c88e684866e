/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "session-dialog.h"

#include "app/control/calendar.h"
#include "app/control/formats.h"
#include "form.h"
#include "object-commands.h"
#include "object-dialog.h"

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
} Plan;

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
  const char *word = words[MIN (adw_combo_row_get_selected (plan->repeat), 3)];
  g_autofree char *zone = cenacle_calendar_dup_local_zone ();

  g_variant_dict_insert (fields, "zone", "s", zone);
  if (word != NULL)
    g_variant_dict_insert (fields, "repeat", "s", cenacle_calendar_get_rule (word));
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
  cenacle_object_dialog_wait (dialog);
  cenacle_objects_create (cenacle_object_dialog_get_circle (dialog), "session",
                          g_variant_dict_end (&fields), cenacle_object_dialog_done_cb,
                          g_object_ref (dialog));
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
  const char *const repeats[] = { _ ("Once"), _ ("Every week"), _ ("Every two weeks"),
                                  _ ("Every month"), NULL };
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

void
cenacle_session_dialog_plan (GtkWidget *from, CenacleCircle *circle)
{
  CenacleObjectDialog *dialog =
      cenacle_object_dialog_new (from, circle, _ ("New session"), _ ("Plan"));
  Plan *plan = g_new0 (Plan, 1);

  plan->dialog = dialog;
  add_plan_rows (dialog, plan);
  suggest_start (plan);
  g_signal_connect_data (dialog, "confirm", G_CALLBACK (plan_cb), plan,
                         (GClosureNotify) (GCallback) g_free, 0);
  g_signal_connect_swapped (plan->format, "notify::selected", G_CALLBACK (format_cb), plan);
  g_signal_connect_swapped (plan->day, "changed", G_CALLBACK (check_cb), plan);
  g_signal_connect_swapped (plan->clock, "changed", G_CALLBACK (check_cb), plan);
  g_signal_connect_swapped (plan->minutes, "changed", G_CALLBACK (check_cb), plan);
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
