/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "pairs-page.h"

#include "app/control/system-world.h"
#include "card-row.h"
#include "detail-pane.h"
#include "form.h"
#include "object-commands.h"
#include "object-dialog.h"
#include "time-text.h"
#include "window.h"

#include "core/pairs.h"
#include "core/skills.h"

#include <glib/gi18n.h>
#include <string.h>

struct _CenaclePairsPage {
  CenacleObjectPage parent;
  GtkListBox *pairs;
  GtkListBox *matches;
  GtkListBox *cafe;
  GtkListBox *skills;
};

G_DEFINE_FINAL_TYPE (CenaclePairsPage, cenacle_pairs_page, CENACLE_TYPE_OBJECT_PAGE)

/* What the page shows. */
typedef struct {
  GPtrArray *skills;   /* CenSkillRow */
  GPtrArray *pairs;    /* CenPairRow */
  GArray *matches;     /* CenMentorMatch */
  GArray *cafe;        /* CenCafePair */
  GPtrArray *checkins; /* CenObjectRow */
} Learning;

static void
learning_free (gpointer data)
{
  Learning *self = data;

  g_clear_pointer (&self->skills, g_ptr_array_unref);
  g_clear_pointer (&self->pairs, g_ptr_array_unref);
  g_clear_pointer (&self->matches, g_array_unref);
  g_clear_pointer (&self->cafe, g_array_unref);
  g_clear_pointer (&self->checkins, g_ptr_array_unref);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Learning, learning_free)

static gpointer
read_learning (CenStore *store, const CenId *circle, GError **error)
{
  const CenWorld *world = cenacle_system_world_get ();
  g_autoptr (Learning) self = g_new0 (Learning, 1);
  g_autoptr (GPtrArray) members = cen_query_members (store, circle, error);
  g_autoptr (GPtrArray) profiles =
      members != NULL ? cen_query_objects (store, circle, CEN_KIND_PROFILE, NULL, error) : NULL;
  g_autoptr (GPtrArray) objects =
      profiles != NULL ? cen_query_objects (store, circle, CEN_KIND_PAIR, NULL, error) : NULL;

  if (objects == NULL ||
      (self->checkins = cen_query_objects (store, circle, CEN_KIND_CHECKIN, NULL, error)) == NULL ||
      (self->cafe = cen_pairs_draw_cafe (store, circle, world->now_ms (world), error)) == NULL)
    return NULL;
  self->skills = cen_skills_list (profiles, members);
  self->pairs = cen_pairs_list (objects, members);
  self->matches = cen_pairs_suggest (circle, profiles, members, self->pairs);
  return g_steal_pointer (&self);
}

/* --- Who --- */

static CenacleCircle *
get_circle (CenaclePairsPage *self)
{
  return cenacle_object_page_get_circle (CENACLE_OBJECT_PAGE (self));
}

static gboolean
is_active (CenaclePairsPage *self)
{
  return cenacle_object_page_is_active (CENACLE_OBJECT_PAGE (self));
}

static const CenId *
get_self_member (CenaclePairsPage *self)
{
  return &cenacle_circle_get_row (get_circle (self))->self_member;
}

static gboolean
is_self (CenaclePairsPage *self, const CenId *member)
{
  return cen_id_equal (member, get_self_member (self));
}

static const char *
get_name (CenaclePairsPage *self, const CenId *member)
{
  const CenMemberRow *row = cenacle_circle_get_member (get_circle (self), member);

  return row != NULL ? row->name : "";
}

static char *
join_names (CenaclePairsPage *self, GArray *members)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < members->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? ", " : "",
                            get_name (self, &g_array_index (members, CenId, i)));
  return g_string_free (text, FALSE);
}

static gboolean
holds (GArray *members, const CenId *id)
{
  for (guint i = 0; i < members->len; i++) {
    if (cen_id_equal (&g_array_index (members, CenId, i), id))
      return TRUE;
  }
  return FALSE;
}

/* --- Skills --- */

static void
put_skill (CenaclePairsPage *self, const char *mark, const char *skill, gboolean is_there)
{
  const CenMemberRow *row = cenacle_circle_get_member (get_circle (self), get_self_member (self));

  if (row == NULL || cen_id_is_zero (&row->profile)) {
    gtk_widget_activate_action (GTK_WIDGET (self), "win.edit-profile", NULL);
    return;
  }
  cenacle_objects_mark (get_circle (self), &row->profile, mark, skill,
                        g_variant_new_boolean (is_there), cenacle_commands_show_error_cb,
                        g_object_ref (self));
}

static void
skill_pressed_cb (CenacleCardRow *row, const char *name, CenaclePairsPage *self)
{
  const Learning *all = cenacle_object_page_get_answer (CENACLE_OBJECT_PAGE (self));
  const CenSkillRow *skill =
      all != NULL ? cen_skills_find (all->skills, cenacle_card_row_get_key (row)) : NULL;

  if (skill != NULL)
    put_skill (self, name, skill->name,
               !holds (g_str_equal (name, "offer") ? skill->offers : skill->wants,
                       get_self_member (self)));
}

static void
show_skill (CenaclePairsPage *self, const CenSkillRow *skill, int place)
{
  CenacleCardRow *row = cenacle_card_list_place (self->skills, skill->key, place,
                                                 G_CALLBACK (skill_pressed_cb), self);
  CenacleButtonStrip *strip = cenacle_card_row_get_strip (row);
  g_autofree char *offers = join_names (self, skill->offers);
  g_autofree char *wants = join_names (self, skill->wants);
  g_autofree char *offered = g_strdup_printf (_ ("Offered by %s"), offers);
  g_autofree char *wanted = g_strdup_printf (_ ("Wanted by %s"), wants);
  g_autofree char *both = g_strdup_printf ("%s · %s", offered, wanted);
  gboolean mine[] = { holds (skill->offers, get_self_member (self)),
                      holds (skill->wants, get_self_member (self)) };

  cenacle_card_row_show (row, "", skill->name,
                         skill->offers->len == 0  ? wanted
                         : skill->wants->len == 0 ? offered
                                                  : both,
                         "");
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  cenacle_button_strip_set (strip, "offer", _ ("I can help"), _ ("Offer this skill"),
                            !is_active (self) ? CENACLE_BUTTON_GONE
                            : mine[0]         ? CENACLE_BUTTON_ON
                                              : CENACLE_BUTTON_OFF);
  cenacle_button_strip_set (strip, "want", _ ("I want to learn"),
                            _ ("Say that you want this skill"),
                            !is_active (self) ? CENACLE_BUTTON_GONE
                            : mine[1]         ? CENACLE_BUTTON_ON
                                              : CENACLE_BUTTON_OFF);
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

  put_skill (form->page, adw_combo_row_get_selected (form->way) == 0 ? "offer" : "want", name,
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

typedef struct {
  AdwComboRow *with;
  AdwEntryRow *goal;
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

  g_variant_dict_insert (&fields, "with", "s", with);
  g_variant_dict_insert (&fields, "goal", "s", goal);
  cenacle_object_dialog_wait (dialog);
  cenacle_objects_create (cenacle_object_dialog_get_circle (dialog), "pair",
                          g_variant_dict_end (&fields), cenacle_object_dialog_done_cb,
                          g_object_ref (dialog));
}

/* @with: chosen already; NULL: nobody */
static void
ask_to_pair (CenaclePairsPage *self, const CenId *with)
{
  CenacleObjectDialog *dialog = cenacle_object_dialog_new (GTK_WIDGET (self), get_circle (self),
                                                           _ ("New pair"), _ ("Propose"));
  GPtrArray *rows = cenacle_circle_get_members (get_circle (self));
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) names = NULL;
  PairForm *form = g_new0 (PairForm, 1);
  guint chosen = 0;

  form->members = g_array_new (FALSE, FALSE, sizeof (CenId));
  for (guint i = 0; i < rows->len; i++) {
    const CenMemberRow *row = rows->pdata[i];

    if (row->is_self || row->state != CEN_MEMBER_ACTIVE)
      continue;
    if (with != NULL && cen_id_equal (with, &row->id))
      chosen = form->members->len;
    g_strv_builder_add (builder, row->name);
    g_array_append_val (form->members, row->id);
  }
  names = g_strv_builder_end (builder);
  cenacle_object_dialog_add_group (
      dialog, "",
      _ ("A pair helps each other to a goal. What you tell each other on the way is "
         "sealed: nobody else can read it."));
  form->with = cenacle_object_dialog_add_choice (dialog, _ ("With"), (const char *const *) names);
  form->goal = cenacle_object_dialog_add_entry (dialog, _ ("What you want to reach together"),
                                                CENACLE_ROW_REQUIRED);
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

static void
show_match (CenaclePairsPage *self, const CenMentorMatch *match, int place)
{
  gboolean learns = is_self (self, &match->learner), helps = is_self (self, &match->helper);
  const CenId *other = learns ? &match->helper : &match->learner;
  g_autofree char *key = cen_id_dup_text (other);
  CenacleCardRow *row =
      cenacle_card_list_place (self->matches, key, place, G_CALLBACK (match_pressed_cb), self);
  g_autofree char *title = g_strdup_printf (_ ("%s could help %s"), get_name (self, &match->helper),
                                            get_name (self, &match->learner));

  cenacle_card_row_show (row, "", title,
                         match->is_mutual ? _ ("and would learn something, too")
                                          : _ ("by the skills they offer and want"),
                         "");
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  cenacle_button_strip_set (cenacle_card_row_get_strip (row), "propose", _ ("Propose"),
                            _ ("Propose to be a pair"),
                            (learns || helps) && is_active (self) ? CENACLE_BUTTON_PLAIN
                                                                  : CENACLE_BUTTON_GONE);
}

/* --- Pairs --- */

static const CenPairRow *
find_pair (CenaclePairsPage *self, const char *key)
{
  const Learning *all = cenacle_object_page_get_answer (CENACLE_OBJECT_PAGE (self));
  CenId id;

  for (guint i = 0; all != NULL && cen_id_from_text (&id, key) && i < all->pairs->len; i++) {
    const CenPairRow *pair = all->pairs->pdata[i];

    if (cen_id_equal (&pair->id, &id))
      return pair;
  }
  return NULL;
}

static const char *
get_state_label (CenPairState state)
{
  switch (state) {
  case CEN_PAIR_PROPOSED:
    return _ ("proposed");
  case CEN_PAIR_ACTIVE:
    return C_ ("pair", "under way");
  case CEN_PAIR_DONE:
    return _ ("reached");
  case CEN_PAIR_OVER:
  default:
    return _ ("over");
  }
}

static void
press_pair (CenaclePairsPage *self, const char *key, const char *mark)
{
  const CenPairRow *pair = find_pair (self, key);

  if (pair != NULL)
    cenacle_objects_mark (get_circle (self), &pair->id, mark, "", g_variant_new_boolean (TRUE),
                          cenacle_commands_show_error_cb, g_object_ref (self));
}

static void
show_pair_buttons (CenaclePairsPage *self, CenacleButtonStrip *strip, const CenPairRow *pair)
{
  gboolean is_mine = is_active (self) && (is_self (self, &pair->by) || is_self (self, &pair->with));
  gboolean is_open = pair->state == CEN_PAIR_PROPOSED || pair->state == CEN_PAIR_ACTIVE;

  cenacle_button_strip_set (strip, "accept", _ ("Accept"), _ ("Become a pair"),
                            is_mine && pair->state == CEN_PAIR_PROPOSED &&
                                    is_self (self, &pair->with)
                                ? CENACLE_BUTTON_PLAIN
                                : CENACLE_BUTTON_GONE);
  cenacle_button_strip_set (strip, "reached", _ ("We reached it"), _ ("The goal is reached"),
                            is_mine && pair->state == CEN_PAIR_ACTIVE ? CENACLE_BUTTON_PLAIN
                                                                      : CENACLE_BUTTON_GONE);
  cenacle_button_strip_set (strip, "end",
                            pair->state == CEN_PAIR_PROPOSED ? _ ("Decline") : _ ("End it"),
                            _ ("Be no pair any more"),
                            is_mine && is_open ? CENACLE_BUTTON_PLAIN : CENACLE_BUTTON_GONE);
}

static char *
dup_pair_title (CenaclePairsPage *self, const CenPairRow *pair)
{
  return g_strdup_printf (_ ("%s and %s"), get_name (self, &pair->by),
                          get_name (self, &pair->with));
}

static void
pane_pressed_cb (CenacleDetailPane *pane, const char *name, CenaclePairsPage *self)
{
  press_pair (self, cenacle_detail_pane_get_key (pane), name);
}

static void
told_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CenacleDetailPane) pane = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *created = cenacle_commands_finish (result, &error);

  (void) source;
  if (created != NULL)
    cenacle_detail_pane_clear_field (pane);
  else
    gtk_widget_activate_action (GTK_WIDGET (pane), "win.toast", "s", error->message);
}

static void
pane_entered_cb (CenacleDetailPane *pane, const char *text, CenaclePairsPage *self)
{
  const CenPairRow *pair = find_pair (self, cenacle_detail_pane_get_key (pane));
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);

  if (pair == NULL)
    return;
  g_variant_dict_insert (&fields, "pair", "s", cenacle_detail_pane_get_key (pane));
  g_variant_dict_insert (&fields, "text", "s", text);
  cenacle_objects_create_sealed (get_circle (self),
                                 is_self (self, &pair->by) ? &pair->with : &pair->by, "checkin",
                                 g_variant_dict_end (&fields), told_cb, g_object_ref (pane));
}

static void
no_press_cb (void)
{
}

static void
show_pane (CenaclePairsPage *self, CenacleDetailPane *pane, const CenPairRow *pair)
{
  const Learning *all = cenacle_object_page_get_answer (CENACLE_OBJECT_PAGE (self));
  GtkListBox *list = g_object_get_data (G_OBJECT (pane), "checkins");
  g_autofree char *title = dup_pair_title (self, pair);
  gboolean is_mine = is_self (self, &pair->by) || is_self (self, &pair->with);
  int n = 0;

  cenacle_detail_pane_show (pane, title, get_state_label (pair->state), pair->goal);
  show_pair_buttons (self, cenacle_detail_pane_get_strip (pane), pair);
  for (guint i = 0; i < all->checkins->len; i++) {
    const CenObjectRow *checkin = all->checkins->pdata[i];
    g_autofree char *key = cen_id_dup_text (&checkin->id);
    g_autofree char *text = cen_object_row_dup_text (checkin, CEN_CHECKIN_TEXT);
    g_autofree char *ago = cenacle_time_text_dup_ago (checkin->time_ms);
    CenacleCardRow *row;

    if (!cen_id_equal (&checkin->parent, &pair->id))
      continue;
    row = cenacle_card_list_place (list, key, n++, G_CALLBACK (no_press_cb), list);
    cenacle_card_row_show (row, "🔒", checkin->author_name, ago, text);
    gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  }
  cenacle_card_list_cut (list, n);
  cenacle_detail_pane_settle (pane);
  cenacle_detail_pane_set_field (pane, is_mine && is_active (self) && pair->state == CEN_PAIR_ACTIVE
                                           ? _ ("How does it go?")
                                           : NULL);
}

static void
open_pair (CenaclePairsPage *self, const CenPairRow *pair)
{
  g_autofree char *key = cen_id_dup_text (&pair->id);
  CenacleDetailPane *pane = cenacle_detail_pane_new (key);

  g_object_set_data (G_OBJECT (pane), "checkins",
                     cenacle_detail_pane_add_list (pane, _ ("What you told each other")));
  g_signal_connect_object (pane, "pressed", G_CALLBACK (pane_pressed_cb), self, 0);
  g_signal_connect_object (pane, "entered", G_CALLBACK (pane_entered_cb), self, 0);
  show_pane (self, pane, pair);
  cenacle_window_show_detail (GTK_WIDGET (self), GTK_WIDGET (pane), _ ("Pair"));
}

static void
pair_pressed_cb (CenacleCardRow *row, const char *name, CenaclePairsPage *self)
{
  press_pair (self, cenacle_card_row_get_key (row), name);
}

static void
row_activated_cb (CenaclePairsPage *self, GtkListBoxRow *row)
{
  const CenPairRow *pair = find_pair (self, cenacle_card_row_get_key (CENACLE_CARD_ROW (row)));

  if (pair != NULL)
    open_pair (self, pair);
}

static void
show_pair (CenaclePairsPage *self, const CenPairRow *pair, int place)
{
  g_autofree char *key = cen_id_dup_text (&pair->id);
  g_autofree char *title = dup_pair_title (self, pair);
  g_autofree char *caption = g_strdup_printf ("%s · %s", get_state_label (pair->state), pair->goal);
  CenacleCardRow *row =
      cenacle_card_list_place (self->pairs, key, place, G_CALLBACK (pair_pressed_cb), self);

  cenacle_card_row_show (row, "", title, caption, "");
  show_pair_buttons (self, cenacle_card_row_get_strip (row), pair);
}

static void
show_cafe (CenaclePairsPage *self, const CenCafePair *pair, int place)
{
  g_autofree char *key = cen_id_dup_text (&pair->a);
  CenacleCardRow *row =
      cenacle_card_list_place (self->cafe, key, place, G_CALLBACK (no_press_cb), self);
  gboolean rests = cen_id_is_zero (&pair->b);
  g_autofree char *title = rests ? g_strdup (get_name (self, &pair->a))
                                 : g_strdup_printf (_ ("%s and %s"), get_name (self, &pair->a),
                                                    get_name (self, &pair->b));

  cenacle_card_row_show (row, rests ? "" : "☕", title,
                         rests ? _ ("rests this week, as one does in turn")
                               : _ ("have a coffee together this week"),
                         "");
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
}

/* --- The page --- */

static void
show (CenacleObjectPage *page, gpointer answer)
{
  CenaclePairsPage *self = CENACLE_PAIRS_PAGE (page);
  const Learning *all = answer;
  GtkWidget *pane = cenacle_window_get_detail (GTK_WIDGET (self));
  const CenPairRow *shown =
      CENACLE_IS_DETAIL_PANE (pane)
          ? find_pair (self, cenacle_detail_pane_get_key (CENACLE_DETAIL_PANE (pane)))
          : NULL;

  for (guint i = 0; i < all->pairs->len; i++)
    show_pair (self, all->pairs->pdata[i], (int) i);
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
  if (shown != NULL)
    show_pane (self, CENACLE_DETAIL_PANE (pane), shown);
}

static void
open_object (CenacleObjectPage *page, const CenId *object)
{
  g_autofree char *key = cen_id_dup_text (object);
  const CenPairRow *pair = find_pair (CENACLE_PAIRS_PAGE (page), key);

  if (pair != NULL)
    open_pair (CENACLE_PAIRS_PAGE (page), pair);
}

static void
cenacle_pairs_page_class_init (CenaclePairsPageClass *klass)
{
  CenacleObjectPageClass *page_class = CENACLE_OBJECT_PAGE_CLASS (klass);

  page_class->read = read_learning;
  page_class->free_answer = learning_free;
  page_class->show = show;
  page_class->open_object = open_object;
}

static void
cenacle_pairs_page_init (CenaclePairsPage *self)
{
  CenacleObjectPage *page = CENACLE_OBJECT_PAGE (self);

  cenacle_object_page_add_button (page, _ ("Add a skill"), G_CALLBACK (new_skill_cb));
  cenacle_object_page_add_button (page, _ ("Propose to be a pair"), G_CALLBACK (new_pair_cb));
  self->pairs = cenacle_object_page_add_group (page, _ ("Pairs"), G_CALLBACK (row_activated_cb));
  self->matches = cenacle_object_page_add_group (page, _ ("Who could help whom"),
                                                 G_CALLBACK (row_activated_cb));
  self->cafe =
      cenacle_object_page_add_group (page, _ ("Coffee this week"), G_CALLBACK (row_activated_cb));
  self->skills =
      cenacle_object_page_add_group (page, _ ("Who knows what"), G_CALLBACK (row_activated_cb));
  cenacle_object_page_set_empty (page, "cenacle-pair-symbolic", _ ("No skill named yet"),
                                 _ ("Say what you can help with and what you want to learn; the "
                                    "circle shows who could help whom."));
}
