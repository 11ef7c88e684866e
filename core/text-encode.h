/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenTextEncode: the payload of a TEXT op (PROTOCOL.md, Text): salt || {0: ids, 1: text, 2: steps}.
 * Ids are those of the ops that the steps name; steps are numbers of seven bits a byte. */

#pragma once

#include "error.h"
#include "text-ids.h"
#include "text.h"
#include "world.h"

#include <glib.h>

G_BEGIN_DECLS

/* What it says, before it is known which of it is here: its steps name ids in a way of
 * their own until they are resolved. */
typedef struct {
  CenTextEdit edit;
  GArray *ids; /* CenId */
} CenTextPayload;

void cen_text_payload_clear (CenTextPayload *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CenTextPayload, cen_text_payload_clear)

/* E1. Errors: CEN_ERROR_INVALID. */
gboolean cen_text_payload_parse (CenTextPayload *ret_payload, const guint8 *bytes, gsize len,
                                 GError **error);

typedef enum {
  CEN_TEXT_FOUND,
  CEN_TEXT_LACKS, /* an op that it names is not here */
  CEN_TEXT_VOID,  /* an op that it names does not come before it */
} CenTextFinding;

/**
 * cen_text_payload_resolve: puts numbers of @ids in the place of what the steps name, once.
 * @lamport: of the op
 * @ret_lacking: the first id that is not here
 */
CenTextFinding cen_text_payload_resolve (CenTextPayload *self, const CenTextIds *ids,
                                         guint64 lamport, CenId *ret_lacking);

/* The payload of @edit, whose steps are numbers of @ids. Errors: CEN_ERROR_REFUSED when it is too
 * long for one op. */
GBytes *cen_text_encode (const CenTextEdit *edit, const CenTextIds *ids, const CenWorld *world,
                         GError **error);

G_END_DECLS
