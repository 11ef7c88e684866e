/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "receipts.h"

#include <string.h>

void
net_receipts_note_sent (NetReceipts *self, gsize len)
{
  self->n_sent += len;
}

static gboolean
settle (NetReceipts *self)
{
  guint n = 0;

  while (n < self->n_marks && self->marks[n].n_bytes <= self->n_received)
    self->op_no = self->marks[n++].op_no;
  self->n_marks -= n;
  memmove (self->marks, self->marks + n, self->n_marks * sizeof *self->marks);
  return n > 0;
}

gboolean
net_receipts_mark (NetReceipts *self, gint64 op_no)
{
  gint64 last = self->n_marks > 0 ? self->marks[self->n_marks - 1].op_no : self->op_no;

  if (op_no <= last)
    return FALSE;
  if (self->n_marks == NET_RECEIPT_MARKS_MAX)
    self->n_marks--;
  self->marks[self->n_marks++] = (NetReceiptMark){ self->n_sent, op_no };
  return settle (self);
}

gboolean
net_receipts_note_received (NetReceipts *self, guint64 n_bytes)
{
  self->n_received += MIN (n_bytes, self->n_sent - self->n_received);
  return settle (self);
}
