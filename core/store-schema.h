/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The numbered migrations of a replica. Numbers are never reused; a released migration never
 * changes. The tables are told in DESIGN.md, The replica. */

#pragma once

#define CEN_STORE_VERSION 1

extern const char *const cen_store_migrations[CEN_STORE_VERSION];
