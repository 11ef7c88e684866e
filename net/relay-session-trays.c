/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Each invite that can be used has a tray. Who is of the circle leaves word there what circle it
 * is, reads who asks, and answers once: what let the newcomer in has its envelope in the drawers
 * before the answer lies in the tray, since trays are looked after only when all is settled. Each
 * device link made here has one, too: it is this device alone that can answer there. */

#include "relay-session-private.h"

#include "core/author.h"
#include "core/relay-link.h"
#include "core/sponsor.h"
#include "device-wire.h"
#include "preview.h"

#include <string.h>

void
net_relay_tray_free (RelayTray *tray)
{
  NetRelayWord *word;

  while ((word = g_queue_pop_head (&tray->due)) != NULL) {
    net_relay_word_clear (word);
    g_free (word);
  }
  g_hash_table_unref (tray->answered);
  cen_crypto_wipe (tray->discovery, sizeof tray->discovery);
  g_free (tray);
}

static RelayDrawer *
find_tray (const NetRelaySession *self, guint number)
{
  for (guint i = 0; i < self->drawers->len; i++) {
    RelayDrawer *drawer = self->drawers->pdata[i];

    if (drawer->tray != NULL && !drawer->tray->is_of_device && drawer->tray->number == number)
      return drawer;
  }
  return NULL;
}

static RelayDrawer *
find_device_tray (const NetRelaySession *self, const guint8 *curve)
{
  for (guint i = 0; i < self->drawers->len; i++) {
    RelayDrawer *drawer = self->drawers->pdata[i];

    if (drawer->tray != NULL && drawer->tray->is_of_device &&
        memcmp (drawer->tray->curve, curve, CEN_KEY_LEN) == 0)
      return drawer;
  }
  return NULL;
}

/* The tray of @discovery, of which the rest is to be filled in. */
static RelayTray *
add_tray (NetRelaySession *self, const guint8 discovery[static CEN_KEY_LEN])
{
  RelayDrawer *drawer = g_new0 (RelayDrawer, 1);
  CenBoxKey curve;

  drawer->tray = g_new0 (RelayTray, 1);
  drawer->tray->answered = g_hash_table_new_full (cen_id_hash, cen_id_hash_equal, g_free, NULL);
  g_queue_init (&drawer->tray->due);
  memcpy (drawer->tray->discovery, discovery, CEN_KEY_LEN);
  cen_relay_tray_seed (drawer->seed, discovery, self->relay);
  cen_relay_drawer_from_seed (&curve, drawer->seed);
  cen_id_from_bytes (&drawer->id, curve.public_key);
  cen_box_key_clear (&curve);
  g_ptr_array_add (self->drawers, drawer);
  return drawer->tray;
}

static void
add_invite_tray (NetRelaySession *self, guint number)
{
  const CenFrameOp *op = self->circle->frames->pdata[number];
  RelayTray *tray = add_tray (self, op->frame.invite.discovery);

  tray->number = number;
  tray->expires_ms = op->frame.invite.expires_ms;
}

static CenInviteState
get_invite_state (const NetRelaySession *self, guint number)
{
  const CenFrameOp *op = self->circle->frames->pdata[number];
  guint found;
  CenInviteState state =
      cen_author_find_invite (self->circle, op->frame.invite.curve, NULL, &found);

  return found == number || state == CEN_INVITE_UNKNOWN ? state : CEN_INVITE_UNKNOWN;
}

/* Trays of invites that came since; also of those that are no good any more, whose holders are told
 * so. Only who may let others in looks after them. */
static void
add_invite_trays (NetRelaySession *self)
{
  const CenCircle *circle = self->circle;
  const CenMemberInfo *info = cen_authority_get_member (circle->authority, &circle->self_member);
  guint n_trays = 0;

  if (self->n_frames == circle->frames->len || info == NULL || info->role > CEN_ROLE_MEMBER)
    return;
  self->n_frames = circle->frames->len;
  for (guint i = circle->frames->len; i-- > 0 && n_trays < NET_RELAY_TRAYS_MAX;) {
    const CenFrameOp *op = circle->frames->pdata[i];

    if (op->frame.kind != CEN_OP_INVITE || get_invite_state (self, i) == CEN_INVITE_UNKNOWN)
      continue;
    n_trays++;
    if (find_tray (self, i) == NULL && self->drawers->len < NET_RELAY_DRAWERS_MAX)
      add_invite_tray (self, i);
  }
}

static void
add_device_trays (NetRelaySession *self)
{
  CenSponsorLink links[CEN_SECRET_LINKS_MAX];
  guint n_links = cen_sponsor_list_links (self->circle, links);

  for (guint i = 0; i < n_links && self->drawers->len < NET_RELAY_DRAWERS_MAX; i++) {
    guint8 discovery[CEN_KEY_LEN];
    RelayTray *tray;

    if (find_device_tray (self, links[i].curve) != NULL ||
        !cen_sponsor_get_discovery (self->circle, links[i].curve, discovery))
      continue;
    tray = add_tray (self, discovery);
    cen_crypto_wipe (discovery, sizeof discovery);
    tray->is_of_device = tray->has_preview = TRUE;
    memcpy (tray->curve, links[i].curve, CEN_KEY_LEN);
    tray->expires_ms = links[i].expires_ms;
  }
}

void
net_relay_session_add_trays (NetRelaySession *self)
{
  add_invite_trays (self);
  if (self->events.on_device != NULL)
    add_device_trays (self);
}

/* --- What lies there --- */

static void
add_due (RelayTray *tray, NetRelayWordKind kind, const CenId *join, GBytes *content)
{
  NetRelayWord *word = g_new0 (NetRelayWord, 1);

  *word = (NetRelayWord){ kind, *join, content };
  g_queue_push_tail (&tray->due, word);
  g_hash_table_add (tray->answered, cen_id_dup (join));
}

/* Whether @word asks by a JOIN, and is about it. */
static GArray *
open_join (const NetRelayWord *word, CenFrame *ret_frame)
{
  NetOpsFlag flag;
  g_autoptr (GArray) ops = net_ops_from_frame (g_bytes_get_data (word->content, NULL),
                                               g_bytes_get_size (word->content), &flag);
  const CenIncoming *join;
  CenOp op;

  if (ops == NULL || ops->len != 1)
    return NULL;
  join = &g_array_index (ops, CenIncoming, 0);
  if (join->payload == NULL ||
      !cen_op_decode (&op, g_bytes_get_data (join->op, NULL), g_bytes_get_size (join->op), NULL) ||
      op.kind != CEN_OP_JOIN || !cen_id_equal (&op.id, &word->join) ||
      !cen_frame_parse (ret_frame, CEN_OP_JOIN, g_bytes_get_data (join->payload, NULL),
                        g_bytes_get_size (join->payload), NULL))
    return NULL;
  return g_steal_pointer (&ops);
}

/* @ret_box: E of who asks. */
static NetRelayVerdict
judge (NetRelaySession *self, RelayTray *tray, const NetRelayWord *word, NetBye *ret_bye,
       NetRelayAnswer *ret_answer, guint8 ret_box[static CEN_KEY_LEN])
{
  g_autoptr (GArray) join = NULL;
  CenDeviceClaim claim;
  CenFrame frame;

  if (tray->is_of_device) {
    if (!net_device_req_from_frame (&claim, g_bytes_get_data (word->content, NULL),
                                    g_bytes_get_size (word->content)))
      return NET_RELAY_PASSED_OVER;
    memcpy (ret_box, claim.box, CEN_KEY_LEN);
    return self->events.on_device (self, tray->curve, word, ret_bye, ret_answer, self->user_data);
  }
  join = self->events.on_request != NULL ? open_join (word, &frame) : NULL;
  if (join == NULL)
    return NET_RELAY_PASSED_OVER;
  memcpy (ret_box, frame.join.certificate.box, CEN_KEY_LEN);
  return self->events.on_request (self, &g_array_index (join, CenIncoming, 0), ret_bye, ret_answer,
                                  self->user_data);
}

static void
consider (NetRelaySession *self, RelayTray *tray, const NetRelayWord *word)
{
  g_auto (NetRelayAnswer) answer = { 0 };
  guint8 box[CEN_KEY_LEN];
  GBytes *content;
  NetBye bye;

  switch (judge (self, tray, word, &bye, &answer, box)) {
  case NET_RELAY_LET_IN:
    content = net_relay_answer_seal (&answer, box, self->circle->world);
    if (content != NULL)
      add_due (tray, NET_RELAY_WORD_ANSWER, &word->join, content);
    self->is_prepared = FALSE;
    break;
  case NET_RELAY_TURNED_AWAY:
    add_due (tray, NET_RELAY_WORD_REFUSAL, &word->join, net_bye_to_frame (bye));
    break;
  case NET_RELAY_PASSED_OVER:
  default:
    break;
  }
}

/* Answers are read before requests: who was answered is not asked about again. */
void
net_relay_session_take_words (NetRelaySession *self, RelayDrawer *drawer, GPtrArray *marks)
{
  RelayTray *tray = drawer->tray;
  g_autoptr (GPtrArray) requests = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < marks->len; i++) {
    NetRelayWord word = { .content = NULL };

    if (!net_relay_word_open (&word, tray->discovery, marks->pdata[i]))
      continue;
    tray->has_preview = tray->has_preview || word.kind == NET_RELAY_WORD_PREVIEW;
    if (word.kind == NET_RELAY_WORD_REQUEST) {
      g_ptr_array_add (requests, g_memdup2 (&word, sizeof word));
      continue;
    }
    if (word.kind != NET_RELAY_WORD_PREVIEW)
      g_hash_table_add (tray->answered, cen_id_dup (&word.join));
    net_relay_word_clear (&word);
  }
  for (guint i = 0; i < requests->len; i++) {
    NetRelayWord *word = requests->pdata[i];

    if (!g_hash_table_contains (tray->answered, &word->join))
      consider (self, tray, word);
    net_relay_word_clear (word);
  }
}

/* --- What is left there --- */

static void
exchange (NetRelaySession *self, guint at, const NetRelayWord *word, gint64 now_ms)
{
  RelayDrawer *drawer = self->drawers->pdata[at];
  NetRelayMark mark = { .drawer = at, .after = drawer->marks_after };

  if (word != NULL)
    mark.mark = net_relay_word_seal (word, drawer->tray->discovery, self->circle->world, mark.slot);
  drawer->has_marks = FALSE;
  net_relay_session_ask (self, ASKED_MARKS, at, net_relay_mark_to_frame (&mark), now_ms);
  g_clear_pointer (&mark.mark, g_bytes_unref);
}

static gboolean
leave_preview (NetRelaySession *self, guint at, gint64 now_ms)
{
  RelayTray *tray = ((RelayDrawer *) self->drawers->pdata[at])->tray;
  g_auto (NetRelayWord) word = { .kind = NET_RELAY_WORD_PREVIEW };

  tray->has_preview = TRUE;
  word.content = net_preview_make (self->circle, self->circle->frames->pdata[tray->number]);
  if (word.content == NULL)
    return FALSE;
  exchange (self, at, &word, now_ms);
  return TRUE;
}

/* Whether somebody may still come by its link. */
static gboolean
holds (const NetRelaySession *self, const RelayTray *tray)
{
  return tray->is_of_device ? cen_sponsor_knows (self->circle, tray->curve)
                            : get_invite_state (self, tray->number) == CEN_INVITE_USABLE;
}

static gboolean
make_tray (NetRelaySession *self, guint at, gint64 now_ms)
{
  RelayDrawer *drawer = self->drawers->pdata[at];
  CenDrawerWish wish = { drawer->id, TRUE, drawer->tray->expires_ms };

  if (drawer->was_made || !holds (self, drawer->tray))
    return FALSE;
  drawer->was_made = TRUE;
  net_relay_session_ask (self, ASKED_MAKE, at, net_relay_make_to_frame (&wish), now_ms);
  return TRUE;
}

static gboolean
tend_tray (NetRelaySession *self, guint at, gint64 now_ms)
{
  RelayDrawer *drawer = self->drawers->pdata[at];
  NetRelayWord *word;

  if (!drawer->has_state)
    return FALSE;
  if (!drawer->state.is_there)
    return make_tray (self, at, now_ms);
  if (drawer->has_marks) {
    exchange (self, at, NULL, now_ms);
    return TRUE;
  }
  word = g_queue_pop_head (&drawer->tray->due);
  if (word != NULL) {
    exchange (self, at, word, now_ms);
    net_relay_word_clear (word);
    g_free (word);
    return TRUE;
  }
  return !drawer->tray->has_preview && leave_preview (self, at, now_ms);
}

gboolean
net_relay_session_tend (NetRelaySession *self, gint64 now_ms)
{
  for (guint i = 0; i < self->n_looked; i++) {
    if (((RelayDrawer *) self->drawers->pdata[i])->tray != NULL && tend_tray (self, i, now_ms))
      return TRUE;
  }
  return FALSE;
}
