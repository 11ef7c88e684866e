/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "names.h"

struct _CenacleNames {
  GPtrArray *members; /* CenMemberRow */
};

CenacleNames *
cenacle_names_new (CenStore *store, const CenId *circle, GError **error)
{
  GPtrArray *members = cen_query_members (store, circle, error);
  CenacleNames *self;

  if (members == NULL)
    return NULL;
  self = g_new0 (CenacleNames, 1);
  self->members = members;
  return self;
}

void
cenacle_names_free (CenacleNames *self)
{
  g_ptr_array_unref (self->members);
  g_free (self);
}

const char *
cenacle_names_get (const CenacleNames *self, const CenId *member)
{
  for (guint i = 0; i < self->members->len; i++) {
    const CenMemberRow *row = self->members->pdata[i];

    if (cen_id_equal (&row->id, member))
      return row->name;
  }
  return "";
}

const CenId *
cenacle_names_get_self (const CenacleNames *self)
{
  static const CenId nobody;

  for (guint i = 0; i < self->members->len; i++) {
    const CenMemberRow *row = self->members->pdata[i];

    if (row->is_self)
      return &row->id;
  }
  return &nobody;
}

char *
cenacle_names_dup_all (const CenacleNames *self, GArray *members)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < members->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? ", " : "",
                            cenacle_names_get (self, &g_array_index (members, CenId, i)));
  return g_string_free (text, FALSE);
}

JsonNode *
cenacle_names_to_json (const CenacleNames *self, GArray *members)
{
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < members->len; i++)
    json_array_add_string_element (array,
                                   cenacle_names_get (self, &g_array_index (members, CenId, i)));
  json_node_take_array (node, array);
  return node;
}
