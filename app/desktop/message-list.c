/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Following the end. GtkListView keeps the place of its reader by itself when rows come, go or
 * grow, but it does not follow an append. So: `is_sticky` says that the reader is at the end; it
 * changes only when the value moves while the geometry does not, which is the reader's doing. When
 * rows come or the geometry changes while sticky, one tick callback scrolls to the last row until
 * it has been wholly in view for FOLLOW_GOOD_FRAMES (heights are estimates until rows are
 * measured). Our own jumps set is_sticky themselves.
 *
 * Jumping to a row puts it at the upper edge: to the end first, then up to it, a frame each,
 * because scroll-to-item moves no further than it must. */

#include "message-list.h"

#include <adwaita.h>
#include <string.h>

#define FOLLOW_GOOD_FRAMES 2
#define FOLLOW_FRAMES_MAX  20
#define JUMP_FRAMES_MAX    20
#define JUMP_PLACE         0.2 /* of the view, from its top */
#define EDGE_PAGES         1.5 /* nearer than this to an edge, more is read */
#define SEEN_DELAY_MS      250
#define STICKY_PIXELS      32 /* this near to the end, a reader is at the end */

struct _CenacleMessageList {
  GtkWidget parent;
  GtkWidget *overlay;
  GtkStack *stack;
  GtkScrolledWindow *scroller;
  GtkListView *list_view;
  GtkRevealer *end_revealer;
  GtkEventController *keys;
  GtkAdjustment *adjustment;
  CenacleMessageModel *model;
  CenId target; /* where to open or jump; zero: the end */
  gboolean is_sticky;
  double upper, page_size; /* at the last change of geometry */
  guint tick;
  guint n_good, n_frames;
  gboolean
      has_new_rows; /* that the next frame measures: until then nothing can be said of places */
  CenId jump_target;
  guint seen_source;
  CenId last_seen;
  char *words; /* that are highlighted; NULL for none */
};

enum { SIGNAL_COMMAND, SIGNAL_SEEN, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CenacleMessageList, cenacle_message_list, GTK_TYPE_WIDGET)

static guint
get_n_rows (CenacleMessageList *self)
{
  return self->model != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->model)) : 0;
}

static gboolean
is_at_end (CenacleMessageList *self)
{
  return gtk_adjustment_get_value (self->adjustment) +
             gtk_adjustment_get_page_size (self->adjustment) >=
         gtk_adjustment_get_upper (self->adjustment) - 1;
}

static gboolean
is_near_end (CenacleMessageList *self)
{
  return gtk_adjustment_get_value (self->adjustment) +
             gtk_adjustment_get_page_size (self->adjustment) >=
         gtk_adjustment_get_upper (self->adjustment) - STICKY_PIXELS;
}

static void
scroll_to (CenacleMessageList *self, guint position)
{
  gtk_widget_activate_action (GTK_WIDGET (self->list_view), "list.scroll-to-item", "u", position);
}

/* The rows in view, from the first to the last; NULL where there is none. Some 200 widgets are
 * looked at. */
static void
find_rows_in_view (CenacleMessageList *self, CenacleMessageRow **ret_first,
                   CenacleMessageRow **ret_last, double *ret_last_bottom)
{
  GtkWidget *view = GTK_WIDGET (self->scroller);
  double top = G_MAXDOUBLE;

  *ret_first = *ret_last = NULL;
  *ret_last_bottom = -1;
  for (GtkWidget *item = gtk_widget_get_first_child (GTK_WIDGET (self->list_view)); item != NULL;
       item = gtk_widget_get_next_sibling (item)) {
    GtkWidget *row = gtk_widget_get_first_child (item);
    graphene_rect_t bounds;

    if (row == NULL || !gtk_widget_get_child_visible (item) ||
        !gtk_widget_compute_bounds (item, view, &bounds))
      continue;

    double y = bounds.origin.y, bottom = y + bounds.size.height;

    if (bottom <= 0 || y >= gtk_widget_get_height (view))
      continue;
    if (y < top) {
      top = y;
      *ret_first = CENACLE_MESSAGE_ROW (row);
    }
    if (bottom > *ret_last_bottom) {
      *ret_last_bottom = bottom;
      *ret_last = CENACLE_MESSAGE_ROW (row);
    }
  }
}

static gboolean
is_last_row_in_view (CenacleMessageList *self)
{
  CenacleMessageRow *first, *last;
  double bottom;

  find_rows_in_view (self, &first, &last, &bottom);
  return last != NULL &&
         cenacle_message_row_get_message (last) ==
             cenacle_message_model_peek (self->model, get_n_rows (self) - 1) &&
         bottom <= gtk_widget_get_height (GTK_WIDGET (self->scroller)) + 1;
}

static void load_at_edges (CenacleMessageList *self);

static gboolean
follow_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  CenacleMessageList *self = user_data;
  guint n = get_n_rows (self);

  (void) clock;
  if (n > 0 && gtk_widget_get_height (widget) == 0)
    return G_SOURCE_CONTINUE; /* not laid out yet: there is nowhere to scroll to */
  self->n_good = n > 0 && is_at_end (self) && is_last_row_in_view (self) ? self->n_good + 1 : 0;
  if (n == 0 || self->n_good >= FOLLOW_GOOD_FRAMES || ++self->n_frames > FOLLOW_FRAMES_MAX) {
    self->tick = 0;
    load_at_edges (self);
    return G_SOURCE_REMOVE;
  }
  scroll_to (self, n - 1);
  return G_SOURCE_CONTINUE;
}

static void update_end_button (CenacleMessageList *self);

/* FALSE when its row is not in view. */
static gboolean
find_message_in_view (CenacleMessageList *self, CenacleMessage *message, double *ret_y)
{
  GtkWidget *view = GTK_WIDGET (self->scroller);

  for (GtkWidget *item = gtk_widget_get_first_child (GTK_WIDGET (self->list_view)); item != NULL;
       item = gtk_widget_get_next_sibling (item)) {
    GtkWidget *row = gtk_widget_get_first_child (item);
    graphene_rect_t bounds;

    if (row == NULL || !gtk_widget_get_child_visible (item) ||
        cenacle_message_row_get_message (CENACLE_MESSAGE_ROW (row)) != message ||
        !gtk_widget_compute_bounds (item, view, &bounds))
      continue;
    *ret_y = bounds.origin.y;
    return bounds.origin.y < gtk_widget_get_height (view) &&
           bounds.origin.y + bounds.size.height > 0;
  }
  return FALSE;
}

/* One frame of a jump; TRUE when the row stands where it should, or as near as the end allows. */
static gboolean
move_to_target (CenacleMessageList *self, guint position)
{
  double wanted = gtk_adjustment_get_page_size (self->adjustment) * JUMP_PLACE;
  double value = gtk_adjustment_get_value (self->adjustment);
  double y;

  if (!find_message_in_view (self, cenacle_message_model_peek (self->model, position), &y)) {
    scroll_to (self, position);
    return FALSE;
  }
  gtk_adjustment_set_value (self->adjustment, value + y - wanted);
  return ABS (gtk_adjustment_get_value (self->adjustment) - value) < 1;
}

static gboolean
jump_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  CenacleMessageList *self = user_data;
  guint position;

  (void) clock;
  if (gtk_widget_get_height (widget) == 0)
    return G_SOURCE_CONTINUE;
  if (self->has_new_rows) {
    self->has_new_rows = FALSE; /* rows are laid out after this and before the next tick */
    return G_SOURCE_CONTINUE;
  }
  if (self->n_good < FOLLOW_GOOD_FRAMES && self->n_frames++ < JUMP_FRAMES_MAX &&
      cenacle_message_model_find (self->model, &self->jump_target, &position)) {
    self->n_good = move_to_target (self, position) ? self->n_good + 1 : 0;
    return G_SOURCE_CONTINUE;
  }
  self->tick = 0;
  self->is_sticky = is_near_end (self);
  update_end_button (self);
  load_at_edges (self);
  return G_SOURCE_REMOVE;
}

static void
start_tick (CenacleMessageList *self, GtkTickCallback callback)
{
  if (self->tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self->list_view), self->tick);
  self->n_good = self->n_frames = 0;
  self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self->list_view), callback, self, NULL);
}

static void
follow (CenacleMessageList *self)
{
  if (self->is_sticky && self->tick == 0 && self->model != NULL &&
      !cenacle_message_model_has_newer (self->model))
    start_tick (self, follow_cb);
}

static gboolean
is_watched (CenacleMessageList *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  return gtk_widget_get_mapped (GTK_WIDGET (self)) && GTK_IS_WINDOW (root) &&
         gtk_window_is_active (GTK_WINDOW (root));
}

/* Tells of the newest message in view, if it is unread and was not told of before. */
static gboolean
seen_cb (gpointer data)
{
  CenacleMessageList *self = data;
  CenacleMessageRow *first, *last;
  double bottom;
  guint position;

  self->seen_source = 0;
  if (self->model == NULL)
    return G_SOURCE_REMOVE;
  find_rows_in_view (self, &first, &last, &bottom);
  if (first == NULL)
    return G_SOURCE_REMOVE;

  CenacleMessage *message = cenacle_message_row_get_message (first);

  if (message != NULL &&
      cenacle_message_model_find (self->model, &cenacle_message_get_row (message)->id, &position))
    cenacle_message_model_set_reader (self->model, position);

  message = cenacle_message_row_get_message (last);
  if (message == NULL || !is_watched (self))
    return G_SOURCE_REMOVE;

  const CenMessageRow *row = cenacle_message_get_row (message);

  if (row->is_unread && !cen_id_equal (&row->id, &self->last_seen)) {
    self->last_seen = row->id;
    g_signal_emit (self, signals[SIGNAL_SEEN], 0, message);
  }
  return G_SOURCE_REMOVE;
}

static void
look_later (CenacleMessageList *self)
{
  if (self->seen_source == 0 && self->model != NULL)
    self->seen_source = g_timeout_add (SEEN_DELAY_MS, seen_cb, self);
}

static void
update_end_button (CenacleMessageList *self)
{
  gboolean has_newer = self->model != NULL && cenacle_message_model_has_newer (self->model);

  gtk_revealer_set_reveal_child (self->end_revealer,
                                 get_n_rows (self) > 0 && (has_newer || !self->is_sticky));
}

static void
load_at_edges (CenacleMessageList *self)
{
  double value = gtk_adjustment_get_value (self->adjustment);
  double page = gtk_adjustment_get_page_size (self->adjustment);
  double below = gtk_adjustment_get_upper (self->adjustment) - value - page;

  if (self->model == NULL || cenacle_message_model_is_opening (self->model) || page < 1 ||
      self->tick != 0)
    return; /* a page that comes during a jump would move its aim */
  if (value < page * EDGE_PAGES)
    cenacle_message_model_load_older (self->model);
  if (below < page * EDGE_PAGES)
    cenacle_message_model_load_newer (self->model);
}

static void
geometry_cb (CenacleMessageList *self)
{
  if (!is_at_end (self))
    follow (self);
  self->upper = gtk_adjustment_get_upper (self->adjustment);
  self->page_size = gtk_adjustment_get_page_size (self->adjustment);
  look_later (self);
  load_at_edges (self);
}

static void
value_cb (CenacleMessageList *self)
{
  look_later (self);
  if (gtk_adjustment_get_upper (self->adjustment) != self->upper ||
      gtk_adjustment_get_page_size (self->adjustment) != self->page_size || self->tick != 0)
    return;
  self->is_sticky = is_near_end (self);
  update_end_button (self);
  load_at_edges (self);
}

static void
items_cb (CenacleMessageList *self)
{
  self->has_new_rows = TRUE;
  follow (self);
  update_end_button (self);
  look_later (self);
}

static void
go_to_target (CenacleMessageList *self)
{
  guint position;

  if (cen_id_is_zero (&self->target) ||
      !cenacle_message_model_find (self->model, &self->target, &position)) {
    self->is_sticky = TRUE;
    start_tick (self, follow_cb);
  } else {
    self->is_sticky = FALSE;
    self->jump_target = self->target;
    start_tick (self, jump_cb);
  }
  memset (&self->target, 0, sizeof self->target);
  update_end_button (self);
}

static void
loaded_cb (CenacleMessageList *self)
{
  gtk_stack_set_visible_child_name (self->stack, get_n_rows (self) > 0 ? "list" : "empty");
  if (!cen_id_is_zero (&self->target))
    go_to_target (self);
  else
    load_at_edges (self);
  follow (self);
}

static void
command_cb (CenacleMessageRow *row, guint command, const char *argument, gpointer self)
{
  CenacleMessage *message = cenacle_message_row_get_message (row);

  if (message != NULL)
    g_signal_emit (self, signals[SIGNAL_COMMAND], 0, message, command, argument);
}

static void
setup_cb (CenacleMessageList *self, GtkListItem *item)
{
  GtkWidget *row = cenacle_message_row_new ();

  g_signal_connect (row, "command", G_CALLBACK (command_cb), self);
  gtk_list_item_set_activatable (item, FALSE);
  gtk_list_item_set_child (item, row);
}

static void
bind_cb (CenacleMessageList *self, GtkListItem *item)
{
  cenacle_message_row_highlight (CENACLE_MESSAGE_ROW (gtk_list_item_get_child (item)), self->words);
  cenacle_message_row_set_message (CENACLE_MESSAGE_ROW (gtk_list_item_get_child (item)),
                                   cenacle_message_model_get_circle (self->model),
                                   gtk_list_item_get_item (item));
}

static void
unbind_cb (CenacleMessageList *self, GtkListItem *item)
{
  (void) self;
  cenacle_message_row_set_message (CENACLE_MESSAGE_ROW (gtk_list_item_get_child (item)), NULL,
                                   NULL);
}

static CenacleMessageRow *
get_focus_row (CenacleMessageList *self)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));
  GtkWidget *child = focus != NULL ? gtk_widget_get_first_child (focus) : NULL;

  if (child != NULL && CENACLE_IS_MESSAGE_ROW (child))
    return CENACLE_MESSAGE_ROW (child);
  return focus != NULL
             ? CENACLE_MESSAGE_ROW (gtk_widget_get_ancestor (focus, CENACLE_TYPE_MESSAGE_ROW))
             : NULL;
}

/* On a row: the menu key opens its menu, Return answers it. */
static gboolean
key_cb (CenacleMessageList *self, guint key, guint code, GdkModifierType state)
{
  CenacleMessageRow *row = get_focus_row (self);
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));
  gboolean is_on_row = row != NULL && gtk_widget_get_parent (GTK_WIDGET (row)) == focus;

  (void) code;
  if (row == NULL)
    return GDK_EVENT_PROPAGATE;
  if (key == GDK_KEY_Menu || (key == GDK_KEY_F10 && (state & GDK_SHIFT_MASK) != 0)) {
    cenacle_message_row_popup_menu (row, NULL);
    return GDK_EVENT_STOP;
  }
  if (is_on_row && (key == GDK_KEY_Return || key == GDK_KEY_KP_Enter)) {
    gtk_widget_activate_action (GTK_WIDGET (row), "message.reply", NULL);
    return GDK_EVENT_STOP;
  }
  return GDK_EVENT_PROPAGATE;
}

static void
end_clicked_cb (CenacleMessageList *self)
{
  cenacle_message_list_jump_to_end (self);
}

static gboolean
focus_last_in_view (CenacleMessageList *self)
{
  CenacleMessageRow *first, *last;
  double bottom;

  find_rows_in_view (self, &first, &last, &bottom);
  return last != NULL && gtk_widget_grab_focus (gtk_widget_get_parent (GTK_WIDGET (last)));
}

/* The list item that has the focus, itself or inside; NULL when none has. */
static GtkWidget *
get_focus_item (CenacleMessageList *self)
{
  GtkWidget *list = GTK_WIDGET (self->list_view);
  GtkWidget *item = gtk_root_get_focus (gtk_widget_get_root (list));

  while (item != NULL && gtk_widget_get_parent (item) != list)
    item = gtk_widget_get_parent (item);
  return item;
}

/* GtkListView would focus its first row, far out of view, when it is entered, and keep Tab to
 * itself at its last one. Here the last row in view is entered, and Tab goes through what is in a
 * row, then out; the arrow keys go from row to row. */
static gboolean
cenacle_message_list_focus (GtkWidget *widget, GtkDirectionType direction)
{
  CenacleMessageList *self = CENACLE_MESSAGE_LIST (widget);
  GtkWidget *end = GTK_WIDGET (self->end_revealer);
  GtkWidget *item = get_focus_item (self);
  gboolean is_forward = direction == GTK_DIR_TAB_FORWARD;

  if (!is_forward && direction != GTK_DIR_TAB_BACKWARD)
    return GTK_WIDGET_CLASS (cenacle_message_list_parent_class)->focus (widget, direction);
  if (item != NULL)
    return gtk_widget_child_focus (item, direction) ||
           (is_forward && gtk_widget_child_focus (end, direction));
  if (is_forward && gtk_widget_get_focus_child (end) != NULL)
    return FALSE;
  return focus_last_in_view (self) ||
         GTK_WIDGET_CLASS (cenacle_message_list_parent_class)->focus (widget, direction);
}

/* What is in view counts as seen once the window is in front. */
static void
cenacle_message_list_root (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (cenacle_message_list_parent_class)->root (widget);
  g_signal_connect_object (gtk_widget_get_root (widget), "notify::is-active",
                           G_CALLBACK (look_later), widget, G_CONNECT_SWAPPED);
}

static void
cenacle_message_list_dispose (GObject *object)
{
  CenacleMessageList *self = CENACLE_MESSAGE_LIST (object);

  if (self->adjustment != NULL) {
    cenacle_message_list_close (self);
    g_signal_handlers_disconnect_by_data (self->adjustment, self);
    self->adjustment = NULL;
  }
  g_clear_pointer (&self->overlay, gtk_widget_unparent);
  g_clear_pointer (&self->words, g_free);
  G_OBJECT_CLASS (cenacle_message_list_parent_class)->dispose (object);
}

static void
cenacle_message_list_class_init (CenacleMessageListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cenacle_message_list_dispose;
  widget_class->focus = cenacle_message_list_focus;
  widget_class->root = cenacle_message_list_root;
  signals[SIGNAL_COMMAND] =
      g_signal_new ("command", CENACLE_TYPE_MESSAGE_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 3, CENACLE_TYPE_MESSAGE, G_TYPE_UINT, G_TYPE_STRING);
  signals[SIGNAL_SEEN] = g_signal_new ("seen", CENACLE_TYPE_MESSAGE_LIST, G_SIGNAL_RUN_LAST, 0,
                                       NULL, NULL, NULL, G_TYPE_NONE, 1, CENACLE_TYPE_MESSAGE);

  gtk_widget_class_set_css_name (widget_class, "messagelist");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/cenacle/Cenacle/message-list.ui");
  gtk_widget_class_bind_template_child (widget_class, CenacleMessageList, overlay);
  gtk_widget_class_bind_template_child (widget_class, CenacleMessageList, stack);
  gtk_widget_class_bind_template_child (widget_class, CenacleMessageList, scroller);
  gtk_widget_class_bind_template_child (widget_class, CenacleMessageList, list_view);
  gtk_widget_class_bind_template_child (widget_class, CenacleMessageList, end_revealer);
  gtk_widget_class_bind_template_child (widget_class, CenacleMessageList, keys);
  gtk_widget_class_bind_template_callback (widget_class, end_clicked_cb);
}

static void
cenacle_message_list_init (CenacleMessageList *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_swapped (factory, "setup", G_CALLBACK (setup_cb), self);
  g_signal_connect_swapped (factory, "bind", G_CALLBACK (bind_cb), self);
  g_signal_connect_swapped (factory, "unbind", G_CALLBACK (unbind_cb), self);
  gtk_list_view_set_factory (self->list_view, factory);
  self->adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  g_signal_connect_swapped (self->adjustment, "changed", G_CALLBACK (geometry_cb), self);
  g_signal_connect_swapped (self->adjustment, "value-changed", G_CALLBACK (value_cb), self);
  g_signal_connect_swapped (self->keys, "key-pressed", G_CALLBACK (key_cb), self);
  g_signal_connect_swapped (self, "map", G_CALLBACK (look_later), self);
}

void
cenacle_message_list_open (CenacleMessageList *self, CenacleCircle *circle,
                           const CenacleMessageScope *scope, const CenId *anchor,
                           const CenId *first_unread)
{
  cenacle_message_list_close (self);
  self->model = cenacle_message_model_new (circle, scope);
  self->is_sticky = TRUE;
  memset (&self->last_seen, 0, sizeof self->last_seen);
  if (anchor == NULL)
    anchor = first_unread;
  if (anchor != NULL)
    self->target = *anchor;
  g_signal_connect_object (self->model, "loaded", G_CALLBACK (loaded_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->model, "items-changed", G_CALLBACK (items_cb), self,
                           G_CONNECT_SWAPPED);

  GtkNoSelection *selection = gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->model)));

  gtk_list_view_set_model (self->list_view, GTK_SELECTION_MODEL (selection));
  g_object_unref (selection);
  cenacle_message_model_open (self->model, anchor, first_unread);
}

void
cenacle_message_list_close (CenacleMessageList *self)
{
  g_clear_handle_id (&self->seen_source, g_source_remove);
  if (self->tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self->list_view), self->tick);
  self->tick = 0;
  memset (&self->target, 0, sizeof self->target);
  gtk_list_view_set_model (self->list_view, NULL);
  if (self->model != NULL)
    g_signal_handlers_disconnect_by_data (self->model, self);
  g_clear_object (&self->model);
}

void
cenacle_message_list_jump_to (CenacleMessageList *self, const CenId *message)
{
  guint position;

  if (self->model == NULL)
    return;
  self->target = *message;
  if (cenacle_message_model_find (self->model, message, &position))
    go_to_target (self);
  else
    cenacle_message_model_open (self->model, message, NULL);
}

void
cenacle_message_list_jump_to_end (CenacleMessageList *self)
{
  if (self->model == NULL)
    return;
  self->is_sticky = TRUE;
  if (cenacle_message_model_has_newer (self->model))
    cenacle_message_model_open (self->model, NULL, NULL);
  else
    start_tick (self, follow_cb);
  update_end_button (self);
}

CenacleMessage *
cenacle_message_list_find_last_own (CenacleMessageList *self)
{
  for (guint i = get_n_rows (self); i > 0; i--) {
    CenacleMessage *message = cenacle_message_model_peek (self->model, i - 1);

    if (cenacle_message_get_row (message)->is_own && !cenacle_message_is_gone (message))
      return message;
  }
  return NULL;
}

void
cenacle_message_list_highlight (CenacleMessageList *self, const char *words)
{
  g_free (self->words);
  self->words = words[0] != '\0' ? g_strdup (words) : NULL;
  for (GtkWidget *item = gtk_widget_get_first_child (GTK_WIDGET (self->list_view)); item != NULL;
       item = gtk_widget_get_next_sibling (item)) {
    GtkWidget *row = gtk_widget_get_first_child (item);

    if (row != NULL)
      cenacle_message_row_highlight (CENACLE_MESSAGE_ROW (row), self->words);
  }
}
