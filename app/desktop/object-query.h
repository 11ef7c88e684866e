/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What is known of one object of a circle, read on the query worker. */

#pragma once

#include "circle.h"

G_BEGIN_DECLS

/* On the worker's thread. */
typedef gpointer (*CenacleObjectQueryFunc) (CenStore *store, const CenId *circle,
                                            const CenId *object, GError **error);

/* @callback finishes with cenacle_client_query_finish(): what @read gave, which @result_free frees
 * when nobody takes it. */
void cenacle_object_query_async (CenacleCircle *circle, const CenId *object,
                                 CenacleObjectQueryFunc read, GDestroyNotify result_free,
                                 GCancellable *cancellable, GAsyncReadyCallback callback,
                                 gpointer user_data);

G_END_DECLS
