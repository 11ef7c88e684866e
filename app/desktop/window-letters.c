/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Private words in the window: the page of the letters with one member, and the ways to it. */

#include "letter-list.h"
#include "window-private.h"

#include <glib/gi18n.h>
#include <string.h>

gboolean
cenacle_window_shows_letters (CenacleWindow *self)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (self->page_stack), "letters") == 0;
}

void
cenacle_window_show_letters_title (CenacleWindow *self)
{
  const CenMemberRow *row = cenacle_circle_get_member (self->circle, &self->correspondent);

  adw_window_title_set_title (self->title, row != NULL ? row->name : "");
  adw_window_title_set_subtitle (self->title, _ ("Direct messages"));
  gtk_widget_hide (self->channel_button);
}

gboolean
cenacle_window_go_to_letters (CenacleWindow *self, const char *place, const CenId *anchor)
{
  CenId member;

  if (!cenacle_letter_list_parse_place (place, &member) ||
      cenacle_circle_get_member (self->circle, &member) == NULL)
    return FALSE;
  if (!cenacle_window_shows_letters (self) || anchor != NULL ||
      !cen_id_equal (&member, &self->correspondent)) {
    cenacle_window_close_pane (self);
    cenacle_letter_page_open (self->letter_page, self->circle, &member, anchor);
  }
  self->correspondent = member;
  gtk_stack_set_visible_child_name (self->page_stack, "letters");
  cenacle_window_show_letters_title (self);
  cenacle_sidebar_select (self->sidebar, place);
  return TRUE;
}

static void
write_to_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CenacleWindow *self = CENACLE_WINDOW (widget);
  g_autofree char *place = NULL;
  CenId member;

  (void) action;
  if (self->circle == NULL || !cen_id_from_text (&member, g_variant_get_string (parameter, NULL)) ||
      cen_id_equal (&member, &cenacle_circle_get_row (self->circle)->self_member))
    return;
  place = cenacle_letter_list_dup_place (&member);
  cenacle_window_go (self, place, NULL);
}

void
cenacle_window_install_letter_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.write-to", "s", write_to_cb);
}
