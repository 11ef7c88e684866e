/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "relay-session-private.h"

#include "core/relay-link.h"

#include <string.h>

static gboolean
has_drawer (const NetRelaySession *self, const CenCarriedKey *key)
{
  for (guint i = 0; i < self->drawers->len; i++) {
    if (((RelayDrawer *) self->drawers->pdata[i])->key == key)
      return TRUE;
  }
  return FALSE;
}

void
net_relay_drawer_add_junk_cb (const CenId *id, gint64 op G_GNUC_UNUSED, gpointer user_data)
{
  cen_held_add (user_data, id);
}

static void
add_drawer (NetRelaySession *self, CenCarriedKey *key)
{
  RelayDrawer *drawer = g_new0 (RelayDrawer, 1);
  CenBoxKey curve;

  drawer->key = key;
  drawer->met = g_hash_table_new_full (cen_id_hash, cen_id_hash_equal, g_free, NULL);
  cen_relay_drawer_seed (drawer->seed, &key->key, self->relay);
  cen_relay_drawer_from_seed (&curve, drawer->seed);
  cen_id_from_bytes (&drawer->id, curve.public_key);
  cen_box_key_clear (&curve);
  drawer->cursor = drawer->saved = (guint64) cen_carried_get_cursor (self->carried, &drawer->id);
  drawer->news_at = net_relay_drawer_get_news_end (drawer);
  cen_carried_foreach_junk (self->carried, &drawer->id, net_relay_drawer_add_junk_cb, &drawer->junk,
                            NULL);
  g_ptr_array_add (self->drawers, drawer);
}

/* Shows the keys that were not shown yet. */
gboolean
net_relay_session_look (NetRelaySession *self, gint64 now_ms)
{
  GPtrArray *keys = cen_carried_get_keys (self->carried);
  g_autoptr (GByteArray) seeds = g_byte_array_new ();

  for (guint i = 0; i < keys->len && self->drawers->len < NET_RELAY_DRAWERS_MAX; i++) {
    if (!has_drawer (self, keys->pdata[i]))
      add_drawer (self, keys->pdata[i]);
  }
  net_relay_session_add_trays (self);
  for (guint i = self->n_looked;
       i < self->drawers->len && seeds->len < NET_RELAY_LOOK_MAX * CEN_KEY_LEN; i++)
    g_byte_array_append (seeds, ((RelayDrawer *) self->drawers->pdata[i])->seed, CEN_KEY_LEN);
  if (seeds->len == 0)
    return FALSE;
  net_relay_session_ask (self, ASKED_LOOK, self->n_looked,
                         net_relay_look_to_frame (seeds->data, seeds->len / CEN_KEY_LEN), now_ms);
  self->n_looked += seeds->len / CEN_KEY_LEN;
  cen_crypto_wipe (seeds->data, seeds->len);
  return TRUE;
}

void
net_relay_drawer_take_state (RelayDrawer *drawer, const NetRelayState *state)
{
  drawer->state = *state;
  drawer->has_state = TRUE;
  /* It was set back, or it is another store: what is there is looked at anew. */
  if (state->last < drawer->cursor)
    drawer->cursor = 0;
}

gboolean
net_relay_session_receive_states (NetRelaySession *self, const guint8 *frame, gsize len,
                                  GError **error)
{
  g_autofree NetRelayStates *states = g_new0 (NetRelayStates, 1);

  if (!net_relay_states_from_frame (states, frame, len) ||
      states->first + states->n > self->n_looked)
    return net_relay_session_set_broken (error, "states");
  for (guint i = 0; i < states->n; i++) {
    RelayDrawer *drawer = self->drawers->pdata[states->first + i];

    net_relay_drawer_take_state (drawer, &states->states[i]);
    drawer->has_marks = TRUE;
    drawer->again_ms = 0;
    drawer->n_compares = 0;
  }
  if (self->asked == ASKED_LOOK && states->first == self->at)
    self->asked = ASKED_NOTHING;
  else
    net_relay_session_hear_of_files (self);
  return TRUE;
}

gboolean
net_relay_session_save_cursor (NetRelaySession *self, RelayDrawer *drawer, GError **error)
{
  if (drawer->saved == drawer->cursor)
    return TRUE;
  drawer->saved = drawer->cursor;
  return cen_carried_set_cursor (self->carried, &drawer->id, (gint64) drawer->cursor, error);
}

gboolean
net_relay_session_receive_made (NetRelaySession *self, const guint8 *frame, gsize len,
                                GError **error)
{
  CenMailAnswer answer;
  RelayDrawer *drawer;

  if (self->asked != ASKED_MAKE || !net_relay_made_from_frame (&answer, frame, len))
    return net_relay_session_set_broken (error, "an unasked drawer");
  drawer = self->drawers->pdata[self->at];
  self->asked = ASKED_NOTHING;
  if (answer != CEN_MAIL_DONE) {
    if (drawer->tray == NULL)
      net_relay_session_note_problem (self, NET_RELAY_DENIED);
    return TRUE;
  }
  net_relay_drawer_take_state (drawer, &(NetRelayState){ .is_there = TRUE });
  cen_held_digest (&(CenHeld){ 0 }, drawer->state.digest);
  return TRUE;
}
