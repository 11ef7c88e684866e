/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The window shows what the replica holds, whether the engine is there or not: at start it reads
 * the circles at once, and the engine is started beside it. Pages: "starting" until it is known
 * whether there is a circle, "locked" while the engine has no keys, "first-run" without a circle,
 * "main" with one. In main one place shows at a
 * time (channel, members, search), and beside it at most one pane (thread or pins, member). */

#include "window.h"

#include "letter-list.h"
#include "window-private.h"

#include <glib/gi18n.h>
#include <string.h>

#define CIRCLES_DELAY_MS 500  /* for the unread counts of the other circles */
#define BANNER_DELAY_MS  1500 /* a short absence of the engine is nobody's concern */

G_DEFINE_FINAL_TYPE (CenacleWindow, cenacle_window, ADW_TYPE_APPLICATION_WINDOW)

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
  } else if (g_strcmp0 (page, "members") == 0) {
    title = g_strdup (_ ("Members"));
    subtitle = members;
  } else {
    title = g_strdup (_ ("Search"));
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
  gtk_stack_set_visible_child_name (self->page_stack, "channel");
  show_title (self, channel);
  cenacle_sidebar_select (self->sidebar, place);
  remember (self, "last-place", place);
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
}

void
cenacle_window_open_pane (CenacleWindow *self, const char *pane, const char *title)
{
  if (!g_str_equal (pane, "thread"))
    cenacle_thread_pane_close (self->thread_pane);
  if (!g_str_equal (pane, "member"))
    cenacle_member_pane_close (self->member_pane);
  gtk_stack_set_visible_child_name (self->pane_stack, pane);
  gtk_label_set_text (self->pane_label, title);
  gtk_widget_show (self->pane);
  adw_flap_set_reveal_flap (self->flap, TRUE);
}

void
cenacle_window_close_pane (CenacleWindow *self)
{
  adw_flap_set_reveal_flap (self->flap, FALSE);
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
  if (channel == NULL)
    channel = get_first_channel (self);
  if (channel != NULL && !cenacle_window_go_to_letters (self, last, NULL))
    go_to_channel (self, channel, NULL);
  else if (channel == NULL)
    cenacle_window_go (self, CENACLE_PLACE_MEMBERS, NULL); /* until the channels have come */
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
  if (channel == NULL && get_first_channel (self) != NULL && !cenacle_window_shows_letters (self)) {
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

static void
leave_circle (CenacleWindow *self)
{
  if (self->circle == NULL)
    return;
  cenacle_circle_flush_deletions (self->circle);
  g_signal_handlers_disconnect_by_data (self->circle, self);
  cenacle_window_close_pane (self);
  cenacle_thread_pane_close (self->thread_pane);
  cenacle_member_pane_close (self->member_pane);
  cenacle_channel_page_close (self->channel_page);
  cenacle_letter_page_close (self->letter_page);
  cenacle_sidebar_set_circle (self->sidebar, NULL);
  cenacle_members_page_set_circle (self->members_page, NULL);
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
  leave_circle (self);
  self->circle = g_steal_pointer (&circle);
  cenacle_sidebar_set_circle (self->sidebar, self->circle);
  cenacle_members_page_set_circle (self->members_page, self->circle);
  cenacle_warning_bar_set_circle (self->warning_bar, self->circle);
  g_signal_connect_object (self->circle, "changed", G_CALLBACK (circle_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->circle, "failed", G_CALLBACK (failed_cb), self, G_CONNECT_SWAPPED);
  remember (self, "last-circle", cenacle_circle_get_id_text (self->circle));
  gtk_stack_set_visible_child_name (self->root_stack, "main");
  go_to_start (self);
  cenacle_window_update_actions (self);
}

static const CenCircleRow *
choose_circle (CenacleWindow *self, GPtrArray *circles)
{
  g_autofree char *last =
      self->wanted_circle != NULL ? g_strdup (self->wanted_circle)
      : self->circle != NULL      ? g_strdup (cenacle_circle_get_id_text (self->circle))
      : self->settings != NULL    ? g_settings_get_string (self->settings, "last-circle")
                                  : g_strdup ("");

  for (guint i = 0; i < circles->len; i++) {
    const CenCircleRow *row = g_ptr_array_index (circles, i);
    g_autofree char *id = cen_id_dup_text (&row->id);

    if (g_str_equal (id, last))
      return row;
  }
  return circles->len > 0 ? g_ptr_array_index (circles, 0) : NULL;
}

void
cenacle_window_reload_circles (CenacleWindow *self)
{
  if (cenacle_window_waits_for_lock (self))
    return;
  if (cenacle_window_is_locked (self)) {
    leave_circle (self);
    cenacle_window_show_lock (self);
    cenacle_window_update_actions (self);
    return;
  }

  CenStore *store = cenacle_client_get_store (self->client, NULL);
  g_autoptr (GPtrArray) circles = store != NULL ? cen_query_circles (store, NULL) : NULL;
  gboolean is_connected = cenacle_client_get_state (self->client) == CENACLE_CLIENT_CONNECTED;
  const CenCircleRow *row = circles != NULL ? choose_circle (self, circles) : NULL;

  if (row == NULL) {
    leave_circle (self);
    /* Without a replica only the engine knows; once it serves, no circle means the first run. */
    gtk_stack_set_visible_child_name (self->root_stack,
                                      is_connected || circles != NULL ? "first-run" : "starting");
    cenacle_window_update_actions (self);
    return;
  }
  cenacle_sidebar_set_circles (self->sidebar, circles);
  if (self->wanted_circle != NULL) {
    g_autofree char *found = cen_id_dup_text (&row->id);

    if (g_str_equal (found, self->wanted_circle))
      g_clear_pointer (&self->wanted_circle, g_free);
  }
  cenacle_window_show_circle (self, &row->id);
}

static gboolean
circles_cb (gpointer data)
{
  CenacleWindow *self = data;

  self->circles_source = 0;
  cenacle_window_reload_circles (self);
  return G_SOURCE_REMOVE;
}

static void
client_changed_cb (CenacleWindow *self, const char *circle, const char *const *what)
{
  (void) circle;
  if (g_strv_contains (what, "frame"))
    cenacle_window_reload_circles (self);
  else if (self->circles_source == 0 &&
           (g_strv_contains (what, "messages") || g_strv_contains (what, "letters") ||
            g_strv_contains (what, "local")))
    self->circles_source = g_timeout_add (CIRCLES_DELAY_MS, circles_cb, self);
}

static gboolean
banner_cb (gpointer data)
{
  CenacleWindow *self = data;
  const char *sentence = cenacle_client_get_sentence (self->client);

  self->banner_source = 0;
  if (cenacle_client_get_state (self->client) == CENACLE_CLIENT_FAILED && sentence[0] != '\0')
    gtk_label_set_text (self->banner_label, sentence);
  else
    gtk_label_set_text (self->banner_label, _ ("Reconnecting… You can go on reading."));
  gtk_revealer_set_reveal_child (self->banner_revealer, TRUE);
  return G_SOURCE_REMOVE;
}

static void
state_cb (CenacleWindow *self)
{
  CenacleClientState state = cenacle_client_get_state (self->client);

  g_clear_handle_id (&self->banner_source, g_source_remove);
  if (state == CENACLE_CLIENT_CONNECTED) {
    gtk_revealer_set_reveal_child (self->banner_revealer, FALSE);
    cenacle_window_watch_lock (self);
    cenacle_window_reload_circles (self);
  } else if (state == CENACLE_CLIENT_FAILED) {
    banner_cb (self);
  } else if (state == CENACLE_CLIENT_RECONNECTING) {
    self->banner_source = g_timeout_add (BANNER_DELAY_MS, banner_cb, self);
  }
}

static void
search_open_cb (CenacleWindow *self, const CenSearchRow *hit)
{
  gboolean is_letter = !cen_id_is_zero (&hit->peer);
  g_autofree char *place =
      is_letter ? cenacle_letter_list_dup_place (&hit->peer) : cen_id_dup_text (&hit->channel);
  CenId message = hit->id; /* the hit may go with the search page's next answer */

  cenacle_window_show_circle (self, &hit->circle);
  cenacle_window_go (self, place, &message);
}

static void
flap_moved_cb (CenacleWindow *self)
{
  if (adw_flap_get_reveal_progress (self->flap) <= 0 && !adw_flap_get_reveal_flap (self->flap))
    gtk_widget_hide (self->pane);
}

static void
go_cb (CenacleWindow *self, const char *place)
{
  g_autofree char *copy = g_strdup (place);

  cenacle_window_go (self, copy, NULL);
}

static gboolean
cenacle_window_close_request (GtkWindow *window)
{
  CenacleWindow *self = CENACLE_WINDOW (window);
  int width, height;

  cenacle_channel_page_flush (self->channel_page);
  cenacle_letter_page_flush (self->letter_page);
  if (self->circle != NULL)
    cenacle_circle_flush_deletions (self->circle);
  if (self->settings != NULL) {
    gtk_window_get_default_size (window, &width, &height);
    g_settings_set_int (self->settings, "width", width);
    g_settings_set_int (self->settings, "height", height);
    g_settings_set_boolean (self->settings, "maximized", gtk_window_is_maximized (window));
  }
  return GTK_WINDOW_CLASS (cenacle_window_parent_class)->close_request (window);
}

static void
cenacle_window_dispose (GObject *object)
{
  CenacleWindow *self = CENACLE_WINDOW (object);

  g_clear_handle_id (&self->banner_source, g_source_remove);
  g_clear_handle_id (&self->circles_source, g_source_remove);
  if (self->client != NULL)
    g_signal_handlers_disconnect_by_data (self->client, self);
  if (self->circle != NULL)
    g_signal_handlers_disconnect_by_data (self->circle, self);
  g_clear_object (&self->circle);
  g_clear_object (&self->client);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->wanted_circle, g_free);
  g_clear_pointer (&self->wanted_channel, g_free);
  G_OBJECT_CLASS (cenacle_window_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, CenacleWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, CenacleWindow, root_stack);
  gtk_widget_class_bind_template_child (widget_class, CenacleWindow, lock_page);
  gtk_widget_class_bind_template_child (widget_class, CenacleWindow, leaflet);
  gtk_widget_class_bind_template_child (widget_class, CenacleWindow, sidebar);
  gtk_widget_class_bind_template_child (widget_class, CenacleWindow, title);
  gtk_widget_class_bind_template_child (widget_class, CenacleWindow, channel_button);
  gtk_widget_class_bind_template_child (widget_class, CenacleWindow, warning_bar);
  gtk_widget_class_bind_template_child (widget_class, CenacleWindow, flap);
  gtk_widget_class_bind_template_child (widget_class, CenacleWindow, page_stack);
  gtk_widget_class_bind_template_child (widget_class, CenacleWindow, channel_page);
  gtk_widget_class_bind_template_child (widget_class, CenacleWindow, letter_page);
  gtk_widget_class_bind_template_child (widget_class, CenacleWindow, members_page);
  gtk_widget_class_bind_template_child (widget_class, CenacleWindow, search_page);
  gtk_widget_class_bind_template_child (widget_class, CenacleWindow, pane);
  gtk_widget_class_bind_template_child (widget_class, CenacleWindow, pane_label);
  gtk_widget_class_bind_template_child (widget_class, CenacleWindow, pane_stack);
  gtk_widget_class_bind_template_child (widget_class, CenacleWindow, thread_pane);
  gtk_widget_class_bind_template_child (widget_class, CenacleWindow, member_pane);
  gtk_widget_class_bind_template_child (widget_class, CenacleWindow, banner_revealer);
  gtk_widget_class_bind_template_child (widget_class, CenacleWindow, banner_label);
}

static void
cenacle_window_class_init (CenacleWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cenacle_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = cenacle_window_close_request;
  g_type_ensure (CENACLE_TYPE_LOCK_PAGE);
  g_type_ensure (CENACLE_TYPE_SIDEBAR);
  g_type_ensure (CENACLE_TYPE_CHANNEL_PAGE);
  g_type_ensure (CENACLE_TYPE_LETTER_PAGE);
  g_type_ensure (CENACLE_TYPE_MEMBERS_PAGE);
  g_type_ensure (CENACLE_TYPE_SEARCH_PAGE);
  g_type_ensure (CENACLE_TYPE_THREAD_PANE);
  g_type_ensure (CENACLE_TYPE_MEMBER_PANE);
  g_type_ensure (CENACLE_TYPE_WARNING_BAR);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/cenacle/Cenacle/window.ui");
  bind_children (widget_class);
  cenacle_window_install_actions (widget_class);
  cenacle_window_install_home_actions (widget_class);
  cenacle_window_install_letter_actions (widget_class);
}

static void
cenacle_window_init (CenacleWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_object_bind_property (self->leaflet, "folded", cenacle_sidebar_get_header_bar (self->sidebar),
                          "show-end-title-buttons", G_BINDING_SYNC_CREATE);
  g_signal_connect_swapped (self->flap, "notify::reveal-progress", G_CALLBACK (flap_moved_cb),
                            self);
  g_signal_connect_swapped (self->lock_page, "unlocked", G_CALLBACK (cenacle_window_reload_circles),
                            self);
  g_signal_connect_swapped (self->sidebar, "go", G_CALLBACK (go_cb), self);
  g_signal_connect_swapped (self->search_page, "open", G_CALLBACK (search_open_cb), self);
}

static void
restore (CenacleWindow *self)
{
  if (self->settings == NULL)
    return;
  gtk_window_set_default_size (GTK_WINDOW (self), g_settings_get_int (self->settings, "width"),
                               g_settings_get_int (self->settings, "height"));
  if (g_settings_get_boolean (self->settings, "maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
}

CenacleWindow *
cenacle_window_new (GtkApplication *application, CenacleClient *client, GSettings *settings)
{
  CenacleWindow *self = g_object_new (CENACLE_TYPE_WINDOW, "application", application, NULL);

  self->client = g_object_ref (client);
  self->settings = settings != NULL ? g_object_ref (settings) : NULL;
  cenacle_warning_bar_set_settings (self->warning_bar, settings);
  restore (self);
  cenacle_search_page_set_client (self->search_page, client);
  g_signal_connect_object (client, "changed", G_CALLBACK (client_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (client, "notify::state", G_CALLBACK (state_cb), self, G_CONNECT_SWAPPED);
  cenacle_window_reload_circles (self);
  return self;
}

void
cenacle_window_follow_link (CenacleWindow *self, const char *link)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.join-by-link", "s", link);
}
