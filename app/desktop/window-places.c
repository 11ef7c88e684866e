/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Where one is in the circle that shows: its channels, letters, members and search, the pane beside
 * them, and how one comes from one circle to another. */

#include "window-private.h"

#include <glib/gi18n.h>
#include <string.h>

static void
remember (CenacleWindow *self, const char *key, const char *value)
{
  if (self->settings != NULL)
    g_settings_set_string (self->settings, key, value);
}

const CenChannelRow *
cenacle_window_get_channel (CenacleWindow *self, const CenId *id)
{
  GPtrArray *channels = cenacle_sidebar_get_channels (self->sidebar);

  for (guint i = 0; channels != NULL && i < channels->len; i++) {
    const CenChannelRow *row = g_ptr_array_index (channels, i);

    if (cen_id_equal (&row->id, id))
      return row;
  }
  return NULL;
}

static const CenChannelRow *
get_first_channel (CenacleWindow *self)
{
  GPtrArray *channels = cenacle_sidebar_get_channels (self->sidebar);

  for (guint i = 0; channels != NULL && i < channels->len; i++) {
    const CenChannelRow *row = g_ptr_array_index (channels, i);

    if (!row->is_redacted)
      return row;
  }
  return NULL;
}

static void
show_title (CenacleWindow *self, const CenChannelRow *channel)
{
  const char *page = gtk_stack_get_visible_child_name (self->page_stack);
  guint n = self->circle != NULL ? cenacle_circle_get_row (self->circle)->n_members : 0;
  g_autofree char *title = NULL;
  g_autofree char *members = g_strdup_printf (ngettext ("%u member", "%u members", n), n);
  const char *subtitle = "";

  if (self->circle != NULL && cenacle_window_shows_letters (self)) {
    cenacle_window_show_letters_title (self);
    return;
  }
  if (g_strcmp0 (page, "channel") == 0 && channel != NULL) {
    title = g_strdup_printf ("# %s", channel->name);
    subtitle = channel->topic[0] != '\0' ? channel->topic : members;
  } else {
    const CenaclePlace *place = cenacle_place_find (page != NULL ? page : CENACLE_PLACE_SEARCH);

    title = g_strdup (place != NULL ? _ (place->title) : "");
    subtitle = g_strcmp0 (page, CENACLE_PLACE_MEMBERS) == 0 ? members : "";
  }
  adw_window_title_set_title (self->title, title);
  adw_window_title_set_subtitle (self->title, subtitle);
  gtk_widget_set_visible (self->channel_button, g_strcmp0 (page, "channel") == 0);
}

static void
go_to_channel (CenacleWindow *self, const CenChannelRow *channel, const CenId *anchor)
{
  gboolean is_there =
      g_strcmp0 (gtk_stack_get_visible_child_name (self->page_stack), "channel") == 0 &&
      cen_id_equal (&channel->id, &self->channel);
  g_autofree char *place = cen_id_dup_text (&channel->id);

  if (!is_there || anchor != NULL)
    cenacle_channel_page_open (self->channel_page, self->circle, channel, anchor);
  if (!is_there)
    cenacle_window_close_pane (self);
  self->channel = channel->id;
  g_object_notify (G_OBJECT (self), "tell");
  gtk_stack_set_visible_child_name (self->page_stack, "channel");
  show_title (self, channel);
  cenacle_sidebar_select (self->sidebar, place);
  remember (self, "last-place", place);
}

/* Into the page that shows, unless the keyboard is there, or in a sidebar that stays in sight. */
static void
focus_page (CenacleWindow *self)
{
  GtkWidget *page = gtk_stack_get_visible_child (self->page_stack);
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (self));
  gboolean is_in_sidebar =
      focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->sidebar));

  if (page == NULL || (is_in_sidebar && !adw_leaflet_get_folded (self->leaflet)) ||
      (focus != NULL && gtk_widget_is_ancestor (focus, page)))
    return;
  gtk_widget_child_focus (page, GTK_DIR_TAB_FORWARD);
}

void
cenacle_window_go (CenacleWindow *self, const char *place, const CenId *anchor)
{
  const CenChannelRow *channel = NULL;
  CenId id;

  if (self->circle == NULL)
    return;
  if (g_str_equal (place, CENACLE_PLACE_MEMBERS) || g_str_equal (place, CENACLE_PLACE_SEARCH)) {
    gtk_stack_set_visible_child_name (self->page_stack, place);
    show_title (self, NULL);
    cenacle_sidebar_select (self->sidebar, place);
  } else if (cenacle_window_go_to_page (self, place, anchor)) {
    show_title (self, NULL);
    remember (self, "last-place", place);
  } else if (cenacle_window_go_to_letters (self, place, anchor)) {
    remember (self, "last-place", place);
  } else {
    if (cen_id_from_text (&id, place))
      channel = cenacle_window_get_channel (self, &id);
    if (channel == NULL)
      return;
    go_to_channel (self, channel, anchor);
  }
  adw_leaflet_set_visible_child_name (self->leaflet, "content");
  if (g_str_equal (place, CENACLE_PLACE_SEARCH))
    cenacle_search_page_focus (self->search_page);
  else if (cenacle_window_shows_letters (self))
    cenacle_letter_page_focus (self->letter_page);
  else if (channel != NULL)
    cenacle_channel_page_focus (self->channel_page);
  else
    focus_page (self);
}

void
cenacle_window_open_pane (CenacleWindow *self, const char *pane, const char *title)
{
  if (!g_str_equal (pane, "thread"))
    cenacle_thread_pane_close (self->thread_pane);
  if (!g_str_equal (pane, "member"))
    cenacle_member_pane_close (self->member_pane);
  if (!g_str_equal (pane, "detail"))
    adw_bin_set_child (self->detail_bin, NULL);
  gtk_stack_set_visible_child_name (self->pane_stack, pane);
  gtk_label_set_text (self->pane_label, title);
  gtk_widget_show (self->pane);
  adw_flap_set_reveal_flap (self->flap, TRUE);
}

void
cenacle_window_close_pane (CenacleWindow *self)
{
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (self));

  adw_flap_set_reveal_flap (self->flap, FALSE);
  if (focus != NULL && gtk_widget_is_ancestor (focus, self->pane))
    focus_page (self);
}

static void
go_to_start (CenacleWindow *self)
{
  g_autofree char *last =
      self->settings != NULL ? g_settings_get_string (self->settings, "last-place") : g_strdup ("");
  const CenChannelRow *channel = NULL;
  CenId id;

  if (cen_id_from_text (&id, last))
    channel = cenacle_window_get_channel (self, &id);
  if (channel != NULL)
    go_to_channel (self, channel, NULL);
  else if (cenacle_window_go_to_page (self, last, NULL) ||
           (!cenacle_window_go_to_letters (self, last, NULL) &&
            cenacle_window_go_to_page (self, CENACLE_PLACE_HOME, NULL)))
    show_title (self, NULL);
}

static void
circle_changed_cb (CenacleWindow *self, guint changes)
{
  const CenChannelRow *channel = cenacle_window_get_channel (self, &self->channel);

  if (self->wanted_channel != NULL && (changes & CENACLE_CHANGE_CHANNELS) != 0) {
    g_autofree char *wanted = g_steal_pointer (&self->wanted_channel);

    cenacle_window_go (self, wanted, NULL);
    return;
  }
  /* The channel that showed was deleted. */
  if (channel == NULL && get_first_channel (self) != NULL &&
      g_strcmp0 (gtk_stack_get_visible_child_name (self->page_stack), "channel") == 0) {
    go_to_channel (self, get_first_channel (self), NULL);
    return;
  }
  if ((changes & (CENACLE_CHANGE_FRAME | CENACLE_CHANGE_CHANNELS | CENACLE_CHANGE_MEMBERS)) != 0)
    show_title (self, channel);
  cenacle_window_update_actions (self);
}

static void
failed_cb (CenacleWindow *self, const char *sentence)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", sentence);
}

void
cenacle_window_leave_circle (CenacleWindow *self)
{
  if (self->circle == NULL)
    return;
  cenacle_circle_flush_deletions (self->circle);
  g_signal_handlers_disconnect_by_data (self->circle, self);
  cenacle_window_close_pane (self);
  cenacle_thread_pane_close (self->thread_pane);
  cenacle_member_pane_close (self->member_pane);
  adw_bin_set_child (self->detail_bin, NULL);
  cenacle_channel_page_close (self->channel_page);
  cenacle_letter_page_close (self->letter_page);
  cenacle_sidebar_set_circle (self->sidebar, NULL);
  cenacle_members_page_set_circle (self->members_page, NULL);
  cenacle_search_page_set_circle (self->search_page, NULL);
  cenacle_window_set_pages_circle (self, NULL);
  cenacle_warning_bar_set_circle (self->warning_bar, NULL);
  g_clear_object (&self->circle);
  memset (&self->channel, 0, sizeof self->channel);
  memset (&self->correspondent, 0, sizeof self->correspondent);
}

void
cenacle_window_show_circle (CenacleWindow *self, const CenId *id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CenacleCircle) circle = NULL;

  if (self->circle != NULL && cen_id_equal (cenacle_circle_get_id (self->circle), id))
    return;
  circle = cenacle_circle_new (self->client, id, &error);
  if (circle == NULL) {
    g_debug ("circle not shown: %s", error->message);
    return;
  }
  cenacle_window_leave_circle (self);
  self->circle = g_steal_pointer (&circle);
  cenacle_sidebar_set_circle (self->sidebar, self->circle);
  cenacle_members_page_set_circle (self->members_page, self->circle);
  cenacle_search_page_set_circle (self->search_page, self->circle);
  cenacle_window_set_pages_circle (self, self->circle);
  cenacle_warning_bar_set_circle (self->warning_bar, self->circle);
  g_signal_connect_object (self->circle, "changed", G_CALLBACK (circle_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->circle, "failed", G_CALLBACK (failed_cb), self, G_CONNECT_SWAPPED);
  remember (self, "last-circle", cenacle_circle_get_id_text (self->circle));
  gtk_stack_set_visible_child_name (self->root_stack, "main");
  go_to_start (self);
  cenacle_window_update_actions (self);
}
