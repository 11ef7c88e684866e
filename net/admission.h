/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Letting in who comes with an invite, or as a further device of one's own: what they are answered,
 * whichever way they came. */

#pragma once

#include "core/author.h"
#include "core/carried.h"
#include "core/replica-device.h"
#include "relay-word.h"
#include "wire.h"

G_BEGIN_DECLS

/* What one is told who comes with an invite of @state. */
NetBye net_admission_get_bye (CenInviteState state);

/**
 * net_admission_let_in: writes the ADMIT of the JOIN @join, unless there is one already.
 * Returns: (transfer full): CenIncoming: GENESIS and the ADMIT; NULL with an error, as of
 *   cen_author_admit().
 */
GArray *net_admission_let_in (CenCircle *circle, const CenIncoming *join, GError **error);

/* What becomes of a newcomer's request that lies at a relay. */
typedef enum {
  NET_RELAY_PASSED_OVER, /* it is none, or for others to answer */
  NET_RELAY_LET_IN,
  NET_RELAY_TURNED_AWAY,
} NetRelayVerdict;

/* The same for one who asked by way of a relay, and cannot be met: LET_IN gives @ret_answer,
 * TURNED_AWAY @ret_bye. */
NetRelayVerdict net_admission_answer (CenCircle *circle, CenCarried *carried,
                                      const CenIncoming *join, NetBye *ret_bye,
                                      NetRelayAnswer *ret_answer);

/* What a device is told that cannot be added because of @error, of cen_sponsor_answer() or
 * cen_sponsor_take(). */
NetBye net_admission_get_device_bye (const GError *error);

/* The same for a further device that asked with the DEVICE_REQ frame @request by way of the tray of
 * the link of @curve. @device: D, as the word says. */
NetRelayVerdict
net_admission_answer_device (CenSecrets *secrets, CenCircle *circle, CenCarried *carried,
                             const guint8 curve[static CEN_KEY_LEN], const CenId *device,
                             GBytes *request, NetBye *ret_bye, NetRelayAnswer *ret_answer);
/* What the device of @request, which has been signed, begins with when @answer came along with
 * @handed by way of a relay: closed for itself (core/handed.h), as one who was let in by an invite
 * is handed it, with the DEVICE_ADD in the place of the ADMIT. */
GBytes *net_admission_hand_device (const CenDeviceRequest *request, const CenDeviceAnswer *answer,
                                   const NetRelayAnswer *handed, const CenWorld *world);

G_END_DECLS
