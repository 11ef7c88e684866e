/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One dialog plans a session and changes it. Of one that is there only what the person changed is
 * written: somebody else may change the rest at the same time. */

#include "session-plan.h"

#include "agenda-editor.h"
#include "app/control/calendar.h"
#include "app/control/formats.h"
#include "form.h"
#include "object-commands.h"
#include "object-dialog.h"
#include "when-rows.h"

#include <glib/gi18n.h>
#include <string.h>

#define FORMATS_MAX     8
#define MINUTES_DEFAULT 60

typedef struct {
  AdwEntryRow *title;
  CenacleWhenRows when;
  AdwEntryRow *minutes;
  AdwEntryRow *place;
  AdwEntryRow *capacity;
  AdwComboRow *format;
  AdwComboRow *repeat;
  GtkTextView *text;
  CenacleAgendaEditor *agenda;
  CenacleObjectDialog *dialog;
  char *zone; /* as a calendar says; "" for this machine's */
  char *rule; /* the same, of how it repeats */
  CenId proposal;
  GPtrArray *presenters; /* char *, NULL at the end; or NULL */
  CenId session;         /* zero: a new one */
  GVariant *before;      /* what its fields are; NULL for a new one */
} Plan;

static void
plan_free (gpointer data, GClosure *closure)
{
  Plan *plan = data;

  (void) closure;
  g_free (plan->zone);
  g_free (plan->rule);
  g_clear_pointer (&plan->presenters, g_ptr_array_unref);
  g_clear_pointer (&plan->before, g_variant_unref);
  g_free (plan);
}

static guint64
read_minutes (const Plan *plan)
{
  g_autofree char *text = cenacle_form_dup_entry (plan->minutes);
  guint64 minutes;

  return g_ascii_string_to_unsigned (text, 10, 1, 1440, &minutes, NULL) ? minutes : 0;
}

/* No words: as many as like to come, which is 0. */
static gboolean
read_capacity (const Plan *plan, guint64 *ret_capacity)
{
  g_autofree char *text = cenacle_form_dup_entry (plan->capacity);

  *ret_capacity = 0;
  return *text == '\0' ||
         g_ascii_string_to_unsigned (text, 10, 0, CEN_MEMBERS_MAX, ret_capacity, NULL);
}

static CenacleFieldState
get_state (gboolean is_right)
{
  return is_right ? CENACLE_FIELD_RIGHT : CENACLE_FIELD_WRONG;
}

static void
check_cb (Plan *plan)
{
  gboolean has_start = cenacle_when_rows_check (&plan->when);
  gboolean has_minutes = read_minutes (plan) > 0;
  guint64 capacity;
  gboolean has_capacity = read_capacity (plan, &capacity);

  cenacle_form_mark (plan->minutes, get_state (has_minutes));
  cenacle_form_mark (plan->capacity, get_state (has_capacity));
  cenacle_object_dialog_set_state (plan->dialog, has_start && has_minutes && has_capacity
                                                     ? CENACLE_DIALOG_READY
                                                     : CENACLE_DIALOG_NOT_READY);
}

static void
add_format (const Plan *plan, GVariantDict *fields)
{
  guint chosen = adw_combo_row_get_selected (plan->format);
  const CenacleFormatRow *format = chosen > 0 ? cenacle_formats_get_nth (chosen - 1) : NULL;
  g_auto (GStrv) agenda = cenacle_agenda_editor_dup (plan->agenda);

  g_variant_dict_insert (fields, "format", "s", format != NULL ? format->id : "");
  g_variant_dict_insert (fields, "agenda", "^as", agenda);
}

static const char *const repeat_words[] = { NULL, "weekly", "biweekly", "monthly" };

static void
add_repeat (const Plan *plan, GVariantDict *fields)
{
  guint chosen = adw_combo_row_get_selected (plan->repeat);
  g_autofree char *zone = cenacle_calendar_dup_local_zone ();
  const char *rule = chosen >= G_N_ELEMENTS (repeat_words) ? plan->rule
                     : chosen > 0 ? cenacle_calendar_get_rule (repeat_words[chosen])
                                  : "";

  g_variant_dict_insert (fields, "zone", "s", *plan->zone != '\0' ? plan->zone : zone);
  g_variant_dict_insert (fields, "repeat", "s", rule);
}

/* All that the rows say. */
static GVariant *
pack (const Plan *plan)
{
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);
  g_autofree char *title = cenacle_form_dup_entry (plan->title);
  g_autofree char *place = cenacle_form_dup_entry (plan->place);
  g_autofree char *text = cenacle_form_dup_text (plan->text);
  guint64 capacity;

  read_capacity (plan, &capacity);
  g_variant_dict_insert (&fields, "title", "s", title);
  g_variant_dict_insert (&fields, "start", "x", cenacle_when_rows_read (&plan->when));
  g_variant_dict_insert (&fields, "minutes", "t", read_minutes (plan));
  g_variant_dict_insert (&fields, "place", "s", place);
  g_variant_dict_insert (&fields, "text", "s", text);
  g_variant_dict_insert (&fields, "capacity", "t", capacity);
  add_format (plan, &fields);
  add_repeat (plan, &fields);
  return g_variant_ref_sink (g_variant_dict_end (&fields));
}

/* Whether a field is as good as absent. */
static gboolean
is_nothing (GVariant *value)
{
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_STRING))
    return *g_variant_get_string (value, NULL) == '\0';
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_UINT64))
    return g_variant_get_uint64 (value) == 0;
  return g_variant_is_of_type (value, G_VARIANT_TYPE_STRING_ARRAY) &&
         g_variant_n_children (value) == 0;
}

/* What @now says that @before does not; of a new one (NULL) what says something. */
static void
add_news (GVariantDict *fields, GVariant *now, GVariant *before)
{
  GVariantIter iter;
  const char *name;
  GVariant *value;

  g_variant_iter_init (&iter, now);
  while (g_variant_iter_loop (&iter, "{&sv}", &name, &value)) {
    g_autoptr (GVariant) old = before != NULL ? g_variant_lookup_value (before, name, NULL) : NULL;

    if (old != NULL ? !g_variant_equal (old, value) : !is_nothing (value))
      g_variant_dict_insert_value (fields, name, value);
  }
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
  g_autoptr (GVariant) now = pack (plan);

  add_news (&fields, now, plan->before);
  if (plan->before != NULL) {
    cenacle_object_dialog_wait (dialog);
    cenacle_objects_set (cenacle_object_dialog_get_circle (dialog), &plan->session,
                         g_variant_dict_end (&fields), cenacle_object_dialog_done_cb,
                         g_object_ref (dialog));
    return;
  }
  if (plan->presenters != NULL)
    g_variant_dict_insert (&fields, "presenters", "^as", plan->presenters->pdata);
  create_session (dialog, plan, &fields);
}

/* A format brings how long it takes, and its agenda. */
static void
format_cb (Plan *plan)
{
  guint chosen = adw_combo_row_get_selected (plan->format);
  const CenacleFormatRow *format = chosen > 0 ? cenacle_formats_get_nth (chosen - 1) : NULL;
  g_autofree char *minutes =
      g_strdup_printf ("%u", format != NULL ? format->minutes : MINUTES_DEFAULT);
  g_auto (GStrv) agenda = format != NULL ? cenacle_formats_dup_agenda (format) : NULL;

  cenacle_form_set_entry (plan->minutes, minutes);
  cenacle_agenda_editor_set (plan->agenda, (const char *const *) agenda);
}

static void
add_plan_rows (CenacleObjectDialog *dialog, Plan *plan)
{
  /* The last only where a calendar brought a rule. */
  const char *const repeats[] = { C_ ("repetition", "Once"),
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
  cenacle_object_dialog_add_group (dialog, _ ("When and where"),
                                   cen_id_is_zero (&plan->session)
                                       ? ""
                                       : _ ("Whoever has answered for another time is asked "
                                            "again."));
  cenacle_when_rows_add (&plan->when, dialog, CENACLE_ROW_REQUIRED);
  plan->minutes = cenacle_object_dialog_add_entry (dialog, _ ("Minutes"), CENACLE_ROW_REQUIRED);
  plan->repeat = cenacle_object_dialog_add_choice (dialog, _ ("Takes place"), repeats);
  plan->place = cenacle_object_dialog_add_entry (dialog, _ ("Place"), CENACLE_ROW_OPTIONAL);
  plan->capacity = cenacle_object_dialog_add_entry (dialog, _ ("How many can come, if not all"),
                                                    CENACLE_ROW_OPTIONAL);
  plan->agenda = cenacle_agenda_editor_new ();
  cenacle_object_dialog_add_group (dialog, _ ("Agenda"), "");
  cenacle_object_dialog_add_widget (dialog, GTK_WIDGET (plan->agenda));
  plan->text = cenacle_object_dialog_add_text (dialog, _ ("More about it"), CENACLE_ROW_OPTIONAL);
}

static void
fill (Plan *plan, const CenacleSessionWish *wish)
{
  g_autofree char *minutes = g_strdup_printf ("%u", wish->minutes);

  if (wish->title != NULL)
    cenacle_form_set_entry (plan->title, wish->title);
  if (wish->place != NULL)
    cenacle_form_set_entry (plan->place, wish->place);
  if (wish->text != NULL)
    cenacle_form_set_text (plan->text, wish->text);
  if (wish->start_ms > 0)
    cenacle_when_rows_set (&plan->when, wish->start_ms);
  if (wish->minutes > 0)
    cenacle_form_set_entry (plan->minutes, minutes);
  if (*plan->rule != '\0')
    adw_combo_row_set_selected (plan->repeat, G_N_ELEMENTS (repeat_words));
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

static Plan *
open_plan (CenacleObjectDialog *dialog, const CenId *session, const char *zone, const char *rule)
{
  Plan *plan = g_new0 (Plan, 1);

  plan->dialog = dialog;
  if (session != NULL)
    plan->session = *session;
  plan->zone = g_strdup (zone != NULL ? zone : "");
  plan->rule = g_strdup (rule != NULL ? rule : "");
  add_plan_rows (dialog, plan);
  cenacle_when_rows_suggest (&plan->when, 7, "18:00");
  cenacle_form_set_entry (plan->minutes, G_STRINGIFY (60));
  g_signal_connect_data (dialog, "confirm", G_CALLBACK (plan_cb), plan, plan_free, 0);
  cenacle_when_rows_follow (&plan->when, G_CALLBACK (check_cb), plan);
  g_signal_connect_swapped (plan->minutes, "changed", G_CALLBACK (check_cb), plan);
  g_signal_connect_swapped (plan->capacity, "changed", G_CALLBACK (check_cb), plan);
  return plan;
}

/* From now on. */
static void
follow_format (Plan *plan)
{
  g_signal_connect_swapped (plan->format, "notify::selected", G_CALLBACK (format_cb), plan);
}

void
cenacle_session_plan (GtkWidget *from, CenacleCircle *circle, const CenacleSessionWish *wish)
{
  static const CenacleSessionWish nothing = { 0 };
  CenacleObjectDialog *dialog =
      cenacle_object_dialog_new (from, circle, _ ("New session"), _ ("Plan"));
  Plan *plan;

  if (wish == NULL)
    wish = &nothing;
  plan = open_plan (dialog, NULL, wish->zone, wish->repeat);
  plan->presenters = dup_presenters (wish);
  if (wish->proposal != NULL)
    plan->proposal = *wish->proposal;
  fill (plan, wish);
  follow_format (plan);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* The choice that stands for @rule; 0 for none, the last for one that has no word. */
static guint
find_repeat (const char *rule)
{
  for (guint i = 1; i < G_N_ELEMENTS (repeat_words); i++) {
    if (g_str_equal (cenacle_calendar_get_rule (repeat_words[i]), rule))
      return i;
  }
  return *rule == '\0' ? 0 : G_N_ELEMENTS (repeat_words);
}

static guint
find_format (const char *id)
{
  for (guint i = 0; i < FORMATS_MAX && cenacle_formats_get_nth (i) != NULL; i++) {
    if (g_str_equal (cenacle_formats_get_nth (i)->id, id))
      return i + 1;
  }
  return 0;
}

void
cenacle_session_change (GtkWidget *from, CenacleCircle *circle, const CenId *session,
                        const CenMeeting *meeting)
{
  guint repeat = find_repeat (meeting->repeat);
  const CenacleSessionWish wish = {
    .title = meeting->title,
    .text = meeting->text,
    .place = meeting->place,
    .start_ms = meeting->start_ms,
    .minutes = meeting->minutes,
  };
  CenacleObjectDialog *dialog =
      cenacle_object_dialog_new (from, circle, _ ("Change the session"), _ ("Save"));
  Plan *plan = open_plan (dialog, session, meeting->zone,
                          repeat == G_N_ELEMENTS (repeat_words) ? meeting->repeat : NULL);

  fill (plan, &wish);
  adw_combo_row_set_selected (plan->repeat, repeat);
  adw_combo_row_set_selected (plan->format, find_format (meeting->format));
  if (meeting->capacity > 0) {
    g_autofree char *capacity = g_strdup_printf ("%u", meeting->capacity);

    cenacle_form_set_entry (plan->capacity, capacity);
  }
  cenacle_agenda_editor_set (plan->agenda, (const char *const *) meeting->agenda);
  follow_format (plan);
  plan->before = pack (plan);
  gtk_window_present (GTK_WINDOW (dialog));
}
