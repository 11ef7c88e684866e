# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints ops.txt: a small circle from fixed seeds, made without any of Cenacle's code.

It follows PROTOCOL.md with python3-cbor2, python3-cryptography and hashlib, so that what it prints
is a second opinion. Each line is "NAME VALUE": hexadecimal, or text where NAME ends in ".text". Every
random string of n bytes is a0 a1 a2 …; secret keys are one byte 32 times.
"""

import base64
import hashlib
import struct
import sys

import cbor2
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.poly1305 import Poly1305
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

MASK = 0xFFFFFFFF
START_MS = 1760000000000
EXPIRES_MS = START_MS + 7 * 86400 * 1000
ADDRESS = "tcp://192.0.2.7:4747"


def emit(name, value):
    print(name, value if isinstance(value, str) else value.hex() or "-")


def random(length):
    return bytes((0xA0 + i) & 0xFF for i in range(length))


def encode(value):
    return cbor2.dumps(value, canonical=True)


def digest(domain, *parts, key=b""):
    return hashlib.blake2b(b"".join(parts), digest_size=32, key=key,
                           person=domain.encode().ljust(16, b"\0")).digest()


# --- Keys ---

def public(key):
    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def sign_key(seed):
    return Ed25519PrivateKey.from_private_bytes(seed)


def box_key(secret):
    return X25519PrivateKey.from_private_bytes(secret)


def sign(key, domain, *parts):
    return key.sign(domain.encode() + b"".join(parts))


# --- XChaCha20-Poly1305 and crypto_box, from their parts ---

def rotate(value, bits):
    return ((value << bits) & MASK) | (value >> (32 - bits))


def chacha_quarter(state, a, b, c, d):
    for x, y, z, bits in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)):
        state[x] = (state[x] + state[y]) & MASK
        state[z] = rotate(state[z] ^ state[x], bits)


CHACHA_ROUND = ((0, 4, 8, 12), (1, 5, 9, 13), (2, 6, 10, 14), (3, 7, 11, 15),
                (0, 5, 10, 15), (1, 6, 11, 12), (2, 7, 8, 13), (3, 4, 9, 14))
SIGMA = struct.unpack("<4I", b"expand 32-byte k")


def hchacha(key, nonce):
    state = [*SIGMA, *struct.unpack("<8I", key), *struct.unpack("<4I", nonce)]
    for _ in range(10):
        for quarter in CHACHA_ROUND:
            chacha_quarter(state, *quarter)
    return struct.pack("<8I", *state[:4], *state[12:])


def xchacha(key, nonce, plain, ad):
    return ChaCha20Poly1305(hchacha(key, nonce[:16])).encrypt(bytes(4) + nonce[16:], plain, ad)


def salsa_rounds(key, block):
    words = struct.unpack("<8I", key)
    state = [SIGMA[0], *words[:4], SIGMA[1], *struct.unpack("<4I", block), SIGMA[2], *words[4:],
             SIGMA[3]]
    start = list(state)
    for _ in range(10):
        for a, b, c, d in ((0, 4, 8, 12), (5, 9, 13, 1), (10, 14, 2, 6), (15, 3, 7, 11),
                           (0, 1, 2, 3), (5, 6, 7, 4), (10, 11, 8, 9), (15, 12, 13, 14)):
            for x, y, z, bits in ((b, a, d, 7), (c, b, a, 9), (d, c, b, 13), (a, d, c, 18)):
                state[x] ^= rotate((state[y] + state[z]) & MASK, bits)
    return start, state


def hsalsa(key, block):
    state = salsa_rounds(key, block)[1]
    return struct.pack("<8I", *(state[i] for i in (0, 5, 10, 15, 6, 7, 8, 9)))


def salsa_stream(key, nonce, length):
    stream = b""
    while len(stream) < length:
        start, state = salsa_rounds(key, nonce + struct.pack("<Q", len(stream) // 64))
        stream += struct.pack("<16I", *((a + b) & MASK for a, b in zip(start, state)))
    return stream[:length]


def crypto_box(plain, nonce, recipient, secret):
    shared = secret.exchange(X25519PublicKey.from_public_bytes(recipient))
    key = hsalsa(hsalsa(shared, bytes(16)), nonce[:16])
    stream = salsa_stream(key, nonce[16:], 32 + len(plain))
    cipher = bytes(a ^ b for a, b in zip(plain, stream[32:]))
    return Poly1305.generate_tag(stream[:32], cipher) + cipher


# --- Ops ---

class Person:
    def __init__(self, first):
        self.member = sign_key(bytes([first]) * 32)
        self.device = sign_key(bytes([first + 1]) * 32)
        self.box = box_key(bytes([first + 2]) * 32)
        self.curve = box_key(bytes([first + 3]) * 32)
        self.tip = None

    def certificate(self, circle):
        claims = public(self.box), public(self.curve)
        sig = sign(self.member, "cen1.cert", circle, public(self.device), *claims)
        return {0: public(self.member), 1: claims[0], 2: claims[1], 3: sig}


class Op:
    def __init__(self, identifier, seq, lamport, data, body, payload, wall):
        self.id, self.seq, self.lamport, self.wall = identifier, seq, lamport, wall
        self.data, self.body, self.payload = data, body, payload


class Circle:
    def __init__(self):
        self.id = None
        self.ops = []
        self.key_id = None

    def write(self, name, person, kind, content, deps=(), obj=None, has_key=True):
        payload = b"" if content is None else random(16) + encode(content)
        prev = person.tip
        parents = ([prev] if prev else []) + list(deps)
        lamport = 1 + max((op.lamport for op in parents), default=0)
        wall = START_MS + 1000 * len(self.ops)
        body = encode([1, public(person.device), prev.seq + 1 if prev else 0,
                       prev.id if prev else None, sorted(op.id for op in deps), lamport, wall, kind,
                       obj.id if obj else None, self.key_id if has_key else None, len(payload),
                       digest("cen1.pay", payload)])
        if self.id is None:
            self.id = digest("cen1.circle", body)
        data = encode([body, sign(person.device, "cen1.sig", self.id, body)])
        op = Op(digest("cen1.op.id", data), prev.seq + 1 if prev else 0, lamport, data, body, payload,
                wall)
        person.tip = op
        self.ops.append(op)
        emit(f"op.{name}", data)
        emit(f"payload.{name}", payload)
        emit(f"id.{name}", op.id)
        return op


# --- Epochs, envelopes ---

def key_id(key):
    return digest("cen1.kid", key)[:16]


def wrap(key, sender, box):
    return crypto_box(key, digest("cen1.wrap", public(sender), box)[:24], box, sender)


def epoch(key, number, parents, boxes):
    sender = box_key(digest("cen1.eph", key=key))
    chain = xchacha(digest("cen1.chain", key=key), b"cen1.chain".ljust(24, b"\0"), b"".join(parents),
                    None)
    return {0: number, 1: [key_id(parent) for parent in parents], 2: public(sender),
            3: b"".join(wrap(key, sender, box) for box in boxes), 4: chain}


def pad_to(content, length):
    return (content + b"\x80").ljust(length, b"\0")


def padme(length):
    exponent = length.bit_length() - 1
    mask = (1 << max(0, exponent - exponent.bit_length())) - 1
    return (length + mask) & ~mask


def envelope(key, circle, op, with_payload=True):
    nonce = digest("cen1.env.nonce", op.data, key=digest("cen1.nonce", key=key))[:24]
    header = xchacha(digest("cen1.hdr", key=key), nonce,
                     pad_to(op.data, (len(op.data) + 1 + 63) // 64 * 64),
                     digest("cen1.ctag", circle)[:16] + key_id(key))
    payload = xchacha(digest("cen1.pay", key=key), nonce,
                      pad_to(op.payload, padme(len(op.payload) + 1)), digest("cen1.hct", header))
    whole = encode([1, key_id(key), nonce, header, digest("cen1.pct", payload),
                    payload if with_payload else None])
    item = encode(payload if with_payload else None)
    return whole, digest("cen1.env", whole[:-len(item)])


# --- Sealed ---

def seal(circle, author, readers, kind, obj, payload):
    """What author seals for readers, who are other people with one device each."""
    key, sender = random(32), box_key(random(32))
    wraps = b""
    for reader in sorted((author, *readers), key=lambda person: public(person.device)):
        box = public(reader.box)
        nonce = digest("cen1.seal.wrap", public(sender), box)[:24]
        wraps += public(reader.device)[:8] + crypto_box(key, nonce, box, sender)
    plain = encode([kind, obj, payload])
    sealed = xchacha(key, b"cen1.seal".ljust(24, b"\0"), pad_to(plain, padme(len(plain) + 1)),
                     circle.id + public(author.device))
    return random(16) + encode({0: sorted(public(reader.member) for reader in readers),
                                1: public(sender), 2: wraps, 3: digest("cen1.seal.id", key),
                                4: sealed})


# --- Digests ---

class Views:
    def __init__(self):
        self.hash = hashlib.blake2b(digest_size=32, person=b"cen1.views".ljust(16, b"\0"))

    def add(self, *columns):
        for column in columns:
            if column is None:
                self.hash.update(struct.pack("<q", -1))
            elif isinstance(column, int):
                self.hash.update(struct.pack("<q", column))
            else:
                self.hash.update(struct.pack("<q", len(column)) + column)


def siphash128(key, message):
    k0, k1 = struct.unpack("<2Q", key)
    wide = (1 << 64) - 1
    v = [k0 ^ 0x736F6D6570736575, k1 ^ 0x646F72616E646F6D ^ 0xEE, k0 ^ 0x6C7967656E657261,
         k1 ^ 0x7465646279746573]

    def turn(value, bits):
        return ((value << bits) & wide) | (value >> (64 - bits))

    def rounds(count):
        for _ in range(count):
            v[0] = (v[0] + v[1]) & wide
            v[1] = turn(v[1], 13) ^ v[0]
            v[0] = turn(v[0], 32)
            v[2] = (v[2] + v[3]) & wide
            v[3] = turn(v[3], 16) ^ v[2]
            v[0] = (v[0] + v[3]) & wide
            v[3] = turn(v[3], 21) ^ v[0]
            v[2] = (v[2] + v[1]) & wide
            v[1] = turn(v[1], 17) ^ v[2]
            v[2] = turn(v[2], 32)

    tail = message[len(message) // 8 * 8:].ljust(7, b"\0") + bytes([len(message) & 0xFF])
    for word in struct.unpack(f"<{len(message) // 8 + 1}Q", message[:len(message) // 8 * 8] + tail):
        v[3] ^= word
        rounds(2)
        v[0] ^= word
    v[2] ^= 0xEE
    rounds(4)
    first = v[0] ^ v[1] ^ v[2] ^ v[3]
    v[1] ^= 0xDD
    rounds(4)
    return struct.pack("<2Q", first, v[0] ^ v[1] ^ v[2] ^ v[3])


# --- The circle ---

def base32(data):
    return base64.b32encode(data).decode().rstrip("=").lower()


def invite_link(circle, seed, founder):
    link = encode([1, circle.id, seed, [[public(founder.curve), ADDRESS]], EXPIRES_MS])
    return "cenacle:1:" + base32(link + digest("cen1.link", link)[:4])


def join_content(circle, person, proof, name):
    certificate = person.certificate(circle.id)
    claims = digest("cen1.claims", public(person.device), *certificate.values(), name.encode())
    return {**certificate, 4: name, 5: public(proof), 6: sign(proof, "cen1.join", circle.id, claims)}


def write_frame(circle, ana, bo, first_key):
    """GENESIS to ADMIT; the INVITE, with which the digests need to agree."""
    circle.write("genesis", ana, 1, ana.certificate(bytes(32)), has_key=False)
    emit("circle", circle.id)
    circle.write("epoch", ana, 11, epoch(first_key, 1, [], [public(ana.box)]), has_key=False)
    circle.key_id = key_id(first_key)
    emit("key-id.first", circle.key_id)
    emit("introduction.first", public(box_key(digest("cen1.intro", key=first_key))))

    seed = b"\x21" * 32
    proof = sign_key(digest("cen1.inv.proof", key=seed))
    guest = box_key(digest("cen1.inv.curve", key=seed))
    discovery = digest("cen1.inv.disc", key=seed)
    invite = circle.write("invite", ana, 2, {0: public(proof), 1: public(guest), 2: discovery, 3: 2,
                                             4: 1, 5: EXPIRES_MS, 6: False})
    emit("link.text", invite_link(circle, seed, ana))
    join = circle.write("join", bo, 4, join_content(circle, bo, proof, "Bo é"), has_key=False)
    sender = box_key(random(32))
    circle.write("admit", ana, 5, {0: join.id, 1: invite.id, 2: circle.key_id, 3: public(sender),
                                   4: wrap(first_key, sender, public(bo.box))}, [join])
    return invite


def write_content(circle, ana, bo):
    """Objects, a mark and an edit; what they fold to, as rows of the canonical dump."""
    about = circle.write("circle", ana, 20, {0: 1, 1: {1: "Analysis", 2: "To learn"}})
    profile = circle.write("profile", ana, 20, {0: 2, 1: {1: "Ana"}})
    channel = circle.write("channel", ana, 20, {0: 3, 1: {1: "general"}})
    message = circle.write("message", bo, 20, {0: 4, 1: {1: channel.id, 2: "How?"}}, [channel])
    reaction = circle.write("mark", ana, 22, {0: 1, 1: "🙏", 2: True}, [message], message)
    circle.write("set", bo, 21, {1: {2: "How do you substitute?"}}, [reaction], message)
    circle.write("merge", ana, 13, None, [bo.tip])
    pin = circle.write("pin", ana, 21, {1: {5: True}}, (), message)
    gone = circle.write("gone", bo, 20, {0: 4, 1: {1: channel.id, 2: "Sorry."}}, [pin])
    circle.write("redact", bo, 24, {}, (), gone)

    founder, newcomer = public(ana.member), public(bo.member)
    rows = [
        (about, 1, founder, None, 0, 0, {1: "Analysis", 2: "To learn"}),
        (profile, 2, founder, None, 0, 0, {1: "Ana"}),
        (channel, 3, founder, None, 0, 0, {1: "general"}),
        (message, 4, newcomer, channel.id, 1, 1,
         {1: channel.id, 2: "How do you substitute?", 5: True}),
    ]
    objects = [(op.id, kind, op.wall, author, parent, is_edited, is_pinned, encode(fields), None)
               for op, kind, author, parent, is_edited, is_pinned, fields in rows]
    return objects, [(message.id, 1, "🙏".encode(), founder, encode(True), 0)]


def emit_digests(circle, ana, bo, invite, objects, marks):
    founder, newcomer = public(ana.member), public(bo.member)
    members = sorted([(founder, 0, 0, None, b"Ana", None),
                      (newcomer, 2, 0, founder, "Bo é".encode(), None)])
    views = Views()
    for number, rows in enumerate((objects, marks, members, [(invite.id, 2, 1, 1, 0)])):
        views.add(number)
        for row in rows:
            views.add(*row)
    emit("digest.set", digest("cen1.set", *sorted(op.id for op in circle.ops)))
    emit("digest.views", views.hash.digest())


def main():
    print("# Made by make-op-vectors.py: name, value in hexadecimal (- for none) or text.")
    circle, ana, bo = Circle(), Person(0x01), Person(0x11)
    first_key, second_key = b"\x31" * 32, b"\x32" * 32
    invite = write_frame(circle, ana, bo, first_key)
    objects, marks = write_content(circle, ana, bo)
    emit_digests(circle, ana, bo, invite, objects, marks)

    boxes = [public(person.box) for person in sorted((ana, bo), key=lambda p: public(p.device))]
    emit("epoch.second", random(16) + encode(epoch(second_key, 2, [first_key], boxes)))
    message = next(op for op in circle.ops if op.payload.endswith(b"How?"))
    for name, with_payload in (("whole", True), ("dropped", False)):
        whole, identifier = envelope(first_key, circle.id, message, with_payload)
        emit(f"envelope.{name}", whole)
        emit(f"envelope-id.{name}", identifier)
    letter = random(16) + encode({0: 5, 1: {1: "Between us."}})
    change = random(16) + encode({1: {1: "Between the two of us."}})
    emit("inner.letter", letter)
    emit("inner.change", change)
    emit("sealed.letter", seal(circle, ana, [bo], 20, None, letter))
    emit("sealed.change", seal(circle, ana, [bo], 21, message.id, change))
    tag_key = digest("cen1.rbsr", circle.id, b"\x51" * 16, b"\x52" * 16)
    emit("tag", siphash128(tag_key[:16], message.id) + siphash128(tag_key[16:], message.id))


if __name__ == "__main__":
    sys.exit(main())
