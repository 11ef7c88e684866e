/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "session-recap.h"

#include "app/control/name-list.h"
#include "app/control/recap.h"
#include "core/meeting.h"
#include "form.h"
#include "object-commands.h"
#include "object-dialog.h"
#include "time-text.h"

#include <glib/gi18n.h>

/* --- A message --- */

typedef struct {
  AdwComboRow *channel;
  GtkTextView *decisions;
  GArray *channels; /* CenId */
  char *title;
  char *day;
  char *present;
  CenId note;
} Recap;

static void
recap_free (gpointer data, GClosure *closure)
{
  Recap *recap = data;

  (void) closure;
  g_array_unref (recap->channels);
  g_free (recap->title);
  g_free (recap->day);
  g_free (recap->present);
  g_free (recap);
}

static void
confirm_cb (CenacleObjectDialog *dialog, Recap *recap)
{
  g_autofree char *decisions = cenacle_form_dup_text (recap->decisions);
  CenacleRecap words = { recap->title, recap->day, recap->present, decisions,
                         cen_id_is_zero (&recap->note) ? NULL : &recap->note };
  g_autofree char *text = cenacle_recap_dup_text (&words);
  guint chosen = adw_combo_row_get_selected (recap->channel);
  CenaclePost post = { .text = text };

  if (chosen >= recap->channels->len)
    return;
  post.channel = &g_array_index (recap->channels, CenId, chosen);
  cenacle_object_dialog_wait (dialog);
  cenacle_commands_post (cenacle_object_dialog_get_circle (dialog), &post,
                         cenacle_object_dialog_done_cb, g_object_ref (dialog));
}

static char *
dup_present (CenacleCircle *circle, const CenObjectRow *row, gint64 occurrence_ms)
{
  g_autoptr (GArray) present = cen_meeting_list_present (row, occurrence_ms);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; i < present->len; i++) {
    const CenMemberRow *member =
        cenacle_circle_get_member (circle, &g_array_index (present, CenId, i));

    if (member != NULL)
      g_ptr_array_add (names, member->name);
  }
  return cenacle_name_list_dup_text (names);
}

static void
add_channels (CenacleObjectDialog *dialog, Recap *recap)
{
  CenacleCircle *circle = cenacle_object_dialog_get_circle (dialog);
  g_autoptr (GPtrArray) channels =
      cen_query_channels (cenacle_circle_get_store (circle), cenacle_circle_get_id (circle), NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; channels != NULL && i < channels->len; i++) {
    const CenChannelRow *channel = channels->pdata[i];

    g_array_append_val (recap->channels, channel->id);
    g_ptr_array_add (names, channel->name);
  }
  g_ptr_array_add (names, NULL);
  recap->channel =
      cenacle_object_dialog_add_choice (dialog, _ ("Channel"), (const char *const *) names->pdata);
}

void
cenacle_session_recap_post (GtkWidget *from, CenacleCircle *circle, const CenObjectRow *row,
                            gint64 occurrence_ms)
{
  CenacleObjectDialog *dialog = cenacle_object_dialog_new (from, circle, _ ("Recap"), _ ("Post"));
  g_autoptr (CenMeeting) meeting = cen_meeting_new (row);
  Recap *recap = g_new0 (Recap, 1);

  recap->channels = g_array_new (FALSE, FALSE, sizeof (CenId));
  recap->title = g_strdup (meeting->title);
  recap->day = cenacle_time_text_dup_full (occurrence_ms);
  recap->present = dup_present (circle, row, occurrence_ms);
  recap->note = meeting->note;
  cenacle_object_dialog_add_group (
      dialog, "", _ ("It tells who came, what was decided, and where the notes are."));
  add_channels (dialog, recap);
  recap->decisions =
      cenacle_object_dialog_add_text (dialog, _ ("What was decided, one thing a line"),
                                      CENACLE_ROW_OPTIONAL);
  cenacle_object_dialog_set_state (dialog, CENACLE_DIALOG_READY);
  g_signal_connect_data (dialog, "confirm", G_CALLBACK (confirm_cb), recap, recap_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* --- Minutes --- */

static void
kept_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkWidget) from = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = cenacle_commands_finish (result, &error);

  (void) source;
  gtk_widget_activate_action (from, "win.toast", "s",
                              id != NULL ? _ ("The notes are kept as minutes.") : error->message);
}

void
cenacle_session_recap_keep (GtkWidget *from, CenacleCircle *circle, const CenId *session,
                            const CenId *note, gint64 occurrence_ms)
{
  g_autoptr (CenObjectRow) row = cen_query_object (cenacle_circle_get_store (circle),
                                                   cenacle_circle_get_id (circle), note, NULL);
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);
  g_autofree char *about = cen_id_dup_text (session);
  g_autofree char *notes = cen_id_dup_text (note);
  g_autofree char *text = NULL;

  if (row == NULL)
    return;
  text = cen_minutes_dup_text (row);
  if (*text == '\0') {
    gtk_widget_activate_action (from, "win.toast", "s", _ ("The notes are empty still."));
    return;
  }
  g_variant_dict_insert (&fields, "session", "s", about);
  g_variant_dict_insert (&fields, "when", "x", occurrence_ms);
  g_variant_dict_insert (&fields, "text", "s", text);
  g_variant_dict_insert (&fields, "note", "s", notes);
  cenacle_objects_create (circle, "minutes", g_variant_dict_end (&fields), kept_cb,
                          g_object_ref (from));
}
