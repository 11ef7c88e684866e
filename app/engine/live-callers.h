/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleLiveCallers: which client said what to those who are here, so that it is taken back when
 * the client goes. On the node thread alone. */

#pragma once

#include "net/node.h"

#include <glib.h>

G_BEGIN_DECLS

typedef struct _CenacleLiveCallers CenacleLiveCallers;

CenacleLiveCallers *cenacle_live_callers_new (void);
void cenacle_live_callers_free (CenacleLiveCallers *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CenacleLiveCallers, cenacle_live_callers_free)

/* Says @body about @object for as long as @caller (never looked into) is there, or until it or
 * another says something else. Errors: those of net_node_set_live. */
gboolean cenacle_live_callers_set (CenacleLiveCallers *self, gconstpointer caller, NetNode *node,
                                   const CenId *circle, NetLiveKind kind, const CenId *object,
                                   GBytes *body, GError **error);
/* @caller has gone. */
void cenacle_live_callers_drop (CenacleLiveCallers *self, gconstpointer caller, NetNode *node);

G_END_DECLS
