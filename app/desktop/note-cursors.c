/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Places are kept as the characters they stand behind and looked up again whenever the text
 * changes, so a caret moves with the words around it, and one behind words that are still on their
 * way shows when they come. */

#include "note-cursors.h"

#include "member-colour.h"

#include "app/control/name-list.h"
#include "core/note-cursor.h"

#include <glib/gi18n.h>

#define TELL_MS   60                   /* one's own place, at most so often */
#define QUIET_US  (4 * G_USEC_PER_SEC) /* after which a caret does not say its name */
#define NAMES_MAX 3                    /* in the sentence */

typedef struct {
  CenId member;
  CenNoteCursor cursor;
  guint caret; /* as it showed last */
  gint64 moved_us;
} Other;

struct _CenacleNoteCursors {
  GObject parent;
  CenacleNoteView *view;
  CenacleCircle *circle;
  CenacleNoteCopy *copy;
  char *note;
  GHashTable *others; /* char * device → Other */
  guint tell_source;
  guint quiet_source;
  GBytes *told; /* NULL: nothing yet */
  gboolean has_left;
};

enum { SIGNAL_CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CenacleNoteCursors, cenacle_note_cursors, G_TYPE_OBJECT)

static const char *
get_name (CenacleNoteCursors *self, const CenId *member)
{
  const CenMemberRow *row = cenacle_circle_get_member (self->circle, member);

  if (row == NULL)
    return "";
  return row->is_self ? _ ("You, elsewhere") : row->name;
}

/* --- Showing others --- */

static gboolean
quiet_cb (gpointer data)
{
  CenacleNoteCursors *self = data;

  self->quiet_source = 0;
  cenacle_note_cursors_refresh (self);
  return G_SOURCE_REMOVE;
}

static CenacleNoteCaret *
make_caret (CenacleNoteCursors *self, Other *other, gint64 now)
{
  CenNoteText *note = cenacle_note_copy_get_note (self->copy);
  CenacleNoteCaret *caret;
  guint32 position, bound;

  if (!cen_note_spot_find (&other->cursor.caret, note, &position))
    return NULL;
  if (!cen_note_spot_find (&other->cursor.bound, note, &bound))
    bound = position;
  if (position != other->caret || other->moved_us == 0)
    other->moved_us = now;
  other->caret = position;
  caret = g_new0 (CenacleNoteCaret, 1);
  caret->name = g_strdup (get_name (self, &other->member));
  cenacle_member_colour_get (GTK_WIDGET (self->view), &other->member, &caret->colour);
  caret->caret = position;
  caret->bound = bound;
  caret->says_name = now - other->moved_us < QUIET_US;
  return caret;
}

void
cenacle_note_cursors_refresh (CenacleNoteCursors *self)
{
  GPtrArray *carets = g_ptr_array_new_with_free_func ((GDestroyNotify) cenacle_note_caret_free);
  gint64 now = g_get_monotonic_time ();
  gboolean says_names = FALSE;
  GHashTableIter iter;
  gpointer other;

  g_hash_table_iter_init (&iter, self->others);
  while (!self->has_left && g_hash_table_iter_next (&iter, NULL, &other)) {
    CenacleNoteCaret *caret = make_caret (self, other, now);

    if (caret == NULL)
      continue;
    says_names = says_names || caret->says_name;
    g_ptr_array_add (carets, caret);
  }
  if (says_names && self->quiet_source == 0)
    self->quiet_source = g_timeout_add (QUIET_US / 1000, quiet_cb, self);
  cenacle_note_view_take_carets (self->view, carets);
}

static void
take (CenacleNoteCursors *self, const char *member, const char *device, const guint8 *body,
      gsize len)
{
  guint n = g_hash_table_size (self->others);
  CenNoteCursor cursor;
  CenId id;

  if (len == 0 || !cen_note_cursor_decode (&cursor, body, len) || !cen_id_from_text (&id, member)) {
    g_hash_table_remove (self->others, device);
  } else {
    Other *other = g_hash_table_lookup (self->others, device);

    if (other == NULL) {
      other = g_new0 (Other, 1);
      other->caret = G_MAXUINT;
      g_hash_table_insert (self->others, g_strdup (device), other);
    }
    other->member = id;
    other->cursor = cursor;
  }
  cenacle_note_cursors_refresh (self);
  if (n == g_hash_table_size (self->others))
    return;
  cenacle_note_copy_set_watched (self->copy, g_hash_table_size (self->others) > 0);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
live_cb (CenacleNoteCursors *self, guint kind, const char *object, const char *member,
         const char *device, GVariant *body)
{
  gsize len;
  const guint8 *bytes = g_variant_get_fixed_array (body, &len, 1);

  if (!self->has_left && kind == CEN_LIVE_NOTE_CURSOR && g_str_equal (object, self->note))
    take (self, member, device, bytes, len);
}

static void
got_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CenacleNoteCursors) self = user_data;
  g_autoptr (GVariant) said = NULL;
  GVariantIter iter;
  const char *member, *device;
  GVariant *body;

  if (!cenacle_engine1_call_get_live_finish (CENACLE_ENGINE1 (source), &said, result, NULL) ||
      self->has_left)
    return;
  g_variant_iter_init (&iter, said);
  while (g_variant_iter_next (&iter, "(&s&s@ay)", &member, &device, &body)) {
    gsize len;
    const guint8 *bytes = g_variant_get_fixed_array (body, &len, 1);

    take (self, member, device, bytes, len);
    g_variant_unref (body);
  }
}

/* --- Telling --- */

static void
tell (CenacleNoteCursors *self, GBytes *body)
{
  CenacleEngine1 *engine = cenacle_circle_get_engine (self->circle);

  if (engine == NULL || !cenacle_circle_is_active (self->circle))
    return;
  if (self->told != NULL && g_bytes_equal (self->told, body))
    return;
  g_clear_pointer (&self->told, g_bytes_unref);
  self->told = g_bytes_ref (body);
  cenacle_engine1_call_set_live (engine, cenacle_circle_get_id_text (self->circle),
                                 CEN_LIVE_NOTE_CURSOR, self->note,
                                 g_variant_new_from_bytes (G_VARIANT_TYPE_BYTESTRING, body, TRUE),
                                 NULL, NULL, NULL);
}

static guint
get_offset (GtkTextBuffer *buffer, GtkTextMark *mark)
{
  GtkTextIter iter;

  gtk_text_buffer_get_iter_at_mark (buffer, &iter, mark);
  return (guint) gtk_text_iter_get_offset (&iter);
}

static gboolean
tell_cb (gpointer data)
{
  CenacleNoteCursors *self = data;
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view));
  CenNoteText *note = cenacle_note_copy_get_note (self->copy);
  guint length = cen_text_get_length (note->text);
  guint caret = get_offset (buffer, gtk_text_buffer_get_insert (buffer));
  guint bound = get_offset (buffer, gtk_text_buffer_get_selection_bound (buffer));
  CenNoteCursor cursor = { cen_note_spot_make (note, MIN (caret, length)),
                           cen_note_spot_make (note, MIN (bound, length)) };
  g_autoptr (GBytes) body = cen_note_cursor_encode (&cursor);

  self->tell_source = 0;
  tell (self, body);
  return G_SOURCE_REMOVE;
}

static void
moved_cb (CenacleNoteCursors *self)
{
  if (self->tell_source == 0 && !self->has_left)
    self->tell_source = g_timeout_add (TELL_MS, tell_cb, self);
}

/* Another engine knows nothing of us. */
static void
circle_changed_cb (CenacleNoteCursors *self, guint changes)
{
  if (changes != CENACLE_CHANGE_ALL)
    return;
  g_clear_pointer (&self->told, g_bytes_unref);
  moved_cb (self);
}

/* --- The object --- */

static void
cenacle_note_cursors_dispose (GObject *object)
{
  CenacleNoteCursors *self = CENACLE_NOTE_CURSORS (object);

  g_clear_handle_id (&self->tell_source, g_source_remove);
  g_clear_handle_id (&self->quiet_source, g_source_remove);
  g_clear_pointer (&self->told, g_bytes_unref);
  g_clear_object (&self->circle);
  g_clear_object (&self->copy);
  G_OBJECT_CLASS (cenacle_note_cursors_parent_class)->dispose (object);
}

static void
cenacle_note_cursors_finalize (GObject *object)
{
  CenacleNoteCursors *self = CENACLE_NOTE_CURSORS (object);

  g_hash_table_unref (self->others);
  g_free (self->note);
  G_OBJECT_CLASS (cenacle_note_cursors_parent_class)->finalize (object);
}

static void
cenacle_note_cursors_class_init (CenacleNoteCursorsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cenacle_note_cursors_dispose;
  G_OBJECT_CLASS (klass)->finalize = cenacle_note_cursors_finalize;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", CENACLE_TYPE_NOTE_CURSORS, G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
cenacle_note_cursors_init (CenacleNoteCursors *self)
{
  self->others = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

CenacleNoteCursors *
cenacle_note_cursors_new (CenacleNoteView *view, CenacleCircle *circle, const CenId *note,
                          CenacleNoteCopy *copy)
{
  CenacleNoteCursors *self = g_object_new (CENACLE_TYPE_NOTE_CURSORS, NULL);
  CenacleEngine1 *engine = cenacle_circle_get_engine (circle);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));

  self->view = view;
  self->circle = g_object_ref (circle);
  self->copy = g_object_ref (copy);
  self->note = cen_id_dup_text (note);
  g_signal_connect_object (circle, "live", G_CALLBACK (live_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (circle, "changed", G_CALLBACK (circle_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (copy, "named", G_CALLBACK (moved_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (buffer, "mark-set", G_CALLBACK (moved_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (buffer, "changed", G_CALLBACK (moved_cb), self, G_CONNECT_SWAPPED);
  if (engine != NULL)
    cenacle_engine1_call_get_live (engine, cenacle_circle_get_id_text (circle),
                                   CEN_LIVE_NOTE_CURSOR, self->note, NULL, got_cb,
                                   g_object_ref (self));
  moved_cb (self);
  return self;
}

void
cenacle_note_cursors_leave (CenacleNoteCursors *self)
{
  g_autoptr (GBytes) nothing = g_bytes_new (NULL, 0);

  tell (self, nothing);
  self->has_left = TRUE;
  g_clear_handle_id (&self->tell_source, g_source_remove);
  cenacle_note_cursors_refresh (self);
}

char *
cenacle_note_cursors_dup_sentence (CenacleNoteCursors *self)
{
  g_autoptr (GHashTable) members = g_hash_table_new (cen_id_hash, cen_id_hash_equal);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autofree char *others = NULL;
  g_autofree char *list = NULL;
  GHashTableIter iter;
  gpointer value;
  guint n;

  g_hash_table_iter_init (&iter, self->others);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    Other *other = value;

    if (g_hash_table_add (members, &other->member) && names->len < NAMES_MAX)
      g_ptr_array_add (names, (gpointer) get_name (self, &other->member));
  }
  n = g_hash_table_size (members);
  if (n == 0)
    return NULL;
  if (n > NAMES_MAX) {
    /* Translators: the last of several names. */
    others = g_strdup_printf (ngettext ("%u other", "%u others", n - NAMES_MAX), n - NAMES_MAX);
    g_ptr_array_add (names, others);
  }
  list = cenacle_name_list_dup_text (names);
  return g_strdup_printf (ngettext ("%s is here", "%s are here", n), list);
}
