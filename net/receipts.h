/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* NetReceipts: how far a peer has what was sent to it. A peer gives credit back only for ops that
 * it has taken in, so its CREDIT frames are receipts and nothing else is needed on the wire. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define NET_RECEIPT_MARKS_MAX 64

typedef struct {
  guint64 n_bytes; /* of ops, sent before the mark was set */
  gint64 op_no;
} NetReceiptMark;

/* All zero to begin with. */
typedef struct {
  NetReceiptMark marks[NET_RECEIPT_MARKS_MAX]; /* in order; not confirmed yet */
  guint n_marks;
  guint64 n_sent;     /* bytes */
  guint64 n_received; /* bytes, of these */
  gint64 op_no;       /* the peer has everything up to this row; 0: nothing is known */
} NetReceipts;

/* @len bytes of ops are on their way. */
void net_receipts_note_sent (NetReceipts *self, gsize len);
/* All that the peer lacked up to row @op_no has been sent by now. TRUE when it has it already. When
 * too many marks wait, the last two become one, the later. */
gboolean net_receipts_mark (NetReceipts *self, gint64 op_no);
/* The peer has taken in @n_bytes more; it cannot have more than was sent. TRUE when op_no rose. */
gboolean net_receipts_note_received (NetReceipts *self, guint64 n_bytes);

G_END_DECLS
