/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenKeyring: the epochs of a circle, the keys of those that this device can open, and which of
 * them are usable (PROTOCOL.md, Epochs). What it finds out about an epoch follows from that epoch's
 * past and key alone, so it is found out once; authority decides each time which ones count. */

#pragma once

#include "circle.h"
#include "epoch.h"

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  CEN_EPOCH_UNKNOWN, /* its key is not known here */
  CEN_EPOCH_UNUSABLE,
  CEN_EPOCH_USABLE,
} CenEpochVerdict;

typedef struct {
  guint number; /* of its frame op */
  guint64 n;
  guint n_parents;
  guint8 parents[CEN_EPOCH_PARENTS_MAX][CEN_KEYID_LEN];
  guint8 sender[CEN_KEY_LEN];
  CenBitset *recipients; /* places in circle->devices; NULL until it mattered */
  CenEpochVerdict verdict;
  gboolean has_key;
  CenEpochKey key;
  guint8 introduction[CEN_KEY_LEN]; /* public; set with the key */
  gboolean is_wanted;               /* effective, or a parent of one that is wanted */
  gboolean has_tried_wrap;
  gboolean has_given_chain;
  gboolean is_unsaved;
  GBytes *payload; /* while anything is still to be read in it */
} CenKnownEpoch;

typedef struct _CenKeyring {
  GPtrArray *epochs; /* CenKnownEpoch, by number */
  GPtrArray *keys;   /* found in an ADMIT or a chain, for whichever epoch they are of */
  guint n_frames;    /* looked at so far */
  guint authority_no;
  struct _CenEpochChoice *choice; /* of epochs.c; NULL when authority changed */
  void (*choice_free) (struct _CenEpochChoice *choice);
} CenKeyring;

/**
 * cen_keyring_get: lent; brought up to date with authority, and empty while no key is known. An
 * epoch that is new costs one evaluation of its past and about 70 µs a recipient, once.
 * Errors: CEN_ERROR_STORAGE.
 */
CenKeyring *cen_keyring_get (CenCircle *circle, GError **error);

/* The devices that are effective by @authority in the order of wraps: CenDevice, borrowed. */
GPtrArray *cen_keyring_list_recipients (CenCircle *circle, const CenAuthority *authority);
/* The same as places in circle->devices. */
CenBitset *cen_keyring_get_effective (CenCircle *circle, const CenAuthority *authority);

/* Whether @parent is one of the epochs that @epoch names as its own. */
gboolean cen_keyring_is_parent (const CenCircle *circle, const CenKnownEpoch *epoch,
                                const CenKnownEpoch *parent);

G_END_DECLS
