/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenModeration: the payloads of HIDE and ENDORSE (PROTOCOL.md, Content):
 *   HIDE {0: reason | null}   ENDORSE {0: [op id…]} */

#pragma once

#include "error.h"
#include "op.h"

#include <glib.h>

G_BEGIN_DECLS

#define CEN_HIDE_REASON_MAX 1024 /* bytes; at least one */
#define CEN_ENDORSE_OPS_MAX 64

/* @ret_reason is for the caller to free; NULL shows the object again. Errors: CEN_ERROR_INVALID. */
gboolean cen_hide_parse (char **ret_reason, const guint8 *payload, gsize len, GError **error);
/* @reason: NULL, or valid UTF-8 of 1 to CEN_HIDE_REASON_MAX bytes */
GBytes *cen_hide_build (const char *reason, const CenWorld *world);

typedef struct {
  guint n_ops;
  CenId ops[CEN_ENDORSE_OPS_MAX];
} CenEndorse;

/* Errors: CEN_ERROR_INVALID. */
gboolean
cen_endorse_parse (CenEndorse *ret_endorse, const guint8 *payload, gsize len, GError **error);
/* @n_ops: 1 to CEN_ENDORSE_OPS_MAX */
GBytes *cen_endorse_build (const CenId *ops, guint n_ops, const CenWorld *world);

/* What the moderation log tells. Numbers stand in replicas, names in what programs read. */
typedef enum {
  CEN_MOD_ADMITTED = 1, /* object: the INVITE */
  CEN_MOD_LEFT = 2,
  CEN_MOD_REMOVED = 3,
  CEN_MOD_ROLE = 4,
  CEN_MOD_VOUCHED = 5,        /* object: the member they were before */
  CEN_MOD_INVITED = 6,        /* object: the INVITE itself */
  CEN_MOD_UNINVITED = 7,      /* object: the INVITE taken back */
  CEN_MOD_DEVICE_ADDED = 8,   /* object: the device */
  CEN_MOD_DEVICE_REMOVED = 9, /* object: the device */
  CEN_MOD_KEYS_RENEWED = 10,
  CEN_MOD_HIDDEN = 11,
  CEN_MOD_SHOWN = 12,
  CEN_MOD_DELETED = 13,  /* by a facilitator, not its author */
  CEN_MOD_ENDORSED = 14, /* object: the op that counts again */
} CenModAction;

/* "admitted", "left", …; "" for an unknown one. */
const char *cen_mod_action_to_name (CenModAction action);

G_END_DECLS
