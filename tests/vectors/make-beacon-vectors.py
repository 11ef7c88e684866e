# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints beacon.txt: one beacon with two entries, made without any of Cenacle's code.

It follows PROTOCOL.md, Beacons. Each line is "NAME VALUE": hexadecimal, or text where NAME ends in
".text". What is random in a real one is a0 a1 a2 … here.
"""

import hashlib
import ipaddress
import struct

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

SOURCE = "10.77.0.1"
PAIR_PORT, SHARED_PORT = 4711, 47741
PAIR_SLOT, SHARED_SLOT = 5, 30


def keyed(key, domain, *parts):
    return hashlib.blake2b(b"".join(parts), digest_size=32, key=key,
                           person=domain.encode().ljust(16, b"\0")).digest()


def mix(one, other):
    return bytes(a ^ b for a, b in zip(one, other))


def public(secret):
    return X25519PrivateKey.from_private_bytes(secret).public_key().public_bytes(
        Encoding.Raw, PublicFormat.Raw)


def make_pair_key(own_box, own_id, box, other_id):
    shared = X25519PrivateKey.from_private_bytes(own_box).exchange(
        X25519PublicKey.from_public_bytes(box))
    return keyed(shared, "cen1.disc", *sorted([own_id, other_id]))


def make_entry(key, nonce, source, port, device=b"", curve=b""):
    """@device for a pair, @curve for a shared one."""
    mask = keyed(key, "cen1.tag", nonce, source, device)
    plain = struct.pack(">HBB", port, 0, 0)
    tail = plain + keyed(mask, "cen1.tag.check", plain, curve)[:4]
    return mask[:8] + mix(curve, keyed(mask, "cen1.tag.curve")) + mix(tail, mask[8:16])


def make_beacon(source, *placed):
    """@placed: (slot, function of nonce and source)."""
    beacon = bytearray((0xA0 + at) & 0xFF for at in range(576))
    beacon[0] = 1
    nonce = bytes(beacon[1:32])
    address = ipaddress.ip_address(source)
    source = address.packed if address.version == 6 else b"\0" * 10 + b"\xff\xff" + address.packed
    for slot, entry in placed:
        made = entry(nonce, source)
        beacon[32 + 16 * slot:32 + 16 * slot + len(made)] = made
    return bytes(beacon)


def main():
    ana_box, bo_box = bytes([1]) * 32, bytes([2]) * 32
    ana, bo = bytes([0x11]) * 32, bytes([0x12]) * 32
    key = make_pair_key(ana_box, ana, public(bo_box), bo)
    invite, curve = bytes([7]) * 32, bytes([9]) * 32
    beacon = make_beacon(
        SOURCE,
        (PAIR_SLOT, lambda nonce, source: make_entry(key, nonce, source, PAIR_PORT, device=ana)),
        (SHARED_SLOT, lambda nonce, source: make_entry(invite, nonce, source, SHARED_PORT,
                                                       curve=curve)))
    print("source.text", SOURCE)
    print("pair.key", key.hex())
    print("pair.port.text", PAIR_PORT)
    print("shared.port.text", SHARED_PORT)
    print("beacon", beacon.hex())


if __name__ == "__main__":
    main()
