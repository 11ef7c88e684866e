/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Who is in the circle, written by this device: appointing, removing, adding and removing devices.
 * Each op is first judged as if it were written, so that none is that would have no effect. */

#pragma once

#include "author.h"

#include <glib.h>

G_BEGIN_DECLS

/**
 * cen_author_grant: gives @member the role @role (not owner), or confirms the one they have; takes
 * back one who left or was removed. Errors: CEN_ERROR_REFUSED, CEN_ERROR_NOT_FOUND (nobody of that
 * id was ever here), CEN_ERROR_STORAGE.
 * @succeeds: (nullable): the member that they were known as before
 */
gboolean cen_author_grant (CenCircle *circle, const CenId *member, CenRole role,
                           const CenId *succeeds, GError **error);

/**
 * cen_author_revoke: removes @member. What they wrote stands as far as this device has seen it, or
 * with a @cut as far as these ops (at most CEN_FRAME_CUT_MAX, all known here) have.
 * @reason: (nullable): at most CEN_FRAME_REASON_MAX bytes, for all to read
 * Errors: CEN_ERROR_REFUSED, CEN_ERROR_NOT_FOUND, CEN_ERROR_STORAGE.
 */
gboolean cen_author_revoke (CenCircle *circle, const CenId *member, const CenId *cut, guint n_cut,
                            const char *reason, GError **error);

/**
 * cen_author_remove_device: removes the device @device (its key D), of one's own or of a member to
 * whom one is senior; never a member's last one. @reason as above. Errors: as cen_author_revoke.
 */
gboolean cen_author_remove_device (CenCircle *circle, const CenId *device, const char *reason,
                                   GError **error);

/* What a new device writes its first op over: the heads that its sponsor knows. */
typedef struct {
  guint n_heads;
  CenId heads[CEN_OP_DEPS_MAX];
  guint64 lamport; /* the greatest of the heads */
  gboolean has_wrap;
  CenKeyWrap wrap; /* the epoch key of the time for the new device's box key */
} CenDeviceStart;

/* The newest heads of @circle and the key that one writes with, wrapped for the box key @box.
 * Without a key there is no wrap. Errors: CEN_ERROR_STORAGE. */
gboolean cen_device_start_init (CenDeviceStart *ret_start, CenCircle *circle, const guint8 *box,
                                GError **error);

/**
 * cen_author_sign_device: the DEVICE_ADD by which the device of @keys, certified by the member of
 * @keys, begins its chain in the circle that @keys names. It is not taken in anywhere yet.
 * Returns: the op; the caller owns it and @ret_payload.
 */
GBytes *cen_author_sign_device (const CenCircleKeys *keys, const CenDeviceStart *start,
                                const CenWorld *world, CenId *ret_id, GBytes **ret_payload);

/**
 * cen_author_add_device: adds the device of @keys to this home's own member, who is the member of
 * @keys too, and takes its DEVICE_ADD in. What this home writes afterwards is still by the keys it
 * has. Errors: CEN_ERROR_REFUSED, CEN_ERROR_STORAGE.
 */
gboolean
cen_author_add_device (CenCircle *circle, const CenCircleKeys *keys, CenId *ret_id, GError **error);

G_END_DECLS
