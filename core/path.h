/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenPath: a path's steps in their order, who has done which, and whether one may be begun. */

#pragma once

#include "kinds-meet.h"
#include "queries-objects.h"

#include <glib.h>

G_BEGIN_DECLS

/* The steps (CenObjectRow, lent by @objects) in the order of the path. */
GPtrArray *cen_path_sort_steps (GPtrArray *objects);

/* Whether @member has done @step and says so to the circle; or, of oneself, whether it stands in
 * @own_done (keys: CenId; NULL for none), which nobody else sees. */
gboolean cen_path_is_done (const CenObjectRow *step, const CenId *member, GHashTable *own_done);

/* Members (CenId) who say to the circle that they have done @step, in order. */
GArray *cen_path_list_done (const CenObjectRow *step);

/* Whether all that @step needs is done. What is needed and is no step of @steps is not asked for.
 */
gboolean cen_path_is_open (const CenObjectRow *step, GPtrArray *steps, const CenId *member,
                           GHashTable *own_done);

/* How many of @steps are done. */
guint cen_path_count_done (GPtrArray *steps, const CenId *member, GHashTable *own_done);

typedef enum {
  CEN_CERTIFICATE_HOLDS, /* its author says of each of its steps that it is done, and none lacks */
  CEN_CERTIFICATE_LACKS, /* of steps that were there when it was made, not all are in it, or of
                            those that are there none */
  CEN_CERTIFICATE_TAKEN_BACK /* its author took back that some are done */
} CenCertificateState;

/* What @certificate is worth today. @steps: of its path, as they are. */
CenCertificateState cen_path_check_certificate (const CenObjectRow *certificate, GPtrArray *steps);

G_END_DECLS
