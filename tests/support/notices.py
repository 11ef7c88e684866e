# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Notices: a desktop that shows notifications, on the session bus of a test: what is shown and taken back is
noted, and what shows can be clicked. Applications choose it when they start (org.gtk.Notifications)."""

import os
import threading

from gi.repository import Gio, GLib

from atspi import wait_for

XML = """<node><interface name='org.gtk.Notifications'>
  <method name='AddNotification'><arg type='s'/><arg type='s'/><arg type='a{sv}'/></method>
  <method name='RemoveNotification'><arg type='s'/><arg type='s'/></method>
</interface></node>"""


class Notices:
    """As a context: from its beginning to its end the name is owned."""

    def __init__(self):
        self.shown = {}      # (application, id) to what was given with it
        self.withdrawn = []  # ids, in the order in which they went
        self.application = ""  # the last that was heard of

    def __enter__(self):
        self.context = GLib.MainContext()
        self.loop = GLib.MainLoop(self.context)
        ready = threading.Event()
        self.thread = threading.Thread(target=self._serve, args=(ready,), daemon=True)
        self.thread.start()
        assert ready.wait(20), "no notifications"
        return self

    def __exit__(self, *exc):
        self.context.invoke_full(GLib.PRIORITY_DEFAULT, self.loop.quit)
        self.thread.join()

    def _serve(self, ready):
        self.context.push_thread_default()
        flags = Gio.DBusConnectionFlags
        self.bus = Gio.DBusConnection.new_for_address_sync(
            os.environ["DBUS_SESSION_BUS_ADDRESS"],
            flags.AUTHENTICATION_CLIENT | flags.MESSAGE_BUS_CONNECTION, None, None)
        interface = Gio.DBusNodeInfo.new_for_xml(XML).interfaces[0]
        self.bus.register_object("/org/gtk/Notifications", interface, self._called, None, None)
        Gio.bus_own_name_on_connection(self.bus, "org.gtk.Notifications", Gio.BusNameOwnerFlags.NONE,
                                       lambda *_: ready.set(), None)
        self.loop.run()
        self.bus.close_sync(None)
        self.context.pop_thread_default()

    def _called(self, bus, sender, path, interface, method, parameters, invocation):
        values = parameters.unpack()
        self.application = values[0]
        if method == "AddNotification":
            self.shown[values[0], values[1]] = values[2]
        elif self.shown.pop((values[0], values[1]), None) is not None:
            self.withdrawn.append(values[1])
        invocation.return_value(None)

    def titles(self):
        return sorted(one["title"] for one in list(self.shown.values()))

    def find(self, title, timeout=30):
        """What is given with the notification of that title."""
        def look():
            return [one for one in list(self.shown.values()) if one["title"] == title]
        return wait_for(look, f"the notification “{title}”", timeout)[0]

    def gone(self, title, timeout=30):
        wait_for(lambda: title not in self.titles(), f"“{title}” to be taken back", timeout)

    def click(self, title):
        """As the desktop does: by the application's name on the bus, and the notification goes."""
        one = self.find(title)
        key = next(key for key, value in list(self.shown.items()) if value is one)
        action = one["default-action"].removeprefix("app.")
        target = [GLib.Variant("(ss)", one["default-action-target"])]
        self.bus.call_sync(key[0], "/" + key[0].replace(".", "/"),
                           "org.freedesktop.Application", "ActivateAction",
                           GLib.Variant("(sava{sv})", (action, target, {})), None,
                           Gio.DBusCallFlags.NONE, 10000, None)
        self.shown.pop(key, None)
