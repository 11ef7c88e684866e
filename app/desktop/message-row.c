/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The row lays its parts out itself: a wrapping label in a horizontal box is asked for its width at
 * every height, which made a list of 200 rows take seconds. From the top: the day and the "new"
 * line over the whole width; then the avatar at the start, the body beside it, and the toolbar,
 * when there is one, over the body's upper end corner. The tick of one's own messages keeps a
 * column at the end, at the last line. The avatar keeps its column when it is not drawn. */

#include "message-row-private.h"

#include "links.h"
#include "time-text.h"
#include "wrap-layout.h"

#include <glib/gi18n.h>

enum { SIGNAL_COMMAND, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CenacleMessageRow, cenacle_message_row, GTK_TYPE_WIDGET)

static int
get_size (GtkWidget *widget, GtkOrientation orientation, int for_size)
{
  int natural = 0;

  if (widget != NULL && gtk_widget_get_visible (widget))
    gtk_widget_measure (widget, orientation, for_size, NULL, &natural, NULL, NULL);
  return natural;
}

static GtkSizeRequestMode
cenacle_message_row_get_request_mode (GtkWidget *widget)
{
  (void) widget;
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
cenacle_message_row_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                             int *ret_min, int *ret_natural, int *ret_min_baseline,
                             int *ret_natural_baseline)
{
  CenacleMessageRow *self = CENACLE_MESSAGE_ROW (widget);
  int column = get_size (GTK_WIDGET (self->avatar), GTK_ORIENTATION_HORIZONTAL, -1);
  int end = get_size (GTK_WIDGET (self->tick_label), GTK_ORIENTATION_HORIZONTAL, -1);
  int min, natural;

  *ret_min_baseline = *ret_natural_baseline = -1;
  if (orientation == GTK_ORIENTATION_HORIZONTAL) {
    gtk_widget_measure (self->body, orientation, -1, &min, &natural, NULL, NULL);
    *ret_min = column + min + end;
    *ret_natural = column + natural + end;
    return;
  }

  int width = for_size < 0 ? -1 : MAX (for_size - column - end, 0);
  int height = get_size (self->body, orientation, width);

  if (gtk_widget_get_visible (self->head))
    height = MAX (height, get_size (GTK_WIDGET (self->avatar), orientation, -1));
  height += get_size (GTK_WIDGET (self->day_label), orientation, for_size);
  height += get_size (self->new_line, orientation, for_size);
  *ret_min = *ret_natural = height;
}

static void
allocate (GtkWidget *widget, int row_width, int x, int y, int width, int height)
{
  if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
    x = row_width - x - width;
  gtk_widget_size_allocate (widget, &(GtkAllocation){ x, y, width, height }, -1);
}

static void
cenacle_message_row_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  CenacleMessageRow *self = CENACLE_MESSAGE_ROW (widget);
  GtkWidget *full[] = { GTK_WIDGET (self->day_label), self->new_line };
  int column = get_size (GTK_WIDGET (self->avatar), GTK_ORIENTATION_HORIZONTAL, -1);
  int avatar_height = get_size (GTK_WIDGET (self->avatar), GTK_ORIENTATION_VERTICAL, -1);
  int end = get_size (GTK_WIDGET (self->tick_label), GTK_ORIENTATION_HORIZONTAL, -1);
  int end_height = get_size (GTK_WIDGET (self->tick_label), GTK_ORIENTATION_VERTICAL, -1);
  int y = 0;

  (void) baseline;
  for (gsize i = 0; i < G_N_ELEMENTS (full); i++) {
    int part = get_size (full[i], GTK_ORIENTATION_VERTICAL, width);

    if (part > 0)
      allocate (full[i], width, 0, y, width, part);
    y += part;
  }
  allocate (GTK_WIDGET (self->avatar), width, 0, y, column, avatar_height);
  allocate (self->body, width, column, y, MAX (width - column - end, 0), MAX (height - y, 0));
  if (end > 0)
    allocate (GTK_WIDGET (self->tick_label), width, MAX (width - end, 0), height - end_height, end,
              end_height);
  if (self->toolbar != NULL) {
    int bar_width = get_size (self->toolbar, GTK_ORIENTATION_HORIZONTAL, -1);
    int bar_height = get_size (self->toolbar, GTK_ORIENTATION_VERTICAL, -1);

    /* A little over the row above, to hide less of this one. */
    allocate (self->toolbar, width, MAX (width - bar_width, 0), y - bar_height / 3, bar_width,
              bar_height);
  }
  if (self->popover != NULL)
    gtk_popover_present (GTK_POPOVER (self->popover));
}

static void
show_quote (CenacleMessageRow *self, const CenMessageRow *row)
{
  gboolean is_reply =
      !cen_id_is_zero (&row->reply_to) &&
      (cenacle_message_get_flags (self->message) & CENACLE_MESSAGE_HIDES_QUOTE) == 0;

  gtk_widget_set_visible (self->quote_button, is_reply);
  if (!is_reply)
    return;

  const char *name = row->reply_author_name != NULL ? row->reply_author_name : "";
  g_autofree char *snippet =
      cenacle_message_dup_plain (row->reply_snippet != NULL ? row->reply_snippet : "");
  /* Translators: who wrote, and what. */
  g_autofree char *quote = name[0] != '\0' ? g_strdup_printf (_ ("%s: %s"), name, snippet)
                                           : g_strdup (_ ("an earlier message"));

  gtk_label_set_text (self->quote_label, quote);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->quote_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, quote, -1);
}

static void
reaction_toggled_cb (GtkToggleButton *button, CenacleMessageRow *self)
{
  g_signal_emit (self, signals[SIGNAL_COMMAND], 0, (guint) CENACLE_MESSAGE_REACT,
                 g_object_get_data (G_OBJECT (button), "emoji"));
}

static void
add_reaction (CenacleMessageRow *self, const CenReactionRow *reaction)
{
  GtkWidget *button = gtk_toggle_button_new ();
  g_autofree char *label = g_strdup_printf ("%s %u", reaction->emoji, reaction->n_members);
  /* Translators: a reaction, and the names of those who gave it. */
  g_autofree char *name = g_strdup_printf (_ ("%s from %s"), reaction->emoji, reaction->names);

  gtk_button_set_label (GTK_BUTTON (button), label);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), reaction->is_mine);
  gtk_widget_add_css_class (button, "reaction");
  gtk_widget_set_tooltip_text (button, reaction->names);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data_full (G_OBJECT (button), "emoji", g_strdup (reaction->emoji), g_free);
  g_signal_connect (button, "toggled", G_CALLBACK (reaction_toggled_cb), self);
  gtk_widget_insert_before (button, self->extras, self->join_button);
}

/* What is folded away, or cut because it is long, can be had. */
static gboolean
show_fold (CenacleMessageRow *self, gboolean is_gone)
{
  gboolean is_cut = !is_gone && cenacle_message_is_cut (self->message);
  gboolean is_shown = is_cut || cenacle_message_is_folded (self->message);

  gtk_button_set_label (GTK_BUTTON (self->fold_button), is_cut ? _ ("Show all of it") : _ ("Show"));
  gtk_widget_set_visible (self->fold_button, is_shown);
  return is_shown;
}

static void
show_extras (CenacleMessageRow *self, const CenMessageRow *row)
{
  gboolean is_gone = cenacle_message_is_gone (self->message);
  guint n_reactions = !is_gone && row->reactions != NULL ? row->reactions->len : 0;
  gboolean is_root = (cenacle_message_get_flags (self->message) & CENACLE_MESSAGE_IS_ROOT) != 0;
  gboolean has_thread = row->n_replies > 0 && !is_root;
  gboolean is_shown = !is_gone && !cenacle_message_is_folded (self->message);
  g_autofree char *invite = is_shown ? cenacle_links_dup_invite (row->text) : NULL;
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->extras)) != self->join_button)
    gtk_widget_unparent (child);
  for (guint i = 0; i < n_reactions; i++)
    add_reaction (self, g_ptr_array_index (row->reactions, i));

  gtk_widget_set_visible (self->join_button, invite != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->thread_button), has_thread);
  if (has_thread) {
    g_autofree char *label =
        g_strdup_printf (ngettext ("%u reply", "%u replies", row->n_replies), row->n_replies);

    gtk_button_set_label (self->thread_button, label);
  }
  gtk_widget_set_visible (self->edited_label, row->is_edited && !is_gone);
  gtk_widget_set_visible (self->hidden_label, row->hide_reason != NULL && !is_gone &&
                                                  !cenacle_message_is_folded (self->message));
  gtk_widget_set_visible (self->extras, show_fold (self, is_gone) || n_reactions > 0 ||
                                            invite != NULL || has_thread ||
                                            row->hide_reason != NULL ||
                                            (row->is_edited && !is_gone));
}

static void
show_head (CenacleMessageRow *self, const CenMessageRow *row)
{
  CenacleMessageFlags flags = cenacle_message_get_flags (self->message);
  gboolean shows_author = (flags & CENACLE_MESSAGE_SHOWS_AUTHOR) != 0;
  g_autofree char *clock = cenacle_time_text_dup_clock (row->time_ms);
  g_autofree char *full = cenacle_time_text_dup_full (row->time_ms);

  gtk_widget_set_visible (GTK_WIDGET (self->day_label), (flags & CENACLE_MESSAGE_SHOWS_DAY) != 0);
  if ((flags & CENACLE_MESSAGE_SHOWS_DAY) != 0) {
    g_autofree char *day = cenacle_time_text_dup_day (row->time_ms);

    gtk_label_set_text (self->day_label, day);
  }
  gtk_widget_set_visible (self->new_line, (flags & CENACLE_MESSAGE_SHOWS_NEW) != 0);
  gtk_widget_set_visible (self->head, shows_author);
  gtk_widget_set_opacity (GTK_WIDGET (self->avatar), shows_author ? 1 : 0);
  adw_avatar_set_text (self->avatar, row->author_name);
  gtk_label_set_text (self->author_label, row->author_name);
  gtk_label_set_text (self->time_label, clock);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->time_label), full);
  gtk_widget_set_visible (self->pin_icon, row->is_pinned);
  if (shows_author)
    gtk_widget_add_css_class (GTK_WIDGET (self), "first");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "first");
}

/* One tick: stored here; two: elsewhere as well. */
static void
show_tick (CenacleMessageRow *self, const CenMessageRow *row, const char *copies)
{
  gtk_widget_set_visible (GTK_WIDGET (self->tick_label), copies != NULL);
  gtk_label_set_text (self->tick_label, row->n_copies > 0 ? "✓✓" : "✓");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->tick_label), copies);
}

/* The list's item holds the focus, and has no name of its own in GTK 4.8. */
static void
name_for_readers (CenacleMessageRow *self, const char *sentence, const char *copies)
{
  const char *more = copies != NULL ? copies : "";
  GtkWidget *item = gtk_widget_get_parent (GTK_WIDGET (self));

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, sentence,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, more, -1);
  if (item != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (item), GTK_ACCESSIBLE_PROPERTY_LABEL, sentence,
                                    GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, more, -1);
}

static void
show_message (CenacleMessageRow *self)
{
  const CenMessageRow *row = cenacle_message_get_row (self->message);
  gboolean is_gone = cenacle_message_is_gone (self->message);
  gboolean is_letter = (cenacle_message_get_flags (self->message) & CENACLE_MESSAGE_IS_LETTER) != 0;
  gboolean can_hide =
      !is_gone && (cenacle_message_get_flags (self->message) & CENACLE_MESSAGE_CAN_HIDE) != 0;
  g_autofree char *sentence = cenacle_message_dup_sentence (self->message);
  g_autofree char *copies = cenacle_message_dup_copies (self->message);

  show_head (self, row);
  show_quote (self, row);
  cenacle_message_row_show_text (self);
  cenacle_attachments_show (self->attachments, self->circle,
                            is_gone || cenacle_message_is_folded (self->message) ? NULL
                                                                                 : row->files);
  show_extras (self, row);
  show_tick (self, row, copies);
  name_for_readers (self, sentence, copies);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "message.reply", !is_gone);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "message.copy", !is_gone);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "message.react", !is_gone);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "message.choose-reaction", !is_gone);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "message.pin",
                                 !is_gone && !is_letter && !row->is_pinned);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "message.thread", !is_letter);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "message.thank",
                                 !is_gone && !is_letter && !row->is_own);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "message.unpin", !is_gone && row->is_pinned);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "message.edit", !is_gone && row->is_own);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "message.delete", !is_gone && row->is_own);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "message.hide",
                                 can_hide && row->hide_reason == NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "message.show-again",
                                 can_hide && row->hide_reason != NULL);
}

static void
command_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  static const struct {
    const char *action;
    CenacleMessageCommand command;
  } commands[] = {
    { "message.reply", CENACLE_MESSAGE_REPLY },   { "message.react", CENACLE_MESSAGE_REACT },
    { "message.edit", CENACLE_MESSAGE_EDIT },     { "message.copy", CENACLE_MESSAGE_COPY },
    { "message.pin", CENACLE_MESSAGE_PIN },       { "message.unpin", CENACLE_MESSAGE_PIN },
    { "message.delete", CENACLE_MESSAGE_DELETE }, { "message.thread", CENACLE_MESSAGE_THREAD },
    { "message.jump", CENACLE_MESSAGE_JUMP },     { "message.profile", CENACLE_MESSAGE_PROFILE },
    { "message.hide", CENACLE_MESSAGE_HIDE },     { "message.show-again", CENACLE_MESSAGE_SHOW },
    { "message.thank", CENACLE_MESSAGE_THANK },
  };
  const char *argument = parameter != NULL ? g_variant_get_string (parameter, NULL) : "";

  if (g_str_equal (action, "message.copy") &&
      cenacle_message_row_copy_selection (CENACLE_MESSAGE_ROW (widget)))
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++) {
    if (g_str_equal (commands[i].action, action))
      g_signal_emit (widget, signals[SIGNAL_COMMAND], 0, (guint) commands[i].command, argument);
  }
}

static void
unfold_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  (void) action;
  (void) parameter;
  cenacle_message_unfold (CENACLE_MESSAGE_ROW (widget)->message);
}

static void
choose_reaction_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  (void) action;
  (void) parameter;
  cenacle_message_row_choose_reaction (CENACLE_MESSAGE_ROW (widget));
}

static void
cenacle_message_row_dispose (GObject *object)
{
  CenacleMessageRow *self = CENACLE_MESSAGE_ROW (object);
  GtkWidget *child;

  cenacle_message_row_set_message (self, NULL, NULL);
  self->popover = NULL;
  self->toolbar = NULL;
  g_clear_pointer (&self->words, g_free);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (cenacle_message_row_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, CenacleMessageRow, day_label);
  gtk_widget_class_bind_template_child (widget_class, CenacleMessageRow, new_line);
  gtk_widget_class_bind_template_child (widget_class, CenacleMessageRow, avatar);
  gtk_widget_class_bind_template_child (widget_class, CenacleMessageRow, body);
  gtk_widget_class_bind_template_child (widget_class, CenacleMessageRow, head);
  gtk_widget_class_bind_template_child (widget_class, CenacleMessageRow, author_label);
  gtk_widget_class_bind_template_child (widget_class, CenacleMessageRow, time_label);
  gtk_widget_class_bind_template_child (widget_class, CenacleMessageRow, pin_icon);
  gtk_widget_class_bind_template_child (widget_class, CenacleMessageRow, quote_button);
  gtk_widget_class_bind_template_child (widget_class, CenacleMessageRow, quote_label);
  gtk_widget_class_bind_template_child (widget_class, CenacleMessageRow, text_label);
  gtk_widget_class_bind_template_child (widget_class, CenacleMessageRow, text_focus);
  gtk_widget_class_bind_template_child (widget_class, CenacleMessageRow, text_click);
  gtk_widget_class_bind_template_child (widget_class, CenacleMessageRow, attachments);
  gtk_widget_class_bind_template_child (widget_class, CenacleMessageRow, extras);
  gtk_widget_class_bind_template_child (widget_class, CenacleMessageRow, join_button);
  gtk_widget_class_bind_template_child (widget_class, CenacleMessageRow, thread_button);
  gtk_widget_class_bind_template_child (widget_class, CenacleMessageRow, edited_label);
  gtk_widget_class_bind_template_child (widget_class, CenacleMessageRow, fold_button);
  gtk_widget_class_bind_template_child (widget_class, CenacleMessageRow, hidden_label);
  gtk_widget_class_bind_template_child (widget_class, CenacleMessageRow, tick_label);
  gtk_widget_class_bind_template_child (widget_class, CenacleMessageRow, motion);
  gtk_widget_class_bind_template_child (widget_class, CenacleMessageRow, focus);
  gtk_widget_class_bind_template_child (widget_class, CenacleMessageRow, click);
  gtk_widget_class_bind_template_child (widget_class, CenacleMessageRow, long_press);
}

static void
cenacle_message_row_class_init (CenacleMessageRowClass *klass)
{
  static const char *const plain[] = { "message.reply",  "message.edit",       "message.copy",
                                       "message.pin",    "message.unpin",      "message.delete",
                                       "message.thread", "message.jump",       "message.profile",
                                       "message.hide",   "message.show-again", "message.thank" };
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cenacle_message_row_dispose;
  widget_class->get_request_mode = cenacle_message_row_get_request_mode;
  widget_class->measure = cenacle_message_row_measure;
  widget_class->size_allocate = cenacle_message_row_size_allocate;

  signals[SIGNAL_COMMAND] =
      g_signal_new ("command", CENACLE_TYPE_MESSAGE_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_STRING);

  g_type_ensure (CENACLE_TYPE_WRAP_LAYOUT);
  g_type_ensure (CENACLE_TYPE_ATTACHMENTS);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/cenacle/Cenacle/message-row.ui");
  bind_children (widget_class);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  for (gsize i = 0; i < G_N_ELEMENTS (plain); i++)
    gtk_widget_class_install_action (widget_class, plain[i], NULL, command_cb);
  gtk_widget_class_install_action (widget_class, "message.react", "s", command_cb);
  gtk_widget_class_install_action (widget_class, "message.unfold", NULL, unfold_cb);
  gtk_widget_class_install_action (widget_class, "message.choose-reaction", NULL,
                                   choose_reaction_cb);
}

static void
cenacle_message_row_init (CenacleMessageRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  cenacle_message_row_watch_pointer (self);
  cenacle_message_row_watch_text (self);
}

GtkWidget *
cenacle_message_row_new (void)
{
  return g_object_new (CENACLE_TYPE_MESSAGE_ROW, NULL);
}

void
cenacle_message_row_set_message (CenacleMessageRow *self, CenacleCircle *circle,
                                 CenacleMessage *message)
{
  if (self->message != NULL)
    g_signal_handlers_disconnect_by_func (self->message, show_message, self);
  g_set_object (&self->message, message);
  g_set_object (&self->circle, circle);
  if (message == NULL)
    return;
  g_signal_connect_swapped (message, "changed", G_CALLBACK (show_message), self);
  show_message (self);
}

CenacleMessage *
cenacle_message_row_get_message (CenacleMessageRow *self)
{
  return self->message;
}
