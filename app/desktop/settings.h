/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * cenacle_settings_new: the window state of one home (data/org.cenacle.Cenacle.gschema.xml). Two
 * homes are two people, so each has its own path. NULL where the schema is not installed: then
 * nothing is remembered, and all works.
 */
GSettings *cenacle_settings_new (const char *home);

G_END_DECLS
