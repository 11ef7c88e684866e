# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The accessibility tree over D-Bus: Bus speaks AT-SPI, a Node is one object on it."""

import os
import re
import subprocess
import threading
import time

from gi.repository import Gio, GLib

TIMEOUT = float(os.environ.get("UIDRIVE_TIMEOUT", "10"))
POLL = 0.02
_pause = threading.Event()


class Gone(Exception):
    """The object vanished between two D-Bus calls, or has no such interface."""


class Timeout(AssertionError):
    """What was waited for did not come."""


def wait_for(fn, what, timeout=None):
    end = time.monotonic() + (TIMEOUT if timeout is None else timeout)
    last = None
    while True:
        try:
            v = fn()
            if v:
                return v
        except Gone as e:       # object vanished between two D-Bus calls
            last = e
        if time.monotonic() > end:
            raise Timeout("timed out waiting for %s%s" % (what, " (last: %s)" % last if last else ""))
        _pause.wait(POLL)


STATES = {"active": 1, "checked": 4, "collapsed": 5, "editable": 7, "enabled": 8, "expandable": 9,
          "expanded": 10, "focusable": 11, "focused": 12, "modal": 16, "multi_line": 17, "pressed": 20,
          "selectable": 22, "selected": 23, "sensitive": 24, "showing": 25, "visible": 30}
# AT-SPI role numbers; GetRoleName is no use, GTK 4.8 answers it with ARIA names
ROLES = {0: "invalid", 2: "alert", 3: "animation", 4: "arrow", 5: "calendar", 7: "check box",
         8: "check menu item", 11: "combo box", 12: "date editor", 16: "dialog", 18: "drawing area",
         19: "file chooser", 20: "filler", 23: "frame", 25: "html container", 26: "icon",
         27: "image", 29: "label", 31: "list", 32: "list item", 33: "menu", 34: "menu bar",
         35: "menu item", 37: "page tab", 38: "page tab list", 39: "panel", 40: "password text",
         41: "popup menu", 42: "progress bar", 43: "push button", 44: "radio button",
         45: "radio menu item", 48: "scroll bar", 49: "scroll pane", 50: "separator", 51: "slider",
         52: "spin button", 53: "split pane", 54: "status bar", 55: "table", 56: "table cell",
         57: "table column header", 58: "table row header", 60: "terminal", 61: "text",
         62: "toggle button", 63: "tool bar", 64: "tool tip", 65: "tree", 66: "tree table",
         67: "unknown", 68: "viewport", 69: "window", 71: "header", 72: "footer", 73: "paragraph",
         75: "application", 76: "autocomplete", 79: "entry", 80: "chart", 81: "caption",
         82: "document frame", 83: "heading", 84: "page", 85: "section", 87: "form", 88: "link",
         89: "input method window", 90: "table row", 91: "tree item", 97: "comment", 98: "list box",
         99: "grouping", 100: "image map", 101: "notification", 102: "info bar", 103: "level bar",
         104: "title bar", 105: "block quote", 106: "audio", 107: "video", 108: "definition",
         109: "article", 110: "landmark", 111: "log", 112: "marquee", 113: "math", 114: "rating",
         115: "timer", 116: "static", 121: "description list"}
ACC, COMP, ACT = "org.a11y.atspi.Accessible", "org.a11y.atspi.Component", "org.a11y.atspi.Action"
TEXT, EDIT, VAL, SEL = ("org.a11y.atspi." + k for k in ("Text", "EditableText", "Value", "Selection"))
PROPS = "org.freedesktop.DBus.Properties"
WINDOW_COORDS = 1
NOWHERE = "/org/a11y/atspi/null"
FEW = 100


class Bus:
    """The accessibility bus, spoken to directly: no cache that can be stale,
    and many calls in flight at once (libatspi does one at a time)."""

    def __init__(self):
        def address():
            try:
                ses = Gio.DBusConnection.new_for_address_sync(
                    os.environ["DBUS_SESSION_BUS_ADDRESS"],
                    Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION,
                    None, None)
                self.session = ses
                return ses.call_sync("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress", None,
                                     None, Gio.DBusCallFlags.NONE, 10000, None).unpack()[0]
            except GLib.Error as e:
                raise Gone(str(e))
        addr = wait_for(address, "accessibility bus")
        self.con = Gio.DBusConnection.new_for_address_sync(
            addr, Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION,
            None, None)

    def call(self, who, iface, method, args=None):
        try:
            return self.con.call_sync(who[0], who[1], iface, method, args, None,
                                      Gio.DBusCallFlags.NO_AUTO_START, 5000, None).unpack()
        except GLib.Error as e:
            raise Gone(e.message)

    def wait_for_name(self, name, timeout=30):
        """Until somebody on the session's bus is called so."""
        def look():
            return self.session.call_sync("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
                                          "NameHasOwner", GLib.Variant("(s)", (name,)), None,
                                          Gio.DBusCallFlags.NONE, 5000, None).unpack()[0]
        wait_for(look, f"{name} on the bus", timeout)

    def get(self, who, iface, prop):
        return self.call(who, PROPS, "Get", GLib.Variant("(ss)", (iface, prop)))[0]

    def many(self, calls):
        """calls: (who, iface, method, args); answers in order, None for an error."""
        out, left = [None] * len(calls), [len(calls)]

        def done(con, res, i):
            try:
                out[i] = con.call_finish(res).unpack()
            except GLib.Error:
                pass
            left[0] -= 1
        for i, (who, iface, method, args) in enumerate(calls):
            self.con.call(who[0], who[1], iface, method, args, None,
                          Gio.DBusCallFlags.NO_AUTO_START, 5000, None, done, i)
        ctx = GLib.MainContext.default()
        while left[0]:
            ctx.iteration(True)
        return out


class Node:
    """One accessible object: (bus name, object path).  Everything is read anew
    each time, except inside all()/find(), which match on one snapshot."""

    def __init__(self, app, who, above=()):
        self.app, self.who, self.bus = app, tuple(who), app.desk.bus
        self.above = above  # (who, role) of itself and those above it, as far as it was come upon from there

    # -- reading ----------------------------------------------------------

    @property
    def role(self):
        return _role(self.bus.call(self.who, ACC, "GetRole")[0])

    @property
    def name(self):
        return self.bus.get(self.who, ACC, "Name")

    @property
    def description(self):
        return self.bus.get(self.who, ACC, "Description")

    @property
    def text(self):
        # GTK 4.8 answers '' to end = -1, so ask for the length first
        try:
            n = self.bus.get(self.who, TEXT, "CharacterCount")
            return self.bus.call(self.who, TEXT, "GetText", GLib.Variant("(ii)", (0, n)))[0]
        except Gone:
            return self.name

    def state(self, s):
        return _has(self.bus.call(self.who, ACC, "GetState")[0], s)

    @property
    def extents(self):
        return self.bus.call(self.who, COMP, "GetExtents", GLib.Variant("(u)", (WINDOW_COORDS,)))[0]

    @property
    def parent(self):
        p = self.bus.get(self.who, ACC, "Parent")
        return Node(self.app, p) if p[1] != NOWHERE else None

    def line(self):
        """This one and all above it, upwards, each as (bus name, object path)."""
        node, line = self, []
        while node is not None:
            line.append(node.who)
            node = node.parent
        return line

    def children(self):
        return [Node(self.app, c) for c in self.bus.call(self.who, ACC, "GetChildren")[0]]

    def glance(self):
        """What snapshot(visible=False) gives at a fifth of its cost: only what is below each is asked of the
        nodes, all else comes in one answer; None where there is none.  Instead of "ext" each has "up": the
        one above it, None of the first."""
        if not self.app.has_list():
            return None
        first = {"who": self.who, "depth": 0, "up": None}
        level, below = [first], {}
        while level:
            answers = self.bus.many([(d["who"], ACC, "GetChildren", None) for d in level])
            for d, answer in zip(level, answers):
                below[d["who"]] = [{"who": tuple(who), "depth": d["depth"] + 1, "up": d}
                                   for who in (answer[0] if answer else ())]
            level = [child for d in level for child in below[d["who"]] if child["who"] not in below]
        items, out, left = self._ask(list(below)), [], [first]
        while left:
            d = left.pop()
            item = items.get(d["who"])
            if item is not None:
                d["role"], d["name"], d["state"] = _role(item[0]), item[1], item[2]
                out.append(d)
                left += reversed(below[d["who"]])
        return out

    def _ask(self, nodes):
        """(role, name, states) of each of @nodes that is there; one by one where they are few, since the one
        answer tells of hidden pages too."""
        if len(nodes) > FEW:
            return {who: (item[7], item[6], item[9]) for who, item in self.app.items().items()}
        name = GLib.Variant("(ss)", (ACC, "Name"))
        answers = self.bus.many([call for who in nodes for call in (
            (who, ACC, "GetRole", None), (who, PROPS, "Get", name), (who, ACC, "GetState", None))])
        return {who: (role[0], said[0], state[0]) for who, role, said, state in
                zip(nodes, answers[::3], answers[1::3], answers[2::3]) if role and said and state}

    def _found(self, d):
        """The node of a row of glance() or snapshot()."""
        above, row = [], d
        while row is not None:
            above.append((row["who"], row["role"]))
            row = row.get("up")
        return Node(self.app, d["who"], above + list(self.above[1:]) if "up" in d else ())

    def _drop_hidden(self, found):
        """Of rows of glance() those that are on the screen with all above them; see snapshot()."""
        asked, chains = {}, []
        for d in found:
            chain = []
            while d["up"] is not None:
                chain.append(d)
                asked[d["who"]] = None
                d = d["up"]
            chains.append(chain)
        answers = self.bus.many([(who, COMP, "GetExtents", GLib.Variant("(u)", (WINDOW_COORDS,))) for who in asked])
        asked = {who: answer and answer[0] for who, answer in zip(asked, answers)}

        def shows(d):
            ext = asked[d["who"]]
            return d["role"] == "application" or (
                _has(d["state"], "visible") and not (ext and (ext[2] <= 0 or ext[3] <= 0)))
        return [d for d, chain in zip(found, chains) if all(map(shows, chain))]

    def _look(self, wanted, visible=True):
        """The nodes below (and with) this one that are @wanted, in their order."""
        rows = self.glance()
        if rows is None:
            return [d for d in self.snapshot(visible) if wanted(d)]
        found = [d for d in rows if wanted(d)]
        return self._drop_hidden(found) if visible else found

    def snapshot(self, visible=True, leaf=None, skip=()):
        """Nodes below (and with) this one, depth first, as dicts.  leaf: of
        which nodes nothing below is looked at, which costs much: a look at a
        window takes its program longer than the test.  visible:
        leave out what is not on the screen with all below it.  GTK 4.8 sets
        SHOWING on top levels only, and VISIBLE on widgets of hidden stack
        pages as well: an empty allocation is the sign of not mapped.
        Beware of GtkListView: it keeps some 200 rows alive, and those scrolled
        out of view keep a stale place.  Do not click into such a row by
        position; use the keyboard, or a button or action inside the row.
        skip: what is left out with all below it, as .who."""
        W = GLib.Variant("(u)", (WINDOW_COORDS,))
        NAME = GLib.Variant("(ss)", (ACC, "Name"))
        top = {"who": self.who, "depth": 0}
        level, kids = [top], {}
        while level:
            calls = []
            for d in level:
                w = d["who"]
                calls += [(w, ACC, "GetRole", None), (w, PROPS, "Get", NAME), (w, ACC, "GetState", None),
                          (w, COMP, "GetExtents", W), (w, ACC, "GetChildren", None)]
            r = self.bus.many(calls)
            nxt = []
            for i, d in enumerate(level):
                role, name, st, ext, ch = r[5 * i:5 * i + 5]
                if role is None or st is None:
                    d["dead"] = True
                    continue
                d["role"], d["name"], d["state"] = _role(role[0]), name[0] if name else "", st[0]
                d["ext"] = ext[0] if ext else None
                if d["who"] in skip:
                    d["dead"] = True
                    continue
                if visible and d is not top and d["role"] != "application" and (
                        not _has(st[0], "visible") or (d["ext"] and (d["ext"][2] <= 0 or d["ext"][3] <= 0))):
                    d["dead"] = True
                    continue
                if leaf and leaf(d):
                    continue
                kids[id(d)] = [{"who": tuple(c), "depth": d["depth"] + 1} for c in (ch[0] if ch else [])]
                nxt += kids[id(d)]
            level = nxt
        out = []

        def flat(d):
            if "dead" in d or "role" not in d:
                return
            out.append(d)
            for c in kids.get(id(d), ()):
                flat(c)
        flat(top)
        return out

    def all(self, role=None, name=None, text=None, visible=True, within=None, sensitive=None):
        def wanted(d):
            return (role is None or d["role"] == _norm(role)) and (name is None or _match(d["name"], name)) and \
                (sensitive is None or _has(d["state"], "sensitive") == sensitive)

        def has_text(node):
            try:
                return text is None or _match(node.text, text)
            except Gone:
                return False
        top = within or self
        found = [top._found(d) for d in top._look(wanted, visible)]
        return [node for node in found if has_text(node)]

    def rows(self, *lists):
        """(node, name) of the rows of the lists that are called so."""
        def leaf(d):
            return d["role"] == "list item" or d["role"] == "list" and d["name"] not in lists

        def is_row(d):
            if d["role"] != "list item":
                return False
            while d["up"] is not None:
                d = d["up"]
                if leaf(d):
                    return False
            return True
        rows = self.glance()
        if rows is None:
            found = [d for d in self.snapshot(leaf=leaf) if d["role"] == "list item"]
        else:
            found = self._drop_hidden([d for d in rows if is_row(d)])
        return [(self._found(d), d["name"]) for d in found]

    def find(self, role=None, name=None, timeout=None, **kw):
        # innermost match: GtkMenuButton and its inner button share role and name
        return wait_for(lambda: self.all(role, name, **kw)[-1:],
                        "%s %r %s" % (role or "any", name, {k: v for k, v in kw.items() if k != "within"} or ""),
                        timeout)[0]

    # -- acting -----------------------------------------------------------
    def actions(self):
        # not GetActions: GTK 4.8 puts translated names there
        r = self.bus.many([(self.who, ACT, "GetName", GLib.Variant("(i)", (i,)))
                           for i in range(self.bus.get(self.who, ACT, "NActions"))])
        return [a and a[0] for a in r]          # None where 4.8 errs (insensitive widget)

    def do(self, action):
        names = self.actions()
        if action not in names:
            raise AssertionError("%s %r has no action %r, only %r" % (self.role, self.name, action, names))
        if not self.bus.call(self.who, ACT, "DoAction", GLib.Variant("(i)", (names.index(action),)))[0]:
            raise AssertionError("%s refused %s" % (self.name, action))
        return self

    def click(self):
        """AT-SPI 'click'/'toggle' where the widget has it (GtkButton and its
        kin, GtkSwitch, menu items), else a real pointer click."""
        wait_for(lambda: self.state("sensitive"), "%s %r sensitive" % (self.role, self.name))
        try:
            a = self.actions()
        except Gone:
            a = []
        for k in ("click", "toggle"):
            if k in a:
                return self.do(k)
        return self.pointer_click()

    def _climb(self):
        """(node, role) of this one and all above it, upwards."""
        for who, role in self.above:
            yield Node(self.app, who), role
        node = Node(self.app, self.above[-1][0]).parent if self.above else self
        while node is not None:
            yield node, node.role
            node = node.parent

    def window(self):
        return next((node for node, role in self._climb() if role in ("frame", "dialog", "window")), None)

    def screen_rect(self, top=None):
        """(x, y, width, height) of the widget on the screen, in its window @top.
        AT-SPI gives positions inside the GtkWindow; the X window is larger by the
        client-side border or shadow.  Popovers are windows of their own: not for them."""
        top = top or self.window()
        ex, ey, ew, eh = self.extents
        tx, ty, tw, th = top.extents
        w = self.app.x_window_of(top)
        g = dict(l.split("=") for l in subprocess.check_output(
            ["xdotool", "getwindowgeometry", "--shell", w], text=True).split())
        fe = subprocess.run(["xprop", "-id", w, "_GTK_FRAME_EXTENTS"], capture_output=True, text=True).stdout
        m = re.search(r"= (\d+), (\d+), (\d+), (\d+)", fe)
        l, r, t, b = map(int, m.groups()) if m else (0, 0, 0, 0)
        # border of the node inside the shadow
        ox = l + (int(g["WIDTH"]) - l - r - tw) // 2
        oy = t + (int(g["HEIGHT"]) - t - b - th) // 2
        return int(g["X"]) + ox + ex - tx, int(g["Y"]) + oy + ey - ty, ew, eh

    def screen_point(self):
        """Centre of the widget on the screen."""
        x, y, width, height = self.screen_rect()
        return x + width // 2, y + height // 2

    def scroll_to(self):
        """Turns the wheel over the scrolled area that the widget is in until its centre shows there."""
        pane, role = next(((node, role) for node, role in self._climb() if node.who != self.who and role in
                           ("scroll pane", "frame", "dialog", "window")), (None, None))
        if role != "scroll pane":
            return self

        def shows():
            _, upper, _, pane_height = pane.extents
            _, y, _, height = self.extents
            if upper <= y + height // 2 < upper + pane_height:
                return True
            button = 4 if y + height // 2 < upper else 5
            self.app.desk.click_at(*pane.screen_point(), button=button)
            self._settle()
            return False
        wait_for(shows, "%s %r in view" % (self.role, self.name))
        return self

    def pointer_click(self, button=1, count=1, top=None):
        """In the middle; or @top pixels below the upper edge."""
        self._settle()
        self.scroll_to()
        self._wait_uncovered(top)
        x, y, width, height = self.screen_rect()
        x, y = x + width // 2, y + (height // 2 if top is None else top)
        self.app.desk.click_at(x, y, button=button, count=count)
        return self

    def _wait_uncovered(self, top):
        """Until what a click would meet there is this one, or in it, or what it lies on: a toast has gone, a page
        has come in.  GTK finds nothing at all at some points of a dialog."""
        window = self.window()

        def is_met():
            x, y, width, height = self.extents
            point = (x + width // 2, y + (height // 2 if top is None else top), WINDOW_COORDS)
            met = Node(self.app, self.bus.call(window.who, COMP, "GetAccessibleAtPoint",
                                               GLib.Variant("(iiu)", point))[0])
            return met.who[1] == NOWHERE or self.who in met.line() or met.who in self.line()
        if window is not None:
            wait_for(is_met, "%s %r to be uncovered" % (self.role, self.name))

    def _settle(self):
        """Wait until two looks 30 ms apart give the same place."""
        last, window = [None], self.window()

        def same():
            e = (self.extents, window.extents)
            ok = e == last[0] and e[0][2] > 0
            last[0] = e
            if not ok:
                _pause.wait(0.03)
            return ok
        wait_for(same, "%s %r at rest" % (self.role, self.name))

    def focus(self):
        """GTK 4.8 has no Component.GrabFocus (it fails): click into the widget
        instead, then wait for the state."""
        if not self.state("focused"):
            try:
                ok = self.bus.call(self.who, COMP, "GrabFocus")[0]
            except Gone:
                ok = False
            if not ok:
                self.pointer_click()
            wait_for(lambda: self.state("focused"), "focus on %r" % self.name)
        return self

    def set_text(self, s):
        assert self.bus.call(self.who, EDIT, "SetTextContents", GLib.Variant("(s)", (s,)))[0]
        wait_for(lambda: self.text == s, "%r to hold %r" % (self.name, s))
        return self

    def insert_text(self, s, pos=None):
        if pos is None:
            pos = self.bus.get(self.who, TEXT, "CharacterCount")
        assert self.bus.call(self.who, EDIT, "InsertText", GLib.Variant("(isi)", (pos, s, len(s.encode()))))[0]
        return self

    @property
    def caret(self):
        return self.bus.get(self.who, TEXT, "CaretOffset")

    def set_caret(self, offset):
        assert self.bus.call(self.who, TEXT, "SetCaretOffset", GLib.Variant("(i)", (offset,)))[0]
        wait_for(lambda: self.caret == offset, "the caret at %d" % offset)
        return self

    def select(self, start, end):
        """The caret stands at the end."""
        self.set_caret(start)
        assert self.bus.call(self.who, TEXT, "AddSelection", GLib.Variant("(ii)", (start, end)))[0]
        return self

    def type(self, s):
        """Key by key, as a user: click into the widget first (ASCII only)."""
        self.focus()
        before = self.text
        self.app.desk.type(s)
        wait_for(lambda: self.text == before + s, "%r to read %r" % (self.name, before + s))
        return self

    def win_action(self, name):
        """Run a window action ('win.add'), GActionMap or class-installed,
        through the Action interface of the frame."""
        return self.window().do(name)

    def dump(self, visible=False):
        out = []
        for d in self.snapshot(visible):
            st = [k for k in ("focused", "checked", "pressed", "selected", "expanded") if _has(d["state"], k)]
            if not _has(d["state"], "sensitive"):
                st.append("INSENSITIVE")
            out.append("%s%s %r %s %s\n" % ("  " * d["depth"], d["role"], d["name"], d["ext"], ",".join(st)))
        return "".join(out)


def _has(words, state):
    n = STATES[state.lower()]
    return bool(words[n // 32] >> (n % 32) & 1)


def has_state(row, state):
    """Of a row of snapshot()."""
    return _has(row["state"], state)


# at-spi2-core 2.54+ calls a push button "button", GTK 4.10+ exposes toggle
# buttons and groupings as such: fold them to one spelling
_ALIAS = {"push button": "button", "toggle button": "button", "grouping": "panel",
          "check menu item": "menu item", "radio menu item": "menu item",
          "entry": "text", "alert": "dialog", "switch": "check box"}


def _role(n):
    return _norm(ROLES.get(n, "role %d" % n))


def _norm(role):
    return _ALIAS.get(role, role)


def _match(got, want):
    return bool(want.search(got)) if hasattr(want, "search") else got == want
