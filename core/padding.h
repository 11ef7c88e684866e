/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenPadding: what is encrypted grows to one of few lengths first, so that a ciphertext tells only
 * about how long it is (PROTOCOL.md, Envelopes): content || 0x80 || zeros. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The padded length for @len bytes, the mark included. */
typedef gsize (*CenPaddingLen) (gsize len);

/* Rounds up so that only the magnitude of a length shows (PADMÉ, Nikitin et al. 2019): at most
 * 12 % more. */
gsize cen_padding_get_padme_len (gsize len);

/* @content with its padding, for the caller to free. */
guint8 *cen_padding_add (const guint8 *content, gsize len, CenPaddingLen get_len, gsize *ret_len);

/* The length of what was padded; FALSE when @padded has not exactly the padding of @get_len, by
 * which one content would have several forms. */
gboolean
cen_padding_strip (const guint8 *padded, gsize padded_len, CenPaddingLen get_len, gsize *ret_len);

G_END_DECLS
