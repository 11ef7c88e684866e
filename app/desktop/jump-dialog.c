/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What one can name is few and is matched here, letter by letter; what was said is searched in the
 * replica, by the worker, and comes below. The keyboard stays in the field: Up and Down choose. */

#include "jump-dialog.h"

#include "letter-list.h"
#include "places.h"
#include "search-filters.h"

#include <glib/gi18n.h>

#define NAMED_MAX 8
#define HITS_MAX  12

/* Where one can go: an action of the window and what it is about. */
typedef struct {
  char *label;
  char *detail;
  const char *icon_name;
  const char *action;
  char *target;
  char *circle; /* to be shown before; NULL: this one */
} Target;

struct _CenacleJumpDialog {
  AdwWindow parent;
  GtkSearchEntry *entry;
  GtkStack *stack;
  GtkListBox *list;
  CenacleCircle *circle;
  GPtrArray *named;   /* Target: pages, channels, people, circles */
  GPtrArray *targets; /* Target: of each row; lent or own, see free_found */
  GPtrArray *found;   /* Target: from the search */
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (CenacleJumpDialog, cenacle_jump_dialog, ADW_TYPE_WINDOW)

static void
target_free (gpointer data)
{
  Target *target = data;

  g_free (target->label);
  g_free (target->detail);
  g_free (target->target);
  g_free (target->circle);
  g_free (target);
}

static void
add_named (CenacleJumpDialog *self, const char *label, const char *detail, const char *icon_name,
           const char *action, char *target)
{
  Target *named = g_new0 (Target, 1);

  *named = (Target){ g_strdup (label), g_strdup (detail), icon_name, action, target, NULL };
  g_ptr_array_add (self->named, named);
}

static void
add_channels (CenacleJumpDialog *self, CenStore *store)
{
  g_autoptr (GPtrArray) channels =
      cen_query_channels (store, cenacle_circle_get_id (self->circle), NULL);

  for (guint i = 0; channels != NULL && i < channels->len; i++) {
    const CenChannelRow *channel = g_ptr_array_index (channels, i);
    g_autofree char *label = g_strdup_printf ("#%s", channel->name);

    add_named (self, label, channel->topic, "cenacle-channel-symbolic", "win.go-place",
               cen_id_dup_text (&channel->id));
  }
}

static void
add_people (CenacleJumpDialog *self)
{
  GPtrArray *members = cenacle_circle_get_members (self->circle);

  for (guint i = 0; i < members->len; i++) {
    const CenMemberRow *member = g_ptr_array_index (members, i);

    add_named (self, member->name, _ ("Member"), "avatar-default-symbolic", "win.open-member",
               cen_id_dup_text (&member->id));
  }
}

static void
add_circles (CenacleJumpDialog *self, CenStore *store)
{
  g_autoptr (GPtrArray) circles = cen_query_circles (store, NULL);

  for (guint i = 0; circles != NULL && i < circles->len; i++) {
    const CenCircleRow *circle = g_ptr_array_index (circles, i);

    if (!cen_id_equal (&circle->id, cenacle_circle_get_id (self->circle)))
      add_named (self, circle->name, _ ("Circle"), "system-users-symbolic", "win.circle",
                 cen_id_dup_text (&circle->id));
  }
}

static void
gather_named (CenacleJumpDialog *self)
{
  CenStore *store = cenacle_circle_get_store (self->circle);

  if (store != NULL)
    add_channels (self, store);
  add_people (self);
  for (const CenaclePlace *place = cenacle_places; place->id != NULL; place++)
    add_named (self, _ (place->title), _ ("Page"), place->icon_name, "win.go-place",
               g_strdup (place->id));
  if (store != NULL)
    add_circles (self, store);
}

/* --- What shows --- */

static void
add_row (CenacleJumpDialog *self, Target *target)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *label = g_markup_escape_text (target->label, -1);
  g_autofree char *detail = g_markup_escape_text (target->detail, -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), label);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 1);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), detail);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 1);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row),
                             gtk_image_new_from_icon_name (target->icon_name));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_widget_set_focusable (row, FALSE);
  gtk_list_box_append (self->list, row);
  g_ptr_array_add (self->targets, target);
}

static void
show_targets (CenacleJumpDialog *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  GtkListBoxRow *row;
  guint n_named = 0;

  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  g_ptr_array_set_size (self->targets, 0);
  for (guint i = 0; i < self->named->len && n_named < NAMED_MAX; i++) {
    Target *target = g_ptr_array_index (self->named, i);

    if (text[0] == '\0' || g_str_match_string (text, target->label, TRUE)) {
      add_row (self, target);
      n_named++;
    }
  }
  for (guint i = 0; i < self->found->len; i++)
    add_row (self, g_ptr_array_index (self->found, i));
  gtk_list_box_select_row (self->list, gtk_list_box_get_row_at_index (self->list, 0));
  gtk_stack_set_visible_child_name (self->stack, self->targets->len > 0 ? "list" : "none");
}

/* --- What was said --- */

static Target *
new_found (const CenSearchRow *hit)
{
  const CenaclePlace *place = cenacle_place_find_for_kind (hit->kind);
  gboolean is_letter = !cen_id_is_zero (&hit->peer);
  Target *found = g_new0 (Target, 1);

  found->label = cenacle_search_dup_plain (hit->snippet);
  /* Translators: who wrote it, the circle. */
  found->detail = g_strdup_printf (_ ("%s in %s"), hit->author_name, hit->circle_name);
  found->icon_name = place != NULL ? place->icon_name
                     : is_letter   ? "mail-unread-symbolic"
                                   : "user-available-symbolic";
  found->action = is_letter ? "win.go-place" : "win.open-object";
  found->target =
      is_letter ? cenacle_letter_list_dup_place (&hit->peer) : cen_id_dup_text (&hit->id);
  found->circle = cen_id_dup_text (&hit->circle);
  return found;
}

static gpointer
run_query (CenStore *store, gpointer data, GError **error)
{
  return cenacle_search_wish_run (data, store, HITS_MAX, error);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CenacleJumpDialog) self = user_data;
  g_autoptr (GPtrArray) hits = cenacle_client_query_finish (result, NULL);

  (void) source;
  if (hits == NULL || g_task_get_cancellable (G_TASK (result)) != self->cancellable)
    return;
  for (guint i = 0; i < hits->len; i++) {
    const CenSearchRow *hit = g_ptr_array_index (hits, i);

    if (!cen_id_is_zero (&hit->channel) || !cen_id_is_zero (&hit->peer) ||
        cenacle_place_find_for_kind (hit->kind) != NULL)
      g_ptr_array_add (self->found, new_found (hit));
  }
  show_targets (self);
}

static void
forget_query (CenacleJumpDialog *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
changed_cb (CenacleJumpDialog *self)
{
  CenacleQuery query = {
    .run = run_query,
    .free_data = (GDestroyNotify) cenacle_search_wish_free,
    .free_answer = (GDestroyNotify) g_ptr_array_unref,
  };
  g_autofree char *text =
      g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry))));
  CenacleSearchWish *wish;

  forget_query (self);
  g_ptr_array_set_size (self->targets, 0);
  g_ptr_array_set_size (self->found, 0);
  show_targets (self);
  if (text[0] == '\0')
    return;
  wish = g_new0 (CenacleSearchWish, 1);
  wish->text = g_steal_pointer (&text);
  query.data = wish;
  self->cancellable = g_cancellable_new ();
  cenacle_client_query_async (cenacle_circle_get_client (self->circle), &query, self->cancellable,
                              found_cb, g_object_ref (self));
}

/* --- Going there --- */

static void
go_to (CenacleJumpDialog *self, GtkListBoxRow *row)
{
  GtkWidget *window = GTK_WIDGET (gtk_window_get_transient_for (GTK_WINDOW (self)));
  const Target *target;

  if (row == NULL || window == NULL)
    return;
  target = g_ptr_array_index (self->targets, (guint) gtk_list_box_row_get_index (row));
  if (target->circle != NULL)
    gtk_widget_activate_action (window, "win.circle", "s", target->circle);
  gtk_widget_activate_action (window, target->action, "s", target->target);
  gtk_window_close (GTK_WINDOW (self));
}

static void
row_activated_cb (CenacleJumpDialog *self, GtkListBoxRow *row)
{
  go_to (self, row);
}

static void
activate_cb (CenacleJumpDialog *self)
{
  go_to (self, gtk_list_box_get_selected_row (self->list));
}

static void
scroll_to (CenacleJumpDialog *self, GtkListBoxRow *row)
{
  GtkAdjustment *adjustment = gtk_list_box_get_adjustment (self->list);
  double y;

  if (adjustment != NULL &&
      gtk_widget_translate_coordinates (GTK_WIDGET (row), GTK_WIDGET (self->list), 0, 0, NULL, &y))
    gtk_adjustment_clamp_page (adjustment, y, y + gtk_widget_get_height (GTK_WIDGET (row)));
}

static gboolean
key_cb (CenacleJumpDialog *self, guint key, guint code, GdkModifierType state)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);
  int step = key == GDK_KEY_Down ? 1 : key == GDK_KEY_Up ? -1 : 0;

  (void) code;
  (void) state;
  if (step == 0 || row == NULL)
    return GDK_EVENT_PROPAGATE;
  row = gtk_list_box_get_row_at_index (self->list, gtk_list_box_row_get_index (row) + step);
  if (row != NULL) {
    gtk_list_box_select_row (self->list, row);
    scroll_to (self, row);
    gtk_accessible_update_relation (GTK_ACCESSIBLE (self->entry),
                                    GTK_ACCESSIBLE_RELATION_ACTIVE_DESCENDANT, row, -1);
  }
  return GDK_EVENT_STOP;
}

static void
cenacle_jump_dialog_dispose (GObject *object)
{
  CenacleJumpDialog *self = CENACLE_JUMP_DIALOG (object);

  forget_query (self);
  g_clear_object (&self->circle);
  g_clear_pointer (&self->targets, g_ptr_array_unref);
  g_clear_pointer (&self->named, g_ptr_array_unref);
  g_clear_pointer (&self->found, g_ptr_array_unref);
  G_OBJECT_CLASS (cenacle_jump_dialog_parent_class)->dispose (object);
}

static void
cenacle_jump_dialog_class_init (CenacleJumpDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cenacle_jump_dialog_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/cenacle/Cenacle/jump-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, CenacleJumpDialog, entry);
  gtk_widget_class_bind_template_child (widget_class, CenacleJumpDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, CenacleJumpDialog, list);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
cenacle_jump_dialog_init (CenacleJumpDialog *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->named = g_ptr_array_new_with_free_func (target_free);
  self->found = g_ptr_array_new_with_free_func (target_free);
  self->targets = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->entry), keys);
  g_signal_connect_swapped (self->entry, "stop-search", G_CALLBACK (gtk_window_close), self);
}

GtkWindow *
cenacle_jump_dialog_new (GtkWindow *parent, CenacleCircle *circle)
{
  CenacleJumpDialog *self = g_object_new (CENACLE_TYPE_JUMP_DIALOG, "transient-for", parent, NULL);

  self->circle = g_object_ref (circle);
  gather_named (self);
  show_targets (self);
  return GTK_WINDOW (self);
}
