/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Enchant is opened by name at run time, so that neither building nor installing needs it. One
 * broker and one dictionary serve the whole process, on the main thread.
 *
 * The text is looked through a moment after it changed, all of it: it is a message. The word in
 * which the caret stands is left alone while it is being written. */

#include "spelling.h"

#include <glib/gi18n.h>
#include <gmodule.h>
#include <string.h>

#define CHECK_DELAY_MS 300

typedef struct _EnchantBroker EnchantBroker;
typedef struct _EnchantDict EnchantDict;

/* The part of its interface that is used; the names are Enchant's. */
static struct {
  EnchantBroker *(*broker_init) (void);
  int (*broker_dict_exists) (EnchantBroker *, const char *);
  EnchantDict *(*broker_request_dict) (EnchantBroker *, const char *);
  int (*dict_check) (EnchantDict *, const char *, gssize);
  char **(*dict_suggest) (EnchantDict *, const char *, gssize, gsize *);
  void (*dict_free_string_list) (EnchantDict *, char **);
  void (*dict_add) (EnchantDict *, const char *, gssize);
} enchant;

static EnchantDict *dictionary; /* NULL: none */
static const char *dictionary_language;

struct _CenacleSpelling {
  GObject parent;
  GtkTextView *view; /* owns us */
  GtkTextTag *tag;
  GSettings *settings;
  GSimpleActionGroup *actions;
  guint source;
  int word_start, word_end; /* what the menu is about, in characters */
};

G_DEFINE_FINAL_TYPE (CenacleSpelling, cenacle_spelling, G_TYPE_OBJECT)

/* --- The dictionary --- */

static gboolean
load_enchant (void)
{
  const struct {
    const char *name;
    gpointer *place;
  } symbols[] = {
    { "enchant_broker_init", (gpointer *) &enchant.broker_init },
    { "enchant_broker_dict_exists", (gpointer *) &enchant.broker_dict_exists },
    { "enchant_broker_request_dict", (gpointer *) &enchant.broker_request_dict },
    { "enchant_dict_check", (gpointer *) &enchant.dict_check },
    { "enchant_dict_suggest", (gpointer *) &enchant.dict_suggest },
    { "enchant_dict_free_string_list", (gpointer *) &enchant.dict_free_string_list },
    { "enchant_dict_add", (gpointer *) &enchant.dict_add },
  };
  GModule *module = g_module_open ("libenchant-2.so.2", G_MODULE_BIND_LAZY);

  if (module == NULL)
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (symbols); i++) {
    if (!g_module_symbol (module, symbols[i].name, symbols[i].place)) {
      g_module_close (module);
      return FALSE;
    }
  }
  g_module_make_resident (module);
  return TRUE;
}

/* The first of the person's languages that has one. */
static void
find_dictionary (void)
{
  static gboolean has_looked;
  EnchantBroker *broker;

  if (has_looked)
    return;
  has_looked = TRUE;
  broker = load_enchant () ? enchant.broker_init () : NULL;
  for (const char *const *name = g_get_language_names ();
       broker != NULL && dictionary == NULL && *name != NULL; name++) {
    if (strchr (*name, '.') != NULL || strchr (*name, '@') != NULL || g_str_equal (*name, "C"))
      continue;
    if (!enchant.broker_dict_exists (broker, *name))
      continue;
    dictionary = enchant.broker_request_dict (broker, *name);
    dictionary_language = *name;
  }
}

char *
cenacle_spelling_dup_language (void)
{
  find_dictionary ();
  return dictionary != NULL ? g_strdup (dictionary_language) : NULL;
}

/* --- Checking --- */

static gboolean
is_on (CenacleSpelling *self)
{
  find_dictionary ();
  return dictionary != NULL &&
         (self->settings == NULL || g_settings_get_boolean (self->settings, "checks-spelling"));
}

/* Names of people and channels, addresses, and what has figures in it, are no words. */
static gboolean
is_word (const GtkTextIter *start, const char *word)
{
  GtkTextIter before = *start;

  if (g_utf8_strlen (word, -1) > CENACLE_SPELLING_WORD_MAX)
    return FALSE;
  for (const char *c = word; *c != '\0'; c = g_utf8_next_char (c)) {
    if (g_unichar_isdigit (g_utf8_get_char (c)))
      return FALSE;
  }
  return !gtk_text_iter_backward_char (&before) ||
         strchr ("@#:/._", (int) MIN (gtk_text_iter_get_char (&before), 127)) == NULL;
}

static gboolean
is_misspelled (const GtkTextIter *start, const GtkTextIter *end)
{
  g_autofree char *word = gtk_text_iter_get_text (start, end);

  return is_word (start, word) && enchant.dict_check (dictionary, word, -1) > 0;
}

static gboolean
check_cb (gpointer data)
{
  CenacleSpelling *self = data;
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->view);
  GtkTextIter start, end, caret;

  self->source = 0;
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  gtk_text_buffer_remove_tag (buffer, self->tag, &start, &end);
  if (!is_on (self))
    return G_SOURCE_REMOVE;
  gtk_text_buffer_get_iter_at_mark (buffer, &caret, gtk_text_buffer_get_insert (buffer));
  for (end = start; gtk_text_iter_forward_word_end (&end);) {
    start = end;
    gtk_text_iter_backward_word_start (&start);
    if (!gtk_text_iter_equal (&end, &caret) && is_misspelled (&start, &end))
      gtk_text_buffer_apply_tag (buffer, self->tag, &start, &end);
  }
  return G_SOURCE_REMOVE;
}

static void
check_later (CenacleSpelling *self)
{
  if (self->source == 0)
    self->source = g_timeout_add (CHECK_DELAY_MS, check_cb, self);
}

/* --- The menu --- */

static void
get_word (CenacleSpelling *self, GtkTextIter *ret_start, GtkTextIter *ret_end)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->view);

  gtk_text_buffer_get_iter_at_offset (buffer, ret_start, self->word_start);
  gtk_text_buffer_get_iter_at_offset (buffer, ret_end, self->word_end);
}

static void
replace_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  CenacleSpelling *self = user_data;
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->view);
  GtkTextIter start, end;

  (void) action;
  get_word (self, &start, &end);
  gtk_text_buffer_begin_user_action (buffer);
  gtk_text_buffer_delete (buffer, &start, &end);
  gtk_text_buffer_insert (buffer, &start, g_variant_get_string (parameter, NULL), -1);
  gtk_text_buffer_end_user_action (buffer);
}

static void
learn_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  CenacleSpelling *self = user_data;
  GtkTextIter start, end;
  g_autofree char *word = NULL;

  (void) action;
  (void) parameter;
  get_word (self, &start, &end);
  word = gtk_text_iter_get_text (&start, &end);
  enchant.dict_add (dictionary, word, -1);
  check_later (self);
}

static GMenuModel *
make_menu (CenacleSpelling *self)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) words = g_menu_new ();
  GtkTextIter start, end;
  g_autofree char *word = NULL;
  gsize n = 0;
  char **offered;

  get_word (self, &start, &end);
  word = gtk_text_iter_get_text (&start, &end);
  offered = enchant.dict_suggest (dictionary, word, -1, &n);
  for (gsize i = 0; i < MIN (n, CENACLE_SPELLING_WORDS_MAX); i++) {
    g_autoptr (GMenuItem) item = g_menu_item_new (offered[i], NULL);

    g_menu_item_set_action_and_target (item, "spelling.replace", "s", offered[i]);
    g_menu_append_item (words, item);
  }
  if (offered != NULL)
    enchant.dict_free_string_list (dictionary, offered);
  g_menu_append (words, _ ("Add to the dictionary"), "spelling.learn");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (words));
  return G_MENU_MODEL (g_steal_pointer (&menu));
}

/* Where the text's own menu opens: before it is shown, what belongs to the word goes into it. */
static void
choose_word (CenacleSpelling *self, const GtkTextIter *at)
{
  GtkTextIter start = *at, end = *at;
  g_autoptr (GMenuModel) menu = NULL;

  if (gtk_text_iter_has_tag (at, self->tag)) {
    if (!gtk_text_iter_starts_tag (&start, self->tag))
      gtk_text_iter_backward_to_tag_toggle (&start, self->tag);
    if (!gtk_text_iter_ends_tag (&end, self->tag))
      gtk_text_iter_forward_to_tag_toggle (&end, self->tag);
    self->word_start = gtk_text_iter_get_offset (&start);
    self->word_end = gtk_text_iter_get_offset (&end);
    menu = make_menu (self);
  }
  gtk_text_view_set_extra_menu (self->view, menu);
}

static void
pressed_cb (GtkGestureClick *click, int n, double x, double y, gpointer user_data)
{
  CenacleSpelling *self = user_data;
  GtkTextIter at;
  int bx, by;

  (void) click;
  (void) n;
  gtk_text_view_window_to_buffer_coords (self->view, GTK_TEXT_WINDOW_WIDGET, (int) x, (int) y, &bx,
                                         &by);
  gtk_text_view_get_iter_at_location (self->view, &at, bx, by);
  choose_word (self, &at);
}

/* By the menu key it is about the word at the caret. */
static gboolean
key_cb (GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state,
        gpointer user_data)
{
  CenacleSpelling *self = user_data;
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->view);
  GtkTextIter at;

  (void) keys;
  (void) code;
  if (key == GDK_KEY_Menu || (key == GDK_KEY_F10 && (state & GDK_SHIFT_MASK) != 0)) {
    gtk_text_buffer_get_iter_at_mark (buffer, &at, gtk_text_buffer_get_insert (buffer));
    choose_word (self, &at);
  }
  return GDK_EVENT_PROPAGATE;
}

static void
watch_menu (CenacleSpelling *self)
{
  static const GActionEntry actions[] = {
    { .name = "replace", .activate = replace_cb, .parameter_type = "s" },
    { .name = "learn", .activate = learn_cb },
  };
  GtkGesture *click = gtk_gesture_click_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), actions, G_N_ELEMENTS (actions),
                                   self);
  gtk_widget_insert_action_group (GTK_WIDGET (self->view), "spelling",
                                  G_ACTION_GROUP (self->actions));
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE);
  g_signal_connect_object (click, "pressed", G_CALLBACK (pressed_cb), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (self->view), GTK_EVENT_CONTROLLER (click));
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_cb), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (self->view), keys);
}

static void
cenacle_spelling_dispose (GObject *object)
{
  CenacleSpelling *self = CENACLE_SPELLING (object);

  g_clear_handle_id (&self->source, g_source_remove);
  g_clear_object (&self->settings);
  g_clear_object (&self->actions);
  G_OBJECT_CLASS (cenacle_spelling_parent_class)->dispose (object);
}

static void
cenacle_spelling_class_init (CenacleSpellingClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cenacle_spelling_dispose;
}

static void
cenacle_spelling_init (CenacleSpelling *self)
{
  (void) self;
}

CenacleSpelling *
cenacle_spelling_attach (GtkTextView *view, GSettings *settings)
{
  CenacleSpelling *self = g_object_new (CENACLE_TYPE_SPELLING, NULL);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);

  self->view = view;
  self->tag = gtk_text_buffer_create_tag (buffer, NULL, "underline", PANGO_UNDERLINE_ERROR, NULL);
  g_object_set_data_full (G_OBJECT (view), "cenacle-spelling", self, g_object_unref);
  if (settings != NULL) {
    self->settings = g_object_ref (settings);
    g_signal_connect_object (settings, "changed::checks-spelling", G_CALLBACK (check_later), self,
                             G_CONNECT_SWAPPED);
  }
  g_signal_connect_object (buffer, "changed", G_CALLBACK (check_later), self, G_CONNECT_SWAPPED);
  watch_menu (self);
  return self;
}
