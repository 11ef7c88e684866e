/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Letters count as equal whatever their case. All places are looked for at once, and again a moment
 * after the text changed. */

#include "note-find.h"

#include "tag-ranges.h"
#include "wrap-layout.h"

#include <glib/gi18n.h>

#define AGAIN_MS   200
#define SHOWN_MAX  2000 /* places that are highlighted; all are counted */
#define NEEDLE_MAX 200  /* characters */

struct _CenacleNoteFind {
  GtkWidget parent;
  GtkRevealer *revealer;
  GtkEditable *entry;
  GtkLabel *count;
  GtkWidget *replace_box;
  GtkEditable *replacement;
  GtkWidget *replace_button;
  GtkWidget *replace_all_button;
  GtkTextView *view;
  GArray *places; /* int: offsets, ascending */
  int n_needle;   /* characters of what is looked for */
  guint source;
};

enum { SIGNAL_BEGIN_STEP, SIGNAL_END_STEP, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CenacleNoteFind, cenacle_note_find, GTK_TYPE_WIDGET)

static GtkTextBuffer *
get_buffer (CenacleNoteFind *self)
{
  return gtk_text_view_get_buffer (self->view);
}

static gboolean
is_open (CenacleNoteFind *self)
{
  return gtk_revealer_get_reveal_child (self->revealer);
}

/* --- Looking --- */

/* One for each character, so that offsets stay. */
static gunichar *
dup_lower (const char *text, glong *ret_n)
{
  gunichar *chars = g_utf8_to_ucs4_fast (text, -1, ret_n);

  for (glong i = 0; i < *ret_n; i++)
    chars[i] = g_unichar_tolower (chars[i]);
  return chars;
}

static void
find_all (CenacleNoteFind *self)
{
  GtkTextIter start, end;
  g_autofree char *text = NULL;
  g_autofree gunichar *chars = NULL;
  g_autofree gunichar *needle = NULL;
  glong n, n_needle;

  g_array_set_size (self->places, 0);
  gtk_text_buffer_get_bounds (get_buffer (self), &start, &end);
  text = gtk_text_buffer_get_text (get_buffer (self), &start, &end, TRUE);
  chars = dup_lower (text, &n);
  needle = dup_lower (gtk_editable_get_text (self->entry), &n_needle);
  self->n_needle = (int) MIN (n_needle, NEEDLE_MAX);
  for (glong i = 0; self->n_needle > 0 && i + self->n_needle <= n; i++) {
    int place = (int) i;
    int k = 0;

    while (k < self->n_needle && chars[i + k] == needle[k])
      k++;
    if (k < self->n_needle)
      continue;
    g_array_append_val (self->places, place);
    i += self->n_needle - 1;
  }
}

static void
get_range (CenacleNoteFind *self, guint n, GtkTextIter *start, GtkTextIter *end)
{
  int at = g_array_index (self->places, int, n);

  gtk_text_buffer_get_iter_at_offset (get_buffer (self), start, at);
  gtk_text_buffer_get_iter_at_offset (get_buffer (self), end, at + self->n_needle);
}

static void
highlight (CenacleNoteFind *self)
{
  g_autoptr (GArray) ranges = cenacle_tag_ranges_new ();

  for (guint i = 0; is_open (self) && i < MIN (self->places->len, SHOWN_MAX); i++) {
    guint at = (guint) g_array_index (self->places, int, i);

    cenacle_tag_ranges_add (ranges, at, at + (guint) self->n_needle);
  }
  cenacle_tag_ranges_set (get_buffer (self), "found", ranges);
}

/* Which place is selected, counted from 1; 0 when none is. */
static guint
get_current (CenacleNoteFind *self)
{
  GtkTextIter start, end;
  int at;

  gtk_text_buffer_get_selection_bounds (get_buffer (self), &start, &end);
  at = gtk_text_iter_get_offset (&start);
  if (gtk_text_iter_get_offset (&end) - at != self->n_needle)
    return 0;
  for (guint i = 0; i < self->places->len; i++) {
    if (g_array_index (self->places, int, i) == at)
      return i + 1;
  }
  return 0;
}

static void
show_count (CenacleNoteFind *self)
{
  guint current = get_current (self);
  guint n = self->places->len;
  g_autofree char *text = self->n_needle == 0 ? g_strdup ("")
                          : n == 0            ? g_strdup (_ ("Not found"))
                          : current > 0
                              /* Translators: the place one is at, and how many there are. */
                              ? g_strdup_printf (_ ("%u of %u"), current, n)
                              : g_strdup_printf (ngettext ("%u match", "%u matches", n), n);

  gtk_label_set_text (self->count, text);
  gtk_widget_set_sensitive (self->replace_button, n > 0);
  gtk_widget_set_sensitive (self->replace_all_button, n > 0);
}

static void
look (CenacleNoteFind *self)
{
  g_clear_handle_id (&self->source, g_source_remove);
  find_all (self);
  highlight (self);
  show_count (self);
}

static gboolean
look_cb (gpointer data)
{
  CenacleNoteFind *self = data;

  self->source = 0;
  look (self);
  return G_SOURCE_REMOVE;
}

static void
text_changed_cb (CenacleNoteFind *self)
{
  if (is_open (self) && self->source == 0)
    self->source = g_timeout_add (AGAIN_MS, look_cb, self);
}

/* --- Going there --- */

static void
select_place (CenacleNoteFind *self, guint n)
{
  GtkTextIter start, end;

  get_range (self, n, &start, &end);
  gtk_text_buffer_select_range (get_buffer (self), &start, &end);
  gtk_text_view_scroll_to_mark (self->view, gtk_text_buffer_get_insert (get_buffer (self)), 0.1,
                                FALSE, 0, 0);
  show_count (self);
}

/* The first place at or behind the caret, or after the last one again the first. */
static void
go (CenacleNoteFind *self, int step)
{
  GtkTextIter start, end;
  guint n = self->places->len;
  guint current, next = 0;

  if (self->source != 0)
    look (self);
  n = self->places->len;
  if (n == 0)
    return;
  current = get_current (self);
  if (current > 0) {
    select_place (self, (current - 1 + n + (guint) step) % n);
    return;
  }
  gtk_text_buffer_get_selection_bounds (get_buffer (self), &start, &end);
  while (next < n && g_array_index (self->places, int, next) < gtk_text_iter_get_offset (&start))
    next++;
  select_place (self, (step < 0 ? next + n - 1 : next) % n);
}

static void
search_cb (CenacleNoteFind *self)
{
  look (self);
  if (self->places->len > 0 && get_current (self) == 0)
    go (self, 1);
}

static void
next_cb (CenacleNoteFind *self)
{
  go (self, 1);
}

static void
previous_cb (CenacleNoteFind *self)
{
  go (self, -1);
}

/* --- Replacing --- */

static void
replace_place (CenacleNoteFind *self, guint n)
{
  GtkTextIter start, end;

  get_range (self, n, &start, &end);
  gtk_text_buffer_delete (get_buffer (self), &start, &end);
  gtk_text_buffer_insert (get_buffer (self), &start, gtk_editable_get_text (self->replacement), -1);
}

static void
replace_cb (CenacleNoteFind *self)
{
  guint current;

  if (self->source != 0)
    look (self);
  current = get_current (self);
  if (current > 0 && gtk_text_view_get_editable (self->view)) {
    g_signal_emit (self, signals[SIGNAL_BEGIN_STEP], 0);
    replace_place (self, current - 1);
    g_signal_emit (self, signals[SIGNAL_END_STEP], 0);
    look (self);
  }
  go (self, 1);
}

/* The last one first, so that the others stay where they are. */
static void
replace_all_cb (CenacleNoteFind *self)
{
  look (self);
  if (!gtk_text_view_get_editable (self->view))
    return;
  g_signal_emit (self, signals[SIGNAL_BEGIN_STEP], 0);
  for (guint i = self->places->len; i-- > 0;)
    replace_place (self, i);
  g_signal_emit (self, signals[SIGNAL_END_STEP], 0);
  look (self);
}

/* --- The widget --- */

static gboolean
key_cb (CenacleNoteFind *self, guint keyval, guint code, GdkModifierType state)
{
  (void) code;
  if (keyval == GDK_KEY_Escape) {
    cenacle_note_find_close (self);
    return GDK_EVENT_STOP;
  }
  if (keyval == GDK_KEY_Return && (state & GDK_SHIFT_MASK) != 0) {
    go (self, -1);
    return GDK_EVENT_STOP;
  }
  return GDK_EVENT_PROPAGATE;
}

static void
cenacle_note_find_dispose (GObject *object)
{
  CenacleNoteFind *self = CENACLE_NOTE_FIND (object);
  GtkWidget *child;

  g_clear_handle_id (&self->source, g_source_remove);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (cenacle_note_find_parent_class)->dispose (object);
}

static void
cenacle_note_find_finalize (GObject *object)
{
  g_array_unref (CENACLE_NOTE_FIND (object)->places);
  G_OBJECT_CLASS (cenacle_note_find_parent_class)->finalize (object);
}

static void
cenacle_note_find_class_init (CenacleNoteFindClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cenacle_note_find_dispose;
  G_OBJECT_CLASS (klass)->finalize = cenacle_note_find_finalize;
  signals[SIGNAL_BEGIN_STEP] =
      g_signal_new ("begin-step", CENACLE_TYPE_NOTE_FIND, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 0);
  signals[SIGNAL_END_STEP] = g_signal_new ("end-step", CENACLE_TYPE_NOTE_FIND, G_SIGNAL_RUN_LAST, 0,
                                           NULL, NULL, NULL, G_TYPE_NONE, 0);
  g_type_ensure (CENACLE_TYPE_WRAP_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/cenacle/Cenacle/note-find.ui");
  gtk_widget_class_bind_template_child (widget_class, CenacleNoteFind, revealer);
  gtk_widget_class_bind_template_child (widget_class, CenacleNoteFind, entry);
  gtk_widget_class_bind_template_child (widget_class, CenacleNoteFind, count);
  gtk_widget_class_bind_template_child (widget_class, CenacleNoteFind, replace_box);
  gtk_widget_class_bind_template_child (widget_class, CenacleNoteFind, replacement);
  gtk_widget_class_bind_template_child (widget_class, CenacleNoteFind, replace_button);
  gtk_widget_class_bind_template_child (widget_class, CenacleNoteFind, replace_all_button);
  gtk_widget_class_bind_template_callback (widget_class, search_cb);
  gtk_widget_class_bind_template_callback (widget_class, next_cb);
  gtk_widget_class_bind_template_callback (widget_class, previous_cb);
  gtk_widget_class_bind_template_callback (widget_class, replace_cb);
  gtk_widget_class_bind_template_callback (widget_class, replace_all_cb);
  gtk_widget_class_bind_template_callback (widget_class, cenacle_note_find_close);
}

static void
cenacle_note_find_init (CenacleNoteFind *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->places = g_array_new (FALSE, FALSE, sizeof (int));
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

void
cenacle_note_find_set_view (CenacleNoteFind *self, GtkTextView *view)
{
  self->view = view;
  g_signal_connect_object (get_buffer (self), "changed", G_CALLBACK (text_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

void
cenacle_note_find_open (CenacleNoteFind *self, CenacleFindMode mode)
{
  GtkTextIter start, end;

  if (gtk_text_buffer_get_selection_bounds (get_buffer (self), &start, &end) &&
      gtk_text_iter_get_line (&start) == gtk_text_iter_get_line (&end)) {
    g_autofree char *text = gtk_text_buffer_get_text (get_buffer (self), &start, &end, TRUE);

    gtk_editable_set_text (self->entry, text);
  }
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  gtk_widget_set_visible (self->replace_box, mode == CENACLE_FIND_REPLACE);
  gtk_revealer_set_reveal_child (self->revealer, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  gtk_editable_select_region (self->entry, 0, -1);
  look (self);
}

void
cenacle_note_find_close (CenacleNoteFind *self)
{
  if (!is_open (self))
    return;
  g_clear_handle_id (&self->source, g_source_remove);
  gtk_revealer_set_reveal_child (self->revealer, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  highlight (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}
