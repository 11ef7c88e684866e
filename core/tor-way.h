/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenTorWay: whether the devices of a circle are met over Tor (PROTOCOL.md, Onion services): what
 * this home chose for itself, and what the circle asks of all. */

#pragma once

#include "circle.h"
#include "link-text.h"

#include <glib.h>

G_BEGIN_DECLS

/* The numbers stand in replicas. */
typedef enum {
  CEN_TOR_ALSO = 0,  /* where there is a Tor daemon, beside all other ways */
  CEN_TOR_ONLY = 1,  /* and never in any other way, whether there is one or not */
  CEN_TOR_NEVER = 2, /* no onion service is made, none is dialled */
} CenTorWay;

/* What holds for @circle here: what this home chose, unless the circle asks for Tor alone; that,
 * too, when it cannot be read. */
CenTorWay cen_tor_way_get (CenCircle *circle);
/* Whether the circle itself asks for Tor alone, so that no choice of this home counts. */
gboolean cen_tor_way_is_given (CenCircle *circle);
/* Errors: CEN_ERROR_STORAGE. */
gboolean cen_tor_way_set (CenCircle *circle, CenTorWay way, GError **error);

/* Whether all places that @link names are onion services: who comes by it means to stay hidden. */
gboolean cen_tor_way_is_asked (const CenLinkContent *link);
/* Leaves only these in @link. */
void cen_tor_way_restrict (CenLinkContent *link);

G_END_DECLS
