/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenLocal: what is this person's own and never told to the circle: read marks, addresses at which
 * peers answered, when they were last met, the ports one listens on, whose safety words were
 * compared, who told this device that it was put out. Drafts are in own-state.h. */

#pragma once

#include "circle.h"

#include <glib.h>

G_BEGIN_DECLS

#define CEN_ADDRESSES_PER_PEER 8

/* Marks everything up to @message in reading order as read (NULL: the whole channel; and with
 * @channel NULL every channel and every letter). @channel may be the id of a member: then it is the
 * letters between them and oneself. Errors: CEN_ERROR_NOT_FOUND, CEN_ERROR_STORAGE. */
gboolean
cen_local_mark_read (CenCircle *circle, const CenId *channel, const CenId *message, GError **error);

typedef struct {
  guint8 curve[CEN_KEY_LEN]; /* T of the device that answers there */
  char *address;
  gint64 good_ms; /* when it last answered; 0 never */
} CenPeerAddress;

/* CenPeerAddress, those that answered last first. */
GPtrArray *cen_local_list_addresses (CenCircle *circle, GError **error);
/* Keeps at most CEN_ADDRESSES_PER_PEER for one device: those that answered last. */
gboolean cen_local_add_address (CenCircle *circle, const guint8 curve[static CEN_KEY_LEN],
                                const char *address, gint64 good_ms, GError **error);
gboolean
cen_local_note_meeting (CenCircle *circle, const CenId *device, gint64 now_ms, GError **error);
gboolean
cen_local_get_meeting (CenCircle *circle, const CenId *device, gint64 *ret_seen_ms, GError **error);

typedef enum {
  CEN_VERIFIED_NO,
  CEN_VERIFIED_YES,
} CenVerified;

/* Whether this person compared the safety words of @member with them. Errors: CEN_ERROR_NOT_FOUND
 * when there is no such member, CEN_ERROR_STORAGE. */
gboolean cen_local_set_verified (CenCircle *circle, const CenId *member, CenVerified verified,
                                 GError **error);
/* The members of @circle (CenId) whose words were compared: a set. Works on a read-only store.
 * Errors: CEN_ERROR_STORAGE. */
GHashTable *cen_local_list_verified (CenStore *store, const CenId *circle, GError **error);

/* Word of a removal that this device heard. */
typedef struct {
  CenId by;     /* member */
  guint kind;   /* CEN_OP_REVOKE or CEN_OP_DEVICE_REMOVE; 0 for none */
  char *reason; /* "" when none was given */
} CenTold;

void cen_told_clear (CenTold *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CenTold, cen_told_clear)

/* What this very device was told; kind 0 when nothing was. Errors: CEN_ERROR_STORAGE. */
gboolean cen_local_get_told (CenCircle *circle, CenTold *ret_told, GError **error);
/* Keeps @told, or forgets what was told when its kind is 0. Errors: CEN_ERROR_STORAGE. */
gboolean cen_local_set_told (CenCircle *circle, const CenTold *told, GError **error);

gboolean cen_local_get_port (CenCircle *circle, guint *ret_port, GError **error);
gboolean cen_local_set_port (CenCircle *circle, guint port, GError **error);

G_END_DECLS
