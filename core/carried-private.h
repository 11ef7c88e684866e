/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a CenCarried is made of, for the files that share it: carried.c (keys, and which one an op
 * goes under), carried-look.c (ops that are looked at), carried-envelopes.c (envelopes, junk, and
 * how far others have got). */

#pragma once

#include "carried.h"
#include "op.h"

#include <glib.h>

G_BEGIN_DECLS

struct _CenCarried {
  CenCircle *circle;
  GPtrArray *keys; /* CenCarriedKey */
  GArray *handed;  /* CenEpochKey that the log does not give yet */
  GHashTable *may; /* "past:key" → whether it may be carried */
  gint64 upto;
  gint64 at_relay; /* what cen_carried_set_where() wrote last; -1: not known */
  guint n_keys;    /* usable when @upto was reached */
  gboolean is_loaded;
  gboolean may_be_late; /* some wait, and there are other keys */
  guint authority_no;
};

/* An op out of the log. */
typedef struct {
  gint64 no;
  gint64 past;
  CenId id;
  CenOp op;
  GBytes *bytes;
  GBytes *payload; /* NULL when it was erased */
} CenCarriedRow;

void cen_carried_row_clear (CenCarriedRow *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CenCarriedRow, cen_carried_row_clear)

/* Errors of all: CEN_ERROR_STORAGE. */

/* NULL when it is not known. */
CenCarriedKey *cen_carried_find_key (CenCarried *self, const guint8 key_id[static CEN_KEYID_LEN]);
/* Adds up the ids that are under @key. */
gboolean cen_carried_load_key (CenCarried *self, CenCarriedKey *key, GError **error);
gboolean cen_carried_refresh_keys (CenCarried *self, GError **error);
gboolean cen_carried_load (CenCarried *self, GError **error);
/* @ret_key: NULL while there is none. */
gboolean cen_carried_choose (CenCarried *self, const CenCarriedRow *row, CenCarriedKey **ret_key,
                             GError **error);

/* carried-look.c */
GBytes *cen_carried_seal_row (CenCarried *self, const CenCarriedKey *key, GBytes *op,
                              GBytes *payload, CenId *ret_id);
gboolean cen_carried_insert (CenCarried *self, CenCarriedKey *key, const CenId *id, gint64 op,
                             GError **error);
gboolean cen_carried_read_row (CenCarried *self, gint64 no, CenCarriedRow *ret_row, GError **error);

G_END_DECLS
