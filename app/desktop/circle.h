/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleCircle: one circle as the window's pages see it: its frame and members, read again when
 * the engine says so, and the way to the engine. */

#pragma once

#include "app/control/client.h"
#include "core/queries.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* What changed, as the engine's Changed names it. */
typedef enum {
  CENACLE_CHANGE_FRAME = 1 << 0,
  CENACLE_CHANGE_MEMBERS = 1 << 1,
  CENACLE_CHANGE_CHANNELS = 1 << 2,
  CENACLE_CHANGE_MESSAGES = 1 << 3,
  CENACLE_CHANGE_LOCAL = 1 << 4,
  CENACLE_CHANGE_STATUS = 1 << 5,
  CENACLE_CHANGE_LETTERS = 1 << 6,
  CENACLE_CHANGE_COPIES = 1 << 7,
  CENACLE_CHANGE_OBJECTS = 1 << 8,
  CENACLE_CHANGE_FILES = 1 << 9,
  CENACLE_CHANGE_ALL = (1 << 10) - 1,
} CenacleChange;

#define CENACLE_TYPE_CIRCLE (cenacle_circle_get_type ())
G_DECLARE_FINAL_TYPE (CenacleCircle, cenacle_circle, CENACLE, CIRCLE, GObject)

/* Signals: "changed" (guint CenacleChange), "typing" (const char *channel, const char *member),
 * "live" (guint kind, const char *object, const char *member, const char *device, GVariant *body),
 * "session-changed" (const char *session) of one that runs,
 * "failed" (const char *sentence) when something that was asked for later could not be done. */

/**
 * cenacle_circle_new: the circle @id as the replica has it now.
 * Errors: those of cen_query_circle().
 */
CenacleCircle *cenacle_circle_new (CenacleClient *client, const CenId *id, GError **error);

CenacleClient *cenacle_circle_get_client (CenacleCircle *self);
/* Lent; NULL while the engine is away. */
CenacleEngine1 *cenacle_circle_get_engine (CenacleCircle *self);
/* Lent; NULL when the replica cannot be read. */
CenStore *cenacle_circle_get_store (CenacleCircle *self);

const CenId *cenacle_circle_get_id (CenacleCircle *self);
const char *cenacle_circle_get_id_text (CenacleCircle *self);
const CenCircleRow *cenacle_circle_get_row (CenacleCircle *self);
/* FALSE once the person left or was removed, or this device was: then there is only reading. */
gboolean cenacle_circle_is_active (CenacleCircle *self);
/* TRUE for facilitators and the owner. */
gboolean cenacle_circle_can_facilitate (CenacleCircle *self);

/* CenMemberRow, lent, in the order of cen_query_members(). */
GPtrArray *cenacle_circle_get_members (CenacleCircle *self);
const CenMemberRow *cenacle_circle_get_member (CenacleCircle *self, const CenId *member);

/* Whether the person compared safety words with @member. */
gboolean cenacle_circle_is_verified (CenacleCircle *self, const CenId *member);

/* Whether the person ignores @member: folds away what they write, for nobody else. */
gboolean cenacle_circle_is_ignored (CenacleCircle *self, const CenId *member);

/* Deleting a message waits CENACLE_CIRCLE_UNDO_MS, in which it is hidden and can be had back. */
#define CENACLE_CIRCLE_UNDO_MS 6000
void cenacle_circle_delete_later (CenacleCircle *self, const CenId *message);
void cenacle_circle_undo_deletion (CenacleCircle *self, const CenId *message);
gboolean cenacle_circle_is_deleting (CenacleCircle *self, const CenId *message);
/* Does at once what still waits, for a window that closes. */
void cenacle_circle_flush_deletions (CenacleCircle *self);

/* "facilitator" and its kin, as the window writes them. */
const char *cenacle_circle_get_role_label (CenRole role);

G_END_DECLS
