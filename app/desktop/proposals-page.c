/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "proposals-page.h"

#include "card-row.h"
#include "object-commands.h"
#include "session-plan.h"
#include "time-text.h"
#include "topic-dialog.h"

#include "app/control/name-list.h"
#include "core/proposals.h"

#include <glib/gi18n.h>

struct _CenacleProposalsPage {
  CenacleObjectPage parent;
  GtkListBox *open_list;
  GtkListBox *planned_list;
};

G_DEFINE_FINAL_TYPE (CenacleProposalsPage, cenacle_proposals_page, CENACLE_TYPE_OBJECT_PAGE)

static CenacleCircle *
get_circle (CenacleProposalsPage *self)
{
  return cenacle_object_page_get_circle (CENACLE_OBJECT_PAGE (self));
}

static const CenProposal *
find (CenacleProposalsPage *self, const char *key)
{
  const CenProposals *all = cenacle_object_page_get_answer (CENACLE_OBJECT_PAGE (self));
  CenId id;

  return all != NULL && cen_id_from_text (&id, key) ? cen_proposals_find (all, &id) : NULL;
}

/* A proposal becomes a session in one gesture: who offered to present does. */
static void
plan_session (CenacleProposalsPage *self, const CenProposal *proposal)
{
  g_autofree char *text = cen_object_row_dup_text (proposal->row, CEN_PROPOSAL_TEXT);
  CenacleSessionWish wish = { .title = proposal->title,
                              .text = text,
                              .proposal = &proposal->row->id,
                              .presenters = proposal->presenters };

  cenacle_session_plan (GTK_WIDGET (self), get_circle (self), &wish);
}

/* --- The page --- */

static void
row_pressed_cb (CenacleCardRow *row, const char *name, CenacleProposalsPage *self)
{
  const CenProposal *proposal = find (self, cenacle_card_row_get_key (row));
  gboolean is_given;

  if (proposal == NULL)
    return;
  if (g_str_equal (name, "plan")) {
    plan_session (self, proposal);
    return;
  }
  if (g_str_equal (name, "session")) {
    g_autofree char *session = cen_id_dup_text (&proposal->session);

    gtk_widget_activate_action (GTK_WIDGET (self), "win.open-object", "s", session);
    return;
  }
  is_given = g_str_equal (name, "vote") ? proposal->is_voted : proposal->is_presented;
  cenacle_objects_mark (get_circle (self), &proposal->row->id, name, "",
                        g_variant_new_boolean (!is_given), cenacle_commands_show_error_cb,
                        g_object_ref (self));
}

static char *
dup_caption (CenacleProposalsPage *self, const CenProposal *proposal)
{
  g_autofree char *ago = cenacle_time_text_dup_ago (proposal->row->time_ms);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autofree char *text = NULL;

  for (guint i = 0; i < proposal->presenters->len; i++) {
    const CenMemberRow *member =
        cenacle_circle_get_member (get_circle (self),
                                   &g_array_index (proposal->presenters, CenId, i));

    if (member != NULL)
      g_ptr_array_add (names, member->name);
  }
  if (names->len == 0)
    return g_strdup_printf ("%s · %s", proposal->row->author_name, ago);
  text = cenacle_name_list_dup_text (names);
  /* Translators: the author, how long ago, and who would present it. */
  return g_strdup_printf (_ ("%s · %s · would be presented by %s"), proposal->row->author_name, ago,
                          text);
}

static void
show_proposal (CenacleProposalsPage *self, CenacleCardRow *row, const CenProposal *proposal)
{
  CenacleButtonStrip *strip = cenacle_card_row_get_strip (row);
  gboolean can = cenacle_object_page_is_active (CENACLE_OBJECT_PAGE (self));
  gboolean is_open = proposal->state == CEN_PROPOSAL_IS_OPEN;
  g_autofree char *caption = dup_caption (self, proposal);
  g_autofree char *votes =
      g_strdup_printf (ngettext ("▲ %u vote", "▲ %u votes", proposal->n_votes), proposal->n_votes);

  cenacle_card_row_show (row, "", proposal->title, caption, proposal->text);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  cenacle_button_strip_set (strip, "vote", votes, _ ("You would like it, too"),
                            proposal->is_voted ? CENACLE_BUTTON_ON : CENACLE_BUTTON_OFF);
  cenacle_button_strip_set_sensitive (strip, "vote", can && is_open);
  cenacle_button_strip_set (strip, "present", _ ("I can present it"), _ ("You offer to present it"),
                            !can || !is_open         ? CENACLE_BUTTON_GONE
                            : proposal->is_presented ? CENACLE_BUTTON_ON
                                                     : CENACLE_BUTTON_OFF);
  cenacle_button_strip_set (strip, "plan", _ ("Plan a session…"), _ ("It becomes a session"),
                            can && is_open ? CENACLE_BUTTON_PLAIN : CENACLE_BUTTON_GONE);
  cenacle_button_strip_set (strip, "session", _ ("See the session"), _ ("Goes to the session"),
                            is_open ? CENACLE_BUTTON_GONE : CENACLE_BUTTON_PLAIN);
}

static void
show (CenacleObjectPage *page, gpointer answer)
{
  CenacleProposalsPage *self = CENACLE_PROPOSALS_PAGE (page);
  g_autoptr (GPtrArray) ranked = cen_proposals_list_ranked (answer);
  int n_open = 0, n_planned = 0;

  for (guint i = 0; i < ranked->len; i++) {
    const CenProposal *proposal = ranked->pdata[i];
    gboolean is_open = proposal->state == CEN_PROPOSAL_IS_OPEN;
    g_autofree char *key = cen_id_dup_text (&proposal->row->id);

    show_proposal (self,
                   cenacle_card_list_place (is_open ? self->open_list : self->planned_list, key,
                                            is_open ? n_open++ : n_planned++,
                                            G_CALLBACK (row_pressed_cb), self),
                   proposal);
  }
  cenacle_card_list_cut (self->open_list, n_open);
  cenacle_card_list_cut (self->planned_list, n_planned);
}

static void
propose_cb (CenacleProposalsPage *self)
{
  static const CenacleTopic topic = {
    .kind = "proposal",
    .heading = N_ ("New topic"),
    .confirm = N_ ("Propose"),
    .title_label = N_ ("Topic"),
    .text_label = N_ ("Why, and what about it"),
  };

  cenacle_topic_dialog_present (GTK_WIDGET (self), get_circle (self), &topic);
}

static gpointer
read_proposals (CenStore *store, const CenId *circle, GError **error)
{
  return cen_proposals_read (store, circle, error);
}

static void
free_proposals (gpointer answer)
{
  cen_proposals_free (answer);
}

static void
cenacle_proposals_page_class_init (CenacleProposalsPageClass *klass)
{
  CenacleObjectPageClass *page_class = CENACLE_OBJECT_PAGE_CLASS (klass);

  page_class->read = read_proposals;
  page_class->free_answer = free_proposals;
  page_class->show = show;
}

static void
cenacle_proposals_page_init (CenacleProposalsPage *self)
{
  CenacleObjectPage *page = CENACLE_OBJECT_PAGE (self);

  cenacle_object_page_add_button (page, _ ("Propose a topic"), G_CALLBACK (propose_cb));
  self->open_list = cenacle_object_page_add_group (page, _ ("Most wanted first"), NULL);
  self->planned_list = cenacle_object_page_add_group (page, _ ("Became a session"), NULL);
  cenacle_object_page_set_empty (
      page, "cenacle-proposal-symbolic", _ ("No topic yet"),
      _ ("Propose what you would like to hear about. Others vote, and offer to present it."));
}
