/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "message-commands.h"

#include "commands.h"
#include "compat.h"
#include "membership-commands.h"

#include <glib/gi18n.h>

static gboolean
is_mine (const CenMessageRow *row, const char *emoji)
{
  for (guint i = 0; row->reactions != NULL && i < row->reactions->len; i++) {
    const CenReactionRow *reaction = g_ptr_array_index (row->reactions, i);

    if (g_str_equal (reaction->emoji, emoji))
      return reaction->is_mine;
  }
  return FALSE;
}

static void
activate_with_id (GtkWidget *place, const char *action, const CenId *id)
{
  g_autofree char *text = cen_id_dup_text (id);

  gtk_widget_activate_action (place, action, "s", text);
}

typedef struct {
  GtkWidget *place;
  CenacleCircle *circle;
  CenId message;
} Hiding;

static void
hiding_free (gpointer data)
{
  Hiding *hiding = data;

  g_object_unref (hiding->place);
  g_object_unref (hiding->circle);
  g_free (hiding);
}

static void
hide_cb (const char *reason, gpointer data)
{
  const Hiding *hiding = data;

  cenacle_membership_hide (hiding->circle, &hiding->message, reason, cenacle_commands_show_error_cb,
                           g_object_ref (hiding->place));
}

static void
ask_reason (GtkWidget *place, CenacleCircle *circle, CenacleMessage *message)
{
  const CenMessageRow *row = cenacle_message_get_row (message);
  Hiding *hiding = g_new0 (Hiding, 1);
  g_autofree char *heading = g_strdup_printf (_ ("Hide this message by %s?"), row->author_name);

  hiding->place = g_object_ref (place);
  hiding->circle = g_object_ref (circle);
  hiding->message = row->id;
  cenacle_compat_ask_reason (
      GTK_WINDOW (gtk_widget_get_root (place)), heading,
      _ ("In its place all members see the reason; who wants can still look at it. A facilitator "
         "can show it again."),
      _ ("_Hide"), hide_cb, hiding, hiding_free);
}

gboolean
cenacle_message_commands_perform (GtkWidget *place, CenacleCircle *circle, CenacleMessage *message,
                                  CenacleMessageCommand command, const char *argument)
{
  const CenMessageRow *row = cenacle_message_get_row (message);

  switch (command) {
  case CENACLE_MESSAGE_REACT:
    cenacle_commands_react (circle, &row->id, argument,
                            is_mine (row, argument) ? CENACLE_MARK_TAKE_BACK : CENACLE_MARK_GIVE,
                            cenacle_commands_show_error_cb, g_object_ref (place));
    return TRUE;
  case CENACLE_MESSAGE_PIN:
    cenacle_commands_pin (circle, &row->id,
                          row->is_pinned ? CENACLE_MARK_TAKE_BACK : CENACLE_MARK_GIVE,
                          cenacle_commands_show_error_cb, g_object_ref (place));
    return TRUE;
  case CENACLE_MESSAGE_COPY:
    gdk_clipboard_set_text (gtk_widget_get_clipboard (place), row->text);
    return TRUE;
  case CENACLE_MESSAGE_DELETE:
    activate_with_id (place, "win.delete-message", &row->id);
    return TRUE;
  case CENACLE_MESSAGE_THREAD:
    activate_with_id (place, "win.open-thread",
                      cen_id_is_zero (&row->thread) ? &row->id : &row->thread);
    return TRUE;
  case CENACLE_MESSAGE_THANK:
    activate_with_id (place, "win.thank", &row->id);
    return TRUE;
  case CENACLE_MESSAGE_PROFILE:
    activate_with_id (place, "win.open-member", &row->author);
    return TRUE;
  case CENACLE_MESSAGE_HIDE:
    ask_reason (place, circle, message);
    return TRUE;
  case CENACLE_MESSAGE_SHOW:
    cenacle_membership_hide (circle, &row->id, "", cenacle_commands_show_error_cb,
                             g_object_ref (place));
    return TRUE;
  case CENACLE_MESSAGE_REPLY:
  case CENACLE_MESSAGE_EDIT:
  case CENACLE_MESSAGE_JUMP:
  default:
    return FALSE;
  }
}
