/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenFold: one object while its ops are merged into registers, by the rules of its kind
 * (PROTOCOL.md, Folding). */

#pragma once

#include "content.h"
#include "fold-log.h"

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  gint64 member_no;
  guint mark;
  char *key;
  GBytes *value;    /* NULL: taken back */
  guint64 wall_ms;  /* of the MARK */
  gboolean is_late; /* it came after what it is about was closed, and does not count */
} CenMarkRegister;

typedef struct {
  GPtrArray *ops; /* CenFoldOp, kept until the row is written: the spans borrow from them */

  gboolean exists; /* the CREATE made something */
  const CenKind *kind;
  const CenDevice *author;
  CenSpan values[CEN_FIELD_ID_MAX + 1];
  GPtrArray *marks;  /* CenMarkRegister */
  char *hide_reason; /* NULL: shown */
  gboolean is_redacted;
  gboolean is_edited;
  GBytes *text;     /* CBOR, of what has TEXT ops */
  GHashTable *late; /* gint64 *: rows of MARKs that came too late; NULL: none can */
} CenFold;

void cen_fold_init (CenFold *self, GPtrArray *ops); /* takes @ops */
void cen_fold_clear (CenFold *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CenFold, cen_fold_clear)

/* The CREATE, opened or not; NULL when there is none. */
const CenFoldOp *cen_fold_get_create (const CenFold *self);

/* The effective CREATE: whether it makes an object is then in exists. An erased payload leaves one
 * without kind, which only its REDACT explains. */
void cen_fold_begin (CenFold *self, CenRole role);
/* An effective op after it, in order. */
void cen_fold_merge (CenFold *self, const CenFoldOp *op, CenRole role);

G_END_DECLS
