/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenFoldLog: the ops about one object, read from the log in the order in which they are merged,
 * with what was sealed opened. */

#pragma once

#include "judge.h"

#include <glib.h>

G_BEGIN_DECLS

/* A CREATE just accepted, with everything at hand, to spare reading it back. */
typedef struct {
  const CenOp *op;
  const CenDevice *device;
  gint64 past;
  GBytes *payload; /* NULL when it was erased */
} CenFoldFresh;

typedef struct {
  CenJudged op; /* as it stands in the log */
  guint64 lamport;
  guint64 wall_ms;
  guint kind;      /* of the op inside, when it was opened; else op.kind */
  GBytes *payload; /* of the op inside, when it was opened; NULL when there is none to read */
  GBytes *named;   /* ids one after the other, when it was opened; else NULL */
} CenFoldOp;

/* CenFoldOp: the CREATE or SEALED in row @no and every op about it but TEXT ones (note-fold.h), in
 * order; empty when there is
 * no such row. */
GPtrArray *cen_fold_log_read (CenCircle *circle, gint64 no, GError **error);
GPtrArray *cen_fold_log_take (gint64 no, const CenFoldFresh *fresh);

/* Whether it stands in a SEALED op, opened or not. */
gboolean cen_fold_op_is_sealed (const CenFoldOp *self);

G_END_DECLS
