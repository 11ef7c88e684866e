/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "relay-tags.h"

#include "core/crypto.h"

void
net_relay_tags_init (NetRelayTags *self, const CenId *drawer,
                     const guint8 member_nonce[static NET_NONCE_LEN],
                     const guint8 relay_nonce[static NET_NONCE_LEN], guint n_expected)
{
  CenPart parts[] = {
    { drawer->bytes, CEN_ID_LEN },
    { member_nonce, NET_NONCE_LEN },
    { relay_nonce, NET_NONCE_LEN },
  };

  cen_crypto_hash_parts (self->key, NULL, 0, "cen1.rly.tags", parts, G_N_ELEMENTS (parts));
  self->items = net_item_set_new (n_expected);
}

void
net_relay_tags_clear (NetRelayTags *self)
{
  g_clear_pointer (&self->items, net_item_set_unref);
}

void
net_relay_tags_add (NetRelayTags *self, const CenId *id, guint64 ref)
{
  CenId tag;

  cen_crypto_tag_id (&tag, self->key, id);
  net_item_set_add (self->items, 0, &tag, ref);
}
