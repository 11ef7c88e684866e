/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "object-query.h"

typedef struct {
  CenacleObjectQueryFunc read;
  CenId circle;
  CenId object;
} Wish;

static gpointer
read_on_worker (CenStore *store, gpointer data, GError **error)
{
  const Wish *wish = data;

  return wish->read (store, &wish->circle, &wish->object, error);
}

void
cenacle_object_query_async (CenacleCircle *circle, const CenId *object, CenacleObjectQueryFunc read,
                            GDestroyNotify result_free, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data)
{
  Wish wish = { read, *cenacle_circle_get_id (circle), *object };
  CenacleQuery query = { read_on_worker, g_memdup2 (&wish, sizeof wish), g_free, result_free };

  cenacle_client_query_async (cenacle_circle_get_client (circle), &query, cancellable, callback,
                              user_data);
}
