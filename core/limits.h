/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Every limit of the protocol in one place (PROTOCOL.md, Limits). Sizes in bytes, times in
 * milliseconds, unless the name says otherwise. */

#pragma once

#define CEN_PROTOCOL_VERSION 1

#define CEN_KEY_LEN   32 /* public, secret-seed and symmetric keys, hashes */
#define CEN_ID_LEN    32
#define CEN_SIG_LEN   64
#define CEN_SALT_LEN  16
#define CEN_KEYID_LEN 16
#define CEN_NONCE_LEN 24
#define CEN_MAC_LEN   16
#define CEN_WRAP_LEN  (CEN_KEY_LEN + CEN_MAC_LEN)

#define CEN_CBOR_DEPTH_MAX 4
#define CEN_CBOR_ITEMS_MAX 4096
#define CEN_CBOR_ITEM_MAX  65536

#define CEN_OP_MAX      65536
#define CEN_OP_DEPS_MAX 16
#define CEN_PAYLOAD_MAX 49152

#define CEN_TEXT_MAX        16384
#define CEN_NAME_POINTS_MAX 64
#define CEN_NAME_MAX        256 /* 64 code points of at most four bytes */
#define CEN_SKILL_MAX       64

#define CEN_NOTE_CHARS_MAX  (1 << 20) /* code points of a note, deleted ones among them */
#define CEN_TEXT_INSERT_MAX 16384     /* code points inserted by one op */
#define CEN_TEXT_STEPS_MAX  4096      /* of one op */

#define CEN_NOTE_CHARS_MAX  (1 << 20) /* code points of a note, deleted ones among them */
#define CEN_TEXT_INSERT_MAX 16384     /* code points inserted by one op */
#define CEN_TEXT_STEPS_MAX  4096      /* of one op */

#define CEN_DEVICES_MAX       512
#define CEN_DEVICES_ADDED_MAX 16 /* by one member, beside the first, as far as they stand */
#define CEN_MEMBERS_MAX       256
#define CEN_CIRCLES_MAX       16

#define CEN_ORPHANS_MAX          4096
#define CEN_ORPHAN_BYTES_MAX     (8 << 20)
#define CEN_ORPHANS_PER_PEER_MAX 1024
#define CEN_JUNK_MAX             4096
#define CEN_EARLY_MAX            2048 /* ops that came before their past */
#define CEN_EARLY_BYTES_MAX      (4 << 20)

#define CEN_MESSAGE_MAX      327680 /* one frame on the wire */
#define CEN_OPS_FRAME_MAX    262144
#define CEN_RBSR_FRAME_MAX   65536
#define CEN_RBSR_ROUNDS_MAX  12
#define CEN_CREDIT_WINDOW    (4 << 20)
#define CEN_PEER_QUEUE_MAX   (4 << 20)
#define CEN_LINKS_MAX        16
#define CEN_INVITE_ADDRS_MAX 6
#define CEN_ADDR_MAX         256
#define CEN_INVITE_USES_MAX  10000
