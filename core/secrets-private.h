/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the file of the keys holds, sealed: CBOR [mark, [circle…]], with the relay's seed after them
 * where there is one. */

#pragma once

#include "secrets.h"

G_BEGIN_DECLS

#define CEN_SECRETS_FILE_ROOM (1 << 20)
#define CEN_SECRETS_CONTENT_ROOM                                                                   \
  (CEN_SECRETS_FILE_ROOM - CEN_FILE_HEAD_LEN - CEN_KEY_LEN - CEN_MAC_LEN)

/* The seed of the key by which this home is known as a relay. */
typedef struct {
  gboolean is_there;
  guint8 seed[CEN_KEY_LEN];
} CenRelaySecret;

/* No keys yet; cen_circle_keys_free() frees it. */
CenCircleKeys *cen_circle_keys_new (void);

/* The circles of @len bytes of content, CenCircleKeys, with where they were written and the relay's
 * seed; NULL when it is malformed. */
GPtrArray *cen_secrets_read_content (const guint8 *bytes, gsize len,
                                     guint8 ret_mark[static CEN_ID_LEN], CenRelaySecret *ret_relay);
/* The content as written in the place of @mark; cen_crypto_free() frees it. */
guint8 *cen_secrets_make_content (GPtrArray *circles, const CenRelaySecret *relay,
                                  const guint8 mark[static CEN_ID_LEN], gsize *ret_len);

G_END_DECLS
