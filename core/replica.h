/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenReplica: one home: its store, its secrets and the circles in them. Belongs to one thread. */

#pragma once

#include "author.h"
#include "author-content.h"
#include "author-moderation.h"
#include "circle.h"
#include "invite.h"
#include "secrets.h"

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  CenStore *store;
  CenSecrets *secrets;
  const CenWorld *world;
  GPtrArray *circles; /* CenCircle, in order of row */
} CenReplica;

/**
 * cen_replica_open: opens or makes the home's replica and loads its circles. @secrets_path NULL and
 * @path ":memory:" keep everything in memory.
 * Errors: those of cen_store_open and cen_secrets_open.
 */
CenReplica *cen_replica_open (const char *path, const char *secrets_path, const CenWorld *world,
                              GError **error);
/* The same with @key (nullable), which opens the secrets. */
CenReplica *cen_replica_unlock (const char *path, const char *secrets_path, const guint8 *key,
                                const CenWorld *world, GError **error);
void cen_replica_free (CenReplica *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CenReplica, cen_replica_free)

/* Reads all circles anew; none that was lent may be in use. Errors: CEN_ERROR_STORAGE. */
gboolean cen_replica_reload (CenReplica *self, GError **error);

/* Lent; NULL when there is no such circle. */
CenCircle *cen_replica_find (CenReplica *self, const CenId *circle);

typedef struct {
  const char *name;
  const char *intention; /* NULL: none; so for the next ones */
  const char *charter;
  const char *colour;
  const char *continues; /* id of the circle that this one goes on from */
  const char *as;        /* the founder's name */
} CenCircleOptions;

/* Founds a circle with its first epoch, its circle object, the founder's profile and the channel
 * "general", all or nothing. Lent. Errors: CEN_ERROR_REFUSED, CEN_ERROR_STORAGE. */
CenCircle *
cen_replica_create_circle (CenReplica *self, const CenCircleOptions *options, GError **error);

/* A newcomer's request, kept until somebody answers it. */
typedef struct {
  CenCircleKeys *keys; /* NULL once the circle has taken them */
  CenInviteLink link;  /* without its seed */
  CenId join;          /* op id */
  GBytes *op;
  GBytes *payload;
} CenJoinRequest;

/* Fresh keys and a JOIN signed with them; @name is a valid one. @curve: (nullable): the T key to
 * keep, by which this home listens for the circle already. */
CenJoinRequest *cen_join_request_new (const CenWorld *world, const CenInviteLink *link,
                                      const char *name, const CenBoxKey *curve);

/**
 * cen_replica_begin_join: makes keys and a signed JOIN for the circle of @link.
 * Errors: CEN_ERROR_REFUSED (already a member, a bad name, too many circles), CEN_ERROR_STORAGE.
 */
CenJoinRequest *cen_replica_begin_join (CenReplica *self, const CenInviteLink *link,
                                        const char *name, GError **error);
void cen_join_request_free (CenJoinRequest *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CenJoinRequest, cen_join_request_free)

/**
 * cen_replica_finish_join: takes the answer in: GENESIS, which must found the circle of the link,
 * and the ADMIT that names our JOIN. The circle is there, though still empty. Lent.
 * Errors: CEN_ERROR_INVALID when the answer is not for us, CEN_ERROR_STORAGE.
 */
CenCircle *cen_replica_finish_join (CenReplica *self, CenJoinRequest *request, GBytes *genesis,
                                    GBytes *genesis_payload, GBytes *admit, GBytes *admit_payload,
                                    GError **error);

/* The profile one shows in a circle, when there is none yet. */
gboolean cen_replica_ensure_profile (CenCircle *circle, const char *name, GError **error);

G_END_DECLS
