#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""uidrive: drives GTK 4 windows through the accessibility tree, as a person would, without a screen.

An Xvfb, a session bus, openbox, a HOME and XDG folders of its own; AT-SPI spoken directly over D-Bus
(many calls in flight, no cache that can be stale); xdotool for keys and the pointer. Debian 12 needs
xvfb dbus-daemon at-spi2-core gsettings-desktop-schemas python3-gi xdotool openbox x11-utils imagemagick.

    with Desktop() as desk:
        app = desk.launch(["build/app/desktop/cenacle", "--home", home])
        app.find("button", "Create a circle").click()
        app.find("text", "Name of the circle").set_text("Analysis")
        desk.screenshot("out.png")

Nothing sleeps for a fixed time: every look-up polls to a deadline (UIDRIVE_TIMEOUT, 10 s). On failure
a picture (UIDRIVE_FAILSHOT) and the tree of each program are left. What GTK 4.8 leaves out of its tree
is told where it is worked around.
"""
import ctypes
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

from atspi import ACC, Bus, Gone, Node, Timeout, wait_for
from gi.repository import GLib

_pause = threading.Event()

__all__ = ["App", "Desktop", "Gone", "Node", "Timeout", "wait_for"]

_libc = ctypes.CDLL(None)


def _die_with_parent():
    """In the child: SIGTERM when the driver goes, however it goes."""
    _libc.prctl(1, signal.SIGTERM)


class Desktop:
    """A private X server, session bus, window manager and HOME."""

    def __init__(self, size="1280x800", wm=("openbox",), env=None, keep=False, renderer="cairo",
                 settings=""):
        self.size, self.wm, self.keep = size, wm, keep
        self.extra = dict(env or {})
        self.renderer = renderer
        self.settings = settings  # lines for GTK's settings.ini
        self.procs, self.apps = [], []

    # -- life cycle -------------------------------------------------------
    def __enter__(self):
        try:
            return self.start()
        except BaseException:
            self.stop()
            raise

    def __exit__(self, *exc):
        if exc[0] is not None:
            self.explain()
        self.stop()

    def explain(self):
        """For a test that failed: a picture of the screen, and the tree of each window on stderr."""
        try:
            self.screenshot(os.environ.get("UIDRIVE_FAILSHOT", "uidrive-failure.png"))
            for app in self.apps:
                sys.stderr.write(app.stderr())
                sys.stderr.write(app.dump())
        except Exception as error:  # the failure itself matters more
            sys.stderr.write("no explanation: %s\n" % error)

    def start(self):
        self.environment = dict(os.environ)
        self.dir = tempfile.mkdtemp(prefix="uidrive-")
        home = os.path.join(self.dir, "home")
        run = os.path.join(self.dir, "run")
        os.mkdir(home)
        os.mkdir(run, 0o700)
        for k in ("WAYLAND_DISPLAY", "DESKTOP_SESSION", "XDG_CURRENT_DESKTOP", "AT_SPI_BUS_ADDRESS",
                  "GTK_A11Y", "NO_AT_BRIDGE", "GTK_THEME"):
            os.environ.pop(k, None)
        os.environ.update(
            HOME=home, XDG_RUNTIME_DIR=run,
            XDG_CONFIG_HOME=home + "/.config", XDG_DATA_HOME=home + "/.local/share",
            XDG_CACHE_HOME=home + "/.cache", XDG_STATE_HOME=home + "/.local/state",
            GDK_BACKEND="x11", GSK_RENDERER=self.renderer, GSETTINGS_BACKEND="memory",
            GIO_USE_VFS="local", GTK_USE_PORTAL="0", ADW_DISABLE_PORTAL="1",
            # no GL at all: 60 MiB and 0.1 s less per process, no Mesa noise under sanitizers
            GDK_DEBUG="gl-disable", GDK_DISABLE="gl,vulkan",      # GTK < 4.14, GTK >= 4.14
            LC_ALL="C.UTF-8", TZ="UTC", G_ENABLE_DIAGNOSTIC="0")
        settings = os.path.join(home, ".config", "gtk-4.0")
        os.makedirs(settings)
        with open(os.path.join(settings, "settings.ini"), "w") as f:
            f.write("[Settings]\ngtk-font-name=Cantarell 11\ngtk-cursor-blink=0\n" + self.settings)
        os.environ.update(self.extra)
        # X server picks a free display itself and tells us when it is ready
        r, w = os.pipe()
        self._spawn(["Xvfb", "-displayfd", str(w), "-screen", "0", self.size + "x24",
                     "-nolisten", "tcp", "-noreset"], pass_fds=(w,), log="xvfb.log")
        os.close(w)
        line = b""
        while not line.endswith(b"\n"):
            c = os.read(r, 16)
            if not c:
                raise RuntimeError("Xvfb did not start: " + self.log("xvfb.log"))
            line += c
        os.close(r)
        os.environ["DISPLAY"] = ":" + line.decode().strip()
        # session bus
        r, w = os.pipe()
        self._spawn(["dbus-daemon", "--session", "--nofork", "--nopidfile",
                     "--print-address=%d" % w], pass_fds=(w,), log="dbus.log")
        os.close(w)
        addr = b""
        while not addr.endswith(b"\n"):
            c = os.read(r, 512)
            if not c:
                raise RuntimeError("dbus-daemon did not start: " + self.log("dbus.log"))
            addr += c
        os.close(r)
        os.environ["DBUS_SESSION_BUS_ADDRESS"] = addr.decode().strip()
        if self.wm:
            self._spawn(list(self.wm), log="wm.log")
            wait_for(lambda: "window id" in subprocess.run(
                ["xprop", "-root", "_NET_SUPPORTING_WM_CHECK"], capture_output=True, text=True).stdout,
                "window manager")
        self.bus = Bus()
        return self

    def _spawn(self, argv, log, **kw):
        f = open(os.path.join(self.dir, log), "wb")
        p = subprocess.Popen(argv, stdin=subprocess.DEVNULL, stdout=f, stderr=f,
                             start_new_session=True, preexec_fn=_die_with_parent, **kw)
        f.close()
        self.procs.append(p)
        return p

    def log(self, name):
        try:
            return open(os.path.join(self.dir, name), errors="replace").read()
        except OSError:
            return ""

    def stop_apps(self):
        for a in self.apps:
            a.stop()

    def stop(self):
        self.stop_apps()
        for p in reversed(self.procs):
            if p.poll() is None:
                p.terminate()
            try:
                p.wait(5)
            except subprocess.TimeoutExpired:
                p.kill()
                p.wait()
        self.procs = []
        if hasattr(self, "environment"):
            os.environ.clear()
            os.environ.update(self.environment)
        if not self.keep and getattr(self, "dir", None):
            shutil.rmtree(self.dir, ignore_errors=True)

    # -- actions ----------------------------------------------------------
    def launch(self, argv, env=None, name=None):
        a = App(self, argv, env, name or "app%d" % len(self.apps))
        self.apps.append(a)
        a.connect()
        return a

    def screenshot(self, path, *nodes):
        """The screen, or as much of it as holds all of @nodes."""
        rects = [node.screen_rect() for node in nodes]
        crop = []
        if rects:
            left, top = min(r[0] for r in rects), min(r[1] for r in rects)
            right, bottom = max(r[0] + r[2] for r in rects), max(r[1] + r[3] for r in rects)
            crop = ["-crop", "%dx%d+%d+%d" % (right - left, bottom - top, left, top), "+repage"]
        subprocess.run(["import", "-silent", "-window", "root", *crop, path], check=True)
        return path

    def settle(self):
        """Waits until two looks at the screen show the same."""
        def look():
            return subprocess.run(["import", "-silent", "-window", "root", "rgb:-"],
                                  capture_output=True, check=True).stdout
        before = [look()]

        def is_still():
            _pause.wait(0.3)
            now = look()
            still, before[0] = now == before[0], now
            return still
        wait_for(is_still, "a still screen")

    def key(self, *keys):
        """Real key events to the focused window: key('ctrl+n'), key('Return')."""
        subprocess.run(["xdotool", "key", "--clearmodifiers", *keys], check=True)

    def type(self, text):
        """Real key events, printable ASCII only: xdotool drops some other
        characters because it remaps the keyboard while typing."""
        if not all(" " <= c <= "~" or c in "\n\t" for c in text):
            raise ValueError("use Node.insert_text() for non-ASCII")
        # 'type' swallows newlines: chain real Return keys in the same call
        cmd = ["xdotool"]
        for i, line in enumerate(text.split("\n")):
            if i:
                cmd += ["key", "Return"]
            if line:
                cmd += ["type", "--delay", "8", "--args", "1", line]
        subprocess.run(cmd, check=True)

    def move_to(self, x, y):
        subprocess.run(["xdotool", "mousemove", str(x), str(y)], check=True)

    def drag(self, start, end):
        """With the left button from one point of the screen to another, in several steps."""
        points = [(start[0] + (end[0] - start[0]) * n // 8, start[1] + (end[1] - start[1]) * n // 8)
                  for n in range(1, 9)]
        command = ["xdotool", "mousemove", *map(str, start), "mousedown", "1"]
        for x, y in points:
            command += ["sleep", "0.04", "mousemove", str(x), str(y)]
        subprocess.run([*command, "sleep", "0.04", "mouseup", "1"], check=True)

    def click_at(self, x, y, button=1, count=1):
        subprocess.run(["xdotool", "mousemove", str(x), str(y), "click",
                        "--repeat", str(count), "--delay", "40", str(button)], check=True)


class App:
    def __init__(self, desk, argv, env, name):
        self.desk, self.argv, self.name = desk, argv, name
        e = dict(os.environ)
        e.update(env or {})
        self.out = os.path.join(desk.dir, name + ".log")
        self.lists = None  # asked for once
        self.x_windows = {}
        with open(self.out, "wb") as f:
            self.t0 = time.monotonic()
            self.proc = subprocess.Popen(argv, env=e, stdin=subprocess.DEVNULL, stdout=f, stderr=f,
                                         start_new_session=True, preexec_fn=_die_with_parent)

    def connect(self):
        def look():
            if self.proc.poll() is not None:
                raise RuntimeError("%s exited with %s:\n%s" % (self.argv, self.proc.returncode, self.stderr()))
            bus = self.desk.bus
            for who in bus.call(("org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root"), ACC, "GetChildren")[0]:
                pid = bus.call(("org.freedesktop.DBus", "/org/freedesktop/DBus"), "org.freedesktop.DBus",
                               "GetConnectionUnixProcessID", GLib.Variant("(s)", (who[0],)))[0]
                # GTK registers before its first window is there
                if pid == self.proc.pid and bus.get(who, ACC, "ChildCount"):
                    return who
        self.root = Node(self, wait_for(look, "%s on the accessibility bus" % self.argv[0], 20))

    def stderr(self):
        return open(self.out, errors="replace").read()

    def warnings(self):
        # Nobody shows notifications here, unless a test does (notices.py).
        # GTK 4.8 may draw the slider of a scroll bar that has just come before it has its place, and counts
        # wrong what is pressed when a row goes between press and release.
        return [l for l in self.stderr().splitlines() if re.search(r"(WARNING|CRITICAL|ERROR) \*\*|Sanitizer", l)
                and "Trying to snapshot GtkGizmo" not in l and "Broken accounting of active state" not in l
                and "unable to send notifications" not in l]

    def windows(self):
        return [n for n in self.root.children()]

    def has_list(self):
        """Whether items() works: GTK 4.10 keeps less."""
        if self.lists is None:
            version = self.desk.bus.get(self.root.who, "org.a11y.atspi.Application", "Version")
            self.lists = tuple(map(int, version.split(".")[:2])) < (4, 10)
        return self.lists

    def items(self):
        """What the program keeps in mind of what it was once asked for, in one answer: of each node (itself,
        application, parent, index, n_children, interfaces, name, role, description, states).  The parent of a
        page of a stack is not what has it as its child."""
        answer = self.desk.bus.call((self.root.who[0], "/org/a11y/atspi/cache"), "org.a11y.atspi.Cache", "GetItems")
        return {tuple(item[0]): item for item in answer[0]}

    def x_window_of(self, window):
        """The id of the X window that shows the node @window."""
        if window.who not in self.x_windows:
            self.x_windows[window.who] = self.x_window(window.name)
        return self.x_windows[window.who]

    def x_window(self, title):
        """The id of the X window called @title; of several the newest."""
        def look():  # --all: without it xdotool takes any window of the process, and any of the name
            return subprocess.run(["xdotool", "search", "--all", "--onlyvisible", "--pid", str(self.proc.pid),
                                   "--name", "^" + re.escape(title) + "$"],
                                  capture_output=True, text=True).stdout.split()[-1:]
        return wait_for(look, "X window of %r" % title)[0]

    def come_to_front(self, title):
        """Puts the window called @title above the others and gives it the keyboard."""
        window = self.x_window(title)

        def is_in_front():
            has_keyboard = window == subprocess.run(["xdotool", "getactivewindow"], capture_output=True,
                                                    text=True).stdout.strip()
            named = [w for w in self.windows() if w.name == title]
            # A window that just lost the keyboard still says that it is active; GTK 4.8 tells of no dialog that it is.
            if has_keyboard and any(w.role == "dialog" or w.state("active") for w in named):
                return True
            if not has_keyboard:
                subprocess.run(["xdotool", "windowactivate", window], capture_output=True)
            _pause.wait(0.1 if not has_keyboard else 0.02)
            return False
        wait_for(is_in_front, "%r in front" % title)

    def find(self, role=None, name=None, **kw):
        return self.root.find(role, name, **kw)

    def all(self, role=None, name=None, **kw):
        return self.root.all(role, name, **kw)

    def gone(self, role=None, name=None, timeout=None, **kw):
        wait_for(lambda: not self.root.all(role, name, **kw), "no %s %r" % (role, name), timeout)

    def dump(self):
        return self.root.dump()

    def menu(self, button, item, position=None):
        """Open a menu button and choose an item.  GTK 4.18 leaves the names
        of GMenu items empty: pass the item's position (0-based) as well if
        the test is to run there."""
        self.find("button", button).click()
        wait_for(lambda: self.all("menu item"), "menu of %r" % button)

        def pick():
            named = self.all("menu item", item)
            if named:
                return named[-1]
            every = self.all("menu item")
            if position is not None and every and not any(n.name for n in every):
                return every[position]
        wait_for(pick, "menu item %r" % item).click()

    def stop(self):
        p = self.proc
        if p.poll() is None:
            p.terminate()
            try:
                p.wait(5)
            except subprocess.TimeoutExpired:
                p.kill()
                p.wait()
        return p.returncode
