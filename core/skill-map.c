/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "skill-map.h"

#include <string.h>

typedef struct {
  CenId id;
  guint n_says;
} Column;

static guint
count_says (const CenSkillRow *skill)
{
  return skill->offers->len + skill->wants->len;
}

static int
compare_skills (gconstpointer a, gconstpointer b)
{
  const CenSkillRow *const *x = a, *const *y = b;
  guint n_x = count_says (*x), n_y = count_says (*y);

  return n_x != n_y ? (n_x > n_y ? -1 : 1) : strcmp ((*x)->key, (*y)->key);
}

static int
compare_columns (gconstpointer a, gconstpointer b)
{
  const Column *x = a, *y = b;

  return x->n_says != y->n_says ? (x->n_says > y->n_says ? -1 : 1)
                                : cen_id_compare (&x->id, &y->id);
}

static void
count_members (GHashTable *counts, GArray *ids)
{
  for (guint i = 0; i < ids->len; i++) {
    const CenId *id = &g_array_index (ids, CenId, i);
    guint n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, id));

    g_hash_table_insert (counts, (gpointer) id, GUINT_TO_POINTER (n + 1));
  }
}

static GArray *
list_members (GPtrArray *skills)
{
  g_autoptr (GHashTable) counts = g_hash_table_new (cen_id_hash, cen_id_hash_equal);
  g_autoptr (GArray) columns = g_array_new (FALSE, FALSE, sizeof (Column));
  GArray *members = g_array_new (FALSE, FALSE, sizeof (CenId));
  GHashTableIter iter;
  gpointer id, n;

  for (guint i = 0; i < skills->len; i++) {
    const CenSkillRow *skill = skills->pdata[i];

    count_members (counts, skill->offers);
    count_members (counts, skill->wants);
  }
  g_hash_table_iter_init (&iter, counts);
  while (g_hash_table_iter_next (&iter, &id, &n))
    g_array_append_vals (columns, &(Column){ *(CenId *) id, GPOINTER_TO_UINT (n) }, 1);
  g_array_sort (columns, compare_columns);
  for (guint i = 0; i < MIN (columns->len, CEN_SKILL_MAP_MEMBERS_MAX); i++)
    g_array_append_val (members, g_array_index (columns, Column, i).id);
  return members;
}

static void
fill (CenSkillMap *self, GHashTable *places, guint skill, GArray *ids, CenSkillSays says)
{
  for (guint i = 0; i < ids->len; i++) {
    gpointer place;

    if (g_hash_table_lookup_extended (places, &g_array_index (ids, CenId, i), NULL, &place))
      self->says[skill * self->members->len + GPOINTER_TO_UINT (place)] |= says;
  }
}

CenSkillMap *
cen_skill_map_new (GPtrArray *skills)
{
  g_autoptr (GHashTable) places = g_hash_table_new (cen_id_hash, cen_id_hash_equal);
  CenSkillMap *self = g_new0 (CenSkillMap, 1);

  self->skills = g_ptr_array_new ();
  for (guint i = 0; i < skills->len; i++)
    g_ptr_array_add (self->skills, skills->pdata[i]);
  g_ptr_array_sort (self->skills, compare_skills);
  if (self->skills->len > CEN_SKILL_MAP_SKILLS_MAX) {
    self->n_left_out = self->skills->len - CEN_SKILL_MAP_SKILLS_MAX;
    g_ptr_array_set_size (self->skills, CEN_SKILL_MAP_SKILLS_MAX);
  }
  self->members = list_members (self->skills);
  self->says = g_new0 (guint8, MAX ((gsize) self->skills->len * self->members->len, 1));
  for (guint i = 0; i < self->members->len; i++)
    g_hash_table_insert (places, &g_array_index (self->members, CenId, i), GUINT_TO_POINTER (i));
  for (guint i = 0; i < self->skills->len; i++) {
    const CenSkillRow *skill = self->skills->pdata[i];

    fill (self, places, i, skill->offers, CEN_SKILL_OFFERS);
    fill (self, places, i, skill->wants, CEN_SKILL_WANTS);
  }
  return self;
}

void
cen_skill_map_free (CenSkillMap *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->skills);
  g_array_unref (self->members);
  g_free (self->says);
  g_free (self);
}

CenSkillSays
cen_skill_map_get (const CenSkillMap *self, guint skill, guint member)
{
  g_assert (skill < self->skills->len && member < self->members->len);
  return (CenSkillSays) self->says[skill * self->members->len + member];
}
