# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""authority-oracle.py SEED COUNT: random frames of a circle, and who may do what in each.

A second, slow reading of PROTOCOL.md (Authority), for tests/core/test-authority.c. For each frame:

  dag N_OPS N_MEMBERS
  op KIND LAMPORT ID MEMBER IS_VALID PARENTS ARGUMENTS   in the order of their numbers
  effective BITS                                         one character an op
  member ROLE STATE                                      in order; - - for one who never was any
  within NUMBER BITS                                     what was effective by the past of that op
  at MEMBER NUMBER ROLE N_REVOKES                        as that op saw it
  end

Lists are numbers joined by commas, or -. ID is sixteen hexadecimal digits.
"""

import heapq
import random
import sys

GENESIS, INVITE, INVITE_REVOKE, JOIN, ADMIT, GRANT, REVOKE, LEAVE = range(1, 9)
EPOCH, POLICY, MERGE = 11, 12, 13
OWNER, FACILITATOR, MEMBER, GUEST = range(4)
ACTIVE, LEFT, REMOVED = "active", "left", "removed"


class Op:
    def __init__(self, number, kind, member, parents, **arguments):
        self.number = number
        self.kind = kind
        self.member = member
        self.parents = sorted({p.number for p in parents})
        self.past = 0
        for parent in parents:
            self.past |= parent.past | 1 << parent.number
        self.lamport = 1 + max((p.lamport for p in parents), default=0)
        self.identity = f"{random.getrandbits(64):016x}"
        self.is_valid = random.random() < 0.97 or kind == GENESIS
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
        self.ops = [op for op in ops if within >> op.number & 1]
        self.by_number = {op.number: op for op in self.ops}
        self.effective = set()
        self.grants = {}    # member: [(op, role)]
        self.revokes = {}   # member: [op]
        self.queue = []
        self.taken = {}     # member: key when first taken
        self.waiting = []
        for op in self.ops:
            if op.kind == GENESIS and op.is_valid:
                self.effective.add(op.number)
                self.grant(op, op.member, OWNER, ())
        while self.queue:
            self.take(*heapq.heappop(self.queue))

    def grant(self, op, member, role, path):
        path = path + (op.place(),)
        self.grants.setdefault(member, []).append((op, role))
        heapq.heappush(self.queue, ((role, len(path), path), member))

    def take(self, key, member):
        self.taken.setdefault(member, key)
        for op in sorted((op for op in self.ops if op.member == member), key=Op.place):
            if op.number in self.effective or op in self.waiting:
                continue
            if not self.decide(op, key):
                continue
            self.effective.add(op.number)
            if op.kind == INVITE:
                for late in sorted(self.waiting, key=Op.place):
                    self.waiting.remove(late)
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

    def unlifted(self, member, past):
        """Effective removals of `member` that no GRANT in `past` has seen."""
        lifting = [op for op, _ in self.grants.get(member, ())
                   if op.kind != ADMIT and past >> op.number & 1]
        return [revoke for revoke in self.revokes.get(member, ())
                if not any(op.has_seen(revoke) for op in lifting)]

    def is_excluded(self, op):
        return any(revoke is not op and not revoke.spares >> op.number & 1
                   for revoke in self.unlifted(op.member, op.past))

    def decide(self, op, key):
        role = self.role_in_force(op.member, op.past)
        if not op.is_valid or role is None or self.is_excluded(op):
            return False
        if op.kind in (INVITE, POLICY):
            return role <= FACILITATOR
        if op.kind == EPOCH:
            return role <= MEMBER
        if op.kind == MERGE:
            return True
        if op.kind == LEAVE:
            self.revokes.setdefault(op.member, []).append(op)
            return True
        if op.kind == INVITE_REVOKE:
            invite = self.by_number.get(op.invite)
            return (invite is not None and op.has_seen(invite) and invite.kind == INVITE
                    and (role <= FACILITATOR or invite.member == op.member))
        if op.kind == GRANT:
            if role > FACILITATOR or op.role < role or op.target in self.taken:
                return False
            self.grant(op, op.target, op.role, key[2])
            return True
        if op.kind == REVOKE:
            is_known = op.target in self.grants or any(o.member == op.target for o in self.ops)
            if role > FACILITATOR or not is_known or op.target in self.taken:
                return False
            self.revokes.setdefault(op.target, []).append(op)
            return True
        return op.kind == ADMIT and role <= MEMBER and self.decide_admit(op, key)

    def decide_admit(self, op, key):
        join, invite = self.by_number.get(op.join), self.by_number.get(op.invite)
        if join is None or invite is None or not op.has_seen(join) or not op.has_seen(invite):
            return False
        if join.kind != JOIN or not join.is_valid or invite.kind != INVITE:
            return False
        if join.proof != invite.proof:
            return False
        if invite.number not in self.effective:
            self.waiting.append(op)
            return False
        before = [o for o in self.ops if o.number in self.effective and op.has_seen(o)]
        if any(o.kind == INVITE_REVOKE and o.invite == invite.number for o in before):
            return False
        uses = sum(o.kind == ADMIT and o.invite == invite.number for o in before)
        if uses >= invite.max_uses:
            return False
        self.effective.add(join.number)
        self.grant(op, join.member, invite.role, key[2])
        return True

    def state(self, member):
        everything = (1 << 4096) - 1
        unlifted = self.unlifted(member, everything)
        if not unlifted:
            return ACTIVE
        return REMOVED if any(op.kind == REVOKE for op in unlifted) else LEFT


class Maker:
    """Makes ops as honest, careless and hostile members would: concurrent, back-dated, forked."""

    def __init__(self, n_members):
        self.n_members = n_members
        self.ops = []
        self.proofs = 0
        self.add(GENESIS, 0, [])

    def add(self, kind, member, parents, **arguments):
        op = Op(len(self.ops), kind, member, parents, **arguments)
        self.ops.append(op)
        return op

    def of_kind(self, kind):
        return [op for op in self.ops if op.kind == kind]

    def pick_parents(self):
        heads = [op for op in self.ops
                 if op.kind != JOIN and not any(o.has_seen(op) for o in self.ops)]
        if random.random() < 0.6:
            return random.sample(heads, min(len(heads), random.choice((1, 2, 8, 8))))
        others = [op for op in self.ops if op.kind != JOIN]
        return random.sample(others, min(len(others), random.choice((1, 1, 2))))

    def pick_author(self):
        authors = [0] * 4 + [op.member for op in self.of_kind(JOIN)] * 2
        return random.choice(authors) if random.random() < 0.9 else random.randrange(self.n_members)

    def pick_target(self):
        return random.randrange(self.n_members)

    def step(self):
        author, parents = self.pick_author(), self.pick_parents()
        kind = random.choices(
            (INVITE, ADMIT, GRANT, REVOKE, LEAVE, EPOCH, MERGE, INVITE_REVOKE, POLICY),
            (3, 8, 5, 4, 0.2 if author == 0 else 1, 1, 1, 1, 0.3))[0]
        if kind == INVITE:
            self.proofs += random.random() < 0.9
            self.add(kind, author, parents, proof=self.proofs, role=random.choice((2, 2, 2, 3)),
                     max_uses=random.choice((1, 1, 2, 5)))
        elif kind == ADMIT:
            self.admit(author, parents)
        elif kind == GRANT:
            self.add(kind, author, parents, target=self.pick_target(),
                     role=random.choice((1, 1, 1, 2, 3)))
        elif kind == REVOKE:
            revoke = self.add(kind, author, parents, target=self.pick_target(), cut=[])
            self.choose_cut(revoke)
        elif kind == INVITE_REVOKE:
            invites = self.of_kind(INVITE) or self.ops
            invite = random.choice(invites)
            if random.random() < 0.8:
                parents = parents + [invite]
            self.add(kind, author, parents, invite=invite.number)
        elif kind == LEAVE:
            leave = self.add(kind, author, parents)
            leave.arguments["spares"] = leave.past
        else:
            self.add(kind, author, parents)

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
            join = self.add(JOIN, random.randrange(1, self.n_members), [], proof=proof)
        named = [op for op in (join, invite) if random.random() < 0.97]
        self.add(ADMIT, author, parents + named, join=join.number, invite=invite.number)


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
        return f"{op.proof} {op.role} {op.max_uses}"
    if op.kind == JOIN:
        return f"{op.proof}"
    if op.kind == ADMIT:
        return f"{op.join} {op.invite}"
    if op.kind == INVITE_REVOKE:
        return f"{op.invite}"
    if op.kind == GRANT:
        return f"{op.target} {op.role}"
    if op.kind == REVOKE:
        return f"{op.target} {join_numbers(op.cut)}"
    return ""


def format_bits(ops, circle):
    return "".join("1" if op.number in circle.effective else "0" for op in ops)


def print_dag(n_members, ops):
    everything = (1 << len(ops)) - 1
    circle = Circle(ops, everything)
    check_invariants(ops, circle)
    print("dag", len(ops), n_members)
    for op in ops:
        print("op", op.kind, op.lamport, op.identity, op.member, int(op.is_valid),
              join_numbers(op.parents), format_arguments(op))
    print("effective", format_bits(ops, circle))
    for member in range(n_members):
        if member in circle.grants:
            print("member", circle.role_in_force(member, everything), circle.state(member))
        else:
            print("member - -")
    for op in random.sample(ops, min(len(ops), 3)):
        print("within", op.number, format_bits(ops, Circle(ops, op.past)))
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
        print_dag(maker.n_members, maker.ops)


if __name__ == "__main__":
    sys.exit(main())
