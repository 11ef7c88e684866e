/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A request to join outlives its program: who is admitted and ends before the answer came asks
 * again with the same JOIN, and gets the same answer, so that an invite is used once. Its keys
 * stand with those of the circles, its op in the replica, until the circle is entered or the
 * request refused. Of a circle that was left the old keys still stand there: coming back to it is
 * not kept so. The same holds of one who asks to become a further device by way of a relay: a
 * device link is bound to the keys that came with it. */

#pragma once

#include "replica-device.h"

G_BEGIN_DECLS

/* The request made before with the same invite; NULL when there is none, or another home may use
 * its keys too. */
CenJoinRequest *cen_joining_find (CenReplica *replica, const CenInviteLink *link);

/* Before it is sent. Errors: CEN_ERROR_STORAGE. */
gboolean cen_joining_keep (CenReplica *replica, const CenJoinRequest *request,
                           const CenInviteLink *link, GError **error);

/* CenInviteLink: those by which a request was made that was not answered yet. */
GPtrArray *cen_joining_list (CenReplica *replica);

/* After it was refused; nothing when the home is in @circle. */
void cen_joining_forget (CenReplica *replica, const CenId *circle);

/* The same for a device link. */
CenDeviceRequest *cen_joining_find_device (CenReplica *replica, const CenDeviceLink *link);
gboolean
cen_joining_keep_device (CenReplica *replica, const CenDeviceRequest *request, GError **error);
/* CenDeviceLink; also those that have expired. */
GPtrArray *cen_joining_list_devices (CenReplica *replica);
/* After it was refused, or @link has expired; nothing when no request by it was kept. */
void cen_joining_forget_device (CenReplica *replica, const CenDeviceLink *link);

G_END_DECLS
