/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "proposals.h"

#include "kinds-meet.h"

static void
proposal_free (gpointer data)
{
  CenProposal *proposal = data;

  g_free (proposal->title);
  g_free (proposal->text);
  g_array_unref (proposal->presenters);
  g_free (proposal);
}

void
cen_proposals_free (CenProposals *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->all);
  g_ptr_array_unref (self->rows);
  g_free (self);
}

static int
compare_marks (gconstpointer a, gconstpointer b)
{
  const CenMarkRow *x = *(const CenMarkRow *const *) a;
  const CenMarkRow *y = *(const CenMarkRow *const *) b;

  if (x->time_ms != y->time_ms)
    return x->time_ms < y->time_ms ? -1 : 1;
  return cen_id_compare (&x->member, &y->member);
}

static GArray *
list_presenters (const CenObjectRow *row)
{
  g_autoptr (GPtrArray) marks = g_ptr_array_new ();
  GArray *members = g_array_new (FALSE, FALSE, sizeof (CenId));

  for (guint i = 0; i < row->marks->len; i++) {
    CenMarkRow *mark = row->marks->pdata[i];

    if (mark->mark == CEN_PROPOSAL_PRESENT)
      g_ptr_array_add (marks, mark);
  }
  g_ptr_array_sort (marks, compare_marks);
  for (guint i = 0; i < marks->len; i++)
    g_array_append_val (members, ((const CenMarkRow *) marks->pdata[i])->member);
  return members;
}

static gboolean
is_held (const GPtrArray *sessions, const CenId *session)
{
  for (guint i = 0; i < sessions->len; i++) {
    const CenObjectRow *row = sessions->pdata[i];

    if (cen_id_equal (&row->id, session))
      return !cen_object_row_get_bool (row, CEN_SESSION_CANCELLED);
  }
  return FALSE;
}

static CenProposal *
new_proposal (const CenObjectRow *row, const GPtrArray *sessions, const CenId *self_member)
{
  CenProposal *proposal = g_new0 (CenProposal, 1);
  CenId session;

  proposal->row = row;
  proposal->title = cen_object_row_dup_text (row, CEN_PROPOSAL_TITLE);
  proposal->text = cen_object_row_dup_text (row, CEN_PROPOSAL_TEXT);
  proposal->n_votes = cen_object_row_count_marks (row, CEN_PROPOSAL_VOTE);
  proposal->is_voted = cen_object_row_get_mark (row, CEN_PROPOSAL_VOTE, "", self_member) != NULL;
  proposal->presenters = list_presenters (row);
  proposal->is_presented =
      cen_object_row_get_mark (row, CEN_PROPOSAL_PRESENT, "", self_member) != NULL;
  if (cen_object_row_get_ref (row, CEN_PROPOSAL_SESSION, &session) &&
      is_held (sessions, &session)) {
    proposal->state = CEN_PROPOSAL_IS_PLANNED;
    proposal->session = session;
  }
  return proposal;
}

static int
compare_proposals (gconstpointer a, gconstpointer b)
{
  const CenProposal *x = *(const CenProposal *const *) a;
  const CenProposal *y = *(const CenProposal *const *) b;

  if (x->n_votes != y->n_votes)
    return x->n_votes > y->n_votes ? -1 : 1;
  if (x->presenters->len != y->presenters->len)
    return x->presenters->len > y->presenters->len ? -1 : 1;
  if (x->row->lamport != y->row->lamport)
    return x->row->lamport < y->row->lamport ? -1 : 1;
  return cen_id_compare (&x->row->id, &y->row->id);
}

GPtrArray *
cen_proposals_list_ranked (const CenProposals *self)
{
  GPtrArray *ranked = g_ptr_array_new ();

  for (guint i = 0; i < self->all->len; i++)
    g_ptr_array_add (ranked, self->all->pdata[i]);
  g_ptr_array_sort (ranked, compare_proposals);
  return ranked;
}

CenProposals *
cen_proposals_compute (GPtrArray *rows, const GPtrArray *sessions, const CenId *self_member)
{
  CenProposals *self = g_new0 (CenProposals, 1);
  g_autoptr (GPtrArray) ranked = NULL;

  self->rows = rows;
  self->all = g_ptr_array_new_with_free_func (proposal_free);
  for (guint i = 0; i < rows->len; i++)
    g_ptr_array_add (self->all, new_proposal (rows->pdata[i], sessions, self_member));
  ranked = cen_proposals_list_ranked (self);
  for (guint i = 0; i < ranked->len; i++)
    ((CenProposal *) ranked->pdata[i])->rank = i + 1;
  return self;
}

CenProposals *
cen_proposals_read (CenStore *store, const CenId *circle, GError **error)
{
  g_autoptr (CenCircleRow) row = cen_query_circle (store, circle, error);
  g_autoptr (GPtrArray) sessions =
      row != NULL ? cen_query_objects (store, circle, CEN_KIND_SESSION, NULL, error) : NULL;
  GPtrArray *rows =
      sessions != NULL ? cen_query_objects (store, circle, CEN_KIND_PROPOSAL, NULL, error) : NULL;

  return rows != NULL ? cen_proposals_compute (rows, sessions, &row->self_member) : NULL;
}

const CenProposal *
cen_proposals_find (const CenProposals *self, const CenId *id)
{
  for (guint i = 0; i < self->all->len; i++) {
    const CenProposal *proposal = self->all->pdata[i];

    if (cen_id_equal (&proposal->row->id, id))
      return proposal;
  }
  return NULL;
}

const char *
cen_proposal_state_to_name (CenProposalState state)
{
  return state == CEN_PROPOSAL_IS_PLANNED ? "planned" : "open";
}
