/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "hub-guest.h"

#include "core/author.h"
#include "core/epochs.h"
#include "core/log.h"
#include "core/sponsor.h"
#include "admission.h"
#include "hub-removal.h"
#include "hub-vouched.h"
#include "preview.h"
#include "serve.h"

#include <string.h>

#define N_INTRODUCTION_KEYS 4 /* tried in turn, one for each refusal */

gboolean
net_hub_recognise_guest (NetHub *hub, const guint8 key[static CEN_KEY_LEN], NetRole *ret_role)
{
  CenKeyring *keyring;
  guint number;

  if (cen_sponsor_knows (hub->circle, key)) {
    *ret_role = NET_ROLE_SPONSORED;
    return TRUE;
  }
  /* Also an invite that is no good any more: its holder is told why. */
  if (cen_author_find_invite (hub->circle, key, NULL, &number) != CEN_INVITE_UNKNOWN) {
    *ret_role = NET_ROLE_GUEST;
    return TRUE;
  }
  keyring = cen_keyring_get (hub->circle, NULL);
  for (guint i = 0; keyring != NULL && i < keyring->epochs->len; i++) {
    const CenKnownEpoch *epoch = keyring->epochs->pdata[i];

    if (epoch->has_key && memcmp (epoch->introduction, key, CEN_KEY_LEN) == 0) {
      *ret_role = NET_ROLE_INTRODUCED;
      return TRUE;
    }
  }
  return FALSE;
}

/* Whether @key is that of an epoch that one may still be introduced under: what one writes with,
 * and what no other follows. */
static gboolean
is_current (NetHub *hub, const guint8 key[static CEN_KEY_LEN])
{
  const GPtrArray *newest = cen_epochs_list_newest (hub->circle, NULL);
  const CenKnownEpoch *writing;

  if (newest == NULL || !cen_epochs_get_writing (hub->circle, &writing, NULL))
    return FALSE;
  for (guint i = 0; i < newest->len; i++) {
    const CenKnownEpoch *epoch = newest->pdata[i];

    if (memcmp (epoch->introduction, key, CEN_KEY_LEN) == 0)
      return TRUE;
  }
  return writing != NULL && memcmp (writing->introduction, key, CEN_KEY_LEN) == 0;
}

/* --- Newcomers --- */

static void
answer_preview (NetHub *hub, NetHubLink *link, guint number)
{
  GBytes *preview = net_preview_make (hub->circle, hub->circle->frames->pdata[number]);

  if (preview != NULL)
    net_conn_send (link->conn, preview);
  else
    net_hub_say_bye (hub, link, NET_BYE_CANNOT_ADMIT);
}

static gboolean
add_op (NetHub *hub, GArray *ops, const CenId *id)
{
  CenIncoming incoming = { .op = NULL };
  gint64 no;

  if (!cen_circle_find_op (hub->circle, id, &no, NULL) || no == 0 ||
      !cen_log_read (hub->circle, no, &incoming.op, &incoming.payload, NULL))
    return FALSE;
  g_array_append_val (ops, incoming);
  return TRUE;
}

/* @state: of the invite they came with. */
static void
answer_join (NetHub *hub, NetHubLink *link, CenInviteState state, const guint8 *frame, gsize len)
{
  NetOpsFlag flag;
  g_autoptr (GArray) request = net_ops_from_frame (frame, len, &flag);
  g_autoptr (GArray) answer = NULL;
  const CenIncoming *join;

  join = request != NULL && request->len == 1 ? &g_array_index (request, CenIncoming, 0) : NULL;
  if (join == NULL || join->payload == NULL) {
    net_hub_say_bye (hub, link, NET_BYE_BROKEN);
    return;
  }
  answer = net_admission_let_in (hub->circle, join, NULL);
  if (answer == NULL) {
    net_hub_say_bye (hub, link, net_admission_get_bye (state));
    return;
  }
  net_hub_refresh (hub);
  hub->events.on_changed (hub, TRUE, hub->user_data);
  net_conn_send (link->conn, net_ops_to_frame (NET_FRAME_JOIN_OK, NET_OPS_LAST,
                                               (const CenIncoming *) answer->data, answer->len));
}

void
net_hub_receive_guest (NetHub *hub, NetHubLink *link, const guint8 *frame, gsize len)
{
  CenInviteState state;
  guint number;

  if (net_frame_get_type (frame, len) == NET_FRAME_BYE) {
    net_conn_close (link->conn);
    return;
  }
  if (++link->n_requests > NET_GUEST_REQUESTS_MAX) {
    net_hub_say_bye (hub, link, NET_BYE_BUSY);
    return;
  }
  state = cen_author_find_invite (hub->circle, net_conn_get_key (link->conn), NULL, &number);
  /* One who was admitted and lost the answer asks again with an invite that is used up. */
  if (state != CEN_INVITE_USABLE &&
      (state != CEN_INVITE_USED_UP || net_frame_get_type (frame, len) != NET_FRAME_JOIN_REQ)) {
    net_hub_say_bye (hub, link, net_admission_get_bye (state));
    return;
  }
  switch (net_frame_get_type (frame, len)) {
  case NET_FRAME_PREVIEW:
    answer_preview (hub, link, number);
    break;
  case NET_FRAME_JOIN_REQ:
    answer_join (hub, link, state, frame, len);
    break;
  default:
    net_hub_say_bye (hub, link, NET_BYE_BROKEN);
    break;
  }
}

/* --- Introductions --- */

/* The one to write with, then usable ones from the newest down. */
static const CenKnownEpoch *
get_epoch_at (NetHub *hub, guint at)
{
  CenKeyring *keyring = cen_keyring_get (hub->circle, NULL);
  const CenKnownEpoch *writing;

  if (keyring == NULL || !cen_epochs_get_writing (hub->circle, &writing, NULL))
    return NULL;
  if (at == 0)
    return writing;
  for (guint i = keyring->epochs->len; i-- > 0;) {
    const CenKnownEpoch *epoch = keyring->epochs->pdata[i];

    if (epoch != writing && epoch->has_key && epoch->verdict == CEN_EPOCH_USABLE && --at == 0)
      return epoch;
  }
  return NULL;
}

gboolean
net_hub_get_introduction_key (NetHub *hub, guint at, CenBoxKey *ret_key)
{
  const CenKnownEpoch *epoch = get_epoch_at (hub, at % N_INTRODUCTION_KEYS);

  memset (ret_key, 0, sizeof *ret_key);
  if (epoch == NULL)
    epoch = get_epoch_at (hub, 0);
  if (epoch == NULL || !net_hub_is_inside (hub))
    return FALSE;
  cen_epoch_key_get_introduction (&epoch->key, ret_key);
  return TRUE;
}

static gboolean
is_our_join (NetHub *hub, const CenId *join)
{
  guint number = GPOINTER_TO_UINT (g_hash_table_lookup (hub->circle->frame_numbers, join));

  return number > 0 &&
         cen_id_equal (&((CenFrameOp *) hub->circle->frames->pdata[number - 1])->device,
                       &hub->circle->self_device);
}

/* What let us in: our JOIN with its ADMIT, our DEVICE_ADD, or the founder's GENESIS. */
static GArray *
list_credentials (NetHub *hub)
{
  GArray *ops = net_ops_array_new ();

  for (guint i = 0; i < hub->circle->frames->len; i++) {
    const CenFrameOp *op = hub->circle->frames->pdata[i];

    if (!cen_authority_is_effective (hub->circle->authority, i))
      continue;
    if (op->frame.kind == CEN_OP_ADMIT && is_our_join (hub, &op->frame.admit.join)) {
      add_op (hub, ops, &op->frame.admit.join);
      add_op (hub, ops, &op->id);
    } else if ((op->frame.kind == CEN_OP_DEVICE_ADD || op->frame.kind == CEN_OP_GENESIS) &&
               cen_id_equal (&op->device, &hub->circle->self_device)) {
      add_op (hub, ops, &op->id);
    }
  }
  return ops;
}

void
net_hub_introduce (NetHub *hub, NetHubLink *link)
{
  g_autoptr (GArray) ops = list_credentials (hub);

  net_conn_send (link->conn, net_ops_to_frame (NET_FRAME_INTRODUCE, NET_OPS_MORE,
                                               (const CenIncoming *) ops->data, ops->len));
}

/* What the other side lacks of all we have, by its clock. */
static GArray *
list_missing (NetHub *hub, GArray *clock)
{
  GArray *ranges = g_array_new (FALSE, TRUE, sizeof (NetRange));

  for (guint i = 0; i < hub->circle->devices->len; i++) {
    const CenDevice *device = hub->circle->devices->pdata[i];
    NetRange range = { .from = 0, .to = device->tip_seq };

    memcpy (range.device, device->key.bytes, NET_CLOCK_KEY_LEN);
    for (guint k = 0; k < clock->len; k++) {
      const NetClockEntry *entry = &g_array_index (clock, NetClockEntry, k);

      if (memcmp (entry->device, range.device, NET_CLOCK_KEY_LEN) == 0)
        range.from = entry->seq + 1;
    }
    if (device->has_tip && range.from <= range.to && ranges->len < NET_CLOCK_ENTRIES_MAX)
      g_array_append_val (ranges, range);
  }
  return ranges;
}

static void
send_missing (NetHub *hub, NetHubLink *link, GArray *clock)
{
  g_autoptr (GArray) ranges = list_missing (hub, clock);
  g_autoptr (NetServe) serve = net_serve_new (hub->circle);
  gboolean ok = net_serve_add_ranges (serve, ranges, NULL);

  for (guint i = 0; ok && i < NET_INTRODUCE_FRAMES_MAX && !net_serve_is_idle (serve); i++) {
    guint n_ops;
    g_autoptr (GBytes) frame = net_serve_next (serve, &n_ops, NULL);
    GByteArray *renamed;

    if (frame == NULL)
      return;
    renamed = g_byte_array_sized_new ((guint) g_bytes_get_size (frame));
    g_byte_array_append (renamed, g_bytes_get_data (frame, NULL), (guint) g_bytes_get_size (frame));
    renamed->data[0] = NET_FRAME_INTRODUCE;
    ok = net_conn_send (link->conn, g_byte_array_free_to_bytes (renamed));
  }
}

void
net_hub_receive_introducing (NetHub *hub, NetHubLink *link, const guint8 *frame, gsize len)
{
  g_autoptr (GArray) clock = NULL;
  NetBye code;

  if (net_frame_get_type (frame, len) == NET_FRAME_BYE) {
    /* At once, but not over and over when they refuse us all the same. */
    if (net_bye_from_frame (&code, frame, len) && code == NET_BYE_INTRODUCED &&
        !link->peer->was_introduced) {
      /* A stranger comes to us, now that they know us. */
      if (net_hub_peer_is_trusted (hub, link->peer))
        link->peer->dial_ms = 0;
      link->peer->was_introduced = TRUE;
      link->peer->was_refused = FALSE;
    }
    net_conn_close (link->conn);
    return;
  }
  if (net_frame_get_type (frame, len) == NET_FRAME_INTRODUCE) {
    NetOpsFlag flag;
    g_autoptr (GArray) ops = net_ops_from_frame (frame, len, &flag);

    if (ops == NULL || ++link->n_requests > 1)
      net_hub_say_bye (hub, link, NET_BYE_BROKEN);
    else
      net_hub_hear_removal (hub, ops);
    return;
  }
  clock =
      net_frame_get_type (frame, len) == NET_FRAME_CLOCK ? net_clock_from_frame (frame, len) : NULL;
  if (clock == NULL || ++link->n_requests > 1) {
    net_hub_say_bye (hub, link, NET_BYE_BROKEN);
    return;
  }
  send_missing (hub, link, clock);
}

/* One who introduced themself is known now when what let them in has taken effect. */
static gboolean
is_known_now (NetHub *hub, GArray *ops)
{
  for (guint i = 0; i < ops->len; i++) {
    GBytes *bytes = g_array_index (ops, CenIncoming, i).op;
    const CenDevice *device;
    CenOp op;

    if (!cen_op_decode (&op, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL) ||
        (op.kind != CEN_OP_JOIN && op.kind != CEN_OP_DEVICE_ADD))
      continue;
    device = cen_circle_find_device (hub->circle, &op.device);
    if (device != NULL && cen_circle_device_is_effective (hub->circle, device))
      return TRUE;
  }
  return FALSE;
}

/* Whether the root op @op with @payload may be introduced: by no device and no member that was put
 * out, and for a further device by a member who is in. */
static gboolean
root_is_fair (NetHub *hub, const CenOp *op, GBytes *payload)
{
  const CenDevice *device = cen_circle_find_device (hub->circle, &op->device);
  const CenMemberInfo *info;
  gboolean is_join = op->kind == CEN_OP_JOIN;
  CenFrame frame;

  if (!cen_frame_parse (&frame, op->kind, g_bytes_get_data (payload, NULL),
                        g_bytes_get_size (payload), NULL) ||
      (device != NULL && net_hub_find_removal (hub, device) != NULL))
    return FALSE;
  info = cen_authority_get_member (hub->circle->authority,
                                   is_join ? &frame.join.certificate.member
                                           : &frame.device_add.certificate.member);
  return info != NULL ? info->state == CEN_MEMBER_ACTIVE : is_join;
}

/* Whether the first frame is what it must be: one JOIN with nothing but ADMITs besides, or one
 * DEVICE_ADD. */
static gboolean
is_fair_introduction (NetHub *hub, GArray *ops)
{
  guint n_roots = 0;

  for (guint i = 0; i < ops->len; i++) {
    const CenIncoming *incoming = &g_array_index (ops, CenIncoming, i);
    CenOp op;

    if (incoming->payload == NULL || !cen_op_decode (&op, g_bytes_get_data (incoming->op, NULL),
                                                     g_bytes_get_size (incoming->op), NULL))
      return FALSE;
    if (op.kind == CEN_OP_ADMIT)
      continue;
    if ((op.kind != CEN_OP_JOIN && (op.kind != CEN_OP_DEVICE_ADD || ops->len > 1)) ||
        ++n_roots > 1 || !root_is_fair (hub, &op, incoming->payload))
      return FALSE;
  }
  return n_roots == 1;
}

/* Turns one away who may not come in; who was put out is given the op that did it. */
static void
turn_away (NetHub *hub, NetHubLink *link, GArray *ops)
{
  GBytes *told = NULL;

  for (guint i = 0; told == NULL && i < ops->len; i++) {
    GBytes *bytes = g_array_index (ops, CenIncoming, i).op;
    const CenDevice *device = NULL;
    CenOp op;

    if (cen_op_decode (&op, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL) &&
        op.kind != CEN_OP_ADMIT)
      device = cen_circle_find_device (hub->circle, &op.device);
    if (device != NULL && !cen_circle_device_is_effective (hub->circle, device))
      told = net_hub_pack_removal (hub, device, NET_FRAME_INTRODUCE);
  }
  if (told != NULL)
    net_conn_send (link->conn, told);
  net_hub_say_bye (hub, link, NET_BYE_NOT_MEMBER);
}

static void
send_clock (NetHub *hub, NetHubLink *link)
{
  g_autoptr (GArray) entries = link->is_vouched
                                   ? net_hub_list_old_clock (hub, net_conn_get_key (link->conn))
                                   : net_clock_list (hub->circle);

  net_conn_send (link->conn,
                 net_clock_to_frame ((const NetClockEntry *) entries->data, entries->len));
}

/* Under the key that is written with now, or under an older one when somebody who is in vouches. */
static gboolean
may_introduce (NetHub *hub, NetHubLink *link, GArray *ops)
{
  const guint8 *key = net_conn_get_key (link->conn);
  gboolean is_now = is_current (hub, key);

  if (link->n_requests > 1)
    return is_now || link->is_vouched;
  if (!is_fair_introduction (hub, ops))
    return FALSE;
  link->is_vouched = !is_now && net_hub_is_vouched (hub, key, ops);
  return is_now || link->is_vouched;
}

void
net_hub_receive_introduction (NetHub *hub, NetHubLink *link, const guint8 *frame, gsize len)
{
  NetOpsFlag flag;
  g_autoptr (GArray) ops = NULL;
  g_auto (CenReceived) received = { 0 };

  if (net_frame_get_type (frame, len) == NET_FRAME_BYE) {
    net_conn_close (link->conn);
    return;
  }
  if (net_frame_get_type (frame, len) == NET_FRAME_INTRODUCE)
    ops = net_ops_from_frame (frame, len, &flag);
  if (ops == NULL || ++link->n_requests > NET_INTRODUCE_FRAMES_MAX + 1) {
    net_hub_say_bye (hub, link, NET_BYE_BROKEN);
    return;
  }
  if (!may_introduce (hub, link, ops)) {
    turn_away (hub, link, ops);
    return;
  }
  if (!cen_dag_receive (hub->circle, (const CenIncoming *) ops->data, ops->len, 0, CEN_STORE_NORMAL,
                        &received, NULL) ||
      received.n_junk > 0) {
    net_hub_say_bye (hub, link, received.n_junk > 0 ? NET_BYE_BROKEN : NET_BYE_CLOSING);
    return;
  }
  if (received.accepted->len > 0) {
    net_hub_refresh (hub);
    hub->events.on_changed (hub, TRUE, hub->user_data);
  }
  /* The first frame says who it is; what follows fills what we lacked, up to its last frame. */
  if (link->n_requests == 1 && !is_known_now (hub, ops))
    send_clock (hub, link);
  else if (link->n_requests == 1 || flag == NET_OPS_LAST)
    net_hub_say_bye (hub, link, NET_BYE_INTRODUCED);
}
