/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What is found are ids, newest first, read on the query worker; the conversation goes there and
 * reads what stands around. */

#include "message-find.h"

#include <glib/gi18n.h>

struct _CenacleMessageFind {
  GtkWidget parent;
  GtkRevealer *revealer;
  GtkEditable *entry;
  GtkLabel *count;
  GtkWidget *older_button;
  GtkWidget *newer_button;
  CenacleCircle *circle;
  CenId channel;
  GArray *found; /* CenId, newest first */
  guint at;      /* in @found */
  GCancellable *cancellable;
};

enum { SIGNAL_WORDS, SIGNAL_FOUND, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CenacleMessageFind, cenacle_message_find, GTK_TYPE_WIDGET)

/* --- Looking, on the query worker --- */

typedef struct {
  char *text;
  CenId circle;
  CenId channel;
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  g_free (question->text);
  g_free (question);
}

static void
answer_free (gpointer data)
{
  g_array_unref (data);
}

static gpointer
look_on_worker (CenStore *store, gpointer data, GError **error)
{
  static const char *const kinds[] = { "message", NULL };
  const Question *question = data;
  CenSearch search = { .text = question->text,
                       .circle = &question->circle,
                       .channel = &question->channel,
                       .kinds = kinds,
                       .order = CEN_SEARCH_NEWEST,
                       .limit = CENACLE_MESSAGE_FIND_MAX };
  g_autoptr (GPtrArray) rows = cen_query_search (store, &search, error);
  GArray *found;

  if (rows == NULL)
    return NULL;
  found = g_array_new (FALSE, FALSE, sizeof (CenId));
  for (guint i = 0; i < rows->len; i++)
    g_array_append_val (found, ((const CenSearchRow *) rows->pdata[i])->id);
  return found;
}

/* --- Showing --- */

static void
show_count (CenacleMessageFind *self)
{
  g_autofree char *text = NULL;

  gtk_widget_set_sensitive (self->older_button, self->at + 1 < self->found->len);
  gtk_widget_set_sensitive (self->newer_button, self->at > 0);
  if (gtk_editable_get_text (self->entry)[0] == '\0')
    text = g_strdup ("");
  else if (self->found->len == 0)
    text = g_strdup (_ ("Not found"));
  else if (self->found->len >= CENACLE_MESSAGE_FIND_MAX)
    /* Translators: which of the messages that were found shows; there are more than are counted. */
    text = g_strdup_printf (_ ("%u of more than %u"), self->at + 1, self->found->len);
  else
    /* Translators: which of the messages that were found shows. */
    text = g_strdup_printf (_ ("%u of %u"), self->at + 1, self->found->len);
  gtk_label_set_text (self->count, text);
}

static void
go_to (CenacleMessageFind *self, guint at)
{
  g_autofree char *message = NULL;

  if (at >= self->found->len)
    return;
  self->at = at;
  message = cen_id_dup_text (&g_array_index (self->found, CenId, at));
  show_count (self);
  g_signal_emit (self, signals[SIGNAL_FOUND], 0, message);
}

static void
forget (CenacleMessageFind *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_array_set_size (self->found, 0);
  self->at = 0;
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  GArray *found = cenacle_client_query_finish (result, &error);

  (void) source;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  CenacleMessageFind *self = user_data;

  if (found != NULL) {
    g_array_unref (self->found);
    self->found = found;
  }
  show_count (self);
  go_to (self, 0);
}

static void
search_cb (CenacleMessageFind *self)
{
  CenacleQuery query = { look_on_worker, NULL, question_free, answer_free };
  const char *text = gtk_editable_get_text (self->entry);
  Question *question;

  if (self->circle == NULL)
    return;
  forget (self);
  g_signal_emit (self, signals[SIGNAL_WORDS], 0, text);
  if (text[0] == '\0') {
    show_count (self);
    return;
  }
  question = g_new0 (Question, 1);
  question->text = g_strdup (text);
  question->circle = *cenacle_circle_get_id (self->circle);
  question->channel = self->channel;
  query.data = question;
  self->cancellable = g_cancellable_new ();
  cenacle_client_query_async (cenacle_circle_get_client (self->circle), &query, self->cancellable,
                              looked_cb, self);
}

static void
older_cb (CenacleMessageFind *self)
{
  go_to (self, self->at + 1);
}

static void
newer_cb (CenacleMessageFind *self)
{
  if (self->at > 0)
    go_to (self, self->at - 1);
}

static void
cenacle_message_find_dispose (GObject *object)
{
  CenacleMessageFind *self = CENACLE_MESSAGE_FIND (object);
  GtkWidget *child;

  if (self->found != NULL)
    forget (self);
  g_clear_pointer (&self->found, g_array_unref);
  g_clear_object (&self->circle);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (cenacle_message_find_parent_class)->dispose (object);
}

static void
cenacle_message_find_class_init (CenacleMessageFindClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cenacle_message_find_dispose;
  signals[SIGNAL_WORDS] = g_signal_new ("words", CENACLE_TYPE_MESSAGE_FIND, G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_FOUND] = g_signal_new ("found", CENACLE_TYPE_MESSAGE_FIND, G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/cenacle/Cenacle/message-find.ui");
  gtk_widget_class_bind_template_child (widget_class, CenacleMessageFind, revealer);
  gtk_widget_class_bind_template_child (widget_class, CenacleMessageFind, entry);
  gtk_widget_class_bind_template_child (widget_class, CenacleMessageFind, count);
  gtk_widget_class_bind_template_child (widget_class, CenacleMessageFind, older_button);
  gtk_widget_class_bind_template_child (widget_class, CenacleMessageFind, newer_button);
  gtk_widget_class_bind_template_callback (widget_class, search_cb);
  gtk_widget_class_bind_template_callback (widget_class, older_cb);
  gtk_widget_class_bind_template_callback (widget_class, newer_cb);
  gtk_widget_class_bind_template_callback (widget_class, cenacle_message_find_close);
}

static void
cenacle_message_find_init (CenacleMessageFind *self)
{
  self->found = g_array_new (FALSE, FALSE, sizeof (CenId));
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
cenacle_message_find_set_place (CenacleMessageFind *self, CenacleCircle *circle,
                                const CenId *channel)
{
  cenacle_message_find_close (self);
  g_set_object (&self->circle, circle);
  self->channel = *channel;
}

void
cenacle_message_find_open (CenacleMessageFind *self)
{
  gtk_widget_show (GTK_WIDGET (self->revealer));
  gtk_revealer_set_reveal_child (self->revealer, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  gtk_editable_select_region (self->entry, 0, -1);
  search_cb (self);
}

/* Hidden, so that it is no stop for the Tab key. */
void
cenacle_message_find_close (CenacleMessageFind *self)
{
  forget (self);
  gtk_revealer_set_reveal_child (self->revealer, FALSE);
  gtk_widget_hide (GTK_WIDGET (self->revealer));
  gtk_label_set_text (self->count, "");
  g_signal_emit (self, signals[SIGNAL_WORDS], 0, "");
}
