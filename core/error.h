/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenError: what may go wrong in core, as a caller can tell it apart. Every message is one plain
 * sentence that may be shown to a person; none carries a secret. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define CEN_ERROR (cen_error_quark ())

/**
 * CenError:
 * @CEN_ERROR_INVALID: bytes that break the format, a limit or a signature; from a peer or a file
 * @CEN_ERROR_REFUSED: well formed, but authority or state does not allow it
 * @CEN_ERROR_NOT_FOUND: the named thing is not in this replica
 * @CEN_ERROR_UNREACHABLE: nobody answered
 * @CEN_ERROR_STORAGE: the disk or the database failed
 * @CEN_ERROR_NEWER: written by a newer version of Cenacle; left untouched
 * @CEN_ERROR_BUSY: another engine serves this home
 * @CEN_ERROR_LOCKED: the keys of this home wait for a passphrase or for the keyring
 */
typedef enum {
  CEN_ERROR_INVALID,
  CEN_ERROR_REFUSED,
  CEN_ERROR_NOT_FOUND,
  CEN_ERROR_UNREACHABLE,
  CEN_ERROR_STORAGE,
  CEN_ERROR_NEWER,
  CEN_ERROR_BUSY,
  CEN_ERROR_LOCKED,
} CenError;

GQuark cen_error_quark (void);

/* Marks a sentence for translators where no call that makes errors does (po/meson.build). */
#define CEN_SENTENCE(text) text

G_END_DECLS
