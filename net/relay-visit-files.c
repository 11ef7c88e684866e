/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "relay-visit-private.h"

#include "relay-file-wire.h"

/* A newcomer has nothing to do with files, nor has a grant that has no mailbox yet. */
static gboolean
may_ask (const NetRelayVisit *self)
{
  return net_relay_visit_get_mailbox (self) != 0 && !net_relay_visit_is_newcomer (self);
}

gboolean
net_relay_visit_receive_have (NetRelayVisit *self, const guint8 *frame, gsize len, GError **error)
{
  g_autoptr (GArray) names = net_relay_have_from_frame (frame, len);
  guint8 states[NET_RELAY_NAMES_MAX] = { CEN_PARCEL_UNKNOWN };
  CenStore *store = net_relay_visit_get_desk (self)->store;

  if (names == NULL)
    return net_relay_visit_set_broken (error, "asking for parcels");
  for (guint i = 0; may_ask (self) && i < names->len; i++) {
    CenParcelState state;

    if (!cen_mailboxes_look_for (store, net_relay_visit_get_mailbox (self),
                                 &g_array_index (names, CenId, i), &state, error))
      return FALSE;
    states[i] = (guint8) state;
  }
  net_relay_visit_answer (self, net_relay_having_to_frame (states, names->len));
  return TRUE;
}

gboolean
net_relay_visit_receive_store (NetRelayVisit *self, const guint8 *frame, gsize len, GError **error)
{
  NetRelayDesk *desk = net_relay_visit_get_desk (self);
  NetRelayStored stored = { .answer = CEN_MAIL_DENIED };
  g_autoptr (GBytes) bytes = NULL;
  NetRelayParcel parcel;
  CenDrawer drawer;

  if (!net_relay_store_from_frame (&parcel, frame, len))
    return net_relay_visit_set_broken (error, "giving a parcel");
  if (!net_relay_visit_find_place (self, parcel.drawer, &drawer, error))
    return FALSE;
  bytes = g_bytes_new (parcel.bytes, parcel.len);
  if (!cen_mailboxes_store (desk->store, &drawer, &parcel.name, bytes,
                            desk->world->now_ms (desk->world), &stored.answer, error) ||
      !cen_mailboxes_measure (desk->store, drawer.mailbox, &stored.bytes, error))
    return FALSE;
  net_relay_visit_answer (self, net_relay_stored_to_frame (&stored));
  if (stored.answer == CEN_MAIL_DONE)
    net_relay_visit_tell_others (self, &drawer);
  return TRUE;
}

gboolean
net_relay_visit_receive_fetch (NetRelayVisit *self, const guint8 *frame, gsize len, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (GBytes) parcel = NULL;
  CenId name;

  if (!net_relay_fetch_from_frame (&name, frame, len))
    return net_relay_visit_set_broken (error, "asking for a parcel");
  if (may_ask (self))
    parcel = cen_mailboxes_fetch (net_relay_visit_get_desk (self)->store,
                                  net_relay_visit_get_mailbox (self), &name, &local);
  if (local != NULL) {
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  net_relay_visit_answer (self, net_relay_parcel_to_frame (parcel));
  return TRUE;
}

gboolean
net_relay_visit_receive_drop (NetRelayVisit *self, const guint8 *frame, gsize len, GError **error)
{
  g_auto (NetRelayDrop) drop = { 0 };
  CenDrawer by, drawer;
  CenMailAnswer answer;

  if (!net_relay_drop_from_frame (&drop, frame, len))
    return net_relay_visit_set_broken (error, "dropping");
  if (!net_relay_visit_find_place (self, drop.by, &by, error) ||
      !net_relay_visit_find_place (self, drop.drawer, &drawer, error) ||
      !cen_mailboxes_drop (net_relay_visit_get_desk (self)->store, &by,
                           drop.what == NET_RELAY_DROP_CONTENTS ? &drawer : NULL,
                           (const CenId *) drop.ids->data, drop.ids->len, &answer, error))
    return FALSE;
  net_relay_visit_answer (self, net_relay_dropped_to_frame (answer));
  return TRUE;
}
