/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "session-dialog.h"

#include "form.h"
#include "object-commands.h"
#include "object-dialog.h"
#include "reminder-watch.h"
#include "window.h"

#include <glib/gi18n.h>

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
  CenacleObjectDialog *dialog =
      cenacle_object_dialog_new (from, circle, C_ ("of a meeting", "Minutes"), _ ("Keep"));
  After *after = after_new (&session->row->id, session->held_ms);

  after->text = cenacle_object_dialog_add_text (dialog, _ ("What was said and decided"),
                                                CENACLE_ROW_REQUIRED);
  g_signal_connect_data (dialog, "confirm", G_CALLBACK (write_cb), after,
                         (GClosureNotify) (GCallback) g_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}
