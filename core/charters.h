/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenCharters: the versions of a circle's charter, and who agreed to which (PROTOCOL.md,
 * Computations). The words that a circle was founded with are its first version. */

#pragma once

#include "kinds-life.h"
#include "queries-objects.h"

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  const CenObjectRow *row; /* lent by the CenCharters: what one marks to agree */
  guint number;            /* from 1 */
  char *text;
  GArray *agreed; /* CenId: members, by their ids */
} CenCharter;

typedef struct {
  GPtrArray *versions; /* CenCharter, oldest first */
  GPtrArray *rows;
  CenObjectRow *circle;
  gboolean is_agreed; /* this person agreed to the last, or wrote it; TRUE when there is none */
} CenCharters;

/* Takes @circle, the object that shows the circle, or NULL, and @rows of charters, oldest first. */
CenCharters *cen_charters_compute (CenObjectRow *circle, GPtrArray *rows, const CenId *self_member);
CenCharters *cen_charters_read (CenStore *store, const CenId *circle, GError **error);
void cen_charters_free (CenCharters *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CenCharters, cen_charters_free)

/* The one that is in force; NULL: the circle has no charter. */
const CenCharter *cen_charters_get_last (const CenCharters *self);

G_END_DECLS
