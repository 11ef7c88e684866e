/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "learning.h"

#include "app/control/system-world.h"
#include "object-commands.h"

CenacleLearning *
cenacle_learning_read (CenStore *store, const CenId *circle, GError **error)
{
  const CenWorld *world = cenacle_system_world_get ();
  g_autoptr (CenacleLearning) self = g_new0 (CenacleLearning, 1);
  g_autoptr (GPtrArray) members = cen_query_members (store, circle, error);
  g_autoptr (GPtrArray) profiles =
      members != NULL ? cen_query_objects (store, circle, CEN_KIND_PROFILE, NULL, error) : NULL;
  g_autoptr (GPtrArray) objects =
      profiles != NULL ? cen_query_objects (store, circle, CEN_KIND_PAIR, NULL, error) : NULL;

  self->now_ms = world->now_ms (world);
  if (objects == NULL ||
      (self->checkins = cen_query_objects (store, circle, CEN_KIND_CHECKIN, NULL, error)) == NULL ||
      (self->cafe = cen_pairs_draw_cafe (store, circle, self->now_ms, error)) == NULL)
    return NULL;
  self->skills = cen_skills_list (profiles, members);
  self->pairs = cen_pairs_list (objects, members);
  self->matches = cen_pairs_suggest (circle, profiles, members, self->pairs);
  return g_steal_pointer (&self);
}

void
cenacle_learning_free (CenacleLearning *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->skills, g_ptr_array_unref);
  g_clear_pointer (&self->pairs, g_ptr_array_unref);
  g_clear_pointer (&self->matches, g_array_unref);
  g_clear_pointer (&self->cafe, g_array_unref);
  g_clear_pointer (&self->checkins, g_ptr_array_unref);
  g_free (self);
}

const CenPairRow *
cenacle_learning_find_pair (const CenacleLearning *self, const char *key)
{
  CenId id;

  for (guint i = 0; self != NULL && cen_id_from_text (&id, key) && i < self->pairs->len; i++) {
    const CenPairRow *pair = self->pairs->pdata[i];

    if (cen_id_equal (&pair->id, &id))
      return pair;
  }
  return NULL;
}

gint64
cenacle_learning_get_due (const CenacleLearning *self, const CenPairRow *pair, const CenId *member)
{
  return cen_pair_get_due (pair, self->checkins, member);
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

char *
cenacle_learning_dup_reasons (const CenacleLearning *self, const CenId *learner,
                              const CenId *helper)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < self->skills->len; i++) {
    const CenSkillRow *skill = self->skills->pdata[i];

    if (holds (skill->offers, helper) && holds (skill->wants, learner))
      g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", skill->name);
  }
  return g_string_free (text, FALSE);
}

const char *
cenacle_learning_get_name (CenacleObjectPage *page, const CenId *member)
{
  const CenMemberRow *row =
      cenacle_circle_get_member (cenacle_object_page_get_circle (page), member);

  return row != NULL ? row->name : "";
}

static const CenId *
get_self_member (CenacleObjectPage *page)
{
  return &cenacle_circle_get_row (cenacle_object_page_get_circle (page))->self_member;
}

gboolean
cenacle_learning_is_self (CenacleObjectPage *page, const CenId *member)
{
  return cen_id_equal (member, get_self_member (page));
}

void
cenacle_learning_put_skill (CenacleObjectPage *page, const char *mark, const char *skill,
                            gboolean is_there)
{
  CenacleCircle *circle = cenacle_object_page_get_circle (page);
  const CenMemberRow *row = cenacle_circle_get_member (circle, get_self_member (page));

  if (row == NULL || cen_id_is_zero (&row->profile)) {
    gtk_widget_activate_action (GTK_WIDGET (page), "win.edit-profile", NULL);
    return;
  }
  cenacle_objects_mark (circle, &row->profile, mark, skill, g_variant_new_boolean (is_there),
                        cenacle_commands_show_error_cb, g_object_ref (page));
}
