/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "over-use.h"

#include "store-sql.h"

#include <string.h>

typedef struct {
  CenId device;
  CenId invite;
} Use;

static guint
hash_use (gconstpointer data)
{
  const Use *use = data;

  return cen_id_hash (&use->device) * 31 + cen_id_hash (&use->invite);
}

static gboolean
equal_uses (gconstpointer a, gconstpointer b)
{
  return memcmp (a, b, sizeof (Use)) == 0;
}

/* The INVITE op called @id; NULL. */
static const CenFrameInvite *
find_invite (const CenCircle *circle, const CenId *id)
{
  guint number = GPOINTER_TO_UINT (g_hash_table_lookup (circle->frame_numbers, id));
  const CenFrameOp *op = number > 0 ? circle->frames->pdata[number - 1] : NULL;

  return op != NULL && op->is_valid && op->frame.kind == CEN_OP_INVITE ? &op->frame.invite : NULL;
}

/* How often the author of the ADMIT @op has used its invite so far, with this time. */
static guint
count_use (GHashTable *uses, const CenFrameOp *op)
{
  Use use = { op->device, op->frame.admit.invite };
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (uses, &use)) + 1;

  g_hash_table_insert (uses, g_memdup2 (&use, sizeof use), GUINT_TO_POINTER (n));
  return n;
}

gboolean
cen_over_use_write (CenCircle *circle, GError **error)
{
  g_autoptr (GHashTable) uses = g_hash_table_new_full (hash_use, equal_uses, g_free, NULL);

  if (!cen_sql_run (circle->store, error, "DELETE FROM overuse WHERE circle = ?", "i", circle->no))
    return FALSE;
  for (guint i = 0; i < circle->frames->len; i++) {
    const CenFrameOp *op = circle->frames->pdata[i];
    const CenFrameInvite *invite;

    if (!op->is_valid || op->frame.kind != CEN_OP_ADMIT)
      continue;
    invite = find_invite (circle, &op->frame.admit.invite);
    if (invite != NULL && count_use (uses, op) > invite->max_uses &&
        !cen_sql_run (circle->store, error,
                      "INSERT INTO overuse (op, circle) SELECT no, circle FROM op"
                      " WHERE " CEN_SQL_IS_OP,
                      "Ii", &op->id, circle->no))
      return FALSE;
  }
  return TRUE;
}
