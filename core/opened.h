/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenOpened: the SEALED ops that this person can open: their keys in the store, and what each is
 * about. A key is found once, when the op or the key arrives, and kept: so the views can be made
 * anew when the box key that opened its wrap is gone. */

#pragma once

#include "circle.h"
#include "sealed.h"

#include <glib.h>

G_BEGIN_DECLS

#define CEN_OPENED_EARLY_MAX 4096 /* keys that wait for their op, for one circle */

/* SQL: the row of the object that content op "o" is about; null when there is none here. */
#define CEN_OPENED_SQL_OBJECT                                                                      \
  "CASE o.kind WHEN 20 THEN o.no WHEN 27 THEN (SELECT s.object FROM sealed s WHERE s.op = o.no)"   \
  " ELSE o.object END"

/**
 * cen_opened_admit: looks for the key of SEALED op row @no, whose author is @author and whose id is
 * @id, in its wraps and among those that came early, and keeps it. Runs inside a transaction.
 * @payload: (nullable): NULL when it was erased
 * @ret_object: row of the object that it makes or is about; 0 when it stays closed, or is about
 * what is not here
 */
gboolean cen_opened_admit (CenCircle *circle, gint64 no, const CenId *id, const CenDevice *author,
                           GBytes *payload, gint64 *ret_object, GError **error);
/* The same with @key at hand. @ret_is_of tells whether it is the key of that op. */
gboolean cen_opened_admit_key (CenCircle *circle, gint64 no, const CenDevice *author,
                               GBytes *payload, const guint8 key[static CEN_KEY_LEN],
                               gboolean *ret_is_of, gint64 *ret_object, GError **error);

/* SEALED op row @no is about the SEALED op row @object, which has arrived only now. */
gboolean cen_opened_set_object (CenCircle *circle, gint64 no, gint64 object, GError **error);

/* Opens @payload of @author with @key. FALSE when it may not count: this person or the author is
 * not among those it names, or it is malformed. @ret_sealed lends from @payload. */
gboolean cen_opened_read (CenCircle *circle, const CenDevice *author, GBytes *payload,
                          const guint8 key[static CEN_KEY_LEN], CenSealed *ret_sealed,
                          CenSealedInner *ret_inner);

/* Forgets the keys of SEALED op row @no and of all that is about it. @ret_object: (nullable): the
 * other object that @no was about; 0 for none. */
gboolean cen_opened_forget (CenCircle *circle, gint64 no, gint64 *ret_object, GError **error);

G_END_DECLS
