/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "thanks.h"

static void
kudos_free (gpointer data)
{
  CenKudos *kudos = data;

  g_array_unref (kudos->to);
  g_free (kudos->reason);
  g_free (kudos->skill);
  g_free (kudos);
}

static void
badge_free (gpointer data)
{
  CenBadge *badge = data;

  g_free (badge->name);
  g_free (badge->emoji);
  g_free (badge->text);
  g_free (badge);
}

static void
award_free (gpointer data)
{
  g_free (((CenAward *) data)->reason);
  g_free (data);
}

void
cen_thanks_free (CenThanks *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->awards);
  g_ptr_array_unref (self->badges);
  g_ptr_array_unref (self->kudos);
  for (guint i = 0; i < G_N_ELEMENTS (self->rows); i++)
    g_ptr_array_unref (self->rows[i]);
  g_free (self);
}

static gboolean
is_member (const GPtrArray *members, const CenId *id)
{
  for (guint i = 0; i < members->len; i++) {
    if (cen_id_equal (&((const CenMemberRow *) members->pdata[i])->id, id))
      return TRUE;
  }
  return FALSE;
}

static gboolean
has_id (const GArray *ids, const CenId *id)
{
  for (guint i = 0; i < ids->len; i++) {
    if (cen_id_equal (&g_array_index (ids, CenId, i), id))
      return TRUE;
  }
  return FALSE;
}

/* Kudos to nobody of this circle are none. */
static void
take_kudos (CenThanks *self, const CenObjectRow *row, const GPtrArray *members)
{
  g_autoptr (GArray) named = cen_object_row_dup_refs (row, CEN_KUDOS_TO);
  GArray *to = g_array_new (FALSE, FALSE, sizeof (CenId));
  CenKudos *kudos;

  for (guint i = 0; i < named->len; i++) {
    const CenId *id = &g_array_index (named, CenId, i);

    if (is_member (members, id) && !has_id (to, id))
      g_array_append_vals (to, id, 1);
  }
  kudos = g_new0 (CenKudos, 1);
  kudos->row = row;
  kudos->to = to;
  kudos->reason = cen_object_row_dup_text (row, CEN_KUDOS_REASON);
  kudos->skill = cen_object_row_dup_text (row, CEN_KUDOS_SKILL);
  cen_object_row_get_ref (row, CEN_KUDOS_ABOUT, &kudos->about);
  if (to->len > 0)
    g_ptr_array_add (self->kudos, kudos);
  else
    kudos_free (kudos);
}

static void
take_badge (CenThanks *self, const CenObjectRow *row)
{
  CenBadge *badge = g_new0 (CenBadge, 1);

  badge->row = row;
  badge->name = cen_object_row_dup_text (row, CEN_BADGE_NAME);
  badge->emoji = cen_object_row_dup_text (row, CEN_BADGE_EMOJI);
  badge->text = cen_object_row_dup_text (row, CEN_BADGE_TEXT);
  g_ptr_array_add (self->badges, badge);
}

static gboolean
has_award (const CenThanks *self, const CenBadge *badge, const CenId *member)
{
  for (guint i = 0; i < self->awards->len; i++) {
    const CenAward *award = self->awards->pdata[i];

    if (award->badge == badge && cen_id_equal (&award->to, member))
      return TRUE;
  }
  return FALSE;
}

static void
take_award (CenThanks *self, const CenObjectRow *row, const GPtrArray *members)
{
  const CenBadge *badge;
  CenAward *award;
  CenId id, to;

  if (!cen_object_row_get_ref (row, CEN_AWARD_BADGE, &id) ||
      !cen_object_row_get_ref (row, CEN_AWARD_TO, &to) || !is_member (members, &to))
    return;
  badge = cen_thanks_find_badge (self, &id);
  if (badge == NULL || has_award (self, badge, &to))
    return;
  award = g_new0 (CenAward, 1);
  award->row = row;
  award->badge = badge;
  award->to = to;
  award->reason = cen_object_row_dup_text (row, CEN_AWARD_REASON);
  g_ptr_array_add (self->awards, award);
}

CenThanks *
cen_thanks_compute (GPtrArray *kudos, GPtrArray *badges, GPtrArray *awards,
                    const GPtrArray *members)
{
  CenThanks *self = g_new0 (CenThanks, 1);

  self->kudos = g_ptr_array_new_with_free_func (kudos_free);
  self->badges = g_ptr_array_new_with_free_func (badge_free);
  self->awards = g_ptr_array_new_with_free_func (award_free);
  self->rows[0] = kudos;
  self->rows[1] = badges;
  self->rows[2] = awards;
  for (guint i = 0; i < kudos->len; i++)
    take_kudos (self, kudos->pdata[i], members);
  for (guint i = 0; i < badges->len; i++)
    take_badge (self, badges->pdata[i]);
  for (guint i = 0; i < awards->len; i++)
    take_award (self, awards->pdata[i], members);
  return self;
}

CenThanks *
cen_thanks_read (CenStore *store, const CenId *circle, GError **error)
{
  g_autoptr (GPtrArray) members = cen_query_members (store, circle, error);
  g_autoptr (GPtrArray) kudos =
      members != NULL ? cen_query_objects (store, circle, CEN_KIND_KUDOS, NULL, error) : NULL;
  g_autoptr (GPtrArray) badges =
      kudos != NULL ? cen_query_objects (store, circle, CEN_KIND_BADGE, NULL, error) : NULL;
  GPtrArray *awards =
      badges != NULL ? cen_query_objects (store, circle, CEN_KIND_AWARD, NULL, error) : NULL;

  if (awards == NULL)
    return NULL;
  return cen_thanks_compute (g_steal_pointer (&kudos), g_steal_pointer (&badges), awards, members);
}

gboolean
cen_kudos_is_to (const CenKudos *self, const CenId *member)
{
  return has_id (self->to, member);
}

const CenBadge *
cen_thanks_find_badge (const CenThanks *self, const CenId *id)
{
  for (guint i = 0; i < self->badges->len; i++) {
    const CenBadge *badge = self->badges->pdata[i];

    if (cen_id_equal (&badge->row->id, id))
      return badge;
  }
  return NULL;
}

GPtrArray *
cen_thanks_list_given (const CenThanks *self, const CenId *member)
{
  GPtrArray *found = g_ptr_array_new ();

  for (guint i = 0; i < self->kudos->len; i++) {
    CenKudos *kudos = self->kudos->pdata[i];

    if (cen_id_equal (&kudos->row->author, member))
      g_ptr_array_add (found, kudos);
  }
  return found;
}

GPtrArray *
cen_thanks_list_received (const CenThanks *self, const CenId *member)
{
  GPtrArray *found = g_ptr_array_new ();

  for (guint i = 0; i < self->kudos->len; i++) {
    if (cen_kudos_is_to (self->kudos->pdata[i], member))
      g_ptr_array_add (found, self->kudos->pdata[i]);
  }
  return found;
}

GPtrArray *
cen_thanks_list_awards (const CenThanks *self, const CenId *member)
{
  GPtrArray *found = g_ptr_array_new ();

  for (guint i = 0; i < self->awards->len; i++) {
    CenAward *award = self->awards->pdata[i];

    if (cen_id_equal (&award->to, member))
      g_ptr_array_add (found, award);
  }
  return found;
}
