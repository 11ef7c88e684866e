/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleCommand: one run of cenaclectl: the home it is about, how it tells, the replica it reads
 * and the engine it asks, each opened when a verb first needs it; and how the names and prefixes
 * that people type become ids. Everything happens on the main thread. */

#pragma once

#include "app/control/engine1.h"
#include "core/queries.h"
#include "output.h"

G_BEGIN_DECLS

/* The longest a call that writes may take; those that wait for peers add their own time. */
#define CENACLE_CALL_MS 60000

typedef struct _CenacleCommand CenacleCommand;

CenacleCommand *cenacle_command_new (const char *home, CenacleFormat format);
/* Stops the engine if it was started for this run. */
void cenacle_command_free (CenacleCommand *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CenacleCommand, cenacle_command_free)

CenacleFormat cenacle_command_get_format (CenacleCommand *self);

/**
 * cenacle_command_get_store: lends the replica, read-only.
 * Errors: CEN_ERROR_NOT_FOUND when this home has none yet, and those of cen_store_open().
 */
CenStore *cenacle_command_get_store (CenacleCommand *self, GError **error);

/**
 * cenacle_command_get_engine: lends the engine of the home, started inside this program when none
 * runs. Calls on it wait at most CENACLE_CALL_MS plus @wait_ms.
 */
CenacleEngine1 *cenacle_command_get_engine (CenacleCommand *self, guint wait_ms, GError **error);

/* After a call on the engine: makes its error a sentence. Gives back @is_done. */
gboolean cenacle_command_settle (gboolean is_done, GError **error);

/* What a property of @engine is now; NULL with an error. */
GVariant *cenacle_command_read_property (CenacleEngine1 *engine, const char *name, GError **error);

/**
 * cenacle_command_find_circle: the circle that @text names: its whole name, or a prefix of its id.
 * Errors: CEN_ERROR_NOT_FOUND, CEN_ERROR_INVALID when there are several, and those of the store.
 */
CenCircleRow *cenacle_command_find_circle (CenacleCommand *self, const char *text, GError **error);

/* The same for a member, a channel or an invite of @circle; an invite has no name. */
gboolean cenacle_command_find_member (CenacleCommand *self, const CenId *circle, const char *text,
                                      CenId *ret_id, GError **error);
gboolean cenacle_command_find_channel (CenacleCommand *self, const CenId *circle, const char *text,
                                       CenId *ret_id, GError **error);
gboolean cenacle_command_find_invite (CenacleCommand *self, const CenId *circle, const char *text,
                                      CenId *ret_id, GError **error);
/* A device has no name either. */
gboolean cenacle_command_find_device (CenacleCommand *self, const CenId *circle, const char *text,
                                      CenId *ret_id, GError **error);
/* Anything in @circle, by a prefix of its id. */
gboolean cenacle_command_find_object (CenacleCommand *self, const CenId *circle, const char *text,
                                      CenId *ret_id, GError **error);

/* A circle that a verb writes to, and the engine that does it. */
typedef struct {
  CenacleEngine1 *engine; /* lent by the command */
  CenCircleRow *row;
  char *circle; /* its whole id */
} CenacleTarget;

/* Finds the circle and gets the engine as above; @ret_target is to be cleared either way. */
gboolean cenacle_command_open_target (CenacleCommand *self, const char *text, guint wait_ms,
                                      CenacleTarget *ret_target, GError **error);
void cenacle_target_clear (CenacleTarget *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CenacleTarget, cenacle_target_clear)

/* How the person is called who gave no name: as the system calls them. */
const char *cenacle_command_get_user_name (void);

/* One text field, as Set takes it. Usage error when @name is none of @fields. */
GVariant *cenacle_command_field (const char *name, const char *value, const char *const *fields,
                                 GError **error);

/* Prints {id} of what a verb made; {circle, member, device} of whoever is now in a circle; {}. */
void cenacle_command_show_id (CenacleCommand *self, const char *id);
void cenacle_command_show_membership (CenacleCommand *self, const char *circle, const char *member,
                                      const char *device);
void cenacle_command_show_nothing (CenacleCommand *self);

G_END_DECLS
