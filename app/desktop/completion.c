/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The keyboard stays in the text all the time: the list never has it, and what is chosen there is
 * told as the description of the text. Things are read once when somebody first types [[, and again
 * when the circle's objects changed since. */

#include "completion.h"

#include "links.h"

#include "core/kinds-library.h"
#include "core/kinds-meet.h"
#include "core/kinds-note.h"
#include "core/queries-objects.h"

#include <glib/gi18n.h>
#include <string.h>

#define SHOWN_MAX  8
#define WORD_MAX   40 /* characters that are looked at before the caret */
#define SPACES_MAX 2  /* within a name */

/* What can stand there. */
typedef struct {
  char *label;
  const char *kind; /* what it is, translated */
  char *text;       /* what is written */
} Offer;

struct _CenacleCompletion {
  GObject parent;
  GtkTextView *view; /* NULL once forgotten */
  CenacleCircle *circle;
  GtkWidget *popover;
  GtkListBox *list;
  GPtrArray *offers; /* Offer: what is shown */
  GPtrArray *things; /* Offer: NULL while they are not read */
  GCancellable *reading;
  int start; /* offset of the sign */
  gboolean is_taking;
  gboolean is_composing; /* with an input method, whose keys these are then */
  guint source;
};

G_DEFINE_FINAL_TYPE (CenacleCompletion, cenacle_completion, G_TYPE_OBJECT)

static void
offer_free (gpointer data)
{
  Offer *offer = data;

  g_free (offer->label);
  g_free (offer->text);
  g_free (offer);
}

static GPtrArray *
offers_new (void)
{
  return g_ptr_array_new_with_free_func (offer_free);
}

/* Eats @text. */
static void
add_offer (GPtrArray *offers, const char *label, const char *kind, char *text)
{
  Offer *offer = g_new0 (Offer, 1);

  offer->label = g_strdup (label);
  offer->kind = kind;
  offer->text = text;
  g_ptr_array_add (offers, offer);
}

/* --- What there is --- */

static void
add_members (CenacleCompletion *self, GPtrArray *offers)
{
  GPtrArray *members = cenacle_circle_get_members (self->circle);

  for (guint i = 0; i < members->len; i++) {
    const CenMemberRow *row = members->pdata[i];

    if (row->state == CEN_MEMBER_ACTIVE && !row->is_self)
      add_offer (offers, row->name, _ ("member"), g_strdup_printf ("@%s ", row->name));
  }
}

static void
add_channels (CenacleCompletion *self, GPtrArray *offers)
{
  CenStore *store = cenacle_circle_get_store (self->circle);
  g_autoptr (GPtrArray) channels =
      store != NULL ? cen_query_channels (store, cenacle_circle_get_id (self->circle), NULL) : NULL;

  for (guint i = 0; channels != NULL && i < channels->len; i++) {
    const CenChannelRow *row = channels->pdata[i];

    if (!row->is_redacted)
      add_offer (offers, row->name, _ ("channel"), g_strdup_printf ("#%s ", row->name));
  }
}

static const struct {
  guint kind;
  guint title; /* field */
  const char *name;
} kinds[] = {
  { CEN_KIND_NOTE, CEN_NOTE_TITLE, N_ ("note") },
  { CEN_KIND_SESSION, CEN_SESSION_TITLE, N_ ("session") },
  { CEN_KIND_PATH, CEN_PATH_TITLE, N_ ("path") },
  { CEN_KIND_RESOURCE, CEN_RESOURCE_TITLE, N_ ("resource") },
};

static char *
dup_link (const char *title, const CenId *object)
{
  g_autofree char *id = cen_id_dup_text (object);

  return cenacle_links_dup_object (title, id);
}

static gpointer
read_on_worker (CenStore *store, gpointer data, GError **error)
{
  const CenId *circle = data;
  GPtrArray *things = offers_new ();

  (void) error;
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    g_autoptr (GPtrArray) rows = cen_query_objects (store, circle, kinds[i].kind, NULL, NULL);

    for (guint k = rows != NULL ? rows->len : 0; k-- > 0;) {
      const CenObjectRow *row = rows->pdata[k];
      g_autofree char *title = cen_object_row_dup_text (row, kinds[i].title);

      add_offer (things, title, kinds[i].name, dup_link (title, &row->id));
    }
  }
  return things;
}

static void
free_things (gpointer things)
{
  g_ptr_array_unref (things);
}

static void look (CenacleCompletion *self);

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *things = cenacle_client_query_finish (result, &error);

  (void) source;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  CenacleCompletion *self = user_data;

  g_clear_object (&self->reading);
  if (things == NULL)
    return;
  g_clear_pointer (&self->things, g_ptr_array_unref);
  self->things = things;
  look (self);
}

static void
read_things (CenacleCompletion *self)
{
  CenacleQuery query = { read_on_worker, NULL, g_free, free_things };

  if (self->reading != NULL)
    return;
  query.data = g_memdup2 (cenacle_circle_get_id (self->circle), sizeof (CenId));
  self->reading = g_cancellable_new ();
  cenacle_client_query_async (cenacle_circle_get_client (self->circle), &query, self->reading,
                              read_cb, self);
}

/* --- What is typed --- */

static gboolean
may_begin_behind (const char *text, const char *at)
{
  gunichar before;

  if (at == text)
    return TRUE;
  before = g_utf8_get_char (g_utf8_prev_char (at));
  return !g_unichar_isalnum (before) && before != '#' && before != '&' && before != '/';
}

/* The sign that a word before the caret begins with; NULL when there is none. */
static const char *
find_sign (const char *text)
{
  const char *at = text + strlen (text);
  guint n_spaces = 0;

  for (guint i = 0; i < WORD_MAX && at > text; i++) {
    at = g_utf8_prev_char (at);
    if (*at == ' ' && ++n_spaces > SPACES_MAX)
      return NULL;
    if (g_str_has_prefix (at, "[[") && at[2] != ' ')
      return at;
    if (*at == '@' && at[1] != ' ' && may_begin_behind (text, at))
      return at;
    if (*at == '#' && n_spaces == 0 && at[1] != '\0' && may_begin_behind (text, at))
      return at;
  }
  return NULL;
}

static char *
dup_before_caret (CenacleCompletion *self, int *ret_offset)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->view);
  GtkTextIter start, caret;

  gtk_text_buffer_get_iter_at_mark (buffer, &caret, gtk_text_buffer_get_insert (buffer));
  start = caret;
  gtk_text_iter_set_line_offset (&start, 0);
  *ret_offset = gtk_text_iter_get_offset (&start);
  return gtk_text_buffer_get_text (buffer, &start, &caret, TRUE);
}

static void
keep_matches (CenacleCompletion *self, const GPtrArray *offers, const char *word)
{
  for (guint i = 0; i < offers->len && self->offers->len < SHOWN_MAX; i++) {
    const Offer *offer = offers->pdata[i];

    if (*word == '\0' || g_str_match_string (word, offer->label, TRUE))
      add_offer (self->offers, offer->label, _ (offer->kind), g_strdup (offer->text));
  }
}

static void
collect (CenacleCompletion *self, const char *sign)
{
  g_autoptr (GPtrArray) all = offers_new ();

  g_ptr_array_set_size (self->offers, 0);
  if (*sign == '@') {
    add_members (self, all);
    keep_matches (self, all, sign + 1);
  } else if (*sign == '#') {
    add_channels (self, all);
    keep_matches (self, all, sign + 1);
  } else if (self->things != NULL) {
    keep_matches (self, self->things, sign + 2);
  } else {
    read_things (self);
  }
}

/* --- The list --- */

static gboolean
is_shown (CenacleCompletion *self)
{
  return self->popover != NULL && gtk_widget_get_visible (self->popover);
}

/* The text tells what is chosen, since it has the keyboard. */
static void
tell (CenacleCompletion *self)
{
  GtkListBoxRow *row = is_shown (self) ? gtk_list_box_get_selected_row (self->list) : NULL;
  g_autofree char *sentence = NULL;

  if (row != NULL) {
    guint n = (guint) gtk_list_box_row_get_index (row);
    const Offer *offer = self->offers->pdata[n];

    /* Translators: what is offered, what it is, the how manieth of how many. */
    sentence = g_strdup_printf (_ ("%s, %s, %u of %u; Enter takes it"), offer->label, offer->kind,
                                n + 1, self->offers->len);
  }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  sentence != NULL ? sentence : "", -1);
}

static void
hide (CenacleCompletion *self)
{
  if (!is_shown (self))
    return;
  gtk_popover_popdown (GTK_POPOVER (self->popover));
  tell (self);
}

static GtkWidget *
make_row (const Offer *offer)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *label = gtk_label_new (offer->label);
  GtkWidget *kind = gtk_label_new (offer->kind);
  g_autofree char *sentence = g_strdup_printf ("%s, %s", offer->label, offer->kind);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 28);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (kind, "dim-label");
  gtk_widget_add_css_class (kind, "caption");
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), kind);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_widget_set_can_focus (row, FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, sentence,
                                  -1);
  return row;
}

static void
fill (CenacleCompletion *self)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  for (guint i = 0; i < self->offers->len; i++)
    gtk_list_box_append (self->list, make_row (self->offers->pdata[i]));
  gtk_list_box_select_row (self->list, gtk_list_box_get_row_at_index (self->list, 0));
}

static void
show (CenacleCompletion *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->view);
  GtkWidget *parent = gtk_widget_get_parent (self->popover);
  GtkTextIter start;
  GdkRectangle at;
  int x, y;
  double parent_x, parent_y;

  gtk_text_buffer_get_iter_at_offset (buffer, &start, self->start);
  gtk_text_view_get_iter_location (self->view, &start, &at);
  gtk_text_view_buffer_to_window_coords (self->view, GTK_TEXT_WINDOW_WIDGET, at.x, at.y, &x, &y);
  gtk_widget_translate_coordinates (GTK_WIDGET (self->view), parent, x, y, &parent_x, &parent_y);
  at = (GdkRectangle){ (int) parent_x, (int) parent_y, 1, at.height };
  gtk_popover_set_pointing_to (GTK_POPOVER (self->popover), &at);
  fill (self);
  gtk_popover_popup (GTK_POPOVER (self->popover));
  tell (self);
}

static void
look (CenacleCompletion *self)
{
  g_autofree char *text = NULL;
  const char *sign;
  int line;

  if (self->view == NULL || self->circle == NULL ||
      !gtk_widget_has_focus (GTK_WIDGET (self->view)) || !gtk_text_view_get_editable (self->view)) {
    hide (self);
    return;
  }
  text = dup_before_caret (self, &line);
  sign = find_sign (text);
  if (sign == NULL) {
    hide (self);
    return;
  }
  self->start = line + (int) g_utf8_strlen (text, sign - text);
  collect (self, sign);
  if (self->offers->len > 0)
    show (self);
  else
    hide (self);
}

static gboolean
look_cb (gpointer data)
{
  CenacleCompletion *self = data;

  self->source = 0;
  look (self);
  return G_SOURCE_REMOVE;
}

/* Once the text and the caret are where they shall be. */
static void
typed_cb (CenacleCompletion *self)
{
  if (self->source == 0 && !self->is_taking)
    self->source = g_idle_add (look_cb, self);
}

/* Moving the caret elsewhere puts the list away, but does not open it. */
static void
moved_cb (CenacleCompletion *self)
{
  if (is_shown (self))
    typed_cb (self);
}

/* --- Choosing --- */

static void
take (CenacleCompletion *self, guint n)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->view);
  g_autofree char *text = g_strdup (((const Offer *) self->offers->pdata[n])->text);
  GtkTextIter start, caret;

  hide (self);
  self->is_taking = TRUE;
  gtk_text_buffer_get_iter_at_offset (buffer, &start, self->start);
  gtk_text_buffer_get_iter_at_mark (buffer, &caret, gtk_text_buffer_get_insert (buffer));
  gtk_text_buffer_begin_user_action (buffer);
  gtk_text_buffer_delete (buffer, &start, &caret);
  gtk_text_buffer_insert (buffer, &start, text, -1);
  gtk_text_buffer_end_user_action (buffer);
  self->is_taking = FALSE;
}

static void
row_activated_cb (CenacleCompletion *self, GtkListBoxRow *row)
{
  take (self, (guint) gtk_list_box_row_get_index (row));
}

static void
move (CenacleCompletion *self, int step)
{
  int n = (int) self->offers->len;
  int at = gtk_list_box_row_get_index (gtk_list_box_get_selected_row (self->list));

  gtk_list_box_select_row (self->list,
                           gtk_list_box_get_row_at_index (self->list, (at + n + step) % n));
  tell (self);
}

static gboolean
key_cb (CenacleCompletion *self, guint keyval, guint code, GdkModifierType state)
{
  (void) code;
  if (!is_shown (self) || self->is_composing || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;
  switch (keyval) {
  case GDK_KEY_Up:
    move (self, -1);
    return GDK_EVENT_STOP;
  case GDK_KEY_Down:
    move (self, 1);
    return GDK_EVENT_STOP;
  case GDK_KEY_Return:
  case GDK_KEY_KP_Enter:
  case GDK_KEY_Tab:
    take (self, (guint) gtk_list_box_row_get_index (gtk_list_box_get_selected_row (self->list)));
    return GDK_EVENT_STOP;
  case GDK_KEY_Escape:
    hide (self);
    return GDK_EVENT_STOP;
  default:
    return GDK_EVENT_PROPAGATE;
  }
}

static void
preedit_cb (CenacleCompletion *self, const char *preedit)
{
  self->is_composing = *preedit != '\0';
}

/* --- The object --- */

static void
cenacle_completion_dispose (GObject *object)
{
  CenacleCompletion *self = CENACLE_COMPLETION (object);

  cenacle_completion_forget (self);
  g_clear_pointer (&self->offers, g_ptr_array_unref);
  G_OBJECT_CLASS (cenacle_completion_parent_class)->dispose (object);
}

static void
cenacle_completion_class_init (CenacleCompletionClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cenacle_completion_dispose;
}

static void
cenacle_completion_init (CenacleCompletion *self)
{
  self->offers = offers_new ();
}

static void
make_popover (CenacleCompletion *self, GtkWidget *parent)
{
  self->popover = gtk_popover_new ();
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_popover_set_autohide (GTK_POPOVER (self->popover), FALSE);
  gtk_popover_set_has_arrow (GTK_POPOVER (self->popover), FALSE);
  gtk_popover_set_position (GTK_POPOVER (self->popover), GTK_POS_BOTTOM);
  gtk_widget_set_halign (self->popover, GTK_ALIGN_START);
  gtk_widget_set_can_focus (self->popover, FALSE);
  gtk_widget_set_can_focus (GTK_WIDGET (self->list), FALSE);
  gtk_widget_add_css_class (self->popover, "completion");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Suggestions"), -1);
  gtk_popover_set_child (GTK_POPOVER (self->popover), GTK_WIDGET (self->list));
  gtk_widget_set_parent (self->popover, parent);
  g_signal_connect_object (self->list, "row-activated", G_CALLBACK (row_activated_cb), self,
                           G_CONNECT_SWAPPED);
}

CenacleCompletion *
cenacle_completion_new (GtkWidget *parent, GtkTextView *view)
{
  CenacleCompletion *self = g_object_new (CENACLE_TYPE_COMPLETION, NULL);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->view = view;
  make_popover (self, parent);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (view), keys);
  g_signal_connect_object (buffer, "end-user-action", G_CALLBACK (typed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (buffer, "mark-set", G_CALLBACK (moved_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "preedit-changed", G_CALLBACK (preedit_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "notify::has-focus", G_CALLBACK (moved_cb), self,
                           G_CONNECT_SWAPPED);
  return self;
}

static void
changed_cb (CenacleCompletion *self, guint changes)
{
  if ((changes & CENACLE_CHANGE_OBJECTS) != 0 && !is_shown (self))
    g_clear_pointer (&self->things, g_ptr_array_unref);
}

void
cenacle_completion_set_circle (CenacleCompletion *self, CenacleCircle *circle)
{
  if (self->circle == circle)
    return;
  if (self->circle != NULL)
    g_signal_handlers_disconnect_by_func (self->circle, changed_cb, self);
  if (self->view != NULL)
    hide (self);
  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  g_clear_pointer (&self->things, g_ptr_array_unref);
  g_set_object (&self->circle, circle);
  if (circle != NULL)
    g_signal_connect_object (circle, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
}

void
cenacle_completion_forget (CenacleCompletion *self)
{
  if (self->view == NULL)
    return;
  cenacle_completion_set_circle (self, NULL);
  g_clear_handle_id (&self->source, g_source_remove);
  self->view = NULL;
  g_clear_pointer (&self->popover, gtk_widget_unparent);
}
