/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the files of authority share: authority.c walks the queue and decides; authority-roles.c
 * says what the effective ops so far say of a member; authority-devices.c knows devices and what
 * removes them; authority-summary.c tells in the end what members are. */

#pragma once

#include "authority.h"

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  guint number;
  CenRole role;
} CenGrantRecord;

/* All chains of one member with the same key. */
typedef struct {
  CenId member;
  CenId key;
  GArray *roots;        /* guint: first ops of its chains, in order; never empty */
  GArray *removals;     /* guint: effective DEVICE_REMOVEs of it */
  GArray *own_removals; /* guint: what it wrote to remove devices of its member, in order */
} CenDeviceRecord;

typedef struct {
  CenMemberInfo info;
  GArray *grants;     /* CenGrantRecord, effective */
  GArray *revokes;    /* guint, effective, LEAVE included */
  GArray *additions;  /* guint: effective DEVICE_ADDs */
  GArray *ops;        /* guint, in order; without first ops and removals of own devices */
  GPtrArray *devices; /* CenDeviceRecord, borrowed, the most senior first */
  gboolean is_taken;
} CenMemberRecord;

struct _CenAuthority {
  GPtrArray *ops; /* CenFrameOp, borrowed */
  guint n_ops;
  const CenBitset *within; /* numbers that count; NULL: all. Only while evaluating. */
  GHashTable *numbers;     /* CenId of op → number + 1 */
  GHashTable *by_member;   /* CenId → index + 1 in members */
  GPtrArray *members;      /* CenMemberRecord */
  GPtrArray *infos;        /* CenMemberInfo, borrowed from members, those with grants */
  GPtrArray *devices;      /* CenDeviceRecord */
  GHashTable *by_key;      /* CenId of a device key → GArray of guint: first ops, in order */
  GPtrArray *device_of;    /* by number of a first op: its CenDeviceRecord; else NULL */
  CenBitset *effective;
  GHashTable *uses;        /* number of an INVITE → GArray of guint: effective ADMITs of it */
  GHashTable *revocations; /* number of an INVITE → GArray of guint: effective INVITE_REVOKEs */
  GPtrArray *queue;
  GArray *waiting; /* guint: ADMITs of taken members whose INVITE is not effective yet */
};

const CenFrameOp *cen_authority_get_op (const CenAuthority *self, guint number);
gboolean cen_authority_find_number (const CenAuthority *self, const CenId *id, guint *ret_number);
CenMemberRecord *cen_authority_find_member (const CenAuthority *self, const CenId *id);
/* Whether the evaluation knows the op @number. */
gboolean cen_authority_counts (const CenAuthority *self, guint number);
/* GCompareDataFunc on guint, by the order of the ops; the data is the CenAuthority. */
int cen_authority_compare_numbers (gconstpointer a, gconstpointer b, gpointer data);

/* authority-roles.c. @past may be NULL: all. */
gboolean cen_authority_find_role (const CenAuthority *self, const CenMemberRecord *member,
                                  const CenBitset *past, CenRole *ret_role);
/* The role of @member for their frame op @number: a later demotion that did not see it counts. */
gboolean cen_authority_find_role_for_op (const CenAuthority *self, const CenMemberRecord *member,
                                         guint number, CenRole *ret_role);
/* What GENESIS and GRANTs to @member within @past have seen: a REVOKE or LEAVE there is lifted. */
CenBitset *cen_authority_collect_lifted (const CenAuthority *self, const CenMemberRecord *member,
                                         const CenBitset *past);
/* Whether a removal of @member, or of the device that wrote it, takes the op @number away. */
gboolean
cen_authority_is_excluded (const CenAuthority *self, const CenMemberRecord *member, guint number);
/* Effective ADMITs of the INVITE @invite and INVITE_REVOKEs of it, within @within or all. */
guint cen_authority_count_admits (const CenAuthority *self, guint invite, const CenBitset *within);
gboolean
cen_authority_has_revocation (const CenAuthority *self, guint invite, const CenBitset *within);
/* Adds @number to the array at @key of @table. */
void cen_authority_note (GHashTable *table, guint key, guint number);

/* authority-devices.c. */
void cen_device_record_free (gpointer self);
/* Finds the devices of all members and sorts out the ops that are decided before the others. */
void cen_authority_collect_devices (CenAuthority *self);
/* The device that the DEVICE_REMOVE @number names; NULL when it saw none. */
CenDeviceRecord *cen_authority_find_target (const CenAuthority *self, guint number);
/* Whether @member may have one more device, as the DEVICE_ADD @number saw it. */
gboolean
cen_authority_has_room (const CenAuthority *self, const CenMemberRecord *member, guint number);

/* authority-summary.c */
void cen_authority_summarise (CenAuthority *self);

G_END_DECLS
