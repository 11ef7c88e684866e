# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Person: somebody at a window of Cenacle with a home of their own, who does what people do there."""

import contextlib
import os
import signal

from atspi import has_state
from engines import BUILD, Engine
from uidrive import wait_for

LONG_S = 30  # for what crosses two engines on a busy machine


def engine_process(home):
    """The id of the process that serves @home, by its lock; 0 when none does."""
    try:
        process = int((home / "engine.lock").read_text().split()[0])
    except (FileNotFoundError, IndexError, ValueError):
        return 0
    return process if os.path.exists(f"/proc/{process}") else 0


def end_engine_of(home):
    """Ends the engine that a window started for @home itself."""
    process = engine_process(home)
    if process:
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, signal.SIGTERM)
        wait_for(lambda: not os.path.exists(f"/proc/{process}"), f"the end of {home.name}'s engine")


def find_place(app, title, lists=("Places", "Learning together")):
    """The row of the sidebar that leads to the page @title, whatever waits there; the names of its two lists
    differ by language."""
    def look():
        return [row for row, name in app.root.rows(*lists) if name.split(", ")[0] == title]
    return wait_for(look, f"the place “{title}”", LONG_S)[0]


def turn_to(dialog, page):
    """Shows the page of that name in a dialog that has several. Its tab stands at the top or, where
    that is too narrow, at the bottom; a dialog that just came may still move under the pointer."""
    def shows():
        tabs = [tab for tab in dialog.all("page tab", page) if tab.extents[2] > 0]
        if any(tab.state("selected") for tab in tabs):
            return True
        if tabs:
            tabs[-1].pointer_click()
    wait_for(shows, f"the page {page}", LONG_S)


class Person:
    def __init__(self, desk, place, name):
        self.desk = desk
        self.name = name
        self.engine = Engine(place, name)
        self.app = None

    # The window

    def open(self, *arguments, env=None):
        environment = {
            "XDG_RUNTIME_DIR": self.engine.environment["XDG_RUNTIME_DIR"],
            "CENACLE_ENGINE_OPTIONS": f"--listen {self.engine.listen} --no-discovery",
            **(env or {}),
        }
        command = [str(BUILD / "app/desktop/cenacle"), "--home", str(self.engine.home), *arguments]
        self.app = self.desk.launch(command, env=environment, name=f"{self.name}-{len(self.desk.apps)}")
        return self

    def close(self):
        status = self.app.stop()
        assert not self.app.warnings(), self.app.warnings()
        return status

    def engine_process(self):
        return engine_process(self.engine.home)

    def end_engine(self):
        """Ends the engine that the window started itself."""
        end_engine_of(self.engine.home)

    def frame(self):
        return self.app.find("frame", "Cenacle")

    def dialog(self, title):
        return wait_for(lambda: [w for w in self.app.windows() if w.name == title], title)[-1]

    def does(self, action):
        wait_for(lambda: action in self.frame().actions(), f"{action} to be possible", LONG_S)
        self.frame().do(action)

    # What one does there

    def creates_circle(self, circle, intention):
        self.app.find("button", "Create a circle").click()
        dialog = self.dialog("New circle")
        dialog.find("text", "Name of the circle").set_text(circle)
        dialog.find("text", "Why we learn together").set_text(intention)
        dialog.find("text", "Your name").set_text(self.name)
        dialog.find("button", "Create", sensitive=True).click()
        self.talks()

    def talks(self):
        """From wherever the window began, in general."""
        wait_for(lambda: self.app.root.rows("Channels"), "the channels", LONG_S)
        self.does("win.next-channel")
        self.app.find("text", "Write to #general", timeout=LONG_S)

    def makes_invite(self):
        self.does("win.invite")
        dialog = self.dialog("Invite people")
        dialog.find("button", "Create an invite").click()
        entry = dialog.find("text", "Invite link", timeout=LONG_S)
        link = wait_for(lambda: entry.text, "the link")
        dialog.do("window.close")
        return link

    def joins(self, link, circle):
        self.app.find("button", "Join with an invite").click()
        dialog = self.dialog("Join a circle")
        dialog.find("text", "Invite link").set_text(link)
        dialog.find("label", circle, timeout=LONG_S)
        dialog.find("text", "Your name").set_text(self.name)
        dialog.find("button", "Join", sensitive=True).click()
        self.talks()

    def writes(self, text, place="Write to #general"):
        """Types into the composer of @place and presses Return."""
        self.app.come_to_front("Cenacle")
        field = self.app.find("text", place)
        field.focus()
        field.set_text(text)
        self.desk.key("Return")
        wait_for(lambda: field.text == "", "the message to leave the composer")

    def sees(self, text, timeout=LONG_S):
        return self.app.find("label", text, timeout=timeout)

    def goes(self, place):
        """To a place of the sidebar."""
        self.app.come_to_front("Cenacle")
        find_place(self.app, place).pointer_click()

    def channel(self, name):
        """The channel of the sidebar that reads @name, its unread count included."""
        def look():
            return [row for rows in self.app.all("list", "Channels") for row in rows.all("list item", name)]
        return wait_for(look, f"the channel “{name}”", LONG_S)[0]

    def focused(self):
        """The name of what has the keyboard. Each window keeps a focus of its own, and GTK 4.8 does not say
        which dialog is active: the newest."""
        windows = [window for window in self.app.windows() if window.name]
        dialogs = [window for window in windows if window.name != "Cenacle"]
        return next((node["name"] for node in (dialogs or windows)[-1].snapshot()
                     if has_state(node, "focused")), None)

    def row_of(self, text):
        """The list item of the message with @text."""
        def look():
            return [row for row, name in self.app.root.rows("Messages") if text in name]
        return wait_for(look, f"a row with “{text}”", LONG_S)[-1]

    def asks_of(self, text, action):
        """The context menu of the message with @text, by the keyboard's way into it."""
        self.app.come_to_front("Cenacle")
        self.row_of(text).pointer_click(button=3)
        wait_for(lambda: self.app.all("menu item", action), f"“{action}” in the menu")[-1].click()
