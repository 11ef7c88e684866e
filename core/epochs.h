/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenEpochs: which of a circle's keys to write with, whether a new one is due, and what may be
 * handed to those who carry without reading (PROTOCOL.md, Epochs). */

#pragma once

#include "keyring.h"

#include <glib.h>

G_BEGIN_DECLS

#define CEN_EPOCH_AGE_MAX_MS (G_GINT64_CONSTANT (30) * 24 * 60 * 60 * 1000)

/* Why a new key is due. */
typedef enum {
  CEN_ROTATION_NONE,
  CEN_ROTATION_REMOVAL, /* somebody who is out holds the newest one */
  CEN_ROTATION_MERGE,   /* somebody who is in does not */
  CEN_ROTATION_AGE,     /* it is older than CEN_EPOCH_AGE_MAX_MS */
} CenRotationNeed;

/**
 * cen_epochs_get_writing: the epoch to write with: the one chosen, or while there is none to choose
 * the newest usable one. Lent until authority changes; NULL while no key is known.
 * Errors: CEN_ERROR_STORAGE.
 */
gboolean
cen_epochs_get_writing (CenCircle *circle, const CenKnownEpoch **ret_epoch, GError **error);

/* Whether a new key is due; always none while this device is not in the circle or knows no key. */
gboolean cen_epochs_get_need (CenCircle *circle, CenRotationNeed *ret_need, GError **error);

/**
 * cen_epochs_list_newest: the usable epochs that no other usable one follows: what a new one
 * follows, and the keys under which one may be introduced. CenKnownEpoch, lent until authority
 * changes; by still effective authors first, then by falling n. Errors: CEN_ERROR_STORAGE.
 */
GPtrArray *cen_epochs_list_newest (CenCircle *circle, GError **error);

/**
 * cen_epochs_may_carry: whether the op @id may be handed to those who carry: whoever holds its key,
 * by what its own past knows, is in the circle by that past. An EPOCH may always, when it is
 * usable: it is how those who are in come to the key.
 * Errors: CEN_ERROR_STORAGE, CEN_ERROR_NOT_FOUND. Cost: one evaluation of authority.
 */
gboolean
cen_epochs_may_carry (CenCircle *circle, const CenId *id, gboolean *ret_may, GError **error);

G_END_DECLS
