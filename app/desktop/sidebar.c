/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "sidebar.h"

#include "app/control/sentence.h"
#include "letter-list.h"
#include "place-counts.h"
#include "place-list.h"
#include "roving-box.h"
#include "sidebar-row.h"
#include "whereabouts.h"

#include <glib/gi18n.h>

#define WAITING_LOOK_S  60
#define COUNTS_DELAY_MS 100 /* while many messages come, their counts are read no more often */

struct _CenacleSidebar {
  GtkWidget parent;
  GtkWidget *box;
  AdwHeaderBar *header_bar;
  GtkMenuButton *circle_button;
  GtkLabel *circle_label;
  GtkListBox *first_places;
  GtkListBox *places;
  GtkListBox *channel_list;
  CenacleLetterList *letter_list;
  GtkWidget *sync_button;
  GtkWidget *sync_dot;
  GtkLabel *sync_label;
  CenacleCircle *circle;
  GPtrArray *channels; /* CenChannelRow */
  guint counts_source;
  guint waiting_source;   /* things come due while nothing changes */
  GCancellable *counting; /* what waits in places */
  gboolean wants_counting;
  GCancellable *status_call;
  gboolean wants_status; /* again, when the call under way is answered */
};

enum { SIGNAL_GO, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CenacleSidebar, cenacle_sidebar, GTK_TYPE_WIDGET)

/* The line has room for few words; @sentence tells all. */
static void
show_sync (CenacleSidebar *self, const char *line, const char *sentence, const char *look)
{
  static const char *const looks[] = { "success", "warning", "away" };

  gtk_label_set_text (self->sync_label, line);
  gtk_widget_set_tooltip_text (self->sync_button, sentence);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->sync_button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  line, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, sentence, -1);
  for (gsize i = 0; i < G_N_ELEMENTS (looks); i++)
    gtk_widget_remove_css_class (self->sync_dot, looks[i]);
  gtk_widget_add_css_class (self->sync_dot, look);
}

static void load_status (CenacleSidebar *self);

static void
status_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = NULL;
  g_autoptr (CenaclePresence) presence = NULL;

  cenacle_engine1_call_get_status_finish (CENACLE_ENGINE1 (source), &answer, result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  CenacleSidebar *self = user_data;

  g_clear_object (&self->status_call);
  if (answer != NULL && self->circle != NULL)
    presence = cenacle_presence_new_from_status (answer, cenacle_circle_get_id_text (self->circle));
  if (presence != NULL) {
    CenMemberState state = cenacle_circle_get_row (self->circle)->self_state;
    g_autofree char *sentence = cenacle_sentence_dup (presence);
    g_autofree char *line = state == CEN_MEMBER_LEFT ? g_strdup (_ ("You have left this circle."))
                            : state == CEN_MEMBER_REMOVED
                                ? g_strdup (_ ("You were removed from this circle."))
                                : cenacle_whereabouts_dup_line (presence);

    show_sync (self, line, state == CEN_MEMBER_ACTIVE ? sentence : line,
               presence->is_storage_failing ? "warning"
               : presence->n_connected == 0 ? "away"
               : presence->is_in_sync       ? "success"
                                            : "warning");
  }
  if (self->wants_status)
    load_status (self);
}

static void
load_status (CenacleSidebar *self)
{
  CenacleEngine1 *engine = self->circle != NULL ? cenacle_circle_get_engine (self->circle) : NULL;

  self->wants_status = self->status_call != NULL;
  if (engine == NULL || self->wants_status)
    return;
  self->status_call = g_cancellable_new ();
  cenacle_engine1_call_get_status (engine, cenacle_circle_get_id_text (self->circle),
                                   self->status_call, status_cb, self);
}

static GPtrArray *
list_places (GPtrArray *channels)
{
  GPtrArray *places = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < channels->len; i++) {
    const CenChannelRow *channel = g_ptr_array_index (channels, i);

    if (!channel->is_redacted)
      g_ptr_array_add (places, cen_id_dup_text (&channel->id));
  }
  return places;
}

static void
show_channels (CenacleSidebar *self)
{
  CenStore *store = cenacle_circle_get_store (self->circle);
  g_autoptr (GPtrArray) places = NULL;
  GPtrArray *channels =
      store != NULL ? cen_query_channels (store, cenacle_circle_get_id (self->circle), NULL) : NULL;

  if (channels == NULL)
    return;
  g_clear_pointer (&self->channels, g_ptr_array_unref);
  self->channels = channels;
  places = list_places (channels);
  cenacle_place_list_set_places (self->channel_list, places, "cenacle-channel-symbolic");
  for (guint i = 0; i < channels->len; i++) {
    const CenChannelRow *channel = g_ptr_array_index (channels, i);
    g_autofree char *id = cen_id_dup_text (&channel->id);
    GtkListBoxRow *row = cenacle_place_list_find (self->channel_list, id);

    if (row != NULL)
      cenacle_sidebar_row_show (CENACLE_SIDEBAR_ROW (row), channel->name, channel->n_unread,
                                channel->topic);
  }
}

/* --- What waits in places --- */

static void count_waiting (CenacleSidebar *self);

static void
show_waiting (CenacleSidebar *self, const CenaclePlaceCounts *counts)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->places, i)) != NULL; i++) {
    const CenaclePlace *place =
        cenacle_place_find (cenacle_sidebar_row_get_place (CENACLE_SIDEBAR_ROW (row)));
    g_autofree char *told = NULL;
    guint n = place != NULL ? cenacle_place_counts_get (counts, place->id, &told) : 0;

    if (told != NULL)
      cenacle_sidebar_row_show_waiting (CENACLE_SIDEBAR_ROW (row), _ (place->title), n, told);
  }
}

static void
counted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autofree CenaclePlaceCounts *counts = cenacle_client_query_finish (result, &error);

  (void) source;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  CenacleSidebar *self = user_data;

  g_clear_object (&self->counting);
  if (counts != NULL)
    show_waiting (self, counts);
  if (self->wants_counting)
    count_waiting (self);
}

static void
count_waiting (CenacleSidebar *self)
{
  self->wants_counting = self->counting != NULL;
  if (self->circle == NULL || self->wants_counting)
    return;
  self->counting = g_cancellable_new ();
  cenacle_place_counts_read_async (self->circle, self->counting, counted_cb, self);
}

static gboolean
waiting_cb (gpointer self)
{
  count_waiting (self);
  return G_SOURCE_CONTINUE;
}

static gboolean
counts_cb (gpointer data)
{
  CenacleSidebar *self = data;

  self->counts_source = 0;
  show_channels (self);
  count_waiting (self);
  return G_SOURCE_REMOVE;
}

static void
show_name (CenacleSidebar *self)
{
  const char *name = cenacle_circle_get_row (self->circle)->name;
  g_autofree char *label = g_strdup_printf (_ ("Circle: %s"), name);

  gtk_label_set_text (self->circle_label, name);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->circle_button), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->circle_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static void
changed_cb (CenacleSidebar *self, guint changes)
{
  if ((changes & CENACLE_CHANGE_CHANNELS) != 0)
    show_channels (self);
  else if ((changes & (CENACLE_CHANGE_MESSAGES | CENACLE_CHANGE_LOCAL | CENACLE_CHANGE_OBJECTS)) !=
               0 &&
           self->counts_source == 0)
    self->counts_source = g_timeout_add (COUNTS_DELAY_MS, counts_cb, self);
  if ((changes & CENACLE_CHANGE_FRAME) != 0)
    show_name (self);
  if ((changes & (CENACLE_CHANGE_STATUS | CENACLE_CHANGE_MEMBERS)) != 0)
    load_status (self);
}

static void
state_cb (CenacleSidebar *self)
{
  if (self->circle != NULL && cenacle_circle_get_engine (self->circle) == NULL)
    show_sync (self, _ ("Reconnecting…"), _ ("Reconnecting…"), "away");
}

static void
row_activated_cb (CenacleSidebar *self, GtkListBoxRow *row)
{
  g_signal_emit (self, signals[SIGNAL_GO], 0,
                 cenacle_sidebar_row_get_place (CENACLE_SIDEBAR_ROW (row)));
}

static void
letters_go_cb (CenacleSidebar *self, const char *place)
{
  g_signal_emit (self, signals[SIGNAL_GO], 0, place);
}

static void
add_place (GtkListBox *list, const CenaclePlace *place)
{
  GtkWidget *row = cenacle_sidebar_row_new (place->id, place->icon_name);

  cenacle_sidebar_row_show (CENACLE_SIDEBAR_ROW (row), _ (place->title), 0, "");
  gtk_list_box_append (list, row);
}

static void
forget_circle (CenacleSidebar *self)
{
  if (self->status_call != NULL)
    g_cancellable_cancel (self->status_call);
  g_clear_object (&self->status_call);
  if (self->counting != NULL)
    g_cancellable_cancel (self->counting);
  g_clear_object (&self->counting);
  self->wants_counting = FALSE;
  g_clear_handle_id (&self->counts_source, g_source_remove);
  g_clear_handle_id (&self->waiting_source, g_source_remove);
  self->wants_status = FALSE;
  if (self->circle != NULL) {
    g_signal_handlers_disconnect_by_data (cenacle_circle_get_client (self->circle), self);
    g_signal_handlers_disconnect_by_data (self->circle, self);
  }
  g_clear_object (&self->circle);
  g_clear_pointer (&self->channels, g_ptr_array_unref);
}

static void
cenacle_sidebar_dispose (GObject *object)
{
  CenacleSidebar *self = CENACLE_SIDEBAR (object);

  forget_circle (self);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (cenacle_sidebar_parent_class)->dispose (object);
}

static void
cenacle_sidebar_class_init (CenacleSidebarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cenacle_sidebar_dispose;
  signals[SIGNAL_GO] = g_signal_new ("go", CENACLE_TYPE_SIDEBAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                     NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  g_type_ensure (CENACLE_TYPE_LETTER_LIST);
  g_type_ensure (CENACLE_TYPE_ROVING_BOX);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/cenacle/Cenacle/sidebar.ui");
  gtk_widget_class_bind_template_child (widget_class, CenacleSidebar, box);
  gtk_widget_class_bind_template_child (widget_class, CenacleSidebar, header_bar);
  gtk_widget_class_bind_template_child (widget_class, CenacleSidebar, circle_button);
  gtk_widget_class_bind_template_child (widget_class, CenacleSidebar, circle_label);
  gtk_widget_class_bind_template_child (widget_class, CenacleSidebar, first_places);
  gtk_widget_class_bind_template_child (widget_class, CenacleSidebar, places);
  gtk_widget_class_bind_template_child (widget_class, CenacleSidebar, channel_list);
  gtk_widget_class_bind_template_child (widget_class, CenacleSidebar, letter_list);
  gtk_widget_class_bind_template_child (widget_class, CenacleSidebar, sync_button);
  gtk_widget_class_bind_template_child (widget_class, CenacleSidebar, sync_dot);
  gtk_widget_class_bind_template_child (widget_class, CenacleSidebar, sync_label);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, letters_go_cb);
}

static void
cenacle_sidebar_init (CenacleSidebar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (const CenaclePlace *place = cenacle_places; place->id != NULL; place++)
    add_place (place->is_above_channels ? self->first_places : self->places, place);
}

void
cenacle_sidebar_set_circle (CenacleSidebar *self, CenacleCircle *circle)
{
  forget_circle (self);
  cenacle_letter_list_set_circle (self->letter_list, circle);
  if (circle == NULL)
    return;
  self->circle = g_object_ref (circle);
  g_signal_connect_object (circle, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (cenacle_circle_get_client (circle), "notify::state",
                           G_CALLBACK (state_cb), self, G_CONNECT_SWAPPED);
  self->waiting_source = g_timeout_add_seconds (WAITING_LOOK_S, waiting_cb, self);
  changed_cb (self, CENACLE_CHANGE_ALL);
  count_waiting (self);
}

void
cenacle_sidebar_set_circles (CenacleSidebar *self, GPtrArray *circles)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) list = g_menu_new ();
  g_autoptr (GMenu) own = g_menu_new ();

  for (guint i = 0; i < circles->len; i++) {
    const CenCircleRow *row = g_ptr_array_index (circles, i);
    g_autofree char *id = cen_id_dup_text (&row->id);
    guint n_unread = row->n_unread + row->n_unread_letters;
    g_autofree char *name =
        n_unread > 0 ? g_strdup_printf ("%s (%u)", row->name, n_unread) : g_strdup (row->name);
    g_autoptr (GMenuItem) item = g_menu_item_new (name, NULL);

    g_menu_item_set_action_and_target (item, "win.circle", "s", id);
    g_menu_append_item (list, item);
  }
  g_menu_append (own, _ ("_Invite people…"), "win.invite");
  g_menu_append (own, _ ("_What was decided…"), "win.show-decisions");
  g_menu_append (own, _ ("Your _devices…"), "win.show-devices");
  g_menu_append (own, _ ("_Relays and keepers…"), "win.show-reach");
  g_menu_append (own, _ ("About this _circle…"), "win.show-circle");
  g_menu_append (own, _ ("Continue as a _new circle…"), "win.continue-circle");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (list));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (own));
  gtk_menu_button_set_menu_model (self->circle_button, G_MENU_MODEL (menu));
}

void
cenacle_sidebar_select (CenacleSidebar *self, const char *place)
{
  cenacle_place_list_select (self->first_places, place);
  cenacle_place_list_select (self->places, place);
  cenacle_place_list_select (self->channel_list, place);
  cenacle_letter_list_select (self->letter_list, place);
}

const char *
cenacle_sidebar_get_neighbour (CenacleSidebar *self, int step)
{
  GtkListBoxRow *selected = gtk_list_box_get_selected_row (self->channel_list);
  int position = selected != NULL ? gtk_list_box_row_get_index (selected) + step : 0;
  GtkListBoxRow *row =
      position < 0 ? NULL : gtk_list_box_get_row_at_index (self->channel_list, position);

  return row != NULL ? cenacle_sidebar_row_get_place (CENACLE_SIDEBAR_ROW (row)) : NULL;
}

GPtrArray *
cenacle_sidebar_get_channels (CenacleSidebar *self)
{
  return self->channels;
}

AdwHeaderBar *
cenacle_sidebar_get_header_bar (CenacleSidebar *self)
{
  return self->header_bar;
}
