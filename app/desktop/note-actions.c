/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "note-editor-private.h"

#include "links.h"
#include "note-dialog.h"
#include "note-export.h"
#include "note-history-dialog.h"
#include "note-keys.h"
#include "note-print.h"
#include "note-style.h"
#include "object-picker.h"
#include "window.h"

#include <glib/gi18n.h>

/* --- Writing --- */

/* Several changes that are one step back. */
static gboolean
begin (CenacleNoteEditor *self)
{
  if (self->copy == NULL || !gtk_text_view_get_editable (GTK_TEXT_VIEW (self->view)))
    return FALSE;
  cenacle_note_copy_begin_step (self->copy);
  return TRUE;
}

static void
end (CenacleNoteEditor *self)
{
  cenacle_note_copy_end_step (self->copy);
  gtk_text_view_scroll_mark_onscreen (GTK_TEXT_VIEW (self->view),
                                      gtk_text_buffer_get_insert (
                                          cenacle_note_editor_get_buffer (self)));
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

/* What each of these does stands in its name. */
static void
write_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CenacleNoteEditor *self = CENACLE_NOTE_EDITOR (widget);
  GtkTextBuffer *buffer = cenacle_note_editor_get_buffer (self);

  (void) parameter;
  if (!begin (self))
    return;
  if (g_str_equal (action, "note.bold"))
    cenacle_note_keys_wrap (buffer, "**");
  else if (g_str_equal (action, "note.italic"))
    cenacle_note_keys_wrap (buffer, "_");
  else if (g_str_equal (action, "note.heading"))
    cenacle_note_keys_heading (buffer);
  else if (g_str_equal (action, "note.list"))
    cenacle_note_keys_list (buffer, "- ");
  else
    cenacle_note_keys_list (buffer, "- [ ] ");
  end (self);
}

/* The completion looks at what a person typed. */
static void
link_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CenacleNoteEditor *self = CENACLE_NOTE_EDITOR (widget);
  GtkTextBuffer *buffer = cenacle_note_editor_get_buffer (self);

  (void) action;
  (void) parameter;
  if (!begin (self))
    return;
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
  gtk_text_buffer_begin_user_action (buffer);
  cenacle_note_keys_link (buffer);
  gtk_text_buffer_end_user_action (buffer);
  end (self);
}

static void
picked_cb (CenacleNoteEditor *self, const char *id, const char *title)
{
  g_autofree char *link = cenacle_links_dup_object (title, id);

  if (!begin (self))
    return;
  gtk_text_buffer_insert_at_cursor (cenacle_note_editor_get_buffer (self), link, -1);
  end (self);
}

static void
attach_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CenacleNoteEditor *self = CENACLE_NOTE_EDITOR (widget);
  CenacleObjectPicker *picker;

  (void) action;
  (void) parameter;
  if (self->copy == NULL || !gtk_text_view_get_editable (GTK_TEXT_VIEW (self->view)))
    return;
  picker = cenacle_object_picker_new (widget, self->circle, CENACLE_PICK_RESOURCE,
                                      _ ("From the library"));
  g_signal_connect_object (picker, "picked", G_CALLBACK (picked_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (picker));
}

static void
tick_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CenacleNoteEditor *self = CENACLE_NOTE_EDITOR (widget);
  GtkTextBuffer *buffer = cenacle_note_editor_get_buffer (self);
  GtkTextIter caret;

  (void) action;
  (void) parameter;
  if (!begin (self))
    return;
  gtk_text_buffer_get_iter_at_mark (buffer, &caret, gtk_text_buffer_get_insert (buffer));
  cenacle_note_keys_tick (buffer, &caret);
  end (self);
}

static void
undo_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CenacleNoteEditor *self = CENACLE_NOTE_EDITOR (widget);

  (void) parameter;
  if (self->copy == NULL || !gtk_text_view_get_editable (GTK_TEXT_VIEW (self->view)))
    return;
  if (g_str_equal (action, "note.undo"))
    cenacle_note_copy_undo (self->copy);
  else
    cenacle_note_copy_redo (self->copy);
}

/* --- Looking --- */

static void
find_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CenacleNoteEditor *self = CENACLE_NOTE_EDITOR (widget);

  (void) parameter;
  cenacle_note_find_open (self->find,
                          g_str_equal (action, "note.find") ? CENACLE_FIND : CENACLE_FIND_REPLACE);
}

static void
history_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CenacleNoteEditor *self = CENACLE_NOTE_EDITOR (widget);

  (void) action;
  (void) parameter;
  if (self->copy == NULL)
    return;
  cenacle_note_copy_flush (self->copy);
  cenacle_note_history_dialog_present (widget, self->circle, &self->note);
}

static void
comments_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CenacleNoteEditor *self = CENACLE_NOTE_EDITOR (widget);

  (void) action;
  (void) parameter;
  if (self->talk != NULL)
    cenacle_note_talk_show (self->talk, gtk_label_get_text (self->title));
}

static void
changes_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CenacleNoteEditor *self = CENACLE_NOTE_EDITOR (widget);

  (void) parameter;
  if (self->changes == NULL)
    return;
  if (g_str_equal (action, "note.next-change"))
    cenacle_note_changes_go_on (self->changes);
  else
    cenacle_note_changes_dismiss (self->changes);
}

static void
open_about_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_autofree char *id = cen_id_dup_text (&CENACLE_NOTE_EDITOR (widget)->about_id);

  (void) action;
  (void) parameter;
  gtk_widget_activate_action (widget, "win.open-object", "s", id);
}

/* --- The note as a whole --- */

static void
file_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CenacleNoteEditor *self = CENACLE_NOTE_EDITOR (widget);
  GtkTextBuffer *buffer = cenacle_note_editor_get_buffer (self);
  const char *title = gtk_label_get_text (self->title);

  (void) parameter;
  if (self->copy == NULL)
    return;
  if (g_str_equal (action, "note.print"))
    cenacle_note_print (widget, title, buffer);
  else if (g_str_equal (action, "note.pdf"))
    cenacle_note_export_pdf (widget, title, buffer);
  else
    cenacle_note_export_markdown (widget, title, buffer);
}

static void
rename_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CenacleNoteEditor *self = CENACLE_NOTE_EDITOR (widget);

  (void) action;
  (void) parameter;
  if (self->copy != NULL)
    cenacle_note_dialog_change (widget, self->circle, &self->note);
}

static const struct {
  const char *name;
  GtkWidgetActionActivateFunc func;
  guint key;
  GdkModifierType modifiers;
} actions[] = {
  { "note.bold", write_cb, GDK_KEY_b, GDK_CONTROL_MASK },
  { "note.italic", write_cb, GDK_KEY_i, GDK_CONTROL_MASK },
  { "note.heading", write_cb, GDK_KEY_1, GDK_CONTROL_MASK },
  { "note.list", write_cb, GDK_KEY_asterisk, GDK_CONTROL_MASK | GDK_SHIFT_MASK },
  { "note.check", write_cb, 0, 0 },
  { "note.link", link_cb, GDK_KEY_l, GDK_CONTROL_MASK },
  { "note.attach", attach_cb, GDK_KEY_l, GDK_CONTROL_MASK | GDK_SHIFT_MASK },
  { "note.tick", tick_cb, GDK_KEY_Return, GDK_CONTROL_MASK },
  { "note.undo", undo_cb, GDK_KEY_z, GDK_CONTROL_MASK },
  { "note.redo", undo_cb, GDK_KEY_z, GDK_CONTROL_MASK | GDK_SHIFT_MASK },
  { "note.find", find_cb, GDK_KEY_f, GDK_CONTROL_MASK },
  { "note.replace", find_cb, GDK_KEY_h, GDK_CONTROL_MASK },
  { "note.history", history_cb, 0, 0 },
  { "note.comments", comments_cb, GDK_KEY_m, GDK_CONTROL_MASK | GDK_ALT_MASK },
  { "note.next-change", changes_cb, 0, 0 },
  { "note.dismiss-changes", changes_cb, 0, 0 },
  { "note.open-about", open_about_cb, 0, 0 },
  { "note.print", file_cb, GDK_KEY_p, GDK_CONTROL_MASK },
  { "note.pdf", file_cb, 0, 0 },
  { "note.export", file_cb, 0, 0 },
  { "note.rename", rename_cb, 0, 0 },
};

void
cenacle_note_actions_install (GtkWidgetClass *klass)
{
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (klass, actions[i].name, NULL, actions[i].func);
}

/* --- In the text --- */

/* Return and Tab are of the list where there is one. */
static gboolean
key_cb (CenacleNoteEditor *self, guint keyval, guint code, GdkModifierType state)
{
  GtkTextBuffer *buffer = cenacle_note_editor_get_buffer (self);
  GdkModifierType modifiers = state & (GDK_CONTROL_MASK | GDK_SHIFT_MASK | GDK_ALT_MASK);
  gboolean is_done = FALSE;

  (void) code;
  if (keyval == GDK_KEY_KP_Enter)
    keyval = GDK_KEY_Return;
  if ((keyval == GDK_KEY_Return && modifiers != 0) || (keyval == GDK_KEY_Tab && modifiers != 0) ||
      (keyval == GDK_KEY_ISO_Left_Tab && modifiers != GDK_SHIFT_MASK) || self->is_composing ||
      (keyval != GDK_KEY_Return && keyval != GDK_KEY_Tab && keyval != GDK_KEY_ISO_Left_Tab) ||
      !begin (self))
    return GDK_EVENT_PROPAGATE;
  if (keyval == GDK_KEY_Return)
    is_done = cenacle_note_keys_go_on (buffer);
  else
    is_done = cenacle_note_keys_indent (buffer, keyval == GDK_KEY_Tab ? CENACLE_INDENT_MORE
                                                                      : CENACLE_INDENT_LESS);
  end (self);
  return is_done ? GDK_EVENT_STOP : GDK_EVENT_PROPAGATE;
}

static void
preedit_cb (CenacleNoteEditor *self, const char *preedit)
{
  self->is_composing = *preedit != '\0';
}

static void
follow (CenacleNoteEditor *self, const char *uri)
{
  GtkRoot *window = gtk_widget_get_root (GTK_WIDGET (self));

  if (g_str_has_prefix (uri, "cenacle:"))
    cenacle_window_follow_link (CENACLE_WINDOW (window), uri);
  else
    gtk_show_uri (GTK_WINDOW (window), uri, GDK_CURRENT_TIME);
}

/* A click on a box ticks it; with Ctrl, a link is followed. */
static void
pressed_cb (CenacleNoteEditor *self, int n_press, double x, double y, GtkGesture *gesture)
{
  GtkTextView *view = GTK_TEXT_VIEW (self->view);
  GdkModifierType state =
      gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));
  g_autofree char *uri = NULL;
  GtkTextIter iter;
  int at_x, at_y;

  gtk_text_view_window_to_buffer_coords (view, GTK_TEXT_WINDOW_WIDGET, (int) x, (int) y, &at_x,
                                         &at_y);
  if (!gtk_text_view_get_iter_at_location (view, &iter, at_x, at_y) || n_press != 1)
    return;
  if ((state & GDK_CONTROL_MASK) != 0)
    uri = cenacle_note_style_dup_link (&iter);
  if (uri != NULL) {
    gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
    follow (self, uri);
  } else if ((state & GDK_CONTROL_MASK) == 0 &&
             cenacle_note_keys_is_box (gtk_text_iter_get_buffer (&iter), &iter) && begin (self)) {
    gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
    cenacle_note_keys_tick (gtk_text_iter_get_buffer (&iter), &iter);
    end (self);
  }
}

static void
add_shortcuts (CenacleNoteEditor *self)
{
  GtkEventController *shortcuts = gtk_shortcut_controller_new ();

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++) {
    if (actions[i].key != 0)
      gtk_shortcut_controller_add_shortcut (
          GTK_SHORTCUT_CONTROLLER (shortcuts),
          gtk_shortcut_new (gtk_keyval_trigger_new (actions[i].key, actions[i].modifiers),
                            gtk_named_action_new (actions[i].name)));
  }
  gtk_event_controller_set_propagation_phase (shortcuts, GTK_PHASE_CAPTURE);
  gtk_widget_add_controller (GTK_WIDGET (self), shortcuts);
}

void
cenacle_note_actions_watch (CenacleNoteEditor *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->view), keys);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->view), GTK_EVENT_CONTROLLER (click));
  g_signal_connect_swapped (self->view, "preedit-changed", G_CALLBACK (preedit_cb), self);
  add_shortcuts (self);
}
