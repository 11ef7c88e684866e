# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints cbor.txt: encodings with the verdict that another implementation, python3-cbor2, comes to.

Each line is "ok HEX WHY" or "bad HEX WHY". An encoding is ok when cbor2 reads it, its value lies in
the subset of PROTOCOL.md, and cbor2's canonical encoder gives back the same bytes.
"""

import io
import random
import sys

import cbor2

DEPTH_MAX = 4
UINT_MAX = 2 ** 64 - 1
N_RANDOM = 120
N_MUTATED = 360


def is_uint(value):
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= UINT_MAX


def is_in_subset(value, depth=0):
    if value is None or isinstance(value, bool) or is_uint(value) or isinstance(value, bytes):
        return True
    if isinstance(value, str):
        return "\0" not in value
    if depth == DEPTH_MAX:
        return False
    if isinstance(value, list):
        return all(is_in_subset(item, depth + 1) for item in value)
    if isinstance(value, dict):
        return all(is_uint(key) and is_in_subset(item, depth + 1) for key, item in value.items())
    return False


def is_canonical(encoded):
    stream = io.BytesIO(encoded)
    try:
        value = cbor2.CBORDecoder(stream).decode()
        return (stream.tell() == len(encoded) and is_in_subset(value)
                and cbor2.dumps(value, canonical=True) == encoded)
    except Exception:  # cbor2 raises many kinds on hostile bytes; each of them is a no
        return False


def random_value(rng, depth=0):
    kinds = ["uint", "bytes", "text", "simple"] + (["array", "map"] * 2 if depth < DEPTH_MAX else [])
    kind = rng.choice(kinds)
    if kind == "uint":
        return rng.getrandbits(rng.choice([3, 5, 8, 9, 16, 17, 32, 33, 64]))
    if kind == "bytes":
        return rng.randbytes(rng.choice([0, 1, 16, 23, 24, 32]))
    if kind == "text":
        return "".join(rng.choice("aé漢🙂 z\n") for _ in range(rng.choice([0, 1, 5, 12])))
    if kind == "simple":
        return rng.choice([True, False, None])
    if kind == "array":
        return [random_value(rng, depth + 1) for _ in range(rng.randrange(4))]
    keys = {rng.choice([rng.randrange(30), rng.getrandbits(20)]) for _ in range(rng.randrange(4))}
    return {key: random_value(rng, depth + 1) for key in keys}


def nested(depth):
    value = 0
    for _ in range(depth):
        value = [value]
    return value


def chosen():
    """(encoding, why) of cases worth a name."""
    for value in (0, 1, 23, 24, 255, 256, 65535, 65536, 2 ** 32 - 1, 2 ** 32, UINT_MAX):
        yield cbor2.dumps(value), f"unsigned {value}"
    for length in (0, 1, 23, 24, 255, 256):
        yield cbor2.dumps(bytes(length)), f"{length} bytes"
        yield cbor2.dumps("x" * length), f"text of {length}"
    for value in (True, False, None, [], {}, "é漢🙂", [1, [2, [3]]], {0: 1, 1: {2: b"x"}, 24: None}):
        yield cbor2.dumps(value, canonical=True), "plain value"
    for depth in (DEPTH_MAX, DEPTH_MAX + 1, 40):
        yield cbor2.dumps(nested(depth)), f"{depth} arrays deep"
    for encoded, why in (
        ("", "nothing"),
        ("1817", "one byte more than it takes"),
        ("1900ff", "two bytes where one does"),
        ("1a0000ffff", "four bytes where two do"),
        ("1b00000000ffffffff", "eight bytes where four do"),
        ("5801ff", "length longer than it takes"),
        ("780161", "text length longer than it takes"),
        ("980100", "array length longer than it takes"),
        ("b8010000", "map length longer than it takes"),
        ("f814", "false in two bytes"),
        ("1c", "reserved 28"), ("1d", "reserved 29"), ("1e", "reserved 30"), ("1f", "reserved 31"),
        ("5f4100ff", "indefinite bytes"), ("7f6161ff", "indefinite text"),
        ("9f00ff", "indefinite array"), ("bf0000ff", "indefinite map"), ("ff", "lone break"),
        ("20", "minus one"), ("3bffffffffffffffff", "very negative"),
        ("c000", "tag 0"), ("c243010000", "bignum"), ("d9d9f700", "self-described"),
        ("f7", "undefined"), ("e0", "simple 0"), ("f3", "simple 19"), ("f820", "simple 32"),
        ("f90000", "half float"), ("fa00000000", "float"), ("fb0000000000000000", "double"),
        ("0000", "two items"), ("f600", "null and more"), ("8000", "array and more"),
        ("a200000000", "same key twice"), ("a201000000", "keys descending"),
        ("a2180000" "0000", "long key first"), ("a2181800" "0100", "keys by value, not in order"),
        ("a1616100", "text key"), ("a1410000", "bytes key"), ("a12000", "negative key"),
        ("a1f500", "true as key"), ("a1f600", "null as key"), ("a1800000", "array as key"),
        ("a100", "map without its value"), ("a1", "empty map of one"), ("81", "empty array of one"),
        ("61ff", "no UTF-8"), ("62c328", "broken UTF-8"), ("63eda080", "surrogate"),
        ("62c080", "overlong NUL"), ("6100", "NUL in text"), ("64f4908080", "beyond Unicode"),
        ("63efbfbf", "noncharacter"), ("61c3", "half a letter"),
        ("5bffffffffffffffff00", "2^64-1 bytes claimed"), ("7bffffffffffffffff00", "2^64-1 text"),
        ("9bffffffffffffffff00", "2^64-1 items claimed"), ("bbffffffffffffffff00", "2^64-1 pairs"),
        ("bb800000000000000000", "2^63 pairs"), ("9a0000100100", "4097 items claimed"),
        ("1bffffffffffffffff", "largest unsigned"),
    ):
        yield bytes.fromhex(encoded), why


def mutated(rng, encoded):
    changed = bytearray(encoded)
    for _ in range(rng.randrange(1, 3)):
        place = rng.randrange(len(changed))
        action = rng.randrange(3)
        if action == 0:
            changed[place] = rng.getrandbits(8)
        elif action == 1:
            changed[place] ^= 1 << rng.randrange(8)
        else:
            changed.insert(place, rng.getrandbits(8))
    return bytes(changed)


def cases():
    rng = random.Random(20260101)
    sound = [cbor2.dumps(random_value(rng), canonical=True) for _ in range(N_RANDOM)]
    yield from chosen()
    for encoded in sound:
        yield encoded, "random value"
    for _ in range(N_MUTATED):
        yield mutated(rng, rng.choice(sound)), "mutated value"


def main():
    seen = set()
    print("# Made by make-cbor-vectors.py: verdict, encoding in hexadecimal (- for none), why.")
    for encoded, why in cases():
        if encoded not in seen:
            seen.add(encoded)
            print("ok " if is_canonical(encoded) else "bad", encoded.hex() or "-", why)
    return 0


if __name__ == "__main__":
    sys.exit(main())
