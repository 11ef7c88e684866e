/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "path.h"

#include "place.h"

static int
compare_steps (gconstpointer a, gconstpointer b)
{
  const CenObjectRow *const *x = a, *const *y = b;
  g_autofree char *x_place = cen_object_row_dup_text (*x, CEN_STEP_PLACE);
  g_autofree char *y_place = cen_object_row_dup_text (*y, CEN_STEP_PLACE);

  return cen_place_compare (x_place, &(*x)->id, y_place, &(*y)->id);
}

GPtrArray *
cen_path_sort_steps (GPtrArray *objects)
{
  GPtrArray *steps = g_ptr_array_sized_new (objects->len);

  for (guint i = 0; i < objects->len; i++)
    g_ptr_array_add (steps, objects->pdata[i]);
  g_ptr_array_sort (steps, compare_steps);
  return steps;
}

gboolean
cen_path_is_done (const CenObjectRow *step, const CenId *member, GHashTable *own_done)
{
  return cen_object_row_get_mark (step, CEN_STEP_DONE, "", member) != NULL ||
         (own_done != NULL && g_hash_table_contains (own_done, &step->id));
}

GArray *
cen_path_list_done (const CenObjectRow *step)
{
  GArray *members = g_array_new (FALSE, FALSE, sizeof (CenId));

  for (guint i = 0; i < step->marks->len; i++) {
    const CenMarkRow *mark = step->marks->pdata[i];

    if (mark->mark == CEN_STEP_DONE)
      g_array_append_val (members, mark->member);
  }
  return members;
}

static const CenObjectRow *
find_step (GPtrArray *steps, const CenId *id)
{
  for (guint i = 0; i < steps->len; i++) {
    const CenObjectRow *step = steps->pdata[i];

    if (cen_id_equal (&step->id, id))
      return step;
  }
  return NULL;
}

gboolean
cen_path_is_open (const CenObjectRow *step, GPtrArray *steps, const CenId *member,
                  GHashTable *own_done)
{
  g_autoptr (GArray) needs = cen_object_row_dup_refs (step, CEN_STEP_NEEDS);

  for (guint i = 0; i < needs->len; i++) {
    const CenObjectRow *needed = find_step (steps, &g_array_index (needs, CenId, i));

    if (needed != NULL && needed != step && !cen_path_is_done (needed, member, own_done))
      return FALSE;
  }
  return TRUE;
}

guint
cen_path_count_done (GPtrArray *steps, const CenId *member, GHashTable *own_done)
{
  guint n = 0;

  for (guint i = 0; i < steps->len; i++)
    n += cen_path_is_done (steps->pdata[i], member, own_done);
  return n;
}

static gboolean
is_named (GArray *ids, const CenId *id)
{
  for (guint i = 0; i < ids->len; i++) {
    if (cen_id_equal (&g_array_index (ids, CenId, i), id))
      return TRUE;
  }
  return FALSE;
}

CenCertificateState
cen_path_check_certificate (const CenObjectRow *certificate, GPtrArray *steps)
{
  g_autoptr (GArray) named = cen_object_row_dup_refs (certificate, CEN_CERTIFICATE_STEPS);
  guint n_found = 0;

  for (guint i = 0; i < steps->len; i++) {
    const CenObjectRow *step = steps->pdata[i];
    gboolean is_in = is_named (named, &step->id);

    n_found += is_in;
    if (is_in && !cen_path_is_done (step, &certificate->author, NULL))
      return CEN_CERTIFICATE_TAKEN_BACK;
    if (!is_in && step->lamport < certificate->lamport)
      return CEN_CERTIFICATE_LACKS;
  }
  return n_found > 0 ? CEN_CERTIFICATE_HOLDS : CEN_CERTIFICATE_LACKS;
}
