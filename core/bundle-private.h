/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The form of a bundle, for its writer and its reader. */

#pragma once

#include "blob.h"
#include "bundle.h"

G_BEGIN_DECLS

#define CEN_BUNDLE_MAGIC       "cen.bndl"
#define CEN_BUNDLE_VERSION     1
#define CEN_BUNDLE_RECORD_HEAD 5 /* type u8 ‖ length u32 */
#define CEN_BUNDLE_BLOCK_HEAD  (CEN_ID_LEN + 4)

typedef enum {
  CEN_BUNDLE_ENVELOPE = 1,
  CEN_BUNDLE_BLOCK = 2, /* blob[32] ‖ index u32 ‖ closed block */
  CEN_BUNDLE_END = 3,   /* hash of all before it */
} CenBundleRecord;

G_END_DECLS
