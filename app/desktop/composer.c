/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A text that was written is never lost: it leaves the field only when the engine has stored it,
 * and comes back with the reason when it could not, unless something else was written meanwhile;
 * then it stands before that. Between, the field is empty and a next message can be written.
 *
 * In edit mode the field holds the message's text and what stood there waits in `saved_text`. */

#include "composer.h"

#include "commands.h"
#include "composer-private.h"
#include "form.h"
#include "spelling.h"
#include "window.h"

#include <glib/gi18n.h>
#include <string.h>

#define DRAFT_DELAY_MS     600
#define TYPING_INTERVAL_US (3 * G_USEC_PER_SEC)

/* One message on its way. */
typedef struct {
  CenacleComposer *composer;
  CenacleCircle *circle;
  CenId place;
  gboolean is_letter;
  CenId thread;
  CenId reply_to;
  CenId editing;
  char *text;
  GPtrArray *items; /* of staged-files.h; NULL: no files */
} Sending;

enum { SIGNAL_SENT, SIGNAL_EDIT_LAST, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CenacleComposer, cenacle_composer, GTK_TYPE_WIDGET)

static char *
dup_text (CenacleComposer *self)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  return gtk_text_buffer_get_text (self->buffer, &start, &end, FALSE);
}

static void
set_text (CenacleComposer *self, const char *text)
{
  self->is_setting = TRUE;
  gtk_text_buffer_set_text (self->buffer, text, -1);
  self->is_setting = FALSE;
}

static void
show_error (CenacleComposer *self, const char *sentence)
{
  cenacle_form_show_error (self->error_revealer, self->error_label, sentence);
}

static void
save_draft (CenacleComposer *self)
{
  CenacleEngine1 *engine = self->circle != NULL ? cenacle_circle_get_engine (self->circle) : NULL;
  g_autofree char *place = cen_id_dup_text (&self->place);
  g_autofree char *text = cen_id_is_zero (&self->editing)
                              ? dup_text (self)
                              : g_strdup (self->saved_text != NULL ? self->saved_text : "");

  g_clear_handle_id (&self->draft_source, g_source_remove);
  if (engine != NULL && self->keeps == CENACLE_COMPOSER_KEEPS_DRAFT)
    cenacle_engine1_call_set_draft (engine, cenacle_circle_get_id_text (self->circle), place, text,
                                    NULL, NULL, NULL);
}

static gboolean
draft_cb (gpointer data)
{
  CenacleComposer *self = data;

  self->draft_source = 0;
  save_draft (self);
  return G_SOURCE_REMOVE;
}

/* Not of letters: who writes to whom is nobody else's business. */
static void
tell_typing (CenacleComposer *self)
{
  CenacleEngine1 *engine = self->circle != NULL ? cenacle_circle_get_engine (self->circle) : NULL;
  gint64 now = g_get_monotonic_time ();
  g_autofree char *place = cen_id_dup_text (&self->place);

  if (engine == NULL || self->is_letter || now - self->typing_told_us < TYPING_INTERVAL_US)
    return;
  self->typing_told_us = now;
  cenacle_engine1_call_set_typing (engine, cenacle_circle_get_id_text (self->circle), place, NULL,
                                   NULL, NULL);
}

/* An edit changes words alone. */
static guint
get_n_files (CenacleComposer *self)
{
  return cen_id_is_zero (&self->editing) ? cenacle_staged_files_get_n (self->staged) : 0;
}

static void
check_length (CenacleComposer *self, const char *text)
{
  gsize len = strlen (text);
  g_autofree char *sentence = NULL;

  if (len > CEN_TEXT_MAX) {
    guint n_over = (guint) (len - CEN_TEXT_MAX);

    sentence = g_strdup_printf (
        ngettext (
            "This message is too long by %u character; please shorten it or split it in two.",
            "This message is too long by %u characters; please shorten it or split it in two.",
            n_over),
        n_over);
  }
  show_error (self, sentence);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "composer.send",
                                 (text[0] != '\0' || get_n_files (self) > 0) &&
                                     len <= CEN_TEXT_MAX);
}

static void
text_changed_cb (CenacleComposer *self)
{
  g_autofree char *text = dup_text (self);

  gtk_widget_set_visible (GTK_WIDGET (self->placeholder), text[0] == '\0');
  check_length (self, text);
  if (self->is_setting)
    return;
  if (text[0] != '\0')
    tell_typing (self);
  if (cen_id_is_zero (&self->editing) && self->keeps == CENACLE_COMPOSER_KEEPS_DRAFT) {
    g_clear_handle_id (&self->draft_source, g_source_remove);
    self->draft_source = g_timeout_add (DRAFT_DELAY_MS, draft_cb, self);
  }
}

static void
show_context (CenacleComposer *self, const char *text)
{
  if (text != NULL)
    gtk_label_set_text (self->context_label, text);
  gtk_revealer_set_reveal_child (self->context_revealer, text != NULL);
}

static void
leave_context (CenacleComposer *self)
{
  gboolean was_editing = !cen_id_is_zero (&self->editing);

  memset (&self->reply_to, 0, sizeof self->reply_to);
  memset (&self->editing, 0, sizeof self->editing);
  show_context (self, NULL);
  if (was_editing)
    set_text (self, self->saved_text != NULL ? self->saved_text : "");
  g_clear_pointer (&self->saved_text, g_free);
}

static gboolean
is_same_place (const Sending *sending)
{
  CenacleComposer *self = sending->composer;

  return cen_id_equal (&sending->place, &self->place) &&
         cen_id_equal (&sending->thread, &self->thread);
}

static void
give_back (const Sending *sending, const char *reason)
{
  CenacleComposer *self = sending->composer;
  g_autofree char *written = dup_text (self);
  g_autofree char *both = written[0] != '\0' ? g_strconcat (sending->text, "\n\n", written, NULL)
                                             : g_strdup (sending->text);

  if (sending->items != NULL)
    cenacle_composer_give_back_files (self, sending->circle, &sending->place, &sending->thread,
                                      sending->items);
  if (is_same_place (sending) && !cen_id_is_zero (&sending->editing)) {
    leave_context (self);
    self->saved_text = g_steal_pointer (&written);
    self->editing = sending->editing;
    show_context (self, _ ("Edit your message"));
    set_text (self, sending->text);
    show_error (self, reason);
  } else if (is_same_place (sending)) {
    set_text (self, both);
    save_draft (self);
    show_error (self, reason);
  } else {
    /* Its channel is not on screen: the text goes to the clipboard, where a person finds it. */
    gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), sending->text);
    gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s",
                                _ ("A message could not be sent; its text is on the clipboard."));
  }
}

static void
sending_end (Sending *sending, const GError *error)
{
  if (error != NULL)
    give_back (sending, error->message);
  g_object_unref (sending->composer);
  g_object_unref (sending->circle);
  g_clear_pointer (&sending->items, g_ptr_array_unref);
  g_free (sending->text);
  g_free (sending);
}

static void
sent_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *created = cenacle_commands_finish (result, &error);

  sending_end (user_data, error);
}

static void
post (Sending *sending, const char *const *attachments)
{
  CenaclePost message = {
    .channel = sending->is_letter ? NULL : &sending->place,
    .member = sending->is_letter ? &sending->place : NULL,
    .thread = cen_id_is_zero (&sending->thread) ? NULL : &sending->thread,
    .reply_to = !cen_id_is_zero (&sending->reply_to) ? &sending->reply_to
                : !cen_id_is_zero (&sending->thread) ? &sending->thread
                                                     : NULL,
    .text = sending->text,
    .attachments = attachments,
  };

  cenacle_commands_post (sending->circle, &message, sent_cb, sending);
}

static void
files_shared_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) ids = cenacle_staged_files_share_finish (result, &error);

  if (ids != NULL)
    post (user_data, (const char *const *) ids);
  else
    sending_end (user_data, error);
}

static Sending *
sending_new (CenacleComposer *self, const char *text)
{
  Sending *sending = g_new0 (Sending, 1);

  sending->composer = g_object_ref (self);
  sending->circle = g_object_ref (self->circle);
  sending->place = self->place;
  sending->is_letter = self->is_letter;
  sending->thread = self->thread;
  sending->reply_to = self->reply_to;
  sending->editing = self->editing;
  sending->text = g_strdup (text);
  if (get_n_files (self) > 0)
    sending->items = cenacle_staged_files_take (self->staged);
  return sending;
}

static void
send_cb (GtkWidget *widget, const char *action G_GNUC_UNUSED, GVariant *parameter G_GNUC_UNUSED)
{
  CenacleComposer *self = CENACLE_COMPOSER (widget);
  g_autofree char *text = g_strstrip (dup_text (self));
  Sending *sending;

  if ((text[0] == '\0' && get_n_files (self) == 0) || strlen (text) > CEN_TEXT_MAX ||
      self->circle == NULL)
    return;
  sending = sending_new (self, text);
  if (cen_id_is_zero (&sending->editing))
    set_text (self, "");
  leave_context (self);
  self->typing_told_us = 0;
  save_draft (self);
  if (!cen_id_is_zero (&sending->editing)) {
    cenacle_commands_edit (self->circle, &sending->editing, text, sent_cb, sending);
    return;
  }
  if (sending->items != NULL)
    cenacle_staged_files_share_async (self->circle, self->is_letter ? &self->place : NULL,
                                      sending->items, files_shared_cb, sending);
  else
    post (sending, NULL);
  g_signal_emit (self, signals[SIGNAL_SENT], 0);
}

static void
cancel_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CenacleComposer *self = CENACLE_COMPOSER (widget);

  (void) action;
  (void) parameter;
  leave_context (self);
  cenacle_composer_focus (self);
}

/* Otherwise it begins a line, and Ctrl+Enter sends; that it always does. */
static gboolean
enter_sends (CenacleComposer *self)
{
  GSettings *settings = cenacle_window_get_settings (GTK_WIDGET (self));

  return settings == NULL || g_settings_get_boolean (settings, "enter-sends");
}

static gboolean
key_cb (CenacleComposer *self, guint key, guint code, GdkModifierType state)
{
  gboolean is_enter = key == GDK_KEY_Return || key == GDK_KEY_KP_Enter || key == GDK_KEY_ISO_Enter;
  gboolean is_plain = (state & (GDK_SHIFT_MASK | GDK_CONTROL_MASK | GDK_ALT_MASK)) == 0;

  (void) code;
  if (is_enter && (is_plain ? enter_sends (self) : (state & GDK_CONTROL_MASK) != 0)) {
    gtk_widget_activate_action (GTK_WIDGET (self), "composer.send", NULL);
    return GDK_EVENT_STOP;
  }
  if (key == GDK_KEY_Escape && gtk_revealer_get_reveal_child (self->context_revealer)) {
    gtk_widget_activate_action (GTK_WIDGET (self), "composer.cancel", NULL);
    return GDK_EVENT_STOP;
  }
  if (key == GDK_KEY_Up && is_plain && gtk_text_buffer_get_char_count (self->buffer) == 0) {
    g_signal_emit (self, signals[SIGNAL_EDIT_LAST], 0);
    return GDK_EVENT_STOP;
  }
  return GDK_EVENT_PROPAGATE;
}

static void
emoji_picked_cb (CenacleComposer *self, const char *emoji)
{
  gtk_text_buffer_insert_at_cursor (self->buffer, emoji, -1);
  cenacle_composer_focus (self);
}

/* The chooser is heavy, so it is made when its button is first pressed. */
static void
create_emoji_chooser (GtkMenuButton *button, gpointer user_data)
{
  GtkWidget *chooser = gtk_emoji_chooser_new ();

  g_signal_connect_swapped (chooser, "emoji-picked", G_CALLBACK (emoji_picked_cb), user_data);
  gtk_menu_button_set_popover (button, chooser);
  gtk_menu_button_set_create_popup_func (button, NULL, NULL, NULL);
}

static void
cenacle_composer_dispose (GObject *object)
{
  CenacleComposer *self = CENACLE_COMPOSER (object);

  g_clear_handle_id (&self->draft_source, g_source_remove);
  g_clear_object (&self->circle);
  if (self->completion != NULL)
    cenacle_completion_forget (self->completion);
  g_clear_object (&self->completion);
  g_clear_object (&self->chooser);
  g_clear_pointer (&self->waiting_files, g_hash_table_unref);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_pointer (&self->saved_text, g_free);
  G_OBJECT_CLASS (cenacle_composer_parent_class)->dispose (object);
}

static void
cenacle_composer_class_init (CenacleComposerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cenacle_composer_dispose;
  signals[SIGNAL_SENT] = g_signal_new ("sent", CENACLE_TYPE_COMPOSER, G_SIGNAL_RUN_LAST, 0, NULL,
                                       NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_EDIT_LAST] = g_signal_new ("edit-last", CENACLE_TYPE_COMPOSER, G_SIGNAL_RUN_LAST,
                                            0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  g_type_ensure (CENACLE_TYPE_STAGED_FILES);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/cenacle/Cenacle/composer.ui");
  gtk_widget_class_bind_template_child (widget_class, CenacleComposer, box);
  gtk_widget_class_bind_template_child (widget_class, CenacleComposer, context_revealer);
  gtk_widget_class_bind_template_child (widget_class, CenacleComposer, context_label);
  gtk_widget_class_bind_template_child (widget_class, CenacleComposer, text_view);
  gtk_widget_class_bind_template_child (widget_class, CenacleComposer, placeholder);
  gtk_widget_class_bind_template_child (widget_class, CenacleComposer, emoji_button);
  gtk_widget_class_bind_template_child (widget_class, CenacleComposer, error_revealer);
  gtk_widget_class_bind_template_child (widget_class, CenacleComposer, error_label);
  gtk_widget_class_bind_template_child (widget_class, CenacleComposer, keys);
  gtk_widget_class_bind_template_child (widget_class, CenacleComposer, staged);
  gtk_widget_class_install_action (widget_class, "composer.send", NULL, send_cb);
  gtk_widget_class_install_action (widget_class, "composer.cancel", NULL, cancel_cb);
  cenacle_composer_install_files (widget_class);
}

/* The settings are the window's. */
static void
watch_spelling (CenacleComposer *self)
{
  if (gtk_widget_get_root (GTK_WIDGET (self)) == NULL || self->spelling != NULL)
    return;
  self->spelling =
      cenacle_spelling_attach (self->text_view, cenacle_window_get_settings (GTK_WIDGET (self)));
}

static void
cenacle_composer_init (CenacleComposer *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->buffer = gtk_text_view_get_buffer (self->text_view);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "composer.send", FALSE);
  gtk_menu_button_set_create_popup_func (self->emoji_button, create_emoji_chooser, self, NULL);
  g_signal_connect_swapped (self->buffer, "changed", G_CALLBACK (text_changed_cb), self);
  g_signal_connect_swapped (self->keys, "key-pressed", G_CALLBACK (key_cb), self);
  /* Behind ours, so that its keys come first while it shows. */
  self->completion = cenacle_completion_new (GTK_WIDGET (self), self->text_view);
  g_signal_connect_swapped (self->staged, "changed", G_CALLBACK (text_changed_cb), self);
  cenacle_composer_watch_files (self);
  g_signal_connect (self, "map", G_CALLBACK (watch_spelling), NULL);
}

void
cenacle_composer_set_place (CenacleComposer *self, CenacleCircle *circle,
                            const CenacleComposerPlace *place)
{
  g_autofree char *placeholder =
      place->member != NULL   ? g_strdup_printf (_ ("Write to %s alone"), place->name)
      : place->thread != NULL ? g_strdup (_ ("Reply in the thread"))
                              : g_strdup_printf (_ ("Write to #%s"), place->name);

  cenacle_composer_flush (self);
  cenacle_composer_leave_files (self);
  leave_context (self);
  g_set_object (&self->circle, circle);
  cenacle_completion_set_circle (self->completion, circle);
  self->is_letter = place->member != NULL;
  self->place = self->is_letter ? *place->member : *place->channel;
  memset (&self->thread, 0, sizeof self->thread);
  if (place->thread != NULL)
    self->thread = *place->thread;
  self->keeps = place->keeps;
  cenacle_composer_return_files (self);
  self->typing_told_us = 0;
  gtk_label_set_text (self->placeholder, placeholder);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->placeholder), placeholder);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->text_view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  placeholder, -1);
  set_text (self, place->draft);
}

void
cenacle_composer_reply_to (CenacleComposer *self, CenacleMessage *message)
{
  const CenMessageRow *row = cenacle_message_get_row (message);
  g_autofree char *text = cenacle_message_dup_plain (row->text);
  g_autofree char *context = NULL;

  leave_context (self);
  self->reply_to = row->id;
  /* Translators: whom one answers, and what they wrote. */
  context = g_strdup_printf (_ ("Reply to %s: %s"), row->author_name, text);
  show_context (self, context);
  cenacle_composer_focus (self);
}

void
cenacle_composer_edit (CenacleComposer *self, CenacleMessage *message)
{
  const CenMessageRow *row = cenacle_message_get_row (message);

  leave_context (self);
  self->saved_text = dup_text (self);
  self->editing = row->id;
  show_context (self, _ ("Edit your message"));
  set_text (self, row->text);
  cenacle_composer_focus (self);
}

void
cenacle_composer_focus (CenacleComposer *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->text_view));
}

void
cenacle_composer_flush (CenacleComposer *self)
{
  if (self->draft_source != 0)
    save_draft (self);
}
