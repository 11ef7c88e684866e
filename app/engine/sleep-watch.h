/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleSleepWatch: tells when the machine has woken up, by logind's word on the system bus; where
 * there is none it stays silent, and the node still notices by its clocks. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _CenacleSleepWatch CenacleSleepWatch;

/* @woke is called in the main context of the thread that made it. */
CenacleSleepWatch *cenacle_sleep_watch_new (GSourceOnceFunc woke, gpointer user_data);
void cenacle_sleep_watch_free (CenacleSleepWatch *self);

G_END_DECLS
