// SPDX-FileCopyrightText: 2026 The Cenacle authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The same trace in what others made: node text-peers.mjs diamond-types-node|yjs TRACE.json

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const RUNS = 3;
const [who, path] = process.argv.slice(2);
const trace = JSON.parse(readFileSync(path, "utf8"));

function typeIn(insert, remove) {
  for (const { patches } of trace.txns) {
    for (const [position, deleted, inserted] of patches) {
      if (deleted > 0) remove(position, deleted);
      if (inserted !== "") insert(position, inserted);
    }
  }
}

function withDiamondTypes() {
  const { Doc } = require("diamond-types-node");
  return {
    local() {
      const doc = new Doc("a");
      typeIn((at, text) => doc.ins(at, text), (at, n) => doc.del(at, n));
      return doc;
    },
    save: (doc) => doc.toBytes(),
    open: (bytes) => Doc.fromBytes(bytes, "b").get(),
  };
}

function withYjs() {
  const Y = require("yjs");
  return {
    local() {
      const doc = new Y.Doc({ gc: false });
      const text = doc.getText();
      typeIn((at, added) => text.insert(at, added), (at, n) => text.delete(at, n));
      return doc;
    },
    save: (doc) => Y.encodeStateAsUpdateV2(doc),
    open(bytes) {
      const doc = new Y.Doc({ gc: false });
      Y.applyUpdateV2(doc, bytes);
      return doc.getText().toString();
    },
  };
}

function median(measure) {
  const times = Array.from({ length: RUNS }, () => {
    const start = performance.now();
    measure();
    return performance.now() - start;
  });
  return times.sort((a, b) => a - b)[RUNS >> 1];
}

function tell(name, value, unit) {
  console.log(JSON.stringify({ who, name, value, unit }));
}

const peer = who === "yjs" ? withYjs() : withDiamondTypes();
tell("local", median(() => peer.local()), "ms");
const saved = peer.save(peer.local());
if (trace.endContent && peer.open(saved) !== trace.endContent) throw new Error("another text");
tell("saved", saved.length / 1000, "KB");
tell("open", median(() => peer.open(saved)), "ms");
