/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "pairs-page.h"

#include "app/control/skill-chart.h"
#include "card-row.h"
#include "form.h"
#include "learning.h"
#include "narrow.h"
#include "object-commands.h"
#include "object-dialog.h"
#include "pair-pane.h"
#include "skill-map-view.h"
#include "skill-pane.h"
#include "text-files.h"
#include "wide-bin.h"
#include "wrap-layout.h"
#include "window.h"

#include <glib/gi18n.h>

struct _CenaclePairsPage {
  CenacleObjectPage parent;
  GtkListBox *pairs;
  GtkListBox *matches;
  GtkListBox *cafe;
  GtkListBox *skills;
  CenacleSkillMapView *map;
  GtkWidget *map_box;
};

G_DEFINE_FINAL_TYPE (CenaclePairsPage, cenacle_pairs_page, CENACLE_TYPE_OBJECT_PAGE)

static gpointer
read_learning (CenStore *store, const CenId *circle, GError **error)
{
  return cenacle_learning_read (store, circle, error);
}

static void
free_learning (gpointer answer)
{
  cenacle_learning_free (answer);
}

static CenacleCircle *
get_circle (CenaclePairsPage *self)
{
  return cenacle_object_page_get_circle (CENACLE_OBJECT_PAGE (self));
}

static const char *
get_name (CenaclePairsPage *self, const CenId *member)
{
  return cenacle_learning_get_name (CENACLE_OBJECT_PAGE (self), member);
}

static gboolean
is_self (CenaclePairsPage *self, const CenId *member)
{
  return cenacle_learning_is_self (CENACLE_OBJECT_PAGE (self), member);
}

/* --- Skills --- */

static void
skill_pressed_cb (CenacleCardRow *row, const char *name, CenaclePairsPage *self)
{
  cenacle_skill_press (CENACLE_OBJECT_PAGE (self), cenacle_card_row_get_key (row), name);
}

static void
show_skill (CenaclePairsPage *self, const CenSkillRow *skill, int place)
{
  GPtrArray *members = cenacle_circle_get_members (get_circle (self));
  CenacleCardRow *row = cenacle_card_list_place (self->skills, skill->key, place,
                                                 G_CALLBACK (skill_pressed_cb), self);
  g_autofree char *offers = cenacle_skill_chart_dup_names (skill->offers, members);
  g_autofree char *wants = cenacle_skill_chart_dup_names (skill->wants, members);
  g_autofree char *offered = g_strdup_printf (_ ("Offered by %s"), offers);
  g_autofree char *wanted = g_strdup_printf (_ ("Wanted by %s"), wants);
  g_autofree char *both = g_strdup_printf ("%s · %s", offered, wanted);

  cenacle_card_row_show (row, "", skill->name,
                         skill->offers->len == 0  ? wanted
                         : skill->wants->len == 0 ? offered
                                                  : both,
                         "");
  cenacle_skill_show_buttons (CENACLE_OBJECT_PAGE (self), cenacle_card_row_get_strip (row), skill);
}

static void
open_skill (CenaclePairsPage *self, const char *key)
{
  CenacleDetailPane *pane = cenacle_skill_pane_new (CENACLE_OBJECT_PAGE (self), key);

  cenacle_window_show_detail (GTK_WIDGET (self), GTK_WIDGET (pane), _ ("Skill"));
}

static void
skill_activated_cb (CenaclePairsPage *self, GtkListBoxRow *row)
{
  open_skill (self, cenacle_card_row_get_key (CENACLE_CARD_ROW (row)));
}

static void
member_chosen_cb (CenaclePairsPage *self, const char *id)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.open-member", "s", id);
}

static void
save_map_cb (CenaclePairsPage *self)
{
  const CenacleLearning *all = cenacle_object_page_get_answer (CENACLE_OBJECT_PAGE (self));
  g_autoptr (CenSkillMap) map = all != NULL ? cen_skill_map_new (all->skills) : NULL;

  if (map != NULL)
    cenacle_text_file_save (GTK_WIDGET (self), _ ("Export as a picture"), "skills.svg",
                            cenacle_skill_chart_build_svg (map, cenacle_circle_get_members (
                                                                    get_circle (self))));
}

typedef struct {
  AdwEntryRow *name;
  AdwComboRow *way;
  CenaclePairsPage *page;
} SkillForm;

static void
add_skill_cb (CenacleObjectDialog *dialog, SkillForm *form)
{
  g_autofree char *name = cenacle_form_dup_entry (form->name);

  cenacle_learning_put_skill (CENACLE_OBJECT_PAGE (form->page),
                              adw_combo_row_get_selected (form->way) == 0 ? "offer" : "want", name,
                              TRUE);
  gtk_window_close (GTK_WINDOW (dialog));
}

static void
new_skill_cb (CenaclePairsPage *self)
{
  const char *const ways[] = { _ ("I can help with it"), _ ("I want to learn it"), NULL };
  CenacleObjectDialog *dialog = cenacle_object_dialog_new (GTK_WIDGET (self), get_circle (self),
                                                           _ ("Add a skill"), _ ("Add"));
  SkillForm *form = g_new0 (SkillForm, 1);

  cenacle_object_dialog_add_group (dialog, "",
                                   _ ("Everybody knows something that somebody else wants."));
  form->page = self;
  form->name = cenacle_object_dialog_add_entry (dialog, _ ("Skill"), CENACLE_ROW_REQUIRED);
  form->way = cenacle_object_dialog_add_choice (dialog, _ ("What about it"), ways);
  g_signal_connect_data (dialog, "confirm", G_CALLBACK (add_skill_cb), form,
                         (GClosureNotify) (GCallback) g_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* --- Proposing --- */

/* Days between two check-ins, in the order of the choices. */
static const guint rhythms[] = { 7, 14, 30, 0 };

typedef struct {
  AdwComboRow *with;
  AdwEntryRow *goal;
  AdwComboRow *every;
  GArray *members; /* CenId, in the order of the choices */
} PairForm;

static void
pair_form_free (gpointer data)
{
  PairForm *form = data;

  g_array_unref (form->members);
  g_free (form);
}

static void
propose_cb (CenacleObjectDialog *dialog, PairForm *form)
{
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);
  g_autofree char *goal = cenacle_form_dup_entry (form->goal);
  g_autofree char *with = cen_id_dup_text (
      &g_array_index (form->members, CenId, adw_combo_row_get_selected (form->with)));
  guint every = rhythms[MIN (adw_combo_row_get_selected (form->every), 3)];

  g_variant_dict_insert (&fields, "with", "s", with);
  g_variant_dict_insert (&fields, "goal", "s", goal);
  if (every != CEN_PAIR_EVERY_DAYS)
    g_variant_dict_insert (&fields, "every", "t", (guint64) every);
  cenacle_object_dialog_wait (dialog);
  cenacle_objects_create (cenacle_object_dialog_get_circle (dialog), "pair",
                          g_variant_dict_end (&fields), cenacle_object_dialog_done_cb,
                          g_object_ref (dialog));
}

/* The others' names; @ret_chosen: the place of @with, which may be NULL. */
static char **
list_others (CenaclePairsPage *self, const CenId *with, GArray *members, guint *ret_chosen)
{
  GPtrArray *rows = cenacle_circle_get_members (get_circle (self));
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  *ret_chosen = 0;
  for (guint i = 0; i < rows->len; i++) {
    const CenMemberRow *row = rows->pdata[i];

    if (row->is_self || row->state != CEN_MEMBER_ACTIVE)
      continue;
    if (with != NULL && cen_id_equal (with, &row->id))
      *ret_chosen = members->len;
    g_strv_builder_add (builder, row->name);
    g_array_append_val (members, row->id);
  }
  return g_strv_builder_end (builder);
}

/* @with: chosen already; NULL: nobody */
static void
ask_to_pair (CenaclePairsPage *self, const CenId *with)
{
  const char *const every[] = { _ ("Every week"), _ ("Every two weeks"), _ ("Every month"),
                                _ ("When we like"), NULL };
  CenacleObjectDialog *dialog = cenacle_object_dialog_new (GTK_WIDGET (self), get_circle (self),
                                                           _ ("New pair"), _ ("Propose"));
  PairForm *form = g_new0 (PairForm, 1);
  g_auto (GStrv) names = NULL;
  guint chosen;

  form->members = g_array_new (FALSE, FALSE, sizeof (CenId));
  names = list_others (self, with, form->members, &chosen);
  cenacle_object_dialog_add_group (
      dialog, "",
      _ ("A pair helps each other to a goal. What you tell each other on the way is "
         "sealed: nobody else can read it."));
  form->with =
      cenacle_object_dialog_add_choice (dialog, C_ ("pair", "With"), (const char *const *) names);
  form->goal = cenacle_object_dialog_add_entry (dialog, _ ("What you want to reach together"),
                                                CENACLE_ROW_REQUIRED);
  form->every = cenacle_object_dialog_add_choice (dialog, _ ("Tell each other how it goes"), every);
  adw_combo_row_set_selected (form->with, chosen);
  if (form->members->len == 0)
    cenacle_object_dialog_set_state (dialog, CENACLE_DIALOG_NOT_READY);
  g_signal_connect_data (dialog, "confirm", G_CALLBACK (propose_cb), form,
                         (GClosureNotify) (GCallback) pair_form_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
new_pair_cb (CenaclePairsPage *self)
{
  ask_to_pair (self, NULL);
}

static void
match_pressed_cb (CenacleCardRow *row, const char *name, CenaclePairsPage *self)
{
  CenId member;

  (void) name;
  if (cen_id_from_text (&member, cenacle_card_row_get_key (row)))
    ask_to_pair (self, &member);
}

/* Why: what the one offers and the other wants, and what comes back. */
static char *
dup_reasons (CenaclePairsPage *self, const CenMentorMatch *match)
{
  const CenacleLearning *all = cenacle_object_page_get_answer (CENACLE_OBJECT_PAGE (self));
  g_autofree char *there = cenacle_learning_dup_reasons (all, &match->learner, &match->helper);
  g_autofree char *back = cenacle_learning_dup_reasons (all, &match->helper, &match->learner);

  if (*back == '\0')
    /* Translators: skills by which one member could help another. */
    return g_strdup_printf (_ ("with %s"), there);
  return g_strdup_printf (_ ("with %s, and would learn %s in return"), there, back);
}

static void
show_match (CenaclePairsPage *self, const CenMentorMatch *match, int place)
{
  gboolean learns = is_self (self, &match->learner), helps = is_self (self, &match->helper);
  const CenId *other = learns ? &match->helper : &match->learner;
  g_autofree char *key = cen_id_dup_text (other);
  CenacleCardRow *row =
      cenacle_card_list_place (self->matches, key, place, G_CALLBACK (match_pressed_cb), self);
  /* Translators: two names. */
  g_autofree char *title = g_strdup_printf (_ ("%s could help %s"), get_name (self, &match->helper),
                                            get_name (self, &match->learner));
  g_autofree char *reasons = dup_reasons (self, match);

  cenacle_card_row_show (row, "", title, reasons, "");
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  cenacle_button_strip_set (cenacle_card_row_get_strip (row), "propose", _ ("Propose"),
                            _ ("Propose to be a pair"),
                            (learns || helps) &&
                                    cenacle_object_page_is_active (CENACLE_OBJECT_PAGE (self))
                                ? CENACLE_BUTTON_PLAIN
                                : CENACLE_BUTTON_GONE);
}

/* --- Pairs --- */

static void
open_pair (CenaclePairsPage *self, const char *key)
{
  CenacleDetailPane *pane = cenacle_pair_pane_new (CENACLE_OBJECT_PAGE (self), key);

  cenacle_window_show_detail (GTK_WIDGET (self), GTK_WIDGET (pane), _ ("Pair"));
}

static void
pair_pressed_cb (CenacleCardRow *row, const char *name, CenaclePairsPage *self)
{
  cenacle_pair_press (CENACLE_OBJECT_PAGE (self), cenacle_card_row_get_key (row), name);
}

static void
pair_activated_cb (CenaclePairsPage *self, GtkListBoxRow *row)
{
  open_pair (self, cenacle_card_row_get_key (CENACLE_CARD_ROW (row)));
}

static void
show_pair (CenaclePairsPage *self, const CenPairRow *pair, int place)
{
  CenacleObjectPage *page = CENACLE_OBJECT_PAGE (self);
  g_autofree char *key = cen_id_dup_text (&pair->id);
  g_autofree char *title = cenacle_pair_dup_title (page, pair);
  g_autofree char *state = cenacle_pair_dup_state (page, pair);
  g_autofree char *caption = g_strdup_printf ("%s · %s", state, pair->goal);
  CenacleCardRow *row =
      cenacle_card_list_place (self->pairs, key, place, G_CALLBACK (pair_pressed_cb), self);

  cenacle_card_row_show (row, cenacle_pair_is_due (page, pair) ? "🕑" : "", title, caption, "");
  cenacle_pair_show_buttons (page, cenacle_card_row_get_strip (row), pair);
}

/* Those that ask something of oneself stand first. */
static int
show_pairs (CenaclePairsPage *self, const CenacleLearning *all, gboolean are_due, int place)
{
  for (guint i = 0; i < all->pairs->len; i++) {
    const CenPairRow *pair = all->pairs->pdata[i];

    if (cenacle_pair_is_due (CENACLE_OBJECT_PAGE (self), pair) == are_due)
      show_pair (self, pair, place++);
  }
  return place;
}

/* --- Coffee --- */

typedef struct {
  CenaclePairsPage *page;
  char *member;
} Invitation;

static void
invited_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Invitation *invitation = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *done = cenacle_commands_finish (result, &error);

  (void) source;
  if (done != NULL)
    gtk_widget_activate_action (GTK_WIDGET (invitation->page), "win.write-to", "s",
                                invitation->member);
  else
    gtk_widget_activate_action (GTK_WIDGET (invitation->page), "win.toast", "s", error->message);
  g_object_unref (invitation->page);
  g_free (invitation->member);
  g_free (invitation);
}

/* A letter with the first words in it, to be sent or changed. */
static void
cafe_pressed_cb (CenacleCardRow *row, const char *name, CenaclePairsPage *self)
{
  Invitation *invitation;
  g_autofree char *text = NULL;
  CenId member;

  (void) name;
  if (!cen_id_from_text (&member, cenacle_card_row_get_key (row)))
    return;
  invitation = g_new0 (Invitation, 1);
  invitation->page = g_object_ref (self);
  invitation->member = cen_id_dup_text (&member);
  text = g_strdup_printf (
      /* Translators: the beginning of a letter; %s is a first name. */
      _ ("Hello %s, we have coffee together this week. When does it suit you?"),
      get_name (self, &member));
  cenacle_commands_call (get_circle (self), "SetDraft",
                         g_variant_new ("(sss)", cenacle_circle_get_id_text (get_circle (self)),
                                        invitation->member, text),
                         invited_cb, invitation);
}

static void
show_cafe (CenaclePairsPage *self, const CenCafePair *pair, int place)
{
  gboolean rests = cen_id_is_zero (&pair->b);
  gboolean is_mine = !rests && (is_self (self, &pair->a) || is_self (self, &pair->b));
  g_autofree char *key = cen_id_dup_text (is_self (self, &pair->a) && !rests ? &pair->b : &pair->a);
  CenacleCardRow *row =
      cenacle_card_list_place (self->cafe, key, place, G_CALLBACK (cafe_pressed_cb), self);
  g_autofree char *title = rests ? g_strdup (get_name (self, &pair->a))
                                 /* Translators: two names. */
                                 : g_strdup_printf (_ ("%s and %s"), get_name (self, &pair->a),
                                                    get_name (self, &pair->b));

  cenacle_card_row_show (row, rests ? "" : "☕", title,
                         rests ? _ ("rests this week, as one does in turn")
                               : _ ("have a coffee together this week"),
                         "");
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  cenacle_button_strip_set (cenacle_card_row_get_strip (row), "write", _ ("Write a direct message"),
                            _ ("Ask when it suits them"),
                            is_mine && cenacle_object_page_is_active (CENACLE_OBJECT_PAGE (self))
                                ? CENACLE_BUTTON_PLAIN
                                : CENACLE_BUTTON_GONE);
}

/* --- The page --- */

static void
show_beside (CenaclePairsPage *self)
{
  GtkWidget *pane = cenacle_window_get_detail (GTK_WIDGET (self));

  if (!CENACLE_IS_DETAIL_PANE (pane))
    return;
  if (g_object_get_data (G_OBJECT (pane), "pair") != NULL)
    cenacle_pair_pane_show (CENACLE_DETAIL_PANE (pane));
  else if (g_object_get_data (G_OBJECT (pane), "skill") != NULL)
    cenacle_skill_pane_show (CENACLE_DETAIL_PANE (pane));
}

static void
show (CenacleObjectPage *page, gpointer answer)
{
  CenaclePairsPage *self = CENACLE_PAIRS_PAGE (page);
  const CenacleLearning *all = answer;

  show_pairs (self, all, FALSE, show_pairs (self, all, TRUE, 0));
  cenacle_card_list_cut (self->pairs, (int) all->pairs->len);
  for (guint i = 0; i < all->matches->len; i++)
    show_match (self, &g_array_index (all->matches, CenMentorMatch, i), (int) i);
  cenacle_card_list_cut (self->matches, (int) all->matches->len);
  for (guint i = 0; i < all->cafe->len; i++)
    show_cafe (self, &g_array_index (all->cafe, CenCafePair, i), (int) i);
  cenacle_card_list_cut (self->cafe, (int) all->cafe->len);
  for (guint i = 0; i < all->skills->len; i++)
    show_skill (self, all->skills->pdata[i], (int) i);
  cenacle_card_list_cut (self->skills, (int) all->skills->len);
  gtk_widget_set_visible (self->map_box, all->skills->len > 0);
  cenacle_skill_map_view_show (self->map, all->skills,
                               cenacle_circle_get_members (get_circle (self)),
                               &cenacle_circle_get_row (get_circle (self))->self_member);
  show_beside (self);
}

static void
open_object (CenacleObjectPage *page, const CenId *object)
{
  const CenacleLearning *all = cenacle_object_page_get_answer (page);
  g_autofree char *key = cen_id_dup_text (object);

  for (guint i = 0; i < all->checkins->len; i++) {
    const CenObjectRow *checkin = all->checkins->pdata[i];

    if (cen_id_equal (&checkin->id, object)) {
      g_free (key);
      key = cen_id_dup_text (&checkin->parent);
    }
  }
  if (cenacle_learning_find_pair (all, key) != NULL)
    open_pair (CENACLE_PAIRS_PAGE (page), key);
}

static void
cenacle_pairs_page_class_init (CenaclePairsPageClass *klass)
{
  CenacleObjectPageClass *page_class = CENACLE_OBJECT_PAGE_CLASS (klass);

  page_class->read = read_learning;
  page_class->free_answer = free_learning;
  page_class->show = show;
  page_class->open_object = open_object;
}

/* The map, its words, and a way to keep it. */
static void
add_map (CenaclePairsPage *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *label = gtk_label_new (_ ("● can help   ○ wants to learn"));
  GtkWidget *save = gtk_button_new_with_label (_ ("Export as a picture"));
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  self->map = CENACLE_SKILL_MAP_VIEW (cenacle_skill_map_view_new ());
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_AUTOMATIC,
                                  GTK_POLICY_NEVER);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->map));
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  cenacle_narrow_wrap (save);
  gtk_widget_set_layout_manager (head, g_object_new (CENACLE_TYPE_WRAP_LAYOUT, NULL));
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_add_css_class (save, "flat");
  gtk_box_append (GTK_BOX (head), label);
  gtk_box_append (GTK_BOX (head), save);
  gtk_box_append (GTK_BOX (box), head);
  gtk_box_append (GTK_BOX (box), scroller);
  g_signal_connect_object (save, "clicked", G_CALLBACK (save_map_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->map, "skill", G_CALLBACK (open_skill), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->map, "member", G_CALLBACK (member_chosen_cb), self,
                           G_CONNECT_SWAPPED);
  self->map_box = cenacle_wide_bin_new (box);
  cenacle_object_page_add_picture (CENACLE_OBJECT_PAGE (self), self->map_box);
}

static void
cenacle_pairs_page_init (CenaclePairsPage *self)
{
  CenacleObjectPage *page = CENACLE_OBJECT_PAGE (self);

  cenacle_object_page_add_button (page, _ ("Add a skill"), G_CALLBACK (new_skill_cb));
  cenacle_object_page_add_button (page, _ ("Propose to be a pair"), G_CALLBACK (new_pair_cb));
  self->pairs = cenacle_object_page_add_group (page, _ ("Pairs"), G_CALLBACK (pair_activated_cb));
  self->matches = cenacle_object_page_add_group (page, _ ("Who could help whom"), NULL);
  self->cafe = cenacle_object_page_add_group (page, _ ("Coffee this week"), NULL);
  add_map (self);
  self->skills =
      cenacle_object_page_add_group (page, _ ("Who knows what"), G_CALLBACK (skill_activated_cb));
  cenacle_object_page_set_empty (page, "cenacle-pair-symbolic", _ ("No skill named yet"),
                                 _ ("Say what you can help with and what you want to learn; the "
                                    "circle shows who could help whom."));
}
