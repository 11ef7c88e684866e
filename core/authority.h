/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenAuthority: who may do what, decided by seniority (PROTOCOL.md, Authority). A pure function of
 * the set of frame ops: the order in which they arrived, clocks and content play no part. */

#pragma once

#include "bitset.h"
#include "frame.h"

#include <glib.h>

G_BEGIN_DECLS

/* One accepted frame op as authority sees it. Its number is its place in the array given to
 * evaluate; numbers are local to a replica and only name ops inside bitsets. */
typedef struct {
  CenId id;
  guint64 lamport;
  guint64 wall_ms;
  CenId device; /* who signed */
  CenId member; /* whose device that is, by the first op of its chain; zero when that is void */
  guint root;   /* number of the first op of its chain */
  CenFrame frame;
  gboolean is_valid;   /* E1 and, for certificates and proofs, their signatures */
  CenBitset *past;     /* numbers of the frame ops before it */
  CenBitset *cut_past; /* removal with a cut: numbers in the cut and its past; else NULL */
  gboolean is_walked;  /* removal: what it spares is noted in the replica */
} CenFrameOp;

void cen_frame_op_free (CenFrameOp *self);
/* The order of all ops: by lamport, then by id. */
int cen_frame_op_compare (const CenFrameOp *a, const CenFrameOp *b);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CenFrameOp, cen_frame_op_free)

typedef struct {
  CenId id;
  CenRole role; /* the last one in force */
  CenMemberState state;
  CenId admitted_by;   /* member; zero for the founder */
  guint first_grant;   /* number */
  CenId formerly;      /* the member they were before, as vouched for; zero: nobody */
  gboolean needs_look; /* admitted past what the invite allowed, or to be confirmed, and not yet */
} CenMemberInfo;

typedef struct _CenAuthority CenAuthority;

/**
 * cen_authority_evaluate: @ops are CenFrameOp, whatever their order; they must outlive the result.
 * @within: (nullable): only these numbers count, as if the others did not exist; the past of an op,
 * to judge it by what it knew
 * Cost: O(n²) in the worst case for n frame ops, some hundreds.
 */
CenAuthority *cen_authority_evaluate (GPtrArray *ops, const CenBitset *within);
void cen_authority_free (CenAuthority *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CenAuthority, cen_authority_free)

/* How many frame ops there were when it was evaluated. */
guint cen_authority_get_n_ops (const CenAuthority *self);

/* E3 for the frame op @number. A JOIN is effective when an effective ADMIT names it, or an
 * effective GRANT to its member saw it. */
gboolean cen_authority_is_effective (const CenAuthority *self, guint number);

/* Members with an effective grant, in order of first grant. CenMemberInfo, borrowed. */
GPtrArray *cen_authority_get_members (const CenAuthority *self);
/* NULL when nobody ever was. */
const CenMemberInfo *cen_authority_get_member (const CenAuthority *self, const CenId *member);

/* The role in force for @member for an op with @past: FALSE when no effective grant is in it. */
gboolean cen_authority_get_role_at (const CenAuthority *self, const CenId *member,
                                    const CenBitset *past, CenRole *ret_role);

/**
 * cen_authority_get_revokes: numbers (guint, GArray, owned by the caller) of the effective REVOKE
 * and LEAVE against @member that no later grant within @past has lifted. An op of @member with that
 * past is void when one of them did not see it (nor has it in its cut's past).
 */
GArray *
cen_authority_get_revokes (const CenAuthority *self, const CenId *member, const CenBitset *past);

/* Whether the chain that begins with frame op @root speaks for an active member: its first op is
 * effective, and no effective DEVICE_REMOVE names its device. */
gboolean cen_authority_device_is_effective (const CenAuthority *self, guint root);

/* Numbers (guint, GArray, owned by the caller) of the effective DEVICE_REMOVEs of the device whose
 * chain begins with frame op @root. None is ever lifted. */
GArray *cen_authority_get_device_removals (const CenAuthority *self, guint root);

/* How many effective ADMITs use invite op @number, and whether an effective op revoked it. */
guint cen_authority_count_uses (const CenAuthority *self, guint number);
gboolean cen_authority_is_revoked (const CenAuthority *self, guint number);

G_END_DECLS
