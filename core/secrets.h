/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenSecrets: the secret keys of one home, in one file of mode 0600 that only the engine reads:
 * for each circle the member key M, the device keys D, E and T, and the seeds of the invites made
 * here. Written whole to a new file, synced and renamed over the old one. */

#pragma once

#include "crypto.h"
#include "error.h"

#include <glib.h>

G_BEGIN_DECLS

#define CEN_SECRET_INVITES_MAX 256

typedef struct {
  CenId invite; /* the INVITE op */
  guint8 seed[CEN_KEY_LEN];
} CenInviteSecret;

/* Keys of this device in one circle. */
typedef struct {
  CenId circle;
  CenSignKey member; /* M */
  CenSignKey device; /* D */
  CenBoxKey box;     /* E */
  CenBoxKey curve;   /* T */
  GArray *invites;   /* CenInviteSecret */
} CenCircleKeys;

CenCircleKeys *cen_circle_keys_generate (const CenWorld *world);
void cen_circle_keys_free (CenCircleKeys *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CenCircleKeys, cen_circle_keys_free)

typedef struct _CenSecrets CenSecrets;

/**
 * cen_secrets_open: reads @path, or starts empty when it is not there; NULL keeps all in memory.
 * Errors: CEN_ERROR_STORAGE (cannot be read), CEN_ERROR_INVALID (damaged), CEN_ERROR_NEWER.
 */
CenSecrets *cen_secrets_open (const char *path, GError **error);
void cen_secrets_free (CenSecrets *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CenSecrets, cen_secrets_free)

/* Lent; NULL when there are none for @circle. */
CenCircleKeys *cen_secrets_get (CenSecrets *self, const CenId *circle);
/* Eats @keys, whatever happens. */
gboolean cen_secrets_take (CenSecrets *self, CenCircleKeys *keys, GError **error);
gboolean cen_secrets_remove (CenSecrets *self, const CenId *circle, GError **error);
gboolean cen_secrets_add_invite (CenSecrets *self, const CenId *circle, const CenId *invite,
                                 const guint8 seed[static CEN_KEY_LEN], GError **error);
/* Lent; NULL when the invite was not made here. */
const guint8 *cen_circle_keys_get_invite_seed (const CenCircleKeys *self, const CenId *invite);

G_END_DECLS
