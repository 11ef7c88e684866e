/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenLinkText: the form that invites and device links share (PROTOCOL.md, Invites; Linking a
 * device): a scheme, a version, and in base32
 *   CBOR [1, circle, seed, [[curve key, address]…], expires_ms] || check[4] */

#pragma once

#include "address.h"
#include "crypto.h"
#include "error.h"
#include "id.h"

#include <glib.h>

G_BEGIN_DECLS

#define CEN_LINK_TEXT_MAX 4096

typedef struct {
  guint8 curve[CEN_KEY_LEN];      /* T of the device that answers there, or R of a relay */
  char address[CEN_ADDR_MAX + 1]; /* of any kind (address.h) */
} CenLinkAddress;

/* What a link says; the seed makes it a secret. Wipe with clear. */
typedef struct {
  CenId circle;
  guint8 seed[CEN_KEY_LEN];
  guint n_addresses;
  CenLinkAddress addresses[CEN_INVITE_ADDRS_MAX];
  gint64 expires_ms; /* 0: never */
} CenLinkContent;

/* One kind of link. */
typedef struct {
  const char *scheme; /* what stands before the version: "cenacle:" */
  const char *domain; /* of the check */
  const char *broken; /* sentences for a person */
  const char *newer;
} CenLinkForm;

/**
 * cen_link_text_parse: reads a link a person pasted; spaces around it and capitals are forgiven.
 * Errors: CEN_ERROR_INVALID for a mistyped or foreign link, CEN_ERROR_NEWER for a later version.
 */
gboolean cen_link_text_parse (CenLinkContent *ret_link, const CenLinkForm *form, const char *text,
                              GError **error);
/* Free with g_free; whoever reads it has the seed. */
char *cen_link_text_write (const CenLinkContent *link, const CenLinkForm *form);
/* Whether @text begins as links of @form do. */
gboolean cen_link_text_is_of (const char *text, const CenLinkForm *form);
void cen_link_text_clear (CenLinkContent *link);

G_END_DECLS
