// SPDX-FileCopyrightText: 2026 The Cenacle authors
// SPDX-License-Identifier: GPL-3.0-or-later
// One side of a reconciliation by another implementation of Negentropy V1, that of nostr-tools, over
// the line protocol of negentropy.c. It is a client's: it only begins, and never answers.
//
//     node others.mjs FOLDER     where npm has put nostr-tools

import { createInterface } from "node:readline";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const require = createRequire(pathToFileURL(`${process.argv[2]}/`));
const { Negentropy, NegentropyStorageVector } = require(`${process.argv[2]}/node_modules/nostr-tools/lib/cjs/nip77.js`);

const items = new NegentropyStorageVector();
let side = null;

function run(line) {
  const [command, ...fields] = line.split(",");

  if (command === "item") {
    items.insert(Number(fields[0]), fields[1]);
  } else if (command === "seal") {
    items.seal();
    side = new Negentropy(items, Number(process.env.FRAMESIZELIMIT || 1 << 20));
  } else if (command === "initiate") {
    console.log(`msg,${side.initiate()}`);
  } else if (command === "msg") {
    const answer = side.reconcile(fields[0], (id) => console.log(`have,${id}`), (id) => console.log(`need,${id}`));

    console.log(answer === null ? "done" : `msg,${answer}`);
  }
}

createInterface({ input: process.stdin }).on("line", run);
