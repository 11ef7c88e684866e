/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "relay-session-private.h"

#include "relay-mark.h"

#include <string.h>

/* Leaves word of what is here, and asks what others left. FALSE when neither is due. */
gboolean
net_relay_session_mark (NetRelaySession *self, gint64 now_ms)
{
  CenCarriedKey *writing = cen_carried_get_writing (self->carried);
  NetRelayMark word = { 0 };
  guint8 digest[CEN_ID_LEN];
  gboolean is_due;

  for (guint i = 0; i < self->drawers->len; i++) {
    RelayDrawer *drawer = self->drawers->pdata[i];

    if (drawer->key != writing || !drawer->state.is_there)
      continue;
    net_clock_digest (self->circle, digest);
    is_due = now_ms >= self->mark_ms && memcmp (digest, self->marked, CEN_ID_LEN) != 0;
    if (!is_due && (!drawer->has_marks || now_ms < self->marks_ms))
      return FALSE;
    word.drawer = i;
    word.after = drawer->marks_after;
    if (is_due) {
      word.mark = net_relay_mark_seal (self->circle, &writing->key, word.slot);
      memcpy (self->marked, digest, CEN_ID_LEN);
      self->mark_ms = now_ms + NET_RELAY_MARK_MS;
    }
    drawer->has_marks = FALSE;
    self->marks_ms = now_ms + NET_RELAY_MARKS_MS;
    net_relay_session_ask (self, ASKED_MARKS, i, net_relay_mark_to_frame (&word), now_ms);
    g_clear_pointer (&word.mark, g_bytes_unref);
    return TRUE;
  }
  return FALSE;
}

gboolean
net_relay_session_receive_marks (NetRelaySession *self, const guint8 *frame, gsize len,
                                 GError **error)
{
  g_auto (NetRelayBatch) batch = { 0 };
  RelayDrawer *drawer;

  if (self->asked != ASKED_MARKS || !net_relay_batch_from_frame (&batch, frame, len) ||
      batch.drawer != self->at)
    return net_relay_session_set_broken (error, "unasked marks");
  self->asked = ASKED_NOTHING;
  drawer = self->drawers->pdata[self->at];
  drawer->has_marks = batch.last > drawer->marks_after && batch.items->len > 0;
  drawer->marks_after = MAX (batch.last, drawer->marks_after);
  if (drawer->tray != NULL) {
    net_relay_session_take_words (self, drawer, batch.items);
    return TRUE;
  }
  for (guint i = 0; self->events.on_holding != NULL && i < batch.items->len; i++) {
    g_autoptr (GArray) clock = NULL;
    gint64 wall_ms;
    const CenDevice *device = net_relay_mark_open (self->circle, &drawer->key->key,
                                                   batch.items->pdata[i], &clock, &wall_ms);

    if (device != NULL && !cen_id_equal (&device->key, &self->circle->self_device))
      self->events.on_holding (self, device, clock, self->user_data);
  }
  return TRUE;
}
