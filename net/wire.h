/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* NetWire: the frames of a connection (PROTOCOL.md, Wire). One frame is a type byte and one item of
 * canonical CBOR. Readers check shapes and bounds; what a field means is the session's business. */

#pragma once

#include "core/dag.h"
#include "core/limits.h"
#include "frame-form.h"

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  NET_FRAME_HELLO = 1,
  NET_FRAME_CLOCK = 2,
  NET_FRAME_NEED = 3,
  NET_FRAME_OPS = 4,
  NET_FRAME_RBSR = 5,
  NET_FRAME_PUSH = 6,
  NET_FRAME_HELD = 7,
  NET_FRAME_IHAVE = 8, /* gossip-wire.h, so PULL and BRANCH */
  NET_FRAME_CREDIT = 9,
  NET_FRAME_CHUNK_REQ = 10, /* blob-wire.h, so CHUNK and HOLD */
  NET_FRAME_CHUNK = 11,
  NET_FRAME_PEERS = 12,
  NET_FRAME_PREVIEW = 13,
  NET_FRAME_JOIN_REQ = 14,
  NET_FRAME_JOIN_OK = 15,
  NET_FRAME_INTRODUCE = 16,
  NET_FRAME_BYE = 17,
  NET_FRAME_LIVE = 18,
  NET_FRAME_OWN = 20,        /* own.h */
  NET_FRAME_DEVICE_REQ = 21, /* device-wire.h, so the next ones */
  NET_FRAME_DEVICE_OK = 22,
  NET_FRAME_DEVICE_ADD = 23,
  NET_FRAME_PULL = 24,
  NET_FRAME_BRANCH = 25,
  NET_FRAME_HOLD_REQ = 26,
  NET_FRAME_HOLD = 27,
} NetFrameType;

#define NET_NONCE_LEN         16
#define NET_CLOCK_KEY_LEN     8
#define NET_CLOCK_ENTRIES_MAX 1024
#define NET_NEED_IDS_MAX      512
#define NET_OPS_MAX           2048 /* in one frame */
#define NET_PEERS_MAX         32   /* records in one frame */

/* Why a connection ends; the value stands in BYE. */
typedef enum {
  NET_BYE_CLOSING = 0,
  NET_BYE_BROKEN = 1,     /* the peer sent something malformed */
  NET_BYE_NOT_MEMBER = 2, /* the roster does not (or no longer) hold the peer */
  NET_BYE_DOUBLE = 3,     /* another link to the same device stays */
  NET_BYE_BUSY = 4,       /* too many links */
  NET_BYE_INVITE_REVOKED = 5,
  NET_BYE_INVITE_EXPIRED = 6,
  NET_BYE_INVITE_USED_UP = 7,
  NET_BYE_INVITE_UNKNOWN = 8,
  NET_BYE_CANNOT_ADMIT = 9,
  NET_BYE_INTRODUCED = 10, /* come again with your own key */
  NET_BYE_VERSION = 11,
  NET_BYE_LAST = NET_BYE_VERSION,
} NetBye;

/* Bits of caps; others mean nothing yet. */
typedef enum {
  NET_CAPS_HAS_PEERS = 1 << 0, /* the sender has what the receiver told it last by PEERS */
  NET_CAPS_BLOBS = 1 << 1,     /* the sender knows the frames of blob-wire.h */
} NetCaps;

typedef struct {
  guint64 version;
  guint8 nonce[NET_NONCE_LEN];
  guint64 caps;
  guint64 message_max;
  guint64 credit;
  guint8 clock_digest[CEN_ID_LEN];
  gboolean has_held;
  guint8 held_digest[CEN_ID_LEN]; /* cen_held_digest */
} NetHello;

/* The tip of one chain: eight bytes of its device's key, its number, eight bytes of its id. */
typedef struct {
  guint8 device[NET_CLOCK_KEY_LEN];
  guint64 seq;
  guint8 head[NET_CLOCK_KEY_LEN];
} NetClockEntry;

/* Ops @from to @to of a device, both included. */
typedef struct {
  guint8 device[NET_CLOCK_KEY_LEN];
  guint64 from;
  guint64 to;
} NetRange;

/* A NEED names ranges or ids, never both. */
typedef struct {
  GArray *ranges; /* NetRange; NULL when it names ids */
  GArray *ids;    /* CenId, session-keyed */
  GArray
      *early; /* guint64: with ranges, first bytes of ids that are here early; NULL: none asked */
} NetNeed;

/* OPS end with one that says so: of an answer to NEED, of what reconciliation found, or neither. */
typedef enum {
  NET_OPS_MORE = 0,
  NET_OPS_LAST = 1,  /* of an answer to NEED */
  NET_OPS_LIVE = 2,  /* unasked */
  NET_OPS_EARLY = 3, /* before their past, by a NEED that asks for it */
} NetOpsFlag;

typedef struct {
  gboolean is_answer;
  char *name;
  char *intention;
  char *charter;
  char *inviter;
  guint64 expires_ms;
  guint64 n_members;
} NetPreview;

typedef enum {
  NET_LIVE_ALIVE = 0,
  NET_LIVE_TYPING = 1, /* in the channel named */
  NET_LIVE_LAST = NET_LIVE_TYPING,
  /* From here on what they say is signed and passed on: live-state.h. */
  NET_LIVE_STATE_FIRST = 2,
  NET_LIVE_SESSION = 2, /* about a session that runs */
  NET_LIVE_CURSOR = 3,  /* about a note that several write in */
} NetLiveKind;

typedef struct {
  NetLiveKind kind;
  gboolean has_object;
  CenId object;
} NetLive;

void net_need_clear (NetNeed *self);
void net_preview_clear (NetPreview *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (NetNeed, net_need_clear)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (NetPreview, net_preview_clear)

/* A GArray of CenIncoming that owns its bytes. */
GArray *net_ops_array_new (void);

/* Writing. Each returns a whole frame. */
GBytes *net_hello_to_frame (const NetHello *hello);
GBytes *net_clock_to_frame (const NetClockEntry *entries, guint n_entries);
GBytes *net_need_ranges_to_frame (const NetRange *ranges, guint n_ranges);
/* The same, and what can be read first may come first; but not those whose ids begin as @early says
 * (guint64, at most CEN_EARLY_MAX). */
GBytes *net_need_early_to_frame (const NetRange *ranges, guint n_ranges, const GArray *early);
GBytes *net_held_to_frame (const guint8 digest[static CEN_ID_LEN]);
GBytes *net_need_ids_to_frame (const CenId *ids, guint n_ids);
/* OPS, PUSH, JOIN_REQ, JOIN_OK, INTRODUCE and DEVICE_ADD all carry ops; @flag stands only in OPS.
 */
GBytes *net_ops_to_frame (NetFrameType type, NetOpsFlag flag, const CenIncoming *ops, guint n_ops);
/* The bytes one op takes in such a frame. */
gsize net_ops_measure (GBytes *op, GBytes *payload);
GBytes *net_rbsr_to_frame (guint round, GBytes *message);
GBytes *net_credit_to_frame (guint64 n_bytes);
GBytes *net_peers_to_frame (GPtrArray *records);
GBytes *net_preview_to_frame (const NetPreview *preview);
GBytes *net_bye_to_frame (NetBye code);
GBytes *net_live_to_frame (const NetLive *live);

/* Reading. FALSE for anything malformed; outputs are untouched then. */
gboolean net_hello_from_frame (NetHello *ret_hello, const guint8 *frame, gsize len);
GArray *net_clock_from_frame (const guint8 *frame, gsize len); /* NetClockEntry; NULL: malformed */
gboolean net_need_from_frame (NetNeed *ret_need, const guint8 *frame, gsize len);
GArray *net_ops_from_frame (const guint8 *frame, gsize len, NetOpsFlag *ret_flag);
gboolean net_held_from_frame (guint8 ret_digest[static CEN_ID_LEN], const guint8 *frame, gsize len);
gboolean net_rbsr_from_frame (guint *ret_round, const guint8 **ret_message, gsize *ret_message_len,
                              const guint8 *frame, gsize len);
gboolean net_credit_from_frame (guint64 *ret_n_bytes, const guint8 *frame, gsize len);
GPtrArray *net_peers_from_frame (const guint8 *frame, gsize len); /* GBytes */
gboolean net_preview_from_frame (NetPreview *ret_preview, const guint8 *frame, gsize len);
gboolean net_bye_from_frame (NetBye *ret_code, const guint8 *frame, gsize len);
gboolean net_live_from_frame (NetLive *ret_live, const guint8 *frame, gsize len);

G_END_DECLS
