# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""authority-oracle.py SEED COUNT: random frames of a circle, and who may do what in each.

A second, slow reading of PROTOCOL.md (Authority), for tests/core/test-authority.c. For each frame:

  dag N_OPS N_MEMBERS
  op KIND LAMPORT ID MEMBER KEY ROOT IS_VALID PARENTS ARGUMENTS   in the order of their numbers
  effective BITS                                         one character an op
  member ROLE STATE FORMERLY NEEDS_LOOK                  in order; - - - - for one who never was any
  device ROOT IS_EFFECTIVE N_REMOVALS                    for the first op of each chain
  within NUMBER BITS DEVICES                             by the past of that op; one character a root
  at MEMBER NUMBER ROLE N_REVOKES                        as that op saw it
  end

Lists are numbers joined by commas, or -. ID is sixteen hexadecimal digits; KEY is a number; ROOT is
the number of the first op of the chain.
"""

import heapq
import random
import sys

GENESIS, INVITE, INVITE_REVOKE, JOIN, ADMIT, GRANT, REVOKE, LEAVE = range(1, 9)
DEVICE_ADD, DEVICE_REMOVE, EPOCH, POLICY, MERGE = range(9, 14)
OWNER, FACILITATOR, MEMBER, GUEST = range(4)
ACTIVE, LEFT, REMOVED = "active", "left", "removed"
DEVICES_ADDED_MAX = 16


class Op:
    def __init__(self, number, kind, member, key, root, parents, **arguments):
        self.number = number
        self.kind = kind
        self.member = member
        self.key = key
        self.root = number if root is None else root
        self.parents = sorted({p.number for p in parents})
        self.past = 0
        for parent in parents:
            self.past |= parent.past | 1 << parent.number
        self.lamport = 1 + max((p.lamport for p in parents), default=0)
        self.identity = f"{random.getrandbits(64):016x}"
        # A chain does not begin with an op that is not valid: that would not be accepted.
        self.is_valid = root is None or random.random() < 0.97
        self.arguments = arguments

    def __getattr__(self, name):
        return self.arguments[name]

    def place(self):
        return self.lamport, self.identity

    def has_seen(self, other):
        return self.past >> other.number & 1


class Circle:
    """The evaluation: what is effective among the ops whose bits are in `within`."""

    def __init__(self, ops, within):
        self.ops = sorted((op for op in ops if within >> op.number & 1), key=Op.place)
        self.by_number = {op.number: op for op in self.ops}
        self.effective = set()
        self.grants = {}     # member: [(op, role)]
        self.removals = {}   # member: [REVOKE or LEAVE]
        self.removed = {}    # (member, key): [DEVICE_REMOVE]
        self.queue = []
        self.taken = {}      # member: key when first taken
        self.set_aside = []
        for op in self.ops:
            if op.kind == GENESIS and op.is_valid:
                self.effective.add(op.number)
                self.enqueue(op, op.member, OWNER, ())
        while self.queue:
            self.take(*heapq.heappop(self.queue))

    def enqueue(self, op, member, role, path):
        path = path + (op.place(),)
        self.grants.setdefault(member, []).append((op, role))
        heapq.heappush(self.queue, ((role, len(path), path), member))

    # Devices: a pair of member and key.

    def devices_of(self, member):
        """The most senior first."""
        found = []
        for op in self.ops:
            if op.number == op.root and op.member == member and (member, op.key) not in found:
                found.append((member, op.key))
        return found

    def target_of(self, removal):
        seen = [op for op in self.ops if op.number == op.root and op.key == removal.target_key
                and removal.has_seen(op)]
        own = [op for op in seen if op.member == removal.member]
        return next(((op.member, op.key) for op in own + seen), None)

    def is_device_effective(self, root):
        return (root.number in self.effective and not self.removed.get((root.member, root.key))
                and root.member in self.grants and self.state(root.member) == ACTIVE)

    # Taking and deciding.

    def take(self, key, member):
        self.taken.setdefault(member, key)
        own = [op for op in self.ops if op.member == member]
        early = []
        for device in self.devices_of(member):
            of_device = [op for op in own if op.key == device[1]]
            early += [op for op in of_device if op.kind == DEVICE_ADD]
            early += [op for op in of_device if op.kind == DEVICE_REMOVE
                      and (self.target_of(op) or (None,))[0] == member]
        for op in early + [op for op in own if op not in early and op.root != op.number]:
            if op.number in self.effective or op in self.set_aside:
                continue
            if not self.decide(op, key):
                continue
            self.effective.add(op.number)
            if op.kind == INVITE:
                for late in sorted(self.set_aside, key=Op.place):
                    self.set_aside.remove(late)
                    if self.decide(late, key):
                        self.effective.add(late.number)

    def role_in_force(self, member, past):
        """What the latest GRANTs in `past` say; only without any, what the ADMITs say."""
        seen = [(op, role) for op, role in self.grants.get(member, ()) if past >> op.number & 1]
        set_by_grant = [(op, role) for op, role in seen if op.kind != ADMIT]
        candidates = set_by_grant or seen
        roles = [role for op, role in candidates
                 if not any(other.has_seen(op) for other, _ in candidates)]
        return max(roles, default=None)

    def role_of_op(self, op):
        """The most junior of the role in force and of what the last unaware GRANTs give."""
        role = self.role_in_force(op.member, op.past)
        if role is None:
            return None
        unaware = [(grant, given) for grant, given in self.grants[op.member]
                   if grant.kind == GRANT and not grant.has_seen(op)]
        last = [given for grant, given in unaware
                if not any(other.has_seen(grant) for other, _ in unaware)]
        return max([role] + last)

    def unlifted(self, member, past):
        """Effective removals of `member` that no GRANT in `past` has seen."""
        lifting = [op for op, _ in self.grants.get(member, ())
                   if op.kind != ADMIT and past >> op.number & 1]
        return [removal for removal in self.removals.get(member, ())
                if not any(op.has_seen(removal) for op in lifting)]

    def is_excluded(self, op):
        against = self.unlifted(op.member, op.past) + self.removed.get((op.member, op.key), [])
        return any(removal is not op and not removal.spares >> op.number & 1
                   for removal in against)

    def decide(self, op, key):
        if not op.is_valid or (op.root != op.number and op.root not in self.effective):
            return False
        role = self.role_of_op(op)
        if role is None or self.is_excluded(op):
            return False
        if op.kind in (INVITE, POLICY):
            return role <= FACILITATOR
        if op.kind == EPOCH:
            return role <= MEMBER
        if op.kind == MERGE:
            return True
        if op.kind == LEAVE:
            self.removals.setdefault(op.member, []).append(op)
            return True
        if op.kind == DEVICE_ADD:
            return self.has_room(op)
        if op.kind == DEVICE_REMOVE:
            return self.decide_device_remove(op, role)
        if op.kind == INVITE_REVOKE:
            invite = self.by_number.get(op.invite)
            return (invite is not None and op.has_seen(invite) and invite.kind == INVITE
                    and (role <= FACILITATOR or invite.member == op.member))
        if op.kind == GRANT:
            if role > FACILITATOR or op.role < role or op.target in self.taken:
                return False
            self.effective.update(o.number for o in self.ops if o.kind == JOIN
                                  and o.member == op.target and op.has_seen(o))
            self.enqueue(op, op.target, op.role, key[2])
            return True
        if op.kind == REVOKE:
            is_known = op.target in self.grants or any(o.member == op.target for o in self.ops)
            if role > FACILITATOR or not is_known or op.target in self.taken:
                return False
            self.removals.setdefault(op.target, []).append(op)
            return True
        return op.kind == ADMIT and role <= MEMBER and self.decide_admit(op, key)

    def has_room(self, op):
        before = [o for o in self.ops if o.number in self.effective and op.has_seen(o)]
        gone = [self.target_of(o) for o in before if o.kind == DEVICE_REMOVE]
        standing = [o for o in before if o.kind == DEVICE_ADD and o.member == op.member
                    and (o.member, o.key) not in gone]
        return len(standing) < DEVICES_ADDED_MAX

    def decide_device_remove(self, op, role):
        target = self.target_of(op)
        if target is None:
            return False
        if target[0] != op.member and (role > FACILITATOR or target[0] in self.taken):
            return False
        self.removed.setdefault(target, []).append(op)
        return True

    def decide_admit(self, op, key):
        join, invite = self.by_number.get(op.join), self.by_number.get(op.invite)
        if join is None or invite is None or not op.has_seen(join) or not op.has_seen(invite):
            return False
        if join.kind != JOIN or invite.kind != INVITE or join.proof != invite.proof:
            return False
        if invite.number not in self.effective:
            self.set_aside.append(op)
            return False
        before = [o for o in self.ops if o.number in self.effective and op.has_seen(o)]
        if any(o.kind == INVITE_REVOKE and o.invite == invite.number for o in before):
            return False
        uses = sum(o.kind == ADMIT and o.invite == invite.number for o in before)
        if uses >= invite.max_uses:
            return False
        self.effective.add(join.number)
        self.enqueue(op, join.member, invite.role, key[2])
        return True

    # What members are in the end.

    def state(self, member):
        unlifted = self.unlifted(member, (1 << 4096) - 1)
        if not unlifted:
            return ACTIVE
        return REMOVED if any(op.kind == REVOKE for op in unlifted) else LEFT

    def formerly(self, member):
        told = [op for op, _ in self.grants[member] if op.kind == GRANT and op.formerly is not None]
        return max(told, key=Op.place).formerly if told else None

    def needs_look(self, member):
        if any(op.kind == GRANT for op, _ in self.grants[member]):
            return False
        mine = [op for op, _ in self.grants[member] if op.kind == ADMIT]
        return any(self.is_doubtful(op) for op in mine)

    def is_doubtful(self, admit):
        invite = self.by_number[admit.invite]
        done = [op for op in self.ops if op.number in self.effective]
        uses = [op for op in done if op.kind == ADMIT and op.invite == admit.invite]
        taken_back = any(op.kind == INVITE_REVOKE and op.invite == admit.invite
                         and not op.has_seen(admit) for op in done)
        return invite.asks or taken_back or uses.index(admit) >= invite.max_uses


class Maker:
    """Makes ops as honest, careless and hostile members would: concurrent, back-dated, forked."""

    def __init__(self, n_members):
        self.n_members = n_members
        self.ops = []
        self.proofs = 0
        self.keys = 0
        self.add_root(GENESIS, 0, [])

    def add(self, kind, member, key, root, parents, **arguments):
        op = Op(len(self.ops), kind, member, key, root, parents, **arguments)
        self.ops.append(op)
        return op

    def add_root(self, kind, member, parents, **arguments):
        key = random.randrange(self.keys) if self.keys and random.random() < 0.08 else self.keys
        self.keys = max(self.keys, key + 1)
        return self.add(kind, member, key, None, parents, **arguments)

    def add_by(self, author, kind, parents, **arguments):
        """The next op of a chain; sometimes it goes on from an earlier one."""
        chain = [op for op in self.ops if op.root == author.number]
        prev = chain[-1] if random.random() < 0.85 else random.choice(chain)
        return self.add(kind, author.member, author.key, author.number, parents + [prev],
                        **arguments)

    def of_kind(self, kind):
        return [op for op in self.ops if op.kind == kind]

    def pick_parents(self):
        heads = [op for op in self.ops
                 if op.kind != JOIN and not any(o.has_seen(op) for o in self.ops)]
        if heads and random.random() < 0.6:
            return random.sample(heads, min(len(heads), random.choice((1, 2, 8, 8))))
        others = [op for op in self.ops if op.kind != JOIN]
        return random.sample(others, min(len(others), random.choice((1, 1, 2))))

    def pick_author(self):
        """The first op of a chain, often one of the founder's."""
        roots = [op for op in self.ops if op.root == op.number]
        founders = [op for op in roots if op.member == 0]
        return random.choice(founders if random.random() < 0.3 else roots)

    def pick_target(self):
        return random.randrange(self.n_members)

    def step(self):
        author, parents = self.pick_author(), self.pick_parents()
        kind = random.choices(
            (INVITE, ADMIT, GRANT, REVOKE, LEAVE, EPOCH, MERGE, INVITE_REVOKE, POLICY, DEVICE_ADD,
             DEVICE_REMOVE),
            (3, 8, 5, 4, 0.2 if author.member == 0 else 1, 1, 1, 1, 0.3, 4, 4))[0]
        if kind == INVITE:
            self.proofs += random.random() < 0.9
            self.add_by(author, kind, parents, proof=self.proofs, role=random.choice((2, 2, 2, 3)),
                        max_uses=random.choice((1, 1, 2, 5)), asks=random.random() < 0.2)
        elif kind == ADMIT:
            self.admit(author, parents)
        elif kind == GRANT:
            formerly = self.pick_target() if random.random() < 0.2 else None
            self.add_by(author, kind, parents, target=self.pick_target(),
                        role=random.choice((1, 1, 1, 2, 3)), formerly=formerly)
        elif kind == REVOKE:
            self.choose_cut(self.add_by(author, kind, parents, target=self.pick_target(), cut=[]))
        elif kind == INVITE_REVOKE:
            invite = random.choice(self.of_kind(INVITE) or self.ops)
            if random.random() < 0.8:
                parents = parents + [invite]
            self.add_by(author, kind, parents, invite=invite.number)
        elif kind == LEAVE:
            leave = self.add_by(author, kind, parents)
            leave.arguments["spares"] = leave.past
        elif kind == DEVICE_ADD:
            self.add_device(author, parents)
        elif kind == DEVICE_REMOVE:
            self.remove_device(author, parents)
        else:
            self.add_by(author, kind, parents)

    def add_device(self, author, parents):
        """As a device that `author` links, or out of the blue by whoever has the member's key."""
        known = random.choice([op for op in self.ops if op.root == author.number])
        self.add_root(DEVICE_ADD, author.member, parents + [known])

    def add_many_devices(self):
        """Past what one member may have; now and then one goes."""
        author = self.pick_author()
        tip = author
        for _ in range(DEVICES_ADDED_MAX + 3):
            tip = self.add_root(DEVICE_ADD, author.member, [tip] + self.pick_parents()[:1])
            if random.random() < 0.1:
                tip = self.remove_device(tip, [tip])

    def remove_device(self, author, parents):
        roots = [op for op in self.ops if op.root == op.number]
        own = [op for op in roots if op.member == author.member]
        target = random.choice(own if random.random() < 0.6 else roots)
        if random.random() < 0.9:
            parents = parents + [target]
        removal = self.add_by(author, DEVICE_REMOVE, parents, target_key=target.key, cut=[])
        self.choose_cut(removal)
        return removal

    def choose_cut(self, revoke):
        revoke.arguments["spares"] = revoke.past
        before = [op for op in self.ops if revoke.has_seen(op)]
        if before and random.random() < 0.3:
            cut = random.sample(before, min(len(before), random.choice((1, 2))))
            revoke.cut.extend(op.number for op in cut)
            spared = 0
            for op in cut:
                spared |= op.past | 1 << op.number
            revoke.arguments["spares"] = spared

    def admit(self, author, parents):
        invites = self.of_kind(INVITE)
        if not invites:
            return
        invite = random.choice(invites)
        joins = self.of_kind(JOIN)
        if joins and random.random() < 0.25:
            join = random.choice(joins)     # admitted again, or by another
            if random.random() < 0.7:
                invite = next((i for i in invites if i.proof == join.proof), invite)
        else:
            proof = invite.proof if random.random() < 0.95 else 0
            join = self.add_root(JOIN, random.randrange(1, self.n_members), [], proof=proof)
        named = [op for op in (join, invite) if random.random() < 0.97]
        self.add_by(author, ADMIT, parents + named, join=join.number, invite=invite.number)


def check_invariants(ops, circle):
    """Nobody junior affects a senior; the founder is removed by nobody else."""
    assert circle.state(0) != REMOVED
    if len(circle.taken) < 2:
        return
    senior = random.choice(sorted(circle.taken))
    key = circle.taken[senior]
    kept = sum(1 << op.number for op in ops
               if op.kind == JOIN or circle.taken.get(op.member, (9,)) <= key)
    alone = Circle(ops, kept)
    own = {op.number for op in ops if op.member == senior and op.kind != JOIN}
    assert alone.effective & own <= circle.effective, "a junior undid an op"
    everything = (1 << len(ops)) - 1
    if any(op.kind != ADMIT for op, _ in alone.grants.get(senior, ())):
        assert (circle.role_in_force(senior, everything)
                <= alone.role_in_force(senior, everything)), "a junior lowered a role"
    if alone.state(senior) == ACTIVE:
        assert circle.state(senior) != REMOVED, "a junior removed"
    if alone.state(senior) == REMOVED and key[0] > FACILITATOR:
        pass    # any facilitator may have taken them back
    elif alone.state(senior) == REMOVED:
        lifted = [op for op, _ in circle.grants[senior]
                  if op.kind == GRANT and op.number in circle.effective]
        assert circle.state(senior) != ACTIVE or lifted, "a junior lifted a removal"


def join_numbers(numbers):
    return ",".join(str(n) for n in numbers) or "-"


def format_arguments(op):
    if op.kind == INVITE:
        return f"{op.proof} {op.role} {op.max_uses} {int(op.asks)}"
    if op.kind == JOIN:
        return f"{op.proof}"
    if op.kind == ADMIT:
        return f"{op.join} {op.invite}"
    if op.kind == INVITE_REVOKE:
        return f"{op.invite}"
    if op.kind == GRANT:
        return f"{op.target} {op.role} {'-' if op.formerly is None else op.formerly}"
    if op.kind == REVOKE:
        return f"{op.target} {join_numbers(op.cut)}"
    if op.kind == DEVICE_REMOVE:
        return f"{op.target_key} {join_numbers(op.cut)}"
    return ""


def format_bits(ops, circle):
    return "".join("1" if op.number in circle.effective else "0" for op in ops)


def format_devices(ops, circle):
    return "".join("1" if circle.is_device_effective(op) else "0"
                   for op in ops if op.root == op.number)


def print_member(circle, member, everything):
    if member not in circle.grants:
        print("member - - - -")
        return
    formerly = circle.formerly(member)
    print("member", circle.role_in_force(member, everything), circle.state(member),
          "-" if formerly is None else formerly, int(circle.needs_look(member)))


def print_dag(n_members, ops):
    everything = (1 << len(ops)) - 1
    circle = Circle(ops, everything)
    check_invariants(ops, circle)
    print("dag", len(ops), n_members)
    for op in ops:
        print("op", op.kind, op.lamport, op.identity, op.member, op.key, op.root, int(op.is_valid),
              join_numbers(op.parents), format_arguments(op))
    print("effective", format_bits(ops, circle))
    for member in range(n_members):
        print_member(circle, member, everything)
    for op in ops:
        if op.root == op.number:
            print("device", op.number, int(circle.is_device_effective(op)),
                  len(circle.removed.get((op.member, op.key), ())))
    for op in random.sample(ops, min(len(ops), 3)):
        then = Circle(ops, op.past)
        print("within", op.number, format_bits(ops, then), format_devices(ops, then))
        role = circle.role_in_force(op.member, op.past)
        print("at", op.member, op.number, "-" if role is None else role,
              len(circle.unlifted(op.member, op.past)))
    print("end")


def main():
    seed, count = (int(argument) for argument in sys.argv[1:])
    for i in range(count):
        random.seed(seed + i)
        maker = Maker(random.randint(3, 7))
        for _ in range(random.randint(3, 34)):
            maker.step()
        if random.random() < 0.05:
            maker.add_many_devices()
        print_dag(maker.n_members, maker.ops)


if __name__ == "__main__":
    sys.exit(main())
