/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "skills.h"

#include <string.h>

void
cen_skill_row_free (CenSkillRow *self)
{
  g_free (self->key);
  g_free (self->name);
  g_array_unref (self->offers);
  g_array_unref (self->wants);
  g_free (self);
}

static int
compare_skills (gconstpointer a, gconstpointer b)
{
  const CenSkillRow *const *x = a, *const *y = b;

  return strcmp ((*x)->key, (*y)->key);
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  return cen_id_compare (a, b);
}

static gboolean
is_active (GPtrArray *members, const CenId *id)
{
  for (guint i = 0; i < members->len; i++) {
    const CenMemberRow *row = members->pdata[i];

    if (cen_id_equal (&row->id, id))
      return row->state == CEN_MEMBER_ACTIVE;
  }
  return FALSE;
}

static void
add_member (GArray *members, const CenId *id)
{
  for (guint i = 0; i < members->len; i++) {
    if (cen_id_equal (&g_array_index (members, CenId, i), id))
      return;
  }
  g_array_append_vals (members, id, 1);
}

static CenSkillRow *
ensure_skill (GHashTable *by_key, const char *name)
{
  g_autofree char *key = cen_skill_dup_key (name);
  CenSkillRow *row = g_hash_table_lookup (by_key, key);

  if (*key == '\0')
    return NULL;
  if (row == NULL) {
    row = g_new0 (CenSkillRow, 1);
    row->key = g_steal_pointer (&key);
    row->name = g_strdup (name);
    row->offers = g_array_new (FALSE, FALSE, sizeof (CenId));
    row->wants = g_array_new (FALSE, FALSE, sizeof (CenId));
    g_hash_table_insert (by_key, row->key, row);
  } else if (strcmp (name, row->name) < 0) {
    g_free (row->name);
    row->name = g_strdup (name);
  }
  return row;
}

static void
take_profile (GHashTable *by_key, const CenObjectRow *profile)
{
  for (guint i = 0; i < profile->marks->len; i++) {
    const CenMarkRow *mark = profile->marks->pdata[i];
    CenSkillRow *skill;

    if (!cen_id_equal (&mark->member, &profile->author) ||
        (mark->mark != CEN_PROFILE_OFFER && mark->mark != CEN_PROFILE_WANT))
      continue;
    skill = ensure_skill (by_key, mark->key);
    if (skill != NULL)
      add_member (mark->mark == CEN_PROFILE_OFFER ? skill->offers : skill->wants, &mark->member);
  }
}

GPtrArray *
cen_skills_list (GPtrArray *profiles, GPtrArray *members)
{
  g_autoptr (GHashTable) by_key = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *skills = g_ptr_array_new_with_free_func ((GDestroyNotify) cen_skill_row_free);
  GHashTableIter iter;
  gpointer row;

  for (guint i = 0; i < profiles->len; i++) {
    const CenObjectRow *profile = profiles->pdata[i];

    if (is_active (members, &profile->author))
      take_profile (by_key, profile);
  }
  g_hash_table_iter_init (&iter, by_key);
  while (g_hash_table_iter_next (&iter, NULL, &row)) {
    CenSkillRow *skill = row;

    g_array_sort (skill->offers, compare_ids);
    g_array_sort (skill->wants, compare_ids);
    g_ptr_array_add (skills, skill);
  }
  g_ptr_array_sort (skills, compare_skills);
  return skills;
}

GStrv
cen_skills_find_spellings (GPtrArray *profiles, const CenId *member, guint mark, const char *skill)
{
  g_autoptr (GStrvBuilder) found = g_strv_builder_new ();
  g_autofree char *key = cen_skill_dup_key (skill);

  for (guint i = 0; i < profiles->len; i++) {
    const CenObjectRow *profile = profiles->pdata[i];

    for (guint k = 0; k < profile->marks->len && cen_id_equal (&profile->author, member); k++) {
      const CenMarkRow *row = profile->marks->pdata[k];
      g_autofree char *other = cen_skill_dup_key (row->key);

      if (row->mark == mark && cen_id_equal (&row->member, member) && g_str_equal (other, key))
        g_strv_builder_add (found, row->key);
    }
  }
  return g_strv_builder_end (found);
}

const CenSkillRow *
cen_skills_find (GPtrArray *skills, const char *skill)
{
  g_autofree char *key = cen_skill_dup_key (skill);

  for (guint i = 0; i < skills->len; i++) {
    if (g_str_equal (((const CenSkillRow *) skills->pdata[i])->key, key))
      return skills->pdata[i];
  }
  return NULL;
}

/* --- Who might know --- */

typedef struct {
  CenId member;
  guint n;
} Knower;

static int
compare_knowers (gconstpointer a, gconstpointer b)
{
  const Knower *x = a, *y = b;

  if (x->n != y->n)
    return x->n > y->n ? -1 : 1;
  return cen_id_compare (&x->member, &y->member);
}

static void
count_skill (GArray *knowers, const CenSkillRow *skill, const CenId *asker)
{
  for (guint i = 0; i < skill->offers->len; i++) {
    const CenId *member = &g_array_index (skill->offers, CenId, i);
    guint k = 0;

    if (cen_id_equal (member, asker))
      continue;
    while (k < knowers->len && !cen_id_equal (&g_array_index (knowers, Knower, k).member, member))
      k++;
    if (k == knowers->len)
      g_array_append_vals (knowers, &(Knower){ *member, 0 }, 1);
    g_array_index (knowers, Knower, k).n++;
  }
}

/* Whether @key stands in @words, both as keys, and is no part of a longer word. */
static gboolean
has_words (const char *words, const char *key)
{
  gsize len = strlen (key);

  for (const char *at = words; len > 0 && (at = strstr (at, key)) != NULL;
       at = g_utf8_next_char (at)) {
    gboolean begins = at == words || !g_unichar_isalnum (g_utf8_get_char (g_utf8_prev_char (at)));

    if (begins && !g_unichar_isalnum (g_utf8_get_char (at + len)))
      return TRUE;
  }
  return FALSE;
}

static gboolean
is_named (const char *const *about, const char *key)
{
  for (guint i = 0; about != NULL && about[i] != NULL; i++) {
    g_autofree char *other = cen_skill_dup_key (about[i]);

    if (g_str_equal (other, key))
      return TRUE;
  }
  return FALSE;
}

GArray *
cen_skills_find_knowers (GPtrArray *skills, const char *const *about, const char *words,
                         const CenId *asker)
{
  g_autoptr (GArray) knowers = g_array_new (FALSE, FALSE, sizeof (Knower));
  g_autofree char *folded = cen_skill_dup_key (words);
  GArray *found = g_array_new (FALSE, FALSE, sizeof (CenId));

  for (guint i = 0; i < skills->len; i++) {
    const CenSkillRow *skill = skills->pdata[i];

    if (is_named (about, skill->key) || has_words (folded, skill->key))
      count_skill (knowers, skill, asker);
  }
  g_array_sort (knowers, compare_knowers);
  for (guint i = 0; i < MIN (knowers->len, CEN_KNOWERS_MAX); i++)
    g_array_append_val (found, g_array_index (knowers, Knower, i).member);
  return found;
}
