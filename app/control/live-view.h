/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleLiveView: how a session that runs stands, out of one answer of GetSession, and how long
 * things have lasted by now. */

#pragma once

#include "core/live-room.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct {
  CenLiveView live;
  gint64 read_us; /* monotonic: when it was so */
} CenacleLiveView;

/* @answer: a{sv}. What is missing or odd is taken for nothing. */
CenacleLiveView *cenacle_live_view_new (GVariant *answer);
void cenacle_live_view_free (CenacleLiveView *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CenacleLiveView, cenacle_live_view_free)

/* On step @n (from 1) of the agenda, and for the turn of who speaks, by now. */
gint64 cenacle_live_view_get_spent_ms (const CenacleLiveView *self, guint n);
gint64 cenacle_live_view_get_turn_ms (const CenacleLiveView *self);
/* The place of @member in the queue, from 1; 0: not in it. */
guint cenacle_live_view_get_place (const CenacleLiveView *self, const CenId *member);

G_END_DECLS
