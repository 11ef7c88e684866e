/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenFaults: what devices were caught at, with when and how often. Local knowledge of this replica:
 * no rule depends on it, and no digest. */

#pragma once

#include "circle.h"

#include <glib.h>

G_BEGIN_DECLS

/* Rows kept for one circle; those that happened last stay. */
#define CEN_FAULTS_MAX 512

/* Numbers stand in replicas. */
typedef enum {
  CEN_FAULT_PROTOCOL = 1, /* sent what does not belong into a session */
  CEN_FAULT_JUNK = 2,     /* sent ops that nobody can accept */
  CEN_FAULT_FLOOD = 3,    /* sent or asked more than it was allowed */
  CEN_FAULT_FORK = 4,     /* wrote two ops in one place; a restored backup does so too */
  CEN_FAULT_EPOCH =
      5, /* renewed the key so that not all could read; told by its ops, kept nowhere */
  CEN_FAULT_INVITE = 6, /* let more in by an invite than it allows; told by its ops too */
  CEN_FAULT_FILE = 7,   /* sent a piece of a file that is not what it should be */
} CenFault;

/* A few words in English: "broke the protocol". NULL for a number that is none. */
const char *cen_fault_get_words (CenFault fault);

/**
 * cen_faults_note: @device was caught at @fault now. Inside a transaction or not.
 * Errors: CEN_ERROR_STORAGE.
 */
gboolean cen_faults_note (CenCircle *circle, const CenId *device, CenFault fault, GError **error);

G_END_DECLS
