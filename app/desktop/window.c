/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The window shows what the replica holds, whether the engine is there or not: at start it reads
 * the circles at once, and the engine is started beside it. Pages: "starting" until it is known
 * whether there is a circle, "locked" while the engine has no keys, "first-run" without a circle,
 * "main" with one. In main one place shows at a
 * time (channel, members, search), and beside it at most one pane (thread or pins, member). */

#include "window.h"

#include "compat.h"
#include "letter-list.h"
#include "narrow.h"
#include "window-private.h"

#include <glib/gi18n.h>
#include <string.h>

#define CIRCLES_DELAY_MS 500  /* for the unread counts of the other circles */
#define BANNER_DELAY_MS  1500 /* a short absence of the engine is nobody's concern */

enum { PROP_TELL = 1 };
enum { SIGNAL_MOVED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CenacleWindow, cenacle_window, ADW_TYPE_APPLICATION_WINDOW)

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
    cenacle_window_leave_circle (self);
    cenacle_window_show_lock (self);
    cenacle_window_update_actions (self);
    return;
  }

  CenStore *store = cenacle_client_get_store (self->client, NULL);
  g_autoptr (GPtrArray) circles = store != NULL ? cen_query_circles (store, NULL) : NULL;
  gboolean is_connected = cenacle_client_get_state (self->client) == CENACLE_CLIENT_CONNECTED;
  const CenCircleRow *row = circles != NULL ? choose_circle (self, circles) : NULL;

  if (row == NULL) {
    cenacle_window_leave_circle (self);
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
  cenacle_compat_announce (GTK_WIDGET (self), gtk_label_get_text (self->banner_label));
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
  g_autofree char *kind = g_strdup (g_str_equal (hit->kind, "file") ? "resource" : hit->kind);
  CenId object = hit->id; /* the hit may go with the search page's next answer */

  cenacle_window_show_circle (self, &hit->circle);
  if (!cenacle_window_open_object (self, kind, &object))
    cenacle_window_go (self, place, &object);
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

static void
moved_cb (CenacleWindow *self)
{
  g_signal_emit (self, signals[SIGNAL_MOVED], 0);
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
  g_clear_pointer (&self->watched, g_ptr_array_unref);
  g_clear_object (&self->circle);
  g_clear_object (&self->client);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->wanted_circle, g_free);
  g_clear_pointer (&self->wanted_channel, g_free);
  G_OBJECT_CLASS (cenacle_window_parent_class)->dispose (object);
}

/* "tell": what one is told of in the channel that shows, as the menu has it. */
static void
cenacle_window_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_TELL)
    g_value_set_string (value, cenacle_window_get_tell (CENACLE_WINDOW (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
cenacle_window_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_TELL)
    cenacle_window_set_tell (CENACLE_WINDOW (object), g_value_get_string (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
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
  gtk_widget_class_bind_template_child (widget_class, CenacleWindow, detail_bin);
  gtk_widget_class_bind_template_child (widget_class, CenacleWindow, banner_revealer);
  gtk_widget_class_bind_template_child (widget_class, CenacleWindow, banner_label);
}

static void
cenacle_window_class_init (CenacleWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cenacle_window_dispose;
  G_OBJECT_CLASS (klass)->get_property = cenacle_window_get_property;
  G_OBJECT_CLASS (klass)->set_property = cenacle_window_set_property;
  g_object_class_install_property (G_OBJECT_CLASS (klass), PROP_TELL,
                                   g_param_spec_string ("tell", NULL, NULL, "mentions",
                                                        G_PARAM_READWRITE |
                                                            G_PARAM_EXPLICIT_NOTIFY |
                                                            G_PARAM_STATIC_STRINGS));
  GTK_WINDOW_CLASS (klass)->close_request = cenacle_window_close_request;
  signals[SIGNAL_MOVED] = g_signal_new ("moved", CENACLE_TYPE_WINDOW, G_SIGNAL_RUN_LAST, 0, NULL,
                                        NULL, NULL, G_TYPE_NONE, 0);
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
  cenacle_window_install_page_actions (widget_class);
  cenacle_window_install_file_actions (widget_class);
  cenacle_window_install_reading_actions (widget_class);
}

static void
cenacle_window_init (CenacleWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  cenacle_narrow_wrap_all (GTK_WIDGET (self));
  g_object_bind_property (self->leaflet, "folded", cenacle_sidebar_get_header_bar (self->sidebar),
                          "show-end-title-buttons", G_BINDING_SYNC_CREATE);
  g_signal_connect_swapped (self->flap, "notify::reveal-progress", G_CALLBACK (flap_moved_cb),
                            self);
  g_signal_connect_swapped (self->lock_page, "unlocked", G_CALLBACK (cenacle_window_reload_circles),
                            self);
  g_signal_connect_swapped (self->sidebar, "go", G_CALLBACK (go_cb), self);
  g_signal_connect_swapped (self->search_page, "open", G_CALLBACK (search_open_cb), self);
  g_signal_connect_swapped (self->page_stack, "notify::visible-child", G_CALLBACK (moved_cb), self);
  g_signal_connect (self, "notify::is-active", G_CALLBACK (moved_cb), NULL);
  cenacle_compat_tell_stack (self->root_stack);
  cenacle_compat_tell_stack (self->page_stack);
  cenacle_compat_tell_stack (self->pane_stack);
  cenacle_window_init_files (self);
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
  static const char object[] = "cenacle:object:";

  if (g_str_has_prefix (link, object))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.open-object", "s", link + strlen (object));
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "win.join-by-link", "s", link);
}

GSettings *
cenacle_window_get_settings (GtkWidget *page)
{
  GtkRoot *root = gtk_widget_get_root (page);

  return CENACLE_IS_WINDOW (root) ? CENACLE_WINDOW (root)->settings : NULL;
}

gboolean
cenacle_window_is_looked_at (CenacleWindow *self, const CenId *circle, const char *kind,
                             const CenId *place)
{
  const char *page = gtk_stack_get_visible_child_name (self->page_stack);
  const CenaclePlace *found = cenacle_place_find_for_kind (kind);

  if (!gtk_window_is_active (GTK_WINDOW (self)) || self->circle == NULL || page == NULL ||
      !cen_id_equal (cenacle_circle_get_id (self->circle), circle))
    return FALSE;
  if (g_str_equal (kind, "message"))
    return g_str_equal (page, "channel") && cen_id_equal (&self->channel, place);
  if (g_str_equal (kind, "letter"))
    return cenacle_window_shows_letters (self) && cen_id_equal (&self->correspondent, place);
  return found != NULL && g_str_equal (page, found->id);
}

void
cenacle_window_open (CenacleWindow *self, const char *circle, const char *object)
{
  CenId id;

  if (cen_id_from_text (&id, circle))
    cenacle_window_show_circle (self, &id);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.open-object", "s", object);
}

gboolean
cenacle_window_shows_circle (CenacleWindow *self)
{
  return self->circle != NULL &&
         g_strcmp0 (gtk_stack_get_visible_child_name (self->root_stack), "main") == 0;
}
