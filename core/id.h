/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenId: 32 bytes that name an op, an object, a circle, a member or a device, and the lowercase
 * base32 (RFC 4648 alphabet, no padding) in which people see them. */

#pragma once

#include "limits.h"

#include <glib.h>

G_BEGIN_DECLS

#define CEN_ID_TEXT_LEN   52 /* base32 characters of a whole id, without the final NUL */
#define CEN_ID_PREFIX_MIN 4

typedef struct {
  guint8 bytes[CEN_ID_LEN];
} CenId;

gboolean cen_id_equal (const CenId *a, const CenId *b);
int cen_id_compare (const CenId *a, const CenId *b);
gboolean cen_id_is_zero (const CenId *id);

/* For GHashTable; the first bytes of an id are already a good hash. */
guint cen_id_hash (gconstpointer id);
gboolean cen_id_hash_equal (gconstpointer a, gconstpointer b);

/* The first eight bytes as a number, in the order of the ids. */
gint64 cen_id_get_prefix (const CenId *id);

CenId *cen_id_dup (const CenId *id);
void cen_id_from_bytes (CenId *ret_id, const guint8 bytes[static CEN_ID_LEN]);

/**
 * cen_id_to_text: writes @id as CEN_ID_TEXT_LEN base32 characters and a NUL.
 */
void cen_id_to_text (const CenId *id, char ret_text[static CEN_ID_TEXT_LEN + 1]);
char *cen_id_dup_text (const CenId *id);

/**
 * cen_id_from_text: reads the whole base32 form; FALSE for anything else.
 */
gboolean cen_id_from_text (CenId *ret_id, const char *text);

/**
 * cen_id_range_from_prefix: the smallest and largest ids whose text starts with @prefix
 * (CEN_ID_PREFIX_MIN to CEN_ID_TEXT_LEN characters; capitals are accepted).
 * Returns: FALSE when @prefix is too short, too long or no base32.
 */
gboolean cen_id_range_from_prefix (const char *prefix, CenId *ret_first, CenId *ret_last);

/**
 * cen_base32_encode: lowercase base32 of @len bytes, no padding. Free with g_free.
 * cen_base32_decode: the inverse; NULL for a foreign character, an impossible length or non-zero
 *   spare bits. Capitals are accepted.
 */
char *cen_base32_encode (const guint8 *bytes, gsize len);
guint8 *cen_base32_decode (const char *text, gsize text_len, gsize *ret_len);

G_END_DECLS
