/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What dag.c, which accepts, and dag-roots.c, which says what may begin a chain, share. */

#pragma once

#include "dag.h"
#include "log.h"

#include <glib.h>

G_BEGIN_DECLS

#define CEN_DAG_PARENTS_MAX (CEN_OP_DEPS_MAX + 1)

typedef enum {
  CEN_DAG_SOUND,
  CEN_DAG_WAITING, /* a parent is missing, or nobody vouches yet */
  CEN_DAG_JUNK,
} CenDagState;

typedef struct _CenDagCandidate CenDagCandidate;

typedef struct {
  CenDagCandidate *candidate; /* NULL when it is in the log */
  CenLogRow row;
} CenDagParent;

typedef enum {
  CEN_DAG_UNKNOWN,
  CEN_DAG_ADMITS,
  CEN_DAG_ADMITS_NOBODY,
} CenDagAdmission;

struct _CenDagCandidate {
  CenPending *pending;
  CenDagState state;
  gboolean is_vouched;
  CenDagAdmission admission; /* of an ADMIT: whether its INVITE fits the JOIN it names */
  CenLogRow row;             /* once inserted */
  gint64 object;
  guint n_parents; /* prev first, then deps: as many as the op has */
  CenDagParent parents[];
};

typedef struct {
  CenCircle *circle;
  GPtrArray *candidates; /* CenDagCandidate, later by (lamport, id) */
  GHashTable *by_id;     /* CenId → CenDagCandidate */
  GHashTable *redacted;  /* CenId of objects that a REDACT of the batch names */
  guint64 source;
  CenReceived *received;
} CenDagBatch;

/* Whether what @payload of a JOIN or DEVICE_ADD claims holds: its form, certificate and proof; of
 * any other kind nothing is asked. */
gboolean cen_dag_claims_hold (CenCircle *circle, const CenOp *op, GBytes *payload);

/* Whether a sound ADMIT of the batch lets the JOIN @join in: it has it among its parents, and names
 * it together with an INVITE in its past that has the same I. */
gboolean cen_dag_join_is_admitted (CenDagBatch *batch, const CenDagCandidate *join);

/* Whether a GENESIS or JOIN of its member is in the past of the DEVICE_ADD @addition. */
gboolean cen_dag_device_has_member (CenDagBatch *batch, const CenDagCandidate *addition);

G_END_DECLS
