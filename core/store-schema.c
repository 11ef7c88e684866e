/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "store-schema.h"

const char *const cen_store_migrations[CEN_STORE_VERSION] = {
  /* The log. What leads from an id to its row is an index over the first eight bytes (cen_prefix);
   * that no op stands twice in a circle is seen to by dag.c. */
  "CREATE TABLE circle (no INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, self_member BLOB NOT NULL,"
  "  self_device BLOB NOT NULL, renewed INTEGER NOT NULL DEFAULT 0,"
  /* What is said below this clock is put away, and up to which row that was looked at
   * (retention.h). */
  "  horizon INTEGER NOT NULL DEFAULT 0, horizon_op INTEGER NOT NULL DEFAULT 0,"
  /* How many ops there are; of how many the content is here or need not be, and their sum. */
  "  n_ops INTEGER NOT NULL DEFAULT 0, n_held INTEGER NOT NULL DEFAULT 0,"
  "  held_sum BLOB NOT NULL DEFAULT (zeroblob (32)),"
  /* Ops that nobody has seen yet: their rows, in JSON. They change with every op. */
  "  heads TEXT NOT NULL DEFAULT '[]');"
  /* role, state and what follows are views; state is null for one who never was a member. */
  "CREATE TABLE member (no INTEGER PRIMARY KEY, circle INTEGER NOT NULL REFERENCES circle,"
  "  id BLOB NOT NULL, role INTEGER, state INTEGER, admitted_by BLOB, joined INTEGER,"
  "  formerly BLOB, needs_look INTEGER NOT NULL DEFAULT 0, name TEXT NOT NULL DEFAULT '',"
  "  profile INTEGER, UNIQUE (circle, id));"
  /* One row for each first op of a chain; member is null when its certificate is void. added and
   * state are views: 0 active, 1 removed, null for one that never took effect. */
  "CREATE TABLE device (no INTEGER PRIMARY KEY, circle INTEGER NOT NULL REFERENCES circle,"
  "  root INTEGER NOT NULL UNIQUE, key BLOB NOT NULL, member INTEGER REFERENCES member,"
  "  box BLOB, curve BLOB, added INTEGER, state INTEGER);"
  "CREATE TABLE past (no INTEGER PRIMARY KEY, circle INTEGER NOT NULL REFERENCES circle,"
  "  bits BLOB NOT NULL);"
  "CREATE TABLE op (no INTEGER PRIMARY KEY, circle INTEGER NOT NULL, id BLOB NOT NULL,"
  "  device INTEGER NOT NULL, seq INTEGER NOT NULL, lamport INTEGER NOT NULL,"
  "  kind INTEGER NOT NULL, object INTEGER, past INTEGER NOT NULL, seen INTEGER NOT NULL,"
  "  prefix INTEGER NOT NULL);"
  "CREATE INDEX op_prefix ON op (prefix);"
  "CREATE INDEX op_chain ON op (device, seq);"
  "CREATE INDEX op_object ON op (object) WHERE object IS NOT NULL;"
  "CREATE TABLE body (no INTEGER PRIMARY KEY, op BLOB NOT NULL, payload BLOB);"
  /* Ops accepted without their content that no effective REDACT explains yet. */
  "CREATE TABLE wanted (op INTEGER PRIMARY KEY);"
  "CREATE TABLE frame (op INTEGER PRIMARY KEY, circle INTEGER NOT NULL, number INTEGER NOT NULL,"
  "  is_valid INTEGER NOT NULL, is_walked INTEGER NOT NULL DEFAULT 0, UNIQUE (circle, number));"
  /* Ops of the target that a REVOKE, LEAVE or DEVICE_REMOVE has in its past (or its cut has); once
   * it was effective. */
  "CREATE TABLE spared (revoke INTEGER NOT NULL, op INTEGER NOT NULL,"
  "  PRIMARY KEY (revoke, op)) WITHOUT ROWID;"
  /* Also votes that an op that closes a poll has in its past; and it itself, once that is known. */
  /* What was found out about EPOCH ops: whether it is usable, null while its key is not known, and
   * the places of its recipients among the circle's devices, as a set of bits. */
  "CREATE TABLE epoch (op INTEGER PRIMARY KEY, is_usable INTEGER, recipients BLOB NOT NULL);"
  /* Ids that a content op names and this replica does not hold yet. */
  "CREATE TABLE dangling (id BLOB NOT NULL, op INTEGER NOT NULL,"
  "  PRIMARY KEY (id, op)) WITHOUT ROWID;"

  /* Ids of content ops that an ENDORSE lists. */
  "CREATE TABLE endorse (id BLOB NOT NULL, op INTEGER NOT NULL,"
  "  PRIMARY KEY (id, op)) WITHOUT ROWID;"

  /* The views: a function of the log. state: 0 live, 1 redacted, 2 hidden. tie: the first eight
   * bytes of the id, to order equal lamports. Of what was sealed: peer is the member at the other
   * end, and named the ids of those named, one after the other. */
  "CREATE TABLE object (no INTEGER PRIMARY KEY, circle INTEGER NOT NULL, kind INTEGER NOT NULL,"
  "  author INTEGER NOT NULL, parent INTEGER, root INTEGER, lamport INTEGER NOT NULL,"
  "  tie INTEGER NOT NULL, wall INTEGER NOT NULL, state INTEGER NOT NULL,"
  "  is_edited INTEGER NOT NULL, is_pinned INTEGER NOT NULL, fields BLOB NOT NULL,"
  "  hide_reason TEXT, is_sealed INTEGER NOT NULL DEFAULT 0, peer INTEGER, named BLOB);"
  /* With all that the figures of a circle are made of, so that nobody's words are read for them. */
  "CREATE INDEX object_kind ON object (circle, kind, lamport, tie, state, wall, author, parent);"
  "CREATE INDEX object_place ON object (parent, lamport, tie) WHERE parent IS NOT NULL;"
  "CREATE INDEX object_arrival ON object (parent, no, state, author, lamport) WHERE parent IS NOT "
  "NULL;"
  "CREATE INDEX object_peer ON object (peer, lamport, tie) WHERE peer IS NOT NULL;"
  "CREATE INDEX object_root ON object (root) WHERE root IS NOT NULL;"
  "CREATE INDEX object_pinned ON object (parent) WHERE is_pinned = 1;"
  "CREATE TABLE mark (object INTEGER NOT NULL, mark INTEGER NOT NULL, key TEXT NOT NULL,"
  "  member INTEGER NOT NULL, is_late INTEGER NOT NULL, value BLOB NOT NULL,"
  "  wall INTEGER NOT NULL, PRIMARY KEY (object, mark, key, member, is_late)) WITHOUT ROWID;"
  /* The text of a note: its document as it was saved last with the op rows of its edits, and what
   * came since (note-text.h). */
  "CREATE TABLE note (note INTEGER PRIMARY KEY, entries BLOB NOT NULL, spans BLOB NOT NULL);"
  "CREATE TABLE note_tail (note INTEGER PRIMARY KEY, upto INTEGER NOT NULL,"
  "  is_overfull INTEGER NOT NULL, lacking BLOB NOT NULL, tail BLOB NOT NULL);"
  "CREATE TABLE invite (op INTEGER PRIMARY KEY, circle INTEGER NOT NULL, author INTEGER NOT NULL,"
  "  role INTEGER NOT NULL, n_uses INTEGER NOT NULL, max_uses INTEGER NOT NULL,"
  "  expires INTEGER NOT NULL, is_revoked INTEGER NOT NULL, created INTEGER NOT NULL);"
  "CREATE TABLE admission (invite INTEGER NOT NULL, member INTEGER NOT NULL,"
  "  PRIMARY KEY (invite, member)) WITHOUT ROWID;"
  /* ADMITs that are one too many by the same device (over-use.h). */
  "CREATE TABLE overuse (op INTEGER PRIMARY KEY, circle INTEGER NOT NULL);"
  /* What the moderation log tells of an effective op. target: a member row. */
  "CREATE TABLE modlog (op INTEGER NOT NULL, circle INTEGER NOT NULL, wall INTEGER NOT NULL,"
  "  action INTEGER NOT NULL, target INTEGER, object BLOB, role INTEGER, reason TEXT);"
  "CREATE INDEX modlog_op ON modlog (op);"
  "CREATE INDEX modlog_circle ON modlog (circle);"
  /* Files that objects name: their blobs by id, and the references as they stand in the object. */
  "CREATE TABLE attached (object INTEGER PRIMARY KEY, circle INTEGER NOT NULL, blob BLOB NOT NULL,"
  "  size INTEGER NOT NULL, ref BLOB NOT NULL);"
  "CREATE INDEX attached_blob ON attached (circle, blob);"
  "CREATE VIEW searchable AS SELECT no, cen_title (kind, fields) AS title,"
  "  cen_body (kind, fields) AS body FROM object;"
  "CREATE VIRTUAL TABLE search USING fts5 (title, body, content = 'searchable',"
  "  content_rowid = 'no', tokenize = 'unicode61 remove_diacritics 2');"
  /* Words that the index still has of notes that were written in since (store.h). */
  "CREATE TABLE late_words (no INTEGER PRIMARY KEY, title TEXT NOT NULL, body TEXT NOT NULL);"

  /* Local state: this person's own, never an op of the circle. */
  "CREATE TABLE read_mark (channel INTEGER PRIMARY KEY, op INTEGER NOT NULL);"
  "CREATE TABLE letter_mark (member INTEGER PRIMARY KEY, op INTEGER NOT NULL);"
  /* Keys of the SEALED ops that this person can open, and the row of the SEALED op that each is
   * about (its own when it makes something, null while that is not here). */
  "CREATE TABLE sealed (no INTEGER PRIMARY KEY, op INTEGER NOT NULL UNIQUE, key BLOB NOT NULL,"
  "  object INTEGER);"
  "CREATE INDEX sealed_object ON sealed (object) WHERE object IS NOT NULL;"
  /* Keys that came before their op. */
  "CREATE TABLE sealed_early (circle INTEGER NOT NULL, id BLOB NOT NULL, key BLOB NOT NULL,"
  "  PRIMARY KEY (circle, id)) WITHOUT ROWID;"
  /* channel: or a member. An empty text is kept so that an older one does not come back. */
  "CREATE TABLE draft (circle INTEGER NOT NULL, channel BLOB NOT NULL, wall INTEGER NOT NULL,"
  "  text TEXT NOT NULL, PRIMARY KEY (circle, channel)) WITHOUT ROWID;"
  /* What this person keeps about objects for nobody else (private-notes.h). */
  "CREATE TABLE private_note (no INTEGER PRIMARY KEY, circle INTEGER NOT NULL,"
  "  object BLOB NOT NULL, key TEXT NOT NULL, wall INTEGER NOT NULL, text TEXT NOT NULL,"
  "  UNIQUE (circle, object, key));"
  "CREATE INDEX private_ignored ON private_note (circle, object) WHERE key = 'ignored';"
  "CREATE TABLE address (circle INTEGER NOT NULL, curve BLOB NOT NULL, address TEXT NOT NULL,"
  "  good INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (circle, curve, address))"
  "  WITHOUT ROWID;"
  "CREATE TABLE meeting (circle INTEGER NOT NULL, device BLOB NOT NULL, seen INTEGER NOT NULL,"
  "  PRIMARY KEY (circle, device)) WITHOUT ROWID;"
  /* What other devices have: every op up to row op, and their last clock. */
  "CREATE TABLE holding (circle INTEGER NOT NULL, device INTEGER NOT NULL, op INTEGER NOT NULL,"
  "  seen INTEGER NOT NULL, clock BLOB, PRIMARY KEY (circle, device)) WITHOUT ROWID;"
  "CREATE TABLE port (circle INTEGER PRIMARY KEY, port INTEGER NOT NULL);"
  "CREATE TABLE tor (circle INTEGER PRIMARY KEY, way INTEGER NOT NULL);"
  /* Files of the library on this disk, and those that shall be (shelf.h). */
  "CREATE TABLE blob (circle INTEGER NOT NULL, id BLOB NOT NULL, size INTEGER NOT NULL,"
  "  held INTEGER NOT NULL, wish INTEGER NOT NULL, is_kept INTEGER NOT NULL,"
  "  used INTEGER NOT NULL, PRIMARY KEY (circle, id)) WITHOUT ROWID;"
  /* The words in those that have some (file-index.h): row file_words is 128 * no + piece. */
  "CREATE TABLE file_index (no INTEGER PRIMARY KEY, circle INTEGER NOT NULL, blob BLOB NOT NULL,"
  "  is_done INTEGER NOT NULL, UNIQUE (circle, blob));"
  "CREATE VIRTUAL TABLE file_words USING fts5 (body, tokenize = 'unicode61 remove_diacritics 2');"
  /* Who else said that they have it. */
  "CREATE TABLE blob_copy (circle INTEGER NOT NULL, id BLOB NOT NULL, device BLOB NOT NULL,"
  "  seen INTEGER NOT NULL, PRIMARY KEY (circle, id, device)) WITHOUT ROWID;"
  /* circle: 0 for what holds for the whole home. */
  "CREATE TABLE preference (circle INTEGER NOT NULL, name TEXT NOT NULL, value INTEGER NOT NULL,"
  "  PRIMARY KEY (circle, name)) WITHOUT ROWID;"
  /* What devices were caught at (CenFault). */
  "CREATE TABLE fault (circle INTEGER NOT NULL, device BLOB NOT NULL, what INTEGER NOT NULL,"
  "  first INTEGER NOT NULL, last INTEGER NOT NULL, n INTEGER NOT NULL,"
  "  PRIMARY KEY (circle, device, what)) WITHOUT ROWID;"
  /* Requests to join that were not answered yet (joining.h); invite: its public proof key, or C of
   * a device link, with neither op nor payload. */
  "CREATE TABLE joining (circle BLOB PRIMARY KEY, invite BLOB NOT NULL, op BLOB NOT NULL,"
  "  payload BLOB NOT NULL, link TEXT NOT NULL) WITHOUT ROWID;"
  /* What one begins with who was let in by way of a relay (handed.h). */
  "CREATE TABLE handed (circle BLOB PRIMARY KEY, answer BLOB NOT NULL) WITHOUT ROWID;"
  "CREATE TABLE handed_relay (circle BLOB NOT NULL, key BLOB NOT NULL, address TEXT NOT NULL);"
  /* By whom this person's device heard that it was put out; the op's past may not be here. */
  "CREATE TABLE told (circle INTEGER PRIMARY KEY, device BLOB NOT NULL, by BLOB NOT NULL,"
  "  kind INTEGER NOT NULL, reason TEXT NOT NULL);"
  "CREATE TABLE verified (circle INTEGER NOT NULL, member BLOB NOT NULL,"
  "  PRIMARY KEY (circle, member)) WITHOUT ROWID;"
  /* Which envelope under which key (a key_id) is that of which op; and in which drawer (its name in
   * the place of the key) lies what is none (carried.h). Then the last op that was looked at, with
   * how many keys that could be used; and those that wait for a key under which they may be
   * carried. */
  "CREATE TABLE carried (circle INTEGER NOT NULL, key BLOB NOT NULL, id BLOB NOT NULL,"
  "  op INTEGER NOT NULL, PRIMARY KEY (circle, key, id)) WITHOUT ROWID;"
  "CREATE TABLE carried_upto (circle INTEGER PRIMARY KEY, op INTEGER NOT NULL,"
  "  n_keys INTEGER NOT NULL);"
  "CREATE TABLE carried_late (op INTEGER PRIMARY KEY, circle INTEGER NOT NULL);"
  /* Up to which op all that may be carried has lain at some relay. */
  "CREATE TABLE relay_upto (circle INTEGER PRIMARY KEY, op INTEGER NOT NULL);"
  /* How far this home has taken in what lies in a drawer at a relay. */
  "CREATE TABLE relay_cursor (circle INTEGER NOT NULL, drawer BLOB NOT NULL, no INTEGER NOT NULL,"
  "  PRIMARY KEY (circle, drawer)) WITHOUT ROWID;"
  /* Files of which something lies at a relay (known by its key R): what names their parcels there,
   * so that they can be dropped when nobody has the reference any more. Files whose person wants
   * a copy at relays, whatever the size. Envelopes in a drawer whose content was dropped. */
  "CREATE TABLE relay_file (circle INTEGER NOT NULL, relay BLOB NOT NULL, blob BLOB NOT NULL,"
  "  key BLOB NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (circle, relay, blob)) WITHOUT ROWID;"
  "CREATE TABLE relay_offer (circle INTEGER NOT NULL, blob BLOB NOT NULL,"
  "  PRIMARY KEY (circle, blob)) WITHOUT ROWID;"
  "CREATE TABLE relay_drop (circle INTEGER NOT NULL, drawer BLOB NOT NULL, id BLOB NOT NULL,"
  "  PRIMARY KEY (circle, drawer, id)) WITHOUT ROWID;"
  "CREATE INDEX carried_op ON carried (circle, op);"
  "CREATE INDEX body_bare ON body (no) WHERE payload IS NULL;"
  /* What a relay keeps for circles it knows nothing of (mailboxes.h). An envelope without bytes was
   * let go: its id stays, so that nobody brings it again unasked. */
  "CREATE TABLE relay_grant (key BLOB PRIMARY KEY, made INTEGER NOT NULL,"
  "  expires INTEGER NOT NULL, mailbox INTEGER) WITHOUT ROWID;"
  "CREATE TABLE mailbox (no INTEGER PRIMARY KEY AUTOINCREMENT, made INTEGER NOT NULL,"
  "  visited INTEGER NOT NULL, quota INTEGER NOT NULL DEFAULT 0,"
  "  bytes INTEGER NOT NULL DEFAULT 0);"
  "CREATE TABLE drawer (no INTEGER PRIMARY KEY, mailbox INTEGER NOT NULL, id BLOB NOT NULL UNIQUE,"
  "  parent INTEGER, made INTEGER NOT NULL, visited INTEGER NOT NULL, n INTEGER NOT NULL DEFAULT 0,"
  "  sum BLOB NOT NULL DEFAULT (zeroblob (32)), last INTEGER NOT NULL DEFAULT 0,"
  "  late INTEGER NOT NULL DEFAULT 0, is_tray INTEGER NOT NULL DEFAULT 0,"
  "  expires INTEGER NOT NULL DEFAULT 0);"
  "CREATE TABLE envelope (no INTEGER PRIMARY KEY AUTOINCREMENT, drawer INTEGER NOT NULL,"
  "  id BLOB NOT NULL, seen INTEGER NOT NULL, len INTEGER NOT NULL, bytes BLOB,"
  "  UNIQUE (drawer, id));"
  "CREATE INDEX envelope_place ON envelope (drawer, no);"
  /* What devices leave there about what they have, closed. */
  "CREATE TABLE relay_mark (no INTEGER PRIMARY KEY AUTOINCREMENT, drawer INTEGER NOT NULL,"
  "  slot BLOB NOT NULL, bytes BLOB NOT NULL, UNIQUE (drawer, slot));"
  "CREATE INDEX envelope_seen ON envelope (seen) WHERE bytes IS NOT NULL;"
  /* Blocks of files, closed once more; one without bytes was let go. */
  "CREATE TABLE parcel (no INTEGER PRIMARY KEY AUTOINCREMENT, mailbox INTEGER NOT NULL,"
  "  name BLOB NOT NULL, seen INTEGER NOT NULL, len INTEGER NOT NULL, bytes BLOB,"
  "  UNIQUE (mailbox, name));"
  "CREATE INDEX parcel_seen ON parcel (seen) WHERE bytes IS NOT NULL;"
  /* Of the home (CenSetting). */
  "CREATE TABLE setting (setting INTEGER PRIMARY KEY, value INTEGER NOT NULL);",
};
