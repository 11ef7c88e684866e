/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The question shows alone until the answer is asked for; then the four ratings do. What an answer
 * means is kept at once, so that one can stop at any time. */

#include "review-dialog.h"

#include "app/control/system-world.h"
#include "commands.h"
#include "markdown.h"
#include "time-text.h"

#include "core/private-notes.h"

#include <glib/gi18n.h>

#define N_RATINGS 4

typedef struct {
  GtkWidget *button;
  GtkLabel *gap_label;
} Rating;

struct _CenacleReviewDialog {
  AdwWindow parent;
  GtkProgressBar *progress_bar;
  GtkStack *stack;
  GtkLabel *front_label;
  GtkRevealer *back_revealer;
  GtkLabel *back_label;
  GtkLabel *left_label;
  GtkWidget *show_button;
  GtkWidget *rating_box;
  AdwStatusPage *end_page;
  GtkWidget *close_button;
  GtkWidget *more_button;
  Rating ratings[N_RATINGS];
  CenacleCircle *circle;
  CenReview *review;
  CenId deck;
  guint n_begun_today;
  GtkWidget *from;
};

G_DEFINE_FINAL_TYPE (CenacleReviewDialog, cenacle_review_dialog, ADW_TYPE_WINDOW)

static const char *const rating_labels[N_RATINGS] = {
  /* Translators: how well one knew a flashcard. */
  NC_ ("rating", "Again"),
  NC_ ("rating", "Hard"),
  NC_ ("rating", "Good"),
  NC_ ("rating", "Easy"),
};

static gint64
get_now (void)
{
  const CenWorld *world = cenacle_system_world_get ();

  return world->now_ms (world);
}

static char *
dup_day (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();

  return g_date_time_format (now, "%Y-%m-%d");
}

/* --- Reading cards again --- */

typedef struct {
  CenId circle;
  CenId deck;
  gint64 now_ms;
  char *day;
} Wish;

static void
wish_free (gpointer data)
{
  g_free (((Wish *) data)->day);
  g_free (data);
}

static gpointer
read_more (CenStore *store, gpointer data, GError **error)
{
  const Wish *wish = data;
  g_autoptr (CenDecks) decks =
      cen_decks_read (store, &wish->circle, (CenDeckNow){ wish->now_ms, wish->day }, error);
  const CenDeck *deck = decks != NULL ? cen_decks_find (decks, &wish->deck) : NULL;

  if (deck == NULL) {
    if (decks != NULL)
      g_set_error_literal (error, CEN_ERROR, CEN_ERROR_NOT_FOUND, "There is no such deck.");
    return NULL;
  }
  return cen_review_new (decks, deck, wish->now_ms, CEN_DECK_MORE);
}

/* --- Showing --- */

static void
show_text (GtkLabel *label, const char *text)
{
  g_autofree char *markup = cenacle_markdown_dup_markup (text);

  gtk_label_set_markup (label, markup);
}

static void
describe (GtkWidget *widget, const char *label, const char *description)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description, -1);
}

static void
show_end (CenacleReviewDialog *self)
{
  guint n = self->review->n_settled;
  g_autofree char *told =
      n > 0 ? g_strdup_printf (ngettext ("%u card comes again when it is time.",
                                         "%u cards come again when it is time.", n),
                               n)
            : g_strdup (_ ("What is new can wait until tomorrow, or begin now."));

  adw_status_page_set_title (self->end_page, _ ("Nothing more to see today"));
  adw_status_page_set_description (self->end_page, told);
  gtk_stack_set_visible_child_name (self->stack, "end");
  gtk_progress_bar_set_fraction (self->progress_bar, 1);
  gtk_widget_grab_focus (self->close_button);
}

static void
show_progress (CenacleReviewDialog *self)
{
  guint left = cen_review_count_left (self->review), n = self->review->n_settled;
  g_autofree char *told = g_strdup_printf (ngettext ("%u card left", "%u cards left", left), left);

  gtk_label_set_text (self->left_label, told);
  gtk_progress_bar_set_fraction (self->progress_bar, (double) n / MAX (n + left, 1));
}

static void
set_answer_shown (CenacleReviewDialog *self, gboolean is_shown)
{
  gtk_revealer_set_reveal_child (self->back_revealer, is_shown);
  gtk_widget_set_visible (self->show_button, !is_shown);
  gtk_widget_set_visible (self->rating_box, is_shown);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "review.show", !is_shown);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "review.answer", is_shown);
}

/* What the screen reader tells with the button that has the focus. */
static void
show_card (CenacleReviewDialog *self)
{
  const CenReviewCard *card = cen_review_get_card (self->review, get_now ());

  if (card == NULL) {
    set_answer_shown (self, FALSE);
    gtk_widget_action_set_enabled (GTK_WIDGET (self), "review.show", FALSE);
    show_end (self);
    return;
  }
  gtk_stack_set_visible_child_name (self->stack, "card");
  show_text (self->front_label, card->front);
  show_text (self->back_label, "");
  set_answer_shown (self, FALSE);
  show_progress (self);
  describe (self->show_button, _ ("Show the answer"), card->front);
  gtk_widget_grab_focus (self->show_button);
}

static void
show_answer_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CenacleReviewDialog *self = CENACLE_REVIEW_DIALOG (widget);
  gint64 now_ms = get_now ();
  const CenReviewCard *card = cen_review_get_card (self->review, now_ms);

  (void) action;
  (void) parameter;
  if (card == NULL)
    return;
  show_text (self->back_label, card->back);
  for (guint i = 0; i < N_RATINGS; i++) {
    gint64 gap_ms = cen_review_peek (self->review, (CenFsrsRating) (i + CEN_FSRS_AGAIN), now_ms);
    g_autofree char *gap = cenacle_time_text_dup_span (gap_ms);
    const char *name = g_dpgettext2 (NULL, "rating", rating_labels[i]);
    g_autofree char *label = g_strdup_printf ("%s, %s", name, gap);

    gtk_label_set_text (self->ratings[i].gap_label, gap);
    describe (self->ratings[i].button, label, card->back);
  }
  set_answer_shown (self, TRUE);
  gtk_widget_grab_focus (self->ratings[CEN_FSRS_GOOD - CEN_FSRS_AGAIN].button);
}

/* --- Answering --- */

static void
keep (CenacleReviewDialog *self, const CenId *object, const char *key, const char *text)
{
  g_autofree char *id = cen_id_dup_text (object);

  cenacle_commands_call (self->circle, "SetPrivate",
                         g_variant_new ("(ssss)", cenacle_circle_get_id_text (self->circle), id,
                                        key, text),
                         cenacle_commands_show_error_cb, g_object_ref (self->from));
}

static void
answer_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CenacleReviewDialog *self = CENACLE_REVIEW_DIALOG (widget);
  gint64 now_ms = get_now ();
  g_auto (CenReviewed) reviewed = { 0 };

  (void) action;
  if (cen_review_get_card (self->review, now_ms) == NULL)
    return;
  reviewed =
      cen_review_answer (self->review, (CenFsrsRating) g_variant_get_int32 (parameter), now_ms);
  keep (self, &reviewed.card, CEN_PRIVATE_FSRS, reviewed.text);
  if (reviewed.was_new) {
    g_autofree char *day = dup_day ();
    g_autofree char *begun = g_strdup_printf ("%s %u", day, ++self->n_begun_today);

    keep (self, &self->deck, CEN_PRIVATE_BEGUN, begun);
  }
  show_card (self);
}

static void
more_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CenacleReviewDialog) self = user_data;
  CenReview *review = cenacle_client_query_finish (result, NULL);

  (void) source;
  if (review == NULL)
    return;
  cen_review_free (self->review);
  self->review = review;
  gtk_widget_set_visible (self->more_button, cen_review_count_left (review) > 0);
  show_card (self);
}

static void
more_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CenacleReviewDialog *self = CENACLE_REVIEW_DIALOG (widget);
  Wish wish = { *cenacle_circle_get_id (self->circle), self->deck, get_now (), dup_day () };
  CenacleQuery query = { read_more, g_memdup2 (&wish, sizeof wish), wish_free,
                         (GDestroyNotify) cen_review_free };

  (void) action;
  (void) parameter;
  cenacle_client_query_async (cenacle_circle_get_client (self->circle), &query, NULL, more_read_cb,
                              g_object_ref (self));
}

/* --- The dialog --- */

static void
add_rating (CenacleReviewDialog *self, guint place)
{
  Rating *rating = &self->ratings[place];
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *name = gtk_label_new (g_dpgettext2 (NULL, "rating", rating_labels[place]));
  GtkWidget *gap = gtk_label_new ("");

  rating->button = gtk_button_new ();
  rating->gap_label = GTK_LABEL (gap);
  gtk_widget_add_css_class (gap, "caption");
  gtk_widget_add_css_class (gap, "dim-label");
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_END);
  gtk_label_set_ellipsize (GTK_LABEL (gap), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), gap);
  gtk_button_set_child (GTK_BUTTON (rating->button), box);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (rating->button), "review.answer");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (rating->button), "i",
                                    (int) place + CEN_FSRS_AGAIN);
  gtk_box_append (GTK_BOX (self->rating_box), rating->button);
}

static void
cenacle_review_dialog_dispose (GObject *object)
{
  CenacleReviewDialog *self = CENACLE_REVIEW_DIALOG (object);

  g_clear_object (&self->circle);
  g_clear_object (&self->from);
  g_clear_pointer (&self->review, cen_review_free);
  G_OBJECT_CLASS (cenacle_review_dialog_parent_class)->dispose (object);
}

static void
cenacle_review_dialog_class_init (CenacleReviewDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cenacle_review_dialog_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/cenacle/Cenacle/review-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, CenacleReviewDialog, progress_bar);
  gtk_widget_class_bind_template_child (widget_class, CenacleReviewDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, CenacleReviewDialog, front_label);
  gtk_widget_class_bind_template_child (widget_class, CenacleReviewDialog, back_revealer);
  gtk_widget_class_bind_template_child (widget_class, CenacleReviewDialog, back_label);
  gtk_widget_class_bind_template_child (widget_class, CenacleReviewDialog, left_label);
  gtk_widget_class_bind_template_child (widget_class, CenacleReviewDialog, show_button);
  gtk_widget_class_bind_template_child (widget_class, CenacleReviewDialog, rating_box);
  gtk_widget_class_bind_template_child (widget_class, CenacleReviewDialog, end_page);
  gtk_widget_class_bind_template_child (widget_class, CenacleReviewDialog, close_button);
  gtk_widget_class_bind_template_child (widget_class, CenacleReviewDialog, more_button);
  gtk_widget_class_install_action (widget_class, "review.show", NULL, show_answer_cb);
  gtk_widget_class_install_action (widget_class, "review.answer", "i", answer_cb);
  gtk_widget_class_install_action (widget_class, "review.more", NULL, more_cb);
}

static void
cenacle_review_dialog_init (CenacleReviewDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < N_RATINGS; i++)
    add_rating (self, i);
}

void
cenacle_review_dialog_present (GtkWidget *from, CenacleCircle *circle, const CenDecks *decks,
                               const CenDeck *deck)
{
  CenacleReviewDialog *self = g_object_new (CENACLE_TYPE_REVIEW_DIALOG, "transient-for",
                                            gtk_widget_get_root (from), "title", deck->title, NULL);
  gint64 now_ms = get_now ();

  self->circle = g_object_ref (circle);
  self->from = g_object_ref (from);
  self->deck = deck->row->id;
  self->n_begun_today = deck->n_begun_today;
  self->review = cen_review_new (decks, deck, now_ms, CEN_DECK_TODAY);
  gtk_widget_set_visible (self->more_button,
                          deck->n_new > cen_review_count_left (self->review) - deck->n_due);
  gtk_window_present (GTK_WINDOW (self));
  show_card (self);
}
